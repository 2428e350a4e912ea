//! One policy: its terms, its state, its life.

use domain::attachment::AttachedTo;
use domain::labels::Label;
use domain::policy::{POLICY_LIST, PolicyState, PolicyStep, PolicyView};
use domain::shared::format;
use jiff::Timestamp;
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;
use services::policies::AsOf;

use super::looked_at::LookedAt;
use super::step::Step;
use super::{certificates, history, parties, party_fns, policy_id, risk, server_fns, tone};
use crate::attachments;
use crate::home::Looked;
use crate::lists::back_to;
use crate::locales::Words;
use crate::moments::instant;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Card, Crumb, Description, DescriptionList, Glyph, LinkButton, Menu, MenuLink, PageHeader,
};
use crate::request::Visit;

/// One policy, now or as of a day.
#[component]
pub fn PolicyPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let id = policy_id()?;
        let asked = LookedAt::asked(visit.language);
        let policy = match server_fns::policy(&visit, id, asked.as_of).await {
            Err(Error::NotKnownYet(recorded_at)) => return unknown_yet(&visit, words, asked, recorded_at).await,
            policy => policy?,
        };
        visit.looked_at(Looked::Policy(policy.id)).await?;
        let (versions, facts) = server_fns::told(&visit, id, asked.as_of).await?;
        let documents = server_fns::documents(&visit, id).await?;
        let of = AttachedTo::Policy(id);
        let attachments = attachments::server_fns::latest(&visit, of).await?;
        let parties = party_fns::parties_seen(&visit, id, asked.as_of).await?;
        let names = server_fns::names(&visit).await?;
        let in_circulation = server_fns::certificates(&visit, id).await?;
        let title = policy.policy_number.clone();
        let lead = format!("{} · {}", policy.terms.product_line.label(visit.language), policy.terms.product_name);
        let crumbs = vec![
            Crumb::new(words.policies().title(), back_to(&POLICY_LIST)),
            Crumb::new(policy.client.display_name.clone(), format!("/clients/{}", policy.client_id)),
        ];
        let badge = view! { <Badge tone=tone(policy.state) label=policy.state.label(visit.language)/> }.into_any();
        let notice = asked.notice(words, &policy);
        let now = notice.is_none();
        let actions = now.then(|| actions(&visit, &policy));
        let correct = now && visit.may(ActionKind::WithdrawFact);
        let body = view! {
            <PageHeader title=title.clone() lead=lead breadcrumbs=crumbs badges=badge>{actions}</PageHeader>
            {notice}
            {now.then(|| certificates::now_false(words, &in_circulation))}
            <div class="split">
                <div>
                    {terms(words, &policy)}
                    {history::versions(words, &versions, &facts, &names, policy.current_version)}
                    {history::documents(&visit, &policy, &documents)}
                    {attachments::card(&visit, of, attachments)}
                </div>
                <div>
                    {risk::card(words, &policy.terms)}
                    {parties::card(&visit, words, &policy, parties)}
                    {history::timeline(words, &policy, &facts, &names, correct)}
                    {asked.form(words, &policy)}
                </div>
            </div>
        };
        Ok(Content::new(title, body))
    })
}

/// The page in place of a policy that nobody knew of at the moment asked about.
async fn unknown_yet(visit: &Visit, words: Words, asked: LookedAt, recorded_at: Timestamp) -> Result<Content, Error> {
    let policy = server_fns::policy(visit, policy_id()?, AsOf::default()).await?;
    let title = policy.policy_number.clone();
    let crumbs = vec![
        Crumb::new(words.policies().title(), back_to(&POLICY_LIST)),
        Crumb::new(policy.client.display_name.clone(), format!("/clients/{}", policy.client_id)),
    ];
    let body = view! {
        <PageHeader title=title.clone() breadcrumbs=crumbs/>
        {asked.unknown_yet(words, &policy, recorded_at)}
        {asked.form(words, &policy)}
    };
    Ok(Content::new(title, body))
}

/// What can be done with it: the one likely step as a button, the others in the menu.
fn actions(visit: &Visit, policy: &PolicyView) -> AnyView {
    let words = Words::in_language(visit.language);
    let (policies, language) = (words.policies(), visit.language);
    let address = |part: &str| format!("/policies/{}/{part}", policy.id);
    let offered = |step: Step| step.is_offered(policy.state) && visit.may(step.action());
    let quote = policy.state == PolicyState::Quote;
    let main = if quote { Some(Step::Bind) } else { Some(Step::Reinstate) }.filter(|step| offered(*step));
    let others = Step::ALL
        .into_iter()
        .filter(|step| offered(*step) && Some(*step) != main)
        .map(|step| view! { <MenuLink href=address(step.word()) icon=step.glyph()>{step.label(language)}</MenuLink> })
        .collect_view();
    let edit = (quote && visit.may(ActionKind::UpdatePolicy))
        .then(|| view! { <LinkButton href=address("edit") icon=Glyph::Edit>{words.common().edit()}</LinkButton> });
    let endorse = (PolicyStep::Endorse.is_offered_in(policy.state) && visit.may(ActionKind::EndorsePolicy))
        .then(|| view! { <LinkButton href=address("endorse") icon=Glyph::Edit>{policies.endorse()}</LinkButton> });
    let issue_kind = if main.is_some() { ButtonKind::Secondary } else { ButtonKind::Primary };
    let issue = visit.may(ActionKind::IssueDocument).then(|| {
        view! {
            <LinkButton href=format!("/documents/new?policy_id={}", policy.id) kind=issue_kind icon=Glyph::Document>
                {policies.issue_certificate()}
            </LinkButton>
        }
    });
    let main = main.map(|step| {
        view! {
            <LinkButton href=address(step.word()) kind=ButtonKind::Primary icon=step.glyph()>
                {step.label(language)}
            </LinkButton>
        }
    });
    view! { <Menu>{others}</Menu> {edit} {endorse} {issue} {main} }.into_any()
}

fn terms(words: Words, policy: &PolicyView) -> AnyView {
    let (language, policies, common) = (words.language(), words.policies(), words.common());
    let terms = &policy.terms;
    let since = policy.state_since.map(|at| policies.state_since(instant(at)));
    let until = policy.state_until.map(|at| policies.state_until(instant(at)));
    let state = [since, until].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let tacit = if terms.tacit_renewal { common.yes() } else { common.no() };
    let period = policies.period_of(format::day(policy.period_from), format::day(policy.period_until));
    let client = view! { <a href=format!("/clients/{}", policy.client_id)>{policy.client.display_name.clone()}</a> };
    let company = view! { <a href=format!("/companies/{}", policy.company_id)>{policy.company.name.clone()}</a> };
    let state_now = policy.state.label(language);
    let facts = view! {
        <Description term=policies.state()>{state_now}" "<span class="muted">{state}</span></Description>
        <Description term=policies.client()>{client}</Description>
        <Description term=policies.company()>{company}</Description>
        <Description term=policies.product_line() value=Some(terms.product_line.label(language).to_owned())/>
        <Description term=policies.product() value=Some(terms.product_name.clone())/>
        <Description term=policies.premium() value=Some(format::money(terms.premium, language))/>
        <Description
            term=policies.payment_frequency()
            value=Some(terms.payment_frequency.label(language).to_owned())
        />
        <Description term=policies.effective_date() value=Some(format::day(terms.effective_date))/>
        <Description term=policies.expiry_date() value=Some(format::day(terms.expiry_date))/>
        <Description term=policies.period() value=Some(period)/>
        <Description term=policies.tacit_renewal() value=Some(tacit.to_owned())/>
    };
    view! { <Card title=policies.terms()><DescriptionList>{facts}</DescriptionList></Card> }.into_any()
}
