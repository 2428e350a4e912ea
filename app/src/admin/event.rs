//! One event of the audit log, with what changed.

use domain::audit::{AuditEventView, SystemActor};
use domain::client::ClientKind;
use domain::company::MandateKind;
use domain::document::DocumentStatus;
use domain::factor::APP_IN_THE_LOG;
use domain::labels::Label;
use domain::list::Names;
use domain::policy::{PaymentFrequency, PolicyState, ProductLine};
use domain::shared::{Language, Money, UserId, format};
use domain::template::TemplateKind;
use domain::user::Role;
use leptos::prelude::*;
use serde_json::Value;

use crate::lists::{ListState, Look};
use crate::locales::{Words, action_label, object_label};
use crate::moments;
use crate::parts::{Cell, Column};

/// Events: when, by whom, what, to what, and the change on demand.
pub(super) fn table(words: Words, list: &ListState, events: &[AuditEventView], people: &[(UserId, String)]) -> AnyView {
    let admin = words.admin();
    let cell = |key: &str, event: &AuditEventView| own_cell(words, key, event, people);
    let last = |event: &AuditEventView| {
        let details = details(words, list, event, people);
        view! { <Cell label=admin.details()>{details}</Cell> }.into_any()
    };
    let names = Names::default();
    let look = Look::new(admin.audit(), &names).closed().own(&cell).last(Column::text(admin.details()), &last);
    list.looking(events, &look)
}

/// The cells that say more than the schema knows.
fn own_cell(words: Words, key: &str, event: &AuditEventView, people: &[(UserId, String)]) -> Option<AnyView> {
    let audit = words.audit();
    let kind = || object_label(audit, &event.object_type);
    let cell = match key {
        "action" => action_label(audit, &event.action).into_any(),
        "object_type" => kind().into_any(),
        "object" => {
            let label = match (event.object_type.as_str(), event.object_label.as_str()) {
                ("factor", APP_IN_THE_LOG) => words.factors().app().to_owned(),
                (_, label) => label.to_owned(),
            };
            let object = match object_page(event) {
                Some(href) => view! { <a href=href>{label}</a> }.into_any(),
                None => label.into_any(),
            };
            view! { <span class="row-stack">{object}<small class="row-note">{kind()}</small></span> }.into_any()
        }
        "actor" => {
            let actor = match SystemActor::parse(&event.actor).filter(|_| event.user_id.is_none()) {
                Some(part) => part.label(words.language()).to_owned(),
                None => event.actor.clone(),
            };
            let door = event.door.label(words.language());
            view! { <span class="row-stack">{actor}<small class="row-note">{door}</small></span> }.into_any()
        }
        // As text it would be a page long; the file holds it whole.
        "changes" => {
            let title = words.admin().show_details();
            view! { <details class="event"><summary>{title}</summary>{changes(words, &event.changes, people)}</details> }
                .into_any()
        }
        _ => return None,
    };
    Some(cell)
}

/// The page of what an event is about, where there is one.
fn object_page(event: &AuditEventView) -> Option<String> {
    let folder = match event.object_type.as_str() {
        "client" => "/clients",
        "company" => "/companies",
        "policy" => "/policies",
        "template" => "/templates",
        "document" => "/documents",
        "attachment" => "/attachments",
        "document_run" => "/documents/runs",
        "user" => "/admin/users",
        _ => return None,
    };
    Some(format!("{folder}/{}", event.object_id))
}

fn details(words: Words, list: &ListState, event: &AuditEventView, people: &[(UserId, String)]) -> AnyView {
    let admin = words.admin();
    let nothing = || "—".to_owned();
    let facts = [
        (admin.ip_address(), event.ip_address.clone().unwrap_or_else(nothing)),
        (admin.user_agent(), event.user_agent.clone().unwrap_or_else(nothing)),
        (admin.sequence(), event.sequence.to_string()),
        (admin.hash(), event.hash.clone()),
    ];
    let facts = facts.map(|(term, value)| view! { <div><dt>{term}</dt><dd>{value}</dd></div> });
    let same = list.with("request_id", Some(&event.request_id));
    view! {
        <details class="event">
            <summary>{admin.show_details()}</summary>
            {changes(words, &event.changes, people)}
            <dl class="event-facts">
                <div>
                    <dt>{admin.request_id()}</dt>
                    <dd>{event.request_id.clone()}" "<a href=same>{admin.same_request()}</a></dd>
                </div>
                {Vec::from(facts)}
            </dl>
        </details>
    }
    .into_any()
}

fn changes(words: Words, changes: &Value, people: &[(UserId, String)]) -> AnyView {
    let admin = words.admin();
    let changed = changes.as_object().filter(|fields| !fields.is_empty());
    let Some(fields) = changed else { return view! { <p class="muted">{admin.no_changes()}</p> }.into_any() };
    let rows = fields
        .iter()
        // The event itself says which thing of which firm it is about.
        .filter(|(name, _)| !matches!(name.as_str(), "id" | "agency_id"))
        .map(|(name, change)| {
            let side = |index: usize| shown(words, name, change.get(index).unwrap_or(&Value::Null), people);
            view! {
                <li>
                    <span class="change-field">{field_label(words, name)}</span>
                    <span class="change-before"><span class="visually-hidden">{admin.before()}" "</span>{side(0)}</span>
                    <span aria-hidden="true">"→"</span>
                    <span><span class="visually-hidden">{admin.after()}" "</span>{side(1)}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="changes">{rows}</ul> }.into_any()
}

/// A field's name in the reader's words, or its own name with spaces.
fn field_label(words: Words, name: &str) -> String {
    let known = [
        words.audit().text(name),
        words.clients().text(name),
        words.policies().text(name),
        words.common().text(name),
        words.documents().text(name),
    ];
    known.into_iter().flatten().next().map_or_else(|| name.replace('_', " "), str::to_owned)
}

/// A value as the reader would read it on the record's own page.
fn shown(words: Words, name: &str, value: &Value, people: &[(UserId, String)]) -> String {
    let common = words.common();
    match value {
        Value::Null => "—".to_owned(),
        Value::Bool(yes) => if *yes { common.yes() } else { common.no() }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => {
            let person = UserId::parse(text).and_then(|id| people.iter().find(|(known, _)| *known == id));
            if let Some((_, name)) = person {
                name.clone()
            } else if let Some(label) = word_label(name, text, words.language()) {
                label.to_owned()
            } else if let Ok(day) = text.parse().map(format::day) {
                day
            } else {
                text.parse().map_or_else(|_| text.clone(), moments::instant)
            }
        }
        Value::Array(values) if values.is_empty() => "—".to_owned(),
        Value::Array(values) => {
            values.iter().map(|value| shown(words, name, value, people)).collect::<Vec<_>>().join(" ; ")
        }
        Value::Object(fields) => {
            if let Ok(money) = serde_json::from_value::<Money>(value.clone()) {
                return format::money(money, words.language());
            }
            let given = fields.iter().filter(|(_, value)| !value.is_null());
            let colon = if words.language() == Language::Fr { "\u{a0}: " } else { ": " };
            given
                .map(|(name, value)| {
                    format!("{}{colon}{}", field_label(words, name), shown(words, name, value, people))
                })
                .collect::<Vec<_>>()
                .join(", ")
        }
    }
}

/// What a word of a closed list is called.
fn word_label(field: &str, word: &str, language: Language) -> Option<&'static str> {
    match field {
        "role" => Role::parse(word).map(|role| role.label(language)),
        "state" => PolicyState::parse(word).map(|state| state.label(language)),
        "status" => DocumentStatus::parse(word).map(|status| status.label(language)),
        "product_line" | "product_lines" => ProductLine::parse(word).map(|line| line.label(language)),
        "payment_frequency" => PaymentFrequency::parse(word).map(|frequency| frequency.label(language)),
        "kind" => ClientKind::parse(word)
            .map(|kind| kind.label(language))
            .or_else(|| MandateKind::parse(word).map(|kind| kind.label(language)))
            .or_else(|| TemplateKind::parse(word).map(|kind| kind.label(language))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_shown_as_on_its_own_page() {
        let words = Words::in_language(Language::Fr);
        let cases = [
            ("email", json!(null), "—"),
            ("active", json!(false), "Non"),
            ("birth_date", json!("1984-05-12"), "12/05/1984"),
            ("created_at", json!("2026-11-23T08:00:00Z"), "23/11/2026 08:00"),
            ("role", json!("MANAGER"), "Responsable"),
            ("premium", json!({"amount_minor": 123_456, "currency": "EUR"}), "1\u{a0}234,56\u{a0}€"),
            ("address", json!({"city": "Lyon", "lines": null}), "Ville\u{a0}: Lyon"),
            ("kind", json!("issue_certificates"), "Délivrance d’attestations"),
            ("legal_mentions", json!(["a", "b"]), "a ; b"),
        ];
        for (name, value, expected) in cases {
            assert_eq!(shown(words, name, &value, &[]), expected, "{name}");
        }
    }
}
