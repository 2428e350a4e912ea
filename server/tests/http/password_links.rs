//! Invitations and forgotten passwords through both doors, as far as the letter in the outbox folder.

use std::fs;

use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::kit::{ADMIN, OTHER_ADMIN, SUPERADMIN, Site, USER, digits, id, on_each_database};

on_each_database! {
    who_is_invited_chooses_his_password_by_api,
    who_is_invited_chooses_his_password_on_screen,
    who_forgot_his_password_chooses_another_on_screen,
    asking_tells_nothing_of_the_address,
    a_link_names_our_own_address_whatever_the_request_says,
    who_leaves_hands_his_clients_over_by_api,
    an_operator_suspends_and_reopens_a_firm,
    the_letters_are_the_administrators_of_their_firm,
    an_administrators_program_reads_the_letters_and_has_one_tried_again,
}

const NEW: &str = "Tout-Autre-Chose-2026";
const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) async fn invite(site: &Site) -> (Value, String) {
    let email = format!("invite{}@demo.test", digits());
    let body = json!({ "email": email, "full_name": "Inès Invitée", "role": "USER" });
    (site.make(ADMIN, "/users", &body).await, email)
}

/// The tests of one process share an installation: who takes a letter to the post is waited for by the others.
static POST: Mutex<()> = Mutex::const_new(());

/// The link in the last letter to somebody, after the post was looked after.
pub(crate) async fn link(site: &Site, email: &str) -> String {
    let _turn = POST.lock().await;
    site.house.services.identity.answer_password_requests().await.unwrap();
    site.house.services.letters.deliver_due().await.unwrap();
    let folder = site.house.config.data_dir.join("outbox");
    let mut found: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "eml"))
        .filter(|path| fs::read_to_string(path).unwrap().contains(email))
        .map(|path| {
            let text = fs::read_to_string(path.with_extension("txt")).unwrap();
            let link = text.lines().find(|line| line.starts_with("http")).expect("a link").to_owned();
            (path.display().to_string(), link)
        })
        .collect();
    // The names are UUIDv7: the last one was written last.
    found.sort();
    found.pop().expect("a letter").1
}

pub(crate) fn path_of(link: &str) -> String {
    link.strip_prefix("http://127.0.0.1:3000").expect("our own address").to_owned()
}

pub(crate) fn secret(link: &str) -> &str {
    link.rsplit('/').next().unwrap()
}

async fn sign_in(site: &Site, email: &str, password: &str) -> u16 {
    let body = json!({ "email": email, "password": password });
    site.api("POST", "/auth/login").body(&body).send().await.status
}

/// The pages that need no session: asking for a link, and choosing a password by one of each kind.
pub(crate) async fn public_pages(site: &Site) -> Vec<String> {
    let (_, email) = invite(site).await;
    let invitation = link(site, &email).await;
    let asked = json!({ "email": crate::kit::MANAGER });
    assert_eq!(site.api("POST", "/auth/password-reset").body(&asked).send().await.status, 202);
    let reset = link(site, crate::kit::MANAGER).await;
    vec!["/password-reset".to_owned(), path_of(&invitation), path_of(&reset)]
}

/// The pages of somebody who is invited, whose letter waits, and of a firm that is suspended.
pub(crate) async fn pages_of_what_waits(site: &Site) -> Vec<String> {
    let (user, email) = invite(site).await;
    // Given up, so that no other test that empties the post takes it away.
    let given_up = format!("UPDATE letters SET state = 'failed' WHERE recipient = '{email}'");
    assert_eq!(crate::step_up::changed(site, given_up).await, 1);
    let letters = site.read(ADMIN, &format!("/admin/letters?q={email}")).await;
    let letter = id(&letters["items"][0]).clone();
    let firm = site.make(SUPERADMIN, "/admin/agencies", &json!({ "name": format!("Cabinet {}", digits()) })).await;
    let suspend = format!("/admin/agencies/{}/suspension", id(&firm));
    site.as_user(SUPERADMIN, "POST", &suspend).await.send().await.expect(200);
    vec![
        format!("/admin/users/{}", id(&user)),
        format!("/admin/agencies/{}", id(&firm)),
        "/admin/mail".to_owned(),
        format!("/admin/mail/{letter}"),
    ]
}

async fn page(site: &Site, path: &str, language: &str) -> crate::kit::Answer {
    site.web("GET", path).header("accept", "text/html").header("accept-language", language).send().await
}

async fn who_is_invited_chooses_his_password_by_api(site: &'static Site) {
    let (user, email) = invite(site).await;
    assert!(user["invited_at"].is_string(), "{user}");
    let first = link(site, &email).await;
    site.as_user(ADMIN, "POST", &format!("/users/{}/invitation", id(&user))).await.send().await.expect(200);
    let again = link(site, &email).await;
    assert_ne!(first, again);
    let choose = async |link: &str, password: &str| {
        let path = format!("/auth/invitations/{}", secret(link));
        site.api("POST", &path).body(&json!({ "password": password })).send().await
    };
    choose(&first, NEW).await.problem(410, "password_link_over");
    assert_eq!(choose(&again, "court").await.faults(422), [("/password".to_owned(), "too_short".to_owned())]);
    assert_eq!(sign_in(site, &email, NEW).await, 401);
    assert_eq!(choose(&again, NEW).await.status, 204);
    assert_eq!(sign_in(site, &email, NEW).await, 200);
    choose(&again, NEW).await.problem(410, "password_link_over");
    site.as_user(ADMIN, "POST", &format!("/users/{}/invitation", id(&user)))
        .await
        .send()
        .await
        .problem(422, "invitation_accepted");
}

async fn who_is_invited_chooses_his_password_on_screen(site: &'static Site) {
    let (_, email) = invite(site).await;
    let link = link(site, &email).await;
    for (language, title) in [("fr", "Bienvenue sur MonAssurance"), ("en", "Welcome to MonAssurance")] {
        let shown = page(site, &path_of(&link), language).await;
        assert_eq!(shown.status, 200);
        assert_eq!(shown.header("referrer-policy"), "no-referrer");
        assert!(shown.text().contains(title) && shown.text().contains(&email), "{shown:?}");
    }
    let send = async |password: &str| {
        let typed = format!("password_token={}&password={password}", secret(&link));
        site.web("POST", "/forms/invitation").header("accept", "text/html").raw(FORM, typed).send().await
    };
    assert_eq!(send("court").await.header("location"), path_of(&link), "back to the form");
    assert_eq!(send(NEW).await.header("location"), "/sign-in");
    assert_eq!(sign_in(site, &email, NEW).await, 200);
    let over = page(site, &path_of(&link), "fr").await;
    assert_eq!(over.status, 410);
    assert!(over.text().contains("Ce lien ne fonctionne plus"), "{over:?}");
}

async fn who_forgot_his_password_chooses_another_on_screen(site: &'static Site) {
    let (_, email) = invite(site).await;
    let first = link(site, &email).await;
    let accepted = json!({ "password": "Le-Premier-Mot-2026" });
    site.api("POST", &format!("/auth/invitations/{}", secret(&first))).body(&accepted).send().await;
    let grant = site.api("POST", "/auth/login").body(&json!({ "email": email, "password": "Le-Premier-Mot-2026" }));
    let token = grant.send().await.expect(200)["access_token"].as_str().unwrap().to_owned();
    let typed = format!("email={email}");
    let asked = site.web("POST", "/forms/password-reset/ask").header("accept", "text/html").raw(FORM, typed);
    assert_eq!(asked.send().await.header("location"), "/sign-in");
    let link = link(site, &email).await;
    assert!(link.contains("/password-reset/"), "{link}");
    assert_eq!(page(site, &path_of(&link), "fr").await.header("referrer-policy"), "no-referrer");
    let typed = format!("password_token={}&password={NEW}", secret(&link));
    let chosen = site.web("POST", "/forms/password-reset/choose").header("accept", "text/html").raw(FORM, typed);
    assert_eq!(chosen.send().await.header("location"), "/sign-in");
    site.api("GET", "/auth/me").bearer(&token).send().await.problem(401, "unauthenticated");
    assert_eq!(sign_in(site, &email, NEW).await, 200);
    let over = page(site, &path_of(&link), "en").await;
    assert_eq!(over.status, 410);
    assert!(over.text().contains("Ask for a new one") && over.text().contains("/password-reset\""), "{over:?}");
    let again = site.api("POST", &format!("/auth/password-reset/{}", secret(&link)));
    again.body(&json!({ "new_password": NEW })).send().await.problem(410, "password_link_over");
}

async fn asking_tells_nothing_of_the_address(site: &'static Site) {
    let ask =
        async |email: Value| site.api("POST", "/auth/password-reset").body(&json!({ "email": email })).send().await;
    for email in [USER, "nobody@demo.test", "' OR 1=1 --", "not an address"] {
        let answer = ask(json!(email)).await;
        assert_eq!((answer.status, answer.body.len()), (202, 0), "{email}: {answer:?}");
    }
    assert_eq!(ask(json!("")).await.faults(422), [("/email".to_owned(), "required".to_owned())]);
    assert_eq!(ask(json!("x".repeat(300))).await.status, 422);
    for wrong in ["0", "%00", "a%20b", &"x".repeat(5_000)] {
        let answer = site.api("POST", &format!("/auth/password-reset/{wrong}")).body(&json!({ "new_password": NEW }));
        answer.send().await.problem(410, "password_link_over");
    }
}

async fn a_link_names_our_own_address_whatever_the_request_says(site: &'static Site) {
    let (user, email) = invite(site).await;
    let again = site.as_user(ADMIN, "POST", &format!("/users/{}/invitation", id(&user))).await;
    again.header("host", "evil.test").header("x-forwarded-host", "evil.test").send().await.expect(200);
    path_of(&link(site, &email).await);
}

async fn who_leaves_hands_his_clients_over_by_api(site: &'static Site) {
    let (leaver, email) = invite(site).await;
    let secret = link(site, &email).await;
    let accepted = json!({ "password": NEW });
    site.api("POST", &format!("/auth/invitations/{}", self::secret(&secret))).body(&accepted).send().await;
    let login = site.api("POST", "/auth/login").body(&json!({ "email": email, "password": NEW }));
    let token = login.send().await.expect(200)["access_token"].as_str().unwrap().to_owned();
    let client = site.api("POST", "/clients").bearer(&token).body(&crate::kit::person()).send().await.expect(201);
    let path = format!("/users/{}", id(&leaver));
    let refused = site.as_user(ADMIN, "DELETE", &path).await.send().await;
    assert_eq!(refused.faults(422), [("/hand_over_to".to_owned(), "clients_need_owner".to_owned())]);
    let me = site.read(USER, "/auth/me").await;
    let to = format!("{path}?hand_over_to={}", id(&me));
    assert_eq!(site.as_user(ADMIN, "DELETE", &to).await.send().await.status, 204);
    let now = site.read(USER, &format!("/clients/{}", id(&client))).await;
    assert_eq!(now["owner_id"], me["id"]);
    assert_eq!(site.read(ADMIN, &path).await["active"], false, "he is kept, and what he did stays his");
}

async fn an_operator_suspends_and_reopens_a_firm(site: &'static Site) {
    let email = format!("chef{}@neuf.test", digits());
    let body = json!({
        "name": format!("Cabinet {}", digits()),
        "administrator": { "email": email, "full_name": "Cheffe", "language": "en" },
    });
    let firm = site.make(SUPERADMIN, "/admin/agencies", &body).await;
    let link = link(site, &email).await;
    let accepted = json!({ "password": NEW });
    site.api("POST", &format!("/auth/invitations/{}", secret(&link))).body(&accepted).send().await;
    let login = site.api("POST", "/auth/login").body(&json!({ "email": email, "password": NEW }));
    let token = login.send().await.expect(200)["access_token"].as_str().unwrap().to_owned();
    let me = async || site.api("GET", "/auth/me").bearer(&token).send().await;
    me().await.expect(200);
    let ask = async |what: &str| {
        let path = format!("/admin/agencies/{}/{what}", id(&firm));
        site.as_user(SUPERADMIN, "POST", &path).await.send().await.expect(200)
    };
    assert_eq!(ask("suspension").await["active"], false);
    me().await.problem(401, "unauthenticated");
    assert_eq!(sign_in(site, &email, NEW).await, 401);
    assert_eq!(ask("reinstatement").await["active"], true);
    me().await.expect(200);
}

async fn the_letters_are_the_administrators_of_their_firm(site: &'static Site) {
    let (_, email) = invite(site).await;
    link(site, &email).await;
    let look = async |who: &'static str, path: &str| {
        let token = site.token(who).await;
        site.web("GET", path).header("accept", "text/html").header("accept-language", "fr").bearer(&token).send().await
    };
    let list = look(ADMIN, &format!("/admin/mail?q={email}")).await;
    assert!(list.status == 200 && list.text().contains(&email), "{list:?}");
    let text = list.text();
    let at = text.find("/admin/mail/0").expect("a link to the letter");
    let path = text[at..].split('"').next().unwrap().to_owned();
    let letter = look(ADMIN, &path).await;
    assert!(letter.status == 200 && letter.text().contains("Parti"), "{letter:?}");
    assert!(!letter.text().contains("/invitation/"), "what it says is shown only when asked for");
    let read = look(ADMIN, &format!("{path}?read=1")).await;
    assert!(read.text().contains("http://127.0.0.1:3000/invitation/"), "{read:?}");
    assert_eq!(look(OTHER_ADMIN, &path).await.status, 404);
    assert_eq!(look(OTHER_ADMIN, &format!("{path}?read=1")).await.status, 404);
    assert!(!look(OTHER_ADMIN, "/admin/mail").await.text().contains(&email));
    assert_eq!(look(USER, "/admin/mail").await.status, 403);
    assert_eq!(look(USER, &path).await.status, 403);
}

async fn an_administrators_program_reads_the_letters_and_has_one_tried_again(site: &'static Site) {
    let retry = async |who: &'static str, letter: &Value| {
        site.as_user(who, "POST", &format!("/admin/letters/{}/retry", id(letter))).await.send().await
    };
    // Nobody looks after the post while the letter waits.
    let post = POST.lock().await;
    let (_, email) = invite(site).await;
    let path = format!("/admin/letters?q={email}&count=true");
    let found = site.read(ADMIN, &path).await;
    assert_eq!(found["total"], 1, "{found}");
    let letter = &found["items"][0];
    assert_eq!(
        (&letter["state"], &letter["kind"], &letter["attempts"]),
        (&json!("waiting"), &json!("invitation"), &json!(0))
    );
    assert!(!found.to_string().contains("/invitation/"), "what it says stays where it is: {found}");
    assert_eq!(retry(OTHER_ADMIN, letter).await.status, 404);
    let again = retry(ADMIN, letter).await.expect(200);
    // The number of the try is raised, so that one still under way can no longer settle the letter.
    assert_eq!((&again["state"], &again["attempts"]), (&json!("waiting"), &json!(1)));
    drop(post);

    link(site, &email).await;
    let sent = site.read(ADMIN, &format!("{path}&state=sent")).await;
    assert!(sent["items"][0]["sent_at"].is_string(), "{sent}");
    retry(ADMIN, letter).await.problem(422, "letter_sent");
    assert_eq!(site.read(ADMIN, &format!("{path}&state=failed")).await["items"], json!([]));
    site.as_user(ADMIN, "GET", "/admin/letters?state=lost").await.send().await.any_problem(422);
    assert_eq!(site.read(OTHER_ADMIN, &path).await["total"], 0);
    let event = site.read(ADMIN, &format!("/audit-events?action=letter.send_again&object_id={}", id(letter))).await;
    assert_eq!(event["items"].as_array().map(Vec::len), Some(1), "{event}");
}
