//! Forms as they travel: what was typed, what was wrong with it, and the page it returns to. Everything works by plain
//! posts and redirects; the state between the two is in the browser's session, never in the address.

use std::collections::BTreeMap;

use domain::shared::problem::{Code, Facts, FieldError as Wrong};
use leptos::prelude::{ServerFnError, use_context};
use serde::{Deserialize, Serialize};
use services::{Error, Problem};

use crate::locales::{Words, problem_message};
use crate::parts::{FieldError, Tone};
use crate::request::{Visit, session_failed, set_status};

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

    /// The version of the record that the form was filled from.
    pub fn seen(&self) -> Option<i64> {
        self.0.get("version")?.parse().ok()
    }

    /// The names of the ticked boxes that begin with `prefix`, without it.
    pub fn ticked_under(&self, prefix: &str) -> Vec<String> {
        self.0.keys().filter_map(|name| name.strip_prefix(prefix)).map(str::to_owned).collect()
    }

    /// The same without what nobody may find in a session: passwords. A stranger's form keeps little, so that he cannot fill
    /// the store.
    fn kept_for(&self, signed_in: bool) -> Self {
        let size: usize = self.0.values().map(String::len).sum();
        let most = if signed_in { KEPT_MAX } else { KEPT_OF_STRANGERS_MAX };
        if size > most {
            return Self::default();
        }
        Self(
            self.0.iter().filter(|(name, _)| !name.contains("password")).map(|(n, t)| (n.clone(), t.clone())).collect(),
        )
    }
}

/// A form that was refused: on its way back to its page.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Refused {
    path: String,
    fields: Fields,
    code: Code,
    facts: Facts,
    errors: Vec<Wrong>,
}

/// A form as its page shows it: the record's values, or what was typed and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    values: BTreeMap<String, String>,
    errors: Vec<FieldError>,
    message: Option<String>,
    refused: bool,
}

impl Filled {
    /// A form with the record's values, for which nothing was typed yet.
    pub fn with<N: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { values, ..Self::default() }
    }

    /// The text to show in a field.
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// The version of the record that the form was filled from: of a refused form the one it was sent with, so that what
    /// somebody else changed meanwhile is not overwritten unseen.
    pub fn version(&self, current: i64) -> String {
        self.values.get("version").cloned().unwrap_or_else(|| current.to_string())
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

    /// Whether the form came back refused.
    pub fn is_refused(&self) -> bool {
        self.refused
    }

    /// What was typed into the form of this page when it was refused just now; else the form as given.
    pub async fn or_typed(self, visit: &Visit) -> Result<Self, Error> {
        if visit.session.id().is_none() {
            return Ok(self);
        }
        let refused = visit.take(FORM_KEY, |refused: &Refused| refused.path == visit.path()).await?;
        let Some(refused) = refused else { return Ok(self) };
        if refused.code == Code::RecentSignInNeeded {
            // He has proved himself meanwhile: the form only waits to be sent again.
            return Ok(Self { values: refused.fields.0, refused: true, ..Self::default() });
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
        let said = refused.code == Code::Invalid || refused.errors.iter().any(|wrong| wrong.code == refused.code);
        let whole = (!said || errors.is_empty()).then(|| problem_message(refused.code, &refused.facts, language));
        set_status(422);
        Ok(Self { values: refused.fields.0, errors, message: whole, refused: true })
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
    let next = match outcome {
        Ok((next, word)) => {
            visit.say(Tone::Success, word).await.map_err(unanswered)?;
            next
        }
        Err(Error::Unauthenticated(Code::Unauthenticated)) => {
            let word = Words::in_language(visit.language).account().session_ended();
            visit.say(Tone::Warning, word).await.map_err(unanswered)?;
            sign_in_address(back)
        }
        Err(error) => {
            let Problem { code, facts, errors, status } = error.problem();
            if status >= 500 {
                tracing::error!(code = code.word(), "{error}: {:?}", std::error::Error::source(&error));
            }
            if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
                response.insert_header(
                    http::HeaderName::from_static(REFUSED_HEADER),
                    http::HeaderValue::from_static("true"),
                );
            }
            let path = back.split(['?', '#']).next().unwrap_or_default().to_owned();
            let refused = Refused { path, fields: fields.kept_for(visit.principal.is_some()), code, facts, errors };
            let (key, next) = match code {
                Code::RecentSignInNeeded => (WAITING_KEY, confirm_address(back)),
                _ => (FORM_KEY, back.to_owned()),
            };
            visit.session.insert(key, refused).await.map_err(session_failed).map_err(unanswered)?;
            next
        }
    };
    leptos_axum::redirect(&next);
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
fn unanswered(error: Error) -> ServerFnError {
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
        let fields = Fields(BTreeMap::from([("new_password".into(), "x".into()), ("email".into(), "y".into())]));
        assert_eq!(fields.kept_for(true).0.keys().collect::<Vec<_>>(), ["email"]);
        assert_eq!(encoded("/a?b=é"), "/a%3Fb%3D%C3%A9");
    }
}
