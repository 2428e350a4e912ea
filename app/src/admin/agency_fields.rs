//! The fields of a firm, the same where it is opened and where it is changed.

use domain::agency::Jurisdiction;
use domain::shared::Currency;
use leptos::prelude::*;

use crate::clients::{address_fields, text};
use crate::forms::Filled;
use crate::locales::{Admin, Words};
use crate::parts::{Choice, FormSection, SelectField, TextArea, TextField, Width};

/// The zones offered for a firm; by itself it has its jurisdiction's.
const ZONES: [&str; 14] = [
    "Europe/Paris",
    "Europe/Brussels",
    "Africa/Dakar",
    "Africa/Abidjan",
    "Africa/Bamako",
    "Africa/Ouagadougou",
    "Africa/Lome",
    "Africa/Porto-Novo",
    "Africa/Niamey",
    "Africa/Douala",
    "Africa/Libreville",
    "Africa/Brazzaville",
    "Africa/Ndjamena",
    "Africa/Bangui",
];

pub(super) const fn jurisdiction_label(words: Admin, jurisdiction: Jurisdiction) -> &'static str {
    match jurisdiction {
        Jurisdiction::France => words.jurisdiction_fr(),
        Jurisdiction::Belgium => words.jurisdiction_be(),
        Jurisdiction::Cima => words.jurisdiction_cima(),
    }
}

/// The law the firm works under.
pub(super) fn jurisdiction(words: Words, filled: &Filled, width: Width) -> AnyView {
    let admin = words.admin();
    let laws = Jurisdiction::ALL.iter().map(|law| Choice::new(law.code(), jurisdiction_label(admin, *law))).collect();
    choice(filled, "jurisdiction", admin.jurisdiction(), laws, None, width)
}

/// The currency the firm counts in.
pub(super) fn currency(words: Words, filled: &Filled, open: Option<&str>, width: Width) -> AnyView {
    let offered = Currency::OFFERED.iter().map(|currency| currency.code()).collect();
    choice(filled, "currency", words.common().currency(), with_own(filled, "currency", offered), open, width)
}

/// The zone in whose midnight a legal day begins.
pub(super) fn time_zone(words: Words, filled: &Filled, open: Option<&str>, width: Width) -> AnyView {
    let zones = with_own(filled, "time_zone", ZONES.to_vec());
    choice(filled, "time_zone", words.admin().time_zone(), zones, open, width)
}

/// The values offered, and the one that the record has: a program may have set another.
fn with_own(filled: &Filled, name: &str, offered: Vec<&str>) -> Vec<Choice> {
    let own = filled.value(name);
    let missing = (!own.is_empty() && !offered.contains(&own.as_str())).then(|| Choice::new(own.clone(), own.clone()));
    offered.into_iter().map(|value| Choice::new(value, value)).chain(missing).collect()
}

/// One of many. `open` says what choosing nothing means; without it something must be chosen.
fn choice(
    filled: &Filled,
    name: &'static str,
    label: &'static str,
    options: Vec<Choice>,
    open: Option<&str>,
    width: Width,
) -> AnyView {
    let (value, error) = (filled.value(name), filled.error(name));
    match open {
        Some(open) => view! {
            <SelectField name=name label=label value=value error=error options=options empty=open width=width/>
        }
        .into_any(),
        None => view! {
            <SelectField name=name label=label value=value error=error options=options required=true width=width/>
        }
        .into_any(),
    }
}

/// How the firm is reached.
pub(super) fn contact(words: Words, filled: &Filled) -> AnyView {
    let (common, filled) = (words.common(), filled.clone());
    view! {
        <FormSection title=words.companies().contact()>
            {text(&filled, "email", common.email(), false, Width::Half)}
            {text(&filled, "phone", common.phone(), false, Width::Half)}
            {address_fields(words, &filled)}
        </FormSection>
    }
    .into_any()
}

/// What stands at the head and the foot of each page.
pub(super) fn letterhead(words: Words, filled: &Filled) -> AnyView {
    let (admin, filled) = (words.admin(), filled.clone());
    view! {
        <FormSection title=admin.letterhead()>
            <TextField
                name="registration"
                label=admin.registration()
                hint=admin.registration_hint()
                value=filled.value("registration")
                error=filled.error("registration")
                autocomplete="off"
            />
            <TextArea
                name="legal_mentions"
                label=admin.legal_mentions()
                hint=admin.legal_mentions_hint()
                value=filled.value("legal_mentions")
                error=filled.error("legal_mentions")
            />
        </FormSection>
    }
    .into_any()
}
