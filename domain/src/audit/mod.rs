//! The audit log: each critical event once, written with the change it tells of, in a chain of hashes per firm.

mod list;

pub use list::{AUDIT_LIST, AuditFilter};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::shared::{AuditEventId, UserId, choices};

choices! {
    /// Through which door an event came.
    Door {
        /// The screens.
        Web = "web",
        /// The JSON API.
        Api = "api",
        /// A background job.
        Job = "job",
        /// The command line.
        CommandLine = "cli",
    }
}

choices! {
    /// Who acts where it is no person whose session was checked; the audit log keeps the word as the actor's name.
    SystemActor {
        /// Whoever types an address and a password, before it is known that he may.
        SignIn = "sign-in",
        /// Whoever stands between the two steps of signing in.
        SecondFactor = "second factor",
        /// Whoever says that he forgot a password.
        PasswordReset = "password reset",
        /// The holder of a link to choose a password.
        PasswordLink = "password link",
        /// Whoever opens a firm for himself.
        Registration = "registration",
        /// The opening of a firm by the operator.
        Opening = "opening",
        /// The operator's side of a firm.
        Platform = "platform",
        /// The first start.
        Installation = "installation",
        /// Whoever may type commands on the server.
        CommandLine = "command line",
        /// The command that reads the audit log over.
        AuditVerify = "audit verify",
        /// The rolling of due dates.
        DueDates = "due dates",
        /// The keys by which clients are recognised, given to files from before.
        Keys = "keys",
        /// The renewal of many policies in the background.
        Renewals = "renewals",
        /// Documents about many policies, issued in the background.
        DocumentRuns = "document runs",
        /// The moving and cleaning of files in the background.
        Storage = "storage",
        /// The sample data.
        Demo = "demo",
        /// The holder of a signed link to one document.
        LinkHolder = "signed link",
        /// Anybody who checks a document by its code.
        Public = "public",
    }
}

/// One entry of the audit log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditEventView {
    /// The event's id.
    pub id: AuditEventId,
    /// Its place in the firm's chain, from 1.
    pub sequence: i64,
    /// When it happened.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub occurred_at: Timestamp,
    /// Who did it, where it was a person.
    pub user_id: Option<UserId>,
    /// Who did it, by name.
    pub actor: String,
    /// What was done, such as `client.create`.
    pub action: String,
    /// To what kind of thing.
    pub object_type: String,
    /// To which one.
    pub object_id: String,
    /// Its name at the time.
    pub object_label: String,
    /// Before and after, by field: `{"email": [null, "a@b.fr"]}`.
    #[cfg_attr(feature = "schema", schema(value_type = Object))]
    pub changes: Value,
    /// From which address.
    pub ip_address: Option<String>,
    /// With which program.
    pub user_agent: Option<String>,
    /// In which request.
    pub request_id: String,
    /// Through which door.
    pub door: Door,
    /// The hash of this event and all before it, in hexadecimal.
    pub hash: String,
}

/// Whether a firm's chain is whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AuditVerification {
    /// Whether every event is as it was written, and none is missing.
    pub intact: bool,
    /// How many events were read.
    pub events: i64,
    /// The place of the first event that is wrong.
    pub first_bad_sequence: Option<i64>,
}

/// Before and after of every field that differs between two views; what a view does not show is not told.
pub fn changes<T: Serialize>(before: Option<&T>, after: Option<&T>) -> Value {
    let fields = |view: Option<&T>| match view.map(serde_json::to_value) {
        Some(Ok(Value::Object(fields))) => fields,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (fields(before), fields(after));
    let mut told = serde_json::Map::new();
    for name in before.keys().chain(after.keys()) {
        let old = before.get(name).cloned().unwrap_or(Value::Null);
        let new = after.get(name).cloned().unwrap_or(Value::Null);
        // Every change moves these; telling so would hide what was changed.
        if old != new && !matches!(name.as_str(), "version" | "updated_at" | "policy_count") {
            told.insert(name.clone(), Value::Array(vec![old, new]));
        }
    }
    Value::Object(told)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_event_tells_only_what_changed() {
        let before = json!({"name": "a", "email": null, "version": 1});
        let after = json!({"name": "a", "email": "a@b.fr", "version": 2});
        assert_eq!(changes(Some(&before), Some(&after)), json!({"email": [null, "a@b.fr"]}));
        assert_eq!(changes(None, Some(&before)), json!({"name": [null, "a"]}));
    }
}
