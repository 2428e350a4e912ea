//! The migrations are inside the program, so a new one makes it anew; the macro that embeds them cannot tell cargo so.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}
