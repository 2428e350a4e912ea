//! The work in the background: one policy after the other, each in a transaction of its own.

use domain::audit::{Door, SystemActor};
use domain::renewal::{ItemState, PremiumChange, RenewalRunView, RunState};
use domain::shared::problem::{Code, Facts};
use domain::shared::{AgencyId, PolicyId, RenewalRunId, UserId};
use domain::user::Role;

use super::{RenewalService, load};
use crate::access::{Principal, ReadUsers, RequestContext, WorkRenewals};
use crate::error::{Error, Result};
use crate::ports::unit::{RenewalTask, Settled};

/// How many policies of one firm are done before the next firm's turn.
const TURN: u32 = 25;

/// For whom a renewal is carried out, as far as he may by now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OnBehalfOf {
    pub(crate) author: UserId,
    /// Whether he reaches only the clients he owns.
    pub(crate) own_clients_only: bool,
}

impl RenewalService {
    /// Goes on with every renewal under way, a few policies each; whether there is more to do. Any number of instances may do
    /// so at once.
    pub async fn go_on(&self) -> Result<bool> {
        let mut more = false;
        for (agency, id) in self.ports.renewal_queue.busy().await? {
            more |= self.turn(agency, id).await?;
        }
        Ok(more)
    }

    async fn turn(&self, agency: AgencyId, id: RenewalRunId) -> Result<bool> {
        let context = RequestContext {
            request_id: id.to_string(),
            ip_address: None,
            user_agent: None,
            device_mark: None,
            door: Door::Job,
        };
        let firm = Principal::system(SystemActor::Renewals, agency, Door::Job).within(context);
        let mut unit = self.ports.read(&firm).await?;
        let permit = unit.permit::<WorkRenewals>()?;
        let run = load(&mut unit, id).await?;
        let (state, next) = match run.state {
            RunState::Preparing => (ItemState::Waiting, RunState::Ready),
            RunState::Running => (ItemState::Planned, RunState::Done),
            RunState::Undoing => (ItemState::Done, RunState::Undone),
            _ => return Ok(false),
        };
        let (permit_users, permit_work) = (unit.permit::<ReadUsers>()?, permit);
        let author = unit.users().find(&permit_users, run.author_id).await?;
        let author = author.filter(|user| user.active && user.role != Role::Superadmin);
        let tasks = unit.renewals().waiting(&permit_work, id, state, TURN).await?;
        drop(unit);
        let Some(author) = author else {
            self.came_to(&firm, &run, RunState::Stopped).await?;
            return Ok(false);
        };
        let behalf = OnBehalfOf { author: author.id, own_clients_only: author.role == Role::User };
        for (policy, task) in &tasks {
            self.one(&firm, &run, behalf, *policy, task).await?;
        }
        let more = u32::try_from(tasks.len()).unwrap_or(TURN) == TURN;
        self.came_to(&firm, &run, if more { run.state } else { next }).await?;
        Ok(more)
    }

    async fn came_to(&self, firm: &Principal, run: &RenewalRunView, state: RunState) -> Result<()> {
        let mut unit = self.ports.write(firm).await?;
        let permit = unit.permit::<WorkRenewals>()?;
        let at = self.ports.now();
        if unit.renewals().went_on(&permit, run.id, run.state, state, at).await? && state != run.state {
            let after = RenewalRunView { state, ..run.clone() };
            unit.record(&permit, super::subject(run), Some(run), Some(&after));
        }
        unit.commit().await
    }

    /// One policy's turn. A refusal is noted; a fault of ours, or a database that does not answer, leaves it for later.
    async fn one(
        &self,
        firm: &Principal,
        run: &RenewalRunView,
        behalf: OnBehalfOf,
        policy: PolicyId,
        task: &RenewalTask,
    ) -> Result<()> {
        let change = PremiumChange { per_million: run.premium_change_per_million };
        let (outcome, refused_from, refused) = match run.state {
            RunState::Preparing => {
                let plan = self.policies.plan_renewal(firm, behalf, policy, change).await;
                let outcome = match plan {
                    Ok(plan) => {
                        let settled = Settled { plan: Some(plan), ..Settled::default() };
                        self.note(firm, run, policy, (ItemState::Waiting, ItemState::Planned), &settled).await
                    }
                    Err(error) => Err(error),
                };
                (outcome, ItemState::Waiting, ItemState::Refused)
            }
            RunState::Running => {
                let done = self.policies.renew_as_planned(firm, behalf, run, policy, task.plan.as_ref()).await;
                (done, ItemState::Planned, ItemState::Refused)
            }
            _ => {
                let undone = self.policies.undo_renewal(firm, behalf, run, policy, task.fact).await;
                (undone, ItemState::Done, ItemState::Kept)
            }
        };
        let Err(error) = outcome else { return Ok(()) };
        let Some(refusal) = refusal(&error) else { return Err(error) };
        let settled = Settled { refusal: Some(refusal), ..Settled::default() };
        self.note(firm, run, policy, (refused_from, refused), &settled).await
    }

    async fn note(
        &self,
        firm: &Principal,
        run: &RenewalRunView,
        policy: PolicyId,
        states: (ItemState, ItemState),
        settled: &Settled,
    ) -> Result<()> {
        let mut unit = self.ports.write(firm).await?;
        let permit = unit.permit::<WorkRenewals>()?;
        unit.renewals().settle(&permit, run.id, policy, states, settled).await?;
        unit.commit().await
    }
}

/// Why a policy is left out; `None` for what is no matter of the policy, and may go well the next time.
fn refusal(error: &Error) -> Option<(Code, Facts)> {
    match error {
        Error::Refused { code, facts } => Some((*code, facts.clone())),
        Error::NotFound | Error::NoSuchReference(_) => Some((Code::UnknownReference, Facts::new())),
        Error::PreconditionFailed => Some((Code::StaleVersion, Facts::new())),
        _ => None,
    }
}
