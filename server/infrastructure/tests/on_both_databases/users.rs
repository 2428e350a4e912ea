//! Users: their roles, and what a change of them ends at once.

use domain::shared::problem::Code;
use domain::user::{Role, UserFilter, UserInput};
use serde_json::json;
use services::identity::Credential;

use crate::support::{FORBIDDEN, House, NOT_FOUND, PASSWORD, context, field_refusal, page, refusal, sign_in};

on_each_database! {
    a_recorded_user_reads_back_and_signs_in,
    an_address_identifies_one_person_whatever_its_case,
    the_last_administrator_cannot_leave,
    two_administrators_cannot_remove_each_other_at_once,
    nobody_grants_a_role_above_his_own,
    a_deactivated_users_session_ends_at_once,
    a_changed_role_ends_the_users_sessions,
    a_renamed_user_stays_signed_in,
    only_administrators_see_users,
    colleagues_are_the_firms_active_users,
    a_weak_password_is_refused,
}

fn user(email: &str, role: &str) -> UserInput {
    UserInput {
        email: Some(email.into()),
        full_name: Some("Zoé Nouvelle".into()),
        role: Some(role.into()),
        active: None,
        password: Some(PASSWORD.into()),
        ..UserInput::default()
    }
}

async fn still_signed_in(house: &House, who: &services::access::Principal) -> bool {
    let session = Credential::Session(who.session().unwrap());
    house.services.identity.authenticate(&session, context()).await.is_ok()
}

async fn a_recorded_user_reads_back_and_signs_in(house: House) {
    let who = &house.one.admin;
    let recorded = house.services.users.create(who, user("zoe@un.test", "MANAGER")).await.unwrap();
    assert_eq!(house.services.users.find(who, recorded.id).await.unwrap(), recorded);
    assert_eq!((recorded.role, recorded.active, recorded.version), (Role::Manager, true, 1));
    let grant = house.services.identity.sign_in_program(&sign_in("zoe@un.test", PASSWORD), context()).await.unwrap();
    assert_eq!((grant.user.id, grant.user.agency_name.as_str()), (recorded.id, "Cabinet Un"));
}

async fn an_address_identifies_one_person_whatever_its_case(house: House) {
    let users = &house.services.users;
    // Anna works for the first firm; no firm may have another with her address.
    for who in [&house.one.admin, &house.two.admin] {
        let answer = users.create(who, user("ANNA@Un.Test", "USER")).await;
        assert_eq!(field_refusal(answer), ("/email".into(), Code::Duplicate));
    }
    let boris = house.one.colleague.user_id().unwrap();
    let answer = users.update(&house.one.admin, boris, None, &json!({ "email": "Anna@UN.test" })).await;
    assert_eq!(refusal(answer), (409, Code::Duplicate));
    assert!(house.services.identity.sign_in_program(&sign_in(" ANNA@un.TEST ", PASSWORD), context()).await.is_ok());
}

async fn the_last_administrator_cannot_leave(house: House) {
    let (who, users) = (&house.one.admin, &house.services.users);
    let own = who.user_id().unwrap();
    let last = (422, Code::LastAdministrator);
    assert_eq!(refusal(users.deactivate(who, own, None, None).await), last);
    assert_eq!(refusal(users.update(who, own, None, &json!({ "role": "USER" })).await), last);
    users.create(who, user("zoe@un.test", "ADMIN")).await.unwrap();
    assert!(users.update(who, own, None, &json!({ "role": "USER" })).await.is_ok());
}

async fn two_administrators_cannot_remove_each_other_at_once(house: House) {
    let (who, users) = (&house.one.admin, &house.services.users);
    let other = users.create(who, user("zoe@un.test", "ADMIN")).await.unwrap().id;
    let own = who.user_id().unwrap();
    let (a, b) = tokio::join!(users.deactivate(who, own, None, None), users.deactivate(who, other, None, None));
    assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1, "{a:?} {b:?}");
    let left = "SELECT COUNT(*) FROM users WHERE role = 'ADMIN' AND active AND email LIKE '%@un.test'";
    assert_eq!(house.raw().await.number(left).await, 1);
}

async fn nobody_grants_a_role_above_his_own(house: House) {
    let (who, users) = (&house.one.admin, &house.services.users);
    let above = ("/role".to_owned(), Code::RoleAboveOwn);
    assert_eq!(field_refusal(users.create(who, user("zoe@un.test", "SUPERADMIN")).await), above);
    let boris = house.one.colleague.user_id().unwrap();
    assert_eq!(field_refusal(users.update(who, boris, None, &json!({ "role": "SUPERADMIN" })).await), above);
}

async fn a_deactivated_users_session_ends_at_once(house: House) {
    let anna = house.one.user.user_id().unwrap();
    assert!(still_signed_in(&house, &house.one.user).await);
    house.services.users.deactivate(&house.one.admin, anna, None, None).await.unwrap();
    assert!(!still_signed_in(&house, &house.one.user).await);
    assert!(still_signed_in(&house, &house.one.colleague).await);
    let answer = house.services.identity.sign_in_program(&sign_in("anna@un.test", PASSWORD), context()).await;
    assert_eq!(refusal(answer), (401, Code::InvalidCredentials));
}

async fn a_changed_role_ends_the_users_sessions(house: House) {
    let anna = house.one.user.user_id().unwrap();
    house.services.users.update(&house.one.admin, anna, None, &json!({ "role": "MANAGER" })).await.unwrap();
    assert!(!still_signed_in(&house, &house.one.user).await);
}

async fn a_renamed_user_stays_signed_in(house: House) {
    let own = house.one.admin.user_id().unwrap();
    let renamed = json!({ "full_name": "Adrien Renommé" });
    house.services.users.update(&house.one.admin, own, None, &renamed).await.unwrap();
    assert!(still_signed_in(&house, &house.one.admin).await);
}

async fn only_administrators_see_users(house: House) {
    let users = &house.services.users;
    for who in [&house.one.user, &house.one.manager] {
        let id = who.user_id().unwrap();
        assert_eq!(refusal(users.list(who, &page(50), &UserFilter::default()).await), FORBIDDEN);
        assert_eq!(refusal(users.find(who, id).await), FORBIDDEN);
        assert_eq!(refusal(users.create(who, user("zoe@un.test", "USER")).await), FORBIDDEN);
        assert_eq!(refusal(users.update(who, id, None, &json!({})).await), FORBIDDEN);
        assert_eq!(refusal(users.deactivate(who, id, None, None).await), FORBIDDEN);
    }
    let names: Vec<String> = users
        .list(&house.one.admin, &page(50), &UserFilter::default())
        .await
        .unwrap()
        .items
        .into_iter()
        .map(|u| u.email)
        .collect();
    assert_eq!(names, ["adrien@un.test", "anna@un.test", "boris@un.test", "maude@un.test"]);
    assert_eq!(refusal(users.find(&house.two.admin, house.one.user.user_id().unwrap()).await), NOT_FOUND);
}

async fn colleagues_are_the_firms_active_users(house: House) {
    house
        .services
        .users
        .deactivate(&house.one.admin, house.one.colleague.user_id().unwrap(), None, None)
        .await
        .unwrap();
    let names: Vec<String> =
        house.services.clients.owners(&house.one.user).await.unwrap().into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["adrien un", "anna un", "maude un"]);
}

async fn a_weak_password_is_refused(house: House) {
    for (password, code) in [("short", Code::TooShort), ("password1", Code::CommonPassword), ("", Code::Required)] {
        let input = UserInput { password: Some(password.into()), ..user("zoe@un.test", "USER") };
        assert_eq!(field_refusal(house.services.users.create(&house.one.admin, input).await).1, code, "{password}");
    }
}
