//! A firm with many clients in a fresh data directory, made through the use-cases.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;

use bytes::Bytes;
use domain::agency::AgencyInput;
use domain::audit::{Door, SystemActor};
use domain::client::ClientInput;
use domain::session::SignInInput;
use domain::shared::{AgencyId, UserId};
use domain::user::UserInput;
use http::Request;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use server::config::{Config, Overrides};
use server::wiring::{self, House};
use services::access::{Principal, RequestContext};
use tokio::net::TcpStream;

use crate::Outcome;

pub(crate) const EMAIL: &str = "manager@bench.test";
pub(crate) const PASSWORD: &str = "une phrase de mesure";

/// A request from a program.
pub(crate) fn context() -> RequestContext {
    RequestContext {
        request_id: "bench".to_owned(),
        ip_address: None,
        user_agent: None,
        device_mark: None,
        door: Door::Api,
    }
}

/// The firm, and how to sign in to it.
pub(crate) struct Portfolio {
    pub(crate) house: House,
    pub(crate) agency: AgencyId,
    pub(crate) bearer: String,
    folder: std::path::PathBuf,
}

impl Drop for Portfolio {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Portfolio {
    pub(crate) async fn make(clients: usize) -> Outcome<Self> {
        let (portfolio, owner) = Self::empty(None).await?;
        let who = Principal::system(SystemActor::Demo, portfolio.agency, Door::CommandLine);
        for index in 0..clients {
            let input = ClientInput {
                kind: Some("person".to_owned()),
                first_name: Some("Aïssatou".to_owned()),
                last_name: Some(format!("Client {:05}", index * 7919 % clients)),
                email: Some(format!("client{index}@exemple.test")),
                phone: Some("+33 6 12 34 56 78".to_owned()),
                owner_id: Some(owner.to_string()),
                ..ClientInput::default()
            };
            portfolio.house.services.clients.create(&who, input).await?;
        }
        Ok(portfolio)
    }

    /// A firm with its one user and nothing else, on the embedded database or on the one named.
    pub(crate) async fn empty(database_url: Option<&str>) -> Outcome<(Self, UserId)> {
        let folder = std::env::temp_dir().join(format!("monassurance-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let mut overrides = Overrides::from([
            ("MONASSURANCE_DATA_DIR", folder.display().to_string()),
            ("MONASSURANCE_LOG", "error".to_owned()),
            // Counted as ever, and never met: the measurement asks more in a second than a firm in a day.
            ("MONASSURANCE_RATE_LIMIT_REQUESTS", "10000000/1m".to_owned()),
            ("MONASSURANCE_RATE_LIMIT_SIGN_IN_PER_ADDRESS", "10000000/1m".to_owned()),
            ("MONASSURANCE_RATE_LIMIT_SIGN_IN_PER_ACCOUNT", "10000000/1m".to_owned()),
        ]);
        if let Some(url) = database_url {
            overrides.insert("MONASSURANCE_DATABASE_URL", url.to_owned());
        }
        let config = Config::read(&BTreeMap::new(), &overrides, Path::new("/nonexistent"))
            .map_err(|errors| format!("{errors:?}"))?;
        let house = wiring::build(config).await?;
        let platform = Principal::system(SystemActor::Demo, AgencyId::PLATFORM, Door::CommandLine);
        let input = AgencyInput { name: Some("Cabinet de mesure".to_owned()), ..AgencyInput::default() };
        let agency = house.services.agencies.open(&platform, input).await?.id;
        let who = Principal::system(SystemActor::Demo, agency, Door::CommandLine);
        let user = UserInput {
            email: Some(EMAIL.to_owned()),
            full_name: Some("Mesureur".to_owned()),
            role: Some("MANAGER".to_owned()),
            active: Some(true),
            language: None,
            hand_over_to: None,
            password: Some(PASSWORD.to_owned()),
        };
        let owner = house.services.users.create(&who, user).await?.id;
        let input = SignInInput {
            email: Some(EMAIL.to_owned()),
            password: Some(PASSWORD.to_owned()),
            ..SignInInput::default()
        };
        let grant = house.services.identity.sign_in_program(&input, context()).await?;
        Ok((Self { house, agency, bearer: format!("Bearer {}", grant.access_token), folder }, owner))
    }

    /// Signs a browser in, as its form does, and gives its cookie.
    pub(crate) async fn cookie(&self, address: SocketAddr) -> Outcome<String> {
        let stream = TcpStream::connect(address).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let body = format!("email={EMAIL}&password={}", PASSWORD.replace(' ', "+"));
        let request = Request::post("/forms/sign-in")
            .header("host", address.to_string())
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::from(body)))?;
        let response = sender.send_request(request).await?;
        let cookie = response.headers().get("set-cookie").ok_or("the sign-in gave no cookie")?.to_str()?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }
}
