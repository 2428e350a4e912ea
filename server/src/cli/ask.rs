//! Commands that only ask: configuration, audit, the API document, the access matrix.

use clap::Subcommand;
use domain::audit::{Door, SystemActor};
use domain::shared::AgencyId;
use domain::user::Role;
use infrastructure::security::WebPasskeys;
use services::access::{ActionKind, Principal};
use services::ports::security::Passkeys;

use super::{Failure, Outcome, out, read};
use crate::config::{Config, Overrides, Source};
use crate::wiring;

/// The audit log.
#[derive(Subcommand)]
pub(super) enum AuditCommand {
    /// Recompute the chain of every firm and name the first event that is wrong.
    Verify {
        /// Where the embedded database is.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<std::path::PathBuf>,
    },
}

/// The configuration.
#[derive(Subcommand)]
pub(super) enum ConfigCommand {
    /// Print every setting, where it comes from, and no secret.
    Check,
}

/// Brings the schema up to date.
pub(super) async fn migrate(config: Config) -> Outcome {
    let house = wiring::build(config).await?;
    for migration in house.database.migrations() {
        out::say(&format!("{:04} {}", migration.version, migration.description));
    }
    Ok(())
}

/// Prints the configuration.
pub(super) fn config_check() -> Outcome {
    let config = read(&Overrides::new())?;
    for (name, value, source) in config.told() {
        let source = match source {
            Source::Environment => "environment",
            Source::File => "monassurance.toml",
            Source::CommandLine => "command line",
            Source::Default => "default",
        };
        out::say(&format!("{name} = {value} ({source})"));
    }
    if let Some(files) = &config.tls {
        files.read()?;
    }
    if !WebPasskeys::new(&config.public_url).usable() {
        out::say(
            "passkeys are off: MONASSURANCE_PUBLIC_URL must name a host under https://, or localhost; an IP address has none",
        );
    }
    Ok(())
}

/// Recomputes every chain.
pub(super) async fn audit(command: AuditCommand) -> Outcome {
    let AuditCommand::Verify { data_dir } = command;
    let mut overrides = Overrides::new();
    super::override_path(&mut overrides, data_dir.as_deref());
    let house = wiring::build(read(&overrides)?).await?;
    let mut broken = 0;
    for (id, name) in house.services.agencies.every().await? {
        let who = Principal::system(SystemActor::AuditVerify, id, Door::CommandLine);
        let result = house.services.audit.verify(&who).await?;
        match result.first_bad_sequence {
            None => out::say(&format!("{name}: {} events, intact", result.events)),
            Some(place) => {
                broken += 1;
                out::say(&format!("{name}: broken, first at event {place}"));
            }
        }
    }
    if broken == 0 { Ok(()) } else { Err(Failure(format!("{broken} chain(s) broken"))) }
}

/// Prints the OpenAPI document.
pub(super) fn openapi() -> Outcome {
    let document = crate::api::openapi().to_pretty_json().map_err(|error| Failure(error.to_string()))?;
    out::say(&document);
    Ok(())
}

/// Who may do what, as a table that a broker can read.
pub fn access_matrix() -> String {
    let mut text = String::from("| action |");
    for role in Role::ALL {
        text.push_str(&format!(" {} |", role.code()));
    }
    text.push_str(" jobs | link | public |\n|---|");
    text.push_str(&"---|".repeat(Role::ALL.len() + 3));
    for action in ActionKind::ALL {
        let allowed = action.allowed();
        text.push_str(&format!("\n| `{}` |", action.word()));
        let cells = Role::ALL.iter().map(|role| match (allowed.roles.contains(role), role) {
            (true, Role::User) if hangs_on_clients(*action) => "own",
            (true, _) => "yes",
            (false, _) => "",
        });
        let others = [allowed.system, allowed.link_holder, allowed.public].map(|may| if may { "yes" } else { "" });
        for cell in cells.chain(others) {
            text.push_str(&format!(" {cell} |"));
        }
    }
    text
}

/// Whether a USER does it only for the clients he owns.
fn hangs_on_clients(action: ActionKind) -> bool {
    ["client.", "policy.", "document.", "attachment.", "portfolio."].iter().any(|noun| action.word().starts_with(noun))
}

/// The firm with this name or id.
pub(super) async fn agency(house: &wiring::House, wanted: &str) -> Result<AgencyId, Failure> {
    let agencies = house.services.agencies.every().await?;
    let found = agencies.iter().find(|(id, name)| name == wanted || id.to_string() == wanted);
    found.map(|(id, _)| *id).ok_or_else(|| {
        let names: Vec<&str> = agencies.iter().map(|(_, name)| name.as_str()).collect();
        Failure(format!("no firm is called {wanted:?}; there are: {}", names.join(", ")))
    })
}
