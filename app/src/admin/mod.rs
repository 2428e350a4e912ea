//! The administrators' pages: the firm itself, its users, the audit log, the mail, and the platform's firms.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod agencies;
mod agency;
mod agency_fields;
mod audit;
mod event;
mod mail;
mod overview;
pub mod server_fns;
mod storage;
pub mod storage_fns;
mod storage_form;
mod user_form;
mod users;

pub use agencies::{AgenciesPage, AgencyPage, NewAgencyPage};
pub use agency::OwnAgencyPage;
pub use audit::AuditPage;
pub use mail::{LetterPage, MailPage};
pub use overview::AdminPage;
pub use storage_form::StoragePage;
pub use user_form::{NewUserPage, UserPage};
pub use users::UsersPage;
