//! One document: its facts, its file, its links.

use domain::document::{DOCUMENT_LIST, DocumentStatus, DocumentView, SignedUrl};
use domain::labels::Label;
use domain::shared::{DocumentId, format};
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::{server_fns, tone};
use crate::forms::Filled;
use crate::islands::CopyButton;
use crate::lists::back_to;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Card, CheckboxField, Choice, ConfirmDialog, Crumb, Description, DescriptionList, DialogButton,
    Form, FormActions, FormErrors, FormSection, Glyph, LinkButton, PageHeader, SelectField, TextArea,
};
use crate::request::{Visit, path_id};

/// One document.
#[component]
pub fn DocumentPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.documents();
        let id = path_id(DocumentId::parse)?;
        let document = server_fns::document(&visit, id).await?;
        let link = server_fns::fresh_link(&visit, id).await?;
        let filled = Filled::default().or_typed(&visit).await?;
        let facts = facts(&visit, &document).await?;
        let stands = document.status == DocumentStatus::Issued;
        let status = document.status.label(visit.language);
        let badge = view! { <Badge tone=tone(document.status) label=status/> }.into_any();
        let revoke = (stands && visit.may(ActionKind::RevokeDocument)).then(|| revoke(words, &document));
        let share = (stands && visit.may(ActionKind::ShareDocument)).then(|| share(words, &document, &filled));
        let title = document.number.clone();
        let body = view! {
            <PageHeader
                title=title.clone()
                lead=document.kind.label(visit.language)
                breadcrumbs=vec![Crumb::new(heads.title(), back_to(&DOCUMENT_LIST))]
                badges=badge
            >
                {revoke}
                <LinkButton
                    href=format!("/files/documents/{}", document.id)
                    kind=ButtonKind::Primary
                    icon=Glyph::Download
                >
                    {heads.download()}
                </LinkButton>
            </PageHeader>
            <FormErrors errors=filled.errors() message=filled.message()/>
            {link.map(|link| fresh_link(words, link))}
            <div class="split">
                {facts}
                <div>{share} {check(words, &document)}</div>
            </div>
        };
        Ok(Content::new(title, body))
    })
}

async fn facts(visit: &Visit, document: &DocumentView) -> Result<AnyView, Error> {
    let words = Words::in_language(visit.language);
    let (language, heads, policies) = (visit.language, words.documents(), words.policies());
    let author = server_fns::author(visit, document.author_id).await?;
    let policy = match document.policy_id {
        Some(id) => Some(server_fns::policy(visit, id).await?),
        None => None,
    };
    let client = match document.client_id {
        Some(id) => Some(server_fns::client(visit, id).await?),
        None => None,
    };
    let client = client.map(|client| {
        view! {
            <Description term=policies.client()>
                <a href=format!("/clients/{}", client.id)>{client.display_name}</a>
            </Description>
        }
    });
    let policy = policy.map(|policy| {
        view! {
            <Description term=policies.one()>
                <a href=format!("/policies/{}", policy.id)>{policy.policy_number}</a>
            </Description>
        }
    });
    let revoked =
        document.revoked_at.map(|at| view! { <Description term=heads.revoked_at() value=Some(instant(at))/> });
    // Half a kilobyte counts as one: a file is never of size zero.
    let kilobytes = u64::try_from(document.size_bytes).unwrap_or_default().div_ceil(1000);
    let checksum = document.checksum_sha256.clone();
    let facts = view! {
        <Description term=heads.kind() value=Some(document.kind.label(language).to_owned())/>
        {client}
        {policy}
        <Description term=heads.issued_at() value=Some(instant(document.created_at))/>
        <Description term=heads.issued_by() value=author/>
        {revoked}
        <Description term=words.common().language() value=Some(document.language.label(language).to_owned())/>
        <Description term=heads.format() value=Some(document.format.label(language).to_owned())/>
        <Description term=heads.size() value=Some(heads.kilobytes(format::count(kilobytes, language)))/>
        <Description term=heads.checksum()><code class="break-all">{checksum}</code></Description>
    };
    Ok(view! { <Card title=heads.one()><DescriptionList>{facts}</DescriptionList></Card> }.into_any())
}

/// The link just made, as text to select and as a button that copies it.
fn fresh_link(words: Words, link: SignedUrl) -> AnyView {
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

fn share(words: Words, document: &DocumentView, filled: &Filled) -> AnyView {
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

fn check(words: Words, document: &DocumentView) -> AnyView {
    let heads = words.documents();
    let code = document.verification_code.clone();
    view! {
        <Card title=heads.code()>
            <p><code>{code.clone()}</code></p>
            <p class="pt-2"><a href=format!("/verify/{code}")>{heads.verify_link()}</a></p>
        </Card>
    }
    .into_any()
}

fn revoke(words: Words, document: &DocumentView) -> AnyView {
    let heads = words.documents();
    let hidden = view! {
        <input type="hidden" name="id" value=document.id.to_string()/>
        <input type="hidden" name="version" value=document.version.to_string()/>
        <input type="hidden" name="number" value=document.number.clone()/>
    };
    view! {
        <DialogButton dialog="revoke" kind=ButtonKind::Secondary icon=Glyph::Close>{heads.revoke()}</DialogButton>
        <ConfirmDialog
            id="revoke"
            title=heads.revoke_question(&document.number)
            action="/forms/documents/revoke"
            confirm=heads.revoke()
        >
            <p>{heads.revoke_lead()}</p>
            {hidden}
        </ConfirmDialog>
    }
    .into_any()
}
