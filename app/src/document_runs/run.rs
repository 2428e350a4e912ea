//! Documents about many policies: how far they have come, the file, and what was refused.

use domain::document_run::{DocumentItemState, DocumentRunState, DocumentRunView, RunOutput};
use domain::labels::Label;
use domain::shared::problem::Facts;
use domain::shared::{DocumentRunId, format};
use leptos::prelude::*;
use services::access::ActionKind;

use super::{HOME, items, server_fns, tone};
use crate::forms::Filled;
use crate::listing::Listing;
use crate::locales::{Words, problem_message};
use crate::moments::{day, instant};
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Card, Crumb, Form, FormErrors, Glyph, LinkButton, Notice, PageHeader, Progress, SubmitButton,
    Tone,
};
use crate::request::{Visit, come_again, path_id};

/// How often a page with work under way is shown anew, in seconds.
const AGAIN_S: u32 = 2;

/// One of them.
#[component]
pub fn DocumentRunPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let (runs, documents) = (words.document_runs(), words.documents());
        let id = path_id(DocumentRunId::parse)?;
        let run = server_fns::run(&visit, id).await?;
        let listing = Listing::of(&visit, &["state"], &["position"]);
        let state = listing.given("state").and_then(DocumentItemState::parse);
        let page = server_fns::items(&visit, id, state, &listing.request()).await?;
        let names = server_fns::names(&visit).await?;
        let refused = Filled::default().or_typed(&visit).await?;
        if run.state.is_busy() {
            come_again(AGAIN_S);
        }
        let by = names.get(&run.author_id).cloned().unwrap_or_else(|| words.policies().someone().to_owned());
        let title = runs.run_title(run.usage.label(visit.language), count(run.total, words));
        let crumbs = vec![Crumb::new(documents.title(), "/documents"), Crumb::new(runs.title(), HOME)];
        let label = run.state.label(visit.language);
        let badge = view! { <Badge tone=tone(run.state) label=label/> }.into_any();
        let lead = words.renewals().by(by, instant(run.created_at));
        let pages = listing.pages(&page);
        let found = items::table(words, &run, page.items);
        let body = view! {
            <PageHeader title=title.clone() lead=lead breadcrumbs=crumbs badges=badge/>
            <FormErrors errors=refused.errors() message=refused.message()/>
            {progress(&visit, words, &run)}
            {file(&visit, words, &run)}
            {again(&visit, words, &run)}
            {items::tabs(words, &listing, &run, state)}
            {found}
            {pages}
        };
        Ok(Content::new(title, body))
    })
}

fn count(number: i64, words: Words) -> String {
    format::count(u64::try_from(number).unwrap_or_default(), words.language())
}

fn progress(visit: &Visit, words: Words, run: &DocumentRunView) -> AnyView {
    let runs = words.document_runs();
    match run.state {
        DocumentRunState::Stopped => return view! { <Notice tone=Tone::Warning>{runs.stopped()}</Notice> }.into_any(),
        DocumentRunState::Cancelled => {
            return view! { <Notice tone=Tone::Info>{runs.cancelled_notice()}</Notice> }.into_any();
        }
        DocumentRunState::Done => return ().into_any(),
        DocumentRunState::Issuing | DocumentRunState::Binding => {}
    }
    let (done, all) = run.progress();
    let number = |number: i64| u64::try_from(number).unwrap_or_default();
    let label = run.state.label(words.language());
    let id = run.id.to_string();
    let cancel = visit.may(ActionKind::CancelDocumentRun).then(|| {
        view! {
            <Form action="/forms/document-runs/cancel">
                <input type="hidden" name="id" value=id/>
                <p class="muted">{runs.cancel_lead()}</p>
                <div class="form-actions">
                    <SubmitButton kind=ButtonKind::Secondary>{runs.cancel()}</SubmitButton>
                </div>
            </Form>
        }
    });
    view! {
        <Card title=words.renewals().progress()>
            <Progress label=label done=number(done) total=Some(number(all))/>
            <p class="muted">{words.renewals().busy_hint()}</p>
            {cancel}
        </Card>
    }
    .into_any()
}

/// The file, with what is in it and what is not.
fn file(visit: &Visit, words: Words, run: &DocumentRunView) -> AnyView {
    let runs = words.document_runs();
    if run.state != DocumentRunState::Done {
        return ().into_any();
    }
    let number = |number: i64| u64::try_from(number).unwrap_or_default();
    let made_from = runs.made_from(run.template_name.clone(), run.template_version.to_string());
    let left_out = run.total - run.done;
    let left_out = (left_out > 0).then(|| {
        view! { <Notice tone=Tone::Warning>{runs.left_out(number(left_out))}</Notice> }
    });
    let inside = match &run.file {
        None => view! { <p>{runs.no_file()}</p> }.into_any(),
        Some(file) => {
            // Half a kilobyte counts as one: a file is never of size zero.
            let size = runs.size(format::count(number(file.size_bytes).div_ceil(1000), words.language()));
            let facts = format!("{} · {size}", runs.inside(number(file.documents)));
            let print = (run.output == RunOutput::Merged).then(|| view! { <p>{runs.print_file()}</p> });
            let download = visit.may(ActionKind::DownloadDocumentRun).then(|| {
                let href = format!("/files/document-runs/{}", run.id);
                view! {
                    <p>
                        <LinkButton href=href kind=ButtonKind::Primary icon=Glyph::Download>{runs.download()}</LinkButton>
                    </p>
                }
            });
            view! {
                <p>{facts}</p>
                {print}
                {download}
                <p class="muted">{runs.kept_until(day(file.kept_until))}</p>
            }
            .into_any()
        }
    };
    view! {
        {left_out}
        <Card title=runs.file_title()>
            {inside}
            <p class="muted">{made_from}</p>
        </Card>
    }
    .into_any()
}

/// Another try at what failed.
fn again(visit: &Visit, words: Words, run: &DocumentRunView) -> AnyView {
    let runs = words.document_runs();
    if !run.may_be_retried() || !visit.may(ActionKind::RetryDocumentRun) {
        return ().into_any();
    }
    let what = if run.failed > 0 {
        runs.some_failed(u64::try_from(run.failed).unwrap_or_default())
    } else {
        runs.file_failed().to_owned()
    };
    let why = run.code.map(|code| problem_message(code, &Facts::new(), words.language()));
    let id = run.id.to_string();
    view! {
        <Card title=what>
            <Form action="/forms/document-runs/retry">
                <input type="hidden" name="id" value=id/>
                {why.map(|why| view! { <p>{why}</p> })}
                <p>{runs.retry_lead()}</p>
                <div class="form-actions"><SubmitButton>{runs.retry()}</SubmitButton></div>
            </Form>
        </Card>
    }
    .into_any()
}
