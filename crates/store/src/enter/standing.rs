//! What a user is in an organization: the membership, the employment and the permissions that were granted.

use super::{
    Target,
    text::{self, Asks},
};
use crate::{
    Engine, StoreError,
    scoped::{Runner, on},
};
use authz::{Access, Actor, Employment, Membership};
use chrono::{DateTime, Utc};
use entities::{
    ByPosition, Columns,
    employee::{self, EmployeeStatus, WorkRole},
    member::{self, AccessRole, MemberStatus},
    organization,
    permission_grant::{self, Permission, PermissionScope},
};
use kernel::{EmployeeId, MemberId, OrganizationId, UserId};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QueryResult,
    QuerySelect, QueryTrait, Select, Statement, Value,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

/// An organization that was found for a user, and what they are there. Whether they can see it at all is not decided yet.
#[derive(Debug)]
pub struct Standing {
    organization: organization::Model,
    membership: Option<Membership>,
    employment: Option<Employment>,
    grants: Vec<(Permission, PermissionScope)>,
}

impl Standing {
    /// What the actor may do there. The actor is the one it was found for.
    pub(super) fn of(self, actor: &Actor) -> (organization::Model, Access) {
        let Self {
            organization,
            membership,
            employment,
            grants,
        } = self;
        let access = Access::new(actor.clone(), organization.id, membership, employment, &grants);
        (organization, access)
    }

    /// The organization is in each of the rows, which have one grant each.
    pub(super) fn gather(rows: Vec<Row>) -> Option<Self> {
        let grants = rows.iter().filter_map(|row| row.grant).collect();
        let row = rows.into_iter().next()?;
        Some(Self {
            organization: row.organization,
            membership: row
                .member
                .map(|(id, role, status)| Membership { id, role, status }),
            employment: row.employee.map(|(id, role)| Employment { id, role }),
            grants,
        })
    }
}

/// The same rule as the policy of the table, for a row that is at hand.
pub(super) fn sees(access: &Access, organization: &organization::Model) -> bool {
    let actor = access.actor();
    access.is_active_member() || actor.is_operator() || actor.is_system() || organization.is_public
}

/// The organization once per permission granted to the actor there, or once where there is none.
pub(super) struct Row {
    pub(super) organization: organization::Model,
    member: Option<(MemberId, AccessRole, MemberStatus)>,
    employee: Option<(EmployeeId, WorkRole)>,
    grant: Option<(Permission, PermissionScope)>,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Self::read(row, Columns::all(row))
    }
}

impl Row {
    /// Reads the row. The columns of the organization are told; the others have names.
    pub(super) fn read(row: &QueryResult, organization: Columns<'_>) -> Result<Self, sea_orm::DbErr> {
        let organization = organization::Model::read(organization)?;
        let rights = Columns::find(row, "", "member_id")
            .ok_or_else(|| sea_orm::DbErr::Custom("the rights are not selected".to_owned()))?;
        let member = rights.optional::<MemberId>(0, "member_id")?;
        let employee = rights.optional::<EmployeeId>(3, "employee_id")?;
        let permission = rights.optional::<Permission>(5, "granted")?;
        Ok(Self {
            organization,
            member: match member {
                Some(id) => Some((
                    id,
                    rights.required(1, "access_role")?,
                    rights.required(2, "member_status")?,
                )),
                None => None,
            },
            employee: match employee {
                Some(id) => Some((id, rights.required(4, "work_role")?)),
                None => None,
            },
            grant: match permission {
                Some(permission) => Some((permission, rights.required(6, "granted_scope")?)),
                None => None,
            },
        })
    }
}

/// Finds the organization that a target leads to, and what a user is there.
pub(super) async fn find(
    runner: &Runner,
    user: Option<UserId>,
    target: &Target,
    now: DateTime<Utc>,
) -> Result<Option<Standing>, StoreError> {
    let engine = runner.engine();
    let asks = if user.is_some() { Asks::User } else { Asks::Nobody };
    let mut values: Vec<Value> = user.into_iter().map(Value::from).collect();
    values.extend(begun_values(now));
    values.extend(target.way.value());
    let statement = text::statement(engine, asks, target.way.names(), values, |backend| {
        select(engine, user, target, now).build(backend)
    });
    let rows = run(runner, statement, |row: &Row| Some(row.organization.id)).await?;
    Ok(Standing::gather(rows))
}

/// Runs a statement that [turns](with_columns) its transaction to the organization that it finds, if it finds one.
pub(super) async fn run<R>(
    runner: &Runner,
    statement: Statement,
    found: fn(&R) -> Option<OrganizationId>,
) -> Result<Vec<R>, StoreError>
where
    R: FromQueryResult + Send + Sync,
{
    let select = R::find_by_statement(statement);
    let Runner::Session(session, view) = runner else {
        return Ok(on!(runner, |connection| select.all(connection).await)?);
    };
    let mut open = session.ready(*view).await?;
    let rows = select.all(&**open).await;
    if let Ok(rows) = &rows
        && let Some(row) = rows.first()
    {
        open.has_turned(found(row));
    }
    drop(open);
    session.after(&rows).await;
    Ok(rows?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "this statement is what decides the scope"
)]
fn select(
    engine: Engine,
    user: Option<UserId>,
    target: &Target,
    now: DateTime<Utc>,
) -> Select<organization::Entity> {
    let mut select = organization::Entity::find().filter(target.way.condition());
    let own = match user {
        Some(user) => Condition::all().add(member::Column::UserId.eq(user)),
        None => authz::never(),
    };
    join(QueryTrait::query(&mut select), own, now);
    with_columns(engine, select)
}

/// Joins the membership that fulfils a condition in the organization, the employment and the grants.
pub(super) fn join(select: &mut SelectStatement, own: Condition, now: DateTime<Utc>) {
    let same = |column: Expr| column.eq(Expr::col(organization::Column::Id.as_column_ref()));
    select
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
}

/// Selects what [`Row`] reads besides the organization.
///
/// On PostgreSQL the statement itself tells the transaction that it is about the organization from now on, and no longer about
/// all of them.
pub(super) fn with_columns<E: EntityTrait>(engine: Engine, mut select: Select<E>) -> Select<E> {
    for (column, alias) in [
        (member::Column::Id.as_column_ref(), "member_id"),
        (member::Column::AccessRole.as_column_ref(), "access_role"),
        (member::Column::Status.as_column_ref(), "member_status"),
        (employee::Column::Id.as_column_ref(), "employee_id"),
        (employee::Column::Role.as_column_ref(), "work_role"),
        (permission_grant::Column::Permission.as_column_ref(), "granted"),
        (permission_grant::Column::Scope.as_column_ref(), "granted_scope"),
    ] {
        select = select.expr_as(Expr::col(column), alias);
    }
    if engine == Engine::Postgres {
        for (setting, alias) in [(ORGANIZATION, "turned"), (ACROSS, "left")] {
            select = select.expr_as(Expr::cust(setting), alias);
        }
        // What has an effect is computed after the rows are sorted, so when all of them have been looked up.
        select = select.order_by(permission_grant::Column::Id, Order::Asc);
    }
    select
}

const ORGANIZATION: &str =
    "set_config('volmify.organization', COALESCE(CAST(\"organization\".\"id\" AS text), ''), true)";
const ACROSS: &str = "set_config('volmify.across', '', true)";

/// The values of [`has_begun`].
pub(super) fn begun_values(now: DateTime<Utc>) -> [Value; 3] {
    [
        EmployeeStatus::Active.into(),
        EmployeeStatus::Approved.into(),
        now.date_naive().into(),
    ]
}

/// An employment that has begun: at work, or approved and past its first day.
fn has_begun(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(employee::Column::Status.eq(EmployeeStatus::Active))
        .add(
            Condition::all()
                .add(employee::Column::Status.eq(EmployeeStatus::Approved))
                .add(employee::Column::StartsOn.lte(now.date_naive())),
        )
}
