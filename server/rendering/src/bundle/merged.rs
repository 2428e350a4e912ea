//! The PDF to print: the pages of all documents one after the other, with a bookmark where each begins.

use hayro_write::hayro_syntax::Pdf as Read;
use hayro_write::{ChunkSettings, ExtractionQuery, extract};
use jiff::tz::TimeZone;
use pdf_writer::types::PageMode;
use pdf_writer::{Date, Finish, Pdf, Ref, Settings, TextStr};
use services::ports::bundle::{Bundle, BundleError, BundleItem, BundleOrder};

/// Small files: nobody reads the marks of a PDF.
const SETTINGS: ChunkSettings = Settings { pretty: false };

/// Where a document begins.
struct Bookmark {
    text: String,
    page: Ref,
}

pub(super) struct Merged {
    pdf: Pdf,
    next: Ref,
    catalog: Ref,
    pages: Ref,
    order: BundleOrder,
    bookmarks: Vec<Bookmark>,
    /// The page tree of each document, under the one of the whole.
    trees: Vec<Ref>,
    count: i32,
}

impl Merged {
    pub(super) fn new(order: &BundleOrder) -> Self {
        let mut next = Ref::new(1);
        let (catalog, pages) = (next.bump(), next.bump());
        Self {
            pdf: Pdf::with_settings(SETTINGS),
            next,
            catalog,
            pages,
            order: order.clone(),
            bookmarks: Vec::new(),
            trees: Vec::new(),
            count: 0,
        }
    }

    fn outline(&mut self) -> Option<Ref> {
        let (first, rest) = self.bookmarks.split_first()?;
        let root = self.next.bump();
        let marked: Vec<(Ref, &Bookmark)> =
            std::iter::once(first).chain(rest).map(|bookmark| (self.next.bump(), bookmark)).collect();
        for (place, (id, bookmark)) in marked.iter().enumerate() {
            let mut item = self.pdf.outline_item(*id);
            item.title(TextStr(&bookmark.text)).parent(root);
            if let Some((before, _)) = place.checked_sub(1).and_then(|before| marked.get(before)) {
                item.prev(*before);
            }
            if let Some((after, _)) = marked.get(place + 1) {
                item.next(*after);
            }
            item.dest().page(bookmark.page).fit();
            item.finish();
        }
        let count = i32::try_from(marked.len()).unwrap_or(i32::MAX);
        let mut outline = self.pdf.outline(root);
        if let (Some((first, _)), Some((last, _))) = (marked.first(), marked.last()) {
            outline.first(*first).last(*last).count(count);
        }
        outline.finish();
        Some(root)
    }
}

impl Bundle for Merged {
    fn add(&mut self, item: &BundleItem<'_>) -> Result<(), BundleError> {
        let unreadable = |why: &str| BundleError(format!("{}: {why}", item.name));
        let read = Read::new(item.pdf.to_vec()).map_err(|_| unreadable("it cannot be read"))?;
        let pages: Vec<ExtractionQuery> = (0..read.pages().len()).map(ExtractionQuery::new_page).collect();
        if pages.is_empty() {
            return Err(unreadable("it has no page"));
        }
        let next = &mut self.next;
        let taken = extract(&read, Box::new(|| next.bump()), SETTINGS, |_| {}, &pages)
            .map_err(|_| unreadable("its pages cannot be taken out"))?;
        let kids: Result<Vec<Ref>, _> = taken.root_refs.iter().copied().collect();
        let kids = kids.map_err(|_| unreadable("a page cannot be taken out"))?;
        let Some(first) = kids.first() else { return Err(unreadable("it has no page")) };
        let count = i32::try_from(kids.len()).unwrap_or(i32::MAX);
        let tree = taken.page_tree_parent_ref;
        self.pdf.extend(&taken.chunk);
        self.pdf.pages(tree).parent(self.pages).kids(kids.iter().copied()).count(count);
        self.bookmarks.push(Bookmark { text: item.bookmark.to_owned(), page: *first });
        self.trees.push(tree);
        self.count = self.count.saturating_add(count);
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<u8>, BundleError> {
        let outline = self.outline();
        self.pdf.pages(self.pages).kids(self.trees.iter().copied()).count(self.count);
        let mut catalog = self.pdf.catalog(self.catalog);
        catalog.pages(self.pages).page_mode(PageMode::UseOutlines).lang(TextStr(self.order.language.code()));
        if let Some(outline) = outline {
            catalog.outlines(outline);
        }
        catalog.viewer_preferences().display_doc_title(true);
        catalog.finish();
        let info = self.next.bump();
        let mut told = self.pdf.document_info(info);
        told.title(TextStr(&self.order.title)).creator(TextStr("MonAssurance"));
        if let Some(date) = date(self.order.made_at) {
            told.creation_date(date);
        }
        told.finish();
        Ok(self.pdf.finish())
    }
}

fn date(at: jiff::Timestamp) -> Option<Date> {
    let at = TimeZone::UTC.to_datetime(at);
    let part = |number: i8| u8::try_from(number).ok();
    let date = Date::new(u16::try_from(at.year()).ok()?).month(part(at.month())?).day(part(at.day())?);
    Some(date.hour(part(at.hour())?).minute(part(at.minute())?).second(part(at.second())?).utc_offset_hour(0))
}
