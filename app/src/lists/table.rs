//! The table of a list, made from its schema.

use domain::list::{Column as Listed, Names, Row as Record, Value, ValueKind, query_of};
use domain::shared::format;
use leptos::prelude::*;

use super::state::ListState;
use crate::moments;
use crate::parts::{Badge, Cell, Column, Row, Table, Tone};

/// What stands for what is not known.
const NOTHING: &str = "—";

/// What a page knows about the cell of a column; nothing where the schema says all.
type OwnCell<'a, R> = &'a dyn Fn(&str, &R) -> Option<AnyView>;

/// A column behind those of the schema: its head, and what makes its whole cells.
type LastColumn<'a, R> = (Column, &'a dyn Fn(&R) -> AnyView);

/// How a table looks beyond what its schema says.
pub(crate) struct Look<'a, R> {
    caption: &'static str,
    names: &'a Names,
    tone: fn(&str) -> Tone,
    ticks: bool,
    opens: bool,
    own: Option<OwnCell<'a, R>>,
    last: Option<LastColumn<'a, R>>,
}

impl<'a, R> Look<'a, R> {
    /// A table whose rows lead to their records.
    pub(crate) fn new(caption: &'static str, names: &'a Names) -> Self {
        Self { caption, names, tone: |_| Tone::Neutral, ticks: false, opens: true, own: None, last: None }
    }

    /// Colours the badges of states.
    pub(crate) fn tone(self, tone: fn(&str) -> Tone) -> Self {
        Self { tone, ..self }
    }

    /// Has rows that lead nowhere: their records have no page.
    pub(crate) fn closed(self) -> Self {
        Self { opens: false, ..self }
    }

    /// Fills some cells in a way of the page's own.
    pub(crate) fn own(self, own: OwnCell<'a, R>) -> Self {
        Self { own: Some(own), ..self }
    }

    /// Adds a last column; `cell` makes the whole cell.
    pub(crate) fn last(self, head: Column, cell: &'a dyn Fn(&R) -> AnyView) -> Self {
        Self { last: Some((head, cell)), ..self }
    }
}

impl ListState {
    /// The rows, each with the columns chosen. `tone` colours the badges of states; `ticks` puts a box before each row.
    pub(crate) fn table<R: Record>(
        &self,
        caption: &'static str,
        rows: &[R],
        names: &Names,
        tone: fn(&str) -> Tone,
        ticks: bool,
    ) -> AnyView {
        self.looking(rows, &Look { ticks, ..Look::new(caption, names).tone(tone) })
    }

    /// The rows, each with the columns chosen, in a look of the page's own.
    pub(crate) fn looking<R: Record>(&self, rows: &[R], look: &Look<'_, R>) -> AnyView {
        let columns = self.columns();
        let mut heads: Vec<Column> = columns.iter().map(|column| self.head(column)).collect();
        if look.ticks {
            heads.insert(0, Column::ticks(self.words.lists().select()));
        }
        heads.extend(look.last.iter().map(|(head, _)| head.clone()));
        let rows = rows
            .iter()
            .map(|row| {
                let tick = look.ticks.then(|| self.tick(row, look.names));
                let cells = columns
                    .iter()
                    .enumerate()
                    .map(|(place, column)| self.cell(place == 0, column, row, look))
                    .collect_view();
                let last = look.last.as_ref().map(|(_, cell)| cell(row));
                view! { <Row>{tick}{cells}{last}</Row> }
            })
            .collect_view();
        view! { <Table caption=look.caption columns=heads>{rows}</Table> }.into_any()
    }

    fn head(&self, column: &Listed) -> Column {
        let label = column.name.in_language(self.words.language());
        let head = match column.kind {
            ValueKind::Money | ValueKind::Count => Column::number(label),
            _ => Column::text(label),
        };
        if !column.sortable {
            return head;
        }
        let current = self.query.sort().unwrap_or(self.query.schema().usual_sort);
        if current == column.key {
            head.sorted_by(self.with("sort", Some(&format!("-{}", column.key)))).ascending()
        } else if current.strip_prefix('-') == Some(column.key) {
            head.sorted_by(self.with("sort", Some(column.key))).descending()
        } else {
            head.sorted_by(self.with("sort", Some(column.key)))
        }
    }

    fn tick(&self, row: &impl Record, names: &Names) -> AnyView {
        let first = self.query.schema().columns.first();
        let name = first.map_or_else(String::new, |first| self.text(first.kind, row.value(first.key, names)));
        view! {
            <td data-kind="tick">
                <input
                    class="choice-control"
                    type="checkbox"
                    name="id"
                    value=row.row_id()
                    checked=self.ticked
                    aria-label=self.words.lists().select_one(name)
                />
            </td>
        }
        .into_any()
    }

    fn cell<R: Record>(&self, main: bool, column: &Listed, row: &R, look: &Look<'_, R>) -> AnyView {
        let value = row.value(column.key, look.names);
        let kind = column.kind;
        let code = matches!(kind, ValueKind::Code | ValueKind::Day | ValueKind::Instant | ValueKind::Moment);
        let number = matches!(column.kind, ValueKind::Money | ValueKind::Count);
        let own = look.own.and_then(|own| own(column.key, row));
        if main {
            let text = own.unwrap_or_else(|| self.text(kind, value).into_any());
            if !look.opens {
                return view! { <Cell main=true code=code>{text}</Cell> }.into_any();
            }
            let href = self.record(&row.row_id());
            return view! { <Cell main=true code=code href=href>{text}</Cell> }.into_any();
        }
        let label = column.name.in_language(self.words.language());
        let inside = match (kind, &value) {
            _ if own.is_some() => own.into_any(),
            (ValueKind::State, Value::Word { code, .. }) => {
                view! { <Badge tone=(look.tone)(code) label=self.text(kind, value.clone())/> }.into_any()
            }
            _ => self.text(kind, value).into_any(),
        };
        view! { <Cell label=label code=code number=number>{inside}</Cell> }.into_any()
    }

    /// The address of a record, with the way back to this very place.
    fn record(&self, id: &str) -> String {
        let path = format!("{}/{id}", self.query.schema().path);
        self.back().map_or(path.clone(), |back| format!("{path}?{}", query_of([("back", back)])))
    }

    /// A value as the reader sees it.
    fn text(&self, kind: ValueKind, value: Value) -> String {
        let language = self.words.language();
        match value {
            Value::Nothing => NOTHING.to_owned(),
            Value::Text(text) => text,
            Value::Day(day) => format::day(day),
            Value::Instant(at) if kind == ValueKind::Moment => moments::instant(at),
            Value::Instant(at) => moments::day(at),
            Value::Moment(at) => at.to_string(),
            Value::Money(money) => format::money(money, language),
            Value::Count(count) => format::count(u64::try_from(count).unwrap_or_default(), language),
            Value::Word { fr, en, .. } => domain::list::Name { fr, en }.in_language(language).to_owned(),
            Value::Flag(flag) => self.words.common().yes_or_no(flag).to_owned(),
        }
    }
}
