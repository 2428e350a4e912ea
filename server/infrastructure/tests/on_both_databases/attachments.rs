//! What is put with clients and policies: how long it stays when it was taken away, where it goes when two files become one,
//! and what the cleaning of files leaves alone.

use domain::attachment::{AttachedTo, AttachmentInput, AttachmentView, RemovalInput};
use domain::audit::AuditFilter;
use domain::client::{HappeningKind, MergeInput};
use domain::shared::ClientId;
use domain::shared::problem::Code;
use jiff::SignedDuration;
use services::Error;
use services::access::Principal;
use services::ports::files::{FileBook, Files};

use super::storage::Stored;
use crate::support::{Fault, House, NOT_FOUND, page, refusal};

on_each_database! {
    what_was_taken_away_is_erased_after_thirty_days,
    what_was_brought_back_is_not_erased,
    of_two_who_take_one_away_one_is_told,
    it_follows_into_the_file_that_stays_and_back,
    its_file_moves_and_is_no_orphan,
    a_file_is_put_nowhere_when_the_storage_is_down,
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn input(client: ClientId, name: &str) -> AttachmentInput {
    AttachmentInput {
        client_id: Some(client.to_string()),
        file_name: Some(name.to_owned()),
        bytes: format!("%PDF-1.7 {name}").into_bytes(),
        ..AttachmentInput::default()
    }
}

async fn attached(house: &House, who: &Principal, client: ClientId, name: &str) -> AttachmentView {
    house.services.attachments.attach(who, input(client, name)).await.unwrap()
}

fn why() -> RemovalInput {
    RemovalInput { reason: Some("En double".into()) }
}

async fn names(house: &House, who: &Principal, of: AttachedTo, removed: bool) -> Vec<String> {
    let list = house.services.attachments.list(who, of, removed, &page(50)).await.unwrap();
    list.items.into_iter().map(|one| one.file_name).collect()
}

fn key(house: &House, one: &AttachmentView) -> String {
    format!("{}/attachments/{}.pdf", house.one.agency, one.id)
}

async fn what_was_taken_away_is_erased_after_thirty_days(house: House) {
    let who = &house.one.user;
    let client = house.client(who, "Durand").await.id;
    let (stays, goes) =
        (attached(&house, who, client, "reste.pdf").await, attached(&house, who, client, "part.pdf").await);
    let attachments = &house.services.attachments;
    let removed = attachments.remove(who, goes.id, Some(1), Some(&why())).await.unwrap().removed.unwrap();
    assert_eq!(removed.kept_until, removed.at + DAY * 30);
    house.clock.advance(DAY * 30 - SignedDuration::from_secs(1));
    assert_eq!(attachments.erase_removed(house.one.agency).await.unwrap(), 0);
    house.clock.advance(SignedDuration::from_secs(2));
    assert_eq!(attachments.erase_removed(house.two.agency).await.unwrap(), 0, "another firm's");
    assert!(house.ports.files.get(&key(&house, &goes), &goes.checksum_sha256).await.unwrap().is_some());
    assert_eq!(attachments.erase_removed(house.one.agency).await.unwrap(), 1);
    assert_eq!(attachments.erase_removed(house.one.agency).await.unwrap(), 0);
    assert_eq!(refusal(attachments.find(who, goes.id).await), NOT_FOUND);
    assert_eq!(house.ports.files.get(&key(&house, &goes), &goes.checksum_sha256).await.unwrap(), None);
    assert_eq!(house.database.file(&key(&house, &goes)).await.unwrap(), None);
    assert_eq!(attachments.download(who, stays.id).await.unwrap().bytes, b"%PDF-1.7 reste.pdf");
    let filter = AuditFilter { object_id: Some(goes.id.to_string()), ..AuditFilter::default() };
    let events = house.services.audit.list(&house.one.manager, &page(50), &filter).await.unwrap();
    let acts: Vec<&str> = events.items.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(acts, ["attachment.erase", "attachment.remove", "attachment.attach"]);
}

async fn what_was_brought_back_is_not_erased(house: House) {
    let who = &house.one.user;
    let policy = house.bound(who, "P-1").await;
    let attachments = &house.services.attachments;
    let to_policy =
        AttachmentInput { client_id: None, policy_id: Some(policy.id.to_string()), ..input(policy.client_id, "a.pdf") };
    let one = attachments.attach(who, to_policy).await.unwrap();
    attachments.remove(who, one.id, None, None).await.unwrap();
    let of = AttachedTo::Policy(policy.id);
    assert_eq!((names(&house, who, of, false).await.len(), names(&house, who, of, true).await.len()), (0, 1));
    house.clock.advance(DAY * 29);
    attachments.restore(who, one.id, Some(2)).await.unwrap();
    house.clock.advance(DAY * 29);
    assert_eq!(attachments.erase_removed(house.one.agency).await.unwrap(), 0);
    assert_eq!(names(&house, who, of, false).await, ["a.pdf"]);
    assert!(attachments.download(who, one.id).await.is_ok());
    assert_eq!(refusal(attachments.list(&house.one.colleague, of, false, &page(50)).await), NOT_FOUND);
    assert_eq!(refusal(attachments.find(&house.one.colleague, one.id).await), NOT_FOUND);
    assert_eq!(refusal(attachments.find(&house.two.admin, one.id).await), NOT_FOUND);
}

async fn of_two_who_take_one_away_one_is_told(house: House) {
    let who = &house.one.user;
    let client = house.client(who, "Durand").await.id;
    let one = attached(&house, who, client, "a.pdf").await;
    let attachments = &house.services.attachments;
    let remove = async || attachments.remove(who, one.id, Some(1), Some(&why())).await;
    let (first, second) = tokio::join!(remove(), remove());
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    let told = first.err().or(second.err()).unwrap();
    assert!(matches!(told, Error::NotFound | Error::StaleVersion | Error::PreconditionFailed), "{told:?}");
    assert_eq!(refusal(attachments.remove(who, one.id, None, None).await), NOT_FOUND);
    assert_eq!(
        refusal(attachments.restore(who, one.id, Some(1)).await),
        (412, Code::PreconditionFailed),
        "it was seen before it was taken away"
    );
}

async fn it_follows_into_the_file_that_stays_and_back(house: House) {
    let (who, clients) = (&house.one.user, &house.services.clients);
    let (from, into) = (house.client(who, "Durand").await.id, house.client(who, "Durant").await.id);
    attached(&house, who, from, "permis.pdf").await;
    let away = attached(&house, who, from, "vieux.pdf").await;
    house.services.attachments.remove(who, away.id, None, Some(&why())).await.unwrap();
    attached(&house, who, into, "constat.pdf").await;
    let merge = MergeInput { into: Some(into.to_string()), into_version: None };
    clients.merge(who, from, None, merge).await.unwrap();
    let mut all = names(&house, who, AttachedTo::Client(into), false).await;
    all.sort();
    assert_eq!(all, ["constat.pdf", "permis.pdf"]);
    assert_eq!(names(&house, who, AttachedTo::Client(into), true).await, ["vieux.pdf"]);
    let refused = house.services.attachments.attach(who, input(from, "tard.pdf")).await.unwrap_err();
    assert!(matches!(refused, Error::Merged(id) if id == into), "{refused:?}");
    let told = clients.timeline(who, into, &page(50)).await.unwrap();
    let kinds = told.items.iter().map(|one| one.kind);
    let count = |kind| kinds.clone().filter(|known| *known == kind).count();
    assert_eq!((count(HappeningKind::Attached), count(HappeningKind::Detached)), (3, 1));

    // What was erased since does not keep the two files together.
    house.clock.advance(DAY * 31);
    assert_eq!(house.services.attachments.erase_removed(house.one.agency).await.unwrap(), 1);
    clients.unmerge(who, from, None).await.unwrap();
    assert_eq!(names(&house, who, AttachedTo::Client(from), false).await, ["permis.pdf"]);
    assert_eq!(names(&house, who, AttachedTo::Client(into), false).await, ["constat.pdf"]);
}

async fn its_file_moves_and_is_no_orphan(house: House) {
    let stored = Stored::over(house).await;
    let (house, who) = (&stored.house, &stored.house.one.user);
    let client = house.client(who, "Durand").await.id;
    let one = attached(house, who, client, "a.pdf").await;
    // A file whose record did not come, as it is left by a server that died between the two.
    let lost = format!("{}/attachments/{}.pdf", house.one.agency, house.one.agency);
    stored.files.put(&lost, b"%PDF-1.7".to_vec()).await.unwrap();
    stored.to(stored.s3()).await;
    house.clock.advance(DAY * 2);
    assert_eq!(stored.services.storage.move_files().await.unwrap(), 2);
    assert_eq!(stored.bucket.keys().len(), 2);
    let swept = stored.services.storage.sweep(&[house.one.agency]).await.unwrap();
    assert_eq!((swept.removed, swept.missing), (1, 0));
    assert_eq!(stored.bucket.keys().len(), 1);
    assert!(stored.services.attachments.download(who, one.id).await.is_ok());
}

async fn a_file_is_put_nowhere_when_the_storage_is_down(house: House) {
    let stored = Stored::over(house).await;
    stored.to(stored.s3()).await;
    let who = &stored.house.one.user;
    let client = stored.house.client(who, "Durand").await.id;
    stored.bucket.always(Some(Fault::HangUp));
    let refused = stored.services.attachments.attach(who, input(client, "a.pdf")).await;
    assert_eq!(refusal(refused), (503, Code::Unavailable));
    stored.bucket.always(None);
    assert_eq!(names(&stored.house, who, AttachedTo::Client(client), false).await, Vec::<String>::new());
    assert_eq!(stored.bucket.keys(), Vec::<String>::new());
}
