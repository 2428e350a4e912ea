//! Who may import whom: cargo's own edges, compared with the list in ARCHITECTURE.md.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

type Arrows = BTreeMap<String, BTreeSet<String>>;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The list between the marks: one line for each member, `from -> to, to`.
fn drawn() -> Arrows {
    let text = std::fs::read_to_string(format!("{ROOT}/ARCHITECTURE.md")).unwrap();
    let list = text.split("<!-- arrows -->").nth(1).and_then(|rest| rest.split("<!-- /arrows -->").next());
    let lines = list.expect("the list of arrows").lines().filter_map(|line| line.split_once("->"));
    let names = |to: &str| to.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    lines.map(|(from, to)| (from.trim().to_owned(), names(to))).collect()
}

/// The edges between our own crates, those of their tests and build scripts included.
fn built() -> Arrows {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(ROOT)
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<String> = packages.iter().map(name).collect();
    packages
        .iter()
        .map(|package| {
            let edges = package["dependencies"].as_array().unwrap().iter().map(name);
            (name(package), edges.filter(|edge| ours.contains(edge)).collect())
        })
        .collect()
}

#[test]
fn the_arrows_are_those_that_were_decided() {
    assert_eq!(built(), drawn(), "left: as built, right: as ARCHITECTURE.md says; a new arrow needs a decision record");
}
