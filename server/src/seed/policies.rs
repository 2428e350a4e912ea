//! The policies of a sample portfolio: what is insured, and for how much.

use domain::policy::{PaymentFrequency, ProductLine, Risk, SavePolicy, Terms};
use domain::shared::{ClientId, Money, PolicyId};
use jiff::civil::Date;
use serde_json::{Value, json};
use services::ports::unit::WholePolicy;

use super::dice::Dice;
use super::lives::{self, Quote};
use super::{CLIENT, POLICY, Plan, numbers};

/// Line, the beginning of its numbers, product, and yearly premium in euros, from and to.
const PRODUCTS: &[(ProductLine, &str, &str, i64, i64)] = &[
    (ProductLine::Motor, "MOT", "Auto Confort", 320, 980),
    (ProductLine::Home, "HAB", "Habitation Sérénité", 140, 520),
    (ProductLine::Motor, "MOT", "Auto Tous Risques", 540, 1_900),
    (ProductLine::Health, "SAN", "Santé Famille", 620, 2_400),
    (ProductLine::ProfessionalLiability, "RCP", "RC Pro Services", 380, 4_800),
    (ProductLine::BusinessProperty, "MRP", "Multirisque Commerce", 700, 9_500),
    (ProductLine::LegalProtection, "PJ", "Protection Juridique", 70, 190),
    (ProductLine::Travel, "VOY", "Assistance Voyage", 40, 260),
    (ProductLine::Life, "PRV", "Prévoyance Avenir", 240, 1_600),
    (ProductLine::Transport, "TRA", "Marchandises Transportées", 900, 12_000),
    (ProductLine::Construction, "DEC", "Décennale Artisan", 1_400, 14_000),
];

/// Makes and models, the frequent ones first.
const VEHICLES: &[(&str, &str)] = &[
    ("Renault", "Clio"),
    ("Peugeot", "208"),
    ("Toyota", "Corolla"),
    ("Citroën", "C3"),
    ("Dacia", "Sandero"),
    ("Hyundai", "Tucson"),
    ("Toyota", "Hilux"),
    ("Peugeot", "3008"),
    ("Volkswagen", "Golf"),
    ("Renault", "Kangoo"),
    ("Mercedes-Benz", "Sprinter"),
    ("Kia", "Picanto"),
    ("Ford", "Transit"),
    ("Tesla", "Model 3"),
];

/// The policy at `index`, with its whole life.
pub(super) fn policy(plan: &Plan, index: u64) -> WholePolicy {
    let recorded_at = plan.policy_recorded(index);
    let mut dice = Dice::of(plan.seed, POLICY, index);
    let id = PolicyId::from_uuid(dice.id(recorded_at));
    // Only a client recorded before: the older ones gather the more policies.
    let holder = dice.below(plan.clients_before(index));
    let (client_id, author) = holder_of(plan, holder);
    let (line, prefix, product, low, high) = *dice.pick_uneven(PRODUCTS);
    let made = plan.zone.to_datetime(recorded_at).date();
    let from = made.saturating_add(jiff::Span::new().days(dice.between(4, 30)));
    let terms = Terms {
        product_line: line,
        product_name: product.to_owned(),
        premium: plan.premium(dice.between(low * 100, high * 100)),
        effective_date: from,
        expiry_date: from.saturating_add(jiff::Span::new().years(1)),
        tacit_renewal: dice.yes(650),
        payment_frequency: *dice.pick(&[
            PaymentFrequency::Annual,
            PaymentFrequency::Monthly,
            PaymentFrequency::Quarterly,
            PaymentFrequency::SemiAnnual,
        ]),
        risk: risk(&mut dice, line, plan.french),
        risk_objects: Vec::new(),
    };
    let company_id = *dice.pick_uneven(&plan.companies);
    let number = format!("{prefix}-{:02}{:08}", plan.seed % 100, index + 1);
    let quote = Quote { recorded_at, author, zone: &plan.zone, today: plan.today };
    let life = lives::live(&mut dice, &quote, terms, |dice, terms| endorsed(dice, plan, terms));
    let policy = SavePolicy { client_id, company_id, policy_number: number, terms: life.terms };
    WholePolicy {
        id,
        policy,
        versions: life.versions,
        facts: life.facts,
        version: life.version,
        created_at: recorded_at,
        updated_at: life.updated_at,
    }
}

/// A client of the portfolio and who looks after him, without making him anew: id and owner are the first things rolled.
fn holder_of(plan: &Plan, index: u64) -> (ClientId, domain::shared::UserId) {
    let mut dice = Dice::of(plan.seed, CLIENT, index);
    let id = ClientId::from_uuid(dice.id(plan.client_recorded(index)));
    (id, *dice.pick(&plan.owners))
}

fn risk(dice: &mut Dice, line: ProductLine, french: bool) -> Risk {
    let told: Value = match line {
        ProductLine::Motor => {
            let (make, model) = dice.pick_uneven(VEHICLES);
            json!({ "plate": numbers::plate(dice, french), "make": make, "model": model })
        }
        ProductLine::Home | ProductLine::BusinessProperty => json!({
            "address": format!("{} {}", dice.between(1, 140), dice.pick(super::names::STREETS)),
            "surface_m2": dice.between(18, 420),
        }),
        ProductLine::ProfessionalLiability | ProductLine::Construction => json!({
            "activity": dice.pick(&["Conseil aux entreprises", "Plomberie", "Électricité", "Architecture", "Informatique"]),
        }),
        _ => json!({}),
    };
    match told {
        Value::Object(fields) => fields.into_iter().collect(),
        _ => Risk::new(),
    }
}

/// What an endorsement changes: the premium always, and the vehicle where there is one.
fn endorsed(dice: &mut Dice, plan: &Plan, terms: &Terms) -> (Terms, &'static str) {
    let amount_minor = terms.premium.amount_minor * dice.between(92, 118) / 100;
    let mut changed = Terms { premium: Money { amount_minor, ..terms.premium }, ..terms.clone() };
    if terms.product_line == ProductLine::Motor && dice.yes(600) {
        changed.risk = risk(dice, ProductLine::Motor, plan.french);
        return (changed, "Changement de véhicule");
    }
    (changed, if dice.yes(500) { "Révision tarifaire" } else { "Garanties modifiées" })
}

/// The day so many days later.
pub(super) fn later(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}
