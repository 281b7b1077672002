//! Who earns, and who is paid.

use super::{
    Run,
    state::{Share, written},
};
use crate::world::{problems, within};
use entities::{attribution::AttributionKind, ledger_account::AccountCode};
use finance::{
    attribution::{ChangeShare, NewAttribution, Whom, change_attribution_share, create_attribution},
    payout::{RunPayouts, run_payouts},
};
use kernel::EmployeeId;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

impl Run {
    pub(super) async fn begin_share(&mut self, product: usize, employee: EmployeeId, ppm: i64) {
        let input = NewAttribution {
            product: self.state.products[product].id,
            employee: Whom::Employee(employee),
            kind: AttributionKind::Creator,
            share: Decimal::new(ppm, 4),
            effective_from: None,
            effective_to: None,
        };
        let made = within!(
            self.till.world(),
            self.till.shop.owner,
            self.till.shop.id,
            |tx, input| { create_attribution(tx, input) }
        )
        .unwrap();
        self.state.products[product].shares.push(Share {
            id: made.id,
            employee,
            ppm,
        });
    }

    /// From now on somebody earns more or less; the past stays as it is.
    pub(super) async fn change_share(&mut self) {
        let product = self.dice.place(self.state.products.len());
        let index = self.dice.place(self.state.products[product].shares.len());
        let shares = &self.state.products[product].shares;
        let (id, employee, was) = (shares[index].id, shares[index].employee, shares[index].ppm);
        let others: i64 = shares.iter().map(|share| share.ppm).sum::<i64>() - was;
        let ppm = 1 + self.dice.roll(700_000);
        self.tell(format!("share {index} of product {product} is {ppm}, was {was}"));
        let input = ChangeShare {
            share: Decimal::new(ppm, 4),
            effective_from: None,
        };
        let changed = within!(
            self.till.world(),
            self.till.shop.owner,
            self.till.shop.id,
            |tx, input| { change_attribution_share(tx, id, input) }
        );
        if ppm == was {
            assert_eq!(changed.unwrap().begun.id, id);
        } else if others + ppm > 1_000_000 {
            let left = written(1_000_000 - others, "EUR");
            let told = problems(changed);
            assert!(
                told[0].starts_with("share RevenuePoolExceeded"),
                "{told:?}, {left}"
            );
        } else {
            let begun = changed.unwrap().begun.id;
            // The new one is the youngest now.
            let shares = &mut self.state.products[product].shares;
            shares.remove(index);
            shares.push(Share {
                id: begun,
                employee,
                ppm,
            });
        }
    }

    pub(super) async fn pay_out(&mut self) {
        let minimum = [None, Some(0), Some(5), Some(100), Some(2_000)][self.dice.place(5)].map(Decimal::from);
        self.tell(format!("payouts from {minimum:?}"));
        let input = RunPayouts {
            minimum,
            cutoff: None,
            hold_days: None,
        };
        let (id, key) = (self.till.shop.id, self.key());
        let run = within!(
            self.till.world(),
            self.till.shop.owner,
            id,
            |tx, input, key| async { run_payouts(tx, id, input, &key).await }
        )
        .unwrap();
        let minimum = minimum.unwrap_or(Decimal::from(20));
        let (mut due, mut carried) = (BTreeMap::new(), BTreeMap::new());
        for ((currency, employee), amount) in &self.state.unpaid {
            if *amount > 0 && written(*amount, currency) >= minimum {
                due.insert((*currency, *employee), *amount);
            } else if *amount != 0 {
                carried.insert((*currency, *employee), *amount);
            }
        }
        let paid: BTreeMap<(&str, EmployeeId), i64> = run
            .payouts
            .iter()
            .map(|payout| {
                (
                    (payout.currency.as_str(), payout.employee_id),
                    payout.amount_minor,
                )
            })
            .collect();
        assert_eq!(paid, due);
        assert_eq!(run.payouts.len(), due.len());
        let left: BTreeMap<(&str, EmployeeId), i64> = run
            .carried
            .iter()
            .filter(|balance| balance.amount_minor != 0)
            .map(|balance| {
                (
                    (balance.currency.as_str(), balance.employee_id),
                    balance.amount_minor,
                )
            })
            .collect();
        assert_eq!(left, carried);
        for ((currency, employee), amount) in due {
            self.state.unpaid.insert((currency, employee), 0);
            let payable = (AccountCode::CreatorPayable, currency, Some(employee));
            *self.state.books.entry(payable).or_default() += amount;
            self.state.post(AccountCode::Clearing, currency, -amount);
        }
    }
}
