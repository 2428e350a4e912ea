//! The columns to choose: a menu that is a form, so that it works without JavaScript.

use leptos::prelude::*;

use super::state::ListState;
use crate::parts::{ButtonKind, Glyph, Icon, SubmitButton};

impl ListState {
    /// The menu of the columns.
    pub(crate) fn column_menu(&self) -> AnyView {
        let words = self.words.lists();
        let shown = self.columns();
        let all = self.query.schema().columns.iter().enumerate();
        let boxes = all
            .filter(|(place, column)| *place > 0 && !self.hidden.contains(&column.key))
            .map(|(_, column)| {
                let checked = shown.iter().any(|known| known.key == column.key);
                let id = format!("column-{}", column.key);
                view! {
                    <div class="choice">
                        <input
                            class="choice-control"
                            type="checkbox"
                            id=id.clone()
                            name="columns"
                            value=column.key
                            checked=checked
                        />
                        <label class="choice-label" for=id>{column.name.in_language(self.words.language())}</label>
                    </div>
                }
            })
            .collect_view();
        // The first column is always there; naming it means that all others may be taken away.
        let first = self.query.schema().columns.first().map(|column| column.key);
        let usual = self.query.has_own_columns().then(|| {
            view! { <a class="menu-item" href=self.with("columns", None)>{words.usual_columns()}</a> }
        });
        view! {
            <details class="menu">
                <summary class="button" data-kind="secondary">
                    <span>{words.columns()}</span>
                    <Icon glyph=Glyph::Down/>
                </summary>
                <form class="menu-panel menu-form" method="get" action=self.path.clone()>
                    <fieldset class="menu-choices">
                        <legend class="visually-hidden">{words.columns()}</legend>
                        {boxes}
                    </fieldset>
                    {self.hidden_fields(&["columns"])}
                    <input type="hidden" name="columns" value=first/>
                    <SubmitButton kind=ButtonKind::Primary>{words.show_columns()}</SubmitButton>
                    {usual}
                </form>
            </details>
        }
        .into_any()
    }
}
