//! Lists of members.

use crate::{
    AccessRole, CustomerType, Member, MemberConnection, MemberStatus, OrderDirection, OrgView,
    base::{error, fault, page_arguments, selects},
    governance::PageInput,
};
use async_graphql::{Context, Enum, InputObject, Result};
use kernel::{Cursor, ErrorKind, TypedId};
use reads::{MemberRow, MemberShape};

/// Which members to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct MemberFilter {
    /// Part of the display name or the e-mail address; ignores case.
    pub search: Option<String>,
    /// In one of these states. People who are `INVITED` have no membership yet: list `memberInvitations` for them.
    pub status: Option<Vec<MemberStatus>>,
    /// With one of these roles.
    pub access_role: Option<Vec<AccessRole>>,
    /// Of one of these kinds.
    pub customer_type: Option<Vec<CustomerType>>,
    /// Whether they are employees as well.
    pub is_employee: Option<bool>,
}

/// What members can be ordered by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "reads::MemberOrder")]
pub enum MemberOrderField {
    /// When they joined.
    JoinedAt,
    /// Their name in this organization.
    DisplayName,
}

/// The order of a list of members. Ties are broken by id, so that pages never overlap.
#[derive(InputObject)]
pub struct MemberOrder {
    /// What to order by.
    pub field: MemberOrderField,
    /// Which way.
    #[graphql(default)]
    pub direction: OrderDirection,
}

pub(crate) async fn members(
    ctx: &Context<'_>,
    view: &OrgView,
    filter: Option<MemberFilter>,
    order: Option<MemberOrder>,
    (first, after, last, before): PageInput,
) -> Result<MemberConnection> {
    let MemberFilter {
        search,
        status,
        access_role,
        customer_type,
        is_employee,
    } = filter.unwrap_or_default();
    if status
        .iter()
        .flatten()
        .any(|status| *status == MemberStatus::Invited)
    {
        return Err(error(
            ErrorKind::BadUserInput,
            "people who are INVITED have no membership yet: use `memberInvitations(filter: {status: [PENDING]})`",
        ));
    }
    let (field, descending) = match order {
        Some(order) => (order.field.into(), order.direction.is_descending()),
        None => (reads::MemberOrder::JoinedAt, true),
    };
    let keyset = field.keyset(descending);
    let page = page_arguments(keyset.name, first, after, last, before)?;
    let filter = reads::MemberFilter {
        search,
        status: status.map(|any| any.into_iter().map(Into::into).collect()),
        access_role: access_role.map(|any| any.into_iter().map(Into::into).collect()),
        customer_type: customer_type.map(|any| any.into_iter().map(Into::into).collect()),
        is_employee,
    };
    let shape = MemberShape {
        user: selects(ctx, "user"),
        employee: selects(ctx, "employee") || selects(ctx, "isEmployee") || selects(ctx, "permissions"),
        learning: selects(ctx, "enrollmentCount") || selects(ctx, "lastActivityAt"),
        total: ctx.look_ahead().field("totalCount").exists(),
    };
    let slice = reads::members(view.scope().await?, filter, &keyset, &page, shape)
        .await
        .map_err(fault)?;
    Ok(MemberConnection::new(slice.map(|row: MemberRow| {
        let cursor = Cursor {
            order: keyset.name.to_owned(),
            key: if keyset.is_time {
                row.member.joined_at.timestamp_micros().to_string()
            } else {
                row.member.display_name.clone()
            },
            id: row.member.id.uuid(),
        };
        (cursor, Member::new(view.clone(), row))
    })))
}
