//! Attributions: which employees earn which shares of what a product earns, and when.
//!
//! Whoever gives a share, or makes one larger or longer, holds the lock of the product, so that the shares are never more than the
//! whole at any instant, however many people change them at once (rule m7). The end of an employment only makes shares shorter.

mod change_share;
mod create;
mod end;
mod leave;
pub mod pool;

pub use change_share::{ChangeShare, Changed, change_attribution_share};
pub use create::{NewAttribution, Whom, create_attribution};
pub use end::end_attribution;
pub use leave::end_shares_of;

use crate::input::{moment, told};
use authz::{Consequence, actions::ManageAttribution};
use chrono::{DateTime, Utc};
use entities::{
    attribution::{self, Column},
    earning,
    employee::{self, EmployeeStatus},
    event::EventAction,
};
use kernel::{AttributionId, Code, Problem, Problems};
use pool::{Exceeded, Window};
use sea_orm::{ColumnTrait, Condition, Order};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// The change of an attribution, as a part of managing those of its product.
type Change = Consequence<ManageAttribution, attribution::Entity>;

/// An attribution that is to be changed, with what is locked for it.
struct Loaded {
    product: Granted<ManageAttribution>,
    row: Granted<Change>,
    /// Whether whoever earns it works here.
    is_employed: bool,
}

/// Locks the product of an attribution, the employment of whoever earns it, and the attribution itself, in the order in which
/// the end of an employment locks them.
async fn load(tx: &OrgTx, id: AttributionId) -> Result<Loaded, Failure> {
    let field = "id";
    let seen = tx
        .find::<attribution::Entity>()
        .filter(Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::NotFound(field))?;
    let product = tx.load_for::<ManageAttribution>(field, seen.product_id).await?;
    let employee = tx
        .find_for_rule_locked::<employee::Entity>()
        .filter(employee::Column::Id.eq(seen.employee_id))
        .one()
        .await?;
    let rows = tx
        .load_entailed::<_, attribution::Entity>(&product, Column::Id.eq(id))
        .await?;
    Ok(Loaded {
        product,
        row: rows.into_iter().next().ok_or(Failure::NotFound(field))?,
        is_employed: employee.as_ref().is_some_and(is_employed),
    })
}

/// When an attribution has earned last; a refund is not earned.
async fn last_earned(tx: &OrgTx, id: AttributionId) -> Result<Option<DateTime<Utc>>, Failure> {
    let last = tx
        .find_for_rule::<earning::Entity>()
        .filter(
            Condition::all()
                .add(earning::Column::AttributionId.eq(id))
                .add(earning::Column::AmountMinor.gte(0)),
        )
        .order_by(earning::Column::EarnedAt, Order::Desc)
        .limit(1)
        .one()
        .await?;
    Ok(last.map(|earning| earning.earned_at))
}

/// Refuses an end that is not behind the beginning, or that would take away what was earned already.
async fn may_end(
    tx: &OrgTx,
    problems: &mut Problems,
    field: &'static str,
    row: &attribution::Model,
    at: DateTime<Utc>,
) -> Result<(), Failure> {
    problems.require(row.effective_from < at, || {
        window_empty(field, row.effective_from, at)
    });
    if let Some(last) = last_earned(tx, row.id).await? {
        problems.require(last < at, || {
            Problem::at(field, Code::AttributionHasEarned).with("lastEarnedAt", moment(last))
        });
    }
    Ok(())
}

fn window_empty(field: &'static str, from: DateTime<Utc>, to: DateTime<Utc>) -> Problem {
    Problem::at(field, Code::WindowEmpty)
        .with("from", moment(from))
        .with("to", moment(to))
}

/// Whether somebody is employed here, or will be.
fn is_employed(employee: &employee::Model) -> bool {
    match employee.status {
        EmployeeStatus::Approved | EmployeeStatus::Active => true,
        EmployeeStatus::Pending | EmployeeStatus::Terminated => false,
    }
}

/// Refuses a share that the others do not leave room for. The product has to be locked.
async fn check_pool(
    tx: &OrgTx,
    product: &Granted<ManageAttribution>,
    without: Option<AttributionId>,
    wanted: Window,
) -> Result<(), Failure> {
    let others = tx
        .find_for_rule::<attribution::Entity>()
        .filter(Column::ProductId.eq(product.id))
        .all()
        .await?;
    let others: Vec<Window> = others
        .iter()
        .filter(|other| Some(other.id) != without)
        .map(window)
        .collect();
    pool::fits(&others, &wanted).map_err(
        |Exceeded {
             at,
             total_ppm,
             available_ppm,
         }| {
            Problem::at("share", Code::RevenuePoolExceeded)
                .with("requested", told(wanted.share_ppm))
                .with("available", told(available_ppm))
                .with("at", moment(at))
                .with("total", told(total_ppm))
                .into()
        },
    )
}

fn window(row: &attribution::Model) -> Window {
    Window {
        from: row.effective_from,
        to: row.effective_to,
        share_ppm: row.share_ppm.into(),
    }
}

async fn tell_created(tx: &OrgTx, row: &attribution::Model) -> Result<(), Failure> {
    let event = NewEvent::new(EventAction::AttributionCreated, row.id).after(json!({
        "productId": row.product_id.to_string(),
        "employeeId": row.employee_id.to_string(),
        "kind": row.kind,
        "share": told(row.share_ppm.into()),
        "effectiveFrom": moment(row.effective_from),
        "effectiveTo": row.effective_to.map(moment),
    }));
    Ok(tx.emit(event).await?)
}
