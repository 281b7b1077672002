//! What learners think of courses.

use crate::{
    Course, DateTime, Member, OrgView,
    base::{connection, fault, page_arguments, position},
    content::keys::CourseById,
    governance::PageInput,
    people::keys::MemberById,
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use entities::{course_rating, permission_grant::Permission};
use kernel::CourseId;

/// What a learner thinks of a course.
#[derive(Clone, Debug)]
pub struct CourseRating {
    view: OrgView,
    row: course_rating::Model,
}

impl CourseRating {
    /// A rating the actor may see.
    pub const fn new(view: OrgView, row: course_rating::Model) -> Self {
        Self { view, row }
    }
}

/// What a learner thinks of a course. A member has one rating at most for each course.
#[Object]
impl CourseRating {
    /// The rating's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The course.
    async fn course(&self) -> Result<Option<Course>> {
        let row = self.view.load(CourseById(self.row.course_id)).await?;
        Ok(row.map(|row| Course::new(self.view.clone(), row)))
    }
    /// Who rates it; null for those who do not see the members.
    async fn member(&self) -> Result<Option<Member>> {
        let row = self.view.load(MemberById(self.row.member_id)).await?;
        Ok(row.map(|row| Member::new(self.view.clone(), row.into())))
    }
    /// From 1 to 5 stars.
    async fn rating(&self) -> i32 {
        self.row.rating
    }
    /// Why; plain text with line breaks.
    async fn comment(&self) -> Option<&str> {
        self.row.comment.as_deref()
    }
    /// Whether a moderator hides it. Then it is for its author and for moderators only, and does not count.
    async fn is_hidden(&self) -> bool {
        self.row.hidden_at.is_some()
    }
    /// Why it is hidden; for its author and for moderators.
    async fn hidden_reason(&self) -> Option<&str> {
        self.row.hidden_reason.as_deref()
    }
    /// Whether it is your own.
    async fn is_own(&self) -> Result<bool> {
        Ok(self.view.access().await?.member() == Some(self.row.member_id))
    }
    /// Whether you may hide it, and show it again.
    async fn viewer_can_moderate(&self) -> Result<bool> {
        Ok(self.view.access().await?.may(Permission::ManageCommunity))
    }
    /// When it was first given.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
    /// When it was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

connection! {
    /// A page of ratings.
    CourseRatingConnection,
    /// A rating and its position in the list.
    CourseRatingEdge,
    CourseRating
}

/// Which ratings of a course to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct CourseRatingFilter {
    /// With this many stars, from 1 to 5.
    pub rating: Option<i32>,
    /// Whether it has a comment.
    pub has_comment: Option<bool>,
}

/// The ratings of a course, as far as the actor sees them.
pub(crate) async fn course_ratings(
    ctx: &Context<'_>,
    view: &OrgView,
    course: CourseId,
    filter: Option<CourseRatingFilter>,
    (first, after, last, before): PageInput,
) -> Result<CourseRatingConnection> {
    let page = page_arguments("createdAt", first, after, last, before)?;
    let CourseRatingFilter { rating, has_comment } = filter.unwrap_or_default();
    let filter = reads::CourseRatingFilter {
        course,
        rating,
        has_comment,
    };
    let total = ctx.look_ahead().field("totalCount").exists();
    let slice = reads::course_ratings(view.scope().await?, filter, &page, total)
        .await
        .map_err(fault)?;
    Ok(CourseRatingConnection::new(slice.map(|row| {
        let cursor = position("createdAt", row.created_at, row.id);
        (cursor, CourseRating::new(view.clone(), row))
    })))
}
