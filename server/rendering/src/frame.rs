//! The message between server and child: a mark, the length of a JSON reply, the reply, the file.

use serde::{Deserialize, Serialize};
use services::ports::render::{RenderError, Rendered};

/// Anything that does not begin so was not written by the worker.
const MARK: &[u8; 4] = b"MAR1";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    Done { engine: String, length: usize },
    Refused(RenderError),
}

/// The result as the child writes it.
pub(crate) fn written(result: Result<Rendered, RenderError>) -> serde_json::Result<Vec<u8>> {
    let (reply, file) = match result {
        Ok(Rendered { bytes, engine }) => (Reply::Done { engine, length: bytes.len() }, bytes),
        Err(error) => (Reply::Refused(error), Vec::new()),
    };
    let reply = serde_json::to_vec(&reply)?;
    let length = u32::try_from(reply.len()).unwrap_or(u32::MAX);
    Ok([MARK.as_slice(), &length.to_be_bytes(), &reply, &file].concat())
}

/// The result as the server reads it; `None` when the message is cut short or is none.
pub(crate) fn read(message: &[u8]) -> Option<Result<Rendered, RenderError>> {
    let rest = message.strip_prefix(MARK.as_slice())?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (reply, file) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    match serde_json::from_slice(reply).ok()? {
        Reply::Done { engine, length } if length == file.len() => Some(Ok(Rendered { bytes: file.to_vec(), engine })),
        Reply::Done { .. } => None,
        Reply::Refused(error) => Some(Err(error)),
    }
}
