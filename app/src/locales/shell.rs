//! Words of the frame around the pages.

use super::macros::words;

words! {
    /// Words of the frame around the pages.
    ShellWords {
        product: "MonAssurance" | "MonAssurance";
        tagline: "L’outil de travail des cabinets de courtage" | "The workplace of insurance brokers";
        skip: "Aller au contenu" | "Skip to content";
        navigation: "Navigation principale" | "Main navigation";
        shortcuts: "Raccourcis" | "Shortcuts";
        open_menu: "Ouvrir le menu" | "Open the menu";
        close_menu: "Fermer le menu" | "Close the menu";
        menu: "Menu" | "Menu";
        search_everything: "Rechercher un client, un contrat" | "Find a client or a policy";
        search_short: "Rechercher…" | "Search…";
        my_account: "Mon compte" | "My account";
        theme: "Thème" | "Theme";
        theme_light: "Clair" | "Light";
        theme_dark: "Sombre" | "Dark";
        theme_system: "Auto" | "Auto";
        language: "Langue" | "Language";
        sign_out: "Se déconnecter" | "Sign out";
        sign_in: "Se connecter" | "Sign in";
        home: "Accueil" | "Home";
        clients: "Clients" | "Clients";
        policies: "Contrats" | "Policies";
        companies: "Compagnies" | "Companies";
        documents: "Documents" | "Documents";
        templates: "Modèles" | "Templates";
        administration: "Administration" | "Administration";
        work: "Travail" | "Work";
        firm: "Cabinet" | "Firm";
        api_docs: "API" | "API";
        verify: "Vérifier un document" | "Check a document";
    }
}
