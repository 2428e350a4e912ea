//! Where each line of an address stands, and how large its letters are.

use domain::mailing::{AddressFault, Area, MailingFormat};
use services::ports::mailing::{SetText, Setting, SettingOrder};

use super::faces::Faces;

/// From one size to the next smaller one, in tenths of a point.
const STEP: u16 = 5;
/// The sender's letters on a label.
const SENDER_ON_LABEL: (u16, u16) = (55, 45);
/// The sender's letters on an envelope.
const SENDER_ON_ENVELOPE: (u16, u16) = (85, 70);
/// Between the sender and the address of a label.
const GAP: i32 = 1_000;

pub(super) fn set(faces: &Faces, order: &SettingOrder) -> Setting {
    let (sender, below) = match sender(faces, order) {
        Ok((sender, below)) => (Ok(sender), below),
        Err(fault) => (Err(fault), 0),
    };
    let paper = order.format.paper();
    let inside = zone(order.format).inside(paper.strip_x, paper.strip_y);
    let area = Area { y: inside.y + below, height: inside.height - below, ..inside };
    let block = Block { area, largest: paper.largest, smallest: paper.smallest, centred: order.format.is_sheet() };
    let addresses = order.addresses.iter().map(|lines| block.set(faces, lines)).collect();
    Setting { sender, addresses }
}

/// The label, from its own corner; or the address zone of the envelope.
fn zone(format: MailingFormat) -> Area {
    let first = format.paper().first;
    if format.is_sheet() { Area { x: 0, y: 0, ..first } } else { first }
}

/// The sender: above the address in one or two small lines, or in the upper left corner of the envelope. Tells how much of the
/// label's height he takes.
fn sender(faces: &Faces, order: &SettingOrder) -> Result<(Vec<SetText>, i32), AddressFault> {
    if order.sender.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let paper = order.format.paper();
    if order.format.is_sheet() {
        let inside = zone(order.format).inside(paper.strip_x, paper.strip_y);
        let (largest, smallest) = SENDER_ON_LABEL;
        let block = Block { area: inside, largest, smallest, centred: false };
        if let Some(fault) = lacks(faces, &order.sender) {
            return Err(fault);
        }
        let whole = sender_lines(&order.sender).iter().find_map(|lines| block.whole(faces, lines));
        let set = whole.map_or_else(|| block.set(faces, &order.sender), Ok)?;
        let height = set.last().map_or(0, |last| last.y - inside.y);
        return Ok((set, height + GAP));
    }
    let (largest, smallest) = SENDER_ON_ENVELOPE;
    // Left of the stamps, and above the address.
    let area = Area { x: 12_000, y: 10_000, width: paper.width - 74_000 - 24_000, height: 30_000 };
    Block { area, largest, smallest, centred: false }.set(faces, &order.sender).map(|set| (set, 0))
}

/// The sender of a label in one line, or in two: who he is, and where.
fn sender_lines(sender: &[String]) -> [Vec<String>; 2] {
    let name = sender.first().cloned().unwrap_or_default();
    let place = sender.get(1..).unwrap_or_default().join(" – ");
    [vec![format!("Exp. {name} – {place}")], vec![format!("Exp. {name}"), place]]
}

/// Lines that belong together.
struct Block {
    area: Area,
    largest: u16,
    smallest: u16,
    /// Whether it stands in the middle of its height, and not at its upper edge.
    centred: bool,
}

impl Block {
    /// Sets the lines as large as they fit. Where they do not fit in the smallest letters, they are broken between words.
    fn set(&self, faces: &Faces, lines: &[String]) -> Result<Vec<SetText>, AddressFault> {
        if let Some(fault) = lacks(faces, lines) {
            return Err(fault);
        }
        if let Some(set) = self.whole(faces, lines) {
            return Ok(set);
        }
        let broken: Option<Vec<Vec<String>>> = lines.iter().map(|line| self.broken(faces, line)).collect();
        let broken = broken.ok_or(AddressFault::DoesNotFit)?.concat();
        if self.holds(broken.len(), self.smallest) {
            Ok(self.placed(&broken, self.smallest))
        } else {
            Err(AddressFault::DoesNotFit)
        }
    }

    /// The lines as they are, in the largest letters in which they fit.
    fn whole(&self, faces: &Faces, lines: &[String]) -> Option<Vec<SetText>> {
        let mut sizes = (self.smallest..=self.largest).rev().step_by(usize::from(STEP));
        let fits = |size: &u16| {
            self.holds(lines.len(), *size) && lines.iter().all(|line| faces.width(line, *size) <= self.area.width)
        };
        sizes.find(fits).map(|size| self.placed(lines, size))
    }

    fn holds(&self, lines: usize, size: u16) -> bool {
        i32::try_from(lines).unwrap_or(i32::MAX).saturating_mul(line_height(size)) <= self.area.height
    }

    /// A line in parts that fit in the smallest letters; nothing when a word alone does not.
    fn broken(&self, faces: &Faces, line: &str) -> Option<Vec<String>> {
        let fits = |text: &str| faces.width(text, self.smallest) <= self.area.width;
        let mut parts: Vec<String> = Vec::new();
        for word in line.split(' ') {
            if !fits(word) {
                return None;
            }
            match parts.last_mut() {
                Some(part) if fits(&format!("{part} {word}")) => {
                    part.push(' ');
                    part.push_str(word);
                }
                _ => parts.push(word.to_owned()),
            }
        }
        Some(parts)
    }

    fn placed(&self, lines: &[String], size: u16) -> Vec<SetText> {
        let (height, count) = (line_height(size), i32::try_from(lines.len()).unwrap_or_default());
        let top = if self.centred { self.area.y + (self.area.height - count * height) / 2 } else { self.area.y };
        // Capitals stand in the middle of the line's height.
        let places = (0..).map(|line| top + line * height + height * 4 / 5);
        let set = |(text, y): (&String, i32)| SetText { x: self.area.x, y, size, text: text.clone() };
        lines.iter().zip(places).map(set).collect()
    }
}

/// The first letter that no face has, with its line.
fn lacks(faces: &Faces, lines: &[String]) -> Option<AddressFault> {
    let lacking = |line: &String| line.chars().find(|letter| faces.face(*letter).is_none());
    let (letter, line) = lines.iter().zip(1..).find_map(|(line, number)| Some((lacking(line)?, number)))?;
    Some(AddressFault::GlyphMissing { letter: format!("U+{:04X}", u32::from(letter)), line })
}

/// A fifth more than the size, in thousandths of a millimetre.
fn line_height(size: u16) -> i32 {
    i32::from(size) * 3_528 * 12 / 1_000
}
