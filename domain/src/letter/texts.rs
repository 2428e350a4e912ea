//! What the letters say, in French and in English: as text, and as simple HTML of the same paragraphs.

use serde::{Deserialize, Serialize};

use crate::shared::Language;

/// A letter's subject and body.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterText {
    /// The subject.
    pub subject: String,
    /// The body as text.
    pub text: String,
    /// The body as HTML.
    pub html: String,
    /// The address that answers go to, where it is not the installation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The file that goes with it, read when it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<LetterFile>,
}

/// A file that goes with a letter: where it is kept, and what it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterFile {
    /// Its key in the store.
    pub key: String,
    /// SHA-256 of it, in hexadecimal.
    pub checksum_sha256: String,
    /// The name it is saved under.
    pub name: String,
    /// Its media type.
    pub mime_type: String,
}

impl std::fmt::Debug for LetterText {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("LetterText").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// The letter that invites somebody to choose his password.
pub fn invitation(language: Language, name: &str, agency: &str, link: &str) -> LetterText {
    match language {
        Language::Fr => written(
            language,
            &format!("{agency} vous ouvre un compte MonAssurance"),
            link,
            &[
                format!("Bonjour {name},"),
                format!("{agency} vous invite à travailler sur MonAssurance."),
                "Choisissez votre mot de passe à cette adresse, une seule fois et dans les 72 heures\u{a0}:".to_owned(),
            ],
            &["Le lien a expiré\u{a0}? Demandez à l’administrateur de votre cabinet de vous inviter à nouveau."
                .to_owned()],
        ),
        Language::En => written(
            language,
            &format!("{agency} opens a MonAssurance account for you"),
            link,
            &[
                format!("Hello {name},"),
                format!("{agency} invites you to work on MonAssurance."),
                "Choose your password at this address, once and within 72 hours:".to_owned(),
            ],
            &["Is the link over? Ask your firm’s administrator to invite you again.".to_owned()],
        ),
    }
}

/// The letter to somebody who forgot his password.
pub fn password_reset(language: Language, name: &str, link: &str) -> LetterText {
    match language {
        Language::Fr => written(
            language,
            "Choisir un nouveau mot de passe MonAssurance",
            link,
            &[
                format!("Bonjour {name},"),
                "Quelqu’un, sans doute vous, demande un nouveau mot de passe pour votre compte MonAssurance."
                    .to_owned(),
                "Choisissez-le à cette adresse, une seule fois et dans les 30 minutes\u{a0}:".to_owned(),
            ],
            &[
                "Tous vos appareils seront déconnectés.".to_owned(),
                "Ce n’était pas vous\u{a0}? Ne faites rien\u{a0}: votre mot de passe reste le même.".to_owned(),
            ],
        ),
        Language::En => written(
            language,
            "Choose a new MonAssurance password",
            link,
            &[
                format!("Hello {name},"),
                "Somebody, probably you, asks for a new password for your MonAssurance account.".to_owned(),
                "Choose it at this address, once and within 30 minutes:".to_owned(),
            ],
            &[
                "All your devices will be signed out.".to_owned(),
                "It was not you? Do nothing: your password stays the same.".to_owned(),
            ],
        ),
    }
}

/// The letter to somebody whose second factors an administrator removed; the link leads to the sign-in page.
pub fn factors_reset(language: Language, name: &str, agency: &str, link: &str) -> LetterText {
    match language {
        Language::Fr => written(
            language,
            "Vos seconds facteurs MonAssurance ont été retirés",
            link,
            &[
                format!("Bonjour {name},"),
                format!(
                    "L’administrateur de {agency} a retiré tous les seconds facteurs de votre compte\u{a0}: application \
                     d’authentification, clés d’accès et codes de secours. Tous vos appareils sont déconnectés."
                ),
                "Connectez-vous avec votre mot de passe, puis enregistrez un nouveau second facteur\u{a0}:".to_owned(),
            ],
            &["Vous ne l’avez pas demandé\u{a0}? Prévenez votre administrateur tout de suite.".to_owned()],
        ),
        Language::En => written(
            language,
            "Your MonAssurance second factors were removed",
            link,
            &[
                format!("Hello {name},"),
                format!(
                    "The administrator of {agency} removed every second factor of your account: authenticator app, passkeys \
                     and recovery codes. All your devices are signed out."
                ),
                "Sign in with your password, then set up a new second factor:".to_owned(),
            ],
            &["You did not ask for it? Tell your administrator at once.".to_owned()],
        ),
    }
}

/// The letter to somebody whose password was changed, by himself or by who sits at his mail or his device; the link leads to
/// the sign-in page.
pub fn password_changed(language: Language, name: &str, link: &str) -> LetterText {
    match language {
        Language::Fr => written(
            language,
            "Votre mot de passe MonAssurance a été changé",
            link,
            &[
                format!("Bonjour {name},"),
                "Le mot de passe de votre compte MonAssurance vient d’être changé. Si c’était vous, tout va bien."
                    .to_owned(),
                "Ce n’était pas vous\u{a0}? Prévenez votre administrateur, et demandez un nouveau mot de passe à cette \
                 adresse, par «\u{a0}Mot de passe oublié\u{a0}»\u{a0}:"
                    .to_owned(),
            ],
            &[],
        ),
        Language::En => written(
            language,
            "Your MonAssurance password was changed",
            link,
            &[
                format!("Hello {name},"),
                "The password of your MonAssurance account was just changed. If it was you, all is well.".to_owned(),
                "It was not you? Tell your administrator, and ask for a new password at this address, by “Forgotten \
                 password”:"
                    .to_owned(),
            ],
            &[],
        ),
    }
}

/// What the letter that carries a document says.
#[derive(Debug, Clone)]
pub struct DocumentLetter<'a> {
    /// The firm.
    pub agency: &'a str,
    /// How the firm is reached, a line for each way.
    pub contact: &'a [String],
    /// The name of who gets it, where it is known.
    pub recipient: Option<&'a str>,
    /// The document's title.
    pub title: &'a str,
    /// The broker's own words.
    pub message: Option<&'a str>,
    /// The signed link.
    pub link: &'a str,
    /// Until when the link works, as the firm's clock shows it.
    pub until: &'a str,
    /// Whether the file goes with it.
    pub attached: bool,
    /// The name of who writes.
    pub author: &'a str,
}

/// The letter by which a firm hands a document to somebody. It is the firm's letter, not ours: it signs with its own name.
pub fn document(language: Language, letter: &DocumentLetter<'_>) -> LetterText {
    let (agency, title, until) = (letter.agency, letter.title, letter.until);
    let hello = match (language, letter.recipient) {
        (Language::Fr, Some(name)) => format!("Bonjour {name},"),
        (Language::Fr, None) => "Bonjour,".to_owned(),
        (Language::En, Some(name)) => format!("Hello {name},"),
        (Language::En, None) => "Hello,".to_owned(),
    };
    let offer = match (language, letter.attached) {
        (Language::Fr, false) => format!(
            "Voici votre document «\u{a0}{title}\u{a0}». Il se télécharge à cette adresse, jusqu’au {until}\u{a0}:"
        ),
        (Language::Fr, true) => format!(
            "Vous trouverez ci-joint votre document «\u{a0}{title}\u{a0}». Il se télécharge aussi à cette adresse, jusqu’au {until}\u{a0}:"
        ),
        (Language::En, false) => {
            format!("Here is your document “{title}”. It can be downloaded at this address until {until}:")
        }
        (Language::En, true) => {
            format!("Your document “{title}” is attached. It can also be downloaded at this address until {until}:")
        }
    };
    let mut before = vec![hello];
    before.extend(letter.message.into_iter().flat_map(|text| text.split("\n\n").map(str::to_owned)));
    before.push(offer);
    let closing = match language {
        Language::Fr => "Cordialement,",
        Language::En => "Kind regards,",
    };
    let after = [closing.to_owned()];
    let mut signature = vec![letter.author.to_owned(), agency.to_owned()];
    signature.extend(letter.contact.iter().cloned());
    signed(language, &format!("{agency}\u{a0}: {title}"), letter.link, &before, &after, &signature)
}

/// Puts the paragraphs around the link, which stands alone so that every mail program makes it one.
fn written(language: Language, subject: &str, link: &str, before: &[String], after: &[String]) -> LetterText {
    signed(language, subject, link, before, after, &["MonAssurance".to_owned()])
}

/// The same under a signature of some lines.
fn signed(
    language: Language,
    subject: &str,
    link: &str,
    before: &[String],
    after: &[String],
    signature: &[String],
) -> LetterText {
    let lines = |text: &str| escaped(text).replace('\n', "<br>");
    let mut text = String::new();
    let mut html = format!("<!DOCTYPE html><html lang=\"{}\"><meta charset=\"utf-8\"><body>", language.code());
    for paragraph in before {
        text.push_str(&format!("{paragraph}\n\n"));
        html.push_str(&format!("<p>{}</p>", lines(paragraph)));
    }
    text.push_str(&format!("{link}\n\n"));
    html.push_str(&format!("<p><a href=\"{0}\">{0}</a></p>", escaped(link)));
    for paragraph in after {
        text.push_str(&format!("{paragraph}\n\n"));
        html.push_str(&format!("<p>{}</p>", lines(paragraph)));
    }
    let signature = signature.join("\n");
    text.push_str(&format!("{signature}\n"));
    html.push_str(&format!("<p>{}</p></body></html>", lines(&signature)));
    LetterText { subject: subject.to_owned(), text, html, reply_to: None, file: None }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_goes_in_the_firms_own_name() {
        let contact = ["05 61 00 00 00".to_owned()];
        let letter = DocumentLetter {
            agency: "Dupont & Fils",
            contact: &contact,
            recipient: None,
            title: "Attestation ATT-2026-00001",
            message: Some("Un mot.\n\n<b>Un autre.</b>"),
            link: "https://firm.test/files/documents/1",
            until: "30/11/2026 à 11:00",
            attached: true,
            author: "Zoé Martin",
        };
        let written = document(Language::Fr, &letter);
        assert_eq!(written.subject, "Dupont & Fils\u{a0}: Attestation ATT-2026-00001");
        assert!(written.text.contains("ci-joint") && written.text.contains("30/11/2026 à 11:00"));
        assert!(written.text.ends_with("Zoé Martin\nDupont & Fils\n05 61 00 00 00\n"), "{}", written.text);
        assert!(written.html.contains("<p>Un mot.</p><p>&lt;b&gt;Un autre.&lt;/b&gt;</p>"), "{}", written.html);
        assert!(!written.text.contains("MonAssurance"));
        assert!(!document(Language::En, &DocumentLetter { attached: false, ..letter }).text.contains("attached"));
    }

    #[test]
    fn a_letter_says_the_same_in_both_forms_and_trusts_no_name() {
        for language in Language::ALL {
            let link = "https://firm.test/invitation/0a";
            let letter = invitation(language, "<b>Awa</b>", "Dupont & Fils", link);
            assert!(letter.text.contains(&format!("\n{link}\n")), "{}", letter.text);
            assert!(letter.text.contains("<b>Awa</b>"));
            assert!(letter.html.contains(&format!("<a href=\"{link}\">{link}</a>")), "{}", letter.html);
            assert!(letter.html.contains("&lt;b&gt;Awa") && letter.html.contains("Dupont &amp; Fils"));
            assert!(!letter.html.contains("<b>"));
            assert!(letter.subject.contains("Dupont & Fils"));
            assert!(factors_reset(language, "Awa", "Dupont & Fils", link).html.contains("Dupont &amp; Fils"));
            let subjects = std::collections::BTreeSet::from([
                letter.subject,
                password_reset(language, "Awa", link).subject,
                password_changed(language, "Awa", link).subject,
                factors_reset(language, "Awa", "Dupont & Fils", link).subject,
            ]);
            assert_eq!(subjects.len(), 4);
        }
    }
}
