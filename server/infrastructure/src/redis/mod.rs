//! The Redis that instances share: limits, and browsers' sessions. Nothing in it is the only copy of a fact.

mod sessions;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
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
pub struct RedisLink {
    manager: ConnectionManager,
    /// What every key begins with, so that two installations on one Redis do not meet.
    namespace: Arc<str>,
    broken: Arc<AtomicBool>,
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
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(1)
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let manager = Client::open(url)
            .and_then(|client| ConnectionManager::new_lazy_with_config(client, config))
            .map_err(unavailable)?;
        let namespace = hex::encode(&Sha256::digest(installation)[..8]).into();
        Ok(Self { manager, namespace, broken: Arc::default() })
    }

    /// Whether the last question was not answered.
    pub fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
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
        format!("monassurance:{}:{key}", self.namespace)
    }

    /// Asks, and says in the log when the link breaks and when it is mended.
    pub(crate) async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T> {
        let mut manager = self.manager.clone();
        let answer = match tokio::time::timeout(PATIENCE_IN_ALL, command.query_async(&mut manager)).await {
            Ok(answer) => answer.map_err(unavailable),
            Err(late) => Err(Error::Unavailable { part: "redis", source: Box::new(late) }),
        };
        match &answer {
            Err(error) if !self.broken.swap(true, Ordering::Relaxed) => {
                tracing::warn!(
                    "redis does not answer, each instance counts limits for itself: {:?}",
                    std::error::Error::source(error)
                );
            }
            Ok(_) if self.broken.swap(false, Ordering::Relaxed) => tracing::info!("redis answers again"),
            _ => {}
        }
        answer
    }
}

fn unavailable(error: redis::RedisError) -> Error {
    Error::Unavailable { part: "redis", source: Box::new(error) }
}
