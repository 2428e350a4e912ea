//! The table of a list, made from its schema.

use domain::list::{Column as Listed, Names, Row as Record, Value, ValueKind, query_of};
use domain::shared::format;
use leptos::prelude::*;

use super::state::ListState;
use crate::moments;
use crate::parts::{Badge, Cell, Column, Row, Table, Tone};

/// What stands for what is not known.
const NOTHING: &str = "—";

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
        let columns = self.columns();
        let mut heads: Vec<Column> = columns.iter().map(|column| self.head(column)).collect();
        if ticks {
            heads.insert(0, Column::ticks(self.words.lists().select()));
        }
        let rows = rows
            .iter()
            .map(|row| {
                let tick = ticks.then(|| self.tick(row, names));
                let cells = columns
                    .iter()
                    .enumerate()
                    .map(|(place, column)| self.cell(place == 0, column, row, names, tone))
                    .collect_view();
                view! { <Row>{tick}{cells}</Row> }
            })
            .collect_view();
        view! { <Table caption=caption columns=heads>{rows}</Table> }.into_any()
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
        let first = self.query.schema().sorts().next().unwrap_or_default();
        let current = self.query.sort().unwrap_or(first);
        if current == column.key {
            head.sorted_by(self.with("sort", Some(&format!("-{}", column.key)))).ascending()
        } else if current.strip_prefix('-') == Some(column.key) {
            head.sorted_by(self.with("sort", Some(column.key))).descending()
        } else {
            head.sorted_by(self.with("sort", Some(column.key)))
        }
    }

    fn tick(&self, row: &impl Record, names: &Names) -> AnyView {
        let first = self.query.schema().columns.first().map_or("", |column| column.key);
        let name = self.text(row.value(first, names));
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

    fn cell(&self, main: bool, column: &Listed, row: &impl Record, names: &Names, tone: fn(&str) -> Tone) -> AnyView {
        let value = row.value(column.key, names);
        let code = matches!(column.kind, ValueKind::Code | ValueKind::Day | ValueKind::Instant);
        let number = matches!(column.kind, ValueKind::Money | ValueKind::Count);
        if main {
            let (href, text) = (self.record(&row.row_id()), self.text(value));
            return view! { <Cell main=true code=code href=href>{text}</Cell> }.into_any();
        }
        let label = column.name.in_language(self.words.language());
        let inside = match (column.kind, &value) {
            (ValueKind::State, Value::Word { code, .. }) => {
                view! { <Badge tone=tone(code) label=self.text(value.clone())/> }.into_any()
            }
            _ => self.text(value).into_any(),
        };
        view! { <Cell label=label code=code number=number>{inside}</Cell> }.into_any()
    }

    /// The address of a record, with the way back to this very place.
    fn record(&self, id: &str) -> String {
        let path = format!("/{}/{id}", self.query.schema().noun);
        self.back().map_or(path.clone(), |back| format!("{path}?{}", query_of([("back", back)])))
    }

    /// A value as the reader sees it.
    fn text(&self, value: Value) -> String {
        let language = self.words.language();
        match value {
            Value::Nothing => NOTHING.to_owned(),
            Value::Text(text) => text,
            Value::Day(day) => format::day(day),
            Value::Instant(at) => moments::day(at),
            Value::Money(money) => format::money(money, language),
            Value::Count(count) => format::count(u64::try_from(count).unwrap_or_default(), language),
            Value::Word { fr, en, .. } => domain::list::Name { fr, en }.in_language(language).to_owned(),
            Value::Flag(flag) => self.words.common().yes_or_no(flag).to_owned(),
        }
    }
}
