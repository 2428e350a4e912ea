//! Templates: the list, one template with its versions, the editor, and the help on writing.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only the routes name")]

mod compare;
mod detail;
mod draft;
mod form;
mod help;
mod list;
mod look;
mod names;
pub mod server_fns;
mod source;
mod studio;
mod version;

use domain::shared::TemplateId;
use services::Error;

pub use compare::ComparePage;
pub use detail::TemplatePage;
pub use form::{EditTemplatePage, NewTemplatePage};
pub use help::TemplateHelpPage;
pub use list::TemplatesPage;
pub use studio::StudioPage;
pub use version::VersionPage;

/// The template named in the address.
fn template_id() -> Result<TemplateId, Error> {
    crate::request::path_id(TemplateId::parse)
}
