//! Opening firms, and what a firm knows and says of itself.

use domain::agency::{AgencyInput, AgencySettings, AgencyView, OpenAgency as NewAgency, SaveAgency};
use domain::audit::{Door, SystemActor};
use domain::shared::page::{MAX_LIMIT, Page, PageRequest};
use domain::shared::problem::{Code, FieldError};
use domain::shared::{AgencyId, merged};
use domain::user::{CreateUser as NewUser, UserView};
use serde_json::Value;

use crate::access::{
    Action, CreateUser, Includes, OpenAgency, Principal, ReadAgencies, ReinstateAgency, RequestContext,
    SetAgencyStanding, SuspendAgency, UpdateAgency,
};
use crate::core::{Ports, expected_version, known_zone, own_agency, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{AgencyRecord, Subject, Unit};
use crate::templates::TemplateService;
use crate::users;

/// The use-cases of firms.
#[derive(Clone)]
pub struct AgencyService {
    ports: Ports,
    templates: TemplateService,
}

impl AgencyService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { templates: TemplateService::new(ports.clone()), ports }
    }

    /// The principal's own firm.
    pub async fn own(&self, who: &Principal) -> Result<AgencyView> {
        let mut unit = self.ports.read(who).await?;
        own_agency(&mut unit).await
    }

    /// The principal's own firm, as he may change it.
    pub async fn settings(&self, who: &Principal) -> Result<AgencySettings> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<UpdateAgency>()?;
        self.ports.recent(who)?;
        let has_policies = unit.policies().any(&permit).await?;
        Ok(AgencySettings { agency: own_agency(&mut unit).await?, has_policies })
    }

    /// Changes what the patch names of the principal's own firm (RFC 7396). Documents issued before keep what they said: they
    /// carry their own data. The jurisdiction and the currency stay once a policy rests on them
    /// (`docs/decisions/0019-a-firm-changes-its-letterhead.md`).
    pub async fn update(&self, who: &Principal, seen: Option<i64>, patch: &Value) -> Result<AgencyView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<UpdateAgency>()?;
        self.ports.recent(who)?;
        let before = own_agency(&mut unit).await?;
        let version = expected_version(seen, before.version)?;
        let mut wanted = merged(&before.as_input(), patch)?;
        let zone = wanted.time_zone.take();
        let agency = checked(zone, |time_zone| domain::agency::AgencyUpdateInput { time_zone, ..wanted }.parse())?;
        let moved = fixed(&before, &agency);
        if !moved.is_empty() && unit.policies().any(&permit).await? {
            return Err(Error::Invalid(moved));
        }
        unless_stale(unit.users().update_agency(&permit, &agency, self.ports.now(), version).await?)?;
        let after = own_agency(&mut unit).await?;
        unit.record(&permit, Subject::new("agency", after.id, &after.name), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// A page of all firms.
    pub async fn list(&self, who: &Principal, page: &PageRequest) -> Result<Page<AgencyView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadAgencies>()?;
        unit.users().agencies(&permit, page).await
    }

    /// One firm, for who operates the platform.
    pub async fn find(&self, who: &Principal, id: AgencyId) -> Result<AgencyView> {
        let unit = self.ports.read(who).await?;
        unit.permit::<ReadAgencies>()?;
        drop(unit);
        if id == AgencyId::PLATFORM {
            return Err(Error::NotFound);
        }
        let platform = Principal::system(SystemActor::Platform, id, who.context().door).within(who.context().clone());
        let mut unit = self.ports.read(&platform).await?;
        own_agency(&mut unit).await
    }

    /// Id and name of every firm, the platform first: what the command line works through.
    pub async fn every(&self) -> Result<Vec<(AgencyId, String)>> {
        let who = Principal::system(SystemActor::CommandLine, AgencyId::PLATFORM, Door::CommandLine);
        let mut firms = vec![(AgencyId::PLATFORM, "MonAssurance".to_owned())];
        let mut page = PageRequest { limit: Some(MAX_LIMIT), ..PageRequest::default() };
        loop {
            let part = self.list(&who, &page).await?;
            firms.extend(part.items.into_iter().map(|firm| (firm.id, firm.name)));
            match part.next_cursor {
                Some(cursor) => page.cursor = Some(cursor),
                None => return Ok(firms),
            }
        }
    }

    /// Opens a firm, with the standard templates. Its first administrator, where one is named, is invited by mail.
    pub async fn open(&self, who: &Principal, input: AgencyInput) -> Result<AgencyView> {
        let unit = self.ports.read(who).await?;
        unit.permit::<OpenAgency>()?;
        drop(unit);
        self.ports.recent(who)?;
        let id = AgencyId::from_uuid(self.ports.chance.id());
        self.open_as(id, who.context().clone(), input).await
    }

    /// Lets nobody of a firm sign in; who is signed in is out at his next request.
    pub async fn suspend(&self, who: &Principal, id: AgencyId) -> Result<AgencyView> {
        self.set_standing::<SuspendAgency>(who, id, false).await
    }

    /// Lets a suspended firm's people sign in again.
    pub async fn reinstate(&self, who: &Principal, id: AgencyId) -> Result<AgencyView> {
        self.set_standing::<ReinstateAgency>(who, id, true).await
    }

    /// Writes into the firm's own log, in the platform's name and with who decided it.
    async fn set_standing<A>(&self, who: &Principal, id: AgencyId, active: bool) -> Result<AgencyView>
    where
        A: Action + Includes<SetAgencyStanding>,
    {
        let unit = self.ports.read(who).await?;
        unit.permit::<A>()?;
        drop(unit);
        self.ports.recent(who)?;
        if id == AgencyId::PLATFORM {
            return Err(Error::NotFound);
        }
        let platform = Principal::system(SystemActor::Platform, id, who.context().door).within(who.context().clone());
        let mut unit = self.ports.write(&platform).await?;
        let permit = unit.permit::<A>()?;
        let before = own_agency(&mut unit).await?;
        if before.active == active {
            return Ok(before);
        }
        unit.users().set_agency_standing(&permit.part(), active, self.ports.now()).await?;
        let told = |active: bool, by: Option<String>| serde_json::json!({ "active": active, "by": by });
        let (old, new) = (told(before.active, None), told(active, Some(who.name())));
        unit.record(&permit, Subject::new("agency", id, &before.name), Some(&old), Some(&new));
        let after = own_agency(&mut unit).await?;
        unit.commit().await?;
        Ok(after)
    }

    /// Makes sure that the platform itself, home of its operators, exists.
    pub async fn ensure_platform(&self) -> Result<()> {
        let who = Principal::system(SystemActor::Installation, AgencyId::PLATFORM, Door::CommandLine);
        let mut unit = self.ports.read(&who).await?;
        let known = match own_agency(&mut unit).await {
            Ok(_) => true,
            Err(Error::NotFound) => false,
            Err(error) => return Err(error),
        };
        drop(unit);
        if known {
            return Ok(());
        }
        let input = AgencyInput { name: Some("MonAssurance".to_owned()), ..AgencyInput::default() };
        self.open_as(AgencyId::PLATFORM, who.context().clone(), input).await.map(drop)
    }

    /// Opens the firm in its own name: the first event of its own log.
    pub(crate) async fn open_as(
        &self,
        id: AgencyId,
        context: RequestContext,
        input: AgencyInput,
    ) -> Result<AgencyView> {
        let NewAgency { agency, administrator } = opened(input)?;
        let administrator = match administrator {
            Some(user) => Some((user, users::nobodys_hash(&self.ports).await?)),
            None => None,
        };
        let (mut unit, view) = self.begin(SystemActor::Opening, id, context, agency).await?;
        if let Some((user, hash)) = administrator {
            let permit = unit.permit::<CreateUser>()?;
            let invited = users::insert(&self.ports, &mut unit, &permit, user, hash, true).await;
            invited.map_err(|error| match error {
                Error::Duplicate("email") => Error::Duplicate("administrator/email"),
                other => other,
            })?;
        }
        unit.commit().await?;
        Ok(view)
    }

    /// Opens a firm together with its first administrator, whose password is hashed already: there is never one without the
    /// other.
    pub(crate) async fn register(
        &self,
        id: AgencyId,
        context: RequestContext,
        input: AgencyInput,
        administrator: NewUser,
        hash: String,
    ) -> Result<(AgencyView, UserView)> {
        let (mut unit, view) = self.begin(SystemActor::Registration, id, context, opened(input)?.agency).await?;
        let permit = unit.permit::<CreateUser>()?;
        let user = users::insert(&self.ports, &mut unit, &permit, administrator, hash, false).await?;
        unit.commit().await?;
        Ok((view, user))
    }

    /// A unit of the new firm, in which it is recorded with its standard templates, still to be committed.
    async fn begin(
        &self,
        part: SystemActor,
        id: AgencyId,
        context: RequestContext,
        agency: SaveAgency,
    ) -> Result<(Box<dyn Unit>, AgencyView)> {
        let who = Principal::system(part, id, context.door).within(context);
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<OpenAgency>()?;
        unit.users().insert_agency(&permit, &AgencyRecord { id, agency, at: self.ports.now() }).await?;
        let view = own_agency(&mut unit).await?;
        unit.record(&permit, Subject::new("agency", id, &view.name), None, Some(&view));
        if id != AgencyId::PLATFORM {
            self.templates.give_standard(&mut unit).await?;
        }
        Ok((unit, view))
    }
}

/// Checks every field of a firm to open. A time zone left empty is the jurisdiction's.
fn opened(mut input: AgencyInput) -> Result<NewAgency> {
    let zone = input.time_zone.take().filter(|zone| !zone.trim().is_empty());
    checked(zone, |time_zone| AgencyInput { time_zone, ..input }.parse())
}

/// Checks every field of a firm, and that its time zone is one.
fn checked<T>(
    zone: Option<String>,
    parse: impl FnOnce(Option<String>) -> std::result::Result<T, Vec<FieldError>>,
) -> Result<T> {
    let (zone, unknown) = match zone.map(|zone| known_zone("time_zone", &zone).map_err(|error| (zone, error))) {
        None => (None, None),
        Some(Ok(zone)) => (Some(zone), None),
        Some(Err((zone, unknown))) => (Some(zone), Some(unknown)),
    };
    match (parse(zone), unknown) {
        (Ok(agency), None) => Ok(agency),
        (Ok(_), Some(unknown)) => Err(Error::field(unknown)),
        (Err(errors), unknown) => Err(Error::Invalid(errors.into_iter().chain(unknown).collect())),
    }
}

/// What a change moves that policies rest on: the law they were made under, and the currency the firm counts them in.
fn fixed(before: &AgencyView, after: &SaveAgency) -> Vec<FieldError> {
    let rests =
        [("jurisdiction", before.jurisdiction != after.jurisdiction), ("currency", before.currency != after.currency)];
    let moved = rests.into_iter().filter(|(_, moved)| *moved);
    moved.map(|(field, _)| FieldError::new(field, Code::FixedByPolicies)).collect()
}
