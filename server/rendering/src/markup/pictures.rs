//! Pictures: `data:` addresses and QR codes. Nothing is fetched.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use super::build::Builder;
use super::reader::Element;
use crate::limits;
use crate::tree::{Image, ImageFile, ImageKind, Width};

/// Reads `<img>` or `<qr>`.
pub(super) fn picture(builder: &mut Builder, element: &Element) -> Option<Image> {
    let Some(alt) = element.attribute("alt") else {
        builder.report("missing_alt", element.place, element.tag.name);
        return None;
    };
    let width = match builder.widths(element, "width").as_slice() {
        [] => None,
        [Width::Mm(size)] if *size <= 170 => Some(Width::Mm(*size)),
        _ => {
            builder.unfit(element, "width");
            return None;
        }
    };
    let file = if element.tag.name == "qr" { code(builder, element)? } else { embedded(builder, element)? };
    let extension = file.kind.extension();
    builder.images.push(file);
    Some(Image {
        file: builder.images.len() - 1,
        extension,
        alt: Some(alt.trim().to_owned()).filter(|alt| !alt.is_empty()),
        width,
        classes: element.classes.clone(),
    })
}

fn code(builder: &mut Builder, element: &Element) -> Option<ImageFile> {
    let data = element.attribute("data").unwrap_or_default();
    let drawn = Some(data)
        .filter(|data| !data.is_empty() && data.len() <= limits::QR_BYTES)
        .and_then(|data| QrCode::with_error_correction_level(data, EcLevel::M).ok());
    let Some(drawn) = drawn else {
        builder.report("unfit_attribute", element.place, "qr data");
        return None;
    };
    let svg = drawn.render::<svg::Color<'_>>().quiet_zone(false).module_dimensions(4, 4).build();
    // The quiet zone is left out: the page around the code is white, and the code lines up with the text.
    Some(ImageFile { kind: ImageKind::Svg, bytes: svg.into_bytes() })
}

fn embedded(builder: &mut Builder, element: &Element) -> Option<ImageFile> {
    let address = element.attribute("src").unwrap_or_default();
    let found = address
        .strip_prefix("data:image/")
        .and_then(|rest| rest.split_once(";base64,"))
        .filter(|(_, text)| text.len() <= limits::IMAGE_BYTES * 4 / 3 + 4)
        .and_then(|(_, text)| STANDARD.decode(text).ok())
        .and_then(|bytes| measured(&bytes).map(|kind| ImageFile { kind, bytes }));
    if found.is_none() {
        builder.report("unfit_picture", element.place, "img src");
    }
    found
}

/// The format by its first bytes, if the picture is not too large to unfold.
fn measured(bytes: &[u8]) -> Option<ImageKind> {
    let (kind, width, height) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let side = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
        (ImageKind::Png, side(16)?, side(20)?)
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        let (width, height) = jpeg_sides(bytes)?;
        (ImageKind::Jpeg, width, height)
    } else {
        return None;
    };
    let sides = 1..=limits::IMAGE_SIDE;
    (sides.contains(&width) && sides.contains(&height)).then_some(kind)
}

/// Width and height from the first frame header (ITU-T T.81, B.2.2).
fn jpeg_sides(bytes: &[u8]) -> Option<(u32, u32)> {
    let pair = |at: usize| bytes.get(at..at + 2)?.try_into().ok().map(u16::from_be_bytes);
    let mut at = 2;
    loop {
        let marker = pair(at)?;
        let is_frame = matches!(marker, 0xffc0..=0xffcf) && !matches!(marker, 0xffc4 | 0xffc8 | 0xffcc);
        if is_frame {
            return Some((u32::from(pair(at + 7)?), u32::from(pair(at + 5)?)));
        }
        if marker < 0xff00 {
            return None;
        }
        at += 2 + usize::from(pair(at + 2)?);
    }
}
