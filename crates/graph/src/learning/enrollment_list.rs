//! Lists of enrollments.

use crate::{
    Enrollment, EnrollmentConnection, EnrollmentSource, EnrollmentStatus, OrderDirection, OrgView,
    RequestContext,
    base::{error, fault, page_arguments, page_of_at_most, selects, selects_in},
    governance::PageInput,
};
use async_graphql::{Context, Enum, ID, InputObject, Result};
use entities::permission_grant::Permission;
use kernel::{CourseId, Cursor, ErrorKind, MemberId, PageRequest, TypedId, UserId};
use reads::{EnrollmentRow, EnrollmentShape};
use std::sync::Arc;

/// Which enrollments to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct EnrollmentFilter {
    /// In one of these states.
    pub status: Option<Vec<EnrollmentStatus>>,
    /// That came about in one of these ways.
    pub source: Option<Vec<EnrollmentSource>>,
    /// In this course.
    pub course_id: Option<ID>,
    /// Of this member.
    pub member_id: Option<ID>,
}

/// What enrollments can be ordered by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrollmentOrderField {
    /// When they began.
    EnrolledAt,
}

/// The order of a list of enrollments. Ties are broken by id, so that pages never overlap.
#[derive(InputObject)]
pub struct EnrollmentOrder {
    /// What to order by.
    pub field: EnrollmentOrderField,
    /// Which way.
    #[graphql(default)]
    pub direction: OrderDirection,
}

/// What the list is part of.
pub(crate) enum Within {
    Organization,
    Course(CourseId),
    Member(MemberId),
}

pub(crate) async fn enrollments(
    ctx: &Context<'_>,
    view: &OrgView,
    within: Within,
    filter: Option<EnrollmentFilter>,
    order: Option<EnrollmentOrder>,
    page: PageInput,
) -> Result<EnrollmentConnection> {
    let keyset = reads::enrollment_keyset(is_descending(order));
    let most = largest(view, &within).await?;
    let page = page_of_at_most(most, keyset.name, page)?;
    let mut filter = wanted(filter)?;
    match within {
        Within::Organization => {}
        Within::Course(course) if filter.course.is_none_or(|id| id == course) => filter.course = Some(course),
        Within::Member(member) if filter.member.is_none_or(|id| id == member) => filter.member = Some(member),
        // Another course or member than the one the list belongs to: nothing is in both.
        Within::Course(_) | Within::Member(_) => filter.status = Some(Vec::new()),
    }
    let shape = EnrollmentShape {
        is_report: most > PageRequest::MAX,
        ..shape(ctx)
    };
    let slice = reads::enrollments(view.scope().await?, filter, &keyset, &page, shape)
        .await
        .map_err(fault)?;
    Ok(EnrollmentConnection::new(
        slice.map(|row| (cursor(&row), Enrollment::new(view.clone(), row))),
    ))
}

/// How many enrollments a page may have: all the organization's are a report for those who may export reports.
async fn largest(view: &OrgView, within: &Within) -> Result<i32> {
    Ok(match within {
        Within::Organization if view.access().await?.may(Permission::ExportReports) => {
            PageRequest::EXPORT_MAX
        }
        Within::Organization | Within::Course(_) | Within::Member(_) => PageRequest::MAX,
    })
}

pub(crate) async fn own_enrollments(
    ctx: &Context<'_>,
    request: &Arc<RequestContext>,
    user: UserId,
    status: Option<Vec<EnrollmentStatus>>,
    order: Option<EnrollmentOrder>,
    (first, after, last, before): PageInput,
) -> Result<EnrollmentConnection> {
    let keyset = reads::enrollment_keyset(is_descending(order));
    let page = page_arguments(keyset.name, first, after, last, before)?;
    let status = status.map(|any| any.into_iter().map(Into::into).collect());
    let slice = reads::own_enrollments(&request.store, user, status, &keyset, &page, shape(ctx))
        .await
        .map_err(fault)?;
    Ok(EnrollmentConnection::new(slice.map(|row| {
        let view = request.view(row.enrollment.organization_id);
        (cursor(&row), Enrollment::new(view, row))
    })))
}

fn is_descending(order: Option<EnrollmentOrder>) -> bool {
    order.is_none_or(|EnrollmentOrder { field, direction }| match field {
        EnrollmentOrderField::EnrolledAt => direction.is_descending(),
    })
}

fn wanted(filter: Option<EnrollmentFilter>) -> Result<reads::EnrollmentFilter> {
    fn id<I: TypedId>(text: Option<ID>) -> Result<Option<I>> {
        text.map(|text| I::parse(&text))
            .transpose()
            .map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))
    }
    let EnrollmentFilter {
        status,
        source,
        course_id,
        member_id,
    } = filter.unwrap_or_default();
    Ok(reads::EnrollmentFilter {
        status: status.map(|any| any.into_iter().map(Into::into).collect()),
        source: source.map(|any| any.into_iter().map(Into::into).collect()),
        course: id(course_id)?,
        member: id(member_id)?,
    })
}

fn shape(ctx: &Context<'_>) -> EnrollmentShape {
    EnrollmentShape {
        course: selects(ctx, "course"),
        member: selects(ctx, "member"),
        user: selects_in(ctx, "member", "user"),
        progress: selects(ctx, "progress"),
        certificate: selects(ctx, "certificate"),
        total: ctx.look_ahead().field("totalCount").exists(),
        is_report: false,
    }
}

fn cursor(row: &EnrollmentRow) -> Cursor {
    Cursor {
        order: reads::enrollment_keyset(true).name.to_owned(),
        key: row.enrollment.enrolled_at.timestamp_micros().to_string(),
        id: row.enrollment.id.uuid(),
    }
}
