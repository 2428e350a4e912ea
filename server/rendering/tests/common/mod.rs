//! What the tests of this crate share: a snapshot as the services pass it, and orders made from it.
#![expect(dead_code, reason = "each test file uses its part of this module")]
#![expect(clippy::expect_used, reason = "a test ends where its material is unfit")]

pub(crate) mod material;

use domain::document::DocumentFormat;
use domain::shared::Language;
use rendering::{DirectRenderer, STANDARD_TEMPLATES};
use serde_json::{Value, json};
use services::ports::render::{RenderError, RenderOrder, Rendered, Renderer, TemplateProblem};

/// The snapshot of a motor policy in force.
pub(crate) fn snapshot() -> Value {
    json!({
        "agency": {
            "name": "Cabinet Démo", "legal_form": "SARL",
            "address": { "lines": "12 rue de la Paix", "postal_code": "75002", "city": "Paris", "country": "FR" },
            "phone": "+33 1 23 45 67 89", "email": "contact@cabinet-demo.example", "registration": "ORIAS 07 000 000",
            "legal_mentions": ["Cabinet Démo, courtier immatriculé à l’ORIAS.", "Sous le contrôle de l’ACPR."],
            "jurisdiction": "FR"
        },
        "client": {
            "kind": "person", "display_name": "Anaïs Essai-Zoé", "first_name": "Anaïs", "last_name": "Essai-Zoé",
            "legal_name": null,
            "address": { "lines": "Bâtiment C\n7 allée des Œillets", "postal_code": "69003", "city": "Lyon", "country": "FR" },
            "email": null, "phone": null, "birth_date": "1980-02-03", "tax_id": null
        },
        "company": { "name": "Assurances Générales Exemple", "code": "AGE", "address": null },
        "policy": {
            "policy_number": "ACC-2026-0001", "product_line": "motor", "product_line_label": "Automobile",
            "product_name": "Auto Confort", "effective_date": "2026-01-01", "expiry_date": "2027-01-01",
            "period_from": "2026-01-01", "period_to": "2026-12-31", "tacit_renewal": true,
            "payment_frequency": "annual", "payment_frequency_label": "Annuel",
            "state": "in_force", "state_label": "En cours",
            "premium": { "amount_minor": 123_456, "currency": "EUR" },
            "risk": [{ "label": "Immatriculation", "value": "AB-123-CD" }],
            "payer": "Zoé Payeuse", "insured": "Zoé Payeuse", "parties": []
        },
        "document": {
            "number": "ATT-2026-00001", "issued_on": "2026-11-23", "verification_code": "K7QX-94MD-2HTP",
            "verification_url": "https://demo.example/verify/K7QX94MD2HTP"
        },
        "author": { "full_name": "Claire Martin" },
        "data": {}
    })
}

/// An order in French for this template and data.
pub(crate) fn order(source: &str, data: Value, format: DocumentFormat) -> RenderOrder {
    RenderOrder {
        preview: None,
        source: source.to_owned(),
        data,
        format,
        language: Language::Fr,
        title: "Attestation".to_owned(),
        made_at: "2026-11-23T09:30:00Z".parse().expect("a timestamp"),
    }
}

/// The standard certificate in this language, as a PDF.
pub(crate) fn certificate(language: Language, data: Value) -> RenderOrder {
    let template = STANDARD_TEMPLATES.iter().find(|template| template.language == language).expect("a certificate");
    RenderOrder { language, ..order(template.source, data, DocumentFormat::Pdf) }
}

/// Renders in this process.
pub(crate) async fn render(order: RenderOrder) -> Result<Rendered, RenderError> {
    DirectRenderer.render(order).await
}

/// Renders the body with the snapshot as HTML and returns the text between `<main>` tags.
pub(crate) async fn page(source: &str) -> Result<String, RenderError> {
    let rendered = render(order(source, snapshot(), DocumentFormat::Html)).await?;
    let text = String::from_utf8(rendered.bytes).expect("UTF-8");
    let body = text.split_once("<main>\n").and_then(|(_, rest)| rest.split_once("</main>"));
    Ok(body.expect("a main element").0.trim_end().to_owned())
}

/// The problems for which the template is refused, as `code line:column subject`.
pub(crate) async fn refused(source: &str) -> Vec<String> {
    match page(source).await {
        Err(RenderError::Template(problems)) => problems.iter().map(told).collect(),
        other => vec![format!("{other:?}")],
    }
}

/// One problem in a line.
pub(crate) fn told(problem: &TemplateProblem) -> String {
    format!("{} {}:{} {}", problem.code, problem.line, problem.column, problem.subject)
}

/// The limit at which rendering stopped.
pub(crate) async fn limit(order: RenderOrder) -> String {
    match render(order).await {
        Err(RenderError::Limit(limit)) => limit,
        other => format!("{:?}", other.map(|rendered| rendered.bytes.len())),
    }
}
