//! The program on one database, with the clock in the test's hand.

use std::path::Path;
use std::sync::Arc;

use domain::client::ClientView;
use domain::company::CompanyView;
use domain::document::{DocumentInput, DocumentView};
use domain::policy::PolicyView;
use domain::shared::{ClientId, CompanyId, PolicyId, TemplateId};
use domain::template::{TemplateInput, TemplateView};
use infrastructure::files::{FilePlaces, PlaceSettings};
use infrastructure::limits::MemoryLimits;
use infrastructure::security::{AeadSealer, Ed25519Seals, HmacSigner, JwtTokens, MasterSecret, TotpCodes, WebPasskeys};
use infrastructure::sql::SqlDatabase;
use infrastructure::time::SystemChance;
use jiff::SignedDuration;
use services::access::Principal;
use services::policies::AsOf;
use services::ports::limits::Quotas;
use services::storage::KeptFiles;
use services::{Ports, Result, Services, Settings};

use super::databases::{Place, Raw};
use super::firms::Firm;
use super::stand_ins::{
    KeepingMail, ListingBinder, NotingOutside, PlainPasswords, PlainPrinter, PrintingRenderer, SetClock,
};
use super::things::{company, mandate, person, policy, step};

/// When every test begins: 11 o'clock in Paris.
pub(crate) const NOW: &str = "2026-11-23T10:00:00Z";

/// The program with two firms.
pub(crate) struct House {
    pub(crate) services: Box<Services>,
    pub(crate) ports: Ports,
    pub(crate) database: SqlDatabase,
    pub(crate) clock: SetClock,
    pub(crate) mail: KeepingMail,
    /// "Cabinet Un", whose records the tests write.
    pub(crate) one: Firm,
    /// "Cabinet Deux", who must see nothing of them.
    pub(crate) two: Firm,
    pub(crate) place: Place,
}

pub(super) fn ports(database: &SqlDatabase, clock: &SetClock, mail: &KeepingMail, folder: &Path) -> Ports {
    let secret = MasterSecret::new([7; 32]);
    let sealer = Arc::new(AeadSealer::new(&secret));
    let places = FilePlaces::new(folder, PlaceSettings::default()).unwrap();
    let kept_files =
        KeptFiles::new(Arc::new(database.clone()), Arc::new(places), sealer.clone(), Arc::new(clock.clone()));
    Ports {
        database: Arc::new(database.clone()),
        sign_in: Arc::new(database.clone()),
        clock: Arc::new(clock.clone()),
        chance: Arc::new(SystemChance),
        files: Arc::new(kept_files.clone()),
        kept_files,
        mail: Arc::new(mail.clone()),
        post: Arc::new(database.clone()),
        renewal_queue: Arc::new(database.clone()),
        document_run_queue: Arc::new(database.clone()),
        binder: Arc::new(ListingBinder),
        address_printer: Arc::new(PlainPrinter),
        renderer: Arc::new(PrintingRenderer),
        passwords: Arc::new(PlainPasswords),
        tokens: Arc::new(JwtTokens::new(&secret)),
        signer: Arc::new(HmacSigner::new(&secret)),
        visible_seals: Arc::new(Ed25519Seals::new(&secret)),
        sealer,
        limits: Arc::new(MemoryLimits::new(Quotas::off(), Arc::new(clock.clone()))),
        one_time_codes: Arc::new(TotpCodes),
        passkeys: Arc::new(WebPasskeys::new("https://assurance.test")),
        outside: Arc::new(NotingOutside::default()),
        scanner: None,
        settings: Settings {
            public_url: "https://assurance.test".into(),
            registration_open: true,
            session_idle: SignedDuration::from_hours(12),
            session_life: SignedDuration::from_hours(30 * 24),
            storage_by_environment: false,
            standard_templates: Vec::new(),
        },
    }
}

impl House {
    pub(super) async fn open(place: &Place, (one, two): (Firm, Firm)) -> Self {
        let clock = SetClock::at(NOW);
        let database = SqlDatabase::open(&place.settings()).await.unwrap().with_clock(Arc::new(clock.clone()));
        let mail = KeepingMail::default();
        let ports = ports(&database, &clock, &mail, &place.folder);
        let services = Box::new(Services::new(&ports));
        Self { services, ports, database, clock, mail, one, two, place: place.clone() }
    }

    pub(crate) async fn raw(&self) -> Raw {
        self.place.raw().await
    }

    pub(crate) async fn client(&self, who: &Principal, last_name: &str) -> ClientView {
        self.services.clients.create(who, person(last_name)).await.unwrap()
    }

    /// A company of the first firm.
    pub(crate) async fn company(&self, code: &str) -> CompanyView {
        self.services.companies.create(&self.one.manager, company(code)).await.unwrap()
    }

    /// A quote of 2026 for a new client at a new company.
    pub(crate) async fn quote(&self, who: &Principal, number: &str) -> PolicyView {
        let client = self.client(who, "Durand").await;
        let company = self.company(number).await;
        self.quote_for(who, client.id, company.id, number).await
    }

    pub(crate) async fn quote_for(
        &self,
        who: &Principal,
        client: ClientId,
        company: CompanyId,
        number: &str,
    ) -> PolicyView {
        self.services.policies.create(who, policy(client, company, number)).await.unwrap()
    }

    /// A policy in force until the end of 2026.
    pub(crate) async fn bound(&self, who: &Principal, number: &str) -> PolicyView {
        let quote = self.quote(who, number).await;
        self.services.policies.bind(who, quote.id, None, step(None)).await.unwrap()
    }

    /// The policy as it is now.
    pub(crate) async fn policy_now(&self, id: PolicyId) -> PolicyView {
        self.services.policies.find(&self.one.admin, id, AsOf::default()).await.unwrap()
    }

    /// Lets the first firm issue certificates for the company.
    pub(crate) async fn give_mandate(&self, company: CompanyId) {
        let given = vec![mandate("issue_certificates")];
        self.services.companies.set_mandates(&self.one.manager, company, None, given).await.unwrap();
    }

    /// A template of the first firm with one version.
    pub(crate) async fn template(&self, kind: &str, source: &str) -> TemplateView {
        let input = TemplateInput {
            name: Some(format!("Modèle {kind}")),
            kind: Some(kind.into()),
            content: Some(source.into()),
            ..TemplateInput::default()
        };
        self.services.templates.create(&self.one.manager, input).await.unwrap()
    }

    /// A template of the first firm for this use, with one version.
    pub(crate) async fn template_for(&self, usage: &str, source: &str) -> TemplateView {
        let input = TemplateInput {
            name: Some(format!("Modèle {usage}")),
            usage: Some(usage.into()),
            content: Some(source.into()),
            ..TemplateInput::default()
        };
        self.services.templates.create(&self.one.manager, input).await.unwrap()
    }

    pub(crate) async fn issue(
        &self,
        who: &Principal,
        template: TemplateId,
        policy: Option<PolicyId>,
    ) -> Result<DocumentView> {
        let input = DocumentInput {
            template_id: Some(template.to_string()),
            policy_id: policy.map(|id| id.to_string()),
            ..DocumentInput::default()
        };
        self.services.documents.issue(who, input).await
    }

    /// A certificate of a policy in force, with all that it needs.
    pub(crate) async fn certificate(&self, who: &Principal, number: &str) -> DocumentView {
        let policy = self.bound(who, number).await;
        self.give_mandate(policy.company_id).await;
        let template = self.template("certificate", "<h1>Attestation</h1>").await;
        self.issue(who, template.id, Some(policy.id)).await.unwrap()
    }
}
