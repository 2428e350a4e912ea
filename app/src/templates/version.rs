//! The versions of a template: writing the next one, reading any one.

use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::detail::author;
use super::form::labels;
use super::source::{editor, source};
use super::{server_fns, template_id};
use crate::forms::Filled;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{
    Card, Crumb, Description, DescriptionList, Form, FormActions, FormSection, Glyph, LinkButton, PageHeader,
};
use crate::request::{Visit, path_part, query_value};

/// The next version, beginning with the one in use, or with the one named by `from`.
#[component]
pub fn NewVersionPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.templates();
        let template = server_fns::template(&visit, template_id()?).await?;
        let from = query_value("from").and_then(|number| number.parse().ok()).or(template.current_version);
        let content = match from {
            Some(number) => server_fns::version(&visit, template.id, number).await?.content,
            None => String::new(),
        };
        let filled = Filled::of_record([("content", content)], template.id, template.version, template.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let record = format!("/templates/{}", template.id);
        let crumbs = vec![Crumb::new(heads.title(), "/templates"), Crumb::new(template.name, record.clone())];
        let body = view! {
            <PageHeader title=heads.new_version() lead=heads.new_version_lead() breadcrumbs=crumbs>
                <LinkButton href="/templates/help" icon=Glyph::Info>{heads.help()}</LinkButton>
            </PageHeader>
            <Form action="/forms/templates/add-version" guarded=true>
                {filled.head(words, &labels(words), |_, _| None)}
                <FormSection>{editor(words, &filled, true, 28)}</FormSection>
                <FormActions submit=heads.publish() cancel_href=record/>
            </Form>
        };
        Ok(Content::new(heads.new_version(), body))
    })
}

/// One version as it was published.
#[component]
pub fn VersionPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.templates();
        let template = server_fns::template(&visit, template_id()?).await?;
        let number = path_part("number").and_then(|number| number.parse().ok()).ok_or(Error::NotFound)?;
        let version = server_fns::version(&visit, template.id, number).await?;
        let by = author(words, &version, &server_fns::names(&visit).await?);
        let record = format!("/templates/{}", template.id);
        let again = visit.may(ActionKind::UpdateTemplate).then(|| {
            view! {
                <LinkButton href=format!("{record}/versions/new?from={number}") icon=Glyph::Edit>
                    {heads.start_from()}
                </LinkButton>
            }
        });
        let title = heads.version(number);
        let crumbs = vec![Crumb::new(heads.title(), "/templates"), Crumb::new(template.name.clone(), record.clone())];
        let body = view! {
            <PageHeader title=title.clone() lead=template.name breadcrumbs=crumbs>{again}</PageHeader>
            <Card>
                <DescriptionList>
                    <Description term=words.common().created_at() value=Some(instant(version.created_at))/>
                    <Description term=heads.written_by() value=Some(by)/>
                    <Description term=heads.checksum()>
                        <code class="break-all">{version.checksum_sha256}</code>
                    </Description>
                </DescriptionList>
            </Card>
            <Card title=heads.source() lead=heads.immutable()>{source(words, &version.content)}</Card>
        };
        Ok(Content::new(title, body))
    })
}
