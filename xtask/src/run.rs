//! `cargo xtask run` and `cargo xtask build`.

use crate::{
    environment, needs, process, say, site,
    workspace::{Profile, SERVER_SIDE, Workspace},
};
use std::{os::unix::process::CommandExt, process::Command};

/// Builds everything and becomes the server, with demo data in `data/`.
pub(crate) fn run(workspace: &Workspace, profile: Profile, arguments: &[String]) -> anyhow::Result<()> {
    needs::for_the_build()?;
    site::build(workspace, profile)?;
    server(workspace, profile)?;
    let mut server = Command::new(workspace.server(profile));
    server.current_dir(workspace.path("")).args(["serve", "--demo"]);
    let names_a_folder = arguments.iter().any(|argument| argument.starts_with("--data-dir"));
    if !names_a_folder && environment::variable("MONASSURANCE_DATA_DIR").is_none() {
        server.arg("--data-dir").arg(workspace.path("data"));
    }
    // The server takes our place, so that it gets the terminal and its signals itself. It only returns on failure.
    let error = server.args(arguments).exec();
    Err(anyhow::Error::new(error).context("the server could not be started"))
}

/// Builds everything and prints the sizes of what a browser downloads, each as soon as it is known.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> anyhow::Result<()> {
    needs::for_the_build()?;
    let files = site::build(workspace, profile)?;
    site::weigh(&files, profile)?;
    server(workspace, profile)?;
    if profile == Profile::Release {
        site::weigh_pages(&workspace.server(profile))?;
    }
    Ok(())
}

fn server(workspace: &Workspace, profile: Profile) -> anyhow::Result<()> {
    say::step("building the server");
    let mut cargo = workspace.cargo(["build", "--bin", "monassurance"]);
    match profile {
        // One small test beside it makes cargo count the features of the tests' dependencies, so that who tests and then
        // runs does not build the typesetter twice.
        Profile::Debug => cargo.args(SERVER_SIDE).args(["--test", "child"]),
        Profile::Release => cargo.args(["-p", "server", "--release"]),
    };
    process::run(&mut cargo)
}
