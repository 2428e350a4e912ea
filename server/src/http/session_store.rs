//! The store of tower-sessions: the Redis that instances share, else our own database.

use async_trait::async_trait;
use infrastructure::redis::RedisLink;
use infrastructure::sql::SqlDatabase;
use infrastructure::time::SystemClock;
use services::ports::clock::Clock;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

use crate::wiring::House;

/// Keeps browsers' sessions. One that cannot be read is told as such: nobody is signed out because a store does not answer.
#[derive(Debug, Clone)]
pub enum WebSessions {
    /// In the database.
    Database(SqlDatabase),
    /// In Redis.
    Redis(RedisLink),
}

impl WebSessions {
    /// Where this installation keeps them.
    pub fn of(house: &House) -> Self {
        match &house.redis {
            Some(link) => Self::Redis(link.clone()),
            None => Self::Database(house.database.clone()),
        }
    }
}

fn failed(error: services::Error) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for WebSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not repeat; a row of that id would be overwritten by `save`.
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let text = serde_json::to_string(record).map_err(|error| Error::Encode(error.to_string()))?;
        let (id, expires_at) = (record.id.to_string(), record.expiry_date.unix_timestamp());
        match self {
            Self::Database(database) => database.save_web_session(&id, &text, expires_at).await,
            Self::Redis(link) => link.save_web_session(&id, &text, expires_at).await,
        }
        .map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let text = match self {
            Self::Database(database) => database.load_web_session(&id.to_string(), SystemClock.now().as_second()).await,
            Self::Redis(link) => link.load_web_session(&id.to_string()).await,
        };
        let text = text.map_err(failed)?;
        text.map(|text| serde_json::from_str(&text).map_err(|error| Error::Decode(error.to_string()))).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        match self {
            Self::Database(database) => database.delete_web_session(&id.to_string()).await,
            Self::Redis(link) => link.delete_web_session(&id.to_string()).await,
        }
        .map_err(failed)
    }
}
