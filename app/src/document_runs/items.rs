//! The policies of a run: the document about each, or why there is none.

use domain::document_run::{DocumentItemState, DocumentItemView, DocumentRunView};
use domain::labels::Label;
use domain::shared::format;
use domain::shared::problem::Code;
use domain::template::Mention;
use leptos::prelude::*;

use super::item_tone;
use crate::listing::Listing;
use crate::locales::{Words, problem_message};
use crate::parts::{Badge, Cell, Column, EmptyState, Glyph, Row, Tab, Table, Tabs};

/// The outcomes with how many of each, as ways to see only those.
pub(super) fn tabs(
    words: Words,
    listing: &Listing,
    run: &DocumentRunView,
    chosen: Option<DocumentItemState>,
) -> AnyView {
    let language = words.language();
    let of = |state: DocumentItemState| match state {
        DocumentItemState::Waiting => run.waiting,
        DocumentItemState::Done => run.done,
        DocumentItemState::Refused => run.refused,
        DocumentItemState::Failed => run.failed,
    };
    let count = |number: i64| format::count(u64::try_from(number).unwrap_or_default(), language);
    let tab = |label: &str, number: i64, state: Option<&str>, current: bool| {
        Tab::new(label, listing.with("state", state), current).counting(count(number))
    };
    let all = tab(words.renewals().every_state(), run.total, None, chosen.is_none());
    let of_states = DocumentItemState::ALL.iter().filter(|state| of(**state) > 0);
    let others =
        of_states.map(|state| tab(state.label(language), of(*state), Some(state.code()), chosen == Some(*state)));
    let tabs = std::iter::once(all).chain(others).collect();
    view! { <Tabs tabs=tabs/> }.into_any()
}

/// The policies.
pub(super) fn table(words: Words, run: &DocumentRunView, items: Vec<DocumentItemView>) -> AnyView {
    let (runs, policies, language) = (words.document_runs(), words.policies(), words.language());
    if items.is_empty() {
        return view! { <EmptyState icon=Glyph::Policy title=runs.no_items()/> }.into_any();
    }
    let columns = vec![
        Column::text(policies.number()),
        Column::text(policies.client()),
        Column::text(runs.document()),
        Column::text(runs.outcome()),
    ];
    let rows = items
        .into_iter()
        .map(|item| {
            let document = item.document_id.map(|id| {
                let number = item.document_number.clone().unwrap_or_else(|| runs.document().to_owned());
                view! { <a href=format!("/documents/{id}")>{number}</a> }
            });
            let why = why(words, run, &item).map(|why| view! { <small class="row-note">{why}</small> });
            let (state, label) = (item.state, item.state.label(language));
            view! {
                <Row>
                    <Cell main=true code=true href=format!("/policies/{}", item.policy_id)>{item.policy_number}</Cell>
                    <Cell label=policies.client()>
                        <span class="row-stack">{item.client_name}<small class="row-note">{item.company_name}</small></span>
                    </Cell>
                    <Cell label=runs.document() code=true>{document}</Cell>
                    <Cell label=runs.outcome()>
                        <span class="row-stack"><Badge tone=item_tone(state) label=label/>{why}</span>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=runs.run() columns=columns>{rows}</Table> }.into_any()
}

/// Why there is no document, in the reader's language; of missing mentions and facts, which.
fn why(words: Words, run: &DocumentRunView, item: &DocumentItemView) -> Option<String> {
    let language = words.language();
    let code = item.code?;
    let told = problem_message(code, &item.args, language);
    let Some(missing) = item.args.get("missing").filter(|_| code == Code::MentionsMissing) else { return Some(told) };
    let name = |pointer: &str| {
        let mention = Mention::ALL.iter().find(|mention| mention.code() == pointer);
        let fact = || pointer.strip_prefix("data.").and_then(|name| run.usage.fact(name));
        let named = mention.map(|mention| mention.label(language)).or_else(|| Some(fact()?.label(language)));
        named.unwrap_or(pointer).to_owned()
    };
    let names: Vec<String> = missing.split(", ").map(name).collect();
    Some(format!("{told} {}", words.document_runs().missing(names.join(", "))))
}
