//! How storages' servers are called: by our own client, so that an address is judged at the moment of the call, redirects are not
//! followed, no proxy is asked and the same TLS serves as everywhere else.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderValue, USER_AGENT};
use hyper::rt::{Read, Write};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use ipnet::IpNet;
use opendal::{Buffer, HttpBody, HttpTransport};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use services::{Error, Result};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio_rustls::TlsConnector;
use url::Url;

use super::endpoint;
use super::trouble::CallTrouble;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_millis(1_400);
/// How long one waits for an answer, and longer for each started megabyte that is sent.
const ANSWER: Duration = Duration::from_secs(4);
const MORE_FOR_A_MEGABYTE: Duration = Duration::from_secs(1);
/// The longest answer: a little more than the largest file.
const ANSWER_MAX: usize = 64 * 1024 * 1024;

/// What every storage's calls share.
pub(super) struct Line {
    /// The private networks in which storages may be.
    pub(super) open_networks: Vec<IpNet>,
    authorities: Vec<CertificateDer<'static>>,
    tls: OnceCell<Arc<ClientConfig>>,
}

impl Line {
    /// Calls that reach what is public, and these networks. The authorities are a file in PEM.
    pub(super) fn new(open_networks: Vec<IpNet>, authorities: Option<&std::path::Path>) -> Result<Self> {
        let read =
            |path| CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<std::result::Result<Vec<_>, _>>);
        let authorities = authorities.map(read).transpose();
        let authorities =
            authorities.map_err(|error| Error::Unavailable { part: "authorities", source: Box::new(error) })?;
        Ok(Self { open_networks, authorities: authorities.unwrap_or_default(), tls: OnceCell::new() })
    }

    /// The certificates of this machine are read when the first call needs them: most installations call nobody.
    async fn tls(&self) -> std::result::Result<Arc<ClientConfig>, CallTrouble> {
        let made = self.tls.get_or_try_init(|| async {
            let found = tokio::task::spawn_blocking(rustls_native_certs::load_native_certs).await;
            let mut trust = RootCertStore::empty();
            trust.add_parsable_certificates(found.map(|found| found.certs).unwrap_or_default());
            trust.add_parsable_certificates(self.authorities.iter().cloned());
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let config = ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .map_err(|_| CallTrouble::CertificateRefused)?;
            let mut config = config.with_root_certificates(trust).with_no_client_auth();
            config.alpn_protocols = vec![b"http/1.1".to_vec()];
            Ok(Arc::new(config))
        });
        made.await.map(Arc::clone)
    }

    async fn sent(
        &self,
        url: &Url,
        request: Request<Full<Bytes>>,
    ) -> std::result::Result<Response<Bytes>, CallTrouble> {
        let connecting = endpoint::connected(url, &self.open_networks);
        let stream = tokio::time::timeout(CONNECT, connecting).await.map_err(|_| CallTrouble::NotReached)??;
        if url.scheme() != "https" {
            return exchanged(TokioIo::new(stream), request).await;
        }
        let secured = tokio::time::timeout(CONNECT, self.secured(url, stream)).await;
        let stream = secured.map_err(|_| CallTrouble::NotReached)??;
        exchanged(TokioIo::new(stream), request).await
    }

    async fn secured(
        &self,
        url: &Url,
        stream: TcpStream,
    ) -> std::result::Result<tokio_rustls::client::TlsStream<TcpStream>, CallTrouble> {
        let name = endpoint::name(url).and_then(|name| ServerName::try_from(name).ok());
        let name = name.ok_or(CallTrouble::CertificateRefused)?;
        TlsConnector::from(self.tls().await?).connect(name, stream).await.map_err(|error| {
            match error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>()) {
                Some(rustls::Error::InvalidCertificate(_)) => CallTrouble::CertificateRefused,
                _ => CallTrouble::NotReached,
            }
        })
    }
}

async fn exchanged(
    stream: impl Read + Write + Send + Unpin + 'static,
    request: Request<Full<Bytes>>,
) -> std::result::Result<Response<Bytes>, CallTrouble> {
    let (mut sender, connection) = http1::handshake(stream).await.map_err(|_| CallTrouble::NotReached)?;
    // It ends with the answer, or when the caller loses patience and drops the sender and the body.
    tokio::spawn(connection);
    let answer = sender.send_request(request).await.map_err(|_| CallTrouble::Broken)?;
    let (parts, body) = answer.into_parts();
    let body = Limited::new(body, ANSWER_MAX).collect().await.map_err(|_| CallTrouble::Broken)?;
    Ok(Response::from_parts(parts, body.to_bytes()))
}

/// The calls of one storage.
pub(super) struct Calls {
    /// What they share with others.
    pub(super) line: Arc<Line>,
    /// Where Google's servers are, if not where everybody knows them.
    pub(super) google: Option<String>,
}

impl Calls {
    /// Where a request really goes.
    fn place(&self, uri: &hyper::Uri) -> Option<Url> {
        let url = Url::parse(&uri.to_string()).ok()?;
        let is_googles = url.host_str().is_some_and(|host| host.ends_with(".googleapis.com"));
        match &self.google {
            Some(google) if is_googles => Url::parse(google).ok(),
            _ => Some(url),
        }
    }
}

impl HttpTransport for Calls {
    async fn fetch(&self, request: Request<Buffer>) -> opendal::Result<Response<HttpBody>> {
        let (mut parts, body) = request.into_parts();
        let url = self.place(&parts.uri).ok_or_else(|| CallTrouble::Broken.told())?;
        let body = body.to_bytes();
        let wait = ANSWER + MORE_FOR_A_MEGABYTE * u32::try_from(body.len() / (1024 * 1024)).unwrap_or(u32::MAX);
        // Exactly as it was signed.
        let target = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        // What is signed is the host as the address names it.
        if !parts.headers.contains_key(HOST) {
            let host = parts.uri.authority().map_or_else(String::new, ToString::to_string);
            let host = if self.google.is_some() { authority(&url) } else { host };
            parts.headers.insert(HOST, HeaderValue::from_str(&host).map_err(|_| CallTrouble::Broken.told())?);
        }
        parts.headers.insert(USER_AGENT, HeaderValue::from_static("MonAssurance"));
        let is_token = parts.uri.path() == "/token";
        parts.uri = target.parse().map_err(|_| CallTrouble::Broken.told())?;
        // What the library keeps with a request for itself is no part of the call.
        parts.extensions = hyper::http::Extensions::default();
        let request = Request::from_parts(parts, Full::new(body));
        let answer = tokio::time::timeout(wait, self.line.sent(&url, request)).await;
        let answer = answer.map_err(|_| CallTrouble::NotReached.told())?.map_err(CallTrouble::told)?;
        match answer.status() {
            StatusCode::UNAUTHORIZED => return Err(CallTrouble::KeysRefused.told()),
            // A token that was taken back or is over (RFC 6749, section 5.2).
            StatusCode::BAD_REQUEST if is_token => return Err(CallTrouble::KeysRefused.told()),
            StatusCode::TOO_MANY_REQUESTS => return Err(CallTrouble::TooManyCalls.told()),
            _ => {}
        }
        let (parts, bytes) = answer.into_parts();
        let body = futures::stream::iter([Ok(Buffer::from(bytes))]);
        Ok(Response::from_parts(parts, HttpBody::new(body, None)))
    }
}

fn authority(url: &Url) -> String {
    let host = url.host().map_or_else(String::new, |host| host.to_string());
    url.port().map_or(host.clone(), |port| format!("{host}:{port}"))
}
