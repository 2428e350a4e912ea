//! Who has a role in a policy beside its holder: who pays, who is insured, who drives, who is paid.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::PolicyState;
use crate::client::ClientRef;
use crate::shared::problem::{Checker, Code, FieldError};
use crate::shared::{ClientId, PartyId, PolicyId, choices, text};

/// The most parties that a policy names.
pub const PARTIES_MAX: usize = 100;

choices! {
    /// What somebody is to a policy.
    PartyRole {
        /// Who pays the premium, where that is not the policyholder (*payeur*).
        Payer = "payer",
        /// Whose risk is covered, where that is not the policyholder, or not he alone (*assuré*).
        Insured = "insured",
        /// Who drives the vehicle (*conducteur désigné*).
        Driver = "driver",
        /// Who signed the policy too (*co-souscripteur*).
        JointHolder = "joint_holder",
        /// Who is paid (*bénéficiaire*).
        Beneficiary = "beneficiary",
        /// Who lent the money or leases the thing, and is paid first (*créancier, crédit-bailleur*).
        Creditor = "creditor",
        /// Anybody else.
        Other = "other",
    }
}

/// Somebody with a role in a policy, as a request describes him: a client of the firm or a mere name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PartyInput {
    /// What he is to the policy.
    pub role: Option<String>,
    /// The client, where he has a file here.
    pub client_id: Option<String>,
    /// His name, where he has none.
    pub name: Option<String>,
    /// The first day of the role; from the beginning when absent.
    pub since: Option<String>,
    /// The first day without it; until the end when absent.
    pub until: Option<String>,
    /// What else is to be told.
    pub note: Option<String>,
}

/// Who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartyIdentity {
    /// A client of the firm.
    Client(ClientId),
    /// Somebody without a file.
    Name(String),
}

/// Somebody with a role in a policy, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveParty {
    /// What he is to the policy.
    pub role: PartyRole,
    /// Who it is.
    pub who: PartyIdentity,
    /// The first day of the role.
    pub since: Option<Date>,
    /// The first day without it.
    pub until: Option<Date>,
    /// What else is to be told.
    pub note: Option<String>,
}

impl PartyInput {
    /// Checks every field.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn parse(self) -> Result<SaveParty, Vec<FieldError>> {
        let mut check = Checker::default();
        let role = check.keep(PartyRole::field("role", self.role.as_deref()));
        let name = text::line("name", self.name.as_deref(), text::LINE_MAX);
        let client = self.client_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
        let who = check.keep(match (client, name) {
            (_, Err(wrong)) => Err(wrong),
            (Some(_), Ok(Some(_))) => Err(FieldError::new("name", Code::PartyTwice)),
            (Some(id), Ok(None)) => ClientId::parse(id)
                .map(PartyIdentity::Client)
                .ok_or_else(|| FieldError::new("client_id", Code::UnknownReference)),
            (None, Ok(Some(name))) => Ok(PartyIdentity::Name(name)),
            (None, Ok(None)) => Err(FieldError::new("name", Code::Required)),
        });
        let since = check.keep(text::day("since", self.since.as_deref()));
        let until = check.keep(text::day("until", self.until.as_deref()));
        if let (Some(Some(since)), Some(Some(until))) = (since, until)
            && until <= since
        {
            check.note(FieldError::new("until", Code::DateNotAfter).with("after", since));
        }
        let note = check.keep(text::line("note", self.note.as_deref(), text::LINE_MAX));
        let party = role
            .zip(who)
            .zip(since.zip(until))
            .zip(note)
            .map(|(((role, who), (since, until)), note)| SaveParty { role, who, since, until, note });
        check.finish(party)
    }
}

/// Somebody with a role in a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PartyView {
    /// The role's id.
    pub id: PartyId,
    /// What he is to the policy.
    pub role: PartyRole,
    /// His name.
    pub name: String,
    /// Whether he has a file here, also one that the reader may not open.
    pub has_file: bool,
    /// His file, where he has one that the reader may open.
    pub client_id: Option<ClientId>,
    /// The first day of the role; from the beginning when absent.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub since: Option<Date>,
    /// The first day without it; until the end when absent.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub until: Option<Date>,
    /// What else is to be told.
    pub note: Option<String>,
    /// When it was recorded.
    #[cfg_attr(feature = "schema", schema(value_type = String, format = DateTime))]
    pub recorded_at: Timestamp,
}

impl PartyView {
    /// Whether he has the role on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// The role of a client in a policy that is another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClientRole {
    /// The policy.
    pub policy_id: PolicyId,
    /// The insurer's number for it.
    pub policy_number: String,
    /// The policyholder.
    pub holder: ClientRef,
    /// The state of the policy now.
    pub state: PolicyState,
    /// What the client is to it.
    pub role: PartyRole,
    /// The first day of the role.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub since: Option<Date>,
    /// The first day without it.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub until: Option<Date>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_is_a_client_or_a_name_and_his_days_are_in_order() {
        let input = |client: Option<&str>, name: Option<&str>, since: &str, until: &str| PartyInput {
            role: Some("payer".into()),
            client_id: client.map(str::to_owned),
            name: name.map(str::to_owned),
            since: Some(since.into()),
            until: Some(until.into()),
            note: None,
        };
        let wrong = |input: PartyInput| {
            let errors = input.parse().unwrap_err();
            errors.into_iter().map(|error| (error.pointer, error.code)).collect::<Vec<_>>()
        };
        let id = "01890000-0000-7000-8000-000000000001";
        assert_eq!(wrong(input(Some(id), Some("Rose"), "", "")), [("/name".to_owned(), Code::PartyTwice)]);
        assert_eq!(wrong(input(None, Some("  "), "", "")), [("/name".to_owned(), Code::Required)]);
        assert_eq!(wrong(input(Some("x"), None, "", "")), [("/client_id".to_owned(), Code::UnknownReference)]);
        assert_eq!(
            wrong(input(None, Some("Rose"), "2026-02-01", "2026-02-01")),
            [("/until".to_owned(), Code::DateNotAfter)]
        );
        let kept = input(None, Some(" Rose "), "2026-02-01", "2026-03-01").parse().unwrap();
        assert_eq!(kept.who, PartyIdentity::Name("Rose".into()));
    }
}
