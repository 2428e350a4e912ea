//! The ways in which a list leaves the house as a file.

use domain::list::{Delimiter, ExportFormat, query_of};
use leptos::prelude::*;

use super::state::ListState;
use crate::parts::{Glyph, Menu, MenuLink};

impl ListState {
    /// The menu of the files: exactly what the list shows.
    pub(crate) fn export_menu(&self) -> AnyView {
        let words = self.words.lists();
        let href = |format: ExportFormat, delimiter: Option<Delimiter>| {
            let mut pairs = self.query.pairs();
            pairs.extend(delimiter.map(|delimiter| ("delimiter", delimiter.code().to_owned())));
            let path = format!("/files/lists/{}.{}", self.query.schema().noun, format.code());
            if pairs.is_empty() { path } else { format!("{path}?{}", query_of(pairs)) }
        };
        let (xlsx, csv) = (href(ExportFormat::Xlsx, None), href(ExportFormat::Csv, None));
        let comma = href(ExportFormat::Csv, Some(Delimiter::Comma));
        view! {
            <Menu label=words.export()>
                <MenuLink href=xlsx icon=Glyph::Download>{words.export_xlsx()}</MenuLink>
                <MenuLink href=csv icon=Glyph::Download>{words.export_csv()}</MenuLink>
                <MenuLink href=comma icon=Glyph::Download>{words.export_csv_comma()}</MenuLink>
            </Menu>
        }
        .into_any()
    }
}
