//! A form that sends a file: its fields, and the one file among them.

use app::forms::Fields;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use axum::response::Response;
use domain::company::HandedIn;
use domain::shared::problem::{Code, FieldError};
use services::Error;
use sha2::{Digest, Sha256};

use crate::http::problem::{mark, plain};

/// The most that is read of such a form, in bytes: a file that is somewhat too large is told as that.
pub(super) const FORM_MAX: usize = 32 * 1024 * 1024;
/// The longest text of a field beside the file, in bytes.
const TEXT_MAX: usize = 10_000;
/// The field that carries the key of a form.
const FORM_KEY: &str = "form_key";
/// The most fields beside the file.
const FIELDS_MAX: usize = 50;

/// The most that a file may have, and how one is refused that has more.
#[derive(Clone, Copy)]
pub(super) struct Most {
    /// Its bytes.
    pub(super) bytes: usize,
    /// What is said of it at its field.
    pub(super) refusal: fn() -> FieldError,
}

/// What tells a form from any other: its address, its fields and its file. Nothing for one without a key, which is any form
/// alike; nor for one whose file did not come, which changes nothing.
pub(super) fn hash(path: &str, fields: &Fields, file: &Result<HandedIn, Error>) -> Option<String> {
    fields.exact(FORM_KEY)?;
    let file = file.as_ref().ok()?;
    let mut hash = Sha256::new();
    for part in [path, &serde_json::to_string(fields).ok()?, file.file_name.as_deref().unwrap_or_default()] {
        hash.update(part);
        hash.update([0]);
    }
    hash.update(&file.bytes);
    Some(hex::encode(hash.finalize()))
}

/// Reads the form. A file that is too large is told at its field, not as a page of its own: what came before it is there.
pub(super) async fn read(mut form: Multipart, most: Most) -> Result<(Fields, Result<HandedIn, Error>), Response> {
    let unreadable = || mark(plain(StatusCode::BAD_REQUEST, Code::Unreadable));
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut file = Ok(HandedIn::default());
    loop {
        let Some(part) = form.next_field().await.map_err(|_| unreadable())? else { break };
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            let called = part.file_name().map(str::to_owned);
            let read = bytes_of(part, most.bytes).await.map_err(|_| unreadable())?;
            file = read.ok_or_else(|| Error::field((most.refusal)()));
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

/// What is in the file; `None` when that is too much: it is read to its end, so that the browser hears the answer, but not kept.
async fn bytes_of(mut part: Field<'_>, max: usize) -> Result<Option<HandedIn>, MultipartError> {
    let (mut bytes, mut is_too_large) = (Vec::new(), false);
    while let Some(chunk) = part.chunk().await? {
        is_too_large |= bytes.len() + chunk.len() > max;
        if is_too_large {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((!is_too_large).then_some(HandedIn { file_name: None, bytes }))
}
