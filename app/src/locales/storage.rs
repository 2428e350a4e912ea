//! Words about where files are kept.

use super::macros::words;

words! {
    /// Words about where files are kept.
    Storage {
        title: "Stockage des fichiers" | "File storage";
        lead: "Où la plateforme conserve les documents et les pièces de tous les cabinets."
            | "Where the platform keeps the documents and attachments of all firms.";
        backend: "Type de stockage" | "Kind of storage";
        now: "Stockage actuel" | "Storage in use";
        by_environment_title: "Réglé par l’installation" | "Set by the installation";
        by_environment: "L’environnement de l’installation (MONASSURANCE_STORAGE) décide où les fichiers sont conservés\u{a0}; rien ne peut être modifié ici."
            | "The environment of the installation (MONASSURANCE_STORAGE) decides where files are kept; nothing can be changed here.";
        s3: "Compartiment S3" | "S3 bucket";
        s3_lead: "Amazon ou tout serveur compatible (MinIO, Ceph, OVHcloud, Scaleway…)."
            | "Amazon, or any compatible server (MinIO, Ceph, OVHcloud, Scaleway…).";
        endpoint: "Adresse du serveur" | "Server address";
        endpoint_hint: "https://… Vide pour Amazon. Un serveur de votre réseau privé doit d’abord être autorisé par l’installation (MONASSURANCE_STORAGE_NETWORKS)."
            | "https://… Empty for Amazon. A server in your private network must first be allowed by the installation (MONASSURANCE_STORAGE_NETWORKS).";
        region: "Région" | "Region";
        region_hint: "us-east-1 si vous n’en indiquez pas." | "us-east-1 if you name none.";
        bucket: "Compartiment (bucket)" | "Bucket";
        folder: "Dossier réservé" | "Folder of its own";
        folder_hint: "Rien d’autre ne doit s’y trouver. «\u{a0}monassurance\u{a0}» si vous n’en indiquez pas."
            | "Nothing else may be in it. “monassurance” if you name none.";
        access_key_id: "Identifiant de clé" | "Access key ID";
        secret_access_key: "Clé secrète" | "Secret access key";
        direct_downloads: "Les navigateurs téléchargent directement depuis le compartiment" | "Browsers download straight from the bucket";
        direct_downloads_hint: "Par une adresse signée, valable cinq minutes. Le compartiment doit être joignable par vos utilisateurs\u{a0}; l’empreinte du fichier n’est alors plus vérifiée à chaque téléchargement."
            | "By a signed address that holds for five minutes. Your users must be able to reach the bucket; the file’s hash is then no longer checked at each download.";
        google: "Google Drive" | "Google Drive";
        google_lead: "Un dossier d’un Drive, ouvert à une application que vous déclarez chez Google."
            | "A folder of a Drive, opened to a program that you register with Google.";
        client_id: "Identifiant client OAuth" | "OAuth client ID";
        client_secret: "Secret client OAuth" | "OAuth client secret";
        refresh_token: "Jeton d’actualisation" | "Refresh token";
        secret_hint: "N’est plus affiché une fois enregistré." | "It is not shown again once saved.";
        secret_kept(when, by): "Enregistré le {when} par {by}. Laissez vide pour le conserver."
            | "Kept since {when} by {by}. Leave empty to keep it.";
        test: "Tester ces réglages" | "Test these settings";
        test_lead: "Un petit fichier est écrit, relu puis supprimé. Rien n’est enregistré."
            | "A small file is written, read back and removed. Nothing is saved.";
        test_works: "Ce stockage fonctionne" | "This storage works";
        test_failed(step): "L’essai s’est arrêté à l’étape\u{a0}: {step}" | "The test stopped at: {step}";
        test_steps: "Étapes réussies" | "Steps taken";
        test_took(ms): "{ms}\u{a0}ms" | "{ms} ms";
        retype: "Tapez de nouveau les secrets avant d’enregistrer\u{a0}: ils n’ont pas été conservés."
            | "Type the secrets again before you save: they were not kept.";
        save: "Tester et enregistrer" | "Test and save";
        saved: "Le stockage est enregistré. Les fichiers déjà conservés ailleurs suivent en arrière-plan."
            | "The storage is saved. Files kept elsewhere so far follow in the background.";
        files: "Fichiers" | "Files";
        files_none: "Aucun fichier pour l’instant." | "No file yet.";
        files_here[count]: "{count} fichier, dans le stockage actuel." / "{count} fichiers, tous dans le stockage actuel."
            | "{count} file, in the storage in use." / "{count} files, all in the storage in use.";
        moving: "Transfert des fichiers vers le stockage actuel" | "Moving files into the storage in use";
        moving_hint: "Chaque fichier est vérifié avant que l’ancienne copie soit supprimée. Le transfert reprend seul après un arrêt\u{a0}; rechargez la page pour suivre."
            | "Each file is checked before its old copy is removed. The move goes on by itself after a stop; reload the page to follow it.";
        move_failed[count]: "{count} fichier n’a pas pu être transféré\u{a0}; un nouvel essai aura lieu." / "{count} fichiers n’ont pas pu être transférés\u{a0}; un nouvel essai aura lieu."
            | "{count} file could not be moved; it will be tried again." / "{count} files could not be moved; they will be tried again.";
        swept: "Dernier nettoyage" | "Last cleaning";
        swept_none: "Pas encore effectué" | "Not done yet";
        swept_at(when, looked_for, removed): "{when}\u{a0}: {looked_for} fichiers vérifiés, {removed} sans dossier supprimés"
            | "{when}: {looked_for} files checked, {removed} without a record removed";
        missing[count]: "{count} fichier manque dans le stockage" / "{count} fichiers manquent dans le stockage"
            | "{count} file is missing from the storage" / "{count} files are missing from the storage";
        missing_hint: "Des documents les mentionnent, mais ils n’y sont plus. Restaurez-les depuis une sauvegarde."
            | "Documents name them, but they are no longer there. Restore them from a backup.";
        advice_private_address: "Demandez à l’exploitant d’ajouter ce réseau à MONASSURANCE_STORAGE_NETWORKS."
            | "Ask the operator to add this network to MONASSURANCE_STORAGE_NETWORKS.";
        advice_not_reached: "Vérifiez l’adresse, le port et le pare-feu." | "Check the address, the port and the firewall.";
        advice_certificate_refused: "Vérifiez le nom du serveur, ou ajoutez son autorité par MONASSURANCE_STORAGE_AUTHORITIES."
            | "Check the server’s name, or add its authority by MONASSURANCE_STORAGE_AUTHORITIES.";
        advice_keys_refused: "Vérifiez les clés, et qu’elles permettent de lire, d’écrire et de supprimer."
            | "Check the keys, and that they may read, write and delete.";
        advice_nothing_there: "Créez le compartiment, ou corrigez son nom et sa région." | "Make the bucket, or mend its name and region.";
        advice_too_many_calls: "Attendez un instant, puis recommencez." | "Wait a moment, then try again.";
        advice_full: "Libérez de la place ou choisissez un autre stockage." | "Make room, or choose another storage.";
        advice_altered: "Ne vous servez pas de ce stockage\u{a0}: il rend autre chose que ce qu’il a reçu."
            | "Do not use this storage: it gives back something else than it was given.";
        advice_faulty: "Vérifiez que l’adresse est celle d’un serveur S3, puis recommencez plus tard."
            | "Check that the address is that of an S3 server, then try again later.";
    }
}
