//! The messages between server and worker. Each has a mark and the length of its JSON, then the JSON, and an answer also its file.
//!
//! A worker serves one order after the other, so an answer repeats the number that came with its order: what was written before an order
//! was known can never be taken for the answer to it.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use services::ports::render::{RenderError, RenderOrder, Rendered};

use crate::limits;

/// Anything that does not begin so was not written by the server.
const ORDER_MARK: [u8; 4] = *b"MAO1";
/// Anything that does not begin so was not written by the worker.
const ANSWER_MARK: [u8; 4] = *b"MAA1";
/// The mark and the length.
pub(crate) const HEAD_BYTES: usize = 8;

/// What the server asks for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Order<T> {
    /// A number nobody can guess.
    pub(crate) number: u64,
    pub(crate) order: T,
}

/// The head of an answer; the file follows it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// The order's number.
    pub(crate) number: u64,
    /// Whether the worker takes another order after this one.
    pub(crate) more: bool,
    pub(crate) reply: Reply,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reply {
    Done { engine: String, length: usize },
    Refused(RenderError),
}

/// The order as the server writes it.
pub(crate) fn order(number: u64, order: &RenderOrder) -> serde_json::Result<Vec<u8>> {
    Ok(framed(ORDER_MARK, &serde_json::to_vec(&Order { number, order })?, &[]))
}

/// The answer as the worker writes it.
pub(crate) fn answer(number: u64, more: bool, result: Result<Rendered, RenderError>) -> serde_json::Result<Vec<u8>> {
    let (reply, file) = match result {
        Ok(Rendered { bytes, engine }) => (Reply::Done { engine, length: bytes.len() }, bytes),
        Err(error) => (Reply::Refused(error), Vec::new()),
    };
    Ok(framed(ANSWER_MARK, &serde_json::to_vec(&Answer { number, more, reply })?, &file))
}

fn framed(mark: [u8; 4], json: &[u8], file: &[u8]) -> Vec<u8> {
    let length = u32::try_from(json.len()).unwrap_or(u32::MAX);
    [mark.as_slice(), &length.to_be_bytes(), json, file].concat()
}

/// The length of the JSON after the head of an answer; `None` when this is none or too long a one.
pub(crate) fn answer_length(head: [u8; HEAD_BYTES]) -> Option<usize> {
    json_length(head, ANSWER_MARK)
}

fn json_length([a, b, c, d, length @ ..]: [u8; HEAD_BYTES], mark: [u8; 4]) -> Option<usize> {
    let length = usize::try_from(u32::from_be_bytes(length)).ok()?;
    ([a, b, c, d] == mark && length <= limits::MESSAGE_BYTES).then_some(length)
}

/// Reads the next order; `None` when the server sends no more.
pub(crate) fn next_order(input: &mut impl Read) -> io::Result<Option<Order<RenderOrder>>> {
    let mut head = [0; HEAD_BYTES];
    let mut filled = 0;
    while filled < HEAD_BYTES {
        match input.read(head.get_mut(filled..).unwrap_or_default()) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let length = json_length(head, ORDER_MARK).ok_or(io::ErrorKind::InvalidData)?;
    let mut json = vec![0; length];
    input.read_exact(&mut json)?;
    Ok(Some(serde_json::from_slice(&json)?))
}
