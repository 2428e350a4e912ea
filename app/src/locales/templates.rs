//! Words about templates and their versions.

use super::macros::words;

words! {
    /// Words about templates and their versions.
    Templates {
        title: "Modèles" | "Templates";
        one: "Modèle" | "Template";
        new: "Nouveau modèle" | "New template";
        found[count]: "{count} modèle" / "{count} modèles" | "{count} template" / "{count} templates";
        none_title: "Aucun modèle pour l’instant" | "No template yet";
        none_hint: "Un modèle décrit un document que le cabinet délivre." | "A template describes a document your firm issues.";
        name: "Nom du modèle" | "Template name";
        kind: "Type de document" | "Kind of document";
        certificate: "Attestation" | "Certificate";
        cover_note: "Note de couverture" | "Cover note";
        letter: "Lettre" | "Letter";
        notice: "Avis" | "Notice";
        statement: "Relevé" | "Statement";
        bordereau: "Bordereau" | "Bordereau";
        advice: "Fiche de conseil" | "Advice record";
        other: "Autre" | "Other";
        format: "Format" | "Format";
        content: "Contenu" | "Content";
        content_hint: "HTML avec expressions Jinja, par exemple {{ client.name }}."
            | "HTML with Jinja expressions, such as {{ client.name }}.";
        versions: "Versions" | "Versions";
        version(number): "Version {number}" | "Version {number}";
        new_version: "Nouvelle version" | "New version";
        version_added(number): "La version {number} est publiée." | "Version {number} is published.";
        immutable: "Une version publiée ne change plus." | "A published version never changes.";
        preview: "Aperçu" | "Preview";
        created(name): "Le modèle {name} est enregistré." | "The template {name} is saved.";
    }
}
