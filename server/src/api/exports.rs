//! Lists as files, over the API: the same filters, sorts and columns as the lists themselves.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::client::ClientKind;
use domain::list::{Delimiter, ExportFormat};
use domain::policy::{PolicyState, ProductLine};
use domain::shared::{ClientId, CompanyId, UserId};
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

/// Writes one file's door: the same shape, another list and format.
macro_rules! files {
    ($($(#[doc = $doc:literal])* $name:ident = $path:literal $noun:literal $format:ident $kind:literal ($($params:tt)*);)*) => {$(
        $(#[doc = $doc])*
        #[utoipa::path(get, path = $path, tag = $noun, params(FileParams, $($params)*),
            responses((status = 200, content_type = $kind, body = Vec<u8>), (status = "4XX", body = ProblemBody)))]
        async fn $name(State(house): State<House>, Caller(who): Caller, headers: HeaderMap, params: Params) -> Answer<Response> {
            let asked = asked($noun, ExportFormat::$format, params.pairs(), &headers)?;
            file(&house, &who, asked).await
        }
    )*};
}

files! {
    /// The clients you may see, as CSV.
    clients_csv = "/clients.csv" "clients" Csv "text/csv" (ClientFilters);
    /// The clients you may see, as a workbook.
    clients_xlsx = "/clients.xlsx" "clients" Xlsx "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" (ClientFilters);
    /// The companies, as CSV.
    companies_csv = "/companies.csv" "companies" Csv "text/csv" ();
    /// The companies, as a workbook.
    companies_xlsx = "/companies.xlsx" "companies" Xlsx "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" ();
    /// The policies you may see, as CSV.
    policies_csv = "/policies.csv" "policies" Csv "text/csv" (PolicyFilters);
    /// The policies you may see, as a workbook.
    policies_xlsx = "/policies.xlsx" "policies" Xlsx "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" (PolicyFilters);
}
