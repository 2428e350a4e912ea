//! What the screens say, in French and in English. One file per noun; each line holds a key and its two texts, so a text
//! that lacks a language does not compile (`docs/decisions/0005-words-in-rust.md`).
//!
//! ```text
//! let words = use_words();
//! words.clients().title();        // title: "Clients" | "Clients";
//! words.clients().created(name);  // created(name): "{name} est enregistré." | "{name} is saved.";
//! words.clients().found(1_200);   // found[count]: "{count} client" / "{count} clients" | "{count} client" / "{count} clients";
//! words.problems().text("not_found"); // by key, for codes that come from below
//! ```

#![expect(clippy::doc_markdown, reason = "each word documents itself with its French text")]

mod macros;

mod account;
mod admin;
mod attachments;
mod audit;
mod clients;
mod codes;
mod common;
mod companies;
mod document_runs;
mod documents;
mod factors;
mod home;
mod lists;
mod mailings;
mod policies;
mod problems;
mod renewals;
mod search;
mod shell;
mod storage;
mod template_language;
mod templates;

use domain::shared::Language;
use leptos::prelude::use_context;

pub use account::Account;
pub use admin::Admin;
pub use attachments::Attachments;
pub use audit::{ACTIONS, Audit, OBJECTS, action_label, column_in_words, object_label};
pub use clients::Clients;
pub use codes::problem_message;
pub use common::Common;
pub use companies::Companies;
pub use document_runs::DocumentRuns;
pub use documents::Documents;
pub use factors::Factors;
pub use home::Home;
pub use lists::Lists;
pub use mailings::Mailings;
pub use policies::Policies;
pub use problems::Problems;
pub use renewals::Renewals;
pub use search::SearchWords;
pub use shell::ShellWords;
pub use storage::Storage;
pub use template_language::TemplateLanguage;
pub use templates::Templates;

/// Everything the screens say, in one reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    language: Language,
}

/// The words in the language of the request, which the server puts into the context; French when it did not.
pub fn use_words() -> Words {
    Words::in_language(use_context::<Language>().unwrap_or_default())
}

impl Words {
    /// The words in a language given by the caller, for what is written outside a page.
    pub const fn in_language(language: Language) -> Self {
        Self { language }
    }

    /// The language spoken.
    pub const fn language(self) -> Language {
        self.language
    }

    /// Words that every screen shares: save, cancel, search.
    pub const fn common(self) -> Common {
        Common::in_language(self.language)
    }

    /// Words of the frame around the pages: navigation, theme, signing out.
    pub const fn shell(self) -> ShellWords {
        ShellWords::in_language(self.language)
    }

    /// Words of the search.
    pub const fn search(self) -> SearchWords {
        SearchWords::in_language(self.language)
    }

    /// Words about signing in and one's own account.
    pub const fn account(self) -> Account {
        Account::in_language(self.language)
    }

    /// Words about clients.
    pub const fn clients(self) -> Clients {
        Clients::in_language(self.language)
    }

    /// Words about insurance companies and their mandates.
    pub const fn companies(self) -> Companies {
        Companies::in_language(self.language)
    }

    /// Words about policies.
    pub const fn policies(self) -> Policies {
        Policies::in_language(self.language)
    }

    /// Words about documents of many policies.
    pub const fn document_runs(self) -> DocumentRuns {
        DocumentRuns::in_language(self.language)
    }

    /// Words about labels and envelopes.
    pub const fn mailings(self) -> Mailings {
        Mailings::in_language(self.language)
    }

    /// Words about the renewal of many policies.
    pub const fn renewals(self) -> Renewals {
        Renewals::in_language(self.language)
    }

    /// Words about templates and their versions.
    pub const fn templates(self) -> Templates {
        Templates::in_language(self.language)
    }

    /// Words about generated documents.
    pub const fn documents(self) -> Documents {
        Documents::in_language(self.language)
    }

    /// Words about what was put with a client or a policy.
    pub const fn attachments(self) -> Attachments {
        Attachments::in_language(self.language)
    }

    /// Words about where files are kept.
    pub const fn storage(self) -> Storage {
        Storage::in_language(self.language)
    }

    /// Words about second factors.
    pub const fn factors(self) -> Factors {
        Factors::in_language(self.language)
    }

    /// Words of the home page.
    pub const fn home(self) -> Home {
        Home::in_language(self.language)
    }

    /// Words of the lists.
    pub const fn lists(self) -> Lists {
        Lists::in_language(self.language)
    }

    /// What the audit log calls acts, things and fields.
    pub const fn audit(self) -> Audit {
        Audit::in_language(self.language)
    }

    /// Words of the administrator's pages.
    pub const fn admin(self) -> Admin {
        Admin::in_language(self.language)
    }

    /// What each refusal says to the reader.
    pub const fn problems(self) -> Problems {
        Problems::in_language(self.language)
    }
}

#[cfg(test)]
mod tests {
    #![expect(unreachable_pub, reason = "the words of these tests are written as all words are")]

    use super::macros::words;
    use super::*;

    words! {
        /// Words of these tests.
        Sample {
            plain: "Enregistrer" | "Save";
            named(name): "Bonjour {name}" | "Hello {name}";
            found[count]: "{count} client" / "{count} clients" | "{count} client" / "{count} clients";
            held[count](owner): "{owner} : {count} client" / "{owner} : {count} clients"
                | "{owner}: {count} client" / "{owner}: {count} clients";
        }
    }

    #[test]
    fn each_language_has_its_own_text_and_its_own_plural() {
        let french = Sample::in_language(Language::Fr);
        let english = Sample::in_language(Language::En);
        assert_eq!((french.plain(), english.plain()), ("Enregistrer", "Save"));
        assert_eq!(french.named("Awa"), "Bonjour Awa");
        assert_eq!(french.found(0), "0 client", "zero is singular in French");
        assert_eq!(english.found(0), "0 clients", "and plural in English");
        assert_eq!(french.found(1_200), "1\u{a0}200 clients");
        assert_eq!(english.found(1), "1 client");
        assert_eq!(english.held(2, "Awa"), "Awa: 2 clients");
    }

    #[test]
    fn a_text_without_values_is_found_by_its_key() {
        let english = Sample::in_language(Language::En);
        assert_eq!(english.text("plain"), Some("Save"));
        assert_eq!(english.text("named"), None);
        assert_eq!(english.text("unknown"), None);
    }
}
