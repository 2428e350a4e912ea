//! The second step of signing in.

use leptos::prelude::*;

use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, bare};
use crate::parts::{ButtonKind, Card, Form, FormActions, FormErrors, FormSection, LinkButton, PageHeader, TextField};
use crate::request::Visit;

/// The box for a code. Without a password typed just before, it leads back to the first step.
#[component]
pub fn SecondFactorPage() -> AnyView {
    bare(async |visit: Visit| {
        let words = Words::in_language(visit.language).factors();
        let Some(passkey) = server_fns::half(&visit).await? else {
            leptos_axum::redirect("/sign-in");
            return Ok(Content::new(words.step_title(), ()));
        };
        let filled = Filled::default().or_typed(&visit).await?;
        let (errors, message, error) = (filled.errors(), filled.message(), filled.error("code"));
        let passkey = passkey.then(|| super::passkeys::link(visit.language, "/sign-in/passkey".to_owned()));
        let body = view! {
            <Card>
                <PageHeader title=words.step_title() lead=words.step_lead()/>
                <Form action="/forms/sign-in/second-factor">
                    <FormErrors errors=errors message=message/>
                    <FormSection>
                        <TextField
                            name="code"
                            label=words.any_code()
                            error=error
                            autocomplete="one-time-code"
                            required=true
                            autofocus=true
                        />
                    </FormSection>
                    <FormActions submit=words.step_submit() kind=ButtonKind::Primary>
                        <LinkButton href="/sign-in" kind=ButtonKind::Ghost>{words.step_back()}</LinkButton>
                    </FormActions>
                </Form>
                {passkey}
            </Card>
        };
        Ok(Content::new(words.step_title(), body))
    })
}
