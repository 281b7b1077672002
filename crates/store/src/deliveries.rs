//! The work that events cause: claimed by one worker at a time, done at least once, given up after many tries.

use crate::{CrossOrganization, Engine, Store, StoreError, Tx, session::View};
use authz::{Actor, SystemTask};
use chrono::{DateTime, Duration, Utc};
use entities::{
    delivery::{self, Consumer, DeliveryStatus},
    event,
};
use kernel::{DeliveryId, TypedId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, LockBehavior, LockType},
};

/// A delivery that belongs to the caller until its lease ends.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Which.
    pub delivery: delivery::Model,
    /// What happened.
    pub event: event::Model,
}

/// How often a delivery is tried before it is given up.
const MAX_ATTEMPTS: i32 = 12;

impl Store {
    /// Claims the delivery that has been due longest, for the length of the lease. Whoever dies with it loses it then.
    #[expect(
        clippy::disallowed_methods,
        reason = "deliveries are the server's own; events are read with their organization"
    )]
    pub async fn claim_delivery(
        &self,
        consumer: Consumer,
        lease: Duration,
    ) -> Result<Option<Claimed>, StoreError> {
        if !self.has_due(consumer).await? {
            return Ok(None);
        }
        let actor = Actor::System(SystemTask::Mail);
        let _one_writer = self.write_turn().await;
        let tx = Tx::begin(self.clone(), actor, None, View::Across(CrossOrganization::Mail)).await?;
        let mut due = delivery::Entity::find()
            .filter(delivery::Column::Consumer.eq(consumer))
            .filter(delivery::Column::Status.eq(DeliveryStatus::Pending))
            .filter(delivery::Column::RunAt.lte(tx.now()))
            .order_by_asc(delivery::Column::RunAt)
            .order_by_asc(delivery::Column::Id)
            .limit(1);
        if self.engine() == Engine::Postgres {
            due = due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let Some(mut row) = due.one(tx.raw()).await? else {
            return Ok(None);
        };
        row.attempts += 1;
        row.run_at = tx.now() + lease;
        delivery::Entity::update_many()
            .col_expr(delivery::Column::Attempts, Expr::value(row.attempts))
            .col_expr(delivery::Column::RunAt, Expr::value(row.run_at))
            .filter(delivery::Column::Id.eq(row.id))
            .exec(tx.raw())
            .await?;
        let event = event::Entity::find_by_id(row.event_id)
            .one(tx.raw())
            .await?
            .ok_or_else(|| StoreError::Database(sea_orm::DbErr::RecordNotFound("event".to_owned())))?;
        tx.commit().await?;
        Ok(Some(Claimed { delivery: row, event }))
    }

    /// Whether anything is due: an idle worker asks every second and must not take the writers' turn for that.
    #[expect(clippy::disallowed_methods, reason = "deliveries are the server's own")]
    async fn has_due(&self, consumer: Consumer) -> Result<bool, StoreError> {
        let due = delivery::Entity::find()
            .filter(delivery::Column::Consumer.eq(consumer))
            .filter(delivery::Column::Status.eq(DeliveryStatus::Pending))
            .filter(delivery::Column::RunAt.lte(self.now()))
            .one(self.connection())
            .await?;
        Ok(due.is_some())
    }

    /// Notes that a delivery was done, if the caller still holds it.
    pub async fn finish_delivery(&self, claimed: &Claimed) -> Result<(), StoreError> {
        self.settle(claimed, DeliveryStatus::Done, None, None).await
    }

    /// Notes that a try failed. It is tried again later and later, unless the refusal is final.
    pub async fn fail_delivery(
        &self,
        claimed: &Claimed,
        error: &str,
        is_final: bool,
    ) -> Result<(), StoreError> {
        let attempts = claimed.delivery.attempts;
        if is_final || attempts >= MAX_ATTEMPTS {
            return self
                .settle(claimed, DeliveryStatus::Failed, Some(error), None)
                .await;
        }
        let exponent = u32::try_from(attempts.clamp(0, 10)).unwrap_or_default();
        let pause = Duration::seconds(15_i64.saturating_mul(2_i64.saturating_pow(exponent)));
        let again = self.now() + pause.min(Duration::hours(6));
        self.settle(claimed, DeliveryStatus::Pending, Some(error), Some(again))
            .await
    }

    #[expect(clippy::disallowed_methods, reason = "deliveries are the server's own")]
    async fn settle(
        &self,
        claimed: &Claimed,
        status: DeliveryStatus,
        error: Option<&str>,
        again: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        let _one_writer = self.write_turn().await;
        let mut update = delivery::Entity::update_many()
            .col_expr(delivery::Column::Status, Expr::value(status))
            .col_expr(
                delivery::Column::LastError,
                Expr::value(error.map(ToOwned::to_owned)),
            )
            .filter(delivery::Column::Id.eq(claimed.delivery.id))
            // Another worker has taken it over when the number of tries is no longer ours.
            .filter(delivery::Column::Attempts.eq(claimed.delivery.attempts));
        update = match again {
            Some(moment) => update.col_expr(delivery::Column::RunAt, Expr::value(moment)),
            None => update.col_expr(delivery::Column::FinishedAt, Expr::value(Some(self.now()))),
        };
        update.exec(self.connection()).await?;
        Ok(())
    }

    /// How many deliveries are waiting, whether due or not.
    #[expect(clippy::disallowed_methods, reason = "deliveries are the server's own")]
    pub async fn pending_deliveries(&self) -> Result<u64, StoreError> {
        use sea_orm::PaginatorTrait;
        Ok(delivery::Entity::find()
            .filter(delivery::Column::Status.eq(DeliveryStatus::Pending))
            .count(self.connection())
            .await?)
    }

    /// Writes the hash of a token that is about to be mailed into the row it belongs to. Nothing happens when the row
    /// is no longer open.
    pub async fn arm_token(
        &self,
        table: TokenTable,
        id: impl TypedId,
        hash: Vec<u8>,
    ) -> Result<bool, StoreError> {
        let actor = Actor::System(SystemTask::Mail);
        let _one_writer = self.write_turn().await;
        let tx = Tx::begin(self.clone(), actor, None, View::Across(CrossOrganization::Mail)).await?;
        let (table, open) = table.parts();
        let done = tx
            .raw()
            .execute_raw(Statement::from_sql_and_values(
                tx.raw().get_database_backend(),
                format!("UPDATE {table} SET token_hash = $1 WHERE id = $2 AND {open}"),
                [hash.into(), id.uuid().into()],
            ))
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Removes what has no use any more: ended sessions, counters of past windows.
    #[expect(
        clippy::disallowed_methods,
        reason = "housekeeping on the server's own tables"
    )]
    pub async fn clean_up(&self) -> Result<u64, StoreError> {
        use entities::{session, throttle};
        let _one_writer = self.write_turn().await;
        let sessions = session::Entity::delete_many()
            .filter(Condition::all().add(session::Column::ExpiresAt.lte(self.now())))
            .exec(self.connection())
            .await?;
        let counters = throttle::Entity::delete_many()
            .filter(throttle::Column::ResetsAt.lte(self.now().timestamp_micros()))
            .exec(self.connection())
            .await?;
        Ok(sessions.rows_affected + counters.rows_affected)
    }
}

/// The tables whose rows carry a mailed token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenTable {
    /// Verification and password reset.
    EmailToken,
    /// Invitations to become a member.
    MemberInvitation,
    /// Invitations to become an employee.
    EmployeeInvitation,
}

impl TokenTable {
    const fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::EmailToken => ("email_token", "used_at IS NULL"),
            Self::MemberInvitation => ("member_invitation", "status = 'PENDING'"),
            Self::EmployeeInvitation => ("employee_invitation", "status = 'PENDING'"),
        }
    }
}

impl Claimed {
    /// The delivery's id, which is also the id of the mail.
    pub const fn id(&self) -> DeliveryId {
        self.delivery.id
    }
}
