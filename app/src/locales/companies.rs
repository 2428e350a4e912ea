//! Words about insurance companies and their mandates.

use super::macros::words;

words! {
    /// Words about insurance companies and their mandates.
    Companies {
        title: "Compagnies" | "Companies";
        one: "Compagnie" | "Company";
        new: "Nouvelle compagnie" | "New company";
        edit(name): "Modifier {name}" | "Edit {name}";
        found[count]: "{count} compagnie" / "{count} compagnies" | "{count} company" / "{count} companies";
        none_title: "Aucune compagnie pour l’instant" | "No company yet";
        none_hint: "Ajoutez les compagnies avec lesquelles le cabinet travaille."
            | "Add the companies your firm works with.";
        name: "Nom de la compagnie" | "Company name";
        code: "Code" | "Code";
        code_hint: "Un code court et unique dans le cabinet, par exemple AXA." | "A short code, unique in your firm, such as AXA.";
        mandates: "Mandats" | "Mandates";
        mandates_lead: "Ce que la compagnie autorise le cabinet à faire en son nom."
            | "What the company lets your firm do in its name.";
        collect_premiums: "Encaisser les primes" | "Collect premiums";
        issue_certificates: "Délivrer des attestations" | "Issue certificates";
        issue_cover_notes: "Délivrer des notes de couverture" | "Issue cover notes";
        no_mandate: "Aucun mandat" | "No mandate";
        created(name): "{name} est enregistrée." | "{name} is saved.";
        updated(name): "{name} est à jour." | "{name} is up to date.";
        search: "Nom, code" | "Name, code";
        broker_code: "Code courtier" | "Broker code";
        broker_code_hint: "Le code sous lequel la compagnie connaît le cabinet."
            | "The code under which the company knows your firm.";
        details: "Compagnie" | "Company";
        contact: "Coordonnées" | "Contact details";
        website: "Site ou extranet" | "Site or extranet";
        claims: "Sinistres" | "Claims";
        claims_email: "E-mail pour les sinistres" | "Claims email";
        claims_phone: "Téléphone pour les sinistres" | "Claims phone";
        contacts: "Interlocuteurs" | "Contacts";
        contacts_of(name): "Interlocuteurs – {name}" | "Contacts – {name}";
        contacts_none: "Aucun interlocuteur enregistré." | "No contact recorded.";
        contacts_saved(name): "Les interlocuteurs de {name} sont à jour." | "The contacts of {name} are up to date.";
        looks_after: "Service" | "Looks after";
        contact_name: "Nom ou service" | "Name or department";
        contact_note: "Note" | "Note";
        integration: "Échanges" | "Exchange";
        integration_of(name): "Échanges – {name}" | "Exchange – {name}";
        integration_lead: "Comment le cabinet échange avec la compagnie, et comment il s’y identifie."
            | "How your firm exchanges with the company, and how it proves itself there.";
        integration_edit: "Paramétrer" | "Set up";
        integration_saved: "Les échanges sont paramétrés." | "The exchange is set up.";
        mode: "Mode d’échange" | "Way of exchanging";
        exchange_email: "E-mail pour les bordereaux" | "Email for bordereaux";
        exchange_email_hint: "Pour l’échange par e-mail." | "For exchanging by email.";
        base_url: "Adresse de base" | "Base address";
        base_url_hint: "https://… pour une interface, sftp://… pour des fichiers."
            | "https://… for an interface, sftp://… for files.";
        authentication: "Authentification" | "Authentication";
        authentication_lead: "Pour une interface. En SFTP, l’identifiant et le mot de passe servent toujours."
            | "For an interface. On SFTP the name and the password always count.";
        username: "Identifiant" | "Name";
        username_hint: "Identifiant, ou «\u{a0}client id\u{a0}» pour OAuth." | "The name, or the client id for OAuth.";
        header_name: "Nom de l’en-tête" | "Header name";
        header_name_hint: "Pour une clé dans un en-tête, par exemple X-Api-Key." | "For a key in a header, such as X-Api-Key.";
        token_url: "Adresse des jetons" | "Token address";
        token_url_hint: "Pour OAuth\u{a0}: https://…" | "For OAuth: https://…";
        scope: "Portée (scope)" | "Scope";
        secret: "Secret" | "Secret";
        secret_hint: "Mot de passe, jeton, clé ou secret du client. Il est chiffré et ne s’affiche plus."
            | "Password, token, key or client secret. It is sealed and never shown again.";
        secret_kept(when, name): "Enregistré le {when} par {name}. Laissez vide pour le garder."
            | "Kept since {when}, set by {name}. Leave empty to keep it.";
        secret_set(when, name): "Enregistré le {when} par {name}" | "Set on {when} by {name}";
        secret_none: "Aucun" | "None";
        remove_secret: "Oublier le secret enregistré" | "Forget the secret that is kept";
        report_format: "Format des bordereaux" | "Format of bordereaux";
        timeout: "Délai de réponse (secondes)" | "Time to answer (seconds)";
        timeout_hint: "De 1 à 30." | "From 1 to 30.";
        test: "Tester la connexion" | "Test the connection";
        test_lead: "Un seul appel, avec ce qui est saisi ci-dessus. Rien n’est enregistré ni envoyé d’autre."
            | "One call, with what is typed above. Nothing else is sent, and nothing is saved.";
        test_status(status): "Statut HTTP {status}" | "HTTP status {status}";
        test_took(ms): "{ms} ms" | "{ms} ms";
        test_steps: "Étapes franchies" | "Steps taken";
        test_retype: "Le secret saisi n’est pas gardé\u{a0}: retapez-le avant d’enregistrer."
            | "The secret you typed is not kept: type it again before saving.";
        tested: "Dernier test" | "Last test";
        tested_at(outcome, when): "{outcome} ({when})" | "{outcome} ({when})";
        callback: "Rappels de la compagnie" | "The company’s calls";
        callback_lead: "À donner à la compagnie\u{a0}: elle annoncera à cette adresse qu’elle a traité un envoi, et signera son message avec la clé. Les messages sont reçus dès que les envois automatiques sont ouverts."
            | "To be given to the company: it will tell at this address that it dealt with what was sent, and sign its message with the key. Messages are taken once automatic sending is open.";
        callback_url: "Adresse" | "Address";
        callback_secret: "Clé" | "Key";
        callback_none: "Aucune" | "None";
        callback_make: "Créer une clé" | "Make a key";
        callback_renew: "Renouveler la clé" | "Renew the key";
        callback_renew_hint: "L’ancienne clé cesse aussitôt de compter." | "The old key counts no longer at once.";
        callback_once: "Voici la nouvelle clé. Elle ne s’affichera plus\u{a0}: transmettez-la à la compagnie."
            | "Here is the new key. It is not shown again: hand it to the company.";
        paper: "Document (PDF)" | "Document (PDF)";
        paper_short: "Document" | "Document";
        paper_of(mandate): "Document du mandat\u{a0}: {mandate}" | "Document of the mandate: {mandate}";
        paper_kept: "Document enregistré" | "Document kept";
        paper_hint(megabytes): "Le mandat signé, en PDF, {megabytes}\u{a0}Mo au plus. Il remplace celui qui est enregistré."
            | "The signed mandate as a PDF, at most {megabytes} MB. It takes the place of the one kept.";
        hand_in: "Enregistrer le document" | "Keep the document";
        hand_in_short: "Joindre" | "Attach";
        paper_change: "Remplacer" | "Replace";
        paper_remove: "Retirer le document" | "Remove the document";
        paper_handed_in: "Le document du mandat est enregistré." | "The document of the mandate is kept.";
        paper_removed: "Le document du mandat est retiré." | "The document of the mandate is removed.";
        products: "Produits" | "Products";
        products_of(name): "Produits – {name}" | "Products – {name}";
        products_lead: "Une ligne laissée vide n’est pas enregistrée. Un produit qui n’est plus vendu garde sa ligne, avec son dernier jour."
            | "A line left empty is not saved. A product no longer sold keeps its line, with its last day.";
        products_none: "Aucun produit enregistré." | "No product recorded.";
        products_saved: "Les produits sont à jour." | "The products are up to date.";
        product_number(number): "Produit {number}" | "Product {number}";
        product_name: "Produit" | "Product";
        product_code: "Code produit" | "Product code";
        product_line: "Branche" | "Line of business";
        sold_from: "Vendu depuis le" | "Sold from";
        sold_until: "Vendu jusqu’au" | "Sold until";
        sold: "En vente" | "Sold";
        withdrawn: "Retiré" | "Withdrawn";
        policies: "Contrats" | "Policies";
        all_policies: "Voir ses contrats" | "See its policies";
        edit_mandates: "Modifier les mandats" | "Change the mandates";
        mandates_of(name): "Mandats – {name}" | "Mandates – {name}";
        no_mandate_hint: "Sans mandat, le cabinet ne peut pas délivrer d’attestation au nom de la compagnie."
            | "Without a mandate, your firm cannot issue certificates in the company’s name.";
        mandate: "Mandat" | "Mandate";
        lines: "Branches" | "Lines of business";
        lines_hint: "Sans coche, le mandat vaut pour toutes les branches." | "With none ticked, the mandate counts for all lines.";
        all_lines: "Toutes les branches" | "All lines";
        given: "Mandat donné" | "Mandate given";
        valid_from: "Valable du" | "Valid from";
        valid_until: "Jusqu’au" | "Until";
        open_ended: "Sans terme" | "Open-ended";
        standing: "En vigueur" | "In force";
        not_yet: "À venir" | "To come";
        over: "Terminé" | "Ended";
        further(number): "mandat {number}" | "mandate {number}";
        delete: "Supprimer" | "Delete";
        delete_question(name): "Supprimer {name}\u{a0}?" | "Delete {name}?";
        delete_consequence: "La compagnie et ses mandats quittent les listes. L’action reste inscrite au journal d’audit. Une compagnie qui a des contrats ne peut pas être supprimée."
            | "The company and its mandates leave the lists. The action stays in the audit log. A company with policies cannot be deleted.";
        deleted(name): "{name} est supprimée." | "{name} is deleted.";
        mandates_updated: "Les mandats sont à jour." | "The mandates are up to date.";
    }
}
