//! Mounting the screens: each page and each form gets its visit.

use std::sync::Arc;

use app::forms::{Fields, Settled};
use app::locales::Words;
use app::moments::FirmZone;
use app::request::Visit;
use app::routes::App;
use app::shell::{Document, Theme};
use axum::body::to_bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{RequestExt, Router};
use domain::attachment::{self, ATTACHMENT_MAX};
use domain::company::{self, HandedIn, PAPER_MAX};
use domain::shared::problem::Code;
use domain::shared::{Language, TemplateId};
use jiff::tz::TimeZone;
use leptos::context::provide_context;
use leptos::nonce::Nonce;
use leptos::prelude::*;
use leptos_axum::generate_route_list;
use services::Error;
use tower_sessions::Session;

use super::downloads::{previewed, saved_as};
use super::once::{Sender, answered, once, once_with_file};
use super::once_outside::Stranger;
use super::upload::{self, Most};
use super::{BODY_MAX, assets, cookies};
use crate::api::{Id, Number};
use crate::http::headers::{REPORTING_ENDPOINTS, cookie, page_policy, reporting};
use crate::http::problem::{ApiError, mark, plain, preferred_language};
use crate::http::visitor::Visitor;
use crate::wiring::House;

pub(super) fn router(_: &House) -> Router<House> {
    let mut router = Router::new()
        .route("/forms/{*name}", post(form))
        .route(PREVIEWS, get(preview))
        .route(VERSION_FORM, post(template_version).layer(DefaultBodyLimit::max(upload::FORM_MAX)))
        .route(SOURCES, get(source))
        .route(PAPER_FORM, post(paper).layer(DefaultBodyLimit::max(upload::FORM_MAX)))
        .route(ATTACH_FORM, post(attach).layer(DefaultBodyLimit::max(upload::FORM_MAX)));
    for route in generate_route_list(App) {
        router = router.route(route.path(), get(page));
    }
    router.fallback(page)
}

/// Everything a page or form reads from its context.
#[derive(Clone)]
struct Readings {
    visit: Visit,
    theme: Theme,
    zone: FirmZone,
}

async fn page(State(house): State<House>, request: Request) -> Response {
    if request.method() != axum::http::Method::GET && request.method() != axum::http::Method::HEAD {
        return mark(plain(StatusCode::METHOD_NOT_ALLOWED, Code::MethodNotAllowed));
    }
    let arrival = Arrival::of(&request);
    let readings = match readings(&house, arrival).await {
        Ok(readings) => readings,
        Err(error) => return ApiError(error).into_response(),
    };
    let nonce = Nonce::new();
    let policy = page_policy(&nonce);
    let provide = move || {
        provide_context(nonce.clone());
        give(&readings);
    };
    let render = leptos_axum::render_app_async_with_context(provide, || view! { <Document><App/></Document> });
    let mut response = render(request).await;
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
        response.headers_mut().insert(REPORTING_ENDPOINTS, reporting());
    }
    response
}

async fn form(State(house): State<House>, request: Request) -> Response {
    let arrived_with = cookie(request.headers(), &cookies::name(&house.config));
    let arrival = Arrival::of(&request);
    let readings = match readings(&house, arrival).await {
        Ok(readings) => readings,
        Err(error) => return ApiError(error).into_response(),
    };
    let sender = match (readings.visit.principal.clone(), arrived_with) {
        (Some(who), _) => Sender::Known(Box::new(who)),
        (None, Some(cookie)) => Sender::Stranger(Stranger { cookie, session: readings.visit.session.clone() }),
        (None, None) => Sender::Anybody,
    };
    let run = move |request| async move {
        let response = leptos_axum::handle_server_fns_with_context(move || give(&readings), request).await;
        understood(response.into_response()).await
    };
    Box::pin(once(&house, sender, request, run)).await
}

/// The form by which the paper of a mandate is handed in: one that sends a file, which the framework does not read.
const PAPER_FORM: &str = "/forms/companies/paper";

async fn paper(State(house): State<House>, request: Request) -> Response {
    let most = Most { bytes: PAPER_MAX, refusal: company::too_large };
    handed_in(&house, request, most, async |visit, fields, file| {
        app::companies::server_fns::hand_in_paper(&visit, &fields, file).await
    })
    .await
}

/// The form by which a template that was written elsewhere is handed in.
const VERSION_FORM: &str = "/forms/templates/upload";

async fn template_version(State(house): State<House>, request: Request) -> Response {
    let most = Most { bytes: PAPER_MAX, refusal: company::too_large };
    handed_in(&house, request, most, async |visit, fields, file| {
        app::templates::server_fns::hand_in_version(&visit, &fields, file).await
    })
    .await
}

/// The form by which a file is put with a client or a policy.
const ATTACH_FORM: &str = "/forms/attachments/attach";

async fn attach(State(house): State<House>, request: Request) -> Response {
    let most = Most { bytes: ATTACHMENT_MAX, refusal: attachment::too_large };
    handed_in(&house, request, most, async |visit, fields, file| {
        app::attachments::server_fns::attach(&visit, &fields, file).await
    })
    .await
}

/// Reads a form with a file, and answers where it leads. The same form sent twice happens once.
async fn handed_in<F>(
    house: &House,
    request: Request,
    most: Most,
    run: impl FnOnce(Visit, Fields, Result<HandedIn, Error>) -> F,
) -> Response
where
    F: Future<Output = Result<Settled, Error>>,
{
    let arrival = Arrival::of(&request);
    let readings = match readings(house, arrival).await {
        Ok(readings) => readings,
        Err(error) => return ApiError(error).into_response(),
    };
    // Nobody's file is read.
    let Some(who) = readings.visit.principal.clone() else {
        let nobody = Err(Error::Unauthenticated(Code::Unauthenticated));
        return answered(run(readings.visit, Fields::default(), nobody).await);
    };
    let path = request.uri().path().to_owned();
    let Ok(form) = request.extract().await else { return mark(plain(StatusCode::BAD_REQUEST, Code::Unreadable)) };
    let (fields, file) = match upload::read(form, most).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let hash = upload::hash(&path, &fields, &file);
    once_with_file(house, &who, hash, run(readings.visit, fields, file)).await
}

/// The route of what a template in writing makes, as a file.
const PREVIEWS: &str = "/files/templates/{id}/preview";

/// What the studio shows, as a file. The text comes from the session, where the studio keeps it.
async fn preview(State(house): State<House>, Id(id): Id<TemplateId>, request: Request) -> Result<Response, ApiError> {
    let readings = readings(&house, Arrival::of(&request)).await?;
    previewed(app::templates::server_fns::preview_file(&readings.visit, id).await?)
}

/// The route of a version's source.
const SOURCES: &str = "/files/templates/{id}/versions/{n}";

/// A version's source as a file: text, which no browser runs.
async fn source(
    State(house): State<House>,
    Id(id): Id<TemplateId>,
    Number(number): Number,
    axum::Extension(visitor): axum::Extension<Visitor>,
) -> Result<Response, ApiError> {
    let who = visitor.principal.ok_or(Error::Unauthenticated(Code::Unauthenticated))?;
    let version = house.services.templates.version(&who, id, number).await?;
    saved_as(&format!("template-v{number}.html"), "text/plain; charset=utf-8".to_owned(), version.content.into_bytes())
}

/// The header by which the framework marks a form that ended in an error.
const ERROR_HEADER: &str = "serverfnerror";
/// How the framework's words begin for a form whose fields it cannot read. They are the kinds of `ServerFnError`.
const UNREADABLE: [&[u8]; 2] = [b"Args|", b"Deserialization|"];

/// A form's answer as the framework makes it, but for its errors: a form that cannot be read is the sender's mistake, and
/// any other is told by its status, without its words.
async fn understood(response: Response) -> Response {
    if !response.headers().contains_key(ERROR_HEADER) {
        return response;
    }
    let status = response.status();
    let words = to_bytes(response.into_body(), BODY_MAX).await.unwrap_or_default();
    if UNREADABLE.iter().any(|kind| words.starts_with(kind)) {
        return mark(plain(StatusCode::BAD_REQUEST, Code::Unreadable));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        return mark(plain(status, Code::Unavailable));
    }
    ApiError(Error::Internal(String::from_utf8_lossy(&words).into())).into_response()
}

fn give(readings: &Readings) {
    provide_context(readings.visit.clone());
    provide_context(readings.visit.language);
    provide_context(Words::in_language(readings.visit.language));
    provide_context(readings.theme);
    provide_context(readings.zone.clone());
    provide_context(assets::addresses());
}

/// What a request brings, read before anything is waited for.
struct Arrival {
    visitor: Option<Visitor>,
    session: Option<Session>,
    language: Language,
    theme: Theme,
    address: String,
}

impl Arrival {
    fn of(request: &Request) -> Self {
        let headers = request.headers();
        let language = cookie(headers, "language").and_then(|code| Language::parse(&code));
        Self {
            visitor: request.extensions().get::<Visitor>().cloned(),
            session: request.extensions().get::<Session>().cloned(),
            language: language.unwrap_or_else(|| preferred_language(headers)),
            theme: cookie(headers, "theme").and_then(|code| Theme::parse(&code)).unwrap_or_default(),
            address: request.uri().path_and_query().map_or("/", |address| address.as_str()).to_owned(),
        }
    }
}

async fn readings(house: &House, arrival: Arrival) -> Result<Readings, Error> {
    let missing = || Error::Internal("a page without its visitor or session".into());
    let visitor = arrival.visitor.ok_or_else(missing)?;
    let session = arrival.session.ok_or_else(missing)?;
    let zone = match &visitor.principal {
        Some(who) => TimeZone::get(&house.services.agencies.own(who).await?.time_zone).unwrap_or(TimeZone::UTC),
        None => TimeZone::UTC,
    };
    let visit = Visit {
        services: Arc::clone(&house.services),
        principal: visitor.principal,
        context: visitor.context,
        session,
        language: arrival.language,
        secure: house.config.is_secure(),
        address: arrival.address,
    };
    Ok(Readings { visit, theme: arrival.theme, zone: FirmZone(zone) })
}
