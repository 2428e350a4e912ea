//! Bodies that are right, each with its own number or name.

use std::sync::atomic::{AtomicU32, Ordering};

use infrastructure::time::SystemClock;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde_json::{Value, json};
use services::ports::clock::Clock;

/// A number that no other test of this run has.
pub(crate) fn digits() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    format!("{:05}", COUNT.fetch_add(1, Ordering::SeqCst))
}

/// A natural person.
pub(crate) fn person() -> Value {
    json!({
        "kind": "person",
        "first_name": "Anaïs",
        "last_name": format!("Essai-Zoé {}", digits()),
        "email": "anais@exemple.test",
        "phone": "+33 6 12 34 56 78",
        "birth_date": "1984-02-29",
        "address": { "lines": "3 rue des Écoles", "postal_code": "75005", "city": "Paris", "country": "FR" },
    })
}

/// An organisation.
pub(crate) fn organisation() -> Value {
    json!({ "kind": "organisation", "legal_name": format!("Ateliers {}", digits()), "tax_id": "732829320" })
}

/// A company.
pub(crate) fn company() -> Value {
    let digits = digits();
    json!({ "name": format!("Compagnie {digits}"), "code": format!("C{digits}") })
}

/// A day as far from today as this: the rules know the real calendar, and today is where the demo's firms are.
pub(crate) fn day(from_today: Span) -> Date {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    SystemClock.now().to_zoned(zone).date().saturating_add(from_today)
}

/// A motor policy that began 100 days ago and ends in 265.
pub(crate) fn policy(client: &Value, company: &Value) -> Value {
    json!({
        "client_id": client,
        "company_id": company,
        "policy_number": format!("ACC-2026-{}", digits()),
        "product_line": "motor",
        "product_name": "Auto Confort",
        "premium": { "amount_minor": 64_250, "currency": "EUR" },
        "effective_date": day(-100.days()),
        "expiry_date": day(265.days()),
        "tacit_renewal": true,
        "payment_frequency": "annual",
        "risk": { "plate": "AB-123-CD" },
    })
}
