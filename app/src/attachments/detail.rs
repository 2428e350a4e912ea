//! One attachment: what it is, its file, and the way to take it away or to bring it back.

use domain::attachment::{AttachedTo, AttachmentView};
use domain::labels::Label;
use domain::shared::AttachmentId;
use leptos::prelude::*;
use services::access::ActionKind;

use super::{list_page, owner_page, server_fns, size};
use crate::forms::Filled;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Crumb, Description, DescriptionList, Dialog, DialogButton, FormErrors, Glyph, LinkButton, Notice,
    PageHeader, PostForm, SubmitButton, TextField, Tone,
};
use crate::request::{Visit, path_id};

/// One attachment.
#[component]
pub fn AttachmentPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let word = words.attachments();
        let one = server_fns::find(&visit, path_id(AttachmentId::parse)?).await?;
        let (of, name) = server_fns::owner(&visit, &one).await?;
        let filled = Filled::default().or_typed(&visit).await?;
        let title = one.file_name.clone();
        let crumbs = vec![Crumb::new(name.clone(), owner_page(of)), Crumb::new(word.title(), list_page(of))];
        let actions = if one.removed.is_some() {
            visit.may(ActionKind::RestoreAttachment).then(|| restore(words, &one))
        } else {
            Some(view! { {visit.may(ActionKind::RemoveAttachment).then(|| remove(words, &one, &filled))} {download(words, &one)} }.into_any())
        };
        let body = view! {
            <PageHeader title=title.clone() lead=one.kind.label(visit.language) breadcrumbs=crumbs>{actions}</PageHeader>
            <FormErrors errors=filled.errors() message=filled.message()/>
            {removal(words, &one)}
            {facts(words, &one, of, name)}
        };
        Ok(Content::new(title, view! { <div class="stack">{body}</div> }))
    })
}

fn download(words: Words, one: &AttachmentView) -> AnyView {
    view! {
        <LinkButton
            href=format!("/files/attachments/{}", one.id)
            kind=ButtonKind::Primary
            icon=Glyph::Download
            download=true
        >
            {words.common().download()}
        </LinkButton>
    }
    .into_any()
}

fn facts(words: Words, one: &AttachmentView, of: AttachedTo, name: String) -> AnyView {
    let (word, heads) = (words.attachments(), words.documents());
    let owner = match of {
        AttachedTo::Client(_) => words.policies().client(),
        AttachedTo::Policy(_) => words.policies().one(),
    };
    let (kind, size) = (one.kind.label(words.language()).to_owned(), size(words, one));
    let (checksum, author, at) = (one.checksum_sha256.clone(), one.author.clone(), instant(one.created_at));
    view! {
        <Card title=word.one()>
            <DescriptionList>
                <Description term=owner><a href=owner_page(of)>{name}</a></Description>
                <Description term=words.common().kind() value=Some(kind)/>
                <Description term=heads.size() value=Some(size)/>
                <Description term=word.added_at() value=Some(at)/>
                <Description term=word.added_by() value=author/>
                <Description term=heads.checksum()><code class="break-all">{checksum}</code></Description>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

/// That it was taken away, why, and until when it can be brought back.
fn removal(words: Words, one: &AttachmentView) -> Option<AnyView> {
    let (word, removal) = (words.attachments(), one.removed.clone()?);
    let by = removal.by.unwrap_or_else(|| words.policies().someone().to_owned());
    let reason = removal.reason.map(|reason| view! { <p class="free-text">{reason}</p> });
    let notice = view! {
        <Notice tone=Tone::Warning title=word.removed_by(by, instant(removal.at))>
            {reason}
            <p>{word.kept_until(instant(removal.kept_until))}</p>
        </Notice>
    };
    Some(notice.into_any())
}

fn hidden(one: &AttachmentView) -> AnyView {
    view! {
        <input type="hidden" name="id" value=one.id.to_string()/>
        <input type="hidden" name="version" value=one.version.to_string()/>
    }
    .into_any()
}

fn restore(words: Words, one: &AttachmentView) -> AnyView {
    let hidden = hidden(one);
    view! {
        <PostForm action="/forms/attachments/restore">
            {hidden}
            <SubmitButton kind=ButtonKind::Primary>{words.attachments().restore()}</SubmitButton>
        </PostForm>
    }
    .into_any()
}

/// The question before it is taken away, which asks for the reason. Where it was sent without one, it is open.
fn remove(words: Words, one: &AttachmentView, filled: &Filled) -> AnyView {
    let word = words.attachments();
    let (wrong, hidden) = (filled.error("reason"), hidden(one));
    let reason = view! {
        <TextField
            name="reason"
            label=word.reason()
            value=filled.value("reason")
            error=wrong.clone()
            required=true
            autocomplete="off"
            maxlength=200
        />
    };
    view! {
        <DialogButton dialog="remove" kind=ButtonKind::Secondary icon=Glyph::Delete>{word.remove()}</DialogButton>
        <Dialog id="remove" title=word.remove_question(&one.file_name) open=wrong.is_some()>
            <PostForm class="dialog-body" action="/forms/attachments/remove">
                <div class="dialog-content"><p>{word.remove_lead()}</p> {reason} {hidden}</div>
                <div class="form-actions">
                    <SubmitButton kind=ButtonKind::Danger>{word.remove()}</SubmitButton>
                    <button class="button" type="button" data-kind="ghost" commandfor="remove" command="close">
                        <span>{words.common().cancel()}</span>
                    </button>
                </div>
            </PostForm>
        </Dialog>
    }
    .into_any()
}
