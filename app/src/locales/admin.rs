//! Words of the administrator's pages.

use super::macros::words;

words! {
    /// Words of the administrator's pages.
    Admin {
        title: "Administration" | "Administration";
        users: "Utilisateurs" | "Users";
        new_user: "Nouvel utilisateur" | "New user";
        audit: "Journal d’audit" | "Audit log";
        agencies: "Cabinets" | "Firms";
        jobs: "Tâches de fond" | "Background jobs";
        storage: "Stockage" | "Storage";
        health: "Santé" | "Health";
        occurred_at: "Date" | "When";
        actor: "Auteur" | "By whom";
        action: "Action" | "Action";
        object: "Objet" | "Object";
        ip_address: "Adresse IP" | "IP address";
        request_id: "Numéro de requête" | "Request ID";
        lead: "Les comptes, le journal et les cabinets." | "Accounts, the log and firms.";
        users_lead: "Qui se connecte, avec quel rôle." | "Who signs in, with which role.";
        audit_lead: "Qui a fait quoi, quand, et ce qui a changé." | "Who did what, when, and what changed.";
        agencies_lead: "Les cabinets qui travaillent sur la plateforme." | "The firms that work on the platform.";
        users_found[count]: "{count} utilisateur" / "{count} utilisateurs" | "{count} user" / "{count} users";
        user_search: "Nom, e-mail" | "Name, email";
        edit_user(name): "Modifier {name}" | "Edit {name}";
        user_details: "Compte" | "Account";
        role_hint: "Un courtier voit ses propres clients\u{a0}; un responsable voit tout le cabinet\u{a0}; un administrateur gère aussi les comptes."
            | "A broker sees their own clients; a manager sees the whole firm; an administrator manages accounts too.";
        first_password: "Premier mot de passe" | "First password";
        first_password_hint: "Au moins 8 caractères. La personne le change depuis son compte."
            | "At least 8 characters. The person changes it from their account.";
        may_sign_in: "Peut se connecter" | "May sign in";
        may_sign_in_hint: "Sans cette coche, ses sessions prennent fin aussitôt." | "Without this, their sessions end at once.";
        user_created(name): "{name} peut maintenant se connecter." | "{name} can sign in now.";
        user_updated(name): "Le compte de {name} est à jour." | "{name}’s account is up to date.";
        deactivate: "Désactiver" | "Deactivate";
        deactivate_question(name): "Désactiver {name}\u{a0}?" | "Deactivate {name}?";
        deactivate_consequence: "La personne est déconnectée aussitôt et ne peut plus se connecter. Ses clients et son travail restent."
            | "The person is signed out at once and cannot sign in any more. Their clients and work stay.";
        deactivated(name): "{name} est désactivé." | "{name} is deactivated.";
        users_none: "Aucun utilisateur" | "No user";
        events_found[count]: "{count} événement" / "{count} événements" | "{count} event" / "{count} events";
        audit_search: "Nom de l’objet" | "Name of the object";
        any_action: "Toutes les actions" | "All actions";
        any_object: "Tous les objets" | "All objects";
        anyone: "Tout le monde" | "Anybody";
        events_none: "Aucun événement pour l’instant" | "No event yet";
        details: "Détail" | "Details";
        show_details: "Voir le détail" | "Show details";
        field: "Champ" | "Field";
        before: "Avant" | "Before";
        after: "Après" | "After";
        no_changes: "Cet événement n’a changé aucun champ." | "This event changed no field.";
        door: "Par" | "Through";
        door_web: "Site" | "Web";
        door_api: "API" | "API";
        door_job: "Tâche de fond" | "Background job";
        door_cli: "Ligne de commande" | "Command line";
        user_agent: "Programme" | "Program";
        sequence: "Numéro dans la chaîne" | "Place in the chain";
        hash: "Empreinte" | "Hash";
        same_request: "Même requête" | "Same request";
        verify: "Vérifier la chaîne" | "Verify the chain";
        chain_intact[count]: "La chaîne est intacte\u{a0}: {count} événement vérifié, rien n’a été modifié ni retiré."
            / "La chaîne est intacte\u{a0}: {count} événements vérifiés, rien n’a été modifié ni retiré."
            | "The chain is whole: {count} event checked, nothing was altered or removed."
            / "The chain is whole: {count} events checked, nothing was altered or removed.";
        chain_broken(place): "La chaîne est rompue à l’événement n°\u{a0}{place}. Prévenez l’exploitant de la plateforme."
            | "The chain is broken at event no. {place}. Tell who operates the platform.";
        agencies_found[count]: "{count} cabinet" / "{count} cabinets" | "{count} firm" / "{count} firms";
        agency_search: "Nom du cabinet" | "Firm name";
        new_agency: "Nouveau cabinet" | "New firm";
        agency_details: "Cabinet" | "Firm";
        agency_name: "Nom du cabinet" | "Firm name";
        jurisdiction: "Droit applicable" | "Jurisdiction";
        jurisdiction_fr: "France (ORIAS)" | "France (ORIAS)";
        jurisdiction_be: "Belgique (FSMA)" | "Belgium (FSMA)";
        jurisdiction_cima: "Zone CIMA" | "CIMA zone";
        by_jurisdiction: "Selon le droit applicable" | "By the jurisdiction";
        time_zone: "Fuseau horaire" | "Time zone";
        legal_form: "Forme juridique" | "Legal form";
        registration: "Immatriculation" | "Registration";
        registration_hint: "Par exemple ORIAS 07 000 000" | "Such as ORIAS 07 000 000";
        letterhead: "En-tête et pied de page" | "Letterhead and footer";
        legal_mentions: "Mentions légales" | "Legal mentions";
        legal_mentions_hint: "Une phrase par ligne\u{a0}; elles figurent au pied de chaque page."
            | "One sentence a line; they stand at the foot of each page.";
        agency_opened(name): "Le cabinet {name} est ouvert, avec les modèles standard."
            | "The firm {name} is open, with the standard templates.";
        agencies_none: "Aucun cabinet pour l’instant" | "No firm yet";
        active: "Actif" | "Active";
        inactive: "Désactivé" | "Disabled";
    }
}
