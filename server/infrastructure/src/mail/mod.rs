//! How letters leave the house: to a mail server, or into a folder where an administrator reads them.

mod outbox;
mod smtp;

pub use outbox::OutboxFolder;
pub use smtp::SmtpMail;

use std::time::SystemTime;

use domain::letter::LetterFailure;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart};
use lettre::{Address, Message};
use services::ports::mail::{MailError, OutgoingLetter};

/// Who writes the letters.
#[derive(Debug, Clone)]
pub struct Sender(Mailbox);

impl Sender {
    /// Reads `name@domain` or `Name <name@domain>`; `None` when it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

/// The letter as mail programs read it (RFC 5322), in text and HTML. The same letter has the same `Message-ID` at every try.
fn message(sender: &Sender, letter: &OutgoingLetter) -> Result<Message, MailError> {
    let refused =
        |source: Box<dyn std::error::Error + Send + Sync>| MailError { failure: LetterFailure::Refused, source };
    let address: Address = letter.recipient.parse().map_err(|error| refused(Box::new(error)))?;
    let name = Some(letter.recipient_name.clone()).filter(|name| !name.is_empty());
    let mut builder = Message::builder()
        .from(sender.0.clone())
        .to(Mailbox::new(name, address))
        .subject(&letter.text.subject)
        .date(SystemTime::from(letter.written_at))
        .message_id(Some(format!("<{}@{}>", letter.id, sender.0.email.domain())));
    // An address that a firm got wrong keeps nobody's letter back.
    if let Some(reply_to) = letter.text.reply_to.as_deref().and_then(|address| address.parse().ok()) {
        builder = builder.reply_to(Mailbox::new(None, reply_to));
    }
    let words = MultiPart::alternative_plain_html(letter.text.text.clone(), letter.text.html.clone());
    let message = match &letter.file {
        None => builder.multipart(words),
        Some(file) => {
            let kind = ContentType::parse(&file.mime_type).map_err(|error| refused(Box::new(error)))?;
            let attached = Attachment::new(file.name.clone()).body(file.bytes.clone(), kind);
            builder.multipart(MultiPart::mixed().multipart(words).singlepart(attached))
        }
    };
    message.map_err(|error| refused(Box::new(error)))
}
