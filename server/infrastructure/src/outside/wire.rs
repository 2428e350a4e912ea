//! The way to a house outside: its address, the connection, and TLS.

use std::net::SocketAddr;
use std::sync::Arc;

use domain::company::{TestOutcome, TestStep};
use ipnet::IpNet;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::address::{Place, may_be_called};

/// How many addresses of a name are tried.
const ADDRESSES_MAX: usize = 4;

/// Connects to a place. Each address that its name leads to must be one that is called, or none of them is: a name that leads
/// to us besides somewhere else means no good.
pub(super) async fn connected(
    place: &Place,
    open: &[IpNet],
    steps: &mut Vec<TestStep>,
) -> Result<TcpStream, TestOutcome> {
    let found = lookup_host((place.name(), place.port)).await.map_err(|_| TestOutcome::NameNotFound)?;
    let found: Vec<SocketAddr> = found.collect();
    if found.is_empty() {
        return Err(TestOutcome::NameNotFound);
    }
    if !found.iter().all(|address| may_be_called(address.ip(), open)) {
        return Err(TestOutcome::PrivateAddress);
    }
    step(steps, TestStep::Resolved);
    for address in found.iter().take(ADDRESSES_MAX) {
        if let Ok(stream) = TcpStream::connect(address).await {
            step(steps, TestStep::Connected);
            return Ok(stream);
        }
    }
    Err(TestOutcome::NotReached)
}

/// Secures a connection, by a certificate for this very host.
pub(super) async fn secured(
    place: &Place,
    stream: TcpStream,
    trust: Arc<RootCertStore>,
    steps: &mut Vec<TestStep>,
) -> Result<TlsStream<TcpStream>, TestOutcome> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| TestOutcome::NotSecured)?;
    let mut config = config.with_root_certificates(trust).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let name = ServerName::try_from(place.name()).map_err(|_| TestOutcome::CertificateRefused)?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| {
        let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
        match cause {
            Some(rustls::Error::InvalidCertificate(_)) => TestOutcome::CertificateRefused,
            _ => TestOutcome::NotSecured,
        }
    })?;
    step(steps, TestStep::Secured);
    Ok(stream)
}

/// Notes how far a call came; what a second call passes again is noted once.
pub(super) fn step(steps: &mut Vec<TestStep>, taken: TestStep) {
    if !steps.contains(&taken) {
        steps.push(taken);
    }
}

#[cfg(test)]
mod tests {
    use services::ports::outside::Scheme;
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_to_a_private_address_is_not_called() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        // Judged by its address at the moment of the call, as a name would be that changed since it was written.
        let place = Place::read(Scheme::Https, &format!("https://localhost:{port}/")).unwrap();
        let mut steps = Vec::new();
        assert_eq!(connected(&place, &[], &mut steps).await.err(), Some(TestOutcome::PrivateAddress));
        assert!(steps.is_empty());
        let open: Vec<IpNet> = vec!["127.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        assert!(connected(&place, &open, &mut steps).await.is_ok());
        assert_eq!(steps, [TestStep::Resolved, TestStep::Connected]);
    }
}
