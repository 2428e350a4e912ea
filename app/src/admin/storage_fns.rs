//! What the page of the storage reads, and its form.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use domain::shared::problem::Code;
use domain::storage::{StorageReport, StorageStep, StorageTrouble, StorageView};
use leptos::prelude::*;
use services::{Error, Result as Outcome};

use super::storage_form::{self, TRY};
use crate::forms::{Fields, answer, tried};
use crate::locales::Words;
use crate::request::{Visit, session_failed};

/// The page.
const PAGE: &str = "/admin/storage";
/// The key under which the report of a test waits for the page that shows it once.
const REPORT_KEY: &str = "storage report";

/// Where files are kept.
pub(super) async fn storage(visit: &Visit) -> Outcome<StorageView> {
    visit.services.storage.find(visit.who()?).await
}

/// What a test just found, once; and whether secrets were typed for it, which are not kept.
pub(super) async fn fresh_report(visit: &Visit) -> Outcome<Option<(StorageReport, bool)>> {
    visit.take(REPORT_KEY, |_: &(StorageReport, bool)| true).await
}

/// Says anew where files are kept; or, by the other button, only tries what is typed.
#[server(prefix = "/forms", endpoint = "admin/storage")]
pub async fn set_storage(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let input = storage_form::read(&fields);
    let retype =
        [&input.secret_access_key, &input.client_secret, &input.refresh_token].iter().any(|typed| typed.is_some());
    if fields.ticked(TRY) {
        let report = async {
            let report = visit.services.storage.test(visit.who()?, Some(input)).await?;
            visit.session.insert(REPORT_KEY, (report, retype)).await.map_err(session_failed)
        };
        return match report.await {
            Ok(()) => tried(&visit, PAGE, &fields).await,
            Err(error) => answer(&visit, PAGE, &fields, Err(error)).await,
        };
    }
    let outcome = async {
        let saved = visit.services.storage.set(visit.who()?, fields.seen(), input).await;
        if let Err(error) = &saved
            && let Some(report) = report_of(error)
        {
            visit.session.insert(REPORT_KEY, (report, retype)).await.map_err(session_failed)?;
        }
        saved?;
        Ok((PAGE.to_owned(), Words::in_language(visit.language).storage().saved().to_owned()))
    };
    let outcome = outcome.await;
    answer(&visit, PAGE, &fields, outcome).await
}

/// What the refusal of a storage that does not work tells of its test.
fn report_of(error: &Error) -> Option<StorageReport> {
    let Error::Refused { code: Code::StorageDoesNotWork, facts } = error else { return None };
    let failed_step = StorageStep::parse(facts.get("step")?)?;
    let trouble = StorageTrouble::parse(facts.get("trouble")?)?;
    let steps = StorageStep::ALL.iter().copied().take_while(|step| *step != failed_step).collect();
    Some(StorageReport { works: false, steps, failed_step: Some(failed_step), trouble: Some(trouble), took_ms: 0 })
}
