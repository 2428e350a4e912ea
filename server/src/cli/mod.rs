//! The command line: one binary for serving, operating and asking. Exit 0 done, 1 failed, 2 wrong usage.

mod admin;
mod ask;
mod out;
mod seal;
mod seed;
mod serve;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use ask::access_matrix;

use crate::config::{Config, Overrides};
use crate::wiring::{RENDER_COMMAND, environment};

/// The management platform of brokerage firms.
#[derive(Parser)]
#[command(name = "monassurance", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the screens and the JSON API.
    Serve {
        /// Fill an empty database with two firms, their users, clients and policies.
        #[arg(long)]
        demo: bool,
        /// Where to listen.
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<String>,
        /// Where the embedded database, the files and the secret are.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Bring the database's schema up to date.
    Migrate {
        /// Where the embedded database, the files and the secret are.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Add a sample portfolio to a firm, for measuring and for training.
    Seed(seed::SeedArguments),
    /// Operate firms, users and keys.
    #[command(subcommand)]
    Admin(admin::AdminCommand),
    /// The audit log.
    #[command(subcommand)]
    Audit(ask::AuditCommand),
    /// The configuration.
    #[command(subcommand)]
    Config(ask::ConfigCommand),
    /// Check the QR code of a document without asking the installation that issued it.
    CheckSeal(seal::CheckSeal),
    /// Print the OpenAPI document of the JSON API.
    Openapi,
    /// Print who may do what.
    AccessMatrix,
    /// Render one document from standard input; the server calls itself so.
    #[command(name = RENDER_COMMAND, hide = true)]
    RenderWorker,
}

/// What a command can end with.
type Outcome = Result<(), Failure>;

/// Why a command failed, told so that it can be mended.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Failure(String);

impl From<services::Error> for Failure {
    fn from(error: services::Error) -> Self {
        let mut text = error.to_string();
        for wrong in error.problem().errors {
            text.push_str(&format!("; {} {}", wrong.pointer, wrong.code.word()));
        }
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            text.push_str(&format!(": {error}"));
            cause = error.source();
        }
        Self(text)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// Runs the command of the process's arguments.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    if matches!(arguments.command, Command::RenderWorker) {
        // Before any runtime: the limits of the worker hold for the whole process.
        return rendering::run_worker();
    }
    match perform(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            out::complain(&format!("monassurance: {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn perform(command: Command) -> Outcome {
    match command {
        Command::Serve { demo, listen, data_dir } => {
            let mut overrides = Overrides::new();
            override_path(&mut overrides, data_dir.as_deref());
            if let Some(listen) = listen {
                overrides.insert("MONASSURANCE_LISTEN", listen);
            }
            runtime()?.block_on(serve::serve(read(&overrides)?, demo))
        }
        Command::Migrate { data_dir } => {
            let mut overrides = Overrides::new();
            override_path(&mut overrides, data_dir.as_deref());
            runtime()?.block_on(ask::migrate(read(&overrides)?))
        }
        Command::Seed(arguments) => runtime()?.block_on(seed::perform(arguments)),
        Command::Admin(command) => runtime()?.block_on(admin::perform(command)),
        Command::Audit(command) => runtime()?.block_on(ask::audit(command)),
        Command::Config(ask::ConfigCommand::Check) => ask::config_check(),
        Command::CheckSeal(arguments) => seal::check(&arguments),
        Command::Openapi => ask::openapi(),
        Command::AccessMatrix => {
            out::say(&ask::access_matrix());
            Ok(())
        }
        Command::RenderWorker => Ok(()),
    }
}

fn override_path(overrides: &mut Overrides, data_dir: Option<&Path>) {
    if let Some(folder) = data_dir {
        overrides.insert("MONASSURANCE_DATA_DIR", folder.display().to_string());
    }
}

/// At least four workers, also on one core: Leptos waits on one task from another.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(cores.max(4)).enable_all().build()?;
    Ok(runtime)
}

/// Reads the configuration; every wrong setting is told.
fn read(overrides: &Overrides) -> Result<Config, Failure> {
    let environment: BTreeMap<String, String> = environment();
    Config::read(&environment, overrides, Path::new(".")).map_err(|errors| {
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Failure(format!("the configuration cannot be used\n  {}", told.join("\n  ")))
    })
}
