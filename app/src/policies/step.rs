//! The steps in a policy's life that take a day and a reason, each on its own page.

use domain::policy::{PolicyState, PolicyStep, PolicyView};
use domain::shared::problem::Refusal;
use domain::shared::{Language, format};
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;
use services::policies::AsOf;

use super::{policy_id, server_fns};
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Crumb, DateField, Form, FormActions, FormErrors, FormSection, Glyph, Notice, PageHeader,
    TextField, Tone, Width,
};
use crate::request::{Visit, path_part};

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Bind,
    Renew,
    Suspend,
    Reinstate,
    Cancel,
    Void,
}

impl Step {
    /// Every step, in the order of a policy's life.
    pub(super) const ALL: [Self; 6] =
        [Self::Bind, Self::Renew, Self::Suspend, Self::Reinstate, Self::Cancel, Self::Void];

    /// The last part of its address.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Bind => "bind",
            Self::Renew => "renew",
            Self::Suspend => "suspend",
            Self::Reinstate => "reinstate",
            Self::Cancel => "cancel",
            Self::Void => "void",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }

    /// Whether the policy's state offers it. The services decide anew when the form is sent.
    pub(super) const fn is_offered(self, state: PolicyState) -> bool {
        let step = match self {
            Self::Bind => PolicyStep::Bind,
            Self::Renew => PolicyStep::Renew,
            Self::Suspend => PolicyStep::Suspend,
            Self::Reinstate => PolicyStep::Reinstate,
            Self::Cancel => PolicyStep::Cancel,
            Self::Void => PolicyStep::Void,
        };
        step.is_offered_in(state)
    }

    /// Who may take it.
    pub(super) const fn action(self) -> ActionKind {
        match self {
            Self::Bind => ActionKind::BindPolicy,
            Self::Renew => ActionKind::RenewPolicy,
            Self::Suspend => ActionKind::SuspendPolicy,
            Self::Reinstate => ActionKind::ReinstatePolicy,
            Self::Cancel => ActionKind::CancelPolicy,
            Self::Void => ActionKind::VoidPolicy,
        }
    }

    /// The verb on its button.
    pub(super) const fn label(self, language: Language) -> &'static str {
        let words = Words::in_language(language).policies();
        match self {
            Self::Bind => words.bind(),
            Self::Renew => words.renew(),
            Self::Suspend => words.suspend(),
            Self::Reinstate => words.reinstate(),
            Self::Cancel => words.cancel(),
            Self::Void => words.make_void(),
        }
    }

    /// Its picture in the menu.
    pub(super) const fn glyph(self) -> Glyph {
        match self {
            Self::Bind | Self::Reinstate => Glyph::Check,
            Self::Renew => Glyph::Calendar,
            Self::Suspend => Glyph::Lock,
            Self::Cancel => Glyph::Close,
            Self::Void => Glyph::Delete,
        }
    }

    fn title(self, number: &str, words: Words) -> String {
        let words = words.policies();
        match self {
            Self::Bind => words.bind_title(number),
            Self::Renew => words.renew_title(number),
            Self::Suspend => words.suspend_title(number),
            Self::Reinstate => words.reinstate_title(number),
            Self::Cancel => words.cancel_question(number),
            Self::Void => words.void_title(number),
        }
    }

    const fn lead(self, words: Words) -> &'static str {
        let words = words.policies();
        match self {
            Self::Bind => words.bind_lead(),
            Self::Renew => words.renew_lead(),
            Self::Suspend => words.suspend_lead(),
            Self::Reinstate => words.reinstate_lead(),
            Self::Cancel => words.cancel_lead(),
            Self::Void => words.void_lead(),
        }
    }

    const fn kind(self) -> ButtonKind {
        match self {
            Self::Cancel | Self::Void => ButtonKind::Danger,
            _ => ButtonKind::Primary,
        }
    }

    const fn needs_reason(self) -> bool {
        matches!(self, Self::Cancel | Self::Void)
    }
}

/// A step's page: what it does, its day and its reason.
#[component]
pub fn PolicyStepPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let step = path_part("step").and_then(|word| Step::parse(&word)).ok_or(Error::NotFound)?;
        let policy = server_fns::policy(&visit, policy_id()?, AsOf::default()).await?;
        if !visit.may(step.action()) {
            return Err(Error::Forbidden(domain::shared::problem::Code::Forbidden));
        }
        let filled = Filled::default().or_typed(&visit).await?;
        let record = format!("/policies/{}", policy.id);
        let title = step.title(&policy.policy_number, words);
        let crumbs = vec![
            Crumb::new(words.policies().title(), "/policies"),
            Crumb::new(policy.policy_number.clone(), record.clone()),
        ];
        let forbidden = !step.is_offered(policy.state) && !filled.is_refused();
        let notice = forbidden.then(|| {
            let code = domain::shared::problem::Code::PolicyStateForbids;
            let facts = domain::policy::PolicyError::StateForbids { state: policy.state }.facts();
            let text = crate::locales::problem_message(code, &facts, visit.language);
            view! { <Notice tone=Tone::Warning>{text}</Notice> }
        });
        let form = form(step, &policy, words, &filled, record);
        let body = view! {
            <PageHeader title=title.clone() lead=policy.client.display_name.clone() breadcrumbs=crumbs/>
            {notice}
            <Card>{form}</Card>
        };
        Ok(Content::new(title, body))
    })
}

fn form(step: Step, policy: &PolicyView, words: Words, filled: &Filled, record: String) -> AnyView {
    let policies = words.policies();
    let day = match step {
        Step::Renew => view! {
            <DateField
                name="expiry_date"
                label=policies.renew_until()
                hint=format!("{} ({})", policies.renew_until_hint(), format::day(policy.terms.expiry_date))
                value=filled.value("expiry_date")
                error=filled.error("expiry_date")
                width=Width::Full
            />
        },
        Step::Cancel => view! {
            <DateField
                name="effective_date"
                label=policies.step_date()
                value=filled.value("effective_date")
                error=filled.error("effective_date")
                required=true
                width=Width::Full
            />
        },
        _ => view! {
            <DateField
                name="effective_date"
                label=policies.step_date()
                hint=policies.step_date_hint()
                value=filled.value("effective_date")
                error=filled.error("effective_date")
                width=Width::Full
            />
        },
    };
    let labels = [
        ("effective_date", policies.step_date()),
        ("expiry_date", policies.renew_until()),
        ("reason", policies.reason()),
    ];
    let errors = view! { <FormErrors errors=filled.errors_at(&labels) message=filled.message()/> };
    let hidden = view! {
        <input type="hidden" name="id" value=policy.id.to_string()/>
        <input type="hidden" name="version" value=policy.version.to_string()/>
    };
    let reason = view! {
        <TextField
            name="reason"
            label=policies.reason()
            value=filled.value("reason")
            error=filled.error("reason")
            required=step.needs_reason()
        />
    };
    view! {
        <Form action=format!("/forms/policies/{}", step.word())>
            {errors}
            {hidden}
            <p>{step.lead(words)}</p>
            <FormSection>{day}{reason}</FormSection>
            <FormActions submit=step.label(words.language()) kind=step.kind() cancel_href=record/>
        </Form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_an_address_of_its_own() {
        assert!(Step::ALL.into_iter().all(|step| Step::parse(step.word()) == Some(step)));
    }
}
