//! The people and the further addresses around a client: what his file shows of them, and their form.

use domain::client::{
    AROUND_MAX, AddressRole, ClientView, Contact, ContactInput, ContactRole, OtherAddress, OtherAddressInput,
};
use domain::labels::Label;
use domain::shared::{Address, ClientId};
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::forms::{Fields, Filled};
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Choice, Crumb, Description, DescriptionList, Form, FormActions, FormSection, Glyph, LinkButton,
    PageHeader, SelectField, TextArea, TextField, Width,
};
use crate::request::{Visit, path_id};

/// How many empty lines the form offers beyond those filled in.
const SPARE: usize = 2;

/// The form of the people and addresses around a client. Saving it with its lines full offers more.
#[component]
pub fn ClientContactsPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::UpdateClient)?;
        let words = Words::in_language(visit.language);
        let client = server_fns::find(&visit, path_id(ClientId::parse)?).await?;
        let filled = Filled::of_record(values(&client), client.id, client.version, client.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let own = format!("/clients/{}", client.id);
        let title = words.clients().around();
        let crumbs =
            vec![Crumb::new(words.clients().title(), "/clients"), Crumb::new(client.display_name.clone(), own.clone())];
        let names = names(words);
        let labels: Vec<(&str, &str)> = names.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect();
        let head = filled.head(words, &labels, |name, value| {
            let role = name.ends_with("_role").then_some(value)?;
            let contact = ContactRole::parse(role).filter(|_| name.starts_with("contacts"));
            let address = AddressRole::parse(role).filter(|_| name.starts_with("addresses"));
            let language = words.language();
            contact.map(|role| role.label(language)).or(address.map(|role| role.label(language))).map(str::to_owned)
        });
        let contacts = lines(&filled, "contacts", &["name", "email", "phone"], AROUND_MAX);
        let contacts = (0..contacts).map(|place| contact_fields(words, &filled, place)).collect_view();
        let parts = ["address_lines", "address_postal_code", "address_city", "address_country"];
        let addresses = lines(&filled, "addresses", &parts, AROUND_MAX);
        let addresses = (0..addresses).map(|place| address_fields(words, &filled, place)).collect_view();
        let body = view! {
            <PageHeader title=title lead=words.clients().around_lead() breadcrumbs=crumbs/>
            <Form action="/forms/clients/contacts" guarded=true>
                {head}
                {contacts}
                {addresses}
                <FormActions submit=words.common().save() cancel_href=own/>
            </Form>
        };
        Ok(Content::new(title, body))
    })
}

/// How many lines of a kind the form shows: those filled in, and some to fill.
pub(crate) fn lines(filled: &Filled, list: &str, parts: &[&str], most: usize) -> usize {
    let is_filled =
        |place: &usize| parts.iter().any(|part| !filled.value(&format!("{list}_{place}_{part}")).trim().is_empty());
    let last = (0..most).filter(is_filled).max();
    (last.map_or(0, |last| last + 1) + SPARE).min(most)
}

fn values(client: &ClientView) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for (place, contact) in client.contacts.iter().enumerate() {
        let at = |part: &str| format!("contacts_{place}_{part}");
        values.push((at("role"), contact.role.code().to_owned()));
        values.push((at("name"), contact.name.clone()));
        values.push((at("email"), contact.email.clone().unwrap_or_default()));
        values.push((at("phone"), contact.phone.clone().unwrap_or_default()));
    }
    for (place, other) in client.addresses.iter().enumerate() {
        let at = |part: &str| format!("addresses_{place}_{part}");
        let Address { lines, postal_code, city, country } = other.address.clone();
        values.push((at("role"), other.role.code().to_owned()));
        values.push((at("address_lines"), lines.unwrap_or_default()));
        values.push((at("address_postal_code"), postal_code.unwrap_or_default()));
        values.push((at("address_city"), city.unwrap_or_default()));
        values.push((at("address_country"), country.unwrap_or_default()));
    }
    values
}

/// What the form says of the people and addresses, each line at its place, also an empty one: an error names its place.
pub(super) fn read(fields: &Fields) -> (Vec<ContactInput>, Vec<OtherAddressInput>) {
    let text = |list: &str, place: usize, part: &str| fields.text(&format!("{list}_{place}_{part}"));
    let contacts = (0..AROUND_MAX).map(|place| ContactInput {
        role: text("contacts", place, "role"),
        name: text("contacts", place, "name"),
        email: text("contacts", place, "email"),
        phone: text("contacts", place, "phone"),
    });
    let addresses = (0..AROUND_MAX).map(|place| OtherAddressInput {
        role: text("addresses", place, "role"),
        address: Some(Address {
            lines: text("addresses", place, "address_lines"),
            postal_code: text("addresses", place, "address_postal_code"),
            city: text("addresses", place, "address_city"),
            country: text("addresses", place, "address_country"),
        }),
    });
    (contacts.collect(), addresses.collect())
}

fn names(words: Words) -> Vec<(String, String)> {
    let (word, common) = (words.clients(), words.common());
    let mut names = Vec::new();
    for place in 0..AROUND_MAX {
        let number = place + 1;
        let contact = word.contact_number(number);
        for (part, label) in
            [("role", word.role()), ("name", word.display_name()), ("email", word.email()), ("phone", word.phone())]
        {
            names.push((format!("contacts_{place}_{part}"), format!("{contact}, {label}")));
        }
    }
    for place in 0..AROUND_MAX {
        let address = word.address_number(place + 1);
        for (part, label) in [
            ("role", word.role()),
            ("address_lines", word.street()),
            ("address_postal_code", common.postal_code()),
            ("address_city", common.city()),
            ("address_country", common.country()),
        ] {
            names.push((format!("addresses_{place}_{part}"), format!("{address}, {label}")));
        }
    }
    names
}

/// One line of text in a form of many alike.
pub(crate) fn line(filled: &Filled, name: String, label: &'static str, kind: &'static str, width: Width) -> AnyView {
    let (value, error) = (filled.value(&name), filled.error(&name));
    view! { <TextField name=name label=label value=value error=error kind=kind autocomplete="off" width=width/> }
        .into_any()
}

/// The choice of what somebody is, or an address is for.
pub(crate) fn role<T: Label>(
    words: Words,
    filled: &Filled,
    name: String,
    label: &'static str,
    all: &[T],
    code: fn(T) -> &'static str,
) -> AnyView {
    let options = all.iter().map(|role| Choice::new(code(*role), role.label(words.language()))).collect();
    let (value, error) = (filled.value(&name), filled.error(&name));
    let empty = words.clients().choose_role();
    view! {
        <SelectField name=name label=label value=value error=error options=options empty=empty width=Width::Half/>
    }
    .into_any()
}

fn contact_fields(words: Words, filled: &Filled, place: usize) -> AnyView {
    let (word, filled) = (words.clients(), filled.clone());
    let at = |part: &str| format!("contacts_{place}_{part}");
    let fields = [
        role(words, &filled, at("role"), word.role(), ContactRole::ALL, ContactRole::code),
        line(&filled, at("name"), word.display_name(), "text", Width::Half),
        line(&filled, at("email"), word.email(), "email", Width::Half),
        line(&filled, at("phone"), word.phone(), "tel", Width::Half),
    ];
    view! { <FormSection title=word.contact_number(place + 1)>{Vec::from(fields)}</FormSection> }.into_any()
}

fn address_fields(words: Words, filled: &Filled, place: usize) -> AnyView {
    let (word, common, filled) = (words.clients(), words.common(), filled.clone());
    let at = |part: &str| format!("addresses_{place}_{part}");
    let street = at("address_lines");
    let fields = [
        role(words, &filled, at("role"), word.role(), AddressRole::ALL, AddressRole::code),
        line(&filled, at("address_postal_code"), common.postal_code(), "text", Width::Third),
        line(&filled, at("address_city"), common.city(), "text", Width::Third),
        line(&filled, at("address_country"), common.country(), "text", Width::Third),
    ];
    let [role, rest @ ..] = fields;
    let (value, error) = (filled.value(&street), filled.error(&street));
    view! {
        <FormSection title=word.address_number(place + 1)>
            {role}
            <TextArea name=street label=word.street() value=value error=error rows=2/>
            {Vec::from(rest)}
        </FormSection>
    }
    .into_any()
}

/// The card of the client's file.
pub(super) fn card(visit: &Visit, words: Words, client: &ClientView) -> AnyView {
    let edit = visit.may(ActionKind::UpdateClient).then(|| {
        let href = format!("/clients/{}/contacts", client.id);
        view! {
            <LinkButton href=href kind=ButtonKind::Ghost icon=Glyph::Edit compact=true>{words.common().edit()}</LinkButton>
        }
    });
    let contacts = client.contacts.iter().cloned().map(|contact| shown_contact(words, contact)).collect_view();
    let addresses = client.addresses.iter().cloned().map(|other| shown_address(words, other)).collect_view();
    let inside = if client.contacts.is_empty() && client.addresses.is_empty() {
        view! { <p class="muted">{words.clients().around_none()}</p> }.into_any()
    } else {
        view! { <DescriptionList>{contacts}{addresses}</DescriptionList> }.into_any()
    };
    view! { <Card title=words.clients().around() actions=edit.into_any()>{inside}</Card> }.into_any()
}

fn shown_contact(words: Words, contact: Contact) -> AnyView {
    let reach = reach(contact.email, contact.phone);
    view! {
        <Description term=contact.role.label(words.language())>
            <span class="address-line">{contact.name}</span>
            {reach}
        </Description>
    }
    .into_any()
}

/// An e-mail to write to and a number to dial, each on a line of its own.
pub(crate) fn reach(email: Option<String>, phone: Option<String>) -> AnyView {
    let email = email.map(|email| {
        view! { <span class="address-line"><a href=format!("mailto:{email}")>{email.clone()}</a></span> }
    });
    let phone = phone.map(|phone| {
        let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        view! { <span class="address-line"><a href=format!("tel:{digits}")>{phone.clone()}</a></span> }
    });
    view! { {email} {phone} }.into_any()
}

fn shown_address(words: Words, other: OtherAddress) -> AnyView {
    let lines = super::detail::address_lines(&other.address);
    view! { <Description term=other.role.label(words.language())>{lines}</Description> }.into_any()
}
