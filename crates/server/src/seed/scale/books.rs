//! The accounts of an organization, and the transaction of a sale in them.

use super::{Maker, maker::small, people::House};
use anyhow::Context;
use entities::{
    ledger_account::{self, AccountCode},
    ledger_posting,
    ledger_transaction::{self, TransactionKind},
    order,
};
use finance::posting::{AccountRef, Side, kind_of, merged};
use kernel::{LedgerAccountId, LedgerTransactionId, TypedId};
use std::collections::HashMap;

/// What a sale posts to, besides what is owed to each maker.
const SHARED: [AccountCode; 9] = [
    AccountCode::Clearing,
    AccountCode::Sales,
    AccountCode::SalesTax,
    AccountCode::PlatformFee,
    AccountCode::PlatformPayable,
    AccountCode::ProcessingFee,
    AccountCode::Withholding,
    AccountCode::WithholdingPayable,
    AccountCode::RevenueShare,
];

pub(super) struct Books {
    rows: Vec<ledger_account::Model>,
    by_place: HashMap<AccountRef, LedgerAccountId>,
}

impl Books {
    pub(super) fn open(maker: &mut Maker, house: &House) -> Self {
        let shared = SHARED.map(|code| AccountRef { code, employee: None });
        let owed = house.employees.iter().map(|employee| AccountRef {
            code: AccountCode::CreatorPayable,
            employee: Some(*employee),
        });
        let mut books = Self {
            rows: Vec::new(),
            by_place: HashMap::new(),
        };
        for place in shared.into_iter().chain(owed) {
            let row = ledger_account::Model {
                id: maker.id(),
                organization_id: house.id,
                code: place.code,
                kind: kind_of(place.code),
                currency: "EUR".to_owned(),
                employee_id: place.employee,
                balance_minor: 0,
                created_at: maker.now(),
            };
            books.by_place.insert(place, row.id);
            books.rows.push(row);
        }
        books
    }

    pub(super) fn accounts(&self) -> Vec<ledger_account::Model> {
        self.rows.clone()
    }

    /// The transaction of a paid order, and its postings.
    pub(super) fn post(
        &self,
        maker: &mut Maker,
        house: &House,
        order: &order::Model,
        sides: &[Side],
    ) -> anyhow::Result<(ledger_transaction::Model, Vec<ledger_posting::Model>)> {
        let sides = merged(sides)?;
        let transaction = ledger_transaction::Model {
            id: maker.id::<LedgerTransactionId>(),
            organization_id: house.id,
            kind: TransactionKind::Sale,
            currency: order.currency.clone(),
            source_type: kernel::OrderId::PREFIX.to_owned(),
            source_id: order.id.uuid(),
            occurred_at: order.placed_at,
            originally_occurred_at: None,
            note: None,
            posted_by_user_id: Some(house.owner),
            imbalance_minor: 0,
            missing_postings: i64::try_from(sides.len())?,
            created_at: maker.now(),
            zero: 0,
        };
        let mut postings = Vec::with_capacity(sides.len());
        for (position, side) in (1..).zip(&sides) {
            let account = self
                .by_place
                .get(&side.account)
                .context("an account that was not opened")?;
            postings.push(ledger_posting::Model {
                id: maker.id(),
                organization_id: house.id,
                transaction_id: transaction.id,
                account_id: *account,
                amount_minor: side.amount_minor,
                position: small(position),
                created_at: maker.now(),
            });
        }
        Ok((transaction, postings))
    }
}
