//! The search: what a broker remembers finds the record, his own only, as it is now.

use domain::client::ClientFilter;
use domain::document::DocumentFilter;
use domain::policy::{PolicyFilter, PolicyInput};
use domain::search::SearchView;
use domain::shared::page::{COUNT_MAX, PageRequest};
use serde_json::json;
use services::access::Principal;

use crate::support::{House, Kind, Raw, organisation, page, person, policy};

on_each_database! {
    a_record_is_found_by_what_one_remembers,
    what_stands_on_screen_is_marked_and_told_by_kind,
    a_change_is_found_in_the_moment_it_is_made,
    a_client_put_away_is_found_no_more,
    a_broker_finds_his_own_and_a_firm_its_own,
    a_client_handed_over_is_found_by_the_next_broker,
    a_search_of_many_shows_some_and_a_list_shows_all,
    many_that_stand_together_far_down_a_list_are_shown_in_order,
    hostile_searches_find_nothing_and_break_nothing,
    a_search_that_was_rolled_back_left_nothing,
    the_search_reads_its_index,
    what_was_stored_before_is_found_by_the_words_of_its_entry,
}

async fn search(house: &House, who: &Principal, q: &str) -> SearchView {
    house.services.search.find(who, q, Some(10)).await.unwrap()
}

/// The titles found, each after its kind.
async fn found(house: &House, who: &Principal, q: &str) -> Vec<String> {
    let view = search(house, who, q).await;
    let of = |group: &domain::search::SearchGroup| {
        let kind = group.kind.code();
        group.hits.iter().map(move |hit| format!("{kind} {}", hit.title.plain())).collect::<Vec<_>>()
    };
    view.groups.iter().flat_map(of).collect()
}

async fn portfolio(house: &House) {
    let who = &house.one.manager;
    let mut input = person("N’Guessan-Œuvray");
    input.email = Some("elodie.oeuvray@exemple.test".into());
    input.phone = Some("+33 6 12 34 56 78".into());
    let client = house.services.clients.create(who, input).await.unwrap().id;
    let mut firm = organisation("Société Générale d’Essai");
    firm.tax_id = Some("732 829 320".into());
    house.services.clients.create(who, firm).await.unwrap();
    let company = house.company("AXA").await.id;
    let risk = [("plate".to_owned(), json!("AB-123-CD")), ("model".to_owned(), json!("Clio"))];
    let input = PolicyInput { risk: Some(risk.into_iter().collect()), ..policy(client, company, "MOT-2026-00417") };
    house.services.policies.create(who, input).await.unwrap();
}

async fn a_record_is_found_by_what_one_remembers(house: House) {
    portfolio(&house).await;
    let who = &house.one.manager;
    let (client, policy) = ("client Élodie N’Guessan-Œuvray", "policy MOT-2026-00417");
    let both = vec![client, policy];
    for (q, expected) in [
        ("guess", both.clone()),
        ("NGUESSAN ÉLODIE", both.clone()),
        ("œuv elo", both.clone()),
        ("el", both.clone()),
        ("elodie.oeuvray@exemple.test", both.clone()),
        ("oeuvray@ex", both.clone()),
        ("06 12 34 56 78", both.clone()),
        ("0612.34.56.78", both.clone()),
        ("+33612345678", both.clone()),
        ("34 56 78", both.clone()),
        ("MOT-2026-00417", vec![policy]),
        ("mot 00417", vec![policy]),
        ("00417", vec![policy]),
        ("AB-123-CD", vec![policy]),
        ("ab123cd", vec![policy]),
        ("ab 123 cd", vec![policy]),
        ("clio guessan", vec![policy]),
        ("732829320", vec!["client Société Générale d’Essai"]),
        ("732 829 320", vec!["client Société Générale d’Essai"]),
        ("generale", vec!["client Société Générale d’Essai"]),
        ("axa", vec!["company AXA"]),
        ("lodie martin", vec![]),
        ("od", vec![]),
    ] {
        let mut found = found(&house, who, q).await;
        // The name of the made-up company is not this test's affair.
        for title in &mut found {
            if title.starts_with("company ") {
                "company AXA".clone_into(title);
            }
        }
        assert_eq!(found, expected, "{q:?}");
    }
}

async fn what_stands_on_screen_is_marked_and_told_by_kind(house: House) {
    portfolio(&house).await;
    let view = search(&house, &house.one.manager, "123-cd").await;
    assert_eq!(view.groups.len(), 1);
    let hit = &view.groups[0].hits[0];
    assert_eq!(hit.state, Some(domain::policy::PolicyState::Quote));
    assert!(!hit.title.is_found());
    // Why it was found comes first, in parts of the stored text.
    let parts: Vec<(&str, bool)> = hit.details[0].0.iter().map(|part| (part.text.as_str(), part.found)).collect();
    assert_eq!(parts, [("AB-", false), ("123-CD", true)]);
    let text = serde_json::to_value(&view).unwrap();
    assert_eq!(text["groups"][0]["kind"], "policy");
    assert_eq!(text["groups"][0]["hits"][0]["details"][0][1], json!({ "text": "123-CD", "found": true }));
}

async fn a_change_is_found_in_the_moment_it_is_made(house: House) {
    let who = &house.one.manager;
    let quote = house.quote(who, "P-1").await;
    assert_eq!(found(&house, who, "durand").await.len(), 2, "the client and his policy");
    let renamed = json!({ "last_name": "Zimmermann" });
    house.services.clients.update(who, quote.client_id, None, &renamed).await.unwrap();
    assert!(found(&house, who, "durand").await.is_empty());
    assert_eq!(found(&house, who, "zimmer").await, ["client Élodie Zimmermann", "policy P-1"]);
    let patch = json!({ "policy_number": "NEU-77" });
    house.services.policies.update(who, quote.id, None, &patch).await.unwrap();
    assert_eq!(found(&house, who, "neu77 zimmer").await, ["policy NEU-77"]);
    let other = house.client(who, "Autremont").await.id;
    let patch = json!({ "client_id": other.to_string() });
    house.services.policies.update(who, quote.id, None, &patch).await.unwrap();
    assert_eq!(found(&house, who, "neu77 autremont").await, ["policy NEU-77"]);
    assert!(found(&house, who, "neu77 zimmer").await.is_empty());
}

async fn a_client_put_away_is_found_no_more(house: House) {
    let who = &house.one.manager;
    let client = house.client(who, "Durand").await;
    assert_eq!(found(&house, who, "durand").await.len(), 1);
    house.services.clients.archive(who, client.id, None).await.unwrap();
    assert!(found(&house, who, "durand").await.is_empty());
    let list = PageRequest { q: Some("durand".into()), ..page(50) };
    assert!(house.services.clients.list(who, &list, &ClientFilter::default()).await.unwrap().items.is_empty());
    let mut raw = house.raw().await;
    assert_eq!(raw.number("SELECT COUNT(*) FROM search_entries").await, 0);
}

async fn a_broker_finds_his_own_and_a_firm_its_own(house: House) {
    house.client(&house.one.user, "Durand-Un").await;
    house.client(&house.one.colleague, "Durand-Deux").await;
    house.client(&house.two.user, "Durand-Trois").await;
    let of = async |who: &Principal| found(&house, who, "durand").await;
    assert_eq!(of(&house.one.user).await, ["client Élodie Durand-Un"]);
    assert_eq!(of(&house.one.colleague).await, ["client Élodie Durand-Deux"]);
    assert_eq!(of(&house.one.manager).await, ["client Élodie Durand-Deux", "client Élodie Durand-Un"]);
    assert_eq!(of(&house.two.user).await, ["client Élodie Durand-Trois"]);
    let list = PageRequest { q: Some("durand".into()), ..page(50) };
    let rows = house.services.clients.list(&house.one.user, &list, &ClientFilter::default()).await.unwrap().items;
    assert_eq!(rows.len(), 1);
}

async fn a_client_handed_over_is_found_by_the_next_broker(house: House) {
    let quote = house.quote(&house.one.user, "P-1").await;
    let next = house.one.colleague.user_id().unwrap();
    let patch = json!({ "owner_id": next.to_string() });
    house.services.clients.update(&house.one.manager, quote.client_id, None, &patch).await.unwrap();
    assert!(found(&house, &house.one.user, "durand").await.is_empty());
    assert_eq!(found(&house, &house.one.colleague, "durand").await, ["client Élodie Durand", "policy P-1"]);
}

/// Stores so many clients `M10001`, `M10002` …, found by these words, which may depend on their number `g.i`.
async fn many_clients(raw: &mut Raw, kind: Kind, agency: &str, owner: &str, count: u32, words: &str) {
    let (numbers, new_id) = match kind {
        Kind::Sqlite => (
            format!(
                "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n) AS g"
            ),
            "randomblob(16)",
        ),
        Kind::Postgres => (format!("generate_series(1, {count}) AS g(i)"), "gen_random_uuid()"),
    };
    raw.run(&format!(
        "INSERT INTO clients (agency_id, id, owner_id, kind, display_name, sort_name, search_text, version, created_at, updated_at) \
         SELECT {agency}, {new_id}, {owner}, 'person', 'M' || (10000 + g.i), 'm' || (10000 + g.i), {words} || ' m' || (10000 + g.i), 1, g.i, g.i FROM {numbers}"
    ))
    .await;
}

/// Leafs through the clients that a search finds, from the first page to the last.
async fn leafed(house: &House, who: &Principal, q: &str, sort: &str) -> Vec<String> {
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let request = PageRequest { q: Some(q.into()), sort: Some(sort.into()), cursor, ..page(200) };
        let list = house.services.clients.list(who, &request, &ClientFilter::default()).await.unwrap();
        seen.extend(list.items.into_iter().map(|client| client.display_name));
        cursor = list.next_cursor;
        if cursor.is_none() {
            return seen;
        }
    }
}

/// A frequent word may stand in no record near the beginning of a list: the list's own way would be long.
async fn many_that_stand_together_far_down_a_list_are_shown_in_order(house: House) {
    let who = &house.one.manager;
    let mut raw = house.raw().await;
    let client = house.client(who, "Aude").await;
    let (agency, owner) = (raw.id(house.one.agency.uuid()), raw.id(client.owner_id.uuid()));
    let words = "CASE WHEN g.i > 20500 AND g.i % 50 <> 0 THEN 'martin' ELSE 'durand' END";
    many_clients(&mut raw, house.place.kind, &agency, &owner, 23_000, words).await;
    let there: Vec<String> = (20_501..=23_000).filter(|i| i % 50 != 0).map(|i| format!("M{}", 10_000 + i)).collect();
    let seen = leafed(&house, who, "martin", "display_name").await;
    assert_eq!((seen.len(), seen == there), (there.len(), true));
    let mut back = leafed(&house, who, "martin", "-display_name").await;
    back.reverse();
    assert!(back == there, "the same from the other end");
    // The way back from the second page leads to the first one.
    let request = |cursor| PageRequest { q: Some("martin".into()), cursor, ..page(50) };
    let list =
        async |cursor| house.services.clients.list(who, &request(cursor), &ClientFilter::default()).await.unwrap();
    let first = list(None).await;
    let second = list(first.next_cursor.clone()).await;
    assert_eq!(list(second.previous_cursor).await.items, first.items);
}

async fn a_search_of_many_shows_some_and_a_list_shows_all(house: House) {
    let who = &house.one.manager;
    let mut raw = house.raw().await;
    let client = house.client(who, "Martin").await;
    let (agency, owner) = (raw.id(house.one.agency.uuid()), raw.id(client.owner_id.uuid()));
    let words = "CASE WHEN g.i % 1000 = 0 THEN 'rare martin' ELSE 'martin' END";
    many_clients(&mut raw, house.place.kind, &agency, &owner, 2_600, words).await;
    let view = search(&house, who, "martin").await;
    assert_eq!((view.groups[0].hits.len(), view.groups[0].more), (10, true));
    let list = async |q: &str, count_max| {
        let request = PageRequest { q: Some(q.into()), count: true, count_max, ..page(200) };
        let list = house.services.clients.list(who, &request, &ClientFilter::default()).await.unwrap();
        (list.items.len(), list.total, list.more_than_total)
    };
    assert_eq!(list("rare martin", None).await, (2, Some(2), false));
    assert_eq!(list("martin", None).await, (200, Some(2601), false));
    assert_eq!(list("martin", Some(COUNT_MAX)).await, (200, Some(2000), true));
    assert_eq!(list("", Some(100)).await, (200, Some(100), true));
    assert_eq!(list("", Some(COUNT_MAX)).await, (200, Some(2601), false));
    // Leafing through the many shows each once, in order.
    let mut seen = leafed(&house, who, "martin", "display_name").await;
    assert!(seen.is_sorted(), "{seen:?}");
    seen.dedup();
    assert_eq!(seen.len(), 2601);
}

async fn hostile_searches_find_nothing_and_break_nothing(house: House) {
    let who = &house.one.manager;
    let quote = house.quote(who, "P-1").await;
    let long = "x".repeat(100_000);
    for q in [
        "\"",
        "'",
        "*",
        "\0",
        "dur\0and",
        "NEAR(a b)",
        "text:durand",
        "-durand*",
        "^dur",
        "durand\" OR \"x",
        "{a b} : c",
        "%%%",
        "___",
        "\\",
        "$1",
        "'; DROP TABLE clients; --",
        "\u{202e}",
        "🦀🦀🦀",
        &long,
        "dur% and",
        "ﷺ",
    ] {
        let view = search(&house, who, q).await;
        assert!(view.groups.iter().all(|group| group.hits.len() <= 10), "{q:?}");
        for list in [q.to_owned(), format!("{q} durand")] {
            let request = PageRequest { q: Some(list), count: true, ..page(50) };
            house.services.clients.list(who, &request, &ClientFilter::default()).await.unwrap();
            house.services.policies.list(who, &request, &PolicyFilter::default()).await.unwrap();
            house.services.documents.list(who, &request, &DocumentFilter::default()).await.unwrap();
            house.services.companies.list(who, &request).await.unwrap();
        }
    }
    assert_eq!(found(&house, who, "-durand*").await, ["client Élodie Durand", "policy P-1"], "signs are left out");
    let many = (0..40).map(|word| format!("mot{word}")).collect::<Vec<_>>().join(" ");
    assert!(found(&house, who, &many).await.is_empty());
    assert_eq!(house.services.policies.versions(who, quote.id).await.unwrap().len(), 1);
}

async fn a_search_that_was_rolled_back_left_nothing(house: House) {
    let who = &house.one.manager;
    let quote = house.quote(who, "P-1").await;
    let before = entries(&mut house.raw().await).await;
    let input = policy(quote.client_id, quote.company_id, "P-1");
    house.services.policies.create(who, input).await.expect_err("the number is taken");
    assert_eq!(entries(&mut house.raw().await).await, before);
}

async fn entries(raw: &mut Raw) -> Vec<String> {
    raw.texts("SELECT kind || text FROM search_entries ORDER BY kind, text").await
}

async fn the_search_reads_its_index(house: House) {
    house.quote(&house.one.user, "P-1").await;
    let mut raw = house.raw().await;
    let (sqlite, postgres) = infrastructure::sql::search_texts();
    let agency = raw.id(house.one.agency.uuid());
    let plan = match house.place.kind {
        Kind::Sqlite => {
            let mut plan = raw.plan(&sqlite[0]).await;
            plan.extend(raw.plan(&sqlite[1]).await);
            plan.retain(|line| !line.contains("VIRTUAL TABLE INDEX"));
            plan.join("\n")
        }
        Kind::Postgres => {
            let (owner, number) =
                (raw.id(house.one.user.user_id().unwrap().uuid()), "generate_series(1, 20000) AS g(i)");
            raw.run(&format!(
                "INSERT INTO search_entries SELECT {agency}, 'policy', gen_random_uuid(), {owner}, ' p' || g.i || ' ' || md5(g.i::text) FROM {number}"
            ))
            .await;
            raw.run("ANALYZE search_entries").await;
            raw.run("SET ROLE monassurance_app").await;
            raw.run(&format!(
                "SELECT set_config('app.agency_id', '{}', false), set_config('app.word_1', '%p1999%', false)",
                house.one.agency
            ))
            .await;
            raw.run(&format!("PREPARE search AS {postgres}")).await;
            let plan = raw.texts(&format!("EXPLAIN EXECUTE search({agency}, NULL, 20)")).await.join("\n");
            assert!(plan.contains("search_entries_of_policies"), "{plan}");
            plan
        }
    };
    for bad in ["SCAN", "TEMP B-TREE", "Seq Scan"] {
        assert!(!plan.contains(bad), "{bad}:\n{plan}");
    }
    assert!(plan.contains("search_entries"), "{plan}");
}

/// The entry of each record is the one that its row says, whichever way it came there.
async fn what_was_stored_before_is_found_by_the_words_of_its_entry(house: House) {
    portfolio(&house).await;
    house.client(&house.two.user, "Martin").await;
    let mut raw = house.raw().await;
    let wrong = "SELECT COUNT(*) FROM policies p JOIN clients h ON h.agency_id = p.agency_id AND h.id = p.client_id \
                 LEFT JOIN search_entries e ON e.agency_id = p.agency_id AND e.kind = 'policy' AND e.record_id = p.id \
                 AND e.owner_id = h.owner_id AND e.text = ' ' || p.search_text || ' ' || h.search_text WHERE e.kind IS NULL";
    assert_eq!(raw.number(wrong).await, 0);
    let wrong = "SELECT COUNT(*) FROM clients h LEFT JOIN search_entries e ON e.agency_id = h.agency_id AND e.kind = 'client' \
                 AND e.record_id = h.id AND e.owner_id = h.owner_id AND e.text = ' ' || h.search_text WHERE e.kind IS NULL";
    assert_eq!(raw.number(wrong).await, 0);
    assert_eq!(raw.number("SELECT COUNT(*) FROM search_entries").await, 4);
    if house.place.kind == Kind::Sqlite {
        // Two kinds in one firm, one in the other: three blocks of numbers.
        assert_eq!(raw.number("SELECT COUNT(DISTINCT number >> 32) FROM search_entries").await, 3);
    }
}
