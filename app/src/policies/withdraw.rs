//! A correction: withdrawing a fact that was told in error, with the reason.

use domain::labels::Label;
use domain::policy::{Fact, FactKind, PolicyView, withdrawn};
use domain::shared::FactId;
use domain::shared::format::day;
use jiff::Timestamp;
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;
use services::policies::AsOf;

use super::{policy_id, server_fns};
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Crumb, Description, DescriptionList, Form, FormActions, FormErrors, FormSection, PageHeader,
    TextField,
};
use crate::request::{Visit, path_part};

/// Whether a fact may be withdrawn by its kind and by what was told since. The services decide anew, also by what rests on it.
pub(super) fn is_offered(fact: &Fact, facts: &[Fact]) -> bool {
    let of_a_kind = !matches!(fact.kind, FactKind::Quoted | FactKind::Withdrawn);
    of_a_kind && !withdrawn(facts, Timestamp::MAX).contains(&fact.id)
}

/// The page on which a fact is withdrawn.
#[component]
pub fn WithdrawFactPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let policies = words.policies();
        let policy = server_fns::policy(&visit, policy_id()?, AsOf::default()).await?;
        let (_, facts) = server_fns::told(&visit, policy.id, AsOf::default()).await?;
        let id = path_part("fact").and_then(|id| FactId::parse(&id)).ok_or(Error::NotFound)?;
        let fact = facts.iter().find(|fact| fact.id == id).ok_or(Error::NotFound)?;
        if !visit.may(ActionKind::WithdrawFact) {
            return Err(Error::Forbidden(domain::shared::problem::Code::Forbidden));
        }
        let filled = Filled::default().or_typed(&visit).await?;
        let record = format!("/policies/{}", policy.id);
        let title = policies.withdraw_title(fact.kind.label(visit.language));
        let crumbs =
            vec![Crumb::new(policies.title(), "/policies"), Crumb::new(policy.policy_number.clone(), record.clone())];
        let form = form(words, &policy, fact, &filled, record);
        let body = view! {
            <PageHeader title=title.clone() lead=policies.withdraw_lead() breadcrumbs=crumbs/>
            <Card>{form}</Card>
        };
        Ok(Content::new(title, body))
    })
}

fn form(words: Words, policy: &PolicyView, fact: &Fact, filled: &Filled, record: String) -> AnyView {
    let policies = words.policies();
    let labels = [("reason", policies.reason()), ("fact_id", policies.timeline())];
    let hidden = view! {
        <input type="hidden" name="id" value=policy.id.to_string()/>
        <input type="hidden" name="version" value=policy.version.to_string()/>
        <input type="hidden" name="fact_id" value=fact.id.to_string()/>
    };
    let (kind, from) = (fact.kind.label(words.language()).to_owned(), day(fact.effective_at.date()));
    let why = super::history::reason(words, fact.reason.as_deref());
    let told = view! {
        <DescriptionList>
            <Description term=policies.fact() value=Some(kind)/>
            <Description term=policies.effective_date() value=Some(from)/>
            <Description term=policies.reason() value=why/>
        </DescriptionList>
    };
    let errors = view! { <FormErrors errors=filled.errors_at(&labels) message=filled.message()/> };
    let (written, wrong) = (filled.value("reason"), filled.error("reason"));
    view! {
        <Form action="/forms/policies/withdraw">
            {errors}
            {hidden}
            {told}
            <FormSection>
                <TextField
                    name="reason"
                    label=policies.withdraw_reason()
                    value=written
                    error=wrong
                    required=true
                />
            </FormSection>
            <FormActions submit=policies.withdraw() kind=ButtonKind::Danger cancel_href=record/>
        </Form>
    }
    .into_any()
}
