//! The roles, in one file: every action, and who may do it. `monassurance access-matrix` prints this table.

use domain::user::Role;

use super::principal::Standing;

/// Something one may be allowed to do.
pub trait Action: Send + Sync + 'static {
    /// Its row in the table.
    const KIND: ActionKind;
}

/// Who may do an action: roles, and the qualities that are not people.
#[derive(Debug, Clone, Copy)]
pub struct Allowed {
    /// The roles.
    pub roles: &'static [Role],
    /// Whether a job of ours may.
    pub system: bool,
    /// Whether the holder of a signed link may.
    pub link_holder: bool,
    /// Whether anybody may.
    pub public: bool,
}

/// Declares the actions once: marker type, table row and word.
macro_rules! actions {
    ($($(#[doc = $doc:literal])* $name:ident = $word:literal: [$($role:ident),*] $($quality:ident)*;)*) => {
        /// Every action there is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ActionKind {$(
            $(#[doc = $doc])*
            $name,
        )*}

        impl ActionKind {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word in the audit log.
            pub const fn word(self) -> &'static str {
                match self {$(Self::$name => $word,)*}
            }

            /// Who may do it.
            pub const fn allowed(self) -> Allowed {
                match self {$(
                    Self::$name => {
                        let allowed = Allowed {
                            roles: &[$(Role::$role),*], system: false, link_holder: false, public: false,
                        };
                        $(let allowed = Allowed { $quality: true, ..allowed };)*
                        allowed
                    }
                )*}
            }
        }

        $(
            $(#[doc = $doc])*
            #[derive(Debug)]
            pub struct $name;

            impl Action for $name {
                const KIND: ActionKind = ActionKind::$name;
            }
        )*
    };
}

actions! {
    /// See clients: a USER his own, others the firm's.
    ReadClients = "client.read": [User, Manager, Admin] system;
    /// Record a client.
    CreateClient = "client.create": [User, Manager, Admin] system;
    /// Change a client's file.
    UpdateClient = "client.update": [User, Manager, Admin];
    /// Put a client's file away.
    ArchiveClient = "client.archive": [User, Manager, Admin];
    /// Take a client's file out again that was put away.
    RestoreClient = "client.restore": [User, Manager, Admin];
    /// Write a note about a client.
    NoteClient = "client.note": [User, Manager, Admin];
    /// Merge two files of one client.
    MergeClients = "client.merge": [User, Manager, Admin];
    /// Take two files apart again that were merged.
    UnmergeClients = "client.unmerge": [User, Manager, Admin];
    /// Give files from before the keys by which clients are recognised.
    CompleteKeys = "client.complete_keys": [] system;
    /// Hand a client over to another broker.
    HandOverClient = "client.hand_over": [Manager, Admin];

    /// Find clients, policies, companies and documents by what one remembers: a USER his own, others the firm's.
    SearchPortfolio = "portfolio.search": [User, Manager, Admin];

    /// See companies and their mandates.
    ReadCompanies = "company.read": [User, Manager, Admin] system;
    /// Record a company.
    CreateCompany = "company.create": [Manager, Admin] system;
    /// Change a company.
    UpdateCompany = "company.update": [Manager, Admin];
    /// Remove a company without policies.
    DeleteCompany = "company.delete": [Manager, Admin];
    /// Say what a company lets the firm do.
    SetMandates = "company.set_mandates": [Manager, Admin] system;
    /// Say what a company sells.
    SetProducts = "company.set_products": [Manager, Admin] system;
    /// Hand in the paper in which a company gave a mandate.
    HandInPaper = "company.hand_in_paper": [Manager, Admin];
    /// Take away the paper of a mandate.
    RemovePaper = "company.remove_paper": [Manager, Admin];
    /// Download the paper of a mandate.
    DownloadPaper = "company.download_paper": [User, Manager, Admin];

    /// See how the firm exchanges with a company, but no secret.
    ReadIntegration = "company.read_integration": [Manager, Admin];
    /// Say how the firm exchanges with a company, and with which secrets.
    SetIntegration = "company.set_integration": [Admin];
    /// Call a company once to see whether the exchange works.
    TestIntegration = "company.test_integration": [Admin];

    /// See policies.
    ReadPolicies = "policy.read": [User, Manager, Admin] system;
    /// Record a policy.
    CreatePolicy = "policy.create": [User, Manager, Admin] system;
    /// Correct a quote.
    UpdatePolicy = "policy.update": [User, Manager, Admin];
    /// Bind a policy.
    BindPolicy = "policy.bind": [User, Manager, Admin] system;
    /// Endorse a policy.
    EndorsePolicy = "policy.endorse": [User, Manager, Admin];
    /// Renew a policy.
    RenewPolicy = "policy.renew": [User, Manager, Admin] system;
    /// Suspend a policy's cover.
    SuspendPolicy = "policy.suspend": [User, Manager, Admin];
    /// Bring a policy's cover back.
    ReinstatePolicy = "policy.reinstate": [User, Manager, Admin];
    /// Cancel a policy.
    CancelPolicy = "policy.cancel": [User, Manager, Admin] system;
    /// Make a policy void from the beginning.
    VoidPolicy = "policy.void": [Manager, Admin];
    /// Withdraw a fact of a policy's life that was told in error.
    WithdrawFact = "policy.withdraw_fact": [User, Manager, Admin] system;
    /// Say who pays, who is insured, who drives.
    SetParties = "policy.set_parties": [User, Manager, Admin];
    /// Write a fact or a version of a policy; part of each step above.
    WritePolicyFacts = "policy.write_facts": [];
    /// Bring the due dates that lists show up to today's date.
    RollDueDates = "policy.roll_due_dates": [] system;

    /// See renewals of many policies: a USER his own, others the firm's.
    ReadRenewals = "renewal.read": [User, Manager, Admin] system;
    /// Begin a renewal of many policies.
    StartRenewals = "renewal.start": [User, Manager, Admin];
    /// Have many policies renewed, as was worked out.
    ConfirmRenewals = "renewal.confirm": [User, Manager, Admin];
    /// Have the renewals of many policies withdrawn.
    UndoRenewals = "renewal.undo": [User, Manager, Admin];
    /// Put away a renewal of many policies that nobody confirmed.
    DiscardRenewals = "renewal.discard": [User, Manager, Admin];
    /// Set a renewal of many policies going; part of the three above.
    SteerRenewals = "renewal.steer": [];
    /// Renew many policies in the background.
    WorkRenewals = "renewal.work": [] system;

    /// Take a list out of the house as a file: a USER what he sees, others the firm's.
    ExportList = "list.export": [User, Manager, Admin];

    /// See the views of lists: one's own and the firm's.
    ReadViews = "view.read": [User, Manager, Admin];
    /// Keep a view of a list.
    SaveView = "view.save": [User, Manager, Admin];
    /// Rename a view, or share it.
    ChangeView = "view.update": [User, Manager, Admin];
    /// Remove a view.
    DeleteView = "view.delete": [User, Manager, Admin];
    /// Share a view with the firm, and look after those shared.
    ShareView = "view.share": [Manager, Admin];

    /// See and preview templates.
    ReadTemplates = "template.read": [Manager, Admin] system;
    /// Choose a template to issue a document.
    ChooseTemplate = "template.choose": [User, Manager, Admin] system;
    /// Record a template.
    CreateTemplate = "template.create": [Manager, Admin] system;
    /// Rename a template, or write a new version.
    UpdateTemplate = "template.update": [Manager, Admin];
    /// Put a template away.
    ArchiveTemplate = "template.archive": [Manager, Admin];
    /// Take a template out again that was put away.
    RestoreTemplate = "template.restore": [Manager, Admin];

    /// See documents.
    ReadDocuments = "document.read": [User, Manager, Admin];
    /// Issue a document.
    IssueDocument = "document.issue": [User, Manager, Admin] system;
    /// Download a document.
    DownloadDocument = "document.download": [User, Manager, Admin] link_holder;
    /// Hand out a signed link.
    ShareDocument = "document.share": [User, Manager, Admin];
    /// Send a document by e-mail.
    EmailDocument = "document.email": [User, Manager, Admin];
    /// Take a signed link back.
    RevokeLink = "document.revoke_link": [User, Manager, Admin];
    /// Take a document back.
    RevokeDocument = "document.revoke": [User, Manager, Admin];
    /// Have a document take the place of another.
    SupersedeDocument = "document.supersede": [User, Manager, Admin] system;
    /// Make a document again from what is kept of it, and compare.
    ReproduceDocument = "document.reproduce": [User, Manager, Admin];
    /// Check a document by its code.
    VerifyDocument = "document.verify": [] public;

    /// See what was put with clients and policies: a USER with his own, others with the firm's.
    ReadAttachments = "attachment.read": [User, Manager, Admin] system;
    /// Put a file with a client or a policy.
    Attach = "attachment.attach": [User, Manager, Admin];
    /// Note that a file was not taken, because the scanner found something harmful in it.
    NoteInfectedFile = "attachment.infected": [User, Manager, Admin];
    /// Download what was put with a client or a policy.
    DownloadAttachment = "attachment.download": [User, Manager, Admin];
    /// Take away what was put with a client or a policy.
    RemoveAttachment = "attachment.remove": [User, Manager, Admin];
    /// Bring back what was taken away.
    RestoreAttachment = "attachment.restore": [User, Manager, Admin];
    /// Erase what was taken away long ago.
    EraseAttachments = "attachment.erase": [] system;
    /// See documents about many policies: a USER his own, others the firm's.
    ReadDocumentRuns = "document_run.read": [User, Manager, Admin] system;
    /// Have documents issued about many policies.
    StartDocumentRun = "document_run.start": [User, Manager, Admin];
    /// Call off documents about many policies.
    CancelDocumentRun = "document_run.cancel": [User, Manager, Admin];
    /// Have tried again what failed of documents about many policies.
    RetryDocumentRun = "document_run.retry": [User, Manager, Admin];
    /// Set documents about many policies going, or stop them; part of the two above.
    SteerDocumentRun = "document_run.steer": [];
    /// Download the file of documents about many policies.
    DownloadDocumentRun = "document_run.download": [User, Manager, Admin];
    /// Issue documents about many policies in the background.
    WorkDocumentRuns = "document_run.work": [] system;

    /// See the firm's users.
    ReadUsers = "user.read": [Admin] system;
    /// See the names of the firm's brokers.
    ReadColleagues = "user.read_names": [User, Manager, Admin];
    /// Record a user.
    CreateUser = "user.create": [Admin] system;
    /// Change a user's role, name or standing.
    UpdateUser = "user.update": [Admin];
    /// Invite a user again who has not chosen a password yet.
    InviteUser = "user.invite": [Admin] system;
    /// Write to somebody who forgot his password.
    AskPasswordReset = "user.ask_password_reset": [] system;
    /// Choose a new password by a link, in place of a forgotten one.
    ResetPassword = "user.reset_password": [] system;
    /// Choose the first password by a link.
    AcceptInvitation = "user.accept_invitation": [] system;
    /// Set a password chosen by a link; part of the two above.
    ChoosePassword = "user.choose_password": [];
    /// Change one's own password.
    ChangePassword = "user.change_password": [User, Manager, Admin, Superadmin];
    /// Keep a password under today's hash instead of an older one.
    UpgradePassword = "user.upgrade_password": [] system;

    /// Sign in.
    SignIn = "session.sign_in": [User, Manager, Admin, Superadmin];
    /// Note a failed sign-in.
    NoteSignInFailure = "session.sign_in_failed": [] system;
    /// Note that an account's sign-ins have to wait.
    NoteSignInLimit = "session.sign_in_limited": [] system;
    /// Renew one's tokens.
    RefreshSession = "session.refresh": [User, Manager, Admin, Superadmin];
    /// See one's own devices.
    ReadDevices = "session.read": [User, Manager, Admin, Superadmin];
    /// Rename a device of one's own.
    RenameDevice = "session.rename": [User, Manager, Admin, Superadmin];
    /// Give one's password again before a sensitive act.
    ConfirmIdentity = "session.confirm": [User, Manager, Admin, Superadmin];
    /// Sign out a device of one's own.
    SignOut = "session.sign_out": [User, Manager, Admin, Superadmin];
    /// End a session whose refresh token came back used.
    RevokeReusedSession = "session.revoke_reused": [] system;
    /// Say that one understood what ended a session of one's own.
    UnderstandReuse = "session.understand_reuse": [User, Manager, Admin, Superadmin];

    /// See one's own second factors.
    ReadFactors = "factor.read": [User, Manager, Admin, Superadmin];
    /// Set up a second factor of one's own.
    EnrolFactor = "factor.enrol": [User, Manager, Admin, Superadmin];
    /// Remove a second factor of one's own.
    RemoveFactor = "factor.remove": [User, Manager, Admin, Superadmin];
    /// Make new recovery codes.
    RenewRecoveryCodes = "factor.renew_recovery_codes": [User, Manager, Admin, Superadmin];
    /// Prove one's second factor; part of signing in and of some acts above.
    UseFactor = "factor.use": [];
    /// Write recovery codes; part of the acts above.
    WriteRecoveryCodes = "factor.write_recovery_codes": [];
    /// Note a wrong code or a refused passkey.
    NoteFactorFailure = "factor.failed": [] system;
    /// Note a passkey whose counter went back: somebody may have copied it.
    NoteCopiedPasskey = "factor.counter_went_back": [] system;
    /// Remove all second factors of a user who lost his.
    ResetFactors = "user.reset_factors": [Admin];
    /// See from which roles the firm asks a second factor.
    ReadFactorRules = "agency.read_factor_rules": [Admin];
    /// Say from which roles the firm asks a second factor.
    SetFactorRules = "agency.set_factor_rules": [Admin];

    /// See one's own firm.
    ReadAgency = "agency.read": [User, Manager, Admin, Superadmin] system link_holder public;
    /// Fill a firm with a sample portfolio, for measuring and for training.
    FillPortfolio = "agency.fill": [] system;
    /// Change one's own firm: its letterhead, its calendar.
    UpdateAgency = "agency.update": [Admin];
    /// See all firms.
    ReadAgencies = "agency.read_all": [Superadmin] system;
    /// See each firm of the platform in figures, without its records.
    ReadPlatform = "platform.read": [Superadmin];
    /// Count what a firm has; part of the one above.
    CountPortfolio = "portfolio.count": [] system;
    /// Open a firm.
    OpenAgency = "agency.open": [Superadmin] system;

    /// Let nobody of a firm sign in.
    SuspendAgency = "agency.suspend": [Superadmin] system;
    /// Let a suspended firm's people sign in again.
    ReinstateAgency = "agency.reinstate": [Superadmin] system;
    /// Set a firm's standing; part of the two above.
    SetAgencyStanding = "agency.set_standing": [];

    /// See where the platform keeps its files, but no secret.
    ReadStorage = "storage.read": [Superadmin];
    /// Say where the platform keeps its files, and with which secrets.
    SetStorage = "storage.set": [Superadmin];
    /// Write, read and remove a small file where files are or will be kept.
    TestStorage = "storage.test": [Superadmin];
    /// Note that a file in the store is no longer the one that was put there.
    NoteAlteredFile = "storage.file_altered": [] system;
    /// Look for files that belong to no record.
    SweepFiles = "storage.sweep": [] system;

    /// See the letters of one's own firm, without what they say.
    ReadLetters = "letter.read": [Admin, Superadmin];
    /// Read what a letter says, where it stays with us.
    OpenLetter = "letter.open": [Admin, Superadmin];
    /// Have a letter tried again.
    SendLetterAgain = "letter.send_again": [Admin, Superadmin];
    /// Write a letter; part of each step that writes one.
    WriteLetter = "letter.write": [];

    /// Read the audit log.
    ReadAudit = "audit.read": [Manager, Admin] system;
}

impl ActionKind {
    /// Whether somebody may do it from whom the firm asks a second factor and who has none yet: what leads to one, and out.
    pub const fn leads_to_a_factor(self) -> bool {
        matches!(
            self,
            Self::ReadFactors
                | Self::EnrolFactor
                | Self::RenewRecoveryCodes
                | Self::SignIn
                | Self::RefreshSession
                | Self::ReadDevices
                | Self::SignOut
                | Self::ChangePassword
                | Self::ConfirmIdentity
                | Self::RenameDevice
                | Self::UnderstandReuse
                | Self::ReadAgency
        )
    }

    /// Whether somebody of this standing may do it.
    pub fn allows(self, standing: Standing) -> bool {
        let allowed = self.allowed();
        match standing {
            Standing::Person(role) => allowed.roles.contains(&role),
            Standing::System => allowed.system,
            Standing::LinkHolder => allowed.link_holder,
            Standing::Public => allowed.public,
        }
    }
}
