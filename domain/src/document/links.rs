//! Signed links: a document for somebody without a session, for a while.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::letter::LetterState;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{DocumentId, LinkId, PolicyId, choices, text};

use super::{DocumentStatus, DocumentView};

/// The shortest life of a signed link, in seconds.
const LINK_MIN_S: i64 = 60;
/// The longest life of a signed link: 7 days, in seconds.
pub const LINK_MAX_S: i64 = 7 * 24 * 3600;
/// The life of a signed link when nobody says: 1 day, in seconds.
const LINK_DEFAULT_S: i64 = 24 * 3600;

/// A signed link, as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignedUrlInput {
    /// How long it works, 60 to 604,800 seconds; a day when absent.
    pub expires_in_seconds: Option<i64>,
    /// Whether it works once only.
    pub single_use: Option<bool>,
    /// To whom it is given, in the broker's words.
    pub recipient: Option<String>,
}

/// A signed link to make, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareDocument {
    /// How long it works, in seconds.
    pub expires_in_s: i64,
    /// Whether it works once only.
    pub single_use: bool,
    /// To whom it is given.
    pub recipient: Option<String>,
}

impl SignedUrlInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(&self) -> Result<ShareDocument, Vec<FieldError>> {
        let mut check = Checker::default();
        let expires_in_s = check.keep(life(self.expires_in_seconds.unwrap_or(LINK_DEFAULT_S)));
        let recipient = check.keep(text::line("recipient", self.recipient.as_deref(), text::LINE_MAX));
        let single_use = self.single_use.unwrap_or(false);
        let link = expires_in_s.zip(recipient).map(|(expires_in_s, recipient)| ShareDocument {
            expires_in_s,
            single_use,
            recipient,
        });
        check.finish(link)
    }
}

/// A document to send by e-mail, as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EmailInput {
    /// The address it goes to.
    pub to: Option<String>,
    /// The name of who gets it.
    pub name: Option<String>,
    /// Some words of the broker's own.
    pub message: Option<String>,
    /// Whether the file goes with it, beside the link.
    pub attach: Option<bool>,
    /// How long the link works, 60 to 604,800 seconds; 7 days when absent.
    pub expires_in_seconds: Option<i64>,
}

/// A document to send by e-mail, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailDocument {
    /// The address it goes to.
    pub to: String,
    /// The name of who gets it.
    pub name: Option<String>,
    /// Some words of the broker's own.
    pub message: Option<String>,
    /// Whether the file goes with it.
    pub attach: bool,
    /// How long the link works, in seconds.
    pub expires_in_s: i64,
}

impl EmailInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(&self) -> Result<EmailDocument, Vec<FieldError>> {
        let mut check = Checker::default();
        let to = check.keep(
            text::email("to", self.to.as_deref())
                .and_then(|to| to.ok_or_else(|| FieldError::new("to", Code::Required))),
        );
        let name = check.keep(text::line("name", self.name.as_deref(), text::LINE_MAX));
        let message = check.keep(text::lines("message", self.message.as_deref(), text::TEXT_MAX));
        let expires_in_s = check.keep(life(self.expires_in_seconds.unwrap_or(LINK_MAX_S)));
        let attach = self.attach.unwrap_or(false);
        let email = to
            .zip(name)
            .zip(message)
            .zip(expires_in_s)
            .map(|(((to, name), message), expires_in_s)| EmailDocument { to, name, message, attach, expires_in_s });
        check.finish(email)
    }
}

/// A life that a link may have, in seconds.
fn life(seconds: i64) -> Result<i64, FieldError> {
    match seconds {
        LINK_MIN_S..=LINK_MAX_S => Ok(seconds),
        _ => {
            Err(FieldError::new("expires_in_seconds", Code::OutOfRange).with("min", LINK_MIN_S).with("max", LINK_MAX_S))
        }
    }
}

/// A link to one document that needs no session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SignedUrl {
    /// The link's id, by which it is taken back.
    pub id: LinkId,
    /// The whole address. It is told this once and kept nowhere.
    pub url: String,
    /// Until when it works.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
}

choices! {
    /// Whether a link still opens its document.
    LinkStatus {
        /// It opens the document.
        Active = "active",
        /// It worked once only, and was used.
        Used = "used",
        /// Its time is over.
        Expired = "expired",
        /// It, or its document, was taken back.
        Revoked = "revoked",
    }
}

/// A link that was handed out. Its address is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LinkView {
    /// The link's id.
    pub id: LinkId,
    /// The document it opens.
    pub document_id: DocumentId,
    /// To whom it was given, in the broker's words.
    pub recipient: Option<String>,
    /// Who handed it out.
    pub author_name: Option<String>,
    /// How far the letter came by which it went, where it went by one.
    pub letter: Option<LetterState>,
    /// Whether it still opens the document.
    pub status: LinkStatus,
    /// Whether it works once only.
    pub single_use: bool,
    /// How often the document was fetched by it.
    pub uses: i64,
    /// When it was last used.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub used_at: Option<Timestamp>,
    /// When it was handed out.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Until when it works.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// When it was taken back.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub revoked_at: Option<Timestamp>,
}

impl LinkView {
    /// The link as it stands at a moment, for a document with this status.
    #[must_use]
    pub fn at(self, now: Timestamp, document: DocumentStatus) -> Self {
        let status = if self.revoked_at.is_some() || document == DocumentStatus::Revoked {
            LinkStatus::Revoked
        } else if self.single_use && self.uses > 0 {
            LinkStatus::Used
        } else if now >= self.expires_at {
            LinkStatus::Expired
        } else {
            LinkStatus::Active
        };
        Self { status, ..self }
    }
}

choices! {
    /// Whether what a certificate states is still so, and else why not.
    CertificateTruth {
        /// It is so.
        Holds = "holds",
        /// The period it states is over, as it says itself.
        Over = "over",
        /// The policy does not cover as stated.
        NotCovered = "not_covered",
        /// The policy covers, on other terms.
        OtherTerms = "other_terms",
    }
}

/// A certificate or cover note in circulation: whether it is still true, and who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CertificateInCirculation {
    /// The document.
    pub document: DocumentView,
    /// The policy it is about.
    pub policy_id: PolicyId,
    /// Whether what it states is still so.
    pub truth: CertificateTruth,
    /// The links by which it was given, newest first.
    pub given_by: Vec<LinkView>,
}

impl CertificateInCirculation {
    /// Whether it misleads who holds it: it says that it counts, and it does not.
    pub fn is_false(&self) -> bool {
        matches!(self.truth, CertificateTruth::NotCovered | CertificateTruth::OtherTerms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(now: Timestamp) -> LinkView {
        LinkView {
            id: LinkId::from_uuid(uuid::Uuid::nil()),
            document_id: DocumentId::from_uuid(uuid::Uuid::nil()),
            recipient: None,
            author_name: None,
            letter: None,
            status: LinkStatus::Active,
            single_use: false,
            uses: 3,
            used_at: Some(now),
            created_at: now,
            expires_at: now,
            revoked_at: None,
        }
    }

    #[test]
    fn a_link_says_why_it_opens_nothing_any_more() {
        let then = Timestamp::UNIX_EPOCH;
        let before = Timestamp::from_second(-1).unwrap();
        let issued = DocumentStatus::Issued;
        assert_eq!(link(then).at(before, issued).status, LinkStatus::Active);
        assert_eq!(link(then).at(then, issued).status, LinkStatus::Expired);
        assert_eq!(link(then).at(before, DocumentStatus::Revoked).status, LinkStatus::Revoked);
        let once = LinkView { single_use: true, ..link(then) };
        assert_eq!(once.clone().at(then, issued).status, LinkStatus::Used);
        assert_eq!(LinkView { revoked_at: Some(then), ..once }.at(then, issued).status, LinkStatus::Revoked);
    }
}
