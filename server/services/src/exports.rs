//! Lists that leave the house as files: exactly what the list shows, however long it is.

use domain::client::ClientFilter;
use domain::list::{Column, ExportFormat, ListFilter, ListQuery, Matching, Names, Row, Selection, Value};
use domain::policy::PolicyFilter;
use domain::shared::page::{MAX_LIMIT, Page, PageRequest};
use jiff::civil::Date;
use serde::Serialize;

use crate::access::{ActionKind, ExportList, Principal, ReadClients, ReadColleagues, ReadCompanies, ReadPolicies};
use crate::clients::ClientService;
use crate::companies::CompanyService;
use crate::core::{Ports, WallClock, own_agency};
use crate::error::{Error, Result};
use crate::policies::PolicyService;
use crate::ports::unit::{Subject, Unit};

/// The use-case of exports.
#[derive(Clone)]
pub struct ExportService {
    ports: Ports,
}

/// Which list leaves, with its filters.
#[derive(Debug, Clone)]
enum Of {
    Clients(ClientFilter),
    Companies,
    Policies(PolicyFilter),
}

/// What the audit log tells of an export.
#[derive(Serialize)]
struct Exported {
    query: String,
    columns: Vec<&'static str>,
    format: &'static str,
    count: u64,
}

/// A list on its way out, read a page at a time: neither a long list nor a slow reader holds a transaction or much memory.
pub struct Export {
    ports: Ports,
    who: Principal,
    of: Of,
    names: Names,
    clock: WallClock,
    columns: Vec<&'static Column>,
    next: Option<PageRequest>,
    /// How many rows matched when it began.
    pub count: u64,
    /// The day it began on the firm's own calendar.
    pub on: Date,
}

impl ExportService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Begins to take a list out, and writes down who took what: before the first row leaves, so that nothing leaves unseen.
    pub async fn begin(&self, who: &Principal, query: &ListQuery, format: ExportFormat) -> Result<Export> {
        let of = match query.schema().noun {
            "clients" => Of::Clients(ClientFilter::of(query)?),
            "companies" => Of::Companies,
            "policies" => Of::Policies(PolicyFilter::of(query)?),
            _ => return Err(Error::NotFound),
        };
        if let Of::Policies(filter) = &of {
            let policies = PolicyService::new(self.ports.clone());
            policies.due_dates_ready(who, &query.request(), filter).await?;
        }
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ExportList>()?;
        let clock = WallClock::of(&own_agency(&mut unit).await?);
        let now = self.ports.now();
        let count = count(&mut unit, query, &of, clock.at(now)).await?;
        let mut columns = query.columns();
        let mut names = Names::default();
        if matches!(of, Of::Clients(_)) {
            if who.may(ActionKind::HandOverClient) {
                let colleagues = unit.permit::<ReadColleagues>()?;
                names = unit.users().colleagues(&colleagues).await?.into_iter().collect();
            } else {
                columns.retain(|column| column.key != "owner");
            }
        }
        let noun = query.schema().noun;
        let told = Exported {
            query: query.pairs().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "),
            columns: columns.iter().map(|column| column.key).collect(),
            format: format.code(),
            count,
        };
        unit.record(&permit, Subject::new("list", noun, noun), None, Some(&told));
        unit.commit().await?;
        let next = Some(PageRequest { limit: Some(MAX_LIMIT), ..query.request() });
        Ok(Export {
            ports: self.ports.clone(),
            who: who.clone(),
            of,
            names,
            on: clock.today(now),
            clock,
            columns,
            next,
            count,
        })
    }
}

async fn count(unit: &mut Box<dyn Unit>, query: &ListQuery, of: &Of, moment: jiff::civil::DateTime) -> Result<u64> {
    let q = query.q().map(str::to_owned);
    match of {
        Of::Clients(filter) => {
            let permit = unit.permit::<ReadClients>()?;
            let all = Selection::Matching(Matching { q, filter: filter.clone() });
            unit.clients().count_selected(&permit, &all, moment).await
        }
        Of::Policies(filter) => {
            let permit = unit.permit::<ReadPolicies>()?;
            let all = Selection::Matching(Matching { q, filter: filter.clone() });
            unit.policies().count_selected(&permit, &all, moment).await
        }
        Of::Companies => {
            let permit = unit.permit::<ReadCompanies>()?;
            let request = PageRequest { count: true, limit: Some(1), ..query.request() };
            Ok(unit.companies().list(&permit, &request).await?.total.unwrap_or_default())
        }
    }
}

impl Export {
    /// The columns, in their order.
    pub fn columns(&self) -> &[&'static Column] {
        &self.columns
    }

    /// The next rows; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<Vec<Value>>>> {
        let Some(request) = self.next.take() else { return Ok(None) };
        let (ports, who) = (self.ports.clone(), &self.who);
        let rows = match &self.of {
            Of::Clients(filter) => {
                let page = ClientService::new(ports).list(who, &request, filter).await?;
                self.rows(request, page)
            }
            Of::Companies => {
                let page = CompanyService::new(ports).list(who, &request).await?;
                self.rows(request, page)
            }
            Of::Policies(filter) => {
                let page = PolicyService::new(ports).list(who, &request, filter).await?;
                self.rows(request, page)
            }
        };
        Ok(Some(rows))
    }

    fn rows<R: Row>(&mut self, request: PageRequest, page: Page<R>) -> Vec<Vec<Value>> {
        self.next = page.next_cursor.map(|cursor| PageRequest { cursor: Some(cursor), ..request });
        let values =
            |row: &R| self.columns.iter().map(|column| self.shown(row.value(column.key, &self.names))).collect();
        page.items.iter().map(values).collect()
    }

    /// A value as the list shows it: an instant by its day on the firm's own calendar.
    fn shown(&self, value: Value) -> Value {
        match value {
            Value::Instant(at) => Value::Day(self.clock.today(at)),
            value => value,
        }
    }
}
