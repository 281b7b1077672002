//! Writing: one transaction, one actor, one moment.

use crate::{
    CrossOrganization, Engine, Failure, Granted, NewEvent, Scoped, Store, StoreError, Target,
    begin::begin,
    enter, event,
    event::Told,
    scope::{find_global, find_owned, set_across, set_organization},
    scoped::Runner,
    store::ATTEMPTS,
};
use authz::{
    Access, Action, Actor, Consequence, Create, Entails, Global, GlobalAction, Owned, OwnedAction, Yields,
    actions::{BeginEmployment, FoundOrganization},
};
use chrono::{DateTime, Utc};
use entities::{employee, event::Capacity, organization};
use kernel::{OrganizationId, Random, RequestId, Secret, SecretHash, TypedId};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, EntityTrait,
    IntoActiveModel, ModelTrait, SqliteTransactionMode, TransactionOptions,
    sea_query::{IntoCondition, OnConflict},
};
use std::sync::Arc;

/// A transaction on what belongs to persons.
pub struct Tx {
    raw: Arc<DatabaseTransaction>,
    store: Store,
    actor: Actor,
    request: Option<RequestId>,
    now: DateTime<Utc>,
    // Written when the transaction ends, because only then is it known which comes first.
    told: Told,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tx")
    }
}

impl Tx {
    pub(crate) async fn begin(
        store: Store,
        actor: Actor,
        request: Option<RequestId>,
    ) -> Result<Self, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: match store.engine() {
                Engine::Sqlite => Some(SqliteTransactionMode::Immediate),
                Engine::Postgres => None,
            },
            ..TransactionOptions::default()
        };
        let raw = begin(store.connection(), options).await?;
        let now = store.now();
        Ok(Self {
            raw: Arc::new(raw),
            store,
            actor,
            request,
            now,
            told: Told::default(),
        })
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        let topics = event::write(&self, self.told.take()).await?;
        let store = self.store.clone();
        self.ended()?.commit().await?;
        store.wakeups().committed(&topics);
        Ok(())
    }

    pub(crate) async fn roll_back(self) -> Result<(), StoreError> {
        Ok(self.ended()?.rollback().await?)
    }

    fn ended(self) -> Result<DatabaseTransaction, StoreError> {
        Arc::into_inner(self.raw).ok_or_else(|| {
            StoreError::Database(sea_orm::DbErr::Custom(
                "a query outlived its transaction".to_owned(),
            ))
        })
    }

    pub(crate) fn raw(&self) -> &DatabaseTransaction {
        &self.raw
    }

    pub(crate) fn runner(&self) -> Runner {
        Runner::Tx(Arc::clone(&self.raw))
    }

    /// Who writes.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The request that caused the transaction.
    pub const fn request(&self) -> Option<RequestId> {
        self.request
    }

    /// The moment of the whole transaction.
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// A new id.
    pub fn new_id<I: TypedId>(&self) -> I {
        self.store.new_id()
    }

    /// A new secret in clear text.
    pub fn new_secret(&self, prefix: &str) -> Secret {
        self.store.new_secret(prefix)
    }

    /// The source of randomness, for what needs more than ids and secrets.
    pub fn random(&self) -> &dyn Random {
        self.store.random()
    }

    /// The rows of a global table that this actor sees.
    pub fn find_global<E: Global>(&self) -> Scoped<E> {
        find_global(&self.actor, self.runner(), self.store.engine())
    }

    /// Every row of a global table, whoever asks, for a reason.
    #[expect(clippy::disallowed_methods, reason = "the named way around the scope")]
    pub fn find_unscoped<E: Global>(&self, _why: CrossOrganization) -> Scoped<E> {
        Scoped::new(E::find(), self.runner(), self.store.engine(), None).locked()
    }

    /// Loads and locks a person's row for an action. Not visible is not found; visible but not allowed is forbidden.
    pub async fn load_global_for<A>(
        &self,
        field: &'static str,
        id: impl TypedId,
    ) -> Result<Granted<A>, Failure>
    where
        A: GlobalAction,
        A::On: Global,
    {
        let row = self
            .find_global::<A::On>()
            .filter(<A::On as Global>::ID.eq(id.uuid()))
            .locked()
            .one()
            .await?
            .ok_or(Failure::NotFound(field))?;
        if A::allowed(&self.actor, &row) {
            Ok(Granted { row })
        } else {
            Err(Failure::Forbidden(A::NAME))
        }
    }

    /// Loads and locks a person's row on the strength of a proof that the caller has just checked: a password, or a
    /// token that was mailed to them. The condition must contain that proof or its owner.
    #[expect(clippy::disallowed_methods, reason = "the proof takes the place of a scope")]
    pub async fn load_proven<A>(&self, proof: impl IntoCondition) -> Result<Option<Granted<A>>, Failure>
    where
        A: GlobalAction,
        A::On: Global,
    {
        let scoped = Scoped::new(
            <A::On as EntityTrait>::find(),
            self.runner(),
            self.store.engine(),
            None,
        );
        let row = scoped.filter(proof).locked().one().await?;
        Ok(row.map(|row| Granted { row }))
    }

    /// Changes a row.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that updates; it takes evidence"
    )]
    pub async fn update<A>(
        &self,
        granted: Granted<A>,
        change: impl FnOnce(&mut <A::On as EntityTrait>::ActiveModel),
    ) -> Result<<A::On as EntityTrait>::Model, StoreError>
    where
        A: Action,
        <A::On as EntityTrait>::ActiveModel: ActiveModelBehavior + Send,
        <A::On as EntityTrait>::Model: IntoActiveModel<<A::On as EntityTrait>::ActiveModel>,
    {
        let mut row = granted.row.into_active_model();
        change(&mut row);
        Ok(row.update(self.raw()).await?)
    }

    /// Removes a row.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that deletes; it takes evidence"
    )]
    pub async fn delete<A>(&self, granted: Granted<A>) -> Result<(), StoreError>
    where
        A: Action,
        <A::On as EntityTrait>::ActiveModel: ActiveModelBehavior + Send,
        <A::On as EntityTrait>::Model: IntoActiveModel<<A::On as EntityTrait>::ActiveModel>,
    {
        granted.row.delete(self.raw()).await?;
        Ok(())
    }

    /// Removes every row that a proof covers, in one statement, and says how many there were. The condition must name
    /// whose rows they are, as for [`Self::load_proven`].
    #[expect(clippy::disallowed_methods, reason = "the proof takes the place of a scope")]
    pub async fn delete_proven<A>(&self, proof: impl IntoCondition) -> Result<u64, StoreError>
    where
        A: GlobalAction,
        A::On: Global,
    {
        let delete = <A::On as EntityTrait>::delete_many();
        let done = sea_orm::QueryFilter::filter(delete, proof)
            .exec(self.raw())
            .await?;
        Ok(done.rows_affected)
    }

    /// Adds a row that belongs to a person.
    pub async fn insert<E>(&self, row: E::ActiveModel) -> Result<E::Model, StoreError>
    where
        E: Global,
        E::ActiveModel: ActiveModelBehavior + Send,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        self.add::<E>(row).await
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that inserts; its callers take evidence"
    )]
    async fn add<E>(&self, row: E::ActiveModel) -> Result<E::Model, StoreError>
    where
        E: EntityTrait,
        E::ActiveModel: ActiveModelBehavior + Send,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        Ok(row.insert(self.raw()).await?)
    }

    /// What the commands of this transaction have told the log so far.
    pub(crate) const fn told(&self) -> &Told {
        &self.told
    }

    /// Adds a row that its writer may not be able to read back.
    #[expect(
        clippy::disallowed_methods,
        reason = "claimed keys, events and deliveries are written only here"
    )]
    pub(crate) async fn insert_quietly<M>(&self, row: M) -> Result<(), StoreError>
    where
        M: ActiveModelTrait,
    {
        M::Entity::insert(row).exec_without_returning(self.raw()).await?;
        Ok(())
    }

    /// Tells the log what happened to a person, outside any organization.
    pub async fn emit(&self, event: NewEvent) -> Result<(), StoreError> {
        let capacity = match &self.actor {
            Actor::Anonymous => Capacity::Anonymous,
            Actor::User(user) if user.is_operator => Capacity::Operator,
            Actor::User(_) => Capacity::User,
            Actor::System(_) => Capacity::System,
        };
        event::tell(self, None, capacity, event);
        Ok(())
    }
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

    pub(crate) async fn unfounded(tx: Tx, organization: OrganizationId) -> Result<Self, StoreError> {
        set_organization(tx.raw(), organization).await?;
        let access = Access::new(tx.actor.clone(), organization, None, None, &[]);
        Ok(Self { tx, access })
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
        find_owned(&self.access, self.tx.runner(), self.tx.store.engine())
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
            self.tx.store.engine(),
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
        let row = self
            .find::<A::On>()
            .filter(<A::On as Owned>::ID.eq(id.uuid()))
            .locked()
            .one()
            .await?
            .ok_or(Failure::NotFound(field))?;
        if A::allowed(&self.access, &row) || self.also_allowed::<A>(id).await? {
            Ok(Granted { row })
        } else {
            Err(Failure::Forbidden(A::NAME))
        }
    }

    /// Whether the database knows of a reason to allow an action that the row alone does not tell.
    async fn also_allowed<A>(&self, id: impl TypedId) -> Result<bool, StoreError>
    where
        A: OwnedAction,
        A::On: Owned,
    {
        let Some(condition) = A::also_allowed(&self.access) else {
            return Ok(false);
        };
        let row = self
            .find_for_rule::<A::On>()
            .filter(<A::On as Owned>::ID.eq(id.uuid()))
            .filter(condition)
            .one()
            .await?;
        Ok(row.is_some())
    }

    /// Loads and locks the rows whose change an allowed action entails.
    pub async fn load_entailed<A, E>(
        &self,
        _because: &Granted<A>,
        which: impl IntoCondition,
    ) -> Result<Vec<Granted<Consequence<A, E>>>, Failure>
    where
        A: Entails<E>,
        E: Owned,
    {
        let rows = self.find_for_rule_locked::<E>().filter(which).all().await?;
        Ok(rows.into_iter().map(|row| Granted { row }).collect())
    }

    /// Adds a row on the strength of a permission.
    pub async fn create<C>(
        &self,
        row: <C::Of as EntityTrait>::ActiveModel,
    ) -> Result<<C::Of as EntityTrait>::Model, Failure>
    where
        C: Create,
        <C::Of as EntityTrait>::ActiveModel: ActiveModelBehavior + Send,
        <C::Of as EntityTrait>::Model: IntoActiveModel<<C::Of as EntityTrait>::ActiveModel>,
    {
        self.may_create::<C>()?;
        self.place::<C::Of>(row).await
    }

    /// Whether the actor may add such a row; commands ask before they look at the input.
    pub fn may_create<C: Create>(&self) -> Result<(), Failure> {
        if C::allowed(&self.access) {
            Ok(())
        } else {
            Err(Failure::Forbidden(C::NAME))
        }
    }

    /// Adds many rows that an allowed action entails, in one statement and without reading them back.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that inserts many; it takes evidence"
    )]
    pub async fn create_all_from<A, E>(
        &self,
        _because: &Granted<A>,
        mut rows: Vec<E::ActiveModel>,
    ) -> Result<(), Failure>
    where
        A: Yields<E>,
        E: Owned,
        E::ActiveModel: ActiveModelBehavior + Send,
    {
        if rows.is_empty() {
            return Ok(());
        }
        for row in &mut rows {
            E::place(row, self.organization());
        }
        E::insert_many(rows).exec_without_returning(self.raw()).await?;
        Ok(())
    }

    /// Adds those of the rows whose unique values nobody has taken yet, and leaves out the others. Where somebody else is
    /// taking one right now, this waits until they are done. An error would end the whole transaction on PostgreSQL.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that inserts what may be there already; it takes evidence"
    )]
    pub async fn create_absent_from<A, E>(
        &self,
        _because: &Granted<A>,
        mut rows: Vec<E::ActiveModel>,
    ) -> Result<(), Failure>
    where
        A: Yields<E>,
        E: Owned,
        E::ActiveModel: ActiveModelBehavior + Send,
    {
        if rows.is_empty() {
            return Ok(());
        }
        for row in &mut rows {
            E::place(row, self.organization());
        }
        let taken = OnConflict::new().do_nothing().to_owned();
        E::insert_many(rows)
            .on_conflict(taken)
            .exec_without_returning(self.raw())
            .await?;
        Ok(())
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

    /// Adds a row that an allowed action entails.
    pub async fn create_from<A, E>(
        &self,
        _because: &Granted<A>,
        row: E::ActiveModel,
    ) -> Result<E::Model, Failure>
    where
        A: Yields<E>,
        E: Owned,
        E::ActiveModel: ActiveModelBehavior + Send,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        self.place::<E>(row).await
    }

    /// Founds the organization of a transaction that was begun for a new one.
    pub async fn found(&self, row: organization::ActiveModel) -> Result<Granted<FoundOrganization>, Failure> {
        let row = self.place::<organization::Entity>(row).await?;
        Ok(Granted { row })
    }

    async fn place<E>(&self, mut row: E::ActiveModel) -> Result<E::Model, Failure>
    where
        E: Owned,
        E::ActiveModel: ActiveModelBehavior + Send,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        E::place(&mut row, self.organization());
        Ok(self.tx.add::<E>(row).await?)
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
        let tx = Tx::begin(self.clone(), actor.clone(), request).await?;
        let Some(tx) = enter::enter_by_token(tx, &target).await? else {
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

impl Tx {
    /// Lets a transaction of the server itself see every organization, for a reason.
    pub(crate) async fn cross(&self, why: CrossOrganization) -> Result<(), StoreError> {
        set_across(self.raw(), Some(why)).await
    }
}
