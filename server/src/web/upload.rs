//! A form that sends a file: its fields, and the one file among them.

use app::forms::Fields;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use axum::response::Response;
use domain::company::{HandedIn, PAPER_MAX, too_large};
use domain::shared::problem::Code;
use services::Error;

use crate::http::problem::{mark, plain};

/// The most that is read of such a form, in bytes: a file that is somewhat too large is told as that.
pub(super) const FORM_MAX: usize = 32 * 1024 * 1024;
/// The longest text of a field beside the file, in bytes.
const TEXT_MAX: usize = 10_000;
/// The most fields beside the file.
const FIELDS_MAX: usize = 50;

/// Reads the form. A file that is too large is told at its field, not as a page of its own: what came before it is there.
pub(super) async fn read(mut form: Multipart) -> Result<(Fields, Result<HandedIn, Error>), Response> {
    let unreadable = || mark(plain(StatusCode::BAD_REQUEST, Code::Unreadable));
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut file = Ok(HandedIn::default());
    loop {
        let Some(part) = form.next_field().await.map_err(|_| unreadable())? else { break };
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            let called = part.file_name().map(str::to_owned);
            file = bytes_of(part).await.map_err(|_| unreadable())?;
            if let Ok(file) = &mut file {
                file.file_name = called;
            }
            continue;
        }
        let text = part.text().await.map_err(|_| unreadable())?;
        if text.len() > TEXT_MAX || fields.len() == FIELDS_MAX {
            return Err(unreadable());
        }
        fields.push((name, text));
    }
    Ok((fields.into_iter().collect(), file))
}

/// What is in the file. What is too much is read to its end, so that the browser hears the answer, but not kept.
async fn bytes_of(mut part: Field<'_>) -> Result<Result<HandedIn, Error>, MultipartError> {
    let (mut bytes, mut is_too_large) = (Vec::new(), false);
    while let Some(chunk) = part.chunk().await? {
        is_too_large |= bytes.len() + chunk.len() > PAPER_MAX;
        if is_too_large {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(if is_too_large { Err(Error::field(too_large())) } else { Ok(HandedIn { file_name: None, bytes }) })
}
