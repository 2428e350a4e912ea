//! The Redis that instances share: limits, and browsers' sessions. Nothing in it is the only copy of a fact.

mod sessions;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, Cmd, FromRedisValue};
use services::{Error, Result};
use sha2::{Digest, Sha256};

/// How long Redis may take for a new connection or an answer.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long one question may take, with the connection it may need first.
const PATIENCE_IN_ALL: Duration = Duration::from_millis(1200);

/// A link to Redis, which mends itself.
#[derive(Clone)]
pub struct RedisLink(Arc<Link>);

struct Link {
    client: Client,
    line: RwLock<Line>,
    /// What every key begins with, so that two installations on one Redis do not meet.
    namespace: String,
    broken: AtomicBool,
}

/// The connection that questions share. It reconnects when it sees an end; one that only says nothing (a machine that went
/// away, a gateway that forgot it) looks whole until the kernel gives up a quarter of an hour later, and is hung up on.
struct Line {
    number: u64,
    manager: ConnectionManager,
}

impl Line {
    fn new(number: u64, client: &Client) -> redis::RedisResult<Self> {
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(0)
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        Ok(Self { number, manager: ConnectionManager::new_lazy_with_config(client.clone(), config)? })
    }
}

impl std::fmt::Debug for RedisLink {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RedisLink").field("broken", &self.is_broken()).finish_non_exhaustive()
    }
}

impl RedisLink {
    /// A link that connects when it is first asked. `installation` is what tells installations on one Redis apart: their
    /// instances share it.
    ///
    /// # Errors
    /// When the address cannot be read.
    pub fn new(url: &str, installation: &str) -> Result<Self> {
        let client = Client::open(url).map_err(unavailable)?;
        let line = Line::new(0, &client).map_err(unavailable)?;
        let namespace = hex::encode(&Sha256::digest(installation)[..8]);
        Ok(Self(Arc::new(Link { client, line: RwLock::new(line), namespace, broken: AtomicBool::default() })))
    }

    /// Whether the last question was not answered.
    pub fn is_broken(&self) -> bool {
        self.0.broken.load(Ordering::Relaxed)
    }

    /// Whether Redis answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check(&self) -> Result<()> {
        self.ask::<String>(&redis::cmd("PING")).await.map(drop)
    }

    /// The full name of a key.
    pub(crate) fn name(&self, key: &str) -> String {
        format!("monassurance:{}:{key}", self.0.namespace)
    }

    /// Asks, and says in the log when the link breaks and when it is mended.
    pub(crate) async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T> {
        let (number, mut manager) = {
            let line = self.0.line.read().unwrap_or_else(PoisonError::into_inner);
            (line.number, line.manager.clone())
        };
        let answer = match tokio::time::timeout(PATIENCE_IN_ALL, command.query_async(&mut manager)).await {
            Ok(answer) => {
                if answer.as_ref().is_err_and(redis::RedisError::is_timeout) {
                    self.hang_up(number);
                }
                answer.map_err(unavailable)
            }
            Err(late) => {
                self.hang_up(number);
                Err(Error::Unavailable { part: "redis", source: Box::new(late) })
            }
        };
        match &answer {
            Err(error) if !self.0.broken.swap(true, Ordering::Relaxed) => {
                tracing::warn!(
                    "redis does not answer, each instance counts limits for itself: {:?}",
                    std::error::Error::source(error)
                );
            }
            Ok(_) if self.0.broken.swap(false, Ordering::Relaxed) => tracing::info!("redis answers again"),
            _ => {}
        }
        answer
    }

    /// Leaves a connection that said nothing for another; once, however many waited on it.
    fn hang_up(&self, number: u64) {
        let mut line = self.0.line.write().unwrap_or_else(PoisonError::into_inner);
        if line.number == number
            && let Ok(next) = Line::new(number + 1, &self.0.client)
        {
            *line = next;
        }
    }
}

fn unavailable(error: redis::RedisError) -> Error {
    Error::Unavailable { part: "redis", source: Box::new(error) }
}
