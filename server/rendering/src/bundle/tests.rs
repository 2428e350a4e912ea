//! Bundles, read back by other programs.

use std::process::Command;

use domain::document::DocumentFormat;
use domain::document_run::RunOutput;
use domain::shared::Language;
use hayro_write::hayro_syntax::Pdf as Read;
use jiff::Timestamp;
use serde_json::json;
use services::ports::bundle::{Binder, BundleCounts, BundleItem, BundleOrder};
use services::ports::render::RenderOrder;

use super::DocumentBinder;
use crate::engine;

fn order(output: RunOutput, language: Language) -> BundleOrder {
    BundleOrder {
        output,
        title: "Attestation d’assurance".into(),
        language,
        agency: "Cabinet Élysée".into(),
        author: "Zoé".into(),
        made_on: jiff::civil::date(2026, 11, 23),
        made_at: Timestamp::UNIX_EPOCH,
    }
}

fn pdf(text: &str, pages: usize) -> Vec<u8> {
    let source = vec![format!("<h1>{text}</h1><p>{{{{ value }}}}</p>"); pages].join("<page-break>");
    let order = RenderOrder {
        source,
        data: json!({ "value": "Été, œuvre, 12 €" }),
        format: DocumentFormat::Pdf,
        language: Language::Fr,
        title: text.to_owned(),
        made_at: Timestamp::UNIX_EPOCH,
        preview: None,
    };
    engine::render_apart(order).unwrap().bytes
}

fn bundle(output: RunOutput, documents: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bundle = DocumentBinder.begin(&order(output, Language::Fr));
    for (name, pdf) in documents {
        bundle.add(&BundleItem { bookmark: &format!("{name} – Élodie Durand"), name, pdf }).unwrap();
    }
    bundle.finish().unwrap()
}

/// What a program says about a file.
fn told(program: &str, before: &[&str], file: &[u8], after: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.pdf");
    std::fs::write(&path, file).unwrap();
    let answer = Command::new(program).args(before).arg(&path).args(after).output().unwrap();
    let said = String::from_utf8_lossy(&answer.stdout).into_owned() + &String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "{program}: {said}");
    said
}

#[test]
fn a_merged_file_holds_every_page_and_a_bookmark_for_each_document() {
    let (one, two) = (pdf("Première", 1), pdf("Seconde", 2));
    let merged = bundle(RunOutput::Merged, &[("ATT-2026-00001", &one), ("ATT-2026-00002", &two)]);
    assert_eq!(Read::new(merged.clone()).unwrap().pages().len(), 3);
    assert!(told("qpdf", &["--check"], &merged, &[]).contains("No syntax or stream encoding errors found"));
    let text = told("pdftotext", &[], &merged, &["-"]);
    for expected in ["Première", "Seconde", "Été, œuvre, 12 €"] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert!(told("pdffonts", &[], &merged, &[]).lines().skip(2).all(|font| font.contains(" yes ")), "all embedded");
    let outline: serde_json::Value =
        serde_json::from_str(&told("qpdf", &["--json", "--json-key=outlines"], &merged, &[])).unwrap();
    let outline = outline["outlines"].as_array().unwrap();
    let marks: Vec<(&str, i64)> = outline
        .iter()
        .map(|mark| (mark["title"].as_str().unwrap(), mark["destpageposfrom1"].as_i64().unwrap()))
        .collect();
    assert_eq!(marks, [("ATT-2026-00001 – Élodie Durand", 1), ("ATT-2026-00002 – Élodie Durand", 2)]);
    assert_eq!(merged, bundle(RunOutput::Merged, &[("ATT-2026-00001", &one), ("ATT-2026-00002", &two)]));
}

#[test]
fn an_archive_holds_the_documents_byte_for_byte_under_names_that_lead_nowhere() {
    let (one, two) = (pdf("Première", 1), pdf("Seconde", 1));
    let packed =
        bundle(RunOutput::Archive, &[("ATT-2026-00001", &one), ("../../etc/passwd", &two), ("ATT-2026-00001", &two)]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(packed)).unwrap();
    let mut files = Vec::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        files.push((file.name().unwrap().into_owned(), bytes));
    }
    let expected = [("ATT-2026-00001.pdf", &one), ("------etc-passwd.pdf", &two), ("ATT-2026-00001--2.pdf", &two)];
    assert_eq!(files, expected.map(|(name, bytes)| (name.to_owned(), bytes.clone())));
}

#[test]
fn what_is_no_pdf_is_refused() {
    let mut bundle = DocumentBinder.begin(&order(RunOutput::Merged, Language::Fr));
    let item = BundleItem { bookmark: "x", name: "x", pdf: b"no pdf" };
    assert!(bundle.add(&item).is_err());
}

#[test]
fn a_print_file_says_in_both_languages_that_the_originals_are_the_single_documents() {
    let counts = BundleCounts { documents: 2, refused: 1 };
    assert_eq!(DocumentBinder.cover(&order(RunOutput::Archive, Language::Fr), &counts), None);
    for (language, expected) in [
        (Language::Fr, ["Fichier d’impression", "Les originaux sont les documents un par un", "23 novembre 2026"]),
        (Language::En, ["Print file", "The originals are the single documents", "November"]),
    ] {
        let cover = DocumentBinder.cover(&order(RunOutput::Merged, language), &counts).unwrap();
        let text = told("pdftotext", &["-raw"], &engine::render_apart(cover).unwrap().bytes, &["-"]).replace('\n', " ");
        for expected in expected.iter().chain(&["Cabinet Élysée", "Zoé", "Attestation d’assurance"]) {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }
}
