//! The sign-in page.

use leptos::prelude::*;

use crate::factors::passkey_link;
use crate::factors::server_fns::passkeys_usable;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, bare};
use crate::parts::{Card, Form, FormActions, FormErrors, FormSection, PageHeader, TextField};
use crate::request::Visit;

/// E-mail and password.
#[component]
pub fn SignInPage() -> AnyView {
    bare(async |visit: Visit| {
        let words = Words::in_language(visit.language).account();
        let filled = Filled::default().or_typed(&visit).await?;
        let return_to = leptos_router::hooks::use_query_map().with_untracked(|query| query.get("return_to"));
        let return_to = return_to.unwrap_or_else(|| filled.value("return_to"));
        let passkey_address = format!("/sign-in/passkey?return_to={}", crate::forms::encoded(&return_to));
        let passkey = passkeys_usable(&visit).then(|| passkey_link(visit.language, passkey_address));
        let body = view! {
            <Card>
                <PageHeader title=words.sign_in_title() lead=words.sign_in_lead()/>
                <Form action="/forms/sign-in">
                    <FormErrors errors=filled.errors() message=filled.message()/>
                    <input type="hidden" name="return_to" value=return_to/>
                    <FormSection>
                        <TextField
                            name="email"
                            label=words.email()
                            value=filled.value("email")
                            error=filled.error("email")
                            kind="email"
                            autocomplete="username"
                            required=true
                            autofocus=true
                        />
                        <TextField
                            name="password"
                            label=words.password()
                            error=filled.error("password")
                            kind="password"
                            autocomplete="current-password"
                            required=true
                        />
                    </FormSection>
                    <FormActions submit=words.sign_in()/>
                </Form>
                {passkey}
                <p class="pt-4"><a href="/password-reset">{words.forgotten()}</a></p>
            </Card>
        };
        Ok(Content::new(words.sign_in_title(), body))
    })
}
