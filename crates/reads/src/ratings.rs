//! What learners think of courses.

use crate::list;
use entities::course_rating;
use kernel::{CourseId, CourseRatingId, PageRequest, PageSlice};
use sea_orm::{ColumnTrait, Condition};
use store::{Keyset, OrgScope, StoreError};

/// What a client wants to see of the ratings of a course.
#[derive(Clone, Copy, Debug)]
pub struct CourseRatingFilter {
    /// Of this course.
    pub course: CourseId,
    /// With this many stars.
    pub rating: Option<i32>,
    /// Whether it has a comment.
    pub has_comment: Option<bool>,
}

/// One page of the ratings of a course that the actor sees, the latest first.
pub async fn course_ratings(
    scope: &OrgScope,
    filter: CourseRatingFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<course_rating::Model>, StoreError> {
    use course_rating::Column;
    let CourseRatingFilter {
        course,
        rating,
        has_comment,
    } = filter;
    let condition = Condition::all()
        .add(Column::CourseId.eq(course))
        .add_option(rating.map(|stars| Column::Rating.eq(stars)))
        .add_option(has_comment.map(|has| {
            if has {
                Column::Comment.is_not_null()
            } else {
                Column::Comment.is_null()
            }
        }));
    let keyset = Keyset {
        name: "createdAt",
        column: Column::CreatedAt,
        id: Column::Id,
        descending: true,
        is_time: true,
    };
    let scoped = || scope.find::<course_rating::Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Ratings by id, as far as the actor sees them.
pub async fn course_ratings_by_id(
    scope: &OrgScope,
    ids: Vec<CourseRatingId>,
) -> Result<Vec<course_rating::Model>, StoreError> {
    scope
        .find::<course_rating::Entity>()
        .among(course_rating::Column::Id, ids)
        .all()
        .await
}

/// The actor's own ratings of courses.
pub async fn own_ratings_by_course(
    scope: &OrgScope,
    courses: Vec<CourseId>,
) -> Result<Vec<course_rating::Model>, StoreError> {
    let Some(member) = scope.access().member() else {
        return Ok(Vec::new());
    };
    scope
        .find::<course_rating::Entity>()
        .filter(course_rating::Column::MemberId.eq(member))
        .among(course_rating::Column::CourseId, courses)
        .all()
        .await
}
