//! Another firm's records do not exist, in paths and in bodies; nor do a colleague's clients and what hangs on them.

use domain::audit::{AuditFilter, SystemActor};
use domain::client::{ClientFilter, MergeInput, NoteInput};
use domain::company::{HandedIn, IntegrationInput};
use domain::document::{DocumentFilter, DocumentInput, DocumentView, SignedUrlInput};
use domain::policy::{CancellationInput, EndorsementInput, PolicyFilter, RenewalInput};
use domain::shared::problem::Code;
use domain::template::{TemplateFilter, TemplateView, VersionInput};
use domain::user::{UserFilter, UserInput};
use serde_json::json;
use services::Result;
use services::access::Principal;
use services::identity::Credential;
use services::policies::AsOf;

use crate::support::{
    FORBIDDEN, House, NOT_FOUND, PASSWORD, context, field_refusal, page, person, policy, refusal, sign_in, step,
};

on_each_database! {
    another_firms_clients_do_not_exist,
    another_firms_companies_do_not_exist,
    another_firms_policies_do_not_exist,
    another_firms_templates_do_not_exist,
    another_firms_documents_do_not_exist,
    another_firms_users_do_not_exist,
    another_firms_records_are_in_no_list,
    another_firms_ids_in_bodies_do_not_exist,
    a_colleagues_clients_do_not_exist_for_a_broker,
    a_colleagues_policies_do_not_exist_for_a_broker,
    a_colleagues_documents_do_not_exist_for_a_broker,
    the_platforms_operator_reads_no_file_of_a_firm,
}

/// Everything that can be asked about a policy, each with the answer it got.
async fn every_policy_question(house: &House, who: &Principal, of: &DocumentView) -> Vec<(&'static str, Result<()>)> {
    let policies = &house.services.policies;
    let id = of.policy_id.unwrap();
    let cancellation = CancellationInput { effective_date: Some("2026-12-01".into()), reason: Some("sold".into()) };
    let endorsement = EndorsementInput {
        effective_date: Some("2026-12-01".into()),
        reason: Some("new car".into()),
        ..EndorsementInput::default()
    };
    vec![
        ("find", policies.find(who, id, AsOf::default()).await.map(drop)),
        ("versions", policies.versions(who, id).await.map(drop)),
        ("facts", policies.facts(who, id).await.map(drop)),
        ("update", policies.update(who, id, None, &json!({})).await.map(drop)),
        ("bind", policies.bind(who, id, None, step(None)).await.map(drop)),
        ("cancel", policies.cancel(who, id, None, cancellation).await.map(drop)),
        ("suspend", policies.suspend(who, id, None, step(None)).await.map(drop)),
        ("reinstate", policies.reinstate(who, id, None, step(None)).await.map(drop)),
        ("renew", policies.renew(who, id, None, RenewalInput::default()).await.map(drop)),
        ("endorse", policies.endorse(who, id, None, endorsement).await.map(drop)),
    ]
}

async fn every_client_question(house: &House, who: &Principal, of: &DocumentView) -> Vec<(&'static str, Result<()>)> {
    let clients = &house.services.clients;
    let id = of.client_id.unwrap();
    vec![
        ("find", clients.find(who, id).await.map(drop)),
        ("update", clients.update(who, id, None, &json!({ "notes": "mine" })).await.map(drop)),
        ("archive", clients.archive(who, id, None).await),
        ("restore", clients.restore(who, id, None).await.map(drop)),
        ("find_put_away", clients.find_put_away(who, id).await.map(drop)),
        ("notes", clients.notes(who, id, &page(50)).await.map(drop)),
        ("timeline", clients.timeline(who, id, &page(50)).await.map(drop)),
        ("merge", clients.merge(who, id, None, MergeInput::default()).await.map(drop)),
        ("unmerge", clients.unmerge(who, id, None).await.map(drop)),
        ("find_merged", clients.find_merged(who, id).await.map(drop)),
        ("note", clients.note(who, id, NoteInput { text: Some("mine".into()) }).await.map(drop)),
    ]
}

async fn every_document_question(house: &House, who: &Principal, of: &DocumentView) -> Vec<(&'static str, Result<()>)> {
    let documents = &house.services.documents;
    vec![
        ("find", documents.find(who, of.id).await.map(drop)),
        ("download", documents.download(who, of.id).await.map(drop)),
        ("share", documents.share(who, of.id, &SignedUrlInput::default()).await.map(drop)),
        ("revoke", documents.revoke(who, of.id, None, None).await.map(drop)),
    ]
}

/// Each was answered as if there were no such record.
fn none_exists(answers: Vec<(&'static str, Result<()>)>) {
    for (question, answer) in answers {
        assert_eq!(refusal(answer), NOT_FOUND, "{question}");
    }
}

async fn another_firms_clients_do_not_exist(house: House) {
    let document = house.certificate(&house.one.user, "P-1").await;
    for who in [&house.two.user, &house.two.manager, &house.two.admin] {
        none_exists(every_client_question(&house, who, &document).await);
    }
}

async fn another_firms_companies_do_not_exist(house: House) {
    let (companies, id) = (&house.services.companies, house.company("AXA").await.id);
    house.give_mandate(id).await;
    let mandate = companies.mandates(&house.one.admin, id).await.unwrap().items[0].id;
    let paper = HandedIn { file_name: None, bytes: b"%PDF-1.7".to_vec() };
    for who in [&house.two.user, &house.two.manager, &house.two.admin] {
        none_exists(vec![
            ("find", companies.find(who, id).await.map(drop)),
            ("mandates", companies.mandates(who, id).await.map(drop)),
        ]);
    }
    let who = &house.two.admin;
    let integrations = &house.services.integrations;
    let api = || IntegrationInput { mode: Some("none".into()), ..IntegrationInput::default() };
    none_exists(vec![
        ("products", companies.products(who, id).await.map(drop)),
        ("set_products", companies.set_products(who, id, None, Vec::new()).await.map(drop)),
        ("hand_in", house.services.papers.hand_in(who, id, mandate, None, paper).await.map(drop)),
        ("download", house.services.papers.download(who, id, mandate).await.map(drop)),
        ("remove", house.services.papers.remove(who, id, mandate, None).await),
        ("integration", integrations.find(who, id).await.map(drop)),
        ("set_integration", integrations.set(who, id, None, api()).await.map(drop)),
        ("test_integration", integrations.test(who, id, Some(api())).await.map(drop)),
        ("renew_callback_secret", integrations.renew_callback_secret(who, id).await.map(drop)),
    ]);
    none_exists(vec![
        ("update", companies.update(who, id, None, &json!({ "name": "Mine" })).await.map(drop)),
        ("delete", companies.delete(who, id, None).await),
        ("set_mandates", companies.set_mandates(who, id, None, Vec::new()).await.map(drop)),
    ]);
}

async fn another_firms_policies_do_not_exist(house: House) {
    let document = house.certificate(&house.one.user, "P-1").await;
    for who in [&house.two.user, &house.two.admin] {
        none_exists(every_policy_question(&house, who, &document).await);
    }
    let answer =
        house.services.policies.make_void(&house.two.admin, document.policy_id.unwrap(), None, step(None)).await;
    assert_eq!(refusal(answer), NOT_FOUND);
}

async fn another_firms_templates_do_not_exist(house: House) {
    let (templates, who) = (&house.services.templates, &house.two.admin);
    let TemplateView { id, .. } = house.template("letter", "x").await;
    let version = VersionInput { content: Some("mine".into()) };
    none_exists(vec![
        ("find", templates.find(who, id).await.map(drop)),
        ("update", templates.update(who, id, None, &json!({ "name": "Mine" })).await.map(drop)),
        ("archive", templates.archive(who, id, None).await),
        ("versions", templates.versions(who, id).await.map(drop)),
        ("version", templates.version(who, id, 1).await.map(drop)),
        ("add_version", templates.add_version(who, id, None, version).await.map(drop)),
    ]);
    assert!(templates.choices(who).await.unwrap().is_empty());
}

async fn another_firms_documents_do_not_exist(house: House) {
    let document = house.certificate(&house.one.user, "P-1").await;
    for who in [&house.two.user, &house.two.admin] {
        none_exists(every_document_question(&house, who, &document).await);
    }
}

async fn another_firms_users_do_not_exist(house: House) {
    let (users, who) = (&house.services.users, &house.two.admin);
    let id = house.one.user.user_id().unwrap();
    none_exists(vec![
        ("find", users.find(who, id).await.map(drop)),
        ("update", users.update(who, id, None, &json!({ "full_name": "Mine" })).await.map(drop)),
        ("deactivate", users.deactivate(who, id, None, None).await),
        ("sign_out", house.services.identity.sign_out(who, house.one.user.session().unwrap()).await),
    ]);
}

async fn another_firms_records_are_in_no_list(house: House) {
    let (who, services) = (&house.two.admin, &house.services);
    let document = house.certificate(&house.one.user, "P-1").await;
    let all = page(200);
    assert!(services.clients.list(who, &all, &ClientFilter::default()).await.unwrap().items.is_empty());
    assert!(services.companies.list(who, &all).await.unwrap().items.is_empty());
    assert!(services.policies.list(who, &all, &PolicyFilter::default()).await.unwrap().items.is_empty());
    assert!(services.templates.list(who, &all, &TemplateFilter::default()).await.unwrap().items.is_empty());
    assert!(services.documents.list(who, &all, &DocumentFilter::default()).await.unwrap().items.is_empty());
    assert_eq!(services.users.list(who, &all, &UserFilter::default()).await.unwrap().items.len(), 4);
    assert_eq!(services.clients.owners(who).await.unwrap().len(), 4);
    let filter = ClientFilter { owner_id: house.one.user.user_id(), ..ClientFilter::default() };
    assert!(services.clients.list(who, &all, &filter).await.unwrap().items.is_empty());
    let filter = PolicyFilter { client_id: document.client_id, ..PolicyFilter::default() };
    assert!(services.policies.list(who, &all, &filter).await.unwrap().items.is_empty());
    let filter = AuditFilter { object_id: Some(document.id.to_string()), ..AuditFilter::default() };
    assert!(services.audit.list(who, &all, &filter).await.unwrap().items.is_empty());
}

async fn another_firms_ids_in_bodies_do_not_exist(house: House) {
    let (who, services) = (&house.two.admin, &house.services);
    let theirs = house.certificate(&house.one.user, "P-1").await;
    let (client, policy_id) = (theirs.client_id.unwrap(), theirs.policy_id.unwrap());
    let company = house.policy_now(policy_id).await.company_id;
    let own_client = house.client(who, "Propre").await;
    let own_company = services.companies.create(who, crate::support::company("OWN")).await.unwrap();
    let letter = domain::template::TemplateInput {
        name: Some("Lettre".into()),
        kind: Some("letter".into()),
        content: Some("x".into()),
        ..Default::default()
    };
    let letter = services.templates.create(who, letter).await.unwrap();
    let unknown = |field: &str| (field.to_owned(), Code::UnknownReference);

    let answer = services.policies.create(who, policy(client, own_company.id, "P-9")).await;
    assert_eq!((answer.as_ref().unwrap_err().problem().status, field_refusal(answer)), (404, unknown("/client_id")));
    let answer = services.policies.create(who, policy(own_client.id, company, "P-9")).await;
    assert_eq!((answer.as_ref().unwrap_err().problem().status, field_refusal(answer)), (404, unknown("/company_id")));
    let own = services.policies.create(who, policy(own_client.id, own_company.id, "P-9")).await.unwrap();
    let answer = services.policies.update(who, own.id, None, &json!({ "client_id": client })).await;
    assert_eq!(field_refusal(answer), unknown("/client_id"));
    let answer = services.policies.update(who, own.id, None, &json!({ "company_id": company })).await;
    assert_eq!(field_refusal(answer), unknown("/company_id"));

    let owner = house.one.user.user_id().unwrap();
    let mut input = person("Durand");
    input.owner_id = Some(owner.to_string());
    assert_eq!(field_refusal(services.clients.create(who, input).await), unknown("/owner_id"));
    let answer = services.clients.update(who, own_client.id, None, &json!({ "owner_id": owner })).await;
    assert_eq!(field_refusal(answer), unknown("/owner_id"));

    let order =
        |template: &dyn ToString| DocumentInput { template_id: Some(template.to_string()), ..Default::default() };
    let answer = services.documents.issue(who, order(&theirs.template_id)).await;
    assert_eq!(field_refusal(answer), unknown("/template_id"));
    let with_policy = DocumentInput { policy_id: Some(policy_id.to_string()), ..order(&letter.id) };
    assert_eq!(field_refusal(services.documents.issue(who, with_policy).await), unknown("/policy_id"));
    let with_client = DocumentInput { client_id: Some(client.to_string()), ..order(&letter.id) };
    assert_eq!(field_refusal(services.documents.issue(who, with_client).await), unknown("/client_id"));
}

async fn a_colleagues_clients_do_not_exist_for_a_broker(house: House) {
    let document = house.certificate(&house.one.user, "P-1").await;
    none_exists(every_client_question(&house, &house.one.colleague, &document).await);
    let company = house.policy_now(document.policy_id.unwrap()).await.company_id;
    let input = policy(document.client_id.unwrap(), company, "P-2");
    let answer = house.services.policies.create(&house.one.colleague, input).await;
    assert_eq!(field_refusal(answer), ("/client_id".into(), Code::UnknownReference));
}

async fn a_colleagues_policies_do_not_exist_for_a_broker(house: House) {
    let (who, document) = (&house.one.colleague, house.certificate(&house.one.user, "P-1").await);
    none_exists(every_policy_question(&house, who, &document).await);
    let list = house.services.policies.list(who, &page(50), &PolicyFilter::default()).await.unwrap();
    assert!(list.items.is_empty());
    let letter = house.template("letter", "x").await;
    let answer = house.issue(who, letter.id, document.policy_id).await;
    assert_eq!(field_refusal(answer), ("/policy_id".into(), Code::UnknownReference));
}

async fn a_colleagues_documents_do_not_exist_for_a_broker(house: House) {
    let who = &house.one.colleague;
    let certificate = house.certificate(&house.one.user, "P-1").await;
    let letter = house.template("letter", "x").await;
    let about_nobody = house.issue(&house.one.user, letter.id, None).await.unwrap();
    for document in [&certificate, &about_nobody] {
        none_exists(every_document_question(&house, who, document).await);
    }
    let list = async |who| house.services.documents.list(who, &page(50), &DocumentFilter::default()).await.unwrap();
    assert!(list(who).await.items.is_empty());
    assert_eq!(list(&house.one.user).await.items.len(), 2);
    assert_eq!(list(&house.one.manager).await.items.len(), 2);
}

async fn the_platforms_operator_reads_no_file_of_a_firm(house: House) {
    let job = Principal::system(
        SystemActor::CommandLine,
        domain::shared::AgencyId::PLATFORM,
        domain::audit::Door::CommandLine,
    );
    let input = UserInput {
        email: Some("operator@platform.test".into()),
        full_name: Some("Opératrice".into()),
        role: Some("SUPERADMIN".into()),
        password: Some(PASSWORD.into()),
        ..UserInput::default()
    };
    house.services.users.create(&job, input).await.unwrap();
    let identity = &house.services.identity;
    let grant = identity.sign_in_program(&sign_in("operator@platform.test", PASSWORD), context()).await.unwrap();
    let who = &identity.authenticate(&Credential::Bearer(grant.access_token), context()).await.unwrap();
    let services = &house.services;
    let names: Vec<String> =
        services.agencies.list(who, &page(50)).await.unwrap().items.into_iter().map(|firm| firm.name).collect();
    assert_eq!(names, ["Cabinet Deux", "Cabinet Un"]);
    assert_eq!(refusal(services.clients.list(who, &page(50), &ClientFilter::default()).await), FORBIDDEN);
    assert_eq!(refusal(services.policies.list(who, &page(50), &PolicyFilter::default()).await), FORBIDDEN);
    assert_eq!(refusal(services.documents.list(who, &page(50), &DocumentFilter::default()).await), FORBIDDEN);
    assert_eq!(refusal(services.users.list(who, &page(50), &UserFilter::default()).await), FORBIDDEN);
    assert_eq!(refusal(services.audit.verify(who).await), FORBIDDEN);
    assert_eq!(refusal(services.agencies.list(&house.one.admin, &page(50)).await), FORBIDDEN);
    let open = services.agencies.open(&house.one.admin, domain::agency::AgencyInput::default()).await;
    assert_eq!(refusal(open), FORBIDDEN);
}
