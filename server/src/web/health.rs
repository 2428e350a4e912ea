//! Health: whether the process lives, whether it is ready, and which part does not answer. Each answers within 2 seconds.

use std::future::Future;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use infrastructure::redis::RedisLink;
use serde_json::{Value, json};

use crate::wiring::House;

/// How long a part may take to answer.
const PATIENCE: Duration = Duration::from_millis(1800);

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/health", get(alive))
        .route("/health/live", get(alive))
        .route("/health/ready", get(ready))
        .route("/health/db", get(database))
        .route("/health/queue", get(queue))
        .route("/health/storage", get(storage))
        .route("/health/redis", get(redis))
        .route("/health/scanner", get(scanner))
}

/// The process lives. Where instances share a Redis that did not answer lately, it says so: each counts limits for itself.
async fn alive(State(house): State<House>) -> Json<Value> {
    match house.redis.as_ref().map(RedisLink::is_broken) {
        Some(true) => Json(json!({ "status": "ok", "redis": "down", "limits": "per instance" })),
        _ => Json(json!({ "status": "ok" })),
    }
}

/// Everything that a request needs. Without Redis, where one is set, nobody's browser session can be read.
async fn ready(State(house): State<House>) -> (StatusCode, Json<Value>) {
    let parts = tokio::join!(
        part("database", house.ports.sign_in.check()),
        part("redis", check_redis(&house)),
        part("storage", house.ports.files.check()),
    );
    let (database, redis, storage) = parts;
    [database, redis].into_iter().find(|(status, _)| *status != StatusCode::OK).unwrap_or(storage)
}

/// Well, too, where there is none.
async fn redis(State(house): State<House>) -> (StatusCode, Json<Value>) {
    part("redis", check_redis(&house)).await
}

async fn check_redis(house: &House) -> services::Result<()> {
    match &house.redis {
        Some(link) => link.check().await,
        None => Ok(()),
    }
}

async fn database(State(house): State<House>) -> (StatusCode, Json<Value>) {
    part("database", house.ports.sign_in.check()).await
}

/// The queue is the database's until jobs move elsewhere.
async fn queue(State(house): State<House>) -> (StatusCode, Json<Value>) {
    part("queue", house.ports.sign_in.check()).await
}

async fn storage(State(house): State<House>) -> (StatusCode, Json<Value>) {
    part("storage", house.ports.files.check()).await
}

/// The scanner of files; well, too, where there is none. Only files wait for it, so the rest is ready without it.
async fn scanner(State(house): State<House>) -> (StatusCode, Json<Value>) {
    let check = async {
        match &house.ports.scanner {
            Some(scanner) => scanner.check().await,
            None => Ok(()),
        }
    };
    part("scanner", check).await
}

async fn part(name: &str, check: impl Future<Output = services::Result<()>>) -> (StatusCode, Json<Value>) {
    let reason = match tokio::time::timeout(PATIENCE, check).await {
        Ok(Ok(())) => return (StatusCode::OK, Json(json!({ "status": "ok", "part": name }))),
        Ok(Err(error)) => {
            tracing::warn!("{name}: {error}: {:?}", std::error::Error::source(&error));
            "failed"
        }
        Err(_) => "timeout",
    };
    (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "down", "part": name, "reason": reason })))
}
