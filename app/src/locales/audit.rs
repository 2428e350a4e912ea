//! What the audit log calls acts, things and fields. The keys are their words, with `_` for the dot.

use domain::list::Value;

use super::macros::words;

words! {
    /// What the audit log calls acts, things and fields.
    Audit {
        list_export: "Liste exportée" | "List exported";
        list: "Liste" | "List";
        view: "Vue" | "View";
        view_save: "Vue enregistrée" | "View saved";
        view_update: "Vue modifiée" | "View changed";
        view_delete: "Vue supprimée" | "View deleted";
        shared: "Partagée" | "Shared";
        query: "Filtres" | "Filters";
        columns: "Colonnes" | "Columns";
        count: "Nombre" | "Count";
        client_create: "Client enregistré" | "Client recorded";
        client_update: "Client modifié" | "Client changed";
        client_archive: "Client archivé" | "Client archived";
        client_restore: "Client restauré" | "Client restored";
        client_note: "Note sur un client" | "Note about a client";
        client_merge: "Clients fusionnés" | "Clients merged";
        client_unmerge: "Fusion de clients annulée" | "Merge of clients undone";
        company_create: "Compagnie enregistrée" | "Company recorded";
        company_update: "Compagnie modifiée" | "Company changed";
        company_delete: "Compagnie supprimée" | "Company deleted";
        company_set_mandates: "Mandats modifiés" | "Mandates changed";
        company_set_integration: "Échanges avec une compagnie paramétrés" | "Exchange with a company set up";
        company_test_integration: "Échanges avec une compagnie testés" | "Exchange with a company tested";
        company_hand_in_paper: "Document de mandat enregistré" | "Document of a mandate kept";
        company_remove_paper: "Document de mandat retiré" | "Document of a mandate removed";
        company_download_paper: "Document de mandat téléchargé" | "Document of a mandate downloaded";
        company_set_products: "Produits d’une compagnie modifiés" | "Products of a company changed";
        products: "Produits" | "Products";
        policy_create: "Contrat enregistré" | "Policy recorded";
        policy_update: "Devis modifié" | "Quote changed";
        policy_bind: "Contrat conclu" | "Policy bound";
        policy_endorse: "Avenant" | "Policy endorsed";
        policy_renew: "Contrat renouvelé" | "Policy renewed";
        policy_suspend: "Garanties suspendues" | "Cover suspended";
        policy_reinstate: "Contrat remis en vigueur" | "Policy reinstated";
        policy_cancel: "Contrat résilié" | "Policy cancelled";
        policy_void: "Contrat annulé dès l’origine" | "Policy made void";
        policy_set_parties: "Intervenants du contrat modifiés" | "Parties of a policy changed";
        policy_withdraw_fact: "Fait du contrat rectifié" | "Fact of a policy corrected";
        renewal_start: "Renouvellement en masse préparé" | "Bulk renewal worked out";
        renewal_confirm: "Renouvellement en masse confirmé" | "Bulk renewal confirmed";
        renewal_work: "Renouvellement en masse avancé" | "Bulk renewal went on";
        renewal_undo: "Renouvellement en masse à annuler" | "Bulk renewal to be undone";
        renewal_discard: "Renouvellement en masse abandonné" | "Bulk renewal discarded";
        template_create: "Modèle enregistré" | "Template recorded";
        template_update: "Modèle modifié" | "Template changed";
        template_archive: "Modèle archivé" | "Template archived";
        template_restore: "Modèle restauré" | "Template restored";
        document_issue: "Document établi" | "Document issued";
        document_download: "Document téléchargé" | "Document downloaded";
        document_share: "Lien de partage créé" | "Share link made";
        document_email: "Document envoyé par e-mail" | "Document sent by e-mail";
        document_revoke_link: "Lien de partage révoqué" | "Share link revoked";
        document_supersede: "Document remplacé" | "Document superseded";
        document_reproduce: "Document reproduit" | "Document reproduced";
        document_revoke: "Document révoqué" | "Document revoked";
        document_run_start: "Documents en masse lancés" | "Bulk documents begun";
        document_run_cancel: "Documents en masse interrompus" | "Bulk documents called off";
        document_run_retry: "Documents en masse réessayés" | "Bulk documents tried again";
        document_run_download: "Documents en masse téléchargés" | "Bulk documents downloaded";
        document_run_work: "Documents en masse avancés" | "Bulk documents went on";
        user_create: "Utilisateur créé" | "User created";
        user_update: "Utilisateur modifié" | "User changed";
        client_hand_over: "Clients remis à un collègue" | "Clients handed over";
        user_invite: "Invitation renvoyée" | "Invited again";
        user_ask_password_reset: "Mot de passe oublié" | "Forgotten password";
        user_reset_password: "Nouveau mot de passe par lien" | "New password by link";
        user_accept_invitation: "Invitation acceptée" | "Invitation accepted";
        user_change_password: "Mot de passe changé" | "Password changed";
        user_upgrade_password: "Mot de passe protégé à neuf" | "Password protected anew";
        session_sign_in: "Connexion" | "Signed in";
        session_sign_in_failed: "Connexion refusée" | "Sign-in refused";
        session_sign_in_limited: "Connexions freinées (trop d’échecs)" | "Sign-ins slowed down (too many failures)";
        attachment_attach: "Pièce ajoutée" | "Attachment added";
        attachment_infected: "Pièce refusée par l’antivirus" | "Attachment refused by the virus scanner";
        attachment_download: "Pièce téléchargée" | "Attachment downloaded";
        attachment_remove: "Pièce retirée" | "Attachment removed";
        attachment_restore: "Pièce restaurée" | "Attachment restored";
        attachment_erase: "Pièce effacée définitivement" | "Attachment erased for good";
        storage_set: "Stockage des fichiers paramétré" | "File storage set up";
        storage_test: "Stockage des fichiers testé" | "File storage tested";
        storage_file_altered: "Fichier altéré dans le stockage" | "File altered in the storage";
        session_refresh: "Session prolongée" | "Session renewed";
        session_rename: "Appareil renommé" | "Device renamed";
        session_confirm: "Identité confirmée" | "Identity confirmed";
        session_sign_out: "Déconnexion" | "Signed out";
        session_revoke_reused: "Session coupée (jeton réutilisé)" | "Session ended (token reused)";
        session_understand_reuse: "Alerte de jeton copié lue" | "Copied token notice understood";
        agency_suspend: "Cabinet suspendu" | "Firm suspended";
        agency_reinstate: "Cabinet rouvert" | "Firm reopened";
        letter_open: "Lettre lue" | "Letter read";
        letter_send_again: "Lettre renvoyée" | "Letter sent again";
        factor_enrol: "Second facteur ajouté" | "Second factor added";
        factor_remove: "Second facteur retiré" | "Second factor removed";
        factor_renew_recovery_codes: "Codes de secours refaits" | "Recovery codes renewed";
        factor_failed: "Second facteur refusé" | "Second factor refused";
        factor_counter_went_back: "Clé d’accès refusée (compteur en arrière)" | "Passkey refused (counter went back)";
        user_reset_factors: "Seconds facteurs retirés" | "Second factors reset";
        agency_set_factor_rules: "Règle de second facteur" | "Second factor rule";
        agency_update: "Cabinet modifié" | "Firm changed";
        agency_fill: "Portefeuille d’exemple ajouté" | "Sample portfolio added";
        agency_open: "Cabinet ouvert" | "Firm opened";
        client: "Client" | "Client";
        company: "Compagnie" | "Company";
        policy: "Contrat" | "Policy";
        renewal_run: "Renouvellement en masse" | "Bulk renewal";
        template: "Modèle" | "Template";
        document: "Document" | "Document";
        document_run: "Documents en masse" | "Bulk documents";
        user: "Utilisateur" | "User";
        session: "Session" | "Session";
        agency: "Cabinet" | "Firm";
        attachment: "Pièce jointe" | "Attachment";
        file_name: "Nom du fichier" | "File name";
        mime_type: "Type de fichier" | "File type";
        size_bytes: "Taille en octets" | "Size in bytes";
        checksum_sha256: "Empreinte SHA-256" | "SHA-256 checksum";
        author: "Auteur" | "Author";
        found: "Contenu trouvé" | "Found";
        removed: "Retrait" | "Removal";
        storage: "Stockage des fichiers" | "File storage";
        letter: "Lettre" | "Letter";
        invited_at: "Invité le" | "Invited on";
        factor: "Second facteur" | "Second factor";
        passkey: "Clé d’accès" | "Passkey";
        roles: "Rôles" | "Roles";
        kind: "Type" | "Kind";
        display_name: "Nom affiché" | "Display name";
        name: "Nom" | "Name";
        full_name: "Nom complet" | "Full name";
        code: "Code" | "Code";
        broker_code: "Code courtier" | "Broker code";
        mode: "Mode" | "Mode";
        base_url: "Adresse de base" | "Base address";
        token_url: "Adresse des jetons" | "Token address";
        authentication: "Authentification" | "Authentication";
        username: "Identifiant" | "Name";
        secret: "Secret" | "Secret";
        callback_secret: "Clé de rappel" | "Callback key";
        report_format: "Format des bordereaux" | "Report format";
        outcome: "Résultat" | "Outcome";
        website: "Site" | "Website";
        claims_email: "E-mail sinistres" | "Claims email";
        claims_phone: "Téléphone sinistres" | "Claims phone";
        role: "Rôle" | "Role";
        active: "Peut se connecter" | "May sign in";
        mandates: "Mandats" | "Mandates";
        state: "État" | "State";
        state_since: "Depuis" | "Since";
        state_until: "Jusqu’au" | "Until";
        status: "État" | "Status";
        owner_id: "Suivi par" | "Looked after by";
        created_at: "Créé le" | "Created on";
        current_version: "Version" | "Version";
        reason: "Motif" | "Reason";
        period_from: "Période du" | "Term from";
        period_until: "Période jusqu’au" | "Term until";
        jurisdiction: "Droit applicable" | "Jurisdiction";
        time_zone: "Fuseau horaire" | "Time zone";
        legal_form: "Forme juridique" | "Legal form";
        registration: "Immatriculation" | "Registration";
        legal_mentions: "Mentions légales" | "Legal mentions";
        product_name: "Produit" | "Product";
        language: "Langue" | "Language";
        revoked_at: "Révoqué le" | "Revoked on";
        number: "Numéro" | "Number";
        title: "Titre" | "Title";
        device_label: "Nom de l’appareil" | "Device name";
        format: "Format" | "Format";
    }
}

/// The act of an event in words, or its own word where there is none.
pub fn action_label(words: Audit, action: &str) -> String {
    words.text(&action.replace('.', "_")).map_or_else(|| action.to_owned(), str::to_owned)
}

/// The kind of thing that an event is about, or its own word where there is none.
pub fn object_label(words: Audit, object: &str) -> String {
    words.text(object).map_or_else(|| object.to_owned(), str::to_owned)
}

/// What stands in a column of the log's file: acts and things are kept by their words.
pub fn column_in_words(words: Audit, column: &str, value: Value) -> Value {
    match (column, value) {
        ("action", Value::Text(action)) => Value::Text(action_label(words, &action)),
        ("object_type", Value::Text(object)) => Value::Text(object_label(words, &object)),
        (_, value) => value,
    }
}

/// The acts that the log may tell of, in the order of the screens.
pub const ACTIONS: &[&str] = &[
    "list.export",
    "view.save",
    "view.update",
    "view.delete",
    "client.create",
    "client.update",
    "client.archive",
    "client.restore",
    "client.note",
    "client.merge",
    "client.unmerge",
    "client.hand_over",
    "company.create",
    "company.update",
    "company.delete",
    "company.set_mandates",
    "company.set_integration",
    "company.test_integration",
    "company.hand_in_paper",
    "company.remove_paper",
    "company.download_paper",
    "company.set_products",
    "policy.create",
    "policy.update",
    "policy.bind",
    "policy.endorse",
    "policy.renew",
    "policy.suspend",
    "policy.reinstate",
    "policy.cancel",
    "policy.void",
    "policy.set_parties",
    "policy.withdraw_fact",
    "renewal.start",
    "renewal.confirm",
    "renewal.work",
    "renewal.undo",
    "renewal.discard",
    "template.create",
    "template.update",
    "template.archive",
    "template.restore",
    "document.issue",
    "document.download",
    "document.share",
    "document.email",
    "document.revoke_link",
    "document.revoke",
    "document.supersede",
    "document.reproduce",
    "document_run.start",
    "document_run.cancel",
    "document_run.retry",
    "document_run.download",
    "document_run.work",
    "user.create",
    "user.update",
    "user.invite",
    "user.ask_password_reset",
    "user.reset_password",
    "user.accept_invitation",
    "user.change_password",
    "user.upgrade_password",
    "session.sign_in",
    "session.sign_in_failed",
    "session.sign_in_limited",
    "attachment.attach",
    "attachment.infected",
    "attachment.download",
    "attachment.remove",
    "attachment.restore",
    "attachment.erase",
    "storage.set",
    "storage.test",
    "storage.file_altered",
    "session.refresh",
    "session.rename",
    "session.confirm",
    "session.sign_out",
    "session.revoke_reused",
    "session.understand_reuse",
    "agency.open",
    "agency.fill",
    "agency.update",
    "agency.suspend",
    "agency.reinstate",
    "letter.open",
    "letter.send_again",
    "factor.enrol",
    "factor.remove",
    "factor.renew_recovery_codes",
    "factor.failed",
    "factor.counter_went_back",
    "user.reset_factors",
    "agency.set_factor_rules",
];

/// The kinds of thing that the log may tell of.
pub const OBJECTS: &[&str] = &[
    "list",
    "view",
    "client",
    "client_note",
    "company",
    "policy",
    "renewal_run",
    "template",
    "document",
    "document_run",
    "user",
    "session",
    "agency",
    "letter",
    "factor",
    "passkey",
    "storage",
    "attachment",
];

#[cfg(test)]
mod tests {
    use domain::shared::Language;
    use services::access::ActionKind;

    use super::*;

    #[test]
    fn every_act_of_the_log_exists_and_has_its_words() {
        for &action in ACTIONS {
            assert!(ActionKind::ALL.iter().any(|kind| kind.word() == action), "{action}");
            for language in Language::ALL {
                assert_ne!(action_label(Audit::in_language(language), action), action);
            }
        }
        for &object in OBJECTS {
            assert!(Audit::in_language(Language::Fr).text(object).is_some(), "{object}");
        }
    }
}
