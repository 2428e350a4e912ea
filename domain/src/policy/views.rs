//! What may be seen of a policy.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::{PaymentFrequency, PolicyInput, PolicyState, ProductLine, Terms};
use crate::client::ClientRef;
use crate::company::CompanyRef;
use crate::shared::{AgencyId, ClientId, CompanyId, FactId, Money, PolicyId, UserId};

/// A policy, as of a moment and as known at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PolicyView {
    /// The policy's id.
    pub id: PolicyId,
    /// The firm.
    pub agency_id: AgencyId,
    /// The policyholder.
    pub client_id: ClientId,
    /// The policyholder by name.
    pub client: ClientRef,
    /// The insurer.
    pub company_id: CompanyId,
    /// The insurer by name.
    pub company: CompanyRef,
    /// The insurer's number for it.
    pub policy_number: String,
    /// The agreed terms.
    #[serde(flatten)]
    pub terms: Terms,
    /// The derived state.
    pub state: PolicyState,
    /// Since when it is in that state; absent when it always was.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub state_since: Option<Timestamp>,
    /// Until when it will be, as far as is known.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub state_until: Option<Timestamp>,
    /// The first day of the term that runs.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub period_from: Date,
    /// The day the term that runs ends, at 00:00.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub period_until: Date,
    /// The number of the version the terms come from.
    pub current_version: i64,
    /// Counts the changes, for `If-Match`.
    pub version: i64,
    /// When it was recorded.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

impl PolicyView {
    /// The policy as a request would describe it, the base of a partial change.
    pub fn as_input(&self) -> PolicyInput {
        PolicyInput {
            client_id: Some(self.client_id.to_string()),
            company_id: Some(self.company_id.to_string()),
            policy_number: Some(self.policy_number.clone()),
            product_line: Some(self.terms.product_line.code().to_owned()),
            product_name: Some(self.terms.product_name.clone()),
            premium: Some(self.terms.premium),
            effective_date: Some(self.terms.effective_date.to_string()),
            expiry_date: Some(self.terms.expiry_date.to_string()),
            tacit_renewal: Some(self.terms.tacit_renewal),
            payment_frequency: Some(self.terms.payment_frequency.code().to_owned()),
            risk: Some(self.terms.risk.clone()),
            risk_objects: Some(self.terms.risk_objects.iter().cloned().map(Into::into).collect()),
        }
    }
}

/// A policy as one row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PolicyRow {
    /// The policy's id.
    pub id: PolicyId,
    /// The firm.
    pub agency_id: AgencyId,
    /// The policyholder.
    pub client_id: ClientId,
    /// The policyholder by name.
    pub client: ClientRef,
    /// The insurer.
    pub company_id: CompanyId,
    /// The insurer by name.
    pub company: CompanyRef,
    /// The insurer's number for it.
    pub policy_number: String,
    /// The line of business.
    pub product_line: ProductLine,
    /// The company's name for the product.
    pub product_name: String,
    /// The yearly premium.
    pub premium: Money,
    /// The day cover begins.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub effective_date: Date,
    /// The day the agreed term ends.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub expiry_date: Date,
    /// The main due date of the term that runs or comes, also after years of tacit renewal.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub due_date: Date,
    /// Whether it renews tacitly.
    pub tacit_renewal: bool,
    /// How often the premium is paid.
    pub payment_frequency: PaymentFrequency,
    /// The state now.
    pub state: PolicyState,
    /// Since when, on the firm's wall clock.
    #[serde(skip)]
    pub state_from: DateTime,
    /// Since when; absent when it always was.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub state_since: Option<Timestamp>,
    /// The number of the version in use.
    pub current_version: i64,
    /// Counts the changes, for `If-Match`.
    pub version: i64,
    /// When it was recorded.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

/// One version of a policy's terms: the first, or an endorsement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PolicyVersionView {
    /// 1 for the first terms, then up.
    pub number: i64,
    /// The day it counts from.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = Date))]
    pub effective_date: Date,
    /// When it was told to this program.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub recorded_at: Timestamp,
    /// Who told it.
    pub author_id: UserId,
    /// Why.
    pub reason: Option<String>,
    /// The fact that brought it; absent for the first version. Where that fact is withdrawn, the version no longer counts.
    pub fact_id: Option<FactId>,
    /// The terms.
    pub terms: Terms,
}
