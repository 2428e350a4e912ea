//! Where files are kept: the same suite through a folder, a bucket whose server checks every signature, and a stand-in for
//! Google Drive; with faults in the middle.

use std::sync::Arc;
use std::time::Duration;

use domain::document::DocumentInput;
use domain::shared::problem::Code;
use domain::storage::{SaveStorage, StorageBackend, StorageSecrets, StorageStep, StorageTrouble};
use infrastructure::files::{FilePlaces, PlaceSettings};
use services::documents::FileContent;
use services::ports::files::{FileBook, Files, OpenStorage, Places};
use services::storage::KeptFiles;
use services::{Ports, Services};
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use crate::support::{BUCKET, BucketServer, DriveServer, Fault, House, KEY, KEY_ID, Kind, refusal};

on_each_database! {
    a_file_is_kept_read_and_removed_in_every_place,
    what_is_no_longer_the_same_file_is_never_handed_out,
    a_bucket_that_stumbles_is_tried_again,
    a_browser_may_fetch_a_file_from_the_bucket_itself,
    a_bucket_that_is_down_is_told_soon_and_leaves_no_document,
    a_drive_whose_token_is_over_gets_another_one,
    a_test_says_which_step_failed_and_why,
    a_folder_that_is_gone_is_told_and_never_made_anew,
    the_book_asks_every_table_that_names_files,
}

/// The house with places of which a test may say where they are.
pub(super) struct Stored {
    pub(super) house: House,
    pub(super) services: Box<Services>,
    pub(super) files: KeptFiles,
    pub(super) places: Arc<FilePlaces>,
    pub(super) bucket: BucketServer,
    pub(super) drive: DriveServer,
}

impl Stored {
    /// A house is large, so it waits on the heap.
    pub(super) fn over(house: House) -> impl Future<Output = Self> {
        Box::pin(Self::started(house))
    }

    async fn started(house: House) -> Self {
        let (bucket, drive) = (BucketServer::start().await, DriveServer::start().await);
        let settings = PlaceSettings {
            open_networks: vec!["127.0.0.0/8".parse().unwrap()],
            authorities: None,
            google: Some(drive.endpoint()),
        };
        let places = Arc::new(FilePlaces::new(&house.place.folder, settings).unwrap());
        let files = KeptFiles::new(
            Arc::new(house.database.clone()),
            places.clone(),
            house.ports.sealer.clone(),
            house.ports.clock.clone(),
        );
        let ports = Ports { files: Arc::new(files.clone()), kept_files: files.clone(), ..house.ports.clone() };
        Self { services: Box::new(Services::new(&ports)), house, files, places, bucket, drive }
    }

    pub(super) fn s3(&self) -> (SaveStorage, StorageSecrets) {
        let said = SaveStorage {
            backend: StorageBackend::S3,
            endpoint: Some(self.bucket.endpoint()),
            region: Some("us-east-1".into()),
            bucket: Some(BUCKET.into()),
            folder: Some("monassurance".into()),
            account: Some(KEY_ID.into()),
            direct_downloads: false,
        };
        (said, StorageSecrets { secret_access_key: Some(KEY.into()), ..StorageSecrets::default() })
    }

    pub(super) fn google() -> (SaveStorage, StorageSecrets) {
        let said = SaveStorage {
            backend: StorageBackend::GoogleDrive,
            folder: Some("monassurance".into()),
            account: Some("program.apps.googleusercontent.com".into()),
            ..SaveStorage::local()
        };
        let secrets = StorageSecrets {
            client_secret: Some("hidden".into()),
            refresh_token: Some("hidden-token".into()),
            ..StorageSecrets::default()
        };
        (said, secrets)
    }

    pub(super) async fn to(&self, (said, secrets): (SaveStorage, StorageSecrets)) {
        self.services.storage.adopt(said, secrets).await.unwrap();
    }

    /// A certificate that may be issued.
    async fn order(&self) -> DocumentInput {
        let policy = self.house.bound(&self.house.one.user, "P-1").await;
        self.house.give_mandate(policy.company_id).await;
        let template = self.house.template("certificate", "<h1>Attestation</h1>").await;
        let (template_id, policy_id) = (Some(template.id.to_string()), Some(policy.id.to_string()));
        DocumentInput { template_id, policy_id, ..DocumentInput::default() }
    }

    fn key(&self, name: &str) -> String {
        format!("{}/{name}", self.house.one.agency)
    }
}

fn sum(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

async fn a_file_is_kept_read_and_removed_in_every_place(house: House) {
    let stored = Stored::over(house).await;
    let local = (SaveStorage::local(), StorageSecrets::default());
    for place in [local, stored.s3(), Stored::google()] {
        let backend = place.0.backend;
        stored.to(place).await;
        stored.files.check().await.unwrap_or_else(|error| panic!("{backend:?}: {error:?}"));
        let key = stored.key(&format!("{}.pdf", backend.code()));
        assert_eq!(stored.files.get(&key, &sum(b"none")).await.unwrap(), None, "{backend:?}");
        // More than one buffer, and bytes that are no text.
        let bytes: Vec<u8> = (0..300_000_u32).map(|number| (number % 251) as u8).collect();
        stored.files.put(&key, bytes.clone()).await.unwrap_or_else(|error| panic!("{backend:?}: {error:?}"));
        let entry = stored.house.database.file(&key).await.unwrap().unwrap();
        assert_eq!((entry.checksum, entry.size), (sum(&bytes), 300_000));
        let found = stored.files.get(&key, &sum(&bytes)).await.unwrap_or_else(|error| panic!("{backend:?}: {error:?}"));
        assert!(found.unwrap() == bytes, "{backend:?}");
        let at = OpenStorage { id: None, version: 0, how: stored.s3().0, secrets: stored.s3().1 };
        if backend == StorageBackend::S3 {
            assert_eq!(stored.places.list(&at, stored.house.one.agency).await.unwrap(), std::slice::from_ref(&key));
            assert!(stored.places.written_at(&at, &key).await.unwrap().is_some());
        }
        stored.files.delete(&key).await.unwrap_or_else(|error| panic!("{backend:?}: {error:?}"));
        assert_eq!(stored.files.get(&key, &sum(&bytes)).await.unwrap(), None, "{backend:?}");
        assert_eq!(stored.house.database.file(&key).await.unwrap(), None);
    }
    assert_eq!(stored.bucket.refused_signatures(), 0);
    assert_eq!((stored.bucket.keys(), stored.drive.files()), (Vec::new(), 0));
}

async fn what_is_no_longer_the_same_file_is_never_handed_out(house: House) {
    let stored = Stored::over(house).await;
    let issued = stored.house.certificate(&stored.house.one.user, "P-1").await;
    let documents = &stored.services.documents;
    assert!(documents.download(&stored.house.one.user, issued.id).await.is_ok());
    let path = stored.house.place.folder.join(format!("{}/{}.pdf", stored.house.one.agency, issued.id));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[0] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let answer = documents.download(&stored.house.one.user, issued.id).await.map(|_| ());
    assert_eq!(refusal(answer), (500, Code::FileAltered));
    // The firm's log says so, and of no download.
    let mut raw = stored.house.raw().await;
    let events = "SELECT action FROM audit_events ORDER BY sequence DESC LIMIT 1";
    assert_eq!(raw.texts(events).await, ["storage.file_altered"]);
    // Whoever changes the file and the book, but not the document, changes nothing.
    raw.run("UPDATE stored_files SET checksum_sha256 = 'x'").await;
    let answer = documents.download(&stored.house.one.user, issued.id).await.map(|_| ());
    assert_eq!(refusal(answer), (500, Code::FileAltered));
}

async fn a_bucket_that_stumbles_is_tried_again(house: House) {
    let stored = Stored::over(house).await;
    stored.to(stored.s3()).await;
    for fault in [Fault::Status(500), Fault::Status(429), Fault::HangUp] {
        stored.bucket.meet(&[fault]);
        let key = stored.key(&format!("{fault:?}").to_lowercase().replace(['(', ')'], ""));
        stored.files.put(&key, b"whole".to_vec()).await.unwrap_or_else(|error| panic!("{fault:?}: {error:?}"));
        stored.bucket.meet(&[fault]);
        assert_eq!(stored.files.get(&key, &sum(b"whole")).await.unwrap().unwrap(), b"whole", "{fault:?}");
    }
    stored.to(Stored::google()).await;
    for fault in [Fault::Status(500), Fault::Status(429), Fault::HangUp] {
        stored.drive.drive.lock().unwrap().faults.push_back(fault);
        let key = stored.key(&format!("drive-{fault:?}").to_lowercase().replace(['(', ')'], ""));
        stored.files.put(&key, b"whole".to_vec()).await.unwrap_or_else(|error| panic!("{fault:?}: {error:?}"));
        assert_eq!(stored.files.get(&key, &sum(b"whole")).await.unwrap().unwrap(), b"whole", "{fault:?}");
    }
    assert_eq!(stored.drive.files(), 3, "what was tried twice is there once");
}

async fn a_bucket_that_is_down_is_told_soon_and_leaves_no_document(house: House) {
    let stored = Stored::over(house).await;
    let order = stored.order().await;
    let input = || order.clone();
    stored.to(stored.s3()).await;
    let faults = if stored.house.place.kind == Kind::Sqlite {
        vec![Fault::Status(503), Fault::HangUp]
    } else {
        vec![Fault::Status(503), Fault::Silence]
    };
    for fault in faults {
        stored.bucket.always(Some(fault));
        let asked = stored.services.documents.issue(&stored.house.one.user, input());
        let answer = timeout(Duration::from_secs(30), asked).await.unwrap_or_else(|_| panic!("{fault:?}: no answer"));
        assert_eq!(refusal(answer), (503, Code::Unavailable), "{fault:?}");
    }
    assert_eq!(stored.house.raw().await.number("SELECT COUNT(*) FROM documents").await, 0);
    assert_eq!(stored.bucket.keys(), Vec::<String>::new());
    stored.bucket.always(None);
    let issued = stored.services.documents.issue(&stored.house.one.user, input()).await.unwrap();
    assert!(stored.services.documents.download(&stored.house.one.user, issued.id).await.is_ok());
}

async fn a_browser_may_fetch_a_file_from_the_bucket_itself(house: House) {
    let stored = Stored::over(house).await;
    let (said, secrets) = stored.s3();
    stored.to((SaveStorage { direct_downloads: true, ..said }, secrets)).await;
    let who = &stored.house.one.user;
    let order = stored.order().await;
    let issued = stored.services.documents.issue(who, order).await.unwrap();
    let handed = async || stored.services.documents.download(who, issued.id).await.unwrap().content;
    let FileContent::Address(address) = handed().await else { panic!("the file itself was read") };
    assert!(address.starts_with(&stored.bucket.endpoint()) && address.contains("X-Amz-Expires=300"), "{address}");
    let (head, bytes) = stored.bucket.fetch(&address).await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(head.contains("content-type: application/pdf"), "{head}");
    assert!(head.contains(&format!("attachment; filename=\"{}.pdf\"", issued.number)), "{head}");
    assert_eq!(sum(&bytes), issued.checksum_sha256);
    // Whoever holds the address changes nothing about it.
    for (from, to) in [
        ("attachment", "inline"),
        ("type=application/pdf", "type=text/html"),
        ("X-Amz-Expires=300", "X-Amz-Expires=900"),
        (".pdf?", ".pdg?"),
    ] {
        assert!(address.contains(from), "{from}: {address}");
        assert!(stored.bucket.fetch(&address.replacen(from, to, 1)).await.0.starts_with("HTTP/1.1 403"), "{from}");
    }
    // What is there no longer as it was is not sent anybody's way.
    stored.bucket.alter_all();
    let answer = stored.services.documents.download(who, issued.id).await.map(|_| ());
    assert!(matches!(answer, Err(services::Error::Altered { .. })), "{answer:?}");
    stored.bucket.lose_all();
    assert!(stored.services.documents.download(who, issued.id).await.is_err());
}

async fn a_drive_whose_token_is_over_gets_another_one(house: House) {
    let stored = Stored::over(house).await;
    stored.to(Stored::google()).await;
    let key = stored.key("a.pdf");
    stored.files.put(&key, b"whole".to_vec()).await.unwrap();
    stored.drive.expire();
    assert_eq!(stored.files.get(&key, &sum(b"whole")).await.unwrap().unwrap(), b"whole");
    stored.drive.revoke();
    let answer = stored.files.get(&key, &sum(b"whole")).await;
    assert_eq!(refusal(answer), (503, Code::Unavailable), "a permission that was taken back is no missing file");
    assert_eq!(refusal(stored.files.put(&stored.key("b.pdf"), b"x".to_vec()).await), (503, Code::Unavailable));
    assert_eq!(stored.drive.files(), 1);
}

async fn a_test_says_which_step_failed_and_why(house: House) {
    let stored = Stored::over(house).await;
    let tried = async |(how, secrets): (SaveStorage, StorageSecrets)| {
        let report = stored.places.try_out(&OpenStorage { id: None, version: 0, how, secrets }).await;
        (report.works, report.failed_step, report.trouble)
    };
    let (write, works) = (Some(StorageStep::Write), (true, None, None));
    assert_eq!(tried((SaveStorage::local(), StorageSecrets::default())).await, works);
    assert_eq!(tried(stored.s3()).await, works);
    assert_eq!(tried(Stored::google()).await, works);
    assert_eq!((stored.bucket.keys(), stored.drive.files()), (Vec::new(), 0), "the probe is gone");
    let (how, _) = stored.s3();
    let wrong = StorageSecrets { secret_access_key: Some("wrong".into()), ..StorageSecrets::default() };
    assert_eq!(tried((how.clone(), wrong)).await, (false, write, Some(StorageTrouble::KeysRefused)));
    let elsewhere = SaveStorage { bucket: Some("autre".into()), ..how.clone() };
    assert_eq!(tried((elsewhere, stored.s3().1)).await, (false, write, Some(StorageTrouble::NothingThere)));
    let nobody = SaveStorage { endpoint: Some("http://127.0.0.1:1".into()), ..how.clone() };
    assert_eq!(tried((nobody, stored.s3().1)).await, (false, write, Some(StorageTrouble::NotReached)));
    // As a name would be that changed since it was written.
    let private = SaveStorage { endpoint: Some("http://10.1.2.3:9000".into()), ..how };
    assert_eq!(tried((private, stored.s3().1)).await, (false, write, Some(StorageTrouble::PrivateAddress)));
    stored.drive.revoke();
    assert_eq!(tried(Stored::google()).await, (false, write, Some(StorageTrouble::KeysRefused)));
    stored.bucket.meet(&[Fault::Status(200)]);
    assert_eq!(
        tried(stored.s3()).await,
        (false, Some(StorageStep::Read), Some(StorageTrouble::NothingThere)),
        "a server that says yes and keeps nothing"
    );
}

async fn a_folder_that_is_gone_is_told_and_never_made_anew(house: House) {
    let stored = Stored::over(house).await;
    let places = FilePlaces::new(&stored.house.place.folder.join("gone"), PlaceSettings::default()).unwrap();
    let at = OpenStorage { id: None, version: 0, how: SaveStorage::local(), secrets: StorageSecrets::default() };
    assert_eq!(refusal(places.put(&at, &stored.key("a.pdf"), b"x").await), (503, Code::Unavailable));
    assert_eq!(refusal(places.get(&at, &stored.key("a.pdf"), 1).await), (503, Code::Unavailable));
    assert_eq!(places.try_out(&at).await.trouble, Some(StorageTrouble::NothingThere));
    assert!(!stored.house.place.folder.join("gone").exists());
}

async fn the_book_asks_every_table_that_names_files(house: House) {
    if house.place.kind != Kind::Sqlite {
        return;
    }
    let tables = "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'file_key' WHERE m.type = 'table' AND m.name <> 'stored_files' ORDER BY m.name";
    let asked = infrastructure::sql::statements()
        .into_iter()
        .filter(|text| text.contains("stored_files f") || text.contains(") AS named"))
        .collect::<Vec<_>>();
    assert_eq!(asked.len(), 2);
    for table in house.raw().await.texts(tables).await {
        assert!(
            asked.iter().all(|text| text.contains(&format!("FROM {table} "))),
            "files of {table} would be cleaned away"
        );
    }
}
