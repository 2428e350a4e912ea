//! What each refusal says to the reader. The keys are the stable codes of the problems and of the field errors.

use super::macros::words;

words! {
    /// What each refusal says to the reader.
    Problems {
        not_found: "Cette page n’existe pas, ou vous n’y avez pas accès." | "This page does not exist, or you have no access to it.";
        not_found_title: "Page introuvable" | "Page not found";
        forbidden: "Votre rôle ne permet pas cette action." | "Your role does not allow this.";
        forbidden_title: "Accès refusé" | "Access denied";
        unauthenticated: "Connectez-vous pour continuer." | "Sign in to go on.";
        unavailable: "Un service dont nous dépendons ne répond pas. Vos données sont en sécurité\u{a0}; réessayez dans un instant."
            | "A service we rely on does not answer. Your data is safe; try again in a moment.";
        unavailable_title: "Momentanément indisponible" | "Unavailable for a moment";
        internal: "Une erreur est survenue de notre côté. Elle est enregistrée et sera examinée."
            | "Something went wrong on our side. It is recorded and will be looked into.";
        internal_title: "Une erreur est survenue" | "Something went wrong";
        request_id: "Numéro de requête à communiquer à l’assistance" | "Request ID to give to support";
        stale_version: "Quelqu’un a modifié cette fiche entre-temps. Rechargez-la avant d’enregistrer."
            | "Someone changed this record meanwhile. Reload it before saving.";
        too_many_requests: "Trop de tentatives. Patientez un instant avant de recommencer."
            | "Too many attempts. Wait a moment before trying again.";
        wrong_credentials: "E-mail ou mot de passe incorrect." | "Wrong email or password.";
        required: "Ce champ est obligatoire." | "This field is required.";
        too_long(most): "Au plus {most} caractères." | "At most {most} characters.";
        not_an_email: "Cette adresse e-mail n’est pas valable." | "This is not a valid email address.";
        not_a_phone: "Ce numéro de téléphone n’est pas valable." | "This is not a valid phone number.";
        not_a_date: "Cette date n’est pas valable." | "This is not a valid date.";
        not_an_amount: "Ce montant n’est pas valable. Exemple\u{a0}: 1 234,56" | "This is not a valid amount. Example: 1234.56";
        not_an_iban: "Cet IBAN n’est pas valable." | "This is not a valid IBAN.";
    }
}
