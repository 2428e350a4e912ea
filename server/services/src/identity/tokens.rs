//! Tokens for programs (RFC 9700): a short access token, and a refresh token that is exchanged once.

use domain::agency::AgencyInput;
use domain::session::{AccountView, SessionKind, SignInInput, TokenGrant};
use domain::shared::problem::Code;
use domain::shared::{AgencyId, SessionId};
use domain::user::{Role, UserInput};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Credential, IdentityService, SESSION_LIFE};
use crate::access::{Principal, RefreshSession, RequestContext, RevokeReusedSession, SignIn};
use crate::error::{Error, Result};
use crate::ports::security::AccessClaims;
use crate::ports::unit::{RefreshRecord, Subject};
use crate::users::UserService;

/// How long an access token works.
const ACCESS_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// A new firm with its first administrator, as a request describes it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationInput {
    /// The firm's name.
    pub agency_name: Option<String>,
    /// The administrator's name.
    pub full_name: Option<String>,
    /// The address he signs in with.
    pub email: Option<String>,
    /// His password.
    pub password: Option<String>,
}

impl IdentityService {
    /// Signs a program in.
    pub async fn sign_in_program(&self, input: &SignInInput, context: RequestContext) -> Result<TokenGrant> {
        let account = self.check_password(input, &context).await?;
        let session = SessionId::from_uuid(self.ports.chance.id());
        let who = Principal::person(account.view.clone(), session, context);
        let now = self.ports.now();
        let mut unit = self.ports.write(&who).await?;
        self.store_session(&mut unit, &who, SessionKind::Program, input, now).await?;
        let permit = unit.permit::<SignIn>()?;
        let (refresh_token, record) = self.new_refresh_token(session, now);
        unit.users().insert_refresh_token(&permit, &record).await?;
        unit.commit().await?;
        self.grant(session, account.view, refresh_token, now)
    }

    /// Exchanges a refresh token for the next pair. A token that comes back used ends its session: somebody copied it.
    pub async fn refresh(&self, token: &str, context: RequestContext) -> Result<TokenGrant> {
        let unknown = || Error::Unauthenticated(Code::Unauthenticated);
        let now = self.ports.now();
        let hash = Sha256::digest(token.as_bytes()).to_vec();
        let known = self.ports.sign_in.refresh_token(&hash).await?.ok_or_else(unknown)?;
        if known.expires_at <= now {
            return Err(unknown());
        }
        let credential = Credential::Session(known.session);
        let who = self.authenticate(&credential, context.clone()).await?;
        let (refresh_token, successor) = self.new_refresh_token(known.session, now);
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<RefreshSession>()?;
        if !unit.users().rotate_refresh_token(&permit, &hash, &successor).await? {
            drop(unit);
            self.revoke_reused(known.session, known.agency, context, now).await?;
            return Err(unknown());
        }
        unit.record_act(&permit, Subject::new("session", known.session, who.name()));
        unit.commit().await?;
        let account = who.account().cloned().ok_or_else(unknown)?;
        self.grant(known.session, account, refresh_token, now)
    }

    /// The session that a refresh token belongs to, so that a program can sign out with it.
    pub async fn session_of_refresh_token(&self, token: &str, context: RequestContext) -> Result<Option<Principal>> {
        let hash = Sha256::digest(token.as_bytes()).to_vec();
        let Some(known) = self.ports.sign_in.refresh_token(&hash).await? else { return Ok(None) };
        match self.authenticate(&Credential::Session(known.session), context).await {
            Ok(who) => Ok(Some(who)),
            Err(Error::Unauthenticated(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens a firm with its first administrator, where the installation lets anybody do so.
    pub async fn register(&self, input: RegistrationInput, context: RequestContext) -> Result<AccountView> {
        if !self.ports.settings.registration_open {
            return Err(Error::Forbidden(Code::RegistrationClosed));
        }
        let users = UserService::new(self.ports.clone());
        let user = UserInput {
            email: input.email,
            full_name: input.full_name,
            role: Some(Role::Admin.code().to_owned()),
            active: Some(true),
            password: input.password,
        };
        // Everything is checked before the firm is opened, so that no empty firm is left behind.
        user.parse()?;
        let hash = users.hash_password(user.password.as_deref().unwrap_or_default()).await?;
        let identity = domain::shared::text::email_identity(user.email.as_deref().unwrap_or_default());
        if self.ports.sign_in.account_by_email(&identity).await?.is_some() {
            return Err(Error::Duplicate("email"));
        }
        let id = AgencyId::from_uuid(self.ports.chance.id());
        let agency = AgencyInput { name: input.agency_name, ..AgencyInput::default() };
        let agency = self.agencies.open_as(id, context.clone(), agency).await?;
        let who = Principal::system("registration", id, context.door).within(context);
        let view = users.create_hashed(&who, &user, hash).await?;
        Ok(AccountView {
            id: view.id,
            email: view.email,
            full_name: view.full_name,
            role: view.role,
            agency_id: id,
            agency_name: agency.name,
        })
    }

    async fn revoke_reused(
        &self,
        session: SessionId,
        agency: AgencyId,
        context: RequestContext,
        now: Timestamp,
    ) -> Result<()> {
        let who = Principal::system("sign-in", agency, context.door).within(context);
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<RevokeReusedSession>()?;
        unit.users().revoke_reused(&permit, session, now).await?;
        unit.record_act(&permit, Subject::new("session", session, "refresh token used twice"));
        unit.commit().await
    }

    fn new_refresh_token(&self, session: SessionId, now: Timestamp) -> (String, RefreshRecord) {
        let token = hex::encode(self.ports.chance.secret());
        let hash = Sha256::digest(token.as_bytes()).to_vec();
        (token, RefreshRecord { hash, session, at: now, expires_at: now + SESSION_LIFE })
    }

    fn grant(
        &self,
        session: SessionId,
        user: AccountView,
        refresh_token: String,
        now: Timestamp,
    ) -> Result<TokenGrant> {
        let claims = AccessClaims { user: user.id, session, expires_at: now + ACCESS_LIFE };
        Ok(TokenGrant {
            access_token: self.ports.tokens.issue(&claims, now)?,
            refresh_token,
            token_type: "Bearer".to_owned(),
            expires_in: ACCESS_LIFE.as_secs(),
            user,
        })
    }
}
