//! Made-up data to try a template with. It goes through the very snapshot of documents, so it has the same names.

use domain::agency::AgencyView;
use domain::client::{ClientKind, ClientRef, ClientView};
use domain::company::{CompanyRef, CompanyView};
use domain::policy::{
    PartyRole, PartyView, PaymentFrequency, PolicyState, PolicyView, ProductLine, Risk, RiskKind, RiskObject, Terms,
};
use domain::shared::{Address, AgencyId, ClientId, CompanyId, Currency, Money, PartyId, PolicyId, UserId};
use domain::template::{PREVIEW_ROWS, PreviewData};
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;

/// Everybody and everything a document may be about, made up.
pub(super) struct Sample {
    pub(super) agency: AgencyView,
    pub(super) client: ClientView,
    pub(super) company: CompanyView,
    pub(super) policy: PolicyView,
    pub(super) parties: Vec<PartyView>,
    pub(super) author: &'static str,
}

/// The longest name of an organisation that the forms take in practice.
pub(super) const LONG_NAME: &str = "Société coopérative agricole, artisanale et de distribution des producteurs maraîchers réunis du bassin \
                         de Saint-Louis-du-Sénégal, de la Haute-Casamance et des Pyrénées-Orientales";
/// A word that finds no place to break.
const LONG_WORD: &str = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
/// An amount in F CFA as wide as they come.
pub(super) const LARGE_AMOUNT: Money = Money { amount_minor: 9_876_543_210, currency: Currency::XOF };

/// Makes the sample of a firm: its own letterhead, and everything else made up.
pub(super) fn sample(which: PreviewData, agency: &AgencyView, today: Date, now: Timestamp) -> Sample {
    let mut agency = agency.clone();
    if which == PreviewData::Sparse {
        (agency.legal_form, agency.phone, agency.email) = (None, None, None);
    } else {
        complete(&mut agency);
    }
    let maker = Maker { which, agency: agency.id, currency: agency.currency, today, now };
    Sample {
        client: maker.client(),
        company: maker.company(),
        policy: maker.policy(),
        parties: maker.parties(),
        author: if which == PreviewData::Longest { LONG_NAME } else { "Camille Laurent" },
        agency,
    }
}

/// A firm may lack what the template needs; that is told when a document is issued, not while one is written.
fn complete(agency: &mut AgencyView) {
    let fill = |field: &mut Option<String>, text: &str| {
        field.get_or_insert_with(|| text.to_owned());
    };
    fill(&mut agency.legal_form, "SARL");
    fill(&mut agency.phone, "01 23 45 67 89");
    fill(&mut agency.email, "contact@exemple.fr");
    fill(&mut agency.registration, "ORIAS 00 000 000");
    let address = agency.address.get_or_insert_default();
    fill(&mut address.lines, "1, place du Marché");
    fill(&mut address.postal_code, "75001");
    fill(&mut address.city, "Paris");
    fill(&mut address.country, "FR");
    if agency.legal_mentions.is_empty() {
        agency.legal_mentions.push("Mentions légales du cabinet".to_owned());
    }
}

struct Maker {
    which: PreviewData,
    agency: AgencyId,
    currency: Currency,
    today: Date,
    now: Timestamp,
}

impl Maker {
    /// What may be empty is there, long, or not there.
    fn maybe(&self, usual: &str) -> Option<String> {
        (self.which != PreviewData::Sparse).then(|| self.name(usual))
    }

    /// A name, which is always there.
    fn name(&self, usual: &str) -> String {
        if self.which == PreviewData::Longest { LONG_NAME.to_owned() } else { usual.to_owned() }
    }

    fn amount(&self, minor: i64) -> Money {
        match self.which {
            PreviewData::Longest => LARGE_AMOUNT,
            _ => Money { amount_minor: minor, currency: self.currency },
        }
    }

    fn address(&self, line: &str, code: &str, city: &str) -> Option<Address> {
        let long = self.which == PreviewData::Longest;
        (self.which != PreviewData::Sparse).then(|| Address {
            lines: Some(if long { format!("Bâtiment C, escalier 12\n{LONG_NAME}\n{line}") } else { line.to_owned() }),
            postal_code: Some(code.to_owned()),
            city: Some(if long {
                "Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson".to_owned()
            } else {
                city.to_owned()
            }),
            country: Some("FR".to_owned()),
        })
    }

    fn client(&self) -> ClientView {
        let long = self.which == PreviewData::Longest;
        ClientView {
            id: ClientId::from_uuid(uuid::Uuid::nil()),
            agency_id: self.agency,
            owner_id: UserId::from_uuid(uuid::Uuid::nil()),
            kind: if long { ClientKind::Organisation } else { ClientKind::Person },
            display_name: self.name("Claire Martin"),
            first_name: self.maybe("Claire"),
            last_name: self.maybe("Martin"),
            legal_name: self.maybe("Martin Conseil SARL"),
            email: (self.which != PreviewData::Sparse).then(|| {
                if long {
                    format!("{}@exemple.fr", LONG_WORD.to_lowercase())
                } else {
                    "claire.martin@exemple.fr".to_owned()
                }
            }),
            phone: self.maybe("06 12 34 56 78").map(|_| "+33 6 12 34 56 78".to_owned()),
            phone_e164: None,
            address: self.address("12, rue des Lilas", "35000", "Rennes"),
            birth_date: (self.which != PreviewData::Sparse).then(|| Date::constant(1984, 2, 29)),
            national_id: None,
            national_id_scheme: None,
            tax_id: self.maybe("").map(|_| "732 829 320".to_owned()),
            tax_id_scheme: None,
            iban: None,
            notes: None,
            contacts: Vec::new(),
            addresses: Vec::new(),
            policy_count: 1,
            version: 1,
            created_at: self.now,
            updated_at: self.now,
        }
    }

    fn company(&self) -> CompanyView {
        CompanyView {
            id: CompanyId::from_uuid(uuid::Uuid::nil()),
            agency_id: self.agency,
            name: self.name("Compagnie d’assurances Horizon"),
            code: "HORIZON".to_owned(),
            broker_code: None,
            email: None,
            phone: None,
            address: self.address("1, place de la Bourse", "75002", "Paris"),
            website: None,
            claims_email: None,
            claims_phone: None,
            contacts: Vec::new(),
            policy_count: 1,
            version: 1,
            created_at: self.now,
            updated_at: self.now,
        }
    }

    fn policy(&self) -> PolicyView {
        let from = self.today.saturating_sub(3.months());
        let until = from.saturating_add(1.year());
        PolicyView {
            id: PolicyId::from_uuid(uuid::Uuid::nil()),
            agency_id: self.agency,
            client_id: ClientId::from_uuid(uuid::Uuid::nil()),
            client: ClientRef { id: ClientId::from_uuid(uuid::Uuid::nil()), display_name: self.name("Claire Martin") },
            company_id: CompanyId::from_uuid(uuid::Uuid::nil()),
            company: CompanyRef {
                id: CompanyId::from_uuid(uuid::Uuid::nil()),
                name: self.name("Compagnie d’assurances Horizon"),
            },
            policy_number: if self.which == PreviewData::Longest {
                LONG_WORD.to_owned()
            } else {
                "AUTO-2026-001234".to_owned()
            },
            terms: self.terms(from, until),
            state: PolicyState::InForce,
            state_since: None,
            state_until: None,
            period_from: from,
            period_until: until,
            current_version: 1,
            version: 1,
            created_at: self.now,
            updated_at: self.now,
        }
    }

    fn terms(&self, effective_date: Date, expiry_date: Date) -> Terms {
        let sparse = self.which == PreviewData::Sparse;
        let mut risk = Risk::new();
        if !sparse {
            for (name, value) in
                [("plate", "AB-123-CD"), ("make", "Renault"), ("model", "Clio V"), ("use", "Privé et trajets")]
            {
                risk.insert(name.to_owned(), json!(value));
            }
        }
        let objects = if self.which == PreviewData::Longest { PREVIEW_ROWS - risk.len() } else { 0 };
        let object = |number: usize| RiskObject {
            kind: RiskKind::Vehicle,
            reference: format!("ZZ-{number:03}-ZZ"),
            description: number.is_multiple_of(2).then(|| LONG_NAME.to_owned()),
        };
        Terms {
            product_line: ProductLine::Motor,
            product_name: self.name("Auto tous risques"),
            premium: self.amount(61_250),
            effective_date,
            expiry_date,
            tacit_renewal: !sparse,
            payment_frequency: PaymentFrequency::Annual,
            risk,
            risk_objects: (1..=objects).map(object).collect(),
        }
    }

    fn parties(&self) -> Vec<PartyView> {
        if self.which == PreviewData::Sparse {
            return Vec::new();
        }
        [PartyRole::Payer, PartyRole::Insured]
            .into_iter()
            .map(|role| PartyView {
                id: PartyId::from_uuid(uuid::Uuid::nil()),
                role,
                name: self.name("Paul Martin"),
                has_file: false,
                client_id: None,
                since: None,
                until: None,
                note: None,
                recorded_at: self.now,
            })
            .collect()
    }
}
