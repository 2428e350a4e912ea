//! An endorsement: changed terms from a day on.

use domain::policy::{History, PolicyStep};
use jiff::Timestamp;
use leptos::prelude::*;
use services::Error;
use services::policies::AsOf;

use super::{fields, policy_id, risk, server_fns};
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{Crumb, DateField, Form, FormActions, FormSection, PageHeader, TextField, Width};
use crate::request::Visit;

/// The terms as they are, to be changed from a day on.
#[component]
pub fn EndorsePage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let policies = words.policies();
        let policy = server_fns::policy(&visit, policy_id()?, AsOf::default()).await?;
        if !PolicyStep::Endorse.is_offered_in(policy.state) {
            return Err(Error::refused(&domain::policy::PolicyError::StateForbids { state: policy.state }));
        }
        // The latest version is the base, also where it only counts from a day to come.
        let (versions, facts) = server_fns::told(&visit, policy.id, AsOf::default()).await?;
        let latest = versions
            .split_first()
            .map(|(first, later)| History::known(first, later, &facts, Timestamp::MAX).latest().clone());
        let base = latest.as_ref().map_or(policy.current_version, |version| version.number);
        let terms = latest.map_or(policy.terms, |version| version.terms);
        let filled = Filled::of_record(fields::values(&terms, words), policy.id, policy.version, policy.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let names = fields::labels(words, &terms.risk);
        let labels: Vec<(&str, &str)> = names.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect();
        let record = format!("/policies/{}", policy.id);
        let title = policies.endorse_title(&policy.policy_number);
        let crumbs =
            vec![Crumb::new(policies.title(), "/policies"), Crumb::new(policy.policy_number.clone(), record.clone())];
        let head = filled.head(words, &labels, |name, value| fields::said(words, name, value));
        let step = view! {
            <DateField
                name="effective_date"
                label=policies.step_date()
                value=filled.value("effective_date")
                error=filled.error("effective_date")
                required=true
            />
            <TextField
                name="reason"
                label=policies.reason()
                value=filled.value("reason")
                error=filled.error("reason")
                required=true
                width=Width::Half
            />
        };
        let changed = view! {
            <TextField
                name="product_name"
                label=policies.product()
                hint=policies.product_hint()
                value=filled.value("product_name")
                error=filled.error("product_name")
                required=true
                width=Width::Half
            />
            {fields::expiry(words, &filled)}
            {fields::premium(words, &filled, terms.premium.currency)}
            {fields::renewal(words, &filled)}
        };
        let risk = risk::form(words, &filled, &terms.risk, Some(terms.product_line));
        let body = view! {
            <PageHeader title=title.clone() lead=policies.endorse_lead() breadcrumbs=crumbs/>
            <Form action="/forms/policies/endorse" guarded=true>
                {head}
                <input type="hidden" name="base" value=base.to_string()/>
                <FormSection title=policies.endorse()>{step}</FormSection>
                <FormSection title=policies.terms()>{changed}</FormSection>
                {risk}
                <FormActions submit=policies.endorse() cancel_href=record/>
            </Form>
        };
        Ok(Content::new(title, body))
    })
}
