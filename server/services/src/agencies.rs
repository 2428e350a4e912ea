//! Opening firms, and what a firm knows of itself.

use domain::agency::{AgencyInput, AgencyView};
use domain::audit::{Door, SystemActor};
use domain::shared::AgencyId;
use domain::shared::page::{MAX_LIMIT, Page, PageRequest};

use crate::access::{
    Action, CreateUser, Includes, OpenAgency, Principal, ReadAgencies, ReinstateAgency, RequestContext,
    SetAgencyStanding, SuspendAgency,
};
use crate::core::{Ports, known_zone, own_agency};
use crate::error::{Error, Result};
use crate::ports::unit::{AgencyRecord, Subject};
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
        unit.users().set_agency_standing(&permit.part(), active).await?;
        let told = |active: bool, by: Option<String>| serde_json::json!({ "active": active, "by": by });
        let (old, new) = (told(before.active, None), told(active, Some(who.name())));
        unit.record(&permit, Subject::new("agency", id, &before.name), Some(&old), Some(&new));
        unit.commit().await?;
        Ok(AgencyView { active, ..before })
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
        let mut agency = checked(input)?;
        let administrator = match agency.administrator.take() {
            Some(user) => Some((user, users::nobodys_hash(&self.ports).await?)),
            None => None,
        };
        let who = Principal::system(SystemActor::Installation, id, context.door).within(context);
        let mut unit = self.ports.write(&who).await?;
        let permit = unit.permit::<OpenAgency>()?;
        unit.users().insert_agency(&permit, &AgencyRecord { id, agency, at: self.ports.now() }).await?;
        let view = own_agency(&mut unit).await?;
        unit.record(&permit, Subject::new("agency", id, &view.name), None, Some(&view));
        if id != AgencyId::PLATFORM {
            self.templates.give_standard(&mut unit).await?;
        }
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
}

/// Checks every field of a firm, and that its time zone is one.
fn checked(mut input: AgencyInput) -> Result<domain::agency::OpenAgency> {
    let zone = input.time_zone.take_if(|zone| !zone.trim().is_empty()).map(|zone| known_zone("time_zone", &zone));
    let (zone, unknown) = match zone.transpose() {
        Ok(zone) => (zone, None),
        Err(unknown) => (None, Some(unknown)),
    };
    let agency = AgencyInput { time_zone: zone, ..input }.parse();
    match (agency, unknown) {
        (Ok(agency), None) => Ok(agency),
        (Ok(_), Some(unknown)) => Err(Error::field(unknown)),
        (Err(errors), unknown) => Err(Error::Invalid(errors.into_iter().chain(unknown).collect())),
    }
}
