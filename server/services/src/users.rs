//! An administrator's work on the firm's users.

use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, Facts, FieldError};
use domain::shared::{UserId, merged};
use domain::user::{NewPassword, Role, UserInput, UserView};
use serde_json::Value;

use crate::access::{CreateUser, Principal, ReadUsers, Standing, UpdateUser};
use crate::core::{Ports, expected_version, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{Subject, Unit, UserRecord};

/// The use-cases of users.
#[derive(Clone)]
pub struct UserService {
    ports: Ports,
}

impl UserService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// A page of the firm's users.
    pub async fn list(&self, who: &Principal, page: &PageRequest) -> Result<Page<UserView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadUsers>()?;
        unit.users().list(&permit, page).await
    }

    /// One user.
    pub async fn find(&self, who: &Principal, id: UserId) -> Result<UserView> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await
    }

    /// Records a user with his first password.
    pub async fn create(&self, who: &Principal, input: UserInput) -> Result<UserView> {
        let hash = {
            let unit = self.ports.read(who).await?;
            unit.permit::<CreateUser>()?;
            drop(unit);
            self.ports.recent(who)?;
            let password = NewPassword::parse("password", input.password.as_deref());
            let checked = input.parse();
            match (password, checked) {
                (Ok(password), Ok(_)) => self.ports.passwords.hash(password.expose()).await?,
                (Err(error), Err(mut errors)) => {
                    errors.push(error);
                    return Err(Error::Invalid(errors));
                }
                (Err(error), Ok(_)) => return Err(Error::field(error)),
                (Ok(_), Err(errors)) => return Err(Error::Invalid(errors)),
            }
        };
        self.create_hashed(who, &input, hash).await
    }

    /// Records a user whose password is hashed already: several demo users share one.
    pub async fn create_hashed(&self, who: &Principal, input: &UserInput, hash: String) -> Result<UserView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<CreateUser>()?;
        let user = input.parse()?;
        not_above(who, user.role)?;
        let id = UserId::from_uuid(self.ports.chance.id());
        let at = self.ports.now();
        let view = UserView {
            id,
            agency_id: who.agency(),
            email: user.email.clone(),
            full_name: user.full_name.clone(),
            role: user.role,
            active: user.active,
            version: 1,
            created_at: at,
            updated_at: at,
        };
        unit.users().insert(&permit, &UserRecord { id, user, password_hash: Some(hash), at }).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        unit.commit().await?;
        Ok(view)
    }

    /// Hashes a password that may be set.
    pub async fn hash_password(&self, password: &str) -> Result<String> {
        let password = NewPassword::parse("password", Some(password)).map_err(Error::field)?;
        self.ports.passwords.hash(password.expose()).await
    }

    /// Changes what the patch names (RFC 7396). A changed role or standing ends the user's sessions at once.
    pub async fn update(&self, who: &Principal, id: UserId, seen: Option<i64>, patch: &Value) -> Result<UserView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<UpdateUser>()?;
        let before = load(&mut unit, id).await?;
        let version = expected_version(seen, before.version)?;
        let input = UserInput {
            email: Some(before.email.clone()),
            full_name: Some(before.full_name.clone()),
            role: Some(before.role.code().to_owned()),
            active: Some(before.active),
            password: None,
        };
        let user = merged(&input, patch)?.parse()?;
        not_above(who, user.role)?;
        not_above(who, before.role)?;
        // Another role, or another address to sign in with, is what somebody at an unattended screen would give himself.
        if user.role != before.role || user.email != before.email {
            self.ports.recent(who)?;
        }
        let leaves = before.role == Role::Admin && before.active && (user.role != Role::Admin || !user.active);
        if leaves && unit.users().active_administrators(&permit).await? <= 1 {
            return Err(Error::Refused { code: Code::LastAdministrator, facts: Facts::new() });
        }
        let record = UserRecord { id, user, password_hash: None, at: self.ports.now() };
        unless_stale(unit.users().update(&permit, &record, version).await?)?;
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// Deactivates a user: he cannot sign in any more, what he did stays his.
    pub async fn deactivate(&self, who: &Principal, id: UserId, seen: Option<i64>) -> Result<()> {
        self.update(who, id, seen, &serde_json::json!({ "active": false })).await.map(drop)
    }
}

async fn load(unit: &mut Box<dyn Unit>, id: UserId) -> Result<UserView> {
    let permit = unit.permit::<ReadUsers>()?;
    unit.users().find(&permit, id).await?.ok_or(Error::NotFound)
}

/// Nobody grants a role above his own, and nobody but the platform its own role.
fn not_above(who: &Principal, role: Role) -> Result<()> {
    match who.standing() {
        Standing::System => Ok(()),
        Standing::Person(own) if role <= own && role != Role::Superadmin => Ok(()),
        _ => Err(Error::field(FieldError::new("role", Code::RoleAboveOwn))),
    }
}

fn subject(user: &UserView) -> Subject {
    Subject::new("user", user.id, &user.full_name)
}
