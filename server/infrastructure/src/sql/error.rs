//! From driver errors to the errors of the services.

use domain::shared::problem::{Code, Facts};
use services::Error;

/// A database that does not answer is told apart from a fault of ours.
pub(super) fn failed(error: sqlx::Error) -> Error {
    let away = match &error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
        // Class 57: the operator intervened; class 53: no resources; class 08: the connection is gone. SQLite 5: busy.
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| code.starts_with("57") || code.starts_with("53") || code.starts_with("08") || code == "5"),
        _ => false,
    };
    if away {
        Error::Unavailable { part: "database", source: Box::new(error) }
    } else {
        Error::Internal(Box::new(error))
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
