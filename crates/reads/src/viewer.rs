//! What a user is, wherever they are.

use crate::Joined;
use entities::{ByPosition, Columns, employee, member, organization, permission_grant};
use kernel::UserId;
use sea_orm::{ColumnTrait, Condition, DbErr, FromQueryResult, Order, QueryResult, RelationTrait};
use store::{CrossOrganization, Store, StoreError};

/// One of a user's memberships, with its organization, employment and grants.
#[derive(Clone, Debug)]
pub struct MembershipRow {
    /// The membership, in whatever state.
    pub member: member::Model,
    /// Where.
    pub organization: organization::Model,
    /// The current employment there.
    pub employee: Option<employee::Model>,
    /// Single permissions granted there.
    pub grants: Vec<permission_grant::Model>,
}

struct Row {
    member: member::Model,
    organization: Option<organization::Model>,
    employee: Option<employee::Model>,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            member: member::Model::read(Columns::all(row))?,
            organization: Joined::read(row, "o_")?.into_found(),
            employee: Joined::read(row, "e_")?.into_found(),
        })
    }
}

/// A user's memberships, oldest first: two statements, however many there are.
pub async fn memberships(store: &Store, user: UserId) -> Result<Vec<MembershipRow>, StoreError> {
    let across = store.across(CrossOrganization::OwnMemberships);
    let rows: Vec<Row> = across
        .find::<member::Entity>()
        .filter(member::Column::UserId.eq(user))
        .join_across::<organization::Entity>(member::Relation::Organization.def(), Condition::all(), "o_")
        .join_across::<employee::Entity>(
            employee::Relation::Member.def().rev(),
            crate::members::current(),
            "e_",
        )
        .order_by(member::Column::JoinedAt, Order::Asc)
        .order_by(member::Column::Id, Order::Asc)
        .all_as()
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let grants = across
        .find::<permission_grant::Entity>()
        .among(
            permission_grant::Column::MemberId,
            rows.iter().map(|row| row.member.id),
        )
        .order_by(permission_grant::Column::Id, Order::Asc)
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(MembershipRow {
                grants: grants
                    .iter()
                    .filter(|grant| grant.member_id == row.member.id)
                    .cloned()
                    .collect(),
                organization: row.organization?,
                employee: row.employee,
                member: row.member,
            })
        })
        .collect())
}
