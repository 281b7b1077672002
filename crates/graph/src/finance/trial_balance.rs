//! The trial balance: every account with its balance as a debit or a credit.

use super::{LedgerAccount, value::money};
use crate::{CurrencyCode, DateTime, Money, OrgView, base::fault};
use async_graphql::{Result, SimpleObject};

/// The balances of all accounts in one currency at a moment. Debits and credits are the same, always.
#[derive(SimpleObject, Debug)]
pub struct TrialBalance {
    /// The currency.
    pub currency: CurrencyCode,
    /// The moment, which belongs to it.
    pub as_of: DateTime,
    /// All debits together.
    pub debit: Money,
    /// All credits together.
    pub credit: Money,
    /// Every account that had been used by then, in the order of the chart of accounts.
    pub lines: Vec<TrialBalanceLine>,
}

/// An account with its balance on one side. Where both are null the account has come to zero.
#[derive(SimpleObject, Debug)]
pub struct TrialBalanceLine {
    /// The account. Its own `balance` is that of now.
    pub account: LedgerAccount,
    /// The balance, if it is a debit.
    pub debit: Option<Money>,
    /// The balance, if it is a credit.
    pub credit: Option<Money>,
}

/// The trial balances, one per currency, in the order of their codes. Empty for those who do not see the books.
pub(crate) async fn trial_balances(
    view: &OrgView,
    as_of: Option<DateTime>,
    currency: Option<CurrencyCode>,
) -> Result<Vec<TrialBalance>> {
    let now = DateTime(view.request()?.store.now());
    let balances = reads::account_balances(
        view.scope().await?,
        currency.map(|code| code.0),
        as_of.map(|at| at.0),
    )
    .await
    .map_err(fault)?;
    let mut trials = Vec::new();
    for of_one in balances.chunk_by(|(one, _), (other, _)| one.currency == other.currency) {
        let Some((first, _)) = of_one.first() else {
            continue;
        };
        let currency = first.currency.clone();
        let mut lines = Vec::with_capacity(of_one.len());
        let (mut debit, mut credit) = (0, 0);
        for (account, balance) in of_one {
            debit += (*balance).max(0);
            credit += (-*balance).max(0);
            lines.push(TrialBalanceLine {
                account: LedgerAccount::new(view.clone(), account.clone()),
                debit: (*balance > 0).then(|| money(*balance, &currency)).transpose()?,
                credit: (*balance < 0).then(|| money(-*balance, &currency)).transpose()?,
            });
        }
        trials.push(TrialBalance {
            as_of: as_of.unwrap_or(now),
            debit: money(debit, &currency)?,
            credit: money(credit, &currency)?,
            currency: CurrencyCode(currency),
            lines,
        });
    }
    Ok(trials)
}
