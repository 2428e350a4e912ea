//! Words of the home page.

use super::macros::words;

words! {
    /// Words of the home page.
    Home {
        title: "Accueil" | "Home";
        greeting(name): "Bonjour {name}" | "Hello {name}";
        clients: "Clients" | "Clients";
        in_force: "Contrats en cours" | "Policies in force";
        quotes: "Devis" | "Quotes";
        due_within[days]: "Échéances sous {days} jour" / "Échéances sous {days} jours" | "Due within {days} day" / "Due within {days} days";
        next_due: "Prochaines échéances" | "Next due";
        next_due_lead: "Les contrats en cours dont l’échéance approche." | "Policies in force whose due date is near.";
        none_due: "Aucune échéance dans les 90 prochains jours" | "Nothing is due within the next 90 days";
        none_due_hint: "Les contrats en cours s’affichent ici à l’approche de leur échéance."
            | "Policies in force appear here as their due date comes near.";
        due: "Échéance" | "Due";
        premium: "Prime" | "Premium";
        all_due: "Tout voir" | "See all";
        latest_documents: "Derniers documents" | "Latest documents";
        no_documents: "Aucun document pour l’instant" | "No document yet";
        no_documents_hint: "Établissez une attestation depuis un contrat." | "Issue a certificate from a policy.";
        platform_lead: "Les cabinets de la plateforme" | "The firms of the platform";
    }
}
