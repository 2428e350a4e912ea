//! Every page and its address. All are made whole before they are sent, so that their status and headers are right.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::account::{
    AccountPage, AskPasswordPage, ConfirmPage, DevicePage, DevicesPage, InvitationPage, ResetPasswordPage, SignInPage,
};
use crate::admin::{
    AdminPage, AgenciesPage, AgencyPage, AuditPage, LetterPage, MailPage, NewAgencyPage, NewUserPage, OwnAgencyPage,
    StoragePage, UserPage, UsersPage,
};
use crate::attachments::{AttachmentPage, ClientAttachmentsPage, PolicyAttachmentsPage};
use crate::clients::{
    ArchiveManyPage, ClientContactsPage, ClientPage, ClientsPage, EditClientPage, HandOverManyPage, HandOverPage,
    ManyDonePage, MergePage, NewClientPage, TimelinePage,
};
use crate::companies::{
    CompaniesPage, CompanyContactsPage, CompanyPage, EditCompanyPage, IntegrationPage, MandatesPage, NewCompanyPage,
    PaperPage, ProductsPage,
};
use crate::document_runs::{DocumentRunPage, DocumentRunsPage, NewDocumentRunPage};
use crate::documents::{DocumentPage, DocumentsPage, NewDocumentPage, VerifyCodePage, VerifyPage};
use crate::factors::{
    FactorRulesPage, NewPasskeyPage, PasskeySignInPage, RecoveryCodesPage, SecondFactorPage, SecurityPage, TotpPage,
};
use crate::home::HomePage;
use crate::lists::ViewsPage;
use crate::mailings::{ClientMailingPage, PolicyMailingPage};
use crate::page::{Content, bare};
use crate::policies::{
    EditPartyPage, EditPolicyPage, EndorsePage, NewPartyPage, NewPolicyPage, PoliciesPage, PolicyPage,
    PolicyPartiesPage, PolicyStepPage, WithdrawFactPage,
};
use crate::renewals::{NewRenewalsPage, RenewalRunPage, RenewalsPage};
use crate::request::Visit;
use crate::search::SearchPage;
use crate::templates::{
    ComparePage, EditTemplatePage, NewTemplatePage, StudioPage, TemplateHelpPage, TemplatePage, TemplatesPage,
    VersionPage,
};

/// The screens.
#[component]
pub fn App() -> AnyView {
    // The titles of pages are collected here and written into the document's head.
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=AbsentPage>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/password-reset") view=AskPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/password-reset/:token") view=ResetPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/invitation/:token") view=InvitationPage ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/second-factor") view=SecondFactorPage ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/passkey") view=PasskeySignInPage ssr=SsrMode::Async/>
                <Route path=path!("/account/security") view=SecurityPage ssr=SsrMode::Async/>
                <Route path=path!("/account/security/totp") view=TotpPage ssr=SsrMode::Async/>
                <Route path=path!("/account/security/recovery-codes") view=RecoveryCodesPage ssr=SsrMode::Async/>
                <Route path=path!("/account/security/passkeys/new") view=NewPasskeyPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/security") view=FactorRulesPage ssr=SsrMode::Async/>
                <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async/>
                <Route path=path!("/account/confirm") view=ConfirmPage ssr=SsrMode::Async/>
                <Route path=path!("/account/devices") view=DevicesPage ssr=SsrMode::Async/>
                <Route path=path!("/account/devices/:id") view=DevicePage ssr=SsrMode::Async/>
                <Route path=path!("/clients") view=ClientsPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/new") view=NewClientPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/hand-over") view=HandOverManyPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/mailing") view=ClientMailingPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/archive") view=ArchiveManyPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/done") view=ManyDonePage ssr=SsrMode::Async/>
                <Route path=path!("/clients/:id") view=ClientPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/:id/edit") view=EditClientPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/:id/contacts") view=ClientContactsPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/:id/attachments") view=ClientAttachmentsPage ssr=SsrMode::Async/>
                <Route path=path!("/clients/:id/merge") view=MergePage ssr=SsrMode::Async/>
                <Route path=path!("/clients/:id/timeline") view=TimelinePage ssr=SsrMode::Async/>
                <Route path=path!("/clients/:id/hand-over") view=HandOverPage ssr=SsrMode::Async/>
                <Route path=path!("/admin") view=AdminPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/users") view=UsersPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/users/new") view=NewUserPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/users/:id") view=UserPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/audit") view=AuditPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/agency") view=OwnAgencyPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/agencies") view=AgenciesPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/agencies/new") view=NewAgencyPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/agencies/:id") view=AgencyPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/storage") view=StoragePage ssr=SsrMode::Async/>
                <Route path=path!("/admin/mail") view=MailPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/mail/:id") view=LetterPage ssr=SsrMode::Async/>
                <Route path=path!("/companies") view=CompaniesPage ssr=SsrMode::Async/>
                <Route path=path!("/companies/new") view=NewCompanyPage ssr=SsrMode::Async/>
                <Route path=path!("/companies/:id") view=CompanyPage ssr=SsrMode::Async/>
                <Route path=path!("/companies/:id/edit") view=EditCompanyPage ssr=SsrMode::Async/>
                <Route path=path!("/companies/:id/contacts") view=CompanyContactsPage ssr=SsrMode::Async/>
                <Route path=path!("/companies/:id/integration") view=IntegrationPage ssr=SsrMode::Async/>
                <Route path=path!("/companies/:id/mandates") view=MandatesPage ssr=SsrMode::Async/>
                <Route path=path!("/companies/:id/mandates/:mandate/document") view=PaperPage ssr=SsrMode::Async/>
                <Route path=path!("/companies/:id/products") view=ProductsPage ssr=SsrMode::Async/>
                <Route path=path!("/policies") view=PoliciesPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/new") view=NewPolicyPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/mailing") view=PolicyMailingPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/renewals") view=RenewalsPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/renewals/new") view=NewRenewalsPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/renewals/:id") view=RenewalRunPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/:id") view=PolicyPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/:id/edit") view=EditPolicyPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/:id/endorse") view=EndorsePage ssr=SsrMode::Async/>
                <Route path=path!("/attachments/:id") view=AttachmentPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/:id/attachments") view=PolicyAttachmentsPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/:id/parties") view=PolicyPartiesPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/:id/parties/new") view=NewPartyPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/:id/parties/:party") view=EditPartyPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/:id/facts/:fact") view=WithdrawFactPage ssr=SsrMode::Async/>
                <Route path=path!("/policies/:id/:step") view=PolicyStepPage ssr=SsrMode::Async/>
                <Route path=path!("/search") view=SearchPage ssr=SsrMode::Async/>
                <Route path=path!("/documents") view=DocumentsPage ssr=SsrMode::Async/>
                <Route path=path!("/documents/new") view=NewDocumentPage ssr=SsrMode::Async/>
                <Route path=path!("/documents/runs") view=DocumentRunsPage ssr=SsrMode::Async/>
                <Route path=path!("/documents/runs/new") view=NewDocumentRunPage ssr=SsrMode::Async/>
                <Route path=path!("/documents/runs/:id") view=DocumentRunPage ssr=SsrMode::Async/>
                <Route path=path!("/documents/:id") view=DocumentPage ssr=SsrMode::Async/>
                <Route path=path!("/templates") view=TemplatesPage ssr=SsrMode::Async/>
                <Route path=path!("/templates/new") view=NewTemplatePage ssr=SsrMode::Async/>
                <Route path=path!("/templates/help") view=TemplateHelpPage ssr=SsrMode::Async/>
                <Route path=path!("/templates/:id") view=TemplatePage ssr=SsrMode::Async/>
                <Route path=path!("/templates/:id/edit") view=EditTemplatePage ssr=SsrMode::Async/>
                <Route path=path!("/templates/:id/studio") view=StudioPage ssr=SsrMode::Async/>
                <Route path=path!("/templates/:id/compare") view=ComparePage ssr=SsrMode::Async/>
                <Route path=path!("/templates/:id/versions/:number") view=VersionPage ssr=SsrMode::Async/>
                <Route path=path!("/views") view=ViewsPage ssr=SsrMode::Async/>
                <Route path=path!("/verify") view=VerifyPage ssr=SsrMode::Async/>
                <Route path=path!("/verify/:code") view=VerifyCodePage ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
    .into_any()
}

/// An address that leads nowhere.
#[component]
pub fn AbsentPage() -> AnyView {
    bare(async |_: Visit| -> Result<Content, services::Error> { Err(services::Error::NotFound) })
}
