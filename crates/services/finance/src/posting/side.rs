//! Sides of a transaction, before the accounts are looked up.

use crate::fees::sum;
use entities::ledger_account::{AccountCode, AccountKind};
use kernel::{EmployeeId, MoneyError};
use std::collections::BTreeMap;

/// An account of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AccountRef {
    /// Which one.
    pub code: AccountCode,
    /// Whose, where it is kept per employee.
    pub employee: Option<EmployeeId>,
}

/// One side of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// The account.
    pub account: AccountRef,
    /// In minor units; debits are positive, credits negative.
    pub amount_minor: i64,
}

impl Side {
    /// A side on an account of the organization. A negative debit is a credit.
    pub const fn debit(code: AccountCode, amount_minor: i64) -> Self {
        Self {
            account: AccountRef { code, employee: None },
            amount_minor,
        }
    }

    /// A side on what is owed to an employee. A negative amount is a credit: it is owed.
    pub const fn payable(employee: EmployeeId, amount_minor: i64) -> Self {
        Self {
            account: AccountRef {
                code: AccountCode::CreatorPayable,
                employee: Some(employee),
            },
            amount_minor,
        }
    }
}

/// What an account of the chart holds.
pub const fn kind_of(code: AccountCode) -> AccountKind {
    match code {
        AccountCode::Clearing | AccountCode::Disputed | AccountCode::GiftCardSales => AccountKind::Asset,
        AccountCode::GiftCards
        | AccountCode::RefundsPayable
        | AccountCode::SalesTax
        | AccountCode::CreatorPayable
        | AccountCode::PlatformPayable
        | AccountCode::WithholdingPayable => AccountKind::Liability,
        AccountCode::Sales => AccountKind::Revenue,
        AccountCode::RevenueShare
        | AccountCode::PlatformFee
        | AccountCode::ProcessingFee
        | AccountCode::Withholding
        | AccountCode::Promotion => AccountKind::Expense,
    }
}

/// An account in an order that does not depend on the order of the sides.
type Key = (&'static str, Option<EmployeeId>);

/// The sides with one amount per account, without those that come to nothing, always in the same order.
///
/// Sides that are not zero together are [`MoneyError::OutOfRange`].
pub fn merged(sides: &[Side]) -> Result<Vec<Side>, MoneyError> {
    let mut accounts: BTreeMap<Key, (AccountRef, Vec<i64>)> = BTreeMap::new();
    for Side {
        account,
        amount_minor,
    } in sides
    {
        let key = (account.code.name(), account.employee);
        let (_, amounts) = accounts.entry(key).or_insert((*account, Vec::new()));
        amounts.push(*amount_minor);
    }
    let mut merged = Vec::with_capacity(accounts.len());
    for (account, amounts) in accounts.into_values() {
        let amount_minor = sum(amounts)?;
        if amount_minor != 0 {
            merged.push(Side {
                account,
                amount_minor,
            });
        }
    }
    if sum(merged.iter().map(|side| side.amount_minor))? == 0 {
        Ok(merged)
    } else {
        Err(MoneyError::OutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_on_one_account_become_one_and_nothing_is_dropped_but_zero() {
        let sides = [
            Side::debit(AccountCode::Clearing, 100),
            Side::debit(AccountCode::Sales, -90),
            Side::debit(AccountCode::Clearing, -10),
            Side::debit(AccountCode::Promotion, 5),
            Side::debit(AccountCode::Promotion, -5),
        ];
        let expected = vec![
            Side::debit(AccountCode::Clearing, 90),
            Side::debit(AccountCode::Sales, -90),
        ];
        assert_eq!(merged(&sides), Ok(expected));
        assert_eq!(merged(&[]), Ok(Vec::new()));
    }

    #[test]
    fn what_does_not_balance_is_refused() {
        let sides = [Side::debit(AccountCode::Clearing, 1)];
        assert_eq!(merged(&sides), Err(MoneyError::OutOfRange));
    }
}
