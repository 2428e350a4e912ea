//! Certificates in circulation that became false: the list of the firm says what each policy says of its own.

use std::slice;

use domain::document::{CertificateInCirculation, DocumentFilter, DocumentView};
use domain::policy::{CancellationInput, EndorsementInput};
use domain::shared::{Currency, Money};
use jiff::SignedDuration;

use crate::support::{House, page};

on_each_database! {
    the_firm_finds_the_certificates_that_became_false,
    a_certificate_becomes_false_on_its_day_while_nobody_looks,
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn dearer(day: &str) -> EndorsementInput {
    EndorsementInput {
        effective_date: Some(day.into()),
        reason: Some("second driver".into()),
        premium: Some(Money { amount_minor: 60_000, currency: Currency::EUR }),
        ..EndorsementInput::default()
    }
}

/// The numbers of the certificates that the firm's list calls false, which must be those that the policies call so.
async fn untrue(house: &House, issued: &[&DocumentView]) -> Vec<String> {
    let (who, documents) = (&house.one.user, &house.services.documents);
    let listed = async |wanted| {
        let filter = DocumentFilter { became_false: Some(wanted), ..DocumentFilter::default() };
        let page = documents.list(who, &page(50), &filter).await.unwrap();
        let mut numbers: Vec<_> = page.items.into_iter().map(|row| row.document.number).collect();
        numbers.sort();
        numbers
    };
    let (listed, others) = (listed(true).await, listed(false).await);
    let mut by_policy = Vec::new();
    for document in issued {
        let told = documents.in_circulation(who, document.policy_id.unwrap()).await.unwrap();
        by_policy.extend(told.into_iter().filter(CertificateInCirculation::is_false).map(|told| told.document.number));
    }
    by_policy.sort();
    assert_eq!(listed, by_policy);
    assert_eq!(listed.len() + others.len(), issued.len());
    assert!(others.iter().all(|number| !listed.contains(number)));
    listed
}

async fn the_firm_finds_the_certificates_that_became_false(house: House) {
    let who = &house.one.user;
    let (stays, changes) = (house.certificate(who, "P-1").await, house.certificate(who, "P-2").await);
    let issued = [&stays, &changes];
    assert_eq!(untrue(&house, &issued).await, Vec::<String>::new());
    let policies = &house.services.policies;
    policies.endorse(who, changes.policy_id.unwrap(), None, dearer("2026-11-24")).await.unwrap();
    assert_eq!(untrue(&house, &issued).await, Vec::<String>::new(), "the new terms count from tomorrow");
    house.clock.advance(DAY);
    assert_eq!(untrue(&house, &issued).await, slice::from_ref(&changes.number));
    let other = DocumentFilter { became_false: Some(true), ..DocumentFilter::default() };
    assert!(house.services.documents.list(&house.two.user, &page(50), &other).await.unwrap().items.is_empty());
    // A statement about a time that is past is no longer read as one about today.
    house.clock.advance(DAY * 400);
    assert_eq!(untrue(&house, &issued).await, Vec::<String>::new());
}

async fn a_certificate_becomes_false_on_its_day_while_nobody_looks(house: House) {
    let who = &house.one.user;
    let issued = house.certificate(who, "P-1").await;
    let sold = CancellationInput { effective_date: Some("2026-11-25".into()), reason: Some("sold".into()) };
    house.services.policies.cancel(who, issued.policy_id.unwrap(), None, sold).await.unwrap();
    assert_eq!(untrue(&house, &[&issued]).await, Vec::<String>::new());
    house.clock.advance(DAY * 2);
    assert_eq!(untrue(&house, &[&issued]).await, slice::from_ref(&issued.number));
    house.services.documents.revoke(who, issued.id, None, None).await.unwrap();
    assert_eq!(untrue(&house, &[&issued]).await, Vec::<String>::new());
}
