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
        new_version_lead: "Les prochains documents sont faits avec elle\u{a0}; ceux déjà établis ne changent pas."
            | "The next documents are made with it; those already issued do not change.";
        publish: "Publier la version" | "Publish the version";
        start_from: "Repartir de cette version" | "Start from this version";
        version_added(number): "La version {number} est publiée." | "Version {number} is published.";
        immutable: "Une version publiée ne change plus." | "A published version never changes.";
        source: "Source du modèle" | "Template source";
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
