//! Words about clients.

use super::macros::words;

words! {
    /// Words about clients.
    Clients {
        hand_over: "Remettre à un collègue" | "Hand over";
        new_owner: "À qui\u{a0}?" | "To whom?";
        hand_over_many[count]: "Remettre {count} client" / "Remettre {count} clients" | "Hand over {count} client" / "Hand over {count} clients";
        archive_many[count]: "Archiver {count} client" / "Archiver {count} clients" | "Archive {count} client" / "Archive {count} clients";
        title: "Clients" | "Clients";
        one: "Client" | "Client";
        new: "Nouveau client" | "New client";
        edit(name): "Modifier {name}" | "Edit {name}";
        found[count]: "{count} client" / "{count} clients" | "{count} client" / "{count} clients";
        search: "Nom, e-mail, téléphone" | "Name, email, phone";
        none_title: "Aucun client pour l’instant" | "No client yet";
        none_hint: "Enregistrez votre premier client pour lui établir un contrat."
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
        policy_count[count]: "{count} contrat" / "{count} contrats" | "{count} policy" / "{count} policies";
        created(name): "{name} est enregistré." | "{name} is saved.";
        updated(name): "{name} est à jour." | "{name} is up to date.";
        deleted(name): "{name} est supprimé." | "{name} is deleted.";
        person_details: "Personne" | "Person";
        person_details_hint: "À remplir pour une personne." | "Fill in for a person.";
        organisation_details: "Organisation" | "Organisation";
        organisation_details_hint: "À remplir pour une société, une association ou un organisme public."
            | "Fill in for a company, an association or a public body.";
        display_name: "Nom" | "Name";
        account: "Banque et fiscalité" | "Bank and tax";
        everyone: "Tous les courtiers" | "All brokers";
        any_kind: "Tous les types" | "All kinds";
        street: "Rue et complément" | "Street";
        country_hint: "Code à deux lettres ou nom, par exemple FR" | "Two-letter code or name, such as FR";
        notes_hint: "Visibles du cabinet seulement." | "Seen by your firm only.";
        policies_none: "Ce client n’a pas encore de contrat." | "This client has no policy yet.";
        documents_none: "Aucun document établi pour ce client." | "No document issued for this client.";
        all_policies: "Tous ses contrats" | "All their policies";
        archive: "Archiver" | "Archive";
        archive_question(name): "Archiver {name}\u{a0}?" | "Archive {name}?";
        archive_consequence: "Le dossier quitte les listes. L’action reste inscrite au journal d’audit. Un client qui a des contrats ne peut pas être archivé."
            | "The file leaves the lists. The action stays in the audit log. A client with policies cannot be archived.";
        archived(name): "{name} est archivé." | "{name} is archived.";
        delete: "Supprimer le client" | "Delete client";
        delete_question(name): "Supprimer {name}\u{a0}?" | "Delete {name}?";
        delete_consequence: "Le client disparaît des listes. L’action reste inscrite au journal."
            | "The client leaves the lists. The action stays in the audit log.";
    }
}
