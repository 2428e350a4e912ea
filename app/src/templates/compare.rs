//! Two versions of a template beside each other: what differs in the text, and on the page.

use domain::labels::Label;
use domain::template::{ComparedLine, PreviewData, TemplateView};
use leptos::prelude::*;

use super::look::Shown;
use super::{server_fns, template_id};
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Choice, Crumb, EmptyState, Glyph, LinkButton, Notice, PageHeader, SelectField, SubmitButton,
    Tone, Width,
};
use crate::request::{Visit, query_value};

/// What is compared, as the address says it.
struct Asked {
    before: i64,
    after: i64,
    data: PreviewData,
    page: u32,
}

/// Both pages, or why there are none.
pub(super) struct Pages {
    pub(super) before: Option<Shown>,
    pub(super) after: Option<Shown>,
    pub(super) message: Option<String>,
}

/// Two versions of a template.
#[component]
pub fn ComparePage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.templates();
        let template = server_fns::template(&visit, template_id()?).await?;
        let versions = server_fns::versions(&visit, template.id).await?;
        let newest = versions.first().map_or(1, |version| version.number);
        let number = |name: &str| query_value(name).and_then(|text| text.parse().ok());
        let after = number("after").unwrap_or(newest);
        let asked = Asked {
            before: number("before").unwrap_or_else(|| (after - 1).max(1)),
            after,
            data: query_value("data").and_then(|word| PreviewData::parse(&word)).unwrap_or(PreviewData::Sample),
            page: query_value("page").and_then(|text| text.parse().ok()).unwrap_or(1),
        };
        let lines = server_fns::comparison(&visit, template.id, (asked.before, asked.after)).await?;
        let pages =
            server_fns::compared_pages(&visit, &template, (asked.before, asked.after), asked.data, asked.page).await?;
        let record = format!("/templates/{}", template.id);
        let crumbs = vec![Crumb::new(heads.title(), "/templates"), Crumb::new(template.name.clone(), record)];
        let title = heads.compare_of(asked.before, asked.after);
        let numbers: Vec<i64> = versions.iter().map(|version| version.number).collect();
        let body = view! {
            <PageHeader title=title.clone() lead=template.name.clone() breadcrumbs=crumbs/>
            {choices(words, &template, &numbers, &asked)}
            <Card title=heads.compare_text()>{text(words, lines)}</Card>
            <Card title=heads.compare_pages() lead=heads.compare_pages_lead()>{sides(words, &template, &asked, pages)}</Card>
        };
        Ok(Content::new(title, body))
    })
}

fn choices(words: Words, template: &TemplateView, numbers: &[i64], asked: &Asked) -> AnyView {
    let (language, heads) = (words.language(), words.templates());
    let version = |number: &i64| Choice::new(number.to_string(), heads.version(number));
    let data = PreviewData::ALL.iter().map(|one| Choice::new(one.code(), one.label(language))).collect();
    let action = format!("/templates/{}/compare", template.id);
    view! {
        <form class="card compare-choices" method="get" action=action>
            <SelectField
                name="before"
                label=heads.compare_before()
                value=asked.before.to_string()
                options=numbers.iter().map(version).collect()
                width=Width::Third
            />
            <SelectField
                name="after"
                label=heads.compare_after()
                value=asked.after.to_string()
                options=numbers.iter().map(version).collect()
                width=Width::Third
            />
            <SelectField
                name="data"
                label=heads.preview_data()
                value=asked.data.code().to_owned()
                options=data
                width=Width::Third
            />
            <SubmitButton kind=ButtonKind::Secondary>{heads.compare()}</SubmitButton>
        </form>
    }
    .into_any()
}

fn text(words: Words, stretches: Vec<Vec<ComparedLine>>) -> AnyView {
    let heads = words.templates();
    if stretches.is_empty() {
        return view! { <EmptyState icon=Glyph::Template title=heads.compare_same() hint=heads.compare_same_hint()/> }
            .into_any();
    }
    let stretches = stretches
        .into_iter()
        .map(|lines| {
            let lines = lines.into_iter().map(|one| line(words, one)).collect_view();
            view! { <tbody>{lines}</tbody> }
        })
        .collect_view();
    view! {
        <div class="overflow-x-auto" role="region" aria-label=heads.compare_text() tabindex="0">
            <table class="line-table">
                <caption class="visually-hidden">{heads.compare_text()}</caption>
                <thead class="visually-hidden">
                    <tr>
                        <th scope="col">{heads.compare_before()}</th>
                        <th scope="col">{heads.compare_after()}</th>
                        <th scope="col">{heads.source()}</th>
                    </tr>
                </thead>
                {stretches}
            </table>
        </div>
    }
    .into_any()
}

fn line(words: Words, line: ComparedLine) -> AnyView {
    let heads = words.templates();
    let (change, mark, said) = match (line.before, line.after) {
        (Some(_), None) => (Some("removed"), "−", Some(heads.compare_removed())),
        (None, Some(_)) => (Some("added"), "+", Some(heads.compare_added())),
        _ => (None, " ", None),
    };
    let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    let said = said.map(|said| view! { <span class="visually-hidden">{said}" "</span> });
    let is_changed = change.is_some();
    let pieces = line
        .pieces
        .into_iter()
        .map(
            |(text, changed)| {
                if changed && is_changed { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
            },
        )
        .collect_view();
    view! {
        <tr data-change=change>
            <td class="line-number">{number(line.before)}</td>
            <td class="line-number">{number(line.after)}</td>
            <td class="line-text"><span aria-hidden="true">{mark}" "</span>{said}{pieces}</td>
        </tr>
    }
    .into_any()
}

fn sides(words: Words, template: &TemplateView, asked: &Asked, pages: Pages) -> AnyView {
    let heads = words.templates();
    let total = [&pages.before, &pages.after].into_iter().flatten().map(|shown| shown.pages).max().unwrap_or(1);
    let turn = |to: u32, label: &'static str, possible: bool| {
        possible.then(|| {
            let (before, after, data) = (asked.before, asked.after, asked.data.code());
            let href =
                format!("/templates/{}/compare?before={before}&after={after}&data={data}&page={to}", template.id);
            view! { <LinkButton href=href kind=ButtonKind::Ghost compact=true>{label}</LinkButton> }
        })
    };
    let message = pages.message.map(|message| view! { <Notice tone=Tone::Warning>{message}</Notice> });
    let (page, count) = (asked.page.clamp(1, total), total);
    let side = |number: i64, shown: Option<Shown>| {
        let title = heads.version(number);
        let inside = shown.map(|shown| {
            // The shorter document has no such page; its last one beside another would look like a change.
            if shown.pages < page {
                return view! { <p class="muted">{heads.compare_no_page(page)}</p> }.into_any();
            }
            let alt = heads.preview_alt(&title, shown.page);
            view! { <img class="page-picture" src=shown.source alt=alt/> }.into_any()
        });
        view! { <figure class="compared-page"><figcaption>{title}</figcaption>{inside}</figure> }
    };
    view! {
        {message}
        <div class="studio-pages">
            {turn(page.saturating_sub(1), heads.page_before(), page > 1)}
            <span>{heads.page_of(page, count)}</span>
            {turn(page + 1, heads.page_after(), page < count)}
        </div>
        <div class="compared-pages">{side(asked.before, pages.before)}{side(asked.after, pages.after)}</div>
    }
    .into_any()
}
