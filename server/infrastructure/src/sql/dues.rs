//! The rolling due dates of policies on SQL.

use domain::policy::{DueDate, Terms};
use jiff::civil::Date;
use services::Result;
use uuid::Uuid;

use super::convert::{day, json, maybe_day};
use super::error::failed;
use super::unit::SqlUnit;

statements! {
    ROLLED_ON = "SELECT on_day FROM due_dates_rolled WHERE agency_id = $1";
    /// The latest version's terms, as the head has them.
    PASSED = "SELECT p.id, p.rolls_until, v.terms FROM policies p JOIN policy_versions v ON v.agency_id = p.agency_id AND v.policy_id = p.id AND v.number = p.current_version WHERE p.agency_id = $1 AND p.due_date <= $2 AND p.due_date < p.rolls_until ORDER BY p.due_date LIMIT $3";
    /// No change that anybody made: version and time of the last change stay.
    ROLL = "UPDATE policies SET due_date = $3 WHERE agency_id = $1 AND id = $2";
    NOTE_ROLLED = "INSERT INTO due_dates_rolled (agency_id, on_day) VALUES ($1, $2) ON CONFLICT (agency_id) DO UPDATE SET on_day = excluded.on_day WHERE due_dates_rolled.on_day < excluded.on_day";
}

impl SqlUnit {
    pub(super) async fn rolled_on(&mut self) -> Result<Option<Date>> {
        let agency = self.agency();
        let on: Option<String> =
            on_both!(&mut self.tx, c => sqlx::query_scalar(ROLLED_ON).bind(agency).fetch_optional(c).await)
                .map_err(failed)?;
        maybe_day(on.as_deref())
    }

    pub(super) async fn roll(&mut self, today: Date, limit: u32) -> Result<u32> {
        let agency = self.agency();
        let passed: Vec<(Uuid, String, String)> = on_both!(&mut self.tx, c => sqlx::query_as(PASSED)
            .bind(agency)
            .bind(today.to_string())
            .bind(i64::from(limit))
            .fetch_all(c)
            .await)
        .map_err(failed)?;
        let mut rolled = 0;
        for (id, rolls_until, terms) in passed {
            let terms: Terms = json(&terms)?;
            let due = DueDate::rolled(&terms, day(&rolls_until)?, today);
            on_both!(&mut self.tx, c => sqlx::query(ROLL)
                .bind(agency)
                .bind(id)
                .bind(due.to_string())
                .execute(c)
                .await
                .map(drop))
            .map_err(failed)?;
            rolled += 1;
        }
        if rolled < limit {
            on_both!(&mut self.tx, c => sqlx::query(NOTE_ROLLED)
                .bind(agency)
                .bind(today.to_string())
                .execute(c)
                .await
                .map(drop))
            .map_err(failed)?;
        }
        Ok(rolled)
    }
}
