//! Why a storage did not do what it should, read out of what the libraries say.

use std::error::Error as StdError;

use domain::storage::StorageTrouble;
use opendal::ErrorKind;
use services::Error;

/// Why a call did not come about. It travels inside the libraries' errors; it names no address and no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum CallTrouble {
    /// The address leads into a private network.
    #[error("the address leads into a private network that is not opened")]
    PrivateAddress,
    /// Nobody takes the call, or not in time.
    #[error("nobody answers there, or not in time")]
    NotReached,
    /// The certificate is not trusted.
    #[error("the certificate is not trusted")]
    CertificateRefused,
    /// The keys are not taken.
    #[error("the keys are refused")]
    KeysRefused,
    /// Fewer calls are asked for.
    #[error("fewer calls are asked for")]
    TooManyCalls,
    /// The answer broke off or was none.
    #[error("the answer broke off or could not be read")]
    Broken,
}

impl CallTrouble {
    /// As the library takes it; what passes by itself is tried again.
    pub(super) fn told(self) -> opendal::Error {
        let kind = match self {
            Self::KeysRefused => ErrorKind::PermissionDenied,
            Self::TooManyCalls => ErrorKind::RateLimited,
            _ => ErrorKind::Unexpected,
        };
        let error = opendal::Error::new(kind, "the call failed").set_source(self);
        if matches!(self, Self::NotReached | Self::TooManyCalls | Self::Broken) { error.set_temporary() } else { error }
    }
}

/// What a refused call says to a person.
pub(super) fn of(error: &opendal::Error) -> StorageTrouble {
    let mut source = StdError::source(error);
    while let Some(cause) = source {
        if let Some(call) = cause.downcast_ref::<CallTrouble>() {
            return match call {
                CallTrouble::PrivateAddress => StorageTrouble::PrivateAddress,
                CallTrouble::NotReached => StorageTrouble::NotReached,
                CallTrouble::CertificateRefused => StorageTrouble::CertificateRefused,
                CallTrouble::KeysRefused => StorageTrouble::KeysRefused,
                CallTrouble::TooManyCalls => StorageTrouble::TooManyCalls,
                CallTrouble::Broken => StorageTrouble::Faulty,
            };
        }
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            return match io.kind() {
                std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StorageTrouble::Full,
                std::io::ErrorKind::PermissionDenied => StorageTrouble::KeysRefused,
                std::io::ErrorKind::NotFound => StorageTrouble::NothingThere,
                _ => StorageTrouble::Faulty,
            };
        }
        source = cause.source();
    }
    match error.kind() {
        ErrorKind::PermissionDenied => StorageTrouble::KeysRefused,
        ErrorKind::NotFound | ErrorKind::ConfigInvalid => StorageTrouble::NothingThere,
        ErrorKind::RateLimited => StorageTrouble::TooManyCalls,
        _ => StorageTrouble::Faulty,
    }
}

/// The refusal of a store that does not answer.
pub(super) fn failed(error: opendal::Error) -> Error {
    Error::Unavailable { part: "storage", source: Box::new(error) }
}
