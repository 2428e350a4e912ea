//! The file of a client that was put away: who he was, and the way back.

use domain::labels::Label;
use domain::shared::ClientId;
use leptos::prelude::*;
use services::Error;
use services::access::ActionKind;

use super::server_fns;
use crate::forms::Filled;
use crate::locales::Words;
use crate::moments;
use crate::page::Content;
use crate::parts::{ButtonKind, Crumb, FormErrors, Notice, PageHeader, PostForm, SubmitButton, Tone};
use crate::request::Visit;

/// The page of a file that is in no list; not there at all when it never was.
pub(super) async fn page(visit: &Visit, id: ClientId) -> Result<Content, Error> {
    let words = Words::in_language(visit.language);
    let client = server_fns::find_put_away(visit, id).await?;
    let refused = Filled::default().or_typed(visit).await?;
    let restore = visit.may(ActionKind::RestoreClient).then(|| {
        let (id, version) = (client.id.to_string(), client.version.to_string());
        view! {
            <PostForm action="/forms/clients/restore">
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <SubmitButton kind=ButtonKind::Primary>{words.clients().restore()}</SubmitButton>
            </PostForm>
        }
    });
    let crumbs = vec![
        Crumb::new(words.clients().title(), "/clients"),
        Crumb::new(words.clients().files_put_away(), "/clients?archived=true"),
    ];
    let when = moments::instant(client.updated_at);
    let body = view! {
        <PageHeader title=client.display_name.clone() lead=client.kind.label(words.language()) breadcrumbs=crumbs>
            {restore}
        </PageHeader>
        <FormErrors errors=refused.errors() message=refused.message()/>
        <Notice tone=Tone::Neutral><p>{words.clients().put_away_on(when)}</p></Notice>
    };
    Ok(Content::new(client.display_name, body))
}
