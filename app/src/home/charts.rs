//! The portfolio as charts: premium and number of policies per company and per line, each with its table.

use std::collections::BTreeMap;

use domain::labels::Label;
use domain::policy::{PolicyTotal, currencies, summed};
use domain::shared::format::{count, money};
use domain::shared::{CompanyId, Currency, Money};
use leptos::prelude::*;

use super::server_fns::Scope;
use crate::locales::Words;
use crate::parts::{Bar, BarChart, Card, Cell, Column, Row, Table};

/// The most bars of a chart; its table goes on.
const BARS: usize = 10;

/// The charts of every currency that the portfolio has.
pub(super) fn charts(
    words: Words,
    scope: Scope,
    totals: &[PolicyTotal],
    names: &BTreeMap<CompanyId, String>,
) -> AnyView {
    let currencies = currencies(totals);
    let several = currencies.len() > 1;
    currencies
        .into_iter()
        .map(|currency| of_currency(words, scope, totals, names, currency, several))
        .collect_view()
        .into_any()
}

/// One line of a chart and its table.
struct Line {
    label: String,
    count: u64,
    premium: Money,
    href: String,
}

fn of_currency(
    words: Words,
    scope: Scope,
    totals: &[PolicyTotal],
    names: &BTreeMap<CompanyId, String>,
    currency: Currency,
    several: bool,
) -> AnyView {
    let home = words.home();
    // Where all is in one currency, the lists need not be told which.
    let code = several.then(|| currency.code());
    let by_company = summed(totals, currency, |total| total.company_id).into_iter().map(|(id, count, premium)| Line {
        label: names.get(&id).cloned().unwrap_or_default(),
        count,
        premium,
        href: scope.in_force(&[("company_id", Some(id.to_string())), ("currency", code.map(str::to_owned))]),
    });
    let by_line = summed(totals, currency, |total| total.product_line).into_iter().map(|(line, count, premium)| Line {
        label: line.label(words.language()).to_owned(),
        count,
        premium,
        href: scope.in_force(&[("product_line", Some(line.code().to_owned())), ("currency", code.map(str::to_owned))]),
    });
    let (by_company, by_line): (Vec<Line>, Vec<Line>) = (by_company.collect(), by_line.collect());
    let title = |what: &str| if several { format!("{what} ({})", currency.code()) } else { what.to_owned() };
    let company = chart(
        words,
        &format!("companies-{}", currency.code()),
        title(home.by_company()),
        words.policies().company(),
        by_company,
    );
    let line = chart(
        words,
        &format!("lines-{}", currency.code()),
        title(home.by_line()),
        words.policies().product_line(),
        by_line,
    );
    view! { {company} {line} }.into_any()
}

fn chart(words: Words, id: &str, title: String, heading: &'static str, lines: Vec<Line>) -> AnyView {
    let (home, language) = (words.home(), words.language());
    let bars = lines
        .iter()
        .take(BARS)
        .map(|line| Bar {
            label: line.label.clone(),
            figure: money(line.premium, language),
            value: u64::try_from(line.premium.amount_minor).unwrap_or_default(),
            href: line.href.clone(),
        })
        .collect();
    let policies: u64 = lines.iter().map(|line| line.count).sum();
    let rows = lines
        .into_iter()
        .map(|line| {
            view! {
                <Row>
                    <Cell main=true href=line.href>{line.label}</Cell>
                    <Cell label=home.policies() number=true>{count(line.count, language)}</Cell>
                    <Cell label=home.premium() number=true>{money(line.premium, language)}</Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = vec![Column::text(heading), Column::number(home.policies()), Column::number(home.premium())];
    let (lead, id, caption, drawing) = (home.chart_lead(policies), id.to_owned(), title.clone(), title.clone());
    view! {
        <Card title=title lead=lead.clone()>
            <div class="chart-and-table">
                <BarChart id=id title=drawing description=lead bars=bars/>
                <Table caption=caption columns=columns>{rows}</Table>
            </div>
        </Card>
    }
    .into_any()
}
