//! How the firm exchanges with a company (*paramétrage d'intégration*): by which way, where, and how it proves itself there.
//! A secret goes in and never comes out again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{CompanyId, choices, text};

/// The longest address.
const ADDRESS_MAX: usize = 500;
/// The longest secret.
const SECRET_MAX: usize = 4_000;
/// How long one may wait for a company's answer, in seconds.
const TIMEOUT_S: std::ops::RangeInclusive<i64> = 1..=30;
/// How long one waits where nobody said.
const TIMEOUT_USUAL_S: i64 = 10;
/// The headers that a key cannot travel in: they are the request's own.
const OWN_HEADERS: &[&str] =
    &["host", "connection", "content-length", "content-type", "transfer-encoding", "te", "upgrade", "cookie", "accept"];

choices! {
    /// By which way the firm exchanges with a company.
    IntegrationMode {
        /// Not at all, or on its extranet by hand.
        None = "none",
        /// By e-mail: bordereaux go to an address there.
        Email = "email",
        /// By its interface over HTTPS.
        Api = "api",
        /// By files on its SFTP server.
        Sftp = "sftp",
    }
}

choices! {
    /// How the firm proves itself to a company's interface.
    Authentication {
        /// It does not.
        None = "none",
        /// By a name and a password (RFC 7617).
        Basic = "basic",
        /// By a token (RFC 6750).
        Bearer = "bearer",
        /// By a key in a header of the company's choice.
        ApiKey = "api_key",
        /// By a token that a client's name and secret are exchanged for (RFC 6749, section 4.4).
        Oauth2 = "oauth2",
    }
}

choices! {
    /// The form of what goes to a company.
    ReportFormat {
        /// Text with separators.
        Csv = "csv",
        /// A workbook.
        Xlsx = "xlsx",
        /// XML.
        Xml = "xml",
        /// JSON.
        Json = "json",
    }
}

/// How the firm exchanges with a company, as a request describes it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IntegrationInput {
    /// The way: `none`, `email`, `api`, `sftp`.
    pub mode: Option<String>,
    /// Where bordereaux go by e-mail.
    pub email: Option<String>,
    /// Where the interface or the server is: `https://…` or `sftp://…`.
    pub base_url: Option<String>,
    /// The proof: `none`, `basic`, `bearer`, `api_key`, `oauth2`; none when absent, and always `basic` on SFTP.
    pub authentication: Option<String>,
    /// The name under which the company knows the firm's program: for `basic`, and the client's for `oauth2`.
    pub username: Option<String>,
    /// The header that an API key travels in.
    pub header_name: Option<String>,
    /// Where a token is had.
    pub token_url: Option<String>,
    /// What the token is asked for.
    pub scope: Option<String>,
    /// The password, token, key or client secret. Written only; the one kept stays when it is absent.
    pub secret: Option<String>,
    /// Whether to forget the secret that is kept.
    #[serde(default)]
    pub remove_secret: bool,
    /// The form of what goes there: `csv`, `xlsx`, `xml`, `json`; `csv` when absent.
    pub report_format: Option<String>,
    /// For how many seconds one waits for an answer there.
    pub timeout_s: Option<i64>,
}

impl std::fmt::Debug for IntegrationInput {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Whoever prints a request prints no secret.
        formatter.debug_struct("IntegrationInput").field("mode", &self.mode).finish_non_exhaustive()
    }
}

/// What happens to the secret that is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum SecretChange {
    /// It stays.
    Keep,
    /// Another takes its place.
    Replace(String),
    /// It is forgotten.
    Remove,
}

/// How the firm exchanges with a company, checked. What a way or a proof does not need is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveIntegration {
    /// The way.
    pub mode: IntegrationMode,
    /// Where bordereaux go by e-mail.
    pub email: Option<String>,
    /// Where the interface or the server is.
    pub base_url: Option<String>,
    /// The proof.
    pub authentication: Authentication,
    /// The name of the firm's program there.
    pub username: Option<String>,
    /// The header that an API key travels in.
    pub header_name: Option<String>,
    /// Where a token is had.
    pub token_url: Option<String>,
    /// What the token is asked for.
    pub scope: Option<String>,
    /// The form of what goes there.
    pub report_format: ReportFormat,
    /// For how many seconds one waits for an answer.
    pub timeout_s: i64,
}

impl Default for SaveIntegration {
    /// Nothing said yet.
    fn default() -> Self {
        Self {
            mode: IntegrationMode::None,
            email: None,
            base_url: None,
            authentication: Authentication::None,
            username: None,
            header_name: None,
            token_url: None,
            scope: None,
            report_format: ReportFormat::Csv,
            timeout_s: TIMEOUT_USUAL_S,
        }
    }
}

impl SaveIntegration {
    /// Whether the proof rests on a secret.
    pub fn needs_secret(&self) -> bool {
        self.authentication != Authentication::None
    }
}

impl IntegrationInput {
    /// Checks every field but where its addresses lead, which is no matter of text.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<(SaveIntegration, SecretChange), Vec<FieldError>> {
        let mut check = Checker::default();
        let secret = match check.keep(secret(self.secret.as_deref())).flatten() {
            Some(secret) => SecretChange::Replace(secret),
            None if self.remove_secret => SecretChange::Remove,
            None => SecretChange::Keep,
        };
        let format = self.report_format.as_deref().filter(|word| !word.trim().is_empty()).unwrap_or("csv");
        let report_format = check.keep(ReportFormat::field("report_format", Some(format)));
        let timeout_s = self.timeout_s.unwrap_or(TIMEOUT_USUAL_S);
        if !TIMEOUT_S.contains(&timeout_s) {
            let (min, max) = (TIMEOUT_S.start(), TIMEOUT_S.end());
            check.note(FieldError::new("timeout_s", Code::OutOfRange).with("min", min).with("max", max));
        }
        let mode = check.keep(IntegrationMode::field("mode", self.mode.as_deref()));
        let (mut email, mut base_url) = (None, None);
        match mode {
            Some(IntegrationMode::Email) => {
                email =
                    check.keep(text::email("email", self.email.as_deref()).and_then(|email| needed("email", email)));
            }
            Some(IntegrationMode::Api | IntegrationMode::Sftp) => {
                base_url = check.keep(text::required_line("base_url", self.base_url.as_deref(), ADDRESS_MAX));
            }
            Some(IntegrationMode::None) | None => {}
        }
        let authentication = match mode {
            Some(IntegrationMode::Api) => {
                let word = self.authentication.as_deref().filter(|word| !word.trim().is_empty()).unwrap_or("none");
                check.keep(Authentication::field("authentication", Some(word)))
            }
            Some(IntegrationMode::Sftp) => Some(Authentication::Basic),
            _ => Some(Authentication::None),
        };
        let (mut username, mut header_name, mut token_url, mut scope) = (None, None, None, None);
        let name = |text: Option<&str>| text::required_line("username", text, text::LINE_MAX);
        match authentication {
            Some(Authentication::Basic) => username = check.keep(name(self.username.as_deref())),
            Some(Authentication::ApiKey) => header_name = check.keep(header(self.header_name.as_deref())),
            Some(Authentication::Oauth2) => {
                username = check.keep(name(self.username.as_deref()));
                token_url = check.keep(text::required_line("token_url", self.token_url.as_deref(), ADDRESS_MAX));
                scope = check.keep(text::line("scope", self.scope.as_deref(), text::LINE_MAX)).flatten();
            }
            _ => {}
        }
        if authentication == Some(Authentication::Basic) && username.as_ref().is_some_and(|name| name.contains(':')) {
            // The colon ends the name where it travels (RFC 7617).
            check.note(FieldError::new("username", Code::InvalidHeader));
        }
        let saved = mode.zip(authentication).zip(report_format).map(|((mode, authentication), report_format)| {
            let kept = SaveIntegration {
                mode,
                email,
                base_url,
                authentication,
                username,
                header_name,
                token_url,
                scope,
                report_format,
                timeout_s,
            };
            // A secret that nothing needs is only a danger.
            let secret = if kept.needs_secret() { secret } else { SecretChange::Remove };
            (kept, secret)
        });
        check.finish(saved)
    }
}

fn needed<T>(field: &str, value: Option<T>) -> Result<T, FieldError> {
    value.ok_or_else(|| FieldError::new(field, Code::Required))
}

/// Reads a secret exactly as typed: it may begin with a space, and travels in a header.
fn secret(typed: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(secret) = typed.filter(|secret| !secret.is_empty()) else { return Ok(None) };
    if secret.chars().any(char::is_control) {
        return Err(FieldError::new("secret", Code::ControlCharacters));
    }
    if secret.chars().count() > SECRET_MAX {
        return Err(FieldError::new("secret", Code::TooLong).with("max", SECRET_MAX));
    }
    Ok(Some(secret.to_owned()))
}

/// Reads the name of a header (RFC 9110), which is none of the request's own.
fn header(typed: Option<&str>) -> Result<String, FieldError> {
    let name = text::required_line("header_name", typed, 60)?;
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let is_own = OWN_HEADERS.iter().any(|own| name.eq_ignore_ascii_case(own));
    if plain && !is_own { Ok(name) } else { Err(FieldError::new("header_name", Code::InvalidHeader)) }
}

/// What may be known of a secret: since when it is kept, and from whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SecretView {
    /// When it was set.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub set_at: Timestamp,
    /// Who set it.
    pub set_by: String,
}

/// How the firm exchanges with a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IntegrationView {
    /// The company.
    pub company_id: CompanyId,
    /// The way.
    pub mode: IntegrationMode,
    /// Where bordereaux go by e-mail.
    pub email: Option<String>,
    /// Where the interface or the server is.
    pub base_url: Option<String>,
    /// The proof.
    pub authentication: Authentication,
    /// The name of the firm's program there.
    pub username: Option<String>,
    /// The header that an API key travels in.
    pub header_name: Option<String>,
    /// Where a token is had.
    pub token_url: Option<String>,
    /// What the token is asked for.
    pub scope: Option<String>,
    /// The secret that is kept, never what it says.
    pub secret: Option<SecretView>,
    /// The form of what goes there.
    pub report_format: ReportFormat,
    /// For how many seconds one waits for an answer there.
    pub timeout_s: i64,
    /// Where the company calls us back.
    pub callback_url: String,
    /// The key by which the company signs what it calls us back with, never what it says.
    pub callback_secret: Option<SecretView>,
    /// The last test of what is saved.
    pub tested: Option<TestedView>,
    /// Counts the changes, for `If-Match`; 0 before the first.
    pub version: i64,
    /// When it was last changed.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime))]
    pub updated_at: Option<Timestamp>,
}

/// The last test of what is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TestedView {
    /// When.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// How it ended.
    pub outcome: TestOutcome,
}

choices! {
    /// How a test ended.
    TestOutcome {
        /// The company answered as it should.
        Works = "works",
        /// The proof needs a secret, and none is kept.
        SecretMissing = "secret_missing",
        /// No address is known under that name.
        NameNotFound = "name_not_found",
        /// The name leads into a network of ours.
        PrivateAddress = "private_address",
        /// Nobody takes the call there.
        NotReached = "not_reached",
        /// The answer did not come in time.
        TimedOut = "timed_out",
        /// The certificate is not trusted here, or is another's.
        CertificateRefused = "certificate_refused",
        /// No secured connection came about.
        NotSecured = "not_secured",
        /// What answered speaks another language than the way asks.
        NotUnderstood = "not_understood",
        /// No token was given for our name and secret.
        TokenRefused = "token_refused",
        /// Our proof was refused (401, 403).
        CredentialsRefused = "credentials_refused",
        /// It answered with another address (3xx), which is not followed.
        Redirected = "redirected",
        /// Nothing is at that address there (404, 410).
        NothingThere = "nothing_there",
        /// It asks for fewer calls (429).
        TooManyCalls = "too_many_calls",
        /// It refused the call for another reason (4xx).
        Refused = "refused",
        /// It has a fault of its own (5xx).
        Faulty = "faulty",
    }
}

choices! {
    /// How far a test came.
    TestStep {
        /// The name led to an address.
        Resolved = "resolved",
        /// Somebody took the call.
        Connected = "connected",
        /// The connection is secured, by a certificate that is trusted.
        Secured = "secured",
        /// A token was given.
        Authorised = "authorised",
        /// There was an answer.
        Answered = "answered",
    }
}

/// What a test found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TestReport {
    /// How it ended.
    pub outcome: TestOutcome,
    /// How far it came.
    pub steps: Vec<TestStep>,
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

/// A key just made for the company's calls; it is told once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CallbackSecret {
    /// The key, to be given to the company.
    pub callback_secret: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(authentication: &str) -> IntegrationInput {
        IntegrationInput {
            mode: Some("api".into()),
            base_url: Some("https://api.compagnie.fr/courtiers".into()),
            authentication: Some(authentication.into()),
            username: Some("cabinet".into()),
            header_name: Some("X-Api-Key".into()),
            token_url: Some("https://sso.compagnie.fr/token".into()),
            secret: Some(" hidden".into()),
            ..IntegrationInput::default()
        }
    }

    #[test]
    fn what_a_way_does_not_need_is_not_kept() {
        let (bearer, secret) = api("bearer").parse().unwrap();
        assert_eq!((bearer.username, bearer.header_name, bearer.token_url), (None, None, None));
        assert!(secret == SecretChange::Replace(" hidden".into()), "a secret is kept as typed");
        let none = IntegrationInput { mode: Some("none".into()), ..api("basic") };
        let (none, secret) = none.parse().unwrap();
        assert_eq!((none.base_url, none.authentication), (None, Authentication::None));
        assert!(secret == SecretChange::Remove);
        let sftp = IntegrationInput { mode: Some("sftp".into()), ..api("none") };
        assert_eq!(sftp.parse().unwrap().0.authentication, Authentication::Basic);
    }

    #[test]
    fn every_wrong_field_is_told_and_no_secret_is_printed() {
        let wrong = |input: IntegrationInput| -> Vec<(String, Code)> {
            input.parse().err().unwrap().into_iter().map(|error| (error.pointer, error.code)).collect()
        };
        let cases = [
            (IntegrationInput { mode: None, ..api("none") }, "/mode", Code::Required),
            (IntegrationInput { base_url: None, ..api("none") }, "/base_url", Code::Required),
            (IntegrationInput { username: None, ..api("basic") }, "/username", Code::Required),
            (IntegrationInput { username: Some("a:b".into()), ..api("basic") }, "/username", Code::InvalidHeader),
            (IntegrationInput { token_url: None, ..api("oauth2") }, "/token_url", Code::Required),
            (
                IntegrationInput { header_name: Some("Host".into()), ..api("api_key") },
                "/header_name",
                Code::InvalidHeader,
            ),
            (
                IntegrationInput { header_name: Some("a b".into()), ..api("api_key") },
                "/header_name",
                Code::InvalidHeader,
            ),
            (IntegrationInput { secret: Some("a\r\nb".into()), ..api("bearer") }, "/secret", Code::ControlCharacters),
            (IntegrationInput { timeout_s: Some(31), ..api("none") }, "/timeout_s", Code::OutOfRange),
            (IntegrationInput { mode: Some("email".into()), ..api("none") }, "/email", Code::Required),
        ];
        for (input, pointer, code) in cases {
            assert_eq!(wrong(input), [(pointer.to_owned(), code)]);
        }
        assert!(!format!("{:?}", api("basic")).contains("hidden"));
    }
}
