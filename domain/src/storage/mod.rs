//! Where the platform keeps its files (*stockage*): in a folder of this machine, in a bucket that speaks S3, or in a Google
//! Drive. One place is in use; files that lie in the ones before it move there.

mod report;
mod views;

use serde::{Deserialize, Serialize};

use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{choices, text};

pub use report::{StorageReport, StorageStep, StorageTrouble};
pub use views::{FilesMoving, FilesSwept, StorageView};

/// The longest address.
const ADDRESS_MAX: usize = 500;
/// The longest secret.
const SECRET_MAX: usize = 4_000;
/// The longest name of a bucket (Amazon's own rule), and the shortest.
const BUCKET: std::ops::RangeInclusive<usize> = 3..=63;
/// The region where nobody named one: what servers other than Amazon's go by.
const REGION_USUAL: &str = "us-east-1";

choices! {
    /// What kind of place files are kept in.
    StorageBackend {
        /// A folder of this machine.
        Local = "local",
        /// A bucket of a server that speaks S3.
        S3 = "s3",
        /// A folder of a Google Drive.
        GoogleDrive = "google_drive",
    }
}

/// Where files are to be kept, as a request describes it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StorageInput {
    /// The kind: `local`, `s3`, `google_drive`.
    pub backend: Option<String>,
    /// Where the S3 server is, `https://…`; Amazon's own of that region when absent.
    pub endpoint: Option<String>,
    /// The S3 region; `us-east-1` when absent.
    pub region: Option<String>,
    /// The S3 bucket.
    pub bucket: Option<String>,
    /// The folder in the bucket or the drive that is ours alone; `monassurance` when absent.
    pub folder: Option<String>,
    /// The name of the S3 key.
    pub access_key_id: Option<String>,
    /// The S3 key itself. Written only; the one kept stays when it is absent.
    pub secret_access_key: Option<String>,
    /// Whether browsers fetch files from the S3 server itself, by addresses that hold for minutes; no when absent.
    pub direct_downloads: Option<bool>,
    /// The name of the program at Google.
    pub client_id: Option<String>,
    /// The secret of the program at Google. Written only.
    pub client_secret: Option<String>,
    /// The token by which the drive's owner let the program in. Written only.
    pub refresh_token: Option<String>,
}

impl std::fmt::Debug for StorageInput {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Whoever prints a request prints no secret.
        formatter.debug_struct("StorageInput").field("backend", &self.backend).finish_non_exhaustive()
    }
}

/// Where files are kept, checked. What a kind does not need is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveStorage {
    /// The kind.
    pub backend: StorageBackend,
    /// Where the S3 server is.
    pub endpoint: Option<String>,
    /// The S3 region.
    pub region: Option<String>,
    /// The S3 bucket.
    pub bucket: Option<String>,
    /// The folder that is ours.
    pub folder: Option<String>,
    /// The name of the S3 key, or of the program at Google.
    pub account: Option<String>,
    /// Whether browsers fetch files from the S3 server itself.
    pub direct_downloads: bool,
}

/// What proves us to a storage. It is sealed as one whole.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StorageSecrets {
    /// The S3 key itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_access_key: Option<String>,
    /// The secret of the program at Google.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// The token by which the drive's owner let the program in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
}

impl std::fmt::Debug for StorageSecrets {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("StorageSecrets(…)")
    }
}

impl StorageSecrets {
    /// What was typed now, and for what was not, what is kept.
    #[must_use]
    pub fn or(self, kept: Option<Self>) -> Self {
        let kept = kept.unwrap_or_default();
        Self {
            secret_access_key: self.secret_access_key.or(kept.secret_access_key),
            client_secret: self.client_secret.or(kept.client_secret),
            refresh_token: self.refresh_token.or(kept.refresh_token),
        }
    }

    /// The fields that a kind of place still lacks.
    pub fn missing(&self, backend: StorageBackend) -> Vec<FieldError> {
        let needed: &[(&str, &Option<String>)] = match backend {
            StorageBackend::Local => &[],
            StorageBackend::S3 => &[("secret_access_key", &self.secret_access_key)],
            StorageBackend::GoogleDrive => {
                &[("client_secret", &self.client_secret), ("refresh_token", &self.refresh_token)]
            }
        };
        let lacking = needed.iter().filter(|(_, value)| value.is_none());
        lacking.map(|(field, _)| FieldError::new(field, Code::Required)).collect()
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl SaveStorage {
    /// The folder of this machine, where everybody begins.
    pub fn local() -> Self {
        Self {
            backend: StorageBackend::Local,
            endpoint: None,
            region: None,
            bucket: None,
            folder: None,
            account: None,
            direct_downloads: false,
        }
    }

    /// The place, so that two descriptions of one place are known for it. Other credentials make no other place, nor does
    /// another way to hand files out; another
    /// program at Google does, because it sees only what it wrote itself.
    pub fn place(&self) -> String {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        match self.backend {
            StorageBackend::Local => "local".to_owned(),
            StorageBackend::S3 => {
                format!(
                    "s3 {} {} {} {}",
                    part(&self.endpoint),
                    part(&self.region),
                    part(&self.bucket),
                    part(&self.folder)
                )
            }
            StorageBackend::GoogleDrive => {
                format!("google_drive {} {} {}", part(&self.endpoint), part(&self.account), part(&self.folder))
            }
        }
    }
}

impl StorageInput {
    /// Checks every field but where its address leads, which is no matter of text.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<(SaveStorage, StorageSecrets), Vec<FieldError>> {
        let mut check = Checker::default();
        let backend = check.keep(StorageBackend::field("backend", self.backend.as_deref()));
        let mut how = SaveStorage::local();
        let mut secrets = StorageSecrets::default();
        if let Some(backend) = backend {
            how.backend = backend;
        }
        match backend {
            Some(StorageBackend::S3) => {
                how.endpoint = check.keep(text::line("endpoint", self.endpoint.as_deref(), ADDRESS_MAX)).flatten();
                let region = check.keep(text::line("region", self.region.as_deref(), 60)).flatten();
                how.region = check.keep(plain("region", region.unwrap_or_else(|| REGION_USUAL.to_owned())));
                how.bucket = check.keep(bucket(self.bucket.as_deref()));
                how.folder = check.keep(folder(self.folder.as_deref()));
                let account = text::required_line("access_key_id", self.access_key_id.as_deref(), 200);
                how.account = check.keep(account.and_then(|account| plain("access_key_id", account)));
                secrets.secret_access_key =
                    check.keep(secret("secret_access_key", self.secret_access_key.as_deref())).flatten();
                how.direct_downloads = self.direct_downloads.unwrap_or_default();
            }
            Some(StorageBackend::GoogleDrive) => {
                how.folder = check.keep(folder(self.folder.as_deref()));
                let account = text::required_line("client_id", self.client_id.as_deref(), 300);
                how.account = check.keep(account.and_then(|account| plain("client_id", account)));
                secrets.client_secret = check.keep(secret("client_secret", self.client_secret.as_deref())).flatten();
                secrets.refresh_token = check.keep(secret("refresh_token", self.refresh_token.as_deref())).flatten();
            }
            Some(StorageBackend::Local) | None => {}
        }
        check.finish(backend.map(|_| (how, secrets)))
    }
}

/// Reads a secret exactly as typed.
fn secret(field: &str, typed: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(secret) = typed.filter(|secret| !secret.is_empty()) else { return Ok(None) };
    if secret.chars().any(char::is_control) {
        return Err(FieldError::new(field, Code::ControlCharacters));
    }
    if secret.chars().count() > SECRET_MAX {
        return Err(FieldError::new(field, Code::TooLong).with("max", SECRET_MAX));
    }
    Ok(Some(secret.to_owned()))
}

/// What travels in addresses and signatures as it is.
fn plain(field: &str, word: String) -> Result<String, FieldError> {
    let fits = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._/+=:@".contains(&byte));
    if fits { Ok(word) } else { Err(FieldError::new(field, Code::UnfitCharacters)) }
}

/// A bucket's name: small letters, digits, hyphens and dots.
fn bucket(typed: Option<&str>) -> Result<String, FieldError> {
    let name = text::required_line("bucket", typed, *BUCKET.end())?;
    let fits = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte));
    let ends_well = !name.starts_with(['-', '.']) && !name.ends_with(['-', '.']) && !name.contains("..");
    if fits && ends_well && name.len() >= *BUCKET.start() {
        Ok(name)
    } else {
        Err(FieldError::new("bucket", Code::UnfitCharacters))
    }
}

/// The folder: names without anything that leads out of it.
fn folder(typed: Option<&str>) -> Result<String, FieldError> {
    let typed = text::line("folder", typed, 200)?.unwrap_or_else(|| "monassurance".to_owned());
    let folder = typed.trim_matches('/');
    let fits = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._ ".contains(&byte))
    };
    if folder.split('/').all(fits) {
        Ok(folder.to_owned())
    } else {
        Err(FieldError::new("folder", Code::UnfitCharacters))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s3() -> StorageInput {
        StorageInput {
            backend: Some("s3".into()),
            endpoint: Some("https://s3.hebergeur.fr".into()),
            bucket: Some("cabinet-documents".into()),
            access_key_id: Some("AKIA".into()),
            secret_access_key: Some("hidden".into()),
            ..StorageInput::default()
        }
    }

    #[test]
    fn a_place_stays_the_same_when_its_keys_change() {
        let (first, secrets) = s3().parse().unwrap();
        assert_eq!(secrets.missing(StorageBackend::S3), []);
        let again = StorageInput { access_key_id: Some("OTHER".into()), folder: Some("/monassurance/".into()), ..s3() };
        assert_eq!(again.parse().unwrap().0.place(), first.place());
        let elsewhere = StorageInput { bucket: Some("autre-cabinet".into()), ..s3() };
        assert_ne!(elsewhere.parse().unwrap().0.place(), first.place());
    }

    #[test]
    fn what_would_lead_out_of_the_folder_is_refused_and_no_secret_is_printed() {
        let wrong = |input: StorageInput| input.parse().err().unwrap()[0].pointer.clone();
        for folder in ["../x", "a//b", ".hidden", "a/../b", "a?b"] {
            assert_eq!(wrong(StorageInput { folder: Some(folder.into()), ..s3() }), "/folder", "{folder}");
        }
        for bucket in ["AB", "ab", "Bucket", "a..b", "-ab", "a/b"] {
            assert_eq!(wrong(StorageInput { bucket: Some(bucket.into()), ..s3() }), "/bucket", "{bucket}");
        }
        assert_eq!(wrong(StorageInput { access_key_id: Some("a\u{e9}".into()), ..s3() }), "/access_key_id");
        assert_eq!(wrong(StorageInput { secret_access_key: Some("a\nb".into()), ..s3() }), "/secret_access_key");
        assert!(!format!("{:?} {:?}", s3(), s3().parse().unwrap().1).contains("hidden"));
    }
}
