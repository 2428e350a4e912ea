//! Signed links: a document for somebody without a session, for a while.

use std::sync::Arc;

use domain::client::HappeningKind;
use domain::document::{CertificateTruth, EmailInput, LinkStatus, SignedUrlInput};
use domain::letter::{LetterFailure, LetterState};
use domain::shared::problem::Code;
use domain::shared::{AgencyId, DocumentId, LinkId};
use jiff::SignedDuration;
use services::documents::LinkParts;
use services::{Ports, Services};

use crate::support::{FailingOnce, House, context, field_refusal, refusal};

on_each_database! {
    a_link_opens_its_document_without_a_session,
    a_tampered_link_opens_nothing,
    a_link_is_over_at_its_hour,
    a_link_for_one_use_works_once,
    a_link_for_one_use_opened_twice_at_once_works_once,
    a_link_for_one_use_outlives_a_file_that_cannot_be_read,
    a_revoked_document_kills_its_links,
    a_link_lives_a_minute_to_a_week,
    a_download_by_link_is_in_the_audit_log,
    a_link_that_was_taken_back_opens_nothing,
    the_firm_knows_who_holds_a_certificate_that_became_false,
    a_document_goes_by_letter_and_its_delivery_is_told,
}

const INVALID: (u16, Code) = (403, Code::LinkInvalid);
const EXPIRED: (u16, Code) = (410, Code::LinkExpired);

/// Reads the parts out of the address, as the door does.
fn parts(url: &str) -> LinkParts {
    let (path, query) = url.split_once('?').unwrap();
    let document = path.rsplit_once('/').unwrap().1;
    let value = |name: &str| {
        query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).unwrap().1.to_owned()
    };
    LinkParts {
        document: DocumentId::parse(document).unwrap(),
        agency: AgencyId::parse(&value("agency")).unwrap(),
        link: LinkId::parse(&value("link")).unwrap(),
        expires: value("expires").parse().unwrap(),
        key: value("key"),
        signature: value("sig"),
    }
}

async fn shared(house: &House, single_use: bool) -> LinkParts {
    let issued = house.certificate(&house.one.user, "P-1").await;
    let input =
        SignedUrlInput { expires_in_seconds: Some(600), single_use: Some(single_use), ..SignedUrlInput::default() };
    parts(&house.services.documents.share(&house.one.user, issued.id, &input).await.unwrap().url)
}

async fn a_link_opens_its_document_without_a_session(house: House) {
    let link = shared(&house, false).await;
    for _ in 0..2 {
        let file = house.services.documents.download_by_link(&link, context()).await.unwrap();
        assert_eq!(file.view.id, link.document);
        assert!(!file.content.bytes().unwrap().is_empty());
    }
}

async fn a_tampered_link_opens_nothing(house: House) {
    let link = shared(&house, false).await;
    let letter = house.template("letter", "x").await;
    let other = house.issue(&house.one.user, letter.id, None).await.unwrap();
    let tampered = [
        LinkParts { document: other.id, ..link.clone() },
        LinkParts { agency: house.two.agency, ..link.clone() },
        LinkParts { link: LinkId::from_uuid(other.id.uuid()), ..link.clone() },
        LinkParts { expires: link.expires + 1, ..link.clone() },
        LinkParts { key: "00000000".into(), ..link.clone() },
        LinkParts { signature: String::new(), ..link.clone() },
    ];
    for link in tampered {
        let answer = house.services.documents.download_by_link(&link, context()).await;
        assert_eq!(refusal(answer), INVALID, "{link:?}");
    }
}

async fn a_link_is_over_at_its_hour(house: House) {
    let link = shared(&house, false).await;
    house.clock.advance(SignedDuration::from_secs(599));
    assert!(house.services.documents.download_by_link(&link, context()).await.is_ok());
    house.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(refusal(house.services.documents.download_by_link(&link, context()).await), EXPIRED);
}

async fn a_link_for_one_use_works_once(house: House) {
    let link = shared(&house, true).await;
    assert!(house.services.documents.download_by_link(&link, context()).await.is_ok());
    assert_eq!(refusal(house.services.documents.download_by_link(&link, context()).await), EXPIRED);
}

async fn a_link_for_one_use_opened_twice_at_once_works_once(house: House) {
    let link = shared(&house, true).await;
    let documents = &house.services.documents;
    let (a, b) =
        tokio::join!(documents.download_by_link(&link, context()), documents.download_by_link(&link, context()));
    assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1);
}

async fn a_link_for_one_use_outlives_a_file_that_cannot_be_read(house: House) {
    let link = shared(&house, true).await;
    let files = Arc::new(FailingOnce::over(Arc::clone(&house.ports.files)));
    let documents = Services::new(&Ports { files, ..house.ports.clone() }).documents;
    assert_eq!(refusal(documents.download_by_link(&link, context()).await), (503, Code::Unavailable));
    assert!(documents.download_by_link(&link, context()).await.is_ok());
    assert_eq!(refusal(documents.download_by_link(&link, context()).await), EXPIRED);
}

async fn a_revoked_document_kills_its_links(house: House) {
    let link = shared(&house, false).await;
    house.services.documents.revoke(&house.one.user, link.document, None, None).await.unwrap();
    let answer = house.services.documents.download_by_link(&link, context()).await;
    assert_eq!(refusal(answer), (410, Code::DocumentRevoked));
    let again = house.services.documents.share(&house.one.user, link.document, &SignedUrlInput::default()).await;
    assert_eq!(refusal(again), (422, Code::DocumentRevoked));
}

async fn a_link_lives_a_minute_to_a_week(house: House) {
    let issued = house.certificate(&house.one.user, "P-1").await;
    for seconds in [59, 604_801, -1] {
        let input = SignedUrlInput { expires_in_seconds: Some(seconds), ..SignedUrlInput::default() };
        let answer = house.services.documents.share(&house.one.user, issued.id, &input).await;
        assert_eq!(field_refusal(answer), ("/expires_in_seconds".into(), Code::OutOfRange), "{seconds}");
    }
}

async fn a_download_by_link_is_in_the_audit_log(house: House) {
    let link = shared(&house, false).await;
    house.services.documents.download_by_link(&link, context()).await.unwrap();
    let newest = house
        .services
        .audit
        .list(&house.one.manager, &crate::support::page(1), &domain::audit::AuditFilter::default())
        .await
        .unwrap();
    let event = &newest.items[0];
    assert_eq!((event.action.as_str(), event.actor.as_str()), ("document.download", "signed link"));
    assert_eq!(event.object_id, link.document.to_string());
}

async fn a_link_that_was_taken_back_opens_nothing(house: House) {
    let link = shared(&house, false).await;
    let documents = &house.services.documents;
    let (user, other) = (&house.one.user, &house.two.user);
    documents.download_by_link(&link, context()).await.unwrap();
    let listed = documents.links(user, link.document).await.unwrap();
    assert_eq!((listed.len(), listed[0].status, listed[0].uses), (1, LinkStatus::Active, 1));
    assert_eq!(refusal(documents.links(other, link.document).await), (404, Code::NotFound));
    assert_eq!(refusal(documents.revoke_link(other, link.document, link.link).await), (404, Code::NotFound));
    documents.revoke_link(user, link.document, link.link).await.unwrap();
    assert_eq!(refusal(documents.download_by_link(&link, context()).await), EXPIRED);
    assert_eq!(documents.links(user, link.document).await.unwrap()[0].status, LinkStatus::Revoked);
    // A second press is no second event.
    documents.revoke_link(user, link.document, link.link).await.unwrap();
    let told = domain::audit::AuditFilter { action: Some("document.revoke_link".into()), ..Default::default() };
    let told = house.services.audit.list(&house.one.manager, &crate::support::page(10), &told).await.unwrap();
    assert_eq!(told.items.len(), 1);
    // Another link to the same document works.
    let url = documents.share(user, link.document, &SignedUrlInput::default()).await.unwrap().url;
    documents.download_by_link(&parts(&url), context()).await.unwrap();
}

async fn the_firm_knows_who_holds_a_certificate_that_became_false(house: House) {
    let (user, documents) = (&house.one.user, &house.services.documents);
    let issued = house.certificate(user, "P-1").await;
    let policy = issued.policy_id.unwrap();
    let to = |name: &str| SignedUrlInput { recipient: Some(name.to_owned()), ..SignedUrlInput::default() };
    for name in ["Mairie de Lyon", "Garage Zoé"] {
        let url = documents.share(user, issued.id, &to(name)).await.unwrap().url;
        documents.download_by_link(&parts(&url), context()).await.unwrap();
    }
    let told = documents.in_circulation(user, policy).await.unwrap();
    assert_eq!((told.len(), told[0].truth, told[0].is_false()), (1, CertificateTruth::Holds, false));
    let today = jiff::civil::date(2026, 11, 23).to_string();
    let cancellation =
        domain::policy::CancellationInput { effective_date: Some(today), reason: Some("Véhicule vendu".to_owned()) };
    house.services.policies.cancel(user, policy, None, cancellation).await.unwrap();
    let told = documents.in_circulation(user, policy).await.unwrap();
    assert_eq!((told[0].truth, told[0].is_false()), (CertificateTruth::NotCovered, true));
    let mut holders: Vec<_> = told[0].given_by.iter().filter_map(|link| link.recipient.clone()).collect();
    holders.sort();
    assert_eq!(holders, ["Garage Zoé", "Mairie de Lyon"]);
    assert_eq!(refusal(documents.in_circulation(&house.two.user, policy).await), (404, Code::NotFound));
    // What was taken back misleads nobody any more.
    documents.revoke(user, issued.id, None, None).await.unwrap();
    assert!(documents.in_circulation(user, policy).await.unwrap().is_empty());
}

async fn a_document_goes_by_letter_and_its_delivery_is_told(house: House) {
    let (user, documents) = (&house.one.user, &house.services.documents);
    let issued = house.certificate(user, "P-1").await;
    let wrong = EmailInput { to: Some("zoe".into()), ..EmailInput::default() };
    assert_eq!(field_refusal(documents.email(user, issued.id, &wrong).await).0, "/to");
    let input = EmailInput {
        to: Some("garage@exemple.test".into()),
        name: Some("Garage Zoé".into()),
        message: Some("Bonne route.".into()),
        attach: Some(true),
        expires_in_seconds: None,
    };
    assert_eq!(refusal(documents.email(&house.two.user, issued.id, &input).await), (404, Code::NotFound));
    let link = documents.email(user, issued.id, &input).await.unwrap();
    assert_eq!((link.letter, link.status), (Some(LetterState::Waiting), LinkStatus::Active));
    assert_eq!(link.recipient.as_deref(), Some("Garage Zoé <garage@exemple.test>"));
    house.mail.refuse(Some(LetterFailure::Refused));
    house.services.letters.deliver_due().await.unwrap();
    assert_eq!(documents.links(user, issued.id).await.unwrap()[0].letter, Some(LetterState::Failed));
    house.mail.refuse(None);
    documents.email(user, issued.id, &input).await.unwrap();
    house.services.letters.deliver_due().await.unwrap();
    let letter = house.mail.letters().pop().unwrap();
    let file = documents.download(user, issued.id).await.unwrap();
    let attached = letter.file.unwrap();
    assert_eq!((attached.name, attached.bytes), ("ATT-2026-00001.pdf".to_owned(), file.content.bytes().unwrap()));
    assert!(letter.text.text.contains("Bonne route.") && letter.text.text.contains("Cabinet Un"));
    let url = letter.text.text.lines().find(|line| line.starts_with("https://")).unwrap();
    documents.download_by_link(&parts(url), context()).await.unwrap();
    // What became of both letters stands in the client's file.
    let told =
        house.services.clients.timeline(user, issued.client_id.unwrap(), &crate::support::page(50)).await.unwrap();
    let mut kinds: Vec<_> = told.items.iter().map(|one| one.kind).collect();
    kinds.retain(|kind| matches!(kind, HappeningKind::Sent | HappeningKind::Unsent | HappeningKind::Sending));
    assert_eq!(kinds, [HappeningKind::Sent, HappeningKind::Unsent]);
    documents.revoke(user, issued.id, None, None).await.unwrap();
    assert_eq!(refusal(documents.email(user, issued.id, &input).await), (422, Code::DocumentRevoked));
}
