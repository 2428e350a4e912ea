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
