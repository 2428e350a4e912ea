//! A look at what a template makes, before any document is made from it.

use serde::{Deserialize, Serialize};

use crate::document::DocumentFormat;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{Language, PolicyId, choices};

choices! {
    /// The data of a preview that is about no policy.
    PreviewData {
        /// An ordinary case: every name filled in.
        Sample = "sample",
        /// The hardest to set: the longest names, 200 rows, large amounts in F CFA.
        Longest = "longest",
        /// As little as a document may know: whatever may be empty is.
        Sparse = "sparse",
    }
}

/// How many rows the longest case has.
pub const PREVIEW_ROWS: usize = 200;
/// The last page that may be asked for; documents have fewer.
const PAGE_MAX: u32 = 999;

/// What a preview is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreviewAbout {
    /// A policy of the firm.
    Policy(PolicyId),
    /// Nothing that there is.
    Made(PreviewData),
}

/// What comes out of a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreviewOutput {
    /// A whole file.
    File(DocumentFormat),
    /// The picture of a page, from 1.
    Page(u32),
}

/// A preview as a request describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewInput {
    /// `html`, `pdf`, or `png` for the picture of one page; `pdf` when absent.
    pub format: Option<String>,
    /// A policy of the firm.
    pub policy_id: Option<String>,
    /// Without a policy: which made-up data.
    pub data: Option<String>,
    /// The page of the picture, from 1.
    pub page: Option<String>,
}

/// A preview to make, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShowPreview {
    /// What it is about.
    pub about: PreviewAbout,
    /// What comes out.
    pub output: PreviewOutput,
}

impl PreviewInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<ShowPreview, Vec<FieldError>> {
        let mut check = Checker::default();
        let page = self.page.as_deref().map_or(Some(1), |page| page.parse().ok());
        let out_of_range = || FieldError::new("page", Code::OutOfRange).with("min", 1).with("max", PAGE_MAX);
        let page = check.keep(page.filter(|page| (1..=PAGE_MAX).contains(page)).ok_or_else(out_of_range));
        let output = match self.format.as_deref().unwrap_or("pdf") {
            "html" => Ok(PreviewOutput::File(DocumentFormat::Html)),
            "pdf" => Ok(PreviewOutput::File(DocumentFormat::Pdf)),
            "png" => Ok(PreviewOutput::Page(page.unwrap_or(1))),
            _ => Err(FieldError::new("format", Code::NotAChoice).with("allowed", "html, pdf, png")),
        };
        let output = check.keep(output);
        let about = match (self.policy_id.as_deref(), self.data.as_deref()) {
            (Some(id), _) => PolicyId::parse(id)
                .map(PreviewAbout::Policy)
                .ok_or_else(|| FieldError::new("policy_id", Code::UnknownReference)),
            (None, None) => Ok(PreviewAbout::Made(PreviewData::Sample)),
            (None, Some(data)) => PreviewData::field("data", Some(data)).map(PreviewAbout::Made),
        };
        let about = check.keep(about);
        check.finish(about.zip(output).map(|(about, output)| ShowPreview { about, output }))
    }
}

/// The number on a preview, where a document has one.
pub const fn draft_number(language: Language) -> &'static str {
    match language {
        Language::Fr => "BROUILLON",
        Language::En => "DRAFT",
    }
}

/// What stands across each page of a preview.
pub const fn preview_mark(language: Language) -> &'static str {
    match language {
        Language::Fr => "APERÇU – SANS VALEUR",
        Language::En => "PREVIEW – NOT VALID",
    }
}

/// The code printed on a preview: in the shape of a document's code, but with a letter that no code has, so that it can never be
/// one.
pub const VOID_CODE: &str = "UUUUU-UUUUU-UUUUU-UUUUU";

/// A name that a template may read, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateName {
    /// The name with all before it, such as `client.display_name`.
    pub path: String,
    /// How it is used: an expression or a loop that prints it.
    pub snippet: String,
    /// What it is.
    pub shape: NameShape,
    /// What stands there in the sample; nothing for a list.
    pub sample: String,
    /// Whether it may be empty.
    pub optional: bool,
}

choices! {
    /// What a name of a template's data holds.
    NameShape {
        /// Text.
        Text = "text",
        /// A day.
        Day = "day",
        /// An amount of money.
        Money = "money",
        /// A whole number.
        Number = "number",
        /// Yes or no.
        YesNo = "yes_no",
        /// A list of rows.
        Rows = "rows",
    }
}
