//! Lists of employees.

use crate::{
    CompensationType, Employee, EmployeeConnection, EmployeeStatus, OrderDirection, OrgView, WorkRole,
    base::{error, fault, forbidden, page_arguments, selects},
    governance::PageInput,
};
use async_graphql::{Context, Enum, InputObject, Result};
use entities::permission_grant::Permission;
use kernel::{Cursor, ErrorKind, TypedId};
use reads::{EmployeeRow, EmployeeShape};

/// Which employees to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct EmployeeFilter {
    /// Part of the professional name; ignores case.
    pub search: Option<String>,
    /// With one of these work roles.
    pub role: Option<Vec<WorkRole>>,
    /// In one of these states. People who are `PENDING` are not employed yet: list `employeeInvitations` for them.
    pub status: Option<Vec<EmployeeStatus>>,
    /// Paid in one of these ways. Needs MANAGE_COMPENSATION: whoever may not see what people are paid may not find it
    /// out by filtering either.
    pub compensation_type: Option<Vec<CompensationType>>,
    /// Part of the job profile's title; ignores case.
    pub job_title: Option<String>,
    /// Whether a job profile is linked.
    pub has_job_profile: Option<bool>,
}

/// What employees can be ordered by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "reads::EmployeeOrder")]
pub enum EmployeeOrderField {
    /// When they were hired.
    HiredAt,
    /// Their professional name.
    ProfessionalDisplayName,
}

/// The order of a list of employees. Ties are broken by id, so that pages never overlap.
#[derive(InputObject)]
pub struct EmployeeOrder {
    /// What to order by.
    pub field: EmployeeOrderField,
    /// Which way.
    #[graphql(default)]
    pub direction: OrderDirection,
}

pub(crate) async fn employees(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<EmployeeFilter>,
    order: Option<EmployeeOrder>,
    (first, after, last, before): PageInput,
) -> Result<EmployeeConnection> {
    let EmployeeFilter {
        search,
        role,
        status,
        compensation_type,
        job_title,
        has_job_profile,
    } = filter.unwrap_or_default();
    if status
        .iter()
        .flatten()
        .any(|status| *status == EmployeeStatus::Pending)
    {
        return Err(error(
            ErrorKind::BadUserInput,
            "people who are PENDING are not employed yet: use `employeeInvitations(filter: {status: [PENDING_APPROVAL]})`",
        ));
    }
    if compensation_type.is_some() && !view.access().await?.may(Permission::ManageCompensation) {
        return Err(forbidden("employees.filterByCompensation"));
    }
    let (field, descending) = match order {
        Some(order) => (order.field.into(), order.direction.is_descending()),
        None => (reads::EmployeeOrder::HiredAt, true),
    };
    let keyset = field.keyset(descending);
    let page = page_arguments(keyset.name, first, after, last, before)?;
    let filter = reads::EmployeeFilter {
        search,
        role: role.map(|any| any.into_iter().map(Into::into).collect()),
        status: status.map(|any| any.into_iter().map(Into::into).collect()),
        compensation_type: compensation_type.map(|any| any.into_iter().map(Into::into).collect()),
        job_title,
        has_job_profile,
    };
    let shape = EmployeeShape {
        member: selects(ctx, "member"),
        job_profile: selects(ctx, "jobProfile"),
        total: ctx.look_ahead().field("totalCount").exists(),
    };
    let slice = reads::employees(view.scope().await?, filter, &keyset, &page, shape)
        .await
        .map_err(fault)?;
    Ok(EmployeeConnection::new(slice.map(|row: EmployeeRow| {
        let cursor = Cursor {
            order: keyset.name.to_owned(),
            key: if keyset.is_time {
                row.employee.hired_at.timestamp_micros().to_string()
            } else {
                row.employee.professional_display_name.clone()
            },
            id: row.employee.id.uuid(),
        };
        (cursor, Employee::new(view.clone(), row))
    })))
}
