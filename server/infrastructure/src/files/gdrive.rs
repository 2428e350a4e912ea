//! Files in a folder of a Google Drive, reached with a token that its owner gave the program. What the drive throws away lies in
//! its bin for thirty days.

use opendal::Operator;
use services::ports::files::OpenStorage;
use url::form_urlencoded::byte_serialize;

/// Opens the folder. Tokens are had and renewed by the library, which puts what we give it into an address as it is.
pub(super) fn open(at: &OpenStorage) -> opendal::Result<Operator> {
    let written =
        |text: &Option<String>| byte_serialize(text.as_deref().unwrap_or_default().as_bytes()).collect::<String>();
    let service = opendal::services::Gdrive::default()
        .root(at.how.folder.as_deref().unwrap_or_default())
        .client_id(&written(&at.how.account))
        .client_secret(&written(&at.secrets.client_secret))
        .refresh_token(&written(&at.secrets.refresh_token));
    Operator::new(service)
}
