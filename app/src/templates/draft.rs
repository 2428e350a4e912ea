//! What is being written in the studio and is not saved yet. It stands in the browser's session, so that a reload, a dead battery or
//! a sign-in in between loses nothing.

use domain::shared::TemplateId;
use domain::template::PreviewData;
use serde::{Deserialize, Serialize};
use services::Error;

use crate::forms::Fields;
use crate::request::{Visit, session_failed};

/// The key of the session under which the drafts are kept.
const DRAFTS_KEY: &str = "template_drafts";
/// How many templates may be in writing at once; the one left alone longest is given up first.
const DRAFTS_MAX: usize = 3;
/// The word for a preview that is about a policy.
pub(super) const POLICY: &str = "policy";

/// A text in writing, and what it is looked at with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Draft {
    pub(super) template: TemplateId,
    /// The template's version that the writing began from.
    pub(super) version: i64,
    /// The text.
    pub content: String,
    /// Which data it is looked at with: a word of [`PreviewData`], or [`POLICY`].
    pub(super) data: String,
    /// The number of the policy, when it is looked at with one.
    pub(super) policy_number: String,
    /// The page looked at.
    pub(super) page: u32,
}

impl Draft {
    /// A text that nobody has touched.
    pub(super) fn untouched(template: TemplateId, version: i64, content: String) -> Self {
        let data = PreviewData::Sample.code().to_owned();
        Self { template, version, content, data, policy_number: String::new(), page: 1 }
    }

    /// What was sent with the form of the studio.
    pub(super) fn typed(template: TemplateId, fields: &Fields) -> Self {
        Self {
            template,
            version: fields.seen().unwrap_or_default(),
            // A form sends each line's end as two characters; a template has one.
            content: fields.text("content").unwrap_or_default().replace("\r\n", "\n"),
            data: fields.text("data").unwrap_or_else(|| PreviewData::Sample.code().to_owned()),
            policy_number: fields.text("policy_number").unwrap_or_default().trim().to_owned(),
            page: fields.text("preview").and_then(|page| page.parse().ok()).unwrap_or(1),
        }
    }

    /// The draft of a template, where there is one.
    ///
    /// # Errors
    /// When the session cannot be read.
    pub async fn of(visit: &Visit, template: TemplateId) -> Result<Option<Self>, Error> {
        Ok(all(visit).await?.into_iter().find(|draft| draft.template == template))
    }

    /// Keeps it as the newest.
    pub(super) async fn keep(self, visit: &Visit) -> Result<(), Error> {
        let mut drafts = all(visit).await?;
        drafts.retain(|draft| draft.template != self.template);
        drafts.push(self);
        let surplus = drafts.len().saturating_sub(DRAFTS_MAX);
        drafts.drain(..surplus);
        visit.session.insert(DRAFTS_KEY, drafts).await.map_err(session_failed)
    }

    /// Forgets the draft of a template: it is saved, or given up.
    pub(super) async fn forget(visit: &Visit, template: TemplateId) -> Result<(), Error> {
        let mut drafts = all(visit).await?;
        let before = drafts.len();
        drafts.retain(|draft| draft.template != template);
        if drafts.len() == before {
            return Ok(());
        }
        visit.session.insert(DRAFTS_KEY, drafts).await.map_err(session_failed)
    }
}

async fn all(visit: &Visit) -> Result<Vec<Draft>, Error> {
    Ok(visit.session.get(DRAFTS_KEY).await.map_err(session_failed)?.unwrap_or_default())
}
