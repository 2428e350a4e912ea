//! What can be done about many records of a list at once. The rows stand in one form; its buttons lead to pages that say how
//! many records they mean, and ask.

use domain::shared::page::Page;
use leptos::prelude::*;

use super::state::ListState;
use crate::parts::Glyph;
use crate::parts::Icon;

/// One thing that can be done: the page that asks about it, and its words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Act {
    /// Where the page is.
    pub(crate) page: &'static str,
    /// What the button says.
    pub(crate) label: &'static str,
    /// Its picture.
    pub(crate) icon: Glyph,
}

impl ListState {
    /// The table in its form, with the boxes' help and the buttons; the table alone when nothing can be done.
    pub(crate) fn selectable<T>(&self, table: AnyView, page: &Page<T>, acts: &[Act]) -> AnyView {
        let Some(first) = acts.first() else { return table };
        let words = self.words.lists();
        let all = if page.more_than_total {
            words.all_found().to_owned()
        } else {
            words.all_matching(page.total.unwrap_or_default())
        };
        let tick = if self.ticked {
            view! { <a class="chip" href=self.ticking(false)>{words.untick_page()}</a> }
        } else {
            view! { <a class="chip" href=self.ticking(true)>{words.tick_page()}</a> }
        };
        let buttons = acts
            .iter()
            .map(|act| {
                view! {
                    <button class="button" data-kind="secondary" data-compact="" type="submit" formaction=act.page>
                        <Icon glyph=act.icon/>
                        <span>{act.label}</span>
                    </button>
                }
            })
            .collect_view();
        view! {
            <form class="list-form" method="get" action=first.page>
                {self.hidden_fields(&[])}
                {table}
                <fieldset class="bulk-bar">
                    <legend class="visually-hidden">{words.selection_title()}</legend>
                    {tick}
                    <span class="choice">
                        <input class="choice-control" type="checkbox" id="select-all" name="all" value="1"/>
                        <label class="choice-label" for="select-all">{all}</label>
                    </span>
                    <span class="bulk-acts">{buttons}</span>
                </fieldset>
            </form>
        }
        .into_any()
    }

    /// The address of this very part with all its rows ticked, or none.
    fn ticking(&self, on: bool) -> String {
        let mut pairs = self.query.pairs();
        pairs.extend(self.cursor.iter().map(|cursor| ("cursor", cursor.clone())));
        pairs.extend(on.then(|| ("ticked", "1".to_owned())));
        self.address(pairs)
    }
}
