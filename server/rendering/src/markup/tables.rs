//! Tables: where each cell starts once spans are counted, and that every row fills the same columns.

use super::build::{Builder, named, without_breaks};
use super::reader::Element;
use crate::limits;
use crate::tree::{Cell, Class, Row, Table};

/// Reads a table, or reports why it is none.
pub(super) fn table(builder: &mut Builder, element: &Element) -> Option<Table> {
    let before = builder.count();
    let sections = named(builder, element);
    if builder.count() > before {
        return None;
    }
    let mut order = sections.iter().map(|section| section.tag.name);
    let mut next = order.next();
    let mut found = |name: &str| {
        let here = next == Some(name);
        if here {
            next = order.next();
        }
        here
    };
    let (has_head, has_body, has_foot) = (found("thead"), found("tbody"), found("tfoot"));
    if !has_body || next.is_some() {
        builder.report("unfit_table", element.place, "thead?, tbody, tfoot?");
        return None;
    }
    let mut rows = sections.iter().map(|section| read_rows(builder, section)).collect::<Vec<_>>().into_iter();
    let head = if has_head { rows.next()? } else { Vec::new() };
    let body = rows.next()?;
    let foot = if has_foot { rows.next()? } else { Vec::new() };
    let columns = [&head, &body, &foot].into_iter().flatten().map(|(width, _)| *width).max().unwrap_or(0);
    let ragged = [&head, &body, &foot].into_iter().flatten().any(|(width, _)| *width != columns);
    let widths = builder.widths(element, "widths");
    if ragged || columns == 0 || columns > limits::TABLE_COLUMNS || (!widths.is_empty() && widths.len() != columns) {
        builder.report("unfit_table", element.place, &format!("{columns} columns"));
        return None;
    }
    let only = |rows: Vec<(usize, Row)>| rows.into_iter().map(|(_, row)| row).collect();
    Some(Table {
        classes: element.classes.clone(),
        title: element.attribute("title").map(str::to_owned).filter(|title| !title.trim().is_empty()),
        widths,
        columns,
        head: only(head),
        body: only(body),
        foot: only(foot),
    })
}

/// The rows of a section, each with the number of columns it fills together with the spans from above.
fn read_rows(builder: &mut Builder, section: &Element) -> Vec<(usize, Row)> {
    let mut rows = Vec::new();
    // How many more rows each column is taken by a cell from above.
    let mut taken: Vec<usize> = Vec::new();
    for row in named(builder, section) {
        let mut cells = Vec::new();
        let mut column = 0;
        let mut next_taken: Vec<usize> = taken.iter().map(|rows| rows.saturating_sub(1)).collect();
        for cell in named(builder, row) {
            while taken.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            let colspan = usize::from(builder.number(cell, "colspan", 1, 60).unwrap_or(1));
            let rowspan = usize::from(builder.number(cell, "rowspan", 1, 500).unwrap_or(1));
            let mut classes = cell.classes.clone();
            if row.classes.contains(&Class::Total) {
                classes.push(Class::Total);
            }
            if taken.iter().skip(column).take(colspan).any(|rows| *rows > 0) {
                builder.report("unfit_table", cell.place, "colspan over a rowspan");
            }
            if next_taken.len() < column + colspan {
                next_taken.resize(column + colspan, 0);
            }
            next_taken.iter_mut().skip(column).take(colspan).for_each(|rows| *rows = rowspan - 1);
            let header = cell.tag.name == "th";
            cells.push(Cell { column, header, colspan, rowspan, classes, blocks: without_breaks(builder, cell) });
            column += colspan;
        }
        let filled = taken.iter().rposition(|rows| *rows > 0).map_or(0, |last| last + 1);
        let holes = taken.iter().enumerate().skip(column).any(|(index, rows)| *rows == 0 && index < filled);
        if holes || cells.is_empty() {
            builder.report("unfit_table", row.place, "a row with a gap");
        }
        rows.push((column.max(filled), Row { cells }));
        taken = next_taken;
    }
    if taken.iter().any(|rows| *rows > 0) {
        builder.report("unfit_table", section.place, "a rowspan past the last row");
    }
    rows
}
