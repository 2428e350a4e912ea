//! Health: which part answers and which does not.

use std::fs;

use crate::kit::{Kind, Site, alone, on_each_database};

on_each_database! {
    every_part_of_a_sound_house_is_well,
}

async fn every_part_of_a_sound_house_is_well(site: &'static Site) {
    for path in [
        "/health",
        "/health/live",
        "/health/ready",
        "/health/db",
        "/health/storage",
        "/health/queue",
        "/health/scanner",
    ] {
        let told = site.web("GET", path).send().await.expect(200);
        assert_eq!(told["status"], "ok", "{path}");
    }
}

/// What each address answers: the process, readiness, database, queue, storage.
async fn statuses(site: &Site) -> [u16; 5] {
    let mut statuses = [0; 5];
    for (place, path) in ["live", "ready", "db", "queue", "storage"].iter().enumerate() {
        statuses[place] = site.web("GET", &format!("/health/{path}")).send().await.status;
    }
    statuses
}

#[test]
fn a_database_that_is_gone_is_named() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        alone(async {
            let site = Site::empty(kind, &[]).await;
            site.house.database.close().await;
            // The queue is the database's, and where files are kept stands in it.
            assert_eq!(statuses(&site).await, [200, 503, 503, 503, 503], "{kind:?}");
            let told = site.web("GET", "/health/ready").send().await.expect(503);
            assert_eq!((&told["status"], &told["part"]), (&"down".into(), &"database".into()));
            // A request says the same, as a problem, and tells nothing of the inside.
            let body = serde_json::json!({ "email": "a@b.test", "password": "x" });
            let problem = site.api("POST", "/auth/login").body(&body).send().await.problem(503, "unavailable");
            assert!(!problem.to_string().to_lowercase().contains("sql"), "{problem}");
        });
    }
}

#[test]
fn a_store_of_files_that_is_gone_is_named() {
    alone(async {
        let site = Site::empty(Kind::Sqlite, &[]).await;
        let folder = site.house.config.data_dir.join("files");
        fs::remove_dir_all(&folder).unwrap();
        // A file where the folder should be, so that nothing can be written there, not even by a superuser.
        fs::write(&folder, "").unwrap();
        assert_eq!(statuses(&site).await, [200, 503, 200, 200, 503]);
    });
}
