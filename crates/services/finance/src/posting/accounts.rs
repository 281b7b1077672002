//! The accounts of the chart, opened when they are first used.

use super::{Side, side::kind_of};
use authz::{Action, Yields};
use entities::ledger_account::{self, AccountCode, Column};
use kernel::{EmployeeId, LedgerAccountId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use std::collections::HashMap;
use store::{Failure, Granted, OrgTx};

type Key = (AccountCode, Option<EmployeeId>);

/// The account of each side in a currency, with the side's amount.
pub(super) async fn opened<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    currency: &str,
    sides: &[Side],
) -> Result<Vec<(LedgerAccountId, i64)>, Failure>
where
    A: Action + Yields<ledger_account::Entity>,
{
    let mut known = find(tx, currency, sides).await?;
    let missing: Vec<_> = sides
        .iter()
        .filter(|side| !known.contains_key(&(side.account.code, side.account.employee)))
        .map(|side| row(tx, currency, side))
        .collect();
    if !missing.is_empty() {
        // Somebody may open the same accounts right now. The insert waits for them and leaves out what they have opened,
        // so both go on with the same accounts.
        tx.create_absent_from::<A, ledger_account::Entity>(because, missing)
            .await?;
        known = find(tx, currency, sides).await?;
    }
    let mut accounts = Vec::with_capacity(sides.len());
    for side in sides {
        let account = known
            .get(&(side.account.code, side.account.employee))
            .ok_or(Failure::Defect("an account that was opened is not there"))?;
        accounts.push((*account, side.amount_minor));
    }
    Ok(accounts)
}

async fn find(tx: &OrgTx, currency: &str, sides: &[Side]) -> Result<HashMap<Key, LedgerAccountId>, Failure> {
    let mut codes: Vec<AccountCode> = Vec::new();
    let mut employees = Vec::new();
    for side in sides {
        if let Some(employee) = side.account.employee {
            employees.push(employee);
        }
        if !codes.contains(&side.account.code) {
            codes.push(side.account.code);
        }
    }
    let whose = Condition::any()
        .add(Column::EmployeeId.is_null())
        .add(Column::EmployeeId.is_in(employees));
    let rows = tx
        .find_for_rule::<ledger_account::Entity>()
        .filter(
            Condition::all()
                .add(Column::Currency.eq(currency))
                .add(Column::Code.is_in(codes))
                .add(whose),
        )
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|account| ((account.code, account.employee_id), account.id))
        .collect())
}

fn row(tx: &OrgTx, currency: &str, side: &Side) -> ledger_account::ActiveModel {
    ledger_account::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        code: Set(side.account.code),
        kind: Set(kind_of(side.account.code)),
        currency: Set(currency.to_owned()),
        employee_id: Set(side.account.employee),
        balance_minor: Set(0),
        created_at: Set(tx.now()),
    }
}
