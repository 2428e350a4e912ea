//! An S3-compatible server over a folder: `s3s` speaks the protocol and checks the signature of every request (AWS
//! Signature Version 4), `s3s-fs` keeps the files. Before it stands a door that can fail as networks and buckets do.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use hyper::body::Incoming;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, HttpError, HttpResponse, S3Result, s3_error};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a server does instead of answering as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It answers with this status.
    Status(u16),
    /// It hangs up.
    HangUp,
    /// It never answers.
    Silence,
}

pub(crate) const KEY_ID: &str = "AKIATEST";
pub(crate) const KEY: &str = "a-secret-of-forty-characters-or-so";
pub(crate) const BUCKET: &str = "cabinet";

/// A server on a port and with a folder of its own; it ends with the test's runtime.
#[derive(Clone)]
pub(crate) struct BucketServer {
    pub(crate) address: SocketAddr,
    folder: Arc<TempDir>,
    service: S3Service,
    /// What the next requests meet.
    faults: Arc<Mutex<VecDeque<Fault>>>,
    /// What every request meets.
    always: Arc<Mutex<Option<Fault>>>,
    refused: Arc<AtomicUsize>,
}

impl BucketServer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let folder = TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(KEY_ID, KEY));
        service.set_access(OneBucket);
        let server = Self {
            address,
            folder: Arc::new(folder),
            service: service.build(),
            faults: Arc::default(),
            always: Arc::default(),
            refused: Arc::default(),
        };
        let own = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let own = own.clone();
                let service = service_fn(move |request| own.clone().answer(request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        server
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What a browser gets that follows an address without any key: the head of the answer, and the file.
    pub(crate) async fn fetch(&self, address: &str) -> (String, Vec<u8>) {
        let path = address.strip_prefix(&self.endpoint()).expect("an address of this server");
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let ask = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let bytes = answer.split_off(end + 4);
        (String::from_utf8(answer).unwrap(), bytes)
    }

    /// What is in the bucket.
    pub(crate) fn keys(&self) -> Vec<String> {
        let bucket = self.bucket();
        let key = |file: PathBuf| file.strip_prefix(&bucket).unwrap().to_str().unwrap().to_owned();
        files_under(&bucket).into_iter().map(key).collect()
    }

    /// Somebody adds a byte to every file, past the product.
    pub(crate) fn alter_all(&self) {
        for file in files_under(&self.bucket()) {
            let mut bytes = std::fs::read(&file).unwrap();
            bytes.push(b' ');
            std::fs::write(file, bytes).unwrap();
        }
    }

    /// Somebody takes every file away, past the product.
    pub(crate) fn lose_all(&self) {
        for file in files_under(&self.bucket()) {
            std::fs::remove_file(file).unwrap();
        }
    }

    fn bucket(&self) -> PathBuf {
        self.folder.path().join(BUCKET)
    }

    /// How many requests were not signed as they should be.
    pub(crate) fn refused_signatures(&self) -> usize {
        self.refused.load(Ordering::SeqCst)
    }

    pub(crate) fn meet(&self, faults: &[Fault]) {
        self.faults.lock().unwrap().extend(faults);
    }

    pub(crate) fn always(&self, fault: Option<Fault>) {
        *self.always.lock().unwrap() = fault;
    }

    async fn answer(self, request: Request<Incoming>) -> Result<HttpResponse, HttpError> {
        let fault = self.faults.lock().unwrap().pop_front().or(*self.always.lock().unwrap());
        match fault {
            Some(Fault::Status(status)) => {
                let mut answer = HttpResponse::new(Body::empty());
                *answer.status_mut() = StatusCode::from_u16(status).unwrap();
                return Ok(answer);
            }
            Some(Fault::HangUp) => return Err(HttpError::new(Box::new(std::io::Error::other("hung up")))),
            Some(Fault::Silence) => std::future::pending::<()>().await,
            None => {}
        }
        let query = request.uri().query().unwrap_or_default().to_owned();
        let mut answer = Service::call(&self.service, request).await?;
        if answer.status() == StatusCode::FORBIDDEN {
            self.refused.fetch_add(1, Ordering::SeqCst);
        }
        if answer.status().is_success() {
            pin(&mut answer, &query);
        }
        Ok(answer)
    }
}

/// Only who signs comes in, and only one bucket is there; `s3s-fs` would make another one for the first file that names it.
struct OneBucket;

#[async_trait]
impl S3Access for OneBucket {
    async fn check(&self, asked: &mut S3AccessContext<'_>) -> S3Result<()> {
        if asked.credentials().is_none() {
            return Err(s3_error!(AccessDenied));
        }
        if asked.s3_path().get_bucket_name() != Some(BUCKET) {
            return Err(s3_error!(NoSuchBucket));
        }
        Ok(())
    }
}

/// The type and the name that the signed address asks for. Every S3 answers so; `s3s-fs` leaves it out.
fn pin(answer: &mut HttpResponse, query: &str) {
    for (field, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let header: HeaderName = match field.as_ref() {
            "response-content-type" => CONTENT_TYPE,
            "response-content-disposition" => CONTENT_DISPOSITION,
            _ => continue,
        };
        answer.headers_mut().insert(header, HeaderValue::from_str(&value).unwrap());
    }
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}
