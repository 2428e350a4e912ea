//! Many records at once: each row is the one that the use-cases write.

use domain::policy::{FactKind, PolicyVersionView};
use domain::shared::{ClientId, PolicyId};
use jiff::Timestamp;
use services::ports::clock::Chance;
use services::ports::unit::{ClientRecord, WholePolicy};

use crate::support::{House, Kind, Raw, organisation, person, policy};

on_each_database! { bulk_rows_are_those_of_the_use_cases }

/// The columns that differ from record to record by nature.
const OWN: &[&str] = &["id", "policy_id", "policy_number"];

async fn bulk_rows_are_those_of_the_use_cases(house: House) {
    let who = &house.one.user;
    let now: Timestamp = crate::support::NOW.parse().unwrap();
    let job = services::access::Principal::system(
        domain::audit::SystemActor::CommandLine,
        house.one.agency,
        domain::audit::Door::CommandLine,
    );
    let mut raw = house.raw().await;
    let mut person = person("N’Guessan-Müller");
    person.email = Some("zoe@exemple.test".into());
    person.phone = Some("+33 6 12 34 56 78".into());
    person.address = Some(domain::shared::Address { city: Some("Évry".into()), ..Default::default() });
    for input in [person, organisation("Étoile SARL")] {
        let one = house.services.clients.create(who, input.clone()).await.unwrap().id;
        let client = input
            .parse(jiff::civil::Date::constant(2026, 11, 23), domain::shared::identifiers::Country::France)
            .unwrap();
        let owner = who.user_id().unwrap();
        let other = ClientId::from_uuid(infrastructure::time::SystemChance.id());
        let record = ClientRecord { id: other, owner, client, at: now };
        house.services.bulk.clients(&job, &[record]).await.unwrap();
        same(&mut raw, house.place.kind, "clients", "id", one.uuid(), other.uuid()).await;
    }
    let first = house.quote(who, "P1").await;
    let other = PolicyId::from_uuid(infrastructure::time::SystemChance.id());
    let input = policy(first.client_id, first.company_id, "P2").parse().unwrap();
    let mut facts = house.services.policies.facts(who, first.id).await.unwrap();
    assert_eq!(facts[0].kind, FactKind::Quoted);
    facts[0].id = domain::shared::FactId::from_uuid(infrastructure::time::SystemChance.id());
    let versions: Vec<PolicyVersionView> = house.services.policies.versions(who, first.id).await.unwrap();
    let whole = WholePolicy { id: other, policy: input, versions, facts, version: 1, created_at: now, updated_at: now };
    house.services.bulk.policies(&job, vec![whole]).await.unwrap();
    for (table, key) in [
        ("policies", "id"),
        ("policy_versions", "policy_id"),
        ("policy_facts", "policy_id"),
        ("policy_states", "policy_id"),
    ] {
        same(&mut raw, house.place.kind, table, key, first.id.uuid(), other.uuid()).await;
    }
}

/// Compares two rows of a table column by column.
async fn same(raw: &mut Raw, kind: Kind, table: &str, key: &str, one: uuid::Uuid, other: uuid::Uuid) {
    let columns = match kind {
        Kind::Sqlite => format!("SELECT name FROM pragma_table_info('{table}')"),
        Kind::Postgres => {
            format!("SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}'")
        }
    };
    let columns = raw.texts(&columns).await;
    assert!(columns.len() > 4, "{table} has columns");
    for column in columns.iter().filter(|column| !OWN.contains(&column.as_str())) {
        let value = if kind == Kind::Sqlite { format!("quote({column})") } else { format!("{column}::text") };
        let mut read = async |id| {
            let id = raw.id(id);
            // The number of a policy is part of what it is found by.
            let read = format!("SELECT COALESCE({value}, 'none') FROM {table} WHERE {key} = {id}");
            raw.texts(&read).await.join("|").replace("p2", "p1")
        };
        assert_eq!(read(one).await, read(other).await, "{table}.{column}");
    }
}
