//! The paper in which a company gave a mandate: a PDF that somebody hands in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::shared::problem::{Code, FieldError};
use crate::shared::text;

/// The largest paper, in bytes.
pub const PAPER_MAX: usize = 8 * 1024 * 1024;
/// How every PDF begins (ISO 32000).
const PDF_BEGINNING: &[u8] = b"%PDF-";
/// How it is called where its own name cannot be kept.
const NAME_USUAL: &str = "mandat.pdf";

/// A paper as somebody hands it in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HandedIn {
    /// What its file is called there.
    pub file_name: Option<String>,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A paper to keep, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavePaper {
    /// What its file is called.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl HandedIn {
    /// Looks at the file itself, not at what it is called: a PDF, not empty, not too large.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(self) -> Result<SavePaper, Vec<FieldError>> {
        let wrong = |code| FieldError::new("file", code);
        if self.bytes.is_empty() {
            return Err(vec![wrong(Code::Required)]);
        }
        if self.bytes.len() > PAPER_MAX {
            return Err(vec![too_large()]);
        }
        if !self.bytes.starts_with(PDF_BEGINNING) {
            return Err(vec![wrong(Code::NotAPdf)]);
        }
        Ok(SavePaper { file_name: kept_name(self.file_name.as_deref()), bytes: self.bytes })
    }
}

/// A file that is larger than what is taken.
pub fn too_large() -> FieldError {
    FieldError::new("file", Code::FileTooLarge).with("megabytes", PAPER_MAX / (1024 * 1024))
}

/// The last part of a name, as a line that can be shown; it never becomes a path.
fn kept_name(name: Option<&str>) -> String {
    let last = name.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let last: String = last.chars().filter(|c| !c.is_control()).take(text::LINE_MAX).collect();
    let last = last.trim();
    if last.trim_matches('.').is_empty() { NAME_USUAL.to_owned() } else { last.to_owned() }
}

/// The paper of a mandate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PaperView {
    /// What its file was called.
    pub file_name: String,
    /// Size of the file.
    pub size_bytes: i64,
    /// SHA-256 of the file, in hexadecimal.
    pub checksum_sha256: String,
    /// When it was handed in.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub uploaded_at: Timestamp,
    /// Who handed it in.
    pub uploaded_by: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_judged_by_what_it_is_and_named_by_the_end_of_its_name() {
        let paper =
            |name: &str, bytes: &[u8]| HandedIn { file_name: Some(name.to_owned()), bytes: bytes.to_vec() }.parse();
        let code = |answer: Result<SavePaper, Vec<FieldError>>| answer.err().map(|errors| errors[0].code);
        assert_eq!(code(paper("a.pdf", b"")), Some(Code::Required));
        assert_eq!(code(paper("a.pdf", b"<html>")), Some(Code::NotAPdf));
        assert_eq!(code(paper("a.pdf", b"MZ %PDF-1.7")), Some(Code::NotAPdf));
        let mut large = vec![0; PAPER_MAX + 1];
        large[..5].copy_from_slice(b"%PDF-");
        assert_eq!(code(paper("a.pdf", &large)), Some(Code::FileTooLarge));
        for (name, kept) in [
            ("Mandat 2026.pdf", "Mandat 2026.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Temp\\mandat.pdf", "mandat.pdf"),
            ("a\r\nb.pdf", "ab.pdf"),
            ("..", NAME_USUAL),
            ("", NAME_USUAL),
        ] {
            assert_eq!(paper(name, b"%PDF-1.7").unwrap().file_name, kept);
        }
    }
}
