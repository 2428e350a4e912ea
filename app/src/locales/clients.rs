//! Words about clients.

use super::macros::words;

words! {
    /// Words about clients.
    Clients {
        title: "Clients" | "Clients";
        one: "Client" | "Client";
        new: "Nouveau client" | "New client";
        edit(name): "Modifier {name}" | "Edit {name}";
        found[count]: "{count} client" / "{count} clients" | "{count} client" / "{count} clients";
        search: "Nom, e-mail, téléphone" | "Name, email, phone";
        none_title: "Aucun client pour l’instant" | "No client yet";
        none_hint: "Enregistrez votre premier client pour lui établir une police."
            | "Record your first client to write a policy for them.";
        kind: "Type de client" | "Kind of client";
        person: "Particulier" | "Person";
        organisation: "Organisation" | "Organisation";
        first_name: "Prénom" | "First name";
        last_name: "Nom" | "Last name";
        legal_name: "Raison sociale" | "Legal name";
        email: "E-mail" | "Email";
        phone: "Téléphone" | "Phone";
        phone_hint: "Avec l’indicatif du pays, par exemple +33 6 12 34 56 78"
            | "With the country code, for example +33 6 12 34 56 78";
        birth_date: "Date de naissance" | "Date of birth";
        national_id: "Numéro d’identité" | "National ID number";
        tax_id: "Numéro fiscal (SIREN, NIU…)" | "Tax number (SIREN, NIU…)";
        iban: "IBAN" | "IBAN";
        owner: "Suivi par" | "Looked after by";
        identity: "Identité" | "Identity";
        contact: "Coordonnées" | "Contact details";
        policy_count[count]: "{count} police" / "{count} polices" | "{count} policy" / "{count} policies";
        created(name): "{name} est enregistré." | "{name} is saved.";
        updated(name): "{name} est à jour." | "{name} is up to date.";
        deleted(name): "{name} est supprimé." | "{name} is deleted.";
        delete: "Supprimer le client" | "Delete client";
        delete_question(name): "Supprimer {name}\u{a0}?" | "Delete {name}?";
        delete_consequence: "Le client disparaît des listes. L’action reste inscrite au journal."
            | "The client leaves the lists. The action stays in the audit log.";
    }
}
