//! What a new document is about: a policy, a client alone, or a company.

use domain::document::DocumentView;
use domain::labels::Label;
use domain::shared::{ClientId, CompanyId, PolicyId};
use domain::template::{About, TemplateUsage, TemplateView};
use leptos::prelude::*;
use services::Error;
use services::access::{ActionKind, Standing};

use super::server_fns;
use crate::locales::Words;
use crate::parts::{Description, DescriptionList, LinkButton};
use crate::request::Visit;

/// What a document is about.
pub(super) struct Subject {
    /// The field that names it, and its id.
    pub hidden: (&'static str, String),
    /// What is shown of it.
    pub facts: AnyView,
    /// Its page.
    pub back: String,
    /// Where each record behind it is changed: the client's, the company's and the policy's form.
    pub client: Option<ClientId>,
    pub company: Option<CompanyId>,
    pub policy: Option<PolicyId>,
}

pub(super) async fn about_policy(visit: &Visit, id: &str) -> Result<Subject, Error> {
    let words = Words::in_language(visit.language);
    let policies = words.policies();
    let policy = server_fns::policy(visit, PolicyId::parse(id).ok_or(Error::NotFound)?).await?;
    let back = format!("/policies/{}", policy.id);
    let link = view! { <a href=back.clone()>{policy.policy_number}</a> };
    let state = policy.state.label(visit.language).to_owned();
    let facts = view! {
        <DescriptionList>
            <Description term=policies.one()>{link}</Description>
            <Description term=policies.client() value=Some(policy.client.display_name)/>
            <Description term=policies.company() value=Some(policy.company.name)/>
            <Description term=policies.product() value=Some(policy.terms.product_name)/>
            <Description term=policies.state() value=Some(state)/>
        </DescriptionList>
        <div class="pt-4">
            <LinkButton href="/documents/new" compact=true>{words.documents().change_policy()}</LinkButton>
        </div>
    };
    Ok(Subject {
        hidden: ("policy_id", policy.id.to_string()),
        facts: facts.into_any(),
        back,
        client: Some(policy.client_id),
        company: Some(policy.company_id),
        policy: Some(policy.id),
    })
}

pub(super) async fn about_client(visit: &Visit, id: &str) -> Result<Subject, Error> {
    let policies = Words::in_language(visit.language).policies();
    let client = server_fns::client(visit, ClientId::parse(id).ok_or(Error::NotFound)?).await?;
    let back = format!("/clients/{}", client.id);
    let link = view! { <a href=back.clone()>{client.display_name}</a> };
    let facts = view! {
        <DescriptionList>
            <Description term=policies.client()>{link}</Description>
        </DescriptionList>
    };
    Ok(Subject {
        hidden: ("client_id", client.id.to_string()),
        facts: facts.into_any(),
        back,
        client: Some(client.id),
        company: None,
        policy: None,
    })
}

pub(super) async fn about_company(visit: &Visit, id: &str) -> Result<Subject, Error> {
    let policies = Words::in_language(visit.language).policies();
    let company = server_fns::company(visit, CompanyId::parse(id).ok_or(Error::NotFound)?).await?;
    let back = format!("/companies/{}", company.id);
    let link = view! { <a href=back.clone()>{company.name}</a> };
    let facts = view! {
        <DescriptionList>
            <Description term=policies.company()>{link}</Description>
        </DescriptionList>
    };
    Ok(Subject {
        hidden: ("company_id", company.id.to_string()),
        facts: facts.into_any(),
        back,
        client: None,
        company: Some(company.id),
        policy: None,
    })
}

/// Whether the reader may issue documents of this use.
pub(crate) fn may_issue(visit: &Visit, usage: TemplateUsage) -> bool {
    let standing = visit.principal.as_ref().map(services::access::Principal::standing);
    let role = matches!(standing, Some(Standing::Person(role)) if role >= usage.least_role());
    role && visit.may(ActionKind::IssueDocument)
}

impl Subject {
    /// Whether a template can serve here, and the reader may issue from it.
    pub(super) fn takes(&self, visit: &Visit, template: &TemplateView) -> bool {
        let usage = template.usage;
        let about = match usage.about() {
            About::Policy => self.policy.is_some(),
            About::Client => self.client.is_some(),
            About::Company => self.company.is_some(),
            About::Anything => true,
        };
        let company = template.company_id.is_none() || template.company_id == self.company;
        about && company && may_issue(visit, usage)
    }

    /// The template proposed first: the plainest paper of this subject, in the reader's language.
    pub(super) fn proposed<'a>(&self, visit: &Visit, templates: &'a [TemplateView]) -> Option<&'a TemplateView> {
        let usage = match self.hidden.0 {
            "policy_id" => TemplateUsage::Certificate,
            "client_id" => TemplateUsage::Letter,
            _ => TemplateUsage::ProductionBordereau,
        };
        let own = |template: &&TemplateView| template.language == visit.language;
        let usual = templates.iter().find(|template| own(template) && template.usage == usage);
        usual.or_else(|| templates.iter().find(own)).or_else(|| templates.first())
    }

    /// Where a mention that is missing is recorded, for who may.
    pub(super) fn place_of(&self, visit: &Visit, mention: &str) -> Option<String> {
        match mention.split('_').next()? {
            "agency" => visit.may(ActionKind::UpdateAgency).then(|| "/admin/agency".to_owned()),
            "client" => self.client.map(|id| format!("/clients/{id}/edit")),
            "company" => {
                self.company.filter(|_| visit.may(ActionKind::UpdateCompany)).map(|id| format!("/companies/{id}/edit"))
            }
            _ => self.policy.map(|id| format!("/policies/{id}")),
        }
    }
}

/// What a document that replaces another is about: the same.
pub(super) fn same_subject(old: &DocumentView) -> (Option<String>, Option<String>, Option<String>) {
    (
        old.policy_id.map(|id| id.to_string()),
        old.client_id.map(|id| id.to_string()),
        old.company_id.map(|id| id.to_string()),
    )
}
