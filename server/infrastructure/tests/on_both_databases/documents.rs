//! Documents: issued with every guard, numbered without a gap, taken back, and checked by third parties.

use domain::document::{
    DocumentFilter, DocumentInput, DocumentStatus, FileCheck, SealCheck, SealedFacts, VerificationOutcome,
};
use domain::shared::problem::Code;
use domain::template::VersionInput;
use serde_json::json;
use services::documents::Shown;
use services::ports::security::SealReading;
use sha2::{Digest, Sha256};

use crate::support::{House, NOT_FOUND, context, field_refusal, page, refusal, step};

on_each_database! {
    an_issued_certificate_reads_back_with_its_file,
    a_certificate_needs_the_companys_mandate,
    a_mandate_for_another_line_is_no_mandate,
    a_certificate_needs_a_policy_that_covers,
    a_certificate_needs_a_policy,
    a_firm_without_its_mentions_issues_nothing,
    numbers_follow_each_other_by_kind_and_year,
    numbers_given_at_once_are_all_different,
    a_document_names_the_version_it_was_made_from,
    a_failed_rendering_leaves_no_document,
    a_revoked_document_stays_but_does_not_stand,
    anybody_checks_a_document_by_its_code,
    the_seal_of_the_qr_code_states_what_was_issued,
    one_changed_byte_of_a_file_is_told,
    a_code_nobody_printed_is_not_genuine,
    documents_are_filtered_by_client_policy_kind_and_status,
    a_document_names_one_client_only,
}

async fn an_issued_certificate_reads_back_with_its_file(house: House) {
    let who = &house.one.user;
    let issued = house.certificate(who, "P-1").await;
    assert_eq!(house.services.documents.find(who, issued.id).await.unwrap(), issued);
    assert_eq!(issued.number, "ATT-2026-00001");
    let file = house.services.documents.download(who, issued.id).await.unwrap();
    assert_eq!(file.view, issued);
    let bytes = file.content.bytes().unwrap();
    assert_eq!(i64::try_from(bytes.len()).unwrap(), issued.size_bytes);
    let printed = String::from_utf8(bytes).unwrap();
    for expected in [
        "ATT-2026-00001",
        "<h1>Attestation</h1>",
        "\"policy_number\":\"P-1\"",
        "Élodie Durand",
        &issued.verification_code,
    ] {
        assert!(printed.contains(expected), "{expected} in {printed}");
    }
}

async fn a_certificate_needs_the_companys_mandate(house: House) {
    let policy = house.bound(&house.one.user, "P-1").await;
    let template = house.template("certificate", "x").await;
    let answer = house.issue(&house.one.user, template.id, Some(policy.id)).await;
    assert_eq!(refusal(answer), (422, Code::MandateMissing));
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM document_numbers").await, 0);
}

async fn a_mandate_for_another_line_is_no_mandate(house: House) {
    let policy = house.bound(&house.one.user, "P-1").await;
    let mut other = crate::support::mandate("issue_certificates");
    other.product_lines = vec!["home".into()];
    house.services.companies.set_mandates(&house.one.manager, policy.company_id, None, vec![other]).await.unwrap();
    let template = house.template("certificate", "x").await;
    let answer = house.issue(&house.one.user, template.id, Some(policy.id)).await;
    assert_eq!(refusal(answer), (422, Code::MandateMissing));
}

async fn a_certificate_needs_a_policy_that_covers(house: House) {
    let who = &house.one.user;
    let quote = house.quote(who, "P-1").await;
    house.give_mandate(quote.company_id).await;
    let template = house.template("certificate", "x").await;
    let forbidden = (422, Code::PolicyStateForbids);
    assert_eq!(refusal(house.issue(who, template.id, Some(quote.id)).await), forbidden);
    house.services.policies.bind(who, quote.id, None, step(None)).await.unwrap();
    assert!(house.issue(who, template.id, Some(quote.id)).await.is_ok());
    house.services.policies.suspend(who, quote.id, None, step(None)).await.unwrap();
    assert_eq!(refusal(house.issue(who, template.id, Some(quote.id)).await), forbidden);
}

async fn a_certificate_needs_a_policy(house: House) {
    let template = house.template("certificate", "x").await;
    let answer = house.issue(&house.one.user, template.id, None).await;
    assert_eq!(field_refusal(answer), ("/policy_id".into(), Code::Required));
}

async fn a_firm_without_its_mentions_issues_nothing(house: House) {
    house.raw().await.run("UPDATE agencies SET registration = NULL").await;
    let template = house.template("letter", "x").await;
    let error = house.issue(&house.one.user, template.id, None).await.unwrap_err().problem();
    assert_eq!((error.status, error.code), (422, Code::MentionsMissing));
    assert_eq!(error.facts["missing"], "agency.registration");
}

async fn numbers_follow_each_other_by_kind_and_year(house: House) {
    let who = &house.one.user;
    let (letter, notice) = (house.template("letter", "x").await, house.template("notice", "x").await);
    let number = async |template| house.issue(who, template, None).await.unwrap().number;
    assert_eq!(number(letter.id).await, "LET-2026-00001");
    assert_eq!(number(letter.id).await, "LET-2026-00002");
    assert_eq!(number(notice.id).await, "AVI-2026-00001");
    // Midnight in Paris, not in Greenwich, begins the year.
    house.clock.set("2026-12-31T23:00:00Z");
    assert_eq!(number(letter.id).await, "LET-2027-00001");
}

async fn numbers_given_at_once_are_all_different(house: House) {
    let letter = house.template("letter", "x").await;
    let at_once = (0..8).map(|_| house.issue(&house.one.user, letter.id, None));
    let mut numbers: Vec<String> =
        futures::future::join_all(at_once).await.into_iter().map(|issued| issued.unwrap().number).collect();
    numbers.sort();
    let expected: Vec<String> = (1..=8).map(|number| format!("LET-2026-{number:05}")).collect();
    assert_eq!(numbers, expected);
}

async fn a_document_names_the_version_it_was_made_from(house: House) {
    let who = &house.one.user;
    let letter = house.template("letter", "first").await;
    let version = VersionInput { content: Some("second".into()) };
    let second = house.services.templates.add_version(&house.one.manager, letter.id, None, version).await.unwrap();
    assert_eq!(house.issue(who, letter.id, None).await.unwrap().template_version_id, second.id);
    let old = DocumentInput {
        template_id: Some(letter.id.to_string()),
        template_version: Some(1),
        data: Some(json!({ "subject": "Relance" })),
        ..DocumentInput::default()
    };
    let old = house.services.documents.issue(who, old).await.unwrap();
    let printed = house.services.documents.download(who, old.id).await.unwrap().content.bytes().unwrap();
    let printed = String::from_utf8(printed).unwrap();
    assert!(printed.contains("\nfirst\n") && printed.contains("\"subject\":\"Relance\""), "{printed}");
}

async fn a_failed_rendering_leaves_no_document(house: House) {
    let who = &house.one.user;
    let (failing, large) =
        (house.template("letter", "{% fail %}").await, house.template("letter", "{% limit %}").await);
    assert_eq!(refusal(house.issue(who, failing.id, None).await), (503, Code::Unavailable));
    assert_eq!(refusal(house.issue(who, large.id, None).await), (422, Code::RenderingLimit));
    let list = house.services.documents.list(who, &page(50), &DocumentFilter::default()).await.unwrap();
    assert!(list.items.is_empty());
}

async fn a_revoked_document_stays_but_does_not_stand(house: House) {
    let (who, documents) = (&house.one.user, &house.services.documents);
    let issued = house.certificate(who, "P-1").await;
    documents.revoke(who, issued.id, Some(1), None).await.unwrap();
    let read = documents.find(who, issued.id).await.unwrap();
    assert_eq!((read.status, read.version), (DocumentStatus::Revoked, 2));
    assert!(read.revoked_at.is_some());
    assert_eq!(refusal(documents.revoke(who, issued.id, None, None).await), (422, Code::DocumentRevoked));
    let seen = documents.verify(&issued.verification_code, &Shown::default(), context()).await.unwrap();
    assert!(seen.genuine && !seen.still_true);
}

async fn anybody_checks_a_document_by_its_code(house: House) {
    let issued = house.certificate(&house.one.user, "P-1").await;
    let typed = format!(" {} ", issued.verification_code.to_lowercase());
    let seen = house.services.documents.verify(&typed, &Shown::default(), context()).await.unwrap();
    assert!(seen.genuine && seen.still_true);
    assert_eq!((seen.agency_name.as_str(), seen.number.as_str()), ("Cabinet Un", "ATT-2026-00001"));
    assert_eq!((seen.policy_number.as_deref(), seen.cover_in_force), (Some("P-1"), Some(true)));
    house.clock.set("2027-01-02T10:00:00Z");
    let later = house.services.documents.verify(&issued.verification_code, &Shown::default(), context()).await.unwrap();
    assert_eq!((later.genuine, later.still_true, later.cover_in_force), (true, false, Some(false)));
}

async fn the_seal_of_the_qr_code_states_what_was_issued(house: House) {
    let (who, documents) = (&house.one.user, &house.services.documents);
    let issued = house.certificate(who, "P-1").await;
    let printed =
        String::from_utf8(documents.download(who, issued.id).await.unwrap().content.bytes().unwrap()).unwrap();
    let qr = printed.split("\"verification_qr\":\"").nth(1).unwrap().split('"').next().unwrap();
    let (page, seal) = qr.split_once("?seal=").unwrap();
    assert!(page.ends_with(&issued.verification_code), "{qr}");
    let code = issued.verification_code.as_str();
    let check = async |code: &str, seal: &str| {
        let shown = Shown { seal: Some(seal.to_owned()), ..Shown::default() };
        let told = documents.verify(code, &shown, context()).await.unwrap();
        (told.outcome, told.seal.unwrap(), told.genuine, told.still_true)
    };
    assert_eq!(check(code, seal).await, (VerificationOutcome::Genuine, SealCheck::Genuine, true, true));
    let SealReading::Genuine(facts) = house.ports.visible_seals.read(code, seal) else { panic!("{seal}") };
    let facts = SealedFacts::parse(&facts).unwrap();
    assert_eq!((facts.number, facts.policy_number), (issued.number.clone(), Some("P-1".to_owned())));
    assert!(facts.covered_from.is_some() && facts.covered_to.is_some());

    let forged = format!("{}A", &seal[..seal.len() - 2]);
    let second = house.certificate(who, "P-2").await;
    let altered = (VerificationOutcome::Altered, SealCheck::Altered, false, false);
    for (code, seal) in [(code, forged.as_str()), (code, ""), (second.verification_code.as_str(), seal)] {
        assert_eq!(check(code, seal).await, altered, "{seal}");
    }
    // A key that is not ours says nothing: the code counts.
    let foreign = seal.replacen(seal.split('.').nth(1).unwrap(), "00000000", 1);
    let unknown = (VerificationOutcome::Genuine, SealCheck::UnknownKey, true, true);
    assert_eq!(check(code, &foreign).await, unknown);
}

async fn one_changed_byte_of_a_file_is_told(house: House) {
    let (who, documents) = (&house.one.user, &house.services.documents);
    let issued = house.certificate(who, "P-1").await;
    let mut file = documents.download(who, issued.id).await.unwrap().content.bytes().unwrap();
    let sum = |file: &[u8]| hex::encode(Sha256::digest(file));
    let found = documents.code_of_file(&sum(&file).to_uppercase()).await.unwrap();
    assert_eq!(found.as_deref(), Some(issued.verification_code.as_str()));
    let check = async |checksum: String| {
        let shown = Shown { checksum_sha256: Some(checksum), ..Shown::default() };
        let told = documents.verify(&issued.verification_code, &shown, context()).await.unwrap();
        (told.outcome, told.file.unwrap(), told.genuine)
    };
    assert_eq!(check(sum(&file)).await, (VerificationOutcome::Genuine, FileCheck::Identical, true));
    file[7] ^= 1;
    assert_eq!(check(sum(&file)).await, (VerificationOutcome::Altered, FileCheck::Altered, false));
    assert_eq!(documents.code_of_file(&sum(&file)).await.unwrap(), None);
}

async fn a_code_nobody_printed_is_not_genuine(house: House) {
    for code in ["AAAAA-AAAAA-AAAAA-AAAAA", "", "%", "' OR '1'='1", "\0"] {
        assert_eq!(
            refusal(house.services.documents.verify(code, &Shown::default(), context()).await),
            NOT_FOUND,
            "{code}"
        );
    }
}

async fn documents_are_filtered_by_client_policy_kind_and_status(house: House) {
    let (who, documents) = (&house.one.user, &house.services.documents);
    let certificate = house.certificate(who, "P-1").await;
    let letter = house.template("letter", "x").await;
    let letter = house.issue(who, letter.id, None).await.unwrap();
    documents.revoke(who, letter.id, None, None).await.unwrap();
    let numbers = async |filter: DocumentFilter| {
        let list = documents.list(who, &page(50), &filter).await.unwrap();
        list.items.into_iter().map(|row| row.document.number).collect::<Vec<_>>()
    };
    let all = DocumentFilter::default;
    assert_eq!(numbers(all()).await.len(), 2);
    let only_certificate = [certificate.number.clone()];
    assert_eq!(numbers(DocumentFilter { client_id: certificate.client_id, ..all() }).await, only_certificate);
    assert_eq!(numbers(DocumentFilter { policy_id: certificate.policy_id, ..all() }).await, only_certificate);
    assert_eq!(numbers(DocumentFilter { kind: Some(certificate.kind), ..all() }).await, only_certificate);
    let revoked = DocumentFilter { status: Some(DocumentStatus::Revoked), ..all() };
    assert_eq!(numbers(revoked).await, [letter.number]);
}

async fn a_document_names_one_client_only(house: House) {
    let who = &house.one.user;
    let policy = house.bound(who, "P-1").await;
    let stranger = house.client(who, "Autre").await;
    let letter = house.template("letter", "x").await;
    let input = DocumentInput {
        template_id: Some(letter.id.to_string()),
        policy_id: Some(policy.id.to_string()),
        client_id: Some(stranger.id.to_string()),
        ..DocumentInput::default()
    };
    let answer = house.services.documents.issue(who, input).await;
    assert_eq!(field_refusal(answer), ("/client_id".into(), Code::UnknownReference));
}
