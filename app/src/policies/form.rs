//! A new policy, which begins as a quote, and the correction of a quote.

use domain::client::ClientRef;
use domain::company::CompanyView;
use domain::labels::Label;
use domain::policy::{PolicyError, PolicyState, ProductLine, Risk};
use domain::shared::{ClientId, Currency};
use leptos::prelude::*;
use services::Error;

use super::client_choice::client_choice;
use super::{fields, policy_id, risk, server_fns};
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    Choice, Crumb, DateField, Form, FormActions, FormSection, LinkButton, PageHeader, SelectField, TextField, Width,
};
use crate::request::{Visit, query_value};

/// A new policy: first the client, then the terms.
#[component]
pub fn NewPolicyPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let title = words.policies().new();
        let Some(client) = query_value("client_id") else {
            let q = query_value("client_q").unwrap_or_default();
            let found = server_fns::clients(&visit, &q).await?;
            return Ok(Content::new(title, client_choice(words, q, Some(found))));
        };
        let client = server_fns::client(&visit, ClientId::parse(&client).ok_or(Error::NotFound)?).await?;
        let form = PolicyForm {
            words,
            action: "/forms/policies/create",
            filled: Filled::default().or_typed(&visit).await?,
            client: ClientRef { id: client.id, display_name: client.display_name },
            companies: server_fns::companies(&visit).await?,
            currency: server_fns::currency(&visit).await?,
            known: Risk::new(),
            cancel: "/policies".to_owned(),
        };
        let body = view! {
            <PageHeader
                title=title
                lead=words.common().required_note()
                breadcrumbs=vec![Crumb::new(words.policies().title(), "/policies")]
            />
            {form.shown(true)}
        };
        Ok(Content::new(title, body))
    })
}

/// The correction of a quote.
#[component]
pub fn EditPolicyPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let policy = server_fns::policy(&visit, policy_id()?, services::policies::AsOf::default()).await?;
        if policy.state != PolicyState::Quote {
            return Err(Error::refused(&PolicyError::EndorsementNeeded));
        }
        let mut values = fields::values(&policy.terms, words);
        values.extend(
            [
                ("company_id", policy.company_id.to_string()),
                ("policy_number", policy.policy_number.clone()),
                ("effective_date", policy.terms.effective_date.to_string()),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        );
        let record = format!("/policies/{}", policy.id);
        let filled = Filled::of_record(values, policy.id, policy.version, policy.updated_at).or_typed(&visit).await?;
        let form = PolicyForm {
            words,
            action: "/forms/policies/update",
            client: policy.client,
            companies: server_fns::companies(&visit).await?,
            currency: policy.terms.premium.currency,
            known: policy.terms.risk,
            filled,
            cancel: record.clone(),
        };
        let title = words.policies().edit(&policy.policy_number);
        let crumbs = vec![Crumb::new(words.policies().title(), "/policies"), Crumb::new(policy.policy_number, record)];
        let body = view! {
            <PageHeader title=title.clone() lead=words.common().required_note() breadcrumbs=crumbs/>
            {form.shown(false)}
        };
        Ok(Content::new(title, body))
    })
}

/// What the form of a quote is made of.
struct PolicyForm {
    words: Words,
    action: &'static str,
    filled: Filled,
    client: ClientRef,
    companies: Vec<CompanyView>,
    currency: Currency,
    known: Risk,
    cancel: String,
}

impl PolicyForm {
    fn shown(self, client_may_change: bool) -> AnyView {
        let words = self.words;
        let policies = words.policies();
        let filled = &self.filled;
        let names = fields::labels(words, &self.known);
        let labels: Vec<(&str, &str)> = names.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect();
        let head = filled.head(words, &labels, |name, value| match name {
            "company_id" => {
                self.companies.iter().find(|company| company.id.to_string() == value).map(|one| one.name.clone())
            }
            _ => fields::said(words, name, value),
        });
        let companies =
            self.companies.into_iter().map(|company| Choice::new(company.id.to_string(), company.name)).collect();
        let lines =
            ProductLine::ALL.iter().map(|line| Choice::new(line.code(), line.label(words.language()))).collect();
        let change = client_may_change.then(|| {
            view! { <LinkButton href="/policies/new" compact=true>{policies.change_client()}</LinkButton> }
        });
        let name = self.client.display_name;
        let parties = view! {
            <div class="field" data-width="full">
                <span class="field-label">{policies.client()}</span>
                <div class="cluster" id="field-client_id"><strong>{name}</strong>{change}</div>
            </div>
            <SelectField
                name="company_id"
                label=policies.company()
                value=filled.value("company_id")
                options=companies
                error=filled.error("company_id")
                required=true
                width=Width::Half
            />
            <TextField
                name="policy_number"
                label=policies.number()
                hint=policies.number_hint()
                value=filled.value("policy_number")
                error=filled.error("policy_number")
                required=true
                maxlength=60
                autocomplete="off"
                width=Width::Half
            />
        };
        let terms = view! {
            <SelectField
                name="product_line"
                label=policies.product_line()
                value=filled.value("product_line")
                options=lines
                error=filled.error("product_line")
                required=true
                width=Width::Half
            />
            <TextField
                name="product_name"
                label=policies.product()
                hint=policies.product_hint()
                value=filled.value("product_name")
                error=filled.error("product_name")
                required=true
                width=Width::Half
            />
            {fields::premium(words, filled, self.currency)}
            <DateField
                name="effective_date"
                label=policies.effective_date()
                value=filled.value("effective_date")
                error=filled.error("effective_date")
                required=true
            />
            {fields::expiry(words, filled)}
            {fields::renewal(words, filled)}
        };
        let risk = risk::form(words, filled, &self.known, None);
        let (action, client_id, cancel) = (self.action, self.client.id.to_string(), self.cancel);
        view! {
            <Form action=action guarded=true>
                {head}
                <input type="hidden" name="client_id" value=client_id/>
                <FormSection title=policies.parties()>{parties}</FormSection>
                <FormSection title=policies.terms()>{terms}</FormSection>
                {risk}
                <FormActions submit=words.common().save() cancel_href=cancel/>
            </Form>
        }
        .into_any()
    }
}
