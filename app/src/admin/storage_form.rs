//! The form of where files are kept. What is saved of a secret is never in it.

use domain::labels::Label;
use domain::storage::{StorageBackend, StorageInput, StorageView};
use leptos::prelude::*;
use services::access::ActionKind;

use super::{storage, storage_fns};
use crate::forms::{Fields, Filled};
use crate::locales::Words;
use crate::moments;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Card, CheckboxField, Choice, Crumb, Form, FormActions, FormSection, Notice, PageHeader, SelectField,
    SubmitButton, TextField, Tone, Width,
};
use crate::request::Visit;

/// The id of the form, for the button that tries it.
const FORM: &str = "storage";
/// The button that tries what is typed.
pub(super) const TRY: &str = "try";

/// Saying where files are kept, and testing it.
#[component]
pub fn StoragePage() -> AnyView {
    framed(async |visit: Visit| {
        visit.require(ActionKind::ReadStorage)?;
        let words = Words::in_language(visit.language);
        let word = words.storage();
        let kept = storage_fns::storage(&visit).await?;
        let filled = Filled::of_record(values(&kept), "storage", kept.version, kept.updated_at);
        let filled = filled.or_typed(&visit).await?;
        let report = storage_fns::fresh_report(&visit).await?;
        let crumbs = vec![Crumb::new(words.admin().title(), "/admin")];
        let found = report.map(|(report, retype)| storage::found(words, &report, retype));
        let rest = if kept.decided_by_environment {
            view! { <Notice tone=Tone::Info title=word.by_environment_title()>{word.by_environment()}</Notice> }
                .into_any()
        } else {
            form(words, &filled, &kept)
        };
        let body = view! {
            <PageHeader title=word.title() lead=word.lead() breadcrumbs=crumbs/>
            {found}
            {storage::files(words, &kept)}
            {rest}
        };
        Ok(Content::new(word.title(), view! { <div class="stack">{body}</div> }))
    })
}

fn values(kept: &StorageView) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let drive = kept.backend == StorageBackend::GoogleDrive;
    let direct = kept.direct_downloads.then(|| ("direct_downloads", "on".to_owned()));
    let mut values = vec![
        ("backend", kept.backend.code().to_owned()),
        ("endpoint", text(&kept.endpoint)),
        ("region", text(&kept.region)),
        ("bucket", text(&kept.bucket)),
        ("folder", text(&kept.folder).clone()),
        ("access_key_id", text(&kept.access_key_id)),
        ("client_id", if drive { text(&kept.client_id) } else { String::new() }),
    ];
    values.extend(direct);
    values
}

/// What the form says.
pub(super) fn read(fields: &Fields) -> StorageInput {
    StorageInput {
        backend: fields.text("backend"),
        endpoint: fields.text("endpoint"),
        region: fields.text("region"),
        bucket: fields.text("bucket"),
        folder: fields.text("folder"),
        access_key_id: fields.text("access_key_id"),
        secret_access_key: fields.exact("secret_access_key"),
        direct_downloads: Some(fields.ticked("direct_downloads")),
        client_id: fields.text("client_id"),
        client_secret: fields.exact("client_secret"),
        refresh_token: fields.exact("refresh_token"),
    }
}

fn names(words: Words) -> [(&'static str, &'static str); 11] {
    let word = words.storage();
    [
        ("backend", word.backend()),
        ("folder", word.folder()),
        ("endpoint", word.endpoint()),
        ("region", word.region()),
        ("bucket", word.bucket()),
        ("access_key_id", word.access_key_id()),
        ("secret_access_key", word.secret_access_key()),
        ("direct_downloads", word.direct_downloads()),
        ("client_id", word.client_id()),
        ("client_secret", word.client_secret()),
        ("refresh_token", word.refresh_token()),
    ]
}

fn form(words: Words, filled: &Filled, kept: &StorageView) -> AnyView {
    let (word, language) = (words.storage(), words.language());
    let head = filled.head(words, &names(words), |name, value| match name {
        "backend" => StorageBackend::parse(value).map(|backend| backend.label(language).to_owned()),
        _ => None,
    });
    let options = StorageBackend::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label(language))).collect();
    let folder = field(filled, "folder", word.folder(), Some(word.folder_hint()), Width::Full);
    let (value, error) = (filled.value("backend"), filled.error("backend"));
    let backend = view! {
        <FormSection title=word.backend()>
            <SelectField
                name="backend"
                label=word.backend()
                value=value
                error=error
                options=options
                required=true
                width=Width::Half
            />
            <div class="storage-part" data-kinds="s3 google_drive">{folder}</div>
        </FormSection>
    };
    let parts = view! {
        <div class="storage-part" data-kinds="s3">{bucket(words, filled, kept)}</div>
        <div class="storage-part" data-kinds="google_drive">{drive(words, filled, kept)}</div>
    };
    view! {
        <Form action="/forms/admin/storage" id=FORM guarded=true>
            {head}
            {backend}
            {parts}
            <FormActions submit=word.save() cancel_href="/admin"/>
        </Form>
        <Card title=word.test() lead=word.test_lead()>
            <SubmitButton kind=ButtonKind::Secondary name=TRY value="1" form=FORM>{word.test()}</SubmitButton>
        </Card>
    }
    .into_any()
}

fn bucket(words: Words, filled: &Filled, kept: &StorageView) -> AnyView {
    let (word, filled) = (words.storage(), filled.clone());
    let hint = secret_hint(words, kept, StorageBackend::S3);
    view! {
        <FormSection title=word.s3() lead=word.s3_lead()>
            {field(&filled, "endpoint", word.endpoint(), Some(word.endpoint_hint()), Width::Full)}
            {field(&filled, "bucket", word.bucket(), None, Width::Half)}
            {field(&filled, "region", word.region(), Some(word.region_hint()), Width::Half)}
            {field(&filled, "access_key_id", word.access_key_id(), None, Width::Half)}
            {secret(&filled, "secret_access_key", word.secret_access_key(), hint)}
            <CheckboxField
                name="direct_downloads"
                label=word.direct_downloads()
                checked=filled.ticked("direct_downloads")
                hint=word.direct_downloads_hint()
            />
        </FormSection>
    }
    .into_any()
}

fn drive(words: Words, filled: &Filled, kept: &StorageView) -> AnyView {
    let (word, filled) = (words.storage(), filled.clone());
    let hint = secret_hint(words, kept, StorageBackend::GoogleDrive);
    view! {
        <FormSection title=word.google() lead=word.google_lead()>
            {field(&filled, "client_id", word.client_id(), None, Width::Full)}
            {secret(&filled, "client_secret", word.client_secret(), hint.clone())}
            {secret(&filled, "refresh_token", word.refresh_token(), hint)}
        </FormSection>
    }
    .into_any()
}

/// Since when the secrets of the storage in use are kept, where they belong to this kind.
fn secret_hint(words: Words, kept: &StorageView, kind: StorageBackend) -> String {
    let word = words.storage();
    let known = kept.secret.as_ref().filter(|_| kept.backend == kind);
    known.map_or_else(
        || word.secret_hint().to_owned(),
        |secret| word.secret_kept(moments::instant(secret.set_at), &secret.set_by),
    )
}

fn field(
    filled: &Filled,
    name: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    width: Width,
) -> AnyView {
    let (value, error) = (filled.value(name), filled.error(name));
    view! {
        <TextField
            name=name
            label=label
            value=value
            error=error
            hint=hint.unwrap_or_default()
            autocomplete="off"
            width=width
        />
    }
    .into_any()
}

fn secret(filled: &Filled, name: &'static str, label: &'static str, hint: String) -> AnyView {
    let error = filled.error(name);
    view! {
        <TextField
            name=name
            label=label
            error=error
            hint=hint
            kind="password"
            autocomplete="new-password"
            width=Width::Half
        />
    }
    .into_any()
}
