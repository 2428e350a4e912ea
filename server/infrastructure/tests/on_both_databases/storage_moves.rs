//! Files follow into the place in use, and nothing is lost on the way; what belongs to no record is cleaned away.

use domain::storage::{FilesMoving, SaveStorage, StorageSecrets};
use jiff::SignedDuration;
use services::ports::files::{FileBook, Files};

use super::storage::Stored;
use crate::support::{Fault, House};

on_each_database! {
    files_from_before_follow_into_the_place_in_use,
    a_move_that_is_interrupted_goes_on_and_loses_nothing,
    an_altered_file_is_not_moved_and_stays_where_it_is,
    files_without_a_record_are_cleaned_and_missing_ones_told,
}

const LATER: SignedDuration = SignedDuration::from_mins(10);

fn moving(total: i64, done: i64, failed: i64) -> FilesMoving {
    FilesMoving { total, done, failed }
}

async fn documents(stored: &Stored, number: usize) -> Vec<domain::document::DocumentView> {
    let mut issued = Vec::new();
    for count in 0..number {
        issued.push(stored.house.certificate(&stored.house.one.user, &format!("P-{count}")).await);
    }
    issued
}

async fn all_readable(stored: &Stored, issued: &[domain::document::DocumentView]) {
    for document in issued {
        let file = stored.services.documents.download(&stored.house.one.user, document.id).await.unwrap();
        assert_eq!(i64::try_from(file.content.bytes().unwrap().len()).unwrap(), document.size_bytes);
    }
}

async fn state(stored: &Stored) -> FilesMoving {
    let in_use = stored.house.database.in_use().await.unwrap();
    stored.house.database.moving(in_use.id).await.unwrap()
}

async fn files_from_before_follow_into_the_place_in_use(house: House) {
    let stored = Stored::over(house).await;
    let issued = documents(&stored, 3).await;
    stored.to(stored.s3()).await;
    // Until they moved, they are read where they are; what is new goes to the new place.
    all_readable(&stored, &issued).await;
    assert_eq!(state(&stored).await, moving(3, 0, 0));
    assert_eq!(stored.services.storage.move_files().await.unwrap(), 0, "what was put just now may still be on its way");
    stored.house.clock.advance(LATER);
    assert_eq!(stored.services.storage.move_files().await.unwrap(), 3);
    assert_eq!(state(&stored).await, moving(3, 3, 0));
    assert_eq!(stored.bucket.keys().len(), 3);
    assert!(stored.bucket.keys().iter().all(|key| key.starts_with("monassurance/")));
    let folder = stored.house.place.folder.join(stored.house.one.agency.to_string());
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0, "the old copies are gone");
    all_readable(&stored, &issued).await;
    // On to the drive, and back to the folder.
    stored.to(Stored::google()).await;
    assert_eq!(stored.services.storage.move_files().await.unwrap(), 3);
    assert_eq!((stored.bucket.keys().len(), stored.drive.files()), (0, 3));
    all_readable(&stored, &issued).await;
    stored.to((SaveStorage::local(), StorageSecrets::default())).await;
    assert_eq!(stored.services.storage.move_files().await.unwrap(), 3);
    assert_eq!((stored.drive.files(), state(&stored).await), (0, moving(3, 3, 0)));
    all_readable(&stored, &issued).await;
}

async fn a_move_that_is_interrupted_goes_on_and_loses_nothing(house: House) {
    let stored = Stored::over(house).await;
    let issued = documents(&stored, 2).await;
    stored.to(stored.s3()).await;
    stored.house.clock.advance(LATER);
    // The process dies with one file in its hands, before anything was copied.
    let (book, now) = (&stored.house.database, stored.house.ports.clock.now());
    let to = book.in_use().await.unwrap().id;
    let lease = now + SignedDuration::from_mins(2);
    let taken = book.take_to_move(to, now, now, lease).await.unwrap().unwrap();
    assert_eq!(stored.services.storage.move_files().await.unwrap(), 1, "the one that is free");
    assert_eq!(state(&stored).await, moving(2, 1, 0));
    // It dies again after the book says that the file moved, before the old copy is removed.
    stored.house.clock.advance(LATER);
    let now = stored.house.ports.clock.now();
    let again = book.take_to_move(to, now, now, now + SignedDuration::from_mins(2)).await.unwrap().unwrap();
    assert_eq!(again.key, taken.key);
    assert!(!book.moved(&taken, to, lease).await.unwrap(), "whose lease is over moves nothing");
    stored.bucket.always(Some(Fault::Status(500)));
    stored.house.clock.advance(LATER);
    assert_eq!(stored.services.storage.move_files().await.unwrap(), 0);
    assert_eq!(state(&stored).await, moving(2, 1, 1));
    stored.bucket.always(None);
    assert_eq!(stored.services.storage.move_files().await.unwrap(), 0, "it waits a little");
    stored.house.clock.advance(LATER);
    assert_eq!(stored.services.storage.move_files().await.unwrap(), 1);
    // A copy that was left is removed later.
    let mut raw = stored.house.raw().await;
    let left = "UPDATE stored_files SET left_id = (SELECT id FROM storage_configurations WHERE backend = 'local')";
    raw.run(left).await;
    let path = stored.house.place.folder.join(&taken.key);
    std::fs::write(&path, "old copy").unwrap();
    stored.services.storage.move_files().await.unwrap();
    assert!(!path.exists());
    assert_eq!(raw.number("SELECT COUNT(*) FROM stored_files WHERE left_id IS NOT NULL").await, 0);
    assert_eq!(state(&stored).await, moving(2, 2, 0));
    all_readable(&stored, &issued).await;
}

async fn an_altered_file_is_not_moved_and_stays_where_it_is(house: House) {
    let stored = Stored::over(house).await;
    let issued = documents(&stored, 1).await;
    let path = stored.house.place.folder.join(format!("{}/{}.pdf", stored.house.one.agency, issued[0].id));
    std::fs::write(&path, "something else").unwrap();
    stored.to(stored.s3()).await;
    stored.house.clock.advance(LATER);
    assert_eq!(stored.services.storage.move_files().await.unwrap(), 0);
    assert_eq!(state(&stored).await, moving(1, 0, 1));
    assert!(path.exists() && stored.bucket.keys().is_empty());
}

async fn files_without_a_record_are_cleaned_and_missing_ones_told(house: House) {
    let stored = Stored::over(house).await;
    let issued = documents(&stored, 2).await;
    let agency = stored.house.one.agency;
    let orphan = format!("{agency}/orphan.pdf");
    stored.files.put(&orphan, b"nobody's".to_vec()).await.unwrap();
    let firms = [agency, stored.house.two.agency];
    let swept = stored.services.storage.sweep(&firms).await.unwrap();
    assert_eq!((swept.looked_for, swept.removed, swept.missing), (3, 0, 0), "its record may still come");
    stored.house.clock.advance(SignedDuration::from_hours(25));
    let folder = &stored.house.place.folder;
    let path = folder.join(format!("{agency}/{}.pdf", issued[0].id));
    let kept = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    // Files that the book does not know: old ones are removed, fresh ones are not.
    let stranger = |name: &str, day: &str| {
        let path = folder.join(format!("{agency}/{name}.pdf"));
        std::fs::write(&path, "left by a store that died").unwrap();
        let written: jiff::Timestamp = day.parse().unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(written.into()).unwrap();
        path
    };
    let (old, fresh) = (stranger("old", "2026-11-20T10:00:00Z"), stranger("fresh", "2026-11-24T10:00:00Z"));
    let swept = stored.services.storage.sweep(&firms).await.unwrap();
    assert_eq!((swept.looked_for, swept.removed, swept.missing), (2, 2, 1));
    assert!(!folder.join(&orphan).exists() && !old.exists() && fresh.exists());
    assert_eq!(stored.house.database.swept().await.unwrap(), Some(swept));
    std::fs::write(&path, kept).unwrap();
    all_readable(&stored, &issued).await;
}
