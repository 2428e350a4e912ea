//! Every statement of the program is understood by both databases.

use crate::support::House;

on_each_database! { every_statement_is_understood }

async fn every_statement_is_understood(house: House) {
    let mut raw = house.raw().await;
    let statements = infrastructure::sql::statements();
    assert!(statements.len() > 100, "only {} statements are listed", statements.len());
    let mut refused = Vec::new();
    for statement in statements {
        if let Err(error) = raw.prepare(&statement).await {
            refused.push(format!("{error}\n    {statement}"));
        }
    }
    assert!(refused.is_empty(), "{} refused:\n{}", refused.len(), refused.join("\n"));
}
