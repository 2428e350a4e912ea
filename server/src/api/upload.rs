//! A file that a program sends, with the checksum by which it is known to have come whole.

use axum::extract::Multipart;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::shared::problem::{Code, FieldError};
use services::Error;
use sha2::{Digest, Sha256};

use crate::http::problem::{ApiError, mark, plain};

/// A file that came whole.
pub(super) struct Uploaded {
    /// What it is called there.
    pub(super) name: Option<String>,
    /// What is in it.
    pub(super) bytes: Vec<u8>,
}

/// A field of an upload that is wrong.
pub(super) fn wrong(field: &str, code: Code) -> Response {
    ApiError(Error::field(FieldError::new(field, code))).into_response()
}

/// Reads an upload, `file` and `checksum` (SHA-256, hexadecimal), and compares the two.
pub(super) async fn uploaded(mut form: Multipart) -> Result<Uploaded, Response> {
    let unreadable = |_| mark(plain(StatusCode::BAD_REQUEST, Code::Unreadable));
    let (mut file, mut called, mut checksum) = (None, None, None);
    while let Some(part) = form.next_field().await.map_err(IntoResponse::into_response)? {
        let name = part.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                called = part.file_name().map(str::to_owned);
                file = Some(part.bytes().await.map_err(IntoResponse::into_response)?);
            }
            "checksum" => checksum = Some(part.text().await.map_err(unreadable)?),
            _ => return Err(wrong(&name, Code::UnknownField)),
        }
    }
    let file = file.ok_or_else(|| wrong("file", Code::Required))?;
    let checksum = checksum.ok_or_else(|| wrong("checksum", Code::Required))?;
    if !hex::encode(Sha256::digest(&file)).eq_ignore_ascii_case(checksum.trim()) {
        return Err(wrong("checksum", Code::ChecksumMismatch));
    }
    Ok(Uploaded { name: called, bytes: file.to_vec() })
}
