//! What the tests of the storage share: a house of two firms, on a database of its own, on SQLite and on PostgreSQL.

mod bucket_server;
mod clamd;
mod databases;
mod drive_server;
mod firms;
mod house;
mod stand_ins;
mod things;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use domain::shared::problem::Code;
use services::Result;
use tokio::runtime::{Builder, Runtime};

pub(crate) use bucket_server::{BUCKET, BucketServer, Fault, KEY, KEY_ID};
pub(crate) use clamd::{Clamd, Stumble, eicar};
pub(crate) use databases::{Kind, Place, Raw};
pub(crate) use drive_server::DriveServer;
pub(crate) use firms::{PASSWORD, context};
pub(crate) use house::{House, NOW};
pub(crate) use stand_ins::{FailingOnce, NotingOutside};
pub(crate) use things::{company, mandate, organisation, page, person, policy, sign_in, step};

/// Makes each named `async fn(House)` a test on SQLite and a test on PostgreSQL.
macro_rules! on_each_database {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $name() { $crate::support::run($crate::support::Kind::Sqlite, super::$name); })*
        }
        mod on_postgres {
            $(#[test] fn $name() { $crate::support::run($crate::support::Kind::Postgres, super::$name); })*
        }
    };
}

/// Runs one test in a house of its own, and removes the house whether the test holds or not.
pub(crate) fn run<T, F: Future<Output = T>>(kind: Kind, test: impl FnOnce(House) -> F) -> T {
    let opened = firms::opened(kind);
    let runtime = runtime();
    let place = runtime.block_on(opened.place.copy());
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let house = House::open(&place, opened.firms.clone()).await;
            let database = house.database.clone();
            let result = test(house).await;
            database.close().await;
            result
        })
    }));
    runtime.block_on(place.remove());
    outcome.unwrap_or_else(|failure| resume_unwind(failure))
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// The status and the code with which something was refused.
pub(crate) fn refusal<T: std::fmt::Debug>(answer: Result<T>) -> (u16, Code) {
    let problem = answer.expect_err("this should have been refused").problem();
    (problem.status, problem.code)
}

/// The pointer and the code of the first field that was refused.
pub(crate) fn field_refusal<T: std::fmt::Debug>(answer: Result<T>) -> (String, Code) {
    let problem = answer.expect_err("this should have been refused").problem();
    let first = problem.errors.first().expect("a field should have been named");
    (first.pointer.clone(), first.code)
}

/// Refused as if it did not exist.
pub(crate) const NOT_FOUND: (u16, Code) = (404, Code::NotFound);
/// Refused by the role.
pub(crate) const FORBIDDEN: (u16, Code) = (403, Code::Forbidden);
