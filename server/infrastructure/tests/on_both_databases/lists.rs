//! Lists: each row once, whichever way one leafs; searched as people write; and no crafted cursor.

use domain::audit::AuditFilter;
use domain::client::ClientFilter;
use domain::document::DocumentFilter;
use domain::list::{ListFilter, Matching, Selection};
use domain::policy::{POLICY_LIST, PolicyFilter, PolicyInput, PolicyState};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::Code;
use domain::shared::{Address, ClientId, Currency, Money, PolicyId};
use domain::user::UserFilter;
use serde_json::json;
use services::Result;
use services::access::{Principal, ReadPolicies};
use services::ports::unit::Mode;

use crate::support::{House, field_refusal, organisation, page, person, policy, refusal, step};

on_each_database! {
    leafing_through_equal_rows_shows_each_once,
    every_sort_of_clients_runs_both_ways,
    every_sort_of_policies_runs_both_ways,
    a_search_ignores_accents_case_and_order,
    signs_of_the_pattern_language_are_letters_like_others,
    a_search_for_what_no_text_holds_finds_nothing,
    an_endless_search_is_answered,
    a_policy_is_found_by_number_plate_and_client,
    documents_users_and_companies_are_searched_too,
    a_page_holds_one_to_two_hundred_rows,
    a_cursor_that_we_did_not_write_is_refused,
    an_unknown_sort_is_refused,
    new_rows_do_not_shift_the_next_page,
    a_selection_is_walked_in_batches_and_stays_within_reach,
    policies_are_filtered_by_premium_tacit_renewal_and_age,
    clients_are_filtered_by_what_is_in_force,
}

async fn clients(house: &House, request: &PageRequest) -> Result<Page<String>> {
    let list = house.services.clients.list(&house.one.manager, request, &ClientFilter::default()).await?;
    list.try_map(|client| Ok(client.id.to_string()))
}

async fn policies(house: &House, request: &PageRequest) -> Result<Page<String>> {
    let list = house.services.policies.list(&house.one.manager, request, &PolicyFilter::default()).await?;
    list.try_map(|row| Ok(row.policy_number))
}

async fn found(house: &House, q: &str) -> Vec<String> {
    let request = PageRequest { q: Some(q.into()), ..page(50) };
    let list = house.services.clients.list(&house.one.manager, &request, &ClientFilter::default()).await.unwrap();
    list.items.into_iter().map(|client| client.display_name).collect()
}

/// Leafs to the end and back again; answers the rows seen forward, having compared them with those seen backward.
async fn leaf(read: impl AsyncFn(PageRequest) -> Page<String>, sort: Option<&str>, limit: u32) -> Vec<String> {
    let request = |cursor| PageRequest { sort: sort.map(Into::into), cursor, ..page(limit) };
    let mut pages = vec![read(request(None)).await];
    assert_eq!(pages[0].previous_cursor, None, "nothing comes before the first page");
    while let Some(cursor) = pages.last().unwrap().next_cursor.clone() {
        pages.push(read(request(Some(cursor))).await);
    }
    for place in (1..pages.len()).rev() {
        let back = read(request(pages[place].previous_cursor.clone())).await;
        assert_eq!(back.items, pages[place - 1].items, "page {place} leads back to the one before");
        assert_eq!(back.previous_cursor.is_some(), place > 1);
        let forth = read(request(back.next_cursor.clone())).await;
        assert_eq!(forth.items, pages[place].items, "and forth again");
    }
    pages.into_iter().flat_map(|page| page.items).collect()
}

async fn leafing_through_equal_rows_shows_each_once(house: House) {
    // The clock stands, so that every sort has equal values.
    for _ in 0..120 {
        house.client(&house.one.user, "Durand").await;
    }
    for sort in ["display_name", "-display_name", "created_at", "-created_at", "updated_at", "-updated_at"] {
        let mut rows = leaf(async |request| clients(&house, &request).await.unwrap(), Some(sort), 50).await;
        assert_eq!(rows.len(), 120, "{sort}");
        rows.sort();
        rows.dedup();
        assert_eq!(rows.len(), 120, "{sort}: each once");
    }
    let counted = clients(&house, &PageRequest { count: true, ..page(1) }).await.unwrap();
    assert_eq!(counted.total, Some(120));
}

async fn every_sort_of_clients_runs_both_ways(house: House) {
    let mut recorded: Vec<ClientId> = Vec::new();
    for (minute, name) in ["Zola", "émile", "Abel", "Ernst", "de Gaulle"].into_iter().enumerate() {
        house.clock.set(&format!("2026-11-23T10:0{minute}:00Z"));
        recorded.push(house.client(&house.one.user, name).await.id);
    }
    house.clock.set("2026-11-23T11:00:00Z");
    house.services.clients.update(&house.one.manager, recorded[0], None, &json!({ "notes": "x" })).await.unwrap();
    // By name: Abel, de Gaulle, émile, Ernst, Zola.
    for (sort, order) in
        [("display_name", [2, 4, 1, 3, 0]), ("created_at", [0, 1, 2, 3, 4]), ("updated_at", [1, 2, 3, 4, 0])]
    {
        let mut expected: Vec<String> = order.into_iter().map(|place| recorded[place].to_string()).collect();
        let rows = leaf(async |request| clients(&house, &request).await.unwrap(), Some(sort), 2).await;
        assert_eq!(rows, expected, "{sort}");
        expected.reverse();
        let sort = format!("-{sort}");
        let rows = leaf(async |request| clients(&house, &request).await.unwrap(), Some(&sort), 2).await;
        assert_eq!(rows, expected, "{sort}");
    }
}

async fn every_sort_of_policies_runs_both_ways(house: House) {
    let who = &house.one.user;
    let (client, company) = (house.client(who, "Durand").await.id, house.company("AXA").await.id);
    for (minute, (number, from, until)) in
        [("C", "2026-03-01", "2027-01-01"), ("A", "2026-02-01", "2027-03-01"), ("b", "2026-01-01", "2027-02-01")]
            .into_iter()
            .enumerate()
    {
        house.clock.set(&format!("2026-11-23T10:0{minute}:00Z"));
        let input = PolicyInput {
            effective_date: Some(from.into()),
            expiry_date: Some(until.into()),
            ..policy(client, company, number)
        };
        house.services.policies.create(who, input).await.unwrap();
    }
    for (sort, order) in [
        ("policy_number", ["A", "C", "b"]),
        ("effective_date", ["b", "A", "C"]),
        ("expiry_date", ["C", "b", "A"]),
        ("created_at", ["C", "A", "b"]),
        ("updated_at", ["C", "A", "b"]),
    ] {
        let mut expected: Vec<String> = order.map(Into::into).to_vec();
        assert_eq!(leaf(async |request| policies(&house, &request).await.unwrap(), Some(sort), 1).await, expected);
        expected.reverse();
        let sort = format!("-{sort}");
        assert_eq!(leaf(async |request| policies(&house, &request).await.unwrap(), Some(&sort), 1).await, expected);
    }
    assert_eq!(leaf(async |request| policies(&house, &request).await.unwrap(), None, 2).await, ["A", "C", "b"]);
}

async fn a_search_ignores_accents_case_and_order(house: House) {
    let mut input = person("Œuvray-D’Aubigné");
    input.email = Some("elodie@exemple.test".into());
    input.phone = Some("+33 6 12 34 56 78".into());
    input.address = Some(Address { city: Some("Évry".into()), ..Address::default() });
    house.services.clients.create(&house.one.user, input).await.unwrap();
    house.client(&house.one.user, "Autre").await;
    let expected = ["Élodie Œuvray-D’Aubigné"];
    for q in
        ["oeuvray", "ŒUVRAY", "D'AUBIGNE", "aubigné élodie", "evry", "33612345678", "exemple.test", "  OEUVRAY   evry "]
    {
        assert_eq!(found(&house, q).await, expected, "{q}");
    }
    assert!(found(&house, "oeuvray autre").await.is_empty());
    assert_eq!(found(&house, "   ").await.len(), 2);
}

async fn signs_of_the_pattern_language_are_letters_like_others(house: House) {
    for name in ["100% Auto", "A_B Conseil", "Dos\\Slash", "Tout Autre"] {
        house.services.clients.create(&house.one.user, organisation(name)).await.unwrap();
    }
    // Signs are no part of words: they neither stand for anything else nor find anything by themselves.
    assert_eq!(found(&house, "100%").await, ["100% Auto"]);
    assert_eq!(found(&house, "100 %").await, ["100% Auto"]);
    assert_eq!(found(&house, "a_b").await, ["A_B Conseil"]);
    assert_eq!(found(&house, "dos\\sl").await, ["Dos\\Slash"]);
    for nothing in ["%", "_", "\\", "*", "\"", "t%tre", "a__b c%l"] {
        assert!(found(&house, nothing).await.is_empty(), "{nothing}");
    }
    assert!(found(&house, "' OR '1'='1").await.is_empty());
    assert!(found(&house, "?").await.is_empty());
}

async fn a_search_for_what_no_text_holds_finds_nothing(house: House) {
    house.client(&house.one.user, "Durand").await;
    assert!(found(&house, "\0").await.is_empty());
    assert!(found(&house, "du\0rand").await.is_empty());
    let filter =
        AuditFilter { object_id: Some("\0".into()), action_contains: Some("\0".into()), ..AuditFilter::default() };
    let list = house.services.audit.list(&house.one.manager, &page(50), &filter).await.unwrap();
    assert!(list.items.is_empty());
}

async fn an_endless_search_is_answered(house: House) {
    house.client(&house.one.user, "Durand").await;
    assert_eq!(found(&house, &"durand ".repeat(20_000)).await, ["Élodie Durand"]);
    assert!(found(&house, &"x".repeat(100_000)).await.is_empty());
}

async fn a_policy_is_found_by_number_plate_and_client(house: House) {
    let who = &house.one.user;
    let client = house.client(who, "Éluard").await.id;
    let company = house.company("AXA").await.id;
    let risk = [("plate".to_owned(), json!("AB-123-CD"))];
    let input = PolicyInput { risk: Some(risk.into()), ..policy(client, company, "AX/77-9") };
    house.services.policies.create(who, input).await.unwrap();
    house.quote(who, "OTHER").await;
    for q in ["ax/77", "ab123cd", "AB-123", "eluard", "confort eluard"] {
        let request = PageRequest { q: Some(q.into()), count: true, ..page(50) };
        let list = policies(&house, &request).await.unwrap();
        assert_eq!((list.items, list.total), (vec!["AX/77-9".to_owned()], Some(1)), "{q}");
    }
}

async fn documents_users_and_companies_are_searched_too(house: House) {
    let (services, who) = (&house.services, &house.one.admin);
    let certificate = house.certificate(&house.one.user, "P-1").await;
    let search = |q: &str| PageRequest { q: Some(q.into()), ..page(50) };
    for q in ["att-2026-00001", "durand"] {
        let list = services.documents.list(who, &search(q), &DocumentFilter::default()).await.unwrap();
        assert_eq!(list.items.iter().map(|row| &row.document).collect::<Vec<_>>(), [&certificate], "{q}");
    }
    assert_eq!(services.users.list(who, &search("maude"), &UserFilter::default()).await.unwrap().items.len(), 1);
    assert_eq!(services.users.list(who, &search("@un.test"), &UserFilter::default()).await.unwrap().items.len(), 4);
    assert_eq!(services.companies.list(who, &search("mutuelle p-1")).await.unwrap().items.len(), 1);
    let letters = domain::template::TemplateFilter::default();
    assert_eq!(services.templates.list(who, &search("modele"), &letters).await.unwrap().items.len(), 1);
}

async fn a_page_holds_one_to_two_hundred_rows(house: House) {
    for limit in [0, 201, u32::MAX] {
        let answer = clients(&house, &page(limit)).await;
        assert_eq!(field_refusal(answer), ("/limit".into(), Code::OutOfRange), "{limit}");
    }
    for limit in [1, 200] {
        assert!(clients(&house, &page(limit)).await.is_ok(), "{limit}");
    }
    for _ in 0..51 {
        house.client(&house.one.user, "Durand").await;
    }
    assert_eq!(clients(&house, &PageRequest::default()).await.unwrap().items.len(), 50);
}

async fn a_cursor_that_we_did_not_write_is_refused(house: House) {
    for _ in 0..2 {
        house.client(&house.one.user, "Durand").await;
    }
    let by_name = clients(&house, &page(1)).await.unwrap().next_cursor.unwrap();
    let number = hex::encode(format!(">created_at\n{}\nnot a number", ClientId::from_uuid(house.one.agency.uuid())));
    let nul = hex::encode(format!(">display_name\n{}\n\0", house.one.agency));
    for (sort, cursor) in [
        ("display_name", "zz"),
        ("display_name", ""),
        ("display_name", "é"),
        ("display_name", &by_name[2..]),
        ("display_name", nul.as_str()),
        ("created_at", by_name.as_str()),
        ("created_at", number.as_str()),
    ] {
        let request = PageRequest { sort: Some(sort.into()), cursor: Some(cursor.into()), ..page(1) };
        assert_eq!(field_refusal(clients(&house, &request).await), ("/cursor".into(), Code::Unreadable), "{cursor}");
    }
}

async fn an_unknown_sort_is_refused(house: House) {
    for sort in ["iban", "-", "display_name; DROP TABLE clients", "--display_name"] {
        let request = PageRequest { sort: Some(sort.into()), ..page(1) };
        assert_eq!(refusal(clients(&house, &request).await), (422, Code::Invalid), "{sort}");
    }
}

async fn new_rows_do_not_shift_the_next_page(house: House) {
    for name in ["B", "D", "F"] {
        house.client(&house.one.user, name).await;
    }
    let first = clients(&house, &page(2)).await.unwrap();
    for name in ["A", "C"] {
        house.client(&house.one.user, name).await;
    }
    let request = PageRequest { cursor: first.next_cursor, ..page(2) };
    let second = clients(&house, &request).await.unwrap();
    assert_eq!(second.items.len(), 1, "only F comes after D");
}

async fn a_selection_is_walked_in_batches_and_stays_within_reach(house: House) {
    let who = &house.one.user;
    let (client, company) = (house.client(who, "Durand").await.id, house.company("AXA").await.id);
    let mut quotes = Vec::new();
    for number in ["A", "B", "C", "D", "E"] {
        quotes.push(house.quote_for(who, client, company, number).await.id);
    }
    house.services.policies.bind(who, quotes[0], None, step(None)).await.unwrap();
    let filter = PolicyFilter { state: Some(PolicyState::Quote), ..PolicyFilter::default() };
    let quoted = Selection::Matching(Matching { q: Some("confort durand".into()), filter });
    assert_eq!(walk(&house, who, &quoted).await, quotes[1..]);
    assert_eq!(walk(&house, who, &Selection::Ids(vec![quotes[3], quotes[0]])).await, [quotes[0], quotes[3]]);
    assert_eq!(walk(&house, who, &Selection::Ids(Vec::new())).await, []);
    // A colleague and another firm select nothing of it, however they name it.
    for stranger in [&house.one.colleague, &house.two.admin] {
        assert_eq!(walk(&house, stranger, &Selection::Ids(quotes.clone())).await, []);
        assert_eq!(walk(&house, stranger, &quoted).await, []);
    }
}

/// The ids of a selection, read two at a time.
async fn walk(house: &House, who: &Principal, selection: &Selection<PolicyId, PolicyFilter>) -> Vec<PolicyId> {
    let mut unit = house.ports.database.open(who, Mode::Read).await.unwrap();
    let permit = unit.permit::<ReadPolicies>().unwrap();
    let now = jiff::civil::datetime(2026, 11, 23, 11, 0, 0, 0);
    let mut ids: Vec<PolicyId> = Vec::new();
    loop {
        let batch = unit.policies().selected(&permit, selection, now, ids.last().copied(), 2).await.unwrap();
        assert!(batch.len() <= 2);
        if batch.is_empty() {
            break;
        }
        ids.extend(batch);
    }
    let count = unit.policies().count_selected(&permit, selection, now).await.unwrap();
    assert_eq!(usize::try_from(count).unwrap(), ids.len());
    ids
}

async fn policies_are_filtered_by_premium_tacit_renewal_and_age(house: House) {
    let who = &house.one.user;
    let (client, company) = (house.client(who, "Durand").await.id, house.company("AXA").await.id);
    for (number, amount, currency, tacit, day) in [
        ("A", 10_000, Currency::EUR, false, "2026-10-01"),
        ("B", 20_000, Currency::EUR, true, "2026-11-01"),
        ("C", 20_000, Currency::XOF, false, "2026-11-20"),
    ] {
        house.clock.set(&format!("{day}T10:00:00Z"));
        let premium = Some(Money { amount_minor: amount, currency });
        let input = PolicyInput { premium, tacit_renewal: Some(tacit), ..policy(client, company, number) };
        house.services.policies.create(who, input).await.unwrap();
    }
    for (query, expected) in [
        (vec![("currency", "EUR"), ("premium_min", "150")], vec!["B"]),
        (vec![("currency", "EUR"), ("premium_max", "100,00")], vec!["A"]),
        (vec![("currency", "XOF"), ("premium_min", "20000"), ("premium_max", "20000")], vec!["C"]),
        (vec![("currency", "EUR")], vec!["A", "B"]),
        (vec![("tacit_renewal", "true")], vec!["B"]),
        (vec![("tacit_renewal", "false")], vec!["A", "C"]),
        (vec![("created_before", "2026-11-01")], vec!["A"]),
    ] {
        let (read, errors) = POLICY_LIST.read(query.iter().copied());
        assert_eq!(errors, []);
        let filter = PolicyFilter::of(&read).unwrap();
        let list = house.services.policies.list(who, &PageRequest::default(), &filter).await.unwrap();
        let numbers: Vec<String> = list.items.into_iter().map(|row| row.policy_number).collect();
        assert_eq!(numbers, expected, "{query:?}");
    }
}

async fn clients_are_filtered_by_what_is_in_force(house: House) {
    let who = &house.one.user;
    let bound = house.bound(who, "P-1").await;
    let quoted = house.quote(who, "P-2").await;
    for (insured, expected) in [(true, bound.client_id), (false, quoted.client_id)] {
        let filter = ClientFilter { insured: Some(insured), ..ClientFilter::default() };
        let list = house.services.clients.list(who, &PageRequest::default(), &filter).await.unwrap();
        assert_eq!(list.items.iter().map(|client| client.id).collect::<Vec<_>>(), [expected]);
    }
    // Once the term is over, nobody is insured any more.
    house.clock.set("2027-01-02T10:00:00Z");
    let filter = ClientFilter { insured: Some(true), ..ClientFilter::default() };
    let list = house.services.clients.list(who, &PageRequest::default(), &filter).await.unwrap();
    assert_eq!(list.items, []);
}
