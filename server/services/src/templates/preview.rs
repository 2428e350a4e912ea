//! What a template makes, looked at before any document is made from it. Nothing is stored and no number is taken.

use domain::agency::AgencyView;
use domain::client::ClientView;
use domain::company::CompanyView;
use domain::document::{DocumentFormat, SealedFacts};
use domain::policy::{PartyView, PolicyView};
use domain::shared::{Language, Money, PolicyId, TemplateId};
use domain::template::{
    PreviewAbout, PreviewData, PreviewOutput, ShowPreview, TemplateName, TemplateUsage, TemplateView, VOID_CODE,
    checked_source, draft_number, preview_mark,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::check::Trial;
use super::facts::{Filling, facts};
use super::sample::{LARGE_AMOUNT, sample};
use super::{TemplateService, load, names};
use crate::access::{ChooseTemplate, Principal, ReadPolicies, ReadTemplates};
use crate::core::{WallClock, own_agency};
use crate::documents::refused;
use crate::documents::snapshot::{Sources, snapshot};
use crate::documents::verify::sealed_address;
use crate::error::{Error, Result};
use crate::policies::{AsOf, Seen};
use crate::ports::render::{Picture, PictureOrder, PreviewOrder, RenderOrder};
use crate::ports::unit::Unit;
use crate::{clients, companies, policies};

/// Which text of a template is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked<'a> {
    /// One of its versions.
    Version(i64),
    /// A text that is not saved yet.
    Typed(&'a str),
}

/// What a preview came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preview {
    /// A file.
    File {
        /// Its format.
        format: DocumentFormat,
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// One page.
    Page(Picture),
}

/// Two versions of one template, page by page: what differs is marked on both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedPages {
    /// The page as the first version makes it.
    pub before: Picture,
    /// The page as the second version makes it.
    pub after: Picture,
}

/// Whom and what a preview is about.
pub(super) struct About {
    pub(super) agency: AgencyView,
    client: ClientView,
    company: CompanyView,
    policy: PolicyView,
    parties: Vec<PartyView>,
    /// The first day without cover that is already known.
    cover_ends: Option<Date>,
    author: String,
    /// With what the facts of the usage are filled.
    filled: PreviewData,
    today: Date,
    pub(super) now: Timestamp,
}

impl TemplateService {
    /// Looks at what a template makes of a policy, or of made-up data. What it shows is marked as no document on every page; its number
    /// and its code are void.
    pub async fn preview(
        &self,
        who: &Principal,
        id: TemplateId,
        looked: Looked<'_>,
        show: &ShowPreview,
    ) -> Result<Preview> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<ReadTemplates>()?;
        let template = load(&mut unit, id).await?;
        let source = source_of(&mut unit, &template, looked).await?;
        let about = self.about(&mut unit, show.about).await?;
        // The rendering takes its time; nobody waits for our connection meanwhile.
        drop(unit);
        let data = self.data(&about, template.language, template.usage);
        if let Looked::Typed(_) = looked {
            self.read_over(&about.agency, &Trial::of(&template), &source).await?;
        }
        let trial = Trial::of(&template);
        match show.output {
            PreviewOutput::File(format) => {
                let order = file_order(&Trial { format, ..trial }, &source, data, &about);
                let made = self.ports.renderer.render(order).await.map_err(refused)?;
                Ok(Preview::File { format, bytes: made.bytes })
            }
            PreviewOutput::Page(page) => {
                let picture = PictureOrder { page, against: None };
                self.picture(picture_order(&trial, &source, data, &about, picture)).await.map(Preview::Page)
            }
        }
    }

    /// The same page of two versions, each with what differs from the other marked.
    pub async fn compare_pages(
        &self,
        who: &Principal,
        id: TemplateId,
        (before, after): (i64, i64),
        about: PreviewAbout,
        page: u32,
    ) -> Result<ComparedPages> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<ReadTemplates>()?;
        let template = load(&mut unit, id).await?;
        let before = source_of(&mut unit, &template, Looked::Version(before)).await?;
        let after = source_of(&mut unit, &template, Looked::Version(after)).await?;
        let about = self.about(&mut unit, about).await?;
        drop(unit);
        let data = self.data(&about, template.language, template.usage);
        let side = |source: &str, other: String| {
            let picture = PictureOrder { page, against: Some(other) };
            picture_order(&Trial::of(&template), source, data.clone(), &about, picture)
        };
        let (one, other) = (side(&before, after.clone()), side(&after, before.clone()));
        let (before, after) = tokio::try_join!(self.picture(one), self.picture(other))?;
        Ok(ComparedPages { before, after })
    }

    /// Every name that a template of the firm may read, with what stands there in the sample.
    pub async fn names(&self, who: &Principal, id: TemplateId) -> Result<Vec<TemplateName>> {
        let mut unit = self.ports.read(who).await?;
        unit.permit::<ReadTemplates>()?;
        let template = load(&mut unit, id).await?;
        let agency = own_agency(&mut unit).await?;
        let full = self.data(&self.made_up(&agency, PreviewData::Sample), template.language, template.usage);
        let sparse = self.data(&self.made_up(&agency, PreviewData::Sparse), template.language, template.usage);
        Ok(names::names(&full, &sparse, template.language))
    }

    async fn picture(&self, order: RenderOrder) -> Result<Picture> {
        let made = self.ports.renderer.render(order).await.map_err(refused)?;
        Picture::unpacked(&made.bytes).ok_or_else(|| Error::Internal("a picture without its page".into()))
    }

    async fn about(&self, unit: &mut Box<dyn Unit>, about: PreviewAbout) -> Result<About> {
        let agency = own_agency(unit).await?;
        match about {
            PreviewAbout::Made(which) => Ok(self.made_up(&agency, which)),
            PreviewAbout::Policy(id) => self.about_policy(unit, agency, id).await,
        }
    }

    /// A sample of the firm.
    pub(super) fn made_up(&self, agency: &AgencyView, which: PreviewData) -> About {
        let now = self.ports.now();
        let today = WallClock::of(agency).today(now);
        let made = sample(which, agency, today, now);
        About {
            agency: made.agency,
            client: made.client,
            company: made.company,
            policy: made.policy,
            parties: made.parties,
            cover_ends: None,
            author: made.author.to_owned(),
            filled: which,
            today,
            now,
        }
    }

    async fn about_policy(&self, unit: &mut Box<dyn Unit>, agency: AgencyView, id: PolicyId) -> Result<About> {
        let missing = |error| match error {
            Error::NotFound | Error::Merged(_) => Error::NoSuchReference("policy_id"),
            other => other,
        };
        let clock = WallClock::of(&agency);
        let now = self.ports.now();
        let today = clock.today(now);
        let record = policies::load(unit, id).await.map_err(missing)?;
        let policy = Seen { as_of: AsOf::default(), now, clock: &clock }.view(&record);
        let permit = unit.permit::<ReadPolicies>()?;
        let mut parties = unit.parties().of_policy(&permit, id).await?;
        parties.retain(|party| party.holds_on(today));
        let author = unit.principal().name();
        Ok(About {
            client: clients::load(unit, policy.client_id).await.map_err(missing)?,
            company: companies::load(unit, policy.company_id).await?,
            cover_ends: policy.state_until.map(|until| clock.today(until)),
            policy,
            parties,
            agency,
            author,
            filled: PreviewData::Sample,
            today,
            now,
        })
    }

    /// What the template reads: the snapshot of a document that is none.
    pub(super) fn data(&self, about: &About, language: Language, usage: TemplateUsage) -> Value {
        let large = about.filled == PreviewData::Longest;
        let amount =
            if large { LARGE_AMOUNT } else { Money { amount_minor: 124_950, currency: about.agency.currency } };
        let data = &facts(usage, &Filling { which: about.filled, language, today: about.today, amount });
        let url = format!("{}/verify/{VOID_CODE}", self.ports.settings.public_url);
        snapshot(&Sources {
            agency: &about.agency,
            client: Some(&about.client),
            company: Some(&about.company),
            policy: Some(&about.policy),
            parties: &about.parties,
            cover_ends: about.cover_ends,
            number: draft_number(language),
            issued_on: about.today,
            verification_code: VOID_CODE,
            verification_url: &url,
            seal: &|facts| sealed_address(&url, &void_seal(facts)),
            kind: usage.kind(),
            author: &about.author,
            language,
            data,
        })
    }
}

/// As long as a seal, so that the QR code looks as it will, and worth nothing.
fn void_seal(facts: &SealedFacts) -> String {
    format!("1.00000000.{}.{}", "A".repeat(facts.text().len() * 4 / 3), "A".repeat(86))
}

/// The order of a whole file.
pub(super) fn file_order(trial: &Trial<'_>, source: &str, data: Value, about: &About) -> RenderOrder {
    RenderOrder {
        source: source.to_owned(),
        data,
        format: trial.format,
        language: trial.language,
        title: trial.name.to_owned(),
        made_at: about.now,
        preview: Some(PreviewOrder { mark: preview_mark(trial.language).to_owned(), picture: None, only_read: false }),
    }
}

/// The order of a page's picture.
fn picture_order(trial: &Trial<'_>, source: &str, data: Value, about: &About, picture: PictureOrder) -> RenderOrder {
    let mark = preview_mark(trial.language).to_owned();
    RenderOrder {
        preview: Some(PreviewOrder { mark, picture: Some(picture), only_read: false }),
        ..file_order(trial, source, data, about)
    }
}

async fn source_of(unit: &mut Box<dyn Unit>, template: &TemplateView, looked: Looked<'_>) -> Result<String> {
    match looked {
        Looked::Typed(source) => checked_source("content", source).map_err(Error::field),
        Looked::Version(number) => {
            let permit = unit.permit::<ChooseTemplate>()?;
            let version = unit.templates().version(&permit, template.id, number).await?;
            Ok(version.ok_or(Error::NotFound)?.content)
        }
    }
}
