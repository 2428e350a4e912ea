//! Companies and what they let the firm do.

use domain::company::{CompanyInput, MandateInput, ProductInput};
use domain::policy::ProductLine;
use domain::shared::page::PageRequest;
use domain::shared::problem::Code;
use serde_json::json;
use services::access::DeleteCompany;
use services::ports::unit::Mode;

use crate::support::{FORBIDDEN, House, NOT_FOUND, company, field_refusal, mandate, page, refusal};

on_each_database! {
    a_recorded_company_reads_back_whole,
    people_at_a_company_and_where_claims_are_told_read_back,
    products_are_said_anew_as_a_whole_and_keep_their_ids,
    two_companies_of_a_firm_never_share_a_code,
    two_firms_may_use_the_same_code,
    a_company_with_policies_is_not_removed,
    a_company_that_got_a_policy_meanwhile_is_not_removed,
    a_company_without_policies_is_removed_with_its_mandates,
    mandates_are_said_anew_as_a_whole,
    mandates_share_the_version_of_their_company,
    a_wrong_mandate_leaves_the_old_ones,
    a_broker_counts_only_the_policies_he_may_see,
    a_broker_changes_no_company,
}

async fn a_recorded_company_reads_back_whole(house: House) {
    let who = &house.one.manager;
    let input = CompanyInput { broker_code: Some("B-7".into()), email: Some("pro@axa.test".into()), ..company("axa") };
    let recorded = house.services.companies.create(who, input).await.unwrap();
    assert_eq!(house.services.companies.find(who, recorded.id).await.unwrap(), recorded);
    assert_eq!((recorded.code.as_str(), recorded.version, recorded.policy_count), ("AXA", 1, 0));
    let patch = json!({ "email": null, "name": "AXA France" });
    let changed = house.services.companies.update(who, recorded.id, Some(1), &patch).await.unwrap();
    assert_eq!((changed.email, changed.name.as_str(), changed.version), (None, "AXA France", 2));
    assert_eq!(changed.broker_code.as_deref(), Some("B-7"));
}

async fn people_at_a_company_and_where_claims_are_told_read_back(house: House) {
    let (companies, who) = (&house.services.companies, &house.one.manager);
    let company = house.company("AXA").await;
    let patch = json!({
        "website": "pro.axa.test", "claims_email": "sinistres@axa.test", "claims_phone": "+33 1 55 00 00 00",
        "contacts": [
            { "role": "claims", "name": "Léa Constat", "phone": "+33 6 00 00 00 01", "note": "Le matin" },
            { "name": "Service courtage" }, {},
        ],
    });
    let told = companies.update(who, company.id, Some(1), &patch).await.unwrap();
    assert_eq!(companies.find(&house.one.user, company.id).await.unwrap(), told);
    assert_eq!(told.website.as_deref(), Some("https://pro.axa.test"));
    let roles: Vec<&str> = told.contacts.iter().map(|contact| contact.role.code()).collect();
    assert_eq!(roles, ["claims", "other"], "a line with nothing in it is none");
    assert_eq!(told.contacts[0].note.as_deref(), Some("Le matin"));
    // Another change leaves them, and they are found by their names.
    let renamed = companies.update(who, company.id, None, &json!({ "name": "AXA France" })).await.unwrap();
    assert_eq!(renamed.contacts, told.contacts);
    let found = |q: &str| PageRequest { q: Some(q.to_owned()), ..page(50) };
    assert_eq!(companies.list(who, &found("constat")).await.unwrap().items.len(), 1);
    let wrong = json!({ "contacts": [{ "name": "x" }, { "name": "y", "email": "y" }] });
    let answer = companies.update(who, company.id, None, &wrong).await;
    assert_eq!(field_refusal(answer), ("/contacts/1/email".into(), Code::InvalidEmail));
    assert_eq!(companies.find(who, company.id).await.unwrap(), renamed);
}

async fn products_are_said_anew_as_a_whole_and_keep_their_ids(house: House) {
    let (companies, who) = (&house.services.companies, &house.one.manager);
    let company = house.company("AXA").await;
    let product = |name: &str, code: &str| ProductInput {
        name: Some(name.into()),
        code: Some(code.into()),
        product_line: Some("motor".into()),
        ..ProductInput::default()
    };
    let told =
        companies.set_products(who, company.id, Some(1), vec![product("Auto", "A1"), product("Moto", "M1")]).await;
    let told = told.unwrap();
    assert_eq!(companies.products(&house.one.user, company.id).await.unwrap(), told);
    assert_eq!(companies.find(who, company.id).await.unwrap().version, 2);
    let withdrawn = ProductInput {
        id: Some(told.items[0].id.to_string()),
        sold_until: Some("31/12/2026".into()),
        ..product("Auto Confort", "A1")
    };
    let now = companies.set_products(who, company.id, Some(2), vec![withdrawn.clone()]).await.unwrap();
    assert_eq!((now.items.len(), now.items[0].id), (1, told.items[0].id));
    assert_eq!(now.items[0].sold_until.unwrap().to_string(), "2026-12-31");
    let late = companies.set_products(who, company.id, Some(2), Vec::new()).await;
    assert_eq!(refusal(late), (412, Code::PreconditionFailed));
    // Another company's product is none of this one's, and none is named twice.
    let other = house.company("MMA").await;
    let stolen = companies.set_products(who, other.id, None, vec![withdrawn.clone()]).await;
    assert_eq!(field_refusal(stolen), ("/items/0/id".into(), Code::UnknownReference));
    let again = ProductInput { code: None, ..withdrawn.clone() };
    let twice = companies.set_products(who, company.id, None, vec![withdrawn, again]).await;
    assert_eq!(field_refusal(twice), ("/items/1/id".into(), Code::Duplicate));
    assert_eq!(refusal(companies.set_products(&house.one.user, company.id, None, Vec::new()).await), FORBIDDEN);
    companies.delete(who, company.id, None).await.unwrap();
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM company_products").await, 0);
}

async fn two_companies_of_a_firm_never_share_a_code(house: House) {
    let who = &house.one.manager;
    house.company("AXA").await;
    let second = house.services.companies.create(who, company("axa")).await;
    assert_eq!(field_refusal(second), ("/code".into(), Code::Duplicate));
    let other = house.company("MMA").await;
    let renamed = house.services.companies.update(who, other.id, None, &json!({ "code": "AXA" })).await;
    assert_eq!(refusal(renamed), (409, Code::Duplicate));
    assert_eq!(house.services.companies.list(who, &page(50)).await.unwrap().items.len(), 2);
}

async fn two_firms_may_use_the_same_code(house: House) {
    house.company("AXA").await;
    house.services.companies.create(&house.two.manager, company("AXA")).await.unwrap();
}

async fn a_company_with_policies_is_not_removed(house: House) {
    let quote = house.quote(&house.one.user, "P-1").await;
    let answer = house.services.companies.delete(&house.one.manager, quote.company_id, None).await;
    assert_eq!(refusal(answer), (422, Code::CompanyHasPolicies));
}

async fn a_company_that_got_a_policy_meanwhile_is_not_removed(house: House) {
    let quote = house.quote(&house.one.user, "P-1").await;
    // The unit of somebody who counted the policies before this one came.
    let mut unit = house.ports.database.open(&house.one.manager, Mode::Write).await.unwrap();
    let permit = unit.permit::<DeleteCompany>().unwrap();
    let answer = unit.companies().delete(&permit, quote.company_id, 1).await;
    assert_eq!(refusal(answer), (422, Code::InUse));
}

async fn a_company_without_policies_is_removed_with_its_mandates(house: House) {
    let who = &house.one.manager;
    let company = house.company("AXA").await;
    house.give_mandate(company.id).await;
    house.services.companies.delete(who, company.id, Some(2)).await.unwrap();
    assert_eq!(refusal(house.services.companies.find(who, company.id).await), NOT_FOUND);
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM mandates").await, 0);
}

async fn mandates_are_said_anew_as_a_whole(house: House) {
    let who = &house.one.manager;
    let company = house.company("AXA").await;
    house.give_mandate(company.id).await;
    let given = vec![MandateInput {
        product_lines: vec!["home".into(), "motor".into()],
        valid_until: Some("31/12/2026".into()),
        ..mandate("collect_premiums")
    }];
    let told = house.services.companies.set_mandates(who, company.id, None, given).await.unwrap();
    let read = house.services.companies.mandates(&house.one.user, company.id).await.unwrap();
    assert_eq!(read, told);
    assert_eq!(read.items.len(), 1);
    assert_eq!(read.items[0].product_lines, [ProductLine::Home, ProductLine::Motor]);
    assert_eq!(read.items[0].valid_until.unwrap().to_string(), "2026-12-31");
}

async fn mandates_share_the_version_of_their_company(house: House) {
    let (companies, who) = (&house.services.companies, &house.one.manager);
    let company = house.company("AXA").await;
    let given = || vec![mandate("collect_premiums")];
    let told = companies.set_mandates(who, company.id, Some(1), given()).await.unwrap();
    assert_eq!(told.version, 2);
    assert_eq!(companies.find(who, company.id).await.unwrap().version, 2);
    let late = companies.set_mandates(who, company.id, Some(1), Vec::new()).await;
    assert_eq!(refusal(late), (412, Code::PreconditionFailed));
    let late = companies.update(who, company.id, Some(1), &json!({ "name": "AXA France" })).await;
    assert_eq!(refusal(late), (412, Code::PreconditionFailed));
    assert_eq!(companies.mandates(who, company.id).await.unwrap(), told);
    // Two that saw the same version: one is stored whole, the other is told.
    let (a, b) = tokio::join!(
        companies.set_mandates(who, company.id, Some(2), given()),
        companies.set_mandates(who, company.id, Some(2), Vec::new())
    );
    assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1);
}

async fn a_wrong_mandate_leaves_the_old_ones(house: House) {
    let company = house.company("AXA").await;
    house.give_mandate(company.id).await;
    let given = vec![mandate("collect_premiums"), mandate("print_money")];
    let answer = house.services.companies.set_mandates(&house.one.manager, company.id, None, given).await;
    assert_eq!(field_refusal(answer), ("/1/kind".into(), Code::NotAChoice));
    let kept = house.services.companies.mandates(&house.one.manager, company.id).await.unwrap();
    assert_eq!(kept.items[0].kind.code(), "issue_certificates");
}

async fn a_broker_counts_only_the_policies_he_may_see(house: House) {
    let quote = house.quote(&house.one.user, "P-1").await;
    for (who, expected) in [(&house.one.user, 1), (&house.one.colleague, 0), (&house.one.manager, 1)] {
        let found = house.services.companies.find(who, quote.company_id).await.unwrap();
        let listed = house.services.companies.list(who, &page(50)).await.unwrap().items.remove(0);
        assert_eq!((found.policy_count, listed.policy_count), (expected, expected), "{}", who.name());
    }
}

async fn a_broker_changes_no_company(house: House) {
    let (services, who) = (&house.services.companies, &house.one.user);
    let known = house.company("AXA").await;
    assert_eq!(refusal(services.create(who, company("MMA")).await), FORBIDDEN);
    assert_eq!(refusal(services.update(who, known.id, None, &json!({})).await), FORBIDDEN);
    assert_eq!(refusal(services.delete(who, known.id, None).await), FORBIDDEN);
    assert_eq!(refusal(services.set_mandates(who, known.id, None, Vec::new()).await), FORBIDDEN);
}
