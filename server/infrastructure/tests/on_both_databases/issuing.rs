//! What a document must carry, who may issue it, what takes its place, and that it can be made again byte for byte.

use domain::document::{DocumentFilter, DocumentInput, DocumentStatus, DocumentView, RevocationInput};
use domain::policy::{CancellationInput, PolicyView};
use domain::shared::TemplateId;
use domain::shared::problem::Code;
use serde_json::{Value, json};
use services::Result;
use services::access::Principal;
use services::documents::Shown;

use crate::support::{FORBIDDEN, House, NOT_FOUND, context, field_refusal, mandate, page, refusal, step};

on_each_database! {
    all_that_is_missing_is_told_at_once,
    a_name_that_neither_usage_nor_template_knows_is_refused,
    the_books_fill_in_what_they_know,
    money_is_asked_for_with_a_mandate_to_collect_only,
    a_formal_notice_is_for_a_manager,
    a_quote_is_for_a_policy_that_is_not_bound_yet,
    a_bordereau_is_about_a_company,
    a_template_of_another_kind_loses_its_use,
    a_document_takes_the_place_of_one_of_its_own_kind,
    a_document_is_taken_back_for_a_reason,
    a_document_is_made_again_from_what_is_kept,
    what_was_altered_since_is_told,
}

async fn order(house: &House, who: &Principal, template: TemplateId, more: Value) -> Result<DocumentView> {
    let mut input: DocumentInput = serde_json::from_value(more).unwrap();
    input.template_id = Some(template.to_string());
    house.services.documents.issue(who, input).await
}

async fn collecting(house: &House, number: &str) -> PolicyView {
    let policy = house.bound(&house.one.user, number).await;
    let given = vec![mandate("issue_certificates"), mandate("collect_premiums")];
    house.services.companies.set_mandates(&house.one.manager, policy.company_id, None, given).await.unwrap();
    policy
}

async fn all_that_is_missing_is_told_at_once(house: House) {
    let policy = collecting(&house, "P-1").await;
    let mut raw = house.raw().await;
    raw.run("UPDATE agencies SET registration = NULL").await;
    raw.run("UPDATE clients SET address = NULL").await;
    let reminder = house.template_for("reminder", "<p>x</p>").await;
    let about = json!({ "policy_id": policy.id });
    let problem = order(&house, &house.one.user, reminder.id, about).await.unwrap_err().problem();
    assert_eq!((problem.status, problem.code), (422, Code::MentionsMissing));
    let told: Vec<(&str, Code)> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
    let expected = [
        ("/data/due_on", Code::Required),
        ("/data/amount_due", Code::Required),
        ("/agency/registration", Code::MentionNotRecorded),
        ("/client/address", Code::MentionNotRecorded),
    ];
    assert_eq!(told, expected);
    assert_eq!(problem.facts["missing"], "data.due_on, data.amount_due, agency.registration, client.address");
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM document_numbers").await, 0, "no number was used up");
}

async fn a_name_that_neither_usage_nor_template_knows_is_refused(house: House) {
    let who = &house.one.user;
    let letter = house.template("letter", "<p>{{ data.counter }}</p>").await;
    let wrong = order(&house, who, letter.id, json!({ "data": { "colour": "x" } })).await;
    assert_eq!(field_refusal(wrong), ("/data/colour".into(), Code::UnknownField));
    assert!(
        order(&house, who, letter.id, json!({ "data": { "counter": 3 } })).await.is_ok(),
        "the template asks for it"
    );
    let other = house.template("other", "<p>x</p>").await;
    assert!(order(&house, who, other.id, json!({ "data": { "colour": ["x"] } })).await.is_ok());
}

async fn the_books_fill_in_what_they_know(house: House) {
    let who = &house.one.user;
    let policy = house.bound(who, "P-1").await;
    house.give_mandate(policy.company_id).await;
    let letter = house.template_for("cancellation_letter", "<p>{{ data.ends_on }}</p>").await;
    let sold = CancellationInput { effective_date: Some("2026-12-15".into()), reason: Some("sold".into()) };
    house.services.policies.cancel(who, policy.id, None, sold).await.unwrap();
    house.raw().await.run("UPDATE clients SET address = '{\"lines\":\"1 rue A\",\"city\":\"Lyon\"}'").await;
    let told = json!({ "policy_id": policy.id, "data": { "reason": "Vente du véhicule" } });
    let issued = order(&house, who, letter.id, told).await.unwrap();
    let printed = house.services.documents.download(who, issued.id).await.unwrap().content.bytes().unwrap();
    let printed = String::from_utf8(printed).unwrap();
    assert!(printed.contains("\"ends_on\":\"2026-12-15\""), "a cancellation recorded ahead: {printed}");
    assert!(printed.contains("\"legal_basis\":null"), "every declared fact is there: {printed}");
}

async fn money_is_asked_for_with_a_mandate_to_collect_only(house: House) {
    let policy = house.bound(&house.one.user, "P-1").await;
    house.give_mandate(policy.company_id).await;
    let notice = house.template("notice", "<p>x</p>").await;
    let answer = house.issue(&house.one.user, notice.id, Some(policy.id)).await;
    assert_eq!(refusal(answer), (422, Code::MandateMissing));
}

async fn a_formal_notice_is_for_a_manager(house: House) {
    let policy = collecting(&house, "P-1").await;
    house.raw().await.run("UPDATE clients SET address = '{\"lines\":\"1 rue A\",\"city\":\"Lyon\"}'").await;
    let template = house.template_for("formal_notice", "<p>{{ data.sent_on }}</p>").await;
    let told = json!({
        "policy_id": policy.id,
        "data": { "due_on": "2026-10-01", "amount_due": { "amount_minor": 12_000, "currency": "EUR" } },
    });
    assert_eq!(refusal(order(&house, &house.one.user, template.id, told.clone()).await), FORBIDDEN);
    let issued = order(&house, &house.one.manager, template.id, told).await.unwrap();
    assert_eq!((issued.number.as_str(), issued.usage.code()), ("AVI-2026-00001", "formal_notice"));
    let filter = DocumentFilter { usage: Some(issued.usage), ..DocumentFilter::default() };
    let list = house.services.documents.list(&house.one.manager, &page(50), &filter).await.unwrap();
    assert_eq!(list.items.len(), 1);
}

async fn a_quote_is_for_a_policy_that_is_not_bound_yet(house: House) {
    let who = &house.one.user;
    let quote = house.quote(who, "P-1").await;
    let template = house.template_for("quote", "<p>{{ data.total|money }}</p>").await;
    let told = json!({
        "policy_id": quote.id,
        "data": { "valid_until": "2026-12-31", "guarantees": [{ "label": "Responsabilité civile" }] },
    });
    assert!(order(&house, who, template.id, told.clone()).await.is_ok(), "the premium is known to the books");
    house.services.policies.bind(who, quote.id, None, step(None)).await.unwrap();
    assert_eq!(refusal(order(&house, who, template.id, told).await), (422, Code::PolicyStateForbids));
}

async fn a_bordereau_is_about_a_company(house: House) {
    let policy = house.bound(&house.one.user, "P-1").await;
    let company = json!({ "company_id": policy.company_id });
    let template = house.template("bordereau", "<p>{{ company.name }}</p>").await;
    assert_eq!(refusal(order(&house, &house.one.user, template.id, company.clone()).await), FORBIDDEN);
    let nobody = order(&house, &house.one.manager, template.id, json!({})).await;
    assert_eq!(field_refusal(nobody), ("/company_id".into(), Code::Required));
    let issued = order(&house, &house.one.manager, template.id, company).await.unwrap();
    assert_eq!((issued.company_id, issued.policy_id), (Some(policy.company_id), None));
    assert_eq!(house.services.documents.find(&house.one.manager, issued.id).await.unwrap(), issued);
}

async fn a_template_of_another_kind_loses_its_use(house: House) {
    let (templates, who) = (&house.services.templates, &house.one.manager);
    let template = house.template_for("reminder", "<p>x</p>").await;
    assert_eq!((template.kind.code(), template.usage.code()), ("notice", "reminder"));
    let renamed = templates.update(who, template.id, None, &json!({ "name": "Relance" })).await.unwrap();
    assert_eq!(renamed.usage.code(), "reminder");
    let wrong = templates.update(who, template.id, None, &json!({ "usage": "quote" })).await;
    assert_eq!(field_refusal(wrong), ("/usage".into(), Code::NotAChoice));
    let other = templates.update(who, template.id, None, &json!({ "kind": "letter" })).await.unwrap();
    assert_eq!((other.kind.code(), other.usage.code()), ("letter", "letter"));
}

async fn a_document_takes_the_place_of_one_of_its_own_kind(house: House) {
    let (who, documents) = (&house.one.user, &house.services.documents);
    let first = house.certificate(who, "P-1").await;
    let about = json!({ "policy_id": first.policy_id, "supersedes": first.id });
    let letter = house.template("letter", "x").await;
    assert_eq!(refusal(order(&house, who, letter.id, about.clone()).await), (422, Code::ReplacesAnother));
    let second = order(&house, who, first.template_id, about.clone()).await.unwrap();
    assert_eq!(second.supersedes, Some(first.id));
    let old = documents.find(who, first.id).await.unwrap();
    assert_eq!((old.status, old.superseded_by, old.version), (DocumentStatus::Superseded, Some(second.id), 2));
    assert!(documents.download(who, first.id).await.is_ok(), "it stays as history");
    let seen = documents.verify(&first.verification_code, &Shown::default(), context()).await.unwrap();
    assert!(seen.genuine && !seen.still_true && seen.status == DocumentStatus::Superseded);
    assert_eq!(refusal(order(&house, who, first.template_id, about).await), (422, Code::DocumentSuperseded));
    let theirs = json!({ "policy_id": first.policy_id, "supersedes": second.id });
    assert_eq!(refusal(order(&house, &house.two.admin, first.template_id, theirs).await), NOT_FOUND);
    let numbers = async |status| {
        let filter = DocumentFilter { status: Some(status), ..DocumentFilter::default() };
        let list = documents.list(who, &page(50), &filter).await.unwrap();
        list.items.into_iter().map(|row| row.document.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(DocumentStatus::Issued).await, [second.number]);
    assert_eq!(numbers(DocumentStatus::Superseded).await, [first.number]);
}

async fn a_document_is_taken_back_for_a_reason(house: House) {
    let (who, documents) = (&house.one.user, &house.services.documents);
    let issued = house.certificate(who, "P-1").await;
    let because = |reason: &str| RevocationInput { reason: Some(reason.to_owned()) };
    let silent = documents.revoke(who, issued.id, None, Some(&because("  "))).await;
    assert_eq!(field_refusal(silent), ("/reason".into(), Code::Required));
    let gone = documents.revoke(who, issued.id, None, Some(&because("Mauvaise plaque"))).await.unwrap();
    assert_eq!((gone.status, gone.revocation_reason.as_deref()), (DocumentStatus::Revoked, Some("Mauvaise plaque")));
    assert_eq!(documents.find(who, issued.id).await.unwrap(), gone);
}

async fn a_document_is_made_again_from_what_is_kept(house: House) {
    let (who, documents) = (&house.one.user, &house.services.documents);
    let issued = house.certificate(who, "P-1").await;
    // What the books say today does not matter: the document says what it said.
    house.raw().await.run("UPDATE clients SET display_name = 'Autre'").await;
    house.clock.set("2027-03-01T10:00:00Z");
    let made = documents.reproduce(who, issued.id).await.unwrap();
    assert!(made.identical, "{made:?}");
    assert_eq!((made.template_intact, made.snapshot_intact), (Some(true), Some(true)));
    assert_eq!((&made.checksum_sha256, &made.engine_now), (&issued.checksum_sha256, &issued.engine));
    assert_eq!(refusal(documents.reproduce(&house.two.admin, issued.id).await), NOT_FOUND);
}

async fn what_was_altered_since_is_told(house: House) {
    let (who, documents) = (&house.one.user, &house.services.documents);
    let issued = house.certificate(who, "P-1").await;
    let mut raw = house.raw().await;
    raw.run("UPDATE documents SET snapshot = REPLACE(snapshot, 'P-1', 'P-2')").await;
    let made = documents.reproduce(who, issued.id).await.unwrap();
    assert_eq!((made.identical, made.template_intact, made.snapshot_intact), (false, Some(true), Some(false)));
    raw.run("UPDATE documents SET snapshot = REPLACE(snapshot, 'P-2', 'P-1')").await;
    raw.run("UPDATE template_versions SET content = '<h1>Autre</h1>'").await;
    let made = documents.reproduce(who, issued.id).await.unwrap();
    assert_eq!((made.identical, made.template_intact, made.snapshot_intact), (false, Some(false), Some(true)));
    assert_ne!(made.checksum_sha256, made.expected_sha256);
}
