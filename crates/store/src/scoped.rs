//! A select that was born scoped. It can be narrowed, ordered, paged and joined, never widened.

use crate::{
    Engine, Paging, StoreError,
    connection::Connection,
    keyset,
    session::{ReadSession, View},
    transaction::Transaction,
};
use authz::{Access, Global, Owned};
use entities::{ByPosition, Columns, sharing};
use kernel::PageRequest;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult, Iden, Iterable,
    Order, PaginatorTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait, RelationDef,
    Select, Value,
    sea_query::{
        ArrayType, Expr, ExprTrait, IntoCondition, JoinType, LockType, Query, SelectStatement,
        extension::postgres::PgFunc,
    },
};
use std::sync::Arc;

/// What a select runs on.
#[derive(Clone)]
pub(crate) enum Runner {
    /// Any connection of the pool, each statement by itself.
    Pool(Connection),
    /// One transaction.
    Tx(Arc<Transaction>),
    /// The read connection of a request, turned to certain rows.
    Session(Arc<ReadSession>, View),
}

impl Runner {
    /// Which database it runs on.
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Pool(connection) => engine_of(connection),
            Self::Tx(tx) => engine_of(&**tx),
            Self::Session(..) => Engine::Postgres,
        }
    }
}

fn engine_of(connection: &impl ConnectionTrait) -> Engine {
    if connection.get_database_backend() == DbBackend::Postgres {
        Engine::Postgres
    } else {
        Engine::Sqlite
    }
}

macro_rules! on {
    ($runner:expr, |$connection:ident| $run:expr) => {
        match $runner {
            $crate::scoped::Runner::Pool($connection) => $run,
            $crate::scoped::Runner::Tx(tx) => {
                let $connection = &**tx;
                $run
            }
            $crate::scoped::Runner::Session(session, view) => {
                let guard = session.ready(*view).await?;
                let $connection = &**guard;
                let outcome = $run;
                drop(guard);
                session.after(&outcome).await;
                outcome
            }
        }
    };
}
pub(crate) use on;

/// A row of the table itself, whose columns come first in the statement.
struct Whole<M>(M);

impl<M: ByPosition> FromQueryResult for Whole<M> {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        M::read(Columns::all(row)).map(Self)
    }
}

/// The same, with what was added to it.
pub(crate) struct With<M, B>(pub(crate) M, pub(crate) B);

impl<M: ByPosition, B: FromQueryResult> FromQueryResult for With<M, B> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self(
            M::read(Columns::all(row))?,
            B::from_query_result(row, prefix)?,
        ))
    }
}

/// Whether a column is one of the values: on PostgreSQL the same text whatever their number, so that it is planned once.
pub fn among<C, V>(engine: Engine, column: C, values: impl IntoIterator<Item = V>) -> Condition
where
    C: ColumnTrait,
    V: Into<Value>,
{
    let values: Vec<Value> = values.into_iter().map(Into::into).collect();
    match (engine, values.first()) {
        (_, None) => authz::never(),
        (Engine::Postgres, Some(Value::Uuid(_))) => {
            let array = Value::Array(ArrayType::Uuid, Some(Box::new(values)));
            Condition::all().add(Expr::col(column.as_column_ref()).eq(PgFunc::any(Expr::val(array))))
        }
        (Engine::Postgres | Engine::Sqlite, Some(_)) => Condition::all().add(column.is_in(values)),
    }
}

/// A query over one table.
#[must_use]
pub struct Scoped<E: EntityTrait> {
    select: Select<E>,
    runner: Runner,
    engine: Engine,
    access: Option<Access>,
}

impl<E: EntityTrait> Scoped<E> {
    pub(crate) fn new(select: Select<E>, runner: Runner, engine: Engine, access: Option<Access>) -> Self {
        Self {
            select,
            runner,
            engine,
            access,
        }
    }

    /// Narrows the query.
    pub fn filter(mut self, condition: impl IntoCondition) -> Self {
        self.select = self.select.filter(condition);
        self
    }

    /// Narrows the query to rows whose column is one of the values; one statement whatever their number.
    pub fn among<C, V>(self, column: C, values: impl IntoIterator<Item = V>) -> Self
    where
        C: ColumnTrait,
        V: Into<Value>,
    {
        let condition = among(self.engine, column, values);
        self.filter(condition)
    }

    /// Orders the rows.
    pub fn order_by(mut self, column: E::Column, order: Order) -> Self {
        self.select = self.select.order_by(column, order);
        self
    }

    /// Takes at most this many rows.
    pub fn limit(mut self, rows: u64) -> Self {
        self.select = self.select.limit(rows);
        self
    }

    /// Adds the size of the whole filtered list to every row, as the column `total`. Call it when all filters are set.
    pub fn with_total(mut self) -> Self {
        let rows = self.select.clone().select_only().expr(Expr::val(1)).into_query();
        let count = Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from_subquery(rows, "counted")
            .to_owned();
        self.select = self.select.expr_as(Expr::from(count), "total");
        self
    }

    /// Orders and cuts the rows for one page. One row more than the page is fetched, to see whether there is another.
    pub fn page(mut self, order: &impl Paging<E>, page: &PageRequest) -> Result<Self, StoreError> {
        self.select = keyset::apply(self.select, order, page)?;
        Ok(self)
    }

    /// Joins the row that a relation leads to, in the same organization and only if visible; its columns get a prefix.
    pub fn join_owned<R: Owned>(self, relation: RelationDef, prefix: &str) -> Self {
        let condition = match &self.access {
            Some(access) => Condition::all()
                .add(R::ORGANIZATION.eq(access.organization()))
                .add(R::visible(access)),
            None => authz::never(),
        };
        self.join::<R>(relation, condition, prefix)
    }

    /// Joins the person's data that a relation leads to. Whoever sees the row sees whom it is about.
    pub fn join_global<R: Global>(self, relation: RelationDef, prefix: &str) -> Self {
        self.join::<R>(relation, Condition::all(), prefix)
    }

    /// Narrows what has just been joined, such as to the current one of several.
    pub fn join_owned_where<R: Owned>(
        self,
        relation: RelationDef,
        narrowed: Condition,
        prefix: &str,
    ) -> Self {
        let condition = match &self.access {
            Some(access) => Condition::all()
                .add(R::ORGANIZATION.eq(access.organization()))
                .add(R::visible(access))
                .add(narrowed),
            None => authz::never(),
        };
        self.join::<R>(relation, condition, prefix)
    }

    /// Joins the row of the same organization that a relation leads to, whatever the actor sees of it, for deciding a rule like
    /// [`OrgTx::find_for_rule`](crate::OrgTx::find_for_rule). What is found must not be shown.
    pub fn join_for_rule<R: Owned>(self, relation: RelationDef, narrowed: Condition, prefix: &str) -> Self {
        let condition = match &self.access {
            Some(access) => Condition::all()
                .add(R::ORGANIZATION.eq(access.organization()))
                .add(narrowed),
            None => authz::never(),
        };
        self.join::<R>(relation, condition, prefix)
    }

    /// Joins rows below others, where seeing those is the policy: `shown` finds them among what the actor sees.
    pub fn join_below<R: Owned>(self, relation: RelationDef, shown: Condition, prefix: &str) -> Self {
        let condition = match &self.access {
            Some(access) => Condition::all()
                .add(R::ORGANIZATION.eq(access.organization()))
                .add(shown),
            None => authz::never(),
        };
        self.join::<R>(relation, condition, prefix)
    }

    /// Joins within a read that crosses organizations for a named reason; a scoped query finds nothing this way.
    pub fn join_across<R: Owned>(self, relation: RelationDef, narrowed: Condition, prefix: &str) -> Self {
        let condition = match &self.access {
            None => narrowed,
            Some(_) => authz::never(),
        };
        self.join::<R>(relation, condition, prefix)
    }

    /// Narrows to rows beside which stands another one, whatever the actor sees of that.
    pub(crate) fn beside<R: Owned>(mut self, relation: RelationDef, which: Condition) -> Self {
        let condition = match &self.access {
            Some(access) => Condition::all()
                .add(R::ORGANIZATION.eq(access.organization()))
                .add(which),
            None => authz::never(),
        };
        self.select = self.select.join(
            JoinType::InnerJoin,
            relation.on_condition(move |_, _| condition.clone()),
        );
        self
    }

    fn join<R: EntityTrait>(mut self, relation: RelationDef, condition: Condition, prefix: &str) -> Self {
        self.select = self.select.join(
            JoinType::LeftJoin,
            relation.on_condition(move |_, _| condition.clone()),
        );
        for column in R::Column::iter() {
            let alias = format!("{prefix}{}", Iden::unquoted(&column));
            self.select = self.select.expr_as(Expr::col(column.as_column_ref()), alias);
        }
        self
    }

    /// Only these columns, and what is added to them. Read the rows with [`Self::all_as`] or [`Self::one_as`].
    pub fn only(mut self, columns: impl IntoIterator<Item = E::Column>) -> Self {
        self.select = self.select.select_only().columns(columns);
        self
    }

    /// Adds a value to every row.
    pub fn expr_as(mut self, expr: impl Into<Expr>, alias: &str) -> Self {
        self.select = self.select.expr_as(expr.into(), alias.to_owned());
        self
    }

    /// Sums instead of rows: one row for every combination of the columns, with each sum under its name. Read it with
    /// [`Self::all_as`].
    pub fn sums(
        mut self,
        by: impl IntoIterator<Item = E::Column>,
        of: impl IntoIterator<Item = (Expr, &'static str)>,
    ) -> Self {
        self.select = self.select.select_only();
        for column in by {
            self.select = self.select.column(column).group_by(column);
        }
        for (amount, name) in of {
            // PostgreSQL adds whole numbers up to a decimal one.
            self.select = self.select.expr_as(amount.sum().cast_as("bigint"), name);
        }
        self
    }

    /// Locks the rows of the table itself until the transaction ends. On SQLite the whole database is locked already.
    pub(crate) fn locked(mut self) -> Self {
        if self.engine == Engine::Postgres {
            // Not the stronger lock: rows that refer to this one may still be added meanwhile.
            let table = E::default().table_ref();
            QueryTrait::query(&mut self.select).lock_with_tables(LockType::NoKeyUpdate, [table]);
        }
        self
    }

    /// The rows.
    pub async fn all(self) -> Result<Vec<E::Model>, StoreError>
    where
        E::Model: ByPosition,
    {
        let rows: Vec<Whole<E::Model>> = self.all_as().await?;
        Ok(rows.into_iter().map(|Whole(row)| row).collect())
    }

    /// The first row.
    pub async fn one(self) -> Result<Option<E::Model>, StoreError>
    where
        E::Model: ByPosition,
    {
        let row: Option<Whole<E::Model>> = self.one_as().await?;
        Ok(row.map(|Whole(row)| row))
    }

    /// The rows as something wider than the table's own model.
    pub async fn all_as<M: FromQueryResult + Send + Sync>(self) -> Result<Vec<M>, StoreError> {
        let statement = self.select.build(self.engine.backend());
        let rows = on!(&self.runner, |connection| connection
            .query_all_raw(statement)
            .await)?;
        let rows: Result<Vec<M>, DbErr> =
            sharing(|| rows.iter().map(|row| M::from_query_result(row, "")).collect());
        Ok(rows?)
    }

    /// The first row as something wider than the table's own model.
    pub async fn one_as<M: FromQueryResult + Send + Sync>(self) -> Result<Option<M>, StoreError> {
        let select = self.select.into_model::<M>();
        Ok(on!(&self.runner, |connection| select.one(connection).await)?)
    }

    /// How many rows there are.
    pub async fn count(self) -> Result<u64, StoreError>
    where
        E::Model: Sync + Send,
    {
        Ok(on!(&self.runner, |connection| self
            .select
            .count(connection)
            .await)?)
    }

    /// One row about all the rows: each column a piece of SQL over their names, and the name it gets.
    pub async fn summary<M: FromQueryResult + Send + Sync>(
        self,
        columns: &[(&'static str, &'static str)],
    ) -> Result<Option<M>, StoreError> {
        let runner = self.runner.clone();
        let statement = self.engine.backend().build(&self.summarized(columns));
        Ok(on!(&runner, |connection| M::find_by_statement(statement)
            .one(connection)
            .await)?)
    }

    /// The statement that gives that row.
    pub(crate) fn summarized<N: ToString>(self, columns: &[(&'static str, N)]) -> SelectStatement {
        let mut summary = Query::select();
        for (sql, name) in columns {
            summary.expr_as(Expr::cust(*sql), name.to_string());
        }
        summary.from_subquery(self.select.into_query(), "summed");
        summary
    }

    /// The statement as text, for tests that look at what would be asked.
    pub fn to_sql(&self) -> String {
        self.select.build(self.engine.backend()).to_string()
    }
}
