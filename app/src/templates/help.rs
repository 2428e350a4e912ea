//! The help on writing a template: the language on one page.

use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use crate::locales::{TemplateLanguage, Words};
use crate::page::{Content, framed};
use crate::parts::{Card, Cell, Column, Crumb, PageHeader, Row, Table};
use crate::request::Visit;

/// What a template may say.
#[component]
pub fn TemplateHelpPage() -> AnyView {
    framed(async |visit: Visit| {
        if !visit.may(ActionKind::ReadTemplates) {
            return Err(Error::Forbidden(domain::shared::problem::Code::Forbidden));
        }
        let words = Words::in_language(visit.language);
        let heads = words.templates();
        let parts = TemplateLanguage::in_language(visit.language);
        let body = view! {
            <PageHeader
                title=heads.help_title()
                lead=heads.help_lead()
                breadcrumbs=vec![Crumb::new(heads.title(), "/templates")]
            />
            <Card title=heads.help_example()>
                {super::source::source(words, parts.example())}
            </Card>
            {table(words, heads.help_data(), Some(heads.help_data_lead()), parts.data())}
            {table(words, heads.help_expressions(), None, parts.expressions())}
            {table(words, heads.help_tags(), None, parts.tags())}
            {table(words, heads.help_looks(), None, parts.looks())}
        };
        Ok(Content::new(heads.help_title(), body))
    })
}

fn table(
    words: Words,
    title: &'static str,
    lead: Option<&'static str>,
    lines: Vec<(&'static str, &'static str)>,
) -> AnyView {
    let heads = words.templates();
    let columns = vec![Column::text(heads.help_write()), Column::text(heads.help_get())];
    let rows = lines
        .into_iter()
        .map(|(write, get)| {
            view! { <Row><Cell main=true><code>{write}</code></Cell><Cell label=heads.help_get()>{get}</Cell></Row> }
        })
        .collect_view();
    let lead = lead.unwrap_or_default();
    view! {
        <Card title=title lead=lead flush=true>
            <Table caption=title columns=columns>{rows}</Table>
        </Card>
    }
    .into_any()
}
