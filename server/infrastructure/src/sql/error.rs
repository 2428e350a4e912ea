//! From driver errors to the errors of the services.

use domain::shared::problem::{Code, Facts};
use services::Error;

/// A database that does not answer is told apart from a fault of ours.
pub(super) fn failed(error: sqlx::Error) -> Error {
    let away = match &error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_away(&code)),
        _ => false,
    };
    if away {
        Error::Unavailable { part: "database", source: Box::new(error) }
    } else {
        Error::Internal(Box::new(error))
    }
}

/// PostgreSQL's class 57: the operator intervened; 53: no resources; 08: the connection is gone; 55P03: a lock was not to be
/// had in time. SQLite's first byte: 5 busy, 6 locked, 10 no input or output, 13 disk full, 14 cannot open.
fn is_away(code: &str) -> bool {
    match code.parse::<u32>() {
        Ok(sqlite) if code.len() < 5 => matches!(sqlite & 0xff, 5 | 6 | 10 | 13 | 14),
        _ => code == "55P03" || ["57", "53", "08"].iter().any(|class| code.starts_with(class)),
    }
}

/// The same, but a broken unique constraint is a duplicate of `field`.
pub(super) fn failed_or_duplicate(field: &'static str) -> impl FnOnce(sqlx::Error) -> Error {
    move |error| match &error {
        sqlx::Error::Database(cause) if cause.is_unique_violation() => Error::Duplicate(field),
        _ => failed(error),
    }
}

/// The same, but a row that others point to is in use.
pub(super) fn failed_or_in_use(error: sqlx::Error) -> Error {
    match &error {
        sqlx::Error::Database(cause) if cause.is_foreign_key_violation() => {
            Error::Refused { code: Code::InUse, facts: Facts::new() }
        }
        _ => failed(error),
    }
}

/// A row that does not read back as what was stored.
pub(super) fn unreadable(what: &'static str) -> Error {
    Error::Internal(format!("a stored {what} cannot be read").into())
}
