//! Merging two files of one client: which is the other one, and side by side what stays.

use domain::client::{ClientView, LikelyDuplicate, Moved};
use domain::labels::Label;
use domain::shared::ClientId;
use domain::shared::format::{count, day};
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::duplicates::reasons;
use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Cell, Column, Crumb, EmptyState, FilterBar, Form, FormActions, FormErrors, Glyph, LinkButton,
    Notice, PageHeader, PostForm, Row, SearchField, SubmitButton, Table,
};
use crate::request::{Visit, path_id, query_value};

/// Choosing the other file, then seeing what becomes of both.
#[component]
pub fn MergePage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::MergeClients)?;
        let words = Words::in_language(visit.language);
        let from = server_fns::find(&visit, path_id(ClientId::parse)?).await?;
        let title = words.clients().merge_title(&from.display_name);
        let own = format!("/clients/{}", from.id);
        let crumbs =
            vec![Crumb::new(words.clients().title(), "/clients"), Crumb::new(from.display_name.clone(), own.clone())];
        let chosen = query_value("into").and_then(|id| ClientId::parse(&id)).filter(|id| *id != from.id);
        let into = match chosen {
            Some(id) => match server_fns::find(&visit, id).await {
                Err(Error::NotFound | Error::Merged(_)) => None,
                found => Some(found?),
            },
            None => None,
        };
        let refused = Filled::default().or_typed(&visit).await?;
        let inside = if let Some(into) = into {
            side_by_side(words, &from, &into, &own)
        } else {
            let likely = server_fns::likely_same(&visit, &from).await?;
            let q = query_value("q");
            let found = match &q {
                Some(q) => Some(server_fns::others(&visit, from.id, q).await?),
                None => None,
            };
            choice(words, &from, likely, q.unwrap_or_default(), found)
        };
        let body = view! {
            <PageHeader title=title.clone() lead=words.clients().merge_lead() breadcrumbs=crumbs/>
            <FormErrors errors=refused.errors() message=refused.message()/>
            {inside}
        };
        Ok(Content::new(title, body))
    })
}

fn choice(
    words: Words,
    from: &ClientView,
    likely: Vec<LikelyDuplicate>,
    q: String,
    found: Option<Vec<ClientView>>,
) -> AnyView {
    let word = words.clients();
    let action = format!("/clients/{}/merge", from.id);
    let suggested = likely
        .into_iter()
        .filter(|one| !one.archived)
        .filter_map(|one| {
            let client = one.client?;
            let href = format!("{action}?into={}", client.id);
            let why = reasons(words, &one.reasons);
            Some(view! { <li class="note"><a href=href>{client.display_name}</a><div class="muted">{why}</div></li> })
        })
        .collect::<Vec<_>>();
    let suggested = (!suggested.is_empty()).then(|| {
        view! { <Card title=word.duplicates_found()><ul class="note-list">{suggested}</ul></Card> }
    });
    let results = found.map(|found| results(words, &action, found));
    view! {
        {suggested}
        <Card title=word.merge_choose()>
            <FilterBar action=action.clone()>
                <SearchField label=word.search() value=q/>
            </FilterBar>
        </Card>
        {results}
    }
    .into_any()
}

fn results(words: Words, action: &str, found: Vec<ClientView>) -> AnyView {
    let common = words.common();
    if found.is_empty() {
        return view! { <EmptyState icon=Glyph::Search title=common.nothing_found()/> }.into_any();
    }
    let columns = vec![Column::text(common.name()), Column::text(common.kind()), Column::text(common.email())];
    let rows = found
        .into_iter()
        .map(|client| {
            let href = format!("{action}?into={}", client.id);
            view! {
                <Row>
                    <Cell main=true href=href>{client.display_name}</Cell>
                    <Cell label=common.kind()>{client.kind.label(words.language())}</Cell>
                    <Cell label=common.email()>{client.email.unwrap_or_else(|| "—".to_owned())}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=words.clients().merge_choose() columns=columns>{rows}</Table> }.into_any()
}

/// The fields of both files and of the one that stays, where they say anything.
fn rows(words: Words, from: &ClientView, into: &ClientView) -> Vec<[String; 4]> {
    let (word, common) = (words.clients(), words.common());
    let (file, _) = Moved::into_file(from, into);
    let (one, other) = (from.as_input(), into.as_input());
    let city = |view: &ClientView| view.address.as_ref().and_then(|address| address.city.clone());
    let mut rows = vec![[
        word.display_name().to_owned(),
        from.display_name.clone(),
        into.display_name.clone(),
        into.display_name.clone(),
    ]];
    let stays_city = city(into).or_else(|| file.address.as_ref().and_then(|address| address.city.clone()));
    for (label, gone, kept, stays) in [
        (word.birth_date(), one.birth_date, other.birth_date, file.birth_date),
        (word.national_id(), one.national_id, other.national_id, file.national_id),
        (word.tax_number(), one.tax_id, other.tax_id, file.tax_id),
        (word.iban(), one.iban, other.iban, file.iban),
        (word.email(), one.email, other.email, file.email),
        (word.phone(), one.phone, other.phone, file.phone),
        (common.city(), city(from), city(into), stays_city),
        (word.remarks(), one.notes, other.notes, file.notes),
    ] {
        if gone.is_none() && kept.is_none() {
            continue;
        }
        let said = |value: Option<String>| value.map_or_else(|| "—".to_owned(), |text| text.parse().map_or(text, day));
        rows.push([label.to_owned(), said(gone), said(kept), said(stays)]);
    }
    let number = |number: usize| count(u64::try_from(number).unwrap_or_default(), words.language());
    let sum = |list: Option<usize>| number(list.unwrap_or_default());
    rows.push([
        word.around().to_owned(),
        number(from.contacts.len() + from.addresses.len()),
        number(into.contacts.len() + into.addresses.len()),
        sum(file.contacts.zip(file.addresses).map(|(contacts, addresses)| contacts.len() + addresses.len())),
    ]);
    let policies = |number: i64| count(u64::try_from(number).unwrap_or_default(), words.language());
    rows.push([
        words.policies().title().to_owned(),
        policies(from.policy_count),
        policies(into.policy_count),
        policies(from.policy_count + into.policy_count),
    ]);
    rows.push([
        common.created_at().to_owned(),
        moments::day(from.created_at),
        moments::day(into.created_at),
        moments::day(into.created_at),
    ]);
    rows
}

fn side_by_side(words: Words, from: &ClientView, into: &ClientView, own: &str) -> AnyView {
    let (word, common) = (words.clients(), words.common());
    let columns = vec![
        Column::text(common.name()),
        Column::text(word.file_that_goes()),
        Column::text(word.file_that_stays()),
        Column::text(word.file_after()),
    ];
    let rows = rows(words, from, into)
        .into_iter()
        .map(|[label, gone, kept, stays]| {
            view! {
                <Row>
                    <Cell main=true>{label}</Cell>
                    <Cell label=word.file_that_goes()>{gone}</Cell>
                    <Cell label=word.file_that_stays()>{kept}</Cell>
                    <Cell label=word.file_after()><strong>{stays}</strong></Cell>
                </Row>
            }
        })
        .collect_view();
    let (id, version) = (from.id.to_string(), from.version.to_string());
    let (target, target_version) = (into.id.to_string(), into.version.to_string());
    let swap = format!("/clients/{}/merge?into={}", into.id, from.id);
    let other = format!("/clients/{}/merge", from.id);
    let own = own.to_owned();
    let consequence = word.merge_consequence(&from.display_name, &into.display_name);
    view! {
        <Notice><p>{consequence}</p></Notice>
        <Card title=word.merge_preview() flush=true>
            <Table caption=word.merge_preview() columns=columns>{rows}</Table>
        </Card>
        <Form action="/forms/clients/merge">
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="into" value=target/>
            <input type="hidden" name="into_version" value=target_version/>
            <FormActions submit=word.merge_now() cancel_href=own>
                <LinkButton href=swap>{word.merge_swap()}</LinkButton>
                <LinkButton href=other kind=ButtonKind::Ghost>{word.merge_other()}</LinkButton>
            </FormActions>
        </Form>
    }
    .into_any()
}

/// The files that were merged into a client's, on his file: each with the way to take it out again.
pub(super) fn card(visit: &Visit, words: Words, merged: Vec<ClientView>) -> AnyView {
    if merged.is_empty() {
        return ().into_any();
    }
    let may = visit.may(ActionKind::UnmergeClients);
    let files = merged
        .into_iter()
        .map(|file| {
            let (id, version) = (file.id.to_string(), file.version.to_string());
            let undo = may.then(|| {
                view! {
                    <PostForm action="/forms/clients/unmerge">
                        <input type="hidden" name="id" value=id/>
                        <input type="hidden" name="version" value=version/>
                        <SubmitButton kind=ButtonKind::Secondary compact=true>{words.clients().unmerge()}</SubmitButton>
                    </PostForm>
                }
            });
            let when = moments::instant(file.updated_at);
            view! {
                <li class="note">
                    <span>{file.display_name}</span>
                    <div class="muted"><small>{words.clients().merged_on(when)}</small></div>
                    {undo}
                </li>
            }
        })
        .collect_view();
    view! { <Card title=words.clients().merged_files()><ul class="note-list">{files}</ul></Card> }.into_any()
}
