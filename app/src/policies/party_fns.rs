//! What the pages of roles ask of the services.

use domain::policy::{ClientRole, PartyInput, PartyView};
use domain::shared::{ClientId, PartyId, PolicyId};
use leptos::prelude::*;
use serde_json::{Map, Value};
use services::policies::AsOf;
use services::{Error, Result as Outcome};

use super::server_fns::{address, at_its_field, id_of, words};
use crate::forms::{Fields, answer};
use crate::request::Visit;

/// Records somebody's role, or changes one.
#[server(prefix = "/forms", endpoint = "policies/parties/save")]
pub async fn save_party(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let party = fields.text("party");
    let outcome = async {
        let (who, id) = (visit.who()?, id_of(&fields)?);
        let policies = &visit.services.policies;
        let kept = match &party {
            None => policies.add_party(who, id, fields.seen(), input(&fields)).await,
            Some(party) => {
                let party = PartyId::parse(party).ok_or(Error::NotFound)?;
                policies.change_party(who, id, party, fields.seen(), &patch(&fields)).await
            }
        };
        let kept = kept.map_err(at_its_field)?;
        Ok((parties_address(id), words(&visit).party_saved(kept.name)))
    };
    let outcome = outcome.await;
    answer(&visit, &form_address(&fields, party.as_deref()), &fields, outcome).await
}

/// Takes a role out that was recorded in error.
#[server(prefix = "/forms", endpoint = "policies/parties/remove")]
pub async fn remove_party(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let party = fields.text("party");
    let outcome = async {
        let (who, id) = (visit.who()?, id_of(&fields)?);
        let party = party.as_deref().and_then(PartyId::parse).ok_or(Error::NotFound)?;
        visit.services.policies.remove_party(who, id, party, fields.seen()).await?;
        Ok((parties_address(id), words(&visit).party_removed().to_owned()))
    };
    let outcome = outcome.await;
    answer(&visit, &form_address(&fields, party.as_deref()), &fields, outcome).await
}

fn parties_address(id: PolicyId) -> String {
    format!("{}/parties", address(id))
}

/// The page whose form was sent, to which it returns when it is refused.
fn form_address(fields: &Fields, party: Option<&str>) -> String {
    let Ok(id) = id_of(fields) else { return "/policies".to_owned() };
    let own = parties_address(id);
    match (party.and_then(PartyId::parse), fields.text("client_id").and_then(|id| ClientId::parse(&id))) {
        (Some(party), _) => format!("{own}/{party}"),
        (None, Some(client)) => format!("{own}/new?client_id={client}"),
        (None, None) => format!("{own}/new"),
    }
}

fn input(fields: &Fields) -> PartyInput {
    PartyInput {
        role: fields.text("role"),
        client_id: fields.text("client_id"),
        name: fields.text("name"),
        since: fields.text("since"),
        until: fields.text("until"),
        note: fields.text("note"),
    }
}

/// A form as a patch: who it is stays unless the form names him by a text, which is asked for only where he has no file.
fn patch(fields: &Fields) -> Value {
    let mut patch = Map::new();
    for name in ["role", "since", "until", "note"] {
        patch.insert(name.to_owned(), fields.text(name).map_or(Value::Null, Value::String));
    }
    if fields.ticked("name") {
        patch.insert("name".to_owned(), fields.text("name").map_or(Value::Null, Value::String));
    }
    Value::Object(patch)
}

/// Everybody with a role in a policy, now or once.
pub(super) async fn parties(visit: &Visit, id: PolicyId) -> Outcome<Vec<PartyView>> {
    visit.services.policies.parties(visit.who()?, id).await
}

/// Who has a role on the day looked at.
pub(super) async fn parties_seen(visit: &Visit, id: PolicyId, as_of: AsOf) -> Outcome<Vec<PartyView>> {
    visit.services.policies.parties_seen(visit.who()?, id, as_of).await
}

/// The roles of a client in the policies of others.
pub(crate) async fn roles_of(visit: &Visit, client: ClientId) -> Outcome<Vec<ClientRole>> {
    visit.services.policies.roles_of(visit.who()?, client).await
}
