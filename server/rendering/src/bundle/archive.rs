//! The archive: the documents byte for byte. They are compressed already, so that the archive only holds them.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use services::ports::bundle::{Bundle, BundleError, BundleItem};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

pub(super) struct Archive {
    writer: ZipWriter<Cursor<Vec<u8>>>,
    names: BTreeMap<String, usize>,
}

impl Default for Archive {
    fn default() -> Self {
        Self { writer: ZipWriter::new(Cursor::new(Vec::new())), names: BTreeMap::new() }
    }
}

impl Archive {
    /// A name of letters, digits and hyphens only, so that no program that unpacks it writes elsewhere; no two are the same.
    fn free_name(&mut self, name: &str) -> String {
        let fit = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let name: String = name.chars().map(fit).take(80).collect();
        let seen = self.names.entry(name.clone()).or_default();
        *seen += 1;
        if *seen == 1 { format!("{name}.pdf") } else { format!("{name}--{seen}.pdf") }
    }
}

impl Bundle for Archive {
    fn add(&mut self, item: &BundleItem<'_>) -> Result<(), BundleError> {
        let told = |error: &dyn std::fmt::Display| BundleError(error.to_string());
        let name = self.free_name(item.name);
        // No time of the machine: the same documents make the same archive.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default());
        self.writer.start_file(name, options).map_err(|error| told(&error))?;
        self.writer.write_all(item.pdf).map_err(|error| told(&error))
    }

    fn finish(self: Box<Self>) -> Result<Vec<u8>, BundleError> {
        let written = self.writer.finish().map_err(|error| BundleError(error.to_string()))?;
        Ok(written.into_inner())
    }
}
