//! Giving an employee a share.

use super::{check_pool, is_employed, pool::Window, tell_created, window_empty};
use crate::input;
use authz::actions::ManageAttribution;
use chrono::{DateTime, Utc};
use entities::{
    attribution::{self, AttributionKind},
    employee::{self, EmployeeStatus},
};
use kernel::{Code, EmployeeId, MemberId, Problem, Problems, ProductId, Rate};
use rust_decimal::Decimal;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use store::{Failure, OrgTx};

/// The smallest share that can be given: one millionth.
pub(super) fn smallest() -> Result<Rate, Failure> {
    Rate::from_ppm(1).map_err(crate::miscalculated)
}

/// Who is to earn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// An employee.
    Employee(EmployeeId),
    /// Whoever this member is employed as now.
    Member(MemberId),
}

/// A share to give.
#[derive(Clone, Debug)]
pub struct NewAttribution {
    /// Of what this product earns.
    pub product: ProductId,
    /// To whom.
    pub employee: Whom,
    /// What for.
    pub kind: AttributionKind,
    /// How much, as a percentage of the net with at most four decimals.
    pub share: Decimal,
    /// From when on; now, if not given.
    pub effective_from: Option<DateTime<Utc>>,
    /// Until before when; for good, if not given.
    pub effective_to: Option<DateTime<Utc>>,
}

/// Gives an employee a share of what a product earns. Sales that were paid already are not shared again.
///
/// Refuses with `NOT_AN_EMPLOYEE`, `OUT_OF_RANGE`, `PERCENT_TOO_PRECISE`, `WINDOW_EMPTY`, `REVENUE_POOL_EXCEEDED`.
pub async fn create_attribution(tx: &OrgTx, input: NewAttribution) -> Result<attribution::Model, Failure> {
    let NewAttribution {
        product,
        employee,
        kind,
        share,
        effective_from,
        effective_to,
    } = input;
    let product = tx.load_for::<ManageAttribution>("productId", product).await?;
    let by = input::employee(tx)?;
    let from = effective_from.unwrap_or_else(|| tx.now());
    let mut problems = Problems::default();
    let employee = problems.take(entitled(tx, employee).await?);
    let share = problems.take(input::rate("share", share, smallest()?));
    if let Some(to) = effective_to {
        problems.require(from < to, || window_empty("effectiveTo", from, to));
    }
    problems.into_result()?;
    let (Some(employee), Some(share)) = (employee, share) else {
        return Err(Failure::Defect("a checked input is incomplete"));
    };
    let wanted = Window {
        from,
        to: effective_to,
        share_ppm: share.ppm().into(),
    };
    check_pool(tx, &product, None, wanted).await?;
    let row = attribution::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        product_id: Set(product.id),
        employee_id: Set(employee),
        kind: Set(kind),
        share_ppm: Set(share.ppm()),
        effective_from: Set(from),
        effective_to: Set(effective_to),
        set_by_employee_id: Set(by),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let row = tx.create_from::<_, attribution::Entity>(&product, row).await?;
    tell_created(tx, &row).await?;
    Ok(row)
}

/// The employment behind a choice, if it is one that can earn.
async fn entitled(tx: &OrgTx, whom: Whom) -> Result<Result<EmployeeId, Problem>, Failure> {
    let field = "employeeId";
    let which = match whom {
        Whom::Employee(id) => Condition::all().add(employee::Column::Id.eq(id)),
        Whom::Member(id) => Condition::all()
            .add(employee::Column::MemberId.eq(id))
            .add(entities::is_not(
                employee::Column::Status,
                EmployeeStatus::Terminated,
            )),
    };
    // Locked, so that the employment does not end meanwhile: its end ends the shares that it finds.
    let found = tx
        .find_for_rule_locked::<employee::Entity>()
        .filter(which)
        .one()
        .await?;
    let not_employed = || Problem::at(field, Code::NotAnEmployee);
    Ok(match (found, whom) {
        (Some(employee), _) if is_employed(&employee) => Ok(employee.id),
        (Some(employee), _) => Err(not_employed().with("status", employee.status.name())),
        (None, Whom::Employee(_)) => Err(Problem::at(field, Code::NotFound)),
        (None, Whom::Member(id)) => {
            let known = tx
                .find_for_rule::<entities::member::Entity>()
                .filter(entities::member::Column::Id.eq(id))
                .one()
                .await?;
            Err(known.map_or_else(|| Problem::at(field, Code::NotFound), |_member| not_employed()))
        }
    })
}
