//! Lists of courses.

use crate::{
    Course, CourseConnection, CourseLevel, CourseStatus, OrderDirection, OrgView,
    base::{error, fault, page_arguments, selects},
    governance::PageInput,
};
use async_graphql::{Context, Enum, ID, InputObject, Result};
use kernel::{CategoryId, Cursor, EmployeeId, ErrorKind, TypedId};
use reads::CourseShape;

/// Which courses to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct CourseFilter {
    /// Part of the title or of the summary; ignores case. It finds these very letters and does not look into lessons.
    pub search: Option<String>,
    /// In one of these states.
    pub status: Option<Vec<CourseStatus>>,
    /// On one of these levels.
    pub level: Option<Vec<CourseLevel>>,
    /// Listed under this subject.
    pub category_id: Option<ID>,
    /// With the tag that has this slug.
    pub tag: Option<String>,
    /// Looked after by this employee.
    pub mentor_id: Option<ID>,
}

/// What courses can be ordered by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "reads::CourseOrder")]
pub enum CourseOrderField {
    /// The title.
    Title,
    /// When they were last published. Courses that never were are left out.
    PublishedAt,
    /// When they were begun.
    CreatedAt,
}

/// The order of a list of courses. Ties are broken by id, so that pages never overlap.
#[derive(InputObject)]
pub struct CourseOrder {
    /// What to order by.
    pub field: CourseOrderField,
    /// Which way.
    #[graphql(default)]
    pub direction: OrderDirection,
}

pub(crate) async fn courses(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<CourseFilter>,
    order: Option<CourseOrder>,
    (first, after, last, before): PageInput,
) -> Result<CourseConnection> {
    fn id<I: TypedId>(text: Option<ID>) -> Result<Option<I>> {
        text.map(|text| I::parse(&text))
            .transpose()
            .map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))
    }
    let CourseFilter {
        search,
        status,
        level,
        category_id,
        tag,
        mentor_id,
    } = filter.unwrap_or_default();
    let (field, descending) = match order {
        Some(order) => (order.field.into(), order.direction.is_descending()),
        None => (reads::CourseOrder::CreatedAt, true),
    };
    let keyset = field.keyset(descending);
    let page = page_arguments(keyset.name, first, after, last, before)?;
    let filter = reads::CourseFilter {
        search,
        status: status.map(|any| any.into_iter().map(Into::into).collect()),
        level: level.map(|any| any.into_iter().map(Into::into).collect()),
        category: id::<CategoryId>(category_id)?,
        tag,
        mentor: id::<EmployeeId>(mentor_id)?,
    };
    let required = selects(ctx, "requiredLessonCount");
    let shape = CourseShape {
        owner: selects(ctx, "owner"),
        counts: required || selects(ctx, "chapterCount") || selects(ctx, "lessonCount"),
        required,
        total: ctx.look_ahead().field("totalCount").exists(),
    };
    let slice = reads::courses(view.scope().await?, filter, field, &keyset, &page, shape)
        .await
        .map_err(fault)?;
    Ok(CourseConnection::new(slice.map(|row| {
        let key = match field {
            reads::CourseOrder::Title => row.course.title.clone(),
            reads::CourseOrder::PublishedAt => row
                .course
                .published_at
                .unwrap_or(row.course.created_at)
                .timestamp_micros()
                .to_string(),
            reads::CourseOrder::CreatedAt => row.course.created_at.timestamp_micros().to_string(),
        };
        let cursor = Cursor {
            order: keyset.name.to_owned(),
            key,
            id: row.course.id.uuid(),
        };
        (cursor, Course::of_list(view.clone(), row))
    })))
}
