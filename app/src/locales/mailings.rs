//! Words about labels and envelopes.

use super::macros::words;

words! {
    /// Words about labels and envelopes.
    Mailings {
        title: "Étiquettes et enveloppes" | "Labels and envelopes";
        act: "Imprimer les adresses" | "Print the addresses";
        lead: "Les adresses sont écrites comme la poste les lit. Imprimez à 100\u{202f}%, sans mise à l’échelle."
            | "The addresses are written as the post reads them. Print at 100%, without scaling.";
        format: "Support" | "Paper";
        first_place: "Première étiquette libre" | "First free label";
        first_place_hint: "Pour finir une planche entamée\u{a0}: 1 en haut à gauche, puis ligne par ligne."
            | "To use up a started sheet: 1 at the top left, then row by row.";
        copies: "Exemplaires de chaque adresse" | "Copies of each address";
        order: "Ordre" | "Order";
        sender: "Adresse du cabinet" | "The firm’s address";
        sender_auto: "Sur les enveloppes seulement" | "On envelopes only";
        sender_yes: "Toujours, en petit" | "Always, in small letters";
        sender_no: "Jamais" | "Never";
        update: "Mettre à jour" | "Update";
        result: "À imprimer" | "To be printed";
        labels[count]: "{count} étiquette" / "{count} étiquettes" | "{count} label" / "{count} labels";
        sheets[count]: "sur {count} planche" / "sur {count} planches" | "on {count} sheet" / "on {count} sheets";
        envelopes[count]: "{count} enveloppe" / "{count} enveloppes" | "{count} envelope" / "{count} envelopes";
        selected[count]: "{count} destinataire choisi" / "{count} destinataires choisis" | "{count} addressee selected" / "{count} addressees selected";
        download: "Télécharger le PDF" | "Download the PDF";
        first_sheet: "Première planche" | "First sheet";
        first_envelope: "Première enveloppe" | "First envelope";
        preview: "Aperçu des adresses à leur place sur le support." | "The addresses at their places on the paper.";
        written_down: "Le téléchargement est inscrit au journal, comme un export." | "The download is written into the audit log, as an export is.";
        left_out[count]: "{count} destinataire sans étiquette" / "{count} destinataires sans étiquette" | "{count} addressee left out" / "{count} addressees left out";
        more_left_out[count]: "Et {count} autre." / "Et {count} autres." | "And {count} more." / "And {count} more.";
        nobody: "Aucune adresse à imprimer" | "No address to print";
        nobody_hint: "Complétez les adresses des clients ci-dessous, puis revenez." | "Complete the clients’ addresses below, then come back.";
    }
}
