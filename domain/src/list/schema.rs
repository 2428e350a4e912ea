//! The declaration of a list: its columns and its filters.

use crate::shared::Language;

/// What a column holds: by it the screen aligns a cell and the workbook types it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Free text.
    Text,
    /// A reference that stays on one line, such as a policy number.
    Code,
    /// A day.
    Day,
    /// An instant, shown by its day.
    Instant,
    /// An instant, shown with its time of day.
    Moment,
    /// An amount of money.
    Money,
    /// A number of things.
    Count,
    /// A state, shown as a badge.
    State,
    /// A word of a closed list.
    Word,
    /// Yes or no.
    Flag,
    /// Another record, by its name.
    Reference,
}

/// What a column or a filter is called, in each language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// In French.
    pub fr: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Name {
    /// In the reader's language.
    pub const fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Fr => self.fr,
            Language::En => self.en,
        }
    }
}

/// One column of a list.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in addresses; a sortable column's is also that of its sort.
    pub key: &'static str,
    /// What it holds.
    pub kind: ValueKind,
    /// Whether it is shown when nobody chose.
    pub shown: bool,
    /// Whether the list can be sorted by it.
    pub sortable: bool,
    /// What it is called.
    pub name: Name,
}

/// What a filter takes.
#[derive(Debug, Clone, Copy)]
pub enum FilterKind {
    /// A word of a closed list; the function gives each word with its label.
    Word(fn(Language) -> Vec<(&'static str, &'static str)>),
    /// The id of a record.
    Record,
    /// A day.
    Day,
    /// An instant (RFC 3339), or a day on the firm's own calendar.
    Moment,
    /// Text that stands in the record as it is given.
    Text,
    /// An amount in whole units with decimals, `1234.50`, of the currency that the filter `currency` names.
    Amount,
    /// An ISO 4217 code.
    Currency,
    /// `true` or `false`.
    Flag,
}

/// One filter of a list.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    /// Its name in addresses.
    pub key: &'static str,
    /// What it takes.
    pub kind: FilterKind,
    /// What it is called.
    pub name: Name,
}

/// All that can be asked of one list.
#[derive(Debug)]
pub struct ListSchema {
    /// The noun in the plural, as the API, files and saved views name the list: `clients`.
    pub noun: &'static str,
    /// The address of its screen: `/clients`.
    pub path: &'static str,
    /// The sort that holds when nobody says, with `-` before it for the other way round.
    pub usual_sort: &'static str,
    /// Its columns; the first one names the record and is always shown.
    pub columns: &'static [Column],
    /// Its filters, in the order of the screen.
    pub filters: &'static [Filter],
}

impl ListSchema {
    /// A column by its key.
    pub fn column(&self, key: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.key == key)
    }

    /// A filter by its key.
    pub fn filter(&self, key: &str) -> Option<&'static Filter> {
        self.filters.iter().find(|filter| filter.key == key)
    }

    /// The names of the sorts, the one that holds when nobody says first.
    pub fn sorts(&self) -> impl Iterator<Item = &'static str> {
        let usual = self.usual_sort.trim_start_matches('-');
        let sortable = self.columns.iter().filter(|column| column.sortable).map(|column| column.key);
        std::iter::once(usual).chain(sortable.filter(move |key| *key != usual))
    }

    /// The columns that are shown when nobody chose.
    pub fn usual_columns(&self) -> Vec<&'static Column> {
        self.columns.iter().filter(|column| column.shown).collect()
    }
}

/// Writes columns as a table: key, kind, French and English, then `shown` and `sortable` where they are.
macro_rules! columns {
    ($($key:literal $kind:ident $fr:literal / $en:literal $($quality:ident)*;)*) => {
        &[$({
            let column = $crate::list::Column {
                key: $key,
                kind: $crate::list::ValueKind::$kind,
                shown: false,
                sortable: false,
                name: $crate::list::Name { fr: $fr, en: $en },
            };
            $(let column = $crate::list::Column { $quality: true, ..column };)*
            column
        }),*]
    };
}

/// Writes filters as a table: key, kind, French and English. A closed list is named in brackets.
macro_rules! filters {
    ($($key:literal $kind:ident $(($words:ident))? $fr:literal / $en:literal;)*) => {
        &[$($crate::list::Filter {
            key: $key,
            kind: $crate::list::filters!(@kind $kind $(($words))?),
            name: $crate::list::Name { fr: $fr, en: $en },
        }),*]
    };
    (@kind Word($words:ident)) => {
        $crate::list::FilterKind::Word(|language| {
            $words::ALL.iter().map(|word| (word.code(), $crate::labels::Label::label(*word, language))).collect()
        })
    };
    (@kind $kind:ident) => {
        $crate::list::FilterKind::$kind
    };
}

pub(crate) use {columns, filters};
