//! What a course is linked with: tags, mentors, prerequisites.

use crate::base::{change, parse_id, payload};
use async_graphql::{Context, ID, InputObject, Result};
use content::course::{
    add_course_mentor, add_course_prerequisite, remove_course_mentor, remove_course_prerequisite,
    set_course_tags,
};
use entities::course;
use futures::FutureExt;
use graph::Course;
use kernel::{CourseId, EmployeeId};

/// The tags of a course.
#[derive(InputObject)]
pub struct SetCourseTagsInput {
    /// The course.
    pub course_id: ID,
    /// All of its tags; at most 20. Tags that do not exist yet are made; spellings with the same slug are one tag.
    pub tags: Vec<String>,
}

/// Making an employee a mentor.
#[derive(InputObject)]
pub struct AddCourseMentorInput {
    /// The course.
    pub course_id: ID,
    /// The employee, who has to be at work.
    pub employee_id: ID,
}

/// Taking a course away from a mentor.
#[derive(InputObject)]
pub struct RemoveCourseMentorInput {
    /// The course.
    pub course_id: ID,
    /// The mentor.
    pub employee_id: ID,
}

/// Having a course ask for another one.
#[derive(InputObject)]
pub struct AddCoursePrerequisiteInput {
    /// The course that asks.
    pub course_id: ID,
    /// The course that has to be completed first.
    pub prerequisite_course_id: ID,
}

/// Having a course no longer ask for another one.
#[derive(InputObject)]
pub struct RemoveCoursePrerequisiteInput {
    /// The course that asks.
    pub course_id: ID,
    /// The course that it no longer asks for.
    pub prerequisite_course_id: ID,
}

payload! {
    /// The course with its new tags.
    SetCourseTagsPayload {
        /// The course.
        course: Course
    }
    /// The course with its new mentor.
    AddCourseMentorPayload {
        /// The course.
        course: Course
    }
    /// The course without the mentor.
    RemoveCourseMentorPayload {
        /// The course.
        course: Course
    }
    /// The course with its new prerequisite.
    AddCoursePrerequisitePayload {
        /// The course.
        course: Course
    }
    /// The course without the prerequisite.
    RemoveCoursePrerequisitePayload {
        /// The course.
        course: Course
    }
}

pub(super) async fn set_tags(ctx: &Context<'_>, input: SetCourseTagsInput) -> Result<SetCourseTagsPayload> {
    let SetCourseTagsInput { course_id, tags } = input;
    let done = change::<course::Entity, CourseId, _, _>(ctx, "courseId", &course_id, |tx, id| {
        set_course_tags(tx, id, tags.clone()).boxed()
    });
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}

pub(super) async fn add_mentor(
    ctx: &Context<'_>,
    input: AddCourseMentorInput,
) -> Result<AddCourseMentorPayload> {
    let AddCourseMentorInput {
        course_id,
        employee_id,
    } = input;
    let other = parse_id::<EmployeeId>("employeeId", &employee_id);
    let done = change::<course::Entity, CourseId, _, _>(ctx, "courseId", &course_id, |tx, id| {
        let other = other.clone();
        async move { add_course_mentor(tx, id, other?).await }.boxed()
    });
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}

pub(super) async fn remove_mentor(
    ctx: &Context<'_>,
    input: RemoveCourseMentorInput,
) -> Result<RemoveCourseMentorPayload> {
    let RemoveCourseMentorInput {
        course_id,
        employee_id,
    } = input;
    let other = parse_id::<EmployeeId>("employeeId", &employee_id);
    let done = change::<course::Entity, CourseId, _, _>(ctx, "courseId", &course_id, |tx, id| {
        let other = other.clone();
        async move { remove_course_mentor(tx, id, other?).await }.boxed()
    });
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}

pub(super) async fn add_prerequisite(
    ctx: &Context<'_>,
    input: AddCoursePrerequisiteInput,
) -> Result<AddCoursePrerequisitePayload> {
    let AddCoursePrerequisiteInput {
        course_id,
        prerequisite_course_id,
    } = input;
    let other = parse_id::<CourseId>("prerequisiteCourseId", &prerequisite_course_id);
    let done = change::<course::Entity, CourseId, _, _>(ctx, "courseId", &course_id, |tx, id| {
        let other = other.clone();
        async move { add_course_prerequisite(tx, id, other?).await }.boxed()
    });
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}

pub(super) async fn remove_prerequisite(
    ctx: &Context<'_>,
    input: RemoveCoursePrerequisiteInput,
) -> Result<RemoveCoursePrerequisitePayload> {
    let RemoveCoursePrerequisiteInput {
        course_id,
        prerequisite_course_id,
    } = input;
    let other = parse_id::<CourseId>("prerequisiteCourseId", &prerequisite_course_id);
    let done = change::<course::Entity, CourseId, _, _>(ctx, "courseId", &course_id, |tx, id| {
        let other = other.clone();
        async move { remove_course_prerequisite(tx, id, other?).await }.boxed()
    });
    Ok(done.await?.map(|(view, row)| Course::new(view, row)).into())
}
