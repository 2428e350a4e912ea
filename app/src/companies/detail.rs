//! One company, and what it lets the firm do.

use domain::company::{COMPANY_LIST, CompanyView, MandateView};
use domain::labels::Label;
use domain::shared::CompanyId;
use domain::shared::format::{count, day};
use domain::template::TemplateUsage;
use jiff::civil::Date;
use leptos::prelude::*;
use services::access::ActionKind;

use super::{contacts, integration, paper, products, server_fns};
use crate::clients::{address_description, reach};
use crate::documents::may_issue;
use crate::forms::Filled;
use crate::home::Looked;
use crate::lists::back_to;
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Card, Cell, Column, ConfirmDialog, Crumb, Description, DescriptionList, DialogButton,
    EmptyState, FormErrors, Glyph, LinkButton, PageHeader, Row, Table, Tone,
};
use crate::request::{Visit, path_id};

/// What the firm knows of a company, and its mandates.
#[component]
pub fn CompanyPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let company = server_fns::find(&visit, path_id(CompanyId::parse)?).await?;
        visit.looked_at(Looked::Company(company.id)).await?;
        let mandates = server_fns::mandates(&visit, company.id).await?.items;
        let sold = server_fns::products(&visit, company.id).await?.items;
        let integration = if visit.may(ActionKind::ReadIntegration) {
            Some(integration::card(&visit, words, server_fns::integration(&visit, company.id).await?))
        } else {
            None
        };
        let refused = Filled::default().or_typed(&visit).await?;
        let facts = facts(words, &company);
        let body = view! {
            {header(&visit, words, &company)}
            <FormErrors errors=refused.errors() message=refused.message()/>
            <div class="split">
                <div class="stack">
                    {mandates_card(&visit, words, &company, mandates)}
                    {products::card(&visit, words, company.id, sold)}
                </div>
                <div class="stack">
                    <Card title=words.companies().details()>{facts}</Card>
                    {contacts::card(&visit, words, &company)}
                    {integration}
                </div>
            </div>
            {delete_dialog(&visit, words, &company)}
        };
        Ok(Content::new(company.name, body))
    })
}

fn header(visit: &Visit, words: Words, company: &CompanyView) -> AnyView {
    let delete = visit.may(ActionKind::DeleteCompany).then(|| {
        view! { <DialogButton dialog="delete" kind=ButtonKind::Ghost icon=Glyph::Delete>{words.companies().delete()}</DialogButton> }
    });
    let edit = visit.may(ActionKind::UpdateCompany).then(|| {
        view! { <LinkButton href=format!("/companies/{}/edit", company.id) icon=Glyph::Edit>{words.common().edit()}</LinkButton> }
    });
    let document = may_issue(visit, TemplateUsage::ProductionBordereau).then(|| {
        let href = format!("/documents/new?company_id={}", company.id);
        view! { <LinkButton href=href icon=Glyph::Document>{words.documents().new()}</LinkButton> }
    });
    let href = format!("/policies?company_id={}", company.id);
    let policies = words.clients().policy_count(u64::try_from(company.policy_count).unwrap_or_default());
    view! {
        <PageHeader
            title=company.name.clone()
            lead=format!("{} · {policies}", company.code)
            breadcrumbs=vec![Crumb::new(words.companies().title(), back_to(&COMPANY_LIST))]
        >
            {delete}
            <LinkButton href=href icon=Glyph::Policy>{words.companies().all_policies()}</LinkButton>
            {document}
            {edit}
        </PageHeader>
    }
    .into_any()
}

fn facts(words: Words, company: &CompanyView) -> AnyView {
    let (word, company) = (words.companies(), company.clone());
    let address = address_description(words, company.address.as_ref());
    let website = match company.website {
        // The reader's page is no business of the company's.
        Some(href) => {
            let link = view! { <a href=href.clone() rel="noreferrer">{href.clone()}</a> };
            view! { <Description term=word.website()>{link}</Description> }.into_any()
        }
        None => view! { <Description term=word.website()/> }.into_any(),
    };
    let claims = if company.claims_email.is_some() || company.claims_phone.is_some() {
        let reach = reach(company.claims_email, company.claims_phone);
        view! { <Description term=word.claims()>{reach}</Description> }.into_any()
    } else {
        view! { <Description term=word.claims()/> }.into_any()
    };
    let policies = count(u64::try_from(company.policy_count).unwrap_or_default(), words.language());
    view! {
        <DescriptionList>
            <Description term=word.code() value=Some(company.code)/>
            <Description term=word.broker_code() value=company.broker_code/>
            <Description term=word.policies() value=Some(policies)/>
            <Description term=words.common().email() value=company.email/>
            <Description term=words.common().phone() value=company.phone/>
            {address}
            {website}
            {claims}
            <Description term=words.common().created_at() value=Some(moments::day(company.created_at))/>
            <Description term=words.common().updated_at() value=Some(moments::instant(company.updated_at))/>
        </DescriptionList>
    }
    .into_any()
}

fn mandates_card(visit: &Visit, words: Words, company: &CompanyView, mandates: Vec<MandateView>) -> AnyView {
    let word = words.companies();
    let href = format!("/companies/{}/mandates", company.id);
    let change = visit.may(ActionKind::SetMandates).then(|| {
        view! { <LinkButton href=href compact=true icon=Glyph::Edit>{word.edit_mandates()}</LinkButton> }
    });
    let inside = if mandates.is_empty() {
        view! { <EmptyState icon=Glyph::Shield title=word.no_mandate() hint=word.no_mandate_hint()/> }.into_any()
    } else {
        let today = moments::today();
        let rows =
            mandates.into_iter().map(|mandate| mandate_row(visit, words, company, mandate, today)).collect_view();
        let columns = vec![
            Column::text(word.mandate()),
            Column::text(word.lines()),
            Column::text(word.valid_from()),
            Column::text(word.valid_until()),
            Column::text(words.common().status()),
            Column::text(word.paper_short()),
        ];
        view! { <Table caption=word.mandates() columns=columns>{rows}</Table> }.into_any()
    };
    view! {
        <Card title=word.mandates() lead=word.mandates_lead() flush=true actions=change.into_any()>{inside}</Card>
    }
    .into_any()
}

fn mandate_row(visit: &Visit, words: Words, company: &CompanyView, mandate: MandateView, today: Date) -> AnyView {
    let (word, language) = (words.companies(), words.language());
    let lines = if mandate.product_lines.is_empty() {
        word.all_lines().to_owned()
    } else {
        mandate.product_lines.iter().map(|line| line.label(language)).collect::<Vec<_>>().join(", ")
    };
    let (tone, standing) = if mandate.valid_from > today {
        (Tone::Info, word.not_yet())
    } else if mandate.valid_until.is_some_and(|until| until < today) {
        (Tone::Neutral, word.over())
    } else {
        (Tone::Success, word.standing())
    };
    let download = mandate.document.as_ref().map(|paper| {
        let (href, name) = (paper::file_of(company.id, mandate.id), paper.file_name.clone());
        view! { <a href=href download="">{name}</a> }
    });
    let change = visit.may(ActionKind::HandInPaper).then(|| {
        let label = if mandate.document.is_some() { word.paper_change() } else { word.hand_in_short() };
        let of = mandate.kind.label(language);
        view! {
            <a href=paper::page_of(company.id, mandate.id)>
                {label}<span class="visually-hidden">{format!(" – {of}")}</span>
            </a>
        }
    });
    let until = mandate.valid_until.map_or_else(|| word.open_ended().to_owned(), day);
    view! {
        <Row>
            <Cell main=true>{mandate.kind.label(language)}</Cell>
            <Cell label=word.lines()>{lines}</Cell>
            <Cell label=word.valid_from() code=true>{day(mandate.valid_from)}</Cell>
            <Cell label=word.valid_until() code=true>{until}</Cell>
            <Cell label=words.common().status()><Badge tone=tone label=standing/></Cell>
            <Cell label=word.paper_short()><span class="row-stack">{download}{change}</span></Cell>
        </Row>
    }
    .into_any()
}

fn delete_dialog(visit: &Visit, words: Words, company: &CompanyView) -> AnyView {
    visit
        .may(ActionKind::DeleteCompany)
        .then(|| {
            let (id, version) = (company.id.to_string(), company.version.to_string());
            view! {
                <ConfirmDialog
                    id="delete"
                    title=words.companies().delete_question(&company.name)
                    action="/forms/companies/delete"
                    confirm=words.companies().delete()
                >
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="version" value=version/>
                    <p>{words.companies().delete_consequence()}</p>
                </ConfirmDialog>
            }
        })
        .into_any()
}
