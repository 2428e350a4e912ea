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
        signed_out: "Vous êtes déconnecté." | "You are signed out.";
        session_ended: "Votre session a pris fin. Reconnectez-vous pour continuer."
            | "Your session has ended. Sign in again to go on.";
        title: "Mon compte" | "My account";
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
        this_device: "Cet appareil" | "This device";
        last_used: "Dernière activité" | "Last used";
        sign_out_device: "Déconnecter" | "Sign out";
        sign_out_everywhere: "Déconnecter tous les appareils" | "Sign out of all devices";
    }
}
