//! Addresses as they are typed, and as the post reads them.

use super::*;

fn address(lines: &str, code: &str, city: &str, country: &str) -> Address {
    let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Address { lines: part(lines), postal_code: part(code), city: part(city), country: part(country) }
}

fn laid(from: &str, name: &str, typed: [&str; 4]) -> Result<Vec<String>, AddressFault> {
    let [lines, code, city, country] = typed;
    let from = Nation::of_code(from).unwrap();
    PostalAddress::of(name, Some(&address(lines, code, city, country)), from).map(|address| address.lines)
}

#[test]
fn addresses_are_written_as_the_post_reads_them() {
    let cases: &[(&str, &str, [&str; 4], &[&str])] = &[
        (
            "FR",
            "Hélène Müller-Lefèvre",
            ["12, rue de l’Église", "42000", "Saint-Étienne", ""],
            &["Hélène Müller-Lefèvre", "12 RUE DE L EGLISE", "42000 SAINT ETIENNE"],
        ),
        (
            "FR",
            "SARL Œuvres & Cie",
            ["Bât. B – Apt. 12\n5 bis, avenue du Général-de-Gaulle", "75 012", "Paris Cedex 12", "France"],
            &["SARL Œuvres & Cie", "BAT B APT 12", "5 BIS AVENUE DU GENERAL DE GAULLE", "75012 PARIS CEDEX 12"],
        ),
        // A firm with a postcode of its own, and no street.
        ("FR", "Trésor public", ["", "59885", "Lille Cedex 9", "FR"], &["Trésor public", "59885 LILLE CEDEX 9"]),
        // Everything typed into the lines.
        (
            "FR",
            "Jean Petit",
            ["3 place du Marché\n67000 Strasbourg", "", "", ""],
            &["Jean Petit", "3 PLACE DU MARCHE", "67000 STRASBOURG"],
        ),
        (
            "FR",
            "Anne Roche",
            ["18 rue du Port", "97400", "Saint-Denis", "Réunion"],
            &["Anne Roche", "18 RUE DU PORT", "97400 SAINT DENIS"],
        ),
        (
            "FR",
            "Luc Bosio",
            ["1 quai Albert Ier", "98000", "Monaco", "MC"],
            &["Luc Bosio", "1 QUAI ALBERT IER", "98000 MONACO"],
        ),
        (
            "FR",
            "Marie Tein",
            ["4 rue de Sébastopol", "98800", "Nouméa", "NC"],
            &["Marie Tein", "4 RUE DE SEBASTOPOL", "98800 NOUMEA", "NOUVELLE-CALÉDONIE"],
        ),
        (
            "FR",
            "Jan Peeters",
            ["Rue de la Loi 16, bte 3", "1000", "Bruxelles", "Belgique"],
            &["Jan Peeters", "Rue de la Loi 16, bte 3", "1000 BRUXELLES", "BELGIQUE"],
        ),
        (
            "FR",
            "Genève Conseil SA",
            ["Rue du Rhône 8", "1204", "Genève", "CH"],
            &["Genève Conseil SA", "Rue du Rhône 8", "1204 GENÈVE", "SUISSE"],
        ),
        (
            "FR",
            "Aya Kouassi",
            ["01 BP 1234", "", "Abidjan 01", "Côte d’Ivoire"],
            &["Aya Kouassi", "01 BP 1234", "ABIDJAN 01", "CÔTE D'IVOIRE"],
        ),
        // The same letter posted in Abidjan, and one from there to France.
        ("CI", "Aya Kouassi", ["01 BP 1234", "", "Abidjan 01", ""], &["Aya Kouassi", "01 BP 1234", "ABIDJAN 01"]),
        (
            "CI",
            "Jean Petit",
            ["3 place du Marché", "67000", "Strasbourg", "FR"],
            &["Jean Petit", "3 PLACE DU MARCHE", "67000 STRASBOURG", "FRANCE"],
        ),
        (
            "BE",
            "Jan Peeters",
            ["Rue Haute 4", "1000", "Bruxelles", ""],
            &["Jan Peeters", "Rue Haute 4", "1000 BRUXELLES"],
        ),
        (
            "FR",
            "John Smith",
            ["10 High Street", "sw1a 1aa", "London", "United Kingdom"],
            &["John Smith", "10 High Street", "LONDON", "SW1A 1AA", "ROYAUME-UNI"],
        ),
        (
            "FR",
            "Jane Doe",
            ["1 Main St", "10001", "New York NY", "usa"],
            &["Jane Doe", "1 Main St", "NEW YORK NY 10001", "ÉTATS-UNIS"],
        ),
        // A country that nobody knows is written as it was typed.
        ("FR", "Nemo", ["Tour 1", "", "Poséidonis", "Atlantide"], &["Nemo", "Tour 1", "POSÉIDONIS", "ATLANTIDE"]),
    ];
    for (from, name, typed, expected) in cases {
        assert_eq!(laid(from, name, *typed).unwrap(), *expected, "{name}");
    }
}

#[test]
fn long_lines_are_shortened_as_the_norm_says_then_broken_between_words() {
    let long = [
        "Résidence Les Grands Chênes de l’Abbaye, bâtiment C\n118 boulevard du Maréchal de Lattre de Tassigny",
        "69009",
        "Lyon",
        "",
    ];
    assert_eq!(
        laid("FR", "Groupement foncier agricole des Trois Vallées et de la Plaine", long).unwrap(),
        [
            "Groupement foncier agricole des Trois",
            "Vallées et de la Plaine",
            "RES LES GRANDS CHENES DE L ABBAYE BAT",
            "C",
            "118 BD DU MAL DE LATTRE DE TASSIGNY",
            "69009 LYON",
        ]
    );
    let street = "118 boulevard du Maréchal de Tassigny";
    assert_eq!(
        laid("FR", "A", [street, "69009", "Lyon", ""]).unwrap()[1],
        plain(street),
        "no abbreviation without need"
    );
}

#[test]
fn what_would_not_arrive_is_told_with_its_reason() {
    let incomplete = |part| Err(AddressFault::Incomplete { part });
    let street = "1 rue Haute";
    let cases: &[([&str; 4], Result<Vec<String>, AddressFault>)] = &[
        (["", "", "", ""], Err(AddressFault::Missing)),
        (["", "", "", "FR"], Err(AddressFault::Missing)),
        ([street, "75011", "", ""], incomplete(AddressPart::City)),
        ([street, "75011", "–", ""], incomplete(AddressPart::City)),
        ([street, "", "Paris", ""], incomplete(AddressPart::PostalCode)),
        ([street, "1000", "Bruxelles", ""], incomplete(AddressPart::PostalCode)),
        (["", "75011", "Paris", ""], incomplete(AddressPart::Lines)),
        (["", "1000", "Bruxelles", "BE"], incomplete(AddressPart::Lines)),
        ([street, "", "Bruxelles", "BE"], incomplete(AddressPart::PostalCode)),
        ([street, "1000", "", "BE"], incomplete(AddressPart::City)),
        (["a\nb\nc\nd\ne", "75011", "Paris", ""], Err(AddressFault::TooLong)),
        (["Donaudampfschifffahrtselektrizitätenhauptwerk 1", "1010", "Wien", "AT"], Err(AddressFault::TooLong)),
    ];
    for (typed, expected) in cases {
        assert_eq!(laid("FR", "Jean Petit", *typed), *expected, "{typed:?}");
    }
    assert_eq!(PostalAddress::of("Jean Petit", None, Nation::FRANCE), Err(AddressFault::Missing));
}

#[test]
fn sorted_mail_goes_by_postcode_at_home_first() {
    let to = |name: &str, typed: [&str; 4]| {
        let [lines, code, city, country] = typed;
        PostalAddress::of(name, Some(&address(lines, code, city, country)), Nation::FRANCE).unwrap()
    };
    let mut all = vec![
        to("Zoé", ["1 rue A", "1204", "Genève", "CH"]),
        to("Émile", ["1 rue A", "75011", "Paris", ""]),
        to("Bruno", ["1 rue A", "06000", "Nice", ""]),
        to("Denis", ["1 rue A", "1000", "Bruxelles", "BE"]),
        to("Alice", ["1 rue A", "75011", "Paris", ""]),
    ];
    let names = |all: &[PostalAddress]| all.iter().map(|one| one.lines[0].clone()).collect::<Vec<_>>();
    all.sort_by_key(|one| (one.place_in(MailingOrder::PostalCode), one.lines[0].clone()));
    assert_eq!(names(&all), ["Bruno", "Alice", "Émile", "Denis", "Zoé"]);
    all.sort_by_key(|one| (one.place_in(MailingOrder::Name), one.lines[0].clone()));
    assert_eq!(names(&all), ["Alice", "Bruno", "Denis", "Zoé", "Émile"], "nothing but the name decides");
}
