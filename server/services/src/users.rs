//! An administrator's work on the firm's users.

use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, Facts, FieldError};
use domain::shared::{HandOverId, UserId, merged};
use domain::user::{CreateUser as NewUser, NewPassword, Role, UserFilter, UserInput, UserView};
use serde_json::Value;

use crate::access::{
    CreateUser, HandOverClient, InviteUser, Permit, Principal, ReadColleagues, ReadUsers, Standing, UpdateUser,
};
use crate::core::{Ports, expected_version, unknown_reference, unless_stale};
use crate::error::{Error, Result};
use crate::letters;
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
    pub async fn list(&self, who: &Principal, page: &PageRequest, filter: &UserFilter) -> Result<Page<UserView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadUsers>()?;
        unit.users().list(&permit, page, filter).await
    }

    /// One user.
    pub async fn find(&self, who: &Principal, id: UserId) -> Result<UserView> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await
    }

    /// Records a user. Without a first password he is invited by mail to choose it.
    pub async fn create(&self, who: &Principal, input: UserInput) -> Result<UserView> {
        let unit = self.ports.read(who).await?;
        unit.permit::<CreateUser>()?;
        drop(unit);
        self.ports.recent(who)?;
        let password = input.password.as_deref().map(|text| NewPassword::parse("password", Some(text))).transpose();
        let password = match (password, input.parse()) {
            (Ok(password), Ok(_)) => password,
            (Err(error), Err(mut errors)) => {
                errors.push(error);
                return Err(Error::Invalid(errors));
            }
            (Err(error), Ok(_)) => return Err(Error::field(error)),
            (Ok(_), Err(errors)) => return Err(Error::Invalid(errors)),
        };
        if let Some(password) = password {
            let hash = self.ports.passwords.hash(password.expose()).await?;
            return self.create_hashed(who, &input, hash).await;
        }
        let hash = nobodys_hash(&self.ports).await?;
        self.store_new(who, &input, hash, true).await
    }

    /// Records a user whose password is hashed already: several demo users share one.
    pub async fn create_hashed(&self, who: &Principal, input: &UserInput, hash: String) -> Result<UserView> {
        self.store_new(who, input, hash, false).await
    }

    async fn store_new(&self, who: &Principal, input: &UserInput, hash: String, invited: bool) -> Result<UserView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<CreateUser>()?;
        let user = input.parse()?;
        not_above(who, user.role)?;
        let view = insert(&self.ports, &mut unit, &permit, user, hash, invited).await?;
        unit.commit().await?;
        Ok(view)
    }

    /// Sends an invitation again. The link of the one before is worth nothing any more.
    pub async fn invite_again(&self, who: &Principal, id: UserId) -> Result<UserView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<InviteUser>()?;
        self.ports.recent(who)?;
        let user = load(&mut unit, id).await?;
        not_above(who, user.role)?;
        if !unit.users().invited_again(&permit, id, self.ports.now()).await? {
            return Err(Error::Refused { code: Code::InvitationAccepted, facts: Facts::new() });
        }
        letters::invite(&self.ports, &mut unit, &permit, &user).await?;
        let after = load(&mut unit, id).await?;
        unit.record_act(&permit, subject(&user));
        unit.commit().await?;
        Ok(after)
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
            language: Some(before.language.code().to_owned()),
            ..UserInput::default()
        };
        let wanted = merged(&input, patch)?;
        let user = wanted.parse()?;
        not_above(who, user.role)?;
        not_above(who, before.role)?;
        // Another role, or another address to sign in with, is what somebody at an unattended screen would give himself; whom he
        // shuts out he would not shut out himself.
        if user.role != before.role || user.email != before.email || user.active != before.active {
            self.ports.recent(who)?;
        }
        let counts = before.role == Role::Admin && before.active && before.invited_at.is_none();
        let leaves = counts && (user.role != Role::Admin || !user.active);
        if leaves && unit.users().active_administrators(&permit).await? <= 1 {
            return Err(Error::Refused { code: Code::LastAdministrator, facts: Facts::new() });
        }
        let goes = before.active && !user.active;
        let record = UserRecord { id, user, password_hash: None, invited: false, at: self.ports.now() };
        unless_stale(unit.users().update(&permit, &record, version).await?)?;
        if goes {
            self.hand_over(&mut unit, &before, wanted.hand_over_to.as_deref()).await?;
        }
        let after = load(&mut unit, id).await?;
        let (moved, returned) = (after.email != before.email, after.active && !before.active);
        if moved || goes || returned {
            // A link to choose a password opens the account for who holds it, which is the address it was sent to.
            unit.users().burn_links(&permit, id, self.ports.now()).await?;
        }
        if after.active && after.invited_at.is_some() && (moved || returned) {
            let invite = unit.permit::<InviteUser>()?;
            letters::invite(&self.ports, &mut unit, &invite, &after).await?;
        }
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// How many clients a user looks after, and who could take them over: what deactivating him asks.
    pub async fn clients_to_hand_over(&self, who: &Principal, id: UserId) -> Result<(i64, Vec<(UserId, String)>)> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await?;
        let (hand_over, colleagues) = (unit.permit::<HandOverClient>()?, unit.permit::<ReadColleagues>()?);
        let count = unit.clients().count_of_owner(&hand_over, id).await?;
        let mut people = unit.users().colleagues(&colleagues).await?;
        people.retain(|(colleague, _)| *colleague != id);
        Ok((count, people))
    }

    /// Hands the clients of who leaves to the colleague named. Their policies and documents follow: they hang on the client.
    async fn hand_over(&self, unit: &mut Box<dyn Unit>, from: &UserView, to: Option<&str>) -> Result<()> {
        let (permit, colleagues) = (unit.permit::<HandOverClient>()?, unit.permit::<ReadColleagues>()?);
        let count = unit.clients().count_of_owner(&permit, from.id).await?;
        if count == 0 {
            return Ok(());
        }
        let Some(to) = to.filter(|to| !to.is_empty()) else {
            return Err(Error::field(FieldError::new("hand_over_to", Code::ClientsNeedOwner).with("count", count)));
        };
        let people = unit.users().colleagues(&colleagues).await?;
        let known = UserId::parse(to).and_then(|to| people.into_iter().find(|(id, _)| *id == to && to != from.id));
        let (to, name) = known.ok_or_else(|| unknown_reference("hand_over_to"))?;
        let act = HandOverId::from_uuid(self.ports.chance.id());
        let clients = unit.clients().hand_over(&permit, from.id, to, act, self.ports.now()).await?;
        let before = serde_json::json!({ "owner_id": from.id });
        let after = serde_json::json!({ "owner_id": to, "owner": name, "clients": clients });
        unit.record(&permit, subject(from), Some(&before), Some(&after));
        Ok(())
    }

    /// Deactivates a user: he cannot sign in any more, what he did stays his. His clients go to the colleague named.
    pub async fn deactivate(
        &self,
        who: &Principal,
        id: UserId,
        seen: Option<i64>,
        hand_over_to: Option<&str>,
    ) -> Result<()> {
        let patch = serde_json::json!({ "active": false, "hand_over_to": hand_over_to });
        self.update(who, id, seen, &patch).await.map(drop)
    }
}

/// The hash of a password that nobody knows, not even we.
pub(crate) async fn nobodys_hash(ports: &Ports) -> Result<String> {
    ports.passwords.hash(&hex::encode(ports.chance.secret())).await
}

/// Records a user of the unit's firm, and invites him where he is to choose his password himself.
pub(crate) async fn insert(
    ports: &Ports,
    unit: &mut Box<dyn Unit>,
    permit: &Permit<CreateUser>,
    user: NewUser,
    hash: String,
    invited: bool,
) -> Result<UserView> {
    let (id, at) = (UserId::from_uuid(ports.chance.id()), ports.now());
    let view = UserView {
        id,
        agency_id: unit.principal().agency(),
        email: user.email.clone(),
        full_name: user.full_name.clone(),
        role: user.role,
        active: user.active,
        language: user.language,
        invited_at: invited.then_some(at),
        version: 1,
        created_at: at,
        updated_at: at,
    };
    unit.users().insert(permit, &UserRecord { id, user, password_hash: Some(hash), invited, at }).await?;
    if invited {
        letters::invite(ports, unit, permit, &view).await?;
    }
    unit.record(permit, subject(&view), None, Some(&view));
    Ok(view)
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
