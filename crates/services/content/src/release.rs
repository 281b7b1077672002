//! Opening chapters and lessons: now, at a date, or not any more. The same for both.

use crate::changes::within;
use entities::chapter::ContentStatus;
use kernel::{Code, Problem};
use sea_orm::prelude::DateTimeUtc;

/// A release date that is still ahead.
pub(crate) fn ahead(release_at: DateTimeUtc, now: DateTimeUtc) -> Result<DateTimeUtc, Problem> {
    if release_at > now {
        Ok(release_at)
    } else {
        Err(Problem::at("releaseAt", Code::ReleaseNotAhead).with("now", now.to_rfc3339()))
    }
}

/// What opening something before its date may cost.
pub(crate) fn unlock_price(points: i32) -> Result<i32, Problem> {
    within("earlyUnlockPoints", points, 1, 1_000_000)
}

/// A state together with its date.
pub(crate) type Release = (ContentStatus, Option<DateTimeUtc>);

/// Declares the three commands for a part of a course.
macro_rules! releases {
    ($module:ident, $id:ident, $schedule:ident $scheduled:ident, $publish:ident $published:ident, $unpublish:ident $unpublished:ident) => {
        async fn turn(
            tx: &store::OrgTx,
            id: kernel::$id,
            to: impl FnOnce() -> Result<crate::release::Release, kernel::Problem>,
            action: entities::event::EventAction,
        ) -> Result<entities::$module::Model, store::Failure> {
            use sea_orm::ActiveValue::Set;
            let (course, row) = crate::parts::$module(tx, "id", id).await?;
            let (status, release_at) = to()?;
            crate::parts::changeable(&course)?;
            let was = (row.status, row.release_at);
            if was == (status, release_at) {
                return Ok(row.clone());
            }
            let version = row.version + 1;
            let changed = tx
                .update(row, |columns| {
                    columns.status = Set(status);
                    columns.release_at = Set(release_at);
                    columns.version = Set(version);
                    columns.updated_at = Set(tx.now());
                })
                .await?;
            crate::course_text::gather(tx, &course, &course).await?;
            tx.emit(
                store::NewEvent::new(action, id)
                    .before(serde_json::json!({ "status": was.0, "releaseAt": was.1 }))
                    .after(serde_json::json!({ "status": status, "releaseAt": release_at })),
            )
            .await?;
            Ok(changed)
        }

        /// Has it open at a date, by the server's clock. Refuses with `RELEASE_NOT_AHEAD`, `COURSE_IN_REVIEW`,
        /// `COURSE_ARCHIVED`.
        pub async fn $schedule(
            tx: &store::OrgTx,
            id: kernel::$id,
            release_at: sea_orm::prelude::DateTimeUtc,
        ) -> Result<entities::$module::Model, store::Failure> {
            let now = tx.now();
            let to = || {
                let release_at = crate::release::ahead(release_at, now)?;
                Ok((entities::chapter::ContentStatus::Scheduled, Some(release_at)))
            };
            turn(tx, id, to, entities::event::EventAction::$scheduled).await
        }

        /// Opens it at once, as far as what it is in is open. Refuses with `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
        pub async fn $publish(
            tx: &store::OrgTx,
            id: kernel::$id,
        ) -> Result<entities::$module::Model, store::Failure> {
            let to = || Ok((entities::chapter::ContentStatus::Published, None));
            turn(tx, id, to, entities::event::EventAction::$published).await
        }

        /// Turns it into a draft again, which only authors see. Refuses with `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
        pub async fn $unpublish(
            tx: &store::OrgTx,
            id: kernel::$id,
        ) -> Result<entities::$module::Model, store::Failure> {
            let to = || Ok((entities::chapter::ContentStatus::Draft, None));
            turn(tx, id, to, entities::event::EventAction::$unpublished).await
        }
    };
}
pub(crate) use releases;
