//! The papers in which companies gave their mandates.

use domain::company::{HandedIn, MandateInput, MandateView};
use domain::shared::CompanyId;
use domain::shared::problem::Code;

use crate::support::{FORBIDDEN, House, NOT_FOUND, field_refusal, mandate, refusal};

on_each_database! {
    a_paper_is_handed_in_replaced_downloaded_and_removed,
    a_paper_stays_with_its_mandate_and_goes_with_it,
    what_is_no_pdf_is_not_kept,
    a_broker_downloads_papers_and_hands_none_in,
}

fn pdf(text: &str) -> HandedIn {
    HandedIn { file_name: Some("Mandat signé.pdf".into()), bytes: format!("%PDF-1.7 {text}").into_bytes() }
}

async fn mandated(house: &House) -> (CompanyId, MandateView) {
    let company = house.company("AXA").await;
    house.give_mandate(company.id).await;
    (company.id, house.services.companies.mandates(&house.one.manager, company.id).await.unwrap().items.remove(0))
}

async fn a_paper_is_handed_in_replaced_downloaded_and_removed(house: House) {
    let (papers, who) = (&house.services.papers, &house.one.manager);
    let (company, given) = mandated(&house).await;
    assert_eq!(given.document, None);
    let kept = papers.hand_in(who, company, given.id, Some(2), pdf("first")).await.unwrap();
    let document = kept.document.clone().unwrap();
    assert_eq!((document.file_name.as_str(), document.size_bytes), ("Mandat signé.pdf", 14));
    assert_eq!(house.services.companies.mandates(who, company).await.unwrap().items, [kept]);
    let file = papers.download(&house.one.user, company, given.id).await.unwrap();
    assert_eq!(
        (file.saved_as.as_str(), file.bytes.as_slice()),
        ("mandat-AXA-issue-certificates.pdf", &b"%PDF-1.7 first"[..])
    );
    let late = papers.hand_in(who, company, given.id, Some(2), pdf("late")).await;
    assert_eq!(refusal(late), (412, Code::PreconditionFailed), "a paper is part of the company's record");
    papers.hand_in(who, company, given.id, Some(3), pdf("second")).await.unwrap();
    assert_eq!(papers.download(who, company, given.id).await.unwrap().bytes, b"%PDF-1.7 second");
    papers.remove(who, company, given.id, Some(4)).await.unwrap();
    assert_eq!(
        papers.download(who, company, given.id).await.map(|file| file.bytes).map_err(|e| e.problem().status),
        Err(404)
    );
    assert_eq!(refusal(papers.remove(who, company, given.id, None).await), NOT_FOUND);
    let mut raw = house.raw().await;
    let events = "SELECT action FROM audit_events WHERE action LIKE 'company.%_paper' ORDER BY sequence";
    let (kept, took, gone) = ("company.hand_in_paper", "company.download_paper", "company.remove_paper");
    assert_eq!(raw.texts(events).await, [kept, took, kept, took, gone]);
}

async fn a_paper_stays_with_its_mandate_and_goes_with_it(house: House) {
    let (companies, papers, who) = (&house.services.companies, &house.services.papers, &house.one.manager);
    let (company, given) = mandated(&house).await;
    papers.hand_in(who, company, given.id, None, pdf("kept")).await.unwrap();
    // Said anew by its id with another day, or by saying the same, it is the same mandate.
    let named = MandateInput {
        id: Some(given.id.to_string()),
        valid_until: Some("2030-12-31".into()),
        ..mandate("issue_certificates")
    };
    let unnamed = mandate("issue_certificates");
    for input in [named, unnamed] {
        let others = vec![mandate("collect_premiums"), input];
        let told = companies.set_mandates(who, company, None, others).await.unwrap();
        let same = told.items.iter().find(|told| told.id == given.id).unwrap();
        assert!(same.document.is_some());
    }
    let foreign =
        MandateInput { id: Some("0193c0de-0000-7000-8000-00000000dead".into()), ..mandate("collect_premiums") };
    let answer = companies.set_mandates(who, company, None, vec![foreign]).await;
    assert_eq!(field_refusal(answer), ("/0/id".into(), Code::UnknownReference));
    let twice = || MandateInput { id: Some(given.id.to_string()), ..mandate("collect_premiums") };
    let answer = companies.set_mandates(who, company, None, vec![twice(), twice()]).await;
    assert_eq!(field_refusal(answer), ("/1/id".into(), Code::Duplicate));
    companies.set_mandates(who, company, None, vec![mandate("collect_premiums")]).await.unwrap();
    let mut raw = house.raw().await;
    assert_eq!(raw.number("SELECT COUNT(*) FROM mandate_documents").await, 0);
    let (second, given) = {
        let company = house.company("MMA").await;
        house.give_mandate(company.id).await;
        (company.id, companies.mandates(who, company.id).await.unwrap().items.remove(0))
    };
    papers.hand_in(who, second, given.id, None, pdf("x")).await.unwrap();
    companies.delete(who, second, None).await.unwrap();
    assert_eq!(raw.number("SELECT COUNT(*) FROM mandate_documents").await, 0);
}

async fn what_is_no_pdf_is_not_kept(house: House) {
    let (papers, who) = (&house.services.papers, &house.one.manager);
    let (company, given) = mandated(&house).await;
    for (bytes, code) in [(b"<html>".to_vec(), Code::NotAPdf), (Vec::new(), Code::Required)] {
        let answer = papers.hand_in(who, company, given.id, None, HandedIn { file_name: None, bytes }).await;
        assert_eq!(field_refusal(answer), ("/file".into(), code));
    }
    assert_eq!(house.services.companies.find(who, company).await.unwrap().version, 2);
}

async fn a_broker_downloads_papers_and_hands_none_in(house: House) {
    let (papers, broker) = (&house.services.papers, &house.one.user);
    let (company, given) = mandated(&house).await;
    papers.hand_in(&house.one.manager, company, given.id, None, pdf("x")).await.unwrap();
    assert!(papers.download(broker, company, given.id).await.is_ok());
    assert_eq!(refusal(papers.hand_in(broker, company, given.id, None, pdf("mine")).await), FORBIDDEN);
    assert_eq!(refusal(papers.remove(broker, company, given.id, None).await), FORBIDDEN);
}
