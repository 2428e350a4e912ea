//! What is insured: its part of the forms, grouped by kind of object, and its card.

use domain::labels::{Label, risk_label};
use domain::policy::{
    ProductLine, RISK_OBJECTS_MAX, Risk, RiskKind, RiskObject, RiskObjectInput, Shape, THINGS, Terms, Thing,
    known_thing, told,
};
use leptos::prelude::*;
use serde_json::Value;

use crate::forms::{Fields, Filled};
use crate::locales::Words;
use crate::parts::{
    Card, Choice, DateField, Description, DescriptionList, FormSection, SelectField, TextArea, TextField, Width,
};

/// How many empty lines the form offers for further objects beyond those filled in.
const SPARE: usize = 1;
/// How the names of further objects' fields begin, behind `risk_`.
const OBJECTS: &str = "objects_";

/// The values of the form's fields.
pub(super) fn values(terms: &Terms) -> Vec<(String, String)> {
    let mut values: Vec<(String, String)> =
        THINGS.iter().map(|thing| (format!("risk_{}", thing.name), String::new())).collect();
    values.extend(terms.risk.iter().map(|(name, value)| (format!("risk_{name}"), written(value))));
    for (place, object) in terms.risk_objects.iter().enumerate() {
        values.push((object_field(place, "kind"), object.kind.code().to_owned()));
        values.push((object_field(place, "reference"), object.reference.clone()));
        values.push((object_field(place, "description"), object.description.clone().unwrap_or_default()));
    }
    values
}

/// The names of the fields, for the summary of errors; `known` is the risk as it is recorded.
pub(super) fn labels(words: Words, known: &Risk) -> Vec<(String, String)> {
    let (language, policies) = (words.language(), words.policies());
    let names = THINGS.iter().map(|thing| thing.name).chain(other_names(known));
    let mut labels: Vec<(String, String)> =
        names.map(|name| (format!("risk_{name}"), risk_label(name, language))).collect();
    for place in 0..RISK_OBJECTS_MAX {
        let object = policies.risk_object(place + 1);
        for (part, label) in [
            ("kind", policies.risk_object_kind()),
            ("reference", policies.risk_object_reference()),
            ("description", policies.risk_object_description()),
        ] {
            labels.push((object_field(place, part), format!("{object}, {label}")));
        }
    }
    labels
}

/// A choice of this part in words.
pub(super) fn said(words: Words, name: &str, value: &str) -> Option<String> {
    let is_kind = name.starts_with("risk_objects_") && name.ends_with("_kind");
    RiskKind::parse(value).filter(|_| is_kind).map(|kind| kind.label(words.language()).to_owned())
}

/// What the form says of the risk: every filled field whose name begins with `risk_`, but those of further objects.
pub(super) fn read(fields: &Fields) -> Risk {
    let named = fields.ticked_under("risk_").into_iter().filter(|name| !name.starts_with(OBJECTS));
    named.filter_map(|name| fields.text(&format!("risk_{name}")).map(|text| (name, Value::String(text)))).collect()
}

/// What the form says of further objects, each line at its place, also an empty one: an error names its place.
pub(super) fn read_objects(fields: &Fields) -> Vec<RiskObjectInput> {
    let place = |name: String| name.strip_prefix(OBJECTS)?.split('_').next()?.parse::<usize>().ok();
    let last = fields.ticked_under("risk_").into_iter().filter_map(place).max();
    let text = |place: usize, part: &str| fields.text(&object_field(place, part));
    (0..last.map_or(0, |last| last + 1).min(RISK_OBJECTS_MAX))
        .map(|place| RiskObjectInput {
            kind: text(place, "kind"),
            reference: text(place, "reference"),
            description: text(place, "description"),
        })
        .collect()
}

/// This part of a form. Where the line is fixed, only what it insures is asked for; else the stylesheet shows what fits the
/// line that is chosen, and everything where none is.
pub(super) fn form(words: Words, filled: &Filled, known: &Risk, line: Option<ProductLine>) -> AnyView {
    let groups = RiskKind::ALL
        .iter()
        .filter_map(|kind| {
            let things: Vec<&Thing> = THINGS.iter().filter(|thing| thing.kind == *kind).collect();
            let is_full = things.iter().any(|thing| is_used(filled, thing.name));
            let fits = *kind == RiskKind::Other || line.is_none_or(|line| line.risk_kinds().contains(kind));
            (fits || is_full).then(|| group(words, filled, *kind, things, known, is_full))
        })
        .collect_view();
    view! { {groups} {objects(words, filled, line)} }.into_any()
}

fn is_used(filled: &Filled, name: &str) -> bool {
    let field = format!("risk_{name}");
    !filled.value(&field).trim().is_empty() || filled.error(&field).is_some()
}

fn group(words: Words, filled: &Filled, kind: RiskKind, things: Vec<&Thing>, known: &Risk, is_full: bool) -> AnyView {
    let policies = words.policies();
    let lines: Vec<&str> =
        ProductLine::ALL.iter().filter(|line| line.risk_kinds().contains(&kind)).map(|line| line.code()).collect();
    // What is told of anything is asked for whatever the line.
    let stays = is_full || kind == RiskKind::Other;
    let own = if kind == RiskKind::Other { other_names(known).collect() } else { Vec::new() };
    let fields = things.into_iter().map(|thing| field(words, filled, thing.name, thing.shape)).collect_view();
    let own = own.into_iter().map(|name| field(words, filled, name, Shape::Text)).collect_view();
    let title = match kind {
        RiskKind::Other => policies.risk_more().to_owned(),
        kind => policies.risk_of(kind.label(words.language())),
    };
    view! {
        <div class="risk-group" data-lines=lines.join(" ") data-stays=stays.then_some("")>
            <FormSection title=title>{fields}{own}</FormSection>
        </div>
    }
    .into_any()
}

fn field(words: Words, filled: &Filled, name: &str, shape: Shape) -> AnyView {
    let label = risk_label(name, words.language());
    let field = format!("risk_{name}");
    let (value, error) = (filled.value(&field), filled.error(&field));
    if name == "description" {
        return view! { <TextArea name=field label=label value=value error=error rows=2/> }.into_any();
    }
    let inputmode = match shape {
        Shape::Day => return view! { <DateField name=field label=label value=value error=error/> }.into_any(),
        Shape::Number => "decimal",
        Shape::Year => "numeric",
        Shape::Text | Shape::Plate | Shape::VehicleNumber => "text",
    };
    view! { <TextField name=field label=label value=value error=error inputmode=inputmode autocomplete="off" width=Width::Half/> }
        .into_any()
}

/// The further objects, line by line. Saving the form with its lines full offers one more.
fn objects(words: Words, filled: &Filled, line: Option<ProductLine>) -> AnyView {
    let policies = words.policies();
    let used = |place: &usize| {
        ["reference", "description"].iter().any(|part| !filled.value(&object_field(*place, part)).trim().is_empty())
    };
    let last = (0..RISK_OBJECTS_MAX).filter(used).max();
    let lines = (last.map_or(0, |last| last + 1) + SPARE).min(RISK_OBJECTS_MAX);
    let usual = line.and_then(|line| line.risk_kinds().first().copied());
    let fields = (0..lines).map(|place| object(words, filled, place, usual)).collect_view();
    let wrong =
        filled.error("risk_objects").map(|wrong| view! { <p class="field-error" id="field-risk_objects">{wrong}</p> });
    view! {
        <FormSection title=policies.risk_objects() lead=policies.risk_objects_lead()>{wrong}{fields}</FormSection>
    }
    .into_any()
}

fn object(words: Words, filled: &Filled, place: usize, usual: Option<RiskKind>) -> AnyView {
    let policies = words.policies();
    let at = |part: &str| object_field(place, part);
    let kinds: Vec<Choice> =
        RiskKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label(words.language()))).collect();
    let kind = Some(filled.value(&at("kind"))).filter(|kind| !kind.is_empty());
    let kind = kind.unwrap_or_else(|| usual.map(|kind| kind.code().to_owned()).unwrap_or_default());
    let number = policies.risk_object(place + 1);
    let line = |part: &str, label: &str| {
        let name = at(part);
        let (value, error) = (filled.value(&name), filled.error(&name));
        let label = format!("{number}, {label}");
        view! { <TextField name=name label=label value=value error=error autocomplete="off" width=Width::Third/> }
    };
    view! {
        <SelectField
            name=at("kind")
            label=format!("{number}, {}", policies.risk_object_kind())
            value=kind
            error=filled.error(&at("kind"))
            options=kinds
            empty=policies.risk_object_usual()
            width=Width::Third
        />
        {line("reference", policies.risk_object_reference())}
        {line("description", policies.risk_object_description())}
    }
    .into_any()
}

fn object_field(place: usize, part: &str) -> String {
    format!("risk_{OBJECTS}{place}_{part}")
}

/// What this risk tells beside the usual things.
fn other_names(known: &Risk) -> impl Iterator<Item = &str> {
    known.keys().map(String::as_str).filter(|name| known_thing(name).is_none())
}

/// A value of a risk, as a form's field holds it.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A further object as one line of text.
pub(super) fn object_line(object: &RiskObject) -> String {
    match &object.description {
        Some(description) => format!("{} – {description}", object.reference),
        None => object.reference.clone(),
    }
}

/// The card of the policy's page.
pub(super) fn card(words: Words, terms: &Terms) -> AnyView {
    let (policies, language) = (words.policies(), words.language());
    let inside = if terms.risk.is_empty() && terms.risk_objects.is_empty() {
        view! { <p class="muted">{policies.no_risk()}</p> }.into_any()
    } else {
        let known = THINGS.iter().filter_map(|thing| terms.risk.get_key_value(thing.name));
        let others = terms.risk.iter().filter(|(name, _)| known_thing(name).is_none());
        let things = known
            .chain(others)
            .map(|(name, value)| view! { <Description term=risk_label(name, language) value=Some(told(name, value, language))/> })
            .collect_view();
        let objects = terms
            .risk_objects
            .iter()
            .map(|object| view! { <Description term=object.kind.label(language) value=Some(object_line(object))/> })
            .collect_view();
        view! { <DescriptionList>{things}{objects}</DescriptionList> }.into_any()
    };
    view! { <Card title=policies.risk()>{inside}</Card> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_further_objects_are_no_things_of_the_risk() {
        let pairs = [
            ("risk_plate", "AB-123-CD"),
            ("risk_make", " "),
            ("risk_objects_1_reference", "CD-456-EF"),
            ("risk_objects_0_kind", "vehicle"),
        ];
        let fields: Fields =
            serde_json::from_value(pairs.iter().map(|(n, t)| ((*n).to_owned(), Value::from(*t))).collect()).unwrap();
        assert_eq!(read(&fields), Risk::from([("plate".to_owned(), Value::from("AB-123-CD"))]));
        let objects = read_objects(&fields);
        assert_eq!(objects.len(), 2);
        assert_eq!(objects.first().and_then(|line| line.kind.as_deref()), Some("vehicle"));
        assert_eq!(objects.get(1).and_then(|line| line.reference.as_deref()), Some("CD-456-EF"));
    }
}
