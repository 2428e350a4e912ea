//! Where the adapters are chosen and the services built: the only place that knows everything.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use infrastructure::files::FilePlaces;
use infrastructure::limits::{MemoryLimits, SharedLimits};
use infrastructure::mail::{OutboxFolder, Sender, SmtpMail};
use infrastructure::outside::OutsideCalls;
use infrastructure::redis::RedisLink;
use infrastructure::scanner::Clamav;
use infrastructure::security::{
    AeadSealer, ArgonPasswords, Ed25519Seals, HmacSigner, JwtTokens, MasterSecret, TotpCodes, WebPasskeys,
};
use infrastructure::sql::{SqlDatabase, SqlSettings};
use infrastructure::time::{SystemChance, SystemClock};
use rendering::{ChildRenderer, DocumentBinder, LabelPrinter};
use services::ports::clock::Chance;
use services::ports::limits::Limits;
use services::ports::mail::Mail;
use services::ports::render::Renderer;
use services::ports::scanner::Scanner;
use services::storage::KeptFiles;
use services::{Error, Ports, Result, Services, Settings, StandardTemplate};

use crate::config::Config;

/// The hidden command by which the program calls itself to render one document within limits.
pub const RENDER_COMMAND: &str = "render-worker";

/// Everything a door needs. Every layer and handler holds one, so a clone of it is a clone of one pointer.
#[derive(Clone)]
pub struct House(Arc<Rooms>);

/// What is in the house.
pub struct Rooms {
    /// The use-cases.
    pub services: Arc<Services>,
    /// The database, for what belongs to the doors themselves: browsers' sessions and idempotency keys.
    pub database: SqlDatabase,
    /// The Redis that instances share, where there is one.
    pub redis: Option<RedisLink>,
    /// The ports, for health checks.
    pub ports: Ports,
    /// The configuration.
    pub config: Arc<Config>,
}

impl std::ops::Deref for House {
    type Target = Rooms;

    fn deref(&self) -> &Rooms {
        &self.0
    }
}

/// The environment of the process, read once.
pub fn environment() -> BTreeMap<String, String> {
    #[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
    std::env::vars().collect()
}

/// Opens the database, reads the secret and builds the services.
///
/// # Errors
/// What cannot be opened, told so that it can be mended.
pub async fn build(config: Config) -> Result<House> {
    let renderer = ChildRenderer::new(own_program()?, vec![OsString::from(RENDER_COMMAND)], 2);
    build_with(config, Arc::new(renderer)).await
}

/// The same with a renderer of the caller's choice: tests render in their own process.
///
/// # Errors
/// What cannot be opened.
pub async fn build_with(config: Config, renderer: Arc<dyn Renderer>) -> Result<House> {
    let unusable =
        |what: &'static str| move |error: std::io::Error| Error::Unavailable { part: what, source: Box::new(error) };
    std::fs::create_dir_all(config.data_dir.join("files")).map_err(unusable("data directory"))?;
    let secret =
        MasterSecret::read_or_make(&config.secret_file, SystemChance.secret()).map_err(unusable("secret file"))?;
    let settings = SqlSettings { url: config.database_url.clone(), connections: config.database_connections };
    let database = SqlDatabase::open(&settings).await?;
    let redis = config.redis_url.as_deref().map(|url| RedisLink::new(url, &config.public_url)).transpose()?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mail = mail(&config)?;
    let places = FilePlaces::new(&config.data_dir.join("files"), config.storage_places.clone())?;
    let sealer = Arc::new(AeadSealer::new(&secret));
    let kept_files =
        KeptFiles::new(Arc::new(database.clone()), Arc::new(places), sealer.clone(), Arc::new(SystemClock));
    let ports = Ports {
        database: Arc::new(database.clone()),
        sign_in: Arc::new(database.clone()),
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        files: Arc::new(kept_files.clone()),
        kept_files,
        mail,
        post: Arc::new(database.clone()),
        renewal_queue: Arc::new(database.clone()),
        document_run_queue: Arc::new(database.clone()),
        binder: Arc::new(DocumentBinder),
        address_printer: Arc::new(LabelPrinter::default()),
        renderer,
        passwords: Arc::new(ArgonPasswords::new(cores.div_ceil(2))?),
        tokens: Arc::new(JwtTokens::new(&secret)),
        signer: Arc::new(HmacSigner::new(&secret)),
        visible_seals: Arc::new(Ed25519Seals::new(&secret)),
        sealer,
        limits: limits(&config, redis.clone()),
        one_time_codes: Arc::new(TotpCodes),
        passkeys: Arc::new(WebPasskeys::new(&config.public_url)),
        outside: Arc::new(OutsideCalls::new(
            config.integration_networks.clone(),
            config.integration_authorities.as_deref(),
        )?),
        scanner: config.clamav.clone().map(|address| Arc::new(Clamav::new(address)) as Arc<dyn Scanner>),
        settings: Settings {
            public_url: config.public_url.clone(),
            registration_open: config.registration_open,
            session_idle: config.session_idle,
            session_life: config.session_life,
            storage_by_environment: config.storage.is_some(),
            standard_templates: standard_templates(),
        },
    };
    let services = Arc::new(Services::new(&ports));
    services.agencies.ensure_platform().await?;
    if let Some((said, secrets)) = config.storage.clone() {
        services.storage.adopt(said, secrets).await?;
    }
    Ok(House(Arc::new(Rooms { services, database, redis, ports, config: Arc::new(config) })))
}

fn limits(config: &Config, redis: Option<RedisLink>) -> Arc<dyn Limits> {
    let alone = MemoryLimits::new(config.quotas.clone(), Arc::new(SystemClock));
    match redis {
        Some(link) => Arc::new(SharedLimits::new(link, alone)),
        None => Arc::new(alone),
    }
}

/// A mail server where one is configured, else the outbox folder.
fn mail(config: &Config) -> Result<Arc<dyn Mail>> {
    let unusable = |source: Box<dyn std::error::Error + Send + Sync>| Error::Unavailable { part: "mail", source };
    let sender =
        Sender::parse(&config.mail_from).ok_or_else(|| unusable("MONASSURANCE_MAIL_FROM is no address".into()))?;
    match &config.smtp_url {
        Some(url) => Ok(Arc::new(SmtpMail::new(url, sender).map_err(|error| unusable(Box::new(error)))?)),
        None => Ok(Arc::new(OutboxFolder::new(&config.data_dir.join("outbox"), sender))),
    }
}

fn standard_templates() -> Vec<StandardTemplate> {
    rendering::STANDARD_TEMPLATES
        .iter()
        .map(|template| StandardTemplate {
            name: template.name,
            kind: template.kind,
            usage: template.usage,
            language: template.language.code(),
            source: template.source,
        })
        .collect()
}

fn own_program() -> Result<PathBuf> {
    std::env::current_exe().map_err(|error| Error::Unavailable { part: "rendering", source: Box::new(error) })
}
