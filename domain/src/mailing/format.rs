//! The papers that addresses are printed on, in thousandths of a millimetre, from the top left corner.

use crate::shared::choices;

choices! {
    /// A paper for addresses, by the name under which it is bought.
    MailingFormat {
        /// 21 labels of 63.5 × 38.1 mm on A4.
        L7160 = "l7160",
        /// 14 labels of 99.1 × 38.1 mm on A4.
        L7163 = "l7163",
        /// 10 labels of 99.1 × 57 mm on A4.
        L7173 = "l7173",
        /// 24 labels of 63.5 × 33.9 mm on A4.
        L7159 = "l7159",
        /// 24 labels of 70 × 37 mm on A4, without a margin between them.
        A4x24 = "70x37",
        /// An envelope of 220 × 110 mm.
        EnvelopeDl = "envelope_dl",
        /// An envelope of 229 × 162 mm.
        EnvelopeC5 = "envelope_c5",
        /// An envelope of 324 × 229 mm.
        EnvelopeC4 = "envelope_c4",
    }
}

/// A rectangle on a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// From the left edge of the paper.
    pub x: i32,
    /// From its top edge.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

impl Area {
    /// The same without a strip on every side.
    #[must_use]
    pub const fn inside(self, strip_x: i32, strip_y: i32) -> Self {
        Self {
            x: self.x + strip_x,
            y: self.y + strip_y,
            width: self.width - 2 * strip_x,
            height: self.height - 2 * strip_y,
        }
    }
}

/// A sheet or an envelope, and where addresses stand on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// How many labels stand beside each other.
    pub columns: u32,
    /// How many stand below each other.
    pub rows: u32,
    /// The first label, or the address zone of an envelope.
    pub first: Area,
    /// From a label to the one on its right.
    pub step_x: i32,
    /// From a label to the one below.
    pub step_y: i32,
    /// What of a label stays without letters, left and right: sheets are cut and printed with a tolerance.
    pub strip_x: i32,
    /// The same above and below.
    pub strip_y: i32,
    /// The largest letters, in tenths of a point.
    pub largest: u16,
    /// The smallest letters that a postman and his machines still read.
    pub smallest: u16,
}

/// A4 with labels in columns and rows, evenly between the edges.
const fn labels(columns: i32, rows: i32, width: i32, height: i32, gap: i32) -> Paper {
    let (sheet_width, sheet_height) = (210_000, 297_000);
    let x = (sheet_width - columns * width - (columns - 1) * gap) / 2;
    let y = (sheet_height - rows * height) / 2;
    Paper {
        width: sheet_width,
        height: sheet_height,
        columns: columns.unsigned_abs(),
        rows: rows.unsigned_abs(),
        first: Area { x, y, width, height },
        step_x: width + gap,
        step_y: height,
        // Most printers leave some 4 mm at the paper's edge white.
        strip_x: if x < 2_000 { 5_000 } else { 3_500 },
        strip_y: if y < 2_000 { 4_500 } else { 2_500 },
        largest: 100,
        smallest: 70,
    }
}

/// An envelope. The address keeps off the edges by 15 mm on the right and 20 mm below, where machines print their bars, begins
/// at most 140 mm from the right edge and at least 40 mm below the upper one, under the stamp (UPU, Letter Post Regulations).
const fn envelope(width: i32, height: i32, from_right: i32, from_bottom: i32) -> Paper {
    let first = Area {
        x: width - from_right,
        y: height - from_bottom,
        width: from_right - 15_000,
        height: from_bottom - 20_000,
    };
    Paper {
        width,
        height,
        columns: 1,
        rows: 1,
        first,
        step_x: 0,
        step_y: 0,
        strip_x: 0,
        strip_y: 0,
        largest: 110,
        smallest: 90,
    }
}

impl MailingFormat {
    /// Where everything stands on it.
    pub const fn paper(self) -> Paper {
        match self {
            Self::L7160 => labels(3, 7, 63_500, 38_100, 2_500),
            Self::L7163 => labels(2, 7, 99_100, 38_100, 2_500),
            Self::L7173 => labels(2, 5, 99_100, 57_000, 2_500),
            Self::L7159 => labels(3, 8, 63_500, 33_900, 2_500),
            Self::A4x24 => labels(3, 8, 70_000, 37_000, 0),
            Self::EnvelopeDl => envelope(220_000, 110_000, 115_000, 65_000),
            Self::EnvelopeC5 => envelope(229_000, 162_000, 120_000, 90_000),
            Self::EnvelopeC4 => envelope(324_000, 229_000, 135_000, 110_000),
        }
    }

    /// Whether it is a sheet of labels, of which a started one is used up.
    pub const fn is_sheet(self) -> bool {
        !matches!(self, Self::EnvelopeDl | Self::EnvelopeC5 | Self::EnvelopeC4)
    }

    /// The label with this number on its sheet, from 0, row by row; further ones stand on further sheets.
    pub fn place(self, number: u32) -> Area {
        let Paper { columns, rows, first, step_x, step_y, .. } = self.paper();
        let number = number % (columns * rows).max(1);
        let times = |count: u32, step: i32| i32::try_from(count).unwrap_or_default() * step;
        let (column, row) = (number % columns.max(1), number / columns.max(1));
        Area { x: first.x + times(column, step_x), y: first.y + times(row, step_y), ..first }
    }
}

impl Paper {
    /// How many addresses stand on it.
    pub const fn places(&self) -> u32 {
        self.columns * self.rows
    }

    /// How many sheets so many addresses take, when the first ones of the first sheet are used already.
    pub const fn sheets(&self, used: u64, pieces: u64) -> u64 {
        if pieces == 0 { 0 } else { (used + pieces).div_ceil(self.places() as u64) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_the_geometry_of_the_trade() {
        // Labels, then left and upper edge of the first one and the step to the next (manufacturers' sheets, ± 0.1 mm).
        let cases = [
            (MailingFormat::L7160, 21, (7_250, 15_150), (66_000, 38_100)),
            (MailingFormat::L7163, 14, (4_650, 15_150), (101_600, 38_100)),
            (MailingFormat::L7173, 10, (4_650, 6_000), (101_600, 57_000)),
            (MailingFormat::L7159, 24, (7_250, 12_900), (66_000, 33_900)),
            (MailingFormat::A4x24, 24, (0, 500), (70_000, 37_000)),
        ];
        for (format, places, corner, step) in cases {
            let paper = format.paper();
            assert_eq!(paper.places(), places, "{}", format.code());
            assert_eq!(
                ((paper.first.x, paper.first.y), (paper.step_x, paper.step_y)),
                (corner, step),
                "{}",
                format.code()
            );
            let last = format.place(places - 1);
            assert_eq!(last.x + last.width + paper.first.x, paper.width, "{} is centred", format.code());
            assert_eq!(last.y + last.height + paper.first.y, paper.height, "{} is centred", format.code());
            assert_eq!(format.place(places), format.place(0), "the next sheet begins");
        }
    }

    #[test]
    fn the_address_of_an_envelope_stands_where_machines_read() {
        for format in [MailingFormat::EnvelopeDl, MailingFormat::EnvelopeC5, MailingFormat::EnvelopeC4] {
            let paper = format.paper();
            let Area { x, y, width, height } = format.place(3);
            assert!(paper.width - x <= 140_000 && paper.width - x - width >= 15_000, "{}", format.code());
            assert!(y >= 40_000 && paper.height - y - height >= 20_000, "{}", format.code());
        }
    }

    #[test]
    fn a_started_sheet_is_used_up() {
        let paper = MailingFormat::L7160.paper();
        assert_eq!([paper.sheets(0, 21), paper.sheets(1, 21), paper.sheets(20, 1), paper.sheets(5, 0)], [1, 2, 1, 0]);
    }
}
