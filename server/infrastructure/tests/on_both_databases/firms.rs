//! Firms and their people: opening with a first administrator, suspending, and handing clients over.

use domain::agency::{AdministratorInput, AgencyInput};
use domain::audit::{Door, SystemActor};
use domain::client::ClientFilter;
use domain::shared::AgencyId;
use domain::shared::problem::Code;
use serde_json::json;
use services::access::Principal;
use services::identity::Credential;

use crate::support::{FORBIDDEN, House, NOT_FOUND, PASSWORD, context, field_refusal, page, refusal, sign_in};

on_each_database! {
    a_firm_opens_with_its_administrator_invited,
    a_firm_whose_administrator_is_taken_does_not_open,
    a_suspended_firm_is_out_at_once_and_comes_back,
    who_leaves_hands_his_clients_over,
    an_invited_administrator_does_not_count,
}

fn platform() -> Principal {
    Principal::system(SystemActor::CommandLine, AgencyId::PLATFORM, Door::CommandLine)
}

fn firm(email: &str) -> AgencyInput {
    let administrator = AdministratorInput {
        email: Some(email.into()),
        full_name: Some("Théo Trois".into()),
        language: Some("en".into()),
    };
    AgencyInput { name: Some("Cabinet Trois".into()), administrator: Some(administrator), ..AgencyInput::default() }
}

async fn a_firm_opens_with_its_administrator_invited(house: House) {
    house.services.agencies.open(&platform(), firm("theo@trois.test")).await.unwrap();
    assert_eq!(house.services.letters.deliver_due().await.unwrap(), 1);
    let letter = house.mail.letters().pop().unwrap();
    assert!(letter.text.subject.starts_with("Cabinet Trois opens"), "in his language: {}", letter.text.subject);
    let secret = house.mail.last_secret();
    house.services.identity.accept_invitation(&secret, "password", Some(PASSWORD), context()).await.unwrap();
    let grant =
        house.services.identity.sign_in_program(&sign_in("theo@trois.test", PASSWORD), context()).await.unwrap();
    assert_eq!((grant.user.role.code(), grant.user.agency_name.as_str()), ("ADMIN", "Cabinet Trois"));
}

async fn a_firm_whose_administrator_is_taken_does_not_open(house: House) {
    let answer = house.services.agencies.open(&platform(), firm("anna@un.test")).await;
    assert_eq!(field_refusal(answer), ("/administrator/email".into(), Code::Duplicate));
    let answer = house.services.agencies.open(&platform(), firm("no address")).await;
    assert_eq!(field_refusal(answer), ("/administrator/email".into(), Code::InvalidEmail));
    let firms = "SELECT COUNT(*) FROM agencies WHERE name = 'Cabinet Trois'";
    assert_eq!(house.raw().await.number(firms).await, 0);
}

async fn a_suspended_firm_is_out_at_once_and_comes_back(house: House) {
    let (agencies, one) = (&house.services.agencies, house.one.agency);
    let session = Credential::Session(house.one.user.session().unwrap());
    let still = async || house.services.identity.authenticate(&session, context()).await.is_ok();
    for who in [&house.one.admin, &house.two.admin, &house.one.user] {
        assert_eq!(refusal(agencies.suspend(who, one).await), FORBIDDEN);
        assert_eq!(refusal(agencies.reinstate(who, one).await), FORBIDDEN);
    }
    assert!(!agencies.suspend(&platform(), one).await.unwrap().active);
    assert!(!still().await);
    assert!(house.services.identity.sign_in_program(&sign_in("anna@un.test", PASSWORD), context()).await.is_err());
    assert!(agencies.reinstate(&platform(), one).await.unwrap().active);
    assert!(still().await);
    assert_eq!(refusal(agencies.suspend(&platform(), AgencyId::PLATFORM).await), NOT_FOUND);
    let told = "SELECT COUNT(*) FROM audit_events WHERE action IN ('agency.suspend', 'agency.reinstate')";
    assert_eq!(house.raw().await.number(told).await, 2);
}

async fn who_leaves_hands_his_clients_over(house: House) {
    let (users, admin) = (&house.services.users, &house.one.admin);
    let (anna, boris) = (house.one.user.user_id().unwrap(), house.one.colleague.user_id().unwrap());
    let policy = house.bound(&house.one.user, "P-1").await;
    house.client(&house.one.user, "Petit").await;
    let refused = users.deactivate(admin, anna, None, None).await;
    assert_eq!(field_refusal(refused), ("/hand_over_to".into(), Code::ClientsNeedOwner));
    let others = [anna, house.two.user.user_id().unwrap()].map(|id| id.to_string());
    for wrong in ["nobody", others[0].as_str(), others[1].as_str()] {
        let refused = users.deactivate(admin, anna, None, Some(wrong)).await;
        assert_eq!(field_refusal(refused), ("/hand_over_to".into(), Code::UnknownReference), "{wrong}");
    }
    assert!(users.find(admin, anna).await.unwrap().active, "a refusal leaves everything as it was");
    assert_eq!(users.clients_to_hand_over(admin, anna).await.unwrap().0, 2);
    users.deactivate(admin, anna, None, Some(&boris.to_string())).await.unwrap();
    let his = house.services.clients.list(&house.one.colleague, &page(50), &ClientFilter::default()).await.unwrap();
    assert_eq!(his.items.len(), 2);
    let now = services::policies::AsOf::default();
    assert!(house.services.policies.find(&house.one.colleague, policy.id, now).await.is_ok(), "policies follow");
    let told = "SELECT COUNT(*) FROM audit_events WHERE action = 'client.hand_over'";
    assert_eq!(house.raw().await.number(told).await, 1);
    // Coming back does not bring the clients back.
    users.update(admin, anna, None, &json!({ "active": true })).await.unwrap();
    assert_eq!(users.clients_to_hand_over(admin, anna).await.unwrap().0, 0);
}

async fn an_invited_administrator_does_not_count(house: House) {
    let (users, admin) = (&house.services.users, &house.one.admin);
    let input = domain::user::UserInput {
        email: Some("zoe@un.test".into()),
        full_name: Some("Zoé".into()),
        role: Some("ADMIN".into()),
        ..domain::user::UserInput::default()
    };
    let invited = users.create(admin, input).await.unwrap();
    let own = admin.user_id().unwrap();
    assert_eq!(refusal(users.deactivate(admin, own, None, None).await), (422, Code::LastAdministrator));
    users.deactivate(admin, invited.id, None, None).await.unwrap();
}
