//! What a template may say, and that everything else is refused at its line.

mod common;

use common::{limit, order, page, refused, snapshot, told};
use domain::document::DocumentFormat;
use rendering::{DirectRenderer, STANDARD_TEMPLATES};
use serde_json::{Value, json};
use services::ports::render::Renderer;

#[tokio::test]
async fn each_mistake_in_the_markup_is_told_at_its_line() {
    let cases = [
        ("<p>x</p>\n  <script>alert(1)</script>", "unknown_tag 2:3 script"),
        ("<p>x</p>\n\n<p onclick=\"x()\">y</p>", "unknown_attribute 3:1 p onclick"),
        ("<p style=\"color:red\">y</p>", "unknown_attribute 1:1 p style"),
        ("<p class=\"huge\">y</p>", "unknown_class 1:1 p class=\"huge\""),
        ("<p>a</p>\n<p>b", "unclosed_tag 2:1 p"),
        ("<div><p>a</div></p>", "bad_nesting 1:10 </div> in <p>"),
        ("<p>a</p></div>", "stray_end_tag 1:9 div"),
        ("<p>a</p><br></br>", "stray_end_tag 1:13 br"),
        ("<p>a <table></table></p>", "bad_nesting 1:6 <table> in a line of text"),
        ("<ul><p>a</p></ul>", "bad_nesting 1:5 <p> in <ul>"),
        ("<ul>words</ul>", "text_not_allowed 1:1 words in <ul>"),
        ("<li>a</li>", "bad_nesting 1:1 <li>"),
        ("<p><page-number></p>", "bad_nesting 1:4 page-number"),
        ("<div><page-break></div>", "bad_nesting 1:6 <page-break> in <div>"),
        ("<p>a</p>\n<qr data=\"x\">", "missing_alt 2:1 qr"),
        ("<qr data=\"\" alt=\"\">", "unfit_attribute 1:1 qr data"),
        ("<img src=\"https://example.org/a.png\" alt=\"\">", "unfit_picture 1:1 img src"),
        ("<img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"\">", "unfit_picture 1:1 img src"),
        ("<!DOCTYPE html><p>a</p>", "unknown_tag 1:1 !DOCTYPE"),
        ("<table><tbody><tr><td>a</td></tr><tr><td>a</td><td>b</td></tr></tbody></table>", "unfit_table 1:1 2 columns"),
        ("<table><tr><td>a</td></tr></table>", "bad_nesting 1:8 <tr> in <table>"),
        ("<table><tbody><tr><td colspan=\"0\">a</td></tr></tbody></table>", "unfit_attribute 1:19 td colspan=\"0\""),
        (
            "<table><tbody><tr><td rowspan=\"2\">a</td></tr></tbody></table>",
            "unfit_table 1:8 a rowspan past the last row",
        ),
        ("<columns widths=\"1 2 3\"><column>a</column></columns>", "unfit_columns 1:1 1 columns"),
        ("<p>a\u{202e}b</p>", "forbidden_character 1:1 U+202E"),
        ("<p>a\u{fdd2}b</p>", "forbidden_character 1:5 U+FDD0–U+FDEF"),
        (" {# nothing #} ", "empty_document 1:1 "),
    ];
    let mut wrong = Vec::new();
    for (source, expected) in cases {
        let told = refused(source).await;
        if told != [expected] {
            wrong.push(format!("{source}\n  expected {expected}\n  got {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn each_mistake_in_an_expression_is_told_at_its_line() {
    let cases = [
        ("<p>a</p>\n<p>{{ agency.nmae }}</p>", "unknown_name 2:7 agency.nmae"),
        ("<p>{{ nobody }}</p>", "unknown_name 1:7 nobody"),
        ("<p>\n{% if x %}a{% endif %}</p>", "unknown_name 2:7 x"),
        ("<p>{{ client.birth_date|dte }}</p>", "unknown_filter 1:25 client.birth_date|dte"),
        ("<p>{{ client.display_name|date }}</p>", "unfit_value 1:27 client.display_name|date"),
        ("<p>{{ policy.premium }}</p>", "unfit_value 1:7 policy.premium"),
        ("<p>{{ client.email|required }}</p>", "missing_value 1:20 client.email|required"),
        (
            "{% autoescape false %}<p>{{ client.display_name }}</p>{% endautoescape %}",
            "unfit_value 1:29 client.display_name",
        ),
        ("<p>{{ client.display_name|safe }}</p>", "unknown_filter 1:27 client.display_name|safe"),
    ];
    let mut wrong = Vec::new();
    for (source, expected) in cases {
        let told = refused(source).await;
        if told != [expected] {
            wrong.push(format!("{source}\n  expected {expected}\n  got {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for source in ["<p>\n{{ a b }}</p>", "<p>\n{% for %}</p>", "<p>\n{% include 'x' %}</p>", "<p>\n{{ 'x }}</p>"] {
        let problems = refused(source).await;
        assert!(problems.len() == 1 && problems[0].starts_with("template_syntax 2:"), "{problems:?}");
    }
}

#[tokio::test]
async fn a_template_is_checked_without_data() {
    let check = async |source: &str| {
        let problems = DirectRenderer.read(source, Value::Null).await.expect("an answer");
        problems.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(
        check(
            "{% if x %}<div class=\"box\">{% else %}<div class=\"{{ y }}\">{% endif %}\n<blink>a</blink></div><p id=\"x\">"
        ).await,
        ["unknown_tag 2:1 blink", "unknown_attribute 2:23 p id"]
    );
    assert!(check("<p>\n{% if %}</p><blink>").await[0].starts_with("template_syntax 2:"));
    for template in STANDARD_TEMPLATES {
        assert_eq!(check(template.source).await, Vec::<String>::new(), "{}", template.name);
    }
}

#[tokio::test]
async fn a_loop_or_a_bomb_is_stopped() {
    let cases = [
        ("{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}", "fuel"),
        ("{% for a in range(9000) %}<p>{{ 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' * 40 }}</p>{% endfor %}", "output"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "recursion"),
        (
            "{% for a in range(10000) %}{% for b in range(10000) %}{% for c in range(10) %}{% endfor %}{% endfor %}{% endfor %}",
            "fuel",
        ),
        ("<p>{{ 'x' * 10000000 }}</p>", "output"),
        (
            "{% set s = 'xxxxxxxxxx' %}{% for a in range(7) %}{% set s = s * 10 %}{% endfor %}<p>{{ s * 10000000 }}</p>",
            "output",
        ),
    ];
    for (source, expected) in cases {
        assert_eq!(limit(order(source, snapshot(), DocumentFormat::Html)).await, expected, "{source}");
    }
    let deep = format!("{}x{}", "<div>".repeat(65), "</div>".repeat(65));
    assert_eq!(limit(order(&deep, snapshot(), DocumentFormat::Html)).await, "depth");
    let nested = format!("{}x{}", "<ul><li>".repeat(40), "</li></ul>".repeat(40));
    assert_eq!(limit(order(&nested, snapshot(), DocumentFormat::Html)).await, "depth");
    let large = format!("<p>{}</p>", "x".repeat(1_000_001));
    assert_eq!(limit(order(&large, snapshot(), DocumentFormat::Html)).await, "source");
}

#[tokio::test]
async fn what_is_far_too_much_is_told_at_its_line() {
    let cases = [
        ("<p>a</p>\n<p>{% for a in range(1000000000) %}x{% endfor %}</p>", "unfit_value 2:"),
        ("<p>a</p>\n<qr data=\"a\" alt=\"\" width=\"999999999mm\">", "unfit_attribute 2:1 qr width"),
        (
            "<table widths=\"99999999999999999999 1\"><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
            "unfit_attribute 1:1",
        ),
        ("<table><tbody><tr><td colspan=\"1000000000\">a</td></tr></tbody></table>", "unfit_attribute 1:19"),
        ("<table><tbody><tr><td rowspan=\"1000000000\">a</td></tr></tbody></table>", "unfit_attribute 1:19"),
        ("<page-header from=\"-1\">a</page-header><p>a</p>", "unfit_attribute 1:1"),
        ("<page-format orientation=\"sideways\"><p>a</p>", "unfit_attribute 1:1"),
        ("<attach-data names=\" \"><p>a</p>", "unfit_attribute 1:1"),
        ("<p>a</p>\n  <img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB\">", "missing_alt 2:3 img"),
    ];
    for (source, expected) in cases {
        let told = refused(source).await;
        assert!(told.first().is_some_and(|told| told.starts_with(expected)), "{source}\n{told:?}");
    }
}

#[tokio::test]
async fn a_bomb_of_tags_ends_within_a_limit_or_a_refusal() {
    let many = "{% for a in range(10000) %}{% for b in range(10) %}<p><strong>x</strong></p>{% endfor %}{% endfor %}";
    for format in DocumentFormat::ALL {
        let told = limit(order(many, snapshot(), format)).await;
        assert!(["output", "pages"].contains(&told.as_str()) || told.starts_with("Ok"), "{told}");
    }
    let entities = format!("<p>{}</p>", "&amp;".repeat(150_000));
    assert!(page(&entities).await.is_ok());
    let unclosed = "<p>".repeat(200_000);
    assert_eq!(limit(order(&unclosed, snapshot(), DocumentFormat::Pdf)).await, "depth");
}

#[tokio::test]
async fn a_list_that_nobody_reads_on_paper_is_for_a_workbook() {
    let rows =
        "<table><tbody>{% for row in range(5001) %}<tr><td>{{ row|count }}</td></tr>{% endfor %}</tbody></table>";
    assert_eq!(limit(order(rows, snapshot(), DocumentFormat::Pdf)).await, "rows");
    assert!(common::render(order(rows, snapshot(), DocumentFormat::Xlsx)).await.is_ok());
}

#[tokio::test]
async fn a_hostile_name_is_text() {
    let mut data = snapshot();
    data["client"]["display_name"] = json!("<script>alert('1')</script> & \"Fils\" {{ agency }}");
    let source = "<p>{{ client.display_name }}</p><qr data=\"a\" alt=\"{{ client.display_name }}\">";
    let rendered = common::render(order(source, data.clone(), DocumentFormat::Html)).await.expect("a page");
    let text = String::from_utf8(rendered.bytes).expect("UTF-8");
    let escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;Fils&quot; {{ agency }}";
    assert_eq!(text.matches(escaped).count(), 2, "{text}");
    data["client"]["display_name"] = json!("\u{fdd0}9:9\u{fdd1}");
    let refused = common::render(order(source, data, DocumentFormat::Html)).await;
    assert!(format!("{refused:?}").contains("forbidden_character"));
}

#[tokio::test]
async fn days_and_amounts_are_written_in_the_documents_language() {
    let source = "<p>{{ client.birth_date|date }}, {{ client.birth_date|date_long }}, {{ policy.premium|money }}, {{ 1234|count }}, {{ client.email|date }}.</p>";
    assert_eq!(
        page(source).await.expect("a page"),
        "<p><time datetime=\"1980-02-03\">03/02/1980</time>, <time datetime=\"1980-02-03\">3\u{a0}février 1980</time>, \
         <data value=\"123456 EUR\">1\u{a0}234,56\u{a0}€</data>, <data value=\"1234\">1\u{a0}234</data>, .</p>"
    );
}

#[tokio::test]
async fn white_space_is_read_as_html_reads_it() {
    let source = "<p>  a\n  <strong> b </strong>  c<br>  d </p>\n\n<div>\n x <em>y</em>\n<p>z</p></div>";
    assert_eq!(
        page(source).await.expect("a page"),
        "<p>a <strong>b</strong> c<br>d</p>\n<div>x <em>y</em><p>z</p>\n</div>"
    );
}

#[test]
fn every_filter_and_code_is_documented() {
    let text = include_str!("../TEMPLATES.md");
    let words = "date date_long money count required \
        template_syntax unknown_name unknown_filter unknown_function unfit_value missing_value unknown_tag unknown_attribute \
        unknown_class unclosed_tag stray_end_tag bad_nesting text_not_allowed missing_alt unfit_attribute unfit_picture \
        unfit_table unfit_columns forbidden_character missing_glyph empty_document repeated_tag html_syntax too_large too_tall";
    for word in words.split_whitespace() {
        assert!(text.contains(&format!("`{word}`")), "{word}");
    }
}
