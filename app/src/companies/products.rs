//! What a company sells: the card on its page, and the form of all its products.

use domain::company::{PRODUCTS_MAX, ProductInput, ProductView, Sale};
use domain::labels::Label;
use domain::policy::ProductLine;
use domain::shared::CompanyId;
use domain::shared::format::day;
use jiff::civil::Date;
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::clients::{line, lines};
use crate::forms::{Fields, Filled};
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, Card, Cell, Choice, Column, Crumb, DateField, Form, FormActions, FormSection, Glyph, LinkButton, PageHeader,
    Row, SelectField, Table, Tone, Width,
};
use crate::request::{Visit, path_id};

/// The parts of a product in the form.
const PARTS: &[&str] = &["name", "code", "product_line", "sold_from", "sold_until"];

/// Saying what a company sells. Saving the form with its lines full offers more.
#[component]
pub fn ProductsPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::SetProducts)?;
        let words = Words::in_language(visit.language);
        let company = server_fns::find(&visit, path_id(CompanyId::parse)?).await?;
        let products = server_fns::products(&visit, company.id).await?;
        let filled = Filled::of_record(values(&products.items), company.id, products.version, company.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let own = format!("/companies/{}", company.id);
        let title = words.companies().products_of(&company.name);
        let crumbs = vec![Crumb::new(words.companies().title(), "/companies"), Crumb::new(company.name, own.clone())];
        let names = names(words);
        let labels: Vec<(&str, &str)> = names.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect();
        let head = filled.head(words, &labels, |name, value| {
            let line = name.ends_with("_product_line").then(|| ProductLine::parse(value)).flatten()?;
            Some(line.label(words.language()).to_owned())
        });
        let shown = lines(&filled, "items", PARTS, PRODUCTS_MAX);
        let products = (0..shown).map(|place| product_fields(words, &filled, place)).collect_view();
        let body = view! {
            <PageHeader title=title.clone() lead=words.companies().products_lead() breadcrumbs=crumbs/>
            <Form action="/forms/companies/products" guarded=true>
                {head}
                {products}
                <FormActions submit=words.common().save() cancel_href=own/>
            </Form>
        };
        Ok(Content::new(title, body))
    })
}

fn values(products: &[ProductView]) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for (place, product) in products.iter().enumerate() {
        let at = |part: &str| format!("items_{place}_{part}");
        let written = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        values.push((at("id"), product.id.to_string()));
        values.push((at("name"), product.name.clone()));
        values.push((at("code"), product.code.clone().unwrap_or_default()));
        values.push((at("product_line"), product.product_line.code().to_owned()));
        values.push((at("sold_from"), written(product.sold_from)));
        values.push((at("sold_until"), written(product.sold_until)));
    }
    values
}

/// What the form says of the products, each line at its place, also an empty one: an error names its place.
pub(super) fn read(fields: &Fields) -> Vec<ProductInput> {
    let text = |place: usize, part: &str| fields.text(&format!("items_{place}_{part}"));
    let product = |place| ProductInput {
        id: text(place, "id"),
        name: text(place, "name"),
        code: text(place, "code"),
        product_line: text(place, "product_line"),
        sold_from: text(place, "sold_from"),
        sold_until: text(place, "sold_until"),
    };
    (0..PRODUCTS_MAX).map(product).collect()
}

fn names(words: Words) -> Vec<(String, String)> {
    let word = words.companies();
    let labels = [word.product_name(), word.product_code(), word.product_line(), word.sold_from(), word.sold_until()];
    let of = |place: usize| {
        let product = word.product_number(place + 1);
        let parts = PARTS.iter().zip(labels);
        parts
            .map(move |(part, label)| (format!("items_{place}_{part}"), format!("{product}, {label}")))
            .collect::<Vec<_>>()
    };
    (0..PRODUCTS_MAX).flat_map(of).collect()
}

fn date(filled: &Filled, name: String, label: &'static str) -> AnyView {
    let (value, error) = (filled.value(&name), filled.error(&name));
    view! { <DateField name=name label=label value=value error=error/> }.into_any()
}

fn product_fields(words: Words, filled: &Filled, place: usize) -> AnyView {
    let word = words.companies();
    let at = |part: &str| format!("items_{place}_{part}");
    let options = ProductLine::ALL.iter().map(|line| Choice::new(line.code(), line.label(words.language()))).collect();
    let choice = at("product_line");
    let (value, error) = (filled.value(&choice), filled.error(&choice));
    let (own, own_id) = (at("id"), filled.value(&at("id")));
    let names = [
        line(filled, at("name"), word.product_name(), "text", Width::Half),
        line(filled, at("code"), word.product_code(), "text", Width::Half),
    ];
    let days = [date(filled, at("sold_from"), word.sold_from()), date(filled, at("sold_until"), word.sold_until())];
    view! {
        <FormSection title=word.product_number(place + 1)>
            <input type="hidden" name=own value=own_id/>
            {Vec::from(names)}
            <SelectField
                name=choice
                label=word.product_line()
                value=value
                error=error
                options=options
                empty=words.common().choose()
                width=Width::Full
            />
            {Vec::from(days)}
        </FormSection>
    }
    .into_any()
}

/// The card on the company's page.
pub(super) fn card(visit: &Visit, words: Words, company: CompanyId, products: Vec<ProductView>) -> AnyView {
    let word = words.companies();
    let edit = visit.may(ActionKind::SetProducts).then(|| {
        let href = format!("/companies/{company}/products");
        view! { <LinkButton href=href compact=true icon=Glyph::Edit>{words.common().edit()}</LinkButton> }
    });
    if products.is_empty() {
        let none = word.products_none();
        return view! { <Card title=word.products() actions=edit.into_any()><p class="muted">{none}</p></Card> }
            .into_any();
    }
    let today = moments::today();
    let columns = vec![
        Column::text(word.product_name()),
        Column::text(word.product_code()),
        Column::text(word.product_line()),
        Column::text(word.sold_until()),
        Column::text(words.common().status()),
    ];
    let rows = products.into_iter().map(|product| row(words, product, today)).collect_view();
    view! {
        <Card title=word.products() flush=true actions=edit.into_any()>
            <Table caption=word.products() columns=columns>{rows}</Table>
        </Card>
    }
    .into_any()
}

fn row(words: Words, product: ProductView, today: Date) -> AnyView {
    let word = words.companies();
    let (tone, standing) = match product.sale(today) {
        Sale::ToCome => (Tone::Info, word.not_yet()),
        Sale::Sold => (Tone::Success, word.sold()),
        Sale::Withdrawn => (Tone::Neutral, word.withdrawn()),
    };
    let until = product.sold_until.map_or_else(|| word.open_ended().to_owned(), day);
    view! {
        <Row>
            <Cell main=true>{product.name}</Cell>
            <Cell label=word.product_code() code=true>{product.code.unwrap_or_default()}</Cell>
            <Cell label=word.product_line()>{product.product_line.label(words.language())}</Cell>
            <Cell label=word.sold_until() code=true>{until}</Cell>
            <Cell label=words.common().status()><Badge tone=tone label=standing/></Cell>
        </Row>
    }
    .into_any()
}
