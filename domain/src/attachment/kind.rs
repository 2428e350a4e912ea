//! What a file is, by how it begins and what is in it, never by what it is called.

use super::container::Package;
use crate::shared::choices;

choices! {
    /// What an attachment is, by how its file begins and what is in it.
    AttachmentKind {
        /// A PDF (ISO 32000).
        Pdf = "pdf",
        /// A photograph.
        Jpeg = "jpeg",
        /// A picture.
        Png = "png",
        /// A picture as browsers have it.
        Webp = "webp",
        /// A photograph as telephones have it (ISO/IEC 23008-12).
        Heic = "heic",
        /// A scan.
        Tiff = "tiff",
        /// A text document without macros (ISO/IEC 29500).
        Docx = "docx",
        /// A workbook without macros.
        Xlsx = "xlsx",
        /// A text document without macros (ISO/IEC 26300).
        Odt = "odt",
        /// A workbook without macros (ISO/IEC 26300).
        Ods = "ods",
        /// A letter as mail programs keep it (RFC 5322).
        Eml = "eml",
        /// Plain text, or a table of it.
        Text = "text",
    }
}

/// The photographs of telephones, by the brands that begin their files.
const HEIC: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"];
/// What the head of a letter begins with: each letter has one of these lines first.
const LETTER_LINES: [&str; 11] = [
    "return-path:",
    "received:",
    "delivered-to:",
    "from:",
    "to:",
    "subject:",
    "date:",
    "message-id:",
    "mime-version:",
    "reply-to:",
    "content-type:",
];
/// As much of a text as is looked at to tell a letter.
const HEAD: usize = 64 * 1024;

impl AttachmentKind {
    /// What a file is; `None` when it is nothing that is taken.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |beginning: &[u8]| bytes.starts_with(beginning);
        if begins(b"%PDF-") {
            bytes.get(5).filter(|digit| digit.is_ascii_digit()).map(|_| Self::Pdf)
        } else if begins(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if begins(b"\x89PNG\r\n\x1A\n") {
            Some(Self::Png)
        } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else if bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| HEIC.contains(&brand)) {
            Some(Self::Heic)
        } else if begins(b"II*\0") || begins(b"MM\0*") {
            Some(Self::Tiff)
        } else if begins(b"PK") {
            Self::of_office(&Package::read(bytes)?)
        } else {
            Self::of_text(bytes)
        }
    }

    /// A document of an office program. One with macros is a program, and is not taken.
    fn of_office(package: &Package<'_>) -> Option<Self> {
        let scripted = ["vbaproject", "basic/", "scripts/"].iter().any(|part| package.mentions(part));
        let open = package.has("content.xml") && package.has("META-INF/manifest.xml");
        let microsoft = package.has("[Content_Types].xml");
        match package.declared() {
            _ if scripted => None,
            Some(b"application/vnd.oasis.opendocument.text") if open => Some(Self::Odt),
            Some(b"application/vnd.oasis.opendocument.spreadsheet") if open => Some(Self::Ods),
            None if microsoft && package.has("word/document.xml") => Some(Self::Docx),
            None if microsoft && package.has("xl/workbook.xml") => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// Text that is no page and no program: a browser must not take it for one. Tables from older programs are not in UTF-8,
    /// so a text is told by the control characters that it has not.
    fn of_text(bytes: &[u8]) -> Option<Self> {
        let plain = bytes.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0x7E | 0x80..));
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
        if !plain || text.is_empty() || text.starts_with(b"<") || text.starts_with(b"#!") {
            return None;
        }
        Some(if is_letter(text) { Self::Eml } else { Self::Text })
    }

    /// Its media type.
    pub const fn mime_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Tiff => "image/tiff",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Eml => "message/rfc822",
            Self::Text => "text/plain",
        }
    }

    /// What its file is saved as ends so.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Text => "txt",
            other => other.code(),
        }
    }
}

/// A letter begins with the lines of its head; it says who wrote it, and when or under which mark.
fn is_letter(text: &[u8]) -> bool {
    let head = String::from_utf8_lossy(text.get(..HEAD).unwrap_or(text)).to_ascii_lowercase();
    let mut lines = head.lines().take_while(|line| !line.is_empty());
    let begins = lines.clone().next().is_some_and(|first| LETTER_LINES.iter().any(|line| first.starts_with(line)));
    let says = |line: &str| head.lines().take_while(|line| !line.is_empty()).any(|known| known.starts_with(line));
    // Each line of a head is a name with its value, or goes on with the one before.
    let shaped =
        lines.all(|line| line.starts_with([' ', '\t']) || line.split_once(':').is_some_and(|(name, _)| is_name(name)));
    begins && shaped && says("from:") && (says("date:") || says("message-id:"))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::super::container::tests::package;
    use super::*;

    #[test]
    fn an_attachment_is_judged_by_what_it_is() {
        let office = |parts: &[&str]| {
            let parts: Vec<(&str, &[u8])> = parts.iter().map(|name| (*name, &b"<x/>"[..])).collect();
            package(&parts)
        };
        let open = |kind: &str, more: &str| {
            let declared = format!("application/vnd.oasis.opendocument.{kind}");
            package(&[
                ("mimetype", declared.as_bytes()),
                ("content.xml", b"<x/>"),
                ("META-INF/manifest.xml", b"<x/>"),
                (more, b"<x/>"),
            ])
        };
        let types = "[Content_Types].xml";
        for (bytes, kind) in [
            (b"%PDF-1.7".to_vec(), Some(AttachmentKind::Pdf)),
            (b"%PDF-<html>".to_vec(), None),
            (vec![0xFF, 0xD8, 0xFF, 0xE0], Some(AttachmentKind::Jpeg)),
            (b"\x89PNG\r\n\x1A\n".to_vec(), Some(AttachmentKind::Png)),
            (b"RIFF\0\0\0\0WEBP".to_vec(), Some(AttachmentKind::Webp)),
            (b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), Some(AttachmentKind::Heic)),
            (b"\0\0\0\x18ftypisom\0\0\0\0".to_vec(), None),
            (b"II*\0".to_vec(), Some(AttachmentKind::Tiff)),
            (office(&[types, "word/document.xml"]), Some(AttachmentKind::Docx)),
            (office(&[types, "xl/workbook.xml"]), Some(AttachmentKind::Xlsx)),
            (office(&[types, "xl/workbook.xml", "xl/vbaProject.bin"]), None),
            (office(&["word/document.xml"]), None),
            (office(&["setup.exe"]), None),
            (b"PK\x03\x04 [Content_Types].xml word/document.xml".to_vec(), None),
            (open("text", "styles.xml"), Some(AttachmentKind::Odt)),
            (open("spreadsheet", "styles.xml"), Some(AttachmentKind::Ods)),
            (open("text", "Basic/Standard/Module1.xml"), None),
            (open("graphics", "styles.xml"), None),
            ("Échéance;Montant\n1;2\n".as_bytes().to_vec(), Some(AttachmentKind::Text)),
            (b"\xC9ch\xE9ance;Montant\r\n".to_vec(), Some(AttachmentKind::Text)),
            (b"From: a@b.fr\r\nDate: x\r\nSubject: y\r\n\tz\r\n\r\nBonjour".to_vec(), Some(AttachmentKind::Eml)),
            (b"From: Marie\nun mot sans date".to_vec(), Some(AttachmentKind::Text)),
            (b"<script>alert(1)</script>".to_vec(), None),
            (b"\xEF\xBB\xBF  <svg onload='x'>".to_vec(), None),
            (b"#!/bin/sh".to_vec(), None),
            (b"MZ\x90\0".to_vec(), None),
            (b"a\0b".to_vec(), None),
            (b"  \n".to_vec(), None),
        ] {
            assert_eq!(AttachmentKind::of(&bytes), kind, "{}", String::from_utf8_lossy(&bytes));
        }
    }
}
