//! Issuing a document: about what, from which template, with which facts, in which format.

use domain::document::{DocumentFormat, DocumentView};
use domain::labels::Label;
use domain::shared::DocumentId;
use domain::template::{Mention, TemplateView};
use leptos::prelude::*;
use services::Error;
use services::documents::FactsAsked;

use super::policy_choice::policy_choice;
use super::subject::{Subject, about_client, about_company, about_policy, same_subject};
use super::{facts, server_fns};
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    Card, Choice, Crumb, EmptyState, Form, FormActions, FormErrors, FormSection, Glyph, Notice, PageHeader, RadioGroup,
    SelectField, Tone,
};
use crate::request::{Visit, query_value};

/// The name of the buttons that only show the form again.
pub(super) const CHOOSE: &str = "choose";

/// A new document.
#[component]
pub fn NewDocumentPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.documents();
        let replaced = match query_value("supersedes").as_deref().map(DocumentId::parse) {
            Some(Some(id)) => Some(server_fns::document(&visit, id).await?),
            Some(None) => return Err(Error::NotFound),
            None => None,
        };
        let named = replaced.as_ref().map(same_subject).unwrap_or_default();
        let policy = named.0.or_else(|| query_value("policy_id"));
        let client = named.1.or_else(|| query_value("client_id"));
        let company = named.2.or_else(|| query_value("company_id"));
        let subject = match (policy, client, company) {
            (Some(policy), _, _) => about_policy(&visit, &policy).await?,
            (None, Some(client), _) => about_client(&visit, &client).await?,
            (None, None, Some(company)) => about_company(&visit, &company).await?,
            (None, None, None) => {
                let q = query_value("policy_q").unwrap_or_default();
                let found = server_fns::policies(&visit, &q).await?;
                return Ok(Content::new(heads.new(), policy_choice(words, q, found)));
            }
        };
        let mut templates = server_fns::templates(&visit).await?;
        templates.retain(|template| {
            subject.takes(&visit, template) && replaced.as_ref().is_none_or(|old| old.kind == template.kind)
        });
        // A company's own comes before the one for all.
        templates.sort_by_key(|template| {
            (template.usage, template.language != visit.language, template.company_id.is_none())
        });
        let filled = Filled::default().or_typed(&visit).await?;
        let inside = match chosen(&visit, &filled, &subject, &templates, replaced.as_ref()) {
            None => view! {
                <EmptyState icon=Glyph::Template title=heads.no_template_title() hint=heads.no_template_hint()/>
            }
            .into_any(),
            Some(template) => {
                let (about, id) = &subject.hidden;
                let asked = server_fns::facts_asked(&visit, template, about, id).await?;
                let filled = filled.or_known(facts::values(words, &asked));
                form(&visit, &filled, &templates, template, &asked, &subject, replaced.as_ref())
            }
        };
        let told = replaced.map(|old| {
            view! { <Notice tone=Tone::Info>{heads.will_supersede(old.number)}</Notice> }
        });
        let body = view! {
            <PageHeader title=heads.new() breadcrumbs=vec![Crumb::new(heads.title(), "/documents")]/>
            {told}
            <div class="split">
                <Card>{inside}</Card>
                <Card title=heads.subject()>{subject.facts}</Card>
            </div>
        };
        Ok(Content::new(heads.new(), body))
    })
}

/// The template whose fields are shown: the one chosen before, asked for, or of the document replaced; else the usual one.
fn chosen<'a>(
    visit: &Visit,
    filled: &Filled,
    subject: &Subject,
    templates: &'a [TemplateView],
    replaced: Option<&DocumentView>,
) -> Option<&'a TemplateView> {
    let named = |id: &str| templates.iter().find(|template| template.id.to_string() == id);
    named(&filled.value("template_id"))
        .or_else(|| named(&query_value("template_id")?))
        .or_else(|| named(&replaced?.template_id.to_string()))
        .or_else(|| subject.proposed(visit, templates))
}

fn form(
    visit: &Visit,
    filled: &Filled,
    templates: &[TemplateView],
    template: &TemplateView,
    asked: &FactsAsked,
    subject: &Subject,
    replaced: Option<&DocumentView>,
) -> AnyView {
    let words = Words::in_language(visit.language);
    let (language, heads) = (visit.language, words.documents());
    let choices: Vec<Choice> = templates
        .iter()
        .map(|template| {
            let (usage, spoken) = (template.usage.label(language), template.language.label(language));
            Choice::new(template.id.to_string(), format!("{usage} – {} ({spoken})", template.name))
        })
        .collect();
    let format = Some(filled.value("format")).filter(|format| !format.is_empty());
    let formats = DocumentFormat::ALL
        .into_iter()
        .map(|format| {
            let hint = match format {
                DocumentFormat::Pdf => heads.format_pdf(),
                DocumentFormat::Html => heads.format_html(),
                DocumentFormat::Xlsx => heads.format_xlsx(),
            };
            Choice::new(format.code(), format.label(language)).explained(hint)
        })
        .collect();
    let fields = view! {
        <SelectField
            name="template_id"
            label=heads.template()
            hint=heads.template_hint()
            value=template.id.to_string()
            options=choices
            error=filled.error("template_id")
            required=true
        />
        <p>
            <button class="button" type="submit" data-kind="secondary" data-compact="" name=CHOOSE>
                <span>{heads.show_fields()}</span>
            </button>
        </p>
        <RadioGroup
            name="format"
            label=heads.format()
            value=format.unwrap_or_else(|| template.format.code().to_owned())
            options=formats
            error=filled.error("format")
            required=true
        />
    };
    let (about, id) = subject.hidden.clone();
    let supersedes = replaced.map(|old| view! { <input type="hidden" name="supersedes" value=old.id.to_string()/> });
    let more = asked.facts.iter().any(|fact| !fact.columns().is_empty()).then(|| {
        view! {
            <p>
                <button class="button" type="submit" data-kind="ghost" data-compact="" name=CHOOSE>
                    <span>{heads.more_lines()}</span>
                </button>
            </p>
        }
    });
    let (wrong, back) = (wrong(visit, filled, asked, subject), subject.back.clone());
    let facts = facts::form(words, filled, asked, heads.facts_lead());
    view! {
        <Form action="/forms/documents/issue">
            {wrong}
            <input type="hidden" name=about value=id/>
            {supersedes}
            <FormSection>{fields}</FormSection>
            {facts}
            {more}
            <FormActions submit=heads.issue() cancel_href=back/>
        </Form>
    }
    .into_any()
}

/// What is wrong with the fields; and apart from them the mentions missing in the books, each with the page where it is
/// recorded.
fn wrong(visit: &Visit, filled: &Filled, asked: &FactsAsked, subject: &Subject) -> AnyView {
    let words = Words::in_language(visit.language);
    let heads = words.documents();
    let mut labels: Vec<(String, String)> = [
        ("template_id", heads.template()),
        ("policy_id", words.policies().one()),
        ("client_id", words.policies().client()),
        ("company_id", words.policies().company()),
        ("format", heads.format()),
    ]
    .map(|(name, label)| (name.to_owned(), label.to_owned()))
    .into();
    labels.extend(facts::labels(words, asked.usage));
    let labels: Vec<(&str, &str)> = labels.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect();
    let mention_of = |field: &str| Mention::ALL.iter().find(|mention| mention.code().replace('.', "_") == field);
    let (mentions, errors): (Vec<_>, Vec<_>) =
        filled.errors_at(&labels).into_iter().partition(|error| mention_of(&error.field).is_some());
    let lines = mentions
        .iter()
        .filter_map(|error| {
            let label = mention_of(&error.field)?.label(visit.language);
            Some(match subject.place_of(visit, &error.field) {
                Some(href) => view! { <li>{label}" – "<a href=href>{heads.record_it()}</a></li> }.into_any(),
                None => view! { <li>{label}" – "{heads.ask_to_record()}</li> }.into_any(),
            })
        })
        .collect_view();
    let mentions = (!mentions.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warning title=heads.mentions_missing()><ul class="notice-list">{lines}</ul></Notice>
        }
    });
    view! { <FormErrors errors=errors message=filled.message()/> {mentions} }.into_any()
}
