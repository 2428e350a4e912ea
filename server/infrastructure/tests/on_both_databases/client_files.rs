//! What stands in a client's file and what happens to it: numbers, people around him, notes, archive, hand-over.

use domain::agency::AgencyInput;
use domain::audit::{AuditFilter, Door, SystemActor};
use domain::client::{
    AddressRole, ClientFilter, ContactInput, ContactRole, HandOverInput, NoteInput, OtherAddressInput,
};
use domain::shared::identifiers::Scheme;
use domain::shared::problem::Code;
use domain::shared::{Address, AgencyId};
use serde_json::json;
use services::access::Principal;

use crate::support::{FORBIDDEN, House, NOT_FOUND, field_refusal, organisation, page, refusal};

on_each_database! {
    a_number_is_stored_with_what_it_is,
    each_firm_means_the_numbers_of_its_own_country,
    people_and_addresses_stand_around_a_client_until_a_list_replaces_them,
    a_file_put_away_is_taken_out_again,
    a_file_put_away_has_a_list_of_its_own,
    a_client_is_handed_over_with_a_reason,
    nobody_is_handed_to_who_cannot_take_him,
    notes_are_dated_and_signed_and_the_log_does_not_repeat_them,
}

async fn a_number_is_stored_with_what_it_is(house: House) {
    let who = &house.one.user;
    let mut input = organisation("Boulangerie Durand");
    input.tax_id = Some("552 100 554 00013".into());
    input.phone = Some("01 23 45 67 89".into());
    let client = house.services.clients.create(who, input.clone()).await.unwrap();
    assert_eq!((client.tax_id.as_deref(), client.tax_id_scheme), (Some("55210055400013"), Some(Scheme::Siret)));
    assert_eq!((client.phone.as_deref(), client.phone_e164.as_deref()), (Some("01 23 45 67 89"), Some("+33123456789")));
    let found = house.services.clients.find(who, client.id).await.unwrap();
    assert_eq!(found, client);
    for (name, wrong, code) in [
        ("tax_id", "552 100 554 00014", Code::InvalidTaxId),
        ("phone", "+33 1 23", Code::InvalidPhone),
        ("tax_id", "5521\u{0}", Code::ControlCharacters),
    ] {
        let answer = house.services.clients.update(who, client.id, None, &json!({ name: wrong })).await;
        assert_eq!(field_refusal(answer), (format!("/{name}"), code));
    }
    let abroad = json!({ "tax_id": "CHE-116.281.710" });
    let changed = house.services.clients.update(who, client.id, None, &abroad).await.unwrap();
    assert_eq!((changed.tax_id.as_deref(), changed.tax_id_scheme), (Some("CHE-116.281.710"), None));
}

async fn each_firm_means_the_numbers_of_its_own_country(house: House) {
    let platform = Principal::system(SystemActor::CommandLine, AgencyId::PLATFORM, Door::CommandLine);
    for (law, zone, currency, number, scheme, wrong) in [
        ("BE", "Europe/Brussels", "EUR", "0428.759.497", Scheme::BelgianEnterprise, "0428.759.498"),
        ("CIMA", "Africa/Dakar", "XOF", "3067221 2G2", Scheme::Ninea, "3067222 2G2"),
    ] {
        let input = AgencyInput {
            name: Some(format!("Cabinet {law}")),
            jurisdiction: Some(law.into()),
            time_zone: Some(zone.into()),
            currency: Some(currency.into()),
            ..AgencyInput::default()
        };
        let agency = house.services.agencies.open(&platform, input).await.unwrap().id;
        let job = Principal::system(SystemActor::CommandLine, agency, Door::CommandLine);
        let user = domain::user::UserInput {
            email: Some(format!("courtier@{}.test", law.to_lowercase())),
            full_name: Some("Courtier".into()),
            role: Some("USER".into()),
            password: Some(crate::support::PASSWORD.into()),
            ..domain::user::UserInput::default()
        };
        let owner = house.services.users.create(&job, user).await.unwrap().id;
        let input = |number: &str| domain::client::ClientInput {
            tax_id: Some(number.into()),
            owner_id: Some(owner.to_string()),
            ..organisation("Durand et fils")
        };
        let client = house.services.clients.create(&job, input(number)).await.unwrap();
        assert_eq!(client.tax_id_scheme, Some(scheme), "{law}");
        let refused = house.services.clients.create(&job, input(wrong)).await;
        assert_eq!(field_refusal(refused), ("/tax_id".into(), Code::InvalidTaxId), "{law}");
    }
}

async fn people_and_addresses_stand_around_a_client_until_a_list_replaces_them(house: House) {
    let who = &house.one.user;
    let contact = |role: &str, name: &str| ContactInput {
        role: Some(role.into()),
        name: Some(name.into()),
        ..ContactInput::default()
    };
    let mut input = organisation("Ateliers");
    input.contacts = Some(vec![contact("legal_representative", "Zoé Lettre"), contact("accountant", "Paul Compte")]);
    let risk = Address { city: Some("Albi".into()), ..Address::default() };
    input.addresses = Some(vec![OtherAddressInput { role: Some("risk".into()), address: Some(risk) }]);
    let client = house.services.clients.create(who, input).await.unwrap();
    let roles = |client: &domain::client::ClientView| -> Vec<ContactRole> {
        client.contacts.iter().map(|contact| contact.role).collect()
    };
    assert_eq!(roles(&client), [ContactRole::LegalRepresentative, ContactRole::Accountant]);
    assert_eq!(client.addresses[0].role, AddressRole::Risk);
    let patch = json!({ "notes": "x" });
    let kept = house.services.clients.update(who, client.id, None, &patch).await.unwrap();
    assert_eq!((kept.contacts.len(), kept.addresses.len()), (2, 1));
    let patch = json!({ "contacts": [{ "role": "claims", "name": "Léa Sinistre" }], "addresses": null });
    let replaced = house.services.clients.update(who, client.id, None, &patch).await.unwrap();
    assert_eq!((roles(&replaced), replaced.addresses.len()), (vec![ContactRole::Claims], 0));
    let found = domain::shared::page::PageRequest { q: Some("lea sinistre".into()), ..page(50) };
    let list = house.services.clients.list(who, &found, &ClientFilter::default()).await.unwrap();
    assert_eq!(list.items, [replaced]);
    let many = json!({ "contacts": vec![json!({ "name": "x" }); 31] });
    let answer = house.services.clients.update(who, client.id, None, &many).await;
    assert_eq!(field_refusal(answer), ("/contacts".into(), Code::OutOfRange));
}

async fn a_file_put_away_is_taken_out_again(house: House) {
    let (who, clients) = (&house.one.user, &house.services.clients);
    let client = house.client(who, "Durand").await;
    clients.archive(who, client.id, Some(1)).await.unwrap();
    let put_away = clients.find_put_away(who, client.id).await.unwrap();
    assert_eq!((put_away.version, &put_away.display_name), (2, &client.display_name));
    assert_eq!(refusal(clients.find_put_away(&house.one.colleague, client.id).await), NOT_FOUND);
    assert_eq!(refusal(clients.restore(&house.one.colleague, client.id, None).await), NOT_FOUND);
    assert_eq!(refusal(clients.restore(who, client.id, Some(1)).await), (412, Code::PreconditionFailed));
    let restored = clients.restore(who, client.id, Some(2)).await.unwrap();
    assert_eq!((restored.version, restored.as_input()), (3, client.as_input()));
    assert_eq!(refusal(clients.restore(who, client.id, None).await), NOT_FOUND);
    assert_eq!(refusal(clients.find_put_away(who, client.id).await), NOT_FOUND);
    let filter = AuditFilter { object_id: Some(client.id.to_string()), ..AuditFilter::default() };
    let events = house.services.audit.list(&house.one.admin, &page(50), &filter).await.unwrap();
    let told: Vec<String> = events.items.into_iter().map(|event| event.action).collect();
    assert_eq!(told, ["client.restore", "client.archive", "client.create"]);
}

async fn a_file_put_away_has_a_list_of_its_own(house: House) {
    let (who, clients) = (&house.one.user, &house.services.clients);
    let (away, _here) = (house.client(who, "Durand").await, house.client(who, "Dupont").await);
    clients.archive(who, away.id, None).await.unwrap();
    let names = async |who: &Principal, archived: bool| {
        let filter = ClientFilter { archived, ..ClientFilter::default() };
        let list = clients.list(who, &page(50), &filter).await.unwrap().items;
        list.into_iter().map(|client| client.display_name).collect::<Vec<_>>()
    };
    assert_eq!(names(who, true).await, ["Élodie Durand"]);
    assert_eq!(names(who, false).await, ["Élodie Dupont"]);
    assert!(names(&house.one.colleague, true).await.is_empty());
    assert!(names(&house.two.admin, true).await.is_empty());
}

fn to(owner: impl ToString, reason: &str) -> HandOverInput {
    HandOverInput { owner_id: Some(owner.to_string()), reason: Some(reason.into()) }
}

async fn a_client_is_handed_over_with_a_reason(house: House) {
    let (user, colleague, manager) = (&house.one.user, &house.one.colleague, &house.one.manager);
    let clients = &house.services.clients;
    let policy = house.quote(user, "P-1").await;
    let (id, next) = (policy.client_id, colleague.user_id().unwrap());
    assert_eq!(refusal(clients.hand_over(user, id, None, to(next, "x")).await), FORBIDDEN);
    assert_eq!(refusal(clients.hand_over(manager, id, Some(7), to(next, "x")).await), (412, Code::PreconditionFailed));
    let handed = clients.hand_over(manager, id, Some(1), to(next, "Congé de maternité")).await.unwrap();
    assert_eq!((handed.owner_id, handed.version), (next, 2));
    // What hangs on the client follows.
    let policies = &house.services.policies;
    assert_eq!(refusal(policies.find(user, policy.id, services::policies::AsOf::default()).await), NOT_FOUND);
    assert!(policies.find(colleague, policy.id, services::policies::AsOf::default()).await.is_ok());
    let again = clients.hand_over(manager, id, None, to(next, "x")).await;
    assert_eq!(refusal(again), (422, Code::SameOwner));
    let filter = AuditFilter { action: Some("client.hand_over".into()), ..AuditFilter::default() };
    let events = house.services.audit.list(&house.one.admin, &page(50), &filter).await.unwrap();
    assert_eq!(events.items[0].changes["reason"][1], "Congé de maternité");
    // Also by a change of the file, or when a broker leaves: each is written down.
    let patch = json!({ "owner_id": user.user_id() });
    clients.update(manager, id, None, &patch).await.unwrap();
    let (leaver, next) = (user.user_id().unwrap(), next.to_string());
    house.services.users.deactivate(&house.one.admin, leaver, None, Some(&next)).await.unwrap();
    let mut raw = house.raw().await;
    assert_eq!(raw.number("SELECT COUNT(*) FROM client_hand_overs").await, 3);
}

async fn nobody_is_handed_to_who_cannot_take_him(house: House) {
    let (manager, clients) = (&house.one.manager, &house.services.clients);
    let client = house.client(&house.one.user, "Durand").await;
    let foreign = house.two.user.user_id().unwrap();
    for unknown in [foreign.to_string(), "0193c0de-0000-7000-8000-00000000dead".to_owned()] {
        let answer = clients.hand_over(manager, client.id, None, to(unknown, "x")).await;
        assert_eq!(field_refusal(answer), ("/owner_id".into(), Code::UnknownReference));
    }
    let leaver = house.one.colleague.user_id().unwrap();
    house.services.users.deactivate(&house.one.admin, leaver, None, None).await.unwrap();
    let answer = clients.hand_over(manager, client.id, None, to(leaver, "x")).await;
    assert_eq!(field_refusal(answer), ("/owner_id".into(), Code::UnknownReference));
    for (input, pointer, code) in [
        (HandOverInput::default(), "/owner_id", Code::Required),
        (to("me", "x"), "/owner_id", Code::UnknownReference),
        (to(leaver, &"x".repeat(501)), "/reason", Code::TooLong),
        (to(leaver, "a\u{0}"), "/reason", Code::ControlCharacters),
    ] {
        let answer = clients.hand_over(manager, client.id, None, input).await;
        assert_eq!(field_refusal(answer), (pointer.into(), code));
    }
    assert_eq!(clients.find(manager, client.id).await.unwrap(), client);
}

async fn notes_are_dated_and_signed_and_the_log_does_not_repeat_them(house: House) {
    let (who, clients) = (&house.one.user, &house.services.clients);
    let client = house.client(who, "Durand").await;
    let text = |text: &str| NoteInput { text: Some(text.into()) };
    let first = clients.note(who, client.id, text("Rappeler mardi")).await.unwrap();
    house.clock.advance(jiff::SignedDuration::from_mins(1));
    let second = clients.note(&house.one.manager, client.id, text("Vu\r\nen agence")).await.unwrap();
    assert_eq!(second.text, "Vu\nen agence");
    let notes = clients.notes(who, client.id, &page(50)).await.unwrap().items;
    assert_eq!(notes, [second, first.clone()]);
    assert_eq!(first.author.as_deref(), Some("anna un"));
    for (input, code) in [
        (NoteInput::default(), Code::Required),
        (text(" \n "), Code::Required),
        (text(&"x".repeat(5_001)), Code::TooLong),
        (text("a\u{0}"), Code::ControlCharacters),
    ] {
        assert_eq!(field_refusal(clients.note(who, client.id, input).await), ("/text".into(), code));
    }
    let filter = AuditFilter { action: Some("client.note".into()), ..AuditFilter::default() };
    let events = house.services.audit.list(&house.one.admin, &page(50), &filter).await.unwrap().items;
    assert_eq!(events.len(), 2);
    assert!(events.iter().all(|event| event.changes == json!({}) && event.object_label == "Élodie Durand"));
    assert_eq!(refusal(clients.notes(&house.one.colleague, client.id, &page(50)).await), NOT_FOUND);
}
