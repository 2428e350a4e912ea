//! The lists that brokers open all day read their index: no scan of the whole table, no sort.

use crate::support::{House, Kind, Raw};

on_each_database! {
    the_end_of_a_glance_is_read_from_the_lists_index,
    clients_by_name_read_their_index,
    a_brokers_clients_by_name_read_their_index,
    policies_by_number_read_their_index,
    policies_by_due_date_read_their_index,
    no_list_reads_a_whole_table_or_sorts_it,
    many_in_one_state_are_read_in_the_lists_own_order,
    what_happened_to_a_client_and_who_is_like_him_are_found_by_index,
}

/// How many rows make the planner honest.
const ROWS: u32 = 4_000;

async fn clients_by_name_read_their_index(house: House) {
    proven(
        &house,
        &["FROM clients c WHERE c.agency_id = $1 AND c.archived_at IS NULL AND (c.sort_name", "c.sort_name ASC"],
        "clients_by_name",
    )
    .await;
}

async fn a_brokers_clients_by_name_read_their_index(house: House) {
    proven(&house, &["FROM clients c WHERE", "c.owner_id = $2", "(c.sort_name, c.id) >"], "clients_by_owner_name")
        .await;
}

async fn policies_by_number_read_their_index(house: House) {
    proven(&house, &["FROM policies p", "s.until_at > $5 AND (p.policy_number, p.id) >"], "policies_by_number").await;
}

async fn policies_by_due_date_read_their_index(house: House) {
    proven(&house, &["FROM policies p", "s.until_at > $5 AND (p.due_date, p.id) >"], "policies_by_due_date").await;
}

/// Lists of which few rows are looked at, so that to sort them is right: a firm has few companies, a client few policies, and
/// of a broker's policies his clients come first.
const SELECTIVE: [&str; 14] = [
    "companies",
    "policies by client",
    "policies by owner",
    "of one's own",
    "clients by owner",
    "documents revoked",
    "documents superseded",
    "documents that became false",
    "documents by client",
    "documents by policy",
    "users by",
    "templates by",
    "audit events by request",
    "audit events about an object",
];

/// Tables of which a firm has few rows: PostgreSQL may read them whole.
const SMALL: [&str; 3] = [" on companies ", " on users ", " on templates "];

async fn no_list_reads_a_whole_table_or_sorts_it(house: House) {
    let mut raw = house.raw().await;
    fill(&house, &mut raw).await;
    fill_papers(&house, &mut raw).await;
    raw.run("ANALYZE").await;
    let mut wrong = Vec::new();
    for (name, text) in infrastructure::sql::list_plans() {
        let plan = match &raw {
            Raw::Sqlite(_) => raw.plan(&text).await.join("\n"),
            Raw::Postgres(_) => postgres_plan(&house, &mut raw, &text).await,
        };
        let few = SELECTIVE.iter().any(|filter| name.contains(filter));
        let sorts = ["TEMP B-TREE", "Sort"].iter().any(|sign| plan.contains(sign));
        // A table of which PostgreSQL knows that it is small may be read whole.
        let scans = plan.lines().any(|line| {
            line.contains("SCAN") || line.contains("Seq Scan") && !SMALL.iter().any(|small| line.contains(small))
        });
        if scans || (sorts && !few) {
            wrong.push(format!("{name}:\n{plan}\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{} lists:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// On SQLite; PostgreSQL knows how many rows are in each state.
async fn many_in_one_state_are_read_in_the_lists_own_order(house: House) {
    let mut raw = house.raw().await;
    if house.place.kind == Kind::Postgres {
        return;
    }
    fill(&house, &mut raw).await;
    let lists = infrastructure::sql::list_plans();
    let (_, text) = lists.iter().find(|(name, _)| name.starts_with("policies by state")).unwrap();
    reads_only("policies_by_number", &raw.plan(&text.replacen("s.state =", "s.state || '' =", 1)).await.join("\n"));
}

/// Whatever a file is made of, no table is read from end to end, however few rows it has.
async fn what_happened_to_a_client_and_who_is_like_him_are_found_by_index(house: House) {
    let mut raw = house.raw().await;
    fill(&house, &mut raw).await;
    raw.run("ANALYZE").await;
    let texts: Vec<String> = infrastructure::sql::statements()
        .into_iter()
        .filter(|text| text.contains("AS t WHERE (t.recorded_at, t.id)") || text.contains("FROM client_keys k"))
        .collect();
    assert_eq!(texts.len(), 3, "the timeline for one id and for three, and who is alike");
    for text in texts {
        let plan = match house.place.kind {
            Kind::Sqlite => raw.plan(&text).await.join("\n"),
            Kind::Postgres => {
                let null = |count: usize| vec!["NULL"; count].join(", ");
                let count = (1..=9).rev().find(|number| text.contains(&format!("${number}"))).unwrap();
                raw.run("DEALLOCATE ALL").await;
                raw.run("SET enable_seqscan = off").await;
                raw.run("SET plan_cache_mode = force_generic_plan").await;
                raw.run(&format!("PREPARE one AS {text}")).await;
                raw.texts(&format!("EXPLAIN EXECUTE one({})", null(count))).await.join("\n")
            }
        };
        // What is gathered is read as it comes; the tables it comes from are searched.
        let scanned: Vec<&str> =
            plan.lines().filter(|line| line.contains("SCAN") && !line.contains("SCAN t")).collect();
        assert!(scanned.is_empty() && !plan.contains("Seq Scan"), "{plan}");
    }
}

/// Where a glance down a list ends is found in the index of the list's order alone, however far it goes.
async fn the_end_of_a_glance_is_read_from_the_lists_index(house: House) {
    let mut raw = house.raw().await;
    let statements = infrastructure::sql::statements();
    let ends = |table: &str| {
        let texts = statements.iter().filter(|text| text.contains(" OFFSET ")).map(String::as_str);
        texts.filter(|text| text.contains(table)).map(str::to_owned).collect::<Vec<_>>()
    };
    let (clients, policies) = (ends("FROM clients c WHERE"), ends("FROM policies p WHERE"));
    assert!(clients.len() >= 6 && policies.len() >= 12, "{clients:?} {policies:?}");
    if let Raw::Sqlite(_) = &mut raw {
        for text in clients.iter().chain(&policies) {
            let plan = raw.plan(text).await.join("\n");
            assert!(
                plan.contains("SEARCH") && plan.contains("INDEX") && !plan.contains("TEMP B-TREE"),
                "{text}:\n{plan}"
            );
        }
    }
}

/// Finds the list's text, and reads in its plan that it uses the index.
async fn proven(house: &House, parts: &[&str], index: &str) {
    let mut raw = house.raw().await;
    fill(house, &mut raw).await;
    let statements = infrastructure::sql::statements();
    // How far a glance goes is read by the test of it.
    let mut texts = statements.iter().filter(|text| !text.contains(" OFFSET "));
    let text = texts.find(|text| parts.iter().all(|part| text.contains(part)));
    let text = text.unwrap_or_else(|| panic!("no statement holds {parts:?}"));
    match &mut raw {
        // Nobody counts SQLite's rows for it, so the plan must be right without the counts too.
        Raw::Sqlite(_) => {
            reads_only(index, &raw.plan(text).await.join("\n"));
            raw.run("ANALYZE").await;
            reads_only(index, &raw.plan(text).await.join("\n"));
        }
        Raw::Postgres(_) => {
            raw.run("ANALYZE").await;
            reads_only(index, &postgres_plan(house, &mut raw, text).await);
        }
    }
}

fn reads_only(index: &str, plan: &str) {
    assert!(plan.contains(index), "{index} is not used:\n{plan}");
    for bad in ["SCAN", "TEMP B-TREE", "Seq Scan", "Sort"] {
        assert!(!plan.contains(bad), "{bad}:\n{plan}");
    }
}

/// What the filters of the lists are set to.
const VALUES: [(&str, &str); 17] = [
    ("state = ", "'in_force'"),
    ("product_line = ", "'motor'"),
    ("tacit_renewal = ", "FALSE"),
    // A wide range: of a narrow one PostgreSQL rightly sorts the few rows.
    ("due_date >= ", "'2026-01-01'"),
    ("due_date < ", "'2028-01-01'"),
    ("d.kind = ", "'certificate'"),
    ("t.kind = ", "'letter'"),
    ("language = ", "'fr'"),
    ("format = ", "'pdf'"),
    ("role = ", "'USER'"),
    (" action = ", "'client.update'"),
    ("object_type = ", "'client'"),
    ("ip_address = ", "'198.51.100.1'"),
    ("created_at >= ", "100"),
    ("created_at < ", "3900"),
    ("occurred_at >= ", "100"),
    ("occurred_at < ", "3900"),
];

/// PostgreSQL plans for values, so each parameter gets one: the firm, the broker, today, the cursor, the limit.
async fn postgres_plan(house: &House, raw: &mut Raw, text: &str) -> String {
    let seed = raw.texts("SELECT company_id || ' ' || client_id FROM policies WHERE policy_number = 'SEED'").await;
    let (company, client) = seed.first().and_then(|seed| seed.split_once(' ')).expect("the seed");
    let mut values = Vec::new();
    let count = (1..=20).rev().find(|number| text.contains(&format!("${number}"))).unwrap();
    for number in 1..count {
        let parameter = format!("${number}");
        let before = text.split(&parameter).next().unwrap();
        let value = if before.ends_with("agency_id = ") {
            format!("'{}'", house.one.agency)
        } else if before.ends_with("_date <= ") {
            "'2026-11-23'".into()
        } else if before.ends_with("owner_id = ") || before.ends_with("user_id = ") {
            format!("'{}'", house.one.user.user_id().unwrap())
        } else if let Some((_, value)) = VALUES.iter().find(|(end, _)| before.ends_with(end)) {
            (*value).into()
        } else if before.ends_with("kind = ") {
            "'person'".into()
        } else if before.ends_with("company_id = ") {
            format!("'{company}'")
        } else if before.ends_with("client_id = ") {
            format!("'{client}'")
        } else if before.ends_with("_at <= ") || before.ends_with("_at > ") {
            "'2026-11-23T11:00:00'".into()
        } else if before.ends_with("> (") || before.ends_with("< (") {
            // In the middle of names, numbers and days alike.
            "'2'".into()
        } else {
            "'00000000-0000-0000-0000-000000000000'".into()
        };
        values.push(value);
    }
    values.push("51".into());
    raw.run("SET ROLE monassurance_app").await;
    raw.run(&format!("SELECT set_config('app.agency_id', '{}', false)", house.one.agency)).await;
    raw.run(&format!("PREPARE list AS {text}")).await;
    let plan = raw.texts(&format!("EXPLAIN EXECUTE list({})", values.join(", "))).await.join("\n");
    raw.run("DEALLOCATE list").await;
    plan
}

/// Clients and policies in plenty, written past the program.
async fn fill(house: &House, raw: &mut Raw) {
    let seed = house.quote(&house.one.user, "SEED").await;
    let (agency, owner) = (raw.id(house.one.agency.uuid()), raw.id(house.one.user.user_id().unwrap().uuid()));
    let other = raw.id(house.one.colleague.user_id().unwrap().uuid());
    let company = raw.id(seed.company_id.uuid());
    let (numbers, new_id) = match house.place.kind {
        Kind::Sqlite => (
            format!(
                "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS}) SELECT i FROM n)"
            ),
            "randomblob(16)",
        ),
        Kind::Postgres => (format!("generate_series(1, {ROWS})"), "gen_random_uuid()"),
    };
    raw.run(&format!(
        "INSERT INTO clients (agency_id, id, owner_id, kind, display_name, sort_name, search_text, version, created_at, updated_at) \
         SELECT {agency}, {new_id}, CASE WHEN g.i % 4 = 0 THEN {owner} ELSE {other} END, 'person', 'C' || g.i, g.i || ' c', 'c', 1, g.i, g.i FROM {numbers} AS g{alias}",
        alias = if house.place.kind == Kind::Postgres { "(i)" } else { "" },
    ))
    .await;
    raw.run(&format!(
        "INSERT INTO companies (agency_id, id, name, sort_name, code, search_text, version, created_at, updated_at) \
         SELECT agency_id, {new_id}, 'I', 'i', sort_name, 'i', 1, 0, 0 FROM clients WHERE created_at <= 300"
    ))
    .await;
    raw.run(&format!(
        "INSERT INTO policies (agency_id, id, client_id, company_id, policy_number, product_line, product_name, premium_minor, currency, effective_date, expiry_date, tacit_renewal, payment_frequency, search_text, current_version, version, created_at, updated_at, due_date) \
         SELECT c.agency_id, {new_id}, c.id, CASE WHEN c.created_at % 2 = 0 THEN {company} ELSE COALESCE((SELECT k.id FROM companies k WHERE k.agency_id = c.agency_id AND k.code = (c.created_at % 300 + 1) || ' c'), {company}) END, c.sort_name, 'motor', 'Auto', 1, 'EUR', '2026-01-01', '2027-' || CASE WHEN c.created_at % 2 = 0 THEN '01' ELSE '07' END || '-01', FALSE, 'annual', 'x', 1, 1, c.created_at, c.created_at, '2027-' || CASE WHEN c.created_at % 2 = 0 THEN '01' ELSE '07' END || '-01' FROM clients c WHERE c.created_at <= {ROWS}"
    ))
    .await;
    for (from, until, state) in [
        ("-009999-01-01T00:00:00", "2026-01-01T00:00:00", "quote"),
        ("2026-01-01T00:00:00", "2027-01-01T00:00:00", "in_force"),
        ("2027-01-01T00:00:00", "9999-12-31T23:59:59.999999999", "expired"),
    ] {
        raw.run(&format!(
            "INSERT INTO policy_states (agency_id, policy_id, from_at, until_at, state) SELECT agency_id, id, '{from}', '{until}', '{state}' FROM policies WHERE policy_number <> 'SEED'"
        ))
        .await;
    }
    raw.run(&format!(
        "INSERT INTO policy_facts (agency_id, policy_id, id, kind, effective_at, recorded_at, author_id) SELECT agency_id, id, {new_id}, 'quoted', '2026-01-01T00:00:00', 0, {owner} FROM policies WHERE policy_number <> 'SEED'"
    ))
    .await;
    for number in 1..4 {
        raw.run(&format!(
            "INSERT INTO policy_versions (agency_id, policy_id, number, effective_date, recorded_at, author_id, terms) SELECT agency_id, id, {number}, '2026-0{number}-01', 0, {owner}, '{{}}' FROM policies WHERE policy_number <> 'SEED'"
        ))
        .await;
    }
}

/// Documents, templates, users and events in plenty.
async fn fill_papers(house: &House, raw: &mut Raw) {
    house.certificate(&house.one.user, "PAPERS").await;
    let agency = raw.id(house.one.agency.uuid());
    let new_id = match house.place.kind {
        Kind::Sqlite => "randomblob(16)",
        Kind::Postgres => "gen_random_uuid()",
    };
    raw.run(&format!(
        "INSERT INTO documents (agency_id, id, number, kind, title, language, client_id, policy_id, template_id, template_version_id, format, status, checksum_sha256, size_bytes, mime_type, verification_code, author_id, snapshot, engine, file_key, version, created_at) \
         SELECT d.agency_id, {new_id}, c.sort_name, CASE WHEN c.created_at % 4 = 0 THEN 'certificate' ELSE 'letter' END, d.title, d.language, c.id, NULL, d.template_id, d.template_version_id, d.format, CASE WHEN c.created_at % 500 = 0 THEN 'revoked' ELSE 'issued' END, d.checksum_sha256, 1, d.mime_type, d.verification_code, d.author_id, d.snapshot, d.engine, d.file_key, 1, c.created_at \
         FROM clients c JOIN documents d ON d.agency_id = c.agency_id WHERE c.agency_id = {agency} AND c.created_at <= {ROWS}"
    ))
    .await;
    raw.run(&format!(
        "INSERT INTO templates (agency_id, id, name, sort_name, kind, format, language, version, created_at, updated_at) \
         SELECT agency_id, {new_id}, sort_name, sort_name, CASE WHEN created_at % 2 = 0 THEN 'letter' ELSE 'notice' END, 'pdf', 'fr', 1, created_at, created_at FROM clients WHERE agency_id = {agency} AND created_at <= 1000"
    ))
    .await;
    raw.run(&format!(
        "INSERT INTO users (agency_id, id, email, email_identity, full_name, sort_name, role, active, password_hash, version, created_at, updated_at, invited_at) \
         SELECT agency_id, {new_id}, sort_name, sort_name, sort_name, sort_name, 'USER', TRUE, '', 1, created_at, created_at, CASE WHEN created_at % 50 = 0 THEN 1 END FROM clients WHERE agency_id = {agency} AND created_at <= 1000"
    ))
    .await;
    let someone = raw.id(house.one.user.user_id().unwrap().uuid());
    raw.run(&format!(
        "INSERT INTO audit_events (agency_id, sequence, id, occurred_at, user_id, actor, action, object_type, object_id, object_label, changes, ip_address, request_id, door, hash) \
         SELECT agency_id, 1000000 + created_at, {new_id}, created_at, CASE WHEN created_at % 3 = 0 THEN {someone} END, 'A', CASE WHEN created_at % 3 = 0 THEN 'client.update' ELSE 'session.sign_in' END, CASE WHEN created_at % 3 = 0 THEN 'client' ELSE 'session' END, sort_name, '', '{{}}', CASE WHEN created_at % 5 = 0 THEN '198.51.100.1' ELSE '198.51.100.2' END, sort_name, 'web', '' FROM clients WHERE agency_id = {agency} AND created_at <= {ROWS}"
    ))
    .await;
}
