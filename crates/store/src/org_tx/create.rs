//! Adding rows in one organization: on the strength of a permission, or of what was allowed before.

use super::OrgTx;
use crate::{Failure, Granted, StoreError};
use authz::{Create, Owned, Yields, actions::FoundOrganization};
use entities::organization;
use sea_orm::{
    ActiveModelBehavior, EntityTrait, IntoActiveModel, QueryTrait, TryIntoModel, sea_query::OnConflict,
};

impl OrgTx {
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

    /// Adds many rows that an allowed action entails, in one statement and without reading them back. What the database refuses may
    /// be told only by what comes after it in the transaction.
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
        let insert = E::insert_many(rows);
        self.raw()
            .hold(QueryTrait::build(&insert, self.tx.engine().backend()))
            .await?;
        Ok(())
    }

    /// Adds those of the rows whose unique values nobody has taken yet, and leaves out the others. Where somebody else is
    /// taking one right now, this waits until they are done. An error would end the whole transaction on PostgreSQL. Says how many
    /// were added.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that inserts what may be there already; it takes evidence"
    )]
    pub async fn create_absent_from<A, E>(
        &self,
        _because: &Granted<A>,
        mut rows: Vec<E::ActiveModel>,
    ) -> Result<u64, Failure>
    where
        A: Yields<E>,
        E: Owned,
        E::ActiveModel: ActiveModelBehavior + Send,
    {
        if rows.is_empty() {
            return Ok(0);
        }
        for row in &mut rows {
            E::place(row, self.organization());
        }
        let taken = OnConflict::new().do_nothing().to_owned();
        let added = E::insert_many(rows)
            .on_conflict(taken)
            .exec_without_returning(self.raw())
            .await?;
        Ok(added)
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

    /// Adds a row that an allowed action entails and whose values are all known, without reading it back. What the database refuses may be
    /// told only by what comes after it in the transaction, like for [`Self::create_all_from`].
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that inserts what is known; it takes evidence"
    )]
    pub async fn create_known_from<A, E>(
        &self,
        _because: &Granted<A>,
        row: E::ActiveModel,
    ) -> Result<E::Model, Failure>
    where
        A: Yields<E>,
        E: Owned,
        E::ActiveModel: ActiveModelBehavior + Send + TryIntoModel<E::Model>,
    {
        let (row, known) = self.known::<E>(row)?;
        let insert = E::insert(row);
        let insert = QueryTrait::build(&insert, self.tx.engine().backend());
        self.raw().hold(insert).await?;
        Ok(known)
    }

    /// Adds a row like [`Self::create_known_from`], for whose unique values others may race: of many one goes on. The others wait for it; then
    /// their whole transactions are repeated and find what it has written.
    pub async fn create_raced_from<A, E>(
        &self,
        _because: &Granted<A>,
        row: E::ActiveModel,
    ) -> Result<E::Model, Failure>
    where
        A: Yields<E>,
        E: Owned,
        E::ActiveModel: ActiveModelBehavior + Send + TryIntoModel<E::Model>,
    {
        let (row, known) = self.known::<E>(row)?;
        self.tx.race::<E>(row).await?;
        Ok(known)
    }

    /// A row in this organization whose values are all known, as it is added and as it is then.
    fn known<E>(&self, mut row: E::ActiveModel) -> Result<(E::ActiveModel, E::Model), StoreError>
    where
        E: Owned,
        E::ActiveModel: ActiveModelBehavior + TryIntoModel<E::Model>,
    {
        E::place(&mut row, self.organization());
        let known = row.clone().try_into_model()?;
        Ok((row, known))
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
}
