//! Files from before there were keys are recognised like others, once the background gave them theirs.

use domain::client::{Likeness, LikenessInput};
use domain::shared::AgencyId;
use services::access::Principal;

use crate::support::{House, organisation, person};

on_each_database! {
    files_from_before_get_the_keys_that_they_lack,
    keys_are_given_once_and_only_where_they_lack,
}

/// As if every file of both firms were from before: no key but the name's.
async fn from_before(house: &House) {
    let mut raw = house.raw().await;
    raw.run("DELETE FROM client_keys WHERE key NOT LIKE 'name:%'").await;
    raw.run("INSERT INTO clients_without_keys (agency_id, client_id) SELECT agency_id, id FROM clients").await;
}

async fn reasons(house: &House, who: &Principal, input: LikenessInput) -> Vec<Likeness> {
    let found = house.services.clients.likely_duplicates(who, &input, None).await.unwrap();
    found.into_iter().flat_map(|one| one.reasons).collect()
}

async fn waiting(house: &House, agency: AgencyId) -> usize {
    let mut raw = house.raw().await;
    let agency = raw.id(agency.uuid());
    let ids = raw.texts(&format!("SELECT 'one' FROM clients_without_keys WHERE agency_id = {agency}")).await;
    ids.len()
}

async fn files_from_before_get_the_keys_that_they_lack(house: House) {
    let who = &house.one.user;
    let mut input = person("Durand");
    input.phone = Some("06 12 34 56 78".into());
    house.services.clients.create(who, input).await.unwrap();
    house.services.clients.create(who, organisation("Peugeot SA")).await.unwrap();
    let stranger = house.services.clients.create(&house.two.user, person("Durand")).await.unwrap();
    from_before(&house).await;
    let near = || LikenessInput::from(person("Durant"));
    let phone = || LikenessInput { phone: Some("+33612345678".into()), ..LikenessInput::default() };
    assert_eq!(reasons(&house, who, near()).await, []);
    assert_eq!(reasons(&house, who, phone()).await, []);

    let agency = house.one.agency;
    assert_eq!(house.services.clients.complete_keys(agency).await.unwrap(), 2);
    assert_eq!(reasons(&house, who, near()).await, [Likeness::NearName]);
    assert_eq!(reasons(&house, who, phone()).await, [Likeness::Phone]);
    // Each firm by itself: the other one's files wait for its own turn.
    assert_eq!((waiting(&house, agency).await, waiting(&house, stranger.agency_id).await), (0, 1));
    assert_eq!(house.services.clients.complete_keys(stranger.agency_id).await.unwrap(), 1);
}

async fn keys_are_given_once_and_only_where_they_lack(house: House) {
    let who = &house.one.user;
    // More than one transaction completes.
    for number in 0..205 {
        house.services.clients.create(who, person(&format!("Durand{number}"))).await.unwrap();
    }
    let agency = house.one.agency;
    assert_eq!(house.services.clients.complete_keys(agency).await.unwrap(), 0, "new files have their keys");
    let mut raw = house.raw().await;
    let count = "SELECT CAST(COUNT(*) AS TEXT) FROM client_keys";
    let before = raw.texts(count).await;
    from_before(&house).await;
    assert_ne!(raw.texts(count).await, before);
    // Two instances that start at once do it once between them, and nothing is doubled.
    let clients = &house.services.clients;
    let (one, other) = tokio::join!(clients.complete_keys(agency), clients.complete_keys(agency));
    assert!(one.unwrap() + other.unwrap() >= 205);
    assert_eq!(raw.texts(count).await, before);
    assert_eq!(house.services.clients.complete_keys(agency).await.unwrap(), 0);
}
