//! What browsers' cookies stand for, kept in Redis where there is one.

use services::Result;

use super::RedisLink;

impl RedisLink {
    /// The record of a cookie, unless it is over.
    pub async fn load_web_session(&self, id: &str) -> Result<Option<String>> {
        let mut command = redis::cmd("GET");
        self.ask(command.arg(self.session(id))).await
    }

    /// Keeps the record of a new cookie until `expires_at`, in seconds since 1970, unless there is one of that id; whether it
    /// is kept.
    pub async fn create_web_session(&self, id: &str, record: &str, expires_at: i64) -> Result<bool> {
        self.set_web_session(id, record, expires_at, "NX").await
    }

    /// Keeps what a cookie stands for from now on, until `expires_at`, in seconds since 1970; whether there is such a cookie.
    /// One that was taken back stays so.
    pub async fn save_web_session(&self, id: &str, record: &str, expires_at: i64) -> Result<bool> {
        self.set_web_session(id, record, expires_at, "XX").await
    }

    async fn set_web_session(&self, id: &str, record: &str, expires_at: i64, when: &str) -> Result<bool> {
        let mut command = redis::cmd("SET");
        let command = command.arg(self.session(id)).arg(record).arg(when).arg("EXAT").arg(expires_at);
        Ok(self.ask::<Option<String>>(command).await?.is_some())
    }

    /// Forgets a cookie.
    pub async fn delete_web_session(&self, id: &str) -> Result<()> {
        let mut command = redis::cmd("DEL");
        self.ask::<i64>(command.arg(self.session(id))).await.map(drop)
    }

    fn session(&self, id: &str) -> String {
        self.name(&format!("session:{id}"))
    }
}
