//! Numbers as the registers and the banks give them, with their right check digits, and invented ones of the other kinds.

use super::dice::Dice;

/// A SIREN: nine digits that pass the Luhn check (ISO/IEC 7812-1).
pub(super) fn siren(dice: &mut Dice) -> String {
    with_luhn(format!("{}{}", dice.between(3, 9), dice.digits(7)))
}

/// A SIRET: a SIREN and the five digits of an establishment, which pass the Luhn check together.
pub(super) fn siret(dice: &mut Dice) -> String {
    let siren = siren(dice);
    with_luhn(format!("{siren}000{}", dice.between(1, 4)))
}

/// Digits with their Luhn check digit behind them.
pub(crate) fn with_luhn(digits: String) -> String {
    let sum: u32 = digits
        .chars()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = digit.to_digit(10).unwrap_or_default();
            match place % 2 {
                0 if digit > 4 => digit * 2 - 9,
                0 => digit * 2,
                _ => digit,
            }
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// A NINEA with its COFI, as Senegalese papers print it: seven digits and a check digit to nine places, then regime and form.
pub(super) fn ninea(dice: &mut Dice) -> String {
    let body = dice.digits(6);
    // Weighted 1, 2, 1, 2, … from the first of nine digits on, all of them sum up to a multiple of ten.
    let weighted = body.bytes().enumerate().map(|(place, digit)| u32::from(digit - b'0') * [1, 2][place % 2]);
    let check = (10 - weighted.sum::<u32>() % 10) % 10;
    let number = format!("00{body}{check}");
    let (regime, form) = (dice.between(0, 2), dice.pick(&["G3", "A1", "R2", "V2"]));
    format!("{number}{regime}{form}")
}

/// A French IBAN (ISO 13616): with the key of the account (*clé RIB*) and the check digits of the whole.
pub(super) fn french_iban(dice: &mut Dice) -> String {
    let (bank, branch, account) = (format!("3{}", dice.digits(4)), dice.digits(5), dice.digits(11));
    let number = |text: &str| text.parse::<u64>().unwrap_or_default();
    let key = 97 - (89 * number(&bank) + 15 * number(&branch) + 3 * number(&account)) % 97;
    let account = format!("{bank}{branch}{account}{key:02}");
    // F is 15 and R is 27; the country and two zeros go to the end.
    let check = 98 - remainder(&format!("{account}152700"));
    format!("FR{check:02}{account}")
}

/// The remainder by 97 of a number too long for any integer.
fn remainder(digits: &str) -> u64 {
    digits.bytes().fold(0, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97)
}

/// A mobile number of France.
pub(super) fn french_phone(dice: &mut Dice) -> String {
    let pairs: Vec<String> = (0..4).map(|_| dice.digits(2)).collect();
    format!("+33 {} {}", dice.between(6, 7), pairs.join(" "))
}

/// A mobile number of Senegal, Ivory Coast, Mali or Burkina Faso.
pub(super) fn west_african_phone(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => format!("+225 07 {} {} {} {}", dice.digits(2), dice.digits(2), dice.digits(2), dice.digits(2)),
        1 => format!("+223 7{} {} {} {}", dice.digits(1), dice.digits(2), dice.digits(2), dice.digits(2)),
        2 => format!("+226 7{} {} {} {}", dice.digits(1), dice.digits(2), dice.digits(2), dice.digits(2)),
        _ => format!("+221 77 {} {} {}", dice.digits(3), dice.digits(2), dice.digits(2)),
    }
}

/// A plate: of the French system since 2009, which knows no I, O and U, or of Dakar.
pub(super) fn plate(dice: &mut Dice, french: bool) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTVWXYZ";
    let mut pair = || format!("{}{}", char::from(*dice.pick(LETTERS)), char::from(*dice.pick(LETTERS)));
    let (first, last) = (pair(), pair());
    if french {
        format!("{first}-{:03}-{last}", dice.between(1, 999))
    } else {
        format!("DK-{:04}-{last}", dice.between(1, 9999))
    }
}

#[cfg(test)]
mod tests {
    use domain::client::ClientKind;
    use domain::shared::identifiers::{Country, Identifier, NumberField};
    use domain::shared::text;

    use super::*;

    #[test]
    fn every_number_passes_the_checks_of_the_forms() {
        for index in 0..500 {
            let mut dice = Dice::of(42, 9, index);
            let (siren, siret, ninea) = (siren(&mut dice), siret(&mut dice), ninea(&mut dice));
            for number in [&siren, &siret, &ninea] {
                let day = jiff::civil::Date::constant(2026, 11, 23);
                let read =
                    Identifier::read(number, NumberField::Tax, ClientKind::Organisation, Country::France, day).unwrap();
                assert!(read.scheme.is_some() && read.text == *number, "{number}");
            }
            assert_eq!((siren.len(), siret.len(), ninea.len()), (9, 14, 12));
            let iban = french_iban(&mut dice);
            assert_eq!(text::iban("iban", Some(&iban)), Ok(Some(iban)));
            for phone in [french_phone(&mut dice), west_african_phone(&mut dice)] {
                assert!(text::phone("phone", Some(&phone)).is_ok(), "{phone}");
            }
        }
    }

    #[test]
    fn a_known_account_has_its_known_check_digits() {
        assert_eq!(remainder("200410100505000132202606152714"), 1, "the IBAN of every textbook");
    }
}
