//! Published numbers, and what a slip of the finger makes of them.

use super::phone::e164;
use super::*;
use crate::agency::Jurisdiction;

const TODAY: Date = Date::constant(2026, 11, 23);

fn read(text: &str, field: NumberField, kind: ClientKind, country: Country) -> Result<Identifier, WrongCheckDigits> {
    Identifier::read(text, field, kind, country, TODAY)
}

fn tax(text: &str, country: Country) -> Result<Option<Scheme>, Scheme> {
    match read(text, NumberField::Tax, ClientKind::Organisation, country) {
        Ok(identifier) => Ok(identifier.scheme),
        Err(wrong) => Err(wrong.scheme),
    }
}

#[test]
fn published_numbers_are_recognised_for_what_they_are() {
    use Country::{Belgium, CoteDIvoire, France, Senegal};
    for (text, country, scheme) in [
        ("732 829 320", France, Scheme::Siren),
        ("552100554", France, Scheme::Siren),
        ("552 100 554 00013", France, Scheme::Siret),
        ("73282932000074", France, Scheme::Siret),
        // La Poste: its seat, and establishments whose digits sum up to a multiple of five.
        ("35600000000048", France, Scheme::Siret),
        ("356 000 000 49837", France, Scheme::Siret),
        ("356 000 000 09075", France, Scheme::Siret),
        ("FR40 303 265 045", France, Scheme::FrenchVat),
        ("FR 83 404 833 048", Belgium, Scheme::FrenchVat),
        ("0428.759.497", Belgium, Scheme::BelgianEnterprise),
        ("428759497", Belgium, Scheme::BelgianEnterprise),
        ("BE 0428.759.497", France, Scheme::BelgianEnterprise),
        ("BE0403170701", CoteDIvoire, Scheme::BelgianEnterprise),
        ("3067221 2G2", Senegal, Scheme::Ninea),
        ("30672212G2", France, Scheme::Ninea),
        ("306 7221", Senegal, Scheme::Ninea),
        ("005844700", Senegal, Scheme::Ninea),
        ("006373295/0A9", Senegal, Scheme::Ninea),
        ("0,513,475 2C1", Senegal, Scheme::Ninea),
        // A French insured of a Senegalese broker.
        ("732829320", Senegal, Scheme::Siren),
    ] {
        assert_eq!(tax(text, country), Ok(Some(scheme)), "{text}");
    }
}

#[test]
fn a_wrong_check_digit_is_told_with_the_number_it_looks_like() {
    use Country::{Belgium, France, Senegal};
    for (text, country, scheme) in [
        ("732829321", France, Scheme::Siren),
        ("73282932000075", France, Scheme::Siret),
        // The whole passes the formula, the enterprise in it does not.
        ("73282932100007", France, Scheme::Siret),
        ("35600000000049", France, Scheme::Siret),
        ("FR41303265045", France, Scheme::FrenchVat),
        ("0428759498", Belgium, Scheme::BelgianEnterprise),
        ("BE0428759498", France, Scheme::BelgianEnterprise),
        ("3067222", Senegal, Scheme::Ninea),
        ("3067222 2G2", Senegal, Scheme::Ninea),
    ] {
        assert_eq!(tax(text, country), Err(scheme), "{text}");
    }
}

#[test]
fn a_number_of_a_form_nobody_here_knows_is_kept_as_typed() {
    for (text, country) in [
        ("CHE-116.281.710", Country::France),
        ("P059012345678L", Country::Cameroon),
        ("005844701", Country::CoteDIvoire),
        ("1000123456", Country::Togo),
        ("12345", Country::France),
    ] {
        let kept = read(text, NumberField::Tax, ClientKind::Organisation, country).unwrap();
        assert_eq!((kept.text.as_str(), kept.scheme), (text, None));
    }
}

#[test]
fn a_person_is_known_by_his_national_number() {
    use Country::{Belgium, France, Senegal};
    let national = |text: &str, country| {
        read(text, NumberField::National, ClientKind::Person, country).map(|id| id.scheme).map_err(|wrong| wrong.scheme)
    };
    assert_eq!(national("2 55 08 14 168 025 38", France), Ok(Some(Scheme::FrenchNir)));
    // Corsica's 2A counts as 19.
    assert_eq!(national("1 51 02 2A 023 010 53", France), Ok(Some(Scheme::FrenchNir)));
    assert_eq!(national("2 55 08 14 168 025 39", France), Err(Scheme::FrenchNir));
    assert_eq!(national("85.07.30-033.28", Belgium), Ok(Some(Scheme::BelgianNationalNumber)));
    // Born in 2017: a 2 counts before.
    assert_eq!(national("17 07 30 033 84", Belgium), Ok(Some(Scheme::BelgianNationalNumber)));
    assert_eq!(national("85.07.30-033.29", Belgium), Err(Scheme::BelgianNationalNumber));
    assert_eq!(national("85073003328", France), Ok(None));
    assert_eq!(national("1 751 1990 01234", Senegal), Ok(None));
    let organisation = read("85073003329", NumberField::National, ClientKind::Organisation, Belgium);
    assert_eq!(organisation.map(|id| id.scheme), Ok(None));
}

#[test]
fn spellings_of_one_number_meet_and_are_printed_in_groups() {
    let stored = |text: &str, country| read(text, NumberField::Tax, ClientKind::Organisation, country).unwrap();
    let printed = |text: &str, country| {
        let stored = stored(text, country);
        stored.scheme.unwrap().printed(&stored.text).replace('\u{a0}', " ")
    };
    assert_eq!(stored("428759497", Country::Belgium).key(), stored("BE 0428.759.497", Country::France).key());
    assert_eq!(stored("306 7221-2G2", Country::Senegal).key(), "30672212G2");
    assert_eq!(printed("55210055400013", Country::France), "552 100 554 00013");
    assert_eq!(printed("732829320", Country::France), "732 829 320");
    assert_eq!(printed("fr40303265045", Country::France), "FR 40 303 265 045");
    assert_eq!(printed("BE428759497", Country::Belgium), "0428.759.497");
    assert_eq!(printed("30672212G2", Country::Senegal), "3067221 2G2");
    assert_eq!(Scheme::BelgianNationalNumber.printed("85073003328"), "85.07.30-033.28");
    assert_eq!(Scheme::FrenchNir.printed("255081416802538").replace('\u{a0}', " "), "2 55 08 14 168 025 38");
}

#[test]
fn a_number_counts_only_since_it_exists() {
    let before = Date::constant(1994, 1, 1);
    let kept =
        Identifier::read("3067222", NumberField::Tax, ClientKind::Organisation, Country::Senegal, before).unwrap();
    assert_eq!(kept.scheme, None);
}

#[test]
fn a_firm_is_at_home_where_its_law_its_letterhead_or_its_clock_says() {
    assert_eq!(Country::of_firm(Jurisdiction::France, "Africa/Dakar", None), Country::France);
    assert_eq!(Country::of_firm(Jurisdiction::Belgium, "Europe/Brussels", None), Country::Belgium);
    assert_eq!(Country::of_firm(Jurisdiction::Cima, "Africa/Abidjan", None), Country::CoteDIvoire);
    assert_eq!(Country::of_firm(Jurisdiction::Cima, "Africa/Abidjan", Some("sn")), Country::Senegal);
    assert_eq!(Country::of_firm(Jurisdiction::Cima, "UTC", Some("Sénégal")), Country::Senegal);
}

#[test]
fn a_telephone_number_is_dialled_from_anywhere() {
    for (typed, country, number) in [
        ("06 12 34 56 78", Country::France, Some("+33612345678")),
        ("+33 6 12 34 56 78", Country::Senegal, Some("+33612345678")),
        ("+33 (0)6 12 34 56 78", Country::France, Some("+33612345678")),
        ("0033 612345678", Country::Belgium, Some("+33612345678")),
        ("+33 06 12 34 56 78", Country::France, Some("+33612345678")),
        ("02 222 22 22", Country::Belgium, Some("+3222222222")),
        ("0470 12 34 56", Country::Belgium, Some("+32470123456")),
        ("77 123 45 67", Country::Senegal, Some("+221771234567")),
        ("+221 77 123 45 67", Country::France, Some("+221771234567")),
        ("07 08 09 10 11", Country::CoteDIvoire, Some("+2250708091011")),
        ("+44 20 7946 0958", Country::France, Some("+442079460958")),
        ("+1 202-555-0143", Country::France, Some("+12025550143")),
        ("612345678", Country::France, None),
        ("+33 6 12 34 56", Country::France, None),
        ("3949", Country::France, None),
        ("+0 123 456 789", Country::France, None),
    ] {
        assert_eq!(e164(typed, country).as_deref(), number, "{typed}");
    }
}
