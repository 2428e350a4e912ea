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
        tax_id: "Numéro fiscal (SIREN, SIRET, NINEA…)" | "Tax number (SIREN, SIRET, NINEA…)";
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
        restored(name): "{name} est de nouveau dans les listes." | "{name} is back in the lists.";
        restore: "Restaurer" | "Restore";
        put_away_on(when): "Dossier archivé le {when}. Restaurez-le pour le modifier." | "File archived on {when}. Restore it to change it.";
        files: "Dossiers" | "Files";
        files_in_use: "En cours" | "In use";
        files_put_away: "Archivés" | "Archived";
        around: "Contacts et adresses" | "Contacts and addresses";
        around_lead: "Une ligne laissée vide n’est pas enregistrée. Enregistrez pour obtenir d’autres lignes."
            | "A line left empty is not saved. Save to get more lines.";
        around_none: "Ni contact ni autre adresse." | "No contact and no other address.";
        contact_number(number): "Contact {number}" | "Contact {number}";
        address_number(number): "Adresse {number}" | "Address {number}";
        role: "Rôle" | "Role";
        choose_role: "Choisir un rôle" | "Choose a role";
        around_saved(name): "Les contacts et adresses de {name} sont à jour." | "The contacts and addresses of {name} are up to date.";
        hand_over_title(name): "Confier {name} à un collègue" | "Hand {name} over to a colleague";
        hand_over_lead: "Ses contrats et ses documents suivent. La transmission est inscrite au journal d’audit."
            | "Their policies and documents follow. The hand-over goes into the audit log.";
        hand_over_reason: "Motif" | "Reason";
        choose_owner: "Choisir un collègue" | "Choose a colleague";
        owned_by(name): "Suivi aujourd’hui par {name}." | "Looked after by {name} today.";
        handed_over(name, broker): "{name} est désormais suivi par {broker}." | "{broker} now looks after {name}.";
        contacts: "Contacts" | "Contacts";
        addresses: "Autres adresses" | "Other addresses";
        phone_e164: "Numéro à composer" | "Number to dial";
        tax_id_scheme: "Sorte de numéro fiscal" | "Kind of tax number";
        national_id_scheme: "Sorte de numéro d’identité" | "Kind of ID number";
        timeline: "Historique" | "History";
        timeline_of(name): "Historique de {name}" | "History of {name}";
        timeline_all: "Tout l’historique" | "Whole history";
        to_broker(name): "à {name}" | "to {name}";
        merge: "Fusionner" | "Merge";
        merge_title(name): "Fusionner {name} avec un autre dossier" | "Merge {name} into another file";
        merge_lead: "Quand un client est enregistré deux fois, un seul dossier reste."
            | "When a client is recorded twice, one file stays.";
        merge_choose: "Choisir l’autre dossier" | "Choose the other file";
        merge_preview: "Ce qui restera" | "What will stay";
        merge_now: "Fusionner les dossiers" | "Merge the files";
        merge_swap: "Garder l’autre dossier" | "Keep the other file";
        merge_other: "Choisir un autre dossier" | "Choose another file";
        merge_consequence(gone, stays): "Les contrats, documents, notes, contacts et adresses de {gone} passent à {stays}. Les champs vides sont complétés. La fusion peut être annulée."
            | "The policies, documents, notes, contacts and addresses of {gone} go to {stays}. Empty fields are filled in. The merge can be undone.";
        file_that_goes: "Ce dossier" | "This file";
        file_that_stays: "Dossier conservé" | "File that stays";
        file_after: "Après la fusion" | "After the merge";
        merged(gone, stays): "{gone} est fusionné avec {stays}." | "{gone} is merged into {stays}.";
        merged_files: "Dossiers fusionnés" | "Merged files";
        merged_on(when): "Fusionné le {when}" | "Merged on {when}";
        unmerge: "Annuler la fusion" | "Undo the merge";
        unmerged(name): "{name} a de nouveau son propre dossier." | "{name} has a file of their own again.";
        duplicates_found: "Peut-être déjà enregistré" | "Maybe recorded already";
        duplicate_elsewhere(why): "Un client suivi par un collègue ({why}). Demandez à votre responsable."
            | "A client of a colleague’s ({why}). Ask your manager.";
        file_archived: "archivé" | "archived";
        create_anyway: "Créer quand même" | "Create anyway";
        remarks: "Remarques" | "Remarks";
        tax_number: "Numéro fiscal" | "Tax number";
        notes_title: "Notes" | "Notes";
        new_note: "Nouvelle note" | "New note";
        add_note: "Ajouter la note" | "Add note";
        noted: "La note est enregistrée." | "The note is saved.";
        older_notes: "Les notes plus anciennes sont dans l’historique." | "Older notes are in the history.";
        delete: "Supprimer le client" | "Delete client";
        delete_question(name): "Supprimer {name}\u{a0}?" | "Delete {name}?";
        delete_consequence: "Le client disparaît des listes. L’action reste inscrite au journal."
            | "The client leaves the lists. The action stays in the audit log.";
    }
}
