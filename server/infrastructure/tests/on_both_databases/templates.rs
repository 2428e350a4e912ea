//! Templates and their immutable versions.

use domain::shared::problem::Code;
use domain::template::{TemplateFilter, TemplateInput, TemplateKind, VersionInput};
use serde_json::json;

use crate::support::{FORBIDDEN, House, NOT_FOUND, page, refusal};

on_each_database! {
    a_template_begins_with_version_one,
    a_new_version_leaves_the_old_ones_as_they_were,
    a_template_that_does_not_check_is_not_kept,
    two_writers_never_give_the_same_version_number,
    a_template_put_away_is_not_offered_any_more,
    a_broker_chooses_templates_but_does_not_read_or_write_them,
    templates_are_filtered_by_kind,
}

fn version(source: &str) -> VersionInput {
    VersionInput { content: Some(source.into()) }
}

async fn a_template_begins_with_version_one(house: House) {
    let who = &house.one.manager;
    let template = house.template("letter", "<p>Bonjour</p>").await;
    assert_eq!(house.services.templates.find(who, template.id).await.unwrap(), template);
    assert_eq!(template.current_version, Some(1));
    let first = house.services.templates.version(who, template.id, 1).await.unwrap();
    assert_eq!(first.content, "<p>Bonjour</p>");
    assert_eq!(first.checksum_sha256, "3fca1a32e2c2e2a529f668bf302b4b9d79f20cf396e70ad027963b229ed5d8af");
    let empty = TemplateInput { name: Some("Vide".into()), kind: Some("other".into()), ..TemplateInput::default() };
    let empty = house.services.templates.create(who, empty).await.unwrap();
    assert_eq!(empty.current_version, None);
}

async fn a_new_version_leaves_the_old_ones_as_they_were(house: House) {
    let who = &house.one.manager;
    let template = house.template("letter", "<p>1</p>").await;
    let first = house.services.templates.version(who, template.id, 1).await.unwrap();
    house.services.templates.add_version(who, template.id, None, version("<p>2</p>")).await.unwrap();
    let versions = house.services.templates.versions(who, template.id).await.unwrap();
    assert_eq!(versions.iter().map(|version| version.number).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(versions[1], first);
    assert_eq!(house.services.templates.find(who, template.id).await.unwrap().current_version, Some(2));
    assert_eq!(refusal(house.services.templates.version(who, template.id, 3).await), NOT_FOUND);
}

async fn a_template_that_does_not_check_is_not_kept(house: House) {
    let who = &house.one.manager;
    let template = house.template("letter", "<p>1</p>").await;
    let answer = house.services.templates.add_version(who, template.id, None, version("{% broken %}")).await;
    assert_eq!(refusal(answer), (422, Code::TemplateInvalid));
    assert_eq!(house.services.templates.versions(who, template.id).await.unwrap().len(), 1);
}

async fn two_writers_never_give_the_same_version_number(house: House) {
    let who = &house.one.manager;
    let template = house.template("letter", "<p>1</p>").await;
    let templates = &house.services.templates;
    let (a, b) = tokio::join!(
        templates.add_version(who, template.id, Some(template.version), version("<p>a</p>")),
        templates.add_version(who, template.id, Some(template.version), version("<p>b</p>")),
    );
    assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
    let (status, _) = refusal(if a.is_ok() { b } else { a });
    assert!(status == 409 || status == 412, "{status}");
    assert_eq!(templates.versions(who, template.id).await.unwrap().len(), 2);
}

async fn a_template_put_away_is_not_offered_any_more(house: House) {
    let who = &house.one.manager;
    let template = house.template("letter", "<p>1</p>").await;
    assert_eq!(house.services.templates.choices(&house.one.user).await.unwrap().len(), 1);
    house.services.templates.archive(who, template.id, None).await.unwrap();
    assert!(house.services.templates.choices(&house.one.user).await.unwrap().is_empty());
    assert_eq!(refusal(house.services.templates.find(who, template.id).await), NOT_FOUND);
    assert_eq!(refusal(house.issue(who, template.id, None).await), NOT_FOUND);
}

async fn a_broker_chooses_templates_but_does_not_read_or_write_them(house: House) {
    let (templates, who) = (&house.services.templates, &house.one.user);
    let known = house.template("letter", "<p>1</p>").await;
    assert_eq!(templates.choices(who).await.unwrap(), std::slice::from_ref(&known));
    assert_eq!(refusal(templates.find(who, known.id).await), FORBIDDEN);
    assert_eq!(refusal(templates.list(who, &page(50), &TemplateFilter::default()).await), FORBIDDEN);
    assert_eq!(refusal(templates.versions(who, known.id).await), FORBIDDEN);
    assert_eq!(refusal(templates.version(who, known.id, 1).await), FORBIDDEN);
    assert_eq!(refusal(templates.create(who, TemplateInput::default()).await), FORBIDDEN);
    assert_eq!(refusal(templates.update(who, known.id, None, &json!({})).await), FORBIDDEN);
    assert_eq!(refusal(templates.add_version(who, known.id, None, version("x")).await), FORBIDDEN);
    assert_eq!(refusal(templates.archive(who, known.id, None).await), FORBIDDEN);
}

async fn templates_are_filtered_by_kind(house: House) {
    house.template("letter", "<p>1</p>").await;
    let notice = house.template("notice", "<p>1</p>").await;
    let filter = TemplateFilter { kind: Some(TemplateKind::Notice), ..TemplateFilter::default() };
    let list = house.services.templates.list(&house.one.manager, &page(50), &filter).await.unwrap();
    assert_eq!(list.items, [notice]);
}
