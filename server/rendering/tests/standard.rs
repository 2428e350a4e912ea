//! The standard templates: every use in both languages, with any data, under each law, as files that archives and screen readers accept.
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where its material or its tools are unfit")]

mod common;

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::process::{Command, Stdio};

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use common::material::Material;
use common::{order, render, told};
use domain::document::DocumentFormat;
use domain::shared::Language;
use rendering::{DirectRenderer, STANDARD_TEMPLATES, StandardTemplate};
use services::ports::render::{RenderOrder, Renderer};

/// What the trade needs.
const USES: &str = "certificate motor_certificate liability_certificate cover_note letter cancellation_letter endorsement_letter \
    premium_notice reminder formal_notice client_statement production_bordereau remittance_bordereau commission_bordereau \
    advice_record first_contact quote other";

fn filled(template: &StandardTemplate, material: &Material, format: DocumentFormat) -> RenderOrder {
    RenderOrder { language: template.language, ..order(template.source, material.of(template.key), format) }
}

async fn pdf(template: &StandardTemplate, material: &Material) -> Vec<u8> {
    match render(filled(template, material, DocumentFormat::Pdf)).await {
        Ok(file) => file.bytes,
        Err(error) => panic!("{} {}: {error:?}", template.key, template.language.code()),
    }
}

/// Runs a tool of the workshop over a file and returns what it says.
fn said(program: &str, arguments: &[&str], file: &[u8]) -> String {
    let mut path = tempfile::NamedTempFile::new().expect("a file");
    path.write_all(file).expect("a file");
    let arguments: Vec<&str> =
        arguments.iter().map(|one| if *one == "FILE" { path.path().to_str().expect("a path") } else { one }).collect();
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("{program}, which `cargo xtask test` installs: {error}"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

fn template(key: &str, language: Language) -> &'static StandardTemplate {
    STANDARD_TEMPLATES.iter().find(|one| one.key == key && one.language == language).expect("a template")
}

#[tokio::test]
async fn every_use_has_a_template_in_both_languages() {
    let wanted: BTreeSet<(&str, &str)> =
        USES.split_ascii_whitespace().flat_map(|usage| [(usage, "en"), (usage, "fr")]).collect();
    let found: BTreeSet<(&str, &str)> = STANDARD_TEMPLATES.iter().map(|one| (one.key, one.language.code())).collect();
    assert_eq!((found, STANDARD_TEMPLATES.len()), (wanted, 36));
    for template in STANDARD_TEMPLATES {
        let read = DirectRenderer.read(template.source, Material::ordinary().of(template.key)).await;
        let problems: Vec<String> = read.expect("an answer").iter().map(told).collect();
        assert!(problems.is_empty(), "{}: {problems:?}", template.key);
        assert!(template.source.len() < 20_000, "{}: a person reads this", template.key);
    }
}

/// The words of a template without its expressions and tags.
fn printed(source: &str) -> String {
    let mut depth = 0;
    let outside = |character: &char| {
        match character {
            '{' | '<' => depth += 1,
            '}' | '>' => depth -= 1,
            _ => return depth == 0,
        }
        false
    };
    let text = source.replace(" < ", " ").replace(" > ", " ").replace("->", "");
    text.chars().filter(outside).collect()
}

#[test]
fn no_line_breaks_before_a_french_colon() {
    for template in STANDARD_TEMPLATES.iter().filter(|one| one.language == Language::Fr) {
        let printed = printed(template.source);
        for wrong in [" :", " ;", " !", " ?", " »", "« ", "n° "] {
            let line = printed.lines().find(|line| line.contains(wrong));
            assert_eq!(line, None, "{}: an ordinary space in {wrong:?}", template.key);
        }
    }
}

#[tokio::test]
async fn every_template_is_made_in_every_format_with_any_data_under_each_law() {
    let materials =
        [Material::ordinary(), Material::bare(), Material::worst(), Material::under("BE"), Material::under("CIMA")];
    for template in STANDARD_TEMPLATES {
        for material in &materials {
            for format in [DocumentFormat::Html, DocumentFormat::Xlsx] {
                let made = render(filled(template, material, format)).await;
                assert!(made.is_ok_and(|file| !file.bytes.is_empty()), "{} {format:?}", template.key);
            }
        }
        for material in &materials[..3] {
            pdf(template, material).await;
        }
    }
}

#[tokio::test]
async fn every_template_is_an_archival_and_accessible_pdf_with_its_fonts_inside() {
    let material = Material::ordinary();
    for template in STANDARD_TEMPLATES {
        let file = pdf(template, &material).await;
        let attached = template.source.contains("<attach-data");
        let part = if attached { "<pdfaid:part>3<" } else { "<pdfaid:part>2<" };
        let text = String::from_utf8_lossy(&file);
        for mark in [part, "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "/Marked true", "/StructTreeRoot"] {
            assert!(text.contains(mark), "{} {mark}", template.key);
        }
        assert_eq!(text.contains("/AFRelationship/Data") || text.contains("/AFRelationship /Data"), attached);
        let language = template.language.code();
        assert!(text.contains(&format!("/Lang({language})")) || text.contains(&format!("/Lang ({language})")));
        said("qpdf", &["--check", "FILE"], &file);
        let fonts = said("pdffonts", &["FILE"], &file);
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        // The last columns: embedded, subset, with its letters, and where it stands.
        let inside = |row: &&str| {
            let columns: Vec<&str> = row.split_ascii_whitespace().collect();
            columns.len() > 5 && columns[columns.len() - 5..columns.len() - 2] == ["yes", "yes", "yes"]
        };
        assert!(!rows.is_empty() && rows.iter().all(inside), "{}: {fonts}", template.key);
    }
}

#[tokio::test]
async fn every_page_names_the_firm_its_registration_and_its_number() {
    for template in STANDARD_TEMPLATES {
        let text = said("pdftotext", &["-layout", "FILE", "-"], &pdf(template, &Material::ordinary()).await);
        let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        for (number, page) in pages.iter().enumerate() {
            let (number, count) = (number + 1, pages.len());
            assert!(page.contains("Cabinet Démo") && page.contains("ORIAS 07 000 000"), "{} {page}", template.key);
            assert!(page.contains(&format!("Page {number} / {count}")), "{}: {page}", template.key);
        }
    }
}

#[tokio::test]
async fn a_formal_notice_says_what_each_law_asks() {
    let cases = [
        (
            "FR",
            "trente jours|dix jours|à titre de mise en demeure|877,50 €|1er octobre 2026|Article L. 113-3|24 décembre 2026",
        ),
        ("BE", "quinze jours|envoi recommandé|4 avril 2014|877,50 €"),
        ("CIMA", "article 13|ne prend pas effet|article 541|877,50 €"),
    ];
    for (law, words) in cases {
        let file = pdf(template("formal_notice", Language::Fr), &Material::under(law)).await;
        let text = said("pdftotext", &["FILE", "-"], &file);
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words.split('|') {
            assert!(text.contains(word), "{law}: {word}\n{text}");
        }
        assert_eq!(text.contains("L. 113-3"), law == "FR");
    }
}

#[tokio::test]
async fn commissions_are_never_kept_back_in_the_cima_zone() {
    for (law, due) in [("FR", 1236.0), ("CIMA", 1416.0)] {
        let template = template("remittance_bordereau", Language::Fr);
        let file = render(filled(template, &Material::under(law), DocumentFormat::Xlsx)).await.expect("a workbook");
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(file.bytes)).expect("a workbook");
        let sheet = book.worksheet_range("Bordereau de reversement").expect("a sheet");
        assert_eq!(sheet.get((4, 5)), Some(&Data::Float(due)), "{law}");
        assert!(
            matches!(sheet.get((1, 2)), Some(Data::DateTime(_))) && matches!(sheet.get((1, 3)), Some(Data::Float(_)))
        );
        assert_eq!(sheet.get((4, 0)), Some(&Data::String("Total".to_owned())));
    }
}

#[tokio::test]
async fn the_other_tables_are_workbooks_with_days_and_amounts_too() {
    let cases = [
        ("production_bordereau", 3, 4),
        ("commission_bordereau", 9, 4),
        ("client_statement", 0, 4),
        ("premium_notice", 9, 1),
    ];
    for (key, day, amount) in cases {
        for language in Language::ALL {
            let order = filled(template(key, language), &Material::ordinary(), DocumentFormat::Xlsx);
            let file = render(order).await.expect("a workbook");
            let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(file.bytes)).expect("a workbook");
            let sheet = book.worksheet_range_at(0).expect("a sheet").expect("a sheet");
            assert!(day == 9 || matches!(sheet.get((1, day)), Some(Data::DateTime(_))), "{key} {sheet:?}");
            assert!(matches!(sheet.get((1, amount)), Some(Data::Float(_))), "{key} {sheet:?}");
        }
    }
}

#[tokio::test]
async fn only_the_named_data_travels_with_a_file() {
    let file = pdf(template("production_bordereau", Language::Fr), &Material::ordinary()).await;
    let attached = said("qpdf", &["--show-attachment=data.json", "FILE"], &file);
    let data: serde_json::Value = serde_json::from_str(&attached).expect("JSON");
    assert_eq!(data["data"]["entries"][0]["net"]["amount_minor"], 40_000);
    assert_eq!(data["document"]["number"], "ATT-2026-00001");
    assert!(
        data.get("client").is_none() && data.get("author").is_none() && data["agency"].get("email").is_none(),
        "{data}"
    );
    let unknown = "<attach-data names=\"client.nmae\"><p>x</p>";
    assert_eq!(common::refused(unknown).await, ["unknown_name 1:1 client.nmae"]);
}
