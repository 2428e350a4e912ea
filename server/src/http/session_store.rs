//! The store of tower-sessions on our own database.

use async_trait::async_trait;
use infrastructure::sql::SqlDatabase;
use infrastructure::time::SystemClock;
use services::ports::clock::Clock;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// Keeps browsers' sessions in the database.
#[derive(Debug, Clone)]
pub struct DatabaseSessionStore(pub SqlDatabase);

#[async_trait]
impl SessionStore for DatabaseSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not repeat; a row of that id would be overwritten by `save`.
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let text = serde_json::to_string(record).map_err(|error| Error::Encode(error.to_string()))?;
        self.0
            .save_web_session(&record.id.to_string(), &text, record.expiry_date.unix_timestamp())
            .await
            .map_err(|error| Error::Backend(error.to_string()))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = SystemClock.now().as_second();
        let text =
            self.0.load_web_session(&id.to_string(), now).await.map_err(|error| Error::Backend(error.to_string()))?;
        text.map(|text| serde_json::from_str(&text).map_err(|error| Error::Decode(error.to_string()))).transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.0.delete_web_session(&id.to_string()).await.map_err(|error| Error::Backend(error.to_string()))
    }
}
