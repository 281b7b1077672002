//! Writing: one transaction, one actor, one moment.

use crate::{
    CrossOrganization, Engine, Failure, Gate, Granted, NewEvent, Scoped, Store, StoreError,
    event::{self, Told},
    postgres::Kept,
    scope::find_global,
    scoped::Runner,
    session::View,
    transaction::Transaction,
};
use authz::{Action, Actor, Global, GlobalAction};
use chrono::{DateTime, Utc};
use entities::event::Capacity;
use kernel::{Random, RequestId, Secret, TypedId};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait,
    QueryResult, QueryTrait, TryIntoModel, sea_query::IntoCondition,
};
use std::sync::Arc;

/// A transaction on what belongs to persons.
pub struct Tx {
    raw: Arc<Transaction>,
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
        view: View,
    ) -> Result<Self, StoreError> {
        let raw = Transaction::writing(store.connection(), view).await?;
        Ok(Self::on(raw, store, actor, request))
    }

    /// Begins with a statement, and gives its rows.
    pub(crate) async fn begin_with(
        store: Store,
        actor: Actor,
        request: Option<RequestId>,
        view: View,
        first: Kept,
    ) -> Result<(Self, Vec<QueryResult>), StoreError> {
        let (raw, rows) = Transaction::writing_with(store.connection(), view, first).await?;
        Ok((Self::on(raw, store, actor, request), rows))
    }

    /// Goes on in a transaction that was begun. The moment of all that it writes is now.
    pub(crate) fn on(raw: Transaction, store: Store, actor: Actor, request: Option<RequestId>) -> Self {
        let now = store.now();
        Self {
            raw: Arc::new(raw),
            store,
            actor,
            request,
            now,
            told: Told::default(),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        let topics = event::write(&self, self.told.take()).await?;
        let _wakes = self.store.wakeups().committing(topics);
        Ok(self.ended()?.commit().await?)
    }

    pub(crate) async fn roll_back(self) -> Result<(), StoreError> {
        Ok(self.ended()?.roll_back().await?)
    }

    fn ended(self) -> Result<Transaction, StoreError> {
        Arc::into_inner(self.raw).ok_or_else(|| {
            StoreError::Database(sea_orm::DbErr::Custom(
                "a query outlived its transaction".to_owned(),
            ))
        })
    }

    pub(crate) fn raw(&self) -> &Transaction {
        &self.raw
    }

    /// Pays for entering an organization.
    pub(crate) fn pay_toll(&self, gate: &Gate) -> Result<(), StoreError> {
        self.store.pay_toll(gate)
    }

    /// Reads at once what does not depend on each other: `asking` asks several questions before it waits for an answer, such as with
    /// `try_join!`. On PostgreSQL they are sent in one message, in the order in which they are asked. It only reads; what is to be
    /// written is written before or after it. Nothing else is asked of the transaction meanwhile.
    pub fn at_once<F: Future>(&self, asking: F) -> impl Future<Output = F::Output> + use<'_, F> {
        // What asks several questions is large.
        let asking = Box::pin(asking);
        async move { self.raw.at_once(asking).await }
    }

    /// Which database this is.
    pub(crate) fn engine(&self) -> Engine {
        self.store.engine()
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

    /// Changes a row like [`Self::update`], without reading it back: it is locked, and what it is then is known. What the database refuses
    /// may be told only by what comes after it in the transaction.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that updates what is known; it takes evidence"
    )]
    pub async fn update_known<A>(
        &self,
        granted: Granted<A>,
        change: impl FnOnce(&mut <A::On as EntityTrait>::ActiveModel),
    ) -> Result<<A::On as EntityTrait>::Model, StoreError>
    where
        A: Action,
        <A::On as EntityTrait>::ActiveModel:
            ActiveModelBehavior + Send + TryIntoModel<<A::On as EntityTrait>::Model>,
        <A::On as EntityTrait>::Model: IntoActiveModel<<A::On as EntityTrait>::ActiveModel>,
    {
        let mut row = granted.row.into_active_model();
        change(&mut row);
        let known = row.clone().try_into_model()?;
        let update = <A::On as EntityTrait>::update(row).validate()?;
        if !update.as_query().get_values().is_empty() {
            let update = QueryTrait::build(&update, self.engine().backend());
            self.raw().hold(update).await?;
        }
        Ok(known)
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
    pub(crate) async fn add<E>(&self, row: E::ActiveModel) -> Result<E::Model, StoreError>
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

    /// Adds a row for whose unique values others may race; who loses is busy.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that inserts in a race; its callers take evidence"
    )]
    pub(crate) async fn race<E: EntityTrait>(&self, row: E::ActiveModel) -> Result<(), StoreError> {
        let insert = QueryTrait::build(&E::insert(row), self.engine().backend());
        Ok(self.raw().race(insert, E::default().table_name()).await?)
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
