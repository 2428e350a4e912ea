//! The forms of a policy's life, and what the pages read.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use std::collections::BTreeMap;

use domain::client::{ClientFilter, ClientView};
use domain::company::CompanyView;
use domain::document::{CertificateInCirculation, DocumentFilter, DocumentView};
use domain::policy::{
    CancellationInput, Fact, PolicyFilter, PolicyRow, PolicyVersionView, PolicyView, RenewalInput, StepInput,
    WithdrawalInput,
};
use domain::shared::page::{MAX_LIMIT, Page, PageRequest};
use domain::shared::problem::{Code, FieldError};
use domain::shared::{ClientId, CompanyId, Currency, FactId, PolicyId, UserId};
use leptos::prelude::*;
use services::policies::AsOf;
use services::{Error, Result as Outcome};

use super::inputs;
use crate::forms::{Fields, answer};
use crate::lists::ListState;
use crate::locales::{Policies, Words};
use crate::request::Visit;

/// Records a quote.
#[server(prefix = "/forms", endpoint = "policies/create")]
pub async fn create_policy(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let input = inputs::policy(&fields)?;
        let policy = visit.services.policies.create(visit.who()?, input).await.map_err(at_its_field)?;
        Ok((address(policy.id), words(&visit).created(policy.policy_number)))
    };
    let back = match fields.text("client_id").and_then(|id| ClientId::parse(&id)) {
        Some(client) => format!("/policies/new?client_id={client}"),
        None => "/policies/new".to_owned(),
    };
    answer(&visit, &back, &fields, outcome.await).await
}

/// Corrects a quote.
#[server(prefix = "/forms", endpoint = "policies/update")]
pub async fn update_policy(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let who = visit.who()?;
        let now = visit.services.policies.find(who, id, AsOf::default()).await?;
        let patch = inputs::patch(&inputs::policy(&fields)?, &now.terms.risk)?;
        let policy = visit.services.policies.update(who, id, fields.seen(), &patch).await.map_err(at_its_field)?;
        Ok((address(id), words(&visit).updated(policy.policy_number)))
    };
    answer(&visit, &step_page(&fields, "edit"), &fields, outcome.await).await
}

/// The client agreed and the company accepted.
#[server(prefix = "/forms", endpoint = "policies/bind")]
pub async fn bind_policy(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let policy = visit.services.policies.bind(visit.who()?, id, fields.seen(), step_input(&fields)).await?;
        Ok((address(id), words(&visit).bound(policy.policy_number)))
    };
    answer(&visit, &step_page(&fields, "bind"), &fields, outcome.await).await
}

/// Changes the terms from a day on.
#[server(prefix = "/forms", endpoint = "policies/endorse")]
pub async fn endorse_policy(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let who = visit.who()?;
        let now = visit.services.policies.find(who, id, AsOf::default()).await?;
        let versions = visit.services.policies.versions(who, id).await?;
        let shown = fields.text("base").and_then(|number| number.parse().ok()).unwrap_or(now.current_version);
        let base = versions.into_iter().find(|version| version.number == shown);
        let base = base.map_or_else(|| now.terms.clone(), |version| version.terms);
        let input = inputs::endorsement(&fields, &now, &base)?;
        let policy = visit.services.policies.endorse(who, id, fields.seen(), input).await?;
        Ok((address(id), words(&visit).endorsed(policy.policy_number)))
    };
    answer(&visit, &step_page(&fields, "endorse"), &fields, outcome.await).await
}

/// Agrees a new term.
#[server(prefix = "/forms", endpoint = "policies/renew")]
pub async fn renew_policy(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let input = RenewalInput { expiry_date: fields.text("expiry_date"), reason: fields.text("reason") };
        let policy = visit.services.policies.renew(visit.who()?, id, fields.seen(), input).await?;
        Ok((address(id), words(&visit).renewed(policy.policy_number)))
    };
    answer(&visit, &step_page(&fields, "renew"), &fields, outcome.await).await
}

/// Suspends cover.
#[server(prefix = "/forms", endpoint = "policies/suspend")]
pub async fn suspend_policy(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let policy = visit.services.policies.suspend(visit.who()?, id, fields.seen(), step_input(&fields)).await?;
        Ok((address(id), words(&visit).suspended_done(policy.policy_number)))
    };
    answer(&visit, &step_page(&fields, "suspend"), &fields, outcome.await).await
}

/// Brings cover back.
#[server(prefix = "/forms", endpoint = "policies/reinstate")]
pub async fn reinstate_policy(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let policy = visit.services.policies.reinstate(visit.who()?, id, fields.seen(), step_input(&fields)).await?;
        Ok((address(id), words(&visit).reinstated(policy.policy_number)))
    };
    answer(&visit, &step_page(&fields, "reinstate"), &fields, outcome.await).await
}

/// Ends a policy before its term.
#[server(prefix = "/forms", endpoint = "policies/cancel")]
pub async fn cancel_policy(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let input = CancellationInput { effective_date: fields.text("effective_date"), reason: fields.text("reason") };
        let policy = visit.services.policies.cancel(visit.who()?, id, fields.seen(), input).await?;
        Ok((address(id), words(&visit).cancelled_done(policy.policy_number)))
    };
    answer(&visit, &step_page(&fields, "cancel"), &fields, outcome.await).await
}

/// Makes a policy void from the beginning.
#[server(prefix = "/forms", endpoint = "policies/void")]
pub async fn void_policy(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let policy = visit.services.policies.make_void(visit.who()?, id, fields.seen(), step_input(&fields)).await?;
        Ok((address(id), words(&visit).voided(policy.policy_number)))
    };
    answer(&visit, &step_page(&fields, "void"), &fields, outcome.await).await
}

/// Withdraws a fact that was told in error.
#[server(prefix = "/forms", endpoint = "policies/withdraw")]
pub async fn withdraw_fact(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let input = WithdrawalInput { fact_id: fields.text("fact_id"), reason: fields.text("reason") };
        let policy =
            visit.services.policies.withdraw(visit.who()?, id, fields.seen(), input).await.map_err(at_its_field)?;
        Ok((address(id), words(&visit).withdrawn_done(policy.policy_number)))
    };
    let fact = fields.text("fact_id").and_then(|id| FactId::parse(&id));
    let back = fact.map_or_else(String::new, |fact| format!("facts/{fact}"));
    answer(&visit, step_page(&fields, &back).trim_end_matches('/'), &fields, outcome.await).await
}

pub(super) fn words(visit: &Visit) -> Policies {
    Words::in_language(visit.language).policies()
}

pub(super) fn address(id: PolicyId) -> String {
    format!("/policies/{id}")
}

pub(super) fn id_of(fields: &Fields) -> Outcome<PolicyId> {
    fields.text("id").and_then(|id| PolicyId::parse(&id)).ok_or(Error::NotFound)
}

/// The page of a step, to which its form returns when it is refused. A form without its policy has none.
fn step_page(fields: &Fields, step: &str) -> String {
    id_of(fields).map_or_else(|_| "/policies".to_owned(), |id| format!("{}/{step}", address(id)))
}

fn step_input(fields: &Fields) -> StepInput {
    StepInput { effective_date: fields.text("effective_date"), reason: fields.text("reason") }
}

/// A form shows what is wrong at its field; a record that is not there is the fault of the field that names it.
pub(super) fn at_its_field(error: Error) -> Error {
    match error {
        Error::NoSuchReference(field) => Error::field(FieldError::new(field, Code::UnknownReference)),
        Error::Duplicate(field) => Error::field(FieldError::new(field, Code::Duplicate)),
        other => other,
    }
}

/// A page of the policies.
pub(super) async fn policies(visit: &Visit, list: &mut ListState, filter: &PolicyFilter) -> Outcome<Page<PolicyRow>> {
    let who = visit.who()?;
    match visit.services.policies.list(who, &list.request(), filter).await {
        Err(error) => visit.services.policies.list(who, &list.anew(error)?, filter).await,
        page => page,
    }
}

/// One policy, as of a moment and as known at a moment.
pub(super) async fn policy(visit: &Visit, id: PolicyId, as_of: AsOf) -> Outcome<PolicyView> {
    visit.services.policies.find(visit.who()?, id, as_of).await
}

/// The versions of a policy's terms, and the facts of its life, as known at a moment.
pub(super) async fn told(visit: &Visit, id: PolicyId, as_of: AsOf) -> Outcome<(Vec<PolicyVersionView>, Vec<Fact>)> {
    visit.services.policies.told(visit.who()?, id, as_of).await
}

/// The latest documents about a policy.
pub(super) async fn documents(visit: &Visit, id: PolicyId) -> Outcome<Vec<DocumentView>> {
    let filter = DocumentFilter { policy_id: Some(id), ..DocumentFilter::default() };
    let page = PageRequest { limit: Some(20), ..PageRequest::default() };
    let rows = visit.services.documents.list(visit.who()?, &page, &filter).await?.items;
    Ok(rows.into_iter().map(|row| row.document).collect())
}

/// The certificates of a policy in circulation.
pub(super) async fn certificates(visit: &Visit, id: PolicyId) -> Outcome<Vec<CertificateInCirculation>> {
    visit.services.documents.in_circulation(visit.who()?, id).await
}

/// The names of the firm's brokers.
pub(super) async fn names(visit: &Visit) -> Outcome<BTreeMap<UserId, String>> {
    Ok(visit.services.clients.owners(visit.who()?).await?.into_iter().collect())
}

/// The companies to choose from.
pub(super) async fn companies(visit: &Visit) -> Outcome<Vec<CompanyView>> {
    let page = PageRequest { limit: Some(MAX_LIMIT), ..PageRequest::default() };
    Ok(visit.services.companies.list(visit.who()?, &page).await?.items)
}

/// One company's name, where a filter names it.
pub(super) async fn company_name(visit: &Visit, id: CompanyId) -> Outcome<String> {
    Ok(visit.services.companies.find(visit.who()?, id).await?.name)
}

/// One client.
pub(super) async fn client(visit: &Visit, id: ClientId) -> Outcome<ClientView> {
    visit.services.clients.find(visit.who()?, id).await
}

/// The clients that a search finds, the first ten.
pub(super) async fn clients(visit: &Visit, q: &str) -> Outcome<Page<ClientView>> {
    let page = PageRequest { q: Some(q.to_owned()), limit: Some(10), ..PageRequest::default() };
    visit.services.clients.list(visit.who()?, &page, &ClientFilter::default()).await
}

/// The currency of the firm's forms.
pub(super) async fn currency(visit: &Visit) -> Outcome<Currency> {
    Ok(visit.services.agencies.own(visit.who()?).await?.currency)
}
