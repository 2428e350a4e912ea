//! Words about templates and their versions.

use super::macros::words;

words! {
    /// Words about templates and their versions.
    Templates {
        title: "Modèles" | "Templates";
        one: "Modèle" | "Template";
        new: "Nouveau modèle" | "New template";
        found[count]: "{count} modèle" / "{count} modèles" | "{count} template" / "{count} templates";
        search: "Nom du modèle" | "Template name";
        none_title: "Aucun modèle pour l’instant" | "No template yet";
        none_hint: "Un modèle décrit un document que le cabinet délivre." | "A template describes a document your firm issues.";
        name: "Nom du modèle" | "Template name";
        kind: "Type de document" | "Kind of document";
        usage: "Usage" | "Use";
        usage_hint: "L’usage décide des données demandées et des mentions obligatoires."
            | "The use decides which facts are asked for and which mentions are mandatory.";
        usual_usage: "L’usage habituel de ce type" | "The usual use of this kind";
        language: "Langue du document" | "Language of the document";
        format: "Format habituel" | "Usual format";
        content: "Contenu" | "Content";
        content_hint: "HTML avec expressions Jinja, par exemple {{ client.display_name }}."
            | "HTML with Jinja expressions, such as {{ client.display_name }}.";
        content_later: "Vous pouvez l’écrire maintenant ou plus tard." | "You may write it now or later.";
        versions: "Versions" | "Versions";
        version(number): "Version {number}" | "Version {number}";
        current: "Version en usage" | "Version in use";
        is_current: "En usage" | "In use";
        no_version: "Ce modèle n’a pas encore de contenu" | "This template has no content yet";
        no_version_hint: "Écrivez sa première version pour pouvoir établir des documents."
            | "Write its first version to be able to issue documents.";
        new_version: "Nouvelle version" | "New version";
        new_version_lead: "Une fois publiée, la version sert aux prochains documents\u{a0}; ceux déjà établis ne changent pas."
            | "Once published, it makes the next documents; those already issued do not change.";
        publish: "Publier la version" | "Publish the version";
        start_from: "Repartir de cette version" | "Start from this version";
        version_added(number): "La version {number} est publiée." | "Version {number} is published.";
        immutable: "Une version publiée ne change plus." | "A published version never changes.";
        source: "Source du modèle" | "Template source";
        studio: "Atelier" | "Studio";
        studio_of(name): "Atelier – {name}" | "Studio – {name}";
        editor_hint: "HTML avec expressions Jinja. Les noms disponibles sont en bas de page." | "HTML with Jinja expressions. The names there are stand at the foot of the page.";
        studio_keys: "L’aperçu montre ce qui est écrit, sans rien publier." | "The preview shows what is written and publishes nothing.";
        studio_keys_scripted: "Ctrl+S publie. Tab indente\u{a0}; Échap puis Tab quitte le champ." | "Ctrl+S publishes. Tab indents; Escape then Tab leaves the field.";
        preview: "Aperçu" | "Preview";
        preview_data: "Avec les données" | "With the data of";
        preview_policy: "D’un contrat du cabinet" | "One of the firm’s policies";
        preview_policy_number: "Numéro du contrat" | "Policy number";
        preview_under_way: "Mise en page…" | "Setting the page…";
        preview_failed: "L’aperçu n’est pas arrivé. Votre texte est toujours là\u{a0}; réessayez." | "The preview did not arrive. Your text is still here; try again.";
        preview_none: "Rien à montrer" | "Nothing to show";
        preview_none_hint: "Écrivez le modèle, puis demandez l’aperçu." | "Write the template, then ask for the preview.";
        preview_alt(name, page): "Aperçu de {name}, page {page}" | "Preview of {name}, page {page}";
        preview_pdf: "Aperçu en PDF" | "Preview as PDF";
        page_of(page, pages): "Page {page} sur {pages}" | "Page {page} of {pages}";
        page_before: "Page précédente" | "Previous page";
        page_after: "Page suivante" | "Next page";
        company: "Réservé aux contrats de" | "Only for policies of";
        every_company: "Toutes les compagnies" | "Every company";
        company_hint: "Un modèle propre à une compagnie est proposé d’abord pour ses contrats, et ne sert qu’à eux."
            | "A company’s own template is proposed first for its policies, and serves them only.";
        archived_on(when): "Modèle archivé le {when}. Restaurez-le pour l’utiliser." | "Template archived on {when}. Restore it to use it.";
        put_away: "Modèles archivés" | "Archived templates";
        take_out: "Restaurer" | "Restore";
        taken_out(name): "Le modèle {name} est de nouveau en service." | "The template {name} is back.";
        restore_version: "Reprendre cette version" | "Bring this version back";
        version_restored(old, number): "La version {number} reprend la version {old}." | "Version {number} brings version {old} back.";
        restored_from(number): "Reprise de la version {number}" | "Brings back version {number}";
        activate: "Mettre en usage" | "Put to use";
        version_activated(number): "La version {number} est en usage." | "Version {number} is in use.";
        compare_with_current: "Comparer à celle en usage" | "Compare with the one in use";
        compare_last: "Comparer les deux dernières" | "Compare the last two";
        download_source: "Télécharger le source" | "Download the source";
        upload: "Déposer un fichier" | "Hand in a file";
        upload_lead: "Un modèle écrit ailleurs devient la version suivante." | "A template written elsewhere becomes the next version.";
        upload_file: "Fichier HTML (UTF-8)" | "HTML file (UTF-8)";
        upload_send: "Publier le fichier" | "Publish the file";
        compare: "Comparer" | "Compare";
        compare_of(before, after): "Version {before} et version {after}" | "Version {before} and version {after}";
        compare_before: "Avant" | "Before";
        compare_after: "Après" | "After";
        compare_text: "Ce qui change dans le texte" | "What changes in the text";
        compare_pages: "Ce qui change sur la page" | "What changes on the page";
        compare_pages_lead: "Les endroits qui diffèrent sont surlignés sur les deux." | "Places that differ are highlighted on both.";
        compare_same: "Le texte est le même" | "The text is the same";
        compare_same_hint: "Ces deux versions ne diffèrent en rien." | "These two versions do not differ.";
        compare_removed: "Retiré\u{a0}:" | "Removed:";
        compare_added: "Ajouté\u{a0}:" | "Added:";
        compare_no_page(page): "Cette version n’a pas de page {page}." | "This version has no page {page}.";
        names: "Noms disponibles" | "Names there are";
        names_lead: "Ce qu’un document de ce modèle sait, avec un exemple." | "What a document of this template knows, with an example.";
        name_insert: "Insérer dans le texte" | "Write into the text";
        name_may_be_empty: "peut être vide" | "may be empty";
        draft_kept: "Ce texte n’est pas encore publié. Il est gardé tant que votre session dure." | "This text is not published yet. It is kept as long as your session lasts.";
        draft_discard: "Abandonner ce texte" | "Discard this text";
        draft_discarded: "Le texte non publié est abandonné." | "The unpublished text is discarded.";
        written_by: "Auteur" | "Author";
        with_product: "MonAssurance" | "MonAssurance";
        checksum: "Empreinte SHA-256" | "SHA-256 checksum";
        edit(name): "Modifier {name}" | "Edit {name}";
        archive: "Archiver" | "Archive";
        archive_question(name): "Archiver le modèle {name}\u{a0}?" | "Archive the template {name}?";
        archive_lead: "Il ne sera plus proposé. Les documents déjà établis restent." | "It is no longer offered. Documents already issued stay.";
        archived(name): "Le modèle {name} est archivé." | "The template {name} is archived.";
        help: "Aide à l’écriture" | "Writing help";
        help_title: "Écrire un modèle" | "Writing a template";
        help_lead: "Un modèle est un texte avec des balises, qui disent ce qu’est chaque partie, et des expressions, remplacées par les données du document."
            | "A template is a text with tags, which say what each part is, and expressions, which are replaced by the document’s data.";
        help_example: "Un exemple" | "An example";
        help_data: "Données" | "Data";
        help_data_lead: "Un nom inconnu est une erreur\u{a0}; une donnée vide n’imprime rien."
            | "An unknown name is a mistake; empty data prints nothing.";
        help_expressions: "Expressions et filtres" | "Expressions and filters";
        help_tags: "Balises" | "Tags";
        help_looks: "Présentation (class)" | "Looks (class)";
        help_write: "Ce que vous écrivez" | "What you write";
        help_get: "Ce que vous obtenez" | "What you get";
        created(name): "Le modèle {name} est enregistré." | "The template {name} is saved.";
        updated(name): "Le modèle {name} est à jour." | "The template {name} is up to date.";
        mistakes: "Le modèle contient des erreurs." | "The template has mistakes.";
        mistake_at_line(line, problem): "Ligne {line}\u{a0}: {problem}" | "Line {line}: {problem}";
        mistake_at(line, column, problem): "Ligne {line}, colonne {column}\u{a0}: {problem}" | "Line {line}, column {column}: {problem}";
        mistake_about(problem, subject): "{problem} ({subject})" | "{problem} ({subject})";
        template_syntax: "cette expression ne se lit pas" | "this expression cannot be read";
        unknown_name: "ce nom n’existe pas" | "this name does not exist";
        unknown_filter: "ce filtre n’existe pas" | "this filter does not exist";
        unknown_function: "cette fonction n’existe pas" | "this function does not exist";
        unfit_value: "cette valeur ne convient pas ici" | "this value does not fit here";
        may_be_empty: "cette donnée peut être vide\u{a0}: mettez-la sous condition avec if" | "this may be empty: put it under a condition with if";
        missing_value: "une donnée obligatoire est vide" | "a required value is empty";
        unknown_tag: "cette balise n’existe pas" | "this tag does not exist";
        unknown_attribute: "cet attribut n’existe pas" | "this attribute does not exist";
        unknown_look: "cette classe n’existe pas" | "this class does not exist";
        unclosed_tag: "cette balise n’est pas fermée" | "this tag is not closed";
        stray_end_tag: "cette balise est fermée sans être ouverte" | "this tag is closed but was not opened";
        bad_nesting: "cette balise n’a pas sa place ici" | "this tag does not belong here";
        repeated_tag: "cette balise ne peut figurer qu’une fois" | "this tag may stand once only";
        text_not_allowed: "il ne peut pas y avoir de texte ici" | "there can be no text here";
        missing_alt: "une image ou un QR code sans description (alt)" | "a picture or QR code without alt";
        unfit_attribute: "cet attribut a une valeur qui ne convient pas" | "this attribute’s value does not fit";
        unfit_picture: "cette image ne peut pas servir" | "this picture cannot be used";
        unfit_table: "ce tableau n’a pas le même nombre de colonnes partout" | "this table’s rows differ in columns";
        unfit_columns: "ces colonnes ne conviennent pas" | "these columns do not fit";
        forbidden_character: "un caractère invisible" | "an invisible character";
        missing_glyph: "une lettre que les polices du document n’ont pas" | "a letter that the document’s fonts do not have";
        html_syntax: "ce balisage ne se lit pas" | "this markup cannot be read";
        empty_document: "rien à imprimer" | "nothing to print";
        too_large: "le modèle est trop grand" | "the template is too large";
        too_tall: "l’en-tête ou le pied de page est trop haut" | "the header or footer is too tall";
    }
}

impl Templates {
    /// One mistake of a template, at its place: where, what, and the name or tag at fault.
    pub fn mistake(self, problem: &str, subject: &str, line: &str, column: &str) -> String {
        // Texts under a name that ends in "class" are read as class names by the stylesheet's build.
        let key = if problem == "unknown_class" { "unknown_look" } else { problem };
        let what = self.text(key).unwrap_or(problem);
        let what = if subject.is_empty() { what.to_owned() } else { self.mistake_about(what, subject) };
        match column {
            "" | "0" => self.mistake_at_line(line, what),
            column => self.mistake_at(line, column, what),
        }
    }
}
