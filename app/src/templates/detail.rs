//! One template: what it makes, its versions, the source in use.

use std::collections::BTreeMap;

use domain::company::CompanyView;
use domain::labels::Label;
use domain::shared::{TemplateId, UserId};
use domain::template::{TEMPLATE_LIST, TemplateVersionView, TemplateView};
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::source::source;
use super::{server_fns, template_id};
use crate::forms::Filled;
use crate::lists::back_to;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Card, Cell, Column, ConfirmDialog, Crumb, Description, DescriptionList, DialogButton,
    EmptyState, FileField, FormErrors, Glyph, LinkButton, Notice, PageHeader, PostForm, Row, SubmitButton, Table, Tone,
};
use crate::request::Visit;

/// One template.
#[component]
pub fn TemplatePage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.templates();
        let id = template_id()?;
        let template = match server_fns::template(&visit, id).await {
            Err(Error::NotFound) => return put_away(&visit, id).await,
            found => found?,
        };
        let versions = server_fns::versions(&visit, template.id).await?;
        let names = server_fns::names(&visit).await?;
        // Only what the archive question says may come back to this page.
        let filled = Filled::default().or_typed(&visit).await?;
        let current = versions.iter().find(|version| Some(version.number) == template.current_version);
        let new_version = format!("/templates/{}/studio", template.id);
        let actions = visit.may(ActionKind::UpdateTemplate).then(|| actions(&visit, &template, new_version.clone()));
        let text = match current {
            Some(version) => {
                let title = format!("{} – {}", heads.current(), heads.version(version.number));
                let source = source(words, &version.content);
                view! { <Card title=title lead=heads.immutable()>{source}</Card> }.into_any()
            }
            None => view! {
                <Card>
                    <EmptyState icon=Glyph::Template title=heads.no_version() hint=heads.no_version_hint()>
                        <LinkButton href=new_version kind=ButtonKind::Primary>{heads.new_version()}</LinkButton>
                    </EmptyState>
                </Card>
            }
            .into_any(),
        };
        let title = template.name.clone();
        let companies = server_fns::companies(&visit).await?;
        let facts = facts(words, &template, &companies);
        let upload = visit.may(ActionKind::UpdateTemplate).then(|| upload(words, &template, filled.error("file")));
        let versions = version_table(words, &template, &versions, &names);
        let body = view! {
            <PageHeader
                title=title.clone()
                lead=template.usage.label(visit.language)
                breadcrumbs=vec![Crumb::new(heads.title(), back_to(&TEMPLATE_LIST))]
            >
                {actions}
            </PageHeader>
            <FormErrors errors=filled.errors() message=filled.message()/>
            <div class="split">
                <div>{text}</div>
                <div>{facts} {versions} {upload}</div>
            </div>
        };
        Ok(Content::new(title, body))
    })
}

fn actions(visit: &Visit, template: &TemplateView, new_version: String) -> AnyView {
    let words = Words::in_language(visit.language);
    let heads = words.templates();
    let archive = visit.may(ActionKind::ArchiveTemplate).then(|| {
        let hidden = view! {
            <input type="hidden" name="id" value=template.id.to_string()/>
            <input type="hidden" name="version" value=template.version.to_string()/>
            <input type="hidden" name="name" value=template.name.clone()/>
        };
        view! {
            <DialogButton dialog="archive" kind=ButtonKind::Ghost icon=Glyph::Inbox>{heads.archive()}</DialogButton>
            <ConfirmDialog
                id="archive"
                title=heads.archive_question(&template.name)
                action="/forms/templates/archive"
                confirm=heads.archive()
            >
                <p>{heads.archive_lead()}</p>
                {hidden}
            </ConfirmDialog>
        }
    });
    view! {
        {archive}
        <LinkButton href=format!("/templates/{}/edit", template.id) icon=Glyph::Edit>{words.common().edit()}</LinkButton>
        <LinkButton href=new_version kind=ButtonKind::Primary icon=Glyph::Plus>{heads.new_version()}</LinkButton>
    }
    .into_any()
}

/// A template that was put away: the way back.
async fn put_away(visit: &Visit, id: TemplateId) -> Result<Content, Error> {
    let words = Words::in_language(visit.language);
    let heads = words.templates();
    let template = server_fns::put_away(visit, id).await?;
    let refused = Filled::default().or_typed(visit).await?;
    let restore = visit.may(ActionKind::RestoreTemplate).then(|| {
        let (id, version) = (template.id.to_string(), template.version.to_string());
        view! {
            <PostForm action="/forms/templates/restore">
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <SubmitButton kind=ButtonKind::Primary>{heads.take_out()}</SubmitButton>
            </PostForm>
        }
    });
    let crumbs =
        vec![Crumb::new(heads.title(), "/templates"), Crumb::new(heads.put_away(), "/templates?archived=true")];
    let when = instant(template.updated_at);
    let title = template.name.clone();
    let body = view! {
        <PageHeader title=title.clone() lead=template.usage.label(words.language()) breadcrumbs=crumbs>{restore}</PageHeader>
        <FormErrors errors=refused.errors() message=refused.message()/>
        <Notice tone=Tone::Neutral><p>{heads.archived_on(when)}</p></Notice>
    };
    Ok(Content::new(title, body))
}

/// A file from elsewhere as the next version.
fn upload(words: Words, template: &TemplateView, error: Option<String>) -> AnyView {
    let heads = words.templates();
    let (id, version) = (template.id.to_string(), template.version.to_string());
    view! {
        <Card title=heads.upload() lead=heads.upload_lead()>
            <PostForm action="/forms/templates/upload" class="stack" multipart=true>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <FileField
                    name="file"
                    label=heads.upload_file()
                    accept=".html,.htm,.jinja,.txt,text/html,text/plain"
                    error=error
                    required=true
                />
                <SubmitButton kind=ButtonKind::Secondary>{heads.upload_send()}</SubmitButton>
            </PostForm>
        </Card>
    }
    .into_any()
}

fn facts(words: Words, template: &TemplateView, companies: &[CompanyView]) -> AnyView {
    let company = template.company_id.and_then(|id| companies.iter().find(|one| one.id == id));
    let company = company.map(|one| one.name.clone());
    let (language, heads, common) = (words.language(), words.templates(), words.common());
    let facts = view! {
        <Description term=heads.kind() value=Some(template.kind.label(language).to_owned())/>
        <Description term=heads.usage() value=Some(template.usage.label(language).to_owned())/>
        <Description term=heads.language() value=Some(template.language.label(language).to_owned())/>
        <Description term=heads.format() value=Some(template.format.label(language).to_owned())/>
        {company.map(|company| view! { <Description term=words.templates().company() value=Some(company)/> })}
        <Description term=common.updated_at() value=Some(instant(template.updated_at))/>
    };
    view! { <Card title=heads.one()><DescriptionList>{facts}</DescriptionList></Card> }.into_any()
}

fn version_table(
    words: Words,
    template: &TemplateView,
    versions: &[TemplateVersionView],
    names: &BTreeMap<UserId, String>,
) -> AnyView {
    let (heads, common) = (words.templates(), words.common());
    let columns = vec![Column::text(common.version()), Column::text(common.created_at())];
    let rows = versions
        .iter()
        .map(|version| {
            let by = author(words, version, names);
            let in_use = (Some(version.number) == template.current_version)
                .then(|| view! { " "<Badge tone=Tone::Success label=heads.is_current()/> });
            let (number, at) = (version.number, version.created_at);
            let href = format!("/templates/{}/versions/{number}", template.id);
            let restored = version.restored_from.map(|old| format!(" · {}", heads.restored_from(old)));
            view! {
                <Row>
                    <Cell main=true href=href>{heads.version(number)}{in_use}</Cell>
                    <Cell label=common.created_at()>
                        <div>
                            {instant(at)}<br/>
                            <small class="muted">{common.by(by)}{restored}</small>
                        </div>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    let compare = (versions.len() > 1).then(|| {
        let href = format!("/templates/{}/compare", template.id);
        view! { <LinkButton href=href compact=true>{heads.compare_last()}</LinkButton> }.into_any()
    });
    let compare = compare.unwrap_or_else(|| ().into_any());
    (!versions.is_empty())
        .then(|| {
            view! {
                <Card title=heads.versions() actions=compare flush=true>
                    <Table caption=heads.versions() columns=columns>{rows}</Table>
                </Card>
            }
        })
        .into_any()
}

/// Who wrote a version: a colleague, or the product for those that came with it.
pub(super) fn author(words: Words, version: &TemplateVersionView, names: &BTreeMap<UserId, String>) -> String {
    match version.author_id {
        None => words.templates().with_product().to_owned(),
        Some(id) => names.get(&id).cloned().unwrap_or_else(|| words.policies().someone().to_owned()),
    }
}
