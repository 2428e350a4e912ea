//! One version of a template.

use domain::template::TemplateView;
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::detail::author;
use super::source::source;
use super::{server_fns, template_id};
use crate::forms::Filled;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Crumb, Description, DescriptionList, FormErrors, Glyph, LinkButton, PageHeader, PostForm,
    SubmitButton,
};
use crate::request::{Visit, path_part};

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
        let filled = Filled::default().or_typed(&visit).await?;
        let actions = actions(&visit, &template, number);
        let title = heads.version(number);
        let crumbs = vec![Crumb::new(heads.title(), "/templates"), Crumb::new(template.name.clone(), record.clone())];
        let body = view! {
            <PageHeader title=title.clone() lead=template.name breadcrumbs=crumbs>{actions}</PageHeader>
            <FormErrors errors=filled.errors() message=filled.message()/>
            <Card>
                <DescriptionList>
                    <Description term=words.common().created_at() value=Some(instant(version.created_at))/>
                    <Description term=heads.written_by() value=Some(by)/>
                    {version.restored_from.map(|old| {
                        view! { <Description term=heads.version(number) value=Some(heads.restored_from(old))/> }
                    })}
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

/// What can be done with a version: read it elsewhere, hold it against the one in use, write on from it, bring it back, use it.
fn actions(visit: &Visit, template: &TemplateView, number: i64) -> AnyView {
    let heads = Words::in_language(visit.language).templates();
    let record = format!("/templates/{}", template.id);
    let compare = template.current_version.filter(|current| *current != number).map(|current| {
        let href = format!("{record}/compare?before={number}&after={current}");
        view! { <LinkButton href=href>{heads.compare_with_current()}</LinkButton> }
    });
    let write = visit.may(ActionKind::UpdateTemplate).then(|| {
        let button = |action: &'static str, label: &'static str| {
            let (id, version) = (template.id.to_string(), template.version.to_string());
            view! {
                <PostForm action=action>
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="version" value=version/>
                    <input type="hidden" name="number" value=number.to_string()/>
                    <SubmitButton kind=ButtonKind::Secondary>{label}</SubmitButton>
                </PostForm>
            }
        };
        let other = template.current_version != Some(number);
        let restore = other.then(|| button("/forms/templates/restore-version", heads.restore_version()));
        let activate = other.then(|| button("/forms/templates/activate", heads.activate()));
        view! {
            {activate}
            {restore}
            <LinkButton href=format!("{record}/studio?from={number}") icon=Glyph::Edit>{heads.start_from()}</LinkButton>
        }
    });
    view! {
        <LinkButton href=format!("/files{record}/versions/{number}") kind=ButtonKind::Ghost icon=Glyph::Download download=true>
            {heads.download_source()}
        </LinkButton>
        {compare}
        {write}
    }
    .into_any()
}
