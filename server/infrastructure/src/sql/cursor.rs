//! Where a page of a list begins: written for callers, and read back with suspicion.

use domain::shared::problem::{Code, FieldError};
use services::{Error, Result};
use uuid::Uuid;

use super::list::Sort;

/// The place a page begins after: opaque to callers.
pub(super) struct Cursor {
    /// Whether the page lies before it.
    pub(super) backward: bool,
    /// The name of the sort it was made under.
    pub(super) sort: String,
    /// The sort column's value there.
    pub(super) value: String,
    /// The id there.
    pub(super) id: Uuid,
}

impl Cursor {
    /// As callers get it.
    pub(super) fn write(&self) -> String {
        let direction = if self.backward { "<" } else { ">" };
        hex::encode(format!("{direction}{}\n{}\n{}", self.sort, self.id.simple(), self.value))
    }

    /// Reads what a caller sent back, under this sort.
    pub(super) fn read(text: &str, sort: Sort) -> Result<Self> {
        let wrong = || Error::field(FieldError::new("cursor", Code::Unreadable));
        let bytes = hex::decode(text).map_err(|_| wrong())?;
        let text = String::from_utf8(bytes).map_err(|_| wrong())?;
        let mut parts = text.splitn(3, '\n');
        let (head, id, value) = (parts.next(), parts.next(), parts.next());
        let (head, id, value) = head.zip(id).zip(value).map(|((a, b), c)| (a, b, c)).ok_or_else(wrong)?;
        let backward = head.starts_with('<');
        let name = head.strip_prefix(['<', '>']).ok_or_else(wrong)?;
        let id = Uuid::try_parse(id).map_err(|_| wrong())?;
        let fits = !value.contains('\0') && (!sort.numeric || value.parse::<i64>().is_ok());
        if name != sort.name || !fits {
            return Err(wrong());
        }
        Ok(Self { backward, sort: name.to_owned(), value: value.to_owned(), id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_a_crafted_one_is_refused() {
        let name = Sort { name: "name", column: "name", numeric: false, descending: false };
        let number = Sort { name: "created_at", column: "created_at", numeric: true, descending: false };
        let cursor = Cursor { backward: true, sort: "name".into(), value: "é\nx".into(), id: Uuid::nil() };
        let read = Cursor::read(&cursor.write(), name).unwrap();
        assert!(read.backward && read.value == "é\nx" && read.id.is_nil());
        for crafted in ["zz", "00", &cursor.write()[2..]] {
            assert!(Cursor::read(crafted, name).is_err(), "{crafted}");
        }
        assert!(Cursor::read(&cursor.write(), number).is_err());
        let no_number = Cursor { sort: "created_at".into(), ..cursor };
        assert!(Cursor::read(&no_number.write(), number).is_err());
    }
}
