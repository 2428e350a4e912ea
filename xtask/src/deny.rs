//! The dependencies against `deny.toml`: licences, sources, bans, duplicates, and the arrows between our crates.
//!
//! The file is cargo-deny's, and cargo-deny is run too where it is installed. Building it takes longer than building
//! the product's tests may take, so the facts that gate a change are checked here from `cargo metadata`
//! (docs/decisions/0004).

use crate::{environment, process, say, workspace::Workspace};
use anyhow::{Context, bail};
use cargo_metadata::{CargoOpt, Metadata, MetadataCommand, Package, PackageId};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
};

/// What we read of `deny.toml`. Tables that only cargo-deny uses are left to it.
#[derive(Deserialize)]
struct Policy {
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// A licence that only one crate may have.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

/// A crate that is refused, or only allowed below its wrappers, or only in one version.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    wrappers: Option<BTreeSet<String>>,
    #[serde(default)]
    deny_multiple_versions: bool,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: BTreeSet<String>,
}

/// Checks the workspace, and lists everything that is refused.
pub(crate) fn deny(workspace: &Workspace) -> anyhow::Result<()> {
    let policy: Policy = toml::from_str(&fs::read_to_string(workspace.path("deny.toml"))?).context("deny.toml")?;
    let metadata = MetadataCommand::new()
        .cargo_path(environment::cargo())
        .current_dir(workspace.path(""))
        .features(CargoOpt::AllFeatures)
        .exec()?;
    let refusals = refusals(&policy, &metadata);
    if !refusals.is_empty() {
        bail!("refused by deny.toml:\n  {}", refusals.join("\n  "));
    }
    say::line(&format!("{} crates: licences, sources, bans, duplicates and arrows are right", metadata.packages.len()));
    Ok(())
}

/// The same file through cargo-deny itself, with the advisories, where that is possible.
pub(crate) fn deny_with_advisories(workspace: &Workspace) -> anyhow::Result<()> {
    deny(workspace)?;
    if environment::program(&["cargo-deny"]).is_none() {
        say::line("cargo-deny is not installed, so advisories were not checked: cargo install cargo-deny --locked");
        return Ok(());
    }
    if process::run(&mut workspace.cargo(["deny", "fetch", "db"])).is_err() {
        say::line("the advisory database cannot be reached from here, so advisories were not checked");
        return process::run(&mut workspace.cargo(["deny", "check", "bans", "licenses", "sources"]));
    }
    process::run(&mut workspace.cargo(["deny", "check"]))
}

fn refusals(policy: &Policy, metadata: &Metadata) -> Vec<String> {
    let ours: BTreeSet<&PackageId> = metadata.workspace_members.iter().collect();
    let foreign = || metadata.packages.iter().filter(|package| !ours.contains(&package.id));
    let mut refusals: Vec<String> = foreign().filter_map(|package| licence(&policy.licenses, package)).collect();
    refusals.extend(foreign().filter_map(|package| source(&policy.sources, package)));
    let dependents = dependents(metadata);
    for ban in &policy.bans.deny {
        refusals.extend(banned(ban, metadata, &dependents));
    }
    refusals
}

fn licence(licences: &Licences, package: &Package) -> Option<String> {
    let Some(expression) = &package.license else {
        return Some(format!("{} {} names no licence", package.name, package.version));
    };
    let exceptions: BTreeSet<&String> = licences
        .exceptions
        .iter()
        .filter(|exception| package.name.as_str() == exception.name)
        .flat_map(|exception| &exception.allow)
        .collect();
    let allowed = |requirement: &spdx::LicenseReq| {
        let name = requirement.to_string();
        licences.allow.contains(&name) || exceptions.contains(&name)
    };
    match spdx::Expression::parse_mode(expression, spdx::ParseMode::LAX) {
        Ok(parsed) if parsed.evaluate(allowed) => None,
        Ok(_) => Some(format!("{} {}: the licence {expression} is not allowed", package.name, package.version)),
        Err(_) => Some(format!("{} {}: the licence {expression} cannot be read", package.name, package.version)),
    }
}

fn source(sources: &Sources, package: &Package) -> Option<String> {
    let source = package.source.as_ref().map_or("a path outside the workspace", |source| source.repr.as_str());
    let registry = source.strip_prefix("registry+").unwrap_or(source);
    (!sources.allow_registry.contains(registry))
        .then(|| format!("{} {} comes from {registry}", package.name, package.version))
}

fn banned(ban: &Ban, metadata: &Metadata, dependents: &HashMap<&PackageId, BTreeSet<&str>>) -> Vec<String> {
    let found: Vec<&Package> = metadata.packages.iter().filter(|package| package.name.as_str() == ban.name).collect();
    let because = if ban.reason.is_empty() { String::new() } else { format!(": {}", ban.reason) };
    if ban.deny_multiple_versions {
        let versions: Vec<String> = found.iter().map(|package| package.version.to_string()).collect();
        if versions.len() > 1 {
            return vec![format!(
                "{} is there in {} versions ({}){because}",
                ban.name,
                versions.len(),
                versions.join(", ")
            )];
        }
    }
    match &ban.wrappers {
        Some(wrappers) => found
            .iter()
            .filter_map(|package| dependents.get(&package.id))
            .flatten()
            .filter(|dependent| !wrappers.contains(**dependent))
            .map(|dependent| format!("{dependent} must not depend on {}{because}", ban.name))
            .collect(),
        None if ban.deny_multiple_versions => Vec::new(),
        None => found.iter().map(|package| format!("{} {} is banned{because}", ban.name, package.version)).collect(),
    }
}

/// For each crate the names of those that depend on it directly.
fn dependents(metadata: &Metadata) -> HashMap<&PackageId, BTreeSet<&str>> {
    let names: BTreeMap<&PackageId, &str> =
        metadata.packages.iter().map(|package| (&package.id, package.name.as_str())).collect();
    let mut dependents: HashMap<&PackageId, BTreeSet<&str>> = HashMap::new();
    for node in metadata.resolve.iter().flat_map(|resolve| &resolve.nodes) {
        for dependency in &node.dependencies {
            dependents.entry(dependency).or_default().extend(names.get(&node.id));
        }
    }
    dependents
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata() -> Metadata {
        MetadataCommand::new().cargo_path(environment::cargo()).features(CargoOpt::AllFeatures).exec().unwrap()
    }

    fn policy(bans: &str) -> Policy {
        let rest = "[licenses]\nallow = []\n[sources]\nallow-registry = []\n[bans]\n";
        toml::from_str(&format!("{rest}deny = [{bans}]")).unwrap()
    }

    #[test]
    fn a_crate_outside_its_wrappers_is_refused() {
        let metadata = metadata();
        let refused = |bans: &str| {
            let policy = policy(bans);
            banned(&policy.bans.deny[0], &metadata, &dependents(&metadata))
        };
        assert!(refused(r#"{ crate = "encre-css", wrappers = ["xtask"] }"#).is_empty());
        let refusal = refused(r#"{ crate = "encre-css", wrappers = ["server"], reason = "style" }"#);
        assert_eq!(refusal, ["xtask must not depend on encre-css: style"]);
        assert_eq!(refused(r#"{ crate = "encre-css" }"#).len(), 1);
        assert!(refused(r#"{ crate = "encre-css", deny-multiple-versions = true }"#).is_empty());
    }

    #[test]
    fn a_licence_or_source_that_nobody_allowed_is_refused() {
        let metadata = metadata();
        let policy = policy("");
        let package = metadata.packages.iter().find(|package| package.name.as_str() == "encre-css").unwrap();
        assert!(licence(&policy.licenses, package).unwrap().contains("MIT is not allowed"));
        assert!(source(&policy.sources, package).unwrap().contains("crates.io"));
    }
}
