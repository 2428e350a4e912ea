//! One client recorded twice: how he is recognised, how two files become one and two again, and what happened to him.

use domain::audit::AuditFilter;
use domain::client::{
    ClientFilter, ClientInput, ClientView, HandOverInput, HappeningKind, Likeness, LikenessInput, MergeInput, NoteInput,
};
use domain::document::DocumentFilter;
use domain::shared::ClientId;
use domain::shared::page::PageRequest;
use domain::shared::problem::Code;
use serde_json::json;
use services::Error;
use services::access::Principal;
use services::policies::AsOf;

use crate::support::{House, NOT_FOUND, field_refusal, organisation, page, person, refusal};

on_each_database! {
    a_client_is_recognised_by_what_names_him,
    a_broker_learns_of_a_colleagues_client_only_that_he_exists,
    everything_follows_into_the_file_that_stays,
    a_merge_undone_leaves_both_files_as_they_were,
    what_moved_on_cannot_go_back,
    merges_in_a_row_are_undone_in_the_other_order,
    what_cannot_be_merged_is_refused,
    two_merges_across_each_other_leave_one_file,
    what_happened_is_told_newest_first_page_by_page,
}

fn into(id: ClientId) -> MergeInput {
    MergeInput { into: Some(id.to_string()), into_version: None }
}

async fn create(house: &House, who: &Principal, input: ClientInput) -> ClientView {
    house.services.clients.create(who, input).await.unwrap()
}

/// A client with a policy in force, a certificate and a note.
async fn insured(house: &House, who: &Principal, number: &str) -> (ClientId, domain::document::DocumentView) {
    let document = house.certificate(who, number).await;
    let id = document.client_id.unwrap();
    house.services.clients.note(who, id, NoteInput { text: Some(format!("Note {number}")) }).await.unwrap();
    (id, document)
}

async fn alike(house: &House, who: &Principal, input: ClientInput) -> Vec<(Option<ClientId>, Vec<Likeness>)> {
    let found = house.services.clients.likely_duplicates(who, &LikenessInput::from(input), None).await.unwrap();
    found.into_iter().map(|one| (one.client.map(|client| client.id), one.reasons)).collect()
}

async fn a_client_is_recognised_by_what_names_him(house: House) {
    let who = &house.one.user;
    let mut input = person("Durand");
    input.email = Some("Elodie@Exemple.test".into());
    input.phone = Some("06 12 34 56 78".into());
    input.birth_date = Some("1980-02-03".into());
    input.iban = Some("FR14 2004 1010 0505 0001 3M02 606".into());
    let client = create(&house, who, input).await;
    let firm =
        create(&house, who, ClientInput { tax_id: Some("552100554".into()), ..organisation("Peugeot SA") }).await;
    let blank = ClientInput { kind: Some("person".into()), ..ClientInput::default() };
    for (probe, reasons) in [
        (ClientInput { email: Some("elodie@exemple.TEST".into()), ..blank.clone() }, vec![Likeness::Email]),
        (ClientInput { phone: Some("+33612345678".into()), ..blank.clone() }, vec![Likeness::Phone]),
        (ClientInput { iban: Some("fr1420041010050500013m02606".into()), ..blank.clone() }, vec![Likeness::Iban]),
        (
            ClientInput { birth_date: Some("1980-02-03".into()), ..person("DURAND") },
            vec![Likeness::NameAndBirth, Likeness::NearName],
        ),
        (person("Durant"), vec![Likeness::NearName]),
    ] {
        assert_eq!(alike(&house, who, probe).await, [(Some(client.id), reasons)]);
    }
    for nobody in [
        blank.clone(),
        ClientInput { birth_date: Some("1981-02-03".into()), ..person("Durand") },
        ClientInput { first_name: Some("Paul".into()), ..person("Durand") },
        ClientInput { email: Some("elodie@".into()), iban: Some("FR14".into()), ..blank.clone() },
    ] {
        assert_eq!(alike(&house, who, nobody).await, []);
    }
    // An establishment's number is its enterprise's; a file put away is still known; another firm's never is.
    let establishment = ClientInput { tax_id: Some("552 100 554 00013".into()), ..organisation("Autre nom") };
    assert_eq!(alike(&house, who, establishment.clone()).await, [(Some(firm.id), vec![Likeness::TaxId])]);
    house.services.clients.archive(who, firm.id, None).await.unwrap();
    let found = house.services.clients.likely_duplicates(who, &establishment.clone().into(), None).await.unwrap();
    assert!(found[0].archived);
    assert_eq!(alike(&house, &house.two.admin, establishment).await, []);
    // What changed is forgotten.
    let patch = json!({ "email": "autre@exemple.test" });
    house.services.clients.update(who, client.id, None, &patch).await.unwrap();
    let probe = ClientInput { email: Some("elodie@exemple.test".into()), ..blank };
    assert_eq!(alike(&house, who, probe).await, []);
}

async fn a_broker_learns_of_a_colleagues_client_only_that_he_exists(house: House) {
    let input = ClientInput { tax_id: Some("552100554".into()), ..organisation("Peugeot SA") };
    let client = create(&house, &house.one.colleague, input.clone()).await;
    assert_eq!(alike(&house, &house.one.user, input.clone()).await, [(None, vec![Likeness::TaxId])]);
    assert_eq!(alike(&house, &house.one.user, organisation("Peugeot SA")).await, []);
    let seen = alike(&house, &house.one.manager, input).await;
    assert_eq!(seen, [(Some(client.id), vec![Likeness::TaxId, Likeness::Name, Likeness::NearName])]);
}

async fn everything_follows_into_the_file_that_stays(house: House) {
    let (who, clients) = (&house.one.user, &house.services.clients);
    let (gone, document) = insured(&house, who, "P-1").await;
    let patch = json!({ "last_name": "Durant", "email": "elodie@exemple.test", "phone": "06 12 34 56 78",
        "notes": "Ancienne fiche", "contacts": [{ "name": "Paul", "role": "family" }] });
    let before = clients.update(who, gone, None, &patch).await.unwrap();
    let mut input = person("Durand");
    input.phone = Some("01 02 03 04 05".into());
    input.contacts = Some(vec![domain::client::ContactInput { name: Some("Léa".into()), ..Default::default() }]);
    let stays = create(&house, who, input).await;
    let merged = clients.merge(who, gone, Some(before.version), into(stays.id)).await.unwrap();
    assert_eq!((merged.id, merged.version, merged.policy_count), (stays.id, 2, 1));
    // What was lacking is filled in, what was there stays.
    assert_eq!(merged.email.as_deref(), Some("elodie@exemple.test"));
    assert_eq!(merged.phone.as_deref(), Some("01 02 03 04 05"));
    let names: Vec<&str> = merged.contacts.iter().map(|contact| contact.name.as_str()).collect();
    assert_eq!(names, ["Léa", "Paul"]);
    let policy = house.services.policies.find(who, document.policy_id.unwrap(), AsOf::default()).await.unwrap();
    assert_eq!((policy.client_id, policy.client.id), (stays.id, stays.id));
    let filter = DocumentFilter { client_id: Some(stays.id), ..DocumentFilter::default() };
    assert_eq!(house.services.documents.list(who, &page(50), &filter).await.unwrap().items.len(), 1);
    assert_eq!(clients.notes(who, stays.id, &page(50)).await.unwrap().items[0].text, "Note P-1");
    // The old id names the file that stays, and no list holds the old one.
    match clients.find(who, gone).await {
        Err(Error::Merged(survivor)) => assert_eq!(survivor, stays.id),
        other => panic!("{other:?}"),
    }
    assert_eq!(refusal(clients.find(&house.one.colleague, gone).await), NOT_FOUND);
    assert_eq!(refusal(clients.find(&house.two.admin, gone).await), NOT_FOUND);
    assert_eq!(refusal(clients.find_put_away(who, gone).await), NOT_FOUND);
    assert_eq!(refusal(clients.restore(who, gone, None).await), NOT_FOUND);
    for archived in [false, true] {
        let filter = ClientFilter { archived, ..ClientFilter::default() };
        let list = clients.list(who, &page(50), &filter).await.unwrap().items;
        assert_eq!(list.len(), usize::from(!archived));
    }
    // It is found by what the old one was found by, also after the next change.
    clients.update(who, stays.id, None, &json!({ "notes": "x" })).await.unwrap();
    let q = PageRequest { q: Some("durant".into()), ..page(50) };
    assert_eq!(clients.list(who, &q, &ClientFilter::default()).await.unwrap().items[0].id, stays.id);
    let probe = ClientInput { phone: Some("06 12 34 56 78".into()), ..ClientInput::default() };
    assert_eq!(alike(&house, who, probe).await, [(Some(stays.id), vec![Likeness::Phone])]);
    let filter = AuditFilter { action: Some("client.merge".into()), ..AuditFilter::default() };
    let events = house.services.audit.list(&house.one.admin, &page(50), &filter).await.unwrap().items;
    let about: Vec<&str> = events.iter().map(|event| event.object_id.as_str()).collect();
    assert_eq!(about, [stays.id.to_string().as_str(), gone.to_string().as_str()]);
    assert_eq!(events[1].changes["merged_into"][1], json!(stays.id));
    assert!(house.services.audit.verify(&house.one.admin).await.unwrap().intact);
}

async fn a_merge_undone_leaves_both_files_as_they_were(house: House) {
    let (who, clients) = (&house.one.user, &house.services.clients);
    let (gone, document) = insured(&house, who, "P-1").await;
    let patch = json!({ "email": "elodie@exemple.test", "contacts": [{ "name": "Paul" }], "addresses": [{ "address": "Albi" }] });
    let before = clients.update(who, gone, None, &patch).await.unwrap();
    let stays = create(&house, who, person("Durant")).await;
    let own = house.services.companies.list(who, &page(1)).await.unwrap().items[0].id;
    clients.merge(who, gone, None, into(stays.id)).await.unwrap();
    // What is recorded since stays where it was recorded.
    let since = house.quote_for(who, stays.id, own, "P-2").await;
    let template = house.template("letter", "x").await;
    let made = house.issue(who, template.id, document.policy_id).await.unwrap();
    assert_eq!(refusal(clients.unmerge(who, gone, Some(1)).await), (412, Code::PreconditionFailed));
    assert_eq!(refusal(clients.unmerge(&house.one.colleague, gone, None).await), NOT_FOUND);
    let version = clients.find_merged(who, gone).await.unwrap().from.version;
    let back = clients.unmerge(who, gone, Some(version)).await.unwrap();
    assert_eq!((back.id, back.as_input()), (gone, before.as_input()));
    assert_eq!(back.policy_count, 1);
    let after = clients.find(who, stays.id).await.unwrap();
    assert_eq!((after.as_input(), after.policy_count), (stays.as_input(), 1));
    let of = async |id| house.services.policies.find(who, id, AsOf::default()).await.unwrap().client_id;
    assert_eq!(of(document.policy_id.unwrap()).await, gone);
    assert_eq!(of(since.id).await, stays.id);
    // A document made since for a policy that went back went with it.
    for id in [document.id, made.id] {
        assert_eq!(house.services.documents.find(who, id).await.unwrap().client_id, Some(gone));
    }
    assert_eq!(clients.notes(who, gone, &page(50)).await.unwrap().items.len(), 1);
    assert_eq!(clients.notes(who, stays.id, &page(50)).await.unwrap().items.len(), 0);
    let q = PageRequest { q: Some("elodie@exemple.test".into()), ..page(50) };
    let found = clients.list(who, &q, &ClientFilter::default()).await.unwrap().items;
    assert_eq!(found.iter().map(|client| client.id).collect::<Vec<_>>(), [gone]);
    assert_eq!(refusal(clients.unmerge(who, gone, None).await), NOT_FOUND);
    // And again, the other way round.
    clients.merge(who, stays.id, None, into(gone)).await.unwrap();
    assert_eq!(clients.unmerge(who, stays.id, None).await.unwrap().as_input(), stays.as_input());
}

async fn what_moved_on_cannot_go_back(house: House) {
    let (who, clients) = (&house.one.user, &house.services.clients);
    let quote = house.quote(who, "P-1").await;
    let (stays, third) = (create(&house, who, person("Durant")).await, create(&house, who, person("Petit")).await);
    clients.merge(who, quote.client_id, None, into(stays.id)).await.unwrap();
    let patch = json!({ "client_id": third.id });
    house.services.policies.update(who, quote.id, None, &patch).await.unwrap();
    let before = clients.find(who, stays.id).await.unwrap();
    assert_eq!(refusal(clients.unmerge(who, quote.client_id, None).await), (422, Code::MergeMovedOn));
    assert_eq!(clients.find(who, stays.id).await.unwrap(), before);
    assert!(matches!(clients.find(who, quote.client_id).await, Err(Error::Merged(_))));
}

async fn merges_in_a_row_are_undone_in_the_other_order(house: House) {
    let (who, clients) = (&house.one.user, &house.services.clients);
    let (first, document) = insured(&house, who, "P-1").await;
    let (second, third) = (create(&house, who, person("Durant")).await, create(&house, who, person("Durand")).await);
    clients.merge(who, first, None, into(second.id)).await.unwrap();
    clients.merge(who, second.id, None, into(third.id)).await.unwrap();
    for old in [first, second.id] {
        assert!(matches!(clients.find(who, old).await, Err(Error::Merged(id)) if id == third.id));
    }
    assert_eq!(refusal(clients.unmerge(who, first, None).await), (422, Code::MergeSurvivorGone));
    clients.unmerge(who, second.id, None).await.unwrap();
    clients.unmerge(who, first, None).await.unwrap();
    let policy = house.services.policies.find(who, document.policy_id.unwrap(), AsOf::default()).await.unwrap();
    assert_eq!(policy.client_id, first);
}

async fn what_cannot_be_merged_is_refused(house: House) {
    let (who, clients) = (&house.one.user, &house.services.clients);
    let client = create(&house, who, person("Durand")).await;
    let firm = create(&house, who, organisation("Durand")).await;
    let colleagues = create(&house, &house.one.colleague, person("Durand")).await;
    let foreign = create(&house, &house.two.user, person("Durand")).await;
    let away = create(&house, who, person("Durand")).await;
    clients.archive(who, away.id, None).await.unwrap();
    for (target, code) in [
        (into(client.id), Code::MergeWithItself),
        (MergeInput::default(), Code::Required),
        (MergeInput { into: Some("him".into()), ..MergeInput::default() }, Code::UnknownReference),
        (into(colleagues.id), Code::UnknownReference),
        (into(foreign.id), Code::UnknownReference),
        (into(away.id), Code::UnknownReference),
    ] {
        let answer = clients.merge(who, client.id, None, target).await;
        assert_eq!(field_refusal(answer), ("/into".into(), code));
    }
    assert_eq!(refusal(clients.merge(who, client.id, None, into(firm.id)).await), (422, Code::MergeOfKinds));
    let other = create(&house, who, person("Durand")).await;
    assert_eq!(refusal(clients.merge(who, client.id, Some(7), into(other.id)).await), (412, Code::PreconditionFailed));
    let stale = MergeInput { into_version: Some(7), ..into(other.id) };
    assert_eq!(refusal(clients.merge(who, client.id, None, stale).await), (412, Code::PreconditionFailed));
    assert_eq!(clients.find(who, client.id).await.unwrap(), client);
    assert_eq!(clients.find(who, other.id).await.unwrap(), other);
}

async fn two_merges_across_each_other_leave_one_file(house: House) {
    let (who, clients) = (&house.one.user, &house.services.clients);
    for _ in 0..5 {
        let (one, other) = (create(&house, who, person("Durand")).await, create(&house, who, person("Durand")).await);
        let (there, back) = tokio::join!(
            clients.merge(who, one.id, None, into(other.id)),
            clients.merge(who, other.id, None, into(one.id)),
        );
        assert!(there.is_ok() != back.is_ok(), "{there:?} {back:?}");
        let refused = there.err().or(back.err()).unwrap().problem();
        assert!(matches!(refused.status, 404 | 409), "{refused:?}");
        let living = [clients.find(who, one.id).await, clients.find(who, other.id).await];
        assert_eq!(living.iter().filter(|found| found.is_ok()).count(), 1);
    }
}

async fn what_happened_is_told_newest_first_page_by_page(house: House) {
    let (who, clients) = (&house.one.user, &house.services.clients);
    let tick = || house.clock.advance(jiff::SignedDuration::from_mins(1));
    let (id, document) = insured(&house, who, "P-1").await;
    tick();
    let endorsement = domain::policy::EndorsementInput {
        effective_date: Some("2026-12-01".into()),
        reason: Some("Nouvelle voiture".into()),
        product_name: Some("Auto Plus".into()),
        ..Default::default()
    };
    house.services.policies.endorse(who, document.policy_id.unwrap(), None, endorsement).await.unwrap();
    tick();
    house.services.documents.revoke(who, document.id, None, None).await.unwrap();
    tick();
    let other = create(&house, who, person("Durant")).await;
    clients.merge(who, other.id, None, into(id)).await.unwrap();
    tick();
    clients.unmerge(who, other.id, None).await.unwrap();
    tick();
    let reason = HandOverInput {
        owner_id: house.one.colleague.user_id().map(|id| id.to_string()),
        reason: Some("Congé".into()),
    };
    clients.hand_over(&house.one.manager, id, None, reason).await.unwrap();
    let who = &house.one.colleague;
    let whole = clients.timeline(who, id, &page(50)).await.unwrap();
    let kinds: Vec<HappeningKind> = whole.items.iter().map(|one| one.kind).collect();
    assert_eq!(
        kinds[..5],
        [
            HappeningKind::HandOver,
            HappeningKind::Unmerge,
            HappeningKind::Merge,
            HappeningKind::Revocation,
            HappeningKind::Fact,
        ]
    );
    for kind in [HappeningKind::Recorded, HappeningKind::Fact, HappeningKind::Document, HappeningKind::Note] {
        assert!(kinds.contains(&kind), "{kind:?} is not told: {kinds:?}");
    }
    let handed = &whole.items[0];
    assert_eq!((handed.label.as_str(), handed.text.as_deref()), ("boris un", Some("Congé")));
    assert_eq!(handed.author.as_deref(), Some("maude un"));
    assert_eq!(whole.items[4].text.as_deref(), Some("Nouvelle voiture"));
    assert_eq!(whole.items[4].fact, Some(domain::policy::FactKind::Endorsed));
    // Page by page it is the same.
    let (mut pieces, mut cursor) = (Vec::new(), None);
    loop {
        let request = PageRequest { limit: Some(3), cursor, ..PageRequest::default() };
        let piece = clients.timeline(who, id, &request).await.unwrap();
        pieces.extend(piece.items);
        cursor = piece.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(pieces, whole.items);
    assert_eq!(refusal(clients.timeline(&house.one.user, id, &page(50)).await), NOT_FOUND);
    let wrong = PageRequest { cursor: Some("zz".into()), ..PageRequest::default() };
    assert_eq!(field_refusal(clients.timeline(who, id, &wrong).await), ("/cursor".into(), Code::Unreadable));
    let wrong = PageRequest { sort: Some("iban".into()), ..PageRequest::default() };
    assert_eq!(field_refusal(clients.timeline(who, id, &wrong).await), ("/sort".into(), Code::NotAChoice));
}
