//! The child process: the same file as in this process, and an error for every way it can end.
#![expect(clippy::expect_used, reason = "a test ends where its material or its tools are unfit")]

mod common;

use std::ffi::OsString;
use std::time::Duration;

use common::{certificate, order, snapshot};
use domain::document::DocumentFormat;
use domain::shared::Language;
use domain::template::{Fact, FactShape, TemplateUsage};
use rendering::{ChildRenderer, DirectRenderer, STANDARD_TEMPLATES};
use serde_json::{Map, Value, json};
use services::ports::render::{RenderError, RenderOrder, Renderer};

fn worker() -> ChildRenderer {
    ChildRenderer::new(env!("CARGO_BIN_EXE_render-worker").into(), Vec::new(), 2)
}

fn shell(script: &str) -> ChildRenderer {
    ChildRenderer::new("/bin/sh".into(), vec![OsString::from("-c"), OsString::from(script)], 1)
}

#[tokio::test]
async fn two_processes_make_the_same_bytes() {
    let order = certificate(Language::Fr, snapshot());
    let here = DirectRenderer.render(order.clone()).await.expect("a certificate");
    let renderer = worker();
    let (first, second) = tokio::join!(renderer.render(order.clone()), renderer.render(order));
    assert_eq!(first.expect("a certificate"), here);
    assert_eq!(second.expect("a certificate"), here);
}

/// Every declared fact, filled with something of its shape; nothing for a word that is no usage.
fn facts(usage: &str) -> Value {
    let facts = TemplateUsage::parse(usage).map_or(&[][..], TemplateUsage::facts);
    facts.iter().map(|fact| (fact.name.to_owned(), filled(fact))).collect::<Map<String, Value>>().into()
}

fn filled(fact: &Fact) -> Value {
    match fact.shape {
        FactShape::Line | FactShape::Text => Value::from("Œuvre d’essai"),
        FactShape::Day => Value::from("2026-11-23"),
        FactShape::Money => json!({ "amount_minor": 123_456, "currency": "EUR" }),
        FactShape::YesNo => Value::from(false),
        FactShape::Table(columns) => {
            let row: Map<String, Value> = columns.iter().map(|cell| (cell.name.to_owned(), filled(cell))).collect();
            json!([row.clone(), row])
        }
    }
}

#[tokio::test]
async fn every_standard_document_is_reproduced_byte_for_byte_in_two_processes() {
    let (then, later) = (worker(), worker());
    for template in STANDARD_TEMPLATES {
        let mut data = snapshot();
        data["data"] = facts(template.usage);
        for format in DocumentFormat::ALL {
            let order = RenderOrder { language: template.language, ..order(template.source, data.clone(), format) };
            let (first, second) = (then.render(order.clone()).await, later.render(order).await);
            let name = format!("{} in {} as {}", template.usage, template.language.code(), format.code());
            assert_eq!(
                first.unwrap_or_else(|error| panic!("{name}: {error:?}")).bytes,
                second.expect("the same").bytes,
                "{name}"
            );
        }
    }
}

#[tokio::test]
async fn a_refusal_crosses_the_process_with_its_lines() {
    let order = order("<p>a</p>\n<blink>b</blink>", snapshot(), DocumentFormat::Pdf);
    let here = DirectRenderer.render(order.clone()).await;
    assert!(matches!(&here, Err(RenderError::Template(problems)) if problems[0].line == 2));
    assert_eq!(worker().render(order).await, here);
}

#[tokio::test]
async fn a_child_that_hangs_dies_or_lies_is_an_error_and_never_a_panic() {
    let order = order("<p>a</p>", snapshot(), DocumentFormat::Pdf);
    let hanging = shell("sleep 60").with_wall_time(Duration::from_millis(300));
    assert_eq!(hanging.render(order.clone()).await, Err(RenderError::Limit("time".to_owned())));
    let cases = [
        ("kill -XCPU $$", RenderError::Limit("cpu".to_owned())),
        ("kill -KILL $$", RenderError::Limit("killed".to_owned())),
        ("echo 'memory allocation of 9 bytes failed' >&2; kill -ABRT $$", RenderError::Limit("memory".to_owned())),
    ];
    for (script, expected) in cases {
        assert_eq!(shell(script).render(order.clone()).await, Err(expected), "{script}");
    }
    let broken = [
        "kill -ABRT $$",
        "exit 3",
        // Our own words, a mark and nothing, an answer that is none, one that promises 4 GiB, and zeros without end.
        "cat",
        "echo MAA1",
        "printf 'MAA1\\000\\000\\000\\002{}'",
        "printf 'MAA1\\377\\377\\377\\377'; sleep 60",
        "cat /dev/zero",
        // An answer written before the order was known: whoever guessed the number would answer for somebody else's document.
        "printf 'MAA1\\000\\000\\000\\102{\"number\":1,\"more\":true,\"reply\":{\"done\":{\"engine\":\"x\",\"length\":0}}}'; sleep 60",
    ];
    for script in broken {
        let result = shell(script).render(order.clone()).await;
        assert!(matches!(result, Err(RenderError::Engine(_))), "{script}: {result:?}");
    }
    let absent = ChildRenderer::new("/nowhere/worker".into(), Vec::new(), 1);
    assert!(matches!(absent.render(order).await, Err(RenderError::Engine(_))));
}

#[tokio::test]
async fn a_document_that_outgrows_the_memory_is_refused() {
    let source = "<table><tbody>{% for i in range(4900) %}<tr><td>a</td><td>b</td><td>c</td><td>d</td><td>e</td><td>f</td></tr>{% endfor %}</tbody></table>";
    let script = format!("ulimit -v 300000; exec {}", env!("CARGO_BIN_EXE_render-worker"));
    let result = shell(&script).render(order(source, snapshot(), DocumentFormat::Pdf)).await;
    assert_eq!(result, Err(RenderError::Limit("memory".to_owned())));
}

#[tokio::test]
async fn the_child_inherits_no_secret() {
    // The shell answers with its environment as its exit: nothing but what the renderer sets.
    let script = "test \"$(env | cut -d= -f1 | grep -v -e PWD -e SHLVL -e '^_$' | sort | tr '\\n' ' ')\" = 'MALLOC_ARENA_MAX RAYON_NUM_THREADS ' && kill -KILL $$";
    let order = order("<p>a</p>", snapshot(), DocumentFormat::Pdf);
    // Without a path the shell finds its tools by its built-in default.
    assert_eq!(shell(script).render(order).await, Err(RenderError::Limit("killed".to_owned())));
}

/// A program that first does what the script says and is a good worker from its second start on.
fn once(name: &str, script: &str) -> ChildRenderer {
    let mark = std::env::temp_dir().join(format!("render-worker-{name}-{}", std::process::id()));
    let mark = mark.to_str().expect("a path");
    let worker = env!("CARGO_BIN_EXE_render-worker");
    shell(&format!("if [ -e {mark} ]; then rm {mark}; exec {worker}; fi; : > {mark}; {script}"))
}

#[tokio::test]
async fn after_a_worker_that_hung_died_or_flooded_the_next_order_finds_a_fresh_one() {
    let order = certificate(Language::Fr, snapshot());
    let here = DirectRenderer.render(order.clone()).await.expect("a certificate");
    for (name, script) in [
        ("hangs", "sleep 60"),
        ("dies", "kill -KILL $$"),
        ("floods", "cat /dev/zero"),
        ("complains", "cat /dev/zero >&2"),
    ] {
        let renderer = once(name, script).with_wall_time(Duration::from_secs(8));
        assert!(renderer.render(order.clone()).await.is_err(), "{name}");
        assert_eq!(renderer.render(order.clone()).await.as_ref(), Ok(&here), "{name}");
        assert_eq!(renderer.started(), 2, "{name}");
    }
}

#[tokio::test]
async fn one_worker_makes_many_documents_and_keeps_nothing_of_them() {
    let renderer = ChildRenderer::new(env!("CARGO_BIN_EXE_render-worker").into(), Vec::new(), 1);
    let first = certificate(Language::Fr, snapshot());
    let made = renderer.render(first.clone()).await.expect("a certificate");
    for number in 0..60 {
        let mut data = snapshot();
        data["client"]["display_name"] = format!("Client {number}").into();
        renderer.render(certificate(Language::En, data)).await.expect("a certificate");
        let refused = renderer.render(order("<blink>", snapshot(), DocumentFormat::Pdf)).await;
        assert!(matches!(refused, Err(RenderError::Template(_))));
    }
    assert_eq!(renderer.render(first).await.expect("a certificate"), made);
    // A worker that holds on to its documents grows by 10 MB with each and makes place for another.
    assert_eq!(renderer.started(), 1);
}

#[tokio::test]
async fn a_worker_that_reached_a_limit_serves_nobody_else() {
    let renderer = ChildRenderer::new(env!("CARGO_BIN_EXE_render-worker").into(), Vec::new(), 1);
    let endless = "{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}";
    let refused = renderer.render(order(endless, snapshot(), DocumentFormat::Pdf)).await;
    assert_eq!(refused, Err(RenderError::Limit("fuel".to_owned())));
    assert!(renderer.render(order("<p>a</p>", snapshot(), DocumentFormat::Pdf)).await.is_ok());
    assert_eq!(renderer.started(), 2);
}

#[tokio::test]
async fn what_is_typed_never_ends_the_process_that_has_it_read() {
    let many = |part: &str| part.repeat(20_000);
    let hostile = [
        format!("<p>{{{{ 1{} }}}}</p>", many("+1")),
        format!("<p>{{{{ {}1 }}}}</p>", many("not ")),
        format!("<p>{{{{ {}1 }}}}</p>", many("-")),
        format!("<p>{{{{ 'a'{} }}}}</p>", many("|upper")),
        format!("<p>{{{{ a{} }}}}</p>", many(".a")),
        format!("<p>{{{{ {}1 }}}}</p>", many("1 if 1 else ")),
        format!("{{% if 0 %}}{}{{% endif %}}", many("{% elif 0 %}")),
    ];
    let renderer = worker();
    for source in hostile {
        let answer = renderer.read(&source, snapshot()).await;
        let begins: String = source.chars().take(20).collect();
        assert!(!matches!(answer, Err(RenderError::Engine(_))), "{begins}: {answer:?}");
    }
    assert_eq!(renderer.read("<p>{{ document.number }}</p>", snapshot()).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_line_without_end_is_refused_soon() {
    let renderer = worker();
    for (source, limit) in [
        ("<p>{{ range(100000)|join('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') }}</p>", "text"),
        ("<h1>{{ range(9000)|join(' ') }}</h1>", "paragraph"),
        ("<p>{% for i in range(16000) %}<span>a</span>{% endfor %}</p>", "paragraph"),
    ] {
        let answer = renderer.render(order(source, snapshot(), DocumentFormat::Pdf)).await;
        assert_eq!(answer, Err(RenderError::Limit(limit.to_owned())), "{source}");
    }
    let cell = "<table><tbody><tr><td>{{ range(9000)|join('    ') }}</td></tr></tbody></table>";
    let answer = renderer.render(order(cell, snapshot(), DocumentFormat::Xlsx)).await;
    assert_eq!(answer, Err(RenderError::Limit("cell".to_owned())), "nothing is cut out of what was written");
}

/// Whoever tries a template waits for others who do; a document does not.
#[tokio::test]
async fn templates_that_are_tried_keep_no_document_waiting() {
    let waits = "cat >/dev/null & sleep 3";
    let looks = shell(waits).with_wall_time(Duration::from_secs(2));
    let document = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        looks.render(order("<p>a</p>", snapshot(), DocumentFormat::Pdf)).await
    };
    let (one, other, document) =
        tokio::join!(looks.read("<p>a</p>", snapshot()), looks.read("<p>b</p>", snapshot()), document);
    let busy = RenderError::Engine("all workers are busy".to_owned());
    assert!([one.err(), other.err()].contains(&Some(busy.clone())), "the second look waited for the first");
    assert_ne!(document.err(), Some(busy), "a document has places of its own");
}
