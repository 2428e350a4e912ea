//! How a use-case ends when it does not succeed, and the one table from there to problems (RFC 9457).

use domain::shared::ClientId;
use domain::shared::problem::{Code, Facts, FieldError, Refusal};
use jiff::Timestamp;

use crate::ports::limits::Limited;

/// A use-case that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or the sign-in failed.
    #[error("not signed in: {}", .0.word())]
    Unauthenticated(Code),
    /// Known, but not allowed.
    #[error("not allowed: {}", .0.word())]
    Forbidden(Code),
    /// There is no such record, or it is another firm's or owner's.
    #[error("no such record")]
    NotFound,
    /// The client's file was merged into this one, which the caller may see.
    #[error("merged into another file")]
    Merged(ClientId),
    /// Nobody knew of the record yet at the moment that was asked about; it was recorded then.
    #[error("not known at that moment")]
    NotKnownYet(Timestamp),
    /// A field names a record that is not there, or another firm's.
    #[error("no such record at {0}")]
    NoSuchReference(&'static str),
    /// Fields are wrong.
    #[error("{} field(s) are wrong", .0.len())]
    Invalid(Vec<FieldError>),
    /// A rule of the trade refuses.
    #[error("refused: {}", .code.word())]
    Refused {
        /// The rule.
        code: Code,
        /// Its facts.
        facts: Facts,
    },
    /// A document lacks what must stand in it, at these places.
    #[error("{} mandatory mention(s) are missing", .0.len())]
    MentionsMissing(Vec<FieldError>),
    /// A template is wrong, at these places.
    #[error("the template has {} problem(s)", .0.len())]
    Template(Vec<crate::ports::render::TemplateProblem>),
    /// A file in the store is no longer the one that was put there.
    #[error("the file {key} is altered")]
    Altered {
        /// Its key, which is made by us and names nobody.
        key: String,
    },
    /// Another record has this value already.
    #[error("duplicate {0}")]
    Duplicate(&'static str),
    /// Somebody else changed the record meanwhile.
    #[error("stale version")]
    StaleVersion,
    /// What the caller saw, as `If-Match` says, is no longer so.
    #[error("precondition failed")]
    PreconditionFailed,
    /// The signed link is over or was not ours.
    #[error("bad link: {}", .0.word())]
    Link(Code),
    /// Too many tries: this one has to wait.
    #[error("too many tries: {}", .0.rule.word())]
    Limited(Limited),
    /// Too many wrong codes of an app; recovery codes and passkeys work meanwhile.
    #[error("too many wrong codes")]
    TooManyCodes {
        /// For how many seconds.
        wait_s: u64,
    },
    /// A part of the service does not answer.
    #[error("{part} does not answer")]
    Unavailable {
        /// Which part.
        part: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A fault of ours.
    #[error("a fault of ours")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// The part that looks into files before they are kept.
pub const SCANNER: &str = "scanner";

/// What a use-case answers.
pub type Result<T> = std::result::Result<T, Error>;

/// An error as callers see it: status, code and facts, never a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: Code,
    /// The facts of the sentence.
    pub facts: Facts,
    /// The fields at fault.
    pub errors: Vec<FieldError>,
}

impl Error {
    /// The one problem table, used by both doors.
    pub fn problem(&self) -> Problem {
        let plain = |status, code| Problem { status, code, facts: Facts::new(), errors: Vec::new() };
        match self {
            Self::Unauthenticated(code) => plain(401, *code),
            Self::Forbidden(code) | Self::Link(code @ Code::LinkInvalid) => plain(403, *code),
            Self::NotFound => plain(404, Code::NotFound),
            Self::Merged(into) => Problem {
                facts: Facts::from([("merged_into".into(), into.to_string())]),
                ..plain(404, Code::ClientMerged)
            },
            Self::NotKnownYet(recorded_at) => Problem {
                facts: Facts::from([("recorded_at".into(), recorded_at.to_string())]),
                ..plain(404, Code::NotKnownYet)
            },
            Self::NoSuchReference(field) => {
                Problem { errors: vec![FieldError::new(field, Code::UnknownReference)], ..plain(404, Code::NotFound) }
            }
            Self::Invalid(errors) => Problem { errors: errors.clone(), ..plain(422, Code::Invalid) },
            Self::Refused { code, facts } => Problem { facts: facts.clone(), ..plain(422, *code) },
            Self::MentionsMissing(errors) => {
                let pointers = errors.iter().map(|error| error.pointer.trim_start_matches('/').replace('/', "."));
                Problem {
                    facts: Facts::from([("missing".into(), pointers.collect::<Vec<_>>().join(", "))]),
                    errors: errors.clone(),
                    ..plain(422, Code::MentionsMissing)
                }
            }
            Self::Template(problems) => Problem {
                errors: problems
                    .iter()
                    .map(|problem| {
                        FieldError::new("content", Code::TemplateInvalid)
                            .with("problem", &problem.code)
                            .with("line", problem.line)
                            .with("column", problem.column)
                            .with("subject", &problem.subject)
                    })
                    .collect(),
                ..plain(422, Code::TemplateInvalid)
            },
            Self::Duplicate(field) => {
                Problem { errors: vec![FieldError::new(field, Code::Duplicate)], ..plain(409, Code::Duplicate) }
            }
            Self::StaleVersion => plain(409, Code::StaleVersion),
            Self::PreconditionFailed => plain(412, Code::PreconditionFailed),
            Self::Link(code) => plain(410, *code),
            Self::Limited(limited) => Problem {
                facts: Facts::from([("wait_s".into(), limited.wait_s.to_string())]),
                ..plain(429, Code::RateLimited)
            },
            Self::TooManyCodes { wait_s } => Problem {
                facts: Facts::from([("wait_s".into(), wait_s.to_string())]),
                ..plain(401, Code::TooManyCodes)
            },
            Self::Unavailable { part: SCANNER, .. } => plain(503, Code::ScannerUnavailable),
            Self::Unavailable { part, .. } => {
                Problem { facts: Facts::from([("part".into(), (*part).into())]), ..plain(503, Code::Unavailable) }
            }
            Self::Altered { .. } => plain(500, Code::FileAltered),
            Self::Internal(_) => plain(500, Code::Internal),
        }
    }

    /// A field that is wrong.
    pub fn field(error: FieldError) -> Self {
        Self::Invalid(vec![error])
    }

    /// A rule of the trade that refuses.
    pub fn refused(refusal: &impl Refusal) -> Self {
        Self::Refused { code: refusal.code(), facts: refusal.facts() }
    }
}

impl From<Vec<FieldError>> for Error {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}
