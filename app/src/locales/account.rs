//! Words about signing in and one's own account.

use super::macros::words;

words! {
    /// Words about signing in and one's own account.
    Account {
        sign_in_title: "Connexion" | "Sign in";
        sign_in_lead: "Entrez dans l’espace de votre cabinet." | "Enter your firm’s workspace.";
        email: "E-mail professionnel" | "Work email";
        password: "Mot de passe" | "Password";
        sign_in: "Se connecter" | "Sign in";
        forgotten: "Mot de passe oublié\u{a0}?" | "Forgotten password?";
        forgotten_title: "Mot de passe oublié" | "Forgotten password";
        forgotten_lead: "Donnez l’adresse de votre compte\u{a0}: nous vous écrivons un lien pour choisir un nouveau mot de passe."
            | "Give the address of your account: we write you a link to choose a new password.";
        send_link: "Recevoir un lien" | "Get a link";
        link_sent: "Si cette adresse a un compte, un message vient de partir. Son lien fonctionne 30 minutes."
            | "If this address has an account, a letter is on its way. Its link works for 30 minutes.";
        reset_title: "Nouveau mot de passe" | "New password";
        reset_lead: "Il remplace l’ancien, et tous vos appareils sont déconnectés."
            | "It replaces the old one, and all your devices are signed out.";
        invitation_title: "Bienvenue sur MonAssurance" | "Welcome to MonAssurance";
        invitation_lead: "Choisissez votre mot de passe pour ouvrir votre compte." | "Choose your password to open your account.";
        choose_password: "Choisir ce mot de passe" | "Choose this password";
        password_changed_sign_in: "Votre mot de passe est changé. Connectez-vous." | "Your password is changed. Sign in.";
        welcome: "Votre compte est ouvert. Connectez-vous." | "Your account is open. Sign in.";
        link_over: "Ce lien ne fonctionne plus" | "This link works no longer";
        reset_link_over: "Il a déjà servi, ou les 30 minutes sont passées. Demandez-en un nouveau."
            | "It was used already, or its 30 minutes are over. Ask for a new one.";
        invitation_over: "Il a déjà servi, ou les 72 heures sont passées. Si vous avez déjà choisi votre mot de passe, connectez-vous\u{a0}; sinon, demandez à l’administrateur de votre cabinet de vous inviter à nouveau."
            | "It was used already, or its 72 hours are over. If you have chosen your password, sign in; otherwise ask your firm’s administrator to invite you again.";
        signed_out: "Vous êtes déconnecté." | "You are signed out.";
        session_ended: "Votre session a pris fin. Reconnectez-vous pour continuer."
            | "Your session has ended. Sign in again to go on.";
        title: "Mon compte" | "My account";
        profile: "Profil" | "Profile";
        full_name: "Nom complet" | "Full name";
        role: "Rôle" | "Role";
        role_user: "Courtier" | "Broker";
        role_manager: "Responsable" | "Manager";
        role_admin: "Administrateur du cabinet" | "Firm administrator";
        role_superadmin: "Opérateur de la plateforme" | "Platform operator";
        current_password: "Mot de passe actuel" | "Current password";
        new_password: "Nouveau mot de passe" | "New password";
        new_password_hint: "Au moins 8 caractères. Une phrase facile à retenir convient très bien."
            | "At least 8 characters. A phrase that is easy to remember does very well.";
        change_password: "Changer le mot de passe" | "Change password";
        password_changed: "Votre mot de passe est changé." | "Your password is changed.";
        devices: "Appareils connectés" | "Signed-in devices";
        devices_found[count]: "{count} appareil connecté" / "{count} appareils connectés"
            | "{count} signed-in device" / "{count} signed-in devices";
        see_devices: "Voir les appareils" | "See devices";
        devices_hint: "Un navigateur ou un programme que vous ne reconnaissez pas\u{a0}? Déconnectez-le, puis changez votre mot de passe."
            | "A browser or a program you do not recognise? Sign it out, then change your password.";
        device: "Appareil" | "Device";
        this_device: "Cet appareil" | "This device";
        address: "Adresse" | "Address";
        signed_in_on: "Connecté le" | "Signed in on";
        last_used: "Dernière activité" | "Last used";
        program_on(name, system): "{name} sur {system}" | "{name} on {system}";
        unknown_program: "Programme inconnu" | "Unknown program";
        rename_device: "Renommer l’appareil" | "Rename the device";
        device_label: "Nom de l’appareil" | "Device name";
        device_label_hint: "Par exemple\u{a0}: ordinateur du bureau" | "For example: office computer";
        device_renamed: "Le nom de l’appareil est enregistré." | "The device’s name is saved.";
        sign_out_device: "Déconnecter" | "Sign out";
        sign_out_named(name): "Déconnecter {name}" | "Sign out {name}";
        device_signed_out: "L’appareil est déconnecté." | "The device is signed out.";
        sign_out_others: "Déconnecter les autres appareils" | "Sign out the other devices";
        sign_out_others_question: "Déconnecter tous les autres appareils\u{a0}?" | "Sign out all other devices?";
        sign_out_others_consequence: "Ils devront se reconnecter avec votre mot de passe. Cet appareil reste connecté."
            | "They will have to sign in again with your password. This device stays signed in.";
        others_signed_out: "Les autres appareils sont déconnectés." | "The other devices are signed out.";
        token_copied_title: "Une copie d’un jeton a été utilisée" | "A copy of a token was used";
        token_copied(device, at): "Le {at}, un jeton déjà échangé de «\u{a0}{device}\u{a0}» a été présenté une seconde fois\u{a0}: quelqu’un en a peut-être une copie. Cet appareil a été déconnecté."
            | "On {at}, a token of “{device}” that was exchanged already was presented again: someone may have a copy of it. This device was signed out.";
        token_copied_advice: "Si vous ne savez pas pourquoi, changez votre mot de passe et prévenez votre administrateur."
            | "If you do not know why, change your password and tell your administrator.";
        understood: "J’ai compris" | "I understand";
        noted: "C’est noté." | "Noted.";
        confirm_title: "Confirmez votre identité" | "Confirm that it is you";
        confirm_lead: "Cette action est sensible. Saisissez votre mot de passe pour continuer."
            | "This is a sensitive act. Type your password to go on.";
        confirm: "Confirmer" | "Confirm";
        confirmed: "Merci, votre identité est confirmée." | "Thank you, it is you.";
    }
}
