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

/// Puts the paragraphs around the link, which stands alone so that every mail program makes it one.
fn written(language: Language, subject: &str, link: &str, before: &[String], after: &[String]) -> LetterText {
    let mut text = String::new();
    let mut html = format!("<!DOCTYPE html><html lang=\"{}\"><meta charset=\"utf-8\"><body>", language.code());
    for paragraph in before {
        text.push_str(&format!("{paragraph}\n\n"));
        html.push_str(&format!("<p>{}</p>", escaped(paragraph)));
    }
    text.push_str(&format!("{link}\n\n"));
    html.push_str(&format!("<p><a href=\"{0}\">{0}</a></p>", escaped(link)));
    for paragraph in after {
        text.push_str(&format!("{paragraph}\n\n"));
        html.push_str(&format!("<p>{}</p>", escaped(paragraph)));
    }
    text.push_str("MonAssurance\n");
    html.push_str("<p>MonAssurance</p></body></html>");
    LetterText { subject: subject.to_owned(), text, html }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

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
