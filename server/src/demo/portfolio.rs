//! Companies with mandates, clients and policies in every state, dated around today.

use domain::audit::{Door, SystemActor};
use domain::company::{CompanyInput, MandateInput};
use domain::policy::{CancellationInput, PolicyInput, Risk, StepInput};
use domain::shared::{Address, AgencyId, ClientId, CompanyId, Currency, Money, UserId};
use infrastructure::time::SystemClock;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};
use services::Result;
use services::access::Principal;
use services::ports::clock::Clock;

use super::people;
use crate::wiring::House;

/// How large a demo portfolio is, and in which currency.
pub(super) struct Size {
    clients: usize,
    policies: usize,
    currency: Currency,
}

/// The first firm's.
pub(super) const DEMO: Size = Size { clients: 50, policies: 120, currency: Currency::EUR };
/// The second firm's.
pub(super) const OTHER: Size = Size { clients: 6, policies: 9, currency: Currency::XOF };

/// Name, code, and whether the firm may issue certificates and cover notes there. The last one gave no mandate.
const COMPANIES: [(&str, &str, bool); 3] =
    [("Atlantique Assurances", "ATL", true), ("Boréale Mutuelle", "BOR", true), ("Zénith IARD", "ZEN", false)];

/// Line, product, yearly premium in minor units of the euro.
const PRODUCTS: [(&str, &str, i64); 6] = [
    ("motor", "Auto Confort", 64_250),
    ("home", "Habitation Sérénité", 31_890),
    ("professional_liability", "RC Pro Services", 118_000),
    ("health", "Santé Famille", 142_560),
    ("business_property", "Multirisque Commerce", 203_415),
    ("motor", "Auto Tous Risques", 91_730),
];

/// Fills one firm.
pub(super) async fn fill(house: &House, firm: AgencyId, brokers: &[UserId], size: &Size) -> Result<()> {
    let who = Principal::system(SystemActor::Demo, firm, Door::CommandLine);
    let companies = companies(house, &who).await?;
    let mut clients = Vec::with_capacity(size.clients);
    for index in 0..size.clients {
        // Three in five belong to the first broker, who is the USER.
        let owner = brokers[if index % 5 < 3 { 0 } else { index % brokers.len() }];
        clients.push(house.services.clients.create(&who, people::client(index, owner)).await?.id);
    }
    let today = SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    for index in 0..size.policies {
        policy(house, &who, index, clients[index * 7 % clients.len()], companies[index % 3], size.currency, today)
            .await?;
    }
    Ok(())
}

async fn companies(house: &House, who: &Principal) -> Result<Vec<CompanyId>> {
    let mut ids = Vec::new();
    for (name, code, delegates) in COMPANIES {
        let input = CompanyInput {
            name: Some(name.to_owned()),
            code: Some(code.to_owned()),
            broker_code: Some(format!("{code}-4711")),
            email: Some(format!("courtage@{}.test", code.to_lowercase())),
            // A motor certificate names the insurer's address.
            address: Some(Address {
                lines: Some("1 place de l’Assurance".to_owned()),
                postal_code: Some("75009".to_owned()),
                city: Some("Paris".to_owned()),
                country: Some("FR".to_owned()),
            }),
            ..CompanyInput::default()
        };
        let id = house.services.companies.create(who, input).await?.id;
        let given: &[&str] = if delegates {
            &["collect_premiums", "issue_certificates", "issue_cover_notes"]
        } else {
            &["collect_premiums"]
        };
        let mandates = given.iter().map(|kind| MandateInput {
            kind: Some((*kind).to_owned()),
            valid_from: Some("2020-01-01".to_owned()),
            ..MandateInput::default()
        });
        house.services.companies.set_mandates(who, id, None, mandates.collect()).await?;
        ids.push(id);
    }
    Ok(ids)
}

async fn policy(
    house: &House,
    who: &Principal,
    index: usize,
    client: ClientId,
    company: CompanyId,
    currency: Currency,
    today: Date,
) -> Result<()> {
    let days = |count: usize| i64::try_from(count).unwrap_or_default().days();
    let (line, product, euros) = PRODUCTS[index % PRODUCTS.len()];
    let begun = index % 11;
    let from = match begun {
        // Two of eleven ran out, one begins soon, the others run, spread over the year.
        0 | 1 => today.saturating_sub(days(400 + index)),
        2 => today.saturating_add(days(20 + index % 10)),
        _ => today.saturating_sub(days(index * 37 % 350 + 10)),
    };
    let until = from.saturating_add(1.year());
    let amount = euros + i64::try_from(index).unwrap_or_default() * 317;
    // A franc is worth 1/656 of a euro and has no cents.
    let amount_minor = if currency.decimals() == 0 { amount * 656 / 100 } else { amount };
    let input = PolicyInput {
        client_id: Some(client.to_string()),
        company_id: Some(company.to_string()),
        policy_number: Some(format!("{}-{:05}", line[..3].to_uppercase(), 40_217 + index * 13)),
        product_line: Some(line.to_owned()),
        product_name: Some(product.to_owned()),
        premium: Some(Money { amount_minor, currency }),
        effective_date: Some(from.to_string()),
        expiry_date: Some(until.to_string()),
        tacit_renewal: Some(begun > 3 && index.is_multiple_of(2)),
        payment_frequency: Some(["annual", "monthly", "quarterly", "semi_annual"][index % 4].to_owned()),
        risk: Some(risk(line, index)),
        risk_objects: None,
    };
    let policy = house.services.policies.create(who, input).await?;
    // One in ten stays a quote.
    if index % 10 == 9 {
        return Ok(());
    }
    let bound = StepInput { effective_date: Some(from.min(today).to_string()), reason: None };
    house.services.policies.bind(who, policy.id, None, bound).await?;
    if index % 17 == 5 && begun > 2 {
        let cancelled = CancellationInput {
            effective_date: Some(today.min(until).to_string()),
            reason: Some(if line == "motor" { "Véhicule vendu" } else { "Demande du client" }.to_owned()),
        };
        house.services.policies.cancel(who, policy.id, None, cancelled).await?;
    }
    Ok(())
}

fn risk(line: &str, index: usize) -> Risk {
    let letters = |number: usize| char::from(b'A' + u8::try_from(number % 26).unwrap_or_default());
    let (make, model) = [("Peugeot", "208"), ("Renault", "Clio"), ("Toyota", "Corolla"), ("Citroën", "C3")][index % 4];
    let told: Value = match line {
        "motor" => json!({
            "plate": format!("{}{}-{:03}-{}{}", letters(index), letters(index * 3), index * 37 % 1000, letters(index * 5), letters(index * 7)),
            "make": make,
            "model": model,
        }),
        "home" => json!({ "address": format!("{} rue des Lilas", index + 1), "surface_m2": 45 + index % 90 }),
        "professional_liability" => json!({ "activity": "Conseil aux entreprises" }),
        "business_property" => {
            json!({ "address": format!("{} place du Commerce", index + 1), "activity": "Commerce de détail" })
        }
        _ => json!({}),
    };
    match told {
        Value::Object(fields) => fields.into_iter().collect(),
        _ => Risk::new(),
    }
}
