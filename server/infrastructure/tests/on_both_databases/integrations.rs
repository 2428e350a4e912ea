//! How the firm exchanges with a company: what is kept, and that secrets stay where they belong.

use std::sync::Arc;

use domain::company::{IntegrationInput, IntegrationMode, TestOutcome};
use domain::shared::problem::Code;
use services::{Ports, Services};

use crate::support::{FORBIDDEN, House, NotingOutside, field_refusal, refusal};

on_each_database! {
    what_is_said_of_an_exchange_reads_back_without_its_secret,
    a_secret_is_kept_replaced_and_removed_and_stands_nowhere_in_clear,
    a_secret_goes_to_no_other_house_than_it_was_given_for,
    an_address_in_a_private_network_is_not_saved,
    of_two_who_saw_the_same_version_one_is_told,
    a_test_uses_what_is_kept_or_what_is_typed_and_is_told_in_the_log,
    the_key_of_a_companys_calls_is_told_once,
    only_an_administrator_sets_up_an_exchange,
    a_company_is_removed_with_its_exchange,
}

const SECRET: &str = "Une clé très secrète";

fn api() -> IntegrationInput {
    IntegrationInput {
        mode: Some("api".into()),
        base_url: Some("https://api.axa.test/courtiers".into()),
        authentication: Some("basic".into()),
        username: Some("cabinet-un".into()),
        report_format: Some("json".into()),
        ..IntegrationInput::default()
    }
}

fn with_secret() -> IntegrationInput {
    IntegrationInput { secret: Some(SECRET.into()), ..api() }
}

async fn what_is_said_of_an_exchange_reads_back_without_its_secret(house: House) {
    let (integrations, who) = (&house.services.integrations, &house.one.admin);
    let company = house.company("AXA").await;
    let nothing = integrations.find(who, company.id).await.unwrap();
    assert_eq!((nothing.mode, nothing.version, nothing.updated_at), (IntegrationMode::None, 0, None));
    let told = integrations.set(who, company.id, Some(0), with_secret()).await.unwrap();
    assert_eq!(integrations.find(&house.one.manager, company.id).await.unwrap(), told);
    assert_eq!((told.version, told.base_url.as_deref()), (1, Some("https://api.axa.test/courtiers")));
    assert_eq!(told.secret.as_ref().map(|secret| secret.set_by.as_str()), Some(who.name().as_str()));
    assert!(!serde_json::to_string(&told).unwrap().contains(SECRET));
    assert_eq!(told.callback_url, format!("https://assurance.test/callbacks/{}/{}", house.one.agency, company.id));
}

async fn a_secret_is_kept_replaced_and_removed_and_stands_nowhere_in_clear(house: House) {
    let (integrations, who) = (&house.services.integrations, &house.one.admin);
    let company = house.company("AXA").await;
    integrations.set(who, company.id, None, with_secret()).await.unwrap();
    let mut raw = house.raw().await;
    let sealed = "SELECT hex(secret) FROM company_integrations";
    let sealed = if matches!(house.place.kind, crate::support::Kind::Postgres) {
        "SELECT encode(secret, 'hex') FROM company_integrations"
    } else {
        sealed
    };
    let first = raw.texts(sealed).await;
    let clear = SECRET.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    assert!(first[0].len() > clear.len() && !first[0].to_lowercase().contains(&clear));
    // Left empty it stays, to the byte; typed anew it is another.
    let other = IntegrationInput { timeout_s: Some(20), ..api() };
    assert!(integrations.set(who, company.id, Some(1), other).await.unwrap().secret.is_some());
    assert_eq!(raw.texts(sealed).await, first);
    let other = IntegrationInput { secret: Some("Une autre".into()), ..api() };
    integrations.set(who, company.id, None, other).await.unwrap();
    assert_ne!(raw.texts(sealed).await, first);
    let removed = IntegrationInput { remove_secret: true, ..api() };
    assert_eq!(integrations.set(who, company.id, None, removed).await.unwrap().secret, None);
    assert_eq!(raw.number("SELECT COUNT(*) FROM company_integrations WHERE secret IS NULL").await, 1);
    let events = raw.texts("SELECT changes FROM audit_events WHERE action = 'company.set_integration'").await;
    assert_eq!(events.len(), 4);
    assert!(events[0].contains("api.axa.test") && events[0].contains("secret"), "{}", events[0]);
    assert!(!events.concat().contains(SECRET) && !events.concat().contains("Une autre"));
}

async fn a_secret_goes_to_no_other_house_than_it_was_given_for(house: House) {
    let noting = Arc::new(NotingOutside::default());
    let services = Services::new(&Ports { outside: noting.clone(), ..house.ports.clone() });
    let (integrations, who) = (&services.integrations, &house.one.admin);
    let company = house.company("AXA").await;
    integrations.set(who, company.id, None, with_secret()).await.unwrap();
    let elsewhere = [
        IntegrationInput { base_url: Some("https://api.pirate.test/courtiers".into()), ..api() },
        IntegrationInput { base_url: Some("https://api.axa.test:8443/courtiers".into()), ..api() },
        IntegrationInput { authentication: Some("bearer".into()), ..api() },
        IntegrationInput {
            authentication: Some("oauth2".into()),
            token_url: Some("https://api.axa.test/token".into()),
            ..api()
        },
    ];
    for input in elsewhere {
        let refused = ("/secret".to_owned(), Code::SecretForAnother);
        assert_eq!(field_refusal(integrations.set(who, company.id, None, input.clone()).await), refused);
        assert_eq!(field_refusal(integrations.test(who, company.id, Some(input)).await), refused);
    }
    assert!(noting.secrets().is_empty(), "nothing was called");
    assert_eq!(integrations.find(who, company.id).await.unwrap().version, 1);
    // Another page of the same house is no other house; and another company's row does not open it either.
    let page = IntegrationInput { base_url: Some("https://api.axa.test/v2".into()), ..api() };
    integrations.set(who, company.id, None, page).await.unwrap();
    let second = house.company("MMA").await;
    integrations.set(who, second.id, None, IntegrationInput { secret: Some("x".into()), ..api() }).await.unwrap();
    let mut raw = house.raw().await;
    raw.run("UPDATE company_integrations SET secret = (SELECT secret FROM company_integrations ORDER BY updated_at, company_id LIMIT 1)")
        .await;
    let answers = [integrations.test(who, company.id, None).await, integrations.test(who, second.id, None).await];
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "one row holds its own secret: {answers:?}");
}

async fn an_address_in_a_private_network_is_not_saved(house: House) {
    let (integrations, who) = (&house.services.integrations, &house.one.admin);
    let company = house.company("AXA").await;
    for (address, code) in [
        ("https://127.0.0.1/", Code::PrivateAddress),
        ("https://localhost:3000/", Code::PrivateAddress),
        ("https://[::ffff:10.0.0.1]/", Code::PrivateAddress),
        ("https://169.254.169.254/latest/meta-data", Code::PrivateAddress),
        ("https://0x7f000001/", Code::PrivateAddress),
        ("http://api.axa.test", Code::InsecureUrl),
        ("ftp://api.axa.test", Code::InsecureUrl),
        ("https://u:p@api.axa.test", Code::InvalidUrl),
    ] {
        let input = IntegrationInput { base_url: Some(address.into()), ..with_secret() };
        let answer = integrations.set(who, company.id, None, input.clone()).await;
        assert_eq!(field_refusal(answer), ("/base_url".to_owned(), code), "{address}");
        assert_eq!(field_refusal(integrations.test(who, company.id, Some(input)).await).1, code, "{address}");
        let token = IntegrationInput {
            authentication: Some("oauth2".into()),
            token_url: Some(address.into()),
            ..with_secret()
        };
        let answer = integrations.set(who, company.id, None, token).await;
        assert_eq!(field_refusal(answer), ("/token_url".to_owned(), code), "{address}");
    }
    let sftp = IntegrationInput { mode: Some("sftp".into()), base_url: Some("sftp://10.0.0.1/in".into()), ..api() };
    let answer = integrations.set(who, company.id, None, sftp).await;
    assert_eq!(field_refusal(answer), ("/base_url".to_owned(), Code::PrivateAddress));
    assert_eq!(integrations.find(who, company.id).await.unwrap().version, 0);
}

async fn of_two_who_saw_the_same_version_one_is_told(house: House) {
    let (integrations, who) = (&house.services.integrations, &house.one.admin);
    let company = house.company("AXA").await;
    for seen in [0, 1] {
        let (a, b) = tokio::join!(
            integrations.set(who, company.id, Some(seen), with_secret()),
            integrations.set(who, company.id, Some(seen), api())
        );
        assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
    }
    let late = integrations.set(who, company.id, Some(0), api()).await;
    assert_eq!(refusal(late), (412, Code::PreconditionFailed));
}

async fn a_test_uses_what_is_kept_or_what_is_typed_and_is_told_in_the_log(house: House) {
    let noting = Arc::new(NotingOutside::default());
    let services = Services::new(&Ports { outside: noting.clone(), ..house.ports.clone() });
    let (integrations, who) = (&services.integrations, &house.one.admin);
    let company = house.company("AXA").await;
    let nothing = integrations.test(who, company.id, None).await;
    assert_eq!(refusal(nothing), (422, Code::NothingToTest));
    integrations.set(who, company.id, None, with_secret()).await.unwrap();
    integrations.test(who, company.id, None).await.unwrap();
    let typed = IntegrationInput { secret: Some("typed".into()), ..api() };
    integrations.test(who, company.id, Some(typed)).await.unwrap();
    integrations.test(who, company.id, Some(IntegrationInput { remove_secret: true, ..api() })).await.unwrap();
    let path = IntegrationInput { base_url: Some("https://api.axa.test/other".into()), ..api() };
    integrations.test(who, company.id, Some(path)).await.unwrap();
    let kept = Some(SECRET.to_owned());
    assert_eq!(noting.secrets(), [kept.clone(), Some("typed".into()), None, kept]);
    let now = integrations.find(who, company.id).await.unwrap();
    assert_eq!(now.tested.as_ref().map(|tested| tested.outcome), Some(TestOutcome::Works));
    assert_eq!(now.version, 1, "a test changes nothing of what is said");
    // What was tested is what is saved; another address was not.
    let page = IntegrationInput { base_url: Some("https://api.axa.test/v2".into()), ..api() };
    assert_eq!(integrations.set(who, company.id, None, page).await.unwrap().tested, None);
    let mut raw = house.raw().await;
    let events = raw.texts("SELECT changes FROM audit_events WHERE action = 'company.test_integration'").await;
    assert_eq!(events.len(), 4);
    assert!(events[0].contains("works") && !events.concat().contains("typed"), "{events:?}");
}

async fn the_key_of_a_companys_calls_is_told_once(house: House) {
    let (integrations, who) = (&house.services.integrations, &house.one.admin);
    let company = house.company("AXA").await;
    let first = integrations.renew_callback_secret(who, company.id).await.unwrap();
    let second = integrations.renew_callback_secret(who, company.id).await.unwrap();
    assert_eq!(first.callback_secret.len(), 64);
    assert!(first != second);
    integrations.set(who, company.id, Some(2), with_secret()).await.unwrap();
    let told = integrations.find(who, company.id).await.unwrap();
    assert!(told.callback_secret.is_some(), "saving the rest leaves the key");
    assert!(!serde_json::to_string(&told).unwrap().contains(&second.callback_secret));
}

async fn only_an_administrator_sets_up_an_exchange(house: House) {
    let integrations = &house.services.integrations;
    let company = house.company("AXA").await;
    assert_eq!(refusal(integrations.find(&house.one.user, company.id).await), FORBIDDEN);
    for who in [&house.one.user, &house.one.manager] {
        assert_eq!(refusal(integrations.set(who, company.id, None, with_secret()).await), FORBIDDEN);
        assert_eq!(refusal(integrations.test(who, company.id, Some(with_secret())).await), FORBIDDEN);
        let key = integrations.renew_callback_secret(who, company.id).await;
        assert_eq!(key.map_err(|error| error.problem().status).err(), Some(403));
    }
}

async fn a_company_is_removed_with_its_exchange(house: House) {
    let company = house.company("AXA").await;
    house.services.integrations.set(&house.one.admin, company.id, None, with_secret()).await.unwrap();
    house.services.companies.delete(&house.one.admin, company.id, None).await.unwrap();
    assert_eq!(house.raw().await.number("SELECT COUNT(*) FROM company_integrations").await, 0);
}
