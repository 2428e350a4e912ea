//! Opening the database, and units of work on it.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use services::Result;
use services::access::Principal;
use services::ports::clock::Clock;
use services::ports::unit::{Database, Mode, Unit};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Executor, PgPool, SqlitePool};

use super::error::failed;
use super::on_both::Tx;
use super::unit::SqlUnit;
use crate::time::SystemClock;

/// How long a request waits for a connection before it is told that the database does not answer.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);

/// Where the database is, and how many connections it may take.
#[derive(Debug, Clone)]
pub struct SqlSettings {
    /// `sqlite://…` or `postgres://…`.
    pub url: String,
    /// Connections at most, for reading.
    pub connections: u32,
}

/// The database.
#[derive(Clone)]
pub struct SqlDatabase {
    pub(super) pools: Pools,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for SqlDatabase {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SqlDatabase").field("pools", &self.pools).finish_non_exhaustive()
    }
}

/// The pools of connections, by driver.
#[derive(Debug, Clone)]
pub(super) enum Pools {
    /// SQLite: many readers, and one connection that writes.
    Sqlite {
        /// For units that read.
        read: SqlitePool,
        /// For units that write.
        write: SqlitePool,
    },
    /// PostgreSQL: connections that see one firm at a time, and a few for signing in.
    Postgres {
        /// For units.
        firm: PgPool,
        /// For what comes before a unit.
        sign_in: PgPool,
    },
}

impl SqlDatabase {
    /// Opens the database and brings its schema up to date.
    pub async fn open(settings: &SqlSettings) -> Result<Self> {
        let pools = if settings.url.starts_with("postgres") {
            Self::open_postgres(settings).await?
        } else {
            Self::open_sqlite(settings).await?
        };
        Ok(Self { pools, clock: Arc::new(SystemClock) })
    }

    /// Dates audit events by this clock instead of the machine's.
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    async fn open_sqlite(settings: &SqlSettings) -> Result<Pools> {
        let options = SqliteConnectOptions::from_str(&settings.url)
            .map_err(failed)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A commit that was answered survives a power cut too: see docs/decisions.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(4))
            .pragma("cache_size", "-16000")
            .pragma("temp_store", "MEMORY");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .connect_with(options.clone())
            .await
            .map_err(failed)?;
        super::migrate::sqlite(&write).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(settings.connections)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            // A file does not hang up as a server does; asking it before every use would cost a visit to its thread.
            .test_before_acquire(false)
            // As on PostgreSQL, a unit opened for reading cannot write; the one writer would not know of it.
            .connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Pools::Sqlite { read, write })
    }

    async fn open_postgres(settings: &SqlSettings) -> Result<Pools> {
        let options = PgConnectOptions::from_str(&settings.url).map_err(failed)?;
        super::migrate::postgres(&options).await?;
        let pool = |connections: u32, purpose: &'static str| {
            PgPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                .after_connect(move |connection, _| {
                    Box::pin(async move {
                        connection.execute("SET ROLE monassurance_app").await?;
                        connection.execute("SET statement_timeout = '30s'").await?;
                        connection.execute("SET lock_timeout = '4s'").await?;
                        sqlx::query("SELECT set_config('app.purpose', $1, false)")
                            .bind(purpose)
                            .execute(&mut *connection)
                            .await?;
                        Ok(())
                    })
                })
                .connect_lazy_with(options.clone())
        };
        Ok(Pools::Postgres { firm: pool(settings.connections, "firm"), sign_in: pool(4, "sign_in") })
    }

    /// Ends all connections; the last step of a shutdown.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { firm, sign_in } => {
                firm.close().await;
                sign_in.close().await;
            }
        }
    }

    /// A transaction that sees the principal's firm and no other.
    pub(super) async fn of_firm(&self, principal: &Principal, mode: Mode) -> Result<Tx> {
        match &self.pools {
            Pools::Sqlite { read, write } => begin_sqlite(read, write, mode).await,
            Pools::Postgres { firm, .. } => {
                // A unit that reads sees one moment, as on SQLite: a chain of events or a policy with its facts is read in
                // several statements, and what others commit meanwhile would look like a break.
                let transaction = match mode {
                    Mode::Read => firm.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await,
                    Mode::Write => firm.begin().await,
                };
                let mut transaction = transaction.map_err(failed)?;
                // Inside the transaction: a setting of the session would leak to the next who takes the connection.
                sqlx::query("SELECT set_config('app.agency_id', $1, true)")
                    .bind(principal.agency().to_string())
                    .execute(&mut *transaction)
                    .await
                    .map_err(failed)?;
                Ok(Tx::Postgres(transaction))
            }
        }
    }

    /// A transaction that sees no firm: sign-in, browsers' sessions, idempotency keys by their own port.
    pub(super) async fn outside(&self, mode: Mode) -> Result<Tx> {
        match &self.pools {
            Pools::Sqlite { read, write } => begin_sqlite(read, write, mode).await,
            Pools::Postgres { sign_in, .. } => Ok(Tx::Postgres(sign_in.begin().await.map_err(failed)?)),
        }
    }
}

async fn begin_sqlite(read: &SqlitePool, write: &SqlitePool, mode: Mode) -> Result<Tx> {
    let transaction = match mode {
        Mode::Read => read.begin().await,
        Mode::Write => write.begin_with("BEGIN IMMEDIATE").await,
    };
    transaction.map(Tx::Sqlite).map_err(failed)
}

#[async_trait]
impl Database for SqlDatabase {
    async fn open(&self, principal: &Principal, mode: Mode) -> Result<Box<dyn Unit>> {
        let tx = self.of_firm(principal, mode).await?;
        let mut unit = SqlUnit::new(tx, principal.clone(), Arc::clone(&self.clock));
        if mode == Mode::Write {
            unit.still_signed_in().await?;
        }
        Ok(Box::new(unit))
    }
}

impl Tx {
    /// Makes everything lasting.
    pub(super) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        }
        .map_err(failed)
    }
}
