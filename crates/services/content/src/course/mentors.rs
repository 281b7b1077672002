//! Who looks after the learners of a course and may edit it.

use authz::actions::EditCourse;
use entities::{
    course::{self, CourseStatus},
    course_mentor,
    employee::{self, EmployeeStatus},
    event::EventAction,
};
use kernel::{Code, CourseId, EmployeeId, Problem};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

fn of(course: CourseId, employee: EmployeeId) -> Condition {
    Condition::all()
        .add(course_mentor::Column::CourseId.eq(course))
        .add(course_mentor::Column::EmployeeId.eq(employee))
}

fn not_archived(course: &course::Model) -> Result<(), Problem> {
    if course.status == CourseStatus::Archived {
        return Err(Problem::new(Code::CourseArchived));
    }
    Ok(())
}

/// Makes an employee a mentor of a course. Nothing happens if they are one.
///
/// Refuses with `EMPLOYEE_NOT_ACTIVE`, `COURSE_ARCHIVED`.
pub async fn add_course_mentor(
    tx: &OrgTx,
    id: CourseId,
    employee: EmployeeId,
) -> Result<course::Model, Failure> {
    let granted = tx.load_for::<EditCourse>("courseId", id).await?;
    let mentor = tx
        .find::<employee::Entity>()
        .filter(employee::Column::Id.eq(employee))
        .one()
        .await?
        .ok_or(Failure::NotFound("employeeId"))?;
    if mentor.status != EmployeeStatus::Active {
        return Err(Problem::at("employeeId", Code::EmployeeNotActive)
            .with("status", mentor.status.name())
            .into());
    }
    not_archived(&granted)?;
    let has = tx
        .load_entailed::<EditCourse, course_mentor::Entity>(&granted, of(id, employee))
        .await?;
    if !has.is_empty() {
        return Ok(granted.clone());
    }
    let row = course_mentor::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        course_id: Set(id),
        employee_id: Set(employee),
        created_at: Set(tx.now()),
    };
    tx.create_from::<EditCourse, course_mentor::Entity>(&granted, row)
        .await?;
    tx.emit(
        NewEvent::new(EventAction::CourseMentorAdded, id)
            .after(json!({ "employeeId": employee.to_string() })),
    )
    .await?;
    Ok(granted.clone())
}

/// Takes a mentor's course away from them. Refuses with `COURSE_ARCHIVED`; whoever is no mentor is not found.
pub async fn remove_course_mentor(
    tx: &OrgTx,
    id: CourseId,
    employee: EmployeeId,
) -> Result<course::Model, Failure> {
    let granted = tx.load_for::<EditCourse>("courseId", id).await?;
    not_archived(&granted)?;
    let has = tx
        .load_entailed::<EditCourse, course_mentor::Entity>(&granted, of(id, employee))
        .await?;
    let row = has.into_iter().next().ok_or(Failure::NotFound("employeeId"))?;
    tx.delete(row).await?;
    tx.emit(
        NewEvent::new(EventAction::CourseMentorRemoved, id)
            .before(json!({ "employeeId": employee.to_string() })),
    )
    .await?;
    Ok(granted.clone())
}
