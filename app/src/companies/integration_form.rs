//! The form of how the firm exchanges with a company. What is saved of a secret is never in it.

use domain::company::{Authentication, IntegrationInput, IntegrationMode, IntegrationView, ReportFormat};
use domain::labels::Label;
use domain::shared::CompanyId;
use leptos::prelude::*;
use services::access::ActionKind;

use super::{integration, server_fns};
use crate::forms::{Fields, Filled};
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, CheckboxField, Choice, Crumb, Form, FormActions, FormSection, PageHeader, SelectField,
    SubmitButton, TextField, Width,
};
use crate::request::{Visit, path_id};

/// The id of the form, for the button that tries it.
const FORM: &str = "integration";
/// The button that tries what is typed.
pub(super) const TRY: &str = "try";

/// Saying how the firm exchanges with a company, and testing it.
#[component]
pub fn IntegrationPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::SetIntegration)?;
        let words = Words::in_language(visit.language);
        let company = server_fns::find(&visit, path_id(CompanyId::parse)?).await?;
        let integration = server_fns::integration(&visit, company.id).await?;
        let changed_at = integration.updated_at.unwrap_or(company.created_at);
        let filled = Filled::of_record(values(&integration), company.id, integration.version, changed_at);
        let filled = filled.or_typed(&visit).await?;
        let report = server_fns::fresh_report(&visit, company.id).await?;
        let fresh_key = server_fns::fresh_callback_secret(&visit, company.id).await?;
        let title = words.companies().integration_of(&company.name);
        let own = format!("/companies/{}", company.id);
        let crumbs = vec![Crumb::new(words.companies().title(), "/companies"), Crumb::new(company.name, own.clone())];
        let found = report.map(|(report, retype)| integration::found(words, &report, retype));
        let body = view! {
            <PageHeader title=title.clone() lead=words.companies().integration_lead() breadcrumbs=crumbs/>
            {found}
            {form(words, &filled, &integration, own)}
            <Card title=words.companies().test() lead=words.companies().test_lead()>
                <SubmitButton kind=ButtonKind::Secondary name=TRY value="1" form=FORM>{words.companies().test()}</SubmitButton>
            </Card>
            {integration::callback_card(words, &integration, fresh_key)}
        };
        Ok(Content::new(title, view! { <div class="stack">{body}</div> }))
    })
}

fn values(integration: &IntegrationView) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        ("mode", integration.mode.code().to_owned()),
        ("email", text(&integration.email)),
        ("base_url", text(&integration.base_url)),
        ("authentication", integration.authentication.code().to_owned()),
        ("username", text(&integration.username)),
        ("header_name", text(&integration.header_name)),
        ("token_url", text(&integration.token_url)),
        ("scope", text(&integration.scope)),
        ("report_format", integration.report_format.code().to_owned()),
        ("timeout_s", integration.timeout_s.to_string()),
    ]
}

/// What the form says. A time that is no number is told as one out of range.
pub(super) fn read(fields: &Fields) -> IntegrationInput {
    IntegrationInput {
        mode: fields.text("mode"),
        email: fields.text("email"),
        base_url: fields.text("base_url"),
        authentication: fields.text("authentication"),
        username: fields.text("username"),
        header_name: fields.text("header_name"),
        token_url: fields.text("token_url"),
        scope: fields.text("scope"),
        secret: fields.exact("secret"),
        remove_secret: fields.ticked("remove_secret"),
        report_format: fields.text("report_format"),
        timeout_s: fields.text("timeout_s").map(|text| text.trim().parse().unwrap_or_default()),
    }
}

fn names(words: Words) -> [(&'static str, &'static str); 11] {
    let word = words.companies();
    [
        ("mode", word.mode()),
        ("report_format", word.report_format()),
        ("email", word.exchange_email()),
        ("base_url", word.base_url()),
        ("timeout_s", word.timeout()),
        ("authentication", word.authentication()),
        ("username", word.username()),
        ("header_name", word.header_name()),
        ("token_url", word.token_url()),
        ("scope", word.scope()),
        ("secret", word.secret()),
    ]
}

fn form(words: Words, filled: &Filled, integration: &IntegrationView, cancel: String) -> AnyView {
    let language = words.language();
    let head = filled.head(words, &names(words), |name, value| match name {
        "mode" => IntegrationMode::parse(value).map(|mode| mode.label(language).to_owned()),
        "authentication" => Authentication::parse(value).map(|proof| proof.label(language).to_owned()),
        "report_format" => ReportFormat::parse(value).map(|format| format.label(language).to_owned()),
        _ => None,
    });
    let parts = [way(words, filled), proof(words, filled, integration)];
    view! {
        <Form action="/forms/companies/integration" id=FORM guarded=true>
            {head}
            {Vec::from(parts)}
            <FormActions submit=words.common().save() cancel_href=cancel/>
        </Form>
    }
    .into_any()
}

fn choices<T: Label>(words: Words, all: &[T], code: fn(T) -> &'static str) -> Vec<Choice> {
    all.iter().map(|choice| Choice::new(code(*choice), choice.label(words.language()))).collect()
}

fn field(
    filled: &Filled,
    name: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    width: Width,
) -> AnyView {
    let (value, error) = (filled.value(name), filled.error(name));
    view! {
        <TextField
            name=name
            label=label
            value=value
            error=error
            hint=hint.unwrap_or_default()
            autocomplete="off"
            width=width
        />
    }
    .into_any()
}

fn way(words: Words, filled: &Filled) -> AnyView {
    let (word, filled) = (words.companies(), filled.clone());
    view! {
        <FormSection title=word.mode()>
            <SelectField
                name="mode"
                label=word.mode()
                value=filled.value("mode")
                error=filled.error("mode")
                options=choices(words, IntegrationMode::ALL, IntegrationMode::code)
                required=true
                width=Width::Half
            />
            <SelectField
                name="report_format"
                label=word.report_format()
                value=filled.value("report_format")
                error=filled.error("report_format")
                options=choices(words, ReportFormat::ALL, ReportFormat::code)
                required=true
                width=Width::Half
            />
            {field(&filled, "email", word.exchange_email(), Some(word.exchange_email_hint()), Width::Half)}
            {field(&filled, "timeout_s", word.timeout(), Some(word.timeout_hint()), Width::Half)}
            {field(&filled, "base_url", word.base_url(), Some(word.base_url_hint()), Width::Full)}
        </FormSection>
    }
    .into_any()
}

fn proof(words: Words, filled: &Filled, integration: &IntegrationView) -> AnyView {
    let (word, filled) = (words.companies(), filled.clone());
    let kept = integration.secret.as_ref();
    let hint = kept.map_or_else(
        || word.secret_hint().to_owned(),
        |secret| word.secret_kept(moments::instant(secret.set_at), &secret.set_by),
    );
    let forget = kept.map(|_| {
        let ticked = filled.ticked("remove_secret");
        view! { <CheckboxField name="remove_secret" label=word.remove_secret() checked=ticked/> }
    });
    view! {
        <FormSection title=word.authentication() lead=word.authentication_lead()>
            <SelectField
                name="authentication"
                label=word.authentication()
                value=filled.value("authentication")
                error=filled.error("authentication")
                options=choices(words, Authentication::ALL, Authentication::code)
                required=true
                width=Width::Half
            />
            {field(&filled, "username", word.username(), Some(word.username_hint()), Width::Half)}
            {field(&filled, "header_name", word.header_name(), Some(word.header_name_hint()), Width::Half)}
            {field(&filled, "scope", word.scope(), None, Width::Half)}
            {field(&filled, "token_url", word.token_url(), Some(word.token_url_hint()), Width::Full)}
            <TextField
                name="secret"
                label=word.secret()
                error=filled.error("secret")
                hint=hint
                kind="password"
                autocomplete="new-password"
                width=Width::Full
            />
            {forget}
        </FormSection>
    }
    .into_any()
}
