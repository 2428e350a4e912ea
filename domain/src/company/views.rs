//! What may be seen of a company.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CompanyContact, CompanyInput, MandateKind, PaperView};
use crate::policy::ProductLine;
use crate::shared::{Address, AgencyId, CompanyId, MandateId};

/// An insurance company the firm works with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CompanyView {
    /// The company's id.
    pub id: CompanyId,
    /// The firm that works with it.
    pub agency_id: AgencyId,
    /// Its name.
    pub name: String,
    /// Its short code, unique in the firm.
    pub code: String,
    /// The code under which the company knows the firm.
    pub broker_code: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Postal address.
    pub address: Option<Address>,
    /// Its site, or its extranet for brokers.
    pub website: Option<String>,
    /// Where claims are told by e-mail.
    pub claims_email: Option<String>,
    /// Where claims are told by telephone.
    pub claims_phone: Option<String>,
    /// The people there.
    pub contacts: Vec<CompanyContact>,
    /// How many policies the firm has there.
    pub policy_count: i64,
    /// Counts the changes, for `If-Match`.
    pub version: i64,
    /// When it was recorded.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

impl CompanyView {
    /// The company as a request would describe it, the base of a partial change.
    pub fn as_input(&self) -> CompanyInput {
        CompanyInput {
            name: Some(self.name.clone()),
            code: Some(self.code.clone()),
            broker_code: self.broker_code.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            address: self.address.clone(),
            website: self.website.clone(),
            claims_email: self.claims_email.clone(),
            claims_phone: self.claims_phone.clone(),
            contacts: Some(self.contacts.iter().cloned().map(Into::into).collect()),
        }
    }
}

/// A company by name, where another record points to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CompanyRef {
    /// The company's id.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
}

/// All that a company lets the firm do, in one version of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandatesView {
    /// The company's version, for `If-Match`: mandates are part of its record.
    pub version: i64,
    /// The mandates.
    pub items: Vec<MandateView>,
}

/// What a company lets the firm do, for which lines, from when until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MandateView {
    /// The mandate's id.
    pub id: MandateId,
    /// The act.
    pub kind: MandateKind,
    /// The lines of business; empty means all.
    pub product_lines: Vec<ProductLine>,
    /// The first day.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub valid_from: Date,
    /// The last day; open when absent.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub valid_until: Option<Date>,
    /// The paper in which the company gave it.
    pub document: Option<PaperView>,
}
