//! Lists as files, over the API: the same filters, sorts and columns as the lists themselves.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::client::ClientKind;
use domain::document::{DocumentFormat, DocumentStatus};
use domain::list::{Delimiter, ExportFormat};
use domain::policy::{PolicyState, ProductLine};
use domain::shared::{ClientId, CompanyId, Language, PolicyId, UserId};
use domain::template::{TemplateKind, TemplateUsage};
use domain::user::{Role, UserStanding};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Answer;
use super::query::Params;
use crate::http::exports::{asked, file};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(clients_csv))
        .routes(routes!(clients_xlsx))
        .routes(routes!(companies_csv))
        .routes(routes!(companies_xlsx))
        .routes(routes!(policies_csv))
        .routes(routes!(policies_xlsx))
        .routes(routes!(documents_csv))
        .routes(routes!(documents_xlsx))
        .routes(routes!(templates_csv))
        .routes(routes!(templates_xlsx))
        .routes(routes!(users_csv))
        .routes(routes!(users_xlsx))
        .routes(routes!(audit_csv))
        .routes(routes!(audit_xlsx))
}

/// The parameters of every file, for the API document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API document only")]
struct FileParams {
    /// The sort's name, with `-` before it for the other way round.
    sort: Option<String>,
    /// What is searched for.
    q: Option<String>,
    /// The columns wanted, with commas between.
    columns: Option<String>,
    /// What stands between two values of a CSV line; a semicolon when absent.
    delimiter: Option<Delimiter>,
}

/// The filters of clients, for the API document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API document only")]
pub(super) struct ClientFilters {
    /// Only persons, or only organisations.
    kind: Option<ClientKind>,
    /// Only those a broker looks after.
    owner_id: Option<UserId>,
    /// Only those with a policy in force now, or only those without.
    insured: Option<bool>,
    /// Files put away, instead of those in use.
    archived: Option<bool>,
}

/// The filters of policies, for the API document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API document only")]
pub(super) struct PolicyFilters {
    /// Only this client's.
    client_id: Option<ClientId>,
    /// Only this company's.
    company_id: Option<CompanyId>,
    /// Only those in this state now.
    state: Option<PolicyState>,
    /// Only this line's.
    product_line: Option<ProductLine>,
    /// Only those due before this day.
    expiring_before: Option<String>,
    /// Only those due on this day or after.
    expiring_after: Option<String>,
    /// Only those that renew tacitly, or only those that do not.
    tacit_renewal: Option<bool>,
    /// Only those with a premium in this currency (ISO 4217).
    currency: Option<String>,
    /// Only those with this premium or more, `1234.50`; needs `currency`.
    premium_min: Option<String>,
    /// Only those with this premium or less; needs `currency`.
    premium_max: Option<String>,
    /// Only those of the clients that a broker looks after.
    owner_id: Option<UserId>,
    /// Only those recorded before this day, UTC.
    created_before: Option<String>,
}

/// The filters of documents, for the API document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API document only")]
pub(super) struct DocumentFilters {
    /// Only those about this client.
    client_id: Option<ClientId>,
    /// Only those about this policy.
    policy_id: Option<PolicyId>,
    /// Only those of this kind.
    kind: Option<TemplateKind>,
    /// Only those used for this.
    usage: Option<TemplateUsage>,
    /// Only those that stand, or only those taken back.
    status: Option<DocumentStatus>,
    /// Only those issued from this moment on: an instant, or a day on the firm's own calendar.
    from: Option<String>,
    /// Only those issued before this instant, or until the end of this day.
    to: Option<String>,
    /// Only certificates and cover notes in circulation whose statement is no longer true, or all but those.
    became_false: Option<bool>,
}

/// The filters of templates, for the API document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API document only")]
pub(super) struct TemplateFilters {
    /// Only those that make this.
    kind: Option<TemplateKind>,
    /// Only those used for this.
    usage: Option<TemplateUsage>,
    /// Only those in this language.
    language: Option<Language>,
    /// Only those that are mostly issued in this format.
    format: Option<DocumentFormat>,
    /// Templates put away, instead of those in use.
    archived: Option<bool>,
}

/// The filters of users, for the API document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API document only")]
pub(super) struct UserFilters {
    /// Only those with this role.
    role: Option<Role>,
    /// Only those who stand so.
    standing: Option<UserStanding>,
}

/// The filters of the audit log, for the API document.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read by the API document only")]
pub(super) struct AuditFilters {
    /// Only this action.
    action: Option<String>,
    /// Only actions that hold this text.
    action_contains: Option<String>,
    /// Only this kind of thing.
    object_type: Option<String>,
    /// Only this thing.
    object_id: Option<String>,
    /// Only this person.
    user_id: Option<UserId>,
    /// Only this address.
    ip: Option<String>,
    /// Only from this moment on: an instant, or a day on the firm's own calendar.
    from: Option<String>,
    /// Only before this instant, or until the end of this day.
    to: Option<String>,
    /// Only this request.
    request_id: Option<String>,
}

/// Writes one file's door: the same shape, another list and format.
macro_rules! files {
    ($($(#[doc = $doc:literal])* $name:ident = $path:literal $noun:literal $tag:literal $format:ident $kind:literal ($($params:tt)*);)*) => {$(
        $(#[doc = $doc])*
        #[utoipa::path(get, path = $path, tag = $tag, params(FileParams, $($params)*),
            responses((status = 200, content_type = $kind, body = Vec<u8>), (status = "4XX", body = ProblemBody)))]
        async fn $name(State(house): State<House>, Caller(who): Caller, headers: HeaderMap, params: Params) -> Answer<Response> {
            let asked = asked($noun, ExportFormat::$format, params.pairs(), &headers)?;
            file(&house, &who, asked).await
        }
    )*};
}

files! {
    /// The clients you may see, as CSV.
    clients_csv = "/clients.csv" "clients" "clients" Csv "text/csv" (ClientFilters);
    /// The clients you may see, as a workbook.
    clients_xlsx = "/clients.xlsx" "clients" "clients" Xlsx "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" (ClientFilters);
    /// The companies, as CSV.
    companies_csv = "/companies.csv" "companies" "companies" Csv "text/csv" ();
    /// The companies, as a workbook.
    companies_xlsx = "/companies.xlsx" "companies" "companies" Xlsx "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" ();
    /// The policies you may see, as CSV.
    policies_csv = "/policies.csv" "policies" "policies" Csv "text/csv" (PolicyFilters);
    /// The policies you may see, as a workbook.
    policies_xlsx = "/policies.xlsx" "policies" "policies" Xlsx "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" (PolicyFilters);
    /// The documents you may see, as CSV.
    documents_csv = "/documents.csv" "documents" "documents" Csv "text/csv" (DocumentFilters);
    /// The documents you may see, as a workbook.
    documents_xlsx = "/documents.xlsx" "documents" "documents" Xlsx "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" (DocumentFilters);
    /// The templates, as CSV.
    templates_csv = "/templates.csv" "templates" "templates" Csv "text/csv" (TemplateFilters);
    /// The templates, as a workbook.
    templates_xlsx = "/templates.xlsx" "templates" "templates" Xlsx "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" (TemplateFilters);
    /// The firm's users, as CSV.
    users_csv = "/users.csv" "users" "users" Csv "text/csv" (UserFilters);
    /// The firm's users, as a workbook.
    users_xlsx = "/users.xlsx" "users" "users" Xlsx "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" (UserFilters);
    /// The firm's events, as CSV.
    audit_csv = "/audit-events.csv" "audit-events" "audit" Csv "text/csv" (AuditFilters);
    /// The firm's events, as a workbook.
    audit_xlsx = "/audit-events.xlsx" "audit-events" "audit" Xlsx "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" (AuditFilters);
}
