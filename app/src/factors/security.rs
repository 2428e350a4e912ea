//! One's own second factors: what there is, what is missing, and the recovery codes.

use domain::factor::{FactorsView, PasskeyView};
use leptos::prelude::*;

use super::server_fns;
use crate::forms::Filled;
use crate::islands::CopyButton;
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Cell, Column, Crumb, EmptyState, Form, FormActions, FormErrors, FormSection, Glyph, LinkButton,
    Notice, PageHeader, PostForm, Row, SubmitButton, Table, TextField, Tone,
};
use crate::request::Visit;

/// What the reader has, and what he can add.
#[component]
pub fn SecurityPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.factors();
        let factors = server_fns::own(&visit).await?;
        let filled = Filled::default().or_typed(&visit).await?;
        let usable = server_fns::passkeys_usable(&visit);
        let must = (factors.required && !factors.any())
            .then(|| view! { <Notice tone=Tone::Warning title=heads.required_title()>{heads.required()}</Notice> });
        let (errors, message) = (filled.errors(), filled.message());
        let recovery = factors.any().then(|| recovery(words, &factors, &filled));
        let body = view! {
            <PageHeader title=heads.title() lead=heads.lead() breadcrumbs=crumbs(words, false)/>
            {must}
            <FormErrors errors=errors message=message/>
            <div class="split">
                <div>{app(words, &factors)} {passkeys(words, factors.passkeys.clone(), usable)}</div>
                {recovery}
            </div>
        };
        Ok(Content::new(heads.title(), body))
    })
}

/// The pages above those of second factors.
pub(super) fn crumbs(words: Words, below: bool) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::new(words.account().title(), "/account")];
    if below {
        crumbs.push(Crumb::new(words.factors().title(), super::SECURITY));
    }
    crumbs
}

fn app(words: Words, factors: &FactorsView) -> AnyView {
    let heads = words.factors();
    let inside = match factors.totp_since {
        Some(since) => view! {
            <p class="pb-4">{heads.app_since(moments::day(since))}</p>
            <LinkButton href="/account/security/totp" icon=Glyph::Close>{heads.remove_app()}</LinkButton>
        }
        .into_any(),
        None => view! {
            <PostForm action="/forms/account/security/totp/begin">
                <SubmitButton kind=ButtonKind::Primary icon=Glyph::Phone>{heads.set_up_app()}</SubmitButton>
            </PostForm>
        }
        .into_any(),
    };
    view! { <Card title=heads.app() lead=heads.app_hint()>{inside}</Card> }.into_any()
}

fn passkeys(words: Words, passkeys: Vec<PasskeyView>, usable: bool) -> AnyView {
    let heads = words.factors();
    let add = if usable {
        view! {
            <div class="card-body">
                <LinkButton href="/account/security/passkeys/new" icon=Glyph::Key>{heads.add_passkey()}</LinkButton>
            </div>
        }
        .into_any()
    } else {
        view! { <div class="card-body"><Notice tone=Tone::Info>{heads.passkeys_unavailable()}</Notice></div> }
            .into_any()
    };
    let found = if passkeys.is_empty() {
        view! { <EmptyState icon=Glyph::Key title=heads.passkeys_none()/> }.into_any()
    } else {
        table(words, passkeys)
    };
    view! { <Card title=heads.passkeys() lead=heads.passkeys_hint() flush=true>{found} {add}</Card> }.into_any()
}

fn table(words: Words, passkeys: Vec<PasskeyView>) -> AnyView {
    let heads = words.factors();
    let rows = passkeys
        .into_iter()
        .map(|passkey| {
            let used = passkey.last_used_at.map_or_else(|| heads.never().to_owned(), moments::instant);
            view! {
                <Row>
                    <Cell main=true>{passkey.name}</Cell>
                    <Cell label=heads.added_on() code=true>{moments::day(passkey.created_at)}</Cell>
                    <Cell label=heads.last_used() code=true>{used}</Cell>
                    <Cell actions=true>
                        <PostForm action="/forms/account/security/passkeys/remove">
                            <input type="hidden" name="id" value=passkey.id.to_string()/>
                            <SubmitButton kind=ButtonKind::Ghost>{heads.remove()}</SubmitButton>
                        </PostForm>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text(heads.passkey_name()),
        Column::text(heads.added_on()),
        Column::text(heads.last_used()),
        Column::actions(heads.remove()),
    ];
    view! { <Table caption=heads.passkeys() columns=columns>{rows}</Table> }.into_any()
}

fn recovery(words: Words, factors: &FactorsView, filled: &Filled) -> AnyView {
    let heads = words.factors();
    let left = u64::try_from(factors.recovery_codes_left).unwrap_or_default();
    let low =
        factors.recovery_codes_low().then(|| view! { <Notice tone=Tone::Warning>{heads.recovery_low()}</Notice> });
    // New codes are for who proves one he has: of the app, or an old one.
    let error = filled.error("code");
    view! {
        <Card title=heads.recovery() lead=heads.recovery_hint()>
            {low}
            <p class="pb-4">{heads.recovery_left(left)}</p>
            <Form action="/forms/account/security/recovery-codes">
                <FormSection>
                    <TextField
                        name="code"
                        label=heads.any_code()
                        hint=heads.renew_hint()
                        error=error
                        autocomplete="one-time-code"
                        required=true
                    />
                </FormSection>
                <FormActions submit=heads.renew() kind=ButtonKind::Secondary/>
            </Form>
        </Card>
    }
    .into_any()
}

/// Fresh recovery codes, shown once.
#[component]
pub fn RecoveryCodesPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.factors();
        let inside = match server_fns::fresh_codes(&visit).await? {
            None => view! { <Notice tone=Tone::Info>{heads.codes_gone()}</Notice> }.into_any(),
            Some(codes) => {
                let text = codes.recovery_codes.join("\n");
                let lines = codes.recovery_codes.into_iter().map(|code| view! { <li><code>{code}</code></li> });
                let lines = lines.collect_view();
                view! {
                    <Notice tone=Tone::Warning>{heads.codes_once()}</Notice>
                    <ul class="recovery-codes" data-recovery-codes="">{lines}</ul>
                    <div class="cluster">
                        <CopyButton
                            text=text
                            label=heads.copy_codes().to_owned()
                            done=words.common().copied().to_owned()
                        />
                        <LinkButton href=super::SECURITY kind=ButtonKind::Primary>{heads.codes_kept()}</LinkButton>
                    </div>
                }
                .into_any()
            }
        };
        let body = view! {
            <PageHeader title=heads.recovery() lead=heads.recovery_hint() breadcrumbs=crumbs(words, true)/>
            <Card>{inside}</Card>
        };
        Ok(Content::new(heads.recovery(), body))
    })
}
