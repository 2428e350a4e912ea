//! Who has a role in a policy beside its holder: the cards that show it, and the pages on which it is told.

use domain::labels::Label;
use domain::policy::{ClientRole, PartyRole, PartyView, PolicyView};
use domain::shared::format::day;
use domain::shared::{ClientId, PartyId};
use jiff::civil::Date;
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;
use services::policies::AsOf;

use super::client_choice::results;
use super::{party_fns, policy_id, server_fns, tone};
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Card, Cell, Choice, Column, Crumb, DateField, Description, DescriptionList, FilterBar, Form,
    FormActions, FormSection, Glyph, LinkButton, PageHeader, PostForm, Row, SearchField, SelectField, SubmitButton,
    Table, TextField, Width,
};
use crate::request::{Visit, path_part, query_value};

/// Everybody with a role in a policy, and the way to name somebody more.
#[component]
pub fn PolicyPartiesPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::SetParties)?;
        let words = Words::in_language(visit.language);
        let policies = words.policies();
        let policy = server_fns::policy(&visit, policy_id()?, AsOf::default()).await?;
        let parties = party_fns::parties(&visit, policy.id).await?;
        let q = query_value("client_q");
        let own = format!("/policies/{}/parties", policy.id);
        let found = match q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
            Some(q) => {
                let found = server_fns::clients(&visit, q).await?;
                Some(results(words, found.items, |id| format!("{own}/new?client_id={id}")))
            }
            None => None,
        };
        let (list, new) = (list(words, &own, parties), format!("{own}/new"));
        let body = view! {
            <PageHeader title=policies.parties_title() lead=policies.parties_lead() breadcrumbs=crumbs(words, &policy)>
                <LinkButton href=new icon=Glyph::Plus>{policies.party_without_file()}</LinkButton>
            </PageHeader>
            {list}
            <Card title=policies.party_add()>
                <FilterBar action=own>
                    <SearchField name="client_q" label=words.clients().search() value=q.unwrap_or_default()/>
                </FilterBar>
            </Card>
            {found}
        };
        Ok(Content::new(policies.parties_title(), body))
    })
}

/// The form of somebody's new role.
#[component]
pub fn NewPartyPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::SetParties)?;
        let words = Words::in_language(visit.language);
        let policy = server_fns::policy(&visit, policy_id()?, AsOf::default()).await?;
        let filled = Filled::default().or_typed(&visit).await?;
        let client = match query_value("client_id") {
            Some(id) => {
                let id = ClientId::parse(&id).ok_or(Error::NotFound)?;
                Some((id, server_fns::client(&visit, id).await?.display_name))
            }
            None => None,
        };
        let title = words.policies().party_add();
        let mut crumbs = crumbs(words, &policy);
        crumbs.push(Crumb::new(words.policies().parties_title(), format!("/policies/{}/parties", policy.id)));
        let body = view! {
            <PageHeader title=title lead=words.common().required_note() breadcrumbs=crumbs/>
            {form(words, &policy, None, client, &filled)}
        };
        Ok(Content::new(title, body))
    })
}

/// The form of a role there is, and the way to take it out.
#[component]
pub fn EditPartyPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::SetParties)?;
        let words = Words::in_language(visit.language);
        let policies = words.policies();
        let policy = server_fns::policy(&visit, policy_id()?, AsOf::default()).await?;
        let id = path_part("party").and_then(|id| PartyId::parse(&id)).ok_or(Error::NotFound)?;
        let parties = party_fns::parties(&visit, policy.id).await?;
        let party = parties.into_iter().find(|party| party.id == id).ok_or(Error::NotFound)?;
        let values = [
            ("role", party.role.code().to_owned()),
            ("name", party.name.clone()),
            ("since", party.since.map(|day| day.to_string()).unwrap_or_default()),
            ("until", party.until.map(|day| day.to_string()).unwrap_or_default()),
            ("note", party.note.clone().unwrap_or_default()),
        ];
        let filled = Filled::with(values).or_typed(&visit).await?;
        let client = party.client_id.map(|id| (id, party.name.clone()));
        let title = format!("{}\u{a0}: {}", party.role.label(visit.language), party.name);
        let mut crumbs = crumbs(words, &policy);
        crumbs.push(Crumb::new(policies.parties_title(), format!("/policies/{}/parties", policy.id)));
        let body = view! {
            <PageHeader title=title.clone() lead=policies.party_edit_lead() breadcrumbs=crumbs/>
            {form(words, &policy, Some(&party), client, &filled)}
            <Card title=policies.party_remove_title()>
                <p>{policies.party_remove_lead()}</p>
                <PostForm action="/forms/policies/parties/remove">
                    {hidden(&policy, Some(&party))}
                    <SubmitButton kind=ButtonKind::Danger>{policies.party_remove()}</SubmitButton>
                </PostForm>
            </Card>
        };
        Ok(Content::new(title, body))
    })
}

fn crumbs(words: Words, policy: &PolicyView) -> Vec<Crumb> {
    let record = format!("/policies/{}", policy.id);
    vec![Crumb::new(words.policies().title(), "/policies"), Crumb::new(policy.policy_number.clone(), record)]
}

fn list(words: Words, own: &str, parties: Vec<PartyView>) -> AnyView {
    let policies = words.policies();
    if parties.is_empty() {
        return view! { <p class="muted">{policies.parties_none()}</p> }.into_any();
    }
    let columns = vec![
        Column::text(words.common().name()),
        Column::text(policies.party_role()),
        Column::text(policies.party_days()),
        Column::text(policies.party_note()),
    ];
    let rows = parties
        .into_iter()
        .map(|party| {
            let href = format!("{own}/{}", party.id);
            view! {
                <Row>
                    <Cell main=true href=href>{party.name}</Cell>
                    <Cell label=policies.party_role()>{party.role.label(words.language())}</Cell>
                    <Cell label=policies.party_days()>{days(words, party.since, party.until)}</Cell>
                    <Cell label=policies.party_note()>{party.note.unwrap_or_default()}</Cell>
                </Row>
            }
        })
        .collect_view();
    view! { <Table caption=policies.parties_title() columns=columns>{rows}</Table> }.into_any()
}

/// From when until when, as far as it is told.
fn days(words: Words, since: Option<Date>, until: Option<Date>) -> String {
    let policies = words.policies();
    match (since, until) {
        (None, None) => policies.party_always().to_owned(),
        (Some(since), None) => policies.party_since(day(since)),
        (None, Some(until)) => policies.party_until(day(until)),
        (Some(since), Some(until)) => policies.period_of(day(since), day(until)),
    }
}

fn hidden(policy: &PolicyView, party: Option<&PartyView>) -> AnyView {
    let party = party.map(|party| view! { <input type="hidden" name="party" value=party.id.to_string()/> });
    view! {
        <input type="hidden" name="id" value=policy.id.to_string()/>
        <input type="hidden" name="version" value=policy.version.to_string()/>
        {party}
    }
    .into_any()
}

fn form(
    words: Words,
    policy: &PolicyView,
    party: Option<&PartyView>,
    client: Option<(ClientId, String)>,
    filled: &Filled,
) -> AnyView {
    let policies = words.policies();
    let labels = [
        ("client_id", policies.client()),
        ("name", words.common().name()),
        ("role", policies.party_role()),
        ("since", policies.party_first_day()),
        ("until", policies.party_last_day()),
        ("note", policies.party_note()),
    ];
    let head = filled.head(words, &labels, |name, value| {
        PartyRole::parse(value).filter(|_| name == "role").map(|role| role.label(words.language()).to_owned())
    });
    // Who has a file keeps his role, also where the reader may not open it; only a mere name is typed.
    let known = client.as_ref().map(|(_, name)| name.clone());
    let known = known.or_else(|| party.filter(|party| party.has_file).map(|party| party.name.clone()));
    let id = client.map(|(id, _)| view! { <input type="hidden" name="client_id" value=id.to_string()/> });
    let who = match known {
        Some(name) => view! {
            <div class="field" data-width="full">
                <span class="field-label">{policies.client()}</span>
                <div class="cluster" id="field-client_id"><strong>{name}</strong></div>
                {id}
            </div>
        }
        .into_any(),
        None => view! {
            <TextField
                name="name"
                label=words.common().name()
                value=filled.value("name")
                error=filled.error("name")
                required=true
                autocomplete="off"
            />
        }
        .into_any(),
    };
    let roles: Vec<Choice> =
        PartyRole::ALL.iter().map(|role| Choice::new(role.code(), role.label(words.language()))).collect();
    let hidden = hidden(policy, party);
    let day_field = |name: &'static str, label: &'static str, hint: &'static str| {
        let (value, error) = (filled.value(name), filled.error(name));
        view! { <DateField name=name label=label hint=hint value=value error=error/> }
    };
    let (value, wrong) = (filled.value("note"), filled.error("note"));
    let (since, until) = (
        day_field("since", policies.party_first_day(), policies.party_first_day_hint()),
        day_field("until", policies.party_last_day(), policies.party_last_day_hint()),
    );
    let (chosen, unknown) = (filled.value("role"), filled.error("role"));
    let cancel = format!("/policies/{}/parties", policy.id);
    view! {
        <Form action="/forms/policies/parties/save" guarded=true>
            {head}
            {hidden}
            <FormSection>
                {who}
                <SelectField
                    name="role"
                    label=policies.party_role()
                    value=chosen
                    options=roles
                    error=unknown
                    required=true
                    width=Width::Half
                />
                {since}
                {until}
                <TextField name="note" label=policies.party_note() value=value error=wrong/>
            </FormSection>
            <FormActions submit=words.common().save() cancel_href=cancel/>
        </Form>
    }
    .into_any()
}

/// The card of the policy's page: who has a role on the day looked at.
pub(super) fn card(visit: &Visit, words: Words, policy: &PolicyView, parties: Vec<PartyView>) -> AnyView {
    let policies = words.policies();
    let edit = visit.may(ActionKind::SetParties).then(|| {
        let href = format!("/policies/{}/parties", policy.id);
        view! {
            <LinkButton href=href kind=ButtonKind::Ghost icon=Glyph::Edit compact=true>{words.common().edit()}</LinkButton>
        }
    });
    let inside = if parties.is_empty() {
        view! { <p class="muted">{policies.parties_none()}</p> }.into_any()
    } else {
        let parties = parties.into_iter().map(|party| shown(words, party)).collect_view();
        view! { <DescriptionList>{parties}</DescriptionList> }.into_any()
    };
    view! { <Card title=policies.parties_title() actions=edit.into_any()>{inside}</Card> }.into_any()
}

fn shown(words: Words, party: PartyView) -> AnyView {
    let name = party.name;
    let name = match party.client_id {
        Some(id) => view! { <a href=format!("/clients/{id}")>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    let is_limited = party.since.is_some() || party.until.is_some();
    let days =
        is_limited.then(|| view! { <span class="address-line muted">{days(words, party.since, party.until)}</span> });
    let note = party.note.map(|note| view! { <span class="address-line muted">{note}</span> });
    view! { <Description term=party.role.label(words.language())>{name}{days}{note}</Description> }.into_any()
}

/// The card of a client's file: his roles in the policies of others. Nothing where he has none.
pub(crate) fn roles_card(words: Words, roles: Vec<ClientRole>) -> Option<AnyView> {
    if roles.is_empty() {
        return None;
    }
    let policies = words.policies();
    let rows = roles
        .into_iter()
        .map(|role| {
            let days = days(words, role.since, role.until);
            view! {
                <Row>
                    <Cell main=true href=format!("/policies/{}", role.policy_id)>{role.policy_number}</Cell>
                    <Cell label=policies.party_role()>{role.role.label(words.language())}</Cell>
                    <Cell label=policies.party_days()>{days}</Cell>
                    <Cell label=policies.client()>{role.holder.display_name}</Cell>
                    <Cell label=policies.state()><Badge tone=tone(role.state) label=role.state.label(words.language())/></Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text(policies.number()),
        Column::text(policies.party_role()),
        Column::text(policies.party_days()),
        Column::text(policies.client()),
        Column::text(policies.state()),
    ];
    let caption = policies.roles_elsewhere();
    Some(
        view! { <Card title=caption flush=true><Table caption=caption columns=columns>{rows}</Table></Card> }
            .into_any(),
    )
}
