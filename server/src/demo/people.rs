//! Invented names and addresses, the same at every filling.

use domain::client::ClientInput;
use domain::shared::{Address, UserId};

const FIRST: [&str; 20] = [
    "Élodie",
    "Mamadou",
    "Sophie",
    "Jean-Baptiste",
    "Awa",
    "Lucas",
    "Fatou",
    "Camille",
    "Ibrahima",
    "Manon",
    "Thomas",
    "Aminata",
    "Julien",
    "Aïssatou",
    "Hugo",
    "Mariam",
    "Nicolas",
    "Khady",
    "Chloé",
    "Ousmane",
];
const LAST: [&str; 25] = [
    "Martin",
    "Diallo",
    "Lefèvre",
    "N’Guessan",
    "Moreau",
    "Traoré",
    "Girard",
    "Ndiaye",
    "Roux",
    "Koffi",
    "Fontaine",
    "Sow",
    "Chevalier",
    "Bâ",
    "Gauthier",
    "Coulibaly",
    "Perrin",
    "Fall",
    "Dubois",
    "Ouédraogo",
    "Marchand",
    "Cissé",
    "Lambert",
    "Kouassi",
    "Müller",
];
const FIRMS: [&str; 10] = [
    "Boulangerie du Parc",
    "Transports Kouassi",
    "Menuiserie Delmas",
    "Pharmacie de la Gare",
    "Garage Saint-Michel",
    "Ateliers Numériques",
    "Clinique des Lilas",
    "Café de la Marine",
    "Imprimerie Lebrun",
    "Étoile BTP",
];
const CITIES: [(&str, &str); 10] = [
    ("75011", "Paris"),
    ("69003", "Lyon"),
    ("13006", "Marseille"),
    ("31000", "Toulouse"),
    ("44000", "Nantes"),
    ("67000", "Strasbourg"),
    ("33000", "Bordeaux"),
    ("59000", "Lille"),
    ("35000", "Rennes"),
    ("34000", "Montpellier"),
];
const STREETS: [&str; 8] = [
    "rue de la République",
    "avenue Jean-Jaurès",
    "rue Victor-Hugo",
    "place du Marché",
    "boulevard Gambetta",
    "rue des Écoles",
    "allée des Tilleuls",
    "quai de la Fosse",
];

/// The client at `index`: every fifth one is an organisation.
pub(super) fn client(index: usize, owner: UserId) -> ClientInput {
    let (postal_code, city) = CITIES[index * 7 % CITIES.len()];
    let street = STREETS[index * 3 % STREETS.len()];
    let address = Address {
        lines: Some(format!("{} {street}", index % 90 + 1)),
        postal_code: Some(postal_code.to_owned()),
        city: Some(city.to_owned()),
        country: Some("FR".to_owned()),
    };
    let shared = ClientInput {
        address: Some(address),
        phone: Some(format!(
            "+33 6 {:02} {:02} {:02} {:02}",
            index % 90 + 10,
            index * 3 % 90 + 10,
            index * 7 % 90 + 10,
            42
        )),
        owner_id: Some(owner.to_string()),
        ..ClientInput::default()
    };
    if index % 5 == 4 {
        return ClientInput {
            kind: Some("organisation".to_owned()),
            legal_name: Some(format!(
                "{}{}",
                FIRMS[index / 5 % FIRMS.len()],
                if index.is_multiple_of(2) { " SARL" } else { "" }
            )),
            email: Some(format!("contact{index}@exemple.test")),
            tax_id: Some(siren(index)),
            ..shared
        };
    }
    let (first, last) = (FIRST[index * 11 % FIRST.len()], LAST[index % LAST.len()]);
    ClientInput {
        kind: Some("person".to_owned()),
        first_name: Some(first.to_owned()),
        last_name: Some(last.to_owned()),
        email: Some(format!("client{index}@exemple.test")),
        birth_date: Some(format!("{}-{:02}-{:02}", 1950 + index * 13 % 55, index % 12 + 1, index % 28 + 1)),
        ..shared
    }
}

/// Nine digits with the right Luhn check digit.
fn siren(index: usize) -> String {
    let base = format!("{:08}", 73_200_000 + index * 977);
    let sum: u32 = base
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
    format!("{base}{}", (10 - sum % 10) % 10)
}
