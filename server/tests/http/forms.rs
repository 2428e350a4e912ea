//! Every form of the screens: nothing without a session, nothing of another firm, nothing by GET.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::kit::{
    ADMIN, Browser, FORM, Form, MANAGER, OTHER_ADMIN, PASSWORD, SUPERADMIN, Site, USER, id, links, on_each_database,
};

on_each_database! {
    no_form_works_without_a_session,
    no_form_reaches_another_firm,
    a_browser_signs_in_and_out,
    a_form_sent_twice_happens_once,
    every_form_that_changes_something_carries_a_key,
    a_form_that_cannot_be_read_is_the_senders_mistake,
}

/// Forms that anybody may send.
const PUBLIC: &[&str] = &[
    "/forms/sign-in",
    "/forms/sign-out",
    "/forms/preferences",
    "/forms/password-reset/ask",
    "/forms/password-reset/choose",
    "/forms/invitation",
    "/forms/sign-in/second-factor",
    "/forms/sign-in/passkey",
];

/// Forms on pages that only who has a second factor sees, or a browser that can have passkeys; `factors` and the journeys
/// send them.
const BEHIND_A_FACTOR: &[&str] = &[
    "/forms/sign-in/second-factor",
    "/forms/sign-in/passkey",
    "/forms/account/security/passkeys/record",
    "/forms/account/security/passkeys/remove",
    "/forms/account/security/recovery-codes",
    "/forms/account/security/totp/confirm",
    "/forms/account/security/totp/remove",
];

/// The addresses of all server functions of the screens.
fn forms() -> BTreeSet<String> {
    let paths = leptos::server_fn::axum::server_fn_paths();
    let forms: BTreeSet<String> = paths.map(|(path, _)| path.to_owned()).collect();
    assert!(forms.len() > 10, "the walk found only {forms:?}");
    assert!(forms.iter().all(|path| path.starts_with("/forms/")), "{forms:?}");
    forms
}

/// Fields that would change this record, whichever form reads them.
fn fields(record: &str) -> String {
    format!(
        "id={record}&client_id={record}&policy_id={record}&company_id={record}&document_id={record}&template_id={record}\
         &version=1&kind=person&last_name=Pirate&legal_name=Pirate&name=Pirate&code=PIR&full_name=Pirate&email=pirate@exemple.test\
         &reason=Pirate&effective_date=2026-11-20&policy_number=PIRATE-1&product_line=motor&product_name=Pirate&premium=1,00\
         &expiry_date=2027-11-20&current_password={PASSWORD}&new_password=Pirate-pirate-9&password=Pirate-pirate-9&role=ADMIN"
    )
}

/// The records that a form could change, as they are.
async fn records(site: &Site, paths: &[String]) -> Vec<Value> {
    let mut records = Vec::new();
    for path in paths {
        let mut record = site.read(USER, path).await;
        // Other tests give the same company policies meanwhile.
        if path.starts_with("/companies/") {
            record["policy_count"] = Value::Null;
        }
        records.push(record);
    }
    records
}

async fn paths_of_a_portfolio(site: &Site) -> Vec<String> {
    let (client, bound) = site.bound(USER).await;
    let template = site.certificate_template(crate::kit::MANAGER).await;
    let order = json!({ "template_id": template, "policy_id": bound["id"], "format": "html" });
    let document = site.make(USER, "/documents", &order).await;
    let company = site.insurer(USER).await;
    vec![
        format!("/clients/{}", id(&client)),
        format!("/policies/{}", id(&bound)),
        format!("/documents/{}", id(&document)),
        format!("/companies/{company}"),
        format!("/companies/{company}/mandates"),
    ]
}

async fn no_form_works_without_a_session(site: &'static Site) {
    let paths = paths_of_a_portfolio(site).await;
    let before = records(site, &paths).await;
    for form in forms() {
        for method in ["GET", "PUT", "DELETE"] {
            let answer =
                site.web(method, &format!("{form}?{}", fields("x"))).header("accept", "text/html").send().await;
            assert_eq!(answer.status, 405, "{answer:?}");
        }
        if PUBLIC.contains(&form.as_str()) {
            continue;
        }
        for path in &paths {
            let record = path.split('/').nth(2).unwrap();
            let ask =
                site.web("POST", &form).header("accept", "text/html").header("referer", "http://127.0.0.1:3000/x");
            let answer = ask.raw(FORM, fields(record)).send().await;
            assert!(matches!(answer.status, 302 | 303), "{answer:?}");
            let to = answer.header("location");
            assert!(to.starts_with("/sign-in"), "{form} leads to {to:?}");
        }
    }
    assert_eq!(records(site, &paths).await, before);
    assert_eq!(site.read(USER, "/clients?q=pirate").await["items"], json!([]));
}

async fn no_form_reaches_another_firm(site: &'static Site) {
    let paths = paths_of_a_portfolio(site).await;
    let before = records(site, &paths).await;
    for email in [OTHER_ADMIN, SUPERADMIN] {
        let token = site.token(email).await;
        // The forms of one's own account concern no record; the sessions that the tests share must live.
        for form in
            forms().iter().filter(|form| !PUBLIC.contains(&form.as_str()) && !form.starts_with("/forms/account"))
        {
            for path in &paths {
                let ask = site.web("POST", form).header("accept", "text/html").bearer(&token);
                let answer = ask.raw(FORM, fields(path.split('/').nth(2).unwrap())).send().await;
                assert!(answer.status < 500, "{answer:?}");
            }
        }
    }
    assert_eq!(records(site, &paths).await, before);
}

async fn a_browser_signs_in_and_out(site: &'static Site) {
    let typed = format!("email={USER}&password={}&return_to=/clients", crate::lists::encoded(PASSWORD));
    let answer = site.web("POST", "/forms/sign-in").header("accept", "text/html").raw(FORM, typed).send().await;
    assert!(matches!(answer.status, 302 | 303), "{answer:?}");
    assert_eq!(answer.header("location"), "/clients");
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    let page =
        async || site.web("GET", "/clients").header("accept", "text/html").header("cookie", &cookie).send().await;
    assert_eq!(page().await.status, 200);
    // The cookie proves as much at the other door.
    let me = site.api("GET", "/auth/me").header("cookie", &cookie).send().await.expect(200);
    assert_eq!(me["email"], USER);
    let out = site.web("POST", "/forms/sign-out").header("accept", "text/html").header("cookie", &cookie).raw(FORM, "");
    assert!(matches!(out.send().await.status, 302 | 303));
    assert_ne!(page().await.status, 200);
    site.api("GET", "/auth/me").header("cookie", &cookie).send().await.problem(401, "unauthenticated");

    // Signing in leads nowhere else.
    for elsewhere in ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:alert(1)", "/\t/evil.test"] {
        let typed = format!(
            "email={USER}&password={}&return_to={}",
            crate::lists::encoded(PASSWORD),
            crate::lists::encoded(elsewhere)
        );
        let answer = site.web("POST", "/forms/sign-in").header("accept", "text/html").raw(FORM, typed).send().await;
        let to = answer.header("location");
        assert!(to.starts_with('/') && !to.starts_with("//") && !to.contains("evil"), "{elsewhere} led to {to}");
    }
}

async fn a_form_sent_twice_happens_once(site: &'static Site) {
    let typed = format!("email={USER}&password={}", crate::lists::encoded(PASSWORD));
    let answer = site.web("POST", "/forms/sign-in").header("accept", "text/html").raw(FORM, typed).send().await;
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    let web = |method: &str, path: &str| site.web(method, path).header("accept", "text/html").header("cookie", &cookie);
    let page = web("GET", "/clients/new").send().await.text();
    let at = page.find("name=\"form_key\" value=\"").expect("the form carries a key") + 23;
    let key = page[at..].split('"').next().unwrap();
    let send = async |name: &str| {
        let typed = format!("form_key={}&kind=person&last_name={name}", crate::lists::encoded(key));
        web("POST", "/forms/clients/create").raw(FORM, typed).send().await
    };
    let (first, second) = tokio::join!(send("Doublon"), send("Doublon"));
    assert!(first.header("location").starts_with("/clients/0"), "{first:?}");
    assert_eq!(first.header("location"), second.header("location"));
    let found =
        async |name: &str| site.read(USER, &format!("/clients?q={name}")).await["items"].as_array().unwrap().len();
    assert_eq!(found("doublon").await, 1);
    // Other fields under the same key are another form: the page was gone back to.
    send("Triplon").await;
    assert_eq!(found("triplon").await, 1);
}

/// Forms whose second sending must do the same again: the key's answer would only say where the first one led, without the
/// cookie that it set or took away.
const KEYLESS: &[&str] = &["/forms/sign-out", "/forms/preferences", "/forms/verify"];

/// How many pages of one kind the walk opens: records differ in what they offer.
const OF_A_KIND: usize = 5;

/// The page with its records left out.
fn kind(path: &str) -> String {
    let parts = path.split('?').next().unwrap_or_default().split('/');
    parts.map(|part| if part.len() == 36 { "{id}" } else { part }).collect::<Vec<_>>().join("/")
}

/// Every posting form on the pages that a reader reaches from these.
async fn walk(browser: &Browser<'_>, from: &[String]) -> Vec<Form> {
    let mut queue: Vec<String> = from.to_vec();
    let mut opened = BTreeSet::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut forms = Vec::new();
    while let Some(path) = queue.pop() {
        let elsewhere =
            !path.starts_with('/') || ["/files/", "/api/", "/assets/"].iter().any(|one| path.starts_with(one));
        let of_kind = kinds.entry(kind(&path)).or_default();
        // Those asked for by name are opened however many of their kind were met before.
        let enough = *of_kind >= OF_A_KIND && !from.contains(&path);
        if elsewhere || enough || !opened.insert(path.clone()) {
            continue;
        }
        *of_kind += 1;
        let page = browser.page(&path).await;
        let text = page.text();
        queue.extend(links(&text));
        forms.extend(Form::all(&text).into_iter().filter(|form| form.method == "post"));
    }
    forms
}

/// Renewals of many policies at each stage that has a form: to be begun, to be confirmed, and done.
async fn renewals(site: &Site, policy: &serde_json::Value) -> Vec<String> {
    let input = json!({ "policies": [policy], "premium_change_per_million": 10_000 });
    let begin = async || site.as_user(USER, "POST", "/renewal-runs").await.body(&input).send().await.expect(202);
    let (ready, done) = (begin().await, begin().await);
    let work = async || while site.house.services.renewals.go_on().await.unwrap() {};
    work().await;
    site.as_user(USER, "POST", &format!("/renewal-runs/{}/confirm", id(&done))).await.send().await.expect(202);
    work().await;
    let page = |run: &serde_json::Value| format!("/policies/renewals/{}", id(run));
    let new = format!("/policies/renewals/new?id={}", policy.as_str().unwrap());
    vec![new, page(&ready), page(&done)]
}

/// Documents about many policies at each stage that has a form: to be begun, under way, and with something to be tried again.
async fn document_runs(site: &Site, policy: &serde_json::Value) -> Vec<String> {
    let template = site.certificate_template(MANAGER).await;
    let input = json!({ "template_id": template, "policies": [policy] });
    let failed = crate::document_runs::failed(site, USER, &input).await;
    let busy = crate::document_runs::held(site, USER, &input).await;
    let page = |run: &serde_json::Value| format!("/documents/runs/{}", id(run));
    let new = format!("/documents/runs/new?id={}", policy.as_str().unwrap());
    vec![new, page(&failed), page(&busy)]
}

/// Pages of templates with a form of their own: an older version, the studio with a text in writing, and one put away.
async fn templates(site: &Site, browser: &Browser<'_>) -> [String; 3] {
    let one = crate::studio::template(site, "<p>1</p>").await;
    site.make(MANAGER, &format!("{one}/versions"), &json!({ "content": "<p>2</p>" })).await;
    let studio = format!("{one}/studio");
    let typed = browser.form(&studio, "/forms/templates/add-version").await;
    browser.send(&typed.with("content", "<p>3</p>").with("preview", "1")).await;
    let away = crate::studio::template(site, "<p>1</p>").await;
    assert_eq!(site.as_user(MANAGER, "DELETE", &away).await.send().await.status, 204);
    [format!("{one}/versions/1"), studio, away]
}

async fn every_form_that_changes_something_carries_a_key(site: &'static Site) {
    let (_, quote) = site.quote(USER).await;
    let document = site.certificate(USER, MANAGER).await;
    let away = site.make(USER, "/clients", &crate::kit::person()).await;
    site.as_user(USER, "DELETE", &format!("/clients/{}", id(&away))).await.send().await;
    let (twice, stays) = (site.make(USER, "/clients", &crate::kit::person()).await, site.quote(USER).await.0);
    let merge = site.as_user(USER, "POST", &format!("/clients/{}/merge", id(&twice))).await;
    merge.body(&serde_json::json!({ "into": stays["id"] })).send().await.expect(200);
    let mut from = vec![
        format!("/clients/{}", id(&away)),
        format!("/clients/{}", id(&stays)),
        "/".to_owned(),
        "/account".to_owned(),
        "/account/confirm".to_owned(),
        format!("/documents/{}", id(&document)),
    ];
    let client = quote["client_id"].as_str().unwrap();
    from.extend(["archive", "hand-over"].map(|act| format!("/clients/{act}?id={client}")));
    let view = json!({ "list": "clients", "name": format!("Vue {client}"), "query": "kind=person", "shared": true });
    site.make(MANAGER, "/views", &view).await;
    from.push("/views?list=clients".to_owned());
    from.push(crate::papers::page_of_a_paper(site).await);
    from.extend(crate::attachments::pages(site, client).await);
    from.extend(renewals(site, &document["policy_id"]).await);
    from.extend(document_runs(site, &document["policy_id"]).await);
    let steps = ["edit", "bind", "endorse", "renew", "suspend", "reinstate", "cancel", "void"];
    from.extend(steps.map(|step| format!("/policies/{}/{step}", id(&quote))));
    from.push(format!("/policies/{}/endorse", document["policy_id"].as_str().unwrap()));
    let parties = format!("/policies/{}/parties", id(&quote));
    let party = site.make(USER, &parties, &json!({ "role": "driver", "name": "Zoé" })).await;
    from.push(format!("{parties}/{}", id(&party)));
    site.make(USER, &format!("/documents/{}/signed-url", id(&document)), &json!({})).await;
    let sign_in = site.web("GET", "/sign-in").header("accept", "text/html").send().await.text();
    let mut found = Form::all(&sign_in);
    for path in crate::password_links::public_pages(site).await {
        found.extend(Form::all(&site.web("GET", &path).header("accept", "text/html").send().await.text()));
    }
    from.extend(crate::password_links::pages_of_what_waits(site).await);
    crate::tokens::copied(site, USER).await;
    for email in [USER, MANAGER, ADMIN, SUPERADMIN] {
        let browser = Browser::of(site, email).await;
        let more = if email == MANAGER { templates(site, &browser).await.to_vec() } else { Vec::new() };
        found.extend(walk(&browser, &[from.clone(), more].concat()).await);
    }
    for form in found.iter().filter(|form| !KEYLESS.contains(&form.action.as_str()) && form.method == "post") {
        assert!(form.fields.get("form_key").is_some_and(|key| key.len() > 10), "{form:?} carries no key");
    }
    let found: BTreeSet<String> = found.into_iter().map(|form| form.action).collect();
    let unseen = forms().into_iter().filter(|form| !found.contains(form) && !BEHIND_A_FACTOR.contains(&form.as_str()));
    let unseen: Vec<String> = unseen.collect();
    assert_eq!(unseen, Vec::<String>::new(), "no page of the walk shows these forms");
}

/// Forms that read no field.
const FIELDLESS: &[&str] = &["/forms/sign-out"];

async fn a_form_that_cannot_be_read_is_the_senders_mistake(site: &'static Site) {
    // One of the forms signs out.
    let (_, email) = crate::sessions::newcomer(site).await;
    let token = site.sign_in(&email).await["access_token"].as_str().unwrap().to_owned();
    let bodies: [&[u8]; 6] =
        [b"a=1&a=2", b"a[b]=c", b"\xff", b"id=x&id=y", b"a=1&a=2&form_key=0123456789ab", b"%ff=%00&a[b]=c&id=%00"];
    for form in forms() {
        let takes_none = FIELDLESS.contains(&form.as_str());
        for body in bodies {
            let ask = || site.web("POST", &form).header("referer", "http://127.0.0.1:3000/clients").raw(FORM, body);
            for signed_in in [false, true] {
                let ask = || if signed_in { ask().bearer(&token) } else { ask() };
                let (page, program) = (ask().header("accept", "text/html").send().await, ask().send().await);
                if takes_none {
                    assert!(page.status < 500 && program.status < 500, "{page:?} {program:?}");
                    continue;
                }
                program.problem(400, "unreadable");
                assert_eq!(page.status, 400, "{page:?}");
                assert!(page.header("content-type").starts_with("text/html") && page.header("location").is_empty());
            }
        }
    }
}
