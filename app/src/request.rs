//! What a page or a form knows of its request. Beside the `server_fns.rs` files, the only place that names the services.

use std::sync::Arc;

use domain::audit::AuditFilter;
use domain::labels::Label;
use domain::shared::Language;
use domain::shared::page::PageRequest;
use domain::shared::problem::Code;
use jiff::Timestamp;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use services::access::{ActionKind, Principal, RequestContext};
use services::{Error, Services};
use tower_sessions::Session;

use crate::parts::{FlashMessage, Tone, Undo};
use crate::shell::Reader;

/// The key of a browser's session under which its device is kept.
pub const SESSION_KEY: &str = "device";
/// The cookie with the mark of a browser on which somebody signed in: whoever attacks his account does not slow him down.
pub const DEVICE_COOKIE: &str = "monassurance-device";
/// The longest address of ours that is kept or led to, in bytes.
const ADDRESS_MAX: usize = 2_000;
/// The key under which the word for the next page is kept.
const FLASH_KEY: &str = "flash";

/// One visit: who asks for a page or sends a form, and what may be done about it. The server puts it into the context.
#[derive(Clone)]
pub struct Visit {
    /// The use-cases.
    pub services: Arc<Services>,
    /// Who asks, once recognised.
    pub principal: Option<Principal>,
    /// From where the request comes.
    pub context: RequestContext,
    /// The browser's session.
    pub session: Session,
    /// The language the reader chose.
    pub language: Language,
    /// Whether the product is reached over TLS.
    pub secure: bool,
    /// The path and query asked for.
    pub address: String,
}

impl Visit {
    /// The visit of this request.
    ///
    /// # Errors
    /// A fault of ours, when the server did not provide it.
    pub fn current() -> Result<Self, Error> {
        use_context::<Self>().ok_or_else(|| Error::Internal("a page without its visit".into()))
    }

    /// Who asks.
    ///
    /// # Errors
    /// Not signed in.
    pub fn who(&self) -> Result<&Principal, Error> {
        self.principal.as_ref().ok_or(Error::Unauthenticated(Code::Unauthenticated))
    }

    /// Whether the reader may do something, to show or hide its button. The services decide anew when it is pressed.
    pub fn may(&self, action: ActionKind) -> bool {
        self.principal.as_ref().is_some_and(|who| who.may(action))
    }

    /// Refuses a page whose form the reader may not send, before he fills it in.
    ///
    /// # Errors
    /// Not allowed.
    pub fn require(&self, action: ActionKind) -> Result<(), Error> {
        if self.may(action) { Ok(()) } else { Err(Error::Forbidden(Code::Forbidden)) }
    }

    /// Refuses a page whose form is sensitive to who proved himself too long ago, before he fills it in.
    ///
    /// # Errors
    /// Not recently signed in.
    pub fn require_recent(&self) -> Result<(), Error> {
        self.services.identity.recent(self.who()?)
    }

    /// The reader, for the menu.
    pub fn reader(&self) -> Option<Reader> {
        let account = self.principal.as_ref()?.account()?;
        Some(Reader {
            name: account.full_name.clone(),
            firm: account.agency_name.clone(),
            role: account.role.label(self.language).to_owned(),
        })
    }

    /// The path asked for, without its query.
    pub fn path(&self) -> &str {
        self.address.split('?').next().unwrap_or_default()
    }

    /// Who changed a record last, and when, as far as the reader may know: from the audit log.
    pub(crate) async fn last_change(&self, record: &str) -> Result<Option<(String, Timestamp)>, Error> {
        if !self.may(ActionKind::ReadAudit) {
            return Ok(None);
        }
        let page = PageRequest { limit: Some(20), ..PageRequest::default() };
        let filter = AuditFilter { object_id: Some(record.to_owned()), ..AuditFilter::default() };
        let events = self.services.audit.list(self.who()?, &page, &filter).await?.items;
        // An act such as signing in is about a user too, and changes nothing.
        let change =
            events.into_iter().find(|event| event.changes.as_object().is_some_and(|fields| !fields.is_empty()));
        Ok(change.map(|event| (event.actor, event.occurred_at)))
    }

    /// Keeps a word for the next page.
    pub async fn say(&self, tone: Tone, text: impl Into<String>) -> Result<(), Error> {
        self.say_undoable(tone, text, None).await
    }

    /// Keeps a word for the next page, with the way to take back what it tells.
    pub async fn say_undoable(&self, tone: Tone, text: impl Into<String>, undo: Option<Undo>) -> Result<(), Error> {
        self.session.insert(FLASH_KEY, (tone.name(), text.into(), undo)).await.map_err(session_failed)
    }

    /// Takes what is kept under a key, when it is the one wanted. It is read first: taking what is not there would write the
    /// session at every page.
    pub(crate) async fn take<T>(&self, key: &str, wanted: impl FnOnce(&T) -> bool) -> Result<Option<T>, Error>
    where
        T: serde::de::DeserializeOwned,
    {
        let kept: Option<T> = self.session.get(key).await.map_err(session_failed)?;
        let kept = kept.filter(wanted);
        if kept.is_some() {
            self.session.remove_value(key).await.map_err(session_failed)?;
        }
        Ok(kept)
    }

    /// Takes the word for this page.
    pub async fn heard(&self) -> Result<Option<FlashMessage>, Error> {
        // A visit without a session has heard nothing; asking would make one.
        if self.principal.is_none() && self.session.id().is_none() {
            return Ok(None);
        }
        let heard = self.take(FLASH_KEY, |_: &(String, String, Option<Undo>)| true).await?;
        Ok(heard.map(|(tone, text, undo)| FlashMessage { tone: Tone::parse(&tone), text, undo }))
    }
}

/// The name of a cookie of ours. Over TLS its prefix binds it to this very host (RFC 6265bis).
pub fn cookie_name(name: &str, secure: bool) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

/// A session store that does not answer.
pub(crate) fn session_failed(error: tower_sessions::session::Error) -> Error {
    Error::Unavailable { part: "database", source: Box::new(error) }
}

/// Sets the status of the page's answer.
pub(crate) fn set_status(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), http::StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

/// Has the browser ask for the page again after some seconds, with scripts or without: work is under way.
pub(crate) fn come_again(seconds: u32) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(http::header::REFRESH, http::HeaderValue::from(seconds));
    }
}

/// Has the browser tell no site, not even ours, from which page it comes: the page's address is a secret itself.
pub(crate) fn tell_no_referrer() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(http::header::REFERRER_POLICY, http::HeaderValue::from_static("no-referrer"));
    }
}

/// A part of the page's path by its name in the routes, such as the id in it.
pub(crate) fn path_part(name: &str) -> Option<String> {
    leptos_router::hooks::use_params_map().with_untracked(|parts| parts.get(name))
}

/// The record that the page's path names. What is no id names nothing.
pub(crate) fn path_id<T>(read: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
    path_part("id").and_then(|id| read(&id)).ok_or(Error::NotFound)
}

/// A value in the page's query; an empty one counts as absent.
pub(crate) fn query_value(name: &str) -> Option<String> {
    let value = leptos_router::hooks::use_query_map().with_untracked(|query| query.get(name));
    value.filter(|value| !value.trim().is_empty())
}

/// An address of ours that somebody handed in: a path on this site, never another one.
pub(crate) fn local_path(text: &str) -> &str {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let local = plain && text.len() <= ADDRESS_MAX && text.starts_with('/') && !text.starts_with("//");
    if local { text } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::{ADDRESS_MAX, local_path};

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(local_path("/clients?q=a"), "/clients?q=a");
        assert_eq!(local_path(&format!("/{}", "a".repeat(ADDRESS_MAX))), "/");
        for foreign in ["https://evil.test", "//evil.test", "/\\evil.test", "javascript:x", "", "/a\r\nb", "/é"] {
            assert_eq!(local_path(foreign), "/", "{foreign}");
        }
    }
}
