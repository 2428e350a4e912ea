//! One renewal of many policies: how far it has come, what changes, and the next step.

use domain::labels::Label;
use domain::renewal::{ItemState, RenewalRunView, RunState};
use domain::shared::{RenewalRunId, format};
use leptos::prelude::*;
use services::access::ActionKind;

use super::{HOME, items, server_fns, tone};
use crate::forms::Filled;
use crate::listing::Listing;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Card, Crumb, Form, FormActions, FormErrors, Notice, PageHeader, Progress, SubmitButton, Tone,
};
use crate::request::{Visit, come_again, path_id};

/// How often a page with work under way is shown anew, in seconds.
const AGAIN_S: u32 = 2;

/// One of them.
#[component]
pub fn RenewalRunPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let (renewals, policies) = (words.renewals(), words.policies());
        let id = path_id(RenewalRunId::parse)?;
        let run = server_fns::run(&visit, id).await?;
        let listing = Listing::of(&visit, &["state"], &["position"]);
        let state = listing.given("state").and_then(ItemState::parse);
        let page = server_fns::items(&visit, id, state, &listing.request()).await?;
        let names = server_fns::names(&visit).await?;
        let refused = Filled::default().or_typed(&visit).await?;
        if run.state.is_busy() {
            come_again(AGAIN_S);
        }
        let by = names.get(&run.author_id).cloned().unwrap_or_else(|| policies.someone().to_owned());
        let title = renewals.run_title(format::count(u64::try_from(run.total).unwrap_or_default(), visit.language));
        let crumbs = vec![Crumb::new(policies.title(), "/policies"), Crumb::new(renewals.title(), HOME)];
        let label = run.state.label(visit.language);
        let badge = view! { <Badge tone=tone(run.state) label=label/> }.into_any();
        let pages = listing.pages(&page);
        let found = items::table(words, page.items);
        let body = view! {
            <PageHeader title=title.clone() lead=renewals.by(by, instant(run.created_at)) breadcrumbs=crumbs badges=badge/>
            <FormErrors errors=refused.errors() message=refused.message()/>
            {progress(words, &run)}
            {next(&visit, words, &run)}
            {items::tabs(words, &listing, &run, state)}
            {found}
            {pages}
        };
        Ok(Content::new(title, body))
    })
}

fn progress(words: Words, run: &RenewalRunView) -> AnyView {
    if run.state == RunState::Stopped {
        return view! { <Notice tone=Tone::Warning>{words.renewals().stopped()}</Notice> }.into_any();
    }
    if !run.state.is_busy() {
        return ().into_any();
    }
    let renewals = words.renewals();
    let (done, all) = run.progress();
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let label = run.state.label(words.language());
    view! {
        <Card title=renewals.progress()>
            <Progress label=label done=count(done) total=Some(count(all))/>
            <p class="muted">{renewals.busy_hint()}</p>
        </Card>
    }
    .into_any()
}

/// What can be done with it now.
fn next(visit: &Visit, words: Words, run: &RenewalRunView) -> AnyView {
    let renewals = words.renewals();
    let id = run.id.to_string();
    match run.state {
        RunState::Ready if run.planned > 0 && visit.may(ActionKind::ConfirmRenewals) => {
            let lead = renewals.confirm_lead(u64::try_from(run.planned).unwrap_or_default());
            let other = id.clone();
            view! {
                <Card>
                    <Form action="/forms/renewals/confirm">
                        <input type="hidden" name="id" value=id/>
                        <p>{lead}</p>
                        <FormActions submit=renewals.confirm() cancel_href=HOME/>
                    </Form>
                    {discard(words, other)}
                </Card>
            }
            .into_any()
        }
        RunState::Ready if visit.may(ActionKind::DiscardRenewals) => view! {
            <Card>
                <p>{renewals.nothing_to_renew()}</p>
                {discard(words, id)}
            </Card>
        }
        .into_any(),
        RunState::Done if run.done > 0 && visit.may(ActionKind::UndoRenewals) => view! {
            <Card>
                <Form action="/forms/renewals/undo">
                    <input type="hidden" name="id" value=id/>
                    <p>{renewals.undo_lead()}</p>
                    <div class="form-actions">
                        <SubmitButton kind=ButtonKind::Danger>{renewals.undo()}</SubmitButton>
                    </div>
                </Form>
            </Card>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn discard(words: Words, id: String) -> AnyView {
    view! {
        <Form action="/forms/renewals/discard">
            <input type="hidden" name="id" value=id/>
            <div class="form-actions">
                <SubmitButton kind=ButtonKind::Secondary>{words.renewals().discard()}</SubmitButton>
            </div>
        </Form>
    }
    .into_any()
}
