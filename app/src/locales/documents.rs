//! Words about generated documents.

use super::macros::words;

words! {
    /// Words about generated documents.
    Documents {
        title: "Documents" | "Documents";
        one: "Document" | "Document";
        new: "Établir un document" | "Issue a document";
        found[count]: "{count} document" / "{count} documents" | "{count} document" / "{count} documents";
        none_title: "Aucun document pour l’instant" | "No document yet";
        none_hint: "Établissez une attestation depuis une police." | "Issue a certificate from a policy.";
        template: "Modèle" | "Template";
        subject: "Objet" | "Subject";
        issued_at: "Établi le" | "Issued on";
        issued: "Le document est établi." | "The document is issued.";
        download: "Télécharger" | "Download";
        checksum: "Empreinte SHA-256" | "SHA-256 checksum";
        size: "Taille" | "Size";
        share: "Lien de partage" | "Share link";
        share_hint: "Le lien s’ouvre sans compte et cesse de fonctionner à l’échéance."
            | "The link opens without an account and stops working when it expires.";
        make_link: "Créer un lien" | "Make a link";
        link_expires(when): "Valable jusqu’au {when}" | "Valid until {when}";
        ready: "Prêt" | "Ready";
        queued: "En attente" | "Waiting";
        running: "En cours" | "In progress";
        failed: "Échec" | "Failed";
        revoked: "Révoqué" | "Revoked";
        verify_title: "Vérification d’un document" | "Document check";
        genuine: "Document authentique" | "Genuine document";
        not_genuine: "Document inconnu" | "Unknown document";
        not_genuine_hint: "Ce code ne correspond à aucun document établi par un cabinet."
            | "This code matches no document issued by a firm.";
    }
}
