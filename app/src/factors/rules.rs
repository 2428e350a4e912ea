//! The firm's rule: from which roles it asks a second factor.

use domain::labels::Label;
use domain::user::Role;
use leptos::prelude::*;

use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{Card, CheckboxField, Crumb, Form, FormActions, FormErrors, FormSection, PageHeader};
use crate::request::Visit;

/// One box for each role of a firm.
#[component]
pub fn FactorRulesPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.factors();
        let rules = server_fns::rules(&visit).await?;
        let ticked = rules.roles.iter().map(|role| (format!("require_{role}"), "on"));
        let filled = Filled::with(ticked).or_typed(&visit).await?;
        let (errors, message) = (filled.errors(), filled.message());
        let boxes = Role::ALL
            .iter()
            .filter(|role| **role != Role::Superadmin)
            .map(|role| {
                let name = format!("require_{}", role.code());
                let checked = filled.ticked(&name);
                view! { <CheckboxField name=name label=role.label(visit.language) checked=checked/> }
            })
            .collect_view();
        let body = view! {
            <PageHeader
                title=heads.rules()
                lead=heads.rules_lead()
                breadcrumbs=vec![Crumb::new(words.admin().title(), "/admin")]
            />
            <Card>
                <Form action="/forms/admin/security">
                    <FormErrors errors=errors message=message/>
                    <FormSection lead=heads.rules_hint()>{boxes}</FormSection>
                    <FormActions submit=words.common().save() cancel_href="/admin"/>
                </Form>
            </Card>
        };
        Ok(Content::new(heads.rules(), body))
    })
}
