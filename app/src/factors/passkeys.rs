//! Recording a passkey, and signing in with one. The browser's half is `public/passkeys.js`.

use domain::shared::Language;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

use super::security::crumbs;
use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, bare, framed};
use crate::parts::{
    ButtonKind, Card, Form, FormActions, FormErrors, FormSection, Glyph, LinkButton, Notice, PageHeader, TextField,
    Tone,
};
use crate::request::{Visit, query_value};
use crate::shell::Assets;

/// The script of these pages, and what it needs to know.
fn browsers_half(act: &'static str, options: String, failed: &'static str, form: AnyView) -> AnyView {
    let assets = use_context::<Assets>().unwrap_or_default();
    view! {
        <script type="module" nonce=use_nonce() src=assets.url("passkeys.js")></script>
        <div data-passkey=act data-options=options>
            <div class="notice" data-tone="danger" role="alert" data-passkey-failed="" hidden="">
                <p class="notice-text">{failed}</p>
            </div>
            {form}
        </div>
    }
    .into_any()
}

/// The link that leads to signing in with a passkey. The script shows it where the browser can.
pub(super) fn link(language: Language, address: String) -> AnyView {
    let words = Words::in_language(language).factors();
    let assets = use_context::<Assets>().unwrap_or_default();
    view! {
        <script type="module" nonce=use_nonce() src=assets.url("passkeys.js")></script>
        <p class="pt-4" data-needs-passkeys="" hidden="">
            <LinkButton href=address icon=Glyph::Key>{words.sign_in_passkey()}</LinkButton>
        </p>
    }
    .into_any()
}

/// A name, and the button that asks the browser to make a passkey.
#[component]
pub fn NewPasskeyPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.factors();
        let filled = Filled::default().or_typed(&visit).await?;
        let options = server_fns::record_challenge(&visit).await?;
        let errors = filled.errors_at(&[("name", heads.passkey_name())]);
        let (message, error, value) = (filled.message(), filled.error("name"), filled.value("name"));
        let form = view! {
            <Form action="/forms/account/security/passkeys/record">
                <FormErrors errors=errors message=message/>
                <input type="hidden" name="credential" value=""/>
                <FormSection>
                    <TextField
                        name="name"
                        label=heads.passkey_name()
                        hint=heads.passkey_name_hint()
                        value=value
                        error=error
                        autocomplete="off"
                        required=true
                        autofocus=true
                    />
                </FormSection>
                <FormActions submit=heads.add_passkey() cancel_href=super::SECURITY/>
            </Form>
        }
        .into_any();
        let body = view! {
            <PageHeader title=heads.add_passkey() lead=heads.passkeys_hint() breadcrumbs=crumbs(words, true)/>
            <noscript><Notice tone=Tone::Warning>{heads.needs_script()}</Notice></noscript>
            <Card>{browsers_half("create", options, heads.passkey_failed(), form)}</Card>
        };
        Ok(Content::new(heads.add_passkey(), body))
    })
}

/// Asks the browser for a passkey: alone, or as the second step.
#[component]
pub fn PasskeySignInPage() -> AnyView {
    bare(async |visit: Visit| {
        let heads = Words::in_language(visit.language).factors();
        let options = server_fns::sign_in_challenge(&visit).await?;
        let return_to = query_value("return_to").unwrap_or_default();
        let form = view! {
            <Form action="/forms/sign-in/passkey">
                <input type="hidden" name="credential" value=""/>
                <input type="hidden" name="return_to" value=return_to/>
                <FormActions submit=heads.passkey_again()>
                    <LinkButton href="/sign-in" kind=ButtonKind::Ghost>{heads.step_back()}</LinkButton>
                </FormActions>
            </Form>
        }
        .into_any();
        let body = view! {
            <Card>
                <PageHeader title=heads.sign_in_passkey() lead=heads.passkey_lead()/>
                <noscript><Notice tone=Tone::Warning>{heads.needs_script()}</Notice></noscript>
                {browsers_half("get", options, heads.passkey_failed(), form)}
            </Card>
        };
        Ok(Content::new(heads.sign_in_passkey(), body))
    })
}
