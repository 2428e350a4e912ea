//! What the companies' pages read, and their forms.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use domain::company::{CompanyInput, CompanyView, MandatesView};
use domain::shared::CompanyId;
use domain::shared::page::Page;
use leptos::prelude::*;
use services::{Error, Result as Outcome};

use super::mandates;
use crate::clients::server_fns::address;
use crate::forms::{Fields, answer};
use crate::lists::ListState;
use crate::locales::Words;
use crate::request::Visit;

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
        let patch = serde_json::to_value(input(&fields)).map_err(|error| Error::Internal(Box::new(error)))?;
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
    }
}
