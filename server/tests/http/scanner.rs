//! A scanner that looks into attachments, at both doors: a stand-in that speaks the protocol of ClamAV's daemon.

use serde_json::{Value, json};

#[path = "../../infrastructure/tests/support/clamd.rs"]
mod clamd;

use clamd::{Clamd, Stumble, eicar};

use crate::attachments::{PDF, attach};
use crate::kit::{Answer, Browser, Kind, MANAGER, Site, USER, alone, id, person};

const FORM: &str = "/forms/attachments/attach";

async fn site(scanner: &str) -> Site {
    let site = Site::empty(Kind::Sqlite, &[("MONASSURANCE_CLAMAV", scanner)]).await;
    server::demo::fill(&site.house).await.unwrap();
    site
}

async fn send(site: &Site, client: &str, file: &[u8]) -> Answer {
    attach(site, USER, &[("client_id", client)], ("lettre.txt", file)).await
}

#[test]
fn a_file_with_something_harmful_in_it_is_refused_and_told_to_the_log() {
    alone(async {
        let clamd = Clamd::start().await;
        let site = site(&clamd.setting()).await;
        let client = id(&site.make(USER, "/clients", &person()).await);
        let list = format!("/clients/{client}/attachments");
        let eicar = eicar();
        let refused = send(&site, &client, eicar.as_bytes()).await;
        assert_eq!(refused.faults(422), [("/file".to_owned(), "file_infected".to_owned())]);
        let browser = Browser::of(&site, USER).await;
        let told = browser.send_with(&browser.form(&list, FORM).await, "lettre.txt", eicar.as_bytes()).await;
        assert_eq!(told.header("location"), list);
        let page = browser.page(&list).await;
        assert!(page.status == 422 && page.text().contains("The virus scanner found something harmful"), "{page:?}");
        assert_eq!(site.read(USER, &list).await["items"], json!([]));
        let events = site.read(MANAGER, "/audit-events?action=attachment.infected").await;
        assert_eq!(events["items"].as_array().map(Vec::len), Some(2), "{events}");
        let changes = events["items"][0]["changes"].to_string();
        assert!(changes.contains("Eicar-Test-Signature"), "{changes}");

        // What is clean is taken; nobody but the firm's own has it looked into.
        attach(&site, USER, &[("client_id", &client)], PDF).await.expect(201);
        assert_eq!(clamd.seen(), [eicar.len(), eicar.len(), PDF.1.len()]);
        send(&site, "0193c0de-0000-7000-8000-00000000dead", b"Bonjour").await.any_problem(404);
        send(&site, &client, b"MZ\x90\0").await.any_problem(422);
        assert_eq!(clamd.seen().len(), 3, "what is refused anyway is not looked into");
    });
}

#[test]
fn while_the_scanner_does_not_answer_no_file_is_taken() {
    alone(async {
        let clamd = Clamd::start().await;
        let site = site(&clamd.setting()).await;
        let client = id(&site.make(USER, "/clients", &person()).await);
        let list = format!("/clients/{client}/attachments");
        assert_eq!(site.web("GET", "/health/scanner").send().await.status, 200);
        for stumble in [Stumble::HangUp, Stumble::Says("INSTREAM size limit exceeded. ERROR")] {
            clamd.stumbles(Some(stumble));
            send(&site, &client, b"Bonjour").await.problem(503, "scanner_unavailable");
            let told = site.web("GET", "/health/scanner").send().await.expect(503);
            assert_eq!((&told["status"], &told["part"]), (&json!("down"), &json!("scanner")));
        }
        clamd.stumbles(Some(Stumble::Silence));
        assert_eq!(site.web("GET", "/health/scanner").send().await.status, 503);
        // Only files wait for it.
        assert_eq!(site.web("GET", "/health/ready").send().await.status, 200);
        assert_eq!(site.read(USER, &list).await["items"], Value::Array(Vec::new()));
        clamd.stumbles(None);
        send(&site, &client, b"Bonjour").await.expect(201);
        let nobody = self::site("tcp://127.0.0.1:1").await;
        let client = id(&nobody.make(USER, "/clients", &person()).await);
        send(&nobody, &client, b"Bonjour").await.problem(503, "scanner_unavailable");
    });
}
