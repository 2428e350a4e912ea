//! The form of a client, new or known. Both kinds are in it; a style rule hides the one not chosen, and without styles
//! each part says for whom it is.

use domain::client::{ClientKind, ClientView};
use domain::labels::Label;
use domain::shared::{ClientId, UserId};
use leptos::prelude::*;
use services::access::ActionKind;

use super::{duplicates, server_fns};
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    Choice, Crumb, DateField, Form, FormActions, FormSection, PageHeader, RadioGroup, SelectField, TextArea, TextField,
    Width,
};
use crate::request::{Visit, path_id};

/// Recording a client.
#[component]
pub fn NewClientPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::CreateClient)?;
        let words = Words::in_language(visit.language);
        let own = visit.who()?.user_id().map(|id| id.to_string()).unwrap_or_default();
        let filled = Filled::with([("kind", ClientKind::Person.code().to_owned()), ("owner_id", own)]);
        let filled = filled.or_typed(&visit).await?;
        // Only a form that was stopped for it says so; one that came back for another reason is judged when it is sent again.
        let stopped = filled.is_refused() && filled.errors().is_empty();
        let found = if stopped { server_fns::likely(&visit, duplicates::typed(&filled)).await? } else { Vec::new() };
        let extra = view! { {duplicates::warning(words, found)} {duplicates::while_typing(words)} }.into_any();
        let owners = server_fns::owners(&visit).await?;
        let title = words.clients().new();
        let body = view! {
            <PageHeader title=title breadcrumbs=vec![Crumb::new(words.clients().title(), "/clients")]/>
            {form(words, &filled, &owners, "/forms/clients/create", "/clients", extra)}
        };
        Ok(Content::new(title, body))
    })
}

/// Changing a client's file.
#[component]
pub fn EditClientPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::UpdateClient)?;
        let words = Words::in_language(visit.language);
        let client = server_fns::find(&visit, path_id(ClientId::parse)?).await?;
        let filled = Filled::of_record(values(&client), client.id, client.version, client.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let owners = server_fns::owners(&visit).await?;
        let title = words.clients().edit(&client.display_name);
        let own = format!("/clients/{}", client.id);
        let crumbs =
            vec![Crumb::new(words.clients().title(), "/clients"), Crumb::new(client.display_name.clone(), own.clone())];
        let body = view! {
            <PageHeader title=title.clone() breadcrumbs=crumbs/>
            {form(words, &filled, &owners, "/forms/clients/update", &own, ().into_any())}
        };
        Ok(Content::new(title, body))
    })
}

/// The file as the form's fields.
fn values(client: &ClientView) -> Vec<(&'static str, String)> {
    let input = client.as_input();
    let address = input.address.unwrap_or_default();
    let fields = [
        ("kind", input.kind),
        ("first_name", input.first_name),
        ("last_name", input.last_name),
        ("legal_name", input.legal_name),
        ("birth_date", input.birth_date),
        ("national_id", input.national_id),
        ("tax_id", input.tax_id),
        ("iban", input.iban),
        ("email", input.email),
        ("phone", input.phone),
        ("address_lines", address.lines),
        ("address_postal_code", address.postal_code),
        ("address_city", address.city),
        ("address_country", address.country),
        ("owner_id", input.owner_id),
        ("notes", input.notes),
    ];
    fields.into_iter().map(|(name, value)| (name, value.unwrap_or_default())).collect()
}

fn form(
    words: Words,
    filled: &Filled,
    owners: &[(UserId, String)],
    action: &str,
    cancel: &str,
    extra: AnyView,
) -> AnyView {
    let word = words.clients();
    let names = [
        ("kind", word.kind()),
        ("first_name", word.first_name()),
        ("last_name", word.last_name()),
        ("birth_date", word.birth_date()),
        ("national_id", word.national_id()),
        ("legal_name", word.legal_name()),
        ("email", word.email()),
        ("phone", word.phone()),
        ("address_lines", word.street()),
        ("address_postal_code", words.common().postal_code()),
        ("address_city", words.common().city()),
        ("address_country", words.common().country()),
        ("tax_id", word.tax_id()),
        ("iban", word.iban()),
        ("owner_id", word.owner()),
        ("notes", words.common().notes()),
    ];
    let head = filled.head(words, &names, |name, value| match name {
        "kind" => ClientKind::parse(value).map(|kind| kind.label(words.language()).to_owned()),
        "owner_id" => owners.iter().find(|(id, _)| id.to_string() == value).map(|(_, broker)| broker.clone()),
        _ => None,
    });
    let (kind, named) = (kind(words, filled), view! { {person(words, filled)} {organisation(words, filled)} });
    let parts = [contact(words, filled), rest(words, filled, owners)];
    let cancel = cancel.to_owned();
    view! {
        <Form action=action guarded=true>
            {head}
            {kind}
            {named}
            {extra}
            {Vec::from(parts)}
            <FormActions submit=words.common().save() cancel_href=cancel/>
        </Form>
    }
    .into_any()
}

fn kind(words: Words, filled: &Filled) -> AnyView {
    let options = ClientKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label(words.language()))).collect();
    let (label, value, error) = (words.clients().kind(), filled.value("kind"), filled.error("kind"));
    view! {
        <FormSection>
            <RadioGroup name="kind" label=label value=value error=error required=true options=options/>
        </FormSection>
    }
    .into_any()
}

/// One line of the form.
pub(crate) fn text(filled: &Filled, name: &'static str, label: &str, required: bool, width: Width) -> AnyView {
    view! {
        <TextField
            name=name
            label=label
            value=filled.value(name)
            error=filled.error(name)
            required=required
            autocomplete="off"
            width=width
        />
    }
    .into_any()
}

fn person(words: Words, filled: &Filled) -> AnyView {
    let (word, filled) = (words.clients(), filled.clone());
    view! {
        <div class="kind-part" data-kind="person">
            <FormSection title=word.person_details() lead=word.person_details_hint()>
                {text(&filled, "first_name", word.first_name(), false, Width::Half)}
                {text(&filled, "last_name", word.last_name(), true, Width::Half)}
                <DateField
                    name="birth_date"
                    label=word.birth_date()
                    value=filled.value("birth_date")
                    error=filled.error("birth_date")
                />
                {text(&filled, "national_id", word.national_id(), false, Width::Half)}
            </FormSection>
        </div>
    }
    .into_any()
}

fn organisation(words: Words, filled: &Filled) -> AnyView {
    let (word, filled) = (words.clients(), filled.clone());
    view! {
        <div class="kind-part" data-kind="organisation">
            <FormSection title=word.organisation_details() lead=word.organisation_details_hint()>
                <TextField
                    name="legal_name"
                    label=word.legal_name()
                    value=filled.value("legal_name")
                    error=filled.error("legal_name")
                    required=true
                    autocomplete="off"
                />
            </FormSection>
        </div>
    }
    .into_any()
}

fn contact(words: Words, filled: &Filled) -> AnyView {
    let (word, filled) = (words.clients(), filled.clone());
    view! {
        <FormSection title=word.contact()>
            <TextField
                name="email"
                label=word.email()
                value=filled.value("email")
                error=filled.error("email")
                kind="email"
                autocomplete="off"
                width=Width::Half
            />
            <TextField
                name="phone"
                label=word.phone()
                value=filled.value("phone")
                error=filled.error("phone")
                hint=word.phone_hint()
                kind="tel"
                autocomplete="off"
                width=Width::Half
            />
            {address_fields(words, &filled)}
        </FormSection>
    }
    .into_any()
}

/// The fields of an address, by the names that its errors point to.
pub(crate) fn address_fields(words: Words, filled: &Filled) -> AnyView {
    view! {
        <TextArea
            name="address_lines"
            label=words.clients().street()
            value=filled.value("address_lines")
            error=filled.error("address_lines")
            rows=2
        />
        {text(filled, "address_postal_code", words.common().postal_code(), false, Width::Third)}
        {text(filled, "address_city", words.common().city(), false, Width::Third)}
        {text(filled, "address_country", words.common().country(), false, Width::Third)}
    }
    .into_any()
}

fn rest(words: Words, filled: &Filled, owners: &[(UserId, String)]) -> AnyView {
    let (word, filled) = (words.clients(), filled.clone());
    let brokers: Vec<Choice> = owners.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let owner = (!brokers.is_empty()).then(|| {
        view! {
            <SelectField
                name="owner_id"
                label=word.owner()
                value=filled.value("owner_id")
                error=filled.error("owner_id")
                options=brokers
                required=true
                width=Width::Half
            />
        }
    });
    view! {
        <FormSection title=word.account()>
            {text(&filled, "tax_id", word.tax_id(), false, Width::Half)}
            {text(&filled, "iban", word.iban(), false, Width::Half)}
            {owner}
            <TextArea
                name="notes"
                label=words.common().notes()
                hint=word.notes_hint()
                value=filled.value("notes")
                error=filled.error("notes")
            />
        </FormSection>
    }
    .into_any()
}
