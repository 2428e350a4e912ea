//! The folder of static files, `target/site/`, that the server embeds: the stylesheet, the browser's half and
//! everything in `public/`. It is assembled in memory and written where it differs, so that an unchanged file
//! keeps its time and cargo does not build the server again for it.

mod cache;
mod classes;
mod css;
mod pages;
mod sizes;
mod style;
mod wasm;

use crate::{
    process, say,
    workspace::{Profile, Workspace},
};
use anyhow::Context;
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};
use walkdir::WalkDir;

/// Files by their path in the site, with `/` between folders.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Builds the site for this profile and writes it.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> anyhow::Result<Files> {
    let mut files = public(workspace)?;
    files.insert("style.css".to_owned(), style::build(workspace)?);
    files.extend(wasm::build(workspace, profile)?);
    let mut written = files.clone();
    if profile == Profile::Release {
        written.extend(compressed(&files)?);
    }
    write(&workspace.site(), &written)?;
    Ok(files)
}

/// Builds the stylesheet only, for the sake of the class names.
pub(crate) fn check_classes(workspace: &Workspace) -> anyhow::Result<()> {
    style::build(workspace).map(|_| ())
}

/// Prints how large the static files are. In a release build one over its bar is an error.
pub(crate) fn weigh(files: &Files, profile: Profile) -> anyhow::Result<()> {
    sizes::report(&sizes::of(files, profile)?, profile)
}

/// Prints how large the pages of a release server are. One over its bar is an error.
pub(crate) fn weigh_pages(server: &Path) -> anyhow::Result<()> {
    sizes::report(&pages::measure(server)?, Profile::Release)
}

fn public(workspace: &Workspace) -> anyhow::Result<Files> {
    let folder = workspace.path("public");
    read_folder(&folder).with_context(|| format!("{} cannot be read", folder.display()))
}

/// Every file of a folder and its folders, by relative path.
fn read_folder(folder: &Path) -> anyhow::Result<Files> {
    let mut files = Files::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(folder)?.to_string_lossy().into_owned();
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(files)
}

/// A Brotli and a gzip sibling for every file that gains from it, so that the server compresses nothing twice.
fn compressed(files: &Files) -> anyhow::Result<Files> {
    let mut siblings = Files::new();
    for (name, content) in files.iter().filter(|(name, _)| gains_from_compression(name)) {
        siblings.insert(format!("{name}.br"), brotli(content)?);
        siblings.insert(format!("{name}.gz"), gzip(content)?);
    }
    Ok(siblings)
}

fn gains_from_compression(name: &str) -> bool {
    ["css", "js", "wasm", "svg", "txt", "json", "html", "webmanifest"].iter().any(|kind| has_extension(name, kind))
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

fn brotli(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut small, &brotli::enc::BrotliEncoderParams::default())?;
    Ok(small)
}

fn gzip(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

/// Makes the folder hold exactly these files.
fn write(folder: &Path, files: &Files) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, content) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|present| present == *content) {
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, content).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        let name = entry.path().strip_prefix(folder)?.to_string_lossy().into_owned();
        if entry.file_type().is_file() && !files.contains_key(&name) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Where intermediate results of the site are kept.
fn kept(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.target("site-cache").join(name)
}

/// Runs one cargo build of the site and says so.
fn cargo_build(workspace: &Workspace, what: &str, arguments: &[&str]) -> anyhow::Result<()> {
    say::step(what);
    process::run(workspace.cargo(["build"]).args(arguments))
}
