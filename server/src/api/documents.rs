//! Documents over JSON.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::document::{
    CertificateInCirculation, DocumentInput, DocumentRow, DocumentView, EmailInput, LinkView, Reproduction,
    RevocationInput, SignedUrl, SignedUrlInput,
};
use domain::shared::page::Page;
use domain::shared::{DocumentId, LinkId, PolicyId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Answer, Body, Id, Ids, IfMatch, Items, MaybeBody, Tagged, created, shown};
use super::exports::DocumentFilters;
use super::query::{ListParams, Params};
use crate::http::problem::ProblemBody;
use crate::http::visitor::Caller;
use crate::wiring::House;

pub(super) fn routes() -> OpenApiRouter<House> {
    OpenApiRouter::new()
        .routes(routes!(list, issue))
        .routes(routes!(find, revoke))
        .routes(routes!(revoke_because))
        .routes(routes!(reproduce))
        .routes(routes!(share))
        .routes(routes!(email))
        .routes(routes!(links))
        .routes(routes!(revoke_link))
        .routes(routes!(certificates))
}

/// The documents you may see, newest first.
#[utoipa::path(get, path = "/documents", tag = "documents", params(ListParams, DocumentFilters),
    responses((status = 200, body = Page<DocumentRow>), (status = "4XX", body = ProblemBody)))]
async fn list(State(house): State<House>, Caller(who): Caller, params: Params) -> Answer<Json<Page<DocumentRow>>> {
    let (page, filter) = params.list()?;
    Ok(Json(house.services.documents.list(&who, &page, &filter).await?))
}

/// Issue a document.
#[utoipa::path(post, path = "/documents", tag = "documents", request_body = DocumentInput,
    responses((status = 201, body = DocumentView), (status = "4XX", body = ProblemBody)))]
async fn issue(
    State(house): State<House>,
    Caller(who): Caller,
    Body(input): Body<DocumentInput>,
) -> Answer<Tagged<DocumentView>> {
    let view = house.services.documents.issue(&who, input).await?;
    Ok(created(view.version, view))
}

/// One document.
#[utoipa::path(get, path = "/documents/{id}", tag = "documents", params(("id" = DocumentId, Path)),
    responses((status = 200, body = DocumentView), (status = "4XX", body = ProblemBody)))]
async fn find(State(house): State<House>, Caller(who): Caller, Id(id): Id<DocumentId>) -> Answer<Tagged<DocumentView>> {
    let view = house.services.documents.find(&who, id).await?;
    Ok(shown(view.version, view))
}

/// Take a document back. A body `{"reason": …}` is optional here.
#[utoipa::path(delete, path = "/documents/{id}", tag = "documents", params(("id" = DocumentId, Path)),
    request_body = Option<RevocationInput>, responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn revoke(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentId>,
    IfMatch(seen): IfMatch,
    MaybeBody(input): MaybeBody<RevocationInput>,
) -> Answer<StatusCode> {
    let given = input.filter(|input| input.reason.is_some());
    house.services.documents.revoke(&who, id, seen, given.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a document back, and say why.
#[utoipa::path(post, path = "/documents/{id}/revocation", tag = "documents", params(("id" = DocumentId, Path)),
    request_body = RevocationInput, responses((status = 200, body = DocumentView), (status = "4XX", body = ProblemBody)))]
async fn revoke_because(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentId>,
    IfMatch(seen): IfMatch,
    Body(input): Body<RevocationInput>,
) -> Answer<Tagged<DocumentView>> {
    let view = house.services.documents.revoke(&who, id, seen, Some(&input)).await?;
    Ok(shown(view.version, view))
}

/// Make a document again from what is kept of it, and compare.
#[utoipa::path(post, path = "/documents/{id}/reproduce", tag = "documents", params(("id" = DocumentId, Path)),
    responses((status = 200, body = Reproduction), (status = "4XX", body = ProblemBody)))]
async fn reproduce(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentId>,
) -> Answer<Json<Reproduction>> {
    Ok(Json(house.services.documents.reproduce(&who, id).await?))
}

/// Hand out a link that needs no session.
#[utoipa::path(post, path = "/documents/{id}/signed-url", tag = "documents", params(("id" = DocumentId, Path)),
    request_body = SignedUrlInput, responses((status = 201, body = SignedUrl), (status = "4XX", body = ProblemBody)))]
async fn share(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentId>,
    Body(input): Body<SignedUrlInput>,
) -> Answer<(StatusCode, Json<SignedUrl>)> {
    Ok((StatusCode::CREATED, Json(house.services.documents.share(&who, id, &input).await?)))
}

/// Send a document by e-mail: a link in the firm's own letter, and the file where it is wanted. The link tells how far the letter
/// came.
#[utoipa::path(post, path = "/documents/{id}/email", tag = "documents", params(("id" = DocumentId, Path)),
    request_body = EmailInput, responses((status = 202, body = LinkView), (status = "4XX", body = ProblemBody)))]
async fn email(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentId>,
    Body(input): Body<EmailInput>,
) -> Answer<(StatusCode, Json<LinkView>)> {
    Ok((StatusCode::ACCEPTED, Json(house.services.documents.email(&who, id, &input).await?)))
}

/// The links that were handed out to a document, newest first. Their addresses are kept nowhere.
#[utoipa::path(get, path = "/documents/{id}/links", tag = "documents", params(("id" = DocumentId, Path)),
    responses((status = 200, body = Items<LinkView>), (status = "4XX", body = ProblemBody)))]
async fn links(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<DocumentId>,
) -> Answer<Json<Items<LinkView>>> {
    Ok(Items::all(house.services.documents.links(&who, id).await?))
}

/// Take a link back; the document stands.
#[utoipa::path(delete, path = "/documents/{id}/links/{link}", tag = "documents",
    params(("id" = DocumentId, Path), ("link" = LinkId, Path)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn revoke_link(
    State(house): State<House>,
    Caller(who): Caller,
    Ids(id, link): Ids<DocumentId, LinkId>,
) -> Answer<StatusCode> {
    house.services.documents.revoke_link(&who, id, link).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The certificates and cover notes of a policy in circulation: whether each is still true, and to whom it was given.
#[utoipa::path(get, path = "/policies/{id}/certificates", tag = "documents", params(("id" = PolicyId, Path)),
    responses((status = 200, body = Items<CertificateInCirculation>), (status = "4XX", body = ProblemBody)))]
async fn certificates(
    State(house): State<House>,
    Caller(who): Caller,
    Id(id): Id<PolicyId>,
) -> Answer<Json<Items<CertificateInCirculation>>> {
    Ok(Items::all(house.services.documents.in_circulation(&who, id).await?))
}
