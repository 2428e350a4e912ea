//! The reader's own firm, whose letterhead its administrator corrects.

use domain::agency::{AgencySettings, AgencyView, Jurisdiction};
use leptos::prelude::*;
use services::access::ActionKind;

use super::agency_fields::{contact, currency, jurisdiction, jurisdiction_label, letterhead, time_zone};
use super::server_fns;
use crate::clients::text;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{Crumb, Description, DescriptionList, Form, FormActions, FormSection, PageHeader, Width};
use crate::request::Visit;

/// What the firm's documents say of it, to be changed.
#[component]
pub fn OwnAgencyPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::UpdateAgency)?;
        let words = Words::in_language(visit.language);
        let admin = words.admin();
        let AgencySettings { agency, has_policies } = server_fns::own_agency(&visit).await?;
        let filled = Filled::of_record(values(&agency), agency.id, agency.version, agency.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let head = head(words, &filled);
        let law = if has_policies { fixed_law(words, &agency) } else { law(words, &filled) };
        let parts = vec![identity(words, &filled), contact(words, &filled), letterhead(words, &filled), law];
        let crumbs = vec![Crumb::new(admin.title(), "/admin")];
        let body = view! {
            <PageHeader title=admin.own_agency() lead=admin.own_agency_lead() breadcrumbs=crumbs/>
            <Form action="/forms/admin/agency/update" guarded=true>
                {head}
                {parts}
                <FormActions submit=words.common().save() cancel_href="/admin"/>
            </Form>
        };
        Ok(Content::new(admin.own_agency(), body))
    })
}

/// The firm as the form's fields.
fn values(agency: &AgencyView) -> Vec<(&'static str, String)> {
    let input = agency.as_input();
    let address = input.address.unwrap_or_default();
    let fields = [
        ("name", input.name),
        ("legal_form", input.legal_form),
        ("jurisdiction", input.jurisdiction),
        ("currency", input.currency),
        ("time_zone", input.time_zone),
        ("email", input.email),
        ("phone", input.phone),
        ("address_lines", address.lines),
        ("address_postal_code", address.postal_code),
        ("address_city", address.city),
        ("address_country", address.country),
        ("registration", input.registration),
        ("legal_mentions", Some(input.legal_mentions.join("\n"))),
    ];
    fields.into_iter().map(|(name, value)| (name, value.unwrap_or_default())).collect()
}

fn head(words: Words, filled: &Filled) -> AnyView {
    let (admin, common) = (words.admin(), words.common());
    let names = [
        ("name", admin.agency_name()),
        ("legal_form", admin.legal_form()),
        ("time_zone", admin.time_zone()),
        ("email", common.email()),
        ("phone", common.phone()),
        ("address_lines", words.clients().street()),
        ("address_postal_code", common.postal_code()),
        ("address_city", common.city()),
        ("address_country", common.country()),
        ("registration", admin.registration()),
        ("legal_mentions", admin.legal_mentions()),
        ("jurisdiction", admin.jurisdiction()),
        ("currency", common.currency()),
    ];
    filled.head(words, &names, |name, value| match name {
        "jurisdiction" => Jurisdiction::parse(value).map(|law| jurisdiction_label(admin, law).to_owned()),
        _ => None,
    })
}

fn identity(words: Words, filled: &Filled) -> AnyView {
    let (admin, filled) = (words.admin(), filled.clone());
    view! {
        <FormSection title=admin.agency_details()>
            {text(&filled, "name", admin.agency_name(), true, Width::Half)}
            {text(&filled, "legal_form", admin.legal_form(), false, Width::Half)}
            {time_zone(words, &filled, None, Width::Half)}
        </FormSection>
    }
    .into_any()
}

fn law(words: Words, filled: &Filled) -> AnyView {
    let filled = filled.clone();
    view! {
        <FormSection title=words.admin().law() lead=words.admin().law_lead()>
            {jurisdiction(words, &filled, Width::Half)}
            {currency(words, &filled, None, Width::Half)}
        </FormSection>
    }
    .into_any()
}

/// Once policies rest on them, law and currency are told and not asked.
fn fixed_law(words: Words, agency: &AgencyView) -> AnyView {
    let admin = words.admin();
    let (law, currency) = (jurisdiction_label(admin, agency.jurisdiction), agency.currency.code());
    view! {
        <FormSection title=admin.law() lead=admin.law_fixed()>
            <DescriptionList>
                <Description term=admin.jurisdiction() value=Some(law.to_owned())/>
                <Description term=words.common().currency() value=Some(currency.to_owned())/>
            </DescriptionList>
        </FormSection>
    }
    .into_any()
}
