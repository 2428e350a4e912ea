//! The firms of the platform, and the form that opens one.

use domain::agency::{AgencyView, Jurisdiction};
use domain::labels::Label;
use domain::shared::Language;
use leptos::prelude::*;
use services::access::ActionKind;

use super::agency_fields::{contact, currency, jurisdiction, jurisdiction_label, letterhead, time_zone};
use super::server_fns;
use crate::clients::text;
use crate::forms::Filled;
use crate::listing::Listing;
use crate::locales::{Admin, Words};
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Card, Cell, Choice, Column, ConfirmDialog, Crumb, Description, DescriptionList, DialogButton,
    EmptyState, FilterBar, Form, FormActions, FormErrors, FormSection, Glyph, LinkButton, PageHeader, Row, SearchField,
    SelectField, SubmitButton, Table, TextField, Tone, Width,
};
use crate::request::{Visit, path_part};

/// The firms of the platform.
#[component]
pub fn AgenciesPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let admin = words.admin();
        let listing = Listing::of(&visit, &[], &["name"]);
        let page = server_fns::agencies(&visit, &listing).await?;
        let lead = admin.agencies_found(page.total.unwrap_or_default());
        let pages = listing.pages(&page);
        let refused = Filled::default().or_typed(&visit).await?;
        let found = if !page.items.is_empty() {
            agency_table(words, &listing, page.items)
        } else if listing.is_narrowed() {
            listing.nothing_found()
        } else {
            view! { <EmptyState icon=Glyph::Company title=admin.agencies_none()/> }.into_any()
        };
        let (q, sort) = (listing.text("q"), listing.kept_sort());
        let body = view! {
            <PageHeader title=admin.agencies() lead=lead breadcrumbs=vec![Crumb::new(admin.title(), "/admin")]>
                <LinkButton href="/admin/agencies/new" kind=ButtonKind::Primary icon=Glyph::Plus>
                    {admin.new_agency()}
                </LinkButton>
            </PageHeader>
            <FormErrors errors=refused.errors() message=refused.message()/>
            <FilterBar action=listing.path()>
                <SearchField label=admin.agency_search() value=q/>
                {sort}
            </FilterBar>
            {listing.chips(vec![])}
            {found}
            {pages}
        };
        Ok(Content::new(admin.agencies(), body))
    })
}

/// Firms: name, law, currency, zone and the day they were opened.
fn agency_table(words: Words, listing: &Listing, agencies: Vec<AgencyView>) -> AnyView {
    let (admin, common) = (words.admin(), words.common());
    let columns = vec![
        listing.sorting(Column::text(common.name()), "name"),
        Column::text(admin.jurisdiction()),
        Column::text(admin.registration()),
        Column::text(common.currency()),
        Column::text(common.status()),
        Column::text(common.created_at()),
    ];
    let rows = agencies
        .into_iter()
        .map(|agency| {
            let badge = standing(admin, agency.active);
            let registration = agency.registration.unwrap_or_else(|| "—".to_owned());
            view! {
                <Row>
                    <Cell main=true href=format!("/admin/agencies/{}", agency.id)>{agency.name}</Cell>
                    <Cell label=admin.jurisdiction()>{jurisdiction_label(admin, agency.jurisdiction)}</Cell>
                    <Cell label=admin.registration()>{registration}</Cell>
                    <Cell label=common.currency() code=true>{agency.currency.code()}</Cell>
                    <Cell label=common.status()>{badge}</Cell>
                    <Cell label=common.created_at() code=true>{moments::day(agency.created_at)}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=admin.agencies() columns=columns>{rows}</Table> }.into_any()
}

fn standing(words: Admin, open: bool) -> AnyView {
    let (tone, label) =
        if open { (Tone::Success, words.standing_open()) } else { (Tone::Warning, words.standing_suspended()) };
    view! { <Badge tone=tone label=label/> }.into_any()
}

/// One firm: what it is, and whether its people may sign in.
#[component]
pub fn AgencyPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let admin = words.admin();
        let agency = server_fns::agency(&visit, &path_part("id").unwrap_or_default()).await?;
        let crumbs = vec![Crumb::new(admin.title(), "/admin"), Crumb::new(admin.agencies(), "/admin/agencies")];
        let name = agency.name.clone();
        let badge = standing(admin, agency.active);
        let change = if agency.active { suspend_button(words) } else { reinstate_button(words, &agency) };
        let dialog = agency.active.then(|| suspend_dialog(words, &agency));
        let body = view! {
            <PageHeader title=name.clone() breadcrumbs=crumbs badges=badge>{change}</PageHeader>
            <Card>
                <DescriptionList>
                    <Description term=admin.legal_form() value=agency.legal_form.clone()/>
                    <Description
                        term=admin.jurisdiction()
                        value=Some(jurisdiction_label(admin, agency.jurisdiction).to_owned())
                    />
                    <Description term=admin.registration() value=agency.registration.clone()/>
                    <Description term=words.common().email() value=agency.email.clone()/>
                    <Description term=words.common().phone() value=agency.phone.clone()/>
                    <Description term=words.common().currency() value=Some(agency.currency.code().to_owned())/>
                    <Description term=admin.time_zone() value=Some(agency.time_zone.clone())/>
                    <Description term=words.common().created_at() value=Some(moments::day(agency.created_at))/>
                </DescriptionList>
            </Card>
            {dialog}
        };
        Ok(Content::new(name, body))
    })
}

fn suspend_button(words: Words) -> AnyView {
    view! {
        <DialogButton dialog="suspend" kind=ButtonKind::Secondary icon=Glyph::Lock>{words.admin().suspend()}</DialogButton>
    }
    .into_any()
}

fn reinstate_button(words: Words, agency: &AgencyView) -> AnyView {
    let id = agency.id.to_string();
    view! {
        <Form action="/forms/admin/agencies/reinstate">
            <input type="hidden" name="id" value=id/>
            <SubmitButton kind=ButtonKind::Primary>{words.admin().reinstate()}</SubmitButton>
        </Form>
    }
    .into_any()
}

fn suspend_dialog(words: Words, agency: &AgencyView) -> AnyView {
    let (admin, id) = (words.admin(), agency.id.to_string());
    view! {
        <ConfirmDialog
            id="suspend"
            title=admin.suspend_question(&agency.name)
            action="/forms/admin/agencies/suspend"
            confirm=admin.suspend()
        >
            <input type="hidden" name="id" value=id/>
            <p>{admin.suspend_consequence()}</p>
        </ConfirmDialog>
    }
    .into_any()
}

/// Opening a firm.
#[component]
pub fn NewAgencyPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::OpenAgency)?;
        visit.require_recent()?;
        let words = Words::in_language(visit.language);
        let admin = words.admin();
        let filled = Filled::with([
            ("jurisdiction", Jurisdiction::France.code()),
            ("administrator_language", Language::Fr.code()),
        ])
        .or_typed(&visit)
        .await?;
        let crumbs = vec![Crumb::new(admin.title(), "/admin"), Crumb::new(admin.agencies(), "/admin/agencies")];
        let errors = filled.errors_at(&[
            ("name", admin.agency_name()),
            ("administrator_full_name", words.account().full_name()),
            ("administrator_email", words.account().email()),
            ("jurisdiction", admin.jurisdiction()),
            ("legal_form", admin.legal_form()),
            ("email", words.common().email()),
            ("phone", words.common().phone()),
            ("address_lines", words.clients().street()),
            ("registration", admin.registration()),
        ]);
        let message = filled.message();
        let parts = vec![
            details(words, &filled),
            administrator(words, &filled),
            contact(words, &filled),
            letterhead(words, &filled),
        ];
        let body = view! {
            <PageHeader title=admin.new_agency() breadcrumbs=crumbs/>
            <Form action="/forms/admin/agencies/create" guarded=true>
                <FormErrors errors=errors message=message/>
                {parts}
                <FormActions submit=words.common().create() cancel_href="/admin/agencies"/>
            </Form>
        };
        Ok(Content::new(admin.new_agency(), body))
    })
}

fn details(words: Words, filled: &Filled) -> AnyView {
    let (admin, filled) = (words.admin(), filled.clone());
    let open = Some(admin.by_jurisdiction());
    view! {
        <FormSection title=admin.agency_details()>
            {text(&filled, "name", admin.agency_name(), true, Width::Half)}
            {text(&filled, "legal_form", admin.legal_form(), false, Width::Half)}
            {jurisdiction(words, &filled, Width::Third)}
            {currency(words, &filled, open, Width::Third)}
            {time_zone(words, &filled, open, Width::Third)}
        </FormSection>
    }
    .into_any()
}

fn administrator(words: Words, filled: &Filled) -> AnyView {
    let (admin, account, filled) = (words.admin(), words.account(), filled.clone());
    let languages = Language::ALL.iter().map(|one| Choice::new(one.code(), one.label(words.language()))).collect();
    view! {
        <FormSection title=admin.administrator() lead=admin.administrator_lead()>
            {text(&filled, "administrator_full_name", account.full_name(), true, Width::Third)}
            <TextField
                name="administrator_email"
                label=account.email()
                value=filled.value("administrator_email")
                error=filled.error("administrator_email")
                kind="email"
                autocomplete="off"
                required=true
                width=Width::Third
            />
            <SelectField
                name="administrator_language"
                label=admin.letter_language()
                value=filled.value("administrator_language")
                error=filled.error("administrator_language")
                options=languages
                width=Width::Third
            />
        </FormSection>
    }
    .into_any()
}
