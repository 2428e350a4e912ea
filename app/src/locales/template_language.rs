//! The language of templates, explained. `server/rendering/TEMPLATES.md` is the whole of it; this is what a page holds.

use domain::shared::Language;

type Line = (&'static str, &'static str, &'static str);

const EXAMPLE: &str = r#"<page-footer><p>{{ agency.name }} – <page-number> / <page-count></p></page-footer>
<h1>Attestation d’assurance</h1>
<p>Nous certifions que <strong>{{ client.display_name|required }}</strong> est assuré
   du {{ policy.period_from|date }} au {{ policy.period_to|date }}.</p>
{% if client.email %}<p>Courriel : {{ client.email }}</p>{% endif %}
<table class="facts">
  <tbody>
    {% for item in policy.risk %}
      <tr><th>{{ item.label }}</th><td>{{ item.value }}</td></tr>
    {% endfor %}
  </tbody>
</table>
<signature name="{{ author.full_name }}"><p>Fait le {{ document.issued_on|date_long }}</p></signature>"#;

const DATA: [Line; 6] = [
    (
        "agency",
        "Le cabinet : name, legal_form, address (lines, postal_code, city, country), phone, email, registration, legal_mentions, jurisdiction",
        "The firm: name, legal_form, address (lines, postal_code, city, country), phone, email, registration, legal_mentions, jurisdiction",
    ),
    (
        "client",
        "Le client : kind, display_name, first_name, last_name, legal_name, address, email, phone, birth_date, tax_id",
        "The client: kind, display_name, first_name, last_name, legal_name, address, email, phone, birth_date, tax_id",
    ),
    ("company", "La compagnie : name, code, address", "The company: name, code, address"),
    (
        "policy",
        "Le contrat : policy_number, product_line_label, product_name, effective_date, expiry_date, period_from, period_to, tacit_renewal, payment_frequency_label, version, state, state_label, premium, risk (label, value), payer, insured, parties (role, label, name)",
        "The policy: policy_number, product_line_label, product_name, effective_date, expiry_date, period_from, period_to, tacit_renewal, payment_frequency_label, version, state, state_label, premium, risk (label, value), payer, insured, parties (role, label, name)",
    ),
    (
        "document",
        "Le document : number, issued_on, verification_code, verification_url",
        "The document: number, issued_on, verification_code, verification_url",
    ),
    ("author", "Qui l’établit : full_name", "Who issues it: full_name"),
];

const EXPRESSIONS: [Line; 10] = [
    ("{{ client.display_name }}", "La donnée", "The data"),
    (
        "{{ client.tax_id|required }}",
        "La donnée, et un refus si elle est vide",
        "The data, and a refusal when it is empty",
    ),
    ("{{ policy.period_from|date }}", "23/11/2026", "23/11/2026"),
    ("{{ policy.period_from|date_long }}", "23 novembre 2026", "23 November 2026"),
    ("{{ policy.premium|money }}", "1 234,56 €, 809 816 F CFA", "€1,234.56, 809,816 F CFA"),
    ("{{ data.items|count }}", "Un nombre entier : 1 234", "A whole number: 1,234"),
    ("{% if x %} … {% else %} … {% endif %}", "Une partie sous condition", "A part under a condition"),
    ("{% for item in policy.risk %} … {% endfor %}", "Une partie pour chaque élément", "A part for each entry"),
    ("{% set x = … %}", "Une valeur à réutiliser", "A value to use again"),
    ("{# … #}", "Une remarque, non imprimée", "A remark, not printed"),
];

const TAGS: [Line; 15] = [
    (
        "<page-header>",
        "En haut de chaque page (from=\"2\"\u{a0}: à partir de la page 2)",
        "At the head of each page (from=\"2\": from page 2 on)",
    ),
    (
        "<page-footer>",
        "En bas de chaque page ; <page-number> et <page-count>",
        "At the foot of each page; <page-number> and <page-count>",
    ),
    ("<h1> <h2> <h3>", "Titres", "Headings"),
    ("<p>", "Paragraphe", "Paragraph"),
    ("<ul> <ol> <li>", "Listes", "Lists"),
    ("<hr>", "Filet", "A thin line"),
    ("<div> <section>", "Groupe de blocs", "A group of blocks"),
    ("<keep>", "Reste sur une même page", "Stays on one page"),
    ("<columns> <column>", "Colonnes côte à côte (widths=\"1 2\")", "Side by side (widths=\"1 2\")"),
    (
        "<table>",
        "Tableau\u{a0}: thead, tbody, tfoot, tr, th, td, colspan, rowspan, widths, title",
        "Table: thead, tbody, tfoot, tr, th, td, colspan, rowspan, widths, title",
    ),
    (
        "<img>",
        "Image dans le modèle (src=\"data:…\", alt, width)",
        "A picture inside the template (src=\"data:…\", alt, width)",
    ),
    ("<qr>", "QR code (data, alt, width)", "QR code (data, alt, width)"),
    ("<signature>", "Place de la signature (name, role)", "Place for a signature (name, role)"),
    ("<page-break>", "Nouvelle page", "A new page"),
    ("<strong> <em> <small> <span> <br>", "Dans une ligne", "Within a line"),
];

const LOOKS: [Line; 7] = [
    (
        "p, h1, h2, h3",
        "left right center muted small lead accent nowrap",
        "left right center muted small lead accent nowrap",
    ),
    ("span", "muted small accent nowrap code", "muted small accent nowrap code"),
    (
        "div, section",
        "left right center muted small panel box band letterhead",
        "left right center muted small panel box band letterhead",
    ),
    ("table", "facts grid plain-table small", "facts grid plain-table small"),
    ("tr", "total", "total"),
    ("th, td", "left right center muted small accent nowrap", "left right center muted small accent nowrap"),
    ("img, qr", "left right center", "left right center"),
];

/// The language of templates, explained in the reader's language: what one writes, and what it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateLanguage {
    language: Language,
}

impl TemplateLanguage {
    /// The explanation in the given language.
    pub const fn in_language(language: Language) -> Self {
        Self { language }
    }

    /// A small template.
    pub const fn example(self) -> &'static str {
        EXAMPLE
    }

    /// The names of the data.
    pub fn data(self) -> Vec<(&'static str, &'static str)> {
        self.told(&DATA)
    }

    /// Expressions and filters.
    pub fn expressions(self) -> Vec<(&'static str, &'static str)> {
        self.told(&EXPRESSIONS)
    }

    /// The tags.
    pub fn tags(self) -> Vec<(&'static str, &'static str)> {
        self.told(&TAGS)
    }

    /// The words that `class` takes, by tag.
    pub fn looks(self) -> Vec<(&'static str, &'static str)> {
        self.told(&LOOKS)
    }

    fn told(self, lines: &[Line]) -> Vec<(&'static str, &'static str)> {
        let in_french = self.language == Language::Fr;
        lines.iter().map(|&(write, fr, en)| (write, if in_french { fr } else { en })).collect()
    }
}
