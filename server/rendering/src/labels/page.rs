//! The PDF of addresses. Without its own text layout, printpdf embeds each font used as a whole file, so that nothing is
//! substituted on the way to the printer.

use printpdf::{
    FontId, OffsetDateTime, Op, PdfDocument, PdfDocumentInfo, PdfFontHandle, PdfPage, PdfSaveOptions, PdfWarnMsg,
    Point, Pt, Rect, TextItem,
};
use services::ports::mailing::{PrintOrder, SetText};
use services::{Error, Result};

use super::faces::Faces;

pub(super) fn pdf(faces: &Faces, order: &PrintOrder) -> Result<Vec<u8>> {
    let made_at = date(order.made_at)?;
    let mut document = PdfDocument::new(&order.title);
    document.metadata.info = PdfDocumentInfo {
        document_title: order.title.clone(),
        creator: "MonAssurance".to_owned(),
        producer: "printpdf".to_owned(),
        creation_date: made_at,
        modification_date: made_at,
        metadata_date: made_at,
        ..PdfDocumentInfo::default()
    };
    let fonts: Vec<FontId> = faces.fonts().iter().map(|font| document.add_font(font)).collect();
    let paper = order.format.paper();
    let pages = order.sheets().map(|texts| {
        let operations = texts.iter().flat_map(|text| operations(faces, &fonts, text, paper.height)).collect();
        let whole = Rect::from_wh(points(paper.width), points(paper.height));
        PdfPage { media_box: whole.clone(), trim_box: whole.clone(), crop_box: whole, ops: operations }
    });
    let pages = pages.collect();
    document.with_pages(pages);
    let (mut warnings, mut bytes) = (Vec::new(), Vec::new());
    let mut written = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(broken(warning));
    }
    // printpdf writes 1.3, which knows no OpenType font.
    "1.7".clone_into(&mut written.version);
    // It writes an empty mark of PDF/X, which readers take for the claim to be one.
    for object in written.objects.values_mut() {
        if let Ok(dictionary) = object.as_dict_mut() {
            dictionary.remove(b"GTS_PDFXVersion");
        }
    }
    written.compress();
    written.save_to(&mut bytes).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(bytes)
}

fn broken(warning: &PdfWarnMsg) -> Error {
    Error::Internal(format!("labels were not printed: {warning:?}").into())
}

/// Sets a line: where it begins is said once, then each of its runs follows the one before.
fn operations(faces: &Faces, fonts: &[FontId], set: &SetText, page_height: i32) -> Vec<Op> {
    let pos = Point { x: points(set.x), y: points(page_height - set.y) };
    let mut operations = vec![Op::StartTextSection, Op::SetTextCursor { pos }];
    for (face, run) in faces.runs(&set.text) {
        let Some(font) = fonts.get(face) else { continue };
        operations.push(Op::SetFont { font: PdfFontHandle::External(font.clone()), size: letters(set.size) });
        operations.push(Op::ShowText { items: vec![TextItem::Text(run)] });
    }
    operations.push(Op::EndTextSection);
    operations
}

/// Points of so many thousandths of a millimetre.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "printpdf measures in floats; a paper is a million thousandths of a millimetre at most"
)]
fn points(micrometres: i32) -> Pt {
    Pt(micrometres as f32 * 72.0 / 25_400.0)
}

/// Letters of so many tenths of a point.
#[expect(clippy::float_arithmetic, reason = "printpdf measures in floats")]
fn letters(size: u16) -> Pt {
    Pt(f32::from(size) / 10.0)
}

/// The moment as printpdf writes it.
fn date(at: jiff::Timestamp) -> Result<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(at.as_second()).map_err(|error| Error::Internal(error.into()))
}
