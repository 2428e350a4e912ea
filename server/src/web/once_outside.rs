//! A stranger's form sent twice happens once too: a double click on a step of signing in would use a code up and then call it
//! wrong. The browser waits for its last answer only, so that one leads where the first led, with the cookie that came of it.
//!
//! Strangers have no place of their own in the database, so what is known of a form is kept beside the sessions, for as long
//! as impatience lasts.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::shared::problem::Code;
use infrastructure::time::SystemClock;
use serde::{Deserialize, Serialize};
use services::ports::clock::Clock;
use services::{Error, Result};
use sha2::{Digest, Sha256};
use tower_sessions::Session;

use super::cookies::Handed;
use super::once::{LOOKS, destination, led_to};
use crate::http::once::LOOK_EVERY;
use crate::http::problem::{ApiError, mark, plain};
use crate::http::session_store::WebSessions;

/// How long is known where a form led, in seconds.
const KEPT_S: i64 = 60;

/// Where a form led, and the session that came of it.
#[derive(Serialize, Deserialize)]
struct Outcome {
    location: String,
    session: Option<String>,
}

/// A browser in which nobody is signed in.
pub(super) struct Stranger {
    /// What its cookie says.
    pub(super) cookie: String,
    /// Its session.
    pub(super) session: Session,
}

/// What is known of a form that this browser sent with this hash.
struct Sent {
    store: WebSessions,
    name: String,
}

impl Stranger {
    /// Runs a form, unless this very browser sent the same one just before. Who sends it hanging up does not stop it: the
    /// code would be used up, and nobody signed in.
    pub(super) async fn once(
        self,
        store: WebSessions,
        hash: &str,
        run: impl Future<Output = Response> + Send + 'static,
    ) -> Response {
        let name = format!("form:{}", hex::encode(Sha256::digest(format!("{} {hash}", self.cookie))));
        let sent = Sent { store, name };
        let session = self.session;
        let work = async move {
            match sent.claim().await {
                Ok(Some(response)) => response,
                Ok(None) => sent.first(&session, run).await,
                Err(error) => ApiError(error).into_response(),
            }
        };
        match tokio::spawn(tracing::Instrument::in_current_span(work)).await {
            Ok(response) => response,
            Err(error) => ApiError(Error::Internal(error.into())).into_response(),
        }
    }
}

impl Sent {
    /// Claims the form: nothing when it is the first, else its answer.
    async fn claim(&self) -> Result<Option<Response>> {
        for _ in 0..LOOKS {
            if self.store.insert(&self.name, "", until()).await? {
                return Ok(None);
            }
            match self.store.read(&self.name).await? {
                Some(text) if !text.is_empty() => return Ok(Some(again(&text))),
                _ => tokio::time::sleep(LOOK_EVERY).await,
            }
        }
        Ok(Some(mark(plain(StatusCode::CONFLICT, Code::IdempotencyInProgress))))
    }

    async fn first(&self, session: &Session, run: impl Future<Output = Response> + Send) -> Response {
        let response = run.await;
        // One that was refused changed nothing, and may be sent again.
        let kept = match destination(&response) {
            Some(location) => self.keep(session, location).await,
            None => self.store.remove(&self.name).await,
        };
        if let Err(error) = kept {
            tracing::warn!("where a form led was not kept: {error}");
        }
        response
    }

    async fn keep(&self, session: &Session, location: String) -> Result<()> {
        // It has its id when it is saved, which the session layer would do only after us.
        let unavailable = |error| Error::Unavailable { part: "database", source: Box::new(error) };
        if session.is_modified() && !session.is_empty().await {
            session.save().await.map_err(unavailable)?;
        }
        let outcome = Outcome { location, session: session.id().map(|id| id.to_string()) };
        let text = serde_json::to_string(&outcome).map_err(|error| Error::Internal(error.into()))?;
        self.store.update(&self.name, &text, until()).await.map(drop)
    }
}

fn until() -> i64 {
    SystemClock.now().as_second() + KEPT_S
}

/// The answer to a form that led somewhere before.
fn again(text: &str) -> Response {
    match serde_json::from_str::<Outcome>(text) {
        Ok(outcome) => {
            let mut response = led_to(&outcome.location);
            if let Some(session) = outcome.session {
                response.extensions_mut().insert(Handed(session));
            }
            response
        }
        Err(error) => ApiError(Error::Internal(error.into())).into_response(),
    }
}
