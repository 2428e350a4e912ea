//! The schema, brought up to date: safe to kill, and safe from two instances at once.

use services::{Error, Result};
use sqlx::SqlitePool;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::error::failed;

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// One migration of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub description: String,
}

/// The migrations this program holds, in order.
pub(super) fn all() -> Vec<Applied> {
    SQLITE
        .iter()
        .map(|migration| Applied { version: migration.version, description: migration.description.to_string() })
        .collect()
}

impl super::SqlDatabase {
    /// The migrations that the schema now holds.
    pub fn migrations(&self) -> Vec<Applied> {
        all()
    }
}

/// How often an instance looks again whether another one was quicker.
const TRIES: u32 = 5;

/// SQLite has no lock that could be held over the whole run, as PostgreSQL has. Where another instance was quicker with a
/// migration, ours fails on what is there already and leaves nothing; the next try finds it done.
pub(super) async fn sqlite(pool: &SqlitePool) -> Result<()> {
    let mut failed_tries = 0;
    loop {
        match SQLITE.run(pool).await {
            Err(MigrateError::ExecuteMigration(..) | MigrateError::Execute(_)) if failed_tries < TRIES => {
                failed_tries += 1;
            }
            done => return done.map_err(|error| Error::Internal(Box::new(error))),
        }
    }
}

/// Runs as the role that owns the tables; the program itself works as one that owns nothing.
pub(super) async fn postgres(options: &PgConnectOptions) -> Result<()> {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(std::time::Duration::from_secs(5))
        .connect_with(options.clone())
        .await
        .map_err(failed)?;
    let done = POSTGRES.run(&pool).await.map_err(|error| Error::Internal(Box::new(error)));
    pool.close().await;
    done
}
