//! The policies of a renewal of many: what would change about each, or why it is left out.

use domain::labels::Label;
use domain::renewal::{ItemState, RenewalItemView, RenewalRunView};
use domain::shared::format;
use leptos::prelude::*;

use super::item_tone;
use crate::listing::Listing;
use crate::locales::{Words, problem_message};
use crate::parts::{Badge, Cell, Column, EmptyState, Glyph, Row, Tab, Table, Tabs};

/// The outcomes with how many of each, as ways to see only those.
pub(super) fn tabs(words: Words, listing: &Listing, run: &RenewalRunView, chosen: Option<ItemState>) -> AnyView {
    let language = words.language();
    let of = |state: ItemState| match state {
        ItemState::Waiting => run.waiting,
        ItemState::Planned => run.planned,
        ItemState::Refused => run.refused,
        ItemState::Done => run.done,
        ItemState::Undone => run.undone,
        ItemState::Kept => run.kept,
    };
    let count = |number: i64| format::count(u64::try_from(number).unwrap_or_default(), language);
    let tab = |label: &str, number: i64, state: Option<&str>, current: bool| {
        Tab::new(label, listing.with("state", state), current).counting(count(number))
    };
    let all = tab(words.renewals().every_state(), run.total, None, chosen.is_none());
    let of_states = ItemState::ALL.iter().filter(|state| of(**state) > 0);
    let others =
        of_states.map(|state| tab(state.label(language), of(*state), Some(state.code()), chosen == Some(*state)));
    let tabs = std::iter::once(all).chain(others).collect();
    view! { <Tabs tabs=tabs/> }.into_any()
}

/// The policies.
pub(super) fn table(words: Words, items: Vec<RenewalItemView>) -> AnyView {
    let (renewals, policies, language) = (words.renewals(), words.policies(), words.language());
    if items.is_empty() {
        return view! { <EmptyState icon=Glyph::Policy title=renewals.no_items()/> }.into_any();
    }
    let columns = vec![
        Column::text(policies.number()),
        Column::text(policies.client()),
        Column::text(renewals.new_term()),
        Column::number(policies.premium()),
        Column::text(renewals.outcome()),
    ];
    let rows = items
        .into_iter()
        .map(|item| {
            let term = item.from.zip(item.until);
            let term = term.map(|(from, until)| policies.period_of(format::day(from), format::day(until)));
            let premium = item.premium_before.zip(item.premium_after).map(|(before, after)| {
                let (was, is) = (format::money(before, language), format::money(after, language));
                if before == after { is } else { format!("{was} → {is}") }
            });
            let why = item.code.map(|code| problem_message(code, &item.args, language));
            let why = why.map(|why| view! { <small class="row-note">{why}</small> });
            let (state, label) = (item.state, item.state.label(language));
            view! {
                <Row>
                    <Cell main=true code=true href=format!("/policies/{}", item.policy_id)>{item.policy_number}</Cell>
                    <Cell label=policies.client()>
                        <span class="row-stack">{item.client_name}<small class="row-note">{item.company_name}</small></span>
                    </Cell>
                    <Cell label=renewals.new_term()>{term.unwrap_or_default()}</Cell>
                    <Cell label=policies.premium() number=true>{premium.unwrap_or_default()}</Cell>
                    <Cell label=renewals.outcome()>
                        <span class="row-stack"><Badge tone=item_tone(state) label=label/>{why}</span>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=renewals.run() columns=columns>{rows}</Table> }.into_any()
}
