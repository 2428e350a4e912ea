//! Inputs written to break something. None of them is a fault of ours (5xx), and none leaves half a record.

use serde_json::{Value, json};

use crate::kit::{ADMIN, Answer, MANAGER, Site, USER, id, on_each_database, person, policy};
use crate::lists::encoded;

on_each_database! {
    no_text_in_a_body_is_a_fault_of_ours,
    no_number_or_day_in_a_body_is_a_fault_of_ours,
    no_query_is_a_fault_of_ours,
    no_path_is_a_fault_of_ours,
    no_template_is_a_fault_of_ours,
}

/// An answer that is neither a fault of ours nor a success where one may not be.
#[track_caller]
fn withstood(answer: &Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {answer:?}");
    if answer.status >= 400 && answer.header("content-type").contains("json") {
        answer.any_problem(answer.status);
    }
}

/// Texts that have broken programs: as JSON, because some cannot be written otherwise.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        r#""a\u0000b""#,
        r#""\u0000""#,
        r#""\ud800""#,
        r#""\udfff\ud800""#,
        r#""\ufffe\uffff""#,
        r#""\u202egnp.exe""#,
        r#""'; DROP TABLE clients; --""#,
        r#""%' OR '1'='1""#,
        r#""<script>alert(1)</script>""#,
        r#""{{ 7*7 }}{% for x in y %}""#,
        r#""../../etc/passwd""#,
        r#""=HYPERLINK(\"http://evil\")""#,
        r#""\r\nSet-Cookie: a=b""#,
        r#""😀👨‍👩‍👧‍👦""#,
        r#""ﷺ""#,
        r#""\u001b[31m""#,
        "0",
        "-0",
        "1e400",
        "true",
        "null",
        "[]",
        "{}",
        "[[[[]]]]",
        "99999999999999999999999999",
        r#""""#,
        r#"" ""#,
        "\"\u{a0}\"",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push(format!("\"{}\"", "x".repeat(10_000)));
    texts.push(format!("\"{}\"", "é".repeat(200_000)));
    texts.push(format!("\"a{}\"", "\u{301}".repeat(5_000)));
    texts
}

/// A body with one field replaced by raw JSON.
fn with(body: &Value, field: &str, raw: &str) -> String {
    let mut body = body.clone();
    body[field] = json!("@@");
    body.to_string().replacen("\"@@\"", raw, 1)
}

#[expect(clippy::too_many_lines, reason = "one line a hostile text")]
async fn no_text_in_a_body_is_a_fault_of_ours(site: &'static Site) {
    let client = site.make(USER, "/clients", &person()).await;
    let insurer = site.insurer(USER).await;
    let (_, bound) = site.bound(USER).await;
    let on_bound = |step: &str| format!("/policies/{}/{step}", id(&bound));
    let policy = policy(&client["id"], &json!(insurer));
    let company = id(&site.make(MANAGER, "/companies", &crate::kit::company()).await);
    let cases: Vec<(&'static str, &str, String, Value, &[&str])> = vec![
        (
            USER,
            "POST",
            "/clients".into(),
            person(),
            &[
                "kind",
                "first_name",
                "last_name",
                "email",
                "phone",
                "birth_date",
                "national_id",
                "tax_id",
                "iban",
                "notes",
                "owner_id",
                "address",
                "contacts",
                "addresses",
                "x",
            ],
        ),
        (
            USER,
            "PATCH",
            format!("/clients/{}", id(&client)),
            json!({}),
            &["first_name", "notes", "owner_id", "address", "x"],
        ),
        (USER, "POST", format!("/clients/{}/notes", id(&client)), json!({}), &["text", "x"]),
        (USER, "POST", format!("/clients/{}/merge", id(&client)), json!({}), &["into", "into_version", "x"]),
        (
            USER,
            "POST",
            "/clients/duplicates".into(),
            json!({ "kind": "person" }),
            &["kind", "first_name", "last_name", "email", "phone", "birth_date", "national_id", "tax_id", "iban", "x"],
        ),
        (MANAGER, "POST", format!("/clients/{}/hand-over", id(&client)), json!({}), &["owner_id", "reason", "x"]),
        (
            USER,
            "POST",
            "/policies".into(),
            policy,
            &[
                "client_id",
                "company_id",
                "policy_number",
                "product_line",
                "product_name",
                "premium",
                "effective_date",
                "expiry_date",
                "tacit_renewal",
                "payment_frequency",
                "risk",
            ],
        ),
        (
            USER,
            "POST",
            on_bound("endorsements"),
            json!({ "effective_date": "2026-11-01" }),
            &["reason", "risk", "premium", "product_name", "expiry_date", "effective_date"],
        ),
        (USER, "POST", on_bound("cancellation"), json!({}), &["effective_date", "reason"]),
        (
            USER,
            "POST",
            "/documents".into(),
            json!({}),
            &["template_id", "template_version", "policy_id", "format", "data"],
        ),
        (MANAGER, "POST", "/companies".into(), json!({}), &["name", "code", "email"]),
        (MANAGER, "PUT", format!("/companies/{company}/mandates"), json!({}), &["items"]),
        (MANAGER, "POST", "/templates".into(), json!({ "name": "x" }), &["kind", "format", "language"]),
        (ADMIN, "POST", "/users".into(), json!({ "email": "a@b.test" }), &["email", "full_name", "role", "active"]),
        (USER, "POST", "/auth/login".into(), json!({}), &["email", "device_label", "totp"]),
        (USER, "POST", "/auth/refresh".into(), json!({}), &["refresh_token"]),
        (USER, "POST", "/auth/logout".into(), json!({}), &["refresh_token"]),
    ];
    for (email, method, path, body, fields) in cases {
        for field in fields {
            for raw in texts() {
                let ask = site.as_user(email, method, &path).await.raw("application/json", with(&body, field, &raw));
                let what: String = format!("{field} = {raw}").chars().take(80).collect();
                withstood(&ask.send().await, &what);
            }
        }
    }
    // What stands inside free objects reaches the database as JSON, which PostgreSQL does not take with a NUL.
    let template = site.certificate_template(MANAGER).await;
    let (_, fresh) = site.bound(USER).await;
    for raw in texts() {
        let order = json!({ "template_id": template, "policy_id": fresh["id"], "format": "html", "data": { "x": "@@", "y": { "z": ["@@"] } } });
        let ask = site
            .as_user(USER, "POST", "/documents")
            .await
            .raw("application/json", order.to_string().replace("\"@@\"", &raw));
        withstood(&ask.send().await, &format!("data.x = {:.60}", raw.chars().take(60).collect::<String>()));
        let name = if raw.starts_with('"') { raw.clone() } else { format!("\"{}\"", raw.replace('"', "")) };
        let order = json!({ "template_id": template, "policy_id": fresh["id"], "format": "html", "data": { "@@": 1 } });
        let ask = site
            .as_user(USER, "POST", "/documents")
            .await
            .raw("application/json", order.to_string().replace("\"@@\"", &name));
        withstood(&ask.send().await, "a name in data");
        let risk = json!({ "effective_date": "2026-11-01", "reason": "x", "risk": { "plate": "@@" } });
        let ask = site.as_user(USER, "POST", &on_bound("endorsements")).await;
        withstood(&ask.raw("application/json", risk.to_string().replace("\"@@\"", &raw)).send().await, "risk.plate");
    }
    let login = json!({ "email": USER, "password": crate::kit::PASSWORD, "device_label": "a\u{0}b" });
    withstood(&site.api("POST", "/auth/login").body(&login).send().await, "device_label");
    let agent = site.as_user(USER, "POST", "/clients").await.header("user-agent", &"x".repeat(5_000)).body(&person());
    assert_eq!(agent.send().await.status, 201);
}

async fn no_number_or_day_in_a_body_is_a_fault_of_ours(site: &'static Site) {
    let client = site.make(USER, "/clients", &person()).await;
    let insurer = json!(site.insurer(USER).await);
    for amount in
        ["-1", "0", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e3", "0.1", "1e999"]
    {
        for currency in ["EUR", "XOF", "JPY", "eur", "XXX", "", "€"] {
            let mut body = policy(&client["id"], &insurer);
            body["premium"] = json!({ "amount_minor": "@@", "currency": currency });
            let ask = site.as_user(USER, "POST", "/policies").await;
            let answer = ask.raw("application/json", body.to_string().replace("\"@@\"", amount)).send().await;
            withstood(&answer, &format!("{amount} {currency}"));
            if amount == "-1" {
                assert_eq!(answer.status, 422);
            }
        }
    }
    for day in [
        "0000-00-00",
        "-0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "2026-02-29",
        "1799-12-31",
        "2201-01-01",
        "2200-12-31",
        "٢٠٢٦-٠١-٠١",
        "2026-1-1",
        "20260101",
        "2026-01-01T00:00:00Z",
        "2026-W01-1",
    ] {
        for field in ["effective_date", "expiry_date"] {
            let mut body = policy(&client["id"], &insurer);
            body[field] = json!(day);
            withstood(&site.as_user(USER, "POST", "/policies").await.body(&body).send().await, day);
        }
        let (_, quote) = site.quote(USER).await;
        let path = format!("/policies/{}", id(&quote));
        let step = json!({ "effective_date": day, "reason": "x" });
        for step_name in ["bind", "suspension", "reinstatement", "cancellation", "endorsements"] {
            let answer = site.as_user(USER, "POST", &format!("{path}/{step_name}")).await.body(&step).send().await;
            withstood(&answer, &format!("{step_name} on {day}"));
        }
        withstood(
            &site
                .as_user(USER, "POST", &format!("{path}/renewal"))
                .await
                .body(&json!({ "expiry_date": day }))
                .send()
                .await,
            day,
        );
        withstood(&site.as_user(USER, "GET", &path).await.send().await, day);
        withstood(&site.as_user(USER, "GET", &format!("{path}?as_of={}", encoded(day))).await.send().await, day);
    }
    withstood(&site.as_user(USER, "GET", "/policies?limit=200").await.send().await, "the list after that");
    for seconds in ["-1", "9223372036854775807", "1e9", "\"60\"", "null"] {
        let path = format!("/documents/{}/signed-url", id(&client));
        let ask = site
            .as_user(USER, "POST", &path)
            .await
            .raw("application/json", format!("{{\"expires_in_seconds\":{seconds}}}"));
        withstood(&ask.send().await, seconds);
    }
}

async fn no_query_is_a_fault_of_ours(site: &'static Site) {
    let mut values: Vec<String> = texts().iter().filter_map(|raw| serde_json::from_str::<String>(raw).ok()).collect();
    values.retain(|value| value.len() < 15_000);
    let first = site.read(MANAGER, "/clients?limit=1&sort=created_at").await;
    let cursor = first["next_cursor"].as_str().unwrap().to_owned();
    values.extend([
        cursor[..cursor.len() / 2].to_owned(),
        cursor.replace(|c: char| c.is_ascii_digit(), "9"),
        cursor.repeat(3),
        "bnVsbA".into(),
        "W10".into(),
        "e30".into(),
        "WyIiLCIiXQ".into(),
    ]);
    for path in ["/clients", "/policies", "/companies", "/templates", "/documents", "/users", "/audit-events"] {
        for name in [
            "q",
            "cursor",
            "sort",
            "limit",
            "count",
            "owner_id",
            "kind",
            "state",
            "expiring_before",
            "from",
            "to",
            "ip",
            "request_id",
            "action_contains",
            "object_id",
            "unknown",
        ] {
            for value in &values {
                let query = format!("{path}?{name}={}", encoded(value));
                withstood(&site.as_user(ADMIN, "GET", &query).await.send().await, name);
            }
        }
        // A cursor of another list, or of another sort.
        for query in [
            format!("?cursor={cursor}"),
            format!("?cursor={cursor}&sort=-name"),
            format!("?sort=name&cursor={cursor}"),
            "?%00=1".into(),
            "?q=%ff%fe".into(),
            "?limit=1&limit=2".into(),
            format!("?{}", "q=x&".repeat(2_000)),
        ] {
            withstood(&site.as_user(ADMIN, "GET", &format!("{path}{query}")).await.send().await, &query);
        }
    }
    for moment in [
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "-009999-01-01T00:00:00Z",
        "2026-01-01T00:00:00.123456789Z",
        "1969-12-31",
    ] {
        for name in ["from", "to"] {
            withstood(
                &site.as_user(ADMIN, "GET", &format!("/audit-events?{name}={}", encoded(moment))).await.send().await,
                moment,
            );
        }
    }
}

async fn no_path_is_a_fault_of_ours(site: &'static Site) {
    let ids = [
        "0",
        "%00",
        "%ff",
        "..%2f..%2fetc",
        "null",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "{id}",
        "%F0%9F%98%80",
        "'%20OR%201=1",
        "0193c0de00007000800000000000000",
        "x%0d%0ay",
    ];
    let long = "x".repeat(5_000);
    for id in ids.iter().copied().chain([long.as_str()]) {
        for path in ["/clients/", "/policies/", "/companies/", "/templates/", "/documents/", "/users/"] {
            let answer = site.as_user(ADMIN, "GET", &format!("{path}{id}")).await.send().await;
            answer.problem(404, "not_found");
        }
        for path in [
            format!("/verify/{id}"),
            format!("/files/documents/{id}"),
            format!("/assets/{id}"),
            format!("/{id}"),
            format!("/clients/{id}"),
            format!("/forms/{id}"),
        ] {
            for accept in ["text/html", "application/json"] {
                let answer =
                    site.web("GET", &path).header("accept", accept).bearer(&site.token(ADMIN).await).send().await;
                withstood(&answer, &path);
            }
        }
    }
    let template = site.certificate_template(MANAGER).await;
    for number in ["0", "-1", "9223372036854775807", "9223372036854775808", "1.0", "one", "%00"] {
        let answer =
            site.as_user(MANAGER, "GET", &format!("/templates/{template}/versions/{number}")).await.send().await;
        answer.problem(404, "not_found");
    }
    // Pages read their queries too.
    for query in ["q=%00", "q=%ff", "cursor=%00", "cursor=x", "limit=0", "sort=%27", "state=%00", "expiring_before=%00"]
    {
        for page in ["/clients", "/policies", "/companies", "/documents", "/templates"] {
            let answer = site
                .web("GET", &format!("{page}?{query}"))
                .header("accept", "text/html")
                .bearer(&site.token(ADMIN).await);
            withstood(&answer.send().await, page);
        }
    }
    for header in [
        "cookie",
        "accept-language",
        "x-forwarded-for",
        "if-match",
        "idempotency-key",
        "authorization",
        "accept",
        "origin",
    ] {
        for value in ["", ",", ";;;===", "monassurance=x", "\"", &"9".repeat(6_000)] {
            let answer = site.api("GET", "/clients").header(header, value).send().await;
            withstood(&answer, header);
        }
    }
}

async fn no_template_is_a_fault_of_ours(site: &'static Site) {
    let body = json!({ "name": format!("Épreuve {}", crate::kit::digits()), "kind": "letter", "format": "pdf", "language": "fr" });
    let template = site.make(MANAGER, "/templates", &body).await;
    let path = format!("/templates/{}/versions", id(&template));
    let client = site.make(USER, "/clients", &person()).await;
    for content in [
        "",
        "\u{0}",
        "<p>{{ </p>",
        "{% for i in range(100000000) %}x{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{% include '/etc/passwd' %}",
        "{{ agency.__class__ }}",
        "<script>alert(1)</script>",
        "<p onclick=x>y</p>",
        "<img src=\"file:///etc/passwd\">",
        "#read(\"/etc/passwd\")",
        "<p>{{ data.nothing.at.all }}</p>",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "<table><tr><td colspan=\"99999999\">x</td></tr></table>",
        &"<div>".repeat(5_000),
        &"x".repeat(2_000_000),
        "<p>a\u{202e}b</p>",
        "<p>\u{ffff}</p>",
    ] {
        let ask = site.as_user(MANAGER, "POST", &path).await.body(&json!({ "content": content }));
        let answer = ask.send().await;
        let what: String = content.chars().take(60).collect();
        withstood(&answer, &what);
        if answer.status == 201 {
            for format in ["pdf", "html", "xlsx"] {
                let order = json!({ "template_id": template["id"], "client_id": client["id"], "format": format });
                withstood(
                    &site.as_user(USER, "POST", "/documents").await.body(&order).send().await,
                    &format!("{what} as {format}"),
                );
            }
        }
    }
    for (kind, upload) in [
        ("multipart/form-data", ""),
        ("multipart/form-data; boundary=xx", ""),
        ("multipart/form-data; boundary=xx", "--xx\r\n\r\n"),
        (
            "multipart/form-data; boundary=xx",
            "--xx\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\n<p>x</p>\r\n--xx--\r\n",
        ),
        (
            "multipart/form-data; boundary=xx",
            "--xx\r\ncontent-disposition: form-data; name=\"\"\r\n\r\nx\r\n--xx--\r\n",
        ),
    ] {
        let answer = site.as_user(MANAGER, "POST", &path).await.raw(kind, upload).send().await;
        assert!((400..500).contains(&answer.status), "{answer:?}");
        withstood(&answer, upload);
    }
}
