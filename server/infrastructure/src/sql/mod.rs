//! The database: SQLite or PostgreSQL, with one SQL text for both.

#[macro_use]
mod on_both;

mod addressees;
mod attachments;
mod audit;
#[cfg(feature = "bench")]
mod bare;
mod bulk;
mod circulation;
mod clients;
mod companies;
mod convert;
mod cursor;
mod database;
mod document_runs;
mod documents;
mod dues;
mod error;
mod factors;
mod happenings;
pub mod idempotency;
mod integrations;
mod keys;
mod letters;
mod links;
mod list;
mod merges;
mod migrate;
mod notes;
mod parties;
mod policies;
mod portfolio;
mod post;
mod renewals;
mod search;
mod sessions;
mod sign_in;
mod storages;
mod templates;
mod unit;
mod users;
mod views;
pub mod web_sessions;

pub use database::{SqlDatabase, SqlSettings};
pub use migrate::Applied;
pub use search::search_texts;

/// Every constant statement of the program, and every form of the lists, for the test that prepares all on both databases.
pub fn statements() -> Vec<String> {
    let constant = [
        attachments::STATEMENTS,
        audit::STATEMENTS,
        bulk::STATEMENTS,
        clients::STATEMENTS,
        companies::STATEMENTS,
        document_runs::STATEMENTS,
        documents::STATEMENTS,
        dues::STATEMENTS,
        factors::STATEMENTS,
        idempotency::STATEMENTS,
        keys::STATEMENTS,
        integrations::STATEMENTS,
        letters::STATEMENTS,
        links::STATEMENTS,
        merges::STATEMENTS,
        notes::STATEMENTS,
        parties::STATEMENTS,
        policies::STATEMENTS,
        portfolio::STATEMENTS,
        post::STATEMENTS,
        renewals::STATEMENTS,
        search::STATEMENTS,
        sessions::STATEMENTS,
        sign_in::STATEMENTS,
        storages::STATEMENTS,
        templates::STATEMENTS,
        users::STATEMENTS,
        views::STATEMENTS,
        web_sessions::STATEMENTS,
    ];
    let lists = [
        attachments::list_forms(),
        audit::list_forms(),
        clients::list_forms(),
        companies::list_forms(),
        document_runs::list_forms(),
        documents::list_forms(),
        letters::list_forms(),
        notes::list_forms(),
        policies::list_forms(),
        renewals::list_forms(),
        templates::list_forms(),
        users::list_forms(),
    ];
    let constant = constant.into_iter().flatten().map(|(_, text)| (*text).to_owned());
    let made = [
        merges::find_merged(),
        happenings::text(1),
        happenings::text(3),
        addressees::text(false, 2),
        addressees::text(true, 2),
    ];
    constant.chain(lists.into_iter().flatten()).chain(made).collect()
}

/// Every list with a schema under its common filters and by every sort, each with a name, for the test that reads their plans.
pub fn list_plans() -> Vec<(String, String)> {
    let lists = [
        audit::list_plans(),
        clients::list_plans(),
        companies::list_plans(),
        documents::list_plans(),
        policies::list_plans(),
        templates::list_plans(),
        users::list_plans(),
    ];
    let plans = lists
        .into_iter()
        .flatten()
        .flat_map(|(name, list)| list.plans().into_iter().map(move |(sort, text)| (format!("{name} by {sort}"), text)));
    plans.collect()
}

#[cfg(test)]
mod tests {
    use domain::list::LISTS;

    #[test]
    fn every_column_that_a_list_sorts_by_has_its_place_in_the_tables() {
        for schema in LISTS {
            let shape = match schema.noun {
                "clients" => super::clients::SHAPE,
                "companies" => super::companies::SHAPE,
                "policies" => super::policies::SHAPE,
                "documents" => super::documents::SHAPE,
                "templates" => super::templates::SHAPE,
                "users" => super::users::USERS,
                "audit-events" => super::audit::SHAPE,
                noun => panic!("{noun} has a schema: say here where its rows are"),
            };
            let stored: Vec<&str> = shape.sorts.iter().map(|sort| sort.name).collect();
            assert_eq!(stored, schema.sorts().collect::<Vec<_>>(), "{}", schema.noun);
            let falls = shape.sorts.first().is_some_and(|sort| sort.descending);
            assert_eq!(falls, schema.usual_sort.starts_with('-'), "{}", schema.noun);
        }
    }
}
