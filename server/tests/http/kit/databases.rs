//! Where a house keeps its records: a folder of its own, and on PostgreSQL a database of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection};

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
    pub(crate) folder: PathBuf,
    kind: Kind,
    name: String,
}

impl Place {
    /// A place where nothing is yet.
    pub(crate) async fn new(kind: Kind) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("monassurance_test_{}_{number}", std::process::id());
        let folder = std::env::temp_dir().join(&name);
        if number == 0 {
            sweep_folders();
        }
        fs::create_dir_all(&folder).unwrap();
        if kind == Kind::Postgres {
            sweep_databases().await;
            administer(&format!("CREATE DATABASE {name}")).await;
        }
        Self { folder, kind, name }
    }

    pub(crate) fn url(&self) -> String {
        match self.kind {
            Kind::Sqlite => format!("sqlite://{}", self.folder.join("monassurance.db").display()),
            Kind::Postgres => {
                let server = server_url();
                let (address, options) = server.split_once('?').unwrap_or((&server, ""));
                let (server, _) = address.rsplit_once('/').expect("the address names a database");
                format!("{server}/{}?{options}", self.name)
            }
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

/// Whether a name belongs to a run that is over: no test knows that it is its run's last, so the next run clears away.
fn is_over(name: &str) -> bool {
    let process = name.strip_prefix("monassurance_test_").and_then(|rest| rest.split('_').next());
    process.is_some_and(|process| !Path::new("/proc").join(process).exists())
}

async fn sweep_databases() {
    let mut server = PgConnection::connect(&server_url()).await.expect("the PostgreSQL server should answer");
    let names: Vec<String> =
        sqlx::query_scalar("SELECT datname::text FROM pg_database").fetch_all(&mut server).await.unwrap();
    for name in names.iter().filter(|name| is_over(name)) {
        let statement = AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        // Another run may sweep at the same moment.
        let _ = sqlx::raw_sql(statement).execute(&mut server).await;
    }
}

fn sweep_folders() {
    for folder in fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
        if folder.file_name().to_str().is_some_and(is_over) {
            // Another run may sweep at the same moment.
            let _ = fs::remove_dir_all(folder.path());
        }
    }
}
