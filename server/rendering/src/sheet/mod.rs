//! A list as a workbook, written row by row: what is written goes to a temporary file at once, so that a long list takes no
//! more memory than a short one. Nothing of it is a template, so it needs no child process.

use std::fs::File;
use std::io::{Seek, SeekFrom};

use domain::list::{Column, Name, Value, ValueKind};
use domain::shared::Language;
use jiff::Timestamp;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::xlsx::{decimal, number_format, sheet_name};

/// The most characters Excel takes in one cell. No field of a list is as long.
const CELL_CHARACTERS: usize = 32_767;

/// A workbook that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// A sheet holds no more rows.
    #[error("more than {} rows", ListSheet::ROWS_MAX)]
    TooLong,
    /// The engine refused.
    #[error("the workbook could not be written")]
    Engine(#[from] XlsxError),
    /// The temporary file could not be written or read.
    #[error("the workbook's file could not be written")]
    File(#[from] std::io::Error),
}

/// A workbook of one sheet in the making.
pub struct ListSheet {
    workbook: Workbook,
    columns: Vec<&'static Column>,
    language: Language,
    row: u32,
    plain: Format,
    day: Format,
    moment: Format,
    count: Format,
}

impl ListSheet {
    /// The most rows that a sheet holds, its head included.
    pub const ROWS_MAX: u32 = 1_048_576;

    /// Begins a sheet: its title, its heads, frozen.
    ///
    /// # Errors
    /// When the engine refuses.
    pub fn begin(
        title: &str,
        columns: Vec<&'static Column>,
        language: Language,
        made_at: Timestamp,
    ) -> Result<Self, SheetError> {
        let mut workbook = Workbook::new();
        let created = ExcelDateTime::from_timestamp(made_at.as_second())?;
        workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(sheet_name(title, &[]))?;
        sheet.set_freeze_panes(1, 0)?;
        let head = Format::new().set_bold().set_background_color("#E8EEF4").set_border_bottom(FormatBorder::Thin);
        for (place, column) in (0_u16..).zip(&columns) {
            sheet.set_column_width(place, width(column.kind))?;
        }
        for (place, column) in (0_u16..).zip(&columns) {
            sheet.write_string_with_format(0, place, column.name.in_language(language), &head)?;
        }
        let plain = Format::new().set_align(FormatAlign::Top);
        let (day, count) = (plain.clone().set_num_format("dd/mm/yyyy"), plain.clone().set_num_format("#,##0"));
        let moment = plain.clone().set_num_format("dd/mm/yyyy hh:mm:ss");
        Ok(Self { workbook, columns, language, row: 1, plain, day, moment, count })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// When the sheet is full, or the engine refuses.
    pub fn row(&mut self, values: &[Value]) -> Result<(), SheetError> {
        if self.row >= Self::ROWS_MAX {
            return Err(SheetError::TooLong);
        }
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (place, value) in (0_u16..).zip(values) {
            let text = match value {
                Value::Nothing => continue,
                Value::Day(day) => {
                    let day = ExcelDateTime::parse_from_str(&day.to_string())?;
                    sheet.write_datetime_with_format(self.row, place, &day, &self.day)?;
                    continue;
                }
                Value::Moment(at) => {
                    let moment = ExcelDateTime::parse_from_str(&at.strftime("%Y-%m-%dT%H:%M:%S").to_string())?;
                    sheet.write_datetime_with_format(self.row, place, &moment, &self.moment)?;
                    continue;
                }
                Value::Money(money) => match decimal(money.amount_minor, money.currency.decimals()) {
                    Some(amount) => {
                        let sign = number_format(money.currency.code(), money.currency.decimals());
                        let format = self.plain.clone().set_num_format(sign);
                        sheet.write_number_with_format(self.row, place, amount, &format)?;
                        continue;
                    }
                    None => money.to_string(),
                },
                Value::Count(count) => {
                    let number: f64 = count.to_string().parse().unwrap_or_default();
                    sheet.write_number_with_format(self.row, place, number, &self.count)?;
                    continue;
                }
                Value::Text(text) => text.clone(),
                Value::Instant(at) => at.to_string(),
                Value::Word { fr, en, .. } => Name { fr, en }.in_language(self.language).to_owned(),
                Value::Flag(flag) => said(*flag, self.language).to_owned(),
            };
            write_text(sheet, self.row, place, &text, &self.plain)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Ends the sheet, with a filter over its heads; the file is gone once it is closed.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> Result<File, SheetError> {
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        self.workbook.worksheet_from_index(0)?.autofilter(0, 0, self.row.saturating_sub(1).max(1), last)?;
        let mut file = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

/// `write_string` and not `write`: what begins with `=` is text and never a formula.
fn write_text(sheet: &mut Worksheet, row: u32, place: u16, text: &str, format: &Format) -> Result<(), SheetError> {
    if !text.is_empty() {
        let text: String = text.chars().take(CELL_CHARACTERS).collect();
        sheet.write_string_with_format(row, place, text, format)?;
    }
    Ok(())
}

const fn said(flag: bool, language: Language) -> &'static str {
    match (flag, language) {
        (true, Language::Fr) => "Oui",
        (false, Language::Fr) => "Non",
        (true, Language::En) => "Yes",
        (false, Language::En) => "No",
    }
}

const fn width(kind: ValueKind) -> f64 {
    match kind {
        ValueKind::Text | ValueKind::Reference => 30.0,
        ValueKind::Code | ValueKind::Word | ValueKind::State | ValueKind::Moment => 20.0,
        ValueKind::Money => 16.0,
        ValueKind::Day | ValueKind::Instant | ValueKind::Count | ValueKind::Flag => 12.0,
    }
}
