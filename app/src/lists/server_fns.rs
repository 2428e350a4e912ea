//! The forms of saved views, and what the lists read of them.

use domain::list::{SavedView, ViewInput, list_of};
use domain::shared::ViewId;
use leptos::prelude::*;
use serde_json::json;
use services::{Error, Result as Outcome};

use crate::forms::{Fields, answer};
use crate::locales::Words;
use crate::request::Visit;

/// The page of the views.
pub(super) const VIEWS: &str = "/views";

/// The views of a list.
pub(super) async fn of_list(visit: &Visit, noun: &str) -> Outcome<Vec<SavedView>> {
    visit.services.views.list(visit.who()?, Some(noun)).await
}

/// Keeps what a list shows under a name.
#[server(prefix = "/forms", endpoint = "views/save")]
pub async fn save_view(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let input = ViewInput {
            list: fields.text("list"),
            name: fields.text("name"),
            query: fields.text("query"),
            shared: Some(fields.ticked("shared")),
        };
        let view = visit.services.views.save(visit.who()?, input).await.map_err(at_its_field)?;
        Ok((at(&view.list, &view.query), Words::in_language(visit.language).lists().view_kept(&view.name)))
    };
    let back = at(&known_list(&fields), fields.text("query").unwrap_or_default().as_str());
    answer(&visit, &back, &fields, outcome.await).await
}

/// Renames a view, shares it or takes it back.
#[server(prefix = "/forms", endpoint = "views/update")]
pub async fn update_view(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let patch = json!({ "name": fields.text("name"), "shared": fields.ticked("shared") });
        let view = visit.services.views.update(visit.who()?, id, fields.seen(), &patch).await.map_err(at_its_field)?;
        Ok((page_of(&fields), Words::in_language(visit.language).lists().view_kept(&view.name)))
    };
    answer(&visit, &page_of(&fields), &fields, outcome.await).await
}

/// Removes a view.
#[server(prefix = "/forms", endpoint = "views/delete")]
pub async fn delete_view(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = id_of(&fields)?;
        let view = visit.services.views.find(visit.who()?, id).await?;
        visit.services.views.delete(visit.who()?, id, fields.seen()).await?;
        Ok((page_of(&fields), Words::in_language(visit.language).lists().view_deleted(&view.name)))
    };
    answer(&visit, &page_of(&fields), &fields, outcome.await).await
}

/// The list that a form names; the clients' when it names none.
fn known_list(fields: &Fields) -> String {
    list_of("list", fields.text("list").as_deref()).map_or("clients", |schema| schema.noun).to_owned()
}

/// A list's address with a query, which is read through its schema first, so that it leads nowhere else.
fn at(list: &str, query: &str) -> String {
    let Ok(schema) = list_of("list", Some(list)) else { return "/".to_owned() };
    let pairs = domain::list::pairs_of(query);
    let (query, _) = schema.read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let written = query.written();
    if written.is_empty() { schema.path.to_owned() } else { format!("{}?{written}", schema.path) }
}

fn page_of(fields: &Fields) -> String {
    format!("{VIEWS}?list={}", known_list(fields))
}

fn id_of(fields: &Fields) -> Outcome<ViewId> {
    fields.text("id").and_then(|id| ViewId::parse(&id)).ok_or(Error::NotFound)
}

/// A name that is taken is the fault of its field.
fn at_its_field(error: Error) -> Error {
    match error {
        Error::Duplicate(field) => {
            Error::field(domain::shared::problem::FieldError::new(field, domain::shared::problem::Code::Duplicate))
        }
        other => other,
    }
}
