//! Clients.

use domain::client::{ClientFilter, ClientKind};
use domain::shared::Address;
use domain::shared::page::PageRequest;
use domain::shared::problem::Code;
use serde_json::json;

use crate::support::{FORBIDDEN, House, NOT_FOUND, field_refusal, organisation, page, person, refusal};

on_each_database! {
    a_recorded_client_reads_back_whole,
    a_changed_client_keeps_what_the_change_does_not_name,
    a_client_with_policies_is_not_put_away,
    a_client_put_away_is_gone_from_lists_and_pages,
    a_manager_hands_a_client_over_and_the_first_broker_sees_him_no_more,
    a_broker_hands_nobody_over,
    a_broker_lists_only_his_own_clients,
    clients_are_filtered_by_kind_and_owner,
    a_wrong_field_saves_nothing,
}

async fn a_recorded_client_reads_back_whole(house: House) {
    let mut input = person("Œuvray-D’Aubigné");
    input.email = Some("elodie@exemple.test".into());
    input.phone = Some("+33 6 12 34 56 78".into());
    input.birth_date = Some("29/02/1980".into());
    input.iban = Some("FR14 2004 1010 0505 0001 3M02 606".into());
    input.notes = Some("Deux lignes\nde notes".into());
    input.address = Some(Address { city: Some("Évry".into()), ..Address::default() });
    let who = &house.one.user;
    let recorded = house.services.clients.create(who, input).await.unwrap();
    let read = house.services.clients.find(who, recorded.id).await.unwrap();
    assert_eq!(read, recorded);
    assert_eq!(read.display_name, "Élodie Œuvray-D’Aubigné");
    assert_eq!(read.owner_id, who.user_id().unwrap());
    assert_eq!(read.birth_date.unwrap().to_string(), "1980-02-29");
    assert_eq!(read.address.unwrap().city.unwrap(), "Évry");
    assert_eq!((read.version, read.policy_count), (1, 0));
}

async fn a_changed_client_keeps_what_the_change_does_not_name(house: House) {
    let who = &house.one.user;
    let mut input = person("Durand");
    input.email = Some("a@exemple.test".into());
    input.phone = Some("0612345678".into());
    let client = house.services.clients.create(who, input).await.unwrap();
    let patch = json!({ "email": null, "last_name": "Dupont" });
    let changed = house.services.clients.update(who, client.id, Some(1), &patch).await.unwrap();
    assert_eq!(changed.email, None);
    assert_eq!(changed.phone.as_deref(), Some("0612345678"));
    assert_eq!(changed.display_name, "Élodie Dupont");
    assert_eq!(changed.version, 2);
    assert_eq!(changed.created_at, client.created_at);
}

async fn a_client_with_policies_is_not_put_away(house: House) {
    let who = &house.one.user;
    let quote = house.quote(who, "P-1").await;
    let answer = house.services.clients.archive(who, quote.client_id, None).await;
    assert_eq!(refusal(answer), (422, Code::ClientHasPolicies));
    assert_eq!(house.services.clients.find(who, quote.client_id).await.unwrap().policy_count, 1);
}

async fn a_client_put_away_is_gone_from_lists_and_pages(house: House) {
    let who = &house.one.user;
    let client = house.client(who, "Durand").await;
    house.services.clients.archive(who, client.id, Some(1)).await.unwrap();
    assert_eq!(refusal(house.services.clients.find(who, client.id).await), NOT_FOUND);
    let list = house.services.clients.list(who, &page(50), &ClientFilter::default()).await.unwrap();
    assert!(list.items.is_empty());
    assert_eq!(refusal(house.services.clients.archive(who, client.id, None).await), NOT_FOUND);
    assert_eq!(refusal(house.services.clients.update(who, client.id, None, &json!({})).await), NOT_FOUND);
}

async fn a_manager_hands_a_client_over_and_the_first_broker_sees_him_no_more(house: House) {
    let (user, colleague) = (&house.one.user, &house.one.colleague);
    let client = house.client(user, "Durand").await;
    let patch = json!({ "owner_id": colleague.user_id().unwrap() });
    let handed = house.services.clients.update(&house.one.manager, client.id, None, &patch).await.unwrap();
    assert_eq!(Some(handed.owner_id), colleague.user_id());
    assert_eq!(refusal(house.services.clients.find(user, client.id).await), NOT_FOUND);
    assert!(house.services.clients.find(colleague, client.id).await.is_ok());
}

async fn a_broker_hands_nobody_over(house: House) {
    let client = house.client(&house.one.user, "Durand").await;
    let patch = json!({ "owner_id": house.one.colleague.user_id().unwrap() });
    assert_eq!(refusal(house.services.clients.update(&house.one.user, client.id, None, &patch).await), FORBIDDEN);
    let mut input = person("Durand");
    input.owner_id = house.one.colleague.user_id().map(|id| id.to_string());
    assert_eq!(refusal(house.services.clients.create(&house.one.user, input).await), FORBIDDEN);
}

async fn a_broker_lists_only_his_own_clients(house: House) {
    house.client(&house.one.user, "Durand").await;
    house.client(&house.one.colleague, "Dupont").await;
    let request = PageRequest { count: true, ..page(50) };
    for (who, expected) in
        [(&house.one.user, 1), (&house.one.colleague, 1), (&house.one.manager, 2), (&house.two.admin, 0)]
    {
        let list = house.services.clients.list(who, &request, &ClientFilter::default()).await.unwrap();
        assert_eq!((list.items.len(), list.total), (expected, Some(expected as u64)), "{}", who.name());
    }
}

async fn clients_are_filtered_by_kind_and_owner(house: House) {
    let (user, manager) = (&house.one.user, &house.one.manager);
    house.client(user, "Durand").await;
    house.services.clients.create(manager, organisation("Boulangerie Durand")).await.unwrap();
    let names = async |filter: ClientFilter| {
        let list = house.services.clients.list(manager, &page(50), &filter).await.unwrap();
        list.items.into_iter().map(|client| client.display_name).collect::<Vec<_>>()
    };
    let kind = ClientFilter { kind: Some(ClientKind::Organisation), ..ClientFilter::default() };
    assert_eq!(names(kind).await, ["Boulangerie Durand"]);
    let owner = ClientFilter { owner_id: user.user_id(), ..ClientFilter::default() };
    assert_eq!(names(owner).await, ["Élodie Durand"]);
}

async fn a_wrong_field_saves_nothing(house: House) {
    let who = &house.one.user;
    let mut input = person("Durand");
    input.iban = Some("FR00".into());
    assert_eq!(field_refusal(house.services.clients.create(who, input).await), ("/iban".into(), Code::InvalidIban));
    let client = house.client(who, "Durand").await;
    let patch = json!({ "last_name": "Dupont", "email": "nobody" });
    let answer = house.services.clients.update(who, client.id, None, &patch).await;
    assert_eq!(field_refusal(answer), ("/email".into(), Code::InvalidEmail));
    assert_eq!(house.services.clients.find(who, client.id).await.unwrap(), client);
    let patch = json!({ "agency_id": house.two.agency });
    let answer = house.services.clients.update(who, client.id, None, &patch).await;
    assert_eq!(field_refusal(answer), ("/agency_id".into(), Code::UnknownField));
}
