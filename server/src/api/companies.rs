//! Companies and mandates over JSON.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::company::{CompanyInput, CompanyView, MandateInput, MandateView, ProductInput, ProductView};
use domain::shared::CompanyId;
use domain::shared::page::Page;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, IfMatch, Items, Tagged, created, shown};
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(find, update, delete))
        .routes(routes!(mandates, set_mandates))
        .routes(routes!(products, set_products))
}

/// The mandates of a company, all of them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MandateList {
    /// The mandates.
    items: Vec<MandateInput>,
}

/// The products of a company, all of them.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProductList {
    /// The products.
    items: Vec<ProductInput>,
}

/// The firm's companies.
#[utoipa::path(get, path = "/companies", tag = "companies", params(ListParams),
    responses((status = 200, body = Page<CompanyView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<CompanyView>>> {
    Ok(Json(house.services.companies.list(&who, &params.page()?).await?))
}

/// Record a company.
#[utoipa::path(post, path = "/companies", tag = "companies", request_body = CompanyInput,
    responses((status = 201, body = CompanyView), (status = "4XX", body = ProblemBody)))]
async fn create(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<CompanyInput>,
) -> Answer<Tagged<CompanyView>> {
    let view = house.services.companies.create(&who, input).await?;
    Ok(created(view.version, view))
}

/// One company.
#[utoipa::path(get, path = "/companies/{id}", tag = "companies", params(("id" = CompanyId, Path)),
    responses((status = 200, body = CompanyView), (status = "4XX", body = ProblemBody)))]
async fn find(State(house): State<House>, Caller(who): Caller, Id(id): Id<CompanyId>) -> Answer<Tagged<CompanyView>> {
    let view = house.services.companies.find(&who, id).await?;
    Ok(shown(view.version, view))
}

/// Change what the body names (RFC 7396).
#[utoipa::path(patch, path = "/companies/{id}", tag = "companies", params(("id" = CompanyId, Path)),
    request_body = CompanyInput, responses((status = 200, body = CompanyView), (status = "4XX", body = ProblemBody)))]
async fn update(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
    IfMatch(seen): IfMatch,
    Body(patch): Body<Value>,
) -> Answer<Tagged<CompanyView>> {
    let view = house.services.companies.update(&who, id, seen, &patch).await?;
    Ok(shown(view.version, view))
}

/// Remove a company without policies.
#[utoipa::path(delete, path = "/companies/{id}", tag = "companies", params(("id" = CompanyId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn delete(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
    IfMatch(seen): IfMatch,
) -> Answer<StatusCode> {
    house.services.companies.delete(&who, id, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a company lets the firm do. The `ETag` is the company's.
#[utoipa::path(get, path = "/companies/{id}/mandates", tag = "companies", params(("id" = CompanyId, Path)),
    responses((status = 200, body = Items<MandateView>), (status = "4XX", body = ProblemBody)))]
async fn mandates(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
) -> Answer<Tagged<Items<MandateView>>> {
    let mandates = house.services.companies.mandates(&who, id).await?;
    Ok(shown(mandates.version, Items::whole(mandates.items)))
}

/// Say anew what a company lets the firm do.
#[utoipa::path(put, path = "/companies/{id}/mandates", tag = "companies", params(("id" = CompanyId, Path)),
    request_body = MandateList, responses((status = 200, body = Items<MandateView>), (status = "4XX", body = ProblemBody)))]
async fn set_mandates(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
    IfMatch(seen): IfMatch,
    Body(given): Body<MandateList>,
) -> Answer<Tagged<Items<MandateView>>> {
    let mandates = house.services.companies.set_mandates(&who, id, seen, given.items).await?;
    Ok(shown(mandates.version, Items::whole(mandates.items)))
}

/// What a company sells. The `ETag` is the company's.
#[utoipa::path(get, path = "/companies/{id}/products", tag = "companies", params(("id" = CompanyId, Path)),
    responses((status = 200, body = Items<ProductView>), (status = "4XX", body = ProblemBody)))]
async fn products(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
) -> Answer<Tagged<Items<ProductView>>> {
    let products = house.services.companies.products(&who, id).await?;
    Ok(shown(products.version, Items::whole(products.items)))
}

/// Say anew what a company sells; a product that is named by its id stays the same one.
#[utoipa::path(put, path = "/companies/{id}/products", tag = "companies", params(("id" = CompanyId, Path)),
    request_body = ProductList, responses((status = 200, body = Items<ProductView>), (status = "4XX", body = ProblemBody)))]
async fn set_products(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<CompanyId>,
    IfMatch(seen): IfMatch,
    Body(given): Body<ProductList>,
) -> Answer<Tagged<Items<ProductView>>> {
    let products = house.services.companies.set_products(&who, id, seen, given.items).await?;
    Ok(shown(products.version, Items::whole(products.items)))
}
