//! Firms and users on SQL.

mod rows;

use async_trait::async_trait;
use domain::agency::{AgencyView, SaveAgency};
use domain::shared::page::{Page, PageRequest};
use domain::shared::text::{email_identity, search_key};
use domain::shared::{AgencyId, UserId};
use domain::user::{Role, UserFilter, UserStanding, UserView};
use jiff::Timestamp;
use services::Result;
use services::access::{
    ChangePassword, CreateUser, InviteUser, OpenAgency, Permit, ReadAgencies, ReadAgency, ReadColleagues, ReadUsers,
    SetAgencyStanding, UpdateAgency, UpdateUser, UpgradePassword, WriteLetter,
};
use services::ports::unit::{AgencyRecord, UserRecord, Users};
use uuid::Uuid;

use self::rows::{AgencyRow, UserRow};
use super::convert::{as_json, maybe_as_json, micros};
use super::error::{failed, failed_or_duplicate};
use super::list::{Arg, List, ListShape, Sort};
use super::unit::SqlUnit;

statements! {
    AGENCY = "SELECT id, name, legal_form, address, phone, email, registration, legal_mentions, jurisdiction, currency, time_zone, active, version, created_at, updated_at FROM agencies WHERE id = $1";
    INSERT_AGENCY = "INSERT INTO agencies (id, name, sort_name, legal_form, address, phone, email, registration, legal_mentions, jurisdiction, currency, time_zone, active, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, TRUE, $13, $13)";
    FIND = "SELECT id, agency_id, email, full_name, role, active, language, invited_at, version, created_at, updated_at FROM users WHERE agency_id = $1 AND id = $2";
    COLLEAGUES = "SELECT id, full_name FROM users WHERE agency_id = $1 AND active ORDER BY sort_name, id";
    INSERT = "INSERT INTO users (agency_id, id, email, email_identity, full_name, sort_name, role, active, password_hash, version, created_at, updated_at, language, invited_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10, $11, $12)";
    UPDATE = "UPDATE users SET email = $3, email_identity = $4, full_name = $5, sort_name = $6, role = $7, active = $8, password_hash = COALESCE($9, password_hash), updated_at = $10, language = $11, version = version + 1 WHERE agency_id = $1 AND id = $2 AND version = $12";
    /// Runs before the user is changed, so that it can compare.
    END_SESSIONS_OF_CHANGED = "UPDATE sessions SET revoked_at = $3 WHERE agency_id = $1 AND user_id = $2 AND revoked_at IS NULL AND EXISTS (SELECT 1 FROM users u WHERE u.agency_id = sessions.agency_id AND u.id = sessions.user_id AND (u.role <> $4 OR u.active <> $5))";
    /// Counts by an update that changes nothing: it locks the rows on both databases, so that two administrators who
    /// remove each other at once do not both count two.
    ADMINISTRATORS = "UPDATE users SET active = active WHERE agency_id = $1 AND role = 'ADMIN' AND active AND invited_at IS NULL RETURNING id";
    UPDATE_AGENCY = "UPDATE agencies SET name = $2, sort_name = $3, legal_form = $4, address = $5, phone = $6, email = $7, registration = $8, legal_mentions = $9, jurisdiction = $10, currency = $11, time_zone = $12, updated_at = $13, version = version + 1 WHERE id = $1 AND version = $14";
    AGENCY_STANDING = "UPDATE agencies SET active = $2, updated_at = $3, version = version + 1 WHERE id = $1";
    INVITED_AGAIN = "UPDATE users SET invited_at = $3, updated_at = $3, version = version + 1 WHERE agency_id = $1 AND id = $2 AND invited_at IS NOT NULL AND active";
    UPGRADE_PASSWORD = "UPDATE users SET password_hash = $4 WHERE agency_id = $1 AND id = $2 AND password_hash = $3";
}

pub(super) const USERS: ListShape = ListShape {
    columns: "u.id, u.agency_id, u.email, u.full_name, u.role, u.active, u.language, u.invited_at, u.version, u.created_at, u.updated_at",
    tables: "users u",
    id: "u.id",
    search: "(u.sort_name || ' ' || u.email_identity) LIKE ? ESCAPE '\\'",
    sorts: &[
        Sort { name: "full_name", column: "u.sort_name", numeric: false, descending: false },
        Sort { name: "created_at", column: "u.created_at", numeric: true, descending: false },
    ],
};

const AGENCIES: ListShape = ListShape {
    columns: "a.id, a.name, a.legal_form, a.address, a.phone, a.email, a.registration, a.legal_mentions, a.jurisdiction, a.currency, a.time_zone, a.active, a.version, a.created_at, a.updated_at",
    tables: "agencies a",
    id: "a.id",
    search: "a.sort_name LIKE ? ESCAPE '\\'",
    sorts: &[Sort { name: "name", column: "a.sort_name", numeric: false, descending: false }],
};

/// Every form of the lists, for the test that prepares all.
pub(super) fn list_forms() -> Vec<String> {
    let filter = |standing| UserFilter { role: Some(Role::User), standing: Some(standing) };
    let mut forms = users(Uuid::nil(), &UserFilter::default()).forms();
    forms.extend(UserStanding::ALL.iter().flat_map(|standing| users(Uuid::nil(), &filter(*standing)).forms()));
    forms.extend(agencies().forms());
    forms
}

/// The list under its filters, by name, for the test that reads the plans.
pub(super) fn list_plans() -> Vec<(&'static str, List)> {
    let all = UserFilter::default();
    let listed = |filter: &UserFilter| users(Uuid::nil(), filter);
    vec![
        ("users", listed(&all)),
        ("users by role", listed(&UserFilter { role: Some(Role::User), ..all })),
        ("users by standing", listed(&UserFilter { standing: Some(UserStanding::Invited), ..all })),
    ]
}

fn users(agency: Uuid, filter: &UserFilter) -> List {
    let mut list = List::new(USERS);
    list.only("u.agency_id = ?", [Arg::Id(agency)]);
    list.only_if("u.role = ?", filter.role.map(|role| Arg::Text(role.code().to_owned())));
    match filter.standing {
        Some(UserStanding::Active) => list.only("u.active AND u.invited_at IS NULL", []),
        Some(UserStanding::Invited) => list.only("u.active AND u.invited_at IS NOT NULL", []),
        Some(UserStanding::Inactive) => list.only("NOT u.active", []),
        None => {}
    }
    list
}

fn agencies() -> List {
    let mut list = List::new(AGENCIES);
    // The platform itself is no firm.
    list.only("a.id <> ?", [Arg::Id(AgencyId::PLATFORM.uuid())]);
    list
}

/// Binds the columns that INSERT and UPDATE share, `$1` to `$11`, in their order.
macro_rules! bind_user {
    ($statement:expr, $agency:expr, $record:expr) => {{
        let user = &$record.user;
        sqlx::query($statement)
            .bind($agency)
            .bind($record.id.uuid())
            .bind(&user.email)
            .bind(email_identity(&user.email))
            .bind(&user.full_name)
            .bind(search_key(&user.full_name))
            .bind(user.role.code())
            .bind(user.active)
            .bind($record.password_hash.as_deref())
            .bind(micros($record.at))
            .bind(user.language.code())
    }};
}

/// Binds the columns that `INSERT_AGENCY` and `UPDATE_AGENCY` share, `$1` to `$13`, in their order.
macro_rules! bind_agency {
    ($statement:expr, $id:expr, $agency:expr, $at:expr) => {
        sqlx::query($statement)
            .bind($id)
            .bind(&$agency.name)
            .bind(search_key(&$agency.name))
            .bind($agency.legal_form.as_deref())
            .bind(maybe_as_json($agency.address.as_ref())?)
            .bind($agency.phone.as_deref())
            .bind($agency.email.as_deref())
            .bind($agency.registration.as_deref())
            .bind(as_json(&$agency.legal_mentions)?)
            .bind($agency.jurisdiction.code())
            .bind($agency.currency.code())
            .bind(&$agency.time_zone)
            .bind($at)
    };
}

impl SqlUnit {
    async fn one_user(&mut self, id: UserId) -> Result<Option<UserView>> {
        let agency = self.agency();
        let row: Option<UserRow> =
            on_both!(&mut self.tx, c => sqlx::query_as(FIND).bind(agency).bind(id.uuid()).fetch_optional(c).await)
                .map_err(failed)?;
        row.map(UserRow::view).transpose()
    }
}

#[async_trait]
impl Users for SqlUnit {
    async fn own(&mut self, _: &Permit<ReadAgency>) -> Result<Option<AgencyView>> {
        let agency = self.agency();
        let row: Option<AgencyRow> =
            on_both!(&mut self.tx, c => sqlx::query_as(AGENCY).bind(agency).fetch_optional(c).await).map_err(failed)?;
        row.map(AgencyRow::view).transpose()
    }

    async fn agencies(&mut self, _: &Permit<ReadAgencies>, page: &PageRequest) -> Result<Page<AgencyView>> {
        agencies().page::<AgencyRow>(&mut self.tx, page).await?.try_map(AgencyRow::view)
    }

    async fn insert_agency(&mut self, _: &Permit<OpenAgency>, record: &AgencyRecord) -> Result<()> {
        self.changed(record.id);
        let (id, agency, at) = (record.id.uuid(), &record.agency, micros(record.at));
        on_both!(&mut self.tx, c => bind_agency!(INSERT_AGENCY, id, agency, at).execute(c).await.map(drop))
            .map_err(failed_or_duplicate("name"))
    }

    async fn update_agency(
        &mut self,
        _: &Permit<UpdateAgency>,
        agency: &SaveAgency,
        at: Timestamp,
        version: i64,
    ) -> Result<bool> {
        let id = self.agency();
        self.changed(id);
        let changed = on_both!(&mut self.tx, c => bind_agency!(UPDATE_AGENCY, id, agency, micros(at))
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }

    async fn set_agency_standing(&mut self, _: &Permit<SetAgencyStanding>, active: bool, at: Timestamp) -> Result<()> {
        let agency = self.agency();
        self.changed(agency);
        on_both!(&mut self.tx, c => sqlx::query(AGENCY_STANDING)
            .bind(agency)
            .bind(active)
            .bind(micros(at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn recipient(&mut self, _: &Permit<WriteLetter>, id: UserId) -> Result<Option<UserView>> {
        self.one_user(id).await
    }

    async fn invited_again(&mut self, _: &Permit<InviteUser>, id: UserId, at: Timestamp) -> Result<bool> {
        self.changed(id);
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => sqlx::query(INVITED_AGAIN)
            .bind(agency)
            .bind(id.uuid())
            .bind(micros(at))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }

    async fn burn_links(&mut self, _: &Permit<UpdateUser>, id: UserId, at: Timestamp) -> Result<()> {
        self.burn_password_links(id.uuid(), at).await
    }

    async fn find(&mut self, _: &Permit<ReadUsers>, id: UserId) -> Result<Option<UserView>> {
        self.one_user(id).await
    }

    async fn list(&mut self, _: &Permit<ReadUsers>, page: &PageRequest, filter: &UserFilter) -> Result<Page<UserView>> {
        users(self.agency(), filter).page::<UserRow>(&mut self.tx, page).await?.try_map(UserRow::view)
    }

    async fn colleagues(&mut self, _: &Permit<ReadColleagues>) -> Result<Vec<(UserId, String)>> {
        let agency = self.agency();
        let rows: Vec<(Uuid, String)> =
            on_both!(&mut self.tx, c => sqlx::query_as(COLLEAGUES).bind(agency).fetch_all(c).await).map_err(failed)?;
        Ok(rows.into_iter().map(|(id, name)| (UserId::from_uuid(id), name)).collect())
    }

    async fn insert(&mut self, _: &Permit<CreateUser>, record: &UserRecord) -> Result<()> {
        self.changed(record.id);
        let agency = self.agency();
        let invited_at = record.invited.then(|| micros(record.at));
        on_both!(&mut self.tx, c => bind_user!(INSERT, agency, record).bind(invited_at).execute(c).await.map(drop))
            .map_err(failed_or_duplicate("email"))
    }

    async fn update(&mut self, _: &Permit<UpdateUser>, record: &UserRecord, version: i64) -> Result<bool> {
        self.changed(record.id);
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(END_SESSIONS_OF_CHANGED)
            .bind(agency)
            .bind(record.id.uuid())
            .bind(micros(record.at))
            .bind(record.user.role.code())
            .bind(record.user.active)
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        let changed = on_both!(&mut self.tx, c => bind_user!(UPDATE, agency, record)
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed_or_duplicate("email"))?;
        Ok(changed == 1)
    }

    async fn active_administrators(&mut self, _: &Permit<UpdateUser>) -> Result<i64> {
        let agency = self.agency();
        let found: Vec<Uuid> =
            on_both!(&mut self.tx, c => sqlx::query_scalar(ADMINISTRATORS).bind(agency).fetch_all(c).await)
                .map_err(failed)?;
        Ok(i64::try_from(found.len()).unwrap_or(i64::MAX))
    }

    async fn set_password(&mut self, _: &Permit<ChangePassword>, hash: &str, at: Timestamp) -> Result<()> {
        let (user, session) = (self.user(), self.session());
        self.changed(user);
        self.store_password(user, hash, session, at).await
    }

    async fn upgrade_password(
        &mut self,
        _: &Permit<UpgradePassword>,
        user: UserId,
        old: &str,
        new: &str,
    ) -> Result<bool> {
        let agency = self.agency();
        self.changed(user);
        let swapped = on_both!(&mut self.tx, c => sqlx::query(UPGRADE_PASSWORD)
            .bind(agency)
            .bind(user.uuid())
            .bind(old)
            .bind(new)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(swapped == 1)
    }
}
