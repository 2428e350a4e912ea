//! The forms of signing in, signing out and the reader's own account.

#![expect(clippy::unused_async, reason = "the server macro wants async functions, also where nothing is waited for")]
#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use domain::letter::LinkPurpose;
use domain::session::{AccountView, CopiedDevice, DeviceInput, DeviceView, SignInInput};
use domain::shared::problem::Code;
use domain::shared::{Language, SessionId};
use leptos::prelude::*;
use services::{Error, Result as Outcome};

use crate::factors::server_fns::went;
use crate::forms::{Fields, answer, confirm_address, is_secret, resume};
use crate::locales::Words;
use crate::request::{DEVICE_COOKIE, Visit, cookie_name, local_path, session_failed};

/// Signs a browser in, or leads to the second step.
#[server(prefix = "/forms", endpoint = "sign-in")]
pub async fn sign_in(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let return_to = fields.text("return_to").unwrap_or_else(|| "/".to_owned());
    let input =
        SignInInput { email: fields.text("email"), password: fields.exact("password"), device_label: None, totp: None };
    let outcome = visit.services.identity.sign_in_browser(&input, visit.context.clone()).await;
    match outcome {
        Ok(step) => went(&visit, step, &return_to).await,
        Err(error) => answer(&visit, "/sign-in", &fields, Err(error)).await,
    }
}

/// Marks this browser as one on which the account signed in. The mark opens nothing: with it, the right password is taken
/// also while wrong ones from elsewhere have to wait.
pub(crate) fn remember_device(visit: &Visit, account: &AccountView) {
    let mark = visit.services.identity.device_mark(account);
    let name = cookie_name(DEVICE_COOKIE, visit.secure);
    let secure = if visit.secure { "; Secure" } else { "" };
    let cookie = format!("{name}={mark}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}");
    if let (Some(response), Ok(cookie)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(&cookie))
    {
        response.append_header(http::header::SET_COOKIE, cookie);
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

/// Changes the reader's own password. This browser's session gets a new id, the other devices are signed out.
#[server(prefix = "/forms", endpoint = "account/password")]
pub async fn change_password(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).account();
    let outcome = async {
        let (current, new) = (fields.exact("current_password"), fields.exact("new_password"));
        visit.services.identity.change_password(visit.who()?, current.as_deref(), new.as_deref()).await?;
        visit.session.cycle_id().await.map_err(session_failed)?;
        Ok(("/account".to_owned(), words.password_changed().to_owned()))
    };
    answer(&visit, "/account", &fields, outcome.await).await
}

/// Notes that somebody forgot his password. The answer is the same for every address.
#[server(prefix = "/forms", endpoint = "password-reset/ask")]
pub async fn ask_password_reset(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let word = Words::in_language(visit.language).account().link_sent();
    let email = fields.text("email");
    let outcome = visit.services.identity.ask_password_reset(email.as_deref(), visit.context.clone()).await;
    let outcome = outcome.map(|()| ("/sign-in".to_owned(), word.to_owned()));
    answer(&visit, "/password-reset", &fields, outcome).await
}

/// The page that a letter's link opens; what is no secret of ours opens none, and is not handed back.
fn link_page(page: &str, token: &str, otherwise: &str) -> String {
    if is_secret(token) { format!("{page}/{token}") } else { otherwise.to_owned() }
}

/// Sets a new password by the link of a letter.
#[server(prefix = "/forms", endpoint = "password-reset/choose")]
pub async fn reset_password(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let word = Words::in_language(visit.language).account().password_changed_sign_in();
    let token = fields.text("password_token").unwrap_or_default();
    let password = fields.exact("password");
    let context = visit.context.clone();
    let outcome = visit.services.identity.reset_password(&token, "password", password.as_deref(), context).await;
    let outcome = outcome.map(|()| ("/sign-in".to_owned(), word.to_owned()));
    answer(&visit, &link_page("/password-reset", &token, "/password-reset"), &fields, outcome).await
}

/// Sets the first password by the link of an invitation.
#[server(prefix = "/forms", endpoint = "invitation")]
pub async fn accept_invitation(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let word = Words::in_language(visit.language).account().welcome();
    let token = fields.text("password_token").unwrap_or_default();
    let password = fields.exact("password");
    let context = visit.context.clone();
    let outcome = visit.services.identity.accept_invitation(&token, "password", password.as_deref(), context).await;
    let outcome = outcome.map(|()| ("/sign-in".to_owned(), word.to_owned()));
    answer(&visit, &link_page("/invitation", &token, "/sign-in"), &fields, outcome).await
}

/// The address of the account that a link is for, while it works.
pub(super) async fn password_link(visit: &Visit, purpose: LinkPurpose, token: &str) -> Outcome<String> {
    visit.services.identity.password_link(purpose, token).await
}

/// Takes the reader's password again before something sensitive. His session gets a new id.
#[server(prefix = "/forms", endpoint = "account/confirm")]
pub async fn confirm(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).account();
    let next = local_path(&fields.text("next").unwrap_or_default()).to_owned();
    let outcome = async {
        visit.services.identity.confirm(visit.who()?, fields.exact("password").as_deref()).await?;
        visit.session.cycle_id().await.map_err(session_failed)?;
        resume(&visit).await?;
        Ok((next.clone(), words.confirmed().to_owned()))
    };
    answer(&visit, &confirm_address(&next), &fields, outcome.await).await
}

/// Signs one device of the reader out, all others, or all of them.
#[server(prefix = "/forms", endpoint = "account/devices")]
pub async fn sign_out_device(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).account();
    let outcome = async {
        let (who, identity) = (visit.who()?, &visit.services.identity);
        let word = match (fields.text("device"), fields.text("which").as_deref()) {
            (Some(device), _) => {
                let device = SessionId::parse(&device).ok_or(Error::NotFound)?;
                identity.sign_out(who, device).await?;
                words.device_signed_out()
            }
            (None, Some("others")) => {
                identity.sign_out_others(who).await?;
                words.others_signed_out()
            }
            (None, _) => {
                identity.sign_out_everywhere(who).await?;
                visit.session.flush().await.map_err(session_failed)?;
                words.signed_out()
            }
        };
        Ok((DEVICES_PAGE.to_owned(), word.to_owned()))
    };
    answer(&visit, DEVICES_PAGE, &fields, outcome.await).await
}

/// Gives a device of the reader another name.
#[server(prefix = "/forms", endpoint = "account/devices/rename")]
pub async fn rename_device(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = SessionId::parse(&fields.text("id").unwrap_or_default());
    let back = id.map_or_else(|| DEVICES_PAGE.to_owned(), |id| format!("{DEVICES_PAGE}/{id}"));
    let outcome = async {
        let input = DeviceInput { device_label: fields.text("device_label") };
        visit.services.identity.rename_device(visit.who()?, id.ok_or(Error::NotFound)?, &input).await?;
        Ok((DEVICES_PAGE.to_owned(), Words::in_language(visit.language).account().device_renamed().to_owned()))
    };
    answer(&visit, &back, &fields, outcome.await).await
}

/// Notes that the reader understood why a device of his was signed out.
#[server(prefix = "/forms", endpoint = "account/devices/understood")]
pub async fn understand_reuse(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let from_account = fields.text("return_to").as_deref() == Some(ACCOUNT_PAGE);
    let page = if from_account { ACCOUNT_PAGE } else { DEVICES_PAGE };
    let outcome = async {
        let who = visit.who()?;
        let device = fields.text("device").and_then(|id| SessionId::parse(&id)).ok_or(Error::NotFound)?;
        visit.services.identity.understand_reuse(who, device).await?;
        Ok((page.to_owned(), Words::in_language(visit.language).account().noted().to_owned()))
    };
    answer(&visit, page, &fields, outcome.await).await
}

pub(super) const ACCOUNT_PAGE: &str = "/account";
pub(super) const DEVICES_PAGE: &str = "/account/devices";

/// The reader's devices, and those he must be told about.
pub(super) struct Devices {
    pub(super) devices: Vec<DeviceView>,
    pub(super) copied: Vec<CopiedDevice>,
}

/// The devices on which the reader is signed in.
pub(super) async fn devices(visit: &Visit) -> Outcome<Devices> {
    let (who, identity) = (visit.who()?, &visit.services.identity);
    Ok(Devices { devices: identity.devices(who).await?, copied: identity.copied_devices(who).await? })
}

/// The reader's name, address and role.
pub(super) fn account(visit: &Visit) -> Outcome<AccountView> {
    visit.who()?.account().cloned().ok_or(Error::Unauthenticated(Code::Unauthenticated))
}
