//! The records that the reader looked at last. Only their ids are kept, in his browser's session: what they are called, and
//! whether he may still see them, is asked each time.

use domain::shared::{ClientId, CompanyId, PolicyId};
use serde::{Deserialize, Serialize};
use services::policies::AsOf;
use services::{Error, Result as Outcome};

use crate::parts::Glyph;
use crate::request::{Visit, session_failed};

/// The key under which they are kept.
const RECENT_KEY: &str = "recent";
/// The most that are kept.
const KEPT: usize = 8;

/// A record that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Looked {
    /// A client's file.
    Client(ClientId),
    /// A company.
    Company(CompanyId),
    /// A policy.
    Policy(PolicyId),
}

/// A record with its name.
pub(super) struct Named {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) icon: Glyph,
}

impl Visit {
    /// Keeps that a record was looked at. Looking again at the last one writes nothing.
    pub(crate) async fn looked_at(&self, record: Looked) -> Outcome<()> {
        let mut recent = kept(self).await?;
        if recent.first() == Some(&record) {
            return Ok(());
        }
        recent.retain(|known| *known != record);
        recent.insert(0, record);
        recent.truncate(KEPT);
        self.session.insert(RECENT_KEY, recent).await.map_err(session_failed)
    }
}

async fn kept(visit: &Visit) -> Outcome<Vec<Looked>> {
    // What cannot be read is of another version of the program; it is forgotten.
    match visit.session.get::<Vec<Looked>>(RECENT_KEY).await {
        Ok(recent) => Ok(recent.unwrap_or_default()),
        Err(tower_sessions::session::Error::SerdeJson(_)) => Ok(Vec::new()),
        Err(error) => Err(session_failed(error)),
    }
}

/// The records looked at last that the reader may see.
pub(super) async fn recent(visit: &Visit) -> Outcome<Vec<Named>> {
    let who = visit.who()?;
    let mut named = Vec::new();
    for record in kept(visit).await? {
        let found = match record {
            Looked::Client(id) => visit.services.clients.find(who, id).await.map(|client| Named {
                href: format!("/clients/{id}"),
                name: client.display_name,
                icon: Glyph::Clients,
            }),
            Looked::Company(id) => visit.services.companies.find(who, id).await.map(|company| Named {
                href: format!("/companies/{id}"),
                name: company.name,
                icon: Glyph::Company,
            }),
            Looked::Policy(id) => visit.services.policies.find(who, id, AsOf::default()).await.map(|policy| Named {
                href: format!("/policies/{id}"),
                name: format!("{} – {}", policy.policy_number, policy.client.display_name),
                icon: Glyph::Policy,
            }),
        };
        match found {
            Ok(record) => named.push(record),
            Err(Error::NotFound | Error::Forbidden(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(named)
}
