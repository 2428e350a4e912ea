//! The page of all that belongs to a client or a policy: a form for one more, those there are, and those taken away.

use domain::attachment::{ATTACHMENT_MAX, AttachedTo, AttachmentView};
use domain::shared::page::Page;
use domain::shared::{ClientId, PolicyId};
use leptos::prelude::*;
use services::access::ActionKind;

use super::{list_page, owner_page, server_fns, table};
use crate::forms::{Filled, encoded};
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    Card, Crumb, EmptyState, FileField, Form, FormActions, FormErrors, FormSection, Glyph, PageHeader, Pagination,
};
use crate::request::{Visit, path_id, query_value};

/// What the file picker offers; the file itself is judged when it comes.
const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,.webp,.heic,.tif,.tiff,.docx,.xlsx,.odt,.ods,.eml,.txt,.csv";
/// How many a page shows.
const SHOWN: u32 = 50;

/// What belongs to a client.
#[component]
pub fn ClientAttachmentsPage() -> AnyView {
    framed(async |visit: Visit| {
        let client = server_fns::client(&visit, path_id(ClientId::parse)?).await?;
        let crumb = Crumb::new(Words::in_language(visit.language).clients().title(), "/clients");
        content(&visit, AttachedTo::Client(client.id), client.display_name, crumb).await
    })
}

/// What belongs to a policy.
#[component]
pub fn PolicyAttachmentsPage() -> AnyView {
    framed(async |visit: Visit| {
        let policy = server_fns::policy(&visit, path_id(PolicyId::parse)?).await?;
        let crumb = Crumb::new(Words::in_language(visit.language).policies().title(), "/policies");
        content(&visit, AttachedTo::Policy(policy.id), policy.policy_number, crumb).await
    })
}

async fn content(visit: &Visit, of: AttachedTo, name: String, crumb: Crumb) -> services::Result<Content> {
    let words = Words::in_language(visit.language);
    let word = words.attachments();
    let own = owner_page(of);
    let there = server_fns::attachments(visit, of, false, query_value("cursor"), SHOWN).await?;
    let removed = server_fns::attachments(visit, of, true, None, SHOWN).await?;
    let filled = Filled::default().or_typed(visit).await?;
    let crumbs = vec![crumb, Crumb::new(name.clone(), own.clone())];
    let title = word.title_of(&name);
    let form = visit.may(ActionKind::Attach).then(|| form(words, of, &filled, own));
    let removed = (!removed.items.is_empty()).then(|| {
        let table = table(words, word.removed_ones(), removed.items);
        view! { <Card title=word.removed_ones() lead=word.removed_lead() flush=true>{table}</Card> }
    });
    let body = view! {
        <PageHeader title=title.clone() lead=word.lead() breadcrumbs=crumbs/>
        <FormErrors errors=filled.errors() message=filled.message()/>
        {form}
        {kept(words, of, there)}
        {removed}
    };
    Ok(Content::new(title, view! { <div class="stack">{body}</div> }))
}

fn form(words: Words, of: AttachedTo, filled: &Filled, own: String) -> AnyView {
    let word = words.attachments();
    let (error, hint) = (filled.error("file"), word.file_hint(ATTACHMENT_MAX / (1024 * 1024)));
    let (field, id) = match of {
        AttachedTo::Client(client) => ("client_id", client.to_string()),
        AttachedTo::Policy(policy) => ("policy_id", policy.to_string()),
    };
    view! {
        <Form action="/forms/attachments/attach" multipart=true>
            <input type="hidden" name=field value=id/>
            <FormSection>
                <FileField name="file" label=word.file() accept=ACCEPT hint=hint error=error required=true/>
            </FormSection>
            <FormActions submit=word.attach() cancel_href=own/>
        </Form>
    }
    .into_any()
}

fn kept(words: Words, of: AttachedTo, there: Page<AttachmentView>) -> AnyView {
    let word = words.attachments();
    let at = |cursor: Option<String>| cursor.map(|cursor| format!("{}?cursor={}", list_page(of), encoded(&cursor)));
    let (previous, next) = (at(there.previous_cursor), at(there.next_cursor));
    let inside = if there.items.is_empty() {
        view! { <EmptyState icon=Glyph::Document title=word.none()/> }.into_any()
    } else {
        table(words, word.kept(), there.items)
    };
    view! {
        <Card title=word.kept() flush=true>{inside}</Card>
        <Pagination previous=previous next=next/>
    }
    .into_any()
}
