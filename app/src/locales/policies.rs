//! Words about policies.

use super::macros::words;

words! {
    /// Words about policies.
    Policies {
        title: "Polices" | "Policies";
        one: "Police" | "Policy";
        new: "Nouvelle police" | "New policy";
        edit(number): "Modifier la police {number}" | "Edit policy {number}";
        found[count]: "{count} police" / "{count} polices" | "{count} policy" / "{count} policies";
        search: "Numéro, client, produit" | "Number, client, product";
        none_title: "Aucune police pour l’instant" | "No policy yet";
        none_hint: "Une police se rattache à un client et à une compagnie." | "A policy belongs to a client and a company.";
        number: "Numéro de police" | "Policy number";
        client: "Client" | "Client";
        company: "Compagnie" | "Company";
        product: "Produit" | "Product";
        product_line: "Branche" | "Line of business";
        premium: "Prime annuelle" | "Yearly premium";
        effective_date: "Date d’effet" | "Effective date";
        expiry_date: "Date d’échéance" | "Expiry date";
        period: "Période" | "Period";
        tacit_renewal: "Tacite reconduction" | "Tacit renewal";
        payment_frequency: "Fractionnement" | "Payment frequency";
        yearly: "Annuel" | "Yearly";
        half_yearly: "Semestriel" | "Half-yearly";
        quarterly: "Trimestriel" | "Quarterly";
        monthly: "Mensuel" | "Monthly";
        risk: "Objet de risque" | "Risk object";
        terms: "Conditions" | "Terms";
        state: "État" | "State";
        state_since(day): "depuis le {day}" | "since {day}";
        quote: "Devis" | "Quote";
        offered: "Proposée" | "Offered";
        accepted: "Acceptée" | "Accepted";
        provisional: "Couverture provisoire" | "Provisional cover";
        in_force: "En vigueur" | "In force";
        suspended: "Suspendue" | "Suspended";
        cancelled: "Résiliée" | "Cancelled";
        expired: "Expirée" | "Expired";
        void: "Nulle" | "Void";
        declined: "Refusée" | "Declined";
        lapsed: "Caduque" | "Lapsed";
        bind: "Mettre en vigueur" | "Bind";
        bound(number): "La police {number} est en vigueur." | "Policy {number} is in force.";
        cancel: "Résilier" | "Cancel policy";
        cancel_question(number): "Résilier la police {number}\u{a0}?" | "Cancel policy {number}?";
        cancel_reason: "Motif" | "Reason";
        cancelled_done(number): "La police {number} est résiliée." | "Policy {number} is cancelled.";
        issue_certificate: "Établir une attestation" | "Issue a certificate";
        created(number): "La police {number} est enregistrée." | "Policy {number} is saved.";
        updated(number): "La police {number} est à jour." | "Policy {number} is up to date.";
    }
}
