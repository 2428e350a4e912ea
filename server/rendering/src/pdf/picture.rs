//! A page as a picture, for the eyes of whoever writes a template; what differs from another page is marked.

use services::ports::render::{Picture, RenderError};
use tiny_skia::{Pixmap, PremultipliedColorU8};
use typst::utils::Scalar;
use typst_layout::PagedDocument;
use typst_render::{RenderOptions, render};

use super::{engine, pages};
use crate::tree::Document;

/// Pixels for each point of the page: an A4 page is about 950 wide, sharp at half the width of a screen.
const SCALE: f64 = 1.6;
/// The side of the squares in which differences are marked, in pixels: about a letter.
const SQUARE: u32 = 12;
/// What a changed square is tinted with: red, green and blue, each of 255.
const TINT: [u16; 3] = [255, 196, 0];

/// Draws a page, from 1; one past the end is the last one.
pub(crate) fn picture(document: &Document, page: u32, against: Option<&Document>) -> Result<Picture, RenderError> {
    let drawn = drawn(document, page, against);
    comemo::evict(0);
    drawn
}

fn drawn(document: &Document, page: u32, against: Option<&Document>) -> Result<Picture, RenderError> {
    let paged = pages(document)?;
    let pages_there = u32::try_from(paged.pages().len()).unwrap_or(u32::MAX);
    let page = page.clamp(1, pages_there.max(1));
    let mut pixels = pixels(&paged, page).ok_or_else(|| engine(&"a document without pages"))?;
    if let Some(other) = against {
        // A page that the other has not is changed as a whole, which needs no mark.
        if let Some(other) = self::pixels(&pages(other)?, page) {
            mark_changes(&mut pixels, &other);
        }
    }
    let png = pixels.encode_png().map_err(|error| engine(&error))?;
    Ok(Picture { page, pages: pages_there, png })
}

fn pixels(paged: &PagedDocument, page: u32) -> Option<Pixmap> {
    let page = paged.pages().get(usize::try_from(page).ok()?.checked_sub(1)?)?;
    Some(render(page, &RenderOptions { pixel_per_pt: Scalar::new(SCALE), ..RenderOptions::default() }))
}

/// Tints every square in which the two differ.
fn mark_changes(shown: &mut Pixmap, other: &Pixmap) {
    let (width, height) = (shown.width(), shown.height());
    for top in (0..height).step_by(SQUARE as usize) {
        for left in (0..width).step_by(SQUARE as usize) {
            let square = || {
                let bottom = (top + SQUARE).min(height);
                let right = (left + SQUARE).min(width);
                (top..bottom).flat_map(move |y| (left..right).map(move |x| (x, y)))
            };
            if square().any(|(x, y)| shown.pixel(x, y) != other.pixel(x, y)) {
                for (x, y) in square() {
                    tint(shown, x, y);
                }
            }
        }
    }
}

/// Multiplies a pixel by the tint, as a text marker does: ink stays ink, paper takes the colour.
fn tint(pixels: &mut Pixmap, x: u32, y: u32) {
    let place = y as usize * pixels.width() as usize + x as usize;
    let Some(pixel) = pixels.pixels_mut().get_mut(place) else { return };
    let part = |part: u8, tint: u16| u8::try_from(u16::from(part) * tint / 255).unwrap_or(part);
    let [red, green, blue] = TINT;
    let marked = PremultipliedColorU8::from_rgba(
        part(pixel.red(), red),
        part(pixel.green(), green),
        part(pixel.blue(), blue),
        pixel.alpha(),
    );
    *pixel = marked.unwrap_or(*pixel);
}
