//! TLS from a certificate and a key in files. A renewed certificate is taken up while the server runs.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::wire::Wire;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Where the certificate and its key are, both in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, followed by those that lead to its root.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct TlsError {
    path: String,
    problem: String,
}

impl TlsFiles {
    /// Reads both.
    ///
    /// # Errors
    /// When one cannot be read, or the key is not that of the certificate.
    pub fn read(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let wrong = |path: &Path, problem: &dyn std::fmt::Display| TlsError {
            path: path.display().to_string(),
            problem: problem.to_string(),
        };
        let chain = CertificateDer::pem_file_iter(&self.certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| wrong(&self.certificate, &error))?;
        if chain.is_empty() {
            return Err(wrong(&self.certificate, &"holds no certificate in PEM"));
        }
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(|error| wrong(&self.key, &error))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
            .map_err(|error| wrong(&self.certificate, &error))?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// By what a change is noticed. Links are followed, so that files put in place by a link are seen too.
    fn mark(&self) -> [Option<(SystemTime, u64)>; 2] {
        [&self.certificate, &self.key].map(|path| {
            let told = std::fs::metadata(path).ok()?;
            Some((told.modified().ok()?, told.len()))
        })
    }
}

/// The certificate that counts now.
#[derive(Clone)]
pub struct Tls {
    current: watch::Receiver<Arc<ServerConfig>>,
}

impl Tls {
    /// Reads the files, and goes on looking whether they change.
    ///
    /// # Errors
    /// When they cannot be used.
    pub fn watching(files: TlsFiles) -> Result<Self, TlsError> {
        Self::watching_every(files, LOOK_EVERY)
    }

    /// The same, looking as often as the caller says.
    ///
    /// # Errors
    /// When the files cannot be used.
    pub fn watching_every(files: TlsFiles, look_every: Duration) -> Result<Self, TlsError> {
        // Looked at before they are read, so that a change in between is seen.
        let seen = files.mark();
        let (put, current) = watch::channel(files.read()?);
        tokio::spawn(keep_up(files, seen, put, look_every));
        Ok(Self { current })
    }

    pub(super) async fn accept(&self, wire: Wire) -> io::Result<TlsStream<Wire>> {
        let config = Arc::clone(&self.current.borrow());
        TlsAcceptor::from(config).accept(wire).await
    }
}

/// Takes up what changed. While the new files cannot be used, as between the writing of the one and the other, the old
/// certificate stays.
async fn keep_up(
    files: TlsFiles,
    mut seen: [Option<(SystemTime, u64)>; 2],
    put: watch::Sender<Arc<ServerConfig>>,
    look_every: Duration,
) {
    while !put.is_closed() {
        tokio::time::sleep(look_every).await;
        let mark = files.mark();
        if mark == seen {
            continue;
        }
        seen = mark;
        match files.read() {
            Ok(config) => {
                put.send_replace(config);
                tracing::info!("the certificate changed and is taken up");
            }
            Err(error) => tracing::error!("the certificate changed and cannot be used, the old one stays: {error}"),
        }
    }
}
