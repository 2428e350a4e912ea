//! The tree as a workbook: each table is a sheet, days are days and amounts are numbers.

mod texts;

use jiff::Timestamp;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use services::ports::render::RenderError;

pub(crate) use self::texts::sheet_name;
use self::texts::{plain, tables};
use crate::tree::{Block, Cell, Class, Document, Inline, Raw, Row, Table};

/// Writes the workbook. A document without a table becomes one sheet with its lines.
pub(crate) fn write(document: &Document, made_at: Timestamp) -> Result<Vec<u8>, RenderError> {
    workbook(document, made_at).map_err(|error| match error {
        // Excel takes 32,767 characters in a cell; a part of a text is not what was written.
        XlsxError::MaxStringLengthExceeded => RenderError::Limit("cell".to_owned()),
        other => RenderError::Engine(other.to_string()),
    })
}

fn workbook(document: &Document, made_at: Timestamp) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_timestamp(made_at.as_second())?;
    let title: String = document.title.chars().take(200).collect();
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    let mut names = Vec::new();
    for (heading, table) in tables(&document.body) {
        let wanted = table.title.as_deref().or(heading.as_deref()).unwrap_or(&document.title);
        let name = sheet_name(wanted, &names);
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name)?;
        if document.landscape {
            sheet.set_landscape();
        }
        fill(sheet, table)?;
        names.push(name);
    }
    if names.is_empty() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&document.title, &names))?;
        sheet.set_column_width(0, 100)?;
        for (row, line) in (0..).zip(plain(&document.body)) {
            sheet.write_string_with_format(row, 0, line, &Format::new().set_text_wrap())?;
        }
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let mut row_number = 0;
    for (section, rows) in [(Section::Head, &table.head), (Section::Body, &table.body), (Section::Foot, &table.foot)] {
        for row in rows {
            write_row(sheet, row_number, row, section)?;
            row_number += 1;
        }
    }
    if let Ok(head) = u32::try_from(table.head.len())
        && head > 0
    {
        sheet.set_freeze_panes(head, 0)?;
        sheet.set_repeat_rows(0, head - 1)?;
    }
    // On paper: A4, all columns on one page's width, as many pages down as it takes.
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_autofit_max_width(400).autofit();
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Head,
    Body,
    Foot,
}

fn write_row(sheet: &mut Worksheet, number: u32, row: &Row, section: Section) -> Result<(), XlsxError> {
    for cell in &row.cells {
        let column = u16::try_from(cell.column).map_err(|_| XlsxError::RowColumnLimitError)?;
        let format = look(cell, section);
        if cell.colspan > 1 || cell.rowspan > 1 {
            let across = u16::try_from(cell.colspan - 1).map_err(|_| XlsxError::RowColumnLimitError)?;
            let down = u32::try_from(cell.rowspan - 1).map_err(|_| XlsxError::RowColumnLimitError)?;
            // The range is joined first and its first cell is written after, so that an amount in it stays an amount.
            sheet.merge_range(number, column, number + down, column + across, "", &format)?;
        }
        write_cell(sheet, number, column, cell, format)?;
    }
    Ok(())
}

fn look(cell: &Cell, section: Section) -> Format {
    let mut format = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    if section == Section::Head {
        format = format.set_background_color("#E8EEF4").set_border_bottom(FormatBorder::Thin);
    }
    if section != Section::Body || cell.header || cell.classes.contains(&Class::Total) {
        format = format.set_bold();
    }
    if cell.classes.contains(&Class::Right) {
        format = format.set_align(FormatAlign::Right);
    }
    format
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, format: Format) -> Result<(), XlsxError> {
    let value = only_value(&cell.blocks);
    match value {
        Some(Raw::Date { iso }) => {
            let day = ExcelDateTime::parse_from_str(iso)?;
            sheet.write_datetime_with_format(row, column, &day, &format.set_num_format("dd/mm/yyyy"))?;
        }
        Some(Raw::Money { amount_minor, currency, decimals }) => match decimal(*amount_minor, *decimals) {
            Some(amount) => {
                let format = format.set_num_format(number_format(currency, *decimals));
                sheet.write_number_with_format(row, column, amount, &format)?;
            }
            None => {
                sheet.write_string_with_format(row, column, plain(&cell.blocks).join("\n"), &format)?;
            }
        },
        // A double counts whole numbers exactly up to 2^53; greater ones stay text.
        Some(Raw::Count { number }) if *number < 1 << 53 => {
            let number: f64 = number.to_string().parse().unwrap_or_default();
            sheet.write_number_with_format(row, column, number, &format.set_num_format("#,##0"))?;
        }
        // `write_string` and not `write`: what begins with `=` is text and never a formula.
        _ => {
            let text = plain(&cell.blocks).join("\n");
            if !text.is_empty() {
                sheet.write_string_with_format(row, column, text, &format)?;
            }
        }
    }
    Ok(())
}

/// The value of a cell that holds one value and nothing else.
fn only_value(blocks: &[Block]) -> Option<&Raw> {
    let (Block::Plain { content } | Block::Paragraph { content, .. }) = (match blocks {
        [block] => block,
        _ => return None,
    }) else {
        return None;
    };
    let mut line = content.as_slice();
    loop {
        match line {
            [Inline::Value { value, .. }] => return Some(value),
            [
                Inline::Strong { content }
                | Inline::Emphasis { content }
                | Inline::Small { content }
                | Inline::Span { content, .. },
            ] => {
                line = content;
            }
            _ => return None,
        }
    }
}

/// Minor units as the number that sheets reckon with. It is read from decimal digits, so no rounding is ours;
/// beyond fifteen digits a sheet cannot hold the amount.
pub(crate) fn decimal(amount_minor: i64, decimals: u32) -> Option<f64> {
    if amount_minor.unsigned_abs() >= 1_000_000_000_000_000 {
        return None;
    }
    format!("{amount_minor}e-{decimals}").parse().ok()
}

pub(crate) fn number_format(currency: &str, decimals: u32) -> String {
    let places = "0".repeat(decimals as usize);
    let point = if places.is_empty() { "" } else { "." };
    let sign = match currency {
        "EUR" => "€",
        "XOF" | "XAF" => "F\u{a0}CFA",
        other => other,
    };
    format!("#,##0{point}{places}\u{a0}\"{sign}\"")
}
