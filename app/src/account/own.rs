//! The reader's own account: who he is, and his password.

use domain::labels::Label;
use leptos::prelude::*;

use super::devices::copied_notices;
use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    Card, Description, DescriptionList, Form, FormActions, FormErrors, FormSection, Glyph, LinkButton, PageHeader,
    TextField,
};
use crate::request::Visit;

/// Who the reader is, his password, and the way to his devices.
#[component]
pub fn AccountPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let account = server_fns::account(&visit)?;
        let devices = server_fns::devices(&visit).await?;
        let count = words.account().devices_found(u64::try_from(devices.devices.len()).unwrap_or_default());
        let notices = copied_notices(words, devices.copied, server_fns::ACCOUNT_PAGE);
        let filled = Filled::default().or_typed(&visit).await?;
        let title = words.account().title();
        let body = view! {
            <PageHeader title=title lead=account.agency_name.clone()>
                <LinkButton href="/account/security" icon=Glyph::Key>{words.factors().manage()}</LinkButton>
            </PageHeader>
            {notices}
            <div class="split">
                <div>
                    <Card title=words.account().profile()>
                        <DescriptionList>
                            <Description term=words.account().full_name()>{account.full_name.clone()}</Description>
                            <Description term=words.account().email()>{account.email.clone()}</Description>
                            <Description term=words.account().role()>{account.role.label(visit.language)}</Description>
                        </DescriptionList>
                    </Card>
                    <Card title=words.account().devices() lead=count>
                        <LinkButton href="/account/devices" icon=Glyph::Lock>{words.account().see_devices()}</LinkButton>
                    </Card>
                </div>
                <Card title=words.account().change_password()>{password_form(words, &filled)}</Card>
            </div>
        };
        Ok(Content::new(title, body))
    })
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
