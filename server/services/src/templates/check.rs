//! A source is tried before it is kept: its words, its names, and what it makes of a full and of a bare case. What is wrong is told to
//! whoever writes it, not to whoever issues the first document.

use domain::agency::AgencyView;
use domain::document::DocumentFormat;
use domain::shared::Language;
use domain::template::{PreviewData, TemplateUsage, TemplateView};

use super::TemplateService;
use super::preview::file_order;
use crate::documents::refused;
use crate::error::{Error, Result};
use crate::ports::render::{RenderError, TemplateProblem};

/// What a source is to make.
pub(super) struct Trial<'a> {
    pub(super) name: &'a str,
    pub(super) format: DocumentFormat,
    pub(super) language: Language,
    pub(super) usage: TemplateUsage,
}

impl<'a> Trial<'a> {
    pub(super) fn of(template: &'a TemplateView) -> Self {
        Self { name: &template.name, format: template.format, language: template.language, usage: template.usage }
    }
}

impl TemplateService {
    /// Refuses a source that could not make a document, with every place.
    pub(super) async fn check(&self, agency: &AgencyView, trial: &Trial<'_>, source: &str) -> Result<()> {
        self.read_over(agency, trial, source).await?;
        wrong(self.tried(agency, trial, PreviewData::Sample, source).await?)?;
        // What is only missing here is wanted so: the template says that it needs it. Any other mistake lies in a part that only a bare
        // case reaches, or in one that reads what may be empty.
        let bare = self.tried(agency, trial, PreviewData::Sparse, source).await?;
        let bare = bare.into_iter().filter(|problem| problem.code != "missing_value");
        wrong(
            bare.map(|problem| if problem.code == "unknown_name" { may_be_empty(problem) } else { problem }).collect(),
        )
    }

    /// What can be told without making anything: words, tags, and every name, also those behind conditions.
    pub(super) async fn read_over(&self, agency: &AgencyView, trial: &Trial<'_>, source: &str) -> Result<()> {
        let full = self.data(&self.made_up(agency, PreviewData::Sample), trial.language, trial.usage);
        wrong(self.ports.renderer.read(source, full).await.map_err(refused)?)
    }

    async fn tried(
        &self,
        agency: &AgencyView,
        trial: &Trial<'_>,
        which: PreviewData,
        source: &str,
    ) -> Result<Vec<TemplateProblem>> {
        let about = self.made_up(agency, which);
        let data = self.data(&about, trial.language, trial.usage);
        match self.ports.renderer.render(file_order(trial, source, data, &about)).await {
            Ok(_) => Ok(Vec::new()),
            Err(RenderError::Template(problems)) => {
                // Free data comes with the order; nobody knows its names before.
                let free = trial.usage.facts().is_empty();
                let known = |problem: &TemplateProblem| !(free && problem.subject.starts_with("data."));
                Ok(problems.into_iter().filter(known).collect())
            }
            Err(other) => Err(refused(other)),
        }
    }
}

fn wrong(problems: Vec<TemplateProblem>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Template(problems)) }
}

/// The name is a known one, but nothing need stand there.
fn may_be_empty(problem: TemplateProblem) -> TemplateProblem {
    TemplateProblem { code: "may_be_empty".to_owned(), ..problem }
}
