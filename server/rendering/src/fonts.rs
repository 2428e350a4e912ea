//! The faces of the documents, compiled in, and which letters they have.

use std::sync::LazyLock;

use services::ports::render::TemplateProblem;
use typst::foundations::Bytes;
use typst::text::{Coverage, Font};

use crate::problem::{Place, in_order, problem};

/// Inter first, then `DejaVu` Sans for letters that Inter lacks. Licences stand beside the files.
pub(crate) const FILES: [&[u8]; 4] = [
    include_bytes!("../fonts/Inter-Regular.otf"),
    include_bytes!("../fonts/Inter-SemiBold.otf"),
    include_bytes!("../fonts/Inter-Italic.otf"),
    include_bytes!("../fonts/DejaVuSans.ttf"),
];

static COVERAGE: LazyLock<Vec<Coverage>> = LazyLock::new(|| {
    let fonts = FILES.iter().filter_map(|file| Font::new(Bytes::new(*file), 0));
    fonts.map(|font| font.info().coverage.clone()).collect()
});

/// The letters of a text that no face has, each once. They would be printed as boxes, so the document is refused.
pub(crate) fn missing<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<TemplateProblem> {
    let mut found: Vec<char> = texts.flat_map(str::chars).filter(|character| !is_covered(*character)).collect();
    found.sort_unstable();
    found.dedup();
    let told = |character: char| {
        problem("missing_glyph", Place { line: 0, column: 0 }, &format!("U+{:04X}", u32::from(character)))
    };
    in_order(found.into_iter().map(told).collect())
}

pub(crate) fn is_covered(character: char) -> bool {
    // Emoji need colours; the outlines that DejaVu has for a few of them would surprise beside the others that it lacks.
    let is_emoji = ('\u{1f000}'..='\u{1faff}').contains(&character) || character == '\u{fe0f}';
    // Letters of private use mean nothing outside one font, and PDF/A forbids them.
    let is_private = ('\u{e000}'..='\u{f8ff}').contains(&character) || character >= '\u{f0000}';
    !is_emoji && !is_private && COVERAGE.iter().any(|coverage| coverage.contains(u32::from(character)))
}
