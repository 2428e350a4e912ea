//! The check digits of each scheme, on texts without separators.

/// The digits of a text of digits.
fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|c| c.to_digit(10)).collect()
}

/// The number that a text of digits means.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The Luhn formula (ISO/IEC 7812-1, annex B).
fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => *digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// A SIREN: nine digits that pass the Luhn formula (INSEE, *Répertoire Sirene*).
pub(super) fn siren(text: &str) -> bool {
    digits(text).is_some_and(|digits| digits.len() == 9 && luhn(&digits))
}

/// A SIRET: fourteen digits, both its SIREN and the whole pass the Luhn formula. The establishments of La Poste, SIREN
/// 356 000 000, outnumber it: theirs have a sum of digits that five divides, except its seat, which is an ordinary one.
pub(super) fn siret(text: &str) -> bool {
    let Some(digits) = digits(text).filter(|digits| digits.len() == 14) else { return false };
    let Some(head) = digits.get(..9) else { return false };
    let post_office = text.starts_with("356000000") && digits.iter().sum::<u32>().is_multiple_of(5);
    luhn(head) && (luhn(&digits) || post_office)
}

/// A French VAT number: the key of two digits is (12 + 3 × (SIREN mod 97)) mod 97 (article 286 ter of the general tax code;
/// BOI-TVA-DECLA-20-10-10-10). Keys with letters exist on paper only; none was ever given to a firm with a SIREN.
pub(super) fn french_vat(text: &str) -> bool {
    let (Some(key), Some(siren)) = (text.get(2..4), text.get(4..)) else { return false };
    let (Some(key), Some(number)) = (number(key), number(siren)) else { return false };
    self::siren(siren) && key == (12 + 3 * (number % 97)) % 97
}

/// A Belgian enterprise number: ten digits that begin with 0 or 1, the last two of which are 97 less the rest modulo 97
/// (royal decree of 24 June 2003, article 2).
pub(super) fn belgian_enterprise(text: &str) -> bool {
    let begins = text.starts_with(['0', '1']) && text.len() == 10;
    let (Some(head), Some(key)) = (text.get(..8), text.get(8..)) else { return false };
    begins && number(head).zip(number(key)).is_some_and(|(head, key)| head != 0 && key == 97 - head % 97)
}

/// A Belgian national register number: birth date, serial and the key, 97 less the rest modulo 97; who was born from 2000
/// on counts with a 2 before (royal decree of 3 April 1984, article 1).
pub(super) fn belgian_national(text: &str) -> bool {
    let (Some(head), Some(key)) = (text.get(..9), text.get(9..)) else { return false };
    let later = format!("2{head}");
    let fits = |head: &str, key: u64| number(head).is_some_and(|head| key == 97 - head % 97);
    text.len() == 11 && number(key).is_some_and(|key| fits(head, key) || fits(&later, key))
}

/// The thirteen digits that a NIR counts as, and its key. Corsica's departments 2A and 2B count as 19 and 18.
pub(super) fn nir_digits(text: &str) -> Option<(u64, u64)> {
    let (head, key) = (text.get(..13)?, text.get(13..)?);
    let sex = head.starts_with(['1', '2', '3', '4', '7', '8']);
    let counted = match head.get(5..7)? {
        "2A" => format!("{}19{}", head.get(..5)?, head.get(7..)?),
        "2B" => format!("{}18{}", head.get(..5)?, head.get(7..)?),
        _ => head.to_owned(),
    };
    sex.then(|| number(&counted).zip(number(key))).flatten()
}

/// A NIR: the key is 97 less the number modulo 97 (INSEE, *Numéro d’inscription au répertoire*).
pub(super) fn nir(text: &str) -> bool {
    text.len() == 15 && nir_digits(text).is_some_and(|(head, key)| key == 97 - head % 97)
}

/// A NINEA's number, of seven or nine digits, and its tax code (COFI) of three characters: regime 0, 1 or 2, the letter of
/// the tax centre, the legal form (DGID, Senegal).
pub(super) fn ninea_parts(text: &str) -> Option<(&str, Option<&str>)> {
    if !text.is_ascii() {
        return None;
    }
    let (head, cofi) = match text.len() {
        7 | 9 => (text, None),
        10 | 12 => {
            let (head, cofi) = text.split_at(text.len() - 3);
            let mut marks = cofi.bytes();
            let regime = marks.next().is_some_and(|byte| matches!(byte, b'0'..=b'2'));
            let centre = marks.next().is_some_and(|byte| byte.is_ascii_uppercase());
            let form = marks.next().is_some_and(|byte| byte.is_ascii_digit());
            (head, Some(cofi).filter(|_| regime && centre && form))
        }
        _ => return None,
    };
    let complete = cofi.is_some() || matches!(text.len(), 7 | 9);
    (complete && head.bytes().all(|byte| byte.is_ascii_digit())).then_some((head, cofi))
}

/// A NINEA: Senegal's statistics agency (ANSD) prints no formula, but the digits of every number that we found published
/// (98 of them, on letterheads and in its own directory), weighted 1, 2, 1, 2, … from the ninth on, sum up to a multiple of
/// ten; python-stdnum's `sn.ninea` proves them the same way. Older numbers of seven digits count with two zeros before.
pub(super) fn ninea(text: &str) -> bool {
    let Some((head, _)) = ninea_parts(text) else { return false };
    let Some(digits) = digits(&format!("{head:0>9}")) else { return false };
    let weighted = digits.iter().enumerate().map(|(place, digit)| if place % 2 == 1 { 2 * digit } else { *digit });
    weighted.sum::<u32>().is_multiple_of(10)
}
