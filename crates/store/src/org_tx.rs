//! Writing in one organization, with evidence.

mod create;

use crate::{
    Failure, Granted, NewEvent, Scoped, Store, StoreError, Target, Tx, enter, event, scope::find_owned,
    scoped::With, store::ATTEMPTS,
};
use authz::{
    Access, Action, Actor, Consequence, Entails, Owned, OwnedAction, Yields, actions::BeginEmployment,
};
use entities::{ByPosition, Columns, employee};
use kernel::{OrganizationId, RequestId, SecretHash, TypedId};
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult,
    IdenStatic, IntoActiveModel, Iterable, ModelTrait, Order, QueryFilter, QueryResult, QueryTrait,
    RelationDef, Statement,
    sea_query::{Expr, IntoCondition, IntoIden, OnConflict, Query, TableRef},
};

/// What sums are called in the statement that stores them.
const SUMS: &str = "sums";

/// Rows, and what is added up of them: each sum a piece of SQL, with the column of the row of an action that gets it.
pub type Sums<'a, A, S> = (
    Scoped<S>,
    &'a [(&'static str, <<A as Action>::On as EntityTrait>::Column)],
);

/// The row that an update by sums gives back.
fn summed<A>(rows: &[QueryResult]) -> Result<Granted<A>, StoreError>
where
    A: Action,
    <A::On as EntityTrait>::Model: ByPosition,
{
    let row = rows.first().ok_or(DbErr::RecordNotUpdated)?;
    let row = <A::On as EntityTrait>::Model::read(Columns::all(row))?;
    Ok(Granted { row })
}

/// A transaction in one organization.
#[derive(Debug)]
pub struct OrgTx {
    tx: Tx,
    access: Access,
}

impl std::ops::Deref for OrgTx {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl OrgTx {
    pub(crate) const fn new(tx: Tx, access: Access) -> Self {
        Self { tx, access }
    }

    pub(crate) fn unfounded(tx: Tx, organization: OrganizationId) -> Self {
        let access = Access::new(tx.actor().clone(), organization, None, None, &[]);
        Self { tx, access }
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }

    pub(crate) async fn roll_back(self) -> Result<(), StoreError> {
        self.tx.roll_back().await
    }

    /// What the actor may do here.
    pub const fn access(&self) -> &Access {
        &self.access
    }

    /// The organization.
    pub const fn organization(&self) -> OrganizationId {
        self.access.organization()
    }

    /// The rows of a table that this actor sees in this organization.
    pub fn find<E: Owned>(&self) -> Scoped<E> {
        find_owned(&self.access, self.tx.runner(), self.tx.engine())
    }

    /// Every row of a table in this organization, whatever the actor sees, for deciding a rule: whether an address has
    /// an open invitation, how many owners are left. What is found must not be shown.
    #[expect(
        clippy::disallowed_methods,
        reason = "rules look at rows their actor may not see"
    )]
    pub fn find_for_rule<E: Owned>(&self) -> Scoped<E> {
        let select = sea_orm::QueryFilter::filter(E::find(), E::ORGANIZATION.eq(self.organization()));
        Scoped::new(
            select,
            self.tx.runner(),
            self.tx.engine(),
            Some(self.access.clone()),
        )
    }

    /// Like [`Self::find_for_rule`], and nobody else changes the rows until this transaction ends.
    pub fn find_for_rule_locked<E: Owned>(&self) -> Scoped<E> {
        self.find_for_rule().locked()
    }

    /// Loads and locks a row for an action. Not visible is not found; visible but not allowed is forbidden.
    pub async fn load_for<A>(&self, field: &'static str, id: impl TypedId) -> Result<Granted<A>, Failure>
    where
        A: OwnedAction,
        A::On: Owned,
    {
        let which = Condition::all().add(<A::On as Owned>::ID.eq(id.uuid()));
        let found = self.load_where::<A>(which, |_row| Ok(())).await?;
        found.ok_or(Failure::NotFound(field))
    }

    /// Loads and locks the row that fulfils a condition, for an action; any one, where there are several. Nothing, where none is visible.
    /// `check` comes before the question whether the action is allowed; visible but not allowed is forbidden.
    pub async fn load_where<A>(
        &self,
        which: Condition,
        check: impl FnOnce(&<A::On as EntityTrait>::Model) -> Result<(), Failure>,
    ) -> Result<Option<Granted<A>>, Failure>
    where
        A: OwnedAction,
        A::On: Owned,
    {
        let query = self.find::<A::On>().filter(which).locked();
        match query.one().await? {
            Some(row) => self.grant(row, check).await.map(Some),
            None => Ok(None),
        }
    }

    /// Like [`Self::load_where`], for a row beside which another one stands, to which a relation leads. What `read` adds to the row is
    /// read with it, also of that other one, whatever the actor sees of that: it decides a rule and must not be shown.
    pub async fn load_beside<A, R, B>(
        &self,
        which: Condition,
        (relation, other): (RelationDef, Condition),
        read: impl FnOnce(Scoped<A::On>) -> Scoped<A::On>,
        check: impl FnOnce(&<A::On as EntityTrait>::Model) -> Result<(), Failure>,
    ) -> Result<Option<(Granted<A>, B)>, Failure>
    where
        A: OwnedAction,
        A::On: Owned,
        R: Owned,
        B: FromQueryResult + Send + Sync,
    {
        let query = self
            .find::<A::On>()
            .filter(which)
            .beside::<R>(relation, other)
            .locked();
        let found: Option<With<<A::On as EntityTrait>::Model, B>> = read(query).one_as().await?;
        match found {
            Some(With(row, beside)) => Ok(Some((self.grant(row, check).await?, beside))),
            None => Ok(None),
        }
    }

    async fn grant<A>(
        &self,
        row: <A::On as EntityTrait>::Model,
        check: impl FnOnce(&<A::On as EntityTrait>::Model) -> Result<(), Failure>,
    ) -> Result<Granted<A>, Failure>
    where
        A: OwnedAction,
        A::On: Owned,
    {
        check(&row)?;
        if A::allowed(&self.access, &row) || self.also_allowed::<A>(&row).await? {
            Ok(Granted { row })
        } else {
            Err(Failure::Forbidden(A::NAME))
        }
    }

    /// The row that an action is permitted on, to be changed as what the action entails. It is locked already.
    pub fn itself<A, E>(&self, because: &Granted<A>) -> Granted<Consequence<A, E>>
    where
        A: OwnedAction<On = E> + Entails<E>,
        E: Owned,
    {
        Granted {
            row: because.row.clone(),
        }
    }

    /// Whether the database knows of a reason to allow an action that the row alone does not tell.
    async fn also_allowed<A>(&self, row: &<A::On as EntityTrait>::Model) -> Result<bool, StoreError>
    where
        A: OwnedAction,
        A::On: Owned,
    {
        let Some(condition) = A::also_allowed(&self.access) else {
            return Ok(false);
        };
        let row = self
            .find_for_rule::<A::On>()
            .filter(<A::On as Owned>::ID.eq(row.get(<A::On as Owned>::ID)))
            .filter(condition)
            .one()
            .await?;
        Ok(row.is_some())
    }

    /// Loads and locks the rows whose change an allowed action entails, in the order of their ids, so that two who need several
    /// of them wait for each other instead of getting stuck.
    pub async fn load_entailed<A, E>(
        &self,
        _because: &Granted<A>,
        which: impl IntoCondition,
    ) -> Result<Vec<Granted<Consequence<A, E>>>, Failure>
    where
        A: Entails<E>,
        E: Owned,
    {
        let rows = self
            .find_for_rule_locked::<E>()
            .filter(which)
            .order_by(E::ID, Order::Asc)
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| Granted { row }).collect())
    }

    /// Changes a row, also by sums over other rows: each a piece of SQL as for a [summary](Scoped::summary), and the column that gets
    /// it. They are taken in the same statement, so after whatever this transaction has waited for. The row stays what it was
    /// granted as.
    pub async fn update_summing<A, S>(
        &self,
        granted: Granted<A>,
        sums: Sums<'_, A, S>,
        change: impl FnOnce(&mut <A::On as EntityTrait>::ActiveModel),
    ) -> Result<Granted<A>, StoreError>
    where
        A: Action,
        A::On: Owned,
        S: Owned,
        <A::On as EntityTrait>::Model: ByPosition + IntoActiveModel<<A::On as EntityTrait>::ActiveModel>,
    {
        let update = self.summing(granted, sums, change);
        let rows = self.raw().query_all_raw(update).await?;
        summed(&rows)
    }

    /// Adds a row unless its unique values are taken, like [`Self::create_absent_from`], and changes another one after it like
    /// [`Self::update_summing`]. Says whether there was one to add.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that inserts what may be there already; it takes evidence"
    )]
    pub async fn create_absent_summing<A, E, B, S>(
        &self,
        _because: &Granted<A>,
        mut row: E::ActiveModel,
        (granted, sums): (Granted<B>, Sums<'_, B, S>),
        change: impl FnOnce(&mut <B::On as EntityTrait>::ActiveModel),
    ) -> Result<(bool, Granted<B>), StoreError>
    where
        A: Yields<E>,
        E: Owned,
        E::ActiveModel: ActiveModelBehavior + Send,
        B: Action,
        B::On: Owned,
        S: Owned,
        <B::On as EntityTrait>::Model: ByPosition + IntoActiveModel<<B::On as EntityTrait>::ActiveModel>,
    {
        E::place(&mut row, self.organization());
        let taken = OnConflict::new().do_nothing().to_owned();
        let insert = E::insert(row).on_conflict(taken);
        let insert = QueryTrait::build(&insert, self.tx.engine().backend());
        let update = self.summing(granted, sums, change);
        let (added, rows) = self.raw().query_after(insert, update).await?;
        Ok((added > 0, summed(&rows)?))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that updates by sums; it takes evidence"
    )]
    fn summing<A, S>(
        &self,
        granted: Granted<A>,
        (rows, sums): Sums<'_, A, S>,
        change: impl FnOnce(&mut <A::On as EntityTrait>::ActiveModel),
    ) -> Statement
    where
        A: Action,
        A::On: Owned,
        S: Owned,
        <A::On as EntityTrait>::Model: IntoActiveModel<<A::On as EntityTrait>::ActiveModel>,
    {
        let id = granted.row.get(<A::On as Owned>::ID);
        let mut row = granted.row.into_active_model();
        change(&mut row);
        // Not called as the columns themselves, which the statement gives back.
        let named: Vec<_> = sums
            .iter()
            .map(|(sum, column)| (*sum, format!("sum_{}", column.as_str())))
            .collect();
        let mut update = <A::On as EntityTrait>::update_many()
            .set(row)
            .filter(<A::On as Owned>::ORGANIZATION.eq(self.organization()))
            .filter(<A::On as Owned>::ID.eq(id));
        let statement = QueryTrait::query(&mut update);
        statement.from(TableRef::SubQuery(
            Box::new(rows.summarized(&named)),
            SUMS.into_iden(),
        ));
        for ((_sum, column), (_same, name)) in sums.iter().zip(&named) {
            statement.value(*column, Expr::col((SUMS, name.clone())));
        }
        statement.returning(Query::returning().columns(<A::On as EntityTrait>::Column::iter()));
        QueryTrait::build(&update, self.tx.engine().backend())
    }

    /// Changes the same columns of all rows whose change an allowed action entails, in one statement, and says how many
    /// there were. Only the columns that are set change.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that updates many; it takes evidence"
    )]
    pub async fn change_all_from<A, E>(
        &self,
        _because: &Granted<A>,
        which: impl IntoCondition,
        change: E::ActiveModel,
    ) -> Result<u64, Failure>
    where
        A: Entails<E>,
        E: Owned,
    {
        let update = sea_orm::QueryFilter::filter(
            E::update_many().set(change),
            E::ORGANIZATION.eq(self.organization()),
        );
        let done = sea_orm::QueryFilter::filter(update, which)
            .exec(self.raw())
            .await?;
        Ok(done.rows_affected)
    }

    /// Removes all rows whose change an allowed action entails, in one statement.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that deletes many; it takes evidence"
    )]
    pub async fn delete_all_from<A, E>(
        &self,
        _because: &Granted<A>,
        which: impl IntoCondition,
    ) -> Result<(), Failure>
    where
        A: Entails<E>,
        E: Owned,
    {
        let delete = sea_orm::QueryFilter::filter(E::delete_many(), E::ORGANIZATION.eq(self.organization()));
        sea_orm::QueryFilter::filter(delete, which)
            .exec(self.raw())
            .await?;
        Ok(())
    }

    /// Tells the log what happened in the organization.
    pub async fn emit(&self, event: NewEvent) -> Result<(), StoreError> {
        event::tell(&self.tx, Some(self.organization()), self.access.capacity(), event);
        Ok(())
    }
}

impl Store {
    /// Writes in the organization whose invitation carries a token. The token is the permission: the row that carries
    /// it becomes evidence. Nothing, where no row carries it.
    pub async fn write_by_token<T, A, F>(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        column: <A::On as EntityTrait>::Column,
        token: &SecretHash,
        work: F,
    ) -> Result<Option<T>, Failure>
    where
        A: Action,
        A::On: Owned,
        F: for<'a> Fn(&'a OrgTx, Granted<A>) -> futures::future::BoxFuture<'a, Result<T, Failure>>,
    {
        let mut attempt = 0;
        loop {
            let outcome = self
                .write_by_token_once(actor, request, column, token, &work)
                .await;
            match outcome {
                Err(failure) if failure.is_busy() && attempt < ATTEMPTS => attempt += 1,
                outcome => return outcome,
            }
            self.back_off(attempt).await;
        }
    }

    async fn write_by_token_once<T, A, F>(
        &self,
        actor: &Actor,
        request: Option<RequestId>,
        column: <A::On as EntityTrait>::Column,
        token: &SecretHash,
        work: &F,
    ) -> Result<Option<T>, Failure>
    where
        A: Action,
        A::On: Owned,
        F: for<'a> Fn(&'a OrgTx, Granted<A>) -> futures::future::BoxFuture<'a, Result<T, Failure>>,
    {
        let hash = token.clone().into_bytes();
        let target = Target::of_token::<A::On>("token", column, hash.clone());
        let _one_writer = self.write_turn().await;
        let Some(tx) = enter::begin_by_token(self, actor, request, &target).await? else {
            return Ok(None);
        };
        let row = tx
            .find_for_rule_locked::<A::On>()
            .filter(Condition::all().add(column.eq(hash)))
            .one()
            .await?;
        let Some(row) = row else { return Ok(None) };
        let done = work(&tx, Granted { row }).await?;
        tx.commit().await?;
        Ok(Some(done))
    }

    /// Begins the employments whose first day has come, each with the transaction of its organization.
    pub async fn employments_to_begin(&self, tx: &OrgTx) -> Result<Vec<Granted<BeginEmployment>>, Failure> {
        let rows = tx
            .find_for_rule_locked::<employee::Entity>()
            .filter(
                Condition::all()
                    .add(employee::Column::Status.eq(employee::EmployeeStatus::Approved))
                    .add(employee::Column::StartsOn.lte(tx.now().date_naive())),
            )
            .all()
            .await?;
        Ok(rows.into_iter().map(|row| Granted { row }).collect())
    }
}
