//! Letters and the links in them on SQL.

use async_trait::async_trait;
use domain::letter::{LetterFailure, LetterKind, LetterState, LetterView};
use domain::shared::page::{Page, PageRequest};
use domain::shared::text::search_key;
use domain::shared::{LetterId, UserId};
use jiff::Timestamp;
use services::Result;
use services::access::{AskPasswordReset, ChoosePassword, Permit, ReadLetters, SendLetterAgain, WriteLetter};
use services::ports::unit::{LetterRecord, Letters, PasswordLinkRecord};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::{instant, maybe_instant, micros, word};
use super::error::failed;
use super::list::{Arg, List, ListShape, Listed, Sort};
use super::unit::SqlUnit;

statements! {
    WRITE = "INSERT INTO letters (agency_id, id, kind, recipient, recipient_name, subject, search_text, body, state, attempts, next_try_at, give_up_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9, $10, $9)";
    FIND = "SELECT id, kind, recipient, recipient_name, subject, state, attempts, next_try_at, last_error, created_at, sent_at FROM letters WHERE agency_id = $1 AND id = $2";
    /// The number of the try is raised, so that one still under way can no longer settle the letter.
    AGAIN = "UPDATE letters SET state = 'waiting', next_try_at = $3, give_up_at = $4, attempts = attempts + 1 WHERE agency_id = $1 AND id = $2 AND state <> 'sent' AND body IS NOT NULL";
    /// A new invitation replaces the one before. Links for a forgotten password end together, when one is used or after half an
    /// hour: else whoever asks for another could keep the owner from using his.
    BURN_OLDER = "UPDATE password_links SET used_at = $4 WHERE agency_id = $1 AND user_id = $2 AND purpose = $3 AND purpose = 'invitation' AND used_at IS NULL";
    ISSUE = "INSERT INTO password_links (agency_id, hash, user_id, purpose, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    LINK_SINCE = "SELECT COUNT(*) FROM password_links WHERE agency_id = $1 AND user_id = $2 AND purpose = 'password_reset' AND created_at > $3";
    TAKE_REQUEST = "DELETE FROM password_requests WHERE id = $1";
    USE_LINK = "UPDATE password_links SET used_at = $3 WHERE agency_id = $1 AND hash = $2 AND used_at IS NULL AND expires_at > $3";
}

const SHAPE: ListShape = ListShape {
    columns: "l.id, l.kind, l.recipient, l.recipient_name, l.subject, l.state, l.attempts, l.next_try_at, l.last_error, l.created_at, l.sent_at",
    tables: "letters l",
    id: "l.id",
    search: "l.search_text LIKE ? ESCAPE '\\'",
    sorts: &[Sort { name: "created_at", column: "l.created_at", numeric: true, descending: true }],
};

/// Every form of the list, for the test that prepares all.
pub(super) fn list_forms() -> Vec<String> {
    let mut forms = list(Uuid::nil(), Some(LetterState::Failed)).forms();
    forms.extend(list(Uuid::nil(), None).forms());
    forms
}

fn list(agency: Uuid, state: Option<LetterState>) -> List {
    let mut list = List::new(SHAPE);
    list.only("l.agency_id = ?", [Arg::Id(agency)]);
    list.only_if("l.state = ?", state.map(|state| Arg::Text(state.code().to_owned())));
    list
}

#[derive(Debug, FromRow)]
struct LetterRow {
    id: Uuid,
    kind: String,
    recipient: String,
    recipient_name: String,
    subject: String,
    state: String,
    attempts: i64,
    next_try_at: i64,
    last_error: Option<String>,
    created_at: i64,
    sent_at: Option<i64>,
    #[sqlx(default)]
    place: String,
}

impl Listed for LetterRow {
    fn place(&self) -> (String, Uuid) {
        (self.place.clone(), self.id)
    }
}

impl LetterRow {
    fn view(self) -> Result<LetterView> {
        Ok(LetterView {
            id: LetterId::from_uuid(self.id),
            kind: word(LetterKind::parse, &self.kind)?,
            recipient: self.recipient,
            recipient_name: self.recipient_name,
            subject: self.subject,
            state: word(LetterState::parse, &self.state)?,
            attempts: self.attempts,
            next_try_at: instant(self.next_try_at)?,
            last_error: self.last_error.as_deref().map(|text| word(LetterFailure::parse, text)).transpose()?,
            created_at: instant(self.created_at)?,
            sent_at: maybe_instant(self.sent_at)?,
        })
    }
}

#[async_trait]
impl Letters for SqlUnit {
    async fn write(&mut self, _: &Permit<WriteLetter>, letter: &LetterRecord) -> Result<()> {
        let agency = self.agency();
        let searched = search_key(&format!("{} {} {}", letter.recipient_name, letter.recipient, letter.subject));
        on_both!(&mut self.tx, c => sqlx::query(WRITE)
            .bind(agency)
            .bind(letter.id.uuid())
            .bind(letter.kind.code())
            .bind(&letter.recipient)
            .bind(&letter.recipient_name)
            .bind(&letter.subject)
            .bind(&searched)
            .bind(letter.body.as_slice())
            .bind(micros(letter.at))
            .bind(micros(letter.give_up_at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn issue_link(&mut self, _: &Permit<WriteLetter>, link: &PasswordLinkRecord) -> Result<()> {
        self.changed(link.user);
        let agency = self.agency();
        on_both!(&mut self.tx, c => sqlx::query(BURN_OLDER)
            .bind(agency)
            .bind(link.user.uuid())
            .bind(link.purpose.code())
            .bind(micros(link.at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)?;
        on_both!(&mut self.tx, c => sqlx::query(ISSUE)
            .bind(agency)
            .bind(link.hash.as_slice())
            .bind(link.user.uuid())
            .bind(link.purpose.code())
            .bind(micros(link.at))
            .bind(micros(link.expires_at))
            .execute(c)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn take_request(&mut self, _: &Permit<AskPasswordReset>, id: Uuid) -> Result<bool> {
        let taken = on_both!(&mut self.tx, c => sqlx::query(TAKE_REQUEST)
            .bind(id)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(taken == 1)
    }

    async fn has_link_since(&mut self, _: &Permit<AskPasswordReset>, user: UserId, at: Timestamp) -> Result<bool> {
        let agency = self.agency();
        let count: i64 = on_both!(&mut self.tx, c => sqlx::query_scalar(LINK_SINCE)
            .bind(agency)
            .bind(user.uuid())
            .bind(micros(at))
            .fetch_one(c)
            .await)
        .map_err(failed)?;
        Ok(count > 0)
    }

    async fn use_link(&mut self, _: &Permit<ChoosePassword>, hash: &[u8], at: Timestamp) -> Result<bool> {
        let agency = self.agency();
        let used = on_both!(&mut self.tx, c => sqlx::query(USE_LINK)
            .bind(agency)
            .bind(hash)
            .bind(micros(at))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(used == 1)
    }

    async fn choose_password(
        &mut self,
        _: &Permit<ChoosePassword>,
        user: UserId,
        hash: &str,
        at: Timestamp,
    ) -> Result<()> {
        self.changed(user);
        self.store_password(user.uuid(), hash, Uuid::nil(), at).await
    }

    async fn list(
        &mut self,
        _: &Permit<ReadLetters>,
        page: &PageRequest,
        state: Option<LetterState>,
    ) -> Result<Page<LetterView>> {
        list(self.agency(), state).page::<LetterRow>(&mut self.tx, page).await?.try_map(LetterRow::view)
    }

    async fn find(&mut self, _: &Permit<ReadLetters>, id: LetterId) -> Result<Option<LetterView>> {
        let agency = self.agency();
        let row: Option<LetterRow> =
            on_both!(&mut self.tx, c => sqlx::query_as(FIND).bind(agency).bind(id.uuid()).fetch_optional(c).await)
                .map_err(failed)?;
        row.map(LetterRow::view).transpose()
    }

    async fn again(
        &mut self,
        _: &Permit<SendLetterAgain>,
        id: LetterId,
        at: Timestamp,
        give_up_at: Timestamp,
    ) -> Result<bool> {
        self.changed(id);
        let agency = self.agency();
        let changed = on_both!(&mut self.tx, c => sqlx::query(AGAIN)
            .bind(agency)
            .bind(id.uuid())
            .bind(micros(at))
            .bind(micros(give_up_at))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed)?;
        Ok(changed == 1)
    }
}
