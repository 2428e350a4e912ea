//! Stand-ins for the ports that a test of the storage has no use for: a clock that is set, passwords that are not hashed,
//! a renderer that prints its data, a mail server that keeps its letters.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use domain::company::{SaveIntegration, TestOutcome, TestReport, TestStep};
use domain::letter::LetterFailure;
use domain::shared::LetterId;
use infrastructure::outside::OutsideCalls;
use jiff::{SignedDuration, Timestamp};
use services::ports::bundle::{Binder, Bundle, BundleCounts, BundleError, BundleItem, BundleOrder};
use services::ports::clock::Clock;
use services::ports::files::Files;
use services::ports::mail::{Mail, MailError, OutgoingLetter};
use services::ports::mailing::{AddressPrinter, PrintOrder, SetText, Setting, SettingOrder};
use services::ports::outside::{AddressRefusal, Outside, OutsideAddress, Scheme};
use services::ports::render::{RenderError, RenderOrder, Rendered, Renderer, TemplateProblem};
use services::ports::security::Passwords;
use services::{Error, Result};

/// A clock that stands until it is set.
#[derive(Debug, Clone)]
pub(crate) struct SetClock(Arc<AtomicI64>);

impl SetClock {
    pub(crate) fn at(instant: &str) -> Self {
        let clock = Self(Arc::default());
        clock.set(instant);
        clock
    }

    pub(crate) fn set(&self, instant: &str) {
        let instant: Timestamp = instant.parse().unwrap();
        self.0.store(instant.as_microsecond(), Ordering::SeqCst);
    }

    pub(crate) fn advance(&self, by: SignedDuration) {
        self.0.fetch_add(i64::try_from(by.as_micros()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Companies' servers, of which none is called: whatever is tried works, and what was tried with which secret is noted.
/// Addresses are read as they are in earnest.
pub(crate) struct NotingOutside {
    real: OutsideCalls,
    tried: Mutex<Vec<(SaveIntegration, Option<String>)>>,
}

impl Default for NotingOutside {
    fn default() -> Self {
        Self { real: OutsideCalls::new(Vec::new(), None).unwrap(), tried: Mutex::default() }
    }
}

impl NotingOutside {
    /// The secret of each try so far.
    pub(crate) fn secrets(&self) -> Vec<Option<String>> {
        self.tried.lock().unwrap().iter().map(|(_, secret)| secret.clone()).collect()
    }
}

#[async_trait]
impl Outside for NotingOutside {
    fn read(&self, scheme: Scheme, text: &str) -> std::result::Result<OutsideAddress, AddressRefusal> {
        self.real.read(scheme, text)
    }

    async fn try_out(&self, how: &SaveIntegration, secret: Option<&str>) -> TestReport {
        self.tried.lock().unwrap().push((how.clone(), secret.map(str::to_owned)));
        TestReport { outcome: TestOutcome::Works, steps: vec![TestStep::Answered], status: Some(200), took_ms: 1 }
    }
}

/// A store of files that does not answer the first time it is read.
pub(crate) struct FailingOnce {
    files: Arc<dyn Files>,
    failed: AtomicBool,
}

impl FailingOnce {
    pub(crate) fn over(files: Arc<dyn Files>) -> Self {
        Self { files, failed: AtomicBool::new(false) }
    }
}

#[async_trait]
impl Files for FailingOnce {
    async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        self.files.put(key, bytes).await
    }

    async fn get(&self, key: &str, checksum: &str) -> Result<Option<Vec<u8>>> {
        if self.failed.swap(true, Ordering::SeqCst) {
            return self.files.get(key, checksum).await;
        }
        Err(Error::Unavailable { part: "storage", source: "asked to fail".into() })
    }

    async fn delete(&self, key: &str) -> Result<()> {
        self.files.delete(key).await
    }

    async fn check(&self) -> Result<()> {
        self.files.check().await
    }
}

/// Keeps passwords as they are, so that a test with eight sign-ins takes no second.
pub(crate) struct PlainPasswords;

#[async_trait]
impl Passwords for PlainPasswords {
    async fn hash(&self, password: &str) -> Result<String> {
        Ok(format!("plain:{password}"))
    }

    async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        Ok(hash == Some(format!("plain:{password}").as_str()))
    }
}

/// "Renders" by printing source and data. A source that says `{% broken %}` does not check; one that says `{% fail %}` or
/// `{% limit %}` checks, but does not render.
pub(crate) struct PrintingRenderer;

#[async_trait]
impl Renderer for PrintingRenderer {
    async fn render(&self, order: RenderOrder) -> std::result::Result<Rendered, RenderError> {
        if order.source.contains("{% broken %}") {
            let subject = "{% broken %}".into();
            return Err(RenderError::Template(vec![TemplateProblem {
                code: "template_syntax".into(),
                line: 1,
                column: 1,
                subject,
            }]));
        }
        // A version is tried with made-up data when it is saved; only its documents fail.
        if order.preview.is_some() {
            return Ok(Rendered { bytes: order.source.into_bytes(), engine: "printing 1".into() });
        }
        if order.source.contains("{% fail %}") {
            return Err(RenderError::Engine("asked to fail".into()));
        }
        if order.source.contains("{% limit %}") {
            return Err(RenderError::Limit("pages".into()));
        }
        let printed = format!("{}\n{}\n{}", order.title, order.source, order.data);
        Ok(Rendered { bytes: printed.into_bytes(), engine: "printing 1".into() })
    }
}

/// "Binds" by listing bookmarks, names and files.
pub(crate) struct ListingBinder;

/// What was put in so far.
struct Listing(Vec<u8>);

impl Binder for ListingBinder {
    fn cover(&self, _: &BundleOrder, _: &BundleCounts) -> Option<RenderOrder> {
        None
    }

    fn begin(&self, order: &BundleOrder) -> Box<dyn Bundle> {
        Box::new(Listing(format!("{}\n", order.title).into_bytes()))
    }
}

impl Bundle for Listing {
    fn add(&mut self, item: &BundleItem<'_>) -> std::result::Result<(), BundleError> {
        self.0.extend(format!("[{} as {}]\n", item.bookmark, item.name).into_bytes());
        self.0.extend(item.pdf);
        Ok(())
    }

    fn finish(self: Box<Self>) -> std::result::Result<Vec<u8>, BundleError> {
        Ok(self.0)
    }
}

/// Keeps the letters handed to it, or refuses them for the reason set.
#[derive(Clone, Default)]
pub(crate) struct KeepingMail(Arc<Mutex<(Vec<OutgoingLetter>, Option<LetterFailure>)>>);

impl KeepingMail {
    /// From now on letters are refused for this reason, or taken.
    pub(crate) fn refuse(&self, why: Option<LetterFailure>) {
        self.0.lock().unwrap().1 = why;
    }

    /// The letters that were taken.
    pub(crate) fn letters(&self) -> Vec<OutgoingLetter> {
        self.0.lock().unwrap().0.clone()
    }

    /// The secret of the link in the last letter.
    pub(crate) fn last_secret(&self) -> String {
        let text = self.letters().last().expect("a letter").text.text.clone();
        let link = text.lines().find(|line| line.starts_with("https://assurance.test/")).expect("a link");
        link.rsplit('/').next().unwrap().to_owned()
    }
}

#[async_trait]
impl Mail for KeepingMail {
    async fn send(&self, letter: &OutgoingLetter) -> std::result::Result<(), MailError> {
        let mut kept = self.0.lock().unwrap();
        if let Some(failure) = kept.1 {
            return Err(MailError { failure, source: "as the test wants it".into() });
        }
        kept.0.push(letter.clone());
        Ok(())
    }

    async fn kept(&self, id: LetterId) -> Result<Option<String>> {
        Ok(self.letters().iter().find(|letter| letter.id == id).map(|letter| letter.text.text.clone()))
    }
}

/// "Sets" each line at the corner, and "prints" the sheets as text.
pub(crate) struct PlainPrinter;

#[async_trait]
impl AddressPrinter for PlainPrinter {
    async fn set(&self, order: SettingOrder) -> Result<Setting> {
        let set = |lines: &Vec<String>| {
            let line = |text: &String| SetText { x: 0, y: 0, size: 100, text: text.clone() };
            Ok(lines.iter().map(line).collect())
        };
        Ok(Setting { sender: set(&order.sender), addresses: order.addresses.iter().map(set).collect() })
    }

    async fn print(&self, order: PrintOrder) -> Result<Vec<u8>> {
        let sheets = order.sheets().map(|texts| texts.into_iter().map(|text| text.text).collect::<Vec<_>>().join("|"));
        Ok(sheets.collect::<Vec<_>>().join("\n").into_bytes())
    }
}
