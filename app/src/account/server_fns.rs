//! The forms of signing in, signing out and the reader's own account.

#![expect(clippy::unused_async, reason = "the server macro wants async functions, also where nothing is waited for")]
#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use domain::session::{AccountView, DeviceView, SignInInput};
use domain::shared::problem::Code;
use domain::shared::{Language, SessionId};
use leptos::prelude::*;
use services::{Error, Result as Outcome};

use crate::forms::{Fields, answer};
use crate::locales::Words;
use crate::request::{SESSION_KEY, Visit, local_path, session_failed};

/// Signs a browser in. Its session gets a new id, so that one planted before is worth nothing.
#[server(prefix = "/forms", endpoint = "sign-in")]
pub async fn sign_in(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let return_to = fields.text("return_to").unwrap_or_else(|| "/".to_owned());
    let input =
        SignInInput { email: fields.text("email"), password: fields.text("password"), device_label: None, totp: None };
    let outcome = visit.services.identity.sign_in_browser(&input, visit.context.clone()).await;
    match outcome {
        Ok((session, _)) => {
            let stored = async {
                visit.session.cycle_id().await?;
                visit.session.insert(SESSION_KEY, session).await
            };
            stored.await.map_err(|error| ServerFnError::new(session_failed(error)))?;
            leptos_axum::redirect(local_path(&return_to));
            Ok(())
        }
        Err(error) => answer(&visit, "/sign-in", &fields, Err(error)).await,
    }
}

/// Signs this browser out.
#[server(prefix = "/forms", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    if let Some(who) = &visit.principal
        && let Some(session) = who.session()
    {
        visit.services.identity.sign_out(who, session).await.map_err(ServerFnError::new)?;
    }
    visit.session.flush().await.map_err(|error| ServerFnError::new(session_failed(error)))?;
    let word = Words::in_language(visit.language).account().signed_out().to_owned();
    answer(&visit, "/sign-in", &Fields::default(), Ok(("/sign-in".to_owned(), word))).await
}

/// Chooses theme or language. Kept in a cookie of its own, so that it outlives the session.
#[server(prefix = "/forms", endpoint = "preferences")]
pub async fn set_preferences(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let secure = if visit.secure { "; Secure" } else { "" };
    let response = expect_context::<leptos_axum::ResponseOptions>();
    let theme =
        fields.text("theme").and_then(|theme| crate::shell::Theme::parse(&theme)).map(crate::shell::Theme::code);
    let language = fields.text("language").and_then(|code| Language::parse(&code)).map(Language::code);
    for (name, value) in [("theme", theme), ("language", language)] {
        let Some(value) = value else { continue };
        let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}");
        if let Ok(cookie) = http::HeaderValue::from_str(&cookie) {
            response.append_header(http::header::SET_COOKIE, cookie);
        }
    }
    leptos_axum::redirect(local_path(&fields.text("return_to").unwrap_or_default()));
    Ok(())
}

/// Changes the reader's own password.
#[server(prefix = "/forms", endpoint = "account/password")]
pub async fn change_password(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).account();
    let current = fields.text("current_password").unwrap_or_default();
    let outcome = async {
        let who = visit.who()?;
        visit.services.identity.change_password(who, &current, fields.text("new_password").as_deref()).await?;
        Ok(("/account".to_owned(), words.password_changed().to_owned()))
    };
    answer(&visit, "/account", &fields, outcome.await).await
}

/// Signs one device of the reader out, or all of them.
#[server(prefix = "/forms", endpoint = "account/devices")]
pub async fn sign_out_device(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language);
    let outcome = async {
        let who = visit.who()?;
        match fields.text("device") {
            None => visit.services.identity.sign_out_everywhere(who).await?,
            Some(device) => {
                let device = SessionId::parse(&device).ok_or(Error::NotFound)?;
                visit.services.identity.sign_out(who, device).await?;
            }
        }
        Ok(("/account".to_owned(), words.common().saved().to_owned()))
    };
    answer(&visit, "/account", &fields, outcome.await).await
}

/// The devices on which the reader is signed in.
pub(super) async fn devices(visit: &Visit) -> Outcome<Vec<DeviceView>> {
    visit.services.identity.devices(visit.who()?).await
}

/// The reader's name, address and role.
pub(super) fn account(visit: &Visit) -> Outcome<AccountView> {
    visit.who()?.account().cloned().ok_or(Error::Unauthenticated(Code::Unauthenticated))
}
