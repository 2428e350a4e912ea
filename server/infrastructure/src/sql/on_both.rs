//! Two drivers, one statement: the macros that bind the same text for both.

use sqlx::{Postgres, Sqlite, Transaction};

/// A transaction on whichever database is used.
pub(super) enum Tx {
    /// SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one expression on whichever database the transaction is on; `$connection` is what it runs on.
macro_rules! on_both {
    ($tx:expr, $connection:ident => $run:expr) => {
        match $tx {
            $crate::sql::on_both::Tx::Sqlite(transaction) => {
                let $connection = &mut **transaction;
                $run
            }
            $crate::sql::on_both::Tx::Postgres(transaction) => {
                let $connection = &mut **transaction;
                $run
            }
        }
    };
}

/// Declares statements as constants, and the list of them that the test on both databases prepares.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* const $name: &str = $text;)*

        pub(super) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}
