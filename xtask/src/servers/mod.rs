//! The servers that the tests talk to: those the developer names, those that already run here, or private ones
//! in a temporary folder that end with the test run.

mod postgres;
mod redis;

use anyhow::Context;
pub(crate) use postgres::is_there as postgres_is_there;
pub(crate) use redis::is_there as redis_is_there;
use std::{net::TcpListener, process::Command};

/// PostgreSQL and Redis for one test run. Private ones end when this value is dropped.
pub(crate) struct Servers {
    postgres: postgres::Postgres,
    redis: redis::Redis,
}

impl Servers {
    /// Finds or starts both, and says which it took.
    pub(crate) fn start() -> anyhow::Result<Self> {
        Ok(Self { postgres: postgres::Postgres::start()?, redis: redis::Redis::start()? })
    }

    /// Tells a test program where they are.
    pub(crate) fn tell(&self, command: &mut Command) {
        command.env("TEST_POSTGRES_URL", self.postgres.url()).env("TEST_REDIS_URL", self.redis.url());
    }
}

/// A port that nobody listens on at this moment.
pub(crate) fn free_port() -> anyhow::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}
