//! What Typst can see: the constant program, this document's pictures and attachment, the embedded fonts. No file, no package, no
//! network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Str, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::tree::Document;
use crate::{attachment, fonts};

const PROGRAM: &str = include_str!("program.typ");

/// Read once, and not for each document.
static MAIN: LazyLock<Option<Source>> =
    LazyLock::new(|| file("/main.typ").map(|id| Source::new(id, PROGRAM.to_owned())));
static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| fonts::FILES.iter().filter_map(|file| Font::new(Bytes::new(*file), 0)).collect());
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// The world of one document.
pub(super) struct DocumentWorld {
    library: LazyHash<Library>,
    main: Source,
    files: Vec<(FileId, Bytes)>,
}

impl DocumentWorld {
    /// A world that holds this document and nothing else. `None` if a path of ours were unfit, which no input can cause.
    pub(super) fn new(document: &Document, tree: Value) -> Option<Self> {
        let mut inputs = Dict::new();
        inputs.insert(Str::from("document"), tree);
        inputs.insert(Str::from("attached"), Value::Bool(document.attachment.is_some()));
        // The table tags of PDF/UA (row headers, summaries) are still behind this switch in Typst 0.15.
        let library =
            Library::builder().with_inputs(inputs).with_features([Feature::A11yExtras].into_iter().collect()).build();
        let mut files = Vec::new();
        for (index, picture) in document.images.iter().enumerate() {
            let id = file(&format!("/image-{index}.{}", picture.kind.extension()))?;
            files.push((id, Bytes::new(picture.bytes.clone())));
        }
        if let Some(attachment) = &document.attachment {
            files.push((file(&format!("/{}", attachment::NAME))?, Bytes::new(attachment.json.clone())));
        }
        let main = MAIN.clone()?;
        Some(Self { library: LazyHash::new(library), main, files })
    }
}

fn file(path: &str) -> Option<FileId> {
    VirtualPath::new(path).ok().map(|path| FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl World for DocumentWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.iter().find(|(file, _)| *file == id).map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
