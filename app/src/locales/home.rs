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
        due_between(from, to): "Échéances de {from} à {to} jours" | "Due in {from} to {to} days";
        renewals: "Renouvellements" | "Renewals";
        renewals_lead: "Les contrats en cours, par échéance, et ceux dont la période s’est achevée sans suite."
            | "Policies in force by their due dates, and those whose term ended and was not renewed.";
        overdue: "Échues sans suite (90 jours)" | "Ended, not renewed (90 days)";
        more_due[count]: "et {count} autre" / "et {count} autres" | "and {count} more" / "and {count} more";
        stale_quotes: "Devis de plus de 30 jours" | "Quotes older than 30 days";
        now_false[count]: "Une attestation en circulation n’est plus vraie" / "{count} attestations en circulation ne sont plus vraies"
            | "One certificate in circulation is no longer true" / "{count} certificates in circulation are no longer true";
        now_false_lead: "Ceux qui les détiennent doivent l’apprendre : le contrat dit à qui chacune a été remise."
            | "Those who hold them must hear of it: the policy says to whom each was given.";
        see_them: "Les voir" | "See them";
        whole_firm: "Tout le cabinet" | "The whole firm";
        own_clients: "Mes clients" | "My clients";
        by_company: "Primes par compagnie" | "Premium by company";
        by_line: "Primes par branche" | "Premium by line of business";
        chart_lead[count]: "{count} contrat en cours\u{a0}; la longueur est la prime annuelle." / "{count} contrats en cours\u{a0}; la longueur est la prime annuelle."
            | "{count} policy in force; the length is the yearly premium." / "{count} policies in force; the length is the yearly premium.";
        policies: "Contrats" | "Policies";
        seen_last: "Consultés récemment" | "Recently viewed";
        nothing_seen: "Les fiches que vous ouvrez s’affichent ici." | "The records you open appear here.";
        firms: "Cabinets" | "Firms";
        due: "Échéance" | "Due";
        premium: "Prime" | "Premium";
        all_due: "Tout voir" | "See all";
        latest_documents: "Derniers documents" | "Latest documents";
        no_documents: "Aucun document pour l’instant" | "No document yet";
        no_documents_hint: "Établissez une attestation depuis un contrat." | "Issue a certificate from a policy.";
        users: "Utilisateurs" | "Users";
        premiums: "Primes annuelles en cours" | "Yearly premiums in force";
        failed_letters: "Lettres non remises" | "Letters not delivered";
        stopped_renewals: "Renouvellements en masse arrêtés" | "Bulk renewals stopped";
        background: "Tâches de fond" | "Background work";
        background_well: "Rien en échec" | "Nothing failed";
        storage: "Stockage des fichiers" | "Storage of files";
        storage_well: "Disponible" | "Available";
        storage_down: "Ne répond pas" | "Does not answer";
        firms_lead: "Des chiffres seulement\u{a0}: aucune fiche d’un cabinet n’est lue."
            | "Figures only: no record of a firm is read.";
        sums_of_page: "Les totaux sont ceux des cabinets affichés ici." | "The totals are those of the firms shown here.";
        platform_lead: "Les cabinets de la plateforme" | "The firms of the platform";
    }
}
