//! The page on which anybody checks a document by the code printed on it. No session, no more than stands on the paper.

use domain::document::{FileCheck, SealCheck, VerificationOutcome, VerificationView};
use domain::labels::Label;
use domain::shared::format;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use services::documents::Shown;

use super::server_fns;
use crate::locales::Words;
use crate::page::{Content, bare};
use crate::parts::{
    Badge, Card, Description, DescriptionList, FileField, LinkButton, Notice, PageHeader, SubmitButton, TextField, Tone,
};
use crate::request::{Visit, path_part, query_value, set_status};
use crate::shell::Assets;

/// A box for the code, and a place for the file.
#[component]
pub fn VerifyPage() -> AnyView {
    bare(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let title = words.documents().verify_title();
        let checksum = query_value("sha256").filter(|text| is_checksum(text));
        let query = checksum.as_ref().map(|checksum| format!("?sha256={checksum}")).unwrap_or_default();
        let code = match (query_value("code"), &checksum) {
            (Some(code), _) => Some(written_code(&code)),
            (None, Some(checksum)) => server_fns::code_of_file(&visit, checksum).await?,
            (None, None) => None,
        };
        if let Some(code) = code {
            leptos_axum::redirect(&format!("/verify/{}{query}", crate::forms::encoded(&code)));
        }
        Ok(Content::new(title, view! { <Card>{asked(words, checksum)}</Card> }))
    })
}

/// What the code of the address says.
#[component]
pub fn VerifyCodePage() -> AnyView {
    bare(async |visit: Visit| {
        let words = Words::in_language(visit.language);
        let heads = words.documents();
        let code = written_code(&path_part("code").unwrap_or_default());
        let shown = Shown {
            seal: query_value("seal"),
            checksum_sha256: query_value("sha256").filter(|text| is_checksum(text)),
        };
        let found = server_fns::verification(&visit, &code, &shown).await?;
        let inside = if let Some(found) = found {
            answered(words, found)
        } else {
            set_status(404);
            view! {
                <PageHeader title=heads.not_genuine() lead=code/>
                <Notice tone=Tone::Danger>{heads.not_genuine_hint()}</Notice>
                {box_for_code(words, None)}
            }
            .into_any()
        };
        Ok(Content::new(heads.verify_title(), view! { <Card>{inside}</Card> }))
    })
}

/// The checksum is of a file that nobody issued: one may have been altered, which only its code can tell.
fn asked(words: Words, checksum: Option<String>) -> AnyView {
    let heads = words.documents();
    let unknown = checksum.is_some().then(|| view! { <Notice tone=Tone::Warning>{heads.file_unknown()}</Notice> });
    let file = checksum.is_none().then(|| place_for_file(words, None));
    view! {
        <PageHeader title=heads.verify_title() lead=heads.verify_lead()/>
        {unknown}
        {box_for_code(words, checksum)}
        {file}
    }
    .into_any()
}

fn box_for_code(words: Words, checksum: Option<String>) -> AnyView {
    let heads = words.documents();
    let checksum = checksum.map(|checksum| view! { <input type="hidden" name="sha256" value=checksum/> });
    view! {
        <form class="form pt-4" method="get" action="/verify">
            {checksum}
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

/// Where a file is dropped or chosen. `public/verify.js` takes its checksum in the browser.
fn place_for_file(words: Words, code: Option<String>) -> AnyView {
    let heads = words.documents();
    let assets = expect_context::<Assets>();
    let code = code.map(|code| view! { <input type="hidden" name="code" value=code/> });
    view! {
        <form class="form drop" method="post" action="/forms/verify" enctype="multipart/form-data">
            {code}
            <FileField name="file" label=heads.verify_file() hint=heads.verify_file_hint() required=true/>
            <div class="form-actions">
                <SubmitButton kind=crate::parts::ButtonKind::Secondary>{heads.verify_file_submit()}</SubmitButton>
            </div>
            <span data-verify-file="" hidden=""></span>
            <script type="module" nonce=use_nonce() src=assets.url("verify.js")></script>
        </form>
    }
    .into_any()
}

fn answered(words: Words, found: VerificationView) -> AnyView {
    let (language, heads, policies) = (words.language(), words.documents(), words.policies());
    let agency = found.agency_name.clone();
    let (tone, title, text) = match (found.outcome, found.still_true) {
        (VerificationOutcome::Altered, _) => (Tone::Danger, heads.altered(), heads.altered_text(agency)),
        (VerificationOutcome::Revoked, _) => (Tone::Danger, heads.revoked(), heads.revoked_text(agency)),
        (VerificationOutcome::Superseded, _) => (Tone::Warning, heads.superseded(), heads.superseded_text(agency)),
        (VerificationOutcome::Genuine, true) => (Tone::Success, heads.genuine(), heads.genuine_text(agency)),
        (VerificationOutcome::Genuine, false) => {
            (Tone::Warning, heads.no_longer_true(), heads.no_longer_true_text(agency))
        }
    };
    let policy = found.policy_number.map(|number| view! { <Description term=policies.number() value=Some(number)/> });
    let period = found.covered_from.zip(found.covered_to).map(|(from, to)| {
        let period = heads.from_to(format::day(from), format::day(to));
        view! { <Description term=heads.stated_cover() value=Some(period)/> }
    });
    let cover = found.cover_in_force.map(|in_force| {
        let (tone, label) =
            if in_force { (Tone::Success, heads.in_force()) } else { (Tone::Danger, heads.not_in_force()) };
        view! { <Description term=heads.cover_today()><Badge tone=tone label=label/></Description> }
    });
    let seal = found.seal.map(|seal| {
        let (tone, label) = match seal {
            SealCheck::Genuine => (Tone::Success, heads.seal_genuine()),
            SealCheck::Altered => (Tone::Danger, heads.seal_altered()),
            SealCheck::UnknownKey => (Tone::Warning, heads.seal_unknown()),
        };
        view! { <Description term=heads.seal()><Badge tone=tone label=label/></Description> }
    });
    let file = found.file.map(|file| {
        let (tone, label) = match file {
            FileCheck::Identical => (Tone::Success, heads.file_identical()),
            FileCheck::Altered => (Tone::Danger, heads.file_altered()),
        };
        view! { <Description term=heads.file()><Badge tone=tone label=label/></Description> }
    });
    let place = found.file.is_none().then(|| place_for_file(words, Some(found.verification_code)));
    view! {
        <PageHeader title=title/>
        <Notice tone=tone>{text}</Notice>
        <DescriptionList>
            <Description term=heads.kind() value=Some(found.kind.label(language).to_owned())/>
            <Description term=heads.number() value=Some(found.number)/>
            <Description term=heads.issued_by_firm() value=Some(found.agency_name)/>
            <Description term=heads.issued_at() value=Some(format::day(found.issued_on))/>
            {policy}
            {period}
            {cover}
            {seal}
            {file}
            <Description term=heads.checksum()>
                <code class="break-all">{found.checksum_sha256}</code>
                <p class="muted"><small>{heads.checksum_hint()}</small></p>
            </Description>
        </DescriptionList>
        {place}
        <div class="pt-4"><LinkButton href="/verify">{heads.verify_another()}</LinkButton></div>
    }
    .into_any()
}

/// SHA-256 in hexadecimal.
fn is_checksum(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
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
