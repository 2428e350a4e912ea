//! How much a browser downloads, against the bars of the product.

use super::{Files, brotli, has_extension};
use crate::{say, workspace::Profile};
use anyhow::bail;

/// A download and its limit. Bytes are on the wire: Brotli for text, gzip for pages, as they are for fonts.
pub(super) struct Size {
    /// What is downloaded.
    pub(super) name: String,
    /// Bytes before compression.
    pub(super) raw: usize,
    /// Bytes on the wire, where they were measured, and how they were compressed.
    pub(super) wire: Option<(usize, &'static str)>,
    /// The most that the product allows.
    pub(super) bar: Option<usize>,
}

const WASM_BAR: usize = 200_000;
const STYLE_BAR: usize = 40_000;
const FONTS_BAR: usize = 60_000;

/// The sizes of the static files.
pub(super) fn of(files: &Files, profile: Profile) -> anyhow::Result<Vec<Size>> {
    // A debug WebAssembly is large, and its compressed size tells nobody anything.
    let compress = profile == Profile::Release;
    let fonts = of_kind(files, "woff2").map(Vec::len).sum();
    Ok(vec![
        group("wasm", of_kind(files, "wasm"), compress, Some(WASM_BAR))?,
        group("javascript", of_kind(files, "js"), compress, None)?,
        group("stylesheet", of_kind(files, "css"), true, Some(STYLE_BAR))?,
        Size { name: "fonts".to_owned(), raw: fonts, wire: Some((fonts, "woff2")), bar: Some(FONTS_BAR) },
    ])
}

/// Prints the table; in a release build a size over its bar is an error.
pub(super) fn report(sizes: &[Size], profile: Profile) -> anyhow::Result<()> {
    let mut over = Vec::new();
    for size in sizes {
        let wire = size.wire.map_or_else(String::new, |(bytes, how)| format!("{:>10} {how}", kilobytes(bytes)));
        let bar = size.bar.map_or_else(String::new, |bar| format!("  (at most {})", kilobytes(bar)));
        say::line(&format!("{:<12}{:>12} raw{wire:<18}{bar}", size.name, kilobytes(size.raw)));
        if let (Some((bytes, _)), Some(bar)) = (size.wire, size.bar)
            && bytes > bar
        {
            over.push(size.name.as_str());
        }
    }
    if profile == Profile::Release && !over.is_empty() {
        bail!("over the bar: {}", over.join(", "));
    }
    Ok(())
}

fn of_kind<'a>(files: &'a Files, extension: &str) -> impl Iterator<Item = &'a Vec<u8>> {
    files.iter().filter(move |(name, _)| has_extension(name, extension)).map(|(_, content)| content)
}

fn group<'a>(
    name: &str,
    contents: impl Iterator<Item = &'a Vec<u8>>,
    compress: bool,
    bar: Option<usize>,
) -> anyhow::Result<Size> {
    let (mut raw, mut wire) = (0, 0);
    for content in contents {
        raw += content.len();
        wire += if compress { brotli(content)?.len() } else { 0 };
    }
    Ok(Size { name: name.to_owned(), raw, wire: compress.then_some((wire, "brotli")), bar })
}

/// Thousands of bytes with one decimal, rounded up so that a bar is never passed by rounding.
fn kilobytes(bytes: usize) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{} KB", tenths / 10, tenths % 10)
}
