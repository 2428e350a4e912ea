//! The finished files: archival PDF, self-contained page, typed workbook, and the same bytes for the same order.

mod common;

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xlsx, open_workbook_from_rs};
use common::{certificate, order, render, snapshot};
use domain::document::DocumentFormat;
use domain::shared::Language;
use serde_json::json;
use services::ports::render::RenderError;

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn the_certificate_is_an_archival_and_accessible_pdf() {
    for (language, tag) in [(Language::Fr, "fr"), (Language::En, "en")] {
        let file = render(certificate(language, snapshot())).await.expect("a certificate");
        assert!(file.bytes.starts_with(b"%PDF-1.7") && file.bytes.len() < 100_000, "{}", file.bytes.len());
        for mark in [
            "<pdfaid:part>2<",
            "<pdfaid:conformance>A<",
            "<pdfuaid:part>1<",
            "2026-11-23T09:30:00+00:00",
            "/Marked true",
        ] {
            assert!(holds(&file.bytes, mark), "{mark}");
        }
        assert!(holds(&file.bytes, &format!("/Lang({tag})")) || holds(&file.bytes, &format!("/Lang ({tag})")));
        assert!(file.engine.starts_with("typst 0.15"), "{}", file.engine);
    }
}

#[tokio::test]
async fn the_same_order_gives_the_same_bytes() {
    for format in DocumentFormat::ALL {
        let order = common::order(
            "<h1>T</h1><table><tbody><tr><td>{{ 5|count }}</td></tr></tbody></table>",
            snapshot(),
            format,
        );
        let first = render(order.clone()).await.expect("a file");
        let second = render(order).await.expect("a file");
        assert_eq!(first, second, "{format:?}");
    }
    let (mut other, order) = (certificate(Language::Fr, snapshot()), certificate(Language::Fr, snapshot()));
    other.made_at = "2026-11-24T09:30:00Z".parse().expect("a timestamp");
    assert_ne!(render(order).await.expect("a file").bytes, render(other).await.expect("a file").bytes);
}

#[tokio::test]
async fn the_certificate_is_made_with_every_optional_field_empty_and_with_the_longest_ones() {
    let mut bare = snapshot();
    for field in ["legal_form", "phone", "email", "registration", "address"] {
        bare["agency"][field] = json!(null);
    }
    bare["agency"]["legal_mentions"] = json!([]);
    for field in ["address", "birth_date"] {
        bare["client"][field] = json!(null);
    }
    for field in [
        "product_name",
        "expiry_date",
        "period_from",
        "period_to",
        "premium",
        "payment_frequency_label",
        "effective_date",
    ] {
        bare["policy"][field] = json!(null);
    }
    bare["policy"]["risk"] = json!([]);
    let mut long = snapshot();
    long["client"]["display_name"] = json!("Établissements ".repeat(12));
    long["client"]["address"]["lines"] =
        json!("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft\nb\nc\nd");
    long["agency"]["legal_mentions"] = json!(["Une phrase de l’article 540 du code CIMA. ".repeat(20)]);
    long["policy"]["premium"] = json!({ "amount_minor": 809_816, "currency": "XOF" });
    long["policy"]["risk"] =
        (0..60).map(|row| json!({ "label": format!("Véhicule {row}"), "value": "11 JJ 03 ".repeat(row) })).collect();
    for data in [bare, long] {
        for language in Language::ALL {
            for format in DocumentFormat::ALL {
                let mut order = certificate(language, data.clone());
                order.format = format;
                assert!(!render(order).await.expect("a certificate").bytes.is_empty());
            }
        }
    }
}

#[tokio::test]
async fn a_certificate_without_its_number_is_refused_by_name() {
    let mut data = snapshot();
    data["document"]["number"] = json!(null);
    let refused = format!("{:?}", render(certificate(Language::Fr, data)).await);
    assert!(refused.contains("missing_value") && refused.contains("document.number|required"), "{refused}");
}

#[tokio::test]
async fn a_letter_without_a_glyph_is_told_at_its_line_or_as_part_of_the_data() {
    let refused = render(order("<p>a</p>\n<p>b😀</p>", snapshot(), DocumentFormat::Pdf)).await;
    assert!(
        matches!(&refused, Err(RenderError::Template(problems)) if common::told(&problems[0]) == "missing_glyph 2:5 U+1F600")
    );
    let mut data = snapshot();
    data["client"]["display_name"] = json!("Zoé 😀");
    let refused = render(certificate(Language::Fr, data)).await;
    assert!(
        matches!(&refused, Err(RenderError::Template(problems)) if common::told(&problems[0]) == "missing_glyph 1:0 U+1F600")
    );
}

#[tokio::test]
async fn the_page_needs_nothing_from_outside() {
    let mut order = certificate(Language::Fr, snapshot());
    order.format = DocumentFormat::Html;
    let text = String::from_utf8(render(order).await.expect("a page").bytes).expect("UTF-8");
    assert!(text.starts_with("<!DOCTYPE html>\n<html lang=\"fr\">"));
    for foreign in ["<script", "http://", "<link", "url(", "@import"] {
        assert!(!text.contains(foreign), "{foreign}");
    }
    assert!(
        text.contains(
            "<th scope=\"row\">Prime annuelle</th><td><data value=\"123456 EUR\">1\u{a0}234,56\u{a0}€</data>"
        )
    );
}

const SHEET: &str = "<h2>Quittances [2026]</h2><table><thead><tr><th>Client</th><th>Jour</th><th>Montant</th><th>Nombre</th></tr></thead>\
    <tbody><tr><td rowspan=\"2\">=1+1</td><td>{{ policy.period_from|date }}</td><td><strong>{{ policy.premium|money }}</strong></td><td>{{ 1234|count }}</td></tr>\
    <tr><td>le {{ policy.period_from|date }}</td><td>{{ {'amount_minor': -809816, 'currency': 'XOF'}|money }}</td><td></td></tr></tbody>\
    <tfoot><tr><td colspan=\"2\">Total</td><td>x</td><td>y</td></tr></tfoot></table>\
    <table title=\"Quittances [2026]\"><tbody><tr><td>b</td></tr></tbody></table>";

#[tokio::test]
async fn days_and_amounts_stay_values_in_a_sheet_and_formulas_stay_text() {
    let file = render(order(SHEET, snapshot(), DocumentFormat::Xlsx)).await.expect("a workbook");
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(file.bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Quittances 2026", "Quittances 2026 2"]);
    let mut cells = book.worksheet_cells_reader("Quittances 2026").expect("a sheet");
    let mut found = Vec::new();
    while let Some(cell) = cells.next_cell().expect("a cell") {
        let value = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::DateTime(day) => format!("day {}", day.as_f64()),
            other => Data::from(other.clone()).to_string(),
        };
        found.push((cell.get_position(), value));
    }
    let expected = [
        ((0, 0), "Client"),
        ((0, 1), "Jour"),
        ((0, 2), "Montant"),
        ((0, 3), "Nombre"),
        ((1, 0), "=1+1"),
        ((1, 1), "day 46023"),
        ((1, 2), "1234.56"),
        ((1, 3), "1234"),
        ((2, 1), "le 01/01/2026"),
        ((2, 2), "-809816"),
        ((3, 0), "Total"),
        ((3, 2), "x"),
        ((3, 3), "y"),
    ];
    assert_eq!(found, expected.map(|(place, text)| (place, text.to_owned())));
}

#[tokio::test]
async fn a_document_without_a_table_is_one_sheet_of_lines() {
    let file =
        render(order("<h1>Titre</h1><p>a<br>b</p>", snapshot(), DocumentFormat::Xlsx)).await.expect("a workbook");
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(file.bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Attestation"]);
    let mut cells = book.worksheet_cells_reader("Attestation").expect("a sheet");
    assert!(matches!(cells.next_cell().expect("a cell").expect("a cell").get_value(), DataRef::SharedString("Titre")));
}
