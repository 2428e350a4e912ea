//! Letters over SMTP. The other side is a stand-in that speaks the few words of RFC 5321 that a letter needs.

use std::time::Duration;

use domain::letter::{LetterFailure, LetterText};
use domain::shared::LetterId;
use infrastructure::mail::{Sender, SmtpMail};
use services::ports::mail::{Mail, MailError, OutgoingLetter};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

fn letter() -> OutgoingLetter {
    OutgoingLetter {
        id: LetterId::parse("0193c0de-0000-7000-8000-000000000001").unwrap(),
        recipient: "zoe@un.test".into(),
        recipient_name: "Zoé, « la » Nouvelle".into(),
        text: LetterText {
            subject: "Votre compte à l’été".into(),
            text: "Bonjour Zoé\n.\nhttps://assurance.test/invitation/0a\n".into(),
            html: "<p>Bonjour Zoé</p>".into(),
            reply_to: None,
            file: None,
        },
        file: None,
        written_at: "2026-11-23T10:00:00Z".parse().unwrap(),
    }
}

/// Takes one letter; answers `to_recipient` to `RCPT TO`.
async fn talk(stream: TcpStream, to_recipient: &str) -> String {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 stand-in\r\n").await.unwrap();
    let (mut heard, mut data) = (String::new(), false);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return heard;
        }
        heard.push_str(&line);
        let answer = match line.trim_end() {
            "." if data => {
                data = false;
                "250 taken"
            }
            _ if data => continue,
            "DATA" => {
                data = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            line if line.starts_with("RCPT") => to_recipient,
            _ => "250 stand-in",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
    }
}

async fn send(to_recipient: &'static str) -> (Result<(), MailError>, String) {
    send_by("smtp://[]", to_recipient).await
}

/// Sends the letter to an address of this form, in which the brackets stand for the stand-in.
async fn send_by(form: &str, to_recipient: &'static str) -> (Result<(), MailError>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = form.replace("[]", &listener.local_addr().unwrap().to_string());
    let server: JoinHandle<String> =
        tokio::spawn(async move { talk(listener.accept().await.unwrap().0, to_recipient).await });
    let mail = SmtpMail::new(&url, Sender::parse("MonAssurance <no-reply@assurance.test>").unwrap()).unwrap();
    let sent = mail.send(&letter()).await;
    (sent, server.await.unwrap())
}

#[tokio::test]
async fn a_letter_goes_with_its_names_its_text_and_the_same_id_at_every_try() {
    let (sent, heard) = send("250 known").await;
    sent.unwrap();
    assert!(heard.contains("MAIL FROM:<no-reply@assurance.test>"), "{heard}");
    assert!(heard.contains("RCPT TO:<zoe@un.test>"), "{heard}");
    assert!(heard.contains("Message-ID: <0193c0de-0000-7000-8000-000000000001@assurance.test>"), "{heard}");
    assert!(heard.contains("Date: Mon, 23 Nov 2026 10:00:00 +0000"), "{heard}");
    assert!(heard.contains("Subject: Votre compte =?utf-8?b?"), "{heard}");
    assert!(heard.contains("multipart/alternative") && heard.contains("text/html"), "{heard}");
    assert!(heard.contains("https://assurance.test/invitation/0a"), "{heard}");
}

#[tokio::test]
async fn a_refusal_says_whether_another_try_is_worth_it() {
    for (answer, failure) in [
        ("550 no such person", LetterFailure::Refused),
        ("451 later", LetterFailure::Deferred),
        ("530 sign in first", LetterFailure::Credentials),
        ("535 wrong password", LetterFailure::Credentials),
    ] {
        let (sent, _) = send(answer).await;
        assert_eq!(sent.unwrap_err().failure, failure, "{answer}");
    }
}

/// The stand-in offers no STARTTLS, as it is with a real server when somebody on the way cuts the offer out.
#[tokio::test]
async fn where_tls_is_asked_for_nothing_goes_in_clear() {
    let (sent, heard) = send_by("smtp://someone:secret@[]?tls=required", "250 known").await;
    assert_eq!(sent.unwrap_err().failure, LetterFailure::Insecure);
    assert!(heard.starts_with("EHLO"), "{heard}");
    for word in ["AUTH", "MAIL", "RCPT", "DATA", "zoe@un.test"] {
        assert!(!heard.contains(word), "{heard}");
    }
}

#[tokio::test]
async fn a_server_that_hangs_or_is_not_there_holds_up_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let sender = Sender::parse("no-reply@assurance.test").unwrap();
    let mail = SmtpMail::new(&url, sender).unwrap().with_patience(Duration::from_millis(200));
    // It accepts, and never says a word.
    let sent = tokio::time::timeout(Duration::from_secs(5), mail.send(&letter())).await.expect("it ends by itself");
    assert_eq!(sent.unwrap_err().failure, LetterFailure::Unreachable);
    drop(listener);
    assert_eq!(mail.send(&letter()).await.unwrap_err().failure, LetterFailure::Unreachable);
}
