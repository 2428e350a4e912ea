//! The scanner of files, against a stand-in that speaks the protocol of ClamAV's daemon: whatever is not plainly well lets no
//! file through.

use std::sync::Arc;
use std::time::Duration;

use domain::attachment::{AttachedTo, AttachmentInput};
use domain::audit::AuditFilter;
use domain::shared::ClientId;
use domain::shared::problem::Code;
use infrastructure::scanner::{Clamav, ClamavAddress};
use services::ports::scanner::{Scanned, Scanner};
use services::{Ports, Services};

use crate::support::{Clamd, House, Stumble, eicar, field_refusal, page, refusal};

on_each_database! {
    a_clean_file_passes_and_an_infected_one_is_named,
    a_scanner_that_does_not_answer_plainly_is_told_soon,
    nothing_is_kept_that_was_not_looked_into,
}

fn scanner(clamd: &Clamd) -> Clamav {
    Clamav::new(ClamavAddress::parse(&clamd.setting()).unwrap()).patient(Duration::from_millis(300))
}

async fn a_clean_file_passes_and_an_infected_one_is_named(_: House) {
    let clamd = Clamd::start().await;
    let scanner = scanner(&clamd).patient(Duration::from_secs(20));
    scanner.check().await.unwrap();
    // More than one piece, and none at all.
    for size in [0, 1, 64 * 1024, 3_000_000] {
        assert_eq!(scanner.scan(&vec![b'x'; size]).await.unwrap(), Scanned::Clean);
    }
    let hidden = [vec![b' '; 100_000], eicar().into_bytes()].concat();
    assert_eq!(scanner.scan(&hidden).await.unwrap(), Scanned::Infected("Eicar-Test-Signature".into()));
    assert_eq!(clamd.seen(), [0, 1, 64 * 1024, 3_000_000, hidden.len()]);
}

async fn a_scanner_that_does_not_answer_plainly_is_told_soon(house: House) {
    let clamd = Clamd::start().await;
    let asked = scanner(&clamd);
    let unclear = ["stream: OK, more or less", "INSTREAM size limit exceeded. ERROR", "OK", "", "stream: "];
    let stumbles = [Stumble::Silence, Stumble::HangUp].into_iter().chain(unclear.map(Stumble::Says));
    for stumble in stumbles {
        clamd.stumbles(Some(stumble));
        assert_eq!(refusal(asked.scan(b"%PDF-1.7").await), (503, Code::ScannerUnavailable), "{stumble:?}");
        assert_eq!(refusal(asked.check().await), (503, Code::ScannerUnavailable), "{stumble:?}");
    }
    for nobody in ["tcp://127.0.0.1:1".to_owned(), format!("unix://{}/no.ctl", house.place.folder.display())] {
        let nobody = Clamav::new(ClamavAddress::parse(&nobody).unwrap());
        assert_eq!(refusal(nobody.scan(b"%PDF-1.7").await), (503, Code::ScannerUnavailable));
    }
}

async fn nothing_is_kept_that_was_not_looked_into(house: House) {
    let clamd = Clamd::start().await;
    let ports = Ports { scanner: Some(Arc::new(scanner(&clamd))), ..house.ports.clone() };
    let services = Services::new(&ports);
    let who = &house.one.user;
    let client: ClientId = house.client(who, "Durand").await.id;
    let file = |text: &str| AttachmentInput {
        client_id: Some(client.to_string()),
        file_name: Some("lettre.txt".into()),
        bytes: text.as_bytes().to_vec(),
        ..AttachmentInput::default()
    };
    let kept =
        async || services.attachments.list(who, AttachedTo::Client(client), false, &page(50)).await.unwrap().items;
    let files = || std::fs::read_dir(house.place.folder.join(house.one.agency.to_string())).map_or(0, Iterator::count);
    let infected = services.attachments.attach(who, file(&eicar())).await;
    assert_eq!(field_refusal(infected), ("/file".into(), Code::FileInfected));
    clamd.stumbles(Some(Stumble::HangUp));
    assert_eq!(refusal(services.attachments.attach(who, file("Bonjour")).await), (503, Code::ScannerUnavailable));
    assert_eq!((kept().await.len(), files()), (0, 0));
    clamd.stumbles(None);
    services.attachments.attach(who, file("Bonjour")).await.unwrap();
    assert_eq!((kept().await.len(), files()), (1, 1));
    let filter = AuditFilter { action: Some("attachment.infected".into()), ..AuditFilter::default() };
    let events = house.services.audit.list(&house.one.manager, &page(50), &filter).await.unwrap().items;
    assert_eq!(events.len(), 1);
    assert!(events[0].changes.to_string().contains("Eicar-Test-Signature"), "{:?}", events[0].changes);
}
