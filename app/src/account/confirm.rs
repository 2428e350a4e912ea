//! The page that asks for the password again before something sensitive.

use leptos::prelude::*;

use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{Card, Form, FormActions, FormErrors, FormSection, PageHeader, TextField, Width};
use crate::request::{Visit, local_path, query_value};

/// The password once more, and then on to where the reader was going.
#[component]
pub fn ConfirmPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language).account();
        let filled = Filled::default().or_typed(&visit).await?;
        let next = query_value("next").unwrap_or_else(|| filled.value("next"));
        let next = local_path(&next).to_owned();
        let title = words.confirm_title();
        let email = visit.who()?.account().map(|account| account.email.clone()).unwrap_or_default();
        let body = view! {
            <PageHeader title=title lead=words.confirm_lead()/>
            <Card>
                <Form action="/forms/account/confirm">
                    <FormErrors errors=filled.errors() message=filled.message()/>
                    <input type="hidden" name="next" value=next.clone()/>
                    // Password managers look for the name beside the password.
                    <input type="hidden" name="username" autocomplete="username" value=email/>
                    <FormSection>
                        <TextField
                            name="password"
                            label=words.password()
                            error=filled.error("password")
                            kind="password"
                            autocomplete="current-password"
                            required=true
                            autofocus=true
                            width=Width::Half
                        />
                    </FormSection>
                    <FormActions submit=words.confirm() cancel_href="/"/>
                </Form>
            </Card>
        };
        Ok(Content::new(title, body))
    })
}
