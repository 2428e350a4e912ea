//! The demo: two firms with their users, clients and policies, made through the very use-cases that people use.

mod people;
mod portfolio;

use domain::agency::AgencyInput;
use domain::audit::{Door, SystemActor};
use domain::shared::{Address, AgencyId, UserId};
use domain::user::UserInput;
use infrastructure::time::SystemChance;
use services::access::Principal;
use services::ports::clock::Chance;
use services::{Error, Result};

use crate::wiring::House;

/// What the demo tells at the start.
#[derive(Debug, Default)]
pub struct Demo {
    /// Who can sign in, with his role.
    pub users: Vec<String>,
    /// The password of all, when it was made just now and is not known from the environment.
    pub new_password: Option<String>,
}

/// Name, e-mail and role of the demo's users, by firm.
const DEMO_USERS: &[(&str, &str, &str)] = &[
    ("Camille Laurent", "user@demo.test", "USER"),
    ("Mariama Ndiaye", "manager@demo.test", "MANAGER"),
    ("Antoine Mercier", "admin@demo.test", "ADMIN"),
];
const OTHER_USERS: &[(&str, &str, &str)] =
    &[("Awa Koné", "user@autre.test", "USER"), ("Serge Mbarga", "admin@autre.test", "ADMIN")];
const PLATFORM_USERS: &[(&str, &str, &str)] = &[("Opérateur MonAssurance", "superadmin@demo.test", "SUPERADMIN")];

/// Fills an empty database; on a filled one it only tells who can sign in. A demo that was cut short is not taken up again:
/// it says so.
pub async fn fill(house: &House) -> Result<Demo> {
    let firms = house.services.agencies.every().await?;
    let known = |name: &str| firms.iter().any(|(_, firm)| firm == name);
    let mut demo = Demo::default();
    for (_, email, role) in DEMO_USERS.iter().chain(PLATFORM_USERS).chain(OTHER_USERS) {
        demo.users.push(format!("{email} ({role})"));
    }
    if known("Cabinet Autre") {
        return Ok(demo);
    }
    if firms.len() > 1 {
        let firm = if known("Cabinet Démo") { "a demo that was cut short" } else { "firms of its own" };
        return Err(Error::Internal(format!("the database holds {firm}; --demo wants an empty one").into()));
    }
    let password = house.config.demo_password.clone().unwrap_or_else(|| {
        let made = hex::encode(&SystemChance.secret()[..9]);
        demo.new_password = Some(made.clone());
        made
    });
    let hash = house.services.users.hash_password(&password).await?;
    users(house, AgencyId::PLATFORM, PLATFORM_USERS, &hash).await?;
    let demo_firm = open(house, demo_agency()).await?;
    let brokers = users(house, demo_firm, DEMO_USERS, &hash).await?;
    portfolio::fill(house, demo_firm, &brokers, &portfolio::DEMO).await?;
    // The second firm comes last: once it is there, the demo is whole.
    let other_firm = open(house, other_agency()).await?;
    let brokers = users(house, other_firm, OTHER_USERS, &hash).await?;
    portfolio::fill(house, other_firm, &brokers, &portfolio::OTHER).await?;
    Ok(demo)
}

async fn open(house: &House, input: AgencyInput) -> Result<AgencyId> {
    let who = Principal::system(SystemActor::Demo, AgencyId::PLATFORM, Door::CommandLine);
    Ok(house.services.agencies.open(&who, input).await?.id)
}

async fn users(house: &House, firm: AgencyId, users: &[(&str, &str, &str)], hash: &str) -> Result<Vec<UserId>> {
    let who = Principal::system(SystemActor::Demo, firm, Door::CommandLine);
    let mut ids = Vec::new();
    for (name, email, role) in users {
        let input = UserInput {
            email: Some((*email).to_owned()),
            full_name: Some((*name).to_owned()),
            role: Some((*role).to_owned()),
            active: Some(true),
            ..UserInput::default()
        };
        ids.push(house.services.users.create_hashed(&who, &input, hash.to_owned()).await?.id);
    }
    Ok(ids)
}

fn demo_agency() -> AgencyInput {
    AgencyInput {
        name: Some("Cabinet Démo".to_owned()),
        jurisdiction: Some("FR".to_owned()),
        legal_form: Some("SARL au capital de 20 000 €".to_owned()),
        address: Some(address("18 rue du Faubourg-Saint-Honoré", "75008", "Paris", "FR")),
        phone: Some("+33 1 42 00 00 00".to_owned()),
        email: Some("contact@demo.test".to_owned()),
        registration: Some("ORIAS 07 000 000".to_owned()),
        legal_mentions: vec![
            "Cabinet Démo, société de courtage d’assurance immatriculée à l’ORIAS sous le n° 07 000 000 (www.orias.fr)."
                .to_owned(),
            "Sous le contrôle de l’ACPR, 4 place de Budapest, 75436 Paris Cedex 09. \
             Assurance de responsabilité civile professionnelle et garantie financière conformes aux articles L512-6 et \
             L512-7 du Code des assurances."
                .to_owned(),
        ],
        ..AgencyInput::default()
    }
}

fn other_agency() -> AgencyInput {
    AgencyInput {
        name: Some("Cabinet Autre".to_owned()),
        jurisdiction: Some("CIMA".to_owned()),
        legal_form: Some("SARL".to_owned()),
        address: Some(address("Avenue Léopold-Sédar-Senghor", "BP 1234", "Dakar", "SN")),
        phone: Some("+221 33 800 00 00".to_owned()),
        email: Some("contact@autre.test".to_owned()),
        legal_mentions: vec![
            "Entreprise régie par le Code des assurances CIMA. Société de courtage d’assurances, garantie financière et \
             assurance de responsabilité civile professionnelle conformes aux articles 524 et 525."
                .to_owned(),
        ],
        ..AgencyInput::default()
    }
}

fn address(lines: &str, postal_code: &str, city: &str, country: &str) -> Address {
    Address {
        lines: Some(lines.to_owned()),
        postal_code: Some(postal_code.to_owned()),
        city: Some(city.to_owned()),
        country: Some(country.to_owned()),
    }
}
