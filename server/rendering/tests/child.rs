//! The child process: the same file as in this process, and an error for every way it can end.

mod common;

use std::ffi::OsString;
use std::time::Duration;

use common::{certificate, order, snapshot};
use domain::document::DocumentFormat;
use domain::shared::Language;
use rendering::{ChildRenderer, DirectRenderer};
use services::ports::render::{RenderError, Renderer};

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
    for script in ["kill -ABRT $$", "exit 3", "cat", "echo MAR1", "printf 'MAR1\\000\\000\\000\\002{}'"] {
        let result = shell(script).render(order.clone()).await;
        assert!(matches!(result, Err(RenderError::Engine(_))), "{script}: {result:?}");
    }
    let absent = ChildRenderer::new("/nowhere/worker".into(), Vec::new(), 1);
    assert!(matches!(absent.render(order).await, Err(RenderError::Engine(_))));
}

#[tokio::test]
async fn a_document_that_outgrows_the_memory_is_refused() {
    let source = "<table><tbody>{% for i in range(20000) %}<tr><td>x</td></tr>{% endfor %}</tbody></table>";
    let script = format!("ulimit -v 260000; exec {}", env!("CARGO_BIN_EXE_render-worker"));
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
