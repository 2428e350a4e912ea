//! The frame around every page behind the sign-in, and what a page does when its record is not to be had.

use std::future::Future;

use domain::shared::problem::{Code, Facts};
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use services::Error;
use services::access::ActionKind;

use crate::factors::SECURITY;
use crate::forms::{confirm_address, sign_in_address};
use crate::locales::{Words, problem_message};
use crate::parts::{ErrorPage, Glyph, Tone};
use crate::request::{Visit, set_status};
use crate::search::palette;
use crate::shell::{BareShell, NavGroup, NavItem, Shell};

/// A page's title and what stands on it.
pub struct Content {
    /// The title, for the browser's tab.
    pub title: String,
    /// What stands on it.
    pub body: AnyView,
}

impl Content {
    /// A page.
    pub fn new(title: impl Into<String>, body: impl IntoView + 'static) -> Self {
        Self { title: title.into(), body: body.into_any() }
    }
}

/// Shows a page behind the sign-in. Who is not signed in goes to the sign-in page and returns from there; so does, by the page
/// that asks for the password again, who proved himself too long ago for what the page is about.
pub fn framed<F>(make: impl FnOnce(Visit) -> F + Send + 'static) -> AnyView
where
    F: Future<Output = Result<Content, Error>> + Send + 'static,
{
    awaited(async move |visit: Visit| {
        let Some(reader) = visit.reader() else {
            leptos_axum::redirect(&sign_in_address(&visit.address));
            return ().into_any();
        };
        // Whose firm asks a second factor and who has none yet can do nothing else before.
        let lacks_factor = visit.principal.as_ref().is_some_and(services::access::Principal::lacks_factor);
        if lacks_factor && !visit.path().starts_with(SECURITY) && visit.path() != "/account/confirm" {
            leptos_axum::redirect(SECURITY);
            return ().into_any();
        }
        let content = match make(visit.clone()).await {
            Ok(content) => content,
            Err(Error::Forbidden(Code::RecentSignInNeeded)) => {
                leptos_axum::redirect(&confirm_address(&visit.address));
                return ().into_any();
            }
            Err(Error::Merged(into)) => {
                // An old address of a file that was merged leads to the one that stayed.
                let word = problem_message(Code::ClientMerged, &Facts::new(), visit.language);
                visit.say(Tone::Info, word).await.unwrap_or_default();
                leptos_axum::redirect(&format!("/clients/{into}"));
                return ().into_any();
            }
            Err(error) => refused(&visit, &error),
        };
        let flash = visit.heard().await.unwrap_or_default();
        let navigation = navigation(&visit);
        let palette = visit.may(ActionKind::SearchPortfolio).then(|| palette(&visit));
        view! {
            <Shell
                title=content.title
                navigation=navigation
                reader=reader
                return_to=visit.address.clone()
                flash=flash
                palette=palette
            >
                {content.body}
            </Shell>
        }
        .into_any()
    })
}

/// Shows a page that needs no session.
pub fn bare<F>(make: impl FnOnce(Visit) -> F + Send + 'static) -> AnyView
where
    F: Future<Output = Result<Content, Error>> + Send + 'static,
{
    awaited(async move |visit: Visit| {
        let content = match make(visit.clone()).await {
            Ok(content) => content,
            Err(error) => refused(&visit, &error),
        };
        let flash = visit.heard().await.unwrap_or_default();
        view! {
            <BareShell title=content.title return_to=visit.address.clone() flash=flash>{content.body}</BareShell>
        }
        .into_any()
    })
}

/// One Suspense a page: two on shared data can hang the stream.
fn awaited<F>(make: impl FnOnce(Visit) -> F + Send + 'static) -> AnyView
where
    F: Future<Output = AnyView> + Send + 'static,
{
    let visit = Visit::current();
    let work = async move {
        match visit {
            Ok(visit) => make(visit).await,
            Err(error) => format!("{error}").into_any(),
        }
    };
    // After each await the reactive owner would be another's; the page's words and status need their own.
    let page = ScopedFuture::new_untracked(work);
    view! { <Suspense fallback=|| ()>{Suspend::new(page)}</Suspense> }.into_any()
}

/// The page that stands for one that cannot be shown.
fn refused(visit: &Visit, error: &Error) -> Content {
    let problem = error.problem();
    set_status(problem.status);
    if problem.status >= 500 {
        tracing::error!(code = problem.code.word(), "{error}: {:?}", std::error::Error::source(error));
    }
    let words = Words::in_language(visit.language).problems();
    let title = match problem.status {
        404 => words.not_found_title(),
        403 => words.forbidden_title(),
        503 => words.unavailable_title(),
        _ => words.internal_title(),
    };
    let message = match problem.status {
        404 => words.not_found().to_owned(),
        _ => problem_message(problem.code, &problem.facts, visit.language),
    };
    let request_id = visit.context.request_id.clone();
    Content::new(title, view! { <ErrorPage status=problem.status title=title message=message request_id=request_id/> })
}

/// The navigation, with what the reader may do.
fn navigation(visit: &Visit) -> Vec<NavGroup> {
    let words = Words::in_language(visit.language);
    let item = |label: &str, href: &'static str, icon, on_phone_bar| NavItem {
        label: label.to_owned(),
        href: href.to_owned(),
        icon,
        current: if href == "/" { visit.path() == "/" } else { visit.path().starts_with(href) },
        on_phone_bar,
    };
    let shell = words.shell();
    let mut work = vec![item(shell.home(), "/", Glyph::Home, true)];
    if visit.may(ActionKind::ReadClients) {
        work.push(item(shell.clients(), "/clients", Glyph::Clients, true));
        work.push(item(shell.policies(), "/policies", Glyph::Policy, true));
        work.push(item(shell.documents(), "/documents", Glyph::Document, true));
    }
    let mut firm = Vec::new();
    if visit.may(ActionKind::ReadCompanies) {
        firm.push(item(shell.companies(), "/companies", Glyph::Company, false));
    }
    if visit.may(ActionKind::ReadTemplates) {
        firm.push(item(shell.templates(), "/templates", Glyph::Template, false));
    }
    if visit.may(ActionKind::ReadUsers) || visit.may(ActionKind::ReadAudit) || visit.may(ActionKind::ReadAgencies) {
        firm.push(item(shell.administration(), "/admin", Glyph::Settings, false));
    }
    let mut groups = vec![NavGroup { title: None, items: work }];
    if !firm.is_empty() {
        groups.push(NavGroup { title: Some(shell.firm().to_owned()), items: firm });
    }
    groups
}
