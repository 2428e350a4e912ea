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

/// The pages that need no session; the browser suite weighs the others.
const PAGES: &[&str] = &["/sign-in"];
const BAR: usize = 60_000;
const LIMIT: Duration = Duration::from_secs(30);

/// Starts the server on a free port with an empty data directory, and weighs its pages.
pub(super) fn measure(server: &Path) -> anyhow::Result<Vec<Size>> {
    let data = environment::temporary("pages");
    let port = free_port()?;
    let mut child = Command::new(server)
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data-dir"])
        .arg(&data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .process_group(0)
        .spawn()
        .with_context(|| format!("{} cannot be started", server.display()))?;
    let sizes = ready(&mut child, port).and_then(|()| PAGES.iter().map(|page| weigh(port, page)).collect());
    process::end(&mut child);
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    sizes
}

fn ready(child: &mut Child, port: u16) -> anyhow::Result<()> {
    let ended = |child: &mut Child| !matches!(child.try_wait(), Ok(None));
    let answers = process::wait_until(LIMIT, || ended(child) || get(port, "/health").is_ok());
    if ended(child) {
        bail!("the server ended before it answered, so its pages could not be weighed");
    }
    if !answers {
        bail!("the server does not answer on /health");
    }
    Ok(())
}

fn weigh(port: u16, page: &str) -> anyhow::Result<Size> {
    let body = get(port, page)?;
    Ok(Size { name: page.to_owned(), raw: body.len(), wire: Some((gzip(&body)?.len(), "gzip")), bar: Some(BAR) })
}

/// The body of a page. HTTP/1.0, so that it is neither chunked nor compressed.
fn get(port: u16, page: &str) -> anyhow::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "GET {page} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let status = answer.get(9..12).ok_or_else(|| anyhow!("{page} answers nothing"))?;
    if status != b"200" {
        bail!("{page} answers {}", String::from_utf8_lossy(status));
    }
    let start = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(|| anyhow!("{page} has no body"))?;
    Ok(answer.split_off(start + 4))
}
