//! The first step: which policies, and what becomes of their premiums.

use leptos::prelude::*;

use super::{HOME, selection};
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{Card, Crumb, Form, FormActions, FormErrors, FormSection, PageHeader, TextField, Width};
use crate::request::Visit;

/// What is to be renewed, and how.
#[component]
pub fn NewRenewalsPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let (renewals, policies) = (words.renewals(), words.policies());
        let pairs = selection::asked();
        let filled = Filled::default().or_typed(&visit).await?;
        let chosen = if selection::is_all(&pairs) {
            renewals.all_matching().to_owned()
        } else {
            let ticked = pairs.iter().filter(|(name, _)| name == "id").count();
            renewals.chosen(u64::try_from(ticked).unwrap_or_default())
        };
        let labels = [
            ("premium_change", renewals.premium_change()),
            ("reason", renewals.reason()),
            ("policies", policies.title()),
            ("matching", policies.title()),
        ];
        let crumbs = vec![Crumb::new(policies.title(), "/policies"), Crumb::new(renewals.title(), HOME)];
        let errors = view! { <FormErrors errors=filled.errors_at(&labels) message=filled.message()/> };
        let hidden = view! { <input type="hidden" name="selection" value=selection::written(&pairs)/> };
        let fields = view! {
            <TextField
                name="premium_change"
                label=renewals.premium_change()
                hint=renewals.premium_change_hint()
                value=filled.value("premium_change")
                error=filled.error("premium_change")
                width=Width::Half
            />
            <TextField
                name="reason"
                label=renewals.reason()
                value=filled.value("reason")
                error=filled.error("reason")
                width=Width::Half
            />
        };
        let body = view! {
            <PageHeader title=renewals.new() lead=chosen breadcrumbs=crumbs/>
            <Card>
                <Form action="/forms/renewals/start">
                    {errors}
                    {hidden}
                    <p>{renewals.new_lead()}</p>
                    <FormSection>{fields}</FormSection>
                    <FormActions submit=renewals.prepare() cancel_href="/policies"/>
                </Form>
            </Card>
        };
        Ok(Content::new(renewals.new(), body))
    })
}
