//! A request's body on its way in: it has to keep a pace, however long it is.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::BoxError;
use axum::body::HttpBody;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep};

use super::{Patience, now};

/// What a request's layers can know of its body: how much has come, and whether the client was too slow.
#[derive(Debug, Clone)]
pub struct Upload(Arc<State>);

#[derive(Debug)]
struct State {
    bytes: AtomicU64,
    too_slow: AtomicBool,
}

impl Upload {
    pub(super) fn new() -> Self {
        Self(Arc::new(State { bytes: AtomicU64::new(0), too_slow: AtomicBool::new(false) }))
    }

    /// How many bytes have come.
    pub fn bytes(&self) -> u64 {
        self.0.bytes.load(Ordering::Relaxed)
    }

    /// Whether the server gave up on the body.
    pub fn is_too_slow(&self) -> bool {
        self.0.too_slow.load(Ordering::Relaxed)
    }
}

/// The body did not keep the pace.
#[derive(Debug, thiserror::Error)]
#[error("the body came too slowly")]
struct TooSlow;

/// A body that is given up when it does not keep the pace.
pub(super) struct Paced {
    body: Incoming,
    upload: Upload,
    patience: Duration,
    pace: u64,
    began: Option<Instant>,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Paced {
    pub(super) fn new(body: Incoming, upload: Upload, patience: &Patience) -> Self {
        Self { body, upload, patience: patience.body, pace: patience.body_pace.max(1), began: None, waiting: None }
    }

    /// Until when the next bytes must be there: what has come already buys time for what is to come.
    fn deadline(&mut self) -> Instant {
        let began = *self.began.get_or_insert_with(now);
        began + self.patience + Duration::from_secs(self.upload.bytes() / self.pace)
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let this = self.get_mut();
        let deadline = this.deadline();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            if let Some(Ok(frame)) = &frame
                && let Some(data) = frame.data_ref()
            {
                this.upload.0.bytes.fetch_add(data.len() as u64, Ordering::Relaxed);
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        // Only a client that is waited for can be too slow; the server's own slowness is not his.
        let waiting = this.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
        if waiting.deadline() != deadline {
            waiting.as_mut().reset(deadline);
        }
        waiting.as_mut().poll(context).map(|()| {
            this.upload.0.too_slow.store(true, Ordering::Relaxed);
            Some(Err(TooSlow.into()))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
