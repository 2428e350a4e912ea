//! Choosing a password by a link from a letter: after an invitation, or when the old one is forgotten.

use domain::letter::LinkPurpose;
use leptos::prelude::*;
use services::Error;

use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, bare};
use crate::parts::{Card, Form, FormActions, FormErrors, FormSection, LinkButton, Notice, PageHeader, TextField, Tone};
use crate::request::{Visit, path_part, set_status, tell_no_referrer};

/// Asking for a letter.
#[component]
pub fn AskPasswordPage() -> AnyView {
    bare(async |visit: Visit| {
        tell_no_referrer();
        let words = Words::in_language(visit.language);
        let account = words.account();
        let filled = Filled::default().or_typed(&visit).await?;
        let body = view! {
            <Card>
                <PageHeader title=account.forgotten_title() lead=account.forgotten_lead()/>
                <Form action="/forms/password-reset/ask">
                    <FormErrors errors=filled.errors() message=filled.message()/>
                    <FormSection>
                        <TextField
                            name="email"
                            label=account.email()
                            value=filled.value("email")
                            error=filled.error("email")
                            kind="email"
                            autocomplete="username"
                            required=true
                            autofocus=true
                        />
                    </FormSection>
                    <FormActions submit=account.send_link() cancel_href="/sign-in"/>
                </Form>
            </Card>
        };
        Ok(Content::new(account.forgotten_title(), body))
    })
}

/// Choosing a new password in place of a forgotten one.
#[component]
pub fn ResetPasswordPage() -> AnyView {
    bare(async |visit: Visit| {
        let account = Words::in_language(visit.language).account();
        let lead = account.reset_lead();
        choosing(&visit, LinkPurpose::PasswordReset, account.reset_title(), lead, "/forms/password-reset/choose").await
    })
}

/// Choosing the first password after an invitation.
#[component]
pub fn InvitationPage() -> AnyView {
    bare(async |visit: Visit| {
        let account = Words::in_language(visit.language).account();
        let lead = account.invitation_lead();
        choosing(&visit, LinkPurpose::Invitation, account.invitation_title(), lead, "/forms/invitation").await
    })
}

async fn choosing(
    visit: &Visit,
    purpose: LinkPurpose,
    title: &'static str,
    lead: &'static str,
    action: &'static str,
) -> Result<Content, Error> {
    tell_no_referrer();
    let words = Words::in_language(visit.language);
    let token = path_part("token").unwrap_or_default();
    let filled = Filled::default().or_typed(visit).await?;
    let body = match server_fns::password_link(visit, purpose, &token).await {
        Ok(email) => form(words, &filled, email, token, title, lead, action),
        Err(Error::Link(_)) => {
            set_status(410);
            over(words, purpose)
        }
        Err(error) => return Err(error),
    };
    Ok(Content::new(title, view! { <Card>{body}</Card> }))
}

fn form(
    words: Words,
    filled: &Filled,
    email: String,
    token: String,
    title: &'static str,
    lead: &'static str,
    action: &'static str,
) -> AnyView {
    let account = words.account();
    let (errors, message, wrong) = (filled.errors(), filled.message(), filled.error("password"));
    // The address is there so that a password manager knows whose password it keeps.
    view! {
        <PageHeader title=title lead=lead/>
        <Form action=action>
            <FormErrors errors=errors message=message/>
            <input type="hidden" name="password_token" value=token/>
            <input type="hidden" name="username" value=email.clone() autocomplete="username"/>
            <p><strong>{email}</strong></p>
            <FormSection>
                <TextField
                    name="password"
                    label=account.new_password()
                    hint=account.new_password_hint()
                    error=wrong
                    kind="password"
                    autocomplete="new-password"
                    required=true
                    autofocus=true
                />
            </FormSection>
            <FormActions submit=account.choose_password()/>
        </Form>
    }
    .into_any()
}

/// A link that was used or is over, and what to do about it.
fn over(words: Words, purpose: LinkPurpose) -> AnyView {
    let account = words.account();
    match purpose {
        LinkPurpose::PasswordReset => view! {
            <PageHeader title=account.link_over()/>
            <Notice tone=Tone::Warning>{account.reset_link_over()}</Notice>
            <div class="pt-4"><LinkButton href="/password-reset">{account.send_link()}</LinkButton></div>
        }
        .into_any(),
        LinkPurpose::Invitation => view! {
            <PageHeader title=account.link_over()/>
            <Notice tone=Tone::Warning>{account.invitation_over()}</Notice>
            <div class="pt-4"><LinkButton href="/sign-in">{account.sign_in()}</LinkButton></div>
        }
        .into_any(),
    }
}
