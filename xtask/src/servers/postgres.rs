//! PostgreSQL for the tests: `TEST_POSTGRES_URL`, else 127.0.0.1:5432, else a private cluster.

use super::free_port;
use crate::{environment, needs, process, say};
use anyhow::{Context, anyhow, bail};
use std::{
    fs,
    net::{SocketAddr, TcpStream},
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

const VARIABLE: &str = "TEST_POSTGRES_URL";
const LOCAL: &[&str] =
    &["postgres://postgres@127.0.0.1:5432/postgres", "postgres://postgres:postgres@127.0.0.1:5432/postgres"];

/// A PostgreSQL server where we are superuser, so that every test can have a database of its own.
pub(crate) enum Postgres {
    /// Somebody else's server; we leave it running.
    Found(String),
    /// Ours.
    Private(Cluster),
}

/// Whether `start` has something to work with.
pub(crate) fn is_there() -> bool {
    environment::variable(VARIABLE).is_some() || local().is_some() || programs().is_some()
}

impl Postgres {
    pub(super) fn start() -> anyhow::Result<Self> {
        if let Some(url) = environment::variable(VARIABLE) {
            check(&url).with_context(|| format!("the server that {VARIABLE} names cannot be used"))?;
            say::line(&format!("PostgreSQL: the one that {VARIABLE} names"));
            return Ok(Self::Found(url));
        }
        if let Some(url) = local() {
            say::line("PostgreSQL: the one on 127.0.0.1:5432");
            return Ok(Self::Found(url.to_owned()));
        }
        let cluster = Cluster::start()?;
        say::line(&format!("PostgreSQL: a private cluster on 127.0.0.1:{}", cluster.port));
        Ok(Self::Private(cluster))
    }

    pub(super) fn url(&self) -> String {
        match self {
            Self::Found(url) => url.clone(),
            Self::Private(cluster) => format!("postgres://postgres@127.0.0.1:{}/postgres", cluster.port),
        }
    }
}

/// A private cluster in a temporary folder: no socket, no password, no care for a power cut.
pub(crate) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    owner: Option<Owner>,
    port: u16,
}

/// The user and group that run the server, because PostgreSQL refuses to run as root.
#[derive(Clone, Copy)]
struct Owner {
    user: u32,
    group: u32,
}

impl Cluster {
    fn start() -> anyhow::Result<Self> {
        let programs = programs().ok_or_else(|| anyhow!("PostgreSQL's initdb is missing"))?;
        let owner = if needs::is_root() { Some(unprivileged()?) } else { None };
        let folder = environment::temporary("postgres");
        fs::create_dir_all(&folder)?;
        if let Some(owner) = owner {
            chown(&folder, Some(owner.user), Some(owner.group))?;
        }
        // From here on dropping the value removes the folder, also when a step below fails.
        let cluster = Self { programs, folder, owner, port: free_port()? };
        let data = cluster.data();
        process::output(
            cluster
                .command("initdb")
                .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
                .arg(&data),
        )?;
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c synchronous_commit=off \
             -c full_page_writes=off -c max_connections=300",
            cluster.port
        );
        process::output(
            cluster
                .command("pg_ctl")
                .args(["start", "-w", "-t", "60", "-o", &options, "-l"])
                .arg(cluster.folder.join("log"))
                .arg("-D")
                .arg(&data),
        )
        .with_context(|| fs::read_to_string(cluster.folder.join("log")).unwrap_or_default())?;
        Ok(cluster)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.current_dir(&self.folder);
        if let Some(owner) = self.owner {
            command.uid(owner.user).gid(owner.group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists() {
            let stop = process::output(self.command("pg_ctl").args(["stop", "-m", "immediate", "-D"]).arg(self.data()));
            if let Err(error) = stop {
                say::failure(&format!("the private PostgreSQL could not be ended: {error:#}"));
            }
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            say::failure(&format!("{} could not be removed: {error}", self.folder.display()));
        }
    }
}

/// The folder of the newest PostgreSQL's programs. Debian keeps them off the PATH, one folder for each version.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder): &(u32, PathBuf)| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, folder)| folder);
    newest.or_else(|| environment::program(&["initdb"])?.canonicalize().ok()?.parent().map(Path::to_path_buf))
}

fn local() -> Option<&'static str> {
    let address = SocketAddr::from(([127, 0, 0, 1], 5432));
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).ok()?;
    LOCAL.iter().copied().find(|url| check(url).is_ok())
}

fn check(url: &str) -> anyhow::Result<()> {
    let question = "select rolsuper from pg_roles where rolname = current_user";
    let answer = process::output(
        Command::new("psql").env("PGCONNECT_TIMEOUT", "3").args(["-X", "-A", "-t", "-w", url, "-c", question]),
    )
    // The address may hold a password, and logs are read by many.
    .map_err(|error| anyhow!(format!("{error:#}").replace(url, "…")))?;
    if answer.trim() != "t" {
        bail!("its user is not a superuser, and the tests create databases and roles");
    }
    Ok(())
}

fn unprivileged() -> anyhow::Result<Owner> {
    let id = |option: &str, user: &str| -> anyhow::Result<u32> {
        Ok(process::output(Command::new("id").args([option, user]))?.trim().parse()?)
    };
    let owner = |user: &str| -> anyhow::Result<Owner> { Ok(Owner { user: id("-u", user)?, group: id("-g", user)? }) };
    owner("postgres").or_else(|_| owner("nobody")).context("no user to run PostgreSQL as")
}
