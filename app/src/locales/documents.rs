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
        show_fields: "Afficher les champs de ce modèle" | "Show this template’s fields";
        more_lines: "Ajouter des lignes" | "Add lines";
        facts: "Données du document" | "Facts of the document";
        facts_lead: "Ce que les dossiers ne disent pas encore\u{a0}; ce qu’ils savent est déjà rempli."
            | "What the records do not tell yet; what they know is filled in already.";
        table_required: "Au moins une ligne\u{a0}; les lignes vides ne sont pas imprimées." | "At least one line; empty lines are not printed.";
        table_optional: "Facultatif\u{a0}; les lignes vides ne sont pas imprimées." | "Optional; empty lines are not printed.";
        line_of(table, number): "{table}, ligne {number}" | "{table}, line {number}";
        mentions_missing: "Mentions obligatoires à compléter" | "Mandatory mentions to complete";
        record_it: "Compléter" | "Complete";
        ask_to_record: "à compléter par un responsable ou l’administrateur" | "for a manager or the administrator to complete";
        will_supersede(number): "Le nouveau document remplacera {number}, qui restera dans l’historique."
            | "The new document will take the place of {number}, which stays as history.";
        supersede: "Remplacer" | "Replace";
        supersedes: "Remplace" | "Takes the place of";
        superseded_by: "Remplacé par" | "Superseded by";
        see_document: "Voir le document" | "See the document";
        revocation_reason: "Motif de la révocation" | "Reason for revocation";
        revocation_hint: "Il reste dans le journal et sur cette page." | "It stays in the log and on this page.";
        reproduce: "Reproduire et comparer" | "Reproduce and compare";
        reproduce_lead: "Refait le fichier à partir du modèle et des données conservés, et compare l’empreinte."
            | "Makes the file again from the template and data that were kept, and compares the checksum.";
        reproduced: "Le document a été reproduit." | "The document was made again.";
        identical: "Identique, octet pour octet" | "Identical, byte for byte";
        not_identical: "Le fichier refait diffère de l’original" | "The file made again differs from the original";
        template_altered: "Le modèle conservé a été altéré depuis." | "The template that was kept was altered since.";
        snapshot_altered: "Les données conservées ont été altérées depuis." | "The data that was kept was altered since.";
        other_engine(then, now): "Le moteur a changé\u{a0}: {then} à l’époque, {now} aujourd’hui. La page peut être la même avec d’autres octets."
            | "The engine changed: {then} then, {now} now. The page may be the same with other bytes.";
        engine: "Moteur" | "Engine";
        snapshot_hash: "Empreinte des données" | "Checksum of the data";
        template_hash: "Empreinte du modèle" | "Checksum of the template";
        made_now: "Empreinte du fichier refait" | "Checksum of the file made again";
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
        superseded: "Document remplacé" | "Superseded document";
        superseded_text(agency): "Ce document a bien été établi par {agency}, qui en a délivré un plus récent depuis. Demandez le nouveau."
            | "This document was issued by {agency}, which has issued a newer one since. Ask for the new one.";
        not_genuine: "Document inconnu" | "Unknown document";
        not_genuine_hint: "Ce code ne correspond à aucun document établi par un cabinet. Vérifiez que vous l’avez saisi en entier\u{a0}; sinon, ne vous fiez pas au document."
            | "This code matches no document issued by a firm. Check that you typed all of it; otherwise do not rely on the document.";
        issued_by_firm: "Établi par le cabinet" | "Issued by the firm";
        altered: "Document modifié" | "Altered document";
        altered_text(agency): "Ce qui a été présenté n’est pas ce que {agency} a établi. Ne vous y fiez pas\u{a0}: seules comptent les indications ci-dessous."
            | "What was shown is not what {agency} issued. Do not rely on it: only what is below counts.";
        stated_cover: "Garantie attestée" | "Cover stated";
        from_to(from, to): "du {from} au {to}" | "from {from} to {to}";
        cover_today: "Garantie aujourd’hui" | "Cover today";
        in_force: "En vigueur" | "In force";
        not_in_force: "N’est pas en vigueur" | "Not in force";
        seal: "Cachet électronique du QR code" | "Digital seal of the QR code";
        seal_genuine: "Authentique" | "Genuine";
        seal_altered: "Falsifié" | "Forged";
        seal_unknown: "Clé inconnue" | "Unknown key";
        file_identical: "Identique, octet pour octet" | "Identical, byte for byte";
        file_altered: "Modifié depuis son émission" | "Altered since it was issued";
        file_unknown: "Aucun document émis n’est identique à ce fichier. S’il porte un code de vérification, saisissez-le\u{a0}: nous dirons si le fichier a été modifié."
            | "No document that was issued is identical to this file. If it carries a verification code, type it: we will tell whether the file was altered.";
        verify_file: "Le fichier reçu" | "The file you received";
        verify_file_hint: "Déposez-le ici ou choisissez-le\u{a0}: un seul octet changé se voit. Le fichier n’est pas conservé."
            | "Drop it here or choose it: a single changed byte shows. The file is not kept.";
        verify_file_submit: "Vérifier le fichier" | "Check the file";
        recipient: "Remis à" | "Given to";
        recipient_hint: "Pour savoir qui prévenir si le document cesse d’être vrai." | "To know whom to tell if the document stops being true.";
        email: "Envoyer par e-mail" | "Send by e-mail";
        email_hint: "Un lien valable 7 jours, dans une lettre au nom du cabinet." | "A link that works for 7 days, in a letter in your firm’s name.";
        email_to: "Adresse e-mail" | "E-mail address";
        email_name: "Nom du destinataire" | "Recipient’s name";
        email_message: "Message" | "Message";
        email_attach: "Joindre le fichier" | "Attach the file";
        email_attach_hint: "Sans pièce jointe, le document ne reste dans aucune messagerie." | "Without an attachment the document stays in nobody’s mailbox.";
        email_submit: "Envoyer" | "Send";
        email_written(to): "L’e-mail à {to} est en route." | "The e-mail to {to} is on its way.";
        links: "Liens remis" | "Links handed out";
        no_links: "Aucun lien n’a été remis." | "No link was handed out.";
        uses[count]: "{count} téléchargement" / "{count} téléchargements" | "{count} download" / "{count} downloads";
        last_use(when): "le dernier {when}" | "last {when}";
        link_made_at(when, author): "Créé {when} par {author}" | "Made {when} by {author}";
        link_until(when): "valable jusqu’au {when}" | "valid until {when}";
        unnamed_recipient: "Destinataire non précisé" | "Recipient not named";
        revoke_link: "Révoquer ce lien" | "Revoke this link";
        link_revoked: "Le lien est révoqué." | "The link is revoked.";
        now_false: "Des attestations en circulation ne sont plus vraies" | "Certificates in circulation are no longer true";
        now_false_lead: "Prévenez ceux qui les détiennent, puis révoquez-les ou établissez-en de nouvelles."
            | "Tell those who hold them, then revoke them or issue new ones.";
        not_covered: "Le contrat ne garantit plus" | "The policy no longer covers";
        other_terms: "Le contrat a changé depuis" | "The policy has changed since";
        holders: "Remise à" | "Given to";
        no_holder: "personne par lien" | "nobody by link";
        checksum_hint: "L’empreinte permet de s’assurer que le fichier reçu n’a pas été modifié."
            | "The checksum lets you make sure that the file you received was not altered.";
    }
}
