//! The head of a page, the cards on it, and figures at a glance.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::navigation::{Breadcrumbs, Crumb};

/// The head of a page: where one is, its title, and what one can do here.
#[component]
pub fn PageHeader(
    /// The title.
    #[prop(into)]
    title: String,
    /// A sentence or a count under the title.
    #[prop(optional, into)]
    lead: Option<String>,
    /// The pages above this one.
    #[prop(optional)]
    breadcrumbs: Vec<Crumb>,
    /// A badge or badges behind the title.
    #[prop(optional, into)]
    badges: Option<AnyView>,
    /// The buttons, the main one last.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let trail = (!breadcrumbs.is_empty()).then(|| view! { <Breadcrumbs crumbs=breadcrumbs/> });
    let lead = lead.map(|lead| view! { <p class="page-lead">{lead}</p> });
    let actions = children.map(|children| view! { <div class="page-actions">{children()}</div> });
    view! {
        <header class="page-header">
            {trail}
            <div class="page-heading">
                <div class="page-naming">
                    <div class="page-title-line"><h1 class="page-title">{title}</h1>{badges}</div>
                    {lead}
                </div>
                {actions}
            </div>
        </header>
    }
    .into_any()
}

/// A framed part of a page.
#[component]
pub fn Card(
    /// What it is about.
    #[prop(optional, into)]
    title: Option<String>,
    /// A sentence under the title.
    #[prop(optional, into)]
    lead: Option<String>,
    /// Buttons or links beside the title.
    #[prop(optional, into)]
    actions: Option<AnyView>,
    /// Whether the inside reaches the frame, for a table.
    #[prop(optional)]
    flush: bool,
    /// What is in it.
    children: Children,
) -> AnyView {
    let head = title.map(|title| {
        view! {
            <div class="card-head">
                <div>
                    <h2 class="card-title">{title}</h2>
                    {lead.map(|lead| view! { <p class="card-lead">{lead}</p> })}
                </div>
                {actions.map(|actions| view! { <div class="card-actions">{actions}</div> })}
            </div>
        }
    });
    view! {
        <section class="card" data-flush=flush.then_some("")>
            {head}
            <div class="card-body">{children()}</div>
        </section>
    }
    .into_any()
}

/// A row of [`StatTile`]s.
#[component]
pub fn StatTiles(
    /// The tiles.
    children: Children,
) -> AnyView {
    view! { <div class="stat-tiles">{children()}</div> }.into_any()
}

/// One figure with its name; with `href` the whole tile leads to what was counted.
#[component]
pub fn StatTile(
    /// What was counted.
    #[prop(into)]
    label: String,
    /// The figure, in the reader's form.
    #[prop(into)]
    value: String,
    /// A line under the figure.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Where the tile leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// A picture.
    #[prop(optional)]
    icon: Option<Glyph>,
) -> AnyView {
    let name = match href {
        Some(href) => view! { <a class="row-link" href=href>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    view! {
        <div class="stat-tile">
            <p class="stat-label">{icon.map(|glyph| view! { <Icon glyph=glyph/> })}<span>{name}</span></p>
            <p class="stat-value">{value}</p>
            {hint.map(|hint| view! { <p class="stat-hint">{hint}</p> })}
        </div>
    }
    .into_any()
}
