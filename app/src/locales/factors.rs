//! Words about second factors.

use super::macros::words;

words! {
    /// Words about second factors.
    Factors {
        title: "Sécurité du compte" | "Account security";
        lead: "Un second facteur protège votre compte même si votre mot de passe est connu."
            | "A second factor protects your account even when your password is known.";
        security: "Sécurité" | "Security";
        manage: "Second facteur et clés d’accès" | "Second factor and passkeys";
        required_title: "Votre cabinet demande un second facteur" | "Your firm asks for a second factor";
        required: "Ajoutez une application ou une clé d’accès. Le reste s’ouvre aussitôt après."
            | "Add an app or a passkey. Everything else opens right after.";
        app: "Application d’authentification" | "Authenticator app";
        app_hint: "Une application sur votre téléphone affiche un code à six chiffres, nouveau toutes les 30 secondes."
            | "An app on your phone shows a six-digit code, a new one every 30 seconds.";
        app_since(day): "Configurée le {day}" | "Set up on {day}";
        set_up_app: "Configurer une application" | "Set up an app";
        remove_app: "Retirer l’application" | "Remove the app";
        app_removed: "L’application est retirée." | "The app is removed.";
        scan: "1. Scannez ce code" | "1. Scan this code";
        scan_hint: "Ouvrez votre application et ajoutez un compte." | "Open your app and add an account.";
        qr_alt: "Code QR à scanner avec l’application" | "QR code to scan with the app";
        secret: "Ou tapez ce secret" | "Or type this secret";
        type_code: "2. Tapez le code affiché" | "2. Type the code shown";
        code: "Code à six chiffres" | "Six-digit code";
        confirm_app: "Activer" | "Turn on";
        app_confirmed: "L’application est activée." | "The app is turned on.";
        any_code: "Code de l’application ou code de secours" | "Code of the app or recovery code";
        recovery: "Codes de secours" | "Recovery codes";
        recovery_hint: "Chacun remplace une fois votre second facteur, si votre téléphone manque."
            | "Each replaces your second factor once, should your phone be missing.";
        recovery_left[count]: "Il reste {count} code." / "Il reste {count} codes." | "{count} code is left." / "{count} codes are left.";
        recovery_low: "Il vous reste peu de codes de secours\u{a0}: faites-en de nouveaux."
            | "You have few recovery codes left: make new ones.";
        renew: "Faire de nouveaux codes" | "Make new codes";
        renew_hint: "Les anciens codes ne valent plus rien." | "The old codes are worth nothing any more.";
        codes_once: "Ces codes ne sont montrés que cette fois. Imprimez-les ou rangez-les en lieu sûr\u{a0}; chacun sert une fois."
            | "These codes are shown this once only. Print them or keep them in a safe place; each works once.";
        copy_codes: "Copier les codes" | "Copy the codes";
        codes_kept: "J’ai rangé les codes" | "I have kept the codes";
        codes_gone: "Les codes ont déjà été montrés. Faites-en de nouveaux si vous ne les avez pas."
            | "The codes were shown already. Make new ones if you do not have them.";
        passkeys: "Clés d’accès" | "Passkeys";
        passkeys_hint: "Vous vous connectez sans mot de passe, avec votre empreinte, votre visage ou le code de l’appareil."
            | "You sign in without a password, by fingerprint, face or the device’s code.";
        passkeys_none: "Aucune clé d’accès" | "No passkey";
        passkeys_unavailable: "Les clés d’accès demandent que le site soit joint par un nom, en HTTPS (ou localhost)\u{a0}; une adresse IP n’en permet pas."
            | "Passkeys need the site to be reached by a name, over HTTPS (or localhost); an IP address allows none.";
        needs_script: "Une clé d’accès a besoin de JavaScript. Sans lui, utilisez une application ou un code de secours."
            | "A passkey needs JavaScript. Without it, use an app or a recovery code.";
        add_passkey: "Ajouter une clé d’accès" | "Add a passkey";
        passkey_name: "Nom de la clé" | "Name of the passkey";
        passkey_name_hint: "Par exemple «\u{a0}Téléphone\u{a0}» ou «\u{a0}Portable du bureau\u{a0}»."
            | "Such as “Phone” or “Office laptop”.";
        passkey_added(name): "La clé «\u{a0}{name}\u{a0}» est enregistrée." | "The passkey “{name}” is recorded.";
        passkey_removed: "La clé d’accès est retirée." | "The passkey is removed.";
        remove: "Retirer" | "Remove";
        added_on: "Ajoutée le" | "Added on";
        last_used: "Dernière utilisation" | "Last used";
        never: "Jamais" | "Never";
        step_title: "Second facteur" | "Second factor";
        step_lead: "Tapez le code de votre application, ou un code de secours."
            | "Type the code of your app, or a recovery code.";
        step_submit: "Continuer" | "Continue";
        step_back: "Revenir à la connexion" | "Back to sign-in";
        sign_in_passkey: "Se connecter avec une clé d’accès" | "Sign in with a passkey";
        passkey_lead: "Suivez les indications de votre appareil." | "Follow what your device says.";
        passkey_again: "Demander la clé d’accès" | "Ask for the passkey";
        passkey_failed: "L’appareil n’a pas donné de clé d’accès. Réessayez, ou connectez-vous par mot de passe."
            | "The device gave no passkey. Try again, or sign in by password.";
        reset_told(day): "Un administrateur a retiré vos seconds facteurs le {day}. Ajoutez-en un nouveau."
            | "An administrator removed your second factors on {day}. Add a new one.";
        rules: "Second facteur exigé" | "Second factor required";
        rules_lead: "De quels rôles le cabinet demande un second facteur." | "From which roles the firm asks a second factor.";
        rules_hint: "Qui n’en a pas encore est conduit à en ajouter un dès sa prochaine page."
            | "Whoever has none yet is led to add one at their next page.";
        rules_saved: "La règle est enregistrée." | "The rule is saved.";
        reset: "Retirer les seconds facteurs" | "Remove second factors";
        reset_question(name): "Retirer les seconds facteurs de {name}\u{a0}?" | "Remove the second factors of {name}?";
        reset_consequence: "Application, clés d’accès et codes de secours sont retirés, et la personne est déconnectée. Elle en est informée à sa prochaine connexion."
            | "App, passkeys and recovery codes are removed, and the person is signed out. They are told at their next sign-in.";
        reset_done(name): "Les seconds facteurs de {name} sont retirés." | "The second factors of {name} are removed.";
    }
}
