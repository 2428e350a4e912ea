//! The port to what sets addresses on paper.

use async_trait::async_trait;
use domain::mailing::{AddressFault, MailingFormat};
use jiff::Timestamp;

use crate::error::Result;

/// Addresses to set.
#[derive(Debug, Clone)]
pub struct SettingOrder {
    /// The paper.
    pub format: MailingFormat,
    /// The sender's lines; none where he is not printed.
    pub sender: Vec<String>,
    /// The lines of each address.
    pub addresses: Vec<Vec<String>>,
}

/// A line of letters on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetText {
    /// Where it begins, in thousandths of a millimetre from the left.
    pub x: i32,
    /// Where its letters stand, in thousandths of a millimetre from the top.
    pub y: i32,
    /// The size of its letters, in tenths of a point.
    pub size: u16,
    /// The letters.
    pub text: String,
}

/// Addresses with a place for each line: the sender's from the corner of the label or envelope, and each address's too.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The sender, or why he cannot be printed.
    pub sender: std::result::Result<Vec<SetText>, AddressFault>,
    /// Each address, or why it cannot be printed.
    pub addresses: Vec<std::result::Result<Vec<SetText>, AddressFault>>,
}

/// Addresses to print.
#[derive(Debug, Clone)]
pub struct PrintOrder {
    /// The paper.
    pub format: MailingFormat,
    /// How many labels of the first sheet are used already.
    pub used: u32,
    /// How many of each.
    pub copies: u32,
    /// The sender, for each of them.
    pub sender: Vec<SetText>,
    /// The addresses in their order.
    pub addresses: Vec<Vec<SetText>>,
    /// The title of the file.
    pub title: String,
    /// When it is made.
    pub made_at: Timestamp,
}

impl PrintOrder {
    /// The sheets one after the other, each with all its lines.
    pub fn sheets(&self) -> impl Iterator<Item = Vec<SetText>> + '_ {
        let places = usize::try_from(self.format.paper().places()).unwrap_or(1);
        let used = usize::try_from(self.used).unwrap_or_default();
        let copies = usize::try_from(self.copies).unwrap_or(1);
        let pieces = self.addresses.len() * copies;
        let sheets = if pieces == 0 { 0 } else { (used + pieces).div_ceil(places) };
        (0..sheets).map(move |sheet| {
            let numbers = (sheet * places).max(used)..((sheet + 1) * places).min(used + pieces);
            numbers.flat_map(|number| self.piece(number, copies)).collect()
        })
    }

    /// The lines of the label with this number, or of the envelope.
    fn piece(&self, number: usize, copies: usize) -> Vec<SetText> {
        let used = usize::try_from(self.used).unwrap_or_default();
        let place = self.format.place(u32::try_from(number).unwrap_or_default());
        // The address of an envelope stands in its zone already; on a sheet, each label has its corner.
        let (x, y) = if self.format.is_sheet() { (place.x, place.y) } else { (0, 0) };
        let address = self.addresses.get((number - used) / copies).into_iter().flatten();
        let moved = |text: &SetText| SetText { x: text.x + x, y: text.y + y, ..text.clone() };
        self.sender.iter().chain(address).map(moved).collect()
    }
}

/// The printer of addresses.
#[async_trait]
pub trait AddressPrinter: Send + Sync {
    /// Gives each line its place and its size: letters are set smaller down to a limit, then lines are broken between words.
    async fn set(&self, order: SettingOrder) -> Result<Setting>;

    /// Makes the PDF.
    async fn print(&self, order: PrintOrder) -> Result<Vec<u8>>;
}
