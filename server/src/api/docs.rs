//! The API on one page for people, made from the OpenAPI document: no script, no third party.

use std::fmt::Write;

use serde_json::Value;
use utoipa::openapi::OpenApi;

/// The page. It only shows what the code says of itself; every text is escaped all the same.
pub(super) fn page(document: &OpenApi) -> String {
    let document = serde_json::to_value(document).unwrap_or_default();
    let mut body = String::new();
    let mut tag = String::new();
    for (path, operations) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in operations.as_object().into_iter().flatten() {
            let group = operation["tags"][0].as_str().unwrap_or_default();
            if group != tag {
                group.clone_into(&mut tag);
                let _ = write!(body, "<h2 id=\"{0}\">{0}</h2>", escaped(group));
            }
            write_operation(&mut body, path, method, operation);
        }
    }
    let (title, about) = (&document["info"]["title"], &document["info"]["description"]);
    format!(
        "<!DOCTYPE html><html lang=\"en\" data-theme=\"system\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>API · MonAssurance</title>\
         <link rel=\"stylesheet\" href=\"/assets/style.css\"></head><body><main class=\"bare-main\"><div class=\"wide\">\
         <h1 class=\"page-title\">{}</h1><p>{}</p>\
         <p><a href=\"/api/v1/openapi.json\">openapi.json</a> holds every field.</p>{body}</div></main></body></html>",
        escaped(title.as_str().unwrap_or_default()),
        escaped(about.as_str().unwrap_or_default()),
    )
}

fn write_operation(body: &mut String, path: &str, method: &str, operation: &Value) {
    let summary = operation["summary"].as_str().unwrap_or_default();
    let _ = write!(
        body,
        "<section class=\"card\"><div class=\"card-body\"><p><code><strong>{}</strong> {}</code></p><p>{}</p>",
        method.to_uppercase(),
        escaped(path),
        escaped(summary),
    );
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    if let Some(name) = schema.as_str().and_then(|name| name.rsplit('/').next()) {
        let _ = write!(body, "<p>Body: <code>{}</code></p>", escaped(name));
    }
    let queries = operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query");
    let mut list = String::new();
    for parameter in queries {
        let name = parameter["name"].as_str().unwrap_or_default();
        let about = parameter["description"].as_str().unwrap_or_default();
        let _ = write!(list, "<li><code>{}</code> {}</li>", escaped(name), escaped(about));
    }
    if !list.is_empty() {
        let _ = write!(body, "<ul>{list}</ul>");
    }
    body.push_str("</div></section>");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
