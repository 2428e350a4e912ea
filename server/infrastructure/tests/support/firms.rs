//! Two firms with their people, opened once for each database and copied for each test.

use std::sync::{Arc, OnceLock};

use domain::agency::AgencyInput;
use domain::audit::{Door, SystemActor};
use domain::shared::{Address, AgencyId};
use domain::user::{Role, UserInput};
use services::Services;
use services::access::{Principal, RequestContext};
use services::identity::Credential;

use super::databases::{Kind, Place};
use super::house::{NOW, ports};
use super::stand_ins::{KeepingMail, SetClock};
use super::things::sign_in;
use infrastructure::sql::SqlDatabase;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "Correct-Cheval-Pile-Agrafe";

/// A firm and its people, each signed in.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    pub(crate) agency: AgencyId,
    /// A broker.
    pub(crate) user: Principal,
    /// Another broker, whose clients are not the first one's.
    pub(crate) colleague: Principal,
    pub(crate) manager: Principal,
    pub(crate) admin: Principal,
}

/// Both firms, and the database in which they are open.
pub(super) struct Opened {
    pub(super) place: Place,
    pub(super) firms: (Firm, Firm),
}

/// The firms on this database; opened by whichever test comes first.
pub(super) fn opened(kind: Kind) -> &'static Opened {
    static SQLITE: OnceLock<Opened> = OnceLock::new();
    static POSTGRES: OnceLock<Opened> = OnceLock::new();
    let kept = match kind {
        Kind::Sqlite => &SQLITE,
        Kind::Postgres => &POSTGRES,
    };
    kept.get_or_init(|| super::runtime().block_on(open_all(kind)))
}

async fn open_all(kind: Kind) -> Opened {
    let place = Place::new(kind).await;
    let clock = SetClock::at(NOW);
    let database = SqlDatabase::open(&place.settings()).await.unwrap().with_clock(Arc::new(clock.clone()));
    let services = Services::new(&ports(&database, &clock, &KeepingMail::default(), &place.folder));
    services.agencies.ensure_platform().await.unwrap();
    let one = open(&services, "Cabinet Un", "un").await;
    let two = open(&services, "Cabinet Deux", "deux").await;
    database.close().await;
    Opened { place, firms: (one, two) }
}

async fn open(services: &Services, name: &str, word: &str) -> Firm {
    let platform = Principal::system(SystemActor::CommandLine, AgencyId::PLATFORM, Door::CommandLine);
    let address = Address {
        lines: Some("1 rue de la Paix".into()),
        postal_code: Some("75002".into()),
        city: Some("Paris".into()),
        country: Some("FR".into()),
    };
    let input = AgencyInput {
        name: Some(name.into()),
        address: Some(address),
        registration: Some("ORIAS 07 000 000".into()),
        ..AgencyInput::default()
    };
    let agency = services.agencies.open(&platform, input).await.unwrap().id;
    let mut people = Vec::new();
    let wanted = [("anna", Role::User), ("boris", Role::User), ("maude", Role::Manager), ("adrien", Role::Admin)];
    for (first_name, role) in wanted {
        let job = Principal::system(SystemActor::CommandLine, agency, Door::CommandLine);
        let input = UserInput {
            email: Some(format!("{first_name}@{word}.test")),
            full_name: Some(format!("{first_name} {word}")),
            role: Some(role.code().into()),
            active: None,
            password: Some(PASSWORD.into()),
            ..UserInput::default()
        };
        let email = input.email.clone().unwrap();
        services.users.create(&job, input).await.unwrap();
        let grant = services.identity.sign_in_program(&sign_in(&email, PASSWORD), context()).await.unwrap();
        let token = Credential::Bearer(grant.access_token);
        people.push(services.identity.authenticate(&token, context()).await.unwrap());
    }
    let [user, colleague, manager, admin] = people.try_into().unwrap();
    Firm { agency, user, colleague, manager, admin }
}

/// A request from a program.
pub(crate) fn context() -> RequestContext {
    RequestContext {
        request_id: "test-request".into(),
        ip_address: Some("192.0.2.1".into()),
        user_agent: Some("tests".into()),
        device_mark: None,
        door: Door::Api,
    }
}
