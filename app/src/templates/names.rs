//! The names that a template may read, to choose from and to copy.

use domain::labels::Label;
use domain::template::TemplateName;
use leptos::prelude::*;

use crate::locales::Words;

/// The names, grouped by what they are about. The script makes each one a button that writes it.
pub(super) fn name_tree(words: Words, names: Vec<TemplateName>) -> AnyView {
    let heads = words.templates();
    let mut groups: Vec<(String, Vec<TemplateName>)> = Vec::new();
    for name in names {
        let group = name.path.split('.').next().unwrap_or_default().to_owned();
        match groups.last_mut().filter(|(known, _)| *known == group) {
            Some((_, names)) => names.push(name),
            None => groups.push((group, vec![name])),
        }
    }
    let groups = groups.into_iter().map(|(group, names)| self::group(words, group, names)).collect_view();
    view! {
        <section class="card name-tree" aria-labelledby="name-tree">
            <div class="card-head"><div>
                <h2 class="card-title" id="name-tree">{heads.names()}</h2>
                <p class="card-lead">{heads.names_lead()}</p>
            </div></div>
            <div class="card-body">{groups}</div>
        </section>
    }
    .into_any()
}

fn group(words: Words, group: String, names: Vec<TemplateName>) -> AnyView {
    let (language, heads) = (words.language(), words.templates());
    let total = names.len();
    let rows = names
        .into_iter()
        .map(|name| {
            let snippet = name.snippet.clone();
            let empty = name.optional.then(|| heads.name_may_be_empty());
            view! {
                <li>
                    <code data-snippet=snippet>{name.snippet}</code>
                    <span class="name-about">
                        {name.shape.label(language)}
                        {(!name.sample.is_empty()).then(|| format!("\u{a0}: {}", name.sample))}
                        {empty.map(|empty| view! { " "<em>{empty}</em> })}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <details>
            <summary><code>{group}</code>" "<span class="muted">{total.to_string()}</span></summary>
            <ul class="name-list">{rows}</ul>
        </details>
    }
    .into_any()
}
