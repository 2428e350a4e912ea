//! The stylesheet: `style/*.css` in the order of their names, then the utility classes that the screens use.
//!
//! A class name in `app/src` that neither a rule of ours nor encre-css knows fails the build with its place:
//! a misspelt class is otherwise a fault that only eyes find.

use super::{cache::Key, classes, css, has_extension, kept, read_folder};
use crate::{say, workspace::Workspace};
use anyhow::{Context, anyhow, bail};
use encre_css::{Config, Preflight, Scanner};
use std::{collections::BTreeSet, fmt::Write, fs};

/// Theme values for the utilities: colours, breakpoints, the dark variant. Optional.
const UTILITIES: &str = "utilities.toml";
/// Classes that only mark an element for `group-*` and `peer-*` and have no rule of their own.
const MARKERS: &[&str] = &["group", "peer"];

/// The finished stylesheet.
pub(super) fn build(workspace: &Workspace) -> anyhow::Result<Vec<u8>> {
    let styles = read_folder(&workspace.path("style")).context("the folder style/ cannot be read")?;
    let sources = read_folder(&workspace.path("app/src")).context("the folder app/src/ cannot be read")?;
    let mut key = Key::new()?;
    for (name, content) in styles.iter().chain(&sources) {
        key = key.add(name, content);
    }
    let mut made = key.kept_or(&kept(workspace, "style"), |output| {
        say::step("building the stylesheet");
        let own = styles
            .iter()
            .filter(|(name, _)| has_extension(name, "css"))
            .map(|(name, content)| text(name, content))
            .collect::<anyhow::Result<Vec<_>>>()?
            .join("\n");
        let mut uses = Vec::new();
        // The locales hold words; "class" is one of them.
        let holds_markup = |name: &str| has_extension(name, "rs") && !name.starts_with("locales/");
        for (name, content) in sources.iter().filter(|(name, _)| holds_markup(name)) {
            uses.extend(classes::used(&format!("app/src/{name}"), text(name, content)?)?);
        }
        let config = config(styles.get(UTILITIES).map(Vec::as_slice))?;
        fs::write(output.join("style.css"), stylesheet(&own, &uses, config)?)?;
        Ok(())
    })?;
    made.remove("style.css").ok_or_else(|| anyhow!("the stylesheet was not made"))
}

/// Our rules and the utilities that are used and not ours, squeezed. Unknown classes are an error.
fn stylesheet(own: &str, uses: &[classes::Use], mut config: Config) -> anyhow::Result<String> {
    let ours = css::class_names(own);
    let wanted: BTreeSet<&str> = uses
        .iter()
        .filter(|class| !class.is_prefix && !ours.contains(&class.name) && !MARKERS.contains(&class.name.as_str()))
        .map(|class| class.name.as_str())
        .collect();
    config.preflight = Preflight::None;
    config.scanner = Scanner::from_fn(|classes| classes.split('\n').collect());
    let list = wanted.iter().copied().collect::<Vec<_>>().join("\n");
    let utilities = encre_css::generate([list.as_str()], &config);
    let generated = css::class_names(&utilities);

    let unknown = |class: &&classes::Use| {
        if class.is_prefix {
            !ours.iter().any(|ours| ours.starts_with(&class.name))
        } else {
            wanted.contains(class.name.as_str()) && !generated.contains(&class.name)
        }
    };
    let mut message = String::new();
    for class in uses.iter().filter(unknown) {
        let what = if class.is_prefix { "no class in style/ begins with" } else { "unknown class" };
        write!(message, "\n  {}:{}: {what} `{}`", class.file, class.line, class.name)?;
    }
    if !message.is_empty() {
        bail!("class names that neither style/*.css nor encre-css knows:{message}");
    }
    let mut whole = own.to_owned();
    // Our rules are in layers, so that utilities, outside of any, win over them.
    write!(whole, "\n{}\n{utilities}\n", starting_values(&utilities))?;
    Ok(css::squeeze(&whole))
}

/// Utilities are put together from variables (`--en-…`), whose starting values stand in encre-css's preflight. We have
/// base rules of our own instead of that, so the values that are needed are taken out of it.
fn starting_values(utilities: &str) -> String {
    let preflight = encre_css::generate([""], &Config::default());
    let is_needed = |line: &&str| {
        line.split_once(':').is_some_and(|(name, _)| {
            name.starts_with("--en-") && [",", ")"].iter().any(|end| utilities.contains(&format!("var({name}{end}")))
        })
    };
    let needed: Vec<&str> = preflight.lines().map(str::trim).filter(is_needed).collect();
    if needed.is_empty() {
        String::new()
    } else {
        format!("*, ::before, ::after, ::backdrop {{ {} }}", needed.join("\n"))
    }
}

fn config(file: Option<&[u8]>) -> anyhow::Result<Config> {
    match file {
        Some(content) => toml::from_str(text(UTILITIES, content)?).with_context(|| format!("style/{UTILITIES}")),
        None => Ok(Config::default()),
    }
}

fn text<'a>(name: &str, content: &'a [u8]) -> anyhow::Result<&'a str> {
    std::str::from_utf8(content).with_context(|| format!("{name} is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(own: &str, source: &str) -> anyhow::Result<String> {
        stylesheet(own, &classes::used("page.rs", source)?, Config::default())
    }

    #[test]
    fn a_used_utility_is_generated_and_an_unused_one_is_not() {
        let css = build(".card { color: red }", r#"fn f() { view! { <p class="card mt-2 sm:hidden"> } }"#).unwrap();
        assert!(css.contains(".card{"), "{css}");
        assert!(css.contains(".mt-2{"), "{css}");
        assert!(css.contains(r".sm\:hidden{"), "{css}");
        assert!(!css.contains(".mt-4"), "{css}");
    }

    #[test]
    fn a_class_of_ours_is_never_also_a_utility() {
        let css = build(".table { width: 100% }", r#"fn f() { view! { <p class="table"> } }"#).unwrap();
        assert_eq!(css, ".table{width: 100%}");
    }

    #[test]
    fn the_variables_of_a_utility_have_their_starting_values() {
        let css = build("", r#"fn f() { view! { <p class="tabular-nums"> } }"#).unwrap();
        assert!(css.starts_with("*,::before,::after,::backdrop{--en-ordinal: ;"), "{css}");
        assert!(!css.contains("--en-blur"), "{css}");
        assert!(!build("", r#"fn f() { view! { <p class="mt-2"> } }"#).unwrap().contains("--en-"));
    }

    #[test]
    fn an_unknown_class_is_refused_with_its_place() {
        let error = build(".card {}", "fn f() {\n view! { <p class=\"card crad\"> }\n}").unwrap_err().to_string();
        assert!(error.contains("page.rs:2: unknown class `crad`"), "{error}");
    }

    #[test]
    fn a_computed_class_needs_a_rule_with_its_beginning() {
        let source = r#"fn f() { view! { <p class=format!("badge-{tone} mt-2")> } }"#;
        assert!(build(".badge-red {}", source).is_ok());
        let error = build(".bdge-red {}", source).unwrap_err().to_string();
        assert!(error.contains("no class in style/ begins with `badge-`"), "{error}");
    }

    #[test]
    fn a_starting_digit_is_escaped_and_still_recognised() {
        assert!(build("", r#"fn f() { view! { <p class="2xl:mt-2 w-1/2 mt-0.5"> } }"#).is_ok());
    }
}
