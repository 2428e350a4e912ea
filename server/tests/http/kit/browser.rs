//! A browser without scripts: it keeps its cookie, reads forms from pages and sends them as a browser does.

use std::collections::BTreeMap;

use super::{Answer, Ask, PARTS, PASSWORD, Site, parts};
use crate::lists::encoded;

/// What a form is sent as.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// A signed-in browser.
pub(crate) struct Browser<'a> {
    site: &'a Site,
    cookie: String,
}

impl<'a> Browser<'a> {
    pub(crate) async fn of(site: &'a Site, email: &str) -> Self {
        let typed = format!("email={}&password={}", encoded(email), encoded(PASSWORD));
        let answer = site.web("POST", "/forms/sign-in").header("accept", "text/html").raw(FORM, typed).send().await;
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Self { site, cookie }
    }

    fn ask(&self, method: &str, path: &str) -> Ask<'a> {
        let ask = self.site.web(method, path).header("accept", "text/html").header("accept-language", "en");
        ask.header("cookie", &self.cookie)
    }

    pub(crate) async fn page(&self, path: &str) -> Answer {
        self.ask("GET", path).send().await
    }

    /// The form of a page that is sent to `action`.
    pub(crate) async fn form(&self, path: &str, action: &str) -> Form {
        let page = self.page(path).await;
        assert_eq!(page.status, 200, "{page:?}");
        Form::on(&page, action)
    }

    pub(crate) async fn send(&self, form: &Form) -> Answer {
        let fields: Vec<String> =
            form.fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        self.ask("POST", &form.action).raw(FORM, fields.join("&")).send().await
    }

    /// The same as a browser writes it, with the names as they are: so its key is read, and the same form sent twice is known.
    pub(crate) async fn send_keyed(&self, form: &Form) -> Answer {
        let fields: Vec<String> =
            form.fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.ask("POST", &form.action).raw(FORM, fields.join("&")).send().await
    }
}

impl Browser<'_> {
    /// Sends a form with a file of this name.
    pub(crate) async fn send_with(&self, form: &Form, name: &str, file: &[u8]) -> Answer {
        let fields: Vec<(&str, &str)> = form
            .fields
            .iter()
            .filter(|(name, _)| *name != "file")
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.ask("POST", &form.action).raw(PARTS, parts(&fields, Some((name, file)))).send().await
    }
}

/// A form as it stands on a page, with what its fields hold.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) method: String,
    pub(crate) action: String,
    pub(crate) fields: BTreeMap<String, String>,
}

/// The pages that a page leads to.
pub(crate) fn links(html: &str) -> impl Iterator<Item = String> {
    html.split("<a ").skip(1).filter_map(|rest| attribute(&format!(" {}", rest.split('>').next()?), "href"))
}

impl Form {
    /// The form of this page that is sent to `action`.
    #[track_caller]
    pub(crate) fn on(page: &Answer, action: &str) -> Self {
        let found = Self::all(&page.text()).into_iter().find(|form| form.action == action);
        found.unwrap_or_else(|| panic!("no form to {action}: {page:?}"))
    }

    /// Every form of a page.
    pub(crate) fn all(html: &str) -> Vec<Self> {
        let forms = html.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap_or_default());
        forms
            .map(|form| {
                let (head, body) = form.split_once('>').unwrap_or((form, ""));
                let attribute = |name| attribute(head, name).unwrap_or_default();
                Self { method: attribute("method"), action: attribute("action"), fields: fields(body) }
            })
            .collect()
    }

    /// Types into a field.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.insert(name.to_owned(), value.to_owned());
        self
    }

    #[track_caller]
    pub(crate) fn value(&self, name: &str) -> &str {
        self.fields.get(name).unwrap_or_else(|| panic!("no field {name} in {self:?}"))
    }
}

/// What a browser would send of these fields: boxes only where they are ticked.
fn fields(body: &str) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for tag in body.split('<').skip(1) {
        let (head, text) = tag.split_once('>').unwrap_or((tag, ""));
        let Some(name) = attribute(head, "name") else { continue };
        let value = attribute(head, "value");
        match head.split_whitespace().next().unwrap_or_default() {
            "input" => {
                let kind = attribute(head, "type").unwrap_or_default();
                let is_choice = matches!(kind.as_str(), "checkbox" | "radio");
                if !is_choice || head.contains(" checked") {
                    fields.insert(name, value.unwrap_or(if is_choice { "on".into() } else { String::new() }));
                }
            }
            "textarea" => {
                fields.insert(name, unescaped(text).trim_start_matches('\n').to_owned());
            }
            "select" => {
                let list = body.split_once(&format!("<{head}>")).map_or("", |(_, rest)| rest);
                let list = list.split("</select>").next().unwrap_or_default();
                let options = || list.split("<option").skip(1);
                let chosen =
                    options().find(|option| option.split('>').next().unwrap_or_default().contains(" selected"));
                let chosen = chosen.or_else(|| options().next()).unwrap_or_default();
                fields
                    .insert(name, attribute(chosen.split('>').next().unwrap_or_default(), "value").unwrap_or_default());
            }
            _ => {}
        }
    }
    fields
}

/// The attribute of a tag.
fn attribute(head: &str, name: &str) -> Option<String> {
    let (_, rest) = head.split_once(&format!(" {name}=\""))?;
    Some(unescaped(rest.split('"').next().unwrap_or_default()))
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&")
}
