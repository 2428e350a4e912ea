//! Signed links: a document for somebody without a session, for a while.

use std::sync::Arc;

use domain::document::SignedUrlInput;
use domain::shared::problem::Code;
use domain::shared::{AgencyId, DocumentId};
use jiff::SignedDuration;
use services::documents::LinkParts;
use services::{Ports, Services};
use uuid::Uuid;

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
        link: Uuid::try_parse(&value("link")).unwrap(),
        expires: value("expires").parse().unwrap(),
        key: value("key"),
        signature: value("sig"),
    }
}

async fn shared(house: &House, single_use: bool) -> LinkParts {
    let issued = house.certificate(&house.one.user, "P-1").await;
    let input = SignedUrlInput { expires_in_seconds: Some(600), single_use: Some(single_use) };
    parts(&house.services.documents.share(&house.one.user, issued.id, &input).await.unwrap().url)
}

async fn a_link_opens_its_document_without_a_session(house: House) {
    let link = shared(&house, false).await;
    for _ in 0..2 {
        let file = house.services.documents.download_by_link(&link, context()).await.unwrap();
        assert_eq!(file.view.id, link.document);
        assert!(!file.bytes.is_empty());
    }
}

async fn a_tampered_link_opens_nothing(house: House) {
    let link = shared(&house, false).await;
    let letter = house.template("letter", "x").await;
    let other = house.issue(&house.one.user, letter.id, None).await.unwrap();
    let tampered = [
        LinkParts { document: other.id, ..link.clone() },
        LinkParts { agency: house.two.agency, ..link.clone() },
        LinkParts { link: other.id.uuid(), ..link.clone() },
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
    house.services.documents.revoke(&house.one.user, link.document, None).await.unwrap();
    let answer = house.services.documents.download_by_link(&link, context()).await;
    assert_eq!(refusal(answer), (410, Code::DocumentRevoked));
    let again = house.services.documents.share(&house.one.user, link.document, &SignedUrlInput::default()).await;
    assert_eq!(refusal(again), (422, Code::DocumentRevoked));
}

async fn a_link_lives_a_minute_to_a_week(house: House) {
    let issued = house.certificate(&house.one.user, "P-1").await;
    for seconds in [59, 604_801, -1] {
        let input = SignedUrlInput { expires_in_seconds: Some(seconds), single_use: None };
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
