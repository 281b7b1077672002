//! What learners think of courses. The course carries what it comes to, so that lists need not count.

mod delete;
mod moderate;
mod rate;

pub use delete::delete_course_rating;
pub use moderate::{hide_course_rating, restore_course_rating};
pub use rate::{NewRating, rate_course};

use authz::Entails;
use entities::course;
use kernel::CourseId;
use sea_orm::{ActiveValue::Set, ColumnTrait};
use store::{Failure, Granted, OrgTx};

/// Counts a change of one rating: how many more are shown, and how much greater their sum is.
async fn count<A: Entails<course::Entity>>(
    tx: &OrgTx,
    because: &Granted<A>,
    id: CourseId,
    (more, greater): (i32, i32),
) -> Result<(), Failure> {
    let course = tx
        .load_entailed::<A, course::Entity>(because, course::Column::Id.eq(id))
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::Defect("a rated course is gone"))?;
    let (count, total) = (course.rating_count + more, course.rating_total + greater);
    tx.update(course, |row| {
        row.rating_count = Set(count);
        row.rating_total = Set(total);
        row.rating_hundredths = Set(hundredths(count, total));
    })
    .await?;
    Ok(())
}

/// The average in hundredths, rounded half up.
fn hundredths(count: i32, total: i32) -> Option<i32> {
    let (count, total) = (i64::from(count), i64::from(total));
    let doubled = (200 * total + count).checked_div(2 * count)?;
    i32::try_from(doubled).ok()
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn averages_are_rounded_half_up() {
        for (count, total, average) in [
            (0, 0, None),
            (1, 5, Some(500)),
            (2, 9, Some(450)),
            (3, 13, Some(433)),
            (3, 14, Some(467)),
            (8, 33, Some(413)),
            (400, 1602, Some(401)),
        ] {
            assert_eq!(hundredths(count, total), average, "{total} / {count}");
        }
    }
}
