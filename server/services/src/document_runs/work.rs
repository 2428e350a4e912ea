//! The work in the background: one policy after the other, each by the very method by which a person issues one document.

use domain::audit::{Door, SystemActor};
use domain::document::DocumentInput;
use domain::document_run::{DocumentItemState, DocumentRunState, DocumentRunView};
use domain::session::AccountView;
use domain::shared::problem::{Code, Facts};
use domain::shared::{AgencyId, DocumentRunId};
use domain::user::{Role, UserStanding};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::{DocumentRunService, load};
use crate::access::{Principal, ReadUsers, RequestContext, WorkDocumentRuns};
use crate::core::own_agency;
use crate::documents::ForRun;
use crate::error::{Error, Result};
use crate::ports::unit::{Bound, DocumentTask, Unissued};

/// How many documents of one firm are issued before the next firm's turn.
const TURN: u32 = 25;
/// How long one waits between the tries, while a part of the service does not answer.
const WAITS: [SignedDuration; 3] =
    [SignedDuration::from_secs(2), SignedDuration::from_secs(15), SignedDuration::from_secs(60)];

/// One run with what its work needs.
pub(super) struct Work {
    /// The job, for the notes about the work.
    pub(super) firm: Principal,
    /// The person for whom it is done, as far as he may by now.
    pub(super) author: Principal,
    /// The run.
    pub(super) run: DocumentRunView,
    /// The facts that are the same for all.
    data: Map<String, Value>,
    /// How often its file was tried.
    tries: i64,
    /// When its file may be tried again.
    try_after: Timestamp,
}

impl DocumentRunService {
    /// Goes on with all that is under way, a few documents each; whether there is more to do. Any number of instances may do so
    /// at once. What is wrong with one holds up no other.
    pub async fn go_on(&self) -> Result<bool> {
        let mut more = false;
        for (agency, id) in self.ports.document_run_queue.busy().await? {
            match self.turn(agency, id).await {
                Ok(rest) => more |= rest,
                Err(error) => {
                    tracing::warn!(run = %id, "documents did not go on: {error}: {:?}", std::error::Error::source(&error));
                }
            }
        }
        Ok(more)
    }

    /// Forgets the files of firms whose time is over; the cleaning of the storage removes them. The documents stay.
    pub async fn forget_files(&self, firms: &[AgencyId]) -> Result<u64> {
        let mut forgotten = 0;
        for firm in firms {
            let job = Principal::system(SystemActor::DocumentRuns, *firm, Door::Job);
            let mut unit = self.ports.write(&job).await?;
            let permit = unit.permit::<WorkDocumentRuns>()?;
            forgotten += unit.document_runs().forget_files(&permit, self.ports.now()).await?;
            unit.commit().await?;
        }
        Ok(forgotten)
    }

    async fn turn(&self, agency: AgencyId, id: DocumentRunId) -> Result<bool> {
        let context = RequestContext {
            request_id: id.to_string(),
            ip_address: None,
            user_agent: None,
            device_mark: None,
            door: Door::Job,
        };
        let firm = Principal::system(SystemActor::DocumentRuns, agency, Door::Job).within(context.clone());
        let mut unit = self.ports.read(&firm).await?;
        let permit = unit.permit::<WorkDocumentRuns>()?;
        let run = load(&mut unit, id).await?;
        let users = unit.permit::<ReadUsers>()?;
        let author = unit.users().find(&users, run.author_id).await?;
        let agency_name = own_agency(&mut unit).await?.name;
        let (data, tries, try_after) = unit.document_runs().order(&permit, id).await?.ok_or(Error::NotFound)?;
        drop(unit);
        let author = author.filter(|user| user.standing() == UserStanding::Active && user.role != Role::Superadmin);
        let Some(user) = author else {
            self.came_to(&firm, &run, DocumentRunState::Stopped).await?;
            return Ok(false);
        };
        let account = AccountView {
            id: user.id,
            email: user.email,
            full_name: user.full_name,
            role: user.role,
            agency_id: agency,
            agency_name,
        };
        let author = Principal::absent(account, self.ports.now(), context);
        let work = Work { firm, author, run, data, tries, try_after };
        match work.run.state {
            DocumentRunState::Issuing => self.issue_some(&work).await,
            DocumentRunState::Binding => self.bind(&work).await,
            _ => Ok(false),
        }
    }

    async fn issue_some(&self, work: &Work) -> Result<bool> {
        let mut unit = self.ports.read(&work.firm).await?;
        let permit = unit.permit::<WorkDocumentRuns>()?;
        let tasks = unit.document_runs().waiting(&permit, work.run.id, self.ports.now(), TURN).await?;
        drop(unit);
        for task in &tasks {
            self.one(work, task).await?;
        }
        let mut unit = self.ports.read(&work.firm).await?;
        let through = load(&mut unit, work.run.id).await?.waiting == 0;
        drop(unit);
        let next = if through { DocumentRunState::Binding } else { work.run.state };
        self.came_to(&work.firm, &work.run, next).await?;
        // What waits for another try is looked at again later.
        Ok(through || !tasks.is_empty())
    }

    /// One policy's turn. What is no matter of the policy may go well the next time, and is tried a few times.
    async fn one(&self, work: &Work, task: &DocumentTask) -> Result<()> {
        let run = &work.run;
        let order = DocumentInput {
            template_id: Some(run.template_id.to_string()),
            template_version: Some(run.template_version),
            policy_id: Some(task.policy.to_string()),
            data: Some(Value::Object(work.data.clone())),
            ..DocumentInput::default()
        };
        let of = ForRun { run: run.id, policy: task.policy };
        let Err(error) = self.documents.issue_for_run(&work.author, order, of).await else { return Ok(()) };
        let now = self.ports.now();
        let why = if let Some((code, facts)) = refusal(&error) {
            Unissued { state: DocumentItemState::Refused, code, facts, tries: task.tries + 1, try_after: now }
        } else if matches!(error, Error::Unauthenticated(_)) {
            // Somebody else by now; the next turn stops the run.
            return Err(error);
        } else {
            tracing::warn!(run = %run.id, policy = %task.policy, "a document waits: {error}: {:?}", std::error::Error::source(&error));
            let problem = error.problem();
            let wait = usize::try_from(task.tries).ok().and_then(|tries| WAITS.get(tries));
            let state = if wait.is_some() { DocumentItemState::Waiting } else { DocumentItemState::Failed };
            let try_after = wait.map_or(now, |wait| now + *wait);
            Unissued { state, code: problem.code, facts: problem.facts, tries: task.tries + 1, try_after }
        };
        let mut unit = self.ports.write(&work.firm).await?;
        let permit = unit.permit::<WorkDocumentRuns>()?;
        unit.document_runs().unissued(&permit, run.id, task.policy, &why).await?;
        unit.commit().await
    }

    async fn bind(&self, work: &Work) -> Result<bool> {
        if work.try_after > self.ports.now() {
            return Ok(false);
        }
        let bound = match self.bound(work).await {
            Ok(bound) => bound,
            Err(error) => {
                tracing::warn!(run = %work.run.id, "a file waits: {error}: {:?}", std::error::Error::source(&error));
                match usize::try_from(work.tries).ok().and_then(|tries| WAITS.get(tries)) {
                    Some(wait) if !matches!(error, Error::Altered { .. }) => {
                        Bound::Later { tries: work.tries + 1, try_after: self.ports.now() + *wait }
                    }
                    _ => Bound::Failed(error.problem().code),
                }
            }
        };
        let mut unit = self.ports.write(&work.firm).await?;
        let permit = unit.permit::<WorkDocumentRuns>()?;
        let noted = unit.document_runs().bound(&permit, work.run.id, &bound, self.ports.now()).await?;
        if noted {
            let after = load(&mut unit, work.run.id).await?;
            unit.record(&permit, super::subject(&work.run), Some(&work.run), Some(&after));
        }
        unit.commit().await?;
        Ok(false)
    }

    async fn came_to(&self, firm: &Principal, run: &DocumentRunView, state: DocumentRunState) -> Result<()> {
        let mut unit = self.ports.write(firm).await?;
        let permit = unit.permit::<WorkDocumentRuns>()?;
        let at = self.ports.now();
        if unit.document_runs().went_on(&permit, run.id, run.state, state, at).await? && state != run.state {
            let after = DocumentRunView { state, ..run.clone() };
            unit.record(&permit, super::subject(run), Some(run), Some(&after));
        }
        unit.commit().await
    }
}

/// Why no document may be issued about a policy; `None` for what is no matter of the policy, and may go well the next time.
fn refusal(error: &Error) -> Option<(Code, Facts)> {
    match error {
        Error::NotFound | Error::NoSuchReference(_) | Error::Merged(_) => Some((Code::UnknownReference, Facts::new())),
        Error::Refused { .. }
        | Error::MentionsMissing(_)
        | Error::Invalid(_)
        | Error::Template(_)
        | Error::Forbidden(_) => {
            let problem = error.problem();
            Some((problem.code, problem.facts))
        }
        _ => None,
    }
}
