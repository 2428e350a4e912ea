//! TLS: the certificate in its files, its renewal, and the way there from plain HTTP.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use server::listener::{Tls, TlsFiles, to_public_url};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::kit::{Ask, Kind, Place, alone, config};
use crate::wire::Server;

const LOOK_EVERY: Duration = Duration::from_millis(30);

fn certificate() -> CertifiedKey<KeyPair> {
    generate_simple_self_signed(["localhost".to_owned()]).unwrap()
}

fn files(folder: &Path) -> TlsFiles {
    TlsFiles { certificate: folder.join("tls.crt"), key: folder.join("tls.key") }
}

fn put(files: &TlsFiles, pair: &CertifiedKey<KeyPair>) {
    fs::write(&files.certificate, pair.cert.pem()).unwrap();
    fs::write(&files.key, pair.signing_key.serialize_pem()).unwrap();
}

/// What a client that trusts this certificate alone hears, and which protocol was agreed on; nothing when it does not trust.
async fn ask(server: &Server, trusted: &CertificateDer<'static>, offer: &[&str]) -> Option<(String, Vec<u8>)> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = offer.iter().map(|name| name.as_bytes().to_vec()).collect();
    let stream = TcpStream::connect(server.address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.ok()?;
    let agreed = stream.get_ref().1.alpn_protocol().unwrap_or_default().to_vec();
    let mut heard = Vec::new();
    if agreed != b"h2" {
        stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
        stream.read_to_end(&mut heard).await.unwrap();
    }
    Some((String::from_utf8_lossy(&heard).into_owned(), agreed))
}

async fn is_served(server: &Server, pair: &CertifiedKey<KeyPair>) -> bool {
    ask(server, pair.cert.der(), &["http/1.1"]).await.is_some()
}

#[test]
fn a_renewed_certificate_is_taken_up_and_a_broken_one_is_not() {
    alone(async {
        let place = Place::new(Kind::Sqlite).await;
        let files = files(&place.folder);
        let (first, second) = (certificate(), certificate());
        assert!(Tls::watching(files.clone()).is_err(), "there are no files yet");
        put(&files, &first);
        let tls = Tls::watching_every(files.clone(), LOOK_EVERY).unwrap();
        let server = Server::of(Router::new().route("/", get(async || "well")), Some(tls)).await;

        let (heard, agreed) = ask(&server, first.cert.der(), &["http/1.1"]).await.expect("trusted");
        assert!(heard.starts_with("HTTP/1.1 200") && heard.ends_with("well"), "{heard}");
        assert_eq!(agreed, b"http/1.1");
        assert_eq!(ask(&server, first.cert.der(), &["h2", "http/1.1"]).await.expect("trusted").1, b"h2");
        assert!(!is_served(&server, &second).await);

        // Half of the new pair is no pair, and what is no certificate is none: the old one stays.
        for broken in [second.cert.pem(), "no certificate".to_owned()] {
            fs::write(&files.certificate, broken).unwrap();
            tokio::time::sleep(LOOK_EVERY * 5).await;
            assert!(is_served(&server, &first).await);
        }
        put(&files, &second);
        let renewed = async {
            while !is_served(&server, &second).await {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), renewed).await.expect("the new certificate is not taken up");
        assert!(!is_served(&server, &first).await);
    });
}

#[test]
fn plain_http_leads_to_the_public_address_and_nowhere_else() {
    alone(async {
        let place = Place::new(Kind::Sqlite).await;
        let config = Arc::new(config(&place, &[("MONASSURANCE_PUBLIC_URL", "https://cabinet.test")]));
        let router = to_public_url(&config);
        for (method, path) in
            [("GET", "/clients?q=a%20b"), ("POST", "/api/v1/clients"), ("GET", "//evil.test/"), ("GET", "/")]
        {
            let answer = Ask::new(&router, method, path).header("host", "evil.test").send().await;
            assert_eq!(answer.status, 308, "{answer:?}");
            assert_eq!(answer.header("location"), format!("https://cabinet.test{path}"));
            assert_eq!(answer.header("strict-transport-security"), "");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert!(!answer.header("x-request-id").is_empty());
        }
    });
}
