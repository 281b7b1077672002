//! Closing the books.

use crate::input;
use authz::actions::CloseBooks;
use chrono::NaiveDate;
use entities::{event::EventAction, organization};
use kernel::{Code, OrganizationId, Problem, day_in, end_of_day};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Closes the books through a day of the organization's calendar, which has to be over: nothing is posted into that time any
/// more, and what was posted there stays as it is. Closed books are not opened again; what is found later is posted into the
/// open ones. The same day again changes nothing.
///
/// Refuses with `OUT_OF_RANGE`, `EMPLOYEE_REQUIRED`.
pub async fn close_books(
    tx: &OrgTx,
    organization: OrganizationId,
    through: NaiveDate,
) -> Result<organization::Model, Failure> {
    let granted = tx.load_for::<CloseBooks>("organizationId", organization).await?;
    input::employee(tx)?;
    let closed = granted.books_closed_through;
    if closed == Some(through) {
        return Ok(granted.clone());
    }
    let yesterday = day_in(&granted.time_zone, tx.now())
        .pred_opt()
        .ok_or(Failure::Defect("a day out of range"))?;
    if through > yesterday || closed.is_some_and(|closed| through < closed) || through < NaiveDate::default()
    {
        let earliest = closed.unwrap_or_default();
        return Err(Problem::at("through", Code::OutOfRange)
            .with("min", earliest.to_string())
            .with("max", yesterday.to_string())
            .into());
    }
    let before = end_of_day(&granted.time_zone, through).ok_or(Failure::Defect("a day without an end"))?;
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            row.books_closed_through = Set(Some(through));
            row.books_closed_before = Set(Some(before));
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await?;
    let day = |day: NaiveDate| day.to_string();
    tx.emit(
        NewEvent::new(EventAction::BooksClosed, updated.id)
            .before(json!({ "booksClosedThrough": closed.map(day) }))
            .after(json!({ "booksClosedThrough": day(through) })),
    )
    .await?;
    Ok(updated)
}
