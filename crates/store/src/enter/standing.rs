//! What a user is in an organization: the membership, the employment and the permissions that were granted.

use super::{
    Target,
    text::{self, Asks},
};
use crate::{
    Engine, StoreError,
    postgres::Kept,
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
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Iden, Iterable,
    QueryFilter, QueryResult, QuerySelect, QueryTrait, Select, Value,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

/// How much of an organization comes with entering it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Brings {
    /// What entering itself has to know.
    Nothing,
    /// Its row as well, for whoever is going to show it.
    Row,
}

/// What has to be known of an organization to enter it.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// Which organization it is.
    pub organization: OrganizationId,
    /// Whether everybody may see it.
    pub is_public: bool,
    /// What requests in it may cost per minute; none: what is usual on this server.
    pub points_per_minute: Option<i32>,
}

/// An organization that was found for a user, and what they are there. Whether they can see it at all is not decided yet.
#[derive(Debug)]
pub struct Standing {
    gate: Gate,
    row: Option<organization::Model>,
    membership: Option<Membership>,
    employment: Option<Employment>,
    grants: Vec<(Permission, PermissionScope)>,
}

impl Standing {
    /// What the actor may do there. The actor is the one it was found for.
    pub(super) fn of(self, actor: &Actor) -> (Gate, Option<organization::Model>, Access) {
        let Self {
            gate,
            row,
            membership,
            employment,
            grants,
        } = self;
        let access = Access::new(actor.clone(), gate.organization, membership, employment, &grants);
        (gate, row, access)
    }

    /// The organization is in each of the rows, which have one grant each.
    pub(super) fn gather(rows: Vec<Row>) -> Option<Self> {
        let grants = rows.iter().filter_map(|row| row.grant).collect();
        let row = rows.into_iter().next()?;
        Some(Self {
            gate: row.gate,
            row: row.organization,
            membership: row
                .member
                .map(|(id, role, status)| Membership { id, role, status }),
            employment: row.employee.map(|(id, role)| Employment { id, role }),
            grants,
        })
    }
}

/// The same rule as the policy of the table, for a row that is at hand.
pub(super) fn sees(access: &Access, gate: &Gate) -> bool {
    let actor = access.actor();
    access.is_active_member() || actor.is_operator() || actor.is_system() || gate.is_public
}

/// The organization once per permission granted to the actor there, or once where there is none.
pub(super) struct Row {
    pub(super) gate: Gate,
    organization: Option<organization::Model>,
    member: Option<(MemberId, AccessRole, MemberStatus)>,
    employee: Option<(EmployeeId, WorkRole)>,
    grant: Option<(Permission, PermissionScope)>,
}

/// What the columns of the organization's row begin with.
const ORGANIZATION: &str = "o_";

impl Row {
    /// Reads what [`with_columns`] selects. Nothing, where no organization was looked for or found.
    pub(super) fn read(row: &QueryResult) -> Result<Option<Self>, DbErr> {
        let Some(columns) = Columns::find(row, "", "entered_id") else {
            return Ok(None);
        };
        let Some(organization) = columns.optional::<OrganizationId>(0, "entered_id")? else {
            return Ok(None);
        };
        let member = columns.optional::<MemberId>(3, "member_id")?;
        let employee = columns.optional::<EmployeeId>(6, "employee_id")?;
        let permission = columns.optional::<Permission>(8, "granted")?;
        Ok(Some(Self {
            gate: Gate {
                organization,
                is_public: columns.required(1, "is_public")?,
                points_per_minute: columns.optional(2, "points_per_minute")?,
            },
            organization: organization::Model::read_prefixed(row, ORGANIZATION)?,
            member: match member {
                Some(id) => Some((
                    id,
                    columns.required(4, "access_role")?,
                    columns.required(5, "member_status")?,
                )),
                None => None,
            },
            employee: match employee {
                Some(id) => Some((id, columns.required(7, "work_role")?)),
                None => None,
            },
            grant: match permission {
                Some(permission) => Some((permission, columns.required(9, "granted_scope")?)),
                None => None,
            },
        }))
    }
}

/// A row of a statement that finds nothing but the organization.
struct Alone(Row);

impl FromQueryResult for Alone {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        let row = Row::read(row)?;
        row.map(Self)
            .ok_or_else(|| DbErr::Custom("the organization is not selected".to_owned()))
    }
}

/// Asks for the organization that a target leads to, and what a user is there.
pub(super) fn question(
    engine: Engine,
    user: Option<UserId>,
    target: &Target,
    brings: Brings,
    now: DateTime<Utc>,
) -> Kept {
    let asks = if user.is_some() { Asks::User } else { Asks::Nobody };
    let mut values: Vec<Value> = user.into_iter().map(Value::from).collect();
    values.extend(begun_values(now));
    values.extend(target.way.value());
    text::statement(engine, asks, brings, target.way.names(), values, |backend| {
        select(engine, user, target, brings, now).build(backend)
    })
}

/// Finds the organization that a target leads to, and what a user is there.
pub(super) async fn find(
    runner: &Runner,
    user: Option<UserId>,
    target: &Target,
    brings: Brings,
    now: DateTime<Utc>,
) -> Result<Option<Standing>, StoreError> {
    let question = question(runner.engine(), user, target, brings, now);
    let rows = run(runner, question, |Alone(row)| Some(row.gate.organization)).await?;
    Ok(Standing::gather(rows.into_iter().map(|Alone(row)| row).collect()))
}

/// What the rows of a [question] say.
pub(super) fn answer(rows: &[QueryResult]) -> Result<Option<Standing>, StoreError> {
    let rows = read::<Alone>(rows)?;
    Ok(Standing::gather(rows.into_iter().map(|Alone(row)| row).collect()))
}

/// Runs a statement that [turns](with_columns) its transaction to the organization that it finds, if it finds one.
pub(super) async fn run<R>(
    runner: &Runner,
    question: Kept,
    found: fn(&R) -> Option<OrganizationId>,
) -> Result<Vec<R>, StoreError>
where
    R: FromQueryResult + Send + Sync,
{
    let Runner::Session(session, view) = runner else {
        let statement = question.statement(runner.engine().backend());
        let rows = on!(runner, |connection| connection.query_all_raw(statement).await)?;
        return Ok(read(&rows)?);
    };
    let (mut open, rows) = session.ready_with(*view, question).await?;
    let rows = rows.and_then(|rows| read(&rows));
    if let Ok(rows) = &rows
        && let Some(row) = rows.first()
    {
        open.has_turned(found(row));
    }
    drop(open);
    session.after(&rows).await;
    Ok(rows?)
}

pub(super) fn read<R: FromQueryResult>(rows: &[QueryResult]) -> Result<Vec<R>, DbErr> {
    rows.iter().map(|row| R::from_query_result(row, "")).collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "this statement is what decides the scope"
)]
fn select(
    engine: Engine,
    user: Option<UserId>,
    target: &Target,
    brings: Brings,
    now: DateTime<Utc>,
) -> Select<organization::Entity> {
    let mut select = organization::Entity::find()
        .select_only()
        .filter(target.way.condition());
    let own = match user {
        Some(user) => Condition::all().add(member::Column::UserId.eq(user)),
        None => authz::never(),
    };
    join(QueryTrait::query(&mut select), own, now);
    with_columns(engine, brings, select)
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

/// Selects what [`Row`] reads.
///
/// On PostgreSQL the statement itself tells the transaction that it is about the organization from now on, and no longer about
/// all of them.
pub(super) fn with_columns<E: EntityTrait>(
    engine: Engine,
    brings: Brings,
    mut select: Select<E>,
) -> Select<E> {
    for (column, alias) in [
        (organization::Column::Id.as_column_ref(), "entered_id"),
        (
            organization::Column::IsPublic.as_column_ref(),
            "entered_is_public",
        ),
        (
            organization::Column::PointsPerMinute.as_column_ref(),
            "entered_points_per_minute",
        ),
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
    if brings == Brings::Row {
        for column in organization::Column::iter() {
            let alias = format!("{ORGANIZATION}{}", Iden::unquoted(&column));
            select = select.expr_as(Expr::col(column.as_column_ref()), alias);
        }
    }
    if engine == Engine::Postgres {
        for (setting, alias) in [(TURN, "turned"), (LEAVE, "left")] {
            select = select.expr_as(Expr::cust(setting), alias);
        }
        // They take effect with the first row. The others differ in their grants only, which belong to the same organization.
    }
    select
}

const TURN: &str =
    "set_config('volmify.organization', COALESCE(CAST(\"organization\".\"id\" AS text), ''), true)";
const LEAVE: &str = "set_config('volmify.across', '', true)";

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
