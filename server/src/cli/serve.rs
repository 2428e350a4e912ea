//! Serving: the log, the house, the demo, the listener, and an orderly end.

use std::net::SocketAddr;
use std::time::Duration;

use infrastructure::time::SystemClock;
use services::ports::clock::Clock;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing_subscriber::EnvFilter;

use super::{Failure, Outcome, out};
use crate::config::{Config, LogFormat};
use crate::demo::{self, Demo};
use crate::listener::{self, Patience, Tls, TlsError};
use crate::{web, wiring};

/// Serves until the process is asked to end.
pub(super) async fn serve(config: Config, with_demo: bool) -> Outcome {
    start_log(&config);
    let tls = config.tls.clone().map(Tls::watching).transpose()?;
    let house = wiring::build(config).await?;
    if with_demo {
        let demo = demo::fill(&house).await?;
        tell(&house.config, &demo);
    } else {
        tell(&house.config, &Demo::default());
    }
    let mut background = JoinSet::new();
    background.spawn(sweep(house.clone()));
    background.spawn(deliver(house.clone()));
    background.spawn(renew(house.clone()));
    background.spawn(issue(house.clone()));
    background.spawn(complete(house.clone()));
    background.spawn(move_files(house.clone()));
    background.spawn(clean_files(house.clone()));
    let listener = bind(house.config.listen, "--listen").await?;
    let plain = match house.config.http_listen {
        Some(address) => Some(bind(address, "MONASSURANCE_HTTP_LISTEN").await?),
        None => None,
    };
    let (ask, asked) = watch::channel(false);
    tokio::spawn(async move {
        asked_to_end().await;
        ask.send_replace(true);
    });
    let patience = Patience::default();
    let doors = listener::serve(listener, web::service(&house), tls, patience, asked.clone());
    match plain {
        None => doors.await,
        Some(plain) => {
            let redirect = listener::to_public_url(&house.config);
            tokio::join!(doors, listener::serve(plain, redirect, None, patience, asked));
        }
    }
    // What works in the background goes on at the next start where it was; now it would only find its books closed.
    background.shutdown().await;
    house.database.close().await;
    Ok(())
}

async fn bind(address: SocketAddr, setting: &str) -> Result<TcpListener, Failure> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| Failure(format!("cannot listen on {address}: {error}; choose another with {setting}")))
}

impl From<TlsError> for Failure {
    fn from(error: TlsError) -> Self {
        Self(format!("TLS cannot be used: {error}"))
    }
}

fn tell(config: &Config, demo: &Demo) {
    out::say(&format!("MonAssurance serves {}", config.public_url));
    out::say(&format!("Data directory: {}", config.data_dir.display()));
    if !demo.users.is_empty() {
        out::say("Demo users:");
        for user in &demo.users {
            out::say(&format!("  {user}"));
        }
        match &demo.new_password {
            Some(password) => out::say(&format!("  password of all, shown this once: {password}")),
            None => out::say(
                "  password of all: as the first start had it, from MONASSURANCE_DEMO_PASSWORD or printed; \
                 lost, remove the data directory and start again",
            ),
        }
    }
}

fn start_log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match config.log_format {
        LogFormat::Json => log.json().flatten_event(true).try_init(),
        LogFormat::Text => log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
    };
    if started.is_err() {
        out::complain("the log was started already");
    }
}

/// How often the post is looked after.
const POST_EVERY: Duration = Duration::from_secs(1);

/// Answers who forgot his password, and hands over the letters that are due. Several instances may do so at once; a mail
/// server that hangs holds up nothing but the letters.
async fn deliver(house: wiring::House) {
    let mut tick = tokio::time::interval(POST_EVERY);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        let answered = house.services.identity.answer_password_requests().await;
        let delivered = house.services.letters.deliver_due().await;
        for error in [answered.err(), delivered.err()].into_iter().flatten() {
            tracing::warn!("the post was not looked after: {error}: {:?}", std::error::Error::source(&error));
        }
    }
}

/// Gives clients' files from before the keys by which they are recognised, once at each start: a few at a time, and nothing at
/// all where none waits. Several instances may do so at once.
async fn complete(house: wiring::House) {
    let firms = match house.services.agencies.every().await {
        Ok(firms) => firms,
        Err(error) => {
            tracing::warn!("files from before were not looked for: {error}: {:?}", std::error::Error::source(&error));
            return;
        }
    };
    for (firm, _) in firms {
        match house.services.clients.complete_keys(firm).await {
            Ok(0) => {}
            Ok(completed) => tracing::info!("{completed} files of {firm} are recognised by all their keys now"),
            Err(error) => {
                tracing::warn!("keys of {firm} wait: {error}: {:?}", std::error::Error::source(&error));
            }
        }
    }
}

/// How often it is looked whether many policies are to be renewed.
const RENEWALS_EVERY: Duration = Duration::from_millis(500);

/// Goes on with the renewals of many policies. Several instances may do so at once: each policy is renewed once.
async fn renew(house: wiring::House) {
    let mut tick = tokio::time::interval(RENEWALS_EVERY);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        loop {
            match house.services.renewals.go_on().await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!("renewals did not go on: {error}: {:?}", std::error::Error::source(&error));
                    break;
                }
            }
        }
    }
}

/// How often it is looked whether documents about many policies are to be issued.
const DOCUMENTS_EVERY: Duration = Duration::from_millis(500);

/// Goes on with documents about many policies. Several instances may do so at once: there is one document for each policy.
async fn issue(house: wiring::House) {
    let mut tick = tokio::time::interval(DOCUMENTS_EVERY);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        loop {
            match house.services.document_runs.go_on().await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!("documents did not go on: {error}: {:?}", std::error::Error::source(&error));
                    break;
                }
            }
        }
    }
}

/// How often it is looked whether files lie elsewhere than in the storage in use.
const FILES_EVERY: Duration = Duration::from_secs(2);

/// Moves files into the storage in use. Several instances may do so at once: each file is moved by one of them, and what an
/// instance left when it died is taken up by another.
async fn move_files(house: wiring::House) {
    let mut tick = tokio::time::interval(FILES_EVERY);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        loop {
            match house.services.storage.move_files().await {
                Ok(0) => break,
                Ok(moved) => tracing::info!("{moved} files came into the storage in use"),
                Err(error) => {
                    tracing::warn!("files were not moved: {error}: {:?}", std::error::Error::source(&error));
                    break;
                }
            }
        }
    }
}

/// How long after the start files without a record are first looked for, and how often then.
const CLEANING_AFTER: Duration = Duration::from_mins(10);
const CLEANING_EVERY: Duration = Duration::from_hours(24);

/// Removes files that belong to no record, and counts records whose file is gone.
async fn clean_files(house: wiring::House) {
    tokio::time::sleep(CLEANING_AFTER).await;
    let mut tick = tokio::time::interval(CLEANING_EVERY);
    loop {
        tick.tick().await;
        let swept = async {
            let firms = house.services.agencies.every().await?;
            let firms: Vec<_> = firms.into_iter().map(|(firm, _)| firm).collect();
            house.services.document_runs.forget_files(&firms).await?;
            house.services.storage.sweep(&firms).await
        };
        match swept.await {
            Ok(swept) if swept.missing > 0 => tracing::error!("{} files are gone from the storage", swept.missing),
            Ok(_) => {}
            Err(error) => tracing::warn!("files were not cleaned: {error}: {:?}", std::error::Error::source(&error)),
        }
    }
}

/// Forgets the sessions and tokens that are over, old letters, and attachments that were taken away long ago, now and every
/// hour. Several instances may do so at once.
async fn sweep(house: wiring::House) {
    let mut tick = tokio::time::interval(Duration::from_hours(1));
    loop {
        tick.tick().await;
        let (database, now) = (&house.database, SystemClock.now());
        let swept = async {
            database.sweep_web_sessions(now.as_second()).await?;
            database.sweep_sessions(now).await?;
            database.sweep_letters(now).await?;
            for (firm, _) in house.services.agencies.every().await? {
                house.services.attachments.erase_removed(firm).await?;
            }
            Ok::<_, services::Error>(())
        };
        if let Err(error) = swept.await {
            tracing::warn!("what is over was not forgotten: {error}");
        }
    }
}

/// Waits for SIGTERM or Ctrl-C; what is being answered is answered to its end.
async fn asked_to_end() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("asked to end: no new requests");
}
