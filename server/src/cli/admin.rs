//! Operating firms, users and keys from the command line.

use std::io::Read;
use std::path::PathBuf;

use clap::Subcommand;
use domain::agency::AgencyInput;
use domain::audit::{Door, SystemActor};
use domain::shared::AgencyId;
use domain::user::UserInput;
use infrastructure::security::MasterSecret;
use infrastructure::time::{SystemChance, SystemClock};
use services::access::Principal;
use services::ports::clock::{Chance, Clock};

use super::{Outcome, ask, out, override_path, read};
use crate::config::Overrides;
use crate::wiring;

/// Firms, users and keys.
#[derive(Subcommand)]
pub(super) enum AdminCommand {
    /// Open a firm, with the standard templates.
    CreateAgency {
        /// Its name.
        #[arg(long)]
        name: String,
        /// The law it works under: FR, BE or CIMA.
        #[arg(long, default_value = "FR")]
        jurisdiction: String,
        /// Where the embedded database is.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Record a user; the password is read from standard input, unless he is invited to choose it.
    CreateUser {
        /// The firm's name or id; without it, an operator of the platform.
        #[arg(long)]
        agency: Option<String>,
        /// The address he signs in with.
        #[arg(long)]
        email: String,
        /// His name.
        #[arg(long)]
        full_name: String,
        /// USER, MANAGER, ADMIN or SUPERADMIN.
        #[arg(long, default_value = "ADMIN")]
        role: String,
        /// Write him a letter with a link to choose his password, instead of reading one.
        #[arg(long)]
        invite: bool,
        /// The language he is written to in: fr or en.
        #[arg(long, default_value = "fr")]
        language: String,
        /// Where the embedded database is.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
    /// Put a new key in use for tokens, links and seals. What was made with the keys before goes on working.
    RotateKeys {
        /// Instead, take the retired key with this id out of the ring: what it signed or sealed is worth nothing any more.
        #[arg(long, value_name = "ID")]
        forget: Option<String>,
        /// Where the secret is.
        #[arg(long, value_name = "DIR")]
        data_dir: Option<PathBuf>,
    },
}

pub(super) async fn perform(command: AdminCommand) -> Outcome {
    let mut overrides = Overrides::new();
    match command {
        AdminCommand::CreateAgency { name, jurisdiction, data_dir } => {
            override_path(&mut overrides, data_dir.as_deref());
            let house = wiring::build(read(&overrides)?).await?;
            let who = Principal::system(SystemActor::CommandLine, AgencyId::PLATFORM, Door::CommandLine);
            let input = AgencyInput { name: Some(name), jurisdiction: Some(jurisdiction), ..AgencyInput::default() };
            let agency = house.services.agencies.open(&who, input).await?;
            out::say(&format!("{} {}", agency.id, agency.name));
        }
        AdminCommand::CreateUser { agency, email, full_name, role, invite, language, data_dir } => {
            override_path(&mut overrides, data_dir.as_deref());
            let house = wiring::build(read(&overrides)?).await?;
            let agency = match agency {
                Some(agency) => ask::agency(&house, &agency).await?,
                None => AgencyId::PLATFORM,
            };
            let password = if invite {
                None
            } else {
                let mut password = String::new();
                std::io::stdin().lock().take(4096).read_to_string(&mut password)?;
                Some(password.trim_end_matches(['\r', '\n']).to_owned())
            };
            let input = UserInput {
                email: Some(email),
                full_name: Some(full_name),
                role: Some(role),
                active: Some(true),
                language: Some(language),
                password,
                hand_over_to: None,
            };
            let who = Principal::system(SystemActor::CommandLine, agency, Door::CommandLine);
            let user = house.services.users.create(&who, input).await?;
            out::say(&format!("{} {} {}", user.id, user.email, user.role.code()));
            if invite {
                // No server may be running; one that is finds nothing left to do.
                let sent = house.services.letters.deliver_due().await?;
                out::say(if sent > 0 { "the invitation went" } else { "the invitation waits to be sent" });
            }
        }
        AdminCommand::RotateKeys { forget, data_dir } => {
            override_path(&mut overrides, data_dir.as_deref());
            let file = read(&overrides)?.secret_file;
            let keys = match forget {
                Some(id) => MasterSecret::forget(&file, &id)?,
                None => MasterSecret::rotate(&file, SystemChance.secret(), SystemClock.now())?,
            };
            for key in keys {
                let since = key.retired_at().map_or_else(|| "in use".to_owned(), |at| format!("retired {at}"));
                out::say(&format!("{} {since}", key.id()));
            }
        }
    }
    Ok(())
}
