//! Words about the renewal of many policies.

use super::macros::words;

words! {
    /// Words about the renewal of many policies.
    Renewals {
        title: "Renouvellements en masse" | "Bulk renewals";
        lead: "Préparés, confirmés, puis effectués en arrière-plan\u{a0}; chacun se défait." | "Worked out, confirmed, then done in the background; each can be undone.";
        none_title: "Aucun renouvellement en masse" | "No bulk renewal yet";
        none_hint: "Choisissez des contrats dans la liste, puis «\u{a0}Renouveler\u{a0}»." | "Choose policies in the list, then “Renew”.";
        to_policies: "Voir les contrats à échéance" | "See the policies that fall due";
        new: "Renouveler des contrats" | "Renew policies";
        new_lead: "Rien ne change avant votre confirmation\u{a0}: vous verrez d’abord, contrat par contrat, ce qui changerait."
            | "Nothing changes before you confirm: you will first see, policy by policy, what would change.";
        chosen[count]: "{count} contrat choisi" / "{count} contrats choisis" | "{count} policy chosen" / "{count} policies chosen";
        all_matching: "Tous les contrats de votre recherche" | "All policies of your search";
        premium_change: "Évolution des primes (%)" | "Change of premiums (%)";
        premium_change_hint: "Par exemple 3,5 ou -2. Laissez vide pour garder les primes. Les contrats en tacite reconduction ne changent que par là."
            | "For example 3.5 or -2. Leave empty to keep the premiums. Policies with tacit renewal change in no other way.";
        reason: "Motif ou référence" | "Reason or reference";
        prepare: "Voir ce qui changerait" | "See what would change";
        started(count): "Préparation du renouvellement de {count} contrats." | "Working out the renewal of {count} policies.";
        run_title(count): "Renouvellement de {count} contrats" | "Renewal of {count} policies";
        run: "Renouvellement" | "Renewal";
        by(name, when): "Par {name}, le {when}" | "By {name} on {when}";
        progress: "Avancement" | "Progress";
        busy_hint: "Cette page se met à jour d’elle-même\u{a0}; vous pouvez la quitter." | "This page updates by itself; you may leave it.";
        confirm: "Renouveler maintenant" | "Renew now";
        confirm_lead[count]: "{count} contrat sera renouvelé." / "{count} contrats seront renouvelés." | "{count} policy will be renewed." / "{count} policies will be renewed.";
        nothing_to_renew: "Aucun de ces contrats ne peut être renouvelé\u{a0}; les raisons sont ci-dessous." | "None of these policies can be renewed; the reasons are below.";
        confirmed: "Le renouvellement est en cours." | "The renewal is under way.";
        discard: "Abandonner" | "Discard";
        discarded: "Le renouvellement est abandonné\u{a0}; rien n’a changé." | "The renewal is discarded; nothing was changed.";
        undo: "Annuler ce renouvellement" | "Undo this renewal";
        undo_lead: "Les contrats reviennent à leur période précédente, sauf ceux qui ont changé depuis." | "The policies return to their former term, except those that changed since.";
        undoing: "L’annulation est en cours." | "It is being undone.";
        stopped: "Arrêté\u{a0}: la personne qui l’a lancé n’y est plus autorisée. Les contrats restants n’ont pas changé." | "Stopped: who began it is no longer allowed to. The remaining policies were not changed.";
        every_state: "Tous" | "All";
        new_term: "Nouvelle période" | "New term";
        outcome: "Résultat" | "Outcome";
        why: "Pourquoi" | "Why";
        unchanged: "Inchangée" | "Unchanged";
        no_items: "Aucun contrat ici" | "No policy here";
    }
}
