//! Lists of courses.

use crate::{
    Course, CourseConnection, CourseLevel, CourseStatus, Decimal, OrderDirection, OrgView,
    base::{error, fault, page_arguments, selects},
    governance::PageInput,
};
use async_graphql::{Context, Enum, ID, InputObject, Result};
use kernel::{CategoryId, Cursor, EmployeeId, ErrorKind, TypedId};
use reads::CourseShape;

/// Which courses to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct CourseFilter {
    /// Words to find in title, summary, description, tags, and the titles of chapters and lessons that are no drafts.
    /// Every word has to be there, as the beginning of one; case and accents do not matter. At most twelve words are
    /// looked at.
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
    /// With an average rating of at least this, from 1 to 5.
    pub min_rating: Option<Decimal>,
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
    /// The average rating. Courses without a rating are left out.
    Rating,
    /// How well they fit `search`: words of the title count most, then those of summary and tags. It is the order of a
    /// search that asks for none.
    Relevance,
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
        min_rating,
    } = filter.unwrap_or_default();
    let search = search.as_deref().and_then(reads::Search::parse);
    let (field, descending) = match order {
        Some(order) => (order.field.into(), order.direction.is_descending()),
        None if search.is_some() => (reads::CourseOrder::Relevance, true),
        None => (reads::CourseOrder::CreatedAt, true),
    };
    let page = page_arguments(field.name(), first, after, last, before)?;
    let filter = reads::CourseFilter {
        search,
        status: status.map(|any| any.into_iter().map(Into::into).collect()),
        level: level.map(|any| any.into_iter().map(Into::into).collect()),
        category: id::<CategoryId>(category_id)?,
        tag,
        mentor: id::<EmployeeId>(mentor_id)?,
        min_rating: min_rating.map(hundredths),
    };
    let required = selects(ctx, "requiredLessonCount");
    let shape = CourseShape {
        owner: selects(ctx, "owner"),
        counts: required || selects(ctx, "chapterCount") || selects(ctx, "lessonCount"),
        required,
        total: ctx.look_ahead().field("totalCount").exists(),
    };
    let slice = reads::courses(view.scope().await?, filter, field, descending, &page, shape)
        .await
        .map_err(fault)?;
    Ok(CourseConnection::new(slice.map(|row| {
        let cursor = Cursor {
            order: field.name().to_owned(),
            key: field.key(&row),
            id: row.course.id.uuid(),
        };
        (cursor, Course::of_list(view.clone(), row))
    })))
}

/// The average that is not below the wanted one, as it is stored. What no average can reach stays unreachable.
fn hundredths(rating: Decimal) -> i32 {
    let least = rating.0.saturating_mul(100.into()).ceil();
    rust_decimal::prelude::ToPrimitive::to_i32(&least).unwrap_or(i32::MAX)
}
