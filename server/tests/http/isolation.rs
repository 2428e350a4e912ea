//! Another firm's record does not exist, nor does a colleague's client for a USER: in paths, in bodies, in queries. The
//! walk over the API document makes sure that no address was forgotten.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::exports::sheet;
use crate::kit::{
    ADMIN, Answer, MANAGER, OTHER_ADMIN, OTHER_USER, SUPERADMIN, Site, USER, day, digits, id, on_each_database, person,
    policy,
};
use crate::openapi::{Operation, operations};
use jiff::ToSpan;

on_each_database! {
    no_path_reaches_another_firm,
    no_body_reaches_another_firm,
    no_query_reaches_another_firm,
    a_user_does_not_reach_his_colleagues_clients,
    the_platform_reads_no_firms_clients,
}

/// The records of one broker, by the first word of their address.
struct Records {
    ids: BTreeMap<&'static str, String>,
}

impl Records {
    async fn of(site: &Site, broker: &'static str, manager: &'static str) -> Self {
        let (client, bound) = site.bound(broker).await;
        let template = site.certificate_template(manager).await;
        let order = json!({ "template_id": template, "policy_id": bound["id"], "format": "html" });
        let document = site.make(broker, "/documents", &order).await;
        let colleague =
            json!({ "email": format!("lettre{}@demo.test", digits()), "full_name": "Zoé Lettre", "role": "USER" });
        let admin = if manager == MANAGER { ADMIN } else { OTHER_ADMIN };
        site.make(admin, "/users", &colleague).await;
        let letters = site.read(admin, "/admin/letters").await;
        let view = json!({ "list": "clients", "name": format!("Vue {}", digits()), "query": "kind=person" });
        let view = site.make(broker, "/views", &view).await;
        let party = json!({ "role": "payer", "name": "Payeuse d’essai" });
        let party = site.make(broker, &format!("/policies/{}/parties", id(&bound)), &party).await;
        let devices = site.read(broker, "/auth/devices").await;
        let attachment = crate::attachments::attached(site, broker, ("policy_id", &id(&bound))).await;
        let renewal = json!({ "policies": [bound["id"]] });
        let renewal = site.as_user(broker, "POST", "/renewal-runs").await.body(&renewal).send().await.expect(202);
        let run = json!({ "template_id": template, "policies": [bound["id"]] });
        let run = site.as_user(broker, "POST", "/document-runs").await.body(&run).send().await.expect(202);
        let ids = BTreeMap::from([
            ("clients", id(&client)),
            ("policies", id(&bound)),
            ("companies", site.insurer(broker).await),
            ("templates", template),
            ("documents", id(&document)),
            ("users", client["owner_id"].as_str().unwrap().to_owned()),
            ("facts", id(&site.read(broker, &format!("/policies/{}/facts", id(&bound))).await["items"][1])),
            ("parties", id(&party)),
            ("views", id(&view)),
            ("renewal-runs", id(&renewal)),
            ("attachments", attachment),
            ("document-runs", id(&run)),
            ("letters", id(&letters["items"][0])),
            ("auth", id(&devices["items"][0])),
        ]);
        Self { ids }
    }

    /// The id that the address of an operation asks for.
    fn id_for(&self, operation: &Operation) -> &str {
        let noun = operation.path.trim_start_matches("/admin").split('/').nth(1).unwrap_or_default();
        let id = self.ids.get(noun);
        id.unwrap_or_else(|| panic!("{operation}: no record of this kind here; add one to `Records`"))
    }
}

/// A body that would be right, were the record one's own.
fn body(operation: &Operation) -> Value {
    let today = day(0.days());
    match (operation.method.as_str(), operation.path.as_str()) {
        ("PUT", "/companies/{id}/mandates") => {
            json!({ "items": [{ "kind": "collect_premiums", "valid_from": today }] })
        }
        ("PUT", "/companies/{id}/products") => json!({ "items": [{ "name": "Auto", "product_line": "motor" }] }),
        ("POST", "/templates/{id}/versions") => json!({ "content": "<p>Bonjour</p>" }),
        ("POST", "/policies/{id}/endorsements") => json!({
            "effective_date": today, "reason": "x", "premium": { "amount_minor": 1, "currency": "EUR" },
        }),
        ("POST", "/policies/{id}/cancellation") => json!({ "effective_date": today, "reason": "x" }),
        _ => json!({}),
    }
}

async fn ask(site: &Site, operation: &Operation, email: &'static str, id: &str) -> Answer {
    let path = operation.path.replace("{id}", id).replace("{party}", id).replace("{mandate_id}", id);
    let path = path.replace("{link}", id).replace("{n}", "1");
    let ask = site.as_user(email, &operation.method, &path).await;
    if operation.has_body { ask.body(&body(operation)).send().await } else { ask.send().await }
}

/// Operations on one firm's record. What needs no session has no firm, and `/admin/agencies` is the platform's: `access` proves
/// that nobody else gets in there.
fn with_an_id() -> impl Iterator<Item = Operation> {
    let of_a_firm = |operation: &Operation| !operation.is_public && !operation.path.starts_with("/admin/agencies");
    operations().into_iter().filter(move |operation| operation.path.contains('{') && of_a_firm(operation))
}

async fn no_path_reaches_another_firm(site: &'static Site) {
    let records = Records::of(site, MANAGER, MANAGER).await;
    let mut asked = 0;
    for operation in with_an_id() {
        let id = records.id_for(&operation);
        let answer = ask(site, &operation, OTHER_ADMIN, id).await;
        let mut told = answer.problem(404, "not_found");
        // The refusal is that of an id which nobody has.
        let mut nobodys =
            ask(site, &operation, OTHER_ADMIN, "0193c0de-0000-7000-8000-00000000dead").await.any_problem(404);
        told["instance"] = Value::Null;
        nobodys["instance"] = Value::Null;
        assert_eq!(told, nobodys, "{operation}");
        asked += 1;
    }
    assert!(asked > 25, "the walk found only {asked} addresses with an id");
    // Nothing was changed by asking.
    for (noun, state) in [("policies", "in_force"), ("documents", "issued")] {
        let record = site.read(MANAGER, &format!("/{noun}/{}", records.ids[noun])).await;
        assert!(record["state"] == state || record["status"] == state, "{record}");
    }
}

async fn a_user_does_not_reach_his_colleagues_clients(site: &'static Site) {
    let records = Records::of(site, MANAGER, MANAGER).await;
    for operation in with_an_id() {
        let noun = operation.path.split('/').nth(1).unwrap_or_default();
        if matches!(noun, "clients" | "policies" | "documents" | "attachments") {
            // To make a policy void and to hand a client over is the managers' anyway, so a USER learns nothing from that answer.
            let managers = operation.path.ends_with("/void") || operation.path.ends_with("/hand-over");
            let status = if managers { 403 } else { 404 };
            ask(site, &operation, USER, records.id_for(&operation)).await.any_problem(status);
        }
    }
    let theirs = |name: &str| records.ids[name].clone();
    let own = site.make(USER, "/clients", &person()).await;
    let foreign = policy(&json!(theirs("clients")), &json!(theirs("companies")));
    refused(site, USER, "/policies", &foreign, "/client_id").await;
    let order = json!({ "template_id": theirs("templates"), "policy_id": theirs("policies") });
    refused(site, USER, "/documents", &order, "/policy_id").await;
    let order = json!({ "template_id": theirs("templates"), "client_id": theirs("clients") });
    refused(site, USER, "/documents", &order, "/client_id").await;
    for list in ["/policies", "/documents"] {
        let found = site.read(USER, &format!("{list}?client_id={}", theirs("clients"))).await;
        assert_eq!(found["items"], json!([]), "{list}");
    }
    let hand_over = site.as_user(USER, "PATCH", &format!("/clients/{}", id(&own))).await;
    hand_over.body(&json!({ "owner_id": theirs("users") })).send().await.problem(403, "forbidden");
    // The file behind a document is as far away as the document, and so is that of an attachment.
    for noun in ["documents", "attachments"] {
        let file = site.web("GET", &format!("/files/{noun}/{}", theirs(noun))).bearer(&site.token(USER).await);
        assert_eq!(file.send().await.status, 404, "{noun}");
    }
    for field in ["client_id", "policy_id"] {
        let record = theirs(if field == "client_id" { "clients" } else { "policies" });
        let answer = crate::attachments::attach(site, USER, &[(field, &record)], crate::attachments::PDF).await;
        assert_eq!(answer.faults(404), [(format!("/{field}"), "unknown_reference".to_owned())]);
    }
}

async fn the_platform_reads_no_firms_clients(site: &'static Site) {
    let records = Records::of(site, MANAGER, MANAGER).await;
    for noun in ["clients", "policies", "documents", "companies", "templates", "users"] {
        for path in [format!("/{noun}"), format!("/{noun}/{}", records.ids[noun])] {
            site.as_user(SUPERADMIN, "GET", &path).await.send().await.problem(403, "forbidden");
        }
    }
    site.as_user(SUPERADMIN, "GET", "/audit-events").await.send().await.problem(403, "forbidden");
}

/// Every field of every body that names a record, with a body in which that field is another firm's.
fn cases(own: &Records, theirs: &Records) -> Vec<(&'static str, &'static str, String, Value)> {
    let (a, b) = (&own.ids, &theirs.ids);
    let mut cases = Vec::new();
    let mut policy_of = |client: &str, company: &str, field| {
        cases.push(("POST /policies", field, "/policies".to_owned(), policy(&json!(client), &json!(company))));
    };
    policy_of(&b["clients"], &a["companies"], "client_id");
    policy_of(&a["clients"], &b["companies"], "company_id");
    let mut client = person();
    client["owner_id"] = json!(b["users"]);
    cases.push(("POST /clients", "owner_id", "/clients".to_owned(), client));
    cases.push((
        "PATCH /clients/{id}",
        "owner_id",
        format!("/clients/{}", a["clients"]),
        json!({ "owner_id": b["users"] }),
    ));
    cases.push((
        "POST /clients/{id}/hand-over",
        "owner_id",
        format!("/clients/{}/hand-over", a["clients"]),
        json!({ "owner_id": b["users"] }),
    ));
    cases.push((
        "POST /clients/hand-over",
        "owner_id",
        "/clients/hand-over".to_owned(),
        json!({ "owner_id": b["users"], "clients": [a["clients"]] }),
    ));
    cases.push((
        "POST /clients/{id}/merge",
        "into",
        format!("/clients/{}/merge", a["clients"]),
        json!({ "into": b["clients"] }),
    ));
    for (field, record) in [("client_id", "clients"), ("company_id", "companies")] {
        cases.push(("PATCH /policies/{id}", field, format!("/policies/{}", a["quote"]), json!({ field: b[record] })));
    }
    cases.push((
        "POST /policies/{id}/withdrawals",
        "fact_id",
        format!("/policies/{}/withdrawals", a["policies"]),
        json!({ "fact_id": b["facts"], "reason": "x" }),
    ));
    let own_policy = format!("/policies/{}/parties", a["policies"]);
    let foreign = json!({ "role": "payer", "client_id": b["clients"] });
    cases.push(("POST /policies/{id}/parties", "client_id", own_policy.clone(), foreign));
    let one = format!("{own_policy}/{}", a["parties"]);
    let foreign = json!({ "name": null, "client_id": b["clients"] });
    cases.push(("PATCH /policies/{id}/parties/{party}", "client_id", one, foreign));
    let order = |template: &str, field: &str, value: &str| json!({ "template_id": template, field: value });
    for (field, body) in [
        ("template_id", order(&b["templates"], "policy_id", &a["policies"])),
        ("policy_id", order(&a["templates"], "policy_id", &b["policies"])),
        ("client_id", order(&a["templates"], "client_id", &b["clients"])),
        ("company_id", order(&a["templates"], "company_id", &b["companies"])),
    ] {
        cases.push(("POST /documents", field, "/documents".to_owned(), body));
    }
    let run = json!({ "template_id": b["templates"], "policies": [a["policies"]] });
    cases.push(("POST /document-runs", "template_id", "/document-runs".to_owned(), run));
    let foreign = json!({ "name": "Modèle", "kind": "letter", "company_id": b["companies"] });
    cases.push(("POST /templates", "company_id", "/templates".to_owned(), foreign.clone()));
    cases.push(("PATCH /templates/{id}", "company_id", format!("/templates/{}", a["templates"]), foreign));
    cases
}

async fn no_body_reaches_another_firm(site: &'static Site) {
    let theirs = Records::of(site, MANAGER, MANAGER).await;
    let mut own = Records::of(site, OTHER_ADMIN, OTHER_ADMIN).await;
    let client = json!(own.ids["clients"]);
    let quote = site.make(OTHER_ADMIN, "/policies", &policy(&client, &json!(own.ids["companies"]))).await;
    own.ids.insert("quote", id(&quote));
    let cases = cases(&own, &theirs);
    for operation in operations() {
        for field in operation.id_fields() {
            let known = cases.iter().any(|(name, known, ..)| *name == operation.to_string() && *known == field);
            assert!(known, "{operation} takes {field}: add a case to `cases`");
        }
    }
    let before = site.count(OTHER_ADMIN, "/policies").await;
    for (operation, field, path, body) in &cases {
        let method = operation.split(' ').next().unwrap();
        let answer = site.as_user(OTHER_ADMIN, method, path).await.body(body).send().await;
        assert_eq!(answer.faults(404), [(format!("/{field}"), "unknown_reference".to_owned())], "{operation}");
        // Nobody's id gets the same answer.
        let text = body.to_string().replace(body[*field].as_str().unwrap(), "0193c0de-0000-7000-8000-00000000dead");
        let nobodys = site.as_user(OTHER_ADMIN, method, path).await.raw("application/json", text).send().await;
        assert_eq!(nobodys.faults(404), answer.faults(404), "{operation} {field}");
    }
    assert_eq!(site.count(OTHER_ADMIN, "/policies").await, before);
    // A body in parts is no JSON, so the walk over the API document does not see its fields.
    for (field, noun) in [("client_id", "clients"), ("policy_id", "policies")] {
        for record in [theirs.ids[noun].as_str(), "0193c0de-0000-7000-8000-00000000dead"] {
            let answer =
                crate::attachments::attach(site, OTHER_ADMIN, &[(field, record)], crate::attachments::PDF).await;
            assert_eq!(answer.faults(404), [(format!("/{field}"), "unknown_reference".to_owned())]);
        }
        let there = site.read(MANAGER, &format!("/{noun}/{}/attachments", theirs.ids[noun])).await;
        let expected = usize::from(noun == "policies");
        assert_eq!(there["items"].as_array().unwrap().len(), expected, "{there}");
    }
}

async fn no_query_reaches_another_firm(site: &'static Site) {
    let theirs = Records::of(site, MANAGER, MANAGER).await;
    let own = Records::of(site, OTHER_ADMIN, OTHER_ADMIN).await;
    let id_of = BTreeMap::from([
        ("owner_id", "users"),
        ("client_id", "clients"),
        ("company_id", "companies"),
        ("policy_id", "policies"),
        ("user_id", "users"),
        ("object_id", "clients"),
    ]);
    for operation in operations().iter().filter(|operation| operation.method == "GET") {
        for name in operation.queries.iter().filter(|name| name.ends_with("_id") && *name != "request_id") {
            let record =
                id_of.get(name.as_str()).unwrap_or_else(|| panic!("{operation} takes {name}: add it to the test"));
            let path = format!("{}?count=true&{name}={}", operation.path, theirs.ids[record]);
            // What is asked about one's own record finds no other firm's beside it.
            if operation.path.contains("{id}") {
                let own = own.id_for(operation);
                let path = path.replace("{id}", own).replace("{n}", "1").replace("count=true&", "");
                site.as_user(OTHER_ADMIN, "GET", &path).await.send().await.any_problem(404);
                let alone = path.split('?').next().unwrap_or_default();
                assert_eq!(site.as_user(OTHER_ADMIN, "GET", alone).await.send().await.status, 200, "{operation}");
                continue;
            }
            // A file has its heads and no row.
            let format = operation.path.split_once('.').map(|(_, format)| format);
            if format == Some("csv") {
                let file = site.as_user(OTHER_ADMIN, "GET", &path).await.send().await;
                assert_eq!((file.status, file.text().lines().count()), (200, 1), "{operation} {name}");
                continue;
            }
            if format == Some("xlsx") {
                let file = site.as_user(OTHER_ADMIN, "GET", &path).await.send().await;
                assert_eq!((file.status, sheet(&file).len()), (200, 1), "{operation} {name}");
                continue;
            }
            let list = site.read(OTHER_ADMIN, &path).await;
            assert_eq!((&list["items"], &list["total"]), (&json!([]), &json!(0)), "{operation} {name}");
        }
    }
    // A search by what is written in another firm's records finds nothing.
    let mut body = person();
    body["last_name"] = json!(format!("Introuvable {}", digits()));
    site.make(MANAGER, "/clients", &body).await;
    let found = site.read(OTHER_USER, "/clients?q=introuvable").await;
    assert_eq!(found["items"], json!([]));
    // Nor does a cursor carry one firm's place into another's rows.
    let page = site.read(ADMIN, "/clients?limit=2").await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let list = site.read(OTHER_ADMIN, &format!("/clients?limit=200&cursor={cursor}")).await;
    let firm = site.read(OTHER_ADMIN, "/auth/me").await["agency_id"].clone();
    assert!(list["items"].as_array().unwrap().iter().all(|row| row["agency_id"] == firm));
}

async fn refused(site: &Site, email: &'static str, path: &str, body: &Value, pointer: &str) {
    let answer = site.as_user(email, "POST", path).await.body(body).send().await;
    assert_eq!(answer.faults(404), [(pointer.to_owned(), "unknown_reference".to_owned())], "{answer:?}");
}
