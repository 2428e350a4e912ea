//! Calling companies' servers, whose addresses a firm writes. What such an address may not do is reach our own network: it is
//! judged as it is written, and each address that its name leads to is judged again at the moment of the call, which goes to
//! that very address. Redirects are not followed, no proxy is asked, and of an answer no more is read than is needed.

pub(crate) mod address;
mod call;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::company::{SaveIntegration, TestReport};
use ipnet::IpNet;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use services::ports::outside::{AddressRefusal, Outside, OutsideAddress, Scheme};
use services::{Error, Result};
use tokio::sync::OnceCell;

use address::Place;

/// Calls companies' servers.
pub struct OutsideCalls {
    /// The private networks that the operator opened to them.
    open_networks: Vec<IpNet>,
    /// The authorities that are trusted beside those of this machine.
    authorities: Vec<CertificateDer<'static>>,
    trust: OnceCell<Arc<RootCertStore>>,
}

impl OutsideCalls {
    /// Calls that reach what is public, and these networks. The authorities are a file in PEM.
    ///
    /// # Errors
    /// When the authorities cannot be read.
    pub fn new(open_networks: Vec<IpNet>, authorities: Option<&std::path::Path>) -> Result<Self> {
        let read =
            |path| CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<std::result::Result<Vec<_>, _>>);
        let authorities = authorities.map(read).transpose();
        let authorities =
            authorities.map_err(|error| Error::Unavailable { part: "authorities", source: Box::new(error) })?;
        Ok(Self { open_networks, authorities: authorities.unwrap_or_default(), trust: OnceCell::new() })
    }

    /// Whom certificates are trusted from: read when the first call needs it, because few houses call anybody.
    async fn trust(&self) -> Arc<RootCertStore> {
        let read = || async {
            let found = tokio::task::spawn_blocking(rustls_native_certs::load_native_certs).await;
            let mut store = RootCertStore::empty();
            store.add_parsable_certificates(found.map(|found| found.certs).unwrap_or_default());
            store.add_parsable_certificates(self.authorities.iter().cloned());
            Arc::new(store)
        };
        Arc::clone(self.trust.get_or_init(read).await)
    }
}

#[async_trait]
impl Outside for OutsideCalls {
    fn read(&self, scheme: Scheme, text: &str) -> std::result::Result<OutsideAddress, AddressRefusal> {
        let place = Place::read(scheme, text)?;
        if place.literal().is_some_and(|address| !address::may_be_called(address, &self.open_networks))
            || (place.is_local_name() && !address::opens_loopback(&self.open_networks))
        {
            return Err(AddressRefusal::Private);
        }
        Ok(OutsideAddress { text: place.text(), origin: place.origin() })
    }

    async fn try_out(&self, how: &SaveIntegration, secret: Option<&str>) -> TestReport {
        let patience = Duration::from_secs(u64::try_from(how.timeout_s).unwrap_or(1).clamp(1, 30));
        call::tried(self, how, secret, patience).await
    }
}
