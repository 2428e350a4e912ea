//! The form of a company, new or known.

use domain::company::CompanyView;
use domain::shared::CompanyId;
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::clients::{address_fields, text};
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{Crumb, Form, FormActions, FormSection, PageHeader, TextField, Width};
use crate::request::{Visit, path_id};

/// Recording a company.
#[component]
pub fn NewCompanyPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::CreateCompany)?;
        let words = Words::in_language(visit.language);
        let filled = Filled::default().or_typed(&visit).await?;
        let title = words.companies().new();
        let body = view! {
            <PageHeader title=title breadcrumbs=vec![Crumb::new(words.companies().title(), "/companies")]/>
            {form(words, &filled, "/forms/companies/create", "/companies")}
        };
        Ok(Content::new(title, body))
    })
}

/// Changing a company.
#[component]
pub fn EditCompanyPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::UpdateCompany)?;
        let words = Words::in_language(visit.language);
        let company = server_fns::find(&visit, path_id(CompanyId::parse)?).await?;
        let filled = Filled::of_record(values(&company), company.id, company.version, company.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let title = words.companies().edit(&company.name);
        let own = format!("/companies/{}", company.id);
        let crumbs = vec![Crumb::new(words.companies().title(), "/companies"), Crumb::new(company.name, own.clone())];
        let body = view! {
            <PageHeader title=title.clone() breadcrumbs=crumbs/>
            {form(words, &filled, "/forms/companies/update", &own)}
        };
        Ok(Content::new(title, body))
    })
}

/// The company as the form's fields.
fn values(company: &CompanyView) -> Vec<(&'static str, String)> {
    let input = company.as_input();
    let address = input.address.unwrap_or_default();
    let fields = [
        ("name", input.name),
        ("code", input.code),
        ("broker_code", input.broker_code),
        ("email", input.email),
        ("phone", input.phone),
        ("website", input.website),
        ("claims_email", input.claims_email),
        ("claims_phone", input.claims_phone),
        ("address_lines", address.lines),
        ("address_postal_code", address.postal_code),
        ("address_city", address.city),
        ("address_country", address.country),
    ];
    fields.into_iter().map(|(name, value)| (name, value.unwrap_or_default())).collect()
}

fn form(words: Words, filled: &Filled, action: &str, cancel: &str) -> AnyView {
    let (word, common) = (words.companies(), words.common());
    let names = [
        ("name", word.name()),
        ("code", word.code()),
        ("broker_code", word.broker_code()),
        ("email", common.email()),
        ("phone", common.phone()),
        ("website", word.website()),
        ("claims_email", word.claims_email()),
        ("claims_phone", word.claims_phone()),
        ("address_lines", words.clients().street()),
        ("address_postal_code", common.postal_code()),
        ("address_city", common.city()),
        ("address_country", common.country()),
    ];
    let head = filled.head(words, &names, |_, _| None);
    let parts = [details(words, filled), contact(words, filled)];
    let cancel = cancel.to_owned();
    view! {
        <Form action=action guarded=true>
            {head}
            {Vec::from(parts)}
            <FormActions submit=common.save() cancel_href=cancel/>
        </Form>
    }
    .into_any()
}

fn details(words: Words, filled: &Filled) -> AnyView {
    let (word, filled) = (words.companies(), filled.clone());
    view! {
        <FormSection title=word.details()>
            {text(&filled, "name", word.name(), true, Width::Full)}
            <TextField
                name="code"
                label=word.code()
                value=filled.value("code")
                error=filled.error("code")
                hint=word.code_hint()
                required=true
                autocomplete="off"
                width=Width::Half
            />
            <TextField
                name="broker_code"
                label=word.broker_code()
                value=filled.value("broker_code")
                error=filled.error("broker_code")
                hint=word.broker_code_hint()
                autocomplete="off"
                width=Width::Half
            />
        </FormSection>
    }
    .into_any()
}

fn contact(words: Words, filled: &Filled) -> AnyView {
    let (word, filled) = (words.companies(), filled.clone());
    view! {
        <FormSection title=word.contact()>
            <TextField
                name="email"
                label=words.common().email()
                value=filled.value("email")
                error=filled.error("email")
                kind="email"
                autocomplete="off"
                width=Width::Half
            />
            <TextField
                name="phone"
                label=words.common().phone()
                value=filled.value("phone")
                error=filled.error("phone")
                kind="tel"
                autocomplete="off"
                width=Width::Half
            />
            <TextField
                name="website"
                label=word.website()
                value=filled.value("website")
                error=filled.error("website")
                kind="url"
                autocomplete="off"
                width=Width::Full
            />
            <TextField
                name="claims_email"
                label=word.claims_email()
                value=filled.value("claims_email")
                error=filled.error("claims_email")
                kind="email"
                autocomplete="off"
                width=Width::Half
            />
            <TextField
                name="claims_phone"
                label=word.claims_phone()
                value=filled.value("claims_phone")
                error=filled.error("claims_phone")
                kind="tel"
                autocomplete="off"
                width=Width::Half
            />
            {address_fields(words, &filled)}
        </FormSection>
    }
    .into_any()
}
