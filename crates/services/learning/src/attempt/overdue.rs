//! Handing in the attempts whose time is over although their takers have left.

use super::{
    clock::{over_at, overdue},
    finish::{End, finish, locked},
};
use authz::{Actor, SystemTask, actions::FinishAttempt};
use entities::{
    enrollment,
    quiz_attempt::{self, AttemptStatus},
};
use kernel::QuizAttemptId;
use sea_orm::{ColumnTrait, Condition};
use store::{CrossOrganization, Failure, OrgTx, Store, Target};

/// How many attempts one round looks at; the next round finds the rest.
const ROUND: u64 = 500;

/// Hands in every attempt whose deadline and grace are over, each in a transaction of its own, and says how many there
/// were. A second run finds nothing to do.
pub async fn finish_overdue_attempts(store: &Store) -> Result<u64, Failure> {
    let due = store
        .across(CrossOrganization::FinishAttempts)
        .find::<quiz_attempt::Entity>()
        .filter(
            Condition::all()
                .add(quiz_attempt::Column::Status.eq(AttemptStatus::InProgress))
                .add(quiz_attempt::Column::DeadlineAt.lte(over_at(store.now()))),
        )
        .limit(ROUND)
        .all()
        .await?;
    let actor = Actor::System(SystemTask::FinishAttempts);
    let mut finished = 0;
    for attempt in due {
        let target = Target::organization("organizationId", attempt.organization_id);
        let (id, enrollment) = (attempt.id, attempt.enrollment_id);
        finished += store
            .write_in(&actor, None, &target, |tx| {
                Box::pin(async move { hand_in(tx, id, enrollment).await })
            })
            .await?;
    }
    Ok(finished)
}

/// Hands one attempt in, unless its taker was faster. The enrollment is locked first, as its learner locks it.
async fn hand_in(tx: &OrgTx, id: QuizAttemptId, of: kernel::EnrollmentId) -> Result<u64, Failure> {
    tx.find_for_rule_locked::<enrollment::Entity>()
        .filter(enrollment::Column::Id.eq(of))
        .one()
        .await?;
    let granted = tx.load_for::<FinishAttempt>("id", id).await?;
    let Some(at) = overdue(&granted, tx.now()) else {
        return Ok(0);
    };
    let attempt = locked(tx, &granted, id).await?;
    finish(tx, &granted, attempt, End::TimedOut(at)).await?;
    Ok(1)
}
