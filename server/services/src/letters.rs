//! Letters: written with what they tell of, delivered in the background, watched by the administrator.

use domain::letter::{
    LetterFailure, LetterKind, LetterState, LetterText, LetterView, LinkPurpose, factors_reset, invitation,
    password_changed, password_reset,
};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, Facts};
use domain::shared::{LetterId, UserId};
use domain::user::UserView;
use jiff::SignedDuration;
use sha2::{Digest, Sha256};

use crate::access::{Action, Includes, OpenLetter, Permit, Principal, ReadLetters, SendLetterAgain, WriteLetter};
use crate::core::{Ports, own_agency};
use crate::error::{Error, Result};
use crate::ports::mail::{DueLetter, OutgoingFile, OutgoingLetter, Settlement};
use crate::ports::security::SealPurpose;
use crate::ports::unit::{LetterRecord, PasswordLinkRecord, Subject, Unit};

/// How long an invitation waits for its answer.
pub(crate) const INVITATION_LIFE: SignedDuration = SignedDuration::from_hours(72);
/// How long a link for a forgotten password works.
pub(crate) const RESET_LIFE: SignedDuration = SignedDuration::from_mins(30);
/// After how long a letter that cannot be handed over is given up.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);
/// How long one try may take; a try whose instance died is taken up by another one after it.
const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// How long is waited after the first failed try; each next wait is twice as long.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(1);
/// The longest wait between two tries.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(6);
/// The tries that one round makes, so that a long queue does not hold up the shutdown.
const ROUND: usize = 50;

/// The use-cases of letters.
#[derive(Clone)]
pub struct LetterService {
    ports: Ports,
}

impl LetterService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// A page of the firm's letters, newest first.
    pub async fn list(
        &self,
        who: &Principal,
        page: &PageRequest,
        state: Option<LetterState>,
    ) -> Result<Page<LetterView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadLetters>()?;
        unit.letters().list(&permit, page, state).await
    }

    /// One letter.
    pub async fn find(&self, who: &Principal, id: LetterId) -> Result<LetterView> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await
    }

    /// What a letter said, where letters stay in the outbox folder. Each reading is audited: it may hold a link to choose a
    /// password.
    pub async fn open(&self, who: &Principal, id: LetterId) -> Result<Option<String>> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<OpenLetter>()?;
        // The link in it opens the account of whom it was written to, his own reader's too.
        self.ports.recent(who)?;
        let letter = load(&mut unit, id).await?;
        let Some(text) = self.ports.mail.kept(id).await? else { return Ok(None) };
        unit.record_act(&permit, subject(&letter));
        unit.commit().await?;
        Ok(Some(text))
    }

    /// Lets a letter be tried again at once.
    pub async fn send_again(&self, who: &Principal, id: LetterId) -> Result<LetterView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SendLetterAgain>()?;
        let letter = load(&mut unit, id).await?;
        let now = self.ports.now();
        if !unit.letters().again(&permit, id, now, now + PATIENCE).await? {
            return Err(Error::Refused { code: Code::LetterSent, facts: Facts::new() });
        }
        let after = load(&mut unit, id).await?;
        unit.record_act(&permit, subject(&letter));
        unit.commit().await?;
        Ok(after)
    }

    /// Hands over the letters that are due; how many went. Any number of instances may do so at once: each letter is taken
    /// by one of them.
    pub async fn deliver_due(&self) -> Result<usize> {
        let mut sent = 0;
        for _ in 0..ROUND {
            let now = self.ports.now();
            let Some(letter) = self.ports.post.take_due(now, now + LEASE).await? else { break };
            let how = self.deliver(&letter).await;
            if !self.ports.post.settle(&letter, how, self.ports.now()).await? {
                tracing::warn!(letter = %letter.id, "a letter was settled by another instance");
            } else if how == Settlement::Sent {
                sent += 1;
            }
        }
        Ok(sent)
    }

    async fn deliver(&self, letter: &DueLetter) -> Settlement {
        let opened = self.ports.sealer.open(SealPurpose::Mail, &letter.id.to_string(), &letter.body);
        let text: Option<LetterText> = opened.and_then(|body| serde_json::from_slice(&body).ok());
        let Some(text) = text else {
            tracing::error!(letter = %letter.id, "a letter can no longer be read");
            return Settlement::GivenUp(LetterFailure::Unreadable);
        };
        let file = match self.file(&text).await {
            Ok(file) => file,
            Err(error) => {
                tracing::warn!(letter = %letter.id, "the file of a letter cannot be read: {error}");
                return self.later(letter, LetterFailure::FileUnreadable);
            }
        };
        let outgoing = OutgoingLetter {
            id: letter.id,
            recipient: letter.recipient.clone(),
            recipient_name: letter.recipient_name.clone(),
            text,
            file,
            written_at: letter.created_at,
        };
        match self.ports.mail.send(&outgoing).await {
            Ok(()) => Settlement::Sent,
            Err(error) => {
                tracing::warn!(letter = %letter.id, attempt = letter.attempt, "{error}: {}", error.source);
                self.later(letter, error.failure)
            }
        }
    }

    /// Another try later, unless it is pointless or too late.
    fn later(&self, letter: &DueLetter, failure: LetterFailure) -> Settlement {
        let next = self.ports.now() + wait_after(letter.attempt);
        if failure.is_final() || next >= letter.give_up_at {
            Settlement::GivenUp(failure)
        } else {
            Settlement::Later(failure, next)
        }
    }

    /// The file that goes with a letter, as it was when the letter was written.
    async fn file(&self, text: &LetterText) -> Result<Option<OutgoingFile>> {
        let Some(file) = &text.file else { return Ok(None) };
        let bytes = self.ports.files.get(&file.key, &file.checksum_sha256).await?;
        let bytes = bytes.ok_or_else(|| Error::Internal("it is not in the store".into()))?;
        Ok(Some(OutgoingFile { name: file.name.clone(), mime_type: file.mime_type.clone(), bytes }))
    }
}

/// One minute after the first try, then twice as long each time, up to six hours.
fn wait_after(attempt: i64) -> SignedDuration {
    let doublings = u32::try_from(attempt - 1).unwrap_or_default().min(10);
    (FIRST_WAIT * 2_i32.pow(doublings)).min(LONGEST_WAIT)
}

/// Invites a user of this unit's firm: a link, and the letter that carries it.
pub(crate) async fn invite<A>(
    ports: &Ports,
    unit: &mut Box<dyn Unit>,
    permit: &Permit<A>,
    user: &UserView,
) -> Result<()>
where
    A: Action + Includes<WriteLetter>,
{
    let agency = own_agency(unit).await?.name;
    let link = issue(ports, unit, permit, user.id, LinkPurpose::Invitation).await?;
    let text = invitation(user.language, &user.full_name, &agency, &link);
    send(ports, unit, permit, LetterKind::Invitation, (&user.email, &user.full_name), &text, PATIENCE).await.map(drop)
}

/// Writes to who forgot his password.
pub(crate) async fn remind<A>(
    ports: &Ports,
    unit: &mut Box<dyn Unit>,
    permit: &Permit<A>,
    user: &UserView,
) -> Result<()>
where
    A: Action + Includes<WriteLetter>,
{
    let link = issue(ports, unit, permit, user.id, LinkPurpose::PasswordReset).await?;
    let text = password_reset(user.language, &user.full_name, &link);
    // A letter that arrives after its link is over would only annoy.
    send(ports, unit, permit, LetterKind::PasswordReset, (&user.email, &user.full_name), &text, RESET_LIFE)
        .await
        .map(drop)
}

/// Tells somebody that an administrator removed his second factors.
pub(crate) async fn tell_factors_reset<A>(
    ports: &Ports,
    unit: &mut Box<dyn Unit>,
    permit: &Permit<A>,
    user: &UserView,
) -> Result<()>
where
    A: Action + Includes<WriteLetter>,
{
    let agency = own_agency(unit).await?.name;
    let text = factors_reset(user.language, &user.full_name, &agency, &sign_in_page(ports));
    send(ports, unit, permit, LetterKind::FactorsReset, (&user.email, &user.full_name), &text, PATIENCE).await.map(drop)
}

/// Tells somebody that his password is another one now: it may not have been him.
pub(crate) async fn tell_password_changed<A>(
    ports: &Ports,
    unit: &mut Box<dyn Unit>,
    permit: &Permit<A>,
    user: UserId,
) -> Result<()>
where
    A: Action + Includes<WriteLetter>,
{
    let user = unit.users().recipient(&permit.part(), user).await?.ok_or(Error::NotFound)?;
    let text = password_changed(user.language, &user.full_name, &sign_in_page(ports));
    send(ports, unit, permit, LetterKind::PasswordChanged, (&user.email, &user.full_name), &text, PATIENCE)
        .await
        .map(drop)
}

fn sign_in_page(ports: &Ports) -> String {
    format!("{}/sign-in", ports.settings.public_url)
}

/// Makes a link to choose a password. Its address is the installation's own, never the one a request names.
async fn issue<A>(
    ports: &Ports,
    unit: &mut Box<dyn Unit>,
    permit: &Permit<A>,
    user: UserId,
    purpose: LinkPurpose,
) -> Result<String>
where
    A: Action + Includes<WriteLetter>,
{
    let secret = hex::encode(ports.chance.secret());
    let now = ports.now();
    let (path, life) = match purpose {
        LinkPurpose::Invitation => ("invitation", INVITATION_LIFE),
        LinkPurpose::PasswordReset => ("password-reset", RESET_LIFE),
    };
    let record = PasswordLinkRecord { hash: link_hash(&secret), user, purpose, at: now, expires_at: now + life };
    unit.letters().issue_link(&permit.part(), &record).await?;
    Ok(format!("{}/{path}/{secret}", ports.settings.public_url))
}

/// Writes the letter that carries a document.
pub(crate) async fn hand_out<A>(
    ports: &Ports,
    unit: &mut Box<dyn Unit>,
    permit: &Permit<A>,
    to: (&str, &str),
    text: &LetterText,
) -> Result<LetterId>
where
    A: Action + Includes<WriteLetter>,
{
    send(ports, unit, permit, LetterKind::Document, to, text, PATIENCE).await
}

async fn send<A>(
    ports: &Ports,
    unit: &mut Box<dyn Unit>,
    permit: &Permit<A>,
    kind: LetterKind,
    (recipient, recipient_name): (&str, &str),
    text: &LetterText,
    patience: SignedDuration,
) -> Result<LetterId>
where
    A: Action + Includes<WriteLetter>,
{
    let id = LetterId::from_uuid(ports.chance.id());
    let body = serde_json::to_vec(text).map_err(|error| Error::Internal(Box::new(error)))?;
    let now = ports.now();
    let record = LetterRecord {
        id,
        kind,
        recipient: recipient.to_owned(),
        recipient_name: recipient_name.to_owned(),
        subject: text.subject.clone(),
        body: ports.sealer.seal(SealPurpose::Mail, &id.to_string(), &body)?,
        at: now,
        give_up_at: now + patience,
    };
    unit.letters().write(&permit.part(), &record).await?;
    Ok(id)
}

/// Under which a link is kept: its secret itself is nowhere but in the letter.
pub(crate) fn link_hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

async fn load(unit: &mut Box<dyn Unit>, id: LetterId) -> Result<LetterView> {
    let permit = unit.permit::<ReadLetters>()?;
    unit.letters().find(&permit, id).await?.ok_or(Error::NotFound)
}

fn subject(letter: &LetterView) -> Subject {
    Subject::new("letter", letter.id, &letter.recipient_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_longer_up_to_six_hours() {
        let minutes: Vec<i64> = (1..=11).map(|attempt| wait_after(attempt).as_mins()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
    }
}
