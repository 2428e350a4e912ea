//! The frame around the pages: the document's head, the navigation, the reader's own menu.

#![expect(unreachable_pub, reason = "the component macro writes a public function that only this crate names")]

mod account_menu;
mod document;
mod frame;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use document::Document;
pub use frame::{BareShell, Shell};

use crate::parts::Glyph;

/// Where the stylesheet, the scripts and the pictures are, each with a mark of its content, so that browsers may keep
/// them for good. The server puts it into the context.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    marks: Arc<BTreeMap<String, String>>,
}

impl Assets {
    /// The files with their content marks: `("style.css", "3f2a…")`.
    pub fn new(marks: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { marks: Arc::new(marks.into_iter().collect()) }
    }

    /// The address of a file: `/assets/style.css?v=3f2a…`, without the mark for a file that is not known.
    pub fn url(&self, file: &str) -> String {
        match self.marks.get(file) {
            Some(mark) => format!("/assets/{file}?v={mark}"),
            None => format!("/assets/{file}"),
        }
    }
}

/// Light or dark, as the reader chose, or as the device is set. The server puts it into the context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::System];

    /// The name in the cookie, in the form and in the stylesheet.
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads that name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == text)
    }
}

/// One line of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Its picture.
    pub icon: Glyph,
    /// Whether the page shown belongs to it.
    pub current: bool,
    /// Whether it is one of the (at most four) in the bar at the foot of a phone.
    pub on_phone_bar: bool,
}

/// Lines of the navigation that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavGroup {
    /// The name over the lines; nothing for the first group.
    pub title: Option<String>,
    /// The lines.
    pub items: Vec<NavItem>,
}

/// Who is reading, for the menu at the foot of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The person's name.
    pub name: String,
    /// The firm's name.
    pub firm: String,
    /// The role, in words.
    pub role: String,
}

#[cfg(test)]
mod tests {
    use super::{Assets, Theme};

    #[test]
    fn an_asset_carries_the_mark_of_its_content() {
        let assets = Assets::new([("style.css".to_owned(), "3f2a".to_owned())]);
        assert_eq!(assets.url("style.css"), "/assets/style.css?v=3f2a");
        assert_eq!(assets.url("new.css"), "/assets/new.css");
    }

    #[test]
    fn a_theme_is_read_by_the_name_it_is_written_with() {
        for theme in Theme::ALL {
            assert_eq!(Theme::parse(theme.code()), Some(theme));
        }
        assert_eq!(Theme::parse("pink"), None);
    }
}
