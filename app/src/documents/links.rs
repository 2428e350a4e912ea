//! The signed links of a document: making one, those that were handed out, and taking one back.

use domain::client::ClientView;
use domain::document::{DocumentView, LinkStatus, LinkView, SignedUrl};
use domain::labels::Label;
use domain::letter::LetterState;
use leptos::prelude::*;
use services::access::ActionKind;

use crate::forms::Filled;
use crate::islands::CopyButton;
use crate::locales::Words;
use crate::moments::instant;
use crate::parts::{
    Badge, ButtonKind, Card, CheckboxField, Choice, Form, FormActions, FormSection, PostForm, SelectField,
    SubmitButton, TextArea, TextField, Tone,
};
use crate::request::Visit;

/// The link just made, as text to select and as a button that copies it.
pub(super) fn fresh(words: Words, link: SignedUrl) -> AnyView {
    let (heads, common) = (words.documents(), words.common());
    view! {
        <Card title=heads.link_made() lead=heads.link_shown_once()>
            <TextArea name="signed_url" label=heads.link_address() value=link.url.clone() rows=3 monospace=true required=true/>
            <div class="cluster">
                <CopyButton
                    text=link.url
                    label=common.copy_link().to_owned()
                    done=common.copied().to_owned()
                />
                <span class="muted">{heads.link_expires(instant(link.expires_at))}</span>
            </div>
        </Card>
    }
    .into_any()
}

/// The form that makes a link.
pub(super) fn share(words: Words, document: &DocumentView, filled: &Filled) -> AnyView {
    let heads = words.documents();
    let lives = vec![
        Choice::new("3600", heads.one_hour()),
        Choice::new("86400", heads.one_day()),
        Choice::new("259200", heads.three_days()),
        Choice::new("604800", heads.seven_days()),
    ];
    let chosen = Some(filled.value("expires_in_seconds")).filter(|life| !life.is_empty());
    let id = document.id.to_string();
    let fields = view! {
        <TextField
            name="recipient"
            label=heads.recipient()
            hint=heads.recipient_hint()
            value=filled.value("recipient")
            error=filled.error("recipient")
            maxlength=200
            autocomplete="off"
        />
        <SelectField
            name="expires_in_seconds"
            label=heads.link_life()
            value=chosen.unwrap_or_else(|| "86400".to_owned())
            options=lives
            error=filled.error("expires_in_seconds")
            required=true
        />
        <CheckboxField
            name="single_use"
            label=heads.single_use()
            hint=heads.single_use_hint()
            checked=filled.ticked("single_use")
        />
    };
    view! {
        <Card title=heads.share() lead=heads.share_hint()>
            <Form action="/forms/documents/share">
                <input type="hidden" name="id" value=id/>
                <FormSection>{fields}</FormSection>
                <FormActions submit=heads.make_link() kind=ButtonKind::Secondary/>
            </Form>
        </Card>
    }
    .into_any()
}

/// The form that sends the document by e-mail, to the client where nobody else is named.
pub(super) fn email(words: Words, document: &DocumentView, client: Option<&ClientView>, filled: &Filled) -> AnyView {
    let heads = words.documents();
    let id = document.id.to_string();
    let first = |name: &str, usual: Option<String>| {
        let typed = filled.value(name);
        if typed.is_empty() { usual.unwrap_or_default() } else { typed }
    };
    let fields = view! {
        <TextField
            name="to"
            label=heads.email_to()
            kind="email"
            value=first("to", client.and_then(|client| client.email.clone()))
            error=filled.error("to")
            required=true
            autocomplete="off"
        />
        <TextField
            name="name"
            label=heads.email_name()
            value=first("name", client.map(|client| client.display_name.clone()))
            error=filled.error("name")
            maxlength=200
            autocomplete="off"
        />
        <TextArea
            name="message"
            label=heads.email_message()
            value=filled.value("message")
            error=filled.error("message")
            rows=3
        />
        <CheckboxField
            name="attach"
            label=heads.email_attach()
            hint=heads.email_attach_hint()
            checked=filled.ticked("attach")
        />
    };
    view! {
        <Card title=heads.email() lead=heads.email_hint()>
            <Form action="/forms/documents/email">
                <input type="hidden" name="id" value=id/>
                <FormSection>{fields}</FormSection>
                <FormActions submit=heads.email_submit() kind=ButtonKind::Secondary/>
            </Form>
        </Card>
    }
    .into_any()
}

/// The links that were handed out, newest first.
pub(super) fn card(visit: &Visit, words: Words, document: &DocumentView, links: Vec<LinkView>) -> AnyView {
    let heads = words.documents();
    if links.is_empty() {
        return view! { <Card title=heads.links()><p class="muted">{heads.no_links()}</p></Card> }.into_any();
    }
    let may_revoke = visit.may(ActionKind::RevokeLink);
    let lines = links
        .into_iter()
        .map(|link| {
            let recipient = link.recipient.clone().unwrap_or_else(|| heads.unnamed_recipient().to_owned());
            let made = heads.link_made_at(instant(link.created_at), link.author_name.clone().unwrap_or_default());
            let until = heads.link_until(instant(link.expires_at));
            let uses = heads.uses(u64::try_from(link.uses).unwrap_or_default());
            let last = link.used_at.map(|at| view! { " – " {heads.last_use(instant(at))} });
            let letter = link.letter.map(|letter| {
                let tone = match letter {
                    LetterState::Waiting => Tone::Info,
                    LetterState::Sent => Tone::Success,
                    LetterState::Failed => Tone::Danger,
                };
                view! { <Badge tone=tone label=format!("E-mail\u{a0}: {}", letter.label(words.language()))/> }
            });
            let revoke = (may_revoke && link.status == LinkStatus::Active).then(|| revoke(words, document, &link));
            view! {
                <li class="pb-4">
                    <div class="cluster">
                        <strong>{recipient}</strong>
                        <Badge tone=tone(link.status) label=link.status.label(words.language())/>
                        {letter}
                    </div>
                    <div>{uses} {last}</div>
                    <small class="muted">{made} ", " {until}</small>
                    {revoke}
                </li>
            }
        })
        .collect_view();
    view! { <Card title=heads.links()><ul class="plain-list">{lines}</ul></Card> }.into_any()
}

fn revoke(words: Words, document: &DocumentView, link: &LinkView) -> AnyView {
    let (document, link) = (document.id.to_string(), link.id.to_string());
    view! {
        <PostForm action="/forms/documents/revoke-link">
            <input type="hidden" name="id" value=document/>
            <input type="hidden" name="link" value=link/>
            <SubmitButton kind=ButtonKind::Ghost compact=true>{words.documents().revoke_link()}</SubmitButton>
        </PostForm>
    }
    .into_any()
}

const fn tone(status: LinkStatus) -> Tone {
    match status {
        LinkStatus::Active => Tone::Success,
        LinkStatus::Used | LinkStatus::Expired => Tone::Neutral,
        LinkStatus::Revoked => Tone::Danger,
    }
}
