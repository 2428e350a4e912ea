//! The store of tower-sessions: the Redis that instances share, else our own database.

use std::cell::Cell;

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

tokio::task_local! {
    /// Whether this request wrote to a session that was taken back meanwhile.
    static WAS_GONE: Cell<bool>;
}

/// Works on a request; and whether it wrote to a session that was taken back meanwhile. Its cookie must not be set again:
/// the browser may have its next one already.
pub(crate) async fn told_of_gone<T>(request: impl Future<Output = T>) -> (T, bool) {
    let watched = async { (request.await, WAS_GONE.with(Cell::get)) };
    WAS_GONE.scope(Cell::new(false), watched).await
}

fn failed(error: services::Error) -> Error {
    Error::Backend(error.to_string())
}

/// A record as it is kept: its text, and until when.
fn written(record: &Record) -> Result<(String, i64)> {
    let text = serde_json::to_string(record).map_err(|error| Error::Encode(error.to_string()))?;
    Ok((text, record.expiry_date.unix_timestamp()))
}

impl WebSessions {
    /// Keeps a text under a new name; `false` when the name is taken.
    pub(crate) async fn insert(&self, name: &str, text: &str, expires_at: i64) -> services::Result<bool> {
        match self {
            Self::Database(database) => {
                database.create_web_session(name, text, expires_at, SystemClock.now().as_second()).await
            }
            Self::Redis(link) => link.create_web_session(name, text, expires_at).await,
        }
    }

    /// Keeps another text under a name; `false` when there is none of that name.
    pub(crate) async fn update(&self, name: &str, text: &str, expires_at: i64) -> services::Result<bool> {
        match self {
            Self::Database(database) => database.save_web_session(name, text, expires_at).await,
            Self::Redis(link) => link.save_web_session(name, text, expires_at).await,
        }
    }

    /// The text under a name, unless it is over.
    pub(crate) async fn read(&self, name: &str) -> services::Result<Option<String>> {
        match self {
            Self::Database(database) => database.load_web_session(name, SystemClock.now().as_second()).await,
            Self::Redis(link) => link.load_web_session(name).await,
        }
    }

    /// Forgets a name.
    pub(crate) async fn remove(&self, name: &str) -> services::Result<()> {
        match self {
            Self::Database(database) => database.delete_web_session(name).await,
            Self::Redis(link) => link.delete_web_session(name).await,
        }
    }
}

#[async_trait]
impl SessionStore for WebSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let (text, expires_at) = written(record)?;
            if self.insert(&record.id.to_string(), &text, expires_at).await.map_err(failed)? {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    /// A session that was taken back while a request was under way stays so: its cookie may be in wrong hands.
    async fn save(&self, record: &Record) -> Result<()> {
        let (text, expires_at) = written(record)?;
        if !self.update(&record.id.to_string(), &text, expires_at).await.map_err(failed)? {
            // Outside of a request there is nobody to tell.
            let _ = WAS_GONE.try_with(|gone| gone.set(true));
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let text = self.read(&id.to_string()).await.map_err(failed)?;
        text.map(|text| serde_json::from_str(&text).map_err(|error| Error::Decode(error.to_string()))).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.remove(&id.to_string()).await.map_err(failed)
    }
}
