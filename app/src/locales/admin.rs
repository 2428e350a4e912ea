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
        active: "Actif" | "Active";
        inactive: "Désactivé" | "Disabled";
    }
}
