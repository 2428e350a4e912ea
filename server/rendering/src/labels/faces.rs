//! The typefaces of addresses: which letters they have, and how wide each is.

use std::sync::LazyLock;

use printpdf::ParsedFont;
use services::Error;

use crate::fonts;

/// The files of [`fonts::FILES`] that addresses are printed in, with their names (PostScript).
const USED: [(usize, &str); 2] = [(0, "Inter-Regular"), (3, "DejaVuSans")];
/// A tenth of a point in hundredths of a thousandth of a millimetre.
const TENTH_POINT: i64 = 3_528;

/// Inter first, then `DejaVu` Sans for letters that Inter lacks.
#[derive(Debug)]
pub(super) struct Faces(Vec<ParsedFont>);

static FACES: LazyLock<Option<Faces>> = LazyLock::new(|| {
    let read = |(place, name): (usize, &str)| {
        let mut font = ParsedFont::from_bytes(fonts::FILES.get(place)?, 0, &mut Vec::new())?;
        font.font_name = Some(name.to_owned());
        Some(font)
    };
    USED.into_iter().map(read).collect::<Option<Vec<_>>>().map(Faces)
});

/// The faces, read once.
pub(super) fn faces() -> Result<&'static Faces, Error> {
    FACES.as_ref().ok_or_else(|| Error::Internal("a font of the labels cannot be read".into()))
}

impl Faces {
    /// The fonts, by the number that [`Self::face`] tells.
    pub(super) fn fonts(&self) -> &[ParsedFont] {
        &self.0
    }

    /// The first face that has a letter. Scripts whose letters change shape or run from right to left are set by the engine of
    /// documents only, so that they count as lacking here.
    pub(super) fn face(&self, letter: char) -> Option<usize> {
        let is_set_plainly = letter < '\u{590}' || ('\u{1e00}'..'\u{2c00}').contains(&letter);
        let is_known = is_set_plainly && fonts::is_covered(letter);
        let glyph = |font: &ParsedFont| font.lookup_glyph_index(u32::from(letter)).filter(|glyph| *glyph > 0);
        self.0.iter().position(|font| glyph(font).is_some()).filter(|_| is_known)
    }

    /// How wide a text is in letters of `size` tenths of a point, in thousandths of a millimetre.
    pub(super) fn width(&self, text: &str, size: u16) -> i32 {
        let width = text.chars().map(|letter| self.advance(letter)).sum::<i64>();
        // Advances are in hundred-thousandths of the size.
        i32::try_from(width * i64::from(size) * TENTH_POINT / 10_000_000).unwrap_or(i32::MAX)
    }

    fn advance(&self, letter: char) -> i64 {
        let font = self.face(letter).and_then(|face| self.0.get(face));
        let advance = font.and_then(|font| {
            let glyph = font.lookup_glyph_index(u32::from(letter))?;
            Some(i64::from(font.get_glyph_width(glyph)?) * 100_000 / i64::from(font.units_per_em.max(1)))
        });
        advance.unwrap_or_default()
    }

    /// The text in runs of one face each.
    pub(super) fn runs(&self, text: &str) -> Vec<(usize, String)> {
        let mut runs: Vec<(usize, String)> = Vec::new();
        for letter in text.chars() {
            // What no face has was refused before.
            let face = self.face(letter).unwrap_or_default();
            match runs.last_mut() {
                Some((last, run)) if *last == face => run.push(letter),
                _ => runs.push((face, letter.to_string())),
            }
        }
        runs
    }
}
