//! The document: `<html>`, its head, and the page inside.

use domain::shared::Language;
use leptos::html;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use super::{Assets, Theme};

/// The font's address. It is not marked, because the stylesheet names it too and both must be the same; a new font gets
/// a new name.
const FONT: &str = "/assets/fonts/inter-latin.woff2";

/// The whole document. Language, theme and assets come from the context; the title from the page inside. The scripts are
/// one small file that loads the islands only on pages that have some.
#[component]
pub fn Document(
    /// The application.
    children: Children,
) -> AnyView {
    let assets = use_context::<Assets>().unwrap_or_default();
    let theme = use_context::<Theme>().unwrap_or_default();
    let language = use_context::<Language>().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=language.code() data-theme=theme.code()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content=colour_scheme(theme)/>
                {theme_colours(theme)}
                <link rel="preload" href=FONT r#as="font" type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=assets.url("style.css")/>
                <link rel="icon" href=assets.url("favicon.svg") type="image/svg+xml"/>
                <script
                    type="module"
                    nonce=use_nonce()
                    src=assets.url("islands.js")
                    data-islands=assets.url("pkg/frontend.js")
                    data-wasm=assets.url("pkg/frontend_bg.wasm")
                ></script>
                <MetaTags/>
            </head>
            <body>{children()}</body>
        </html>
    }
    .into_any()
}

const fn colour_scheme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "light dark",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

/// The colours of the browser's own bars: those of the page's top bar (`--sidebar` in the stylesheet).
fn theme_colours(theme: Theme) -> AnyView {
    const LIGHT: &str = "#0c3235";
    const DARK: &str = "#0a1516";
    // `view!` knows no `media` on `<meta>`, hence the builder.
    let colour = |content| html::meta().name("theme-color").content(content);
    match theme {
        Theme::System => (
            colour(LIGHT).attr("media", "(prefers-color-scheme: light)"),
            colour(DARK).attr("media", "(prefers-color-scheme: dark)"),
        )
            .into_any(),
        Theme::Light => colour(LIGHT).into_any(),
        Theme::Dark => colour(DARK).into_any(),
    }
    .into_any()
}
