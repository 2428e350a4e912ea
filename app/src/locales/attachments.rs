//! Words about what was put with a client or a policy.

use super::macros::words;

words! {
    /// Words about what was put with a client or a policy.
    Attachments {
        title: "Pièces jointes" | "Attachments";
        title_of(name): "Pièces jointes – {name}" | "Attachments – {name}";
        one: "Pièce jointe" | "Attachment";
        lead: "Permis, constats, relevés, courriers reçus… Chaque téléchargement est inscrit au journal."
            | "Licences, reports, statements, letters received… Each download is in the log.";
        add: "Ajouter une pièce" | "Add an attachment";
        all: "Toutes les pièces" | "All attachments";
        none: "Aucune pièce jointe" | "No attachment";
        kept: "Pièces conservées" | "Attachments kept";
        file: "Fichier" | "File";
        file_hint(megabytes): "PDF, image, Word, Excel ou OpenDocument sans macros, e-mail (EML) ou texte\u{a0}; {megabytes}\u{a0}Mo au plus."
            | "PDF, picture, Word, Excel or OpenDocument without macros, e-mail (EML) or text; {megabytes} MB at most.";
        attach: "Joindre le fichier" | "Attach the file";
        attached(name): "{name} est joint au dossier." | "{name} is attached.";
        added_at: "Ajoutée le" | "Added on";
        added_by: "Ajoutée par" | "Added by";
        remove: "Retirer" | "Remove";
        remove_question(name): "Retirer {name}\u{a0}?" | "Remove {name}?";
        remove_lead: "La pièce pourra être restaurée pendant 30 jours. Elle sera ensuite effacée définitivement."
            | "The attachment can be restored for 30 days. After that, it is erased for good.";
        reason: "Motif du retrait" | "Reason for removal";
        removed(name): "{name} est retirée." | "{name} is removed.";
        removed_at: "Retirée le" | "Removed on";
        removed_ones: "Pièces retirées" | "Removed attachments";
        removed_lead: "Elles peuvent être restaurées pendant 30 jours." | "They can be restored for 30 days.";
        removed_by(name, at): "Retirée par {name} le {at}" | "Removed by {name} on {at}";
        kept_until(at): "Elle peut être restaurée jusqu’au {at}." | "It can be restored until {at}.";
        restore: "Restaurer" | "Restore";
        restored(name): "{name} est restaurée." | "{name} is restored.";
    }
}
