//! Opening the database: its schema is brought up to date once, whoever comes at the same moment.

use std::fs;
use std::path::Path;

use infrastructure::sql::SqlDatabase;
use services::ports::sign_in::SignInStore;

use crate::support::{House, Place};

on_each_database! {
    two_instances_that_start_at_once_share_one_new_database,
    several_new_databases_are_made_at_once,
    what_was_committed_is_there_after_a_restart,
    a_closed_database_says_that_it_does_not_answer,
}

async fn two_instances_that_start_at_once_share_one_new_database(house: House) {
    let place = Place::new(house.place.kind).await;
    let settings = place.settings();
    let every = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/sqlite")).unwrap().count();
    let (a, b, c) =
        tokio::join!(SqlDatabase::open(&settings), SqlDatabase::open(&settings), SqlDatabase::open(&settings));
    for opened in [a, b, c] {
        let database = opened.unwrap();
        database.check().await.unwrap();
        assert_eq!(database.migrations().len(), every);
        database.close().await;
    }
    place.remove().await;
}

async fn several_new_databases_are_made_at_once(house: House) {
    let (a, b, c) =
        (Place::new(house.place.kind).await, Place::new(house.place.kind).await, Place::new(house.place.kind).await);
    let settings = [a.settings(), b.settings(), c.settings()];
    let opened = futures::future::join_all(settings.iter().map(SqlDatabase::open)).await;
    for database in opened {
        database.unwrap().close().await;
    }
    for place in [a, b, c] {
        place.remove().await;
    }
}

async fn what_was_committed_is_there_after_a_restart(house: House) {
    let client = house.client(&house.one.user, "Durand").await;
    house.database.close().await;
    let database = SqlDatabase::open(&house.place.settings()).await.unwrap();
    let ports = services::Ports { database: std::sync::Arc::new(database.clone()), ..house.ports.clone() };
    let services = services::Services::new(&ports);
    assert_eq!(services.clients.find(&house.one.user, client.id).await.unwrap(), client);
    assert!(services.audit.verify(&house.one.manager).await.unwrap().intact);
    database.close().await;
}

async fn a_closed_database_says_that_it_does_not_answer(house: House) {
    house.database.close().await;
    let problem = house.services.agencies.own(&house.one.user).await.unwrap_err().problem();
    assert_eq!((problem.status, problem.facts["part"].as_str()), (503, "database"));
}
