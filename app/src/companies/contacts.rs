//! The people at a company: what its page shows of them, and their form.

use domain::client::AROUND_MAX;
use domain::company::{CompanyContact, CompanyContactInput, CompanyContactRole, CompanyView};
use domain::labels::Label;
use domain::shared::CompanyId;
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::clients::{line, lines, reach, role};
use crate::forms::{Fields, Filled};
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Crumb, Description, DescriptionList, Form, FormActions, FormSection, Glyph, LinkButton,
    PageHeader, Width,
};
use crate::request::{Visit, path_id};

/// The form of the people at a company. Saving it with its lines full offers more.
#[component]
pub fn CompanyContactsPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::UpdateCompany)?;
        let words = Words::in_language(visit.language);
        let company = server_fns::find(&visit, path_id(CompanyId::parse)?).await?;
        let filled = Filled::of_record(values(&company), company.id, company.version, company.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let own = format!("/companies/{}", company.id);
        let title = words.companies().contacts_of(&company.name);
        let crumbs = vec![Crumb::new(words.companies().title(), "/companies"), Crumb::new(company.name, own.clone())];
        let names = names(words);
        let labels: Vec<(&str, &str)> = names.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect();
        let head = filled.head(words, &labels, |name, value| {
            let role = name.ends_with("_role").then(|| CompanyContactRole::parse(value)).flatten()?;
            Some(role.label(words.language()).to_owned())
        });
        let shown = lines(&filled, "contacts", &["name", "email", "phone", "note"], AROUND_MAX);
        let contacts = (0..shown).map(|place| contact_fields(words, &filled, place)).collect_view();
        let body = view! {
            <PageHeader title=title.clone() lead=words.clients().around_lead() breadcrumbs=crumbs/>
            <Form action="/forms/companies/contacts" guarded=true>
                {head}
                {contacts}
                <FormActions submit=words.common().save() cancel_href=own/>
            </Form>
        };
        Ok(Content::new(title, body))
    })
}

fn values(company: &CompanyView) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for (place, contact) in company.contacts.iter().enumerate() {
        let at = |part: &str| format!("contacts_{place}_{part}");
        values.push((at("role"), contact.role.code().to_owned()));
        values.push((at("name"), contact.name.clone()));
        values.push((at("email"), contact.email.clone().unwrap_or_default()));
        values.push((at("phone"), contact.phone.clone().unwrap_or_default()));
        values.push((at("note"), contact.note.clone().unwrap_or_default()));
    }
    values
}

/// What the form says of the people, each line at its place, also an empty one: an error names its place.
pub(super) fn read(fields: &Fields) -> Vec<CompanyContactInput> {
    let text = |place: usize, part: &str| fields.text(&format!("contacts_{place}_{part}"));
    let contact = |place| CompanyContactInput {
        role: text(place, "role"),
        name: text(place, "name"),
        email: text(place, "email"),
        phone: text(place, "phone"),
        note: text(place, "note"),
    };
    (0..AROUND_MAX).map(contact).collect()
}

fn names(words: Words) -> Vec<(String, String)> {
    let (word, common) = (words.companies(), words.common());
    let parts = [
        ("role", word.looks_after()),
        ("name", word.contact_name()),
        ("email", common.email()),
        ("phone", common.phone()),
        ("note", word.contact_note()),
    ];
    let of = |place: usize| {
        let contact = words.clients().contact_number(place + 1);
        parts.map(|(part, label)| (format!("contacts_{place}_{part}"), format!("{contact}, {label}")))
    };
    (0..AROUND_MAX).flat_map(of).collect()
}

fn contact_fields(words: Words, filled: &Filled, place: usize) -> AnyView {
    let (word, common) = (words.companies(), words.common());
    let at = |part: &str| format!("contacts_{place}_{part}");
    let label = word.looks_after();
    let fields = [
        role(words, filled, at("role"), label, CompanyContactRole::ALL, CompanyContactRole::code),
        line(filled, at("name"), word.contact_name(), "text", Width::Half),
        line(filled, at("email"), common.email(), "email", Width::Half),
        line(filled, at("phone"), common.phone(), "tel", Width::Half),
        line(filled, at("note"), word.contact_note(), "text", Width::Full),
    ];
    view! { <FormSection title=words.clients().contact_number(place + 1)>{Vec::from(fields)}</FormSection> }.into_any()
}

/// The card on the company's page.
pub(super) fn card(visit: &Visit, words: Words, company: &CompanyView) -> AnyView {
    let edit = visit.may(ActionKind::UpdateCompany).then(|| {
        let href = format!("/companies/{}/contacts", company.id);
        view! {
            <LinkButton href=href kind=ButtonKind::Ghost icon=Glyph::Edit compact=true>{words.common().edit()}</LinkButton>
        }
    });
    let inside = if company.contacts.is_empty() {
        view! { <p class="muted">{words.companies().contacts_none()}</p> }.into_any()
    } else {
        let contacts = company.contacts.iter().cloned().map(|contact| shown(words, contact)).collect_view();
        view! { <DescriptionList>{contacts}</DescriptionList> }.into_any()
    };
    view! { <Card title=words.companies().contacts() actions=edit.into_any()>{inside}</Card> }.into_any()
}

fn shown(words: Words, contact: CompanyContact) -> AnyView {
    let reach = reach(contact.email, contact.phone);
    let note = contact.note.map(|note| view! { <span class="address-line muted">{note}</span> });
    view! {
        <Description term=contact.role.label(words.language())>
            <span class="address-line">{contact.name}</span>
            {reach}
            {note}
        </Description>
    }
    .into_any()
}
