//! What surrounds every page: the navigation at the side (over the page on a phone), or nothing but the name.

use leptos::prelude::*;
use leptos_meta::Title;

use super::account_menu::{AccountMenu, PreferenceForms};
use super::{NavGroup, NavItem, Reader};
use crate::locales::use_words;
use crate::parts::{Flash, FlashMessage, Glyph, Icon};

/// The id of the navigation, which the phone's menu button opens as a popover.
const NAVIGATION: &str = "navigation";

/// The frame of every page behind the sign-in.
#[component]
pub fn Shell(
    /// The page's title, for the browser's tab.
    #[prop(into)]
    title: String,
    /// The navigation.
    navigation: Vec<NavGroup>,
    /// Who reads.
    reader: Reader,
    /// The address of this page, to which a change of theme or language returns.
    #[prop(into)]
    return_to: String,
    /// What the last action said.
    #[prop(default = None)]
    flash: Option<FlashMessage>,
    /// The palette of the search, for who may search.
    #[prop(default = None)]
    palette: Option<AnyView>,
    /// The page.
    children: Children,
) -> AnyView {
    let words = use_words().shell();
    let phone_bar = phone_bar(&navigation);
    let groups = navigation.into_iter().map(nav_group).collect_view();
    let search = palette.is_some().then(|| {
        view! {
            <form class="sidebar-search" role="search" method="get" action="/search" aria-label=words.search_everything()>
                <label class="visually-hidden" for="search-everything">{words.search_everything()}</label>
                <Icon glyph=Glyph::Search/>
                <input
                    id="search-everything"
                    type="search"
                    name="q"
                    placeholder=words.search_short()
                    autocomplete="off"
                    data-search-shortcut=""
                />
                <kbd class="sidebar-key" aria-hidden="true">"Ctrl K"</kbd>
            </form>
        }
    });
    let phone_search = palette.is_some().then(|| {
        view! {
            <a class="topbar-button topbar-search" href="/search" data-palette="">
                <Icon glyph=Glyph::Search/>
                <span class="visually-hidden">{words.search_everything()}</span>
            </a>
        }
    });
    view! {
        <Title text=format!("{title} · {}", words.product())/>
        <a class="skip-link" href="#main">{words.skip()}</a>
        <div class="shell">
            <header class="topbar">
                <button class="topbar-button" type="button" popovertarget=NAVIGATION>
                    <Icon glyph=Glyph::Menu/>
                    <span class="visually-hidden">{words.open_menu()}</span>
                </button>
                <a class="brand" href="/"><Brand/></a>
                {phone_search}
            </header>
            <aside class="sidebar" id=NAVIGATION popover="auto" aria-label=words.menu()>
                <div class="sidebar-head">
                    <a class="brand" href="/"><Brand/></a>
                    <button class="topbar-button sidebar-close" type="button" popovertarget=NAVIGATION popovertargetaction="hide">
                        <Icon glyph=Glyph::Close/>
                        <span class="visually-hidden">{words.close_menu()}</span>
                    </button>
                </div>
                {search}
                <nav class="sidebar-nav" aria-label=words.navigation()>{groups}</nav>
                <AccountMenu reader=reader return_to=return_to/>
            </aside>
            <main class="main" id="main" tabindex="-1">
                {flash.map(|message| view! { <Flash message=message/> })}
                {children()}
            </main>
            <nav class="phone-bar" aria-label=words.shortcuts()>
                <ul>{phone_bar}</ul>
            </nav>
        </div>
        {palette}
    }
    .into_any()
}

/// The frame of pages without a session: signing in, checking a document.
#[component]
pub fn BareShell(
    /// The page's title, for the browser's tab.
    #[prop(into)]
    title: String,
    /// The address of this page, to which a change of theme or language returns.
    #[prop(into)]
    return_to: String,
    /// What the last action said.
    #[prop(default = None)]
    flash: Option<FlashMessage>,
    /// The page, usually one card.
    children: Children,
) -> AnyView {
    let words = use_words().shell();
    view! {
        <Title text=format!("{title} · {}", words.product())/>
        <a class="skip-link" href="#main">{words.skip()}</a>
        <div class="bare">
            <header class="bare-head">
                <a class="brand" href="/"><Brand/></a>
            </header>
            <main class="bare-main" id="main" tabindex="-1">
                {flash.map(|message| view! { <Flash message=message/> })}
                {children()}
            </main>
            <footer class="bare-foot">
                <p>{words.tagline()}</p>
                <PreferenceForms return_to=return_to/>
            </footer>
        </div>
    }
    .into_any()
}

/// The product's mark and name.
#[component]
fn Brand() -> AnyView {
    view! {
        <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="9" fill="var(--brand-mark)"></rect>
            <path
                d="M9 22V11.5l7 6.5 7-6.5V22"
                fill="none"
                stroke="var(--brand-mark-stroke)"
                stroke-width="3.2"
                stroke-linecap="round"
                stroke-linejoin="round"
            ></path>
        </svg>
        <span>{use_words().shell().product()}</span>
    }
    .into_any()
}

fn nav_group(group: NavGroup) -> AnyView {
    let title = group.title.map(|title| view! { <p class="nav-title">{title}</p> });
    let items = group
        .items
        .into_iter()
        .map(|item| {
            view! {
                <li>
                    <a class="nav-item" href=item.href aria-current=item.current.then_some("page")>
                        <Icon glyph=item.icon/>
                        <span>{item.label}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <div class="nav-group">{title}<ul>{items}</ul></div> }.into_any()
}

/// The few lines at the foot of a phone, in reach of the thumb.
fn phone_bar(navigation: &[NavGroup]) -> AnyView {
    navigation
        .iter()
        .flat_map(|group| &group.items)
        .filter(|item| item.on_phone_bar)
        .take(4)
        .cloned()
        .map(|NavItem { label, href, icon, current, .. }| {
            view! {
                <li>
                    <a class="phone-item" href=href aria-current=current.then_some("page")>
                        <Icon glyph=icon/>
                        <span>{label}</span>
                    </a>
                </li>
            }
        })
        .collect_view()
        .into_any()
}
