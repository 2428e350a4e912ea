//! PostgreSQL's own wall between the firms, which stands when a query forgets the first one.

use domain::client::ClientFilter;
use infrastructure::sql::{SqlDatabase, SqlSettings};
use services::ports::unit::{Database, Mode};

use crate::support::{House, Kind, Raw, page, run};

/// The tables without the wall, and why.
const OUTSIDE: &[(&str, &str)] = &[
    ("_sqlx_migrations", "which migrations were run; says nothing of any firm"),
    ("agencies", "the firms themselves, listed for the platform's operator; signing in joins them"),
    ("document_codes", "finds the firm of a printed code before there is a principal; holds ids only"),
    ("password_requests", "who says he forgot his password, known or not; says nothing of any firm"),
    ("storage_configurations", "where the platform keeps its files; secrets sealed, nothing of any firm"),
    ("storage_sweeps", "what the last cleaning of files found, in three figures"),
    ("web_sessions", "cookies, read before there is a principal; no firm's records"),
];

/// Makes each named `async fn(House)` a test on PostgreSQL.
macro_rules! on_postgres {
    ($($name:ident),* $(,)?) => {
        mod on_postgres {
            $(#[test] fn $name() { super::run(super::Kind::Postgres, super::$name); })*
        }
    };
}

on_postgres! {
    every_table_of_the_firms_stands_behind_the_wall,
    the_program_owns_nothing_and_has_no_power,
    without_a_firm_nothing_is_seen,
    with_a_firm_only_its_own_is_seen,
    nobody_writes_into_another_firm,
    the_log_is_only_added_to,
    the_firm_of_a_unit_does_not_stay_on_its_connection,
}

/// A connection with the program's rights.
async fn as_the_program(house: &House) -> Raw {
    let mut raw = house.raw().await;
    raw.run("SET ROLE monassurance_app").await;
    raw
}

async fn two_clients(house: &House) {
    house.client(&house.one.user, "Durand").await;
    house.client(&house.two.user, "Dupont").await;
}

async fn every_table_of_the_firms_stands_behind_the_wall(house: House) {
    let mut raw = house.raw().await;
    let open = "SELECT relname::text FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
                AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = c.oid)) \
                ORDER BY relname";
    let expected: Vec<&str> = OUTSIDE.iter().map(|(table, _)| *table).collect();
    assert_eq!(raw.texts(open).await, expected);
    let without_firm =
        "SELECT polname::text FROM pg_policy WHERE pg_get_expr(polqual, polrelid) NOT LIKE '%app.agency_id%'";
    assert!(raw.texts(without_firm).await.is_empty());
    let signing_in = "SELECT polrelid::regclass::text FROM pg_policy WHERE pg_get_expr(polqual, polrelid) LIKE '%app.purpose%' ORDER BY 1";
    assert_eq!(
        raw.texts(signing_in).await,
        [
            "document_runs",
            "factor_resets",
            "factor_rules",
            "letters",
            "one_time_secrets",
            "passkeys",
            "password_links",
            "refresh_tokens",
            "renewal_runs",
            "sessions",
            "stored_files",
            "users",
        ]
    );
}

async fn the_program_owns_nothing_and_has_no_power(house: House) {
    let mut raw = house.raw().await;
    let powers = "SELECT COUNT(*) FROM pg_roles WHERE rolname = 'monassurance_app' \
                  AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)";
    assert_eq!(raw.number(powers).await, 1);
    assert_eq!(raw.number("SELECT COUNT(*) FROM pg_class WHERE relowner = 'monassurance_app'::regrole").await, 0);
    let mut program = as_the_program(&house).await;
    for forbidden in
        ["CREATE TABLE mine (id int)", "ALTER TABLE clients DISABLE ROW LEVEL SECURITY", "DROP TABLE clients"]
    {
        assert!(program.attempt(forbidden).await.is_err(), "{forbidden}");
    }
    let unit = house.ports.database.open(&house.one.user, Mode::Read).await.unwrap();
    assert_eq!(unit.principal(), &house.one.user);
    let working =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'";
    assert_eq!(raw.number(working).await, 1);
    drop(unit);
}

async fn without_a_firm_nothing_is_seen(house: House) {
    two_clients(&house).await;
    let mut program = as_the_program(&house).await;
    for table in ["clients", "users", "sessions", "audit_events", "audit_heads", "companies", "policies", "documents"] {
        assert_eq!(program.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    program.run("SELECT set_config('app.agency_id', '', false)").await;
    assert_eq!(program.number("SELECT COUNT(*) FROM clients").await, 0);
    program.run("SELECT set_config('app.purpose', 'sign_in', false)").await;
    assert_eq!(program.number("SELECT COUNT(*) FROM clients").await, 0, "signing in sees no client");
    assert_eq!(program.number("SELECT COUNT(*) FROM users").await, 8, "but every account");
}

async fn with_a_firm_only_its_own_is_seen(house: House) {
    two_clients(&house).await;
    let mut program = as_the_program(&house).await;
    program.run(&format!("SELECT set_config('app.agency_id', '{}', false)", house.one.agency)).await;
    assert_eq!(program.texts("SELECT display_name FROM clients").await, ["Élodie Durand"]);
    assert_eq!(program.number("SELECT COUNT(*) FROM users").await, 4);
    let others = format!("UPDATE clients SET notes = 'x' WHERE agency_id = '{}'", house.two.agency);
    assert_eq!(program.attempt(&others).await.unwrap(), 0);
    let others = format!("DELETE FROM clients WHERE agency_id = '{}'", house.two.agency);
    assert_eq!(program.attempt(&others).await.unwrap(), 0);
}

async fn nobody_writes_into_another_firm(house: House) {
    let mut program = as_the_program(&house).await;
    program.run(&format!("SELECT set_config('app.agency_id', '{}', false)", house.one.agency)).await;
    let planted = format!(
        "INSERT INTO companies (agency_id, id, name, sort_name, code, search_text, version, created_at, updated_at) \
         VALUES ('{}', gen_random_uuid(), 'x', 'x', 'X', 'x', 1, 0, 0)",
        house.two.agency
    );
    let refused = program.attempt(&planted).await.unwrap_err().to_string();
    assert!(refused.contains("row-level security"), "{refused}");
    house.client(&house.one.user, "Durand").await;
    let moved = format!("UPDATE clients SET agency_id = '{}'", house.two.agency);
    assert!(program.attempt(&moved).await.is_err());
}

async fn the_log_is_only_added_to(house: House) {
    let mut program = as_the_program(&house).await;
    program.run(&format!("SELECT set_config('app.agency_id', '{}', false)", house.one.agency)).await;
    for forbidden in ["UPDATE audit_events SET actor = 'x'", "DELETE FROM audit_events", "TRUNCATE audit_events"] {
        let refused = program.attempt(forbidden).await.unwrap_err().to_string();
        assert!(refused.contains("permission denied"), "{forbidden}: {refused}");
    }
}

async fn the_firm_of_a_unit_does_not_stay_on_its_connection(house: House) {
    two_clients(&house).await;
    // One connection, so that each unit takes the one that the other firm just gave back.
    let settings = SqlSettings { connections: 1, ..house.place.settings() };
    let database = SqlDatabase::open(&settings).await.unwrap();
    let ports = services::Ports { database: std::sync::Arc::new(database.clone()), ..house.ports.clone() };
    let services = services::Services::new(&ports);
    for _ in 0..3 {
        for (firm, expected) in [(&house.one, "Élodie Durand"), (&house.two, "Élodie Dupont")] {
            let list = services.clients.list(&firm.admin, &page(50), &ClientFilter::default()).await.unwrap();
            let names: Vec<String> = list.items.into_iter().map(|client| client.display_name).collect();
            assert_eq!(names, [expected]);
            drop(database.open(&firm.admin, Mode::Write).await.unwrap());
        }
    }
    let mut owner = house.raw().await;
    owner.run("BEGIN").await;
    owner.run(&format!("SELECT set_config('app.agency_id', '{}', true)", house.one.agency)).await;
    owner.run("COMMIT").await;
    assert_eq!(owner.texts("SELECT COALESCE(current_setting('app.agency_id', true), '')").await, [""]);
    database.close().await;
}
