//! Rating a course, and thinking again.

use super::count;
use crate::place::own_enrollment;
use authz::actions::RateCourse;
use entities::{course, course_mentor, course_rating, event::EventAction};
use kernel::{Code, CourseId, Problem, Problems, TextLimits, paragraph};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// What a learner thinks.
#[derive(Clone, Debug)]
pub struct NewRating {
    /// From 1 to 5.
    pub rating: i32,
    /// Why.
    pub comment: Option<String>,
}

/// Rates a course that the actor learns, or changes their rating of it. A rating that a moderator has hidden stays hidden.
///
/// Refuses with `NOT_ENROLLED`, `ENROLLMENT_NOT_ACTIVE`, `OUT_OF_RANGE`, `OWN_COURSE`.
pub async fn rate_course(
    tx: &OrgTx,
    id: CourseId,
    input: NewRating,
) -> Result<course_rating::Model, Failure> {
    let NewRating { rating, comment } = input;
    let course = tx
        .find::<course::Entity>()
        .filter(course::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::NotFound("courseId"))?;
    let granted = own_enrollment::<RateCourse>(tx, id).await?;
    let mut problems = Problems::default();
    problems.require((1..=5).contains(&rating), || {
        Problem::at("rating", Code::OutOfRange)
            .with("min", 1)
            .with("max", 5)
    });
    let comment = problems.take(paragraph(
        "comment",
        comment.as_deref().unwrap_or_default(),
        TextLimits::PARAGRAPH,
    ));
    problems.require(!is_responsible(tx, &course).await?, || {
        Problem::at("courseId", Code::OwnCourse)
    });
    problems.into_result()?;
    let comment = comment.flatten();
    let own = Condition::all()
        .add(course_rating::Column::CourseId.eq(id))
        .add(course_rating::Column::MemberId.eq(granted.member_id));
    let known = tx
        .load_entailed::<RateCourse, course_rating::Entity>(&granted, own)
        .await?
        .into_iter()
        .next();
    let Some(known) = known else {
        let row = course_rating::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            course_id: Set(id),
            member_id: Set(granted.member_id),
            rating: Set(rating),
            comment: Set(comment),
            hidden_at: Set(None),
            hidden_reason: Set(None),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        };
        let row = tx
            .create_raced_from::<RateCourse, course_rating::Entity>(&granted, row)
            .await?;
        count(tx, &granted, id, (1, rating)).await?;
        tx.emit(NewEvent::new(EventAction::CourseRated, row.id).after(told(&row)))
            .await?;
        return Ok(row);
    };
    let before = (*known).clone();
    if before.rating == rating && before.comment == comment {
        return Ok(before);
    }
    let row = tx
        .update(known, |row| {
            row.rating = Set(rating);
            row.comment = Set(comment);
            row.updated_at = Set(tx.now());
        })
        .await?;
    if row.hidden_at.is_none() {
        count(tx, &granted, id, (0, rating - before.rating)).await?;
    }
    tx.emit(
        NewEvent::new(EventAction::CourseRated, row.id)
            .before(told(&before))
            .after(told(&row)),
    )
    .await?;
    Ok(row)
}

/// What the log says of a rating.
pub(super) fn told(row: &course_rating::Model) -> serde_json::Value {
    json!({
        "courseId": row.course_id.to_string(),
        "memberId": row.member_id.to_string(),
        "rating": row.rating,
        "comment": row.comment,
    })
}

/// Whether the actor teaches the course.
async fn is_responsible(tx: &OrgTx, course: &course::Model) -> Result<bool, Failure> {
    let Some(employee) = tx.access().employee() else {
        return Ok(false);
    };
    if course.owner_employee_id == employee {
        return Ok(true);
    }
    let mentors = tx
        .find_for_rule::<course_mentor::Entity>()
        .filter(
            Condition::all()
                .add(course_mentor::Column::CourseId.eq(course.id))
                .add(course_mentor::Column::EmployeeId.eq(employee)),
        )
        .count()
        .await?;
    Ok(mentors > 0)
}
