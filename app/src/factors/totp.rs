//! Setting up an authenticator app, and removing it.

use domain::factor::TotpEnrolment;
use leptos::prelude::*;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use super::security::crumbs;
use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{ButtonKind, Card, Form, FormActions, FormErrors, FormSection, PageHeader, TextField};
use crate::request::Visit;

/// The secret as a QR code and as text, and the box for the first code; for who has an app already, its removal.
#[component]
pub fn TotpPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.factors();
        let pending = server_fns::pending(&visit).await?;
        let factors = server_fns::own(&visit).await?;
        let filled = Filled::default().or_typed(&visit).await?;
        let inside = match (pending, factors.totp_since) {
            (_, Some(_)) => removal(words, &filled),
            (Some(enrolment), None) => set_up(words, enrolment, &filled),
            (None, None) => {
                leptos_axum::redirect(super::SECURITY);
                ().into_any()
            }
        };
        let body = view! {
            <PageHeader title=heads.app() lead=heads.app_hint() breadcrumbs=crumbs(words, true)/>
            {inside}
        };
        Ok(Content::new(heads.app(), body))
    })
}

/// The QR code in the page itself: the secret goes into no address and no cache.
fn drawn(uri: &str) -> String {
    let code = QrCode::with_error_correction_level(uri, EcLevel::M);
    let svg = code.map(|code| code.render::<svg::Color<'_>>().module_dimensions(4, 4).build()).unwrap_or_default();
    svg.find("<svg").map(|start| svg[start..].to_owned()).unwrap_or_default()
}

/// The secret in groups of four, as people type it.
fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn set_up(words: Words, enrolment: TotpEnrolment, filled: &Filled) -> AnyView {
    let heads = words.factors();
    let (errors, message, error) = (filled.errors(), filled.message(), filled.error("code"));
    let secret = grouped(&enrolment.secret);
    view! {
        <div class="split">
            <Card title=heads.scan() lead=heads.scan_hint()>
                <div class="qr" role="img" aria-label=heads.qr_alt() inner_html=drawn(&enrolment.uri)></div>
                <p class="muted pt-4">{heads.secret()}</p>
                <p><code class="break-all" data-secret="">{secret}</code></p>
            </Card>
            <Card title=heads.type_code()>
                <Form action="/forms/account/security/totp/confirm">
                    <FormErrors errors=errors message=message/>
                    <FormSection>
                        <TextField
                            name="code"
                            label=heads.code()
                            error=error
                            inputmode="numeric"
                            autocomplete="one-time-code"
                            required=true
                            autofocus=true
                        />
                    </FormSection>
                    <FormActions submit=heads.confirm_app() cancel_href=super::SECURITY/>
                </Form>
            </Card>
        </div>
    }
    .into_any()
}

fn removal(words: Words, filled: &Filled) -> AnyView {
    let heads = words.factors();
    let (errors, message) = (filled.errors(), filled.message());
    let (password_wrong, code_wrong) = (filled.error("current_password"), filled.error("code"));
    view! {
        <Card title=heads.remove_app()>
            <Form action="/forms/account/security/totp/remove">
                <FormErrors errors=errors message=message/>
                <FormSection>
                    <TextField
                        name="current_password"
                        label=words.account().current_password()
                        error=password_wrong
                        kind="password"
                        autocomplete="current-password"
                        required=true
                    />
                    <TextField
                        name="code"
                        label=heads.any_code()
                        error=code_wrong
                        autocomplete="one-time-code"
                        required=true
                    />
                </FormSection>
                <FormActions submit=heads.remove_app() kind=ButtonKind::Danger cancel_href=super::SECURITY/>
            </Form>
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_drawn_and_written_in_groups() {
        let svg = drawn("otpauth://totp/MonAssurance:a@b.test?secret=GEZDGNBVGY3TQOJQ&issuer=MonAssurance");
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"), "{svg}");
        assert_eq!(grouped("GEZDGNBVGY"), "GEZD GNBV GY");
    }
}
