//! Makes sure that the folder of the embedded site exists, so that the server compiles before the site is built.

fn main() -> std::io::Result<()> {
    let site = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    std::fs::create_dir_all(site)?;
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
