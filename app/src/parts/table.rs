//! Tables of records. On a phone each row becomes a card, and each cell shows its column's name.

use leptos::prelude::*;

/// One column's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    label: String,
    kind: &'static str,
    href: Option<String>,
    sorted: Option<&'static str>,
}

impl Column {
    /// A column of text.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), kind: "text", href: None, sorted: None }
    }

    /// A column of numbers, aligned at the right.
    pub fn number(label: impl Into<String>) -> Self {
        Self { kind: "number", ..Self::text(label) }
    }

    /// A column of buttons, whose name only screen readers say.
    pub fn actions(label: impl Into<String>) -> Self {
        Self { kind: "actions", ..Self::text(label) }
    }

    /// A column of boxes to tick, whose name only screen readers say.
    pub fn ticks(label: impl Into<String>) -> Self {
        Self { kind: "tick", ..Self::text(label) }
    }

    /// Makes the head a link that sorts by this column.
    #[must_use]
    pub fn sorted_by(self, href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..self }
    }

    /// Marks the column that the list is sorted by, from the smallest.
    #[must_use]
    pub fn ascending(self) -> Self {
        Self { sorted: Some("ascending"), ..self }
    }

    /// Marks the column that the list is sorted by, from the largest.
    #[must_use]
    pub fn descending(self) -> Self {
        Self { sorted: Some("descending"), ..self }
    }

    fn head(self) -> AnyView {
        let label = match (self.kind, self.href) {
            ("actions" | "tick", _) => view! { <span class="visually-hidden">{self.label}</span> }.into_any(),
            (_, Some(href)) => view! { <a class="sort-link" href=href>{self.label}</a> }.into_any(),
            (_, None) => self.label.into_any(),
        };
        view! { <th scope="col" data-kind=self.kind aria-sort=self.sorted>{label}</th> }.into_any()
    }
}

/// A table; its children are [`Row`]s.
#[component]
pub fn Table(
    /// What the table lists, for screen readers.
    #[prop(into)]
    caption: String,
    /// The heads, in order.
    columns: Vec<Column>,
    /// The rows.
    children: Children,
) -> AnyView {
    let heads = columns.into_iter().map(Column::head).collect_view();
    view! {
        <div class="table-frame">
            <table class="table">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// One record of a table; its children are [`Cell`]s.
#[component]
pub fn Row(
    /// The cells.
    children: Children,
) -> AnyView {
    view! { <tr>{children()}</tr> }.into_any()
}

/// One cell. The main one names the record; with `href` the whole row leads to it.
#[component]
pub fn Cell(
    /// The column's name, shown before the cell on a phone; not for the main cell.
    #[prop(optional, into)]
    label: Option<String>,
    /// Whether it names the record.
    #[prop(optional)]
    main: bool,
    /// Where the row leads, for the main cell.
    #[prop(optional, into)]
    href: Option<String>,
    /// Whether it is a number, aligned at the right.
    #[prop(optional)]
    number: bool,
    /// Whether it stays on one line: a reference, a date.
    #[prop(optional)]
    code: bool,
    /// Whether it holds buttons.
    #[prop(optional)]
    actions: bool,
    /// What is in it.
    children: Children,
) -> AnyView {
    let kind = if number {
        "number"
    } else if actions {
        "actions"
    } else if code {
        "code"
    } else {
        "text"
    };
    let inside = match href {
        Some(href) => view! { <a class="row-link" href=href>{children()}</a> }.into_any(),
        None => children(),
    };
    if main {
        view! { <th scope="row" data-kind=kind>{inside}</th> }.into_any()
    } else {
        view! { <td data-kind=kind data-label=label>{inside}</td> }.into_any()
    }
    .into_any()
}
