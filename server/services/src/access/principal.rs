//! On whose behalf something happens.

use domain::audit::{Door, SystemActor};
use domain::session::AccountView;
use domain::shared::{AgencyId, SessionId, UserId};
use domain::user::Role;
use jiff::Timestamp;

/// From where a request comes; it goes into every log line and audit event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestContext {
    /// The request's id, as returned in `X-Request-Id`.
    pub request_id: String,
    /// The client's address, as far as our own proxies vouch for it.
    pub ip_address: Option<String>,
    /// The program that asks.
    pub user_agent: Option<String>,
    /// The mark of a browser on which somebody signed in before, as its cookie says; worth something once it is checked.
    pub device_mark: Option<String>,
    /// Through which door.
    pub door: Door,
}

/// In what quality somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A signed-in person with this role.
    Person(Role),
    /// A job of ours.
    System,
    /// The holder of a signed link to one document.
    LinkHolder,
    /// Anybody who checks a document by its code.
    Public,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    Person {
        /// The account.
        account: AccountView,
        /// The device.
        session: SessionId,
        /// When he last proved himself on it.
        authenticated_at: Timestamp,
    },
    /// A part of the system.
    System(SystemActor),
    /// The holder of a signed link.
    LinkHolder,
    /// Anybody who checks a document by its code.
    Public,
}

/// Who acts, for which firm, in which request. It exists only once somebody was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    actor: Actor,
    agency: AgencyId,
    context: RequestContext,
    lacks_factor: bool,
}

impl Principal {
    /// A person whose session was just checked.
    pub(crate) fn person(
        account: AccountView,
        session: SessionId,
        authenticated_at: Timestamp,
        context: RequestContext,
    ) -> Self {
        let agency = account.agency_id;
        Self { actor: Actor::Person { account, session, authenticated_at }, agency, context, lacks_factor: false }
    }

    /// A person for whom work goes on in the background. He has no session there: the unit asks, whenever it writes, whether he
    /// is still who he was.
    pub(crate) fn absent(account: AccountView, at: Timestamp, context: RequestContext) -> Self {
        Self::person(account, SessionId::from_uuid(uuid::Uuid::nil()), at, context)
    }

    /// The holder of a link whose signature was just checked.
    pub(crate) fn link_holder(agency: AgencyId, context: RequestContext) -> Self {
        Self { actor: Actor::LinkHolder, agency, context, lacks_factor: false }
    }

    /// Anybody who named a code that exists.
    pub(crate) fn public(agency: AgencyId, context: RequestContext) -> Self {
        Self { actor: Actor::Public, agency, context, lacks_factor: false }
    }

    /// A job of ours that works for one firm.
    pub fn system(part: SystemActor, agency: AgencyId, door: Door) -> Self {
        let context = RequestContext {
            request_id: part.code().to_owned(),
            ip_address: None,
            user_agent: None,
            device_mark: None,
            door,
        };
        Self { actor: Actor::System(part), agency, context, lacks_factor: false }
    }

    /// The same job, told apart by the request that caused it.
    #[must_use]
    pub(crate) fn within(mut self, context: RequestContext) -> Self {
        self.context = context;
        self
    }

    /// The same person, when his firm asks a second factor from his role and he has none yet.
    #[must_use]
    pub(crate) fn lacking_factor(mut self, lacks: bool) -> Self {
        self.lacks_factor = lacks;
        self
    }

    /// Whether his firm asks a second factor and he has none yet: until then he may do little else than set one up.
    pub fn lacks_factor(&self) -> bool {
        self.lacks_factor
    }

    /// Whether he may do something. The unit decides by the same rule when he does it.
    pub fn may(&self, action: super::ActionKind) -> bool {
        action.allows(self.standing()) && (!self.lacks_factor || action.leads_to_a_factor())
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// In what quality.
    pub fn standing(&self) -> Standing {
        match &self.actor {
            Actor::Person { account, .. } => Standing::Person(account.role),
            Actor::System(_) => Standing::System,
            Actor::LinkHolder => Standing::LinkHolder,
            Actor::Public => Standing::Public,
        }
    }

    /// The firm whose rows may be touched.
    pub fn agency(&self) -> AgencyId {
        self.agency
    }

    /// The account, when a person acts.
    pub fn account(&self) -> Option<&AccountView> {
        match &self.actor {
            Actor::Person { account, .. } => Some(account),
            _ => None,
        }
    }

    /// The person, when one acts.
    pub fn user_id(&self) -> Option<UserId> {
        self.account().map(|account| account.id)
    }

    /// The device, when a person acts.
    pub fn session(&self) -> Option<SessionId> {
        match &self.actor {
            Actor::Person { session, .. } => Some(*session),
            _ => None,
        }
    }

    /// When the person last proved himself, when one acts.
    pub fn authenticated_at(&self) -> Option<Timestamp> {
        match &self.actor {
            Actor::Person { authenticated_at, .. } => Some(*authenticated_at),
            _ => None,
        }
    }

    /// The name that the audit log shows.
    pub fn name(&self) -> String {
        match &self.actor {
            Actor::Person { account, .. } => account.full_name.clone(),
            Actor::System(part) => part.code().to_owned(),
            Actor::LinkHolder => SystemActor::LinkHolder.code().to_owned(),
            Actor::Public => SystemActor::Public.code().to_owned(),
        }
    }

    /// From where the request comes.
    pub fn context(&self) -> &RequestContext {
        &self.context
    }
}
