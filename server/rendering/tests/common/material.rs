//! The facts that the standard templates are tried with: ordinary ones, none that may be absent, and the worst of all.

use serde_json::{Value, json};

/// Ordinary facts of a French firm, from the file beside the tests, with the facts of each use of a template.
#[derive(Debug, Clone)]
pub(crate) struct Material {
    snapshot: Value,
    facts: Value,
}

impl Material {
    /// What a document usually holds.
    pub(crate) fn ordinary() -> Self {
        let read: Value = serde_json::from_str(include_str!("../material/ordinary.json")).expect("the material");
        Self { snapshot: read["snapshot"].clone(), facts: read["facts"].clone() }
    }

    /// The same under another law.
    pub(crate) fn under(law: &str) -> Self {
        let mut material = Self::ordinary();
        material.snapshot["agency"]["jurisdiction"] = json!(law);
        material
    }

    /// Everything empty that may be empty.
    pub(crate) fn bare() -> Self {
        let mut material = Self::ordinary();
        for (group, fields) in [
            ("agency", "legal_form phone email"),
            ("client", "address birth_date email phone"),
            ("company", "address"),
            ("policy", "product_name expiry_date period_to premium payment_frequency_label effective_date"),
            ("document", "verification_qr"),
        ] {
            for field in fields.split(' ') {
                material.snapshot[group][field] = Value::Null;
            }
        }
        material.snapshot["agency"]["legal_mentions"] = json!([]);
        material.snapshot["policy"]["risk"] = json!([]);
        for (usage, needed) in [
            ("certificate", ""),
            ("motor_certificate", ""),
            ("liability_certificate", "activities"),
            ("cover_note", "covered_from covered_to"),
            ("cancellation_letter", "reason ends_on"),
            ("endorsement_letter", "effective_on"),
            ("premium_notice", "due_on period_from period_to total"),
            ("reminder", "due_on amount_due"),
            ("formal_notice", "due_on amount_due sent_on"),
            ("client_statement", "from_day to_day closing_balance"),
            ("production_bordereau", "from_day to_day"),
            ("remittance_bordereau", "from_day to_day"),
            ("commission_bordereau", "from_day to_day"),
            ("advice_record", "needs proposal reasons"),
            ("first_contact", "remuneration complaints mediator"),
            ("quote", "valid_until total"),
        ] {
            let facts = material.facts[usage].as_object_mut().expect("facts");
            for (name, value) in facts.iter_mut().filter(|(name, _)| !needed.split(' ').any(|one| one == *name)) {
                *value = if value.is_array() { json!([]) } else { Value::Null };
                assert!(!name.is_empty());
            }
        }
        material
    }

    /// The longest names, four lines of address, amounts in F CFA, two hundred rows.
    pub(crate) fn worst() -> Self {
        let mut material = Self::under("CIMA");
        in_francs(&mut material.facts);
        let name = "Établissements Kouadio-N’Guessan, Konan et Associés, Transports internationaux et Transit";
        let address = json!({
            "lines": "Immeuble Donaudampfschifffahrtselektrizitätenhauptbetriebswerk, 12e étage\nZone industrielle, lot 1234\nDerrière la pharmacie",
            "postal_code": "01 BP 12345", "city": "Abidjan-Plateau", "country": "CI"
        });
        let snapshot = &mut material.snapshot;
        snapshot["agency"]["name"] =
            json!("Société africaine de courtage et de conseil en assurances du golfe de Guinée");
        snapshot["agency"]["legal_form"] = json!("Société anonyme au capital de 1 000 000 000 F CFA");
        snapshot["agency"]["address"] = address.clone();
        snapshot["agency"]["legal_mentions"] = json!(["Garantie financière et assurance de responsabilité civile professionnelle conformes aux articles 524 et 538 du Code des assurances. ".repeat(4)]);
        snapshot["client"]["display_name"] = json!(name);
        snapshot["client"]["address"] = address.clone();
        snapshot["company"]["name"] =
            json!("Compagnie nationale d’assurances et de réassurances de la République de Côte d’Ivoire");
        snapshot["company"]["address"] = address;
        snapshot["policy"]["policy_number"] = json!("CI-ABJ-2026-AUTO-FLOTTE-000000012345678");
        snapshot["policy"]["payer"] = json!(name);
        snapshot["policy"]["risk"] = (0..60)
            .map(|row| json!({ "label": format!("Véhicule {row}"), "value": "11 JJ 03, semi-remorque frigorifique" }))
            .collect();
        for (usage, table) in [
            ("production_bordereau", "entries"),
            ("remittance_bordereau", "entries"),
            ("commission_bordereau", "entries"),
            ("client_statement", "entries"),
            ("premium_notice", "lines"),
        ] {
            let rows = material.facts[usage][table].as_array().expect("rows").clone();
            material.facts[usage][table] = rows.iter().cycle().take(200).cloned().collect();
        }
        material
    }

    /// The snapshot with the facts of this use.
    pub(crate) fn of(&self, usage: &str) -> Value {
        let mut data = self.snapshot.clone();
        data["data"] = self.facts[usage].clone();
        data
    }
}

fn in_francs(facts: &mut Value) {
    match facts {
        Value::Array(items) => items.iter_mut().for_each(in_francs),
        Value::Object(fields) if fields.contains_key("amount_minor") => {
            let minor = fields["amount_minor"].as_i64().expect("an amount") * 1000;
            *facts = json!({ "amount_minor": minor, "currency": "XOF" });
        }
        Value::Object(fields) => fields.values_mut().for_each(in_francs),
        _ => {}
    }
}
