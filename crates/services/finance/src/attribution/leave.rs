//! What becomes of somebody's shares when they stop working here.

use super::{end::finish, last_earned};
use authz::{Action, Entails};
use chrono::Duration;
use entities::{
    attribution::{self, Column},
    employee,
    event::EventAction,
};
use sea_orm::{ColumnTrait, Condition};
use serde_json::{Value, json};
use store::{Failure, Granted, NewEvent, OrgTx};

/// Ends the shares of somebody whose employment ends, as only employees earn (rule m7): those in force end now, those
/// that have not begun are withdrawn. What was earned stays earned and is paid out.
pub async fn end_shares_of<A>(tx: &OrgTx, because: &Granted<A>) -> Result<(), Failure>
where
    A: Action<On = employee::Entity> + Entails<attribution::Entity>,
{
    let open = Condition::any()
        .add(Column::EffectiveTo.is_null())
        .add(Column::EffectiveTo.gt(tx.now()));
    let of_employee = Condition::all().add(Column::EmployeeId.eq(because.id)).add(open);
    for share in tx
        .load_entailed::<A, attribution::Entity>(because, of_employee)
        .await?
    {
        let last = last_earned(tx, share.id).await?;
        if share.effective_from > tx.now() && last.is_none() {
            let withdrawn = NewEvent::new(EventAction::AttributionEnded, share.id)
                .before(json!({ "effectiveTo": share.effective_to.map(crate::input::moment) }))
                .after(json!({ "effectiveTo": Value::Null, "isWithdrawn": true }));
            tx.delete(share).await?;
            tx.emit(withdrawn).await?;
            continue;
        }
        // The end does not belong to the share; its beginning and what it has earned do, be they of this very moment.
        let last = last.unwrap_or(share.effective_from).max(share.effective_from);
        let end = tx.now().max(last + Duration::milliseconds(1));
        let end = share.effective_to.map_or(end, |planned| end.min(planned));
        finish(tx, share, end).await?;
    }
    Ok(())
}
