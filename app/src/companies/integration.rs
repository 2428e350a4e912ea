//! How the firm exchanges with a company: what its page tells of it, what a test found, and the company's calls.

use domain::company::{IntegrationMode, IntegrationView, SecretView, TestOutcome, TestReport};
use domain::labels::Label;
use domain::shared::CompanyId;
use leptos::prelude::*;
use services::access::ActionKind;

use crate::islands::CopyButton;
use crate::locales::Words;
use crate::moments;
use crate::parts::{
    ButtonKind, Card, Description, DescriptionList, Glyph, LinkButton, Notice, PostForm, SubmitButton, Tone,
};
use crate::request::Visit;

/// The card on the company's page.
pub(super) fn card(visit: &Visit, words: Words, integration: IntegrationView) -> AnyView {
    let (word, language) = (words.companies(), words.language());
    let edit = visit.may(ActionKind::SetIntegration).then(|| {
        let href = format!("/companies/{}/integration", integration.company_id);
        view! {
            <LinkButton href=href kind=ButtonKind::Ghost icon=Glyph::Settings compact=true>
                {word.integration_edit()}
            </LinkButton>
        }
    });
    let tested =
        integration.tested.map(|tested| word.tested_at(tested.outcome.label(language), moments::instant(tested.at)));
    let rest = (integration.mode != IntegrationMode::None).then(|| {
        let is_called = integration.base_url.is_some();
        let place = integration.base_url.or(integration.email);
        let proof = is_called.then(|| {
            let secret = said(words, integration.secret.as_ref());
            view! {
                <Description term=word.authentication() value=Some(integration.authentication.label(language).to_owned())/>
                <Description term=word.secret() value=Some(secret)/>
                <Description term=word.tested() value=tested/>
            }
        });
        let place_name = if is_called { word.base_url() } else { word.exchange_email() };
        view! {
            <Description term=place_name value=place/>
            <Description term=word.report_format() value=Some(integration.report_format.label(language).to_owned())/>
            {proof}
        }
    });
    view! {
        <Card title=word.integration() actions=edit.into_any()>
            <DescriptionList>
                <Description term=word.mode() value=Some(integration.mode.label(language).to_owned())/>
                {rest}
            </DescriptionList>
        </Card>
    }
    .into_any()
}

/// Since when a secret is kept, and from whom; never what it says.
fn said(words: Words, secret: Option<&SecretView>) -> String {
    let word = words.companies();
    secret.map_or_else(
        || word.secret_none().to_owned(),
        |secret| word.secret_set(moments::instant(secret.set_at), &secret.set_by),
    )
}

/// What a test just found.
pub(super) fn found(words: Words, report: &TestReport, retype: bool) -> AnyView {
    let (word, language) = (words.companies(), words.language());
    let tone = if report.outcome == TestOutcome::Works { Tone::Success } else { Tone::Danger };
    let status = report.status.map(|status| word.test_status(status));
    let facts: Vec<String> = status.into_iter().chain([word.test_took(report.took_ms)]).collect();
    let steps = report.steps.iter().map(|step| view! { <li>{step.label(language)}</li> }).collect_view();
    let steps = (!report.steps.is_empty()).then(|| {
        view! { <ul class="notice-list" aria-label=word.test_steps()>{steps}</ul> }
    });
    let retype = retype.then(|| view! { <p>{word.test_retype()}</p> });
    view! {
        <div id="test-result" role="status">
            <Notice tone=tone title=report.outcome.label(language)>
                <p>{facts.join(" · ")}</p>
                {steps}
                {retype}
            </Notice>
        </div>
    }
    .into_any()
}

/// Where the company calls us back, and the key of its calls; a fresh key is shown once.
pub(super) fn callback_card(words: Words, integration: &IntegrationView, fresh: Option<String>) -> AnyView {
    let (word, common) = (words.companies(), words.common());
    let company: CompanyId = integration.company_id;
    let key = match integration.callback_secret.as_ref() {
        Some(kept) => said(words, Some(kept)),
        None => word.callback_none().to_owned(),
    };
    let is_kept = integration.callback_secret.is_some();
    let fresh = fresh.map(|secret| {
        view! {
            <Notice tone=Tone::Success title=word.callback_once()>
                <p><code class="break-all" data-secret="">{secret.clone()}</code></p>
                <CopyButton text=secret label=common.copy().to_owned() done=common.copied().to_owned()/>
            </Notice>
        }
    });
    let (label, hint) =
        if is_kept { (word.callback_renew(), Some(word.callback_renew_hint())) } else { (word.callback_make(), None) };
    let hint = hint.map(|hint| view! { <p class="muted pt-4">{hint}</p> });
    let url = integration.callback_url.clone();
    view! {
        <Card title=word.callback() lead=word.callback_lead()>
            {fresh}
            <DescriptionList>
                <Description term=word.callback_url()><code class="break-all">{url}</code></Description>
                <Description term=word.callback_secret() value=Some(key)/>
            </DescriptionList>
            {hint}
            <PostForm action="/forms/companies/integration/callback">
                <input type="hidden" name="id" value=company.to_string()/>
                <SubmitButton kind=ButtonKind::Secondary>{label}</SubmitButton>
            </PostForm>
        </Card>
    }
    .into_any()
}
