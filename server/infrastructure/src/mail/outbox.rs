//! The outbox folder: one file a letter, for an installation without a mail server.

use std::io;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use domain::letter::LetterFailure;
use domain::shared::LetterId;
use services::ports::mail::{Mail, MailError, OutgoingLetter};
use services::{Error, Result};
use tokio::fs;
use tokio::io::AsyncWriteExt;

use super::{Sender, message};

/// Keeps letters in a folder that only the program's user can read: they hold links to choose passwords.
#[derive(Debug, Clone)]
pub struct OutboxFolder {
    folder: PathBuf,
    sender: Sender,
}

impl OutboxFolder {
    /// The outbox in `folder`, which is made with the first letter.
    pub fn new(folder: &Path, sender: Sender) -> Self {
        Self { folder: folder.to_owned(), sender }
    }

    async fn write(&self, letter: &OutgoingLetter, bytes: &[u8]) -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder).await?;
        // Written whole beside, then moved into place: nobody reads half a letter.
        let beside = self.folder.join(format!("{}.new", letter.id));
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside).await?;
        file.write_all(bytes).await?;
        file.sync_all().await?;
        fs::rename(&beside, self.folder.join(format!("{}.eml", letter.id))).await?;
        let text = self.folder.join(format!("{}.txt", letter.id));
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&text).await?;
        file.write_all(letter.text.text.as_bytes()).await?;
        file.sync_all().await
    }
}

#[async_trait]
impl Mail for OutboxFolder {
    async fn send(&self, letter: &OutgoingLetter) -> std::result::Result<(), MailError> {
        let bytes = message(&self.sender, letter)?.formatted();
        let failed = |error| MailError { failure: LetterFailure::Outbox, source: Box::new(error) };
        self.write(letter, &bytes).await.map_err(failed)
    }

    async fn kept(&self, id: LetterId) -> Result<Option<String>> {
        match fs::read_to_string(self.folder.join(format!("{id}.txt"))).await {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::Unavailable { part: "outbox", source: Box::new(error) }),
        }
    }
}
