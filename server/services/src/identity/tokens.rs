//! Tokens for programs (RFC 9700): a short access token, and a refresh token that is exchanged once.

use domain::agency::AgencyInput;
use domain::audit::SystemActor;
use domain::session::{AccountView, SessionKind, SignInInput, TokenGrant};
use domain::shared::problem::Code;
use domain::shared::{AgencyId, SessionId};
use domain::user::{Role, UserInput};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Credential, IdentityService};
use crate::access::{Principal, RefreshSession, RequestContext, RevokeReusedSession, SignIn};
use crate::error::{Error, Result};
use crate::ports::security::{ACCESS_LIFE, AccessClaims, SealPurpose};
use crate::ports::unit::{Exchange, RefreshRecord, Subject};
use crate::users::UserService;

/// How long after its exchange a refresh token that comes again gets the same successor: the time of a lost answer, or of a
/// few tabs that wake up at once.
pub const GRACE: SignedDuration = SignedDuration::from_secs(30);

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
        let who = self.newcomer(&account, context);
        let session = who.session().ok_or(Error::Unauthenticated(Code::Unauthenticated))?;
        let now = self.ports.now();
        let mut unit = if account.has_factor {
            let typed = input.totp.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
            let typed = typed.ok_or(Error::Unauthenticated(Code::SecondFactorRequired))?;
            self.proven(&who, typed).await?
        } else {
            self.ports.write(&who).await?
        };
        self.store_session(&mut unit, &who, SessionKind::Program, input, now).await?;
        let permit = unit.permit::<SignIn>()?;
        let (refresh_token, record) = self.new_refresh_token(session, now);
        unit.sessions().insert_refresh_token(&permit, &record).await?;
        unit.commit().await?;
        self.grant(session, account.view, refresh_token, now)
    }

    /// Exchanges a refresh token for the next pair. Who comes again with the same token shortly after, because he asked twice
    /// or lost the answer, gets the same successor, as long as nobody used that one. Any other token that comes back used ends
    /// its session: somebody copied it.
    pub async fn refresh(&self, token: &str, context: RequestContext) -> Result<TokenGrant> {
        let unknown = || Error::Unauthenticated(Code::Unauthenticated);
        let now = self.ports.now();
        let hash = digest(token);
        let known = self.ports.sign_in.refresh_token(&hash).await?.ok_or_else(unknown)?;
        if known.expires_at <= now {
            return Err(unknown());
        }
        let who = self.authenticate(&Credential::Session(known.session), context.clone()).await?;
        let account = who.account().cloned().ok_or_else(unknown)?;
        let (fresh, record) = self.new_refresh_token(known.session, now);
        let sealed = self.ports.sealer.seal(SealPurpose::Successor, &hex::encode(&hash), fresh.as_bytes())?;
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<RefreshSession>()?;
        let token = match unit.sessions().exchange_refresh_token(&permit, &hash, &record, &sealed).await? {
            Exchange::Done => {
                unit.record_act(&permit, Subject::new("session", known.session, who.name()));
                unit.commit().await?;
                fresh
            }
            Exchange::Before { at, successor } => {
                let successor = self.repeated(&hash, now.duration_since(at), successor);
                let unused = match &successor {
                    Some(successor) => unit.sessions().is_unused(&permit, &digest(successor)).await?,
                    None => false,
                };
                drop(unit);
                match successor {
                    Some(successor) if unused => successor,
                    _ => {
                        self.revoke_reused(known.session, known.agency, context, now).await?;
                        return Err(unknown());
                    }
                }
            }
        };
        self.grant(known.session, account, token, now)
    }

    /// The successor of a token that was exchanged a moment ago.
    fn repeated(&self, hash: &[u8], ago: SignedDuration, sealed: Option<Vec<u8>>) -> Option<String> {
        let sealed = sealed.filter(|_| ago <= GRACE)?;
        let opened = self.ports.sealer.open(SealPurpose::Successor, &hex::encode(hash), &sealed)?;
        String::from_utf8(opened).ok()
    }

    /// The session that a refresh token belongs to, so that a program can sign out with it.
    pub async fn session_of_refresh_token(&self, token: &str, context: RequestContext) -> Result<Option<Principal>> {
        let Some(known) = self.ports.sign_in.refresh_token(&digest(token)).await? else { return Ok(None) };
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
            ..UserInput::default()
        };
        let administrator = user.parse()?;
        let hash = users.hash_password(user.password.as_deref().unwrap_or_default()).await?;
        let identity = domain::shared::text::email_identity(user.email.as_deref().unwrap_or_default());
        if self.ports.sign_in.account_by_email(&identity).await?.is_some() {
            return Err(Error::Duplicate("email"));
        }
        let id = AgencyId::from_uuid(self.ports.chance.id());
        let agency = AgencyInput { name: input.agency_name, ..AgencyInput::default() };
        let (agency, view) = self.agencies.register(id, context, agency, administrator, hash).await?;
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
        let who = Principal::system(SystemActor::SignIn, agency, context.door).within(context);
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<RevokeReusedSession>()?;
        unit.sessions().revoke_reused(&permit, session, now).await?;
        unit.record_act(&permit, Subject::new("session", session, "refresh token used twice"));
        unit.commit().await
    }

    fn new_refresh_token(&self, session: SessionId, now: Timestamp) -> (String, RefreshRecord) {
        let token = hex::encode(self.ports.chance.secret());
        let record = RefreshRecord {
            hash: digest(&token),
            session,
            at: now,
            expires_at: now + self.ports.settings.session_life,
        };
        (token, record)
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

/// The form in which a refresh token is known: its SHA-256. It is 256 bits of chance, so it needs no salt and no slow hash.
fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
