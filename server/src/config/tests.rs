//! What a configuration may say, and what it is told when it cannot be used.

use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<Config, Vec<ConfigError>> {
    let environment = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Config::read(&environment, &Overrides::new(), Path::new("/nowhere"))
}

#[test]
fn without_any_setting_the_product_runs_on_its_own() {
    let config = read(&[]).unwrap();
    assert_eq!(config.database_url, "sqlite://data/monassurance.db");
    assert_eq!(config.public_url, "http://127.0.0.1:3000");
    assert!(!config.registration_open && !config.is_secure());
    let hours = |count| SignedDuration::from_hours(count);
    assert_eq!((config.session_idle, config.session_life), (hours(12), hours(30 * 24)));
}

#[test]
fn letters_come_from_the_public_address_and_no_password_goes_in_clear() {
    let from = |url| read(&[("MONASSURANCE_PUBLIC_URL", url)]).unwrap().mail_from;
    assert_eq!(from("https://assurance.cabinet.fr:8443/"), "MonAssurance <no-reply@assurance.cabinet.fr>");
    assert_eq!(from("http://127.0.0.1:3000"), "MonAssurance <no-reply@monassurance.localhost>");
    for good in ["smtp://mail:25", "smtps://u:p@mail", "smtp://u:p@mail:587?tls=required", "smtp://u:p@127.0.0.1:25"] {
        assert!(read(&[("MONASSURANCE_SMTP_URL", good)]).is_ok(), "{good}");
    }
    for wrong in ["mail", "http://mail", "smtp://", "smtp://u:p@mail", "smtp://u:p@mail?tls=opportunistic"] {
        assert!(read(&[("MONASSURANCE_SMTP_URL", wrong)]).is_err(), "{wrong}");
    }
    assert!(read(&[("MONASSURANCE_MAIL_FROM", "nobody")]).is_err());
}

#[test]
fn every_wrong_setting_is_told_at_once_and_no_secret_is_printed() {
    let wrong = read(&[("MONASSURANCE_LISTEN", "x"), ("MONASSURANCE_REGISTRATION", "y")]).unwrap_err();
    let names: Vec<&str> = wrong.iter().map(|error| error.name.as_str()).collect();
    assert_eq!(names, ["MONASSURANCE_LISTEN", "MONASSURANCE_REGISTRATION"]);
    assert!(read(&[("MONASSURANCE_METRICS_LISTEN", "127.0.0.1:1")]).is_err());

    for (idle, life) in [("x", "30d"), ("12", "30d"), ("-1h", "30d"), ("0s", "30d"), ("2h", "1h"), ("1h", "900d")] {
        let pairs = [("MONASSURANCE_SESSION_IDLE", idle), ("MONASSURANCE_SESSION_LIFE", life)];
        assert!(read(&pairs).is_err(), "{idle} {life}");
    }

    let secrets = [
        ("MONASSURANCE_DATABASE_URL", "postgres://u:hidden@h/d"),
        ("MONASSURANCE_REDIS_URL", "rediss://u:hidden@h/0"),
        ("MONASSURANCE_SMTP_URL", "smtps://u:hidden@mail.firm.test"),
    ];
    assert!(!format!("{:?}", read(&secrets).unwrap().told()).contains("hidden"));
}

#[test]
fn a_scanner_is_named_by_an_address_that_can_be_called() {
    let scanner = |address| read(&[("MONASSURANCE_CLAMAV", address)]).map(|config| config.clamav.is_some());
    assert!(read(&[]).unwrap().clamav.is_none());
    for good in ["tcp://127.0.0.1:3310", "tcp://clamav:3310", "unix:///run/clamav/clamd.ctl"] {
        assert_eq!(scanner(good), Ok(true), "{good}");
    }
    for wrong in ["127.0.0.1:3310", "tcp://clamav", "unix://clamd.ctl", "http://clamav:3310"] {
        assert_eq!(scanner(wrong).unwrap_err().remove(0).name, "MONASSURANCE_CLAMAV", "{wrong}");
    }
    let told = read(&[("MONASSURANCE_CLAMAV", "tcp://clamav:3310")]).unwrap().told();
    assert!(told.iter().any(|(name, value, _)| *name == "MONASSURANCE_CLAMAV" && value == "tcp://clamav:3310"));
}

#[test]
fn tls_takes_both_files_and_makes_the_public_address_secure() {
    let (cert, key) = (("MONASSURANCE_TLS_CERT", "c.pem"), ("MONASSURANCE_TLS_KEY", "k.pem"));
    let config = read(&[cert, key, ("MONASSURANCE_HTTP_LISTEN", "127.0.0.1:80")]).unwrap();
    assert_eq!(config.public_url, "https://127.0.0.1:3000");
    assert!(config.is_secure() && config.http_listen.is_some());
    let wrong = |pairs: &[(&str, &str)]| read(pairs).unwrap_err().remove(0).name;
    assert_eq!(wrong(&[cert]), "MONASSURANCE_TLS_KEY");
    assert_eq!(wrong(&[key]), "MONASSURANCE_TLS_CERT");
    assert_eq!(wrong(&[cert, key, ("MONASSURANCE_PUBLIC_URL", "http://firm.test")]), "MONASSURANCE_PUBLIC_URL");
    assert_eq!(wrong(&[("MONASSURANCE_HTTP_LISTEN", "127.0.0.1:80")]), "MONASSURANCE_HTTP_LISTEN");
    assert_eq!(wrong(&[cert, key, ("MONASSURANCE_HTTP_LISTEN", "80")]), "MONASSURANCE_HTTP_LISTEN");
}

#[test]
fn a_limit_is_a_number_in_a_time_or_off() {
    let read = |text| read(&[("MONASSURANCE_RATE_LIMIT_DOWNLOADS", text)]).map(|config| config.quotas);
    assert_eq!(read("7/2m").unwrap().of(Rule::Downloads).map(|quota| (quota.number, quota.period_s)), Some((7, 120)));
    assert_eq!(read("off").unwrap().of(Rule::Downloads), None);
    for wrong in ["7", "0/1m", "7/0s", "7/1d", "many", "-1/1m", "7/1m/1m"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}
