//! Files in a bucket of a server that speaks S3: Amazon's, a host's, or one's own (`MinIO`, Ceph, Garage).

use opendal::Operator;
use services::ports::files::OpenStorage;

/// Opens the bucket with the keys that were typed, and never with any that lie around on this machine.
pub(super) fn open(at: &OpenStorage) -> opendal::Result<Operator> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let region = text(&at.how.region);
    let endpoint = at.how.endpoint.clone().unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com"));
    let service = opendal::services::S3::default()
        .root(&text(&at.how.folder))
        .bucket(&text(&at.how.bucket))
        .endpoint(&endpoint)
        .region(&region)
        .access_key_id(&text(&at.how.account))
        .secret_access_key(&text(&at.secrets.secret_access_key))
        .disable_config_load()
        .disable_ec2_metadata();
    Operator::new(service)
}
