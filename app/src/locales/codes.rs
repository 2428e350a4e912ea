//! What each stable code says to the reader, complete at compile time: a code without its sentence does not compile.

use domain::document_run::DocumentRunState;
use domain::labels::Label;
use domain::mailing::AddressPart;
use domain::policy::{FactKind, PolicyState};
use domain::renewal::RunState;
use domain::shared::Language;
use domain::shared::format::{count, day};
use domain::shared::problem::{Code, Facts};

/// The sentences, French then English; `{name}` stands for a fact, `{count:one/many}` for a number and what it counts.
macro_rules! sentences {
    ($($code:ident: $fr:literal | $en:literal;)*) => {
        const fn sentence(code: Code, language: Language) -> &'static str {
            match (code, language) {$(
                (Code::$code, Language::Fr) => $fr,
                (Code::$code, Language::En) => $en,
            )*}
        }
    };
}

sentences! {
    Required: "Ce champ est obligatoire." | "This field is required.";
    TooLong: "Au plus {max} caractères." | "At most {max} characters.";
    TooShort: "Au moins {min} caractères." | "At least {min} characters.";
    WrongType: "Cette valeur n’est pas du type attendu." | "This value is not of the expected type.";
    UnknownField: "Ce champ n’existe pas." | "There is no such field.";
    NotAChoice: "Choisissez une des valeurs proposées." | "Choose one of the values offered.";
    InvalidEmail: "Cette adresse e-mail n’est pas valable. Exemple\u{a0}: nom@domaine.fr"
        | "This is not a valid email address. Example: name@domain.com";
    InvalidPhone: "Ce numéro de téléphone n’est pas valable. Exemple\u{a0}: +33 6 12 34 56 78"
        | "This is not a valid phone number. Example: +33 6 12 34 56 78";
    InvalidUrl: "Cette adresse web n’est pas valable. Exemple\u{a0}: https://www.compagnie.fr"
        | "This is not a valid web address. Example: https://www.company.com";
    InsecureUrl: "Cette adresse doit commencer par {begin}." | "This address must begin with {begin}.";
    PrivateAddress: "Cette adresse mène à un réseau privé\u{a0}; elle n’est pas appelée."
        | "This address leads into a private network; it is not called.";
    SecretForAnother: "Retapez le secret\u{a0}: celui qui est enregistré n’est pas transmis à une autre adresse."
        | "Type the secret again: the one kept is not sent to another address.";
    InvalidHeader: "Ce nom contient un signe interdit ou est réservé." | "This name holds a sign that is not allowed, or is reserved.";
    InvalidDate: "Cette date n’existe pas. Exemple\u{a0}: 23/11/2026" | "This is not a date. Example: 23/11/2026";
    DateInFuture: "Cette date est dans le futur." | "This date lies in the future.";
    DateNotAfter: "Cette date doit être postérieure au {after}." | "This date must come after {after}.";
    InvalidIban: "Cet IBAN n’est pas valable\u{a0}; vérifiez les chiffres."
        | "This is not a valid IBAN; check its digits.";
    InvalidTaxId: "Ce numéro n’est pas valable\u{a0}; vérifiez les chiffres."
        | "This number is not valid; check its digits.";
    InvalidNationalId: "Ce numéro d’identité n’est pas valable\u{a0}; vérifiez les chiffres."
        | "This ID number is not valid; check its digits.";
    InvalidPlate: "Cette immatriculation contient autre chose que des lettres et des chiffres, ou elle est trop longue."
        | "This registration plate holds something other than letters and digits, or it is too long.";
    InvalidVin: "Un numéro de série a 17 caractères, sans I, O ni Q (moins pour un véhicule ancien)."
        | "A vehicle identification number has 17 characters, without I, O or Q (fewer for an old vehicle).";
    InvalidNumber: "Écrivez un nombre." | "Write a number.";
    InvalidAmount: "Ce montant n’est pas valable. Exemple\u{a0}: 1 234,56"
        | "This is not a valid amount. Example: 1234.56";
    TooManyDecimals: "Trop de décimales pour cette devise. Exemple\u{a0}: 1 234,56"
        | "Too many decimals for this currency. Example: 1,234.56";
    NegativeAmount: "Le montant ne peut pas être négatif." | "The amount cannot be negative.";
    InvalidCurrency: "Cette devise n’existe pas. Exemple\u{a0}: EUR" | "There is no such currency. Example: EUR";
    ControlCharacters: "Ce texte contient des caractères invisibles\u{a0}; retapez-le."
        | "This text holds invisible characters; type it again.";
    UnknownReference: "Cette fiche n’existe pas ou n’est pas accessible."
        | "This record does not exist or cannot be reached.";
    Duplicate: "Cette valeur existe déjà\u{a0}; choisissez-en une autre."
        | "This value exists already; choose another one.";
    CommonPassword: "Ce mot de passe est trop courant\u{a0}; choisissez une phrase qui vous est propre."
        | "This password is too common; choose a phrase of your own.";
    OutOfRange: "La valeur doit être comprise entre {min} et {max}." | "The value must lie between {min} and {max}.";
    NotAPdf: "Ce fichier n’est pas un PDF." | "This file is not a PDF.";
    FileTypeRefused: "Ce type de fichier n’est pas accepté. Sont acceptés\u{a0}: PDF, images (JPEG, PNG, WebP, HEIC, TIFF), Word, Excel et OpenDocument sans macros ni mot de passe, e-mails (EML) et texte."
        | "This type of file is not accepted. Accepted are: PDF, pictures (JPEG, PNG, WebP, HEIC, TIFF), Word, Excel and OpenDocument without macros or password, e-mails (EML) and text.";
    FileInfected: "L’antivirus a trouvé un contenu dangereux dans ce fichier\u{a0}; il n’est pas conservé."
        | "The virus scanner found something harmful in this file; it is not kept.";
    ScannerUnavailable: "L’antivirus ne répond pas\u{a0}: le fichier n’a pas été conservé. Réessayez plus tard."
        | "The virus scanner does not answer: the file was not kept. Try again later.";
    FileTooLarge: "Ce fichier dépasse {megabytes}\u{a0}Mo." | "This file is larger than {megabytes} MB.";
    UnfitCharacters: "Seuls des lettres sans accent, des chiffres et quelques signes (- . _) sont permis ici."
        | "Only plain letters, digits and a few signs (- . _) are allowed here.";
    ChecksumMismatch: "L’empreinte ne correspond pas au fichier reçu\u{a0}; envoyez-le de nouveau."
        | "The checksum is not that of the file received; send it again.";
    Unreadable: "La demande n’a pas pu être lue." | "The request could not be read.";
    Invalid: "Des champs sont à corriger." | "Some fields need correcting.";
    Unauthenticated: "Connectez-vous pour continuer." | "Sign in to go on.";
    InvalidCredentials: "E-mail ou mot de passe incorrect." | "Wrong email or password.";
    SecondFactorRequired: "Il manque votre second facteur\u{a0}: le code de votre application ou un code de secours."
        | "Your second factor is missing: the code of your app or a recovery code.";
    InvalidSecondFactor: "Ce code n’est pas le bon, ou il a déjà servi. Attendez le code suivant de votre application."
        | "This code is wrong or was used already. Wait for the next code of your app.";
    TooManyCodes: "Trop de codes erronés. Réessayez dans 15 minutes, ou utilisez un code de secours ou une clé d’accès."
        | "Too many wrong codes. Try again in 15 minutes, or use a recovery code or a passkey.";
    SignInStepOver: "Cette connexion a pris trop de temps. Recommencez depuis le début."
        | "This sign-in took too long. Start again from the beginning.";
    InvalidPasskey: "Cette clé d’accès a été refusée. Essayez-en une autre, ou connectez-vous par mot de passe."
        | "This passkey was refused. Try another one, or sign in by password.";
    SecondFactorMissing: "Votre cabinet demande un second facteur pour votre rôle. Ajoutez-en un dans «\u{a0}Mon compte – Sécurité\u{a0}»."
        | "Your firm asks a second factor from your role. Add one under “My account – Security”.";
    Forbidden: "Votre rôle ne permet pas cette action. Demandez à votre responsable."
        | "Your role does not allow this. Ask your manager.";
    RecentSignInNeeded: "Cette action est sensible\u{a0}: confirmez votre mot de passe, puis recommencez."
        | "This is a sensitive act: confirm your password, then try again.";
    CrossSite: "Cette demande vient d’un autre site et a été refusée. Rechargez la page et recommencez."
        | "This request comes from another site and was refused. Reload the page and try again.";
    RegistrationClosed: "L’inscription est fermée. Adressez-vous à l’exploitant de la plateforme."
        | "Registration is closed. Ask who operates the platform.";
    NotFound: "Cette fiche n’existe pas, ou vous n’y avez pas accès."
        | "This record does not exist, or you have no access to it.";
    MethodNotAllowed: "Cette adresse n’accepte pas cette méthode." | "This address does not take this method.";
    StaleVersion: "Quelqu’un a modifié cette fiche entre-temps. Rechargez-la avant d’enregistrer."
        | "Someone changed this record meanwhile. Reload it before saving.";
    PreconditionFailed: "La fiche a changé depuis que vous l’avez ouverte. Rechargez-la, puis recommencez."
        | "The record changed since you opened it. Reload it and try again.";
    TooSlow: "L’envoi a été interrompu, car il n’avançait plus. Vérifiez votre connexion et recommencez."
        | "The upload stalled and was given up. Check your connection and try again.";
    TooLarge: "L’envoi est trop volumineux." | "What you sent is too large.";
    UnsupportedMediaType: "Ce type de contenu n’est pas accepté ici\u{a0}; envoyez du JSON."
        | "This media type is not taken here; send JSON.";
    IdempotencyKeyReused: "Cette clé a déjà servi pour une autre demande."
        | "This key was used for another request already.";
    IdempotencyInProgress: "La première demande avec cette clé est encore en cours. Réessayez dans un instant."
        | "The first request with this key is still being worked on. Try again in a moment.";
    IdempotencyAnswerLost: "La première demande avec cette clé a abouti, mais sa réponse ne peut plus être lue. Vérifiez le résultat avant de recommencer."
        | "The first request with this key was done, but its answer can no longer be read. Check the result before trying again.";
    RateLimited: "Trop de tentatives en peu de temps. Patientez {wait} avant de recommencer."
        | "Too many tries in a short time. Wait {wait} before trying again.";
    Unavailable: "Un service dont nous dépendons ne répond pas. Vos données sont en sécurité\u{a0}; réessayez dans un instant."
        | "A service we rely on does not answer. Your data is safe; try again in a moment.";
    Internal: "Une erreur est survenue de notre côté. Elle est enregistrée et sera examinée."
        | "Something went wrong on our side. It is recorded and will be looked into.";
    ClientHasPolicies: "Ce client a encore {count:contrat/contrats}. Son dossier ne peut pas être archivé."
        | "This client still has {count:policy/policies}. The file cannot be archived.";
    NotKnownYet: "À ce moment-là, personne ne connaissait encore cette fiche\u{a0}: elle n’était pas enregistrée."
        | "At that moment nobody knew of this record: it was not recorded yet.";
    ClientMerged: "Ce dossier a été fusionné avec un autre." | "This file was merged into another one.";
    MergeWithItself: "Choisissez un autre dossier que celui-ci." | "Choose another file than this one.";
    MergeOfKinds: "Une personne et une organisation ne peuvent pas être fusionnées."
        | "A person and an organisation cannot be merged.";
    MergeSurvivorGone: "Le dossier conservé a lui-même été fusionné ou archivé depuis\u{a0}: annulez d’abord cela."
        | "The file that stayed was itself merged or archived since: undo that first.";
    MergeMovedOn: "La fusion ne peut plus être annulée\u{a0}: {count:élément déplacé a/éléments déplacés ont} changé de client depuis."
        | "The merge can no longer be undone: {count:record/records} that it moved went to another client since.";
    LikelyDuplicates: "Un client semblable est peut-être déjà enregistré."
        | "A client like this one may be recorded already.";
    SameOwner: "Ce courtier suit déjà ce client." | "This broker looks after this client already.";
    StorageDoesNotWork: "L’essai de ce stockage a échoué\u{a0}; rien n’a été enregistré. Corrigez, puis enregistrez de nouveau."
        | "The test of this storage failed; nothing was saved. Mend it, then save again.";
    StorageSetByEnvironment: "L’environnement de l’installation décide où les fichiers sont conservés. Modifiez MONASSURANCE_STORAGE, puis redémarrez."
        | "The environment of the installation decides where files are kept. Change MONASSURANCE_STORAGE, then start again.";
    FileAltered: "Le fichier conservé n’est plus celui d’origine\u{a0}; il n’est pas remis. Prévenez l’exploitant de la plateforme."
        | "The file in the store is no longer the original one; it is not handed out. Tell the operator of the platform.";
    NothingToTest: "Ce mode d’échange n’a rien à tester." | "There is nothing to test in this way of exchanging.";
    CompanyHasPolicies: "Cette compagnie a encore {count:contrat/contrats}. Elle ne peut pas être supprimée."
        | "This company still has {count:policy/policies}. It cannot be removed.";
    FixedByPolicies: "Le cabinet a déjà des contrats\u{a0}: ils reposent sur cette valeur, elle ne change plus."
        | "The firm has policies already: they rest on this value, so it no longer changes.";
    MandateMissing: "{company} ne vous a pas donné mandat pour cela. Enregistrez le mandat sur la fiche de la compagnie, ou demandez le document à la compagnie."
        | "{company} gave you no mandate for this. Record the mandate on the company’s page, or ask the company for the document.";
    PolicyStateForbids: "L’état du contrat ne permet pas cette action\u{a0}: «\u{a0}{state}\u{a0}» à cette date."
        | "The policy’s state does not allow this: “{state}” on that day.";
    OutsideCover: "Cette date est en dehors de la période de garantie, qui commence le {from}."
        | "This date lies outside the period of cover, which begins on {from}.";
    RenewsTacitly: "Ce contrat se renouvelle par tacite reconduction\u{a0}; modifiez-le par un avenant."
        | "This policy renews tacitly; change it by an endorsement.";
    AlreadyRenewed: "La période suivante, à partir du {from}, est déjà convenue." | "The next term, from {from} on, is agreed already.";
    PremiumTooLarge: "La prime dépasserait ce que le programme peut compter." | "The premium would be more than the program can count.";
    RunStateForbids: "Ce renouvellement en masse en est à «\u{a0}{run}\u{a0}»\u{a0}: l’action n’est plus possible."
        | "This bulk renewal is at “{run}”: this can no longer be done.";
    DocumentRunStateForbids: "Ces documents en masse en sont à «\u{a0}{documents}\u{a0}»\u{a0}: l’action n’est plus possible."
        | "These bulk documents are at “{documents}”: this can no longer be done.";
    PartyTwice: "Choisissez un client ou écrivez un nom, pas les deux." | "Choose a client or write a name, not both.";
    TooManyParties: "Un contrat compte au plus {max} intervenants." | "A policy names at most {max} parties.";
    FactNeeded: "Un fait enregistré ensuite repose sur celui-ci\u{a0}: «\u{a0}{fact}\u{a0}». Rectifiez-le d’abord."
        | "A fact recorded later rests on this one: “{fact}”. Correct that one first.";
    FactStays: "Ce fait ne se rectifie pas, ou l’est déjà." | "This fact cannot be corrected, or is already.";
    EndorsementNeeded: "Un contrat conclu se modifie par un avenant." | "A bound policy is changed by an endorsement.";
    MentionsMissing: "Le document ne peut pas partir\u{a0}: des mentions obligatoires manquent."
        | "The document cannot leave: mandatory mentions are missing.";
    MentionNotRecorded: "Cette mention obligatoire n’est pas encore enregistrée." | "This mandatory mention is not recorded yet.";
    TemplateInvalid: "Le modèle contient des erreurs." | "The template has mistakes.";
    TemplateNotUsable: "Ce modèle ne peut pas servir ici." | "This template cannot be used here.";
    RenderingLimit: "Le document dépasse une limite du moteur de rendu\u{a0}: {limit}."
        | "The document passes a limit of the rendering engine: {limit}.";
    TooManyRows: "Ce document a trop de lignes pour un PDF. Établissez-le au format XLSX."
        | "This document has too many rows for a PDF. Issue it as XLSX.";
    DocumentRevoked: "Ce document a été révoqué par le cabinet." | "This document was revoked by the firm.";
    DocumentSuperseded: "Un autre document a déjà remplacé celui-ci." | "Another document has taken this one’s place already.";
    ReplacesAnother: "Un document n’en remplace un autre que s’il est du même type et concerne les mêmes client, contrat et compagnie."
        | "A document only replaces one of its own kind, about the same client, policy and company.";
    LinkExpired: "Ce lien n’est plus valable. Demandez-en un nouveau au cabinet."
        | "This link is over. Ask the firm for a new one.";
    LinkInvalid: "Ce lien n’est pas valable. Vérifiez que l’adresse est complète."
        | "This link is not valid. Check that the address is complete.";
    RoleAboveOwn: "Vous ne pouvez pas attribuer ce rôle." | "You cannot grant this role.";
    PasswordLinkOver: "Ce lien a déjà servi ou a expiré. Demandez-en un nouveau." | "This link was used already or is over. Ask for a new one.";
    ClientsNeedOwner: "Cette personne suit encore des clients ({count}). Choisissez le collègue qui les reprend."
        | "This person still looks after clients ({count}). Choose the colleague who takes them over.";
    InvitationAccepted: "Cette personne a déjà choisi son mot de passe." | "This person has chosen a password already.";
    TooManyViews: "Vous gardez déjà {max} vues\u{a0}; supprimez-en une d’abord." | "You keep {max} views already; delete one first.";
    TooManySelected: "Au plus {max} fiches à la fois\u{a0}: affinez les filtres." | "At most {max} records at a time: narrow the filters.";
    AddressMissing: "Aucune adresse postale n’est enregistrée." | "No postal address is recorded.";
    AddressIncomplete: "L’adresse postale est incomplète. À compléter\u{a0}: {part}." | "The postal address is incomplete. To be completed: {part}.";
    AddressTooLong: "L’adresse dépasse {lines} lignes de {characters} caractères, le maximum que lit la poste."
        | "The address has more than {lines} lines of {characters} characters, the most that the post reads.";
    AddressDoesNotFit: "L’adresse ne tient pas sur ce support, même en petits caractères."
        | "The address does not fit on this paper, even in small letters.";
    GlyphMissing: "La police d’impression n’a pas le caractère {letter}, à la ligne {line} de l’adresse."
        | "The printing typeface lacks the character {letter}, in line {line} of the address.";
    ClientArchived: "Le dossier de ce client est archivé." | "This client’s file is archived.";
    NobodyToWriteTo: "Aucune des personnes choisies n’a d’adresse imprimable." | "None of those selected has an address that can be printed.";
    LetterSent: "Cette lettre est déjà partie." | "This letter went already.";
    LastAdministrator: "Le cabinet doit garder au moins un administrateur actif."
        | "The firm must keep at least one active administrator.";
    TotpEnrolled: "Une application est déjà configurée. Retirez-la avant d’en configurer une autre."
        | "An app is set up already. Remove it before you set up another one.";
    TotpNotBegun: "Il n’y a pas de configuration en cours. Recommencez depuis la page Sécurité."
        | "No set-up is under way. Start again from the security page.";
    LastFactor: "Votre cabinet demande un second facteur pour votre rôle\u{a0}: ajoutez-en un autre avant de retirer celui-ci."
        | "Your firm asks a second factor from your role: add another one before you remove this one.";
    OwnFactors: "Vos propres seconds facteurs se retirent dans «\u{a0}Mon compte – Sécurité\u{a0}», avec votre mot de passe et un code."
        | "Your own second factors are removed under “My account – Security”, with your password and a code.";
    PasskeysUnavailable: "Les clés d’accès demandent que le site soit joint par un nom, en HTTPS. Prévenez l’exploitant de la plateforme."
        | "Passkeys need the site to be reached by a name, over HTTPS. Tell who operates the platform.";
    InUse: "Cette fiche est utilisée ailleurs et ne peut pas être supprimée."
        | "This record is used elsewhere and cannot be removed.";
}

/// What a code says, with its facts in it. Days are written as the reader writes them; a fact that is missing leaves no hole
/// with a brace in it.
pub fn problem_message(code: Code, facts: &Facts, language: Language) -> String {
    if code == Code::TemplateInvalid {
        return template_mistake(facts, language);
    }
    let mut text = sentence(code, language).to_owned();
    if code == Code::RateLimited {
        text = text.replace("{wait}", &wait(facts, language));
    }
    for (name, value) in facts {
        let written = said(name, value, language).unwrap_or_else(|| value.parse().map_or_else(|_| value.clone(), day));
        text = text.replace(&format!("{{{name}}}"), &written);
        if let Ok(number) = value.parse() {
            text = counted(&text, name, number, language);
        }
    }
    while let Some((start, end)) = text.find('{').and_then(|start| Some((start, start + text[start..].find('}')?))) {
        text.replace_range(start..=end, "…");
    }
    text
}

/// A word of a closed list, as the reader reads it elsewhere.
fn said(name: &str, value: &str, language: Language) -> Option<String> {
    let label = match name {
        "state" => PolicyState::parse(value)?.label(language),
        "fact" => FactKind::parse(value)?.label(language),
        "documents" => DocumentRunState::parse(value)?.label(language),
        "run" => RunState::parse(value)?.label(language),
        "part" => AddressPart::parse(value)?.label(language),
        _ => return None,
    };
    Some(label.to_owned())
}

/// Writes the number of that name with the word for what it counts, in its singular or plural.
fn counted(text: &str, name: &str, number: u64, language: Language) -> String {
    let hole = format!("{{{name}:");
    let parts = || {
        let (before, rest) = text.split_once(&hole)?;
        let (nouns, after) = rest.split_once('}')?;
        let (one, many) = nouns.split_once('/')?;
        // In French zero and one are singular, in English only one is.
        let singular = number == 1 || (number == 0 && language == Language::Fr);
        Some(format!("{before}{} {}{after}", count(number, language), if singular { one } else { many }))
    };
    parts().unwrap_or_else(|| text.to_owned())
}

/// How long to wait, in words: seconds up to a minute, then minutes.
fn wait(facts: &Facts, language: Language) -> String {
    let words = super::Common::in_language(language);
    match facts.get("wait_s").and_then(|text| text.parse::<u64>().ok()) {
        None => words.a_moment().to_owned(),
        Some(seconds @ 0..=60) => words.seconds(seconds),
        Some(seconds) => words.minutes(seconds.div_ceil(60)),
    }
}

/// A mistake in a template, in words, with its place; without facts, that there are some.
fn template_mistake(facts: &Facts, language: Language) -> String {
    let words = super::Templates::in_language(language);
    let fact = |name: &str| facts.get(name).map(String::as_str).unwrap_or_default();
    match fact("problem") {
        "" => words.mistakes().to_owned(),
        problem => words.mistake(problem, fact("subject"), fact("line"), fact("column")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_sentence_in_every_language() {
        for code in Code::ALL {
            for language in Language::ALL {
                let text = problem_message(*code, &Facts::new(), language);
                assert!(text.chars().count() > 10, "{code:?} {language:?}: {text}");
                assert!(!text.contains('{'), "{code:?} {language:?}: {text}");
            }
            let (fr, en) = (sentence(*code, Language::Fr), sentence(*code, Language::En));
            assert_ne!(fr, en, "{code:?}");
        }
    }

    #[test]
    fn a_wait_is_told_in_seconds_and_then_in_minutes() {
        let told = |seconds: &str, language| {
            problem_message(Code::RateLimited, &Facts::from([("wait_s".to_owned(), seconds.to_owned())]), language)
        };
        assert_eq!(told("1", Language::En), "Too many tries in a short time. Wait 1 second before trying again.");
        assert!(told("60", Language::Fr).contains("Patientez 60 secondes"));
        assert!(told("61", Language::Fr).contains("Patientez 2 minutes"));
    }

    #[test]
    fn facts_stand_in_the_sentence() {
        let facts = Facts::from([("after".to_owned(), "2026-11-23".to_owned())]);
        let text = problem_message(Code::DateNotAfter, &facts, Language::Fr);
        assert_eq!(text, "Cette date doit être postérieure au 23/11/2026.");
    }

    #[test]
    fn what_is_counted_agrees_with_its_number() {
        let told = |count: &str, language| {
            let facts = Facts::from([("count".to_owned(), count.to_owned())]);
            problem_message(Code::ClientHasPolicies, &facts, language)
        };
        assert!(told("1", Language::Fr).starts_with("Ce client a encore 1 contrat."));
        assert!(told("3", Language::Fr).starts_with("Ce client a encore 3 contrats."));
        assert!(told("1", Language::En).starts_with("This client still has 1 policy."));
        assert!(told("3", Language::En).starts_with("This client still has 3 policies."));
    }
}
