//! The palette: Ctrl+K, what is found while one types, and the commands. Its browser's half is `public/palette.js`, which
//! takes the rows from the search page; without scripts the search of the frame leads to that page.

use domain::shared::text::search_key;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use services::access::ActionKind;

use crate::locales::Words;
use crate::parts::{Glyph, Icon};
use crate::request::Visit;
use crate::shell::{Assets, Theme};

/// A command: its name, what it does, its picture.
struct Command {
    label: String,
    does: Does,
    icon: Glyph,
}

enum Does {
    /// Leads to a page.
    Goes(&'static str),
    /// Presses a button of the page: name and value.
    Presses(&'static str, &'static str),
}

/// The palette with the commands that the reader may give.
pub(crate) fn palette(visit: &Visit) -> AnyView {
    let words = Words::in_language(visit.language);
    let assets = use_context::<Assets>().unwrap_or_default();
    let commands =
        commands(visit, words).into_iter().enumerate().map(|(place, command)| option(place, command)).collect_view();
    let search = words.search();
    view! {
        <dialog
            class="dialog palette"
            id="palette"
            aria-label=words.shell().search_everything()
            data-searching=search.searching()
            data-nothing=words.common().nothing_found()
        >
            <form class="palette-form" method="get" action="/search" role="search">
                <Icon glyph=Glyph::Search/>
                <label class="visually-hidden" for="palette-input">{words.shell().search_everything()}</label>
                <input
                    id="palette-input"
                    name="q"
                    type="text"
                    role="combobox"
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-controls="palette-options"
                    placeholder=search.palette_hint()
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                />
                <button class="palette-close" type="button" data-close="">
                    <Icon glyph=Glyph::Close/>
                    <span class="visually-hidden">{words.common().close()}</span>
                </button>
            </form>
            <div class="palette-options" id="palette-options" role="listbox" aria-label=search.title()>
                <div class="palette-group" role="group" aria-labelledby="palette-commands">
                    <div class="found-head" id="palette-commands" role="presentation">{search.commands()}</div>
                    {commands}
                </div>
            </div>
            <p class="palette-status" role="status" aria-live="polite"></p>
            <script type="module" nonce=use_nonce() src=assets.url("palette.js")></script>
        </dialog>
    }
    .into_any()
}

fn option(place: usize, command: Command) -> AnyView {
    let Command { label, does, icon } = command;
    let id = format!("palette-command-{place}");
    // What is typed is compared with the name as it is written and without accents.
    let find = format!("{} {}", label.to_lowercase(), search_key(&label));
    match does {
        Does::Goes(href) => view! {
            <a class="found-row" id=id role="option" aria-selected="false" tabindex="-1" href=href data-find=find>
                <Icon glyph=icon/>
                <span class="found-text"><span class="found-title">{label}</span></span>
            </a>
        }
        .into_any(),
        Does::Presses(name, value) => view! {
            <div
                class="found-row"
                id=id
                role="option"
                aria-selected="false"
                data-find=find
                data-presses=format!("form.preferences button[name={name}][value={value}]")
            >
                <Icon glyph=icon/>
                <span class="found-text"><span class="found-title">{label}</span></span>
            </div>
        }
        .into_any(),
    }
}

fn commands(visit: &Visit, words: Words) -> Vec<Command> {
    let (shell, search) = (words.shell(), words.search());
    let mut commands = Vec::new();
    let mut add = |action: Option<ActionKind>, label: String, does: Does, icon: Glyph| {
        if action.is_none_or(|action| visit.may(action)) {
            commands.push(Command { label, does, icon });
        }
    };
    let go = |label: &str| search.go_to(label);
    add(Some(ActionKind::CreateClient), words.clients().new().to_owned(), Does::Goes("/clients/new"), Glyph::Plus);
    add(Some(ActionKind::CreatePolicy), words.policies().new().to_owned(), Does::Goes("/policies/new"), Glyph::Plus);
    add(Some(ActionKind::IssueDocument), words.documents().new().to_owned(), Does::Goes("/documents/new"), Glyph::Plus);
    add(None, go(shell.home()), Does::Goes("/"), Glyph::Home);
    add(Some(ActionKind::ReadClients), go(shell.clients()), Does::Goes("/clients"), Glyph::Clients);
    add(Some(ActionKind::ReadPolicies), go(shell.policies()), Does::Goes("/policies"), Glyph::Policy);
    add(Some(ActionKind::ReadDocuments), go(shell.documents()), Does::Goes("/documents"), Glyph::Document);
    add(Some(ActionKind::ReadCompanies), go(shell.companies()), Does::Goes("/companies"), Glyph::Company);
    add(Some(ActionKind::ReadTemplates), go(shell.templates()), Does::Goes("/templates"), Glyph::Template);
    add(Some(ActionKind::ReadAudit), go(shell.administration()), Does::Goes("/admin"), Glyph::Settings);
    add(None, go(shell.my_account()), Does::Goes("/account"), Glyph::Settings);
    let theme = use_context::<Theme>().unwrap_or_default();
    for (choice, label, icon) in
        [(Theme::Light, search.to_light(), Glyph::Sun), (Theme::Dark, search.to_dark(), Glyph::Moon)]
    {
        if choice != theme {
            add(None, label.to_owned(), Does::Presses("theme", choice.code()), icon);
        }
    }
    for language in domain::shared::Language::ALL.iter().filter(|language| **language != words.language()) {
        // Each language is named in itself, so that its reader finds it.
        let label = match language {
            domain::shared::Language::Fr => "Passer en français",
            domain::shared::Language::En => "Switch to English",
        };
        add(None, label.to_owned(), Does::Presses("language", language.code()), Glyph::Settings);
    }
    commands
}
