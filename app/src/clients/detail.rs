//! One client's file.

use domain::attachment::AttachedTo;
use domain::client::{CLIENT_LIST, ClientKind, ClientView};
use domain::document::DocumentRow;
use domain::labels::Label;
use domain::policy::PolicyRow;
use domain::shared::format::{count, day};
use domain::shared::identifiers::Scheme;
use domain::shared::page::Page;
use domain::shared::{Address, ClientId};
use domain::template::TemplateUsage;
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::{around, merge, put_away, server_fns, timeline};
use crate::attachments;
use crate::documents::may_issue;
use crate::forms::Filled;
use crate::home::Looked;
use crate::lists::back_to;
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, ConfirmDialog, Crumb, Description, DescriptionList, DialogButton, EmptyState, FormErrors, Glyph,
    LinkButton, Menu, MenuLink, PageHeader,
};
use crate::policies::{roles_card, roles_of};
use crate::request::{Visit, path_id};
use crate::rows::{document_table, policy_table};

/// Who the client is, his policies and his documents.
#[component]
pub fn ClientPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let id = path_id(ClientId::parse)?;
        let client = match server_fns::find(&visit, id).await {
            Err(Error::NotFound) => return put_away::page(&visit, id).await,
            found => found?,
        };
        visit.looked_at(Looked::Client(client.id)).await?;
        let owner = server_fns::owner_name(&visit, client.owner_id).await?;
        let policies = server_fns::policies(&visit, client.id).await?;
        let documents = server_fns::documents(&visit, client.id).await?;
        let roles = roles_of(&visit, client.id).await?;
        let of = AttachedTo::Client(client.id);
        let attachments = attachments::server_fns::latest(&visit, of).await?;
        let notes = server_fns::notes(&visit, client.id).await?;
        let merged = server_fns::aliases(&visit, client.id).await?;
        let latest = server_fns::timeline(&visit, client.id, None, server_fns::LATEST).await?;
        let refused = Filled::default().or_typed(&visit).await?;
        let (identity, contact) = (identity(words, &client, owner), contact(words, &client));
        let body = view! {
            {header(&visit, words, &client)}
            <FormErrors errors=refused.errors() message=refused.message()/>
            <div class="split">
                <div>
                    {policies_card(words, &client, policies)}
                    {roles_card(words, roles)}
                    {documents_card(words, documents)}
                    {attachments::card(&visit, of, attachments)}
                    {super::notes::card(&visit, words, &client, notes, &refused)}
                    {timeline::card(words, &client, latest)}
                </div>
                <div>
                    <Card title=words.clients().identity()>{identity}</Card>
                    <Card title=words.clients().contact()>{contact}</Card>
                    {around::card(&visit, words, &client)}
                    {merge::card(&visit, words, merged)}
                    {remarks(words, &client)}
                </div>
            </div>
            {archive_dialog(&visit, words, &client)}
        };
        Ok(Content::new(client.display_name, body))
    })
}

fn header(visit: &Visit, words: Words, client: &ClientView) -> AnyView {
    let archive = visit.may(ActionKind::ArchiveClient).then(|| {
        view! { <DialogButton dialog="archive" kind=ButtonKind::Ghost icon=Glyph::Delete>{words.clients().archive()}</DialogButton> }
    });
    let edit = visit.may(ActionKind::UpdateClient).then(|| {
        view! { <LinkButton href=format!("/clients/{}/edit", client.id) icon=Glyph::Edit>{words.common().edit()}</LinkButton> }
    });
    let policy = visit.may(ActionKind::CreatePolicy).then(|| {
        let href = format!("/policies/new?client_id={}", client.id);
        view! { <LinkButton href=href kind=ButtonKind::Primary icon=Glyph::Plus>{words.policies().new()}</LinkButton> }
    });
    let menu = menu(visit, words, client);
    let policies = words.clients().policy_count(u64::try_from(client.policy_count).unwrap_or_default());
    view! {
        <PageHeader
            title=client.display_name.clone()
            lead=format!("{} · {policies}", client.kind.label(words.language()))
            breadcrumbs=vec![Crumb::new(words.clients().title(), back_to(&CLIENT_LIST))]
        >
            {menu}
            {archive}
            {edit}
            {policy}
        </PageHeader>
    }
    .into_any()
}

/// What is done more rarely.
fn menu(visit: &Visit, words: Words, client: &ClientView) -> AnyView {
    let hand_over = visit.may(ActionKind::HandOverClient).then(|| {
        let href = format!("/clients/{}/hand-over", client.id);
        view! { <MenuLink href=href icon=Glyph::Clients>{words.clients().hand_over()}</MenuLink> }
    });
    let around = visit.may(ActionKind::UpdateClient).then(|| {
        let href = format!("/clients/{}/contacts", client.id);
        view! { <MenuLink href=href icon=Glyph::Edit>{words.clients().around()}</MenuLink> }
    });
    let merge = visit.may(ActionKind::MergeClients).then(|| {
        let href = format!("/clients/{}/merge", client.id);
        view! { <MenuLink href=href icon=Glyph::Copy>{words.clients().merge()}</MenuLink> }
    });
    let document = may_issue(visit, TemplateUsage::Letter).then(|| {
        let href = format!("/documents/new?client_id={}", client.id);
        view! { <MenuLink href=href icon=Glyph::Document>{words.documents().new()}</MenuLink> }
    });
    let history = format!("/clients/{}/timeline", client.id);
    let history = view! { <MenuLink href=history icon=Glyph::History>{words.clients().timeline()}</MenuLink> };
    view! { <Menu>{document}{around}{history}{hand_over}{merge}</Menu> }.into_any()
}

fn identity(words: Words, client: &ClientView, owner: Option<String>) -> AnyView {
    let (word, client) = (words.clients(), client.clone());
    let person = (client.kind == ClientKind::Person).then(|| {
        view! {
            <Description term=word.first_name() value=client.first_name.clone()/>
            <Description term=word.last_name() value=client.last_name.clone()/>
            <Description term=word.birth_date() value=client.birth_date.map(day)/>
            <Description
                term=client.national_id_scheme.map_or(word.national_id(), |scheme| scheme.label(words.language()))
                value=printed(client.national_id.as_deref(), client.national_id_scheme)
            />
        }
    });
    let organisation = (client.kind == ClientKind::Organisation).then(|| {
        view! { <Description term=word.legal_name() value=client.legal_name.clone()/> }
    });
    view! {
        <DescriptionList>
            {person}
            {organisation}
            <Description
                term=client.tax_id_scheme.map_or(word.tax_number(), |scheme| scheme.label(words.language()))
                value=printed(client.tax_id.as_deref(), client.tax_id_scheme)
            />
            <Description term=word.iban() value=client.iban.as_deref().map(grouped_iban)/>
            <Description term=word.owner() value=owner/>
            <Description term=words.common().created_at() value=Some(moments::day(client.created_at))/>
            <Description term=words.common().updated_at() value=Some(moments::instant(client.updated_at))/>
        </DescriptionList>
    }
    .into_any()
}

fn contact(words: Words, client: &ClientView) -> AnyView {
    let email = client.email.clone().map(|email| view! { <a href=format!("mailto:{email}")>{email.clone()}</a> });
    let phone = client.phone.clone().map(|phone| {
        let typed: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let digits = client.phone_e164.clone().unwrap_or(typed);
        view! { <a href=format!("tel:{digits}")>{phone.clone()}</a> }
    });
    let missing = move || view! { <span class="muted">{words.common().not_given()}</span> }.into_any();
    let address = address(words, client.address.as_ref());
    let email = email.map_or_else(missing, IntoAny::into_any);
    let phone = phone.map_or_else(missing, IntoAny::into_any);
    view! {
        <DescriptionList>
            <Description term=words.common().email()>{email}</Description>
            <Description term=words.common().phone()>{phone}</Description>
            {address}
        </DescriptionList>
    }
    .into_any()
}

/// An address, line under line.
pub(crate) fn address(words: Words, address: Option<&Address>) -> AnyView {
    let Some(address) = address else {
        return view! { <Description term=words.common().address()/> }.into_any();
    };
    let lines = address_lines(address);
    view! { <Description term=words.common().address()>{lines}</Description> }.into_any()
}

/// The lines of an address.
pub(super) fn address_lines(address: &Address) -> AnyView {
    let town = [address.postal_code.as_deref(), address.city.as_deref()];
    let town = town.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let lines = address.lines.iter().flat_map(|lines| lines.lines()).map(str::to_owned);
    let lines = lines.chain(Some(town)).chain(address.country.clone()).filter(|line| !line.is_empty());
    lines.map(|line| view! { <span class="address-line">{line}</span> }).collect_view().into_any()
}

fn remarks(words: Words, client: &ClientView) -> AnyView {
    let notes = client.notes.clone();
    notes
        .map(|notes| view! { <Card title=words.clients().remarks()><p class="free-text">{notes}</p></Card> })
        .into_any()
}

fn policies_card(words: Words, client: &ClientView, policies: Page<PolicyRow>) -> AnyView {
    let more = policies.next_cursor.is_some().then(|| {
        let total = count(policies.total.unwrap_or_default(), words.language());
        let href = format!("/policies?client_id={}", client.id);
        view! { <LinkButton href=href compact=true>{format!("{} ({total})", words.clients().all_policies())}</LinkButton> }
    });
    let inside = if policies.items.is_empty() {
        let href = format!("/policies/new?client_id={}", client.id);
        view! {
            <EmptyState icon=Glyph::Policy title=words.clients().policies_none()>
                <LinkButton href=href icon=Glyph::Plus>{words.policies().new()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        policy_table(words, policies.items, false)
    };
    view! { <Card title=words.policies().title() flush=true actions=more.into_any()>{inside}</Card> }.into_any()
}

fn documents_card(words: Words, documents: Page<DocumentRow>) -> AnyView {
    let inside = if documents.items.is_empty() {
        view! {
            <EmptyState
                icon=Glyph::Document
                title=words.clients().documents_none()
                hint=words.documents().none_hint()
            />
        }
        .into_any()
    } else {
        document_table(words, documents.items)
    };
    view! { <Card title=words.documents().title() flush=true>{inside}</Card> }.into_any()
}

fn archive_dialog(visit: &Visit, words: Words, client: &ClientView) -> AnyView {
    visit
        .may(ActionKind::ArchiveClient)
        .then(|| {
            let (id, version) = (client.id.to_string(), client.version.to_string());
            view! {
                <ConfirmDialog
                    id="archive"
                    title=words.clients().archive_question(&client.display_name)
                    action="/forms/clients/archive"
                    confirm=words.clients().archive()
                >
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="version" value=version/>
                    <p>{words.clients().archive_consequence()}</p>
                </ConfirmDialog>
            }
        })
        .into_any()
}

/// A number of a known scheme in its groups, another one as it was typed.
fn printed(number: Option<&str>, scheme: Option<Scheme>) -> Option<String> {
    number.map(|number| scheme.map_or_else(|| number.to_owned(), |scheme| scheme.printed(number)))
}

/// An IBAN in groups of four, as it is printed.
fn grouped_iban(iban: &str) -> String {
    let mut text = String::with_capacity(iban.len() + iban.len() / 4);
    for (index, letter) in iban.chars().enumerate() {
        if index > 0 && index.is_multiple_of(4) {
            text.push('\u{a0}');
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped_iban;

    #[test]
    fn an_iban_is_read_in_groups_of_four() {
        assert_eq!(
            grouped_iban("FR1420041010050500013M02606"),
            "FR14\u{a0}2004\u{a0}1010\u{a0}0505\u{a0}0001\u{a0}3M02\u{a0}606"
        );
    }
}
