//! Ways through pages: the trail above, tabs, filters and the pages of a list. All are links.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::locales::use_words;

/// One page above the current one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// The page's name.
    pub label: String,
    /// Where it is.
    pub href: String,
}

impl Crumb {
    /// The page of that name at that address.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// The trail of pages above the current one, which is named by the title below it.
#[component]
pub(super) fn Breadcrumbs(
    /// The pages, the highest first.
    crumbs: Vec<Crumb>,
) -> AnyView {
    let items = crumbs
        .into_iter()
        .map(|crumb| view! { <li><a href=crumb.href>{crumb.label}</a><Icon glyph=Glyph::Right/></li> })
        .collect_view();
    view! {
        <nav class="breadcrumbs" aria-label=use_words().common().breadcrumbs()>
            <ol>{items}</ol>
        </nav>
    }
    .into_any()
}

/// One tab: a link to another view of the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its name.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is the one shown.
    pub current: bool,
    /// How many things are behind it, in the reader's form.
    pub count: Option<String>,
}

impl Tab {
    /// A tab without a count.
    pub fn new(label: impl Into<String>, href: impl Into<String>, current: bool) -> Self {
        Self { label: label.into(), href: href.into(), current, count: None }
    }

    /// The same tab with a count behind its name.
    #[must_use]
    pub fn counting(self, count: impl Into<String>) -> Self {
        Self { count: Some(count.into()), ..self }
    }
}

/// Tabs over a page.
#[component]
pub fn Tabs(
    /// The tabs, in order.
    tabs: Vec<Tab>,
) -> AnyView {
    let items = tabs
        .into_iter()
        .map(|tab| {
            view! {
                <li>
                    <a class="tab" href=tab.href aria-current=tab.current.then_some("page")>
                        {tab.label}
                        {tab.count.map(|count| view! { <span class="tab-count">{count}</span> })}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="tabs" aria-label=use_words().common().sections()>
            <ul>{items}</ul>
        </nav>
    }
    .into_any()
}

/// One filter that can be put on or taken off by a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The filter's name, such as “In force”.
    pub label: String,
    /// The list with this filter on, or off when it is on now.
    pub href: String,
    /// Whether it is on.
    pub active: bool,
}

impl Chip {
    /// A filter at that address.
    pub fn new(label: impl Into<String>, href: impl Into<String>, active: bool) -> Self {
        Self { label: label.into(), href: href.into(), active }
    }
}

/// Filters over a list, and a way to take all of them off.
#[component]
pub fn FilterChips(
    /// The filters, in order.
    chips: Vec<Chip>,
    /// The list without any filter, offered when one is on.
    #[prop(optional, into)]
    clear_href: Option<String>,
) -> AnyView {
    let words = use_words().common();
    let any_active = chips.iter().any(|chip| chip.active);
    let items = chips
        .into_iter()
        .map(|chip| {
            let name = chip.active.then(|| words.remove_filter(&chip.label));
            view! {
                <li>
                    <a class="chip" href=chip.href data-active=chip.active.then_some("") aria-label=name>
                        {chip.label}
                        {chip.active.then(|| view! { <Icon glyph=Glyph::Close/> })}
                    </a>
                </li>
            }
        })
        .collect_view();
    let clear = clear_href
        .filter(|_| any_active)
        .map(|href| view! { <li><a class="chip-clear" href=href>{words.clear_filters()}</a></li> });
    view! { <ul class="chips" aria-label=words.filters()>{items}{clear}</ul> }.into_any()
}

/// The ways to the previous and the next part of a list; nothing when it fits one page.
#[component]
pub fn Pagination(
    /// Where the previous part is.
    #[prop(default = None)]
    previous: Option<String>,
    /// Where the next part is.
    #[prop(default = None)]
    next: Option<String>,
    /// What is shown, such as “50 of 1,000”.
    #[prop(optional, into)]
    summary: Option<String>,
) -> AnyView {
    let words = use_words().common();
    let needed = previous.is_some() || next.is_some();
    let summary = summary.map(|summary| view! { <p>{summary}</p> });
    let previous = previous.map(|href| {
        view! {
            <a class="button" data-kind="secondary" rel="prev" href=href>
                <Icon glyph=Glyph::Left/>
                <span>{words.previous()}</span>
            </a>
        }
    });
    let next = next.map(|href| {
        view! {
            <a class="button" data-kind="secondary" rel="next" href=href>
                <span>{words.next()}</span>
                <Icon glyph=Glyph::Right/>
            </a>
        }
    });
    let links = needed.then(|| {
        view! { <nav class="pagination-links" aria-label=words.pages()>{previous}{next}</nav> }
    });
    view! { <div class="pagination">{summary}{links}</div> }.into_any()
}
