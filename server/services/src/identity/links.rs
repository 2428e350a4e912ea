//! Choosing a password by a link: after an invitation, or when the old one is forgotten.

use domain::audit::SystemActor;
use domain::letter::LinkPurpose;
use domain::shared::problem::Code;
use domain::shared::text;
use domain::user::NewPassword;
use jiff::SignedDuration;

use super::IdentityService;
use super::tries::account_key;
use crate::access::{
    AcceptInvitation, Action, AskPasswordReset, ChoosePassword, Includes, Permit, Principal, RequestContext,
    ResetPassword,
};
use crate::error::{Error, Result};
use crate::letters::{link_hash, remind, tell_password_changed};
use crate::ports::limits::{Rule, network};
use crate::ports::mail::PasswordRequest;
use crate::ports::sign_in::KnownPasswordLink;
use crate::ports::unit::{Subject, Unit};

/// How long after a letter the next one to the same person is not written.
const BETWEEN_LETTERS: SignedDuration = SignedDuration::from_mins(1);

impl IdentityService {
    /// Notes that somebody forgot his password. One same write for every address, known or not: nothing in the answer, nor
    /// the time it takes, tells which; the letter is written in the background.
    pub async fn ask_password_reset(&self, email: Option<&str>, context: RequestContext) -> Result<()> {
        let email = text::required_line("email", email, 254).map_err(Error::field)?;
        let email_identity = text::email_identity(&email);
        let limits = &self.ports.limits;
        let address = network(context.ip_address.as_deref().unwrap_or("unknown"));
        limits.spend(Rule::PasswordResets, &address).await.map_err(Error::Limited)?;
        // Whose box somebody tries to fill gets no more letters, and nobody learns whether there is such a box.
        if limits.spend(Rule::PasswordResets, &account_key(&email_identity)).await.is_err() {
            return Ok(());
        }
        let request = PasswordRequest { id: self.ports.chance.id(), email_identity, context, at: self.ports.now() };
        self.ports.post.keep_password_request(&request).await
    }

    /// Writes to everybody who asked and whom we know; how many letters that were.
    pub async fn answer_password_requests(&self) -> Result<usize> {
        let mut written = 0;
        for request in self.ports.post.password_requests().await? {
            if self.answer_request(&request).await? {
                written += 1;
            } else {
                self.ports.post.forget_password_request(request.id).await?;
            }
        }
        Ok(written)
    }

    async fn answer_request(&self, request: &PasswordRequest) -> Result<bool> {
        let now = self.ports.now();
        let account = self.ports.sign_in.account_by_email(&request.email_identity).await?;
        // Who waits for his invitation, or may not sign in, gets no letter.
        let Some(account) = account.filter(|account| account.active) else { return Ok(false) };
        let context = request.context.clone();
        let who = Principal::system(SystemActor::PasswordReset, account.view.agency_id, context.door).within(context);
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<AskPasswordReset>()?;
        let since = now - BETWEEN_LETTERS;
        if unit.letters().has_link_since(&permit, account.view.id, since).await?
            || !unit.letters().take_request(&permit, request.id).await?
        {
            return Ok(false);
        }
        let user = unit.users().recipient(&permit.part(), account.view.id).await?.ok_or(Error::NotFound)?;
        remind(&self.ports, &mut unit, &permit, &user).await?;
        unit.record_act(&permit, Subject::new("user", user.id, &user.full_name));
        unit.commit().await?;
        Ok(true)
    }

    /// The address of the account that a link is for, while it works.
    pub async fn password_link(&self, purpose: LinkPurpose, secret: &str) -> Result<String> {
        Ok(self.working_link(purpose, secret).await?.email)
    }

    /// Sets the password of who was invited. The link is used up.
    pub async fn accept_invitation(
        &self,
        secret: &str,
        field: &str,
        password: Option<&str>,
        context: RequestContext,
    ) -> Result<()> {
        let (mut unit, permit, link) =
            self.choose::<AcceptInvitation>(LinkPurpose::Invitation, secret, field, password, context).await?;
        unit.record_act(&permit, Subject::new("user", link.user, &link.full_name));
        unit.commit().await
    }

    /// Sets a new password in place of a forgotten one, and tells so by letter: it may have been somebody who reads his mail.
    /// The link is used up, and every device is signed out.
    pub async fn reset_password(
        &self,
        secret: &str,
        field: &str,
        password: Option<&str>,
        context: RequestContext,
    ) -> Result<()> {
        let (mut unit, permit, link) =
            self.choose::<ResetPassword>(LinkPurpose::PasswordReset, secret, field, password, context).await?;
        tell_password_changed(&self.ports, &mut unit, &permit, link.user).await?;
        unit.record_act(&permit, Subject::new("user", link.user, &link.full_name));
        unit.commit().await
    }

    /// Uses the link up and sets the password, in a unit that is still open.
    async fn choose<A>(
        &self,
        purpose: LinkPurpose,
        secret: &str,
        field: &str,
        password: Option<&str>,
        context: RequestContext,
    ) -> Result<(Box<dyn Unit>, Permit<A>, KnownPasswordLink)>
    where
        A: Action + Includes<ChoosePassword>,
    {
        let link = self.working_link(purpose, secret).await?;
        let password = NewPassword::parse(field, password).map_err(Error::field)?;
        let hash = self.ports.passwords.hash(password.expose()).await?;
        let who = Principal::system(SystemActor::PasswordLink, link.agency, context.door).within(context);
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<A>()?;
        let now = self.ports.now();
        if !unit.letters().use_link(&permit.part(), &link_hash(secret), now).await? {
            return Err(over());
        }
        unit.letters().choose_password(&permit.part(), link.user, &hash, now).await?;
        Ok((unit, permit, link))
    }

    async fn working_link(&self, purpose: LinkPurpose, secret: &str) -> Result<KnownPasswordLink> {
        let found = self.ports.sign_in.password_link(&link_hash(secret), purpose, self.ports.now()).await?;
        found.ok_or_else(over)
    }
}

fn over() -> Error {
    Error::Link(Code::PasswordLinkOver)
}
