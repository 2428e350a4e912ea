//! Lists as files: what the list shows, nothing that runs, nothing beyond one's reach, and never unseen.

use calamine::{Data, Reader, Xlsx};
use jiff::ToSpan;
use serde_json::json;

use crate::kit::{
    ADMIN, Answer, Browser, MANAGER, OTHER_ADMIN, SUPERADMIN, Site, USER, day, digits, id, on_each_database, person,
};
use crate::lists::encoded;

on_each_database! {
    a_file_holds_exactly_what_the_list_shows,
    a_workbook_knows_days_and_amounts,
    no_text_of_a_file_is_a_formula,
    a_file_reaches_no_further_than_its_reader,
    an_export_is_written_down_once_with_filter_and_count,
    a_wrong_question_is_told_and_nothing_leaves,
    the_screens_hand_out_the_same_file,
    a_list_of_many_pages_is_whole,
    a_file_and_a_view_are_for_whom_the_list_is_open,
    the_logs_file_speaks_words_and_tells_what_left,
    a_file_of_documents_names_whom_they_are_about,
}

/// The rows of a workbook's only sheet.
pub(crate) fn sheet(answer: &Answer) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(answer.body.clone())).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The lines of a CSV file without quotes in it.
fn lines(answer: &Answer) -> Vec<Vec<String>> {
    assert_eq!(answer.status, 200, "{answer:?}");
    let text = answer.text();
    let text = text.strip_prefix('\u{feff}').expect("the mark of UTF-8");
    text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

async fn a_file_holds_exactly_what_the_list_shows(site: &'static Site) {
    let query = "product_line=health&sort=-expiry_date";
    let list = site.read(MANAGER, &format!("/policies?{query}&limit=200")).await;
    let path = format!("/policies.csv?{query}&columns=expiry_date,premium");
    let answer = site.as_user(MANAGER, "GET", &path).await.header("accept-language", "en").send().await;
    assert!(answer.header("content-type").starts_with("text/csv"));
    let disposition = answer.header("content-disposition").to_owned();
    assert!(
        disposition.starts_with("attachment; filename=\"policies-") && disposition.ends_with(".csv\""),
        "{disposition}"
    );
    let lines = lines(&answer);
    assert_eq!(lines[0], ["Policy number", "Expiry date", "Yearly premium", "Currency"]);
    let shown: Vec<Vec<String>> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap().to_owned();
            let cents = row["premium"]["amount_minor"].as_i64().unwrap();
            let amount = format!("{}.{:02}", cents / 100, cents % 100);
            vec![text("policy_number"), text("expiry_date"), amount, "EUR".to_owned()]
        })
        .collect();
    assert!(!shown.is_empty());
    assert_eq!(lines[1..], shown);
    let comma = site.as_user(MANAGER, "GET", "/companies.csv?delimiter=comma").await.send().await;
    assert!(comma.text().lines().next().unwrap().contains("Nom,Code,"), "{comma:?}");
}

async fn a_workbook_knows_days_and_amounts(site: &'static Site) {
    let path = "/policies.xlsx?product_line=motor&sort=policy_number&columns=expiry_date,premium,state";
    let list = site.read(MANAGER, "/policies?product_line=motor&sort=policy_number&limit=1").await;
    let rows = sheet(&site.as_user(MANAGER, "GET", path).await.send().await);
    assert_eq!(rows[0][0], Data::String("Numéro de contrat".into()));
    let first = &list["items"][0];
    assert_eq!(rows[1][0], Data::String(first["policy_number"].as_str().unwrap().into()));
    assert!(matches!(&rows[1][2], Data::DateTime(day) if day.is_datetime()), "{:?}", rows[1]);
    let cents = first["premium"]["amount_minor"].as_i64().unwrap();
    let Data::Float(amount) = rows[1][3] else { panic!("{:?}", rows[1]) };
    assert_eq!(format!("{amount:.2}"), format!("{}.{:02}", cents / 100, cents % 100));
}

async fn no_text_of_a_file_is_a_formula(site: &'static Site) {
    let name = format!("=HYPERLINK(\"https://evil.test/{}\")", digits());
    let mut body = person();
    (body["last_name"], body["first_name"]) = (json!(name), json!(null));
    body["phone"] = json!("+33 6 12 34 56 78");
    let client = site.make(MANAGER, "/clients", &body).await;
    let q = encoded(&name);
    let csv = site.as_user(MANAGER, "GET", &format!("/clients.csv?q={q}&columns=phone")).await.send().await;
    let text = csv.text();
    assert!(text.contains(&format!("\"'{}\"", name.replace('"', "\"\""))), "{text}");
    assert!(text.contains("\"'+33 6 12 34 56 78\""), "{text}");
    let rows = sheet(&site.as_user(MANAGER, "GET", &format!("/clients.xlsx?q={q}")).await.send().await);
    assert_eq!(rows[1][0], Data::String(name), "a workbook's texts are texts");
    site.as_user(MANAGER, "DELETE", &format!("/clients/{}", id(&client))).await.send().await;
}

async fn a_file_reaches_no_further_than_its_reader(site: &'static Site) {
    let mut body = person();
    let name = format!("Exporté {}", digits());
    body["last_name"] = json!(name);
    site.make(MANAGER, "/clients", &body).await;
    let path = format!("/clients.csv?q={}", encoded(&name));
    for (email, rows) in [(MANAGER, 2), (USER, 1), (OTHER_ADMIN, 1)] {
        assert_eq!(lines(&site.as_user(email, "GET", &path).await.send().await).len(), rows, "{email}");
    }
    // Who sees his own clients only is not told who owns them.
    let heads = lines(&site.as_user(USER, "GET", "/clients.csv?columns=owner").await.send().await)[0].clone();
    assert_eq!(heads, ["Nom du client"]);
}

async fn an_export_is_written_down_once_with_filter_and_count(site: &'static Site) {
    let q = format!("personne {}", digits());
    let path = format!("/policies.csv?state=in_force&q={}", encoded(&q));
    site.as_user(MANAGER, "GET", &path).await.send().await;
    let events = site.read(MANAGER, "/audit-events?action=list.export&limit=200").await;
    let told = events["items"].as_array().unwrap().iter().filter(|event| event["changes"].to_string().contains(&q));
    let told: Vec<_> = told.collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["object_id"], "policies");
    let changes = told[0]["changes"].to_string();
    assert!(changes.contains("in_force") && changes.contains("\"count\"") && changes.contains("csv"), "{changes}");
}

async fn a_wrong_question_is_told_and_nothing_leaves(site: &'static Site) {
    for (query, pointer) in [
        ("/policies.csv?state=sleeping", "/state"),
        ("/policies.xlsx?sort=iban", "/sort"),
        ("/clients.csv?columns=iban", "/columns"),
        ("/clients.csv?delimiter=bell", "/delimiter"),
        ("/policies.csv?premium_min=10", "/currency"),
    ] {
        let answer = site.as_user(MANAGER, "GET", query).await.send().await;
        assert_eq!(answer.faults(422)[0].0, pointer, "{query}");
    }
}

async fn the_screens_hand_out_the_same_file(site: &'static Site) {
    let browser = Browser::of(site, MANAGER).await;
    let page = browser.page("/policies?product_line=health").await;
    assert!(page.text().contains("/files/lists/policies.xlsx?product_line=health"));
    let file = browser.page("/files/lists/policies.csv?product_line=health&columns=policy_number").await;
    let same = site.as_user(MANAGER, "GET", "/policies.csv?product_line=health&columns=policy_number").await;
    assert_eq!(file.text(), same.header("accept-language", "en").send().await.text());
    assert_eq!(browser.page("/files/lists/letters.csv").await.status, 404);
    assert_eq!(browser.page("/files/lists/clients.pdf").await.status, 404);
    assert_eq!(site.web("GET", "/files/lists/clients.csv").send().await.status, 401);
}

async fn a_list_of_many_pages_is_whole(site: &'static Site) {
    let mark = digits();
    let one = site.make(OTHER_ADMIN, "/clients", &person()).await;
    for number in 0..205 {
        let mut body = person();
        body["last_name"] = json!(format!("Page{mark} {number:03}"));
        site.make(OTHER_ADMIN, "/clients", &body).await;
    }
    let file = site.as_user(OTHER_ADMIN, "GET", &format!("/clients.csv?q=page{mark}")).await.send().await;
    let lines = lines(&file);
    assert_eq!(lines.len(), 206);
    assert!(lines[1][0].ends_with("000") && lines[205][0].ends_with("204"), "in the list's order");
    assert!(one["id"].is_string());
}

async fn a_file_and_a_view_are_for_whom_the_list_is_open(site: &'static Site) {
    let open: [(&str, &[&str]); 4] = [
        ("documents", &[USER, MANAGER, ADMIN]),
        ("templates", &[MANAGER, ADMIN]),
        ("users", &[ADMIN]),
        ("audit-events", &[MANAGER, ADMIN]),
    ];
    for email in [USER, MANAGER, ADMIN, SUPERADMIN] {
        let browser = Browser::of(site, email).await;
        for (noun, readers) in open {
            let status = if readers.contains(&email) { 200 } else { 403 };
            for format in ["csv", "xlsx"] {
                let file = site.as_user(email, "GET", &format!("/{noun}.{format}")).await.send().await;
                let screen = browser.page(&format!("/files/lists/{noun}.{format}")).await;
                assert_eq!((file.status, screen.status), (status, status), "{email} {noun}.{format}");
            }
            let views = site.as_user(email, "GET", &format!("/views?list={noun}")).await.send().await;
            assert_eq!(views.status, status, "{email} views of {noun}");
            let view = json!({ "list": noun, "name": format!("Vue {}", digits()), "query": "" });
            let kept = site.as_user(email, "POST", "/views").await.body(&view).send().await;
            assert_eq!(kept.status, if status == 200 { 201 } else { 403 }, "{email} keeps a view of {noun}");
        }
    }
    // A shared view of a list that is closed to somebody does not exist for him.
    let view = json!({ "list": "users", "name": format!("Vue {}", digits()), "query": "role=USER", "shared": true });
    let path = format!("/views/{}", id(&site.make(ADMIN, "/views", &view).await));
    for method in ["GET", "DELETE"] {
        site.as_user(MANAGER, method, &path).await.send().await.problem(404, "not_found");
    }
    assert_eq!(site.read(ADMIN, &path).await["query"], "role=USER");
}

async fn the_logs_file_speaks_words_and_tells_what_left(site: &'static Site) {
    let mut body = person();
    let name = format!("Journalisé {}", digits());
    body["last_name"] = json!(name);
    let client = id(&site.make(MANAGER, "/clients", &body).await);
    let path = format!("/audit-events.csv?object_id={client}&columns=action,object_type,object,actor,door,sequence");
    let file = site.as_user(MANAGER, "GET", &path).await.header("accept-language", "en").send().await;
    let rows = lines(&file);
    assert_eq!(rows[0], ["When", "Action", "Kind of object", "Object", "By whom", "Through", "Place in the chain"]);
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[1][1].as_str(), rows[1][2].as_str(), rows[1][5].as_str()), ("Client recorded", "Client", "API"));
    assert!(rows[1][3].contains(&name) && rows[1][0].len() == "2026-11-23 08:00:00".len(), "{rows:?}");
    let french = lines(&site.as_user(MANAGER, "GET", &path).await.send().await);
    assert_eq!(french[1][1], "Client enregistré");
    // That the log left is itself written down, and the file ends before that.
    let q = digits();
    let path = format!("/audit-events.xlsx?request_id=r{q}");
    assert_eq!(sheet(&site.as_user(MANAGER, "GET", &path).await.send().await).len(), 1);
    let events = site.read(MANAGER, "/audit-events?action=list.export&limit=200").await;
    let told = events["items"].as_array().unwrap().iter().find(|event| event["changes"].to_string().contains(&q));
    let told = told.expect("an event of the export");
    assert_eq!((&told["object_id"], &told["changes"]["count"]), (&json!("audit-events"), &json!([null, 0])));
    let today = day(0.days());
    let export = format!("/audit-events.csv?action=list.export&from={today}&to={today}");
    let before = lines(&site.as_user(MANAGER, "GET", &export).await.send().await);
    assert!(before.len() > 1, "whole days count to their end");
}

async fn a_file_of_documents_names_whom_they_are_about(site: &'static Site) {
    let (client, policy) = site.bound(USER).await;
    let template = site.certificate_template(MANAGER).await;
    let order = json!({ "template_id": template, "policy_id": policy["id"], "format": "html" });
    let document = site.make(USER, "/documents", &order).await;
    let path = format!("/documents.csv?policy_id={}&columns=client,policy,author,status", id(&policy));
    let rows = lines(&site.as_user(USER, "GET", &path).await.send().await);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        rows[1][..3],
        [text(&document["number"]), text(&client["display_name"]), text(&policy["policy_number"])]
    );
    let list = site.read(USER, &format!("/documents?policy_id={}", id(&policy))).await;
    assert_eq!(list["items"][0]["client_name"], client["display_name"]);
    assert_eq!(rows[1][3], text(&list["items"][0]["author_name"]));
    let gone = site.as_user(USER, "DELETE", &format!("/documents/{}", id(&document))).await.send().await;
    assert_eq!(gone.status, 204);
    let revoked = site.read(USER, &format!("/documents?status=revoked&policy_id={}", id(&policy))).await;
    assert_eq!(revoked["items"].as_array().unwrap().len(), 1);
}
