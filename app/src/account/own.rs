//! The reader's own account: who he is, his password, his devices.

use domain::labels::Label;
use domain::session::DeviceView;
use leptos::prelude::*;

use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, Cell, Column, Description, DescriptionList, Form, FormActions, FormErrors, FormSection,
    PageHeader, PostForm, Row, SubmitButton, Table, TextField,
};
use crate::request::Visit;

/// Who the reader is, his password, and the devices on which he is signed in.
#[component]
pub fn AccountPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let account = server_fns::account(&visit)?;
        let devices = server_fns::devices(&visit).await?;
        let filled = Filled::default().or_typed(&visit).await?;
        let title = words.account().title();
        let body = view! {
            <PageHeader title=title lead=account.agency_name.clone()/>
            <div class="split">
                <div>
                    <Card title=words.account().full_name()>
                        <DescriptionList>
                            <Description term=words.account().full_name()>{account.full_name.clone()}</Description>
                            <Description term=words.account().email()>{account.email.clone()}</Description>
                            <Description term=words.account().role()>{account.role.label(visit.language)}</Description>
                        </DescriptionList>
                    </Card>
                    <Card title=words.account().devices() flush=true>{device_table(&visit, devices)}</Card>
                </div>
                <Card title=words.account().change_password()>{password_form(words, &filled)}</Card>
            </div>
        };
        Ok(Content::new(title, body))
    })
}

fn device_table(visit: &Visit, devices: Vec<DeviceView>) -> AnyView {
    let words = Words::in_language(visit.language).account();
    let rows = devices
        .into_iter()
        .map(|device| {
            let name = device.device_label.or(device.user_agent).unwrap_or_else(|| "—".to_owned());
            let mark = device.current.then(|| view! { <small>" · "{words.this_device()}</small> });
            view! {
                <Row>
                    <Cell main=true>{name}{mark}</Cell>
                    <Cell label=words.last_used() code=true>{crate::moments::instant(device.last_used_at)}</Cell>
                    <Cell actions=true>
                        <PostForm action="/forms/account/devices">
                            <input type="hidden" name="device" value=device.id.to_string()/>
                            <SubmitButton kind=ButtonKind::Ghost>{words.sign_out_device()}</SubmitButton>
                        </PostForm>
                    </Cell>
                </Row>
            }
        })
        .collect_view();
    let columns =
        vec![Column::text(words.devices()), Column::text(words.last_used()), Column::actions(words.sign_out_device())];
    view! { <Table caption=words.devices() columns=columns>{rows}</Table> }.into_any()
}

fn password_form(words: Words, filled: &Filled) -> AnyView {
    let (errors, message) = (filled.errors(), filled.message());
    let (current_wrong, new_wrong) = (filled.error("current_password"), filled.error("new_password"));
    let account = words.account();
    view! {
        <Form action="/forms/account/password">
            <FormErrors errors=errors message=message/>
            <FormSection>
                <TextField
                    name="current_password"
                    label=account.current_password()
                    error=current_wrong
                    kind="password"
                    autocomplete="current-password"
                    required=true
                />
                <TextField
                    name="new_password"
                    label=account.new_password()
                    hint=account.new_password_hint()
                    error=new_wrong
                    kind="password"
                    autocomplete="new-password"
                    required=true
                />
            </FormSection>
            <FormActions submit=account.change_password()/>
        </Form>
    }
    .into_any()
}
