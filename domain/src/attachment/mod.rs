//! What people put with a client or a policy (*pièce*): a scan, a photograph, a workbook. It is judged by what it is, and the
//! name it came with is only ever shown.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{AttachmentId, ClientId, PolicyId, text};

mod container;
mod kind;

pub use kind::AttachmentKind;

/// The largest attachment, in bytes.
pub const ATTACHMENT_MAX: usize = 20 * 1024 * 1024;
/// How long what was taken away can be brought back; then it is erased.
pub const REMOVED_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How it is called where its own name cannot be kept.
const NAME_USUAL: &str = "piece";

/// What an attachment belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttachedTo {
    /// A client.
    Client(ClientId),
    /// A policy.
    Policy(PolicyId),
}

impl AttachedTo {
    /// Reads which of the two is named: one, and only one.
    ///
    /// # Errors
    /// What is wrong.
    pub fn parse(client: Option<&str>, policy: Option<&str>) -> Result<Self, FieldError> {
        let given = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let unknown = |field: &str| FieldError::new(field, Code::UnknownReference);
        match (given(client), given(policy)) {
            (Some(client), None) => ClientId::parse(&client).map(Self::Client).ok_or_else(|| unknown("client_id")),
            (None, Some(policy)) => PolicyId::parse(&policy).map(Self::Policy).ok_or_else(|| unknown("policy_id")),
            (None, None) => Err(FieldError::new("client_id", Code::Required)),
            (Some(_), Some(_)) => Err(FieldError::new("policy_id", Code::NotAChoice)),
        }
    }
}

/// An attachment as somebody hands it in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttachmentInput {
    /// To which client.
    pub client_id: Option<String>,
    /// Or to which policy.
    pub policy_id: Option<String>,
    /// What its file is called there.
    pub file_name: Option<String>,
    /// The SHA-256 of the file as its sender has it, in hexadecimal; nothing where he does not say.
    pub checksum: Option<String>,
    /// The file.
    pub bytes: Vec<u8>,
}

/// An attachment to keep, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveAttachment {
    /// What it belongs to.
    pub to: AttachedTo,
    /// What its file is called.
    pub file_name: String,
    /// What it is.
    pub kind: AttachmentKind,
    /// The file.
    pub bytes: Vec<u8>,
}

impl AttachmentInput {
    /// Looks at the file itself, not at what it is called.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<SaveAttachment, Vec<FieldError>> {
        let mut check = Checker::default();
        let to = check.keep(AttachedTo::parse(self.client_id.as_deref(), self.policy_id.as_deref()));
        let wrong = |code| FieldError::new("file", code);
        let kind = if self.bytes.is_empty() {
            Err(wrong(Code::Required))
        } else if self.bytes.len() > ATTACHMENT_MAX {
            Err(too_large())
        } else {
            AttachmentKind::of(&self.bytes).ok_or_else(|| wrong(Code::FileTypeRefused))
        };
        let kind = check.keep(kind);
        let (file_name, bytes) = (kept_name(self.file_name.as_deref()), self.bytes);
        check.finish(to.zip(kind).map(|(to, kind)| SaveAttachment { to, file_name, kind, bytes }))
    }
}

/// A file that is larger than what is taken.
pub fn too_large() -> FieldError {
    FieldError::new("file", Code::FileTooLarge).with("megabytes", ATTACHMENT_MAX / (1024 * 1024))
}

/// The last part of a name, as a line that can be shown; it never becomes a path.
fn kept_name(name: Option<&str>) -> String {
    let last = name.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let hidden = |c: char| {
        c.is_control() || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let last: String = last.chars().filter(|c| !hidden(*c)).take(text::LINE_MAX).collect();
    let last = last.trim();
    if last.trim_matches('.').is_empty() { NAME_USUAL.to_owned() } else { last.to_owned() }
}

/// An attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AttachmentView {
    /// Its id.
    pub id: AttachmentId,
    /// The client it belongs to.
    pub client_id: Option<ClientId>,
    /// The policy it belongs to.
    pub policy_id: Option<PolicyId>,
    /// What its file was called.
    pub file_name: String,
    /// What it is.
    pub kind: AttachmentKind,
    /// Its media type.
    pub mime_type: String,
    /// Size of the file.
    pub size_bytes: i64,
    /// SHA-256 of the file, in hexadecimal.
    pub checksum_sha256: String,
    /// Who put it there.
    pub author: Option<String>,
    /// When.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// That it was taken away; nothing while it is there.
    pub removed: Option<Removal>,
    /// Counts its changes.
    pub version: i64,
}

/// How an attachment was taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Removal {
    /// When.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// By whom.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Until when it can be brought back.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub kept_until: Timestamp,
}

impl Removal {
    /// A removal at a moment.
    pub fn at(at: Timestamp, by: Option<String>, reason: Option<String>) -> Self {
        Self { at, by, reason, kept_until: at.saturating_add(REMOVED_KEPT).unwrap_or(Timestamp::MAX) }
    }
}

/// Why an attachment is taken away, as a request says it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RemovalInput {
    /// The reason, one line.
    pub reason: Option<String>,
}

impl RemovalInput {
    /// The reason, which must be there.
    ///
    /// # Errors
    /// The field's error.
    pub fn parse(&self) -> Result<String, FieldError> {
        text::required_line("reason", self.reason.as_deref(), text::LINE_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leads_anywhere_and_one_owner_is_named() {
        for (name, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Temp\\constat.jpg", "constat.jpg"),
            ("a\u{202e}gpj.exe", "agpj.exe"),
            ("..", NAME_USUAL),
        ] {
            assert_eq!(kept_name(Some(name)), kept);
        }
        let id = "01890000-0000-7000-8000-000000000000";
        assert!(AttachedTo::parse(Some(id), None).is_ok() && AttachedTo::parse(Some(" "), Some(id)).is_ok());
        assert!(AttachedTo::parse(Some(id), Some(id)).is_err() && AttachedTo::parse(None, None).is_err());
        assert_eq!(AttachedTo::parse(Some("1"), None).unwrap_err().code, Code::UnknownReference);
    }
}
