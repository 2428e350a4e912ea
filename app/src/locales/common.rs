//! Words that every screen shares.

use super::macros::words;

impl Common {
    /// Yes or no.
    pub const fn yes_or_no(self, is: bool) -> &'static str {
        if is { self.yes() } else { self.no() }
    }
}

words! {
    /// Words that every screen shares.
    Common {
        save: "Enregistrer" | "Save";
        create: "Créer" | "Create";
        edit: "Modifier" | "Edit";
        delete: "Supprimer" | "Delete";
        cancel: "Annuler" | "Cancel";
        close: "Fermer" | "Close";
        undo: "Annuler cette action" | "Undo";
        confirm: "Confirmer" | "Confirm";
        back: "Retour" | "Back";
        back_home: "Retour à l’accueil" | "Back to home";
        try_again: "Réessayer" | "Try again";
        search: "Rechercher" | "Search";
        filter: "Filtrer" | "Filter";
        filters: "Filtres" | "Filters";
        quoted(text): "«\u{a0}{text}\u{a0}»" | "“{text}”";
        clear_filters: "Effacer les filtres" | "Clear filters";
        remove_filter(name): "Retirer le filtre {name}" | "Remove the filter {name}";
        all: "Tous" | "All";
        any: "Indifférent" | "Any";
        none: "Aucun" | "None";
        yes: "Oui" | "Yes";
        no: "Non" | "No";
        not_given: "Non renseigné" | "Not given";
        choose: "Choisir…" | "Choose…";
        optional: "facultatif" | "optional";
        actions: "Actions" | "Actions";
        more: "Plus d’actions" | "More actions";
        open: "Ouvrir" | "Open";
        download: "Télécharger" | "Download";
        upload: "Envoyer un fichier" | "Upload a file";
        copy: "Copier" | "Copy";
        copied: "Copié" | "Copied";
        copy_link: "Copier le lien" | "Copy link";
        next: "Suivant" | "Next";
        previous: "Précédent" | "Previous";
        pages: "Pages" | "Pages";
        first_page: "Début de la liste" | "Start of the list";
        breadcrumbs: "Fil d’Ariane" | "Breadcrumbs";
        sections: "Rubriques" | "Sections";
        results[count]: "{count} résultat" / "{count} résultats" | "{count} result" / "{count} results";
        more_than(total): "plus de {total}" | "more than {total}";
        found_more_than(found): "Plus de {found}" | "More than {found}";
        progress(done, total): "{done} sur {total}" | "{done} of {total}";
        errors_title[count]: "{count} champ est à corriger" / "{count} champs sont à corriger"
            | "{count} field needs correcting" / "{count} fields need correcting";
        a_moment: "un instant" | "a moment";
        seconds[count]: "{count} seconde" / "{count} secondes" | "{count} second" / "{count} seconds";
        minutes[count]: "{count} minute" / "{count} minutes" | "{count} minute" / "{count} minutes";
        required_note: "Tous les champs sont obligatoires, sauf ceux marqués «\u{a0}facultatif\u{a0}»."
            | "All fields are required, except those marked “optional”.";
        leave_warning: "Vos modifications ne sont pas enregistrées." | "Your changes are not saved.";
        stale_title: "Cette fiche a changé depuis que vous l’avez ouverte." | "This record changed since you opened it.";
        stale_by(name, at): "Modifiée par {name} le {at}." | "Changed by {name} on {at}.";
        stale_at(at): "Modifiée le {at}." | "Changed on {at}.";
        stale_lead: "Ce que vous avez saisi est resté dans le formulaire\u{a0}: comparez, corrigez au besoin, puis choisissez."
            | "What you typed is still in the form: compare, correct where needed, then choose.";
        stale_same: "Ce que vous avez saisi dit la même chose que la fiche." | "What you typed says the same as the record.";
        stale_field: "Champ" | "Field";
        stale_now: "Dans la fiche maintenant" | "In the record now";
        stale_typed: "Ce que vous avez saisi" | "What you typed";
        keep_mine: "Garder ma saisie" | "Keep mine";
        take_the_record: "Reprendre la fiche" | "Take the record’s";
        name: "Nom" | "Name";
        email: "E-mail" | "Email";
        phone: "Téléphone" | "Phone";
        address: "Adresse" | "Address";
        city: "Ville" | "City";
        postal_code: "Code postal" | "Postal code";
        country: "Pays" | "Country";
        notes: "Notes" | "Notes";
        status: "État" | "Status";
        kind: "Type" | "Type";
        date: "Date" | "Date";
        from: "Du" | "From";
        to: "Au" | "To";
        amount: "Montant" | "Amount";
        currency: "Devise" | "Currency";
        language: "Langue" | "Language";
        version: "Version" | "Version";
        created_at: "Créé le" | "Created on";
        updated_at: "Modifié le" | "Updated on";
        by(name): "par {name}" | "by {name}";
        french: "Français" | "French";
        english: "Anglais" | "English";
        saved: "Vos modifications sont enregistrées." | "Your changes are saved.";
        deleted: "La suppression est faite." | "Deleted.";
        nothing_found: "Rien ne correspond à votre recherche" | "Nothing matches your search";
        nothing_found_hint: "Essayez un autre mot, ou effacez les filtres." | "Try another word, or clear the filters.";
    }
}
