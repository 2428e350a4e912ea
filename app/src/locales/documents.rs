//! Words about generated documents.

use super::macros::words;

words! {
    /// Words about generated documents.
    Documents {
        title: "Documents" | "Documents";
        one: "Document" | "Document";
        new: "Établir un document" | "Issue a document";
        found[count]: "{count} document" / "{count} documents" | "{count} document" / "{count} documents";
        search: "Numéro du document, client" | "Document number, client";
        none_title: "Aucun document pour l’instant" | "No document yet";
        none_hint: "Établissez une attestation depuis un contrat." | "Issue a certificate from a policy.";
        number: "Numéro" | "Number";
        kind: "Type de document" | "Kind of document";
        template: "Modèle" | "Template";
        template_hint: "Une attestation demande le mandat de la compagnie et un contrat en cours."
            | "A certificate needs the company’s mandate and a policy in force.";
        no_template_title: "Aucun modèle à utiliser" | "No template to use";
        no_template_hint: "Un responsable du cabinet doit d’abord créer un modèle." | "A manager of your firm has to create one first.";
        subject: "Objet" | "Subject";
        format: "Format" | "Format";
        format_pdf: "Signé, archivé, imprimé" | "To sign, archive and print";
        format_html: "Une page à ouvrir dans un navigateur" | "A page to open in a browser";
        format_xlsx: "Les tableaux, à retravailler" | "The tables, to work on";
        choose_policy: "Sur quel contrat\u{a0}?" | "About which policy?";
        choose_policy_lead: "Cherchez le contrat par son numéro, le client ou l’immatriculation."
            | "Find the policy by number, client or plate.";
        choose_this_policy(number): "Choisir le contrat {number}" | "Choose policy {number}";
        change_policy: "Changer de contrat" | "Change policy";
        issue: "Établir" | "Issue";
        issued_at: "Établi le" | "Issued on";
        issued_by: "Établi par" | "Issued by";
        issued(number): "Le document {number} est établi." | "Document {number} is issued.";
        download: "Télécharger" | "Download";
        file: "Fichier" | "File";
        checksum: "Empreinte SHA-256" | "SHA-256 checksum";
        size: "Taille" | "Size";
        kilobytes(count): "{count}\u{a0}ko" | "{count}\u{a0}kB";
        code: "Code de vérification" | "Verification code";
        verify_link: "Ouvrir la page de vérification" | "Open the check page";
        share: "Lien de partage" | "Share link";
        share_hint: "Le lien s’ouvre sans compte et cesse de fonctionner à l’échéance."
            | "The link opens without an account and stops working when it expires.";
        make_link: "Créer un lien" | "Make a link";
        link_life: "Valable pendant" | "Valid for";
        one_hour: "1 heure" | "1 hour";
        one_day: "1 jour" | "1 day";
        three_days: "3 jours" | "3 days";
        seven_days: "7 jours" | "7 days";
        single_use: "Un seul téléchargement" | "One download only";
        single_use_hint: "Le lien ne fonctionne qu’une fois." | "The link works once.";
        link_made: "Le lien est prêt" | "The link is ready";
        link_shown_once: "Copiez-le maintenant\u{a0}: il ne sera plus affiché." | "Copy it now: it will not be shown again.";
        link_address: "Adresse du lien" | "Address of the link";
        link_expires(when): "Valable jusqu’au {when}" | "Valid until {when}";
        revoke: "Révoquer" | "Revoke";
        revoke_question(number): "Révoquer le document {number}\u{a0}?" | "Revoke document {number}?";
        revoke_lead: "Ses liens cessent de fonctionner et la page de vérification le dit révoqué. Cela ne se défait pas."
            | "Its links stop working and the check page says that it is revoked. This cannot be undone.";
        revoked_done(number): "Le document {number} est révoqué." | "Document {number} is revoked.";
        revoked_at: "Révoqué le" | "Revoked on";
        verify_title: "Vérifier un document" | "Check a document";
        verify_lead: "Saisissez le code imprimé sur le document, sous le QR code."
            | "Type the code printed on the document, below the QR code.";
        verify_code_hint: "Vingt lettres et chiffres\u{a0}; les tirets sont facultatifs." | "Twenty letters and digits; dashes are optional.";
        verify_submit: "Vérifier" | "Check";
        verify_another: "Vérifier un autre document" | "Check another document";
        genuine: "Document authentique" | "Genuine document";
        genuine_text(agency): "Ce document a bien été établi par {agency}, et ce qu’il atteste est toujours vrai."
            | "This document was issued by {agency}, and what it states is still true.";
        no_longer_true: "Document authentique, mais plus à jour" | "Genuine, but no longer true";
        no_longer_true_text(agency): "Ce document a bien été établi par {agency}, mais ce qu’il atteste n’est plus vrai\u{a0}: le contrat n’est plus en cours."
            | "This document was issued by {agency}, but what it states is no longer true: the policy is not in force.";
        revoked: "Document révoqué" | "Revoked document";
        revoked_text(agency): "Ce document a été établi par {agency}, qui l’a révoqué depuis. Il n’a plus de valeur."
            | "This document was issued by {agency}, which has revoked it since. It is no longer valid.";
        not_genuine: "Document inconnu" | "Unknown document";
        not_genuine_hint: "Ce code ne correspond à aucun document établi par un cabinet. Vérifiez que vous l’avez saisi en entier\u{a0}; sinon, ne vous fiez pas au document."
            | "This code matches no document issued by a firm. Check that you typed all of it; otherwise do not rely on the document.";
        issued_by_firm: "Établi par le cabinet" | "Issued by the firm";
        policy_state_today: "État du contrat aujourd’hui" | "State of the policy today";
        checksum_hint: "L’empreinte permet de s’assurer que le fichier reçu n’a pas été modifié."
            | "The checksum lets you make sure that the file you received was not altered.";
    }
}
