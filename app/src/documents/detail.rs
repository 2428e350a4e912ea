//! One document: its facts, its file, its links.

use domain::document::{DOCUMENT_LIST, DocumentStatus, DocumentView};
use domain::labels::Label;
use domain::shared::{DocumentId, format};
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::{links, proof, server_fns, tone};
use crate::forms::Filled;
use crate::lists::back_to;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Card, Crumb, Description, DescriptionList, FormErrors, Glyph, LinkButton, PageHeader,
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
        let made = server_fns::reproduction(&visit, id).await?;
        let replace = (stands && visit.may(ActionKind::IssueDocument)).then(|| proof::replace(words, &document));
        let status = document.status.label(visit.language);
        let badge = view! { <Badge tone=tone(document.status) label=status/> }.into_any();
        let revoke = (document.status != DocumentStatus::Revoked && visit.may(ActionKind::RevokeDocument))
            .then(|| proof::revoke(words, &document, &filled));
        let share = (document.status != DocumentStatus::Revoked && visit.may(ActionKind::ShareDocument))
            .then(|| links::share(words, &document, &filled));
        let may_email = stands && visit.may(ActionKind::EmailDocument);
        let client = match document.client_id {
            Some(id) if may_email => Some(server_fns::client(&visit, id).await?),
            _ => None,
        };
        let email = may_email.then(|| links::email(words, &document, client.as_ref(), &filled));
        let handed_out = links::card(&visit, words, &document, server_fns::links(&visit, id).await?);
        let proof = proof::card(&visit, &document);
        let title = document.number.clone();
        let body = view! {
            <PageHeader
                title=title.clone()
                lead=document.usage.label(visit.language)
                breadcrumbs=vec![Crumb::new(heads.title(), back_to(&DOCUMENT_LIST))]
                badges=badge
            >
                {revoke}
                {replace}
                <LinkButton
                    href=format!("/files/documents/{}", document.id)
                    kind=ButtonKind::Primary
                    icon=Glyph::Download
                >
                    {heads.download()}
                </LinkButton>
            </PageHeader>
            <FormErrors errors=filled.errors() message=filled.message()/>
            {made.map(|made| proof::made_again(words, &made))}
            {link.map(|link| links::fresh(words, link))}
            <div class="split">
                <div>{facts} {handed_out} {proof}</div>
                <div>{share} {email} {check(words, &document)}</div>
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
        {proof::standing(words, document)}
        <Description term=words.common().language() value=Some(document.language.label(language).to_owned())/>
        <Description term=heads.format() value=Some(document.format.label(language).to_owned())/>
        <Description term=heads.size() value=Some(heads.kilobytes(format::count(kilobytes, language)))/>
        <Description term=heads.checksum()><code class="break-all">{checksum}</code></Description>
    };
    Ok(view! { <Card title=heads.one()><DescriptionList>{facts}</DescriptionList></Card> }.into_any())
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
