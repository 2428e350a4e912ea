//! A database for each test: a copy of one where the two firms are open already.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use infrastructure::sql::SqlSettings;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use uuid::Uuid;

const VARIABLE: &str = "TEST_POSTGRES_URL";

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A folder for the files of one house, and where its database is.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) kind: Kind,
    pub(crate) folder: PathBuf,
    name: String,
}

impl Place {
    /// A place where nothing is yet.
    pub(crate) async fn new(kind: Kind) -> Self {
        let place = Self::named(kind);
        if kind == Kind::Postgres {
            sweep().await;
            administer(&format!("CREATE DATABASE {}", place.name)).await;
        }
        place
    }

    /// A place with all that is in this one, which nobody may have open.
    pub(crate) async fn copy(&self) -> Self {
        let copy = Self::named(self.kind);
        match self.kind {
            Kind::Sqlite => drop(fs::copy(self.file(), copy.file()).unwrap()),
            Kind::Postgres => administer(&format!("CREATE DATABASE {} TEMPLATE {}", copy.name, self.name)).await,
        }
        copy
    }

    pub(crate) async fn remove(&self) {
        if self.kind == Kind::Postgres {
            administer(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
        }
        fs::remove_dir_all(&self.folder).unwrap();
    }

    pub(crate) fn settings(&self) -> SqlSettings {
        let url = match self.kind {
            Kind::Sqlite => format!("sqlite://{}", self.file().display()),
            Kind::Postgres => self.postgres_url(),
        };
        SqlSettings { url, connections: 6 }
    }

    /// A connection past the program: as the owner of the tables, before whom no wall stands.
    pub(crate) async fn raw(&self) -> Raw {
        match self.kind {
            Kind::Sqlite => {
                let options = SqliteConnectOptions::new().filename(self.file()).foreign_keys(false);
                Raw::Sqlite(SqliteConnection::connect_with(&options).await.unwrap())
            }
            Kind::Postgres => Raw::Postgres(PgConnection::connect(&self.postgres_url()).await.unwrap()),
        }
    }

    fn named(kind: Kind) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("monassurance_test_{}_{number}", std::process::id());
        let folder = std::env::temp_dir().join(&name);
        fs::create_dir_all(&folder).unwrap();
        Self { kind, folder, name }
    }

    fn file(&self) -> PathBuf {
        self.folder.join("database.sqlite")
    }

    fn postgres_url(&self) -> String {
        let server = server_url();
        let (address, options) = server.split_once('?').unwrap_or((&server, ""));
        let (server, _) = address.rsplit_once('/').expect("the address names a database");
        format!("{server}/{}?{options}", self.name)
    }
}

/// A connection past the program.
pub(crate) enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    pub(crate) async fn run(&mut self, statement: &str) {
        self.attempt(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }

    pub(crate) async fn attempt(&mut self, statement: &str) -> Result<u64, sqlx::Error> {
        let statement = AssertSqlSafe(statement.to_owned());
        match self {
            Self::Sqlite(c) => sqlx::raw_sql(statement).execute(c).await.map(|done| done.rows_affected()),
            Self::Postgres(c) => sqlx::raw_sql(statement).execute(c).await.map(|done| done.rows_affected()),
        }
    }

    pub(crate) async fn number(&mut self, statement: &str) -> i64 {
        let text = AssertSqlSafe(statement.to_owned());
        match self {
            Self::Sqlite(c) => sqlx::query_scalar(text).fetch_one(c).await,
            Self::Postgres(c) => sqlx::query_scalar(text).fetch_one(c).await,
        }
        .unwrap_or_else(|error| panic!("{statement}: {error}"))
    }

    /// The first column of every row, as text.
    pub(crate) async fn texts(&mut self, statement: &str) -> Vec<String> {
        let text = AssertSqlSafe(statement.to_owned());
        match self {
            Self::Sqlite(c) => sqlx::query_scalar(text).fetch_all(c).await,
            Self::Postgres(c) => sqlx::query_scalar(text).fetch_all(c).await,
        }
        .unwrap_or_else(|error| panic!("{statement}: {error}"))
    }

    /// How SQLite would run a statement, line by line.
    pub(crate) async fn plan(&mut self, statement: &str) -> Vec<String> {
        let Self::Sqlite(connection) = self else { unreachable!("PostgreSQL plans for values") };
        let text = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
        let rows: Vec<(i64, i64, i64, String)> = sqlx::query_as(text).fetch_all(connection).await.unwrap();
        rows.into_iter().map(|(.., detail)| detail).collect()
    }

    /// An id as this database writes it in a statement.
    pub(crate) fn id(&self, id: Uuid) -> String {
        match self {
            Self::Sqlite(_) => format!("X'{}'", id.simple()),
            Self::Postgres(_) => format!("'{id}'::uuid"),
        }
    }

    /// Asks the database to understand a statement without running it.
    pub(crate) async fn prepare(&mut self, statement: &str) -> Result<(), sqlx::Error> {
        use sqlx::{Executor, SqlSafeStr};
        let text = AssertSqlSafe(statement.to_owned()).into_sql_str();
        match self {
            Self::Sqlite(c) => c.prepare(text).await.map(drop),
            Self::Postgres(c) => c.prepare(text).await.map(drop),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where the tests are told their server")]
fn server_url() -> String {
    std::env::var(VARIABLE)
        .unwrap_or_else(|_| panic!("{VARIABLE} must name a PostgreSQL server of which the tests are superuser"))
}

async fn administer(statement: &str) {
    let mut server = PgConnection::connect(&server_url()).await.expect("the PostgreSQL server should answer");
    let text = AssertSqlSafe(statement.to_owned());
    sqlx::raw_sql(text).execute(&mut server).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    server.close().await.unwrap();
}

/// Removes what runs left behind that were killed, or could not know which test was their last.
async fn sweep() {
    let over = |name: &str| {
        let process = name.strip_prefix("monassurance_test_").and_then(|rest| rest.split('_').next());
        process.is_some_and(|process| !Path::new("/proc").join(process).exists())
    };
    let mut server = PgConnection::connect(&server_url()).await.expect("the PostgreSQL server should answer");
    let names: Vec<String> =
        sqlx::query_scalar("SELECT datname::text FROM pg_database").fetch_all(&mut server).await.unwrap();
    for name in names.iter().filter(|name| over(name)) {
        let statement = AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        sqlx::raw_sql(statement).execute(&mut server).await.unwrap();
    }
    for folder in fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
        if folder.file_name().to_str().is_some_and(over) {
            // Another run may sweep at the same moment.
            let _ = fs::remove_dir_all(folder.path());
        }
    }
}
