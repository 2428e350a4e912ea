//! The form by which a client goes to another broker.

use domain::shared::ClientId;
use leptos::prelude::*;
use services::access::ActionKind;

use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{Card, Choice, Crumb, Form, FormActions, FormSection, PageHeader, SelectField, TextArea, Width};
use crate::request::{Visit, path_id};

/// Handing a client over.
#[component]
pub fn HandOverPage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::HandOverClient)?;
        let words = Words::in_language(visit.language);
        let client = server_fns::find(&visit, path_id(ClientId::parse)?).await?;
        let own = format!("/clients/{}", client.id);
        let values = [("owner_id", String::new()), ("reason", String::new())];
        let filled = Filled::of_record(values, client.id, client.version, client.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let mut owners = server_fns::owners(&visit).await?;
        let now = owners.iter().find(|(id, _)| *id == client.owner_id).map(|(_, name)| name.clone());
        owners.retain(|(id, _)| *id != client.owner_id);
        let options: Vec<Choice> = owners.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
        let word = words.clients();
        let head =
            filled.head(words, &[("owner_id", word.new_owner()), ("reason", word.hand_over_reason())], |_, id| {
                owners.iter().find(|(owner, _)| owner.to_string() == id).map(|(_, name)| name.clone())
            });
        let title = word.hand_over_title(&client.display_name);
        let crumbs = vec![Crumb::new(word.title(), "/clients"), Crumb::new(client.display_name.clone(), own.clone())];
        let lead = now.map(|name| word.owned_by(name)).unwrap_or_default();
        let (owner, owner_error) = (filled.value("owner_id"), filled.error("owner_id"));
        let (reason, reason_error) = (filled.value("reason"), filled.error("reason"));
        let body = view! {
            <PageHeader title=title.clone() lead=lead breadcrumbs=crumbs/>
            <Card>
                <Form action="/forms/clients/hand-over">
                    {head}
                    <p>{word.hand_over_lead()}</p>
                    <FormSection>
                        <SelectField
                            name="owner_id"
                            label=word.new_owner()
                            value=owner
                            error=owner_error
                            options=options
                            empty=word.choose_owner()
                            required=true
                            width=Width::Full
                        />
                        <TextArea
                            name="reason"
                            label=word.hand_over_reason()
                            value=reason
                            error=reason_error
                            rows=3
                        />
                    </FormSection>
                    <FormActions submit=word.hand_over() cancel_href=own/>
                </Form>
            </Card>
        };
        Ok(Content::new(title, body))
    })
}
