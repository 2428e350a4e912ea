//! What makes a document one that is never edited: it is taken back with a reason, another takes its place, and it can be made
//! again from what is kept of it.

use domain::document::{DocumentView, Reproduction};
use domain::shared::DocumentId;
use leptos::prelude::*;
use services::access::ActionKind;

use crate::forms::Filled;
use crate::locales::Words;
use crate::moments::instant;
use crate::parts::{
    ButtonKind, Card, Description, DescriptionList, Dialog, DialogButton, Glyph, LinkButton, Notice, PostForm,
    SubmitButton, TextField, Tone,
};
use crate::request::Visit;

/// The question before a document is taken back, which asks for the reason. Where it was sent without one, it is open.
pub(super) fn revoke(words: Words, document: &DocumentView, filled: &Filled) -> AnyView {
    let heads = words.documents();
    let wrong = filled.error("reason");
    let reason = view! {
        <TextField
            name="reason"
            label=heads.revocation_reason()
            hint=heads.revocation_hint()
            value=filled.value("reason")
            error=wrong.clone()
            required=true
            autocomplete="off"
            maxlength=200
        />
    };
    let hidden = view! {
        <input type="hidden" name="id" value=document.id.to_string()/>
        <input type="hidden" name="version" value=document.version.to_string()/>
        <input type="hidden" name="number" value=document.number.clone()/>
    };
    view! {
        <DialogButton dialog="revoke" kind=ButtonKind::Secondary icon=Glyph::Close>{heads.revoke()}</DialogButton>
        <Dialog id="revoke" title=heads.revoke_question(&document.number) open=wrong.is_some()>
            <PostForm class="dialog-body" action="/forms/documents/revoke">
                <div class="dialog-content"><p>{heads.revoke_lead()}</p> {reason} {hidden}</div>
                <div class="form-actions">
                    <SubmitButton kind=ButtonKind::Danger>{heads.revoke()}</SubmitButton>
                    <button class="button" type="button" data-kind="ghost" commandfor="revoke" command="close">
                        <span>{words.common().cancel()}</span>
                    </button>
                </div>
            </PostForm>
        </Dialog>
    }
    .into_any()
}

/// The way to issue another in its place.
pub(super) fn replace(words: Words, document: &DocumentView) -> AnyView {
    // Without client, policy or company there is nothing a form could begin from.
    let about = document.policy_id.is_some() || document.client_id.is_some() || document.company_id.is_some();
    about
        .then(|| {
            let href = format!("/documents/new?supersedes={}", document.id);
            view! { <LinkButton href=href icon=Glyph::Document>{words.documents().supersede()}</LinkButton> }
        })
        .into_any()
}

/// Why it was taken back, what it took the place of and what took its.
pub(super) fn standing(words: Words, document: &DocumentView) -> AnyView {
    let heads = words.documents();
    let reason = document.revocation_reason.clone();
    let reason = reason.map(|reason| view! { <Description term=heads.revocation_reason() value=Some(reason)/> });
    let see = heads.see_document();
    let link = move |id: DocumentId| view! { <a href=format!("/documents/{id}")>{see}</a> };
    let before = document.supersedes.map(|id| view! { <Description term=heads.supersedes()>{link(id)}</Description> });
    let after = document.superseded_by.map(|id| {
        let at = document.superseded_at.map(|at| view! { " – "{instant(at)} });
        view! { <Description term=heads.superseded_by()>{link(id)}{at}</Description> }
    });
    view! { {reason} {before} {after} }.into_any()
}

/// What is kept of it, and the way to make it again.
pub(super) fn card(visit: &Visit, document: &DocumentView) -> AnyView {
    let words = Words::in_language(visit.language);
    let heads = words.documents();
    let hash = |hash: &Option<String>| hash.clone().map(|hash| view! { <code class="break-all">{hash}</code> });
    let (id, engine) = (document.id.to_string(), document.engine.clone());
    let button = visit.may(ActionKind::ReproduceDocument).then(|| {
        view! {
            <PostForm action="/forms/documents/reproduce">
                <input type="hidden" name="id" value=id/>
                <div class="pt-4">
                    <SubmitButton kind=ButtonKind::Secondary>{heads.reproduce()}</SubmitButton>
                </div>
            </PostForm>
        }
    });
    let template = hash(&document.template_sha256).map(|hash| {
        view! { <Description term=heads.template_hash()>{hash}</Description> }
    });
    let snapshot = hash(&document.snapshot_sha256).map(|hash| {
        view! { <Description term=heads.snapshot_hash()>{hash}</Description> }
    });
    view! {
        <Card title=heads.reproduce() lead=heads.reproduce_lead()>
            <DescriptionList>
                <Description term=heads.engine() value=Some(engine)/>
                {template}
                {snapshot}
            </DescriptionList>
            {button}
        </Card>
    }
    .into_any()
}

/// What came of making it again.
pub(super) fn made_again(words: Words, made: &Reproduction) -> AnyView {
    let heads = words.documents();
    let told = [
        (made.template_intact == Some(false)).then(|| heads.template_altered().to_owned()),
        (made.snapshot_intact == Some(false)).then(|| heads.snapshot_altered().to_owned()),
        (made.engine_then != made.engine_now).then(|| heads.other_engine(&made.engine_then, &made.engine_now)),
        Some(format!("{}\u{a0}: {}", heads.made_now(), made.checksum_sha256)),
    ];
    let lines = told.into_iter().flatten().map(|line| view! { <li class="break-all">{line}</li> }).collect_view();
    let (tone, title) =
        if made.identical { (Tone::Success, heads.identical()) } else { (Tone::Danger, heads.not_identical()) };
    view! { <Notice tone=tone title=title><ul class="notice-list">{lines}</ul></Notice> }.into_any()
}
