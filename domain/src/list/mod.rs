//! A list (*liste*): what the broker sees of one noun at a time. One declaration per noun, its [`ListSchema`], says which
//! columns, filters and sorts there are; screens, the API, exports and saved views all read it, so that none knows more or
//! less than another.

mod address;
mod bulk;
mod csv;
mod moment;
mod query;
mod saved;
mod schema;
mod selection;
mod value;

pub use address::{pairs_of, query_of};
pub use bulk::{ACT_MAX, ActReport, LeftAlone};
pub use csv::{Csv, Delimiter, ExportFormat};
pub use moment::{Moment, Period};
pub use query::{Amount, ListFilter, ListQuery};
pub use saved::{SaveView, SavedView, VIEWS_MAX, ViewInput, list_of};
pub use schema::{Column, Filter, FilterKind, ListSchema, Name, ValueKind};
pub(crate) use schema::{columns, filters};
pub use selection::{Matching, SELECTED_MAX, Selection};
pub use value::{Names, Row, Value};

/// Every list that has a schema.
pub const LISTS: &[&ListSchema] = &[
    &crate::client::CLIENT_LIST,
    &crate::company::COMPANY_LIST,
    &crate::policy::POLICY_LIST,
    &crate::document::DOCUMENT_LIST,
    &crate::template::TEMPLATE_LIST,
    &crate::user::USER_LIST,
    &crate::audit::AUDIT_LIST,
];
