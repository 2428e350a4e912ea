//! Forms as they travel: what was typed, what was wrong with it, and the page it returns to. Everything works by plain
//! posts and redirects; the state between the two is in the browser's session, never in the address.

use std::collections::BTreeMap;

use domain::shared::problem::{Code, Facts, FieldError as Wrong};
use jiff::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use services::{Error, Problem};

use crate::locales::{Words, problem_message};
use crate::parts::{FieldError, FormErrors, Tone, Undo};
use crate::request::{Visit, session_failed, set_status};
use crate::stale::Stale;

/// Marks the answer to a form that was refused, for the server.
pub const REFUSED_HEADER: &str = "x-form-refused";
/// The key under which a refused form is kept.
const FORM_KEY: &str = "form";
/// The key under which a form is kept that waits until its sender proved himself again.
const WAITING_KEY: &str = "waiting form";

/// The most that is kept of a refused form, in bytes: a template's source fits.
const KEPT_MAX: usize = 1024 * 1024;
/// The most that is kept of a form sent without a session, in bytes.
const KEPT_OF_STRANGERS_MAX: usize = 2 * 1024;

/// What was sent with a form: names and texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<String, String>);

impl FromIterator<(String, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

/// Where a form leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The next page.
    pub next: String,
    /// Whether the form was refused: it changed nothing, and may be sent again.
    pub refused: bool,
}

impl Fields {
    /// The text of a field; empty counts as absent.
    pub fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|text| !text.trim().is_empty()).cloned()
    }

    /// The text of a field exactly as typed, for passwords: one of spaces is one.
    pub fn exact(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|text| !text.is_empty()).cloned()
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The version of the record that the form was filled from. A form that names none saw none, and changes nothing.
    pub fn seen(&self) -> Option<i64> {
        Some(self.0.get("version").and_then(|version| version.parse().ok()).unwrap_or_default())
    }

    /// The names of the ticked boxes that begin with `prefix`, without it.
    pub fn ticked_under(&self, prefix: &str) -> Vec<String> {
        self.0.keys().filter_map(|name| name.strip_prefix(prefix)).map(str::to_owned).collect()
    }

    /// The same without what nobody may find in a session: passwords and secrets. A stranger's form keeps little, so that he cannot fill
    /// the store.
    fn kept_for(&self, signed_in: bool) -> Self {
        let size: usize = self.0.iter().map(|(name, text)| name.len() + text.len()).sum();
        let most = if signed_in { KEPT_MAX } else { KEPT_OF_STRANGERS_MAX };
        if size > most {
            return Self::default();
        }
        Self(self.0.iter().filter(|(name, _)| !is_hidden(name)).map(|(n, t)| (n.clone(), t.clone())).collect())
    }
}

/// Whether what is typed into a field of this name is never kept, nor shown again.
fn is_hidden(name: &str) -> bool {
    name.contains("password") || ["secret", "secret_access_key", "client_secret", "refresh_token"].contains(&name)
}

/// Whether a text is the secret of a letter's link.
pub(crate) fn is_secret(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A page as it is kept with a refused form: without the secret that its path may end in.
fn page_of(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some((page, last)) if is_secret(last) => page,
        _ => path,
    }
}

/// A form that was refused: on its way back to its page.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Refused {
    /// Its page, as [`page_of`] writes it.
    path: String,
    fields: Fields,
    /// Why; nothing for a form that was only tried.
    code: Option<Code>,
    facts: Facts,
    errors: Vec<Wrong>,
}

/// A form as its page shows it: the record's values, or what was typed and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    values: BTreeMap<String, String>,
    /// When the record that the form changes was changed last; a form for something new has none.
    changed_at: Option<Timestamp>,
    errors: Vec<FieldError>,
    message: Option<String>,
    refused: bool,
    stale: Option<Stale>,
}

impl Filled {
    /// A form with the record's values, for which nothing was typed yet.
    pub fn with<N: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { values, ..Self::default() }
    }

    /// A form that changes a record: its values, and which version of it they are. Each field is named, also an empty one,
    /// except boxes that are not ticked.
    pub fn of_record<N: Into<String>, V: Into<String>>(
        values: impl IntoIterator<Item = (N, V)>,
        id: impl std::fmt::Display,
        version: i64,
        changed_at: Timestamp,
    ) -> Self {
        let mut form = Self::with(values);
        form.values.insert("id".to_owned(), id.to_string());
        form.values.insert("version".to_owned(), version.to_string());
        Self { changed_at: Some(changed_at), ..form }
    }

    /// The same, with what is known already in the fields of which nothing was sent.
    #[must_use]
    pub fn or_known(mut self, known: impl IntoIterator<Item = (String, String)>) -> Self {
        for (name, value) in known {
            self.values.entry(name).or_insert(value);
        }
        self
    }

    /// The text to show in a field.
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// Whether to show a box ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// What is wrong with a field, as a finished sentence.
    pub fn error(&self, name: &str) -> Option<String> {
        self.errors.iter().find(|error| error.field == name).map(|error| error.message.clone())
    }

    /// Everything wrong, for the summary over the form.
    pub fn errors(&self) -> Vec<FieldError> {
        self.errors.clone()
    }

    /// Everything wrong, each after the name of its field, in the order of the fields given.
    pub fn errors_at(&self, fields: &[(&str, &str)]) -> Vec<FieldError> {
        let mut errors = self.errors.clone();
        let place = |error: &FieldError| fields.iter().position(|(name, _)| *name == error.field);
        errors.sort_by_key(|error| place(error).unwrap_or(usize::MAX));
        for error in &mut errors {
            if let Some((_, label)) = fields.iter().find(|(name, _)| *name == error.field) {
                error.message = format!("{label} – {}", error.message);
            }
        }
        errors
    }

    /// What is wrong with the form as a whole.
    pub fn message(&self) -> Option<String> {
        self.message.clone()
    }

    /// What stands over the fields of a form: what is wrong with them, or what somebody else changed meanwhile; and, unseen,
    /// which record it changes. `say` puts values into words where they are not words already.
    pub fn head(&self, words: Words, fields: &[(&str, &str)], say: impl Fn(&str, &str) -> Option<String>) -> AnyView {
        let said = match &self.stale {
            Some(stale) => stale.notice(words, &self.values, fields, say),
            None => view! { <FormErrors errors=self.errors_at(fields) message=self.message()/> }.into_any(),
        };
        let record = self.changed_at.map(|_| {
            view! {
                <input type="hidden" name="id" value=self.value("id")/>
                <input type="hidden" name="version" value=self.value("version")/>
            }
        });
        view! { {said} {record} }.into_any()
    }

    /// Whether the form came back refused.
    pub fn is_refused(&self) -> bool {
        self.refused
    }

    /// What was typed into the form of this page when it was refused just now; else the form as given.
    pub async fn or_typed(self, visit: &Visit) -> Result<Self, Error> {
        if visit.session.id().is_none() {
            return Ok(self);
        }
        let refused = visit.take(FORM_KEY, |refused: &Refused| refused.path == page_of(visit.path())).await?;
        let Some(refused) = refused else { return Ok(self) };
        let Some(code) = refused.code.filter(|code| *code != Code::RecentSignInNeeded) else {
            // It was only tried, or he has proved himself meanwhile: the form only waits to be sent again. What was not kept is not shown as emptied.
            if refused.fields.0.is_empty() {
                return Ok(self);
            }
            return Ok(Self { values: refused.fields.0, refused: true, ..self });
        };
        if let Some(changed_at) = self.changed_at
            && matches!(code, Code::PreconditionFailed | Code::StaleVersion)
            && !refused.fields.0.is_empty()
        {
            return self.overtaken(visit, refused.fields, changed_at).await;
        }
        let language = visit.language;
        let errors: Vec<FieldError> = refused
            .errors
            .iter()
            .map(|wrong| {
                FieldError::new(field_name(&wrong.pointer), problem_message(wrong.code, &wrong.args, language))
            })
            .collect();
        // Wrong fields speak for themselves; anything else is said over the form.
        let said = code == Code::Invalid || refused.errors.iter().any(|wrong| wrong.code == code);
        let whole = (!said || errors.is_empty()).then(|| problem_message(code, &refused.facts, language));
        set_status(if code == Code::RateLimited { 429 } else { 422 });
        // What was too much to keep is not shown as emptied.
        let values = if refused.fields.0.is_empty() { self.values } else { refused.fields.0 };
        Ok(Self { values, errors, message: whole, refused: true, ..self })
    }

    /// A form that somebody else was faster than. It shows both values and counts from the record as it is shown now, so
    /// that sending it again is a choice, and nothing is overwritten unseen.
    async fn overtaken(self, visit: &Visit, typed: Fields, changed_at: Timestamp) -> Result<Self, Error> {
        set_status(409);
        let by = visit.last_change(&self.value("id")).await?;
        let mut values = typed.0;
        for name in ["id", "version"] {
            values.insert(name.to_owned(), self.value(name));
        }
        let stale = Stale { record: self.values.clone(), by, changed_at, address: visit.address.clone() };
        Ok(Self { values, refused: true, stale: Some(stale), ..self })
    }
}

/// The control that a JSON pointer leads to: `/address/city` → `address_city`, `/premium/amount_minor` → `premium`.
fn field_name(pointer: &str) -> String {
    let name = pointer.trim_start_matches('/');
    let name = name.strip_suffix("/amount_minor").unwrap_or(name);
    name.replace('/', "_")
}

/// Ends a form: to the next page with a word, or back to its own with what is wrong.
///
/// # Errors
/// When the session cannot be kept.
pub async fn answer(
    visit: &Visit,
    back: &str,
    fields: &Fields,
    outcome: Result<(String, String), Error>,
) -> Result<(), ServerFnError> {
    answer_undoable(visit, back, fields, outcome.map(|(next, word)| (next, word, None))).await
}

/// The same, when what was done can be taken back: the word on the next page has a button that does.
///
/// # Errors
/// When the session cannot be kept.
pub async fn answer_undoable(
    visit: &Visit,
    back: &str,
    fields: &Fields,
    outcome: Result<(String, String, Option<Undo>), Error>,
) -> Result<(), ServerFnError> {
    let Settled { next, refused } = settle(visit, back, fields, outcome).await.map_err(unanswered)?;
    if refused && let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(http::HeaderName::from_static(REFUSED_HEADER), http::HeaderValue::from_static("true"));
    }
    leptos_axum::redirect(&next);
    Ok(())
}

/// Keeps for the next page what it has to say, and tells which it is.
///
/// # Errors
/// When the session cannot be kept.
pub async fn settle(
    visit: &Visit,
    back: &str,
    fields: &Fields,
    outcome: Result<(String, String, Option<Undo>), Error>,
) -> Result<Settled, Error> {
    match outcome {
        Ok((next, word, undo)) => {
            visit.say_undoable(Tone::Success, word, undo).await?;
            Ok(Settled { next, refused: false })
        }
        Err(Error::Unauthenticated(Code::Unauthenticated)) => {
            let word = Words::in_language(visit.language).account().session_ended();
            visit.say(Tone::Warning, word).await?;
            Ok(Settled { next: sign_in_address(back), refused: false })
        }
        Err(error) => {
            let Problem { code, facts, errors, status } = error.problem();
            if status >= 500 {
                tracing::error!(code = code.word(), "{error}: {:?}", std::error::Error::source(&error));
            }
            let path = page_of(back.split(['?', '#']).next().unwrap_or_default()).to_owned();
            let fields = fields.kept_for(visit.principal.is_some());
            let refused = Refused { path, fields, code: Some(code), facts, errors };
            let (key, next) = match code {
                Code::RecentSignInNeeded => (WAITING_KEY, confirm_address(back)),
                _ => (FORM_KEY, back.to_owned()),
            };
            visit.session.insert(key, refused).await.map_err(session_failed)?;
            Ok(Settled { next, refused: true })
        }
    }
}

/// Ends a form that was only tried: back to its page, which shows it as it was typed.
///
/// # Errors
/// When the session cannot be kept.
pub(crate) async fn tried(visit: &Visit, back: &str, fields: &Fields) -> Result<(), ServerFnError> {
    let fields = fields.kept_for(visit.principal.is_some());
    let path = page_of(back.split(['?', '#']).next().unwrap_or_default()).to_owned();
    let kept = Refused { path, fields, code: None, facts: Facts::new(), errors: Vec::new() };
    visit.session.insert(FORM_KEY, kept).await.map_err(session_failed).map_err(unanswered)?;
    leptos_axum::redirect(back);
    Ok(())
}

/// The sign-in page, from which the reader returns.
pub(crate) fn sign_in_address(return_to: &str) -> String {
    if return_to == "/" { "/sign-in".to_owned() } else { format!("/sign-in?return_to={}", encoded(return_to)) }
}

/// The page that asks for the password again, from which the reader returns.
pub(crate) fn confirm_address(next: &str) -> String {
    format!("/account/confirm?next={}", encoded(next))
}

/// Puts the form that waited for its sender's proof back on its page, as he typed it.
pub(crate) async fn resume(visit: &Visit) -> Result<(), Error> {
    match visit.take(WAITING_KEY, |_: &Refused| true).await? {
        Some(refused) => visit.session.insert(FORM_KEY, refused).await.map_err(session_failed),
        None => Ok(()),
    }
}

/// A text as part of an address (RFC 3986).
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The session store does not answer: nothing was lost, but nothing can be shown either.
pub(crate) fn unanswered(error: Error) -> ServerFnError {
    tracing::error!("{error}: {:?}", std::error::Error::source(&error));
    set_status(503);
    ServerFnError::ServerError("unavailable".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_finds_its_field_and_no_password_is_kept() {
        assert_eq!(field_name("/last_name"), "last_name");
        assert_eq!(field_name("/address/city"), "address_city");
        assert_eq!(field_name("/premium/amount_minor"), "premium");
        let fields = Fields(BTreeMap::from([
            ("new_password".into(), "x".into()),
            ("email".into(), "y".into()),
            ("secret".into(), "z".into()),
        ]));
        assert_eq!(fields.kept_for(true).0.keys().collect::<Vec<_>>(), ["email"]);
        assert_eq!(encoded("/a?b=é"), "/a%3Fb%3D%C3%A9");
    }
}
