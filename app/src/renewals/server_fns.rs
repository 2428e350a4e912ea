//! The forms of the renewal of many policies, and what its pages read.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use std::collections::BTreeMap;

use domain::renewal::{ItemState, RenewalItemView, RenewalRunInput, RenewalRunView};
use domain::shared::page::{Page, PageRequest};
use domain::shared::{RenewalRunId, UserId};
use leptos::prelude::*;
use services::{Error, Result as Outcome};

use super::{HOME, selection};
use crate::forms::{Fields, answer, encoded};
use crate::locales::{Renewals, Words};
use crate::request::Visit;

/// Has worked out what renewing many policies would change.
#[server(prefix = "/forms", endpoint = "renewals/start")]
pub async fn start_renewals(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let pairs = selection::read(&fields.text("selection").unwrap_or_default());
    let query: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    let back = format!("{HOME}/new?{}", query.join("&"));
    let outcome = async {
        let change = fields.text("premium_change").map(|text| selection::percent(&text)).transpose();
        let input = RenewalRunInput {
            premium_change_per_million: change.map_err(Error::field)?,
            reason: fields.text("reason"),
            ..selection::input(pairs)
        };
        let run = visit.services.renewals.start(visit.who()?, input).await.map_err(at_its_field)?;
        Ok((address(run.id), words(&visit).started(run.total.to_string())))
    };
    answer(&visit, &back, &fields, outcome.await).await
}

/// Has the policies renewed.
#[server(prefix = "/forms", endpoint = "renewals/confirm")]
pub async fn confirm_renewals(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let run = visit.services.renewals.confirm(visit.who()?, id_of(&fields)?).await?;
        Ok((address(run.id), words(&visit).confirmed().to_owned()))
    };
    answer(&visit, &page_of(&fields), &fields, outcome.await).await
}

/// Has the renewals withdrawn.
#[server(prefix = "/forms", endpoint = "renewals/undo")]
pub async fn undo_renewals(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let run = visit.services.renewals.undo(visit.who()?, id_of(&fields)?).await?;
        Ok((address(run.id), words(&visit).undoing().to_owned()))
    };
    answer(&visit, &page_of(&fields), &fields, outcome.await).await
}

/// Puts away what nobody confirmed.
#[server(prefix = "/forms", endpoint = "renewals/discard")]
pub async fn discard_renewals(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        visit.services.renewals.discard(visit.who()?, id_of(&fields)?).await?;
        Ok((HOME.to_owned(), words(&visit).discarded().to_owned()))
    };
    answer(&visit, &page_of(&fields), &fields, outcome.await).await
}

fn words(visit: &Visit) -> Renewals {
    Words::in_language(visit.language).renewals()
}

fn address(id: RenewalRunId) -> String {
    format!("{HOME}/{id}")
}

fn id_of(fields: &Fields) -> Outcome<RenewalRunId> {
    fields.text("id").and_then(|id| RenewalRunId::parse(&id)).ok_or(Error::NotFound)
}

fn page_of(fields: &Fields) -> String {
    id_of(fields).map_or_else(|_| HOME.to_owned(), address)
}

/// The form calls the millionths a percentage.
fn at_its_field(error: Error) -> Error {
    match error {
        Error::Invalid(mut errors) => {
            for error in &mut errors {
                if error.pointer == "/premium_change_per_million" {
                    "/premium_change".clone_into(&mut error.pointer);
                    error.args.insert("min".into(), "-50\u{a0}%".into());
                    error.args.insert("max".into(), "100\u{a0}%".into());
                }
            }
            Error::Invalid(errors)
        }
        other => other,
    }
}

/// A page of them.
pub(super) async fn runs(visit: &Visit, page: &PageRequest) -> Outcome<Page<RenewalRunView>> {
    visit.services.renewals.list(visit.who()?, page).await
}

/// One of them.
pub(super) async fn run(visit: &Visit, id: RenewalRunId) -> Outcome<RenewalRunView> {
    visit.services.renewals.find(visit.who()?, id).await
}

/// A page of its policies.
pub(super) async fn items(
    visit: &Visit,
    id: RenewalRunId,
    state: Option<ItemState>,
    page: &PageRequest,
) -> Outcome<Page<RenewalItemView>> {
    visit.services.renewals.items(visit.who()?, id, state, page).await
}

/// The names of the firm's brokers.
pub(super) async fn names(visit: &Visit) -> Outcome<BTreeMap<UserId, String>> {
    Ok(visit.services.clients.owners(visit.who()?).await?.into_iter().collect())
}
