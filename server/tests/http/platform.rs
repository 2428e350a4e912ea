//! The platform's operator sees each firm in figures that are right, and no record of any.

use serde_json::{Value, json};

use crate::kit::{Browser, MANAGER, OTHER_ADMIN, OTHER_USER, SUPERADMIN, Site, digits, on_each_database, organisation};

on_each_database! {
    the_operators_home_names_nobody_and_leads_where_he_may_go,
}

/// In a house of its own, whose firms nobody else changes meanwhile.
mod each_firm_is_told_in_figures_that_follow_its_work {
    use crate::kit::{Kind, Site, alone};

    #[test]
    fn on_sqlite() {
        alone(async { super::figures_follow_the_work(&Site::filled(Kind::Sqlite).await).await });
    }

    #[test]
    fn on_postgres() {
        alone(async { super::figures_follow_the_work(&Site::filled(Kind::Postgres).await).await });
    }
}

async fn firm(site: &Site, name: &str) -> Value {
    let list = site.read(SUPERADMIN, "/admin/overview?limit=200").await;
    let firms = list["items"].as_array().unwrap();
    firms.iter().find(|firm| firm["name"] == name).unwrap_or_else(|| panic!("{name}: {list}")).clone()
}

async fn figures_follow_the_work(site: &Site) {
    let before = firm(site, "Cabinet Autre").await;
    let number = |figures: &Value, name: &str| figures[name].as_u64().unwrap();
    assert_eq!(number(&before, "users"), 2);
    let premiums = before["premiums"].as_array().unwrap();
    assert!(premiums.iter().any(|premium| premium["currency"] == "XOF"), "{before}");
    // The firm's own people count the same.
    let clients = site.read(OTHER_ADMIN, "/clients?limit=1&count=true").await;
    assert_eq!(clients["total"], before["clients"]);
    let policies = site.read(OTHER_ADMIN, "/policies?limit=1&count=true").await;
    assert_eq!(policies["total"], before["policies"]);
    let in_force = site.read(OTHER_ADMIN, "/policies?state=in_force&limit=1&count=true").await;
    assert_eq!(in_force["total"], before["in_force"]);

    let (_, bound) = site.bound(OTHER_USER).await;
    let after = firm(site, "Cabinet Autre").await;
    for name in ["clients", "policies", "in_force"] {
        assert_eq!(number(&after, name), number(&before, name) + 1, "{name}");
    }
    let currency = &bound["premium"]["currency"];
    let sum = |figures: &Value| {
        let premiums = figures["premiums"].as_array().unwrap();
        let one = premiums.iter().find(|premium| premium["currency"] == *currency);
        one.map_or(0, |premium| premium["amount_minor"].as_i64().unwrap())
    };
    assert_eq!(sum(&after), sum(&before) + bound["premium"]["amount_minor"].as_i64().unwrap());
    assert_eq!((number(&after, "failed_letters"), number(&after, "stopped_renewals")), (0, 0));
    let mut fields: Vec<&String> = after.as_object().unwrap().keys().collect();
    fields.sort();
    let known = "active agency_id clients failed_letters in_force name policies premiums stopped_renewals users";
    assert_eq!(fields, known.split(' ').collect::<Vec<_>>(), "figures, and no record");
}

async fn the_operators_home_names_nobody_and_leads_where_he_may_go(site: &'static Site) {
    let mut body = organisation();
    let name = format!("Secret{}", digits());
    body["legal_name"] = json!(name);
    site.make(MANAGER, "/clients", &body).await;
    let browser = Browser::of(site, SUPERADMIN).await;
    let home = browser.page("/").await;
    let html = home.text();
    assert_eq!(home.status, 200);
    assert!(html.contains("Cabinet Démo") && html.contains("Cabinet Autre") && html.contains("Storage of files"));
    for hidden in [name.as_str(), "Camille Laurent", "user@demo.test"] {
        assert!(!html.contains(hidden), "{hidden}");
    }
    let main = html.split("<main").nth(1).unwrap();
    for href in crate::kit::links(main).filter(|href| href.starts_with('/')) {
        assert_eq!(browser.page(&href.replace("&amp;", "&")).await.status, 200, "{href}");
    }
    site.as_user(MANAGER, "GET", "/admin/overview").await.send().await.problem(403, "forbidden");
}
