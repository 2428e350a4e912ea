//! The moments from which a policy's page is looked at: as of a day, as known on a day, both in the address.

use domain::policy::PolicyView;
use domain::shared::{Language, format, text};
use jiff::Timestamp;
use leptos::prelude::*;
use services::Error;
use services::policies::AsOf;

use crate::locales::{Words, problem_message};
use crate::moments;
use crate::parts::{ButtonKind, Card, DateField, Glyph, Notice, SubmitButton, Width};
use crate::request::query_value;

/// What the address asks for; what is wrong in it is told at its field, and the policy is shown as it is now.
#[derive(Default)]
pub(super) struct LookedAt {
    pub(super) as_of: AsOf,
    day: String,
    known: String,
    day_error: Option<String>,
    known_error: Option<String>,
}

impl LookedAt {
    pub(super) fn asked(language: Language) -> Self {
        let (day, known) = (query_value("as_of"), query_value("as_known_at"));
        let error = |as_of: Result<AsOf, Error>| match as_of {
            Err(Error::Invalid(errors)) => {
                errors.first().map(|wrong| problem_message(wrong.code, &wrong.args, language))
            }
            _ => None,
        };
        Self {
            as_of: AsOf::parse(day.as_deref(), known.as_deref()).unwrap_or_default(),
            day_error: error(AsOf::parse(day.as_deref(), None)),
            known_error: error(AsOf::parse(None, known.as_deref())),
            day: day.unwrap_or_default(),
            known: known.unwrap_or_default(),
        }
    }

    fn is_wrong(&self) -> bool {
        self.day_error.is_some() || self.known_error.is_some()
    }

    /// Says from when the policy is seen, with the way back to now; nothing where it is seen now.
    pub(super) fn notice(&self, words: Words, policy: &PolicyView) -> Option<AnyView> {
        if self.is_wrong() {
            return None;
        }
        let policies = words.policies();
        let shown = |field: &str, day: &str| text::day(field, Some(day)).ok().flatten().map(format::day);
        let written = |field: &str, day: &str| shown(field, day).unwrap_or_else(|| day.to_owned());
        let as_of = (!self.day.is_empty()).then(|| policies.as_of_notice(written("as_of", &self.day)));
        let known = (!self.known.is_empty()).then(|| policies.as_known_notice(written("as_known_at", &self.known)));
        let told: Vec<String> = [as_of, known].into_iter().flatten().collect();
        let now = format!("/policies/{}", policy.id);
        (!told.is_empty()).then(|| {
            view! {
                <Notice>
                    <p>{told.join(" ")}" "<a href=now>{policies.as_of_today()}</a></p>
                </Notice>
            }
            .into_any()
        })
    }

    /// Says that nobody knew of the policy then, with the way back to now.
    pub(super) fn unknown_yet(&self, words: Words, policy: &PolicyView, recorded_at: Timestamp) -> AnyView {
        let policies = words.policies();
        let day = text::day("as_known_at", Some(&self.known)).ok().flatten().map(format::day);
        let known = policies.unknown_yet(day.unwrap_or_else(|| self.known.clone()), moments::instant(recorded_at));
        let now = format!("/policies/{}", policy.id);
        view! {
            <Notice title=policies.unknown_yet_title()>
                <p>{known}" "<a href=now>{policies.as_of_today()}</a></p>
            </Notice>
        }
        .into_any()
    }

    /// The date pickers.
    pub(super) fn form(self, words: Words, policy: &PolicyView) -> AnyView {
        let policies = words.policies();
        let address = format!("/policies/{}", policy.id);
        view! {
            <Card title=policies.as_of()>
                <form class="form" method="get" action=address>
                    <DateField
                        name="as_of"
                        label=policies.as_of_day()
                        value=self.day
                        error=self.day_error
                        width=Width::Full
                    />
                    <DateField
                        name="as_known_at"
                        label=policies.as_known_day()
                        hint=policies.as_known_hint()
                        value=self.known
                        error=self.known_error
                        width=Width::Full
                    />
                    <div class="form-actions">
                        <SubmitButton kind=ButtonKind::Secondary icon=Glyph::History>
                            {policies.as_of_show()}
                        </SubmitButton>
                    </div>
                </form>
            </Card>
        }
        .into_any()
    }
}
