//! Words of the lists.

use super::macros::words;

words! {
    /// Words of the lists.
    Lists {
        more_filters: "Plus de filtres" | "More filters";
        wrong_title: "L’adresse de cette liste demande quelque chose que nous ne comprenons pas. Voici la liste sans cela."
            | "The address of this list asks for something we do not understand. Here is the list without it.";
        wrong_one(name, message): "{name}\u{a0}: {message}" | "{name}: {message}";
        part_q: "Recherche" | "Search";
        part_sort: "Tri" | "Sort";
        part_columns: "Colonnes" | "Columns";
        part_cursor: "Page" | "Page";
        chip(name, answer): "{name}\u{a0}: {answer}" | "{name}: {answer}";
        columns: "Colonnes" | "Columns";
        show_columns: "Afficher ces colonnes" | "Show these columns";
        usual_columns: "Revenir aux colonnes habituelles" | "Back to the usual columns";
        export: "Exporter" | "Export";
        export_xlsx: "Classeur Excel (.xlsx)" | "Excel workbook (.xlsx)";
        export_csv: "CSV, point-virgule" | "CSV, semicolon";
        export_csv_comma: "CSV, virgule" | "CSV, comma";
        all_records: "Tout" | "All";
        keep_view: "Enregistrer cette vue" | "Save this view";
        view_name: "Nom de la vue" | "Name of the view";
        share_view: "Partager avec le cabinet" | "Share with the firm";
        view_kept(name): "La vue «\u{a0}{name}\u{a0}» est enregistrée." | "The view “{name}” is saved.";
        view_deleted(name): "La vue «\u{a0}{name}\u{a0}» est supprimée." | "The view “{name}” is deleted.";
        delete_view: "Supprimer la vue" | "Delete the view";
        manage_views: "Gérer les vues" | "Manage views";
        views_title: "Vues enregistrées" | "Saved views";
        no_views: "Aucune vue enregistrée" | "No saved view";
        no_views_hint: "Filtrez la liste, puis choisissez «\u{a0}Enregistrer cette vue\u{a0}»." | "Filter the list, then choose “Save this view”.";
        view_of_the_firm: "Partagée avec le cabinet" | "Shared with the firm";
        view_of_ones_own: "Visible de vous seul" | "Seen by you only";
        view_is_theirs: "Seul un responsable peut modifier une vue du cabinet." | "Only a manager can change a view of the firm.";
        selection_title: "Agir sur la sélection" | "Act on the selection";
        tick_page: "Cocher toute la page" | "Tick the whole page";
        untick_page: "Tout décocher" | "Untick all";
        all_found: "Toutes les fiches trouvées" | "All records found";
        all_matching[count]: "La fiche trouvée" / "Les {count} fiches trouvées" | "The record found" / "All {count} records found";
        nothing_selected: "Rien n’est sélectionné" | "Nothing is selected";
        nothing_ticked: "Cochez des lignes de la liste, ou «\u{a0}toutes les fiches trouvées\u{a0}»." | "Tick rows of the list, or “all records found”.";
        back_to_list: "Revenir à la liste" | "Back to the list";
        each_is_written_down: "Chaque fiche modifiée est inscrite au journal." | "Each record that changes is written into the audit log.";
        report_title: "Ce qui a été fait" | "What was done";
        report(done, selected): "{done} sur {selected}\u{a0}: c’est fait." | "{done} of {selected} done.";
        left_alone[count]: "{count} fiche est restée comme elle était." / "{count} fiches sont restées comme elles étaient."
            | "{count} record was left as it was." / "{count} records were left as they were.";
        reasons: "Pourquoi" | "Why";
        select: "Sélection" | "Selection";
        select_one(name): "Sélectionner {name}" | "Select {name}";
    }
}
