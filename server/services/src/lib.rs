//! The use-cases of a brokerage firm, and the ports they need. No SQL, no HTTP, no markup.

pub mod access;
pub mod agencies;
pub mod attachments;
pub mod audit;
pub mod bulk;
pub mod clients;
pub mod companies;
pub mod core;
pub mod document_runs;
pub mod documents;
pub mod error;
pub mod exports;
pub mod factors;
pub mod identity;
pub mod integrations;
pub mod letters;
mod lists;
pub mod mailings;
pub mod papers;
pub mod platform;
pub mod policies;
pub mod portfolio;
pub mod ports;
pub mod renewals;
pub mod search;
pub mod storage;
pub mod templates;
pub mod users;
pub mod views;

pub use core::{Ports, Settings, StandardTemplate};
pub use error::{Error, Problem, Result};

/// Every use-case, built once by the wiring and shared by both doors.
#[derive(Clone)]
pub struct Services {
    /// Clients.
    pub clients: clients::ClientService,
    /// Companies.
    pub companies: companies::CompanyService,
    /// The papers of companies' mandates.
    pub papers: papers::PaperService,
    /// Policies.
    pub policies: policies::PolicyService,
    /// Renewals of many policies.
    pub renewals: renewals::RenewalService,
    /// Lists as files.
    pub exports: exports::ExportService,
    /// Addresses on labels and envelopes.
    pub mailings: mailings::MailingService,
    /// What the portfolio comes to.
    pub portfolio: portfolio::PortfolioService,
    /// The platform, for its operator.
    pub platform: platform::PlatformService,
    /// Saved views of lists.
    pub views: views::ViewService,
    /// Templates.
    pub templates: templates::TemplateService,
    /// Documents.
    pub documents: documents::DocumentService,
    /// Documents about many policies.
    pub document_runs: document_runs::DocumentRunService,
    /// Users.
    pub users: users::UserService,
    /// Firms.
    pub agencies: agencies::AgencyService,
    /// Signing in and out.
    pub identity: identity::IdentityService,
    /// How the firm exchanges with its companies.
    pub integrations: integrations::IntegrationService,
    /// Letters.
    pub letters: letters::LetterService,
    /// Second factors.
    pub factors: factors::FactorService,
    /// Finding records.
    pub search: search::SearchService,
    /// Many records at once.
    pub bulk: bulk::BulkService,
    /// What belongs to clients and policies.
    pub attachments: attachments::AttachmentService,
    /// Where files are kept.
    pub storage: storage::StorageService,
    /// The audit log.
    pub audit: audit::AuditService,
}

impl Services {
    /// Builds every use-case on the ports.
    pub fn new(ports: &Ports) -> Self {
        let policies = policies::PolicyService::new(ports.clone());
        let documents = documents::DocumentService::new(ports.clone());
        let portfolio = portfolio::PortfolioService::new(ports.clone());
        Self {
            clients: clients::ClientService::new(ports.clone()),
            companies: companies::CompanyService::new(ports.clone()),
            papers: papers::PaperService::new(ports.clone()),
            renewals: renewals::RenewalService::new(ports.clone(), policies.clone()),
            policies,
            exports: exports::ExportService::new(ports.clone()),
            mailings: mailings::MailingService::new(ports.clone()),
            platform: platform::PlatformService::new(ports.clone(), portfolio.clone()),
            portfolio,
            views: views::ViewService::new(ports.clone()),
            templates: templates::TemplateService::new(ports.clone()),
            document_runs: document_runs::DocumentRunService::new(ports.clone(), documents.clone()),
            documents,
            users: users::UserService::new(ports.clone()),
            agencies: agencies::AgencyService::new(ports.clone()),
            identity: identity::IdentityService::new(ports.clone()),
            integrations: integrations::IntegrationService::new(ports.clone()),
            letters: letters::LetterService::new(ports.clone()),
            factors: factors::FactorService::new(ports.clone()),
            search: search::SearchService::new(ports.clone()),
            bulk: bulk::BulkService::new(ports.clone()),
            attachments: attachments::AttachmentService::new(ports.clone()),
            storage: storage::StorageService::new(ports.clone()),
            audit: audit::AuditService::new(ports.clone()),
        }
    }
}
