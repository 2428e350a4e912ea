//! Documents about many policies: one for each however often the work is begun again, refused with the reason, together in one
//! file that is kept for a while.

use domain::document::DocumentFilter;
use domain::document_run::{DocumentItemState, DocumentRunInput, DocumentRunState, DocumentRunView};
use domain::policy::PolicyView;
use domain::shared::page::PageRequest;
use domain::shared::problem::Code;
use jiff::SignedDuration;
use serde_json::json;
use services::access::Principal;

use crate::support::{FORBIDDEN, House, NOT_FOUND, field_refusal, page, refusal};

on_each_database! {
    documents_are_issued_refused_with_their_reason_and_brought_together,
    two_workers_issue_one_document_for_each_policy,
    a_worker_that_dies_leaves_nothing_half_done,
    what_does_not_answer_is_tried_again_and_then_told,
    what_is_called_off_stops_and_what_was_issued_stands,
    documents_stop_when_their_author_may_no_longer,
    a_user_issues_and_gets_only_what_is_his,
    what_is_wrong_is_told_before_anything_is_issued,
    a_file_is_kept_for_thirty_days_and_then_swept,
    an_altered_document_is_not_bound,
}

/// Policies in force of one broker, with the mandate to certify them unless it is said otherwise.
async fn portfolio(house: &House, who: &Principal, numbers: &[&str]) -> Vec<PolicyView> {
    let mut policies = Vec::new();
    for number in numbers {
        let policy = house.bound(who, number).await;
        if !number.starts_with("NO") {
            house.give_mandate(policy.company_id).await;
        }
        policies.push(policy);
    }
    policies
}

async fn order(house: &House, source: &str, policies: &[PolicyView]) -> DocumentRunInput {
    let template = house.template("certificate", source).await;
    DocumentRunInput {
        template_id: Some(template.id.to_string()),
        policies: Some(policies.iter().map(|policy| policy.id.to_string()).collect()),
        ..DocumentRunInput::default()
    }
}

/// Works until nothing is left to do now.
async fn work(house: &House, who: &Principal, run: &DocumentRunView) -> DocumentRunView {
    while house.services.document_runs.go_on().await.unwrap() {}
    // The file is made in a turn of its own.
    while house.services.document_runs.go_on().await.unwrap() {}
    house.services.document_runs.find(who, run.id).await.unwrap()
}

async fn told(
    house: &House,
    who: &Principal,
    run: &DocumentRunView,
) -> Vec<(String, DocumentItemState, Option<Code>, bool)> {
    let items = house.services.document_runs.items(who, run.id, None, &PageRequest::default()).await.unwrap().items;
    let mut told: Vec<_> = items
        .into_iter()
        .map(|item| (item.policy_number, item.state, item.code, item.document_number.is_some()))
        .collect();
    told.sort();
    told
}

async fn issued(house: &House, policy: &PolicyView) -> usize {
    let filter = DocumentFilter { policy_id: Some(policy.id), ..DocumentFilter::default() };
    house.services.documents.list(&house.one.admin, &page(50), &filter).await.unwrap().items.len()
}

async fn documents_are_issued_refused_with_their_reason_and_brought_together(house: House) {
    let (who, runs) = (&house.one.user, &house.services.document_runs);
    let policies = portfolio(&house, who, &["A", "B", "NO-MANDATE"]).await;
    let input = order(&house, "<h1>Attestation</h1>", &policies).await;
    let run = runs.start(who, input).await.unwrap();
    assert_eq!((run.state, run.total, run.waiting), (DocumentRunState::Issuing, 3, 3));
    assert_eq!(refusal(runs.download(who, run.id).await), NOT_FOUND, "there is no file yet");
    let done = work(&house, who, &run).await;
    assert_eq!((done.state, done.done, done.refused, done.failed), (DocumentRunState::Done, 2, 1, 0));
    let expected = [
        ("A".to_owned(), DocumentItemState::Done, None, true),
        ("B".to_owned(), DocumentItemState::Done, None, true),
        ("NO-MANDATE".to_owned(), DocumentItemState::Refused, Some(Code::MandateMissing), false),
    ];
    assert_eq!(told(&house, who, &run).await, expected);
    let told = done.file.clone().unwrap();
    assert_eq!(told.documents, 2);
    let file = runs.download(who, run.id).await.unwrap();
    assert_eq!(i64::try_from(file.bytes.len()).unwrap(), told.size_bytes);
    let text = String::from_utf8(file.bytes).unwrap();
    for expected in ["[ATT-2026-00001 – Élodie Durand as ATT-2026-00001]", "[ATT-2026-00002 –", "<h1>Attestation</h1>"]
    {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    // They are documents as all are: of the person, with their events, in the chain.
    for policy in &policies[..2] {
        let filter = DocumentFilter { policy_id: Some(policy.id), ..DocumentFilter::default() };
        let rows = house.services.documents.list(who, &page(5), &filter).await.unwrap().items;
        assert_eq!((rows.len(), Some(rows[0].document.author_id)), (1, who.user_id()));
    }
    let mut raw = house.raw().await;
    let events = |action: &str| format!("SELECT COUNT(*) FROM audit_events WHERE action = '{action}'");
    assert_eq!(raw.number(&events("document.issue")).await, 2);
    assert_eq!(raw.number(&events("document_run.download")).await, 1);
    assert!(house.services.audit.verify(&house.one.admin).await.unwrap().intact);
}

async fn two_workers_issue_one_document_for_each_policy(house: House) {
    let (who, runs) = (&house.one.manager, &house.services.document_runs);
    let policies = portfolio(&house, who, &["A", "B", "C", "D"]).await;
    let run = runs.start(who, order(&house, "x", &policies).await).await.unwrap();
    let (one, two, three) = tokio::join!(runs.go_on(), runs.go_on(), runs.go_on());
    // Who lost a race leaves it for the next round.
    drop((one, two, three));
    house.clock.advance(SignedDuration::from_mins(5));
    let done = work(&house, who, &run).await;
    assert_eq!((done.state, done.done), (DocumentRunState::Done, 4));
    for policy in &policies {
        assert_eq!(issued(&house, policy).await, 1);
    }
}

async fn a_worker_that_dies_leaves_nothing_half_done(house: House) {
    let (who, runs) = (&house.one.manager, &house.services.document_runs);
    let policies = portfolio(&house, who, &["A", "B", "C", "D", "E", "F"]).await;
    let run = runs.start(who, order(&house, "x", &policies).await).await.unwrap();
    // Dropped at another await each time, as a process that is killed drops all it was at.
    for steps in 1..60_u32 {
        let mut turn = Box::pin(runs.go_on());
        for _ in 0..steps {
            let waker = std::task::Waker::noop();
            if turn.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_ready() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        drop(turn);
    }
    house.clock.advance(SignedDuration::from_mins(5));
    let done = work(&house, who, &run).await;
    assert_eq!((done.state, done.done), (DocumentRunState::Done, 6));
    for policy in &policies {
        assert_eq!(issued(&house, policy).await, 1);
    }
    assert!(house.services.audit.verify(&house.one.admin).await.unwrap().intact);
}

async fn what_does_not_answer_is_tried_again_and_then_told(house: House) {
    let (who, runs) = (&house.one.manager, &house.services.document_runs);
    let policies = portfolio(&house, who, &["A"]).await;
    let run = runs.start(who, order(&house, "{% fail %}", &policies).await).await.unwrap();
    let waits = work(&house, who, &run).await;
    assert_eq!((waits.state, waits.waiting, waits.failed), (DocumentRunState::Issuing, 1, 0));
    assert_eq!(refusal(runs.retry(who, run.id).await), (422, Code::DocumentRunStateForbids));
    for _ in 0..3 {
        house.clock.advance(SignedDuration::from_mins(2));
        work(&house, who, &run).await;
    }
    let failed = work(&house, who, &run).await;
    assert_eq!((failed.state, failed.failed, failed.file), (DocumentRunState::Done, 1, None));
    assert_eq!(
        told(&house, who, &run).await,
        [("A".to_owned(), DocumentItemState::Failed, Some(Code::Unavailable), false)]
    );
    let again = runs.retry(who, run.id).await.unwrap();
    assert_eq!((again.state, again.waiting), (DocumentRunState::Issuing, 1));
}

async fn what_is_called_off_stops_and_what_was_issued_stands(house: House) {
    let (who, runs) = (&house.one.manager, &house.services.document_runs);
    let numbers: Vec<String> = (0..26).map(|number| format!("P{number:02}")).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let policies = portfolio(&house, who, &numbers).await;
    let run = runs.start(who, order(&house, "x", &policies).await).await.unwrap();
    assert!(runs.go_on().await.unwrap(), "there is more to do");
    let off = runs.cancel(who, run.id).await.unwrap();
    assert_eq!((off.state, off.done, off.waiting), (DocumentRunState::Cancelled, 25, 1));
    assert_eq!(work(&house, who, &run).await, off);
    assert_eq!(refusal(runs.cancel(who, run.id).await), (422, Code::DocumentRunStateForbids));
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM documents").await, 25);
}

async fn documents_stop_when_their_author_may_no_longer(house: House) {
    let (who, runs) = (&house.one.manager, &house.services.document_runs);
    let policies = portfolio(&house, who, &["A"]).await;
    let run = runs.start(who, order(&house, "x", &policies).await).await.unwrap();
    let gone = json!({ "active": false, "hand_over_to": house.one.colleague.user_id().unwrap() });
    house.services.users.update(&house.one.admin, who.user_id().unwrap(), None, &gone).await.unwrap();
    let stopped = work(&house, &house.one.admin, &run).await;
    assert_eq!((stopped.state, stopped.done, stopped.waiting), (DocumentRunState::Stopped, 0, 1));
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM documents").await, 0);
}

async fn a_user_issues_and_gets_only_what_is_his(house: House) {
    let (user, manager, runs) = (&house.one.user, &house.one.manager, &house.services.document_runs);
    let own = portfolio(&house, user, &["A", "B"]).await;
    let theirs = portfolio(&house, &house.one.colleague, &["C"]).await;
    let all = order(&house, "x", &[own.clone(), theirs.clone()].concat()).await;
    let run = runs.start(user, all.clone()).await.unwrap();
    assert_eq!(run.total, 2, "a colleague's policy is not there for him");
    let foreign = DocumentRunInput { policies: Some(vec![theirs[0].id.to_string()]), ..all.clone() };
    assert_eq!(field_refusal(runs.start(user, foreign).await), ("/policies".into(), Code::OutOfRange));
    assert_eq!(runs.start(manager, all).await.unwrap().total, 3);
    for stranger in [&house.two.admin, &house.one.colleague] {
        assert_eq!(refusal(runs.find(stranger, run.id).await), NOT_FOUND);
        assert_eq!(refusal(runs.download(stranger, run.id).await), NOT_FOUND);
        assert_eq!(refusal(runs.cancel(stranger, run.id).await), NOT_FOUND);
        assert_eq!(runs.list(stranger, &page(10)).await.unwrap().items.len(), 0);
    }
    // A client handed over before his turn is refused; one handed over after it leaves no file for him.
    let hand_over = async |policy: &PolicyView| {
        let patch = json!({ "owner_id": house.one.colleague.user_id().unwrap() });
        house.services.clients.update(manager, policy.client_id, None, &patch).await.unwrap();
    };
    hand_over(&own[0]).await;
    let done = work(&house, user, &run).await;
    assert_eq!((done.done, done.refused), (1, 1));
    assert!(runs.download(user, run.id).await.is_ok());
    hand_over(&own[1]).await;
    assert_eq!(refusal(runs.download(user, run.id).await), NOT_FOUND);
    assert!(runs.download(manager, run.id).await.is_ok());
    assert_eq!(told(&house, user, &run).await, [], "and he reads no more of it");
}

async fn what_is_wrong_is_told_before_anything_is_issued(house: House) {
    let (who, runs) = (&house.one.user, &house.services.document_runs);
    let policies = portfolio(&house, who, &["A"]).await;
    let ids = Some(vec![policies[0].id.to_string()]);
    let of = |template: String| DocumentRunInput {
        template_id: Some(template),
        policies: ids.clone(),
        ..DocumentRunInput::default()
    };
    let notice = house.template_for("formal_notice", "{{ data.sent_on }}").await;
    assert_eq!(refusal(runs.start(who, of(notice.id.to_string())).await), FORBIDDEN);
    let bordereau = house.template_for("production_bordereau", "x").await;
    assert_eq!(
        refusal(runs.start(&house.one.manager, of(bordereau.id.to_string())).await),
        (422, Code::TemplateNotUsable)
    );
    let letter = house.template_for("letter", "{{ data.subject }} {{ data.body }}").await;
    let wrong = DocumentRunInput { data: Some(json!({ "subjet": "x" })), ..of(letter.id.to_string()) };
    assert_eq!(field_refusal(runs.start(who, wrong).await), ("/data/subjet".into(), Code::UnknownField));
    let lacking = DocumentRunInput { data: Some(json!({ "subject": "Vœux" })), ..of(letter.id.to_string()) };
    assert_eq!(field_refusal(runs.start(who, lacking).await), ("/data/body".into(), Code::Required));
    // What each policy's books hold is not asked for.
    let cover_note = house.template_for("cover_note", "{{ data.covered_from }} {{ data.covered_to }}").await;
    assert!(runs.start(who, of(cover_note.id.to_string())).await.is_ok());
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM document_runs").await, 1);
}

async fn a_file_is_kept_for_thirty_days_and_then_swept(house: House) {
    let (who, runs) = (&house.one.manager, &house.services.document_runs);
    let policies = portfolio(&house, who, &["A"]).await;
    let run = runs.start(who, order(&house, "x", &policies).await).await.unwrap();
    work(&house, who, &run).await;
    let firms = [house.one.agency];
    house.clock.advance(SignedDuration::from_hours(29 * 24));
    assert_eq!(runs.forget_files(&firms).await.unwrap(), 0);
    assert_eq!(house.services.storage.sweep(&firms).await.unwrap().removed, 0, "a record names it");
    house.clock.advance(SignedDuration::from_hours(2 * 24));
    assert!(house.services.document_runs.go_on().await.is_ok());
    assert_eq!(runs.forget_files(&firms).await.unwrap(), 1);
    assert_eq!(house.services.storage.sweep(&firms).await.unwrap().removed, 1);
    let mut raw = house.raw().await;
    assert_eq!(raw.number("SELECT COUNT(*) FROM document_runs WHERE file_key IS NOT NULL").await, 0);
    assert_eq!(issued(&house, &policies[0]).await, 1, "the documents stay");
}

async fn an_altered_document_is_not_bound(house: House) {
    let (who, runs) = (&house.one.manager, &house.services.document_runs);
    let policies = portfolio(&house, who, &["A"]).await;
    let run = runs.start(who, order(&house, "x", &policies).await).await.unwrap();
    while house.services.document_runs.find(who, run.id).await.unwrap().state == DocumentRunState::Issuing {
        runs.go_on().await.unwrap();
    }
    let other =
        "UPDATE documents SET checksum_sha256 = '0000000000000000000000000000000000000000000000000000000000000000'";
    house.raw().await.attempt(other).await.unwrap();
    let done = work(&house, who, &run).await;
    assert_eq!((done.state, done.file, done.code), (DocumentRunState::Done, None, Some(Code::FileAltered)));
}
