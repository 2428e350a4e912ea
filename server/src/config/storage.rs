//! Where files are kept, as the environment says it; where it says nothing, the operator says so on his page.

use domain::storage::{SaveStorage, StorageInput, StorageSecrets};
use infrastructure::files::PlaceSettings;
use infrastructure::scanner::ClamavAddress;

use super::{ConfigError, error, networks};

/// What belongs to which kind of storage: the setting, and the field it stands for.
const BUCKETS: &[(&str, &str)] = &[
    ("MONASSURANCE_S3_ENDPOINT", "endpoint"),
    ("MONASSURANCE_S3_REGION", "region"),
    ("MONASSURANCE_S3_BUCKET", "bucket"),
    ("MONASSURANCE_S3_FOLDER", "folder"),
    ("MONASSURANCE_S3_ACCESS_KEY_ID", "access_key_id"),
    ("MONASSURANCE_S3_SECRET_ACCESS_KEY", "secret_access_key"),
    ("MONASSURANCE_S3_DIRECT_DOWNLOADS", "direct_downloads"),
];
const DRIVES: &[(&str, &str)] = &[
    ("MONASSURANCE_GOOGLE_DRIVE_FOLDER", "folder"),
    ("MONASSURANCE_GOOGLE_DRIVE_CLIENT_ID", "client_id"),
    ("MONASSURANCE_GOOGLE_DRIVE_CLIENT_SECRET", "client_secret"),
    ("MONASSURANCE_GOOGLE_DRIVE_REFRESH_TOKEN", "refresh_token"),
];

/// The storage, if the environment decides.
pub(super) fn storage(
    value: impl Fn(&str) -> String,
    wrong: &mut Vec<ConfigError>,
) -> Option<(SaveStorage, StorageSecrets)> {
    let given = |name: &str| Some(value(name)).filter(|value| !value.is_empty());
    let word = given("MONASSURANCE_STORAGE");
    for (own, word_of_own) in [(BUCKETS, "s3"), (DRIVES, "google_drive")] {
        if word.as_deref() == Some(word_of_own) {
            continue;
        }
        for (name, _) in own.iter().filter(|(name, _)| given(name).is_some()) {
            wrong.push(error(name, &format!("of use only with MONASSURANCE_STORAGE={word_of_own}")));
        }
    }
    let backend = word?;
    let fields = if backend == "s3" { BUCKETS } else { DRIVES };
    let field = |wanted: &str| fields.iter().find(|(_, field)| *field == wanted).and_then(|(name, _)| given(name));
    let direct_downloads = match field("direct_downloads").as_deref() {
        None | Some("no") => false,
        Some("yes") => true,
        Some(_) => {
            wrong.push(error("MONASSURANCE_S3_DIRECT_DOWNLOADS", "neither yes nor no"));
            false
        }
    };
    let input = StorageInput {
        direct_downloads: Some(direct_downloads),
        endpoint: field("endpoint"),
        region: field("region"),
        bucket: field("bucket"),
        folder: field("folder"),
        access_key_id: field("access_key_id"),
        secret_access_key: field("secret_access_key"),
        client_id: field("client_id"),
        client_secret: field("client_secret"),
        refresh_token: field("refresh_token"),
        backend: Some(backend),
    };
    let setting_of = |pointer: &str| {
        let field = pointer.trim_start_matches('/');
        fields.iter().find(|(_, known)| *known == field).map_or("MONASSURANCE_STORAGE", |(name, _)| *name)
    };
    let (said, secrets) = match input.parse() {
        Ok(parsed) => parsed,
        Err(errors) => {
            for problem in errors {
                let name = setting_of(&problem.pointer);
                let what = if name == "MONASSURANCE_STORAGE" {
                    "not one of local, s3, google_drive"
                } else {
                    "missing or not usable"
                };
                wrong.push(error(name, what));
            }
            return None;
        }
    };
    for problem in secrets.missing(said.backend) {
        wrong.push(error(setting_of(&problem.pointer), "missing"));
    }
    Some((said, secrets))
}

/// Where ClamAV's daemon listens, if anywhere.
pub(super) fn clamav(value: impl Fn(&str) -> String, wrong: &mut Vec<ConfigError>) -> Option<ClamavAddress> {
    let given = Some(value("MONASSURANCE_CLAMAV")).filter(|value| !value.is_empty())?;
    let address = ClamavAddress::parse(&given);
    if address.is_none() {
        wrong.push(error("MONASSURANCE_CLAMAV", "neither tcp://host:port nor unix:///path"));
    }
    address
}

/// What holds for every storage, whoever decides.
pub(super) fn places(value: impl Fn(&str) -> String, wrong: &mut Vec<ConfigError>) -> PlaceSettings {
    let given = |name: &str| Some(value(name)).filter(|value| !value.is_empty());
    let google = given("MONASSURANCE_GOOGLE_DRIVE_ENDPOINT");
    if google.as_ref().is_some_and(|url| !url.starts_with("http://") && !url.starts_with("https://")) {
        wrong.push(error("MONASSURANCE_GOOGLE_DRIVE_ENDPOINT", "begins neither with http:// nor with https://"));
    }
    PlaceSettings {
        open_networks: networks("MONASSURANCE_STORAGE_NETWORKS", &value, wrong),
        authorities: given("MONASSURANCE_STORAGE_AUTHORITIES").map(std::path::PathBuf::from),
        google,
    }
}
