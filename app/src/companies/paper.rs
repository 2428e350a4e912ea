//! The paper in which a company gave a mandate: handing it in, and taking it away.

use domain::company::{MandateView, PAPER_MAX};
use domain::labels::Label;
use domain::shared::format::count;
use domain::shared::{CompanyId, MandateId};
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::forms::{Fields, Filled};
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Crumb, Description, DescriptionList, FileField, Form, FormActions, FormSection, Glyph,
    LinkButton, PageHeader, PostForm, SubmitButton,
};
use crate::request::{Visit, path_id, path_part};

/// The page of a mandate's paper.
pub(super) fn page_of(company: CompanyId, mandate: MandateId) -> String {
    format!("/companies/{company}/mandates/{mandate}/document")
}

/// Where a mandate's paper is downloaded.
pub(super) fn file_of(company: CompanyId, mandate: MandateId) -> String {
    format!("/files/companies/{company}/mandates/{mandate}")
}

/// Handing in the paper of a mandate, and taking it away.
#[component]
pub fn PaperPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::HandInPaper)?;
        let words = Words::in_language(visit.language);
        let company = server_fns::find(&visit, path_id(CompanyId::parse)?).await?;
        let mandates = server_fns::mandates(&visit, company.id).await?;
        let asked = path_part("mandate").and_then(|id| MandateId::parse(&id));
        let mandate = mandates.items.into_iter().find(|mandate| Some(mandate.id) == asked);
        let mandate = mandate.ok_or(services::Error::NotFound)?;
        let (word, language) = (words.companies(), words.language());
        let hidden = vec![("mandate", mandate.id.to_string())];
        let filled =
            Filled::of_record(hidden, company.id, mandates.version, company.updated_at).or_typed(&visit).await?;
        let own = format!("/companies/{}", company.id);
        let title = word.paper_of(mandate.kind.label(language));
        let crumbs = vec![Crumb::new(word.title(), "/companies"), Crumb::new(company.name.clone(), own.clone())];
        let head = filled.head(words, &[("file", word.paper())], |_, _| None);
        let kept = kept(words, company.id, mandates.version, &mandate);
        let (id, error) = (mandate.id.to_string(), filled.error("file"));
        let hint = word.paper_hint(PAPER_MAX / (1024 * 1024));
        let body = view! {
            <PageHeader title=title.clone() breadcrumbs=crumbs/>
            {kept}
            <Form action="/forms/companies/paper" multipart=true>
                {head}
                <input type="hidden" name="mandate" value=id/>
                <FormSection>
                    <FileField
                        name="file"
                        label=word.paper()
                        accept=".pdf,application/pdf"
                        hint=hint
                        error=error
                        required=true
                    />
                </FormSection>
                <FormActions submit=word.hand_in() cancel_href=own/>
            </Form>
        };
        Ok(Content::new(title, view! { <div class="stack">{body}</div> }))
    })
}

/// What is known of the paper that is kept, with the way to it and the way to take it away.
fn kept(words: Words, company: CompanyId, version: i64, mandate: &MandateView) -> Option<AnyView> {
    let (word, common) = (words.companies(), words.common());
    let paper = mandate.document.clone()?;
    let kilobytes = u64::try_from(paper.size_bytes).unwrap_or_default().div_ceil(1000);
    let size = words.documents().kilobytes(count(kilobytes, words.language()));
    let set = word.secret_set(moments::instant(paper.uploaded_at), &paper.uploaded_by);
    let href = file_of(company, mandate.id);
    let mandate = mandate.id.to_string();
    let card = view! {
        <Card title=word.paper_kept()>
            <DescriptionList>
                <Description term=common.name() value=Some(paper.file_name)/>
                <Description term=words.documents().size() value=Some(size)/>
                <Description term=common.date() value=Some(set)/>
            </DescriptionList>
            <div class="cluster">
                <LinkButton href=href icon=Glyph::Document download=true>{common.download()}</LinkButton>
                <PostForm action="/forms/companies/paper/remove">
                    <input type="hidden" name="id" value=company.to_string()/>
                    <input type="hidden" name="version" value=version.to_string()/>
                    <input type="hidden" name="mandate" value=mandate/>
                    <SubmitButton kind=ButtonKind::Danger>{word.paper_remove()}</SubmitButton>
                </PostForm>
            </div>
        </Card>
    };
    Some(card.into_any())
}

/// Which company's mandate a form names.
pub(super) fn named(fields: &Fields) -> Option<(CompanyId, MandateId)> {
    let company = CompanyId::parse(&fields.text("id")?)?;
    Some((company, MandateId::parse(&fields.text("mandate")?)?))
}
