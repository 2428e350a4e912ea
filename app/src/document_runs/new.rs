//! The first step: which policies, from which template, with which common facts, and in which form.

use domain::document_run::RunOutput;
use domain::labels::Label;
use domain::template::TemplateView;
use leptos::prelude::*;
use services::documents::FactsAsked;

use super::{HOME, server_fns};
use crate::documents::facts;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    Card, Choice, Crumb, EmptyState, Form, FormActions, FormErrors, FormSection, Glyph, PageHeader, RadioGroup,
    SelectField,
};
use crate::renewals::selection;
use crate::request::{Visit, query_value};

/// The name of the buttons that only show the form again.
pub(super) const CHOOSE: &str = "choose";

/// What is to be issued, and about which policies.
#[component]
pub fn NewDocumentRunPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let (runs, documents) = (words.document_runs(), words.documents());
        let pairs = selection::asked();
        let filled = Filled::default().or_typed(&visit).await?;
        let chosen = if selection::is_all(&pairs) {
            words.renewals().all_matching().to_owned()
        } else {
            let ticked = pairs.iter().filter(|(name, _)| name == "id").count();
            words.renewals().chosen(u64::try_from(ticked).unwrap_or_default())
        };
        let templates = server_fns::templates(&visit).await?;
        let named = |id: &str| templates.iter().find(|template| template.id.to_string() == id);
        let template = named(&filled.value("template_id"))
            .or_else(|| named(&query_value("template_id")?))
            .or_else(|| templates.iter().find(|template| template.language == visit.language))
            .or_else(|| templates.first());
        let inside = match template {
            None => view! {
                <EmptyState
                    icon=Glyph::Template
                    title=documents.no_template_title()
                    hint=documents.no_template_hint()
                />
            }
            .into_any(),
            Some(template) => {
                let asked = server_fns::facts_asked(&visit, template).await?;
                let hidden = view! { <input type="hidden" name="selection" value=selection::written(&pairs)/> };
                form(words, &filled, &templates, template, &asked, hidden.into_any())
            }
        };
        let crumbs = vec![Crumb::new(documents.title(), "/documents"), Crumb::new(runs.title(), HOME)];
        let body = view! {
            <PageHeader title=runs.new() lead=chosen breadcrumbs=crumbs/>
            <Card>{inside}</Card>
        };
        Ok(Content::new(runs.new(), body))
    })
}

fn form(
    words: Words,
    filled: &Filled,
    templates: &[TemplateView],
    template: &TemplateView,
    asked: &FactsAsked,
    hidden: AnyView,
) -> AnyView {
    let (runs, documents, language) = (words.document_runs(), words.documents(), words.language());
    let mut labels: Vec<(String, String)> = [
        ("template_id", documents.template()),
        ("policies", words.policies().title()),
        ("matching", words.policies().title()),
        ("output", runs.output()),
    ]
    .map(|(name, label)| (name.to_owned(), label.to_owned()))
    .into();
    labels.extend(facts::labels(words, asked.usage));
    let labels: Vec<(&str, &str)> = labels.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect();
    let choices: Vec<Choice> = templates
        .iter()
        .map(|template| {
            let (usage, spoken) = (template.usage.label(language), template.language.label(language));
            Choice::new(template.id.to_string(), format!("{usage} – {} ({spoken})", template.name))
        })
        .collect();
    let outputs = RunOutput::ALL
        .iter()
        .map(|output| {
            let hint = match output {
                RunOutput::Merged => runs.merged_hint(),
                RunOutput::Archive => runs.archive_hint(),
            };
            Choice::new(output.code(), output.label(language)).explained(hint)
        })
        .collect();
    let output = Some(filled.value("output")).filter(|output| !output.is_empty());
    let more = asked.facts.iter().any(|fact| !fact.columns().is_empty()).then(|| {
        view! {
            <p>
                <button class="button" type="submit" data-kind="ghost" data-compact="" name=CHOOSE>
                    <span>{documents.more_lines()}</span>
                </button>
            </p>
        }
    });
    let errors = view! { <FormErrors errors=filled.errors_at(&labels) message=filled.message()/> };
    let fields = view! {
        <SelectField
            name="template_id"
            label=documents.template()
            hint=runs.template_hint()
            value=template.id.to_string()
            options=choices
            error=filled.error("template_id")
            required=true
        />
        <p>
            <button class="button" type="submit" data-kind="secondary" data-compact="" name=CHOOSE>
                <span>{documents.show_fields()}</span>
            </button>
        </p>
        <RadioGroup
            name="output"
            label=runs.output()
            value=output.unwrap_or_else(|| RunOutput::Merged.code().to_owned())
            options=outputs
            error=filled.error("output")
            required=true
        />
    };
    let facts = facts::form(words, filled, asked, runs.known_hint());
    view! {
        <Form action="/forms/document-runs/start">
            {errors}
            {hidden}
            <p>{runs.new_lead()}</p>
            <FormSection>{fields}</FormSection>
            {facts}
            {more}
            <FormActions submit=runs.start() cancel_href="/policies"/>
        </Form>
    }
    .into_any()
}
