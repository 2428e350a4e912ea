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
        mandates_updated: "Les mandats sont à jour." | "The mandates are up to date.";
    }
}
