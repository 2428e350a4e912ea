//! What browsers' cookies stand for, kept in Redis where there is one.

use services::Result;

use super::RedisLink;

impl RedisLink {
    /// The record of a cookie, unless it is over.
    pub async fn load_web_session(&self, id: &str) -> Result<Option<String>> {
        let mut command = redis::cmd("GET");
        self.ask(command.arg(self.session(id))).await
    }

    /// Keeps the record of a cookie until `expires_at`, in seconds since 1970.
    pub async fn save_web_session(&self, id: &str, record: &str, expires_at: i64) -> Result<()> {
        let mut command = redis::cmd("SET");
        self.ask(command.arg(self.session(id)).arg(record).arg("EXAT").arg(expires_at)).await
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
