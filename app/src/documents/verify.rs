//! The page on which anybody checks a document by the code printed on it. No session, no more than stands on the paper.

use domain::document::{DocumentStatus, VerificationView};
use domain::labels::Label;
use domain::shared::format;
use leptos::prelude::*;

use super::server_fns;
use crate::locales::Words;
use crate::page::{Content, bare};
use crate::parts::{
    Badge, Card, Description, DescriptionList, LinkButton, Notice, PageHeader, SubmitButton, TextField, Tone,
};
use crate::request::{Visit, path_part, query_value, set_status};

/// A box for the code.
#[component]
pub fn VerifyPage() -> AnyView {
    bare(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let title = words.documents().verify_title();
        if let Some(code) = query_value("code") {
            leptos_axum::redirect(&format!("/verify/{}", crate::forms::encoded(&written_code(&code))));
        }
        Ok(Content::new(title, view! { <Card>{asked(words)}</Card> }))
    })
}

/// What the code of the address says.
#[component]
pub fn VerifyCodePage() -> AnyView {
    bare(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.documents();
        let code = written_code(&path_part("code").unwrap_or_default());
        let found = server_fns::verification(&visit, &code).await?;
        let inside = if let Some(found) = found {
            answered(words, found)
        } else {
            set_status(404);
            view! {
                <PageHeader title=heads.not_genuine() lead=code/>
                <Notice tone=Tone::Danger>{heads.not_genuine_hint()}</Notice>
                {box_for_code(words)}
            }
            .into_any()
        };
        Ok(Content::new(heads.verify_title(), view! { <Card>{inside}</Card> }))
    })
}

fn asked(words: Words) -> AnyView {
    let heads = words.documents();
    view! { <PageHeader title=heads.verify_title() lead=heads.verify_lead()/> {box_for_code(words)} }.into_any()
}

fn box_for_code(words: Words) -> AnyView {
    let heads = words.documents();
    view! {
        <form class="form pt-4" method="get" action="/verify">
            <TextField
                name="code"
                label=heads.code()
                hint=heads.verify_code_hint()
                required=true
                maxlength=60
                autocomplete="off"
            />
            <div class="form-actions"><SubmitButton>{heads.verify_submit()}</SubmitButton></div>
        </form>
    }
    .into_any()
}

fn answered(words: Words, found: VerificationView) -> AnyView {
    let (language, heads, policies) = (words.language(), words.documents(), words.policies());
    let agency = found.agency_name.clone();
    let (tone, title, text) = match (found.status, found.still_true) {
        (DocumentStatus::Revoked, _) => (Tone::Danger, heads.revoked(), heads.revoked_text(agency)),
        (DocumentStatus::Issued, true) => (Tone::Success, heads.genuine(), heads.genuine_text(agency)),
        (DocumentStatus::Issued, false) => (Tone::Warning, heads.no_longer_true(), heads.no_longer_true_text(agency)),
    };
    let policy = found.policy_number.map(|number| view! { <Description term=policies.number() value=Some(number)/> });
    let state = found.policy_state.map(|state| {
        view! {
            <Description term=heads.policy_state_today()>
                <Badge tone=crate::policies::tone(state) label=state.label(language)/>
            </Description>
        }
    });
    view! {
        <PageHeader title=title/>
        <Notice tone=tone>{text}</Notice>
        <DescriptionList>
            <Description term=heads.kind() value=Some(found.kind.label(language).to_owned())/>
            <Description term=heads.number() value=Some(found.number)/>
            <Description term=heads.issued_by_firm() value=Some(found.agency_name)/>
            <Description term=heads.issued_at() value=Some(format::day(found.issued_on))/>
            {policy}
            {state}
            <Description term=heads.checksum()>
                <code class="break-all">{found.checksum_sha256}</code>
                <p class="muted"><small>{heads.checksum_hint()}</small></p>
            </Description>
        </DescriptionList>
        <div class="pt-4"><LinkButton href="/verify">{heads.verify_another()}</LinkButton></div>
    }
    .into_any()
}

/// A code as it is kept, from what somebody typed: Crockford's base 32 reads O as 0, I and L as 1, and takes no notice of
/// case, spaces and dashes.
fn written_code(typed: &str) -> String {
    let read = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let letters: Vec<char> = typed.chars().filter(char::is_ascii_alphanumeric).map(read).take(40).collect();
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::written_code;

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let kept = "0A1B2-C3D4E-F5G6H-J7K8M";
        for typed in [kept, "oa1b2c3d4ef5g6hj7k8m", " OAIB2 C3D4E F5G6H J7K8M ", "0A1B2C3D4E-F5G6HJ7K8M"] {
            assert_eq!(written_code(typed), kept, "{typed}");
        }
        assert_eq!(written_code("<é>"), "");
    }
}
