//! What the page of the storage tells: what a test found, and where the files are.

use domain::labels::Label;
use domain::shared::format;
use domain::storage::{FilesMoving, StorageReport, StorageTrouble, StorageView};
use leptos::prelude::*;

use crate::locales::Words;
use crate::moments;
use crate::parts::{Card, Description, DescriptionList, Notice, Progress, Tone};

/// What a test just found, and what to do when it failed.
pub(super) fn found(words: Words, report: &StorageReport, retype: bool) -> AnyView {
    let (word, language) = (words.storage(), words.language());
    let steps = report.steps.iter().map(|step| view! { <li>{step.label(language)}</li> }).collect_view();
    let steps = (!report.steps.is_empty()).then(|| {
        view! { <ul class="notice-list" aria-label=word.test_steps()>{steps}</ul> }
    });
    let title = match report.failed_step {
        Some(step) => word.test_failed(step.label(language)),
        None => word.test_works().to_owned(),
    };
    let why = report.trouble.map(|trouble| {
        let advice = word.text(advice_on(trouble)).unwrap_or_default();
        view! { <p>{format!("{}. {advice}", trouble.label(language))}</p> }
    });
    let took = (report.took_ms > 0).then(|| view! { <p class="muted">{word.test_took(report.took_ms)}</p> });
    let retype = retype.then(|| view! { <p>{word.retype()}</p> });
    let tone = if report.works { Tone::Success } else { Tone::Danger };
    view! {
        <div id="test-result" role="status">
            <Notice tone=tone title=title>{why}{steps}{took}{retype}</Notice>
        </div>
    }
    .into_any()
}

/// The key of the sentence that says what to do.
fn advice_on(trouble: StorageTrouble) -> &'static str {
    match trouble {
        StorageTrouble::PrivateAddress => "advice_private_address",
        StorageTrouble::NotReached => "advice_not_reached",
        StorageTrouble::CertificateRefused => "advice_certificate_refused",
        StorageTrouble::KeysRefused => "advice_keys_refused",
        StorageTrouble::NothingThere => "advice_nothing_there",
        StorageTrouble::TooManyCalls => "advice_too_many_calls",
        StorageTrouble::Full => "advice_full",
        StorageTrouble::Altered => "advice_altered",
        StorageTrouble::Faulty => "advice_faulty",
    }
}

/// Where files are kept now, how far those from before have come, and what the last cleaning found.
pub(super) fn files(words: Words, storage: &StorageView) -> AnyView {
    let (word, language) = (words.storage(), words.language());
    let count = |number: i64| format::count(positive(number), language);
    let place = [&storage.endpoint, &storage.bucket, &storage.folder];
    let place: Vec<&str> = place.into_iter().flatten().map(String::as_str).collect();
    let place = (!place.is_empty()).then(|| place.join(" · "));
    let missing = storage.swept.as_ref().filter(|swept| swept.missing > 0).map(|swept| {
        let title = word.missing(positive(swept.missing));
        view! { <Notice tone=Tone::Danger title=title>{word.missing_hint()}</Notice> }
    });
    let swept = storage.swept.as_ref().map_or_else(
        || word.swept_none().to_owned(),
        |swept| word.swept_at(moments::instant(swept.at), count(swept.looked_for), count(swept.removed)),
    );
    let (backend, moving) = (storage.backend.label(language).to_owned(), moving(words, storage.files));
    view! {
        <Card title=word.files()>
            {missing}
            {moving}
            <DescriptionList>
                <Description term=word.now() value=Some(backend)/>
                <Description term=word.folder() value=place/>
                <Description term=word.swept() value=Some(swept)/>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn moving(words: Words, files: FilesMoving) -> AnyView {
    let word = words.storage();
    if files.total == 0 {
        return view! { <p class="muted">{word.files_none()}</p> }.into_any();
    }
    if !files.is_under_way() {
        return view! { <p class="muted" id="files-here">{word.files_here(positive(files.total))}</p> }.into_any();
    }
    let failed = (files.failed > 0).then(|| {
        view! { <Notice tone=Tone::Warning>{word.move_failed(positive(files.failed))}</Notice> }
    });
    view! {
        <div id="files-moving">
            <Progress label=word.moving() done=positive(files.done) total=Some(positive(files.total))/>
            <p class="muted">{word.moving_hint()}</p>
            {failed}
        </div>
    }
    .into_any()
}

fn positive(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
