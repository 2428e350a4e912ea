//! A list as comma-separated values (RFC 4180), so that spreadsheets read it and none of its texts runs in them.

use super::{Column, Value, ValueKind};
use crate::shared::{Language, choices};

choices! {
    /// As what a list leaves the house.
    ExportFormat {
        /// Comma-separated values.
        Csv = "csv",
        /// A workbook.
        Xlsx = "xlsx",
    }
}

choices! {
    /// What stands between two values of a line.
    Delimiter {
        /// As French spreadsheets expect.
        Semicolon = "semicolon",
        /// As English ones and most programs expect.
        Comma = "comma",
        /// Neither.
        Tab = "tab",
    }
}

impl Delimiter {
    /// The sign itself.
    pub const fn sign(self) -> char {
        match self {
            Self::Semicolon => ';',
            Self::Comma => ',',
            Self::Tab => '\t',
        }
    }
}

/// How the lines are written.
#[derive(Debug, Clone, Copy)]
pub struct Csv {
    /// What stands between two values.
    pub delimiter: Delimiter,
    /// The language of the heads and the words.
    pub language: Language,
}

impl Csv {
    /// The first line, behind the mark by which spreadsheets know UTF-8. An amount takes two columns: number and currency.
    pub fn head(self, columns: &[&Column]) -> String {
        let mut cells = Vec::with_capacity(columns.len() + 1);
        for column in columns {
            cells.push(self.text(column.name.in_language(self.language)));
            if column.kind == ValueKind::Money {
                cells.push(self.text(match self.language {
                    Language::Fr => "Devise",
                    Language::En => "Currency",
                }));
            }
        }
        format!("\u{feff}{}", self.line(&cells))
    }

    /// One record.
    pub fn row(self, columns: &[&Column], values: &[Value]) -> String {
        let mut cells = Vec::with_capacity(values.len() + 1);
        for (column, value) in columns.iter().zip(values) {
            match (column.kind, value) {
                (ValueKind::Money, Value::Money(money)) => {
                    // French spreadsheets read a comma; where it delimits, the text is put in quotes.
                    let mark = if self.language == Language::Fr { ',' } else { '.' };
                    cells.push(self.quoted(money.to_input(mark)));
                    cells.push(money.currency.code().to_owned());
                }
                (ValueKind::Money, _) => cells.extend([String::new(), String::new()]),
                _ => cells.push(self.cell(value)),
            }
        }
        self.line(&cells)
    }

    fn cell(self, value: &Value) -> String {
        match value {
            Value::Nothing => String::new(),
            Value::Text(text) => self.text(text),
            Value::Day(day) => day.to_string(),
            Value::Instant(at) => at.to_string(),
            Value::Moment(at) => at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            Value::Money(money) => self.quoted(money.to_string()),
            Value::Count(count) => count.to_string(),
            Value::Word { fr, en, .. } => self.text(super::Name { fr, en }.in_language(self.language)),
            Value::Flag(flag) => self.text(match (flag, self.language) {
                (true, Language::Fr) => "Oui",
                (false, Language::Fr) => "Non",
                (true, Language::En) => "Yes",
                (false, Language::En) => "No",
            }),
        }
    }

    /// A text that no spreadsheet takes for a formula: what could begin one stands behind an apostrophe (OWASP, CSV injection).
    fn text(self, text: &str) -> String {
        let begins_formula = text
            .trim_start_matches([' ', '\u{a0}', '\u{feff}'])
            .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '＝', '＋', '－', '＠']);
        if begins_formula { self.quoted(format!("'{text}")) } else { self.quoted(text.to_owned()) }
    }

    fn quoted(self, text: String) -> String {
        if text.contains(['"', '\r', '\n', '\'', self.delimiter.sign()]) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    }

    fn line(self, cells: &[String]) -> String {
        let mut line = cells.join(&self.delimiter.sign().to_string());
        line.push_str("\r\n");
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::POLICY_LIST;
    use crate::shared::{Currency, Money};

    const FRENCH: Csv = Csv { delimiter: Delimiter::Semicolon, language: Language::Fr };

    #[test]
    fn no_text_is_a_formula_and_every_text_reads_back() {
        let cases = [
            ("Dupont", "Dupont"),
            ("Dupont; fils", "\"Dupont; fils\""),
            ("dit \"le Grand\"", "\"dit \"\"le Grand\"\"\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+33 6", "\"'+33 6\""),
            (" @SUM(1)", "\"' @SUM(1)\""),
            ("-1", "\"'-1\""),
            ("\tx", "\"'\tx\""),
            ("＝1", "\"'＝1\""),
            ("deux\nlignes", "\"deux\nlignes\""),
        ];
        for (text, written) in cases {
            assert_eq!(FRENCH.text(text), written);
        }
        assert_eq!(Csv { delimiter: Delimiter::Comma, ..FRENCH }.text("a,b"), "\"a,b\"");
    }

    #[test]
    fn an_amount_stands_beside_its_currency_and_a_refund_stays_a_number() {
        let columns: Vec<&Column> =
            ["policy_number", "premium"].iter().filter_map(|key| POLICY_LIST.column(key)).collect();
        assert_eq!(FRENCH.head(&columns), "\u{feff}Numéro de contrat;Prime annuelle;Devise\r\n");
        let premium = |amount_minor| Value::Money(Money { amount_minor, currency: Currency::EUR });
        let row = |amount| FRENCH.row(&columns, &[Value::Text("A-1".into()), premium(amount)]);
        assert_eq!(row(123_456), "A-1;1234,56;EUR\r\n");
        assert_eq!(row(-500), "A-1;-5,00;EUR\r\n");
    }
}
