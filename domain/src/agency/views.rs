//! What may be seen of a firm.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AgencyUpdateInput, Jurisdiction};
use crate::shared::{Address, AgencyId, Currency};

/// What a firm is, as its letterhead tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AgencyView {
    /// The firm's id.
    pub id: AgencyId,
    /// Its name.
    pub name: String,
    /// Its legal form, such as SARL.
    pub legal_form: Option<String>,
    /// Its address.
    pub address: Option<Address>,
    /// Its telephone.
    pub phone: Option<String>,
    /// Its e-mail.
    pub email: Option<String>,
    /// Its registration, such as `ORIAS 07 000 000`.
    pub registration: Option<String>,
    /// The sentences at the foot of each page.
    pub legal_mentions: Vec<String>,
    /// The law it works under.
    pub jurisdiction: Jurisdiction,
    /// The currency of its forms.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub currency: Currency,
    /// Its time zone, by IANA name: a legal day begins at its midnight.
    pub time_zone: String,
    /// Whether its people may sign in.
    pub active: bool,
    /// Counts the changes, for `If-Match`.
    pub version: i64,
    /// When the firm was recorded.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

impl AgencyView {
    /// The firm as a request would describe it, the base of a partial change.
    pub fn as_input(&self) -> AgencyUpdateInput {
        AgencyUpdateInput {
            name: Some(self.name.clone()),
            jurisdiction: Some(self.jurisdiction.code().to_owned()),
            currency: Some(self.currency.code().to_owned()),
            time_zone: Some(self.time_zone.clone()),
            legal_form: self.legal_form.clone(),
            address: self.address.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            registration: self.registration.clone(),
            legal_mentions: self.legal_mentions.clone(),
        }
    }
}

/// A firm as its administrator may change it.
#[derive(Debug, Clone, PartialEq)]
pub struct AgencySettings {
    /// The firm.
    pub agency: AgencyView,
    /// Whether it has policies, so that its jurisdiction and its currency stay what they are.
    pub has_policies: bool,
}
