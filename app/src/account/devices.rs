//! The devices on which the reader is signed in: browsers and programs in one list.

use domain::session::{CopiedDevice, DeviceView, Program};
use domain::shared::SessionId;
use leptos::prelude::*;
use services::Error;

use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    Badge, ButtonKind, Card, Cell, Column, ConfirmDialog, Crumb, DialogButton, Form, FormActions, FormErrors,
    FormSection, Glyph, IconLink, Notice, PageHeader, PostForm, Row, SubmitButton, Table, TextField, Tone,
};
use crate::request::{Visit, path_id};

/// Every device, and how to sign it out.
#[component]
pub fn DevicesPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let account = words.account();
        let found = server_fns::devices(&visit).await?;
        let refused = Filled::default().or_typed(&visit).await?;
        let count = u64::try_from(found.devices.len()).unwrap_or_default();
        let others = found.devices.iter().any(|device| !device.current);
        let sign_out_others = others.then(|| {
            view! {
                <DialogButton dialog="sign-out-others" kind=ButtonKind::Secondary icon=Glyph::SignOut>
                    {account.sign_out_others()}
                </DialogButton>
            }
        });
        let dialog = others.then(|| {
            view! {
                <ConfirmDialog
                    id="sign-out-others"
                    title=account.sign_out_others_question()
                    action="/forms/account/devices"
                    confirm=account.sign_out_others()
                >
                    <input type="hidden" name="which" value="others"/>
                    <p>{account.sign_out_others_consequence()}</p>
                </ConfirmDialog>
            }
        });
        let title = account.devices();
        let body = view! {
            <PageHeader title=title lead=account.devices_found(count) breadcrumbs=crumbs(words)>
                {sign_out_others}
            </PageHeader>
            <FormErrors errors=refused.errors() message=refused.message()/>
            {copied_notices(words, found.copied, server_fns::DEVICES_PAGE)}
            {table(words, found.devices)}
            <p class="field-hint">{account.devices_hint()}</p>
            {dialog}
        };
        Ok(Content::new(title, body))
    })
}

/// One device: its name.
#[component]
pub fn DevicePage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let account = words.account();
        let id = path_id(SessionId::parse)?;
        let devices = server_fns::devices(&visit).await?.devices;
        let device = devices.into_iter().find(|device| device.id == id).ok_or(Error::NotFound)?;
        let label = device.device_label.clone().unwrap_or_default();
        let filled = Filled::with([("device_label", label)]).or_typed(&visit).await?;
        let title = account.rename_device();
        let mut trail = crumbs(words);
        trail.push(Crumb::new(account.devices(), "/account/devices"));
        let body = view! {
            <PageHeader title=title lead=program(words, device.user_agent.as_deref()) breadcrumbs=trail/>
            <Card>
                <Form action="/forms/account/devices/rename">
                    <FormErrors errors=filled.errors() message=filled.message()/>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <FormSection>
                        <TextField
                            name="device_label"
                            label=account.device_label()
                            hint=account.device_label_hint()
                            value=filled.value("device_label")
                            error=filled.error("device_label")
                            autocomplete="off"
                        />
                    </FormSection>
                    <FormActions submit=words.common().save() cancel_href="/account/devices"/>
                </Form>
            </Card>
        };
        Ok(Content::new(title, body))
    })
}

fn crumbs(words: Words) -> Vec<Crumb> {
    vec![Crumb::new(words.account().title(), "/account")]
}

/// What became of devices whose token somebody copied: the reader is told on each of these pages until he says that he
/// understood.
pub(super) fn copied_notices(words: Words, copied: Vec<CopiedDevice>, page: &'static str) -> AnyView {
    let account = words.account();
    copied
        .into_iter()
        .map(|device| {
            let id = device.id.to_string();
            let name = device.device_label.unwrap_or_else(|| program(words, device.user_agent.as_deref()));
            let told = account.token_copied(name, moments::instant(device.reused_at));
            view! {
                <Notice tone=Tone::Danger title=account.token_copied_title()>
                    <p>{told}</p>
                    <p>{account.token_copied_advice()}</p>
                    <PostForm action="/forms/account/devices/understood" class="notice-actions">
                        <input type="hidden" name="device" value=id/>
                        <input type="hidden" name="return_to" value=page/>
                        <SubmitButton kind=ButtonKind::Secondary compact=true>{account.understood()}</SubmitButton>
                    </PostForm>
                </Notice>
            }
        })
        .collect_view()
        .into_any()
}

/// The program as a person names it: “Firefox on Windows”.
fn program(words: Words, user_agent: Option<&str>) -> String {
    match user_agent.and_then(Program::read) {
        Some(Program { name, system: Some(system) }) => words.account().program_on(name, system),
        Some(Program { name, system: None }) => name.to_owned(),
        None => words.account().unknown_program().to_owned(),
    }
}

fn table(words: Words, devices: Vec<DeviceView>) -> AnyView {
    let account = words.account();
    let columns = vec![
        Column::text(account.device()),
        Column::text(account.address()),
        Column::text(account.signed_in_on()),
        Column::text(account.last_used()),
        Column::actions(account.sign_out_device()),
    ];
    let rows = devices.into_iter().map(|device| row(words, device)).collect_view();
    view! { <Table caption=account.devices() columns=columns>{rows}</Table> }.into_any()
}

fn row(words: Words, device: DeviceView) -> AnyView {
    let account = words.account();
    let program = program(words, device.user_agent.as_deref());
    let (name, note) = match device.device_label {
        Some(label) => (label, Some(program)),
        None => (program, None),
    };
    let current = device.current.then(|| view! { <Badge tone=Tone::Success label=account.this_device()/> });
    let rename = format!("/account/devices/{}", device.id);
    let out = account.sign_out_named(&name);
    view! {
        <Row>
            <Cell main=true>
                <span class="row-stack">
                    <span>{name}" "{current}</span>
                    {note.map(|note| view! { <small>{note}</small> })}
                </span>
            </Cell>
            <Cell label=account.address() code=true>{device.ip_address.unwrap_or_else(|| "—".to_owned())}</Cell>
            <Cell label=account.signed_in_on() code=true>{moments::instant(device.issued_at)}</Cell>
            <Cell label=account.last_used() code=true>{moments::instant(device.last_used_at)}</Cell>
            <Cell actions=true>
                <span class="row-actions">
                    <IconLink href=rename label=account.rename_device() icon=Glyph::Edit/>
                    <PostForm action="/forms/account/devices">
                        <input type="hidden" name="device" value=device.id.to_string()/>
                        <SubmitButton kind=ButtonKind::Ghost compact=true>
                            <span aria-hidden="true">{account.sign_out_device()}</span>
                            <span class="visually-hidden">{out}</span>
                        </SubmitButton>
                    </PostForm>
                </span>
            </Cell>
        </Row>
    }
    .into_any()
}
