//! The size of rendered pages, asked of the built server.

use super::{gzip, sizes::Size};
use crate::{environment, process, servers::free_port};
use anyhow::{Context, anyhow, bail};
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// The page before the session, and the heaviest ones behind it: lists are full in the demo.
const PAGES: &[&str] =
    &["/sign-in", "/", "/clients", "/clients/new", "/policies", "/templates/help", "/admin/users", "/admin/audit"];
/// The demo's administrator sees most.
const READER: &str = "admin@demo.test";
/// The password of a demo that lives for some seconds.
const PASSWORD: &str = "weighed once and gone";
const BAR: usize = 60_000;
const LIMIT: Duration = Duration::from_secs(30);

/// Starts the server on a free port with a demo of its own, and weighs its pages.
pub(super) fn measure(server: &Path) -> anyhow::Result<Vec<Size>> {
    let data = environment::temporary("pages");
    let port = free_port()?;
    let mut child = Command::new(server)
        .args(["serve", "--demo", "--listen", &format!("127.0.0.1:{port}"), "--data-dir"])
        .arg(&data)
        .env("MONASSURANCE_DEMO_PASSWORD", PASSWORD)
        .env("MONASSURANCE_LOG", "warn")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .process_group(0)
        .spawn()
        .with_context(|| format!("{} cannot be started", server.display()))?;
    let sizes = ready(&mut child, port).and_then(|()| weigh_all(port));
    process::end(&mut child);
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    sizes
}

fn ready(child: &mut Child, port: u16) -> anyhow::Result<()> {
    let ended = |child: &mut Child| !matches!(child.try_wait(), Ok(None));
    let answers = process::wait_until(LIMIT, || ended(child) || ask(port, "GET /health HTTP/1.0\r\n", "").is_ok());
    if ended(child) {
        bail!("the server ended before it answered, so its pages could not be weighed");
    }
    if !answers {
        bail!("the server does not answer on /health");
    }
    Ok(())
}

fn weigh_all(port: u16) -> anyhow::Result<Vec<Size>> {
    let cookie = sign_in(port)?;
    PAGES.iter().map(|page| weigh(port, page, &cookie)).collect()
}

fn weigh(port: u16, page: &str, cookie: &str) -> anyhow::Result<Size> {
    // Signing in is a page for those who have not.
    let cookie = if page == "/sign-in" { String::new() } else { format!("Cookie: {cookie}\r\n") };
    let (head, body) = ask(port, &format!("GET {page} HTTP/1.0\r\n{cookie}"), "")?;
    if !head.starts_with("HTTP/1.0 200") {
        bail!("{page} answers {}", head.lines().next().unwrap_or_default());
    }
    Ok(Size { name: page.to_owned(), raw: body.len(), wire: Some((gzip(&body)?.len(), "gzip")), bar: Some(BAR) })
}

/// The cookie of a new session.
fn sign_in(port: u16) -> anyhow::Result<String> {
    let form = format!("email={}&password={}", READER.replace('@', "%40"), PASSWORD.replace(' ', "+"));
    let kind = "Content-Type: application/x-www-form-urlencoded";
    let (head, _) =
        ask(port, &format!("POST /forms/sign-in HTTP/1.0\r\n{kind}\r\nContent-Length: {}\r\n", form.len()), &form)?;
    let cookies = head.lines().filter_map(|line| line.split_once(": ")).filter(|(name, _)| *name == "set-cookie");
    let cookie = cookies.filter_map(|(_, value)| value.split(';').next()).next_back();
    cookie.map(str::to_owned).ok_or_else(|| anyhow!("the demo's administrator could not sign in"))
}

/// Head and body of an answer. HTTP/1.0, so that it is neither chunked nor compressed.
fn ask(port: u16, head: &str, body: &str) -> anyhow::Result<(String, Vec<u8>)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "{head}Host: 127.0.0.1:{port}\r\n\r\n{body}")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let start = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(|| anyhow!("no whole answer"))?;
    let body = answer.split_off(start + 4);
    Ok((String::from_utf8_lossy(&answer).into_owned(), body))
}
