//! What the reader of the PDF sees, read from the pages as they are set.

use domain::shared::Language;
use serde_json::json;
use services::ports::render::RenderError;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

use super::{pages, world};
use crate::{markup, template};

/// The text of each page, without the places where a long word may break.
fn read(source: &str) -> Result<Vec<String>, RenderError> {
    let filled = template::fill(source, &json!({"name": "#import \"x\" $x^2$ *b* _e_ \\ @y <z> // `"}), Language::Fr)?;
    let document = markup::parse(&filled, "Titre", Language::Fr)?;
    let paged = pages(&document)?;
    Ok(paged.pages().iter().map(|page| text(&page.frame).replace('\u{200b}', "")).collect())
}

fn text(frame: &Frame) -> String {
    let mut found = String::new();
    for (_, item) in frame.items() {
        match item {
            FrameItem::Text(text) => found.push_str(&text.text),
            FrameItem::Group(group) => found.push_str(&text(&group.frame)),
            _ => {}
        }
    }
    found
}

fn only_page(source: &str) -> String {
    let pages = read(source).expect("a document");
    assert_eq!(pages.len(), 1, "{pages:?}");
    pages.concat()
}

#[test]
fn no_character_of_a_name_is_read_as_code() {
    let shown = only_page("<p>{{ name }}</p><signature name=\"{{ name }}\">x</signature>");
    assert_eq!(shown.matches("#import \"x\" $x^2$ *b* _e_ \\ @y <z> // `").count(), 2, "{shown}");
}

#[test]
fn head_and_foot_are_on_their_pages_with_their_numbers() {
    let source = "<page-header from=\"2\"><p>Suite</p></page-header>\
        <page-footer><p>Page <page-number> / <page-count></p></page-footer><p>a</p><page-break><p>b</p><page-break><p>c</p>";
    let pages = read(source).expect("a document");
    assert_eq!(pages, ["aPage 1 / 3", "SuitebPage 2 / 3", "SuitecPage 3 / 3"]);
}

#[test]
fn a_long_table_repeats_its_head_and_loses_no_row() {
    let rows: Vec<String> = (0..80).map(|row| format!("<tr><td>ligne {row};</td><td>x</td></tr>")).collect();
    let rows = rows.concat();
    let source = format!("<table><thead><tr><th>Tête</th><th>y</th></tr></thead><tbody>{rows}</tbody></table>");
    let pages = read(&source).expect("a document");
    assert!(pages.len() > 1);
    assert!(pages.iter().all(|page| page.matches("Tête").count() == 1), "{pages:?}");
    let all = pages.concat();
    assert!((0..80).all(|row| all.contains(&format!("ligne {row};"))));
}

#[test]
fn what_is_kept_together_moves_as_one_and_breaks_when_it_must() {
    let lines = |count: usize| "<p>x</p>".repeat(count);
    let source = format!("{}<keep><p>premier</p>{}<p>dernier</p></keep>", lines(30), lines(20));
    let pages = read(&source).expect("a document");
    assert!(pages.len() == 2 && pages[1].contains("premier") && pages[1].contains("dernier"), "{pages:?}");
    let pages = read(&format!("<keep>{}<p>dernier</p></keep>", lines(120))).expect("a document");
    assert!(pages.len() > 2 && pages.concat().contains("dernier"));
}

#[test]
fn french_spaces_and_foreign_letters_have_their_glyph_and_emoji_are_refused() {
    assert_eq!(
        only_page("<p>1\u{202f}234\u{a0}€ « Œuvre » Đỗ Ελλάδα Жук</p>"),
        "1\u{202f}234\u{a0}€ « Œuvre » Đỗ Ελλάδα Жук"
    );
    for (text, subject) in [("😀", "U+1F600"), ("日", "U+65E5"), ("❤\u{fe0f}", "U+FE0F"), ("\u{e000}", "U+E000")] {
        let refused = read(&format!("<p>{text}</p>"));
        let Err(RenderError::Template(problems)) = refused else { panic!("{text}: {refused:?}") };
        assert!(
            problems.iter().any(|problem| problem.code == "missing_glyph" && problem.subject == subject),
            "{problems:?}"
        );
    }
}

#[test]
fn a_foot_that_leaves_no_page_is_refused() {
    let refused = read(&format!("<page-footer>{}</page-footer><p>a</p>", "<p>x</p>".repeat(60)));
    assert!(matches!(&refused, Err(RenderError::Template(problems)) if problems[0].code == "too_tall"), "{refused:?}");
}

#[test]
fn a_document_of_too_many_pages_is_refused() {
    let source = "{% for page in range(301) %}<p>x</p><page-break>{% endfor %}<p>y</p>";
    assert_eq!(read(source), Err(RenderError::Limit("pages".to_owned())));
}

#[test]
fn sixty_elements_inside_each_other_are_set_or_refused_as_too_deep() {
    for tag in ["div", "section"] {
        let source = format!("{}x{}", format!("<{tag}>").repeat(64), format!("</{tag}>").repeat(64));
        match read(&source) {
            Ok(pages) => assert_eq!(pages, ["x"]),
            Err(error) => assert_eq!(error, RenderError::Limit("depth".to_owned())),
        }
    }
    let usual = format!("{}x{}", "<ul><li>".repeat(12), "</li></ul>".repeat(12));
    assert!(read(&usual).is_ok());
}

#[test]
fn the_layout_of_every_standard_template_comes_to_rest() {
    let read: serde_json::Value = serde_json::from_str(include_str!("../../tests/material/ordinary.json")).unwrap();
    for template in crate::STANDARD_TEMPLATES {
        let mut data = read["snapshot"].clone();
        data["data"] = read["facts"][template.key].clone();
        let filled = template::fill(template.source, &data, template.language).expect("a filled template");
        let document = markup::parse(&filled, "Titre", template.language).expect("a document");
        let set = typst::compile::<PagedDocument>(&world(&document).expect("a world"));
        let told: Vec<_> = set.warnings.iter().map(|warning| &warning.message).collect();
        // Where it does not, "page 1 / 1" stands on both of two pages, and each document takes twice as long.
        assert!(set.output.is_ok() && told.is_empty(), "{}: {told:?}", template.key);
    }
}
