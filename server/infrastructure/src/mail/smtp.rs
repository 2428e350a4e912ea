//! A mail server (RFC 5321), over TLS where its address says so.

use std::io;
use std::time::Duration;

use async_trait::async_trait;
use domain::letter::LetterFailure;
use domain::shared::LetterId;
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use services::Result;
use services::ports::mail::{Mail, MailError, OutgoingLetter};

use super::{Sender, message};

/// How long a try may take: connecting, talking and waiting for the last answer.
const PATIENCE: Duration = Duration::from_secs(25);

/// Hands letters to a mail server, each over a connection of its own.
pub struct SmtpMail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Sender,
    patience: Duration,
}

impl std::fmt::Debug for SmtpMail {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SmtpMail(…)")
    }
}

impl SmtpMail {
    /// A mail server by its address: `smtps://user:password@host`, `smtp://host:587?tls=required` (STARTTLS), or
    /// `smtp://host` without TLS. Trusted are the authorities that this machine trusts, or those in the file that
    /// `SSL_CERT_FILE` names; they are read once, here.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub fn new(url: &str, sender: Sender) -> std::result::Result<Self, SmtpError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?;
        Ok(Self { transport: builder.timeout(Some(PATIENCE)).build(), sender, patience: PATIENCE })
    }

    /// The same with another patience, for tests.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }
}

#[async_trait]
impl Mail for SmtpMail {
    async fn send(&self, letter: &OutgoingLetter) -> std::result::Result<(), MailError> {
        let message = message(&self.sender, letter)?;
        match tokio::time::timeout(self.patience, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(MailError { failure: failure(&error), source: Box::new(error) }),
            Err(late) => Err(MailError { failure: LetterFailure::Unreachable, source: Box::new(late) }),
        }
    }

    async fn kept(&self, _: LetterId) -> Result<Option<String>> {
        Ok(None)
    }
}

/// RFC 5321, 4.2.1: 4yz asks to come again, 5yz refuses for good. 530, 534 and 535 are about our own name and password, which
/// somebody can set right.
fn failure(error: &SmtpError) -> LetterFailure {
    let code = error.status().map(u16::from);
    match code {
        Some(530 | 534 | 535) => LetterFailure::Credentials,
        Some(500..) => LetterFailure::Refused,
        Some(_) => LetterFailure::Deferred,
        None if is_insecure(error) => LetterFailure::Insecure,
        None => LetterFailure::Unreachable,
    }
}

/// Whether TLS was wanted and not had. rustls says so as invalid data; that the server offers no STARTTLS is known only by what
/// lettre says of it.
fn is_insecure(error: &SmtpError) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        let io = error.downcast_ref::<io::Error>();
        if io.is_some_and(|error| error.kind() == io::ErrorKind::InvalidData) {
            return true;
        }
        cause = error.source();
    }
    error.is_tls() || error.is_client() && error.to_string().contains("STARTTLS")
}
