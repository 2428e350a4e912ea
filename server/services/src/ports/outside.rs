//! Houses outside: the servers of companies that a firm's own settings name. Whoever writes such an address must not reach our
//! network by it.

use async_trait::async_trait;
use domain::company::{SaveIntegration, TestReport};

/// By which scheme an address is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// HTTP over TLS.
    Https,
    /// Files over SSH.
    Sftp,
}

impl Scheme {
    /// How an address of it begins.
    pub const fn beginning(self) -> &'static str {
        match self {
            Self::Https => "https://",
            Self::Sftp => "sftp://",
        }
    }
}

/// Why an address is not called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressRefusal {
    /// It is no address, or says more than where: a name, a password, a fragment.
    Unreadable,
    /// It is of another scheme.
    OtherScheme,
    /// It leads into a private network that the operator did not open.
    Private,
}

/// An address that may be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideAddress {
    /// The address, as it is called.
    pub text: String,
    /// Scheme, host and port: who gets what is sent there.
    pub origin: String,
}

/// Calls houses outside.
#[async_trait]
pub trait Outside: Send + Sync {
    /// Reads an address. A name is looked up at each call only, and may be refused then.
    fn read(&self, scheme: Scheme, text: &str) -> Result<OutsideAddress, AddressRefusal>;

    /// Calls a company once, as its configuration says, and tells what came of it; never what was answered.
    async fn try_out(&self, how: &SaveIntegration, secret: Option<&str>) -> TestReport;
}
