//! Small marks: a state, and a person's or firm's initials.

use leptos::prelude::*;

/// What a colour means. It always stands beside a word that says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing to say: a quote, a closed thing.
    #[default]
    Neutral,
    /// For your information: waiting, in progress.
    Info,
    /// As it should be: in force, done, paid.
    Success,
    /// Look at it: suspended, due soon.
    Warning,
    /// Wrong or ended against the will: failed, cancelled.
    Danger,
}

impl Tone {
    /// The name used by the stylesheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

impl Tone {
    /// Reads [`Self::name`]; what is not one is neutral.
    pub fn parse(name: &str) -> Self {
        let tones = [Self::Info, Self::Success, Self::Warning, Self::Danger];
        tones.into_iter().find(|tone| tone.name() == name).unwrap_or_default()
    }
}

/// The state of something, in a word with a coloured dot.
#[component]
pub fn Badge(
    /// What the colour means.
    #[prop(optional)]
    tone: Tone,
    /// The word.
    #[prop(into)]
    label: String,
) -> AnyView {
    view! { <span class="badge" data-tone=tone.name()>{label}</span> }.into_any()
}

/// How many background colours the stylesheet has for initials.
const HUES: usize = 6;

/// The initials of a name on a colour that stays the same for that name. Decoration: the name stands beside it.
#[component]
pub fn Avatar(
    /// The whole name.
    #[prop(into)]
    name: String,
    /// Larger, for the head of a page.
    #[prop(optional)]
    large: bool,
) -> AnyView {
    let hue = name.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte))) / 7 % HUES;
    view! {
        <span class="avatar" data-hue=hue.to_string() data-large=large.then_some("") aria-hidden="true">
            {initials(&name)}
        </span>
    }
    .into_any()
}

/// The first letters of the first and the last word, in capitals; `?` for an empty name.
fn initials(name: &str) -> String {
    let mut words = name.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    let letters: String = first.into_iter().chain(last).flat_map(char::to_uppercase).collect();
    if letters.is_empty() { "?".to_owned() } else { letters }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_word() {
        let cases = [("Awa Marie Diop", "AD"), ("élodie", "É"), ("Cabinet Démo", "CD"), ("Jean-Luc", "JL"), ("", "?")];
        for (name, expected) in cases {
            assert_eq!(initials(name), expected, "{name:?}");
        }
    }
}
