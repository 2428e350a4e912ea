//! The demo's clients, the same at every filling: names and towns of the sample portfolios, France and West Africa by turns.

use domain::client::ClientInput;
use domain::shared::{Address, UserId};

use crate::seed::{names, numbers};

/// The client at `index`: every fifth one is an organisation.
pub(super) fn client(index: usize, owner: UserId) -> ClientInput {
    let (postal_code, city) = *at(names::FRENCH_TOWNS, index * 7);
    let street = at(names::STREETS, index * 3);
    let (first_names, last_names) = if index.is_multiple_of(2) {
        (names::FRENCH_FIRST, names::FRENCH_LAST)
    } else {
        (names::WEST_AFRICAN_FIRST, names::WEST_AFRICAN_LAST)
    };
    let (first, last) = (at(first_names, index * 11), at(last_names, index));
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
            legal_name: Some(format!("{} {last} SARL", at(names::TRADES, index))),
            email: Some(format!("contact{index}@exemple.test")),
            tax_id: Some(numbers::with_luhn(format!("{:08}", 73_200_000 + index * 977))),
            ..shared
        };
    }
    ClientInput {
        kind: Some("person".to_owned()),
        first_name: Some((*first).to_owned()),
        last_name: Some((*last).to_owned()),
        email: Some(format!("client{index}@exemple.test")),
        birth_date: Some(format!("{}-{:02}-{:02}", 1950 + index * 13 % 55, index % 12 + 1, index % 28 + 1)),
        ..shared
    }
}

/// The entry at a place, counted round and round.
fn at<T>(list: &[T], place: usize) -> &T {
    &list[place % list.len()]
}
