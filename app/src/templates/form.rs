//! A new template, and what an existing one is called and makes.

use domain::company::CompanyView;
use domain::document::DocumentFormat;
use domain::labels::Label;
use domain::shared::Language;
use domain::template::{TemplateKind, TemplateUsage};
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::source::editor;
use super::{server_fns, template_id};
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    Choice, Crumb, Form, FormActions, FormErrors, FormSection, Glyph, LinkButton, PageHeader, SelectField, TextField,
    Width,
};
use crate::request::Visit;

/// A new template.
#[component]
pub fn NewTemplatePage() -> AnyView {
    framed(async |visit: Visit| {
        if !visit.may(ActionKind::CreateTemplate) {
            return Err(Error::Forbidden(domain::shared::problem::Code::Forbidden));
        }
        let words = Words::in_language(visit.language);
        let heads = words.templates();
        let companies = server_fns::companies(&visit).await?;
        let filled = Filled::with([("format", "pdf"), ("language", visit.language.code())]).or_typed(&visit).await?;
        let fields = fields(words, &filled, &companies);
        let body = view! {
            <PageHeader
                title=heads.new()
                lead=words.common().required_note()
                breadcrumbs=vec![Crumb::new(heads.title(), "/templates")]
            >
                <LinkButton href="/templates/help" icon=Glyph::Info>{heads.help()}</LinkButton>
            </PageHeader>
            <Form action="/forms/templates/create" guarded=true>
                <FormErrors errors=filled.errors_at(&labels(words)) message=filled.message()/>
                {fields}
                <FormSection title=heads.content()>{editor(words, &filled, false, 18)}</FormSection>
                <FormActions submit=words.common().save() cancel_href="/templates"/>
            </Form>
        };
        Ok(Content::new(heads.new(), body))
    })
}

/// What a template is called and makes; its source has versions of its own.
#[component]
pub fn EditTemplatePage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.templates();
        let companies = server_fns::companies(&visit).await?;
        let template = server_fns::template(&visit, template_id()?).await?;
        let values = [
            ("name", template.name.clone()),
            ("kind", template.kind.code().to_owned()),
            ("usage", template.usage.code().to_owned()),
            ("company_id", template.company_id.map(|id| id.to_string()).unwrap_or_default()),
            ("format", template.format.code().to_owned()),
            ("language", template.language.code().to_owned()),
        ];
        let filled = Filled::of_record(values, template.id, template.version, template.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let record = format!("/templates/{}", template.id);
        let title = heads.edit(&template.name);
        let crumbs = vec![Crumb::new(heads.title(), "/templates"), Crumb::new(template.name, record.clone())];
        let fields = fields(words, &filled, &companies);
        let body = view! {
            <PageHeader title=title.clone() breadcrumbs=crumbs/>
            <Form action="/forms/templates/update" guarded=true>
                {filled.head(words, &labels(words), |name, value| said(words, &companies, name, value))}
                {fields}
                <FormActions submit=words.common().save() cancel_href=record/>
            </Form>
        };
        Ok(Content::new(title, body))
    })
}

/// A choice in words.
fn said(words: Words, companies: &[CompanyView], name: &str, value: &str) -> Option<String> {
    let shown_in = words.language();
    let label = match name {
        "kind" => TemplateKind::parse(value)?.label(shown_in),
        "usage" => TemplateUsage::parse(value)?.label(shown_in),
        "language" => Language::parse(value)?.label(shown_in),
        "company_id" => {
            return companies.iter().find(|company| company.id.to_string() == value).map(|one| one.name.clone());
        }
        "format" => DocumentFormat::parse(value)?.label(shown_in),
        _ => return None,
    };
    Some(label.to_owned())
}

/// The names of the fields, for the summary of errors.
pub(super) fn labels(words: Words) -> [(&'static str, &'static str); 7] {
    let heads = words.templates();
    [
        ("name", heads.name()),
        ("kind", heads.kind()),
        ("usage", heads.usage()),
        ("language", heads.language()),
        ("format", heads.format()),
        ("company_id", heads.company()),
        ("content", heads.content()),
    ]
}

fn fields(words: Words, filled: &Filled, companies: &[CompanyView]) -> AnyView {
    let companies = companies.iter().map(|one| Choice::new(one.id.to_string(), one.name.clone())).collect();
    let (shown_in, heads) = (words.language(), words.templates());
    let kinds = TemplateKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label(shown_in))).collect();
    let usual = std::iter::once(Choice::new("", heads.usual_usage()));
    let usages = usual
        .chain(TemplateUsage::ALL.iter().map(|usage| {
            Choice::new(usage.code(), format!("{} – {}", usage.kind().label(shown_in), usage.label(shown_in)))
        }))
        .collect();
    let languages = Language::ALL.iter().map(|one| Choice::new(one.code(), one.label(shown_in))).collect();
    let formats = DocumentFormat::ALL.iter().map(|one| Choice::new(one.code(), one.label(shown_in))).collect();
    let fields = view! {
        <TextField
            name="name"
            label=heads.name()
            value=filled.value("name")
            error=filled.error("name")
            required=true
            autocomplete="off"
        />
        <SelectField
            name="kind"
            label=heads.kind()
            value=filled.value("kind")
            options=kinds
            error=filled.error("kind")
            required=true
            width=Width::Half
        />
        <SelectField
            name="usage"
            label=heads.usage()
            hint=heads.usage_hint()
            value=filled.value("usage")
            options=usages
            error=filled.error("usage")
            width=Width::Half
        />
        <SelectField
            name="language"
            label=heads.language()
            value=filled.value("language")
            options=languages
            error=filled.error("language")
            required=true
            width=Width::Half
        />
        <SelectField
            name="format"
            label=heads.format()
            value=filled.value("format")
            options=formats
            error=filled.error("format")
            required=true
            width=Width::Half
        />
        <SelectField
            name="company_id"
            label=heads.company()
            hint=heads.company_hint()
            value=filled.value("company_id")
            options=companies
            empty=heads.every_company()
            error=filled.error("company_id")
        />
    };
    view! { <FormSection>{fields}</FormSection> }.into_any()
}
