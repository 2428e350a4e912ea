//! The house, filled once on each database, and a way to ask it without a socket.

mod ask;
mod browser;
mod cable;
mod databases;
mod parts;
pub(crate) mod process;
mod sample;

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use axum::Router;
use serde_json::{Value, json};
use server::config::{Config, Overrides};
use server::wiring::{self, House};
use server::{demo, web};
use services::ports::limits::Rule;
use tokio::runtime::Runtime;
use tokio::sync::{Mutex, OnceCell};

pub(crate) use ask::{Answer, Ask};
pub(crate) use browser::{Browser, FORM, Form, links};
pub(crate) use cable::{Cable, Redis};
pub(crate) use databases::{Kind, Place};
pub(crate) use parts::{PARTS, parts};
pub(crate) use process::Process;
pub(crate) use sample::{company, day, digits, organisation, person, policy};

/// The password of the demo's users.
pub(crate) const PASSWORD: &str = "Épreuve-2026-démo";
pub(crate) const USER: &str = "user@demo.test";
pub(crate) const MANAGER: &str = "manager@demo.test";
pub(crate) const ADMIN: &str = "admin@demo.test";
pub(crate) const SUPERADMIN: &str = "superadmin@demo.test";
pub(crate) const OTHER_USER: &str = "user@autre.test";
pub(crate) const OTHER_ADMIN: &str = "admin@autre.test";

/// Where every request comes from.
pub(crate) const PEER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 40_000);

/// One runtime for all tests, because a pool of connections lives and dies with its runtime.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap());

/// The house behind its two doors.
pub(crate) struct Site {
    pub(crate) house: House,
    router: Router,
    tokens: Mutex<HashMap<&'static str, String>>,
}

/// Runs a test on a house with the demo in it, which all tests of that database share.
pub(crate) fn on<F: Future<Output = ()>>(kind: Kind, test: impl FnOnce(&'static Site) -> F) {
    static SITES: [OnceCell<Site>; 2] = [OnceCell::const_new(), OnceCell::const_new()];
    RUNTIME.block_on(async {
        let site = &SITES[kind as usize];
        test(site.get_or_init(|| Site::filled(kind)).await).await;
    });
}

/// Runs a test that needs no house, or one of its own.
pub(crate) fn alone<F: Future<Output = ()>>(test: F) {
    RUNTIME.block_on(test);
}

/// Runs each test on SQLite and on PostgreSQL.
macro_rules! on_each_database {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn on_sqlite() {
                crate::kit::on(crate::kit::Kind::Sqlite, super::$name);
            }

            #[test]
            fn on_postgres() {
                crate::kit::on(crate::kit::Kind::Postgres, super::$name);
            }
        }
    )*};
}
pub(crate) use on_each_database;

/// The configuration of a house at this place, with more settings.
pub(crate) fn config(place: &Place, more: &[(&'static str, &str)]) -> Config {
    let mut settings = Overrides::new();
    settings.insert("MONASSURANCE_DATA_DIR", place.folder.display().to_string());
    settings.insert("MONASSURANCE_DATABASE_URL", place.url());
    settings.insert("MONASSURANCE_DATABASE_CONNECTIONS", "6".to_owned());
    settings.insert("MONASSURANCE_DEMO_PASSWORD", PASSWORD.to_owned());
    // All tests come from one address and share their users; how often one may try is the affair of `limits.rs`.
    for rule in [Rule::SignInPerAddress, Rule::SignInPerAccount] {
        settings.insert(rule.setting(), "100000/15m".to_owned());
    }
    for (name, value) in more {
        settings.insert(name, (*value).to_owned());
    }
    Config::read(&BTreeMap::new(), &settings, &place.folder).unwrap()
}

impl Site {
    /// A house of one's own, filled with the demo.
    pub(crate) async fn filled(kind: Kind) -> Self {
        let site = Self::empty(kind, &[]).await;
        demo::fill(&site.house).await.unwrap();
        site
    }

    /// A house of one's own, with nothing in it.
    pub(crate) async fn empty(kind: Kind, more: &[(&'static str, &str)]) -> Self {
        let place = Place::new(kind).await;
        let house = wiring::build_with(config(&place, more), Arc::new(rendering::DirectRenderer)).await.unwrap();
        Self::of(house)
    }

    /// The doors of a house.
    pub(crate) fn of(house: House) -> Self {
        let router = web::service(&house);
        Self { house, router, tokens: Mutex::default() }
    }

    /// A request to the JSON API; the path follows `/api/v1`.
    pub(crate) fn api(&self, method: &str, path: &str) -> Ask<'_> {
        Ask::new(&self.router, method, &format!("{}{path}", server::api::BASE))
    }

    /// A request to any address.
    pub(crate) fn web(&self, method: &str, path: &str) -> Ask<'_> {
        Ask::new(&self.router, method, path)
    }

    /// A demo user's access token; he signs in once for all tests, so no test may sign this session out.
    pub(crate) async fn token(&self, email: &'static str) -> String {
        let mut tokens = self.tokens.lock().await;
        if let Some(token) = tokens.get(email) {
            return token.clone();
        }
        let token = self.sign_in(email).await["access_token"].as_str().unwrap().to_owned();
        tokens.insert(email, token.clone());
        token
    }

    /// A session of one's own.
    pub(crate) async fn sign_in(&self, email: &str) -> Value {
        let body = json!({ "email": email, "password": PASSWORD, "device_label": "épreuve" });
        self.api("POST", "/auth/login").body(&body).send().await.expect(200)
    }

    /// A request by a demo user.
    pub(crate) async fn as_user(&self, email: &'static str, method: &str, path: &str) -> Ask<'_> {
        self.api(method, path).bearer(&self.token(email).await)
    }

    /// What a demo user reads.
    pub(crate) async fn read(&self, email: &'static str, path: &str) -> Value {
        self.as_user(email, "GET", path).await.send().await.expect(200)
    }

    /// What a demo user records.
    pub(crate) async fn make(&self, email: &'static str, path: &str, body: &Value) -> Value {
        let answer = self.as_user(email, "POST", path).await.body(body).send().await;
        assert!(matches!(answer.status, 200 | 201), "POST {path}: {answer:?}");
        answer.json()
    }

    /// The firm's first company that lets it issue certificates.
    pub(crate) async fn insurer(&self, email: &'static str) -> String {
        let list = self.read(email, "/companies?sort=name").await;
        let companies = list["items"].as_array().unwrap();
        let found = companies.iter().find(|company| company["code"] == "ATL").expect("the demo's first company");
        found["id"].as_str().unwrap().to_owned()
    }

    /// A quote for a new client: the client and the policy.
    pub(crate) async fn quote(&self, email: &'static str) -> (Value, Value) {
        let client = self.make(email, "/clients", &person()).await;
        let body = policy(&client["id"], &json!(self.insurer(email).await));
        let policy = self.make(email, "/policies", &body).await;
        (client, policy)
    }

    /// The same, bound.
    pub(crate) async fn bound(&self, email: &'static str) -> (Value, Value) {
        let (client, policy) = self.quote(email).await;
        let policy = self.make(email, &format!("/policies/{}/bind", id(&policy)), &json!({})).await;
        (client, policy)
    }

    /// The French certificate template of a demo user's firm, as a manager or administrator reads it.
    pub(crate) async fn certificate_template(&self, manager: &'static str) -> String {
        let list = self.read(manager, "/templates?usage=certificate&language=fr").await;
        id(&list["items"][0])
    }

    /// A certificate for a new, bound policy.
    pub(crate) async fn certificate(&self, email: &'static str, manager: &'static str) -> Value {
        let (_, policy) = self.bound(email).await;
        let template = self.certificate_template(manager).await;
        let order = json!({ "template_id": template, "policy_id": policy["id"], "format": "pdf" });
        self.make(email, "/documents", &order).await
    }

    /// How many records of a kind a demo user sees.
    pub(crate) async fn count(&self, email: &'static str, path: &str) -> u64 {
        let list = self.read(email, &format!("{path}?limit=1&count=true")).await;
        list["total"].as_u64().expect("a total")
    }
}

/// The id of a record.
pub(crate) fn id(record: &Value) -> String {
    record["id"].as_str().unwrap_or_else(|| panic!("no id in {record}")).to_owned()
}
