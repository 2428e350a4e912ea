//! One template: what it makes, its versions, the source in use.

use std::collections::BTreeMap;

use domain::labels::Label;
use domain::shared::UserId;
use domain::template::{TEMPLATE_LIST, TemplateVersionView, TemplateView};
use leptos::prelude::*;
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
    EmptyState, FormErrors, Glyph, LinkButton, PageHeader, Row, Table, Tone,
};
use crate::request::Visit;

/// One template.
#[component]
pub fn TemplatePage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.templates();
        let template = server_fns::template(&visit, template_id()?).await?;
        let versions = server_fns::versions(&visit, template.id).await?;
        let names = server_fns::names(&visit).await?;
        // Only what the archive question says may come back to this page.
        let filled = Filled::default().or_typed(&visit).await?;
        let current = versions.iter().find(|version| Some(version.number) == template.current_version);
        let new_version = format!("/templates/{}/versions/new", template.id);
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
        let facts = facts(words, &template);
        let versions = version_table(words, &template, &versions, &names);
        let body = view! {
            <PageHeader
                title=title.clone()
                lead=template.kind.label(visit.language)
                breadcrumbs=vec![Crumb::new(heads.title(), back_to(&TEMPLATE_LIST))]
            >
                {actions}
            </PageHeader>
            <FormErrors errors=filled.errors() message=filled.message()/>
            <div class="split">
                <div>{text}</div>
                <div>{facts} {versions}</div>
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

fn facts(words: Words, template: &TemplateView) -> AnyView {
    let (language, heads, common) = (words.language(), words.templates(), words.common());
    let facts = view! {
        <Description term=heads.kind() value=Some(template.kind.label(language).to_owned())/>
        <Description term=heads.language() value=Some(template.language.label(language).to_owned())/>
        <Description term=heads.format() value=Some(template.format.label(language).to_owned())/>
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
            view! {
                <Row>
                    <Cell main=true href=href>{heads.version(number)}{in_use}</Cell>
                    <Cell label=common.created_at()>
                        <div>{instant(at)}<br/><small class="muted">{common.by(by)}</small></div>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    (!versions.is_empty())
        .then(|| {
            view! {
                <Card title=heads.versions() flush=true>
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
