//! The companies' pages: the list, a company with its mandates, and their forms.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod contacts;
mod detail;
mod form;
mod integration;
mod integration_form;
mod list;
mod mandates;
mod paper;
mod products;
pub mod server_fns;

pub use contacts::CompanyContactsPage;
pub use detail::CompanyPage;
pub use form::{EditCompanyPage, NewCompanyPage};
pub use integration_form::IntegrationPage;
pub use list::CompaniesPage;
pub use mandates::MandatesPage;
pub use paper::PaperPage;
pub use products::ProductsPage;
