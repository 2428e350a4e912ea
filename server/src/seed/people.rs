//! The clients of a sample portfolio.

use domain::client::{ClientInput, SaveClient};
use domain::shared::identifiers::Country;
use domain::shared::problem::FieldError;
use domain::shared::text::search_key;
use domain::shared::{Address, ClientId};
use services::ports::unit::ClientRecord;

use super::dice::Dice;
use super::{CLIENT, Plan, names, numbers};

/// The client at `index`: about one in five is an organisation, and most are of the firm's own country.
pub(super) fn client(plan: &Plan, index: u64) -> Result<ClientRecord, Vec<FieldError>> {
    let at = plan.client_recorded(index);
    let mut dice = Dice::of(plan.seed, CLIENT, index);
    let id = ClientId::from_uuid(dice.id(at));
    let french = dice.yes(if plan.french { 820 } else { 60 });
    let client = if dice.yes(780) { person(&mut dice, index, french) } else { organisation(&mut dice, index, french) };
    let client: SaveClient = client.parse(plan.today, if plan.french { Country::France } else { Country::Senegal })?;
    let owner = *dice.pick(&plan.owners);
    Ok(ClientRecord { id, owner, client, at })
}

fn person(dice: &mut Dice, index: u64, french: bool) -> ClientInput {
    let (first, last) = if french {
        (dice.pick(names::FRENCH_FIRST), dice.pick_uneven(names::FRENCH_LAST))
    } else {
        (dice.pick(names::WEST_AFRICAN_FIRST), dice.pick_uneven(names::WEST_AFRICAN_LAST))
    };
    let born = format!("{}-{:02}-{:02}", dice.between(1940, 2006), dice.between(1, 12), dice.between(1, 28));
    ClientInput {
        kind: Some("person".to_owned()),
        first_name: Some((*first).to_owned()),
        last_name: Some((*last).to_owned()),
        birth_date: Some(born),
        iban: (french && dice.yes(400)).then(|| numbers::french_iban(dice)),
        ..reached(dice, &format!("{first}.{last}"), index, french)
    }
}

fn organisation(dice: &mut Dice, index: u64, french: bool) -> ClientInput {
    let trade = dice.pick(names::TRADES);
    let (form, person, number) = if french {
        let number = if dice.yes(500) { numbers::siren(dice) } else { numbers::siret(dice) };
        (dice.pick(names::FRENCH_FORMS), dice.pick_uneven(names::FRENCH_LAST), number)
    } else {
        (dice.pick(names::OHADA_FORMS), dice.pick_uneven(names::WEST_AFRICAN_LAST), numbers::ninea(dice))
    };
    ClientInput {
        kind: Some("organisation".to_owned()),
        legal_name: Some(format!("{trade} {person} {form}")),
        tax_id: Some(number),
        iban: (french && dice.yes(700)).then(|| numbers::french_iban(dice)),
        ..reached(dice, &format!("contact.{person}"), index, french)
    }
}

/// Where the client is reached: under domains that belong to nobody (RFC 2606).
fn reached(dice: &mut Dice, name: &str, index: u64, french: bool) -> ClientInput {
    let local: String = search_key(name).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').collect();
    let domain = dice.pick(&["exemple.test", "example.com", "example.org", "courriel.example"]);
    let (postal_code, city, country) = if french {
        let (code, city) = *dice.pick_uneven(names::FRENCH_TOWNS);
        (code.to_owned(), city, "FR")
    } else {
        let (city, country) = *dice.pick_uneven(names::WEST_AFRICAN_TOWNS);
        (format!("BP {}", dice.between(100, 9999)), city, country)
    };
    let lines = format!("{} {}", dice.between(1, 140), dice.pick(names::STREETS));
    ClientInput {
        email: dice.yes(900).then(|| format!("{local}{index}@{domain}")),
        phone: dice
            .yes(950)
            .then(|| if french { numbers::french_phone(dice) } else { numbers::west_african_phone(dice) }),
        address: Some(Address {
            lines: Some(lines),
            postal_code: Some(postal_code),
            city: Some(city.to_owned()),
            country: Some(country.to_owned()),
        }),
        ..ClientInput::default()
    }
}
