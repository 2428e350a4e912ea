//! What every use-case shares: the ports, and the few steps that all of them take.

use std::sync::Arc;

use domain::agency::AgencyView;
use domain::list::{Moment, Period};
use domain::shared::problem::{Code, FieldError};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::access::{Principal, ReadAgency};
use crate::error::{Error, Result};
use crate::ports::bundle::Binder;
use crate::ports::clock::{Chance, Clock};
use crate::ports::files::Files;
use crate::ports::limits::Limits;
use crate::ports::mail::{Mail, PostOffice};
use crate::ports::mailing::AddressPrinter;
use crate::ports::outside::Outside;
use crate::ports::render::Renderer;
use crate::ports::scanner::Scanner;
use crate::ports::security::{AccessTokens, OneTimeCodes, Passkeys, Passwords, Sealer, Signer, VisibleSeals};
use crate::ports::sign_in::SignInStore;
use crate::ports::unit::{Database, DocumentRunQueue, Mode, RenewalQueue, Unit};
use crate::storage::KeptFiles;

/// The ports, chosen by the wiring.
#[derive(Clone)]
pub struct Ports {
    /// The database.
    pub database: Arc<dyn Database>,
    /// What signing in needs.
    pub sign_in: Arc<dyn SignInStore>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids and secrets.
    pub chance: Arc<dyn Chance>,
    /// The files of documents.
    pub files: Arc<dyn Files>,
    /// The same store, with its places and the book of what lies where.
    pub kept_files: KeptFiles,
    /// The way letters leave the house.
    pub mail: Arc<dyn Mail>,
    /// The letters that wait.
    pub post: Arc<dyn PostOffice>,
    /// The renewals of many policies under way.
    pub renewal_queue: Arc<dyn RenewalQueue>,
    /// The documents about many policies under way.
    pub document_run_queue: Arc<dyn DocumentRunQueue>,
    /// What puts many documents into one file.
    pub binder: Arc<dyn Binder>,
    /// What sets addresses on paper.
    pub address_printer: Arc<dyn AddressPrinter>,
    /// The rendering engine.
    pub renderer: Arc<dyn Renderer>,
    /// Password hashing.
    pub passwords: Arc<dyn Passwords>,
    /// Access tokens.
    pub tokens: Arc<dyn AccessTokens>,
    /// Signatures.
    pub signer: Arc<dyn Signer>,
    /// The visible seals of documents.
    pub visible_seals: Arc<dyn VisibleSeals>,
    /// Seals.
    pub sealer: Arc<dyn Sealer>,
    /// How often somebody may try.
    pub limits: Arc<dyn Limits>,
    /// The codes of authenticator apps.
    pub one_time_codes: Arc<dyn OneTimeCodes>,
    /// Passkeys.
    pub passkeys: Arc<dyn Passkeys>,
    /// Companies' servers.
    pub outside: Arc<dyn Outside>,
    /// The scanner that looks into files before they are kept, where the installation has one.
    pub scanner: Option<Arc<dyn Scanner>>,
    /// What the firm's installation decides.
    pub settings: Settings,
}

/// What the installation decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address under which people reach the product, without a slash at its end.
    pub public_url: String,
    /// Whether anybody may open a firm.
    pub registration_open: bool,
    /// How long a browser may be idle before its person must sign in again.
    pub session_idle: SignedDuration,
    /// How long a session may go on at the longest.
    pub session_life: SignedDuration,
    /// Whether the environment decides where files are kept, and no page.
    pub storage_by_environment: bool,
    /// The templates that a new firm begins with.
    pub standard_templates: Vec<StandardTemplate>,
}

/// A template that a new firm begins with.
#[derive(Debug, Clone, Copy)]
pub struct StandardTemplate {
    /// Its name.
    pub name: &'static str,
    /// What it makes, by its word.
    pub kind: &'static str,
    /// What it is used for, by its word.
    pub usage: &'static str,
    /// Its language, by its code.
    pub language: &'static str,
    /// Its source.
    pub source: &'static str,
}

impl Ports {
    pub(crate) async fn read(&self, who: &Principal) -> Result<Box<dyn Unit>> {
        self.database.open(who, Mode::Read).await
    }

    pub(crate) async fn write(&self, who: &Principal) -> Result<Box<dyn Unit>> {
        self.database.open(who, Mode::Write).await
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Refuses a sensitive act to a person who proved himself too long ago: a session left open is not enough for it.
    pub(crate) fn recent(&self, who: &Principal) -> Result<()> {
        match who.authenticated_at() {
            Some(at) if self.now().duration_since(at) > RECENT => Err(Error::Forbidden(Code::RecentSignInNeeded)),
            _ => Ok(()),
        }
    }
}

/// How long after proving himself a person may do what is sensitive.
const RECENT: SignedDuration = SignedDuration::from_mins(15);

/// The firm's own calendar: the wall clock that legal days and hours are read from.
#[derive(Debug, Clone)]
pub(crate) struct WallClock {
    zone: TimeZone,
}

impl WallClock {
    pub(crate) fn of(agency: &AgencyView) -> Self {
        Self { zone: TimeZone::get(&agency.time_zone).unwrap_or(TimeZone::UTC) }
    }

    pub(crate) fn at(&self, instant: Timestamp) -> DateTime {
        self.zone.to_datetime(instant)
    }

    pub(crate) fn today(&self, instant: Timestamp) -> Date {
        self.at(instant).date()
    }

    /// The time between two moments of a filter: a day begins at its midnight here, and as an end it counts to its own.
    pub(crate) fn period(&self, from: Option<Moment>, to: Option<Moment>) -> Period {
        let midnight = |day: Date| day.to_zoned(self.zone.clone()).ok().map(|midnight| midnight.timestamp());
        let from = from.and_then(|from| match from {
            Moment::Day(day) => midnight(day),
            Moment::Instant(at) => Some(at),
        });
        let until = to.and_then(|to| match to {
            Moment::Day(day) => day.tomorrow().ok().and_then(midnight),
            Moment::Instant(at) => Some(at),
        });
        Period { from, until }
    }

    /// The instant of a wall-clock moment; `None` for the beginning of time.
    pub(crate) fn instant(&self, moment: DateTime) -> Option<Timestamp> {
        if moment == DateTime::MIN {
            return None;
        }
        self.zone.to_timestamp(moment).ok()
    }
}

/// The known time zone of that name, by its name as the tables (IANA) write it. The tables are no part of the domain, which
/// runs in browsers too.
pub(crate) fn known_zone(field: &str, name: &str) -> std::result::Result<String, FieldError> {
    let unknown = || FieldError::new(field, Code::NotAChoice);
    let zone = TimeZone::get(name.trim()).map_err(|_| unknown())?;
    zone.iana_name().filter(|_| !zone.is_unknown()).map(str::to_owned).ok_or_else(unknown)
}

/// The principal's firm, which every form and document names.
pub(crate) async fn own_agency(unit: &mut Box<dyn Unit>) -> Result<AgencyView> {
    let permit = unit.permit::<ReadAgency>()?;
    unit.users().own(&permit).await?.ok_or(Error::NotFound)
}

/// The version that a change counts from: as the caller saw it, else the one in the store.
pub(crate) fn expected_version(seen: Option<i64>, stored: i64) -> Result<i64> {
    match seen {
        Some(version) if version != stored => Err(Error::PreconditionFailed),
        _ => Ok(stored),
    }
}

/// Turns the compare-and-set's answer into the refusal.
pub(crate) fn unless_stale(stored: bool) -> Result<()> {
    if stored { Ok(()) } else { Err(Error::StaleVersion) }
}

/// Refuses a reference to somebody who is not there.
pub(crate) fn unknown_reference(field: &str) -> Error {
    Error::field(FieldError::new(field, Code::UnknownReference))
}
