//! Entering an organization: one statement finds it and what the actor may do there.

use crate::{
    CrossOrganization, Failure, OrgScope, OrgTx, Store, StoreError, Tx,
    scope::{set_across, set_organization},
    scoped::{Runner, on},
    session::View,
};
use authz::{Access, Actor, Employment, Membership, Owned};
use chrono::{DateTime, Utc};
use entities::{
    employee::{self, EmployeeStatus, WorkRole},
    member::{self, AccessRole, MemberStatus},
    organization,
    permission_grant::{self, Permission, PermissionScope},
};
use kernel::{EmployeeId, MemberId, OrganizationId, TypedId, UserId};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryResult, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

/// What leads to an organization.
#[derive(Clone, Debug)]
pub struct Target {
    condition: Condition,
    field: &'static str,
}

impl Target {
    /// The organization with a slug.
    pub fn slug(slug: &str) -> Self {
        // PostgreSQL cannot even be asked about a text with this character.
        let condition = if slug.contains('\0') {
            authz::never()
        } else {
            Condition::all().add(organization::Column::Slug.eq(slug))
        };
        Self {
            condition,
            field: "slug",
        }
    }

    /// The organization with an id, which came from this field of the input.
    pub fn organization(field: &'static str, id: OrganizationId) -> Self {
        Self {
            condition: Condition::all().add(organization::Column::Id.eq(id)),
            field,
        }
    }

    /// The organization that a row belongs to, whose id came from this field of the input.
    pub fn of<E: Owned>(field: &'static str, id: impl TypedId) -> Self {
        Self {
            condition: Condition::all().add(
                Expr::col(organization::Column::Id.as_column_ref())
                    .in_subquery(owner::<E>(E::ID.eq(id.uuid()))),
            ),
            field,
        }
    }

    /// The organization of the row that carries a token.
    pub(crate) fn of_token<E: Owned>(field: &'static str, column: E::Column, hash: Vec<u8>) -> Self {
        Self {
            condition: Condition::all().add(
                Expr::col(organization::Column::Id.as_column_ref()).in_subquery(owner::<E>(column.eq(hash))),
            ),
            field,
        }
    }
}

fn owner<E: Owned>(row: Expr) -> SelectStatement {
    Query::select()
        .column(E::ORGANIZATION.as_column_ref())
        .from(E::default().table_ref())
        .and_where(row)
        .to_owned()
}

/// An organization that the actor can see, and a scope to read it with.
#[derive(Debug)]
pub struct Entered {
    /// The organization's own row.
    pub organization: organization::Model,
    /// Reads the rest.
    pub scope: OrgScope,
}

impl Store {
    /// Enters the target's organization to read. Nothing, if there is none or the actor cannot see it.
    pub async fn enter(&self, actor: &Actor, target: &Target) -> Result<Option<Entered>, StoreError> {
        let runner = self.runner(View::Across(CrossOrganization::Enter));
        let Some((organization, access)) = standing(&runner, actor, target, self.now()).await? else {
            return Ok(None);
        };
        if !sees(&access, &organization) {
            return Ok(None);
        }
        self.pay_toll(&organization)?;
        let runner = self.runner(View::Organization(organization.id));
        Ok(Some(Entered {
            organization,
            scope: OrgScope::new(self.clone(), access, runner),
        }))
    }
}

/// Enters the target's organization to write.
pub(crate) async fn enter_tx(tx: Tx, target: &Target) -> Result<OrgTx, Failure> {
    set_across(tx.raw(), Some(CrossOrganization::Enter)).await?;
    let found = standing(&tx.runner(), tx.actor(), target, tx.now()).await?;
    let Some((organization, access)) = found.filter(|(organization, access)| sees(access, organization))
    else {
        return Err(Failure::NotFound(target.field));
    };
    tx.pay_toll(&organization)?;
    set_organization(tx.raw(), organization.id).await?;
    Ok(OrgTx::new(tx, access))
}

/// Enters the organization that a token leads to. The token is the permission to know that it exists.
pub(crate) async fn enter_by_token(tx: Tx, target: &Target) -> Result<Option<OrgTx>, Failure> {
    set_across(tx.raw(), Some(CrossOrganization::Token)).await?;
    let Some((organization, access)) = standing(&tx.runner(), tx.actor(), target, tx.now()).await? else {
        return Ok(None);
    };
    tx.pay_toll(&organization)?;
    set_organization(tx.raw(), organization.id).await?;
    Ok(Some(OrgTx::new(tx, access)))
}

/// The same rule as the policy of the table, for a row that is at hand.
fn sees(access: &Access, organization: &organization::Model) -> bool {
    let actor = access.actor();
    access.is_active_member() || actor.is_operator() || actor.is_system() || organization.is_public
}

/// The organization once per permission granted to the actor there, or once where there is none.
struct Row {
    organization: organization::Model,
    member: Option<(MemberId, AccessRole, MemberStatus)>,
    employee: Option<(EmployeeId, WorkRole)>,
    grant: Option<(Permission, PermissionScope)>,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        let member = row.try_get::<Option<MemberId>>("", "member_id")?;
        let employee = row.try_get::<Option<EmployeeId>>("", "employee_id")?;
        let permission = row.try_get::<Option<Permission>>("", "granted")?;
        Ok(Self {
            organization: organization::Model::from_query_result(row, prefix)?,
            member: match member {
                Some(id) => Some((
                    id,
                    row.try_get("", "access_role")?,
                    row.try_get("", "member_status")?,
                )),
                None => None,
            },
            employee: match employee {
                Some(id) => Some((id, row.try_get("", "work_role")?)),
                None => None,
            },
            grant: match permission {
                Some(permission) => Some((permission, row.try_get("", "granted_scope")?)),
                None => None,
            },
        })
    }
}

async fn standing(
    runner: &Runner,
    actor: &Actor,
    target: &Target,
    now: DateTime<Utc>,
) -> Result<Option<(organization::Model, Access)>, StoreError> {
    let select = select_standing(actor.user(), target, now).into_model::<Row>();
    let rows: Vec<Row> = on!(runner, |connection| select.all(connection).await)?;
    let grants: Vec<_> = rows.iter().filter_map(|row| row.grant).collect();
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    let access = Access::new(
        actor.clone(),
        row.organization.id,
        row.member
            .map(|(id, role, status)| Membership { id, role, status }),
        row.employee.map(|(id, role)| Employment { id, role }),
        &grants,
    );
    Ok(Some((row.organization, access)))
}

/// An employment that has begun: at work, or approved and past its first day.
pub(crate) fn has_begun(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(employee::Column::Status.eq(EmployeeStatus::Active))
        .add(
            Condition::all()
                .add(employee::Column::Status.eq(EmployeeStatus::Approved))
                .add(employee::Column::StartsOn.lte(now.date_naive())),
        )
}

#[expect(
    clippy::disallowed_methods,
    reason = "this statement is what decides the scope"
)]
fn select_standing(
    user: Option<UserId>,
    target: &Target,
    now: DateTime<Utc>,
) -> sea_orm::Select<organization::Entity> {
    let same = |column: Expr| column.eq(Expr::col(organization::Column::Id.as_column_ref()));
    let own = match user {
        Some(user) => Condition::all().add(member::Column::UserId.eq(user)),
        None => authz::never(),
    };
    let mut select = organization::Entity::find().filter(target.condition.clone());
    QueryTrait::query(&mut select)
        .left_join(
            member::Entity,
            own.add(same(Expr::col(member::Column::OrganizationId.as_column_ref()))),
        )
        .left_join(
            employee::Entity,
            Condition::all()
                .add(same(Expr::col(employee::Column::OrganizationId.as_column_ref())))
                .add(
                    Expr::col(employee::Column::MemberId.as_column_ref())
                        .eq(Expr::col(member::Column::Id.as_column_ref())),
                )
                .add(has_begun(now)),
        )
        .left_join(
            permission_grant::Entity,
            Condition::all()
                .add(same(Expr::col(
                    permission_grant::Column::OrganizationId.as_column_ref(),
                )))
                .add(
                    Expr::col(permission_grant::Column::MemberId.as_column_ref())
                        .eq(Expr::col(member::Column::Id.as_column_ref())),
                ),
        );
    let column = |column: (sea_orm::DynIden, sea_orm::DynIden)| Expr::col(column);
    select
        .expr_as(column(member::Column::Id.as_column_ref()), "member_id")
        .expr_as(column(member::Column::AccessRole.as_column_ref()), "access_role")
        .expr_as(column(member::Column::Status.as_column_ref()), "member_status")
        .expr_as(column(employee::Column::Id.as_column_ref()), "employee_id")
        .expr_as(column(employee::Column::Role.as_column_ref()), "work_role")
        .expr_as(
            column(permission_grant::Column::Permission.as_column_ref()),
            "granted",
        )
        .expr_as(
            column(permission_grant::Column::Scope.as_column_ref()),
            "granted_scope",
        )
}
