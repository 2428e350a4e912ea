//! What a document costs: a certificate of one page, a notice of two, a bordereau of 5,000 rows, and a thousand documents in a row.
//! `cargo run --release -p bench -- documents [python]`.
//!
//! Everything goes through the product's own renderer with one worker process, which runs on one core: the template is filled, read as
//! markup, set by Typst and written as PDF/A with tags. With a Python that has `WeasyPrint` and `ReportLab` (see `bench/python`), the same
//! documents are made with those in the same run.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use domain::document::DocumentFormat;
use domain::shared::Language;
use rendering::{ChildRenderer, STANDARD_TEMPLATES};
use serde_json::{Value, json};
use services::ports::render::{RenderError, RenderOrder, Renderer};

use crate::{Outcome, say};

/// The argument by which this program becomes a worker.
pub(crate) const WORKER: &str = "render-worker";
/// How long each kind is measured.
const TIME: Duration = Duration::from_secs(8);
/// Rows of the long bordereau: the most a PDF may have.
const ROWS: usize = 5_000;
/// Documents made in a row.
const MANY: usize = 1_000;

/// Runs every measurement, beside Python's engines when a Python is named.
pub(crate) async fn run(python: Option<&str>) -> Outcome<()> {
    let renderer = ChildRenderer::new(std::env::current_exe()?, vec![WORKER.into()], 1);
    let material: Value = serde_json::from_str(include_str!("../../server/rendering/tests/material/ordinary.json"))?;
    let certificate = order("certificate", &material, &Value::Null)?;
    let lines: Vec<&Value> = rows(&material["facts"]["premium_notice"]["lines"], 60)?;
    let notice = order("premium_notice", &material, &json!({ "lines": lines }))?;
    let own = [
        rate(&renderer, "certificate, one page", 20, &certificate).await?,
        rate(&renderer, "notice, 60 rows", 8, &notice).await?,
    ];
    long(&renderer, &material).await?;
    many(&renderer, &certificate).await?;
    if let Some(python) = python {
        beside(&renderer, python, [certificate, notice], own).await?;
    }
    Ok(())
}

/// The order of a standard template with the material's facts, some of them replaced.
fn order(usage: &str, material: &Value, instead: &Value) -> Outcome<RenderOrder> {
    let template = STANDARD_TEMPLATES.iter().find(|one| one.usage == usage && one.language == Language::Fr);
    let mut data = material["snapshot"].clone();
    data["data"] = material["facts"][usage].clone();
    for (name, value) in instead.as_object().into_iter().flatten() {
        data["data"][name] = value.clone();
    }
    Ok(RenderOrder {
        source: template.ok_or("no such template")?.source.to_owned(),
        data,
        format: DocumentFormat::Pdf,
        language: Language::Fr,
        title: usage.to_owned(),
        made_at: "2026-11-23T09:30:00Z".parse()?,
        preview: None,
    })
}

fn rows(some: &Value, count: usize) -> Outcome<Vec<&Value>> {
    Ok(some.as_array().ok_or("no rows")?.iter().cycle().take(count).collect())
}

/// How many are made in a thousand seconds, written as what is made in one.
fn thousandths(rate: u64) -> String {
    format!("{:>5}.{}", rate / 1000, rate % 1000 / 100)
}

/// How many documents are made in a thousand seconds.
async fn rate(renderer: &ChildRenderer, name: &str, goal: u32, order: &RenderOrder) -> Outcome<u64> {
    // The first one starts the worker and reads the fonts.
    renderer.render(order.clone()).await?;
    let start = now();
    let mut made = 0;
    while start.elapsed() < TIME {
        renderer.render(order.clone()).await?;
        made += 1;
    }
    let rate = made * 1_000_000 / u64::try_from(start.elapsed().as_millis())?;
    say(&format!("{name:<24} {}/s  (goal: {goal})", thousandths(rate)));
    Ok(rate)
}

async fn long(renderer: &ChildRenderer, material: &Value) -> Outcome<()> {
    let entries = &material["facts"]["production_bordereau"]["entries"];
    let bordereau = |count| order("production_bordereau", material, &json!({ "entries": rows(entries, count)? }));
    let start = now();
    let file = renderer.render(bordereau(ROWS)?).await?;
    let (time, peak) = (u64::try_from(start.elapsed().as_millis())?, worker_memory("VmHWM")?);
    let size = file.bytes.len() / 1024;
    say(&format!("{ROWS} rows                {} s  {peak} MiB, {size} KiB  (goal: 10 s, 1024 MiB)", thousandths(time)));
    match renderer.render(bordereau(ROWS + 1)?).await {
        Err(RenderError::Limit(limit)) if limit == "rows" => {
            say("one row more             refused, with the advice to take XLSX");
        }
        other => return Err(format!("one row more was not refused: {:?}", other.map(|file| file.bytes.len())).into()),
    }
    Ok(())
}

async fn many(renderer: &ChildRenderer, certificate: &RenderOrder) -> Outcome<()> {
    let started = renderer.started();
    let mut told = Vec::new();
    for number in 1..=MANY {
        let mut order = certificate.clone();
        order.data["client"]["display_name"] = json!(format!("Client {number}"));
        renderer.render(order).await?;
        if number % 200 == 0 {
            told.push(format!("{} MiB", worker_memory("VmRSS")?));
        }
    }
    let workers = renderer.started() - started;
    say(&format!("{MANY} documents           after each 200: {} ({workers} more workers)", told.join(", ")));
    Ok(())
}

/// A figure of the worker's memory in MiB (proc(5)): this process has no other child while it measures.
fn worker_memory(figure: &str) -> Outcome<u64> {
    let own = format!("PPid:\t{}", std::process::id());
    for entry in std::fs::read_dir("/proc")? {
        let Ok(text) = std::fs::read_to_string(entry?.path().join("status")) else { continue };
        if text.lines().any(|line| line == own) {
            let line = text.lines().find(|line| line.starts_with(figure)).ok_or("no figure of memory")?;
            let kib: u64 = line.split_ascii_whitespace().nth(1).ok_or("no figure of memory")?.parse()?;
            return Ok(kib / 1024);
        }
    }
    // A worker that made place for another leaves no child for a moment.
    Ok(0)
}

/// The same documents by Python's engines: `WeasyPrint` gets our page, `ReportLab` its own program for the same words.
async fn beside(renderer: &ChildRenderer, python: &str, orders: [RenderOrder; 2], own: [u64; 2]) -> Outcome<()> {
    let folder = std::env::temp_dir().join(format!("bench-documents-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/documents.py");
    for (order, own) in orders.into_iter().zip(own) {
        let page = renderer.render(RenderOrder { format: DocumentFormat::Html, ..order.clone() }).await?;
        let (page_file, data_file) = (folder.join("page.html"), folder.join("data.json"));
        std::fs::write(&page_file, page.bytes)?;
        std::fs::write(&data_file, serde_json::to_vec(&order.data)?)?;
        let output = Command::new(python).arg(&script).args([&page_file, &data_file]).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let (engine, rate) = line.split_once(' ').ok_or("an unreadable answer")?;
            let rate: u64 = rate.parse()?;
            let (shown, times) = (thousandths(rate), thousandths(own * 1000 / rate.max(1)));
            say(&format!("{:<24} {engine} {shown}/s, ours {times} times as many", order.title));
        }
    }
    Ok(std::fs::remove_dir_all(&folder)?)
}

#[expect(clippy::disallowed_methods, reason = "a stopwatch")]
fn now() -> Instant {
    Instant::now()
}
