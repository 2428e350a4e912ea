//! The studio: a template's text, and beside it the page it makes. Its browser's half is `public/studio.js`, which numbers and colours
//! the lines and asks for the look again when one stops typing; without it a button does.

use domain::labels::Label;
use domain::shared::TemplateId;
use domain::template::PreviewData;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

use super::draft::{Draft, POLICY};
use super::form::labels;
use super::look::{Look, look};
use super::names::name_tree;
use super::{server_fns, template_id};
use crate::forms::Filled;
use crate::locales::Words;
use crate::page::{Content, framed};
use crate::parts::{
    ButtonKind, Choice, Crumb, Form, Glyph, LinkButton, Notice, PageHeader, PostForm, SelectField, SubmitButton,
    TextArea, TextField, Tone, Width,
};
use crate::request::{Visit, query_value};
use crate::shell::Assets;

/// The studio of a template, beginning with what is in writing, else with the version named by `from`, else with the one in use.
#[component]
pub fn StudioPage() -> AnyView {
    framed(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.templates();
        let template = server_fns::template(&visit, template_id()?).await?;
        let from = query_value("from").and_then(|number| number.parse().ok());
        let kept = match from {
            Some(_) => None,
            None => Draft::of(&visit, template.id).await?,
        };
        let is_draft = kept.is_some();
        let draft = match (kept, from.or(template.current_version)) {
            (Some(draft), _) => draft,
            (None, Some(number)) => {
                let content = server_fns::version(&visit, template.id, number).await?.content;
                Draft::untouched(template.id, template.version, content)
            }
            (None, None) => Draft::untouched(template.id, template.version, String::new()),
        };
        let values = [
            ("content", draft.content.clone()),
            ("data", draft.data.clone()),
            ("policy_number", draft.policy_number.clone()),
        ];
        let filled =
            Filled::of_record(values, template.id, draft.version, template.updated_at).or_typed(&visit).await?;
        // What is looked at is what stands in the form, also when it came back refused.
        let shown = Draft { content: filled.value("content"), ..draft };
        let seen = server_fns::look(&visit, &template, &shown).await?;
        let names = name_tree(words, server_fns::readable_names(&visit, template.id).await?);
        let record = format!("/templates/{}", template.id);
        let crumbs = vec![Crumb::new(heads.title(), "/templates"), Crumb::new(template.name.clone(), record.clone())];
        let head = filled.head(words, &labels(words), |_, _| None);
        let discard = is_draft.then(|| discard(words, template.id));
        let title = heads.studio_of(&template.name);
        let choices = choices(words, &filled, &seen);
        let text = text(words, &filled);
        let seen = look(words, &template, &seen);
        let body = view! {
            <PageHeader title=heads.studio() lead=heads.new_version_lead() breadcrumbs=crumbs>
                <LinkButton href="/templates/help" icon=Glyph::Info>{heads.help()}</LinkButton>
            </PageHeader>
            {discard}
            <Form action="/forms/templates/add-version" id="studio">
                {head}
                // The form's first button is what Enter in the policy's number presses: it looks, and publishes nothing.
                <button class="visually-hidden" type="submit" name="preview" value="1" tabindex="-1" aria-hidden="true"></button>
                <div class="studio">
                    <div class="studio-text">
                        {text}
                        {actions(words, record)}
                    </div>
                    <div class="studio-look">
                        {choices}
                        {seen}
                    </div>
                </div>
                {names}
            </Form>
            {script(words)}
        };
        Ok(Content::new(title, body))
    })
}

fn text(words: Words, filled: &Filled) -> AnyView {
    let heads = words.templates();
    view! {
        <TextArea
            name="content"
            label=heads.content()
            hint=heads.editor_hint()
            value=filled.value("content")
            error=filled.error("content")
            rows=30
            monospace=true
            required=true
        />
    }
    .into_any()
}

/// What the page is made of.
fn choices(words: Words, filled: &Filled, seen: &Look) -> AnyView {
    let (language, heads) = (words.language(), words.templates());
    let mut options: Vec<Choice> =
        PreviewData::ALL.iter().map(|one| Choice::new(one.code(), one.label(language))).collect();
    options.push(Choice::new(POLICY, heads.preview_policy()));
    let data = Some(filled.value("data")).filter(|data| !data.is_empty());
    view! {
        <div class="studio-choices">
            <SelectField
                name="data"
                label=heads.preview_data()
                value=data.unwrap_or_else(|| PreviewData::Sample.code().to_owned())
                options=options
                width=Width::Half
            />
            <TextField
                name="policy_number"
                label=heads.preview_policy_number()
                value=filled.value("policy_number")
                error=seen.policy_error.clone()
                autocomplete="off"
                width=Width::Half
            />
            <SubmitButton kind=ButtonKind::Secondary icon=Glyph::Search name="preview" value="1">{heads.preview()}</SubmitButton>
        </div>
    }
    .into_any()
}

fn actions(words: Words, record: String) -> AnyView {
    let heads = words.templates();
    view! {
        <div class="form-actions">
            <SubmitButton name="save" value="1">{heads.publish()}</SubmitButton>
            <LinkButton href=record kind=ButtonKind::Ghost>{words.common().cancel()}</LinkButton>
            <span class="muted studio-keys">{heads.studio_keys()}</span>
        </div>
    }
    .into_any()
}

/// Says that the text is one in writing, and gives it up where that is wanted.
fn discard(words: Words, template: TemplateId) -> AnyView {
    let heads = words.templates();
    view! {
        <Notice tone=Tone::Info title=heads.draft_kept()>
            <PostForm action="/forms/templates/discard">
                <input type="hidden" name="id" value=template.to_string()/>
                <SubmitButton kind=ButtonKind::Secondary compact=true>{heads.draft_discard()}</SubmitButton>
            </PostForm>
        </Notice>
    }
    .into_any()
}

fn script(words: Words) -> AnyView {
    let heads = words.templates();
    let assets = use_context::<Assets>().unwrap_or_default();
    let texts = serde_json::json!({
        "looking": heads.preview_under_way(),
        "failed": heads.preview_failed(),
        "keys": heads.studio_keys_scripted(),
        "insert": heads.name_insert(),
    });
    view! {
        <script type="module" nonce=use_nonce() src=assets.url("studio.js") data-texts=texts.to_string() id="studio-script"></script>
    }
    .into_any()
}
