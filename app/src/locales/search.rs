//! Words of the search.

use super::macros::words;

words! {
    /// Words of the search.
    SearchWords {
        title: "Recherche" | "Search";
        lead: "Clients, contrats, compagnies et documents : nom, téléphone, e-mail, numéro, immatriculation."
            | "Clients, policies, companies and documents: name, telephone, e-mail, number, plate.";
        ask: "Que cherchez-vous ?" | "What are you looking for?";
        ask_hint: "Deux caractères au moins : une partie du nom, d’un numéro, d’une adresse ou d’une plaque suffit."
            | "At least two characters: a part of a name, a number, an address or a plate will do.";
        too_short: "C’est un peu court" | "That is a little short";
        nothing_hint: "Tous les mots doivent se trouver dans la fiche. Essayez avec moins de mots, ou une partie seulement."
            | "All the words must be in the record. Try fewer words, or only a part of one.";
        all(kind): "Tout voir : {kind}" | "See all: {kind}";
        commands: "Commandes" | "Commands";
        go_to(page): "Aller à : {page}" | "Go to: {page}";
        to_light: "Thème clair" | "Light theme";
        to_dark: "Thème sombre" | "Dark theme";
        palette_hint: "Chercher, ou taper une commande" | "Search, or type a command";
        searching: "Recherche…" | "Searching…";
    }
}
