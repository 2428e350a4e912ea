//! What the administrators' pages read, and their forms.

#![expect(missing_docs, reason = "the server macro writes a type whose fields are those of the form")]

use domain::agency::{AdministratorInput, AgencyInput, AgencySettings, AgencyUpdateInput, AgencyView};
use domain::audit::{AuditEventView, AuditFilter};
use domain::letter::{LetterState, LetterView};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::Code;
use domain::shared::{AgencyId, LetterId, UserId};
use domain::user::{UserFilter, UserInput, UserView};
use leptos::prelude::*;
use services::access::ActionKind;
use services::{Error, Result as Outcome};

use crate::clients::server_fns::address;
use crate::forms::{Fields, answer};
use crate::listing::Listing;
use crate::lists::ListState;
use crate::locales::Words;
use crate::parts::Tone;
use crate::request::Visit;

/// Refuses who has no business on the administrators' pages.
pub(super) fn allowed(visit: &Visit) -> Outcome<()> {
    let doors = [ActionKind::ReadUsers, ActionKind::ReadAudit, ActionKind::ReadAgencies];
    if doors.into_iter().any(|door| visit.may(door)) { Ok(()) } else { Err(Error::Forbidden(Code::Forbidden)) }
}

/// The same list from its beginning, where its place no longer fits: an old address.
fn anew(request: &PageRequest) -> PageRequest {
    PageRequest { cursor: None, ..request.clone() }
}

/// A page of the firm's users.
pub(super) async fn users(visit: &Visit, list: &mut ListState, filter: &UserFilter) -> Outcome<Page<UserView>> {
    let who = visit.who()?;
    match visit.services.users.list(who, &list.request(), filter).await {
        Err(error) => visit.services.users.list(who, &list.anew(error)?, filter).await,
        page => page,
    }
}

/// One user.
pub(super) async fn user(visit: &Visit, id: UserId) -> Outcome<UserView> {
    visit.services.users.find(visit.who()?, id).await
}

/// How many clients a user looks after, and who could take them over.
pub(super) async fn hand_over(visit: &Visit, id: UserId) -> Outcome<(i64, Vec<(UserId, String)>)> {
    visit.services.users.clients_to_hand_over(visit.who()?, id).await
}

/// A page of the firm's letters.
pub(super) async fn letters(visit: &Visit, listing: &Listing) -> Outcome<Page<LetterView>> {
    let (who, request) = (visit.who()?, listing.request());
    let state = listing.given("state").and_then(LetterState::parse);
    match visit.services.letters.list(who, &request, state).await {
        Err(Error::Invalid(_)) if request.cursor.is_some() => {
            visit.services.letters.list(who, &anew(&request), state).await
        }
        page => page,
    }
}

/// One letter.
pub(super) async fn letter(visit: &Visit, id: &str) -> Outcome<LetterView> {
    let id = LetterId::parse(id).ok_or(Error::NotFound)?;
    visit.services.letters.find(visit.who()?, id).await
}

/// What a letter said, where it stays with us.
pub(super) async fn letter_text(visit: &Visit, id: LetterId) -> Outcome<Option<String>> {
    visit.services.letters.open(visit.who()?, id).await
}

/// The reader's own firm, as he may change it.
pub(super) async fn own_agency(visit: &Visit) -> Outcome<AgencySettings> {
    visit.services.agencies.settings(visit.who()?).await
}

/// One firm.
pub(super) async fn agency(visit: &Visit, id: &str) -> Outcome<AgencyView> {
    let id = AgencyId::parse(id).ok_or(Error::NotFound)?;
    visit.services.agencies.find(visit.who()?, id).await
}

/// A page of all firms.
pub(super) async fn agencies(visit: &Visit, listing: &Listing) -> Outcome<Page<AgencyView>> {
    let (who, request) = (visit.who()?, listing.request());
    match visit.services.agencies.list(who, &request).await {
        Err(Error::Invalid(_)) if request.cursor.is_some() => visit.services.agencies.list(who, &anew(&request)).await,
        page => page,
    }
}

/// A page of the firm's events.
pub(super) async fn events(visit: &Visit, list: &mut ListState, filter: &AuditFilter) -> Outcome<Page<AuditEventView>> {
    let who = visit.who()?;
    match visit.services.audit.list(who, &list.request(), filter).await {
        Err(error) => visit.services.audit.list(who, &list.anew(error)?, filter).await,
        page => page,
    }
}

/// The firm's people, for the log's filter.
pub(super) async fn people(visit: &Visit) -> Outcome<Vec<(UserId, String)>> {
    visit.services.clients.owners(visit.who()?).await
}

/// Reads the whole chain of events and says whether it is whole.
#[server(prefix = "/forms", endpoint = "admin/audit/verify")]
pub async fn verify_audit(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let words = Words::in_language(visit.language).admin();
    let page = "/admin/audit";
    let outcome = async { visit.services.audit.verify(visit.who()?).await };
    let outcome = match outcome.await {
        Ok(found) if found.intact => {
            Ok((page.to_owned(), words.chain_intact(u64::try_from(found.events).unwrap_or_default())))
        }
        Ok(found) => {
            let place = found.first_bad_sequence.unwrap_or(found.events);
            visit.say(Tone::Danger, words.chain_broken(place)).await.map_err(ServerFnError::new)?;
            leptos_axum::redirect(page);
            return Ok(());
        }
        Err(error) => Err(error),
    };
    answer(&visit, page, &fields, outcome).await
}

/// Records a user, who is invited by mail to choose his password.
#[server(prefix = "/forms", endpoint = "admin/users/create")]
pub async fn create_user(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let input = UserInput {
            email: fields.text("email"),
            full_name: fields.text("full_name"),
            role: fields.text("role"),
            active: Some(true),
            language: fields.text("language"),
            ..UserInput::default()
        };
        let user = visit.services.users.create(visit.who()?, input).await?;
        let word = Words::in_language(visit.language).admin().user_created(&user.full_name);
        Ok(("/admin/users".to_owned(), word))
    };
    let outcome = outcome.await;
    answer(&visit, "/admin/users/new", &fields, outcome).await
}

/// Changes a user's name, address, role or standing.
#[server(prefix = "/forms", endpoint = "admin/users/update")]
pub async fn update_user(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let user = UserId::parse(&id).ok_or(Error::NotFound)?;
        let mut patch = serde_json::json!({
            "email": fields.text("email"),
            "full_name": fields.text("full_name"),
            "role": fields.text("role"),
            "language": fields.text("language"),
        });
        // Only who may not sign in has this box; deactivating is a question of its own.
        if fields.ticked("active") {
            patch["active"] = true.into();
        }
        let user = visit.services.users.update(visit.who()?, user, fields.seen(), &patch).await?;
        let word = Words::in_language(visit.language).admin().user_updated(&user.full_name);
        Ok(("/admin/users".to_owned(), word))
    };
    let outcome = outcome.await;
    answer(&visit, &user_page(&id), &fields, outcome).await
}

/// Deactivates a user.
#[server(prefix = "/forms", endpoint = "admin/users/deactivate")]
pub async fn deactivate_user(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let user = user(&visit, UserId::parse(&id).ok_or(Error::NotFound)?).await?;
        let to = fields.text("hand_over_to");
        visit.services.users.deactivate(visit.who()?, user.id, fields.seen(), to.as_deref()).await?;
        let word = Words::in_language(visit.language).admin().deactivated(&user.full_name);
        Ok(("/admin/users".to_owned(), word))
    };
    let outcome = outcome.await;
    answer_dialog(&visit, &id, &fields, outcome).await
}

/// Sends a user's invitation again.
#[server(prefix = "/forms", endpoint = "admin/users/invite")]
pub async fn invite_user_again(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let id = fields.text("id").unwrap_or_default();
    let outcome = async {
        let user = UserId::parse(&id).ok_or(Error::NotFound)?;
        let user = visit.services.users.invite_again(visit.who()?, user).await?;
        let word = Words::in_language(visit.language).admin().invited_again(&user.full_name);
        Ok(("/admin/users".to_owned(), word))
    };
    let outcome = outcome.await;
    answer_dialog(&visit, &id, &fields, outcome).await
}

/// Ends a dialog of a user's page. A refusal is told on the list: what the dialog sent is not what the user's form holds. Who
/// must prove himself first comes back to the page and asks again.
pub(crate) async fn answer_dialog(
    visit: &Visit,
    id: &str,
    fields: &Fields,
    outcome: Outcome<(String, String)>,
) -> Result<(), ServerFnError> {
    match outcome {
        Err(Error::Forbidden(Code::RecentSignInNeeded)) => {
            answer(visit, &user_page(id), &Fields::default(), outcome).await
        }
        outcome => answer(visit, "/admin/users", fields, outcome).await,
    }
}

/// Has a letter tried again at once.
#[server(prefix = "/forms", endpoint = "admin/mail/again")]
pub async fn send_letter_again(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = fields.text("id").and_then(|id| LetterId::parse(&id)).ok_or(Error::NotFound)?;
        visit.services.letters.send_again(visit.who()?, id).await?;
        let word = Words::in_language(visit.language).admin().letter_again().to_owned();
        Ok((format!("/admin/mail/{id}"), word))
    };
    let outcome = outcome.await;
    answer(&visit, "/admin/mail", &fields, outcome).await
}

/// Suspends a firm.
#[server(prefix = "/forms", endpoint = "admin/agencies/suspend")]
pub async fn suspend_agency(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = fields.text("id").and_then(|id| AgencyId::parse(&id)).ok_or(Error::NotFound)?;
        let agency = visit.services.agencies.suspend(visit.who()?, id).await?;
        let word = Words::in_language(visit.language).admin().suspended(&agency.name);
        Ok((format!("/admin/agencies/{id}"), word))
    };
    let outcome = outcome.await;
    answer(&visit, "/admin/agencies", &fields, outcome).await
}

/// Reopens a suspended firm.
#[server(prefix = "/forms", endpoint = "admin/agencies/reinstate")]
pub async fn reinstate_agency(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let id = fields.text("id").and_then(|id| AgencyId::parse(&id)).ok_or(Error::NotFound)?;
        let agency = visit.services.agencies.reinstate(visit.who()?, id).await?;
        let word = Words::in_language(visit.language).admin().reinstated(&agency.name);
        Ok((format!("/admin/agencies/{id}"), word))
    };
    let outcome = outcome.await;
    answer(&visit, "/admin/agencies", &fields, outcome).await
}

/// The page of a user whose id somebody sent: a well-formed id, or the list.
fn user_page(id: &str) -> String {
    UserId::parse(id).map_or_else(|| "/admin/users".to_owned(), |id| format!("/admin/users/{id}"))
}

/// Changes the reader's own firm.
#[server(prefix = "/forms", endpoint = "admin/agency/update")]
pub async fn update_agency(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let who = visit.who()?;
        // A form of one firm that is sent when its browser has changed hands is not about the other firm.
        if fields.text("id").and_then(|id| AgencyId::parse(&id)) != Some(who.agency()) {
            return Err(Error::NotFound);
        }
        visit.services.agencies.update(who, fields.seen(), &patch(&fields)?).await?;
        let word = Words::in_language(visit.language).admin().agency_updated();
        Ok(("/admin/agency".to_owned(), word.to_owned()))
    };
    let outcome = outcome.await;
    answer(&visit, "/admin/agency", &fields, outcome).await
}

/// What the form says of the firm. Law and currency are asked only while they can change.
fn patch(fields: &Fields) -> Outcome<serde_json::Value> {
    let firm = AgencyUpdateInput {
        name: fields.text("name"),
        jurisdiction: fields.text("jurisdiction"),
        currency: fields.text("currency"),
        time_zone: fields.text("time_zone"),
        legal_form: fields.text("legal_form"),
        address: Some(address(fields)),
        phone: fields.text("phone"),
        email: fields.text("email"),
        registration: fields.text("registration"),
        legal_mentions: sentences(fields),
    };
    let mut patch = serde_json::to_value(firm).map_err(|error| Error::Internal(Box::new(error)))?;
    if let Some(names) = patch.as_object_mut() {
        names.retain(|name, _| !matches!(name.as_str(), "jurisdiction" | "currency") || fields.ticked(name));
    }
    Ok(patch)
}

/// The sentences at the foot of each page, one a line.
fn sentences(fields: &Fields) -> Vec<String> {
    let text = fields.text("legal_mentions").unwrap_or_default();
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Opens a firm.
#[server(prefix = "/forms", endpoint = "admin/agencies/create")]
pub async fn open_agency(#[server(flatten)] fields: Fields) -> Result<(), ServerFnError> {
    let visit = Visit::current()?;
    let outcome = async {
        let input = AgencyInput {
            name: fields.text("name"),
            jurisdiction: fields.text("jurisdiction"),
            currency: fields.text("currency"),
            time_zone: fields.text("time_zone"),
            legal_form: fields.text("legal_form"),
            address: Some(address(&fields)),
            phone: fields.text("phone"),
            email: fields.text("email"),
            registration: fields.text("registration"),
            legal_mentions: sentences(&fields),
            // On screen a firm begins with somebody who can work in it.
            administrator: Some(AdministratorInput {
                email: fields.text("administrator_email"),
                full_name: fields.text("administrator_full_name"),
                language: fields.text("administrator_language"),
            }),
        };
        let agency = visit.services.agencies.open(visit.who()?, input).await?;
        let word = Words::in_language(visit.language).admin().agency_opened(&agency.name);
        Ok(("/admin/agencies".to_owned(), word))
    };
    let outcome = outcome.await;
    answer(&visit, "/admin/agencies/new", &fields, outcome).await
}
