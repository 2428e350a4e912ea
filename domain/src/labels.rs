//! What the words of the closed lists are called, for screens and documents alike: one place, complete at compile time.

use crate::attachment::AttachmentKind;
use crate::audit::{Door, SystemActor};
use crate::client::{AddressRole, ClientKind, ContactRole, HappeningKind, Likeness};
use crate::company::{
    Authentication, CompanyContactRole, IntegrationMode, MandateKind, ReportFormat, TestOutcome, TestStep,
};
use crate::document::{DocumentFormat, DocumentStatus, LinkStatus};
use crate::document_run::{DocumentItemState, DocumentRunState, RunOutput};
use crate::letter::{LetterFailure, LetterKind, LetterState};
use crate::mailing::{AddressPart, MailingFormat, MailingOrder};
use crate::policy::{FactKind, PartyRole, PaymentFrequency, PolicyState, ProductLine, RiskKind};
use crate::renewal::{ItemState, PlanKind, RunState};
use crate::search::SearchKind;
use crate::shared::Language;
use crate::shared::identifiers::Scheme;
use crate::storage::{StorageBackend, StorageStep, StorageTrouble};
use crate::template::{Mention, NameShape, PreviewData, TemplateKind, TemplateUsage};
use crate::user::{Role, UserStanding};

/// A word of a closed list that has a name in every language.
pub trait Label: Copy {
    /// The name, with a capital, as it stands in a table or on a button.
    fn label(self, language: Language) -> &'static str;
}

/// Writes the names as a table: French, then English.
macro_rules! labels {
    ($($list:ident { $($variant:ident: $fr:literal / $en:literal,)* })*) => {$(
        impl Label for $list {
            fn label(self, language: Language) -> &'static str {
                match (self, language) {$(
                    (Self::$variant, Language::Fr) => $fr,
                    (Self::$variant, Language::En) => $en,
                )*}
            }
        }
    )*};
}

labels! {
    PreviewData {
        Sample: "Cas ordinaire" / "Ordinary case",
        Longest: "Cas extrême (noms longs, 200 lignes)" / "Worst case (long names, 200 rows)",
        Sparse: "Cas minimal (champs vides)" / "Bare case (empty fields)",
    }
    NameShape {
        Text: "Texte" / "Text",
        Day: "Date" / "Date",
        Money: "Montant" / "Amount",
        Number: "Nombre" / "Number",
        YesNo: "Oui ou non" / "Yes or no",
        Rows: "Liste" / "List",
    }
    SearchKind {
        Client: "Clients" / "Clients",
        Policy: "Contrats" / "Policies",
        Company: "Compagnies" / "Companies",
        Document: "Documents" / "Documents",
    }
    SystemActor {
        SignIn: "Connexion" / "Sign-in",
        SecondFactor: "Second facteur" / "Second factor",
        PasswordReset: "Mot de passe oublié" / "Forgotten password",
        PasswordLink: "Lien de mot de passe" / "Password link",
        Registration: "Inscription" / "Registration",
        Opening: "Ouverture du cabinet" / "Opening of the firm",
        Platform: "Plateforme" / "Platform",
        Installation: "Installation" / "Installation",
        CommandLine: "Ligne de commande" / "Command line",
        AuditVerify: "Vérification du journal" / "Verification of the log",
        DueDates: "Échéancier" / "Due dates",
        Keys: "Reconnaissance des doublons" / "Recognition of duplicates",
        Renewals: "Renouvellement en masse" / "Bulk renewal",
        DocumentRuns: "Documents en masse" / "Bulk documents",
        Storage: "Stockage des fichiers" / "File storage",
        Demo: "Démonstration" / "Demo",
        LinkHolder: "Lien signé" / "Signed link",
        Public: "Public" / "Public",
    }
    Door {
        Web: "Site" / "Web",
        Api: "API" / "API",
        Job: "Tâche de fond" / "Background job",
        CommandLine: "Ligne de commande" / "Command line",
    }
    ClientKind {
        Person: "Personne" / "Person",
        Organisation: "Organisation" / "Organisation",
    }
    ContactRole {
        LegalRepresentative: "Représentant légal" / "Legal representative",
        Accountant: "Comptable" / "Accountant",
        Claims: "Sinistres" / "Claims",
        Billing: "Règlement des primes" / "Premiums",
        Family: "Famille" / "Family",
        Guardian: "Tuteur ou curateur" / "Guardian",
        Other: "Autre" / "Other",
    }
    Likeness {
        TaxId: "Même numéro fiscal" / "Same tax number",
        NationalId: "Même numéro d’identité" / "Same ID number",
        Iban: "Même IBAN" / "Same IBAN",
        Email: "Même e-mail" / "Same email",
        Phone: "Même téléphone" / "Same phone",
        NameAndBirth: "Mêmes nom et date de naissance" / "Same name and date of birth",
        Name: "Même nom" / "Same name",
        NearName: "Nom proche" / "Similar name",
    }
    HappeningKind {
        Fact: "Contrat" / "Policy",
        Endorsement: "Avenant" / "Endorsement",
        Role: "Rôle dans un contrat" / "Role in a policy",
        Document: "Document établi" / "Document issued",
        Revocation: "Document révoqué" / "Document revoked",
        Sent: "Document envoyé par e-mail" / "Document sent by e-mail",
        Sending: "E-mail en cours d’envoi" / "E-mail on its way",
        Unsent: "E-mail non remis" / "E-mail not delivered",
        Attached: "Pièce jointe" / "Attachment added",
        PolicyAttached: "Pièce jointe au contrat" / "Attachment added to the policy",
        Detached: "Pièce retirée" / "Attachment removed",
        PolicyDetached: "Pièce retirée du contrat" / "Attachment removed from the policy",
        Note: "Note" / "Note",
        HandOver: "Dossier confié" / "Handed over",
        Merge: "Dossiers fusionnés" / "Files merged",
        Unmerge: "Fusion annulée" / "Merge undone",
        Recorded: "Client enregistré" / "Client recorded",
        Changed: "Fiche modifiée" / "File changed",
        Archived: "Dossier archivé" / "File archived",
        Restored: "Dossier restauré" / "File restored",
    }
    AddressRole {
        Postal: "Courrier" / "Letters",
        Billing: "Facturation" / "Billing",
        Risk: "Lieu du risque" / "Place of risk",
        Former: "Ancienne adresse" / "Former address",
        Other: "Autre" / "Other",
    }
    Scheme {
        Siren: "SIREN" / "SIREN",
        Siret: "SIRET" / "SIRET",
        FrenchVat: "TVA intracommunautaire" / "VAT number",
        BelgianEnterprise: "Numéro d’entreprise belge" / "Belgian enterprise number",
        Ninea: "NINEA" / "NINEA",
        FrenchNir: "Numéro de sécurité sociale" / "French social security number",
        BelgianNationalNumber: "Numéro de registre national" / "Belgian national number",
    }
    CompanyContactRole {
        Sales: "Commercial" / "Sales",
        Underwriting: "Souscription" / "Underwriting",
        Claims: "Sinistres" / "Claims",
        Accounting: "Comptabilité" / "Accounting",
        It: "Informatique" / "IT",
        Other: "Autre" / "Other",
    }
    IntegrationMode {
        None: "Aucun, ou sur l’extranet" / "None, or on its extranet",
        Email: "Par e-mail" / "By email",
        Api: "Interface (API)" / "Interface (API)",
        Sftp: "Fichiers (SFTP)" / "Files (SFTP)",
    }
    Authentication {
        None: "Aucune" / "None",
        Basic: "Identifiant et mot de passe" / "Name and password",
        Bearer: "Jeton (Bearer)" / "Token (Bearer)",
        ApiKey: "Clé dans un en-tête" / "Key in a header",
        Oauth2: "OAuth 2.0 (client credentials)" / "OAuth 2.0 (client credentials)",
    }
    ReportFormat {
        Csv: "CSV" / "CSV",
        Xlsx: "Excel (XLSX)" / "Excel (XLSX)",
        Xml: "XML" / "XML",
        Json: "JSON" / "JSON",
    }
    TestOutcome {
        Works: "La connexion fonctionne" / "The connection works",
        SecretMissing: "Aucun secret n’est enregistré" / "No secret is kept",
        NameNotFound: "Ce nom de serveur est introuvable" / "No server is known by this name",
        PrivateAddress: "Cette adresse mène à un réseau privé et n’est pas appelée" / "This address leads into a private network and is not called",
        NotReached: "Le serveur ne répond pas à cette adresse" / "No server answers at this address",
        TimedOut: "Le serveur n’a pas répondu à temps" / "The server did not answer in time",
        CertificateRefused: "Le certificat du serveur n’est pas reconnu" / "The server’s certificate is not trusted",
        NotSecured: "La connexion sécurisée n’a pas abouti" / "No secured connection came about",
        NotUnderstood: "Le serveur ne parle pas le langage attendu" / "The server speaks another language than expected",
        TokenRefused: "Le serveur de jetons a refusé l’identifiant ou le secret" / "The token server refused the name or the secret",
        CredentialsRefused: "La compagnie a refusé l’identifiant ou le secret" / "The company refused the name or the secret",
        Redirected: "Le serveur renvoie vers une autre adresse, qui n’est pas suivie" / "The server points to another address, which is not followed",
        NothingThere: "Le serveur répond, mais rien n’existe à cette adresse" / "The server answers, but nothing is at this address",
        TooManyCalls: "La compagnie demande d’espacer les appels" / "The company asks for fewer calls",
        Refused: "La compagnie a refusé l’appel" / "The company refused the call",
        Faulty: "Le serveur de la compagnie est en panne" / "The company’s server has a fault",
    }
    TestStep {
        Resolved: "Nom trouvé" / "Name found",
        Connected: "Serveur joint" / "Server reached",
        Secured: "Connexion sécurisée, certificat reconnu" / "Secured connection, certificate trusted",
        Authorised: "Jeton obtenu" / "Token received",
        Answered: "Réponse reçue" / "Answer received",
    }
    AttachmentKind {
        Pdf: "PDF" / "PDF",
        Jpeg: "Photo (JPEG)" / "Photograph (JPEG)",
        Png: "Image (PNG)" / "Picture (PNG)",
        Webp: "Image (WebP)" / "Picture (WebP)",
        Heic: "Photo (HEIC)" / "Photograph (HEIC)",
        Tiff: "Image (TIFF)" / "Picture (TIFF)",
        Docx: "Word" / "Word",
        Xlsx: "Excel" / "Excel",
        Odt: "Texte OpenDocument" / "OpenDocument text",
        Ods: "Classeur OpenDocument" / "OpenDocument workbook",
        Eml: "E-mail" / "E-mail",
        Text: "Texte" / "Text",
    }
    StorageBackend {
        Local: "Dossier de ce serveur" / "Folder of this server",
        S3: "Compartiment S3" / "S3 bucket",
        GoogleDrive: "Google Drive" / "Google Drive",
    }
    StorageStep {
        Write: "Écriture d’un fichier d’essai" / "Writing a test file",
        Read: "Relecture du fichier d’essai" / "Reading the test file back",
        Delete: "Suppression du fichier d’essai" / "Removing the test file",
    }
    StorageTrouble {
        PrivateAddress: "L’adresse mène à un réseau privé que l’exploitant n’a pas ouvert" / "The address leads into a private network that the operator did not open",
        NotReached: "Aucun serveur ne répond à cette adresse, ou pas à temps" / "No server answers at this address, or not in time",
        CertificateRefused: "Le certificat du serveur n’est pas reconnu" / "The server’s certificate is not trusted",
        KeysRefused: "Les clés sont refusées, ou n’ont pas ce droit" / "The keys are refused, or lack this right",
        NothingThere: "Ce compartiment ou ce dossier n’existe pas" / "There is no such bucket or folder",
        TooManyCalls: "Le serveur demande d’espacer les appels" / "The server asks for fewer calls",
        Full: "Il n’y a plus de place" / "There is no room left",
        Altered: "Le fichier relu n’est pas celui qui a été écrit" / "What was read is not what was written",
        Faulty: "Le serveur est en panne ou ne parle pas le langage attendu" / "The server has a fault or speaks another language than expected",
    }
    MandateKind {
        CollectPremiums: "Encaissement des primes" / "Premium collection",
        IssueCertificates: "Délivrance d’attestations" / "Issuing certificates",
        IssueCoverNotes: "Délivrance de notes de couverture" / "Issuing cover notes",
    }
    ProductLine {
        Motor: "Automobile" / "Motor",
        Home: "Habitation" / "Home",
        Health: "Santé" / "Health",
        ProfessionalLiability: "Responsabilité civile professionnelle" / "Professional liability",
        Liability: "Responsabilité civile" / "Liability",
        BusinessProperty: "Multirisque professionnelle" / "Business property",
        Transport: "Transport" / "Transport",
        Construction: "Construction" / "Construction",
        LegalProtection: "Protection juridique" / "Legal protection",
        Travel: "Voyage et assistance" / "Travel and assistance",
        Life: "Vie et prévoyance" / "Life and provident",
        Other: "Autre" / "Other",
    }
    PaymentFrequency {
        Annual: "Annuel" / "Yearly",
        SemiAnnual: "Semestriel" / "Half-yearly",
        Quarterly: "Trimestriel" / "Quarterly",
        Monthly: "Mensuel" / "Monthly",
        Single: "Unique" / "Single",
    }
    PolicyState {
        Quote: "Devis" / "Quote",
        Offered: "Proposé" / "Offered",
        Accepted: "Accepté" / "Accepted",
        Provisional: "Couverture provisoire" / "Provisionally covered",
        InForce: "En cours" / "In force",
        Suspended: "Suspendu" / "Suspended",
        Cancelled: "Résilié" / "Cancelled",
        Expired: "Échu" / "Expired",
        Void: "Nul" / "Void",
        Declined: "Refusé" / "Declined",
        Lapsed: "Caduc" / "Lapsed",
    }
    FactKind {
        Quoted: "Devis enregistré" / "Quote recorded",
        Bound: "Contrat conclu" / "Bound",
        Suspended: "Garanties suspendues" / "Cover suspended",
        Reinstated: "Remise en vigueur" / "Reinstated",
        Renewed: "Renouvelé" / "Renewed",
        Cancelled: "Résilié" / "Cancelled",
        Voided: "Annulé dès l’origine" / "Made void",
        Declined: "Sans suite" / "Declined",
        Endorsed: "Avenant" / "Endorsed",
        Withdrawn: "Rectification" / "Correction",
    }
    RunState {
        Preparing: "Préparation" / "Preparing",
        Ready: "À confirmer" / "To be confirmed",
        Running: "En cours" / "Running",
        Done: "Terminé" / "Done",
        Undoing: "Annulation en cours" / "Being undone",
        Undone: "Annulé" / "Undone",
        Discarded: "Abandonné" / "Discarded",
        Stopped: "Arrêté" / "Stopped",
    }
    ItemState {
        Waiting: "En attente" / "Waiting",
        Planned: "À renouveler" / "To be renewed",
        Refused: "Écarté" / "Left out",
        Done: "Renouvelé" / "Renewed",
        Undone: "Annulé" / "Undone",
        Kept: "Maintenu" / "Kept",
    }
    DocumentRunState {
        Issuing: "En cours" / "Under way",
        Binding: "Assemblage" / "Being put together",
        Done: "Terminé" / "Done",
        Cancelled: "Interrompu" / "Called off",
        Stopped: "Arrêté" / "Stopped",
    }
    DocumentItemState {
        Waiting: "En attente" / "Waiting",
        Done: "Établi" / "Issued",
        Refused: "Refusé" / "Refused",
        Failed: "Échec" / "Failed",
    }
    RunOutput {
        Merged: "Un seul PDF à imprimer" / "One PDF to print",
        Archive: "Une archive ZIP" / "A ZIP archive",
    }
    MailingFormat {
        L7160: "Étiquettes L7160 (21 par planche, 63,5 × 38,1 mm)" / "L7160 labels (21 a sheet, 63.5 × 38.1 mm)",
        L7163: "Étiquettes L7163 (14 par planche, 99,1 × 38,1 mm)" / "L7163 labels (14 a sheet, 99.1 × 38.1 mm)",
        L7173: "Étiquettes L7173 (10 par planche, 99,1 × 57 mm)" / "L7173 labels (10 a sheet, 99.1 × 57 mm)",
        L7159: "Étiquettes L7159 (24 par planche, 63,5 × 33,9 mm)" / "L7159 labels (24 a sheet, 63.5 × 33.9 mm)",
        A4x24: "Étiquettes 70 × 37 mm (24 par planche, sans marges)" / "70 × 37 mm labels (24 a sheet, no margins)",
        EnvelopeDl: "Enveloppe DL (220 × 110 mm)" / "DL envelope (220 × 110 mm)",
        EnvelopeC5: "Enveloppe C5 (229 × 162 mm)" / "C5 envelope (229 × 162 mm)",
        EnvelopeC4: "Enveloppe C4 (324 × 229 mm)" / "C4 envelope (324 × 229 mm)",
    }
    MailingOrder {
        Name: "Par nom" / "By name",
        PostalCode: "Par code postal (tri postal)" / "By postcode (sorted mail)",
    }
    AddressPart {
        Lines: "Rue ou boîte postale" / "Street or post office box",
        PostalCode: "Code postal" / "Postcode",
        City: "Ville" / "Town",
    }
    PlanKind {
        Renewal: "Nouvelle période" / "New term",
        PremiumChange: "Nouvelle prime" / "New premium",
    }
    TemplateKind {
        Certificate: "Attestation" / "Certificate",
        CoverNote: "Note de couverture" / "Cover note",
        Letter: "Lettre" / "Letter",
        Notice: "Avis" / "Notice",
        Statement: "Relevé" / "Statement",
        Bordereau: "Bordereau" / "Bordereau",
        Advice: "Fiche de conseil" / "Advice record",
        Other: "Autre" / "Other",
    }
    TemplateUsage {
        Certificate: "Attestation d’assurance" / "Certificate of insurance",
        MotorCertificate: "Attestation automobile" / "Motor certificate",
        LiabilityCertificate: "Attestation de responsabilité" / "Liability certificate",
        CoverNote: "Note de couverture" / "Cover note",
        Letter: "Lettre libre" / "Free letter",
        CancellationLetter: "Lettre de résiliation" / "Cancellation letter",
        EndorsementLetter: "Lettre d’avenant" / "Endorsement letter",
        PremiumNotice: "Avis d’échéance" / "Premium notice",
        Reminder: "Relance" / "Reminder",
        FormalNotice: "Mise en demeure" / "Formal notice",
        ClientStatement: "Relevé de compte client" / "Client statement",
        ProductionBordereau: "Bordereau de production" / "Production bordereau",
        RemittanceBordereau: "Bordereau de reversement" / "Remittance bordereau",
        CommissionBordereau: "Bordereau de commissions" / "Commission bordereau",
        AdviceRecord: "Fiche d’information et de conseil" / "Advice record",
        FirstContact: "Document d’entrée en relation" / "First contact document",
        Quote: "Devis" / "Quote",
        Other: "Autre" / "Other",
    }
    Mention {
        AgencyAddress: "Adresse du cabinet" / "Address of the firm",
        AgencyRegistration: "Immatriculation du cabinet (ORIAS, FSMA)" / "Registration of the firm",
        LegalMentions: "Mentions légales du cabinet (article 540 du code CIMA)" / "Legal mentions of the firm (CIMA Code article 540)",
        ClientAddress: "Adresse du client" / "Address of the client",
        CompanyAddress: "Adresse de la compagnie" / "Address of the company",
        Plate: "Immatriculation du véhicule" / "Registration plate of the vehicle",
        Make: "Marque du véhicule" / "Make of the vehicle",
    }
    DocumentFormat {
        Pdf: "PDF" / "PDF",
        Html: "Page web" / "Web page",
        Xlsx: "Classeur Excel" / "Excel workbook",
    }
    DocumentStatus {
        Issued: "Émis" / "Issued",
        Superseded: "Remplacé" / "Superseded",
        Revoked: "Révoqué" / "Revoked",
    }
    LinkStatus {
        Active: "Actif" / "Active",
        Used: "Utilisé" / "Used",
        Expired: "Expiré" / "Expired",
        Revoked: "Révoqué" / "Revoked",
    }
    Role {
        User: "Courtier" / "Broker",
        Manager: "Responsable" / "Manager",
        Admin: "Administrateur" / "Administrator",
        Superadmin: "Exploitant de la plateforme" / "Platform operator",
    }
    UserStanding {
        Active: "Actif" / "Active",
        Invited: "Invité" / "Invited",
        Inactive: "Désactivé" / "Disabled",
    }
    LetterKind {
        Invitation: "Invitation" / "Invitation",
        PasswordReset: "Mot de passe oublié" / "Forgotten password",
        FactorsReset: "Seconds facteurs retirés" / "Second factors removed",
        PasswordChanged: "Mot de passe changé" / "Password changed",
        Document: "Document remis" / "Document handed out",
    }
    LetterState {
        Waiting: "En attente" / "Waiting",
        Sent: "Parti" / "Sent",
        Failed: "Non remis" / "Not delivered",
    }
    LetterFailure {
        Unreachable: "Le serveur de courrier ne répond pas." / "The mail server does not answer.",
        Credentials: "Le serveur de courrier refuse notre identifiant." / "The mail server refuses our name and password.",
        Insecure: "La connexion au serveur de courrier n’est pas sûre\u{a0}: son certificat n’est pas reconnu ici, ou il ne propose pas TLS." / "The connection to the mail server is not safe: its certificate is not trusted here, or it offers no TLS.",
        Deferred: "Le serveur de courrier demande de réessayer plus tard." / "The mail server asks to try again later.",
        Refused: "Le serveur de courrier refuse cette lettre\u{a0}; vérifiez l’adresse." / "The mail server refuses this letter; check the address.",
        Outbox: "Le dossier d’envoi n’est pas accessible." / "The outbox folder cannot be written.",
        FileUnreadable: "Le fichier joint ne peut pas être lu." / "The attached file cannot be read.",
        Unreadable: "La lettre ne peut plus être lue\u{a0}; recommencez l’invitation." / "The letter can no longer be read; send a new invitation.",
    }
    PartyRole {
        Payer: "Payeur" / "Payer",
        Insured: "Assuré" / "Insured",
        Driver: "Conducteur" / "Driver",
        JointHolder: "Co-souscripteur" / "Joint policyholder",
        Beneficiary: "Bénéficiaire" / "Beneficiary",
        Creditor: "Créancier" / "Creditor",
        Other: "Autre intervenant" / "Other party",
    }
    RiskKind {
        Vehicle: "Véhicule" / "Vehicle",
        Premises: "Locaux" / "Premises",
        Person: "Personnes" / "People",
        Activity: "Activité" / "Activity",
        Goods: "Marchandises" / "Goods",
        Other: "Autre" / "Other",
    }
    Language {
        Fr: "Français" / "French",
        En: "Anglais" / "English",
    }
}

/// What the usual things a risk tells are called; any other name is shown as it is, with spaces.
pub fn risk_label(name: &str, language: Language) -> String {
    let (fr, en) = match name {
        "plate" => ("Immatriculation", "Registration plate"),
        "make" => ("Marque", "Make"),
        "model" => ("Modèle", "Model"),
        "vin" => ("Numéro de série", "Vehicle identification number"),
        "description" => ("Description", "Description"),
        "address" => ("Adresse du risque", "Risk address"),
        "surface_m2" => ("Surface (m²)", "Surface (m²)"),
        "activity" => ("Activité", "Activity"),
        "use" => ("Usage", "Use"),
        "first_registration" => ("Première mise en circulation", "First registration"),
        "rooms" => ("Pièces principales", "Main rooms"),
        "built_in" => ("Année de construction", "Year built"),
        "occupancy" => ("Qualité d’occupation", "Occupancy"),
        "people" => ("Personnes assurées", "People insured"),
        "activity_code" => ("Code d’activité (APE, NACE)", "Activity code (NACE)"),
        "employees" => ("Effectif", "Workforce"),
        "goods" => ("Marchandises", "Goods"),
        _ => return name.replace('_', " "),
    };
    if language == Language::Fr { fr.to_owned() } else { en.to_owned() }
}
