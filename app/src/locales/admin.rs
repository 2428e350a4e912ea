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
        lead: "Les comptes, le journal, le courrier et les cabinets." | "Accounts, the log, the mail and firms.";
        users_lead: "Qui se connecte, avec quel rôle." | "Who signs in, with which role.";
        audit_lead: "Qui a fait quoi, quand, et ce qui a changé." | "Who did what, when, and what changed.";
        agencies_lead: "Les cabinets qui travaillent sur la plateforme." | "The firms that work on the platform.";
        users_found[count]: "{count} utilisateur" / "{count} utilisateurs" | "{count} user" / "{count} users";
        user_search: "Nom, e-mail" | "Name, email";
        edit_user(name): "Modifier {name}" | "Edit {name}";
        user_details: "Compte" | "Account";
        role_hint: "Un courtier voit ses propres clients\u{a0}; un responsable voit tout le cabinet\u{a0}; un administrateur gère aussi les comptes."
            | "A broker sees their own clients; a manager sees the whole firm; an administrator manages accounts too.";
        may_sign_in: "Peut se connecter" | "May sign in";
        may_sign_in_hint: "Sans cette coche, ses sessions prennent fin aussitôt." | "Without this, their sessions end at once.";
        user_created(name): "{name} reçoit une invitation par e-mail." | "{name} gets an invitation by email.";
        invitation_note: "La personne reçoit un e-mail avec un lien, valable 72 heures, pour choisir son mot de passe."
            | "The person gets an email with a link, good for 72 hours, to choose a password.";
        letter_language: "Langue des e-mails" | "Language of emails";
        invited: "Invité" | "Invited";
        invited_since(day): "Invitation envoyée le {day}. La personne n’a pas encore choisi son mot de passe."
            | "Invitation sent on {day}. The person has not chosen a password yet.";
        invite: "Inviter" | "Invite";
        invite_again: "Renvoyer l’invitation" | "Send the invitation again";
        invited_again(name): "Une nouvelle invitation part pour {name}." | "A new invitation is on its way to {name}.";
        hand_over_to: "Remettre ses clients à" | "Hand their clients over to";
        hand_over_hint[count]: "{count} client à remettre\u{a0}; ses contrats et documents suivent."
            / "{count} clients à remettre\u{a0}; leurs contrats et documents suivent."
            | "{count} client to hand over; policies and documents follow."
            / "{count} clients to hand over; policies and documents follow.";
        mail: "Courrier" | "Mail";
        mail_lead: "Les invitations et les mots de passe oubliés\u{a0}: ce qui est parti, ce qui attend."
            | "Invitations and forgotten passwords: what went, what waits.";
        letters_found[count]: "{count} lettre" / "{count} lettres" | "{count} letter" / "{count} letters";
        letters_none: "Aucune lettre" | "No letter";
        letters_none_hint: "Une lettre est écrite quand vous invitez quelqu’un, ou quand un mot de passe est oublié."
            | "A letter is written when you invite someone, or when a password is forgotten.";
        letter_search: "Destinataire, sujet" | "Recipient, subject";
        any_state: "Tous les états" | "All states";
        recipient: "Destinataire" | "Recipient";
        letter: "Lettre" | "Letter";
        written_at: "Écrite le" | "Written on";
        sent_at: "Partie le" | "Went on";
        tries: "Essais" | "Tries";
        next_try: "Prochain essai" | "Next try";
        read_letter: "Lire la lettre" | "Read the letter";
        letter_text: "Texte" | "Text";
        letter_gone: "Le texte n’est plus chez nous\u{a0}: il est effacé dès que le serveur de courrier a pris la lettre."
            | "The text is no longer with us: it is erased once the mail server took the letter.";
        send_again: "Renvoyer maintenant" | "Send again now";
        letter_again: "La lettre repart." | "The letter is on its way again.";
        administrator: "Premier administrateur" | "First administrator";
        administrator_lead: "Il reçoit une invitation par e-mail et gère ensuite les comptes du cabinet."
            | "They get an invitation by email and manage the firm’s accounts from then on.";
        suspend: "Suspendre" | "Suspend";
        suspend_question(name): "Suspendre {name}\u{a0}?" | "Suspend {name}?";
        suspend_consequence: "Les personnes du cabinet sont déconnectées aussitôt et ne peuvent plus se connecter. Rien n’est effacé."
            | "The firm’s people are signed out at once and cannot sign in. Nothing is erased.";
        suspended(name): "Le cabinet {name} est suspendu." | "The firm {name} is suspended.";
        reinstate: "Rouvrir" | "Reopen";
        reinstated(name): "Le cabinet {name} est rouvert." | "The firm {name} is open again.";
        standing_open: "Ouvert" | "Open";
        standing_suspended: "Suspendu" | "Suspended";
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
        own_agency: "Cabinet" | "Firm";
        own_agency_lead: "Le nom, l’adresse et les mentions que portent vos documents."
            | "The name, address and mentions that your documents carry.";
        agency_updated: "Le cabinet est à jour. Les documents déjà établis ne changent pas."
            | "The firm is up to date. Documents issued before do not change.";
        law: "Droit et devise" | "Law and currency";
        law_lead: "À choisir avant le premier contrat\u{a0}: ensuite, ces valeurs ne changent plus."
            | "To be chosen before the first policy: from then on these no longer change.";
        law_fixed: "Des contrats reposent sur ces valeurs\u{a0}: elles ne changent plus."
            | "Policies rest on these, so they no longer change.";
        agencies_none: "Aucun cabinet pour l’instant" | "No firm yet";
        active: "Actif" | "Active";
        inactive: "Désactivé" | "Disabled";
    }
}
