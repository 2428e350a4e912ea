//! Rows of firms and users, read back as views.

use domain::agency::{AgencyView, Jurisdiction};
use domain::shared::{AgencyId, Currency, Language, UserId};
use domain::user::{Role, UserView};
use services::Result;
use sqlx::FromRow;
use uuid::Uuid;

use crate::sql::convert::{instant, json, maybe_instant, maybe_json, word};
use crate::sql::list::Listed;

#[derive(Debug, FromRow)]
pub(super) struct AgencyRow {
    id: Uuid,
    name: String,
    legal_form: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    registration: Option<String>,
    legal_mentions: String,
    jurisdiction: String,
    currency: String,
    time_zone: String,
    active: bool,
    version: i64,
    created_at: i64,
    updated_at: i64,
    #[sqlx(default)]
    place: String,
}

impl Listed for AgencyRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl AgencyRow {
    pub(super) fn view(self) -> Result<AgencyView> {
        Ok(AgencyView {
            id: AgencyId::from_uuid(self.id),
            name: self.name,
            legal_form: self.legal_form,
            address: maybe_json(self.address.as_deref())?,
            phone: self.phone,
            email: self.email,
            registration: self.registration,
            legal_mentions: json(&self.legal_mentions)?,
            jurisdiction: word(Jurisdiction::parse, &self.jurisdiction)?,
            currency: word(Currency::parse, &self.currency)?,
            time_zone: self.time_zone,
            active: self.active,
            version: self.version,
            created_at: instant(self.created_at)?,
            updated_at: instant(self.updated_at)?,
        })
    }
}

#[derive(Debug, FromRow)]
pub(super) struct UserRow {
    id: Uuid,
    agency_id: Uuid,
    email: String,
    full_name: String,
    role: String,
    active: bool,
    language: String,
    invited_at: Option<i64>,
    version: i64,
    created_at: i64,
    updated_at: i64,
    #[sqlx(default)]
    place: String,
}

impl Listed for UserRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl UserRow {
    pub(super) fn view(self) -> Result<UserView> {
        Ok(UserView {
            id: UserId::from_uuid(self.id),
            agency_id: AgencyId::from_uuid(self.agency_id),
            email: self.email,
            full_name: self.full_name,
            role: word(Role::parse, &self.role)?,
            active: self.active,
            language: word(Language::parse, &self.language)?,
            invited_at: maybe_instant(self.invited_at)?,
            version: self.version,
            created_at: instant(self.created_at)?,
            updated_at: instant(self.updated_at)?,
        })
    }
}
