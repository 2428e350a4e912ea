//! Words about policies.

use super::macros::words;

words! {
    /// Words about policies.
    Policies {
        title: "Contrats" | "Policies";
        one: "Contrat" | "Policy";
        new: "Nouveau contrat" | "New policy";
        edit(number): "Modifier le devis {number}" | "Edit quote {number}";
        found[count]: "{count} contrat" / "{count} contrats" | "{count} policy" / "{count} policies";
        search: "Numéro, client, produit, immatriculation" | "Number, client, product, plate";
        none_title: "Aucun contrat pour l’instant" | "No policy yet";
        none_hint: "Un contrat se rattache à un client et à une compagnie." | "A policy belongs to a client and a company.";
        number: "Numéro de contrat" | "Policy number";
        number_hint: "Tel que la compagnie l’écrit." | "As the company writes it.";
        client: "Client" | "Client";
        company: "Compagnie" | "Company";
        product: "Produit" | "Product";
        product_hint: "Le nom commercial de la compagnie." | "The company’s own name for it.";
        product_line: "Branche" | "Line of business";
        premium: "Prime annuelle" | "Yearly premium";
        premium_hint: "Toutes taxes comprises." | "All taxes included.";
        effective_date: "Date d’effet" | "Effective date";
        expiry_date: "Date d’échéance" | "Expiry date";
        due_date: "Prochaine échéance" | "Next due date";
        expiry_hint: "La garantie cesse ce jour-là à 0 h, ou se reconduit." | "Cover ends that day at 00:00, or renews.";
        period: "Période en cours" | "Current term";
        period_of(from, to): "du {from} au {to}" | "{from} to {to}";
        tacit_renewal: "Tacite reconduction" | "Tacit renewal";
        tacit_renewal_hint: "Le contrat se reconduit d’année en année, sauf résiliation."
            | "The policy goes on from year to year unless somebody gives notice.";
        payment_frequency: "Fractionnement" | "Payment frequency";
        risk: "Ce qui est assuré" | "What is insured";
        risk_of(kind): "Ce qui est assuré\u{a0}: {kind}" | "What is insured: {kind}";
        risk_more: "Ce qui est assuré\u{a0}: autres précisions" | "What is insured: further details";
        risk_objects: "Autres objets assurés" | "Further insured objects";
        risk_objects_lead: "Les autres véhicules d’une flotte, d’autres locaux. Enregistrez pour obtenir une ligne de plus."
            | "The other vehicles of a fleet, further premises. Save to get one more line.";
        risk_object(number): "Objet {number}" | "Object {number}";
        risk_object_kind: "Nature" | "Kind";
        risk_object_usual: "Selon la branche" | "As the line says";
        risk_object_reference: "Immatriculation, adresse ou nom" | "Plate, address or name";
        risk_object_description: "Précisions" | "Details";
        parties_title: "Intervenants" | "Parties";
        parties_lead: "Qui paie, qui est assuré, qui conduit, qui est bénéficiaire, quand ce n’est pas le souscripteur."
            | "Who pays, who is insured, who drives, who is paid, where that is not the policyholder.";
        parties_none: "Personne d’autre que le souscripteur." | "Nobody but the policyholder.";
        party_add: "Ajouter un intervenant" | "Add a party";
        party_without_file: "Personne sans fiche" | "Somebody without a file";
        party_role: "Rôle" | "Role";
        party_days: "Durée" | "Days";
        party_always: "pendant tout le contrat" | "as long as the policy";
        party_since(day): "depuis le {day}" | "since {day}";
        party_until(day): "jusqu’au {day}" | "until {day}";
        party_first_day: "Premier jour" | "First day";
        party_first_day_hint: "Vide\u{a0}: depuis le début." | "Empty: from the beginning.";
        party_last_day: "Premier jour sans ce rôle" | "First day without this role";
        party_last_day_hint: "Vide\u{a0}: jusqu’à la fin." | "Empty: until the end.";
        party_note: "Précisions" | "Details";
        party_edit_lead: "Un rôle qui prend fin reçoit son premier jour sans\u{a0}; il reste visible dans le passé."
            | "A role that ends gets its first day without; it stays visible in the past.";
        party_remove_title: "Enregistré par erreur\u{a0}?" | "Recorded in error?";
        party_remove_lead: "L’intervenant disparaît du contrat, aussi pour le passé. Le journal garde la trace."
            | "The party goes from the policy, for the past too. The audit log keeps what was.";
        party_remove: "Retirer du contrat" | "Take out of the policy";
        party_saved(name): "Le rôle de {name} est enregistré." | "The role of {name} is recorded.";
        party_removed: "L’intervenant est retiré du contrat." | "The party is taken out of the policy.";
        roles_elsewhere: "Rôles dans d’autres contrats" | "Roles in other policies";
        no_risk: "Rien n’est décrit." | "Nothing is described.";
        terms: "Conditions" | "Terms";
        parties: "Client et compagnie" | "Client and company";
        state: "État" | "State";
        state_since(when): "depuis le {when}" | "since {when}";
        state_until(when): "jusqu’au {when}" | "until {when}";
        due_after: "Échéance à partir du" | "Due from";
        due_before: "Échéance avant le" | "Due before";
        as_of: "Voir le contrat à une autre date" | "See the policy on another day";
        as_of_day: "Tel qu’il est le" | "As it is on";
        as_known_day: "D’après ce qui était enregistré le" | "As recorded by";
        as_known_hint: "Sans les faits et rectifications enregistrés ensuite." | "Without what was recorded or corrected later.";
        as_known_notice(day): "D’après ce qui était enregistré à la fin du {day}." | "As it was recorded by the end of {day}.";
        as_of_show: "Afficher" | "Show";
        as_of_notice(day): "Le contrat tel qu’il était ou sera à la fin du {day}."
            | "The policy as it was or will be at the end of {day}.";
        unknown_yet_title: "Ce contrat n’était pas encore connu" | "This policy was not known yet";
        unknown_yet(day, recorded): "Il n’était pas enregistré à la fin du {day}\u{a0}: il l’est depuis le {recorded}."
            | "It was not recorded by the end of {day}; it has been since {recorded}.";
        as_of_today: "Revenir à aujourd’hui" | "Back to today";
        choose_client: "Pour quel client\u{a0}?" | "For which client?";
        choose_client_lead: "Cherchez le client par son nom, son e-mail ou son téléphone."
            | "Find the client by name, email or phone.";
        choose_this_client(name): "Choisir {name}" | "Choose {name}";
        change_client: "Changer de client" | "Change client";
        new_client: "Nouveau client" | "New client";
        versions: "Versions" | "Versions";
        versions_lead: "Une version par avenant ou renouvellement." | "One version for each endorsement or renewal.";
        version_first: "Conditions d’origine" | "First terms";
        changes: "Ce qui change" | "What changes";
        change_of(term): "{term}\u{a0}:" | "{term}:";
        nothing_changes: "Aucun changement" | "No change";
        recorded: "Enregistré le" | "Recorded on";
        counts_from(day): "À effet du {day}" | "Counts from {day}";
        timeline: "Vie du contrat" | "Life of the policy";
        fact_recorded(when, name): "enregistré le {when} par {name}" | "recorded {when} by {name}";
        fact: "Fait" | "Fact";
        withdraw: "Rectifier" | "Correct";
        withdraw_this(fact): "Rectifier\u{a0}: {fact}" | "Correct: {fact}";
        withdraw_title(fact): "Rectifier\u{a0}: {fact}" | "Correct: {fact}";
        withdraw_lead: "Ce fait a été enregistré par erreur\u{a0}: il ne compte plus, ni les conditions qu’il a apportées. Il reste visible, barré. Enregistrez ensuite le fait exact."
            | "This fact was recorded in error: it counts no more, nor do the terms it brought. It stays visible, struck out. Then record what is right.";
        withdraw_reason: "Pourquoi c’est une erreur" | "Why it is an error";
        withdrawn: "Rectifié" | "Corrected";
        withdrawn_done(number): "La rectification du contrat {number} est enregistrée." | "The correction of policy {number} is recorded.";
        renewal_undone_reason: "Renouvellement en masse annulé" | "Bulk renewal undone";
        follows_reason: "Suite d’un avenant antérieur" | "Follows from an earlier endorsement";
        someone: "un ancien collaborateur" | "a former colleague";
        documents: "Documents" | "Documents";
        reason: "Motif" | "Reason";
        renewal_reason: "Renouvellement" | "Renewal";
        bind: "Mettre en vigueur" | "Bind";
        bind_title(number): "Mettre en vigueur le contrat {number}" | "Bind policy {number}";
        bind_lead: "Le client a accepté et la compagnie est d’accord. La garantie commence à la date d’effet."
            | "The client agreed and the company accepted. Cover begins on the effective date.";
        bound(number): "Le contrat {number} est conclu." | "Policy {number} is bound.";
        endorse: "Établir un avenant" | "Endorse";
        endorse_title(number): "Avenant au contrat {number}" | "Endorsement to policy {number}";
        endorse_lead: "Les conditions changent à partir d’une date\u{a0}; les anciennes restent visibles."
            | "The terms change from a day on; the former ones stay visible.";
        endorsed(number): "L’avenant au contrat {number} est enregistré." | "The endorsement to policy {number} is recorded.";
        renew: "Renouveler" | "Renew";
        renew_title(number): "Renouveler le contrat {number}" | "Renew policy {number}";
        renew_lead: "Une nouvelle période suit la dernière échéance." | "A new term follows the last due date.";
        renew_until: "Nouvelle échéance" | "New expiry date";
        renew_until_hint: "Un an après la dernière échéance si vous laissez vide." | "One year after the last one if left empty.";
        renewed(number): "Le contrat {number} est renouvelé." | "Policy {number} is renewed.";
        suspend: "Suspendre" | "Suspend";
        suspend_title(number): "Suspendre le contrat {number}" | "Suspend policy {number}";
        suspend_lead: "Les garanties cessent à partir de cette date, à 0 h, jusqu’à la remise en vigueur."
            | "Cover stops from this day at 00:00 until it is reinstated.";
        suspended_done(number): "Le contrat {number} est suspendu." | "Policy {number} is suspended.";
        reinstate: "Remettre en vigueur" | "Reinstate";
        reinstate_title(number): "Remettre en vigueur le contrat {number}" | "Reinstate policy {number}";
        reinstate_lead: "Les garanties reprennent ce jour-là à midi." | "Cover comes back that day at noon.";
        reinstated(number): "Le contrat {number} est remis en vigueur." | "Policy {number} is reinstated.";
        cancel: "Résilier" | "Cancel policy";
        cancel_question(number): "Résilier le contrat {number}\u{a0}?" | "Cancel policy {number}?";
        cancel_lead: "La date est celle du premier jour sans garantie, à 0 h. La résiliation reste inscrite au contrat."
            | "The date is the first day without cover, at 00:00. The cancellation stays on record.";
        cancel_reason: "Motif" | "Reason";
        cancelled_done(number): "La résiliation du contrat {number} est enregistrée." | "The cancellation of policy {number} is recorded.";
        make_void: "Annuler dès l’origine" | "Make void";
        void_title(number): "Annuler le contrat {number} dès l’origine\u{a0}?" | "Make policy {number} void from the beginning?";
        void_lead: "Le contrat est réputé n’avoir jamais existé\u{a0}: aucune garantie n’a joué. Cela ne se défait pas."
            | "The policy counts as never made: there was no cover at any time. This cannot be undone.";
        voided(number): "Le contrat {number} est annulé dès l’origine." | "Policy {number} is void.";
        step_date: "À compter du" | "From";
        step_date_hint: "Aujourd’hui si vous laissez vide." | "Today if left empty.";
        issue_certificate: "Établir un document" | "Issue a document";
        created(number): "Le devis {number} est enregistré." | "Quote {number} is saved.";
        updated(number): "Le devis {number} est à jour." | "Quote {number} is up to date.";
    }
}
