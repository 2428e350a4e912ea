//! What is sent twice happens once, through both doors: a request with a key is claimed before it is worked on, and its answer
//! is kept for a day and given again.
//!
//! Answers can hold signed links, so they are sealed at rest, each for its own key.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::shared::UserId;
use domain::shared::problem::Code;
use infrastructure::sql::idempotency::Claim;
use infrastructure::time::SystemClock;
use services::Result;
use services::access::Principal;
use services::ports::clock::Clock;
use services::ports::security::SealPurpose;
use sha2::{Digest, Sha256};

use super::problem::{ApiError, mark, plain};
use crate::wiring::House;

/// How often a second sending looks whether the first is answered.
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(100);

/// A request read to its end.
pub(crate) struct Whole {
    parts: Parts,
    /// Its body.
    pub(crate) body: Bytes,
}

impl Whole {
    /// Reads a request whose body has so many bytes at most.
    pub(crate) async fn read(request: Request, max: usize) -> std::result::Result<Self, Response> {
        let (parts, body) = request.into_parts();
        match to_bytes(body, max).await {
            Ok(body) => Ok(Self { parts, body }),
            Err(_) => Err(mark(plain(StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge))),
        }
    }

    /// What tells it from any other request: path and body.
    pub(crate) fn hash(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.parts.uri.path());
        hash.update([0]);
        hash.update(&self.body);
        hex::encode(hash.finalize())
    }

    /// The request again.
    pub(crate) fn request(self) -> Request {
        Request::from_parts(self.parts, Body::from(self.body))
    }
}

/// An answer as it is kept.
pub(crate) struct Kept {
    /// The HTTP status.
    pub(crate) status: u16,
    /// What the door needs to give it again.
    pub(crate) body: String,
}

/// How a request stands whose key was shown.
pub(crate) enum Standing<'a> {
    /// It is the first of its key: to be worked on, then answered with the claim.
    First(Claimed<'a>),
    /// It was answered before.
    Answered(Kept),
    /// It is not worked on, and this is why.
    Refused(Response),
}

/// A key that this request holds.
pub(crate) struct Claimed<'a> {
    house: &'a House,
    who: &'a Principal,
    key: &'a str,
}

/// Claims a key for a request, looking up to `looks` times while another one holds it.
pub(crate) async fn claim<'a>(
    house: &'a House,
    who: &'a Principal,
    key: &'a str,
    hash: &str,
    looks: usize,
) -> Standing<'a> {
    let claimed = Claimed { house, who, key };
    let mut looks = looks;
    let claim = loop {
        looks = looks.saturating_sub(1);
        match house.database.claim_idempotency_key(who, key, hash, SystemClock.now().as_second()).await {
            Ok(Claim::InProgress) if looks > 0 => tokio::time::sleep(LOOK_EVERY).await,
            claim => break claim,
        }
    };
    Standing::Refused(match claim {
        Err(error) => ApiError(error).into_response(),
        Ok(Claim::New) => return Standing::First(claimed),
        Ok(Claim::InProgress) => mark(plain(StatusCode::CONFLICT, Code::IdempotencyInProgress)),
        Ok(Claim::OtherRequest) => mark(plain(StatusCode::UNPROCESSABLE_ENTITY, Code::IdempotencyKeyReused)),
        Ok(Claim::Answered { status, body }) => match claimed.opened(&body) {
            Some(body) => return Standing::Answered(Kept { status, body }),
            // It was done, so it is not done again; but what it answered is lost.
            None => mark(plain(StatusCode::CONFLICT, Code::IdempotencyAnswerLost)),
        },
    })
}

impl Claimed<'_> {
    /// Keeps the answer. One that cannot be kept is told to the log only: the work is done.
    pub(crate) async fn keep(self, answer: Kept) {
        let kept = async {
            let sealed = self.house.ports.sealer.seal(SealPurpose::Answer, &self.row(), answer.body.as_bytes())?;
            let sealed = hex::encode(sealed);
            self.house.database.answer_idempotency_key(self.who, self.key, answer.status, &sealed).await
        };
        warn(kept.await, "an answer was not kept");
    }

    /// Gives the key back, so that the request may be sent again: it changed nothing.
    pub(crate) async fn forget(self) {
        warn(self.house.database.forget_idempotency_key(self.who, self.key).await, "a key was not given back");
    }

    fn opened(&self, kept: &str) -> Option<String> {
        let sealed = hex::decode(kept).ok()?;
        String::from_utf8(self.house.ports.sealer.open(SealPurpose::Answer, &self.row(), &sealed)?).ok()
    }

    /// The row that an answer is sealed for: a key is a person's own.
    fn row(&self) -> String {
        let user = self.who.user_id().map(|id: UserId| id.to_string()).unwrap_or_default();
        format!("{} {user} {}", self.who.agency(), self.key)
    }
}

fn warn(outcome: Result<()>, what: &str) {
    if let Err(error) = outcome {
        tracing::warn!("{what}: {error}");
    }
}
