//! Issuing a document: about what, from which template, in which format.

use domain::document::DocumentFormat;
use domain::labels::Label;
use domain::shared::{ClientId, PolicyId};
use domain::template::TemplateView;
use leptos::prelude::*;
use services::Error;

use super::policy_choice::policy_choice;
use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    Card, Choice, Crumb, Description, DescriptionList, EmptyState, Form, FormActions, FormErrors, FormSection, Glyph,
    LinkButton, PageHeader, RadioGroup, SelectField,
};
use crate::request::{Visit, query_value};

/// What a document is about: a policy, or a client alone.
struct Subject {
    hidden: (&'static str, String),
    facts: AnyView,
    back: String,
}

/// A new document.
#[component]
pub fn NewDocumentPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.documents();
        let subject = match (query_value("policy_id"), query_value("client_id")) {
            (Some(policy), _) => about_policy(&visit, &policy).await?,
            (None, Some(client)) => about_client(&visit, &client).await?,
            (None, None) => {
                let q = query_value("policy_q").unwrap_or_default();
                let found = server_fns::policies(&visit, &q).await?;
                return Ok(Content::new(heads.new(), policy_choice(words, q, found)));
            }
        };
        let templates = server_fns::templates(&visit).await?;
        let filled = Filled::default().or_typed(&visit).await?;
        let inside = if templates.is_empty() {
            view! {
                <EmptyState icon=Glyph::Template title=heads.no_template_title() hint=heads.no_template_hint()/>
            }
            .into_any()
        } else {
            form(words, &filled, &templates, subject.hidden, subject.back)
        };
        let body = view! {
            <PageHeader title=heads.new() breadcrumbs=vec![Crumb::new(heads.title(), "/documents")]/>
            <div class="split">
                <Card>{inside}</Card>
                <Card title=heads.subject()>{subject.facts}</Card>
            </div>
        };
        Ok(Content::new(heads.new(), body))
    })
}

async fn about_policy(visit: &Visit, id: &str) -> Result<Subject, Error> {
    let words = Words::in_language(visit.language);
    let policies = words.policies();
    let policy = server_fns::policy(visit, PolicyId::parse(id).ok_or(Error::NotFound)?).await?;
    let back = format!("/policies/{}", policy.id);
    let link = view! { <a href=back.clone()>{policy.policy_number}</a> };
    let state = policy.state.label(visit.language).to_owned();
    let facts = view! {
        <DescriptionList>
            <Description term=policies.one()>{link}</Description>
            <Description term=policies.client() value=Some(policy.client.display_name)/>
            <Description term=policies.company() value=Some(policy.company.name)/>
            <Description term=policies.product() value=Some(policy.terms.product_name)/>
            <Description term=policies.state() value=Some(state)/>
        </DescriptionList>
        <div class="pt-4">
            <LinkButton href="/documents/new" compact=true>{words.documents().change_policy()}</LinkButton>
        </div>
    };
    Ok(Subject { hidden: ("policy_id", policy.id.to_string()), facts: facts.into_any(), back })
}

async fn about_client(visit: &Visit, id: &str) -> Result<Subject, Error> {
    let policies = Words::in_language(visit.language).policies();
    let client = server_fns::client(visit, ClientId::parse(id).ok_or(Error::NotFound)?).await?;
    let back = format!("/clients/{}", client.id);
    let link = view! { <a href=back.clone()>{client.display_name}</a> };
    let facts = view! {
        <DescriptionList>
            <Description term=policies.client()>{link}</Description>
        </DescriptionList>
    };
    Ok(Subject { hidden: ("client_id", client.id.to_string()), facts: facts.into_any(), back })
}

fn form(
    words: Words,
    filled: &Filled,
    templates: &[TemplateView],
    (about, id): (&'static str, String),
    back: String,
) -> AnyView {
    let (language, heads) = (words.language(), words.documents());
    let choices: Vec<Choice> = templates
        .iter()
        .map(|template| {
            let label = format!(
                "{} – {} ({})",
                template.kind.label(language),
                template.name,
                template.language.label(language)
            );
            Choice::new(template.id.to_string(), label)
        })
        .collect();
    // A new form proposes the first template in the reader's language.
    let proposed = templates.iter().find(|template| template.language == language).or_else(|| templates.first());
    let chosen = if filled.is_refused() {
        filled.value("template_id")
    } else {
        proposed.map(|template| template.id.to_string()).unwrap_or_default()
    };
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
    let labels = [("template_id", heads.template()), ("policy_id", words.policies().one()), ("format", heads.format())];
    let errors = view! { <FormErrors errors=filled.errors_at(&labels) message=filled.message()/> };
    let fields = view! {
        <SelectField
            name="template_id"
            label=heads.template()
            hint=heads.template_hint()
            value=chosen
            options=choices
            error=filled.error("template_id")
            required=true
        />
        <RadioGroup
            name="format"
            label=heads.format()
            value=format.unwrap_or_else(|| DocumentFormat::Pdf.code().to_owned())
            options=formats
            error=filled.error("format")
            required=true
        />
    };
    view! {
        <Form action="/forms/documents/issue">
            {errors}
            <input type="hidden" name=about value=id/>
            <FormSection>{fields}</FormSection>
            <FormActions submit=heads.issue() cancel_href=back/>
        </Form>
    }
    .into_any()
}
