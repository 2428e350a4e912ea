//! The one form of an e-mail address by which it identifies a person, whoever typed it on whichever keyboard.

use unicode_normalization::UnicodeNormalization;

/// How often the steps are repeated at most; texts found in practice need one, the worst known ones three.
const STEPS_MAX: usize = 8;

/// The one form under which an e-mail address identifies a user: without case, compatibility forms and invisible characters
/// (Unicode Standard, 5.18 and D145 `toNFKC_Casefold`). Two addresses of one form are one person's.
pub fn email_identity(address: &str) -> String {
    let mut form = folded(address.trim());
    for _ in 0..STEPS_MAX {
        // Folding one character can bring forth another that folds again: the ohm sign a capital omega, that a small one.
        let again = folded(&form);
        if again == form {
            break;
        }
        form = again;
    }
    form
}

fn folded(text: &str) -> String {
    let visible = text.nfkc().filter(|c| !is_ignorable(*c));
    visible.flat_map(fold).nfkc().filter(|c| !is_ignorable(*c)).collect::<String>().trim().to_owned()
}

/// Case folding by way of capitals, which is where letters that are one (ß and ss, ς and σ) meet. The dotless ı keeps apart
/// from i, as in Unicode's own table.
fn fold(c: char) -> impl Iterator<Item = char> {
    let capitals: Vec<char> = if c == 'ı' { vec![c] } else { c.to_uppercase().collect() };
    capitals
        .into_iter()
        .flat_map(|capital| if capital == 'ı' { vec![capital] } else { capital.to_lowercase().collect() })
}

/// What no reader sees: Unicode's `Default_Ignorable_Code_Point`.
fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_address_is_one_person_however_it_is_typed() {
        for (typed, identity) in [
            (" Jean@EXEMPLE.Test\u{200b}", "jean@exemple.test"),
            ("\u{feff}je\u{ad}an@exemple.test", "jean@exemple.test"),
            ("ÉLODIE@exemple.test", "élodie@exemple.test"),
            ("E\u{301}lodie@exemple.test", "élodie@exemple.test"),
            ("ｊｅａｎ＠ｅｘｅｍｐｌｅ．ｔｅｓｔ", "jean@exemple.test"),
            ("STRASSE@exemple.test", "strasse@exemple.test"),
            ("Straße@exemple.test", "strasse@exemple.test"),
            ("ΣΟΦΟΣ@exemple.test", "σοφοσ@exemple.test"),
            ("σοφος@exemple.test", "σοφοσ@exemple.test"),
            ("ﬁscal@exemple.test", "fiscal@exemple.test"),
            ("ıspanak@exemple.test", "ıspanak@exemple.test"),
        ] {
            assert_eq!(email_identity(typed), identity, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn a_form_is_its_own_form(text in any::<String>()) {
            let once = email_identity(&text);
            prop_assert_eq!(email_identity(&once), once);
        }

        #[test]
        fn case_composition_and_what_no_reader_sees_make_no_other_person(
            text in "[a-zA-Zà-öÀ-Ö0-9._%+-]{1,20}@[a-zA-Z0-9-]{1,12}\\.(test|fr|SN)",
            place in any::<prop::sample::Index>(),
            hidden in prop::sample::select(vec!['\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{ad}', '\u{fe0f}', '\u{e0020}']),
        ) {
            let identity = email_identity(&text);
            prop_assert_eq!(&email_identity(&text.to_uppercase()), &identity);
            prop_assert_eq!(&email_identity(&text.to_lowercase()), &identity);
            prop_assert_eq!(&email_identity(&text.nfd().collect::<String>()), &identity);
            let mut with: Vec<char> = text.chars().collect();
            with.insert(place.index(with.len() + 1), hidden);
            prop_assert_eq!(&email_identity(&with.into_iter().collect::<String>()), &identity);
        }

        #[test]
        fn another_letter_is_another_person(a in "[a-z0-9._-]{1,20}@[a-z]{1,12}\\.test", b in "[a-z0-9._-]{1,20}@[a-z]{1,12}\\.test") {
            prop_assert_eq!(a == b, email_identity(&a) == email_identity(&b));
        }
    }
}
