//! Who earns what.

use super::{everything, never, owned, through};
use crate::Access;
use entities::{
    attribution, earning, ledger_account, ledger_posting, payout, permission_grant::Permission, revenue,
};
use sea_orm::{ColumnTrait, Condition};

/// What is about the actor's own employment; everything for those who account for it.
fn of_own_work(access: &Access, employee: impl ColumnTrait) -> Condition {
    if access.may(Permission::PostAccounting) || access.may(Permission::ManageAttribution) {
        return everything();
    }
    match access.employee() {
        Some(own) => Condition::all().add(employee.eq(own)),
        None => never(),
    }
}

/// What is for accounting alone.
fn of_books(access: &Access) -> Condition {
    if access.may(Permission::PostAccounting) {
        everything()
    } else {
        never()
    }
}

owned! {
    /// The rates are known to everybody who works here and to the operators who set them.
    fee_schedule => |access| if access.employee().is_some() || access.actor().is_operator() || access.actor().is_system() {
        everything()
    } else {
        never()
    };
    /// One's own shares; all for those who decide on them.
    attribution => |access| of_own_work(access, attribution::Column::EmployeeId);
    /// For accounting. Employees see their own part of it, not what others or the organization got.
    revenue => |access| if access.may(Permission::PostAccounting) || access.may(Permission::ManageAttribution) {
        everything()
    } else {
        match access.employee() {
            Some(own) => Condition::all().add(revenue::Column::Id.in_subquery(super::keys::<earning::Entity>(
                access,
                earning::Column::RevenueId,
                Condition::all().add(earning::Column::EmployeeId.eq(own)),
            ))),
            None => never(),
        }
    };
    /// For accounting.
    payout_run => |access| of_books(access);
    /// One's own; all for accounting.
    payout => |access| of_own_work(access, payout::Column::EmployeeId);
    /// One's own; all for accounting.
    earning => |access| of_own_work(access, earning::Column::EmployeeId);
    /// For accounting.
    ledger_account => |access| of_books(access);
    /// For accounting.
    ledger_transaction => |access| of_books(access);
    /// Who sees the account.
    ledger_posting => |access| through::<ledger_account::Entity>(access, ledger_posting::Column::AccountId);
}
