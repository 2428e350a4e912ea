//! Both databases hold the same schema, said in each one's words.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{House, Kind, run};

#[test]
fn both_folders_hold_the_same_migrations() {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let names = |folder: &str| -> BTreeSet<String> {
        let files = fs::read_dir(migrations.join(folder)).unwrap();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

#[test]
fn both_databases_hold_the_same_tables_columns_keys_and_indexes() {
    let (sqlite, postgres) = (run(Kind::Sqlite, schema), run(Kind::Postgres, schema));
    let only = |here: &BTreeSet<String>, there: &BTreeSet<String>| {
        here.difference(there).cloned().collect::<Vec<_>>().join("\n  ")
    };
    assert!(
        sqlite == postgres,
        "only on SQLite:\n  {}\nonly on PostgreSQL:\n  {}",
        only(&sqlite, &postgres),
        only(&postgres, &sqlite)
    );
    for kind in ["column ", "key ", "unique ", "reference ", "index "] {
        assert!(sqlite.iter().filter(|line| line.starts_with(kind)).count() > 3, "no {kind}was read");
    }
}

/// Each table, column, key and index as one line.
async fn schema(house: House) -> BTreeSet<String> {
    let mut raw = house.raw().await;
    let questions = match house.place.kind {
        Kind::Sqlite => SQLITE,
        Kind::Postgres => POSTGRES,
    };
    let mut lines = BTreeSet::new();
    for question in questions {
        lines.extend(raw.texts(question).await);
    }
    // The search keeps its index in each one's own way; `search.rs` proves that both find the same.
    lines.retain(|line| !line.contains(" search_"));
    lines
}

const SQLITE: &[&str] = &[
    "SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || CASE WHEN c.\"notnull\" OR c.pk > 0 THEN ' NOT NULL' ELSE '' END
     FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
    "SELECT 'key ' || t.name || ' (' || group_concat(c.name, ', ' ORDER BY c.pk) || ')'
     FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.pk > 0 AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' GROUP BY t.name",
    "SELECT 'unique ' || t.name || ' (' || group_concat(c.name, ', ' ORDER BY c.seqno) || ')'
     FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c WHERE t.type = 'table' AND i.origin = 'u' GROUP BY t.name, i.name",
    "SELECT 'index ' || i.name || ' ' || t.name || ' (' || group_concat(c.name, ', ' ORDER BY c.seqno) || ')' || CASE WHEN i.\"unique\" THEN ' unique' ELSE '' END
     FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c WHERE t.type = 'table' AND i.origin = 'c' GROUP BY t.name, i.name, i.\"unique\"",
    "SELECT 'reference ' || t.name || ' (' || group_concat(f.\"from\", ', ' ORDER BY f.seq) || ') ' || f.\"table\" || ' (' || group_concat(f.\"to\", ', ' ORDER BY f.seq) || ')'
     FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' GROUP BY t.name, f.id, f.\"table\"",
];

const POSTGRES: &[&str] = &[
    "SELECT 'column ' || c.table_name || '.' || c.column_name || ' ' || CASE c.data_type WHEN 'uuid' THEN 'BLOB' WHEN 'bytea' THEN 'BLOB'
     WHEN 'bigint' THEN 'INTEGER' WHEN 'boolean' THEN 'INTEGER' WHEN 'text' THEN 'TEXT' WHEN 'character' THEN 'TEXT' ELSE c.data_type END
     || CASE c.is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
     FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name NOT LIKE '\\_sqlx%'",
    "SELECT CASE k.contype WHEN 'p' THEN 'key ' ELSE 'unique ' END || k.conrelid::regclass || ' (' ||
     (SELECT string_agg(a.attname, ', ' ORDER BY u.place) FROM unnest(k.conkey) WITH ORDINALITY u(number, place) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number) || ')'
     FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('p', 'u') AND k.conrelid::regclass::text NOT LIKE '\\_sqlx%'",
    "SELECT 'index ' || x.indexrelid::regclass || ' ' || x.indrelid::regclass || ' (' ||
     (SELECT string_agg(a.attname, ', ' ORDER BY u.place) FROM unnest(x.indkey) WITH ORDINALITY u(number, place) JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.number) || ')'
     || CASE WHEN x.indisunique THEN ' unique' ELSE '' END
     FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u'))",
    "SELECT 'reference ' || k.conrelid::regclass || ' (' ||
     (SELECT string_agg(a.attname, ', ' ORDER BY u.place) FROM unnest(k.conkey) WITH ORDINALITY u(number, place) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number)
     || ') ' || k.confrelid::regclass || ' (' ||
     (SELECT string_agg(a.attname, ', ' ORDER BY u.place) FROM unnest(k.confkey) WITH ORDINALITY u(number, place) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) || ')'
     FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace AND k.contype = 'f'",
];
