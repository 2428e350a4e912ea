//! Configuration: the environment, then `monassurance.toml`, then defaults. Every value knows where it came from.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use domain::storage::{SaveStorage, StorageSecrets};
use infrastructure::files::PlaceSettings;
use infrastructure::scanner::ClamavAddress;
use ipnet::IpNet;
use jiff::SignedDuration;
use services::ports::limits::{Quotas, Rule};

use crate::listener::TlsFiles;

/// Where a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// An environment variable.
    Environment,
    /// `monassurance.toml`.
    File,
    /// The command line.
    CommandLine,
    /// Nobody said.
    Default,
}

/// One setting of the installation.
#[derive(Debug, Clone, Copy)]
struct Setting {
    name: &'static str,
    default: &'static str,
    /// Never printed.
    secret: bool,
    /// Read by this release. The others are refused when set, so that nobody trusts in what is not there.
    supported: bool,
}

const fn setting(name: &'static str, default: &'static str) -> Setting {
    Setting { name, default, secret: false, supported: true }
}

const fn limit(rule: Rule) -> Setting {
    setting(rule.setting(), rule.usual())
}

const fn later(name: &'static str) -> Setting {
    Setting { name, default: "", secret: false, supported: false }
}

/// Every setting, by the name of its environment variable.
const SETTINGS: &[Setting] = &[
    setting("MONASSURANCE_DATA_DIR", "data"),
    Setting { secret: true, ..setting("MONASSURANCE_DATABASE_URL", "") },
    setting("MONASSURANCE_DATABASE_CONNECTIONS", "8"),
    setting("MONASSURANCE_LISTEN", "127.0.0.1:3000"),
    setting("MONASSURANCE_PUBLIC_URL", ""),
    setting("MONASSURANCE_TLS_CERT", ""),
    setting("MONASSURANCE_TLS_KEY", ""),
    setting("MONASSURANCE_HTTP_LISTEN", ""),
    Setting { secret: true, ..setting("MONASSURANCE_REDIS_URL", "") },
    setting("MONASSURANCE_SECRET_FILE", ""),
    setting("MONASSURANCE_TRUSTED_PROXIES", ""),
    limit(Rule::SignInPerAddress),
    limit(Rule::SignInPerAccount),
    limit(Rule::SignInPerPair),
    limit(Rule::PasswordResets),
    limit(Rule::Downloads),
    limit(Rule::Requests),
    limit(Rule::Reports),
    limit(Rule::IntegrationTests),
    setting("MONASSURANCE_INTEGRATION_NETWORKS", ""),
    setting("MONASSURANCE_INTEGRATION_AUTHORITIES", ""),
    setting("MONASSURANCE_REGISTRATION", "closed"),
    setting("MONASSURANCE_SESSION_IDLE", "12h"),
    setting("MONASSURANCE_SESSION_LIFE", "30d"),
    Setting { secret: true, ..setting("MONASSURANCE_SMTP_URL", "") },
    setting("MONASSURANCE_MAIL_FROM", ""),
    setting("MONASSURANCE_LOG_FORMAT", "text"),
    setting("MONASSURANCE_LOG", "info"),
    setting("MONASSURANCE_STORAGE", ""),
    setting("MONASSURANCE_STORAGE_NETWORKS", ""),
    setting("MONASSURANCE_STORAGE_AUTHORITIES", ""),
    setting("MONASSURANCE_S3_ENDPOINT", ""),
    setting("MONASSURANCE_S3_REGION", ""),
    setting("MONASSURANCE_S3_BUCKET", ""),
    setting("MONASSURANCE_S3_FOLDER", ""),
    setting("MONASSURANCE_S3_ACCESS_KEY_ID", ""),
    Setting { secret: true, ..setting("MONASSURANCE_S3_SECRET_ACCESS_KEY", "") },
    setting("MONASSURANCE_S3_DIRECT_DOWNLOADS", ""),
    setting("MONASSURANCE_GOOGLE_DRIVE_ENDPOINT", ""),
    setting("MONASSURANCE_GOOGLE_DRIVE_FOLDER", ""),
    setting("MONASSURANCE_GOOGLE_DRIVE_CLIENT_ID", ""),
    Setting { secret: true, ..setting("MONASSURANCE_GOOGLE_DRIVE_CLIENT_SECRET", "") },
    Setting { secret: true, ..setting("MONASSURANCE_GOOGLE_DRIVE_REFRESH_TOKEN", "") },
    setting("MONASSURANCE_CLAMAV", ""),
    setting("MONASSURANCE_QUEUE", "database"),
    Setting { secret: true, ..setting("MONASSURANCE_DEMO_PASSWORD", "") },
    later("MONASSURANCE_METRICS_LISTEN"),
    later("OTEL_EXPORTER_OTLP_ENDPOINT"),
];

/// A setting that cannot be used, told so that it can be mended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {problem}")]
pub struct ConfigError {
    /// The setting.
    pub name: String,
    /// What is wrong with it, and what to do.
    pub problem: String,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, one object a line.
    Json,
}

/// The configuration, read and checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the embedded database, the files and the secret are.
    pub data_dir: PathBuf,
    /// `sqlite://…` or `postgres://…`.
    pub database_url: String,
    /// Connections at most.
    pub database_connections: u32,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The address under which people reach the product, without a slash at its end.
    pub public_url: String,
    /// The certificate, where the server speaks TLS itself.
    pub tls: Option<TlsFiles>,
    /// Where plain HTTP is answered, only to be sent on to the public address.
    pub http_listen: Option<SocketAddr>,
    /// The Redis that instances share.
    pub redis_url: Option<String>,
    /// How often somebody may try.
    pub quotas: Quotas,
    /// The file with the installation's secret.
    pub secret_file: PathBuf,
    /// The proxies whose word on the client's address counts.
    pub trusted_proxies: Vec<IpNet>,
    /// The private networks in which companies' servers may be.
    pub integration_networks: Vec<IpNet>,
    /// A file of authorities that companies' servers may be signed by, beside those that this machine trusts.
    pub integration_authorities: Option<PathBuf>,
    /// Where files are kept; `None` where the operator says so on his page.
    pub storage: Option<(SaveStorage, StorageSecrets)>,
    /// What the installation decides about every storage.
    pub storage_places: PlaceSettings,
    /// Where ClamAV's daemon listens, if files are looked into before they are kept.
    pub clamav: Option<ClamavAddress>,
    /// Whether anybody may open a firm.
    pub registration_open: bool,
    /// How long a browser may be idle before its person must sign in again.
    pub session_idle: SignedDuration,
    /// How long a session may go on at the longest.
    pub session_life: SignedDuration,
    /// The mail server; without one, letters go into the outbox folder.
    pub smtp_url: Option<String>,
    /// Who writes the letters: `name@domain` or `Name <name@domain>`.
    pub mail_from: String,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Which log lines are written.
    pub log: String,
    /// The password of the demo users.
    pub demo_password: Option<String>,
    values: BTreeMap<&'static str, (String, Source)>,
}

/// What the command line says over everything else: names of settings and their values.
pub type Overrides = BTreeMap<&'static str, String>;

impl Config {
    /// Reads the configuration. `environment` is the process's own, passed in so that tests decide it.
    ///
    /// # Errors
    /// Every setting that cannot be used.
    pub fn read(
        environment: &BTreeMap<String, String>,
        overrides: &Overrides,
        folder: &Path,
    ) -> Result<Self, Vec<ConfigError>> {
        let file = read_file(&folder.join("monassurance.toml")).map_err(|error| vec![error])?;
        let mut values = BTreeMap::new();
        let mut wrong = Vec::new();
        for setting in SETTINGS {
            let key = setting.name.trim_start_matches("MONASSURANCE_").to_lowercase();
            let given = overrides
                .get(setting.name)
                .map(|value| (value.clone(), Source::CommandLine))
                .or_else(|| environment.get(setting.name).map(|value| (value.clone(), Source::Environment)))
                .or_else(|| file.get(&key).map(|value| (value.clone(), Source::File)))
                .filter(|(value, _)| !value.is_empty());
            if given.is_some() && !setting.supported {
                wrong.push(error(setting.name, "this release does not use it yet; remove it"));
            }
            values.insert(setting.name, given.unwrap_or_else(|| (setting.default.to_owned(), Source::Default)));
        }
        for key in file.keys() {
            let name = format!("MONASSURANCE_{}", key.to_uppercase());
            if !SETTINGS.iter().any(|setting| setting.name == name) {
                wrong.push(error(key, "no such setting in monassurance.toml"));
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Self::check(values)
    }

    fn check(mut values: BTreeMap<&'static str, (String, Source)>) -> Result<Self, Vec<ConfigError>> {
        let mut wrong = Vec::new();
        let value = |name: &str| values.get(name).map(|(value, _)| value.clone()).unwrap_or_default();
        let data_dir = PathBuf::from(value("MONASSURANCE_DATA_DIR"));
        let listen: SocketAddr = value("MONASSURANCE_LISTEN").parse().unwrap_or_else(|_| {
            wrong.push(error("MONASSURANCE_LISTEN", "not an address with a port, such as 127.0.0.1:3000"));
            SocketAddr::from(([127, 0, 0, 1], 3000))
        });
        let connections = value("MONASSURANCE_DATABASE_CONNECTIONS").parse().unwrap_or_default();
        if !(1..=200).contains(&connections) {
            wrong.push(error("MONASSURANCE_DATABASE_CONNECTIONS", "not a number from 1 to 200"));
        }
        let trusted_proxies = networks("MONASSURANCE_TRUSTED_PROXIES", value, &mut wrong);
        let integration_networks = networks("MONASSURANCE_INTEGRATION_NETWORKS", value, &mut wrong);
        let one_of = |name: &'static str, allowed: &[&str], wrong: &mut Vec<ConfigError>| {
            let value = value(name);
            if !allowed.contains(&value.as_str()) {
                wrong.push(error(name, &format!("not one of {}", allowed.join(", "))));
            }
            value
        };
        let registration = one_of("MONASSURANCE_REGISTRATION", &["closed", "open"], &mut wrong);
        let log_format = one_of("MONASSURANCE_LOG_FORMAT", &["text", "json"], &mut wrong);
        let mut lasting = |name: &'static str, least: SignedDuration, most: SignedDuration| {
            let found = duration(&value(name)).filter(|found| (least..=most).contains(found));
            found.unwrap_or_else(|| {
                wrong.push(error(name, &format!("not a time such as 12h or 30d, from {least:#} to {most:#}")));
                most
            })
        };
        let day = SignedDuration::from_hours(24);
        let session_life = lasting("MONASSURANCE_SESSION_LIFE", SignedDuration::from_hours(1), day * 366);
        let session_idle = lasting("MONASSURANCE_SESSION_IDLE", SignedDuration::from_mins(1), session_life);
        let storage = storage::storage(value, &mut wrong);
        let (storage_places, clamav) = (storage::places(value, &mut wrong), storage::clamav(value, &mut wrong));
        one_of("MONASSURANCE_QUEUE", &["database", "inline"], &mut wrong);

        let database_url = Some(value("MONASSURANCE_DATABASE_URL"))
            .filter(|url| !url.is_empty())
            .unwrap_or_else(|| format!("sqlite://{}", data_dir.join("monassurance.db").display()));
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database_url.starts_with(scheme)) {
            wrong.push(error("MONASSURANCE_DATABASE_URL", "begins neither with sqlite:// nor with postgres://"));
        }
        let given = |name: &str| Some(value(name)).filter(|value| !value.is_empty());
        let tls = tls_files(given("MONASSURANCE_TLS_CERT"), given("MONASSURANCE_TLS_KEY"), &mut wrong);
        let scheme = if tls.is_some() { "https" } else { "http" };
        let public_url = given("MONASSURANCE_PUBLIC_URL").unwrap_or_else(|| format!("{scheme}://{listen}"));
        if !public_url.starts_with("http://") && !public_url.starts_with("https://") {
            wrong.push(error("MONASSURANCE_PUBLIC_URL", "begins neither with http:// nor with https://"));
        } else if tls.is_some() && public_url.starts_with("http://") {
            wrong.push(error("MONASSURANCE_PUBLIC_URL", "must begin with https://, because the server speaks TLS"));
        }
        let http_listen = plain_listener(given("MONASSURANCE_HTTP_LISTEN"), &public_url, &mut wrong);
        let integration_authorities = given("MONASSURANCE_INTEGRATION_AUTHORITIES");
        let redis_url = given("MONASSURANCE_REDIS_URL");
        if redis_url.as_ref().is_some_and(|url| !url.starts_with("redis://") && !url.starts_with("rediss://")) {
            wrong.push(error("MONASSURANCE_REDIS_URL", "begins neither with redis:// nor with rediss://"));
        }
        let quotas = quotas(value, &mut wrong);
        let (smtp_url, mail_from) = mail(value, &public_url, &mut wrong);
        let secret_file = Some(value("MONASSURANCE_SECRET_FILE"))
            .filter(|path| !path.is_empty())
            .map_or_else(|| data_dir.join("secret"), PathBuf::from);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let (demo_password, log) = (value("MONASSURANCE_DEMO_PASSWORD"), value("MONASSURANCE_LOG"));
        // What follows from other settings is shown as it will be used.
        for (name, used) in [
            ("MONASSURANCE_DATABASE_URL", &database_url),
            ("MONASSURANCE_PUBLIC_URL", &public_url),
            ("MONASSURANCE_MAIL_FROM", &mail_from),
            ("MONASSURANCE_SECRET_FILE", &secret_file.display().to_string()),
        ] {
            values.entry(name).and_modify(|(value, _)| value.clone_from(used));
        }
        Ok(Self {
            data_dir,
            database_url,
            database_connections: connections,
            listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            tls,
            http_listen,
            redis_url,
            quotas,
            secret_file,
            trusted_proxies,
            integration_networks,
            integration_authorities: integration_authorities.map(PathBuf::from),
            storage,
            storage_places,
            clamav,
            smtp_url,
            mail_from,
            registration_open: registration == "open",
            session_idle,
            session_life,
            log_format: if log_format == "json" { LogFormat::Json } else { LogFormat::Text },
            log,
            demo_password: Some(demo_password).filter(|password| !password.is_empty()),
            values,
        })
    }

    /// Each setting with its value and source, for `config check`; secrets only say whether they are set.
    pub fn told(&self) -> Vec<(&'static str, String, Source)> {
        let hidden = |setting: &Setting, value: &str| match (setting.secret, value.is_empty()) {
            (true, false) if value.starts_with("sqlite:") => value.to_owned(),
            (true, false) => "(set)".to_owned(),
            (_, true) => "(not set)".to_owned(),
            (false, false) => value.to_owned(),
        };
        SETTINGS
            .iter()
            .filter_map(|setting| {
                let (value, source) = self.values.get(setting.name)?;
                Some((setting.name, hidden(setting, value), *source))
            })
            .collect()
    }

    /// Whether people reach the product over TLS, so that cookies are for TLS only.
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// A time as people write it: a number with `s`, `m`, `h` or `d`.
fn duration(text: &str) -> Option<SignedDuration> {
    let unit = text.chars().last()?;
    let number: i64 = text.strip_suffix(unit)?.parse().ok().filter(|number| (0..=1_000_000).contains(number))?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 24 * 3600,
        _ => return None,
    };
    Some(SignedDuration::from_secs(number * seconds))
}

/// A list of networks.
fn networks(name: &'static str, value: impl Fn(&str) -> String, wrong: &mut Vec<ConfigError>) -> Vec<IpNet> {
    let mut networks = Vec::new();
    for part in value(name).split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match part.parse::<IpNet>().or_else(|_| part.parse().map(|address: std::net::IpAddr| address.into())) {
            Ok(net) => networks.push(net),
            Err(_) => wrong.push(error(name, "not a list of networks such as 10.0.0.0/8")),
        }
    }
    networks
}

/// The certificate and its key: both or none.
fn tls_files(certificate: Option<String>, key: Option<String>, wrong: &mut Vec<ConfigError>) -> Option<TlsFiles> {
    match (certificate, key) {
        (Some(certificate), Some(key)) => Some(TlsFiles { certificate: certificate.into(), key: key.into() }),
        (None, None) => None,
        (Some(_), None) => {
            wrong.push(error("MONASSURANCE_TLS_KEY", "missing: a certificate is worth nothing without its key"));
            None
        }
        (None, Some(_)) => {
            wrong.push(error("MONASSURANCE_TLS_CERT", "missing: a key is worth nothing without its certificate"));
            None
        }
    }
}

/// Where plain HTTP is answered: only where there is a secure address to lead to.
fn plain_listener(given: Option<String>, public_url: &str, wrong: &mut Vec<ConfigError>) -> Option<SocketAddr> {
    let name = "MONASSURANCE_HTTP_LISTEN";
    let address = given?;
    if !public_url.starts_with("https://") {
        wrong.push(error(name, "of no use: the public address does not begin with https://"));
    }
    let parsed = address.parse().ok();
    if parsed.is_none() {
        wrong.push(error(name, "not an address with a port, such as 0.0.0.0:80"));
    }
    parsed
}

/// The mail server, if there is one, and whose name letters carry.
fn mail(value: impl Fn(&str) -> String, public_url: &str, wrong: &mut Vec<ConfigError>) -> (Option<String>, String) {
    let given = |name: &str| Some(value(name)).filter(|value| !value.is_empty());
    let smtp_url = given("MONASSURANCE_SMTP_URL");
    if let Some(problem) = smtp_url.as_deref().and_then(smtp_problem) {
        wrong.push(error("MONASSURANCE_SMTP_URL", problem));
    }
    let mail_from =
        given("MONASSURANCE_MAIL_FROM").unwrap_or_else(|| format!("MonAssurance <no-reply@{}>", host_of(public_url)));
    if infrastructure::mail::Sender::parse(&mail_from).is_none() {
        wrong.push(error("MONASSURANCE_MAIL_FROM", "not an address such as MonAssurance <no-reply@cabinet.fr>"));
    }
    (smtp_url, mail_from)
}

/// How often somebody may try, rule by rule.
fn quotas(value: impl Fn(&str) -> String, wrong: &mut Vec<ConfigError>) -> Quotas {
    let mut quotas = Quotas::default();
    for rule in Rule::ALL {
        if !quotas.read(*rule, &value(rule.setting())) {
            wrong.push(error(rule.setting(), "neither off nor a number in a time, such as 30/15m"));
        }
    }
    quotas
}

fn error(name: &str, problem: &str) -> ConfigError {
    ConfigError { name: name.to_owned(), problem: problem.to_owned() }
}

/// The host of an address people use, for the letters' own address; an IP address is no domain of mail.
fn host_of(public_url: &str) -> String {
    let authority = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let named = host.contains('.') && host.parse::<std::net::IpAddr>().is_err() && !host.starts_with('[');
    if named { host.to_owned() } else { "monassurance.localhost".to_owned() }
}

/// What is wrong with the mail server's address, if anything.
fn smtp_problem(url: &str) -> Option<&'static str> {
    let Some((scheme @ ("smtp" | "smtps"), rest)) = url.split_once("://") else {
        return Some("begins neither with smtp:// nor with smtps://");
    };
    let (authority, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = authority.trim_end_matches('/');
    let (login, host) = authority.rsplit_once('@').map_or((None, authority), |(login, host)| (Some(login), host));
    let here = ["localhost", "127.", "[::1]"].iter().any(|name| host.starts_with(name));
    if host.is_empty() {
        Some("names no host")
    } else if login.is_some() && scheme == "smtp" && query != "tls=required" && !here {
        // A password in clear can be read by everybody on the way.
        Some("a password needs TLS: smtps://…, or smtp://…?tls=required for STARTTLS")
    } else {
        None
    }
}

fn read_file(path: &Path) -> Result<BTreeMap<String, String>, ConfigError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(cause) => return Err(error("monassurance.toml", &cause.to_string())),
    };
    let table: toml::Table =
        text.parse().map_err(|cause: toml::de::Error| error("monassurance.toml", cause.message()))?;
    Ok(table
        .into_iter()
        .map(|(key, value)| match value {
            toml::Value::String(text) => (key, text),
            toml::Value::Integer(number) => (key, number.to_string()),
            toml::Value::Boolean(flag) => (key, flag.to_string()),
            // Anything else is no value of ours; checked as text, it is told with the setting's name.
            other => (key, format!("{other:?}")),
        })
        .collect())
}

mod storage;
#[cfg(test)]
mod tests;
