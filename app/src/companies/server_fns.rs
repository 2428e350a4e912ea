//! What the companies' pages read, and their forms.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use domain::company::{
    CallbackSecret, CompanyInput, CompanyView, HandedIn, IntegrationView, MandatesView, ProductsView, TestReport,
};
use domain::shared::CompanyId;
use domain::shared::page::Page;
use leptos::prelude::*;
use services::{Error, Result as Outcome};

use super::{contacts, integration_form, mandates, paper, products};
use crate::clients::server_fns::address;
use crate::forms::{Fields, Settled, answer, settle, tried};
use crate::lists::ListState;
use crate::locales::Words;
use crate::request::{Visit, session_failed};

/// A page of companies.
pub(super) async fn list(visit: &Visit, list: &mut ListState) -> Outcome<Page<CompanyView>> {
    let who = visit.who()?;
    match visit.services.companies.list(who, &list.request()).await {
        Err(error) => visit.services.companies.list(who, &list.anew(error)?).await,
        page => page,
    }
}

/// One company.
pub(super) async fn find(visit: &Visit, id: CompanyId) -> Outcome<CompanyView> {
    visit.services.companies.find(visit.who()?, id).await
}

/// What a company lets the firm do.
pub(super) async fn mandates(visit: &Visit, id: CompanyId) -> Outcome<MandatesView> {
    visit.services.companies.mandates(visit.who()?, id).await
}

/// What a company sells.
pub(super) async fn products(visit: &Visit, id: CompanyId) -> Outcome<ProductsView> {
    visit.services.companies.products(visit.who()?, id).await
}

/// The key under which the report of a test waits for the page that shows it once.
const REPORT_KEY: &str = "integration report";
/// The key under which a fresh key of a company's calls waits for the page that shows it once.
const CALLBACK_KEY: &str = "callback secret";

/// How the firm exchanges with a company.
pub(super) async fn integration(visit: &Visit, id: CompanyId) -> Outcome<IntegrationView> {
    visit.services.integrations.find(visit.who()?, id).await
}

/// What a test of a company just found, once; and whether a secret was typed for it, which is not kept.
pub(super) async fn fresh_report(visit: &Visit, id: CompanyId) -> Outcome<Option<(TestReport, bool)>> {
    let found = visit.take(REPORT_KEY, |(of, ..): &(CompanyId, TestReport, bool)| *of == id).await?;
    Ok(found.map(|(_, report, retype)| (report, retype)))
}

/// The key just made for a company's calls, once.
pub(super) async fn fresh_callback_secret(visit: &Visit, id: CompanyId) -> Outcome<Option<String>> {
    let found = visit.take(CALLBACK_KEY, |(of, _): &(CompanyId, CallbackSecret)| *of == id).await?;
    Ok(found.map(|(_, fresh)| fresh.callback_secret))
}

/// Records a company.
#[server(prefix = "/forms", endpoint = "companies/create")]
pub async fn create_company(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let company = visit.services.companies.create(visit.who()?, input(&fields)).await?;
        let word = Words::in_language(visit.language).companies().created(&company.name);
        Ok((format!("/companies/{}", company.id), word))
    };
    answer(&visit, "/companies/new", &fields, outcome.await).await
}

/// Changes a company.
#[server(prefix = "/forms", endpoint = "companies/update")]
pub async fn update_company(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let company = CompanyId::parse(&id).ok_or(Error::NotFound)?;
        let mut patch = serde_json::to_value(input(&fields)).map_err(|error| Error::Internal(Box::new(error)))?;
        // The people there have a form of their own; this one leaves them as they are.
        if let Some(patch) = patch.as_object_mut() {
            patch.remove("contacts");
        }
        let company = visit.services.companies.update(visit.who()?, company, fields.seen(), &patch).await?;
        let word = Words::in_language(visit.language).companies().updated(&company.name);
        Ok((format!("/companies/{}", company.id), word))
    };
    let outcome = outcome.await;
    answer(&visit, &back(&id, "/edit"), &fields, outcome).await
}

/// Removes a company without policies.
#[server(prefix = "/forms", endpoint = "companies/delete")]
pub async fn delete_company(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let company = find(&visit, CompanyId::parse(&id).ok_or(Error::NotFound)?).await?;
        visit.services.companies.delete(visit.who()?, company.id, fields.seen()).await?;
        let word = Words::in_language(visit.language).companies().deleted(&company.name);
        Ok(("/companies".to_owned(), word))
    };
    let outcome = outcome.await;
    answer(&visit, &back(&id, ""), &fields, outcome).await
}

/// Says who is at a company.
#[server(prefix = "/forms", endpoint = "companies/contacts")]
pub async fn save_company_contacts(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let company = CompanyId::parse(&id).ok_or(Error::NotFound)?;
        let patch = serde_json::json!({ "contacts": contacts::read(&fields) });
        let company = visit.services.companies.update(visit.who()?, company, fields.seen(), &patch).await?;
        let word = Words::in_language(visit.language).companies().contacts_saved(&company.name);
        Ok((format!("/companies/{}", company.id), word))
    };
    let outcome = outcome.await;
    answer(&visit, &back(&id, "/contacts"), &fields, outcome).await
}

/// Says anew what a company sells.
#[server(prefix = "/forms", endpoint = "companies/products")]
pub async fn set_products(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let company = CompanyId::parse(&id).ok_or(Error::NotFound)?;
        let given = products::read(&fields);
        visit.services.companies.set_products(visit.who()?, company, fields.seen(), given).await?;
        let word = Words::in_language(visit.language).companies().products_saved().to_owned();
        Ok((format!("/companies/{company}"), word))
    };
    let outcome = outcome.await;
    answer(&visit, &back(&id, "/products"), &fields, outcome).await
}

/// Says anew what a company lets the firm do.
#[server(prefix = "/forms", endpoint = "companies/mandates")]
pub async fn set_mandates(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let company = CompanyId::parse(&id).ok_or(Error::NotFound)?;
        let (given, rows) = mandates::read(&fields);
        let outcome = visit.services.companies.set_mandates(visit.who()?, company, fields.seen(), given).await;
        // The services count the mandates given; the form counts its rows.
        outcome.map_err(|error| match error {
            Error::Invalid(errors) => Error::Invalid(mandates::at_rows(errors, &rows)),
            error => error,
        })?;
        let word = Words::in_language(visit.language).companies().mandates_updated().to_owned();
        Ok((format!("/companies/{company}"), word))
    };
    let outcome = outcome.await;
    answer(&visit, &back(&id, "/mandates"), &fields, outcome).await
}

/// Says anew how the firm exchanges with a company; or, by the other button, only tries what is typed.
#[server(prefix = "/forms", endpoint = "companies/integration")]
pub async fn set_integration(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let page = back(&id, "/integration");
    let input = integration_form::read(&fields);
    if fields.ticked(integration_form::TRY) {
        let retype = input.secret.is_some();
        let report = async {
            let company = CompanyId::parse(&id).ok_or(Error::NotFound)?;
            let report = visit.services.integrations.test(visit.who()?, company, Some(input)).await?;
            visit.session.insert(REPORT_KEY, (company, report, retype)).await.map_err(session_failed)
        };
        return match report.await {
            Ok(()) => tried(&visit, &page, &fields).await,
            Err(error) => answer(&visit, &page, &fields, Err(error)).await,
        };
    }
    let outcome = async {
        let company = CompanyId::parse(&id).ok_or(Error::NotFound)?;
        visit.services.integrations.set(visit.who()?, company, fields.seen(), input).await?;
        let word = Words::in_language(visit.language).companies().integration_saved().to_owned();
        Ok((format!("/companies/{company}"), word))
    };
    let outcome = outcome.await;
    answer(&visit, &page, &fields, outcome).await
}

/// Makes a new key for a company's calls, which the page shows once.
#[server(prefix = "/forms", endpoint = "companies/integration/callback")]
pub async fn renew_callback_secret(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let page = back(&id, "/integration");
    let fresh = async {
        let company = CompanyId::parse(&id).ok_or(Error::NotFound)?;
        let fresh = visit.services.integrations.renew_callback_secret(visit.who()?, company).await?;
        visit.session.insert(CALLBACK_KEY, (company, fresh)).await.map_err(session_failed)
    };
    match fresh.await {
        Ok(()) => {
            leptos_axum::redirect(&page);
            Ok(())
        }
        Err(error) => answer(&visit, &page, &fields, Err(error)).await,
    }
}

/// Keeps the paper of a mandate. A file comes in parts, so the server reads the form and calls this.
///
/// # Errors
/// When the session cannot be kept.
pub async fn hand_in_paper(visit: &Visit, fields: &Fields, file: Outcome<HandedIn>) -> Outcome<Settled> {
    let named = paper::named(fields);
    let page = named.map_or_else(|| "/companies".to_owned(), |(company, mandate)| paper::page_of(company, mandate));
    let outcome = async {
        let who = visit.who()?;
        let (company, mandate) = named.ok_or(Error::NotFound)?;
        visit.services.papers.hand_in(who, company, mandate, fields.seen(), file?).await?;
        let word = Words::in_language(visit.language).companies().paper_handed_in().to_owned();
        Ok((format!("/companies/{company}"), word, None))
    };
    let outcome = outcome.await;
    settle(visit, &page, fields, outcome).await
}

/// Takes the paper of a mandate away.
#[server(prefix = "/forms", endpoint = "companies/paper/remove")]
pub async fn remove_paper(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let named = paper::named(&fields);
    let page = named.map_or_else(|| "/companies".to_owned(), |(company, mandate)| paper::page_of(company, mandate));
    let outcome = async {
        let who = visit.who()?;
        let (company, mandate) = named.ok_or(Error::NotFound)?;
        visit.services.papers.remove(who, company, mandate, fields.seen()).await?;
        let word = Words::in_language(visit.language).companies().paper_removed().to_owned();
        Ok((format!("/companies/{company}"), word))
    };
    let outcome = outcome.await;
    answer(&visit, &page, &fields, outcome).await
}

/// The page of a company whose id somebody sent: a well-formed id, or the list.
fn back(id: &str, page: &str) -> String {
    CompanyId::parse(id).map_or_else(|| "/companies".to_owned(), |id| format!("/companies/{id}{page}"))
}

/// The company that the form describes.
fn input(fields: &Fields) -> CompanyInput {
    CompanyInput {
        name: fields.text("name"),
        code: fields.text("code"),
        broker_code: fields.text("broker_code"),
        email: fields.text("email"),
        phone: fields.text("phone"),
        address: Some(address(fields)),
        website: fields.text("website"),
        claims_email: fields.text("claims_email"),
        claims_phone: fields.text("claims_phone"),
        contacts: None,
    }
}
