//! Words about documents of many policies.

use super::macros::words;

words! {
    /// Words about documents of many policies.
    DocumentRuns {
        title: "Documents en masse" | "Bulk documents";
        lead: "Établis un par un en arrière-plan, puis réunis dans un seul fichier." | "Issued one by one in the background, then brought together in one file.";
        none_title: "Aucun envoi en masse" | "No bulk documents yet";
        none_hint: "Choisissez des contrats dans la liste, puis «\u{a0}Établir des documents\u{a0}»." | "Choose policies in the list, then “Issue documents”.";
        to_policies: "Voir les contrats en cours" | "See the policies in force";
        new: "Établir des documents" | "Issue documents";
        new_lead: "Chaque document est établi comme s’il était seul\u{a0}: mêmes règles, même numérotation. Ce qui ne peut pas partir est listé avec la raison."
            | "Each document is issued as if it were alone: same rules, same numbering. What cannot leave is listed with the reason.";
        template_hint: "Le même modèle pour tous." | "The same template for all.";
        output: "Remise" | "Handed over as";
        merged_hint: "Un signet par document\u{a0}; les originaux restent les documents un par un." | "One bookmark for each document; the originals remain the single documents.";
        archive_hint: "Les originaux, un fichier par document." | "The originals, one file for each document.";
        known_hint: "Les dates et montants propres à chaque contrat se laissent vides\u{a0}: ils viennent du contrat."
            | "Leave empty the days and amounts that each policy has of its own: they come from the policy.";
        start: "Établir les documents" | "Issue the documents";
        started(count): "{count} documents sont en cours." | "{count} documents are under way.";
        run_title(usage, count): "{usage}\u{a0}: {count} contrats" | "{usage}: {count} policies";
        run: "Envoi" | "Batch";
        made_from(template, version): "Modèle «\u{a0}{template}\u{a0}», version\u{a0}{version}" | "Template “{template}”, version {version}";
        file_title: "Fichier" | "File";
        download: "Télécharger le fichier" | "Download the file";
        inside[count]: "{count} document réuni" / "{count} documents réunis" | "{count} document in it" / "{count} documents in it";
        left_out[count]: "{count} contrat sans document" / "{count} contrats sans document" | "{count} policy without a document" / "{count} policies without a document";
        size(kilobytes): "{kilobytes}\u{a0}ko" | "{kilobytes} kB";
        kept_until(day): "Conservé jusqu’au {day}\u{a0}; les documents eux-mêmes restent." | "Kept until {day}; the documents themselves stay.";
        print_file: "C’est un fichier d’impression\u{a0}: les originaux sont les documents un par un." | "This is a print file: the originals are the single documents.";
        no_file: "Aucun document n’a été établi, ou le fichier n’est plus conservé." | "No document was issued, or the file is no longer kept.";
        file_failed: "Le fichier n’a pas pu être assemblé" | "The file could not be put together";
        some_failed[count]: "{count} document n’a pas pu être établi" / "{count} documents n’ont pas pu être établis" | "{count} document could not be issued" / "{count} documents could not be issued";
        retry_lead: "Une partie du service ne répondait pas. Rien n’est établi deux fois." | "A part of the service did not answer. Nothing is issued twice.";
        retry: "Réessayer" | "Try again";
        retried: "Nouvel essai en cours." | "It is being tried again.";
        cancel: "Interrompre" | "Call off";
        cancel_lead: "Les documents déjà établis restent valables." | "Documents already issued stand.";
        cancelled: "L’envoi est interrompu." | "The batch is called off.";
        cancelled_notice: "Interrompu\u{a0}: les documents déjà établis restent, les autres n’ont pas été établis." | "Called off: documents issued by then stand, the others were not issued.";
        stopped: "Arrêté\u{a0}: la personne qui l’a lancé n’y est plus autorisée. Les documents déjà établis restent." | "Stopped: who began it is no longer allowed to. Documents issued by then stand.";
        outcome: "Résultat" | "Outcome";
        document: "Document" | "Document";
        no_items: "Aucun contrat ici" | "No policy here";
        missing(names): "Il manque\u{a0}: {names}." | "Missing: {names}.";
    }
}
