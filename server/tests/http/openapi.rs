//! The API document, which other tests walk: what it names is what there is.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use crate::kit::{Kind, on};

/// One operation of the API.
pub(crate) struct Operation {
    pub(crate) method: String,
    /// The address behind `/api/v1`.
    pub(crate) path: String,
    pub(crate) has_body: bool,
    pub(crate) queries: Vec<String>,
    /// Whether the document says that it needs no session.
    pub(crate) is_public: bool,
    fields: BTreeSet<String>,
}

impl Operation {
    /// The fields of the body that name another record.
    pub(crate) fn id_fields(&self) -> Vec<&str> {
        // What a store of files asks for is its own: the id of a key, the id under which it knows the program.
        if self.path.starts_with("/admin/storage-config") {
            return Vec::new();
        }
        let names_a_record =
            |name: &&String| name.ends_with("_id") && *name != "national_id" && *name != "tax_id" || *name == "into";
        self.fields.iter().filter(names_a_record).map(String::as_str).collect()
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.path)
    }
}

/// Every operation of the document.
pub(crate) fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(server::api::openapi()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, described) in methods.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters") {
            let parameters = described["parameters"].as_array().cloned().unwrap_or_default();
            let queries = parameters.iter().filter(|parameter| parameter["in"] == "query");
            let body = &described["requestBody"]["content"]["application/json"]["schema"];
            let mut fields = BTreeSet::new();
            gather(&document, body, &mut fields, 0);
            operations.push(Operation {
                method: method.to_uppercase(),
                path: path.strip_prefix(server::api::BASE).unwrap_or(path).to_owned(),
                has_body: !described["requestBody"].is_null(),
                queries: queries.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect(),
                is_public: described["security"]
                    .as_array()
                    .is_some_and(|ways| ways.iter().all(|way| *way == serde_json::json!({}))),
                fields,
            });
        }
    }
    operations
}

/// Collects the names of all properties that a schema has, in all its depth.
fn gather(document: &Value, schema: &Value, names: &mut BTreeSet<String>, depth: u8) {
    if depth > 8 {
        return;
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        gather(document, document.pointer(pointer).unwrap(), names, depth + 1);
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        names.insert(name.clone());
        gather(document, inner, names, depth + 1);
    }
    for many in ["oneOf", "anyOf", "allOf"] {
        for inner in schema[many].as_array().into_iter().flatten() {
            gather(document, inner, names, depth + 1);
        }
    }
    if !schema["items"].is_null() {
        gather(document, &schema["items"], names, depth + 1);
    }
}

#[test]
fn the_document_names_every_route() {
    let mut routes: Vec<String> = operations().iter().map(ToString::to_string).collect();
    routes.sort_by_key(|route| route.split(' ').rev().map(str::to_owned).collect::<Vec<_>>());
    insta::assert_snapshot!(routes.join("\n"));
}

#[test]
fn every_operation_describes_its_answers_and_problems() {
    let document = serde_json::to_value(server::api::openapi()).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, described) in methods.as_object().unwrap() {
            let answers = described["responses"].as_object().unwrap();
            assert!(answers.keys().any(|status| status.starts_with('2')), "{method} {path}");
            assert!(answers.contains_key("4XX"), "{method} {path}");
            assert!(described["summary"].is_string() || described["description"].is_string(), "{method} {path}");
        }
    }
}

#[test]
fn the_served_document_is_the_one_of_the_code() {
    on(Kind::Sqlite, async |site| {
        let served = site.api("GET", "/openapi.json").send().await.expect(200);
        assert_eq!(served, serde_json::to_value(server::api::openapi()).unwrap());
    });
}

#[test]
fn the_document_names_the_filters_that_each_list_knows() {
    for schema in domain::list::LISTS {
        let operation =
            operations().into_iter().find(|operation| operation.to_string() == format!("GET /{}", schema.noun));
        let operation = operation.unwrap_or_else(|| panic!("no list of {}", schema.noun));
        let mut told = operation.queries.clone();
        told.retain(|name| !["limit", "cursor", "sort", "q", "count"].contains(&name.as_str()));
        told.sort();
        let mut known: Vec<&str> = schema.filters.iter().map(|filter| filter.key).collect();
        known.sort_unstable();
        assert_eq!(told, known, "{operation}");
    }
}
