//! Lists that leave the house as files: exactly what the list shows, however long it is.

use domain::audit::AuditFilter;
use domain::client::ClientFilter;
use domain::document::DocumentFilter;
use domain::list::{
    Column, ExportFormat, ListFilter, ListQuery, Matching, Moment, Names, Row, Selection, Value, ValueKind,
};
use domain::policy::PolicyFilter;
use domain::shared::page::{MAX_LIMIT, Page, PageRequest};
use domain::template::TemplateFilter;
use domain::user::UserFilter;
use jiff::civil::{Date, DateTime};
use serde::Serialize;

use crate::access::{ActionKind, ExportList, Principal, ReadClients, ReadColleagues, ReadPolicies};
use crate::audit::AuditService;
use crate::clients::ClientService;
use crate::companies::CompanyService;
use crate::core::{Ports, WallClock, own_agency};
use crate::documents::DocumentService;
use crate::error::{Error, Result};
use crate::lists;
use crate::policies::PolicyService;
use crate::ports::unit::Subject;
use crate::templates::TemplateService;
use crate::users::UserService;

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
    Documents(DocumentFilter),
    Templates(TemplateFilter),
    Users(UserFilter),
    Audit(AuditFilter),
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

    /// Begins to take a list out that is open to `who`, and writes down who took what: before the first row leaves, so that
    /// nothing leaves unseen.
    pub async fn begin(&self, who: &Principal, query: &ListQuery, format: ExportFormat) -> Result<Export> {
        let mut of = match query.schema().noun {
            "clients" => Of::Clients(ClientFilter::of(query)?),
            "companies" => Of::Companies,
            "policies" => Of::Policies(PolicyFilter::of(query)?),
            "documents" => Of::Documents(DocumentFilter::of(query)?),
            "templates" => Of::Templates(TemplateFilter::of(query)?),
            "users" => Of::Users(UserFilter::of(query)?),
            "audit-events" => Of::Audit(AuditFilter::of(query)?),
            _ => return Err(Error::NotFound),
        };
        lists::open(who, query.schema())?;
        if let Of::Policies(filter) = &of {
            let policies = PolicyService::new(self.ports.clone());
            policies.due_dates_ready(who, &query.request(), filter).await?;
        }
        let now = self.ports.now();
        let mut unit = self.ports.read(who).await?;
        let clock = WallClock::of(&own_agency(&mut unit).await?);
        drop(unit);
        if let Of::Audit(filter) = &mut of {
            // The log ends where its file begins; the file would else tell of itself.
            let until = clock.period(None, filter.to).until.filter(|until| *until < now).unwrap_or(now);
            filter.to = Some(Moment::Instant(until));
        }
        let count = self.count(who, query, &of, clock.at(now)).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ExportList>()?;
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

    /// How many rows there are.
    async fn count(&self, who: &Principal, query: &ListQuery, of: &Of, moment: DateTime) -> Result<u64> {
        let (ports, q) = (self.ports.clone(), query.q().map(str::to_owned));
        let one = PageRequest { count: true, limit: Some(1), ..query.request() };
        let total = match of {
            Of::Clients(filter) => {
                let mut unit = self.ports.read(who).await?;
                let permit = unit.permit::<ReadClients>()?;
                let all = Selection::Matching(Matching { q, filter: filter.clone() });
                return unit.clients().count_selected(&permit, &all, moment).await;
            }
            Of::Policies(filter) => {
                let mut unit = self.ports.read(who).await?;
                let permit = unit.permit::<ReadPolicies>()?;
                let all = Selection::Matching(Matching { q, filter: filter.clone() });
                return unit.policies().count_selected(&permit, &all, moment).await;
            }
            Of::Companies => CompanyService::new(ports).list(who, &one).await?.total,
            Of::Documents(filter) => DocumentService::new(ports).list(who, &one, filter).await?.total,
            Of::Templates(filter) => TemplateService::new(ports).list(who, &one, filter).await?.total,
            Of::Users(filter) => UserService::new(ports).list(who, &one, filter).await?.total,
            Of::Audit(filter) => AuditService::new(ports).list(who, &one, filter).await?.total,
        };
        Ok(total.unwrap_or_default())
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
            Of::Documents(filter) => {
                let page = DocumentService::new(ports).list(who, &request, filter).await?;
                self.rows(request, page)
            }
            Of::Templates(filter) => {
                let page = TemplateService::new(ports).list(who, &request, filter).await?;
                self.rows(request, page)
            }
            Of::Users(filter) => {
                let page = UserService::new(ports).list(who, &request, filter).await?;
                self.rows(request, page)
            }
            Of::Audit(filter) => {
                let page = AuditService::new(ports).list(who, &request, filter).await?;
                self.rows(request, page)
            }
        };
        Ok(Some(rows))
    }

    fn rows<R: Row>(&mut self, request: PageRequest, page: Page<R>) -> Vec<Vec<Value>> {
        self.next = page.next_cursor.map(|cursor| PageRequest { cursor: Some(cursor), ..request });
        let value = |row: &R, column: &Column| self.shown(column.kind, row.value(column.key, &self.names));
        let values = |row: &R| self.columns.iter().map(|column| value(row, column)).collect();
        page.items.iter().map(values).collect()
    }

    /// A value as the list shows it: an instant by its day on the firm's own calendar, or with its time of day.
    fn shown(&self, kind: ValueKind, value: Value) -> Value {
        match (kind, value) {
            (ValueKind::Moment, Value::Instant(at)) => Value::Moment(self.clock.at(at)),
            (_, Value::Instant(at)) => Value::Day(self.clock.today(at)),
            (_, value) => value,
        }
    }
}
