//! Every part and the frame, as HTML files: the team's gallery, and what the looks of the screens are judged by.
//!
//! `cargo run -p app --example gallery --features ssr -- FOLDER` writes them; they expect the assets at `/assets/`.

mod pages;

use std::path::{Path, PathBuf};

use app::shell::{Document, Theme};
use domain::shared::Language;
use futures::StreamExt;
use leptos::prelude::*;
use leptos_meta::{ServerMetaContext, provide_meta_context};

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("target/gallery"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    // Started twice it would refuse; here it starts once.
    let _ = any_spawner::Executor::init_futures_executor();
    for theme in [Theme::Light, Theme::Dark] {
        for language in Language::ALL {
            for (name, page) in pages::ALL {
                let file = format!("{name}-{}-{}.html", theme.code(), language.code());
                write(&folder, &file, theme, language, page)?;
            }
        }
    }
    Ok(())
}

fn write(folder: &Path, file: &str, theme: Theme, language: Language, page: fn() -> AnyView) -> std::io::Result<()> {
    let owner = Owner::new_root(None);
    let html = owner.with(|| {
        let (meta, output) = ServerMetaContext::new();
        provide_context(meta);
        provide_meta_context();
        provide_context(theme);
        provide_context(language);
        let document = view! { <Document>{page()}</Document> };
        futures::executor::block_on(async move {
            let stream = output.inject_meta_context(document.to_html_stream_in_order()).await;
            stream.collect::<String>().await
        })
    });
    std::fs::write(folder.join(file), html)
}
