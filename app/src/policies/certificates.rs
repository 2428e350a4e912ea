//! The certificates of a policy that have become false: who holds them must hear of it.

use domain::document::{CertificateInCirculation, CertificateTruth};
use leptos::prelude::*;

use crate::locales::Words;
use crate::moments::instant;
use crate::parts::{Notice, Tone};

/// Says which certificates in circulation are no longer true, and to whom they were given; nothing when all are.
pub(super) fn now_false(words: Words, certificates: &[CertificateInCirculation]) -> Option<AnyView> {
    let heads = words.documents();
    let lines: Vec<AnyView> =
        certificates.iter().filter(|told| told.is_false()).map(|told| line(words, told)).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warning title=heads.now_false()>
                <p>{heads.now_false_lead()}</p>
                <ul class="notice-list">{lines}</ul>
            </Notice>
        }
        .into_any()
    })
}

fn line(words: Words, told: &CertificateInCirculation) -> AnyView {
    let heads = words.documents();
    let why = if told.truth == CertificateTruth::OtherTerms { heads.other_terms() } else { heads.not_covered() };
    let mut holders: Vec<String> = told
        .given_by
        .iter()
        .map(|link| {
            let name = link.recipient.clone().unwrap_or_else(|| heads.unnamed_recipient().to_owned());
            format!("{name} ({})", heads.uses(u64::try_from(link.uses).unwrap_or_default()))
        })
        .collect();
    if holders.is_empty() {
        holders.push(heads.no_holder().to_owned());
    }
    let holders = holders.join(", ");
    view! {
        <li>
            <a href=format!("/documents/{}", told.document.id)>{told.document.number.clone()}</a>
            ", " {instant(told.document.created_at)} " – " {why} ". " {heads.holders()} " " {holders}
        </li>
    }
    .into_any()
}
