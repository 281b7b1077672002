//! One platform day: the orders O1 to O4, the payouts and the refund of half of O1, on the same code the commands use.

use super::*;
use crate::{
    posting::{AccountRef, merged},
    reversal::{Credit, Reversal, Sale, reverse},
};
use entities::fee_schedule::RefundedFeeBearer;
use kernel::TypedId;
use std::collections::BTreeMap;
use uuid::Uuid;

fn rate(percent: i32) -> Rate {
    Rate::from_ppm(percent * 10_000).unwrap()
}

fn employee(number: u128) -> EmployeeId {
    EmployeeId::from_uuid(Uuid::from_u128(number))
}

const CORA: u128 = 1;
const DINO: u128 = 2;
const KIM: u128 = 3;

fn entitled(shares: &[(u128, i32)]) -> Vec<Entitled> {
    (1..)
        .zip(shares)
        .map(|(number, (who, percent))| Entitled {
            attribution: AttributionId::from_uuid(Uuid::from_u128(number)),
            employee: employee(*who),
            share: rate(*percent),
        })
        .collect()
}

fn line(gross: i64, tax: i64, shares: &[(u128, i32)]) -> Recognized {
    let rates = FeeRates {
        platform: rate(5),
        processing: rate(3),
        withholding: rate(8),
    };
    recognize(gross, tax, &rates, &entitled(shares)).unwrap()
}

fn earned(line: &Recognized) -> Vec<i64> {
    line.earned.iter().map(|earned| earned.amount).collect()
}

#[derive(Default)]
struct Books(BTreeMap<(&'static str, Option<EmployeeId>), i64>);

impl Books {
    fn post(&mut self, sides: &[Side]) {
        for Side {
            account: AccountRef { code, employee },
            amount_minor,
        } in merged(sides).unwrap()
        {
            *self.0.entry((code.name(), employee)).or_default() += amount_minor;
        }
    }

    fn trial(&self) -> (i64, i64) {
        let debit = self.0.values().filter(|balance| **balance > 0).sum();
        let credit: i64 = self.0.values().filter(|balance| **balance < 0).sum();
        (debit, -credit)
    }

    fn balance(&self, code: AccountCode) -> i64 {
        self.0.get(&(code.name(), None)).copied().unwrap_or_default()
    }

    fn owed(&self, who: u128) -> i64 {
        let key = (AccountCode::CreatorPayable.name(), Some(employee(who)));
        -self.0.get(&key).copied().unwrap_or_default()
    }

    fn pay(&mut self, who: u128) {
        let owed = self.owed(who);
        self.post(&[
            Side::payable(employee(who), owed),
            Side::debit(AccountCode::Clearing, -owed),
        ]);
    }
}

const OLD: &[(u128, i32)] = &[(CORA, 60), (DINO, 20), (KIM, 5)];
const NEW: &[(u128, i32)] = &[(CORA, 50), (DINO, 30), (KIM, 5)];

#[test]
fn the_books_of_one_day_come_to_the_cent() {
    let mut euros = Books::default();
    euros.post(&[
        Side::debit(AccountCode::Promotion, 5_000),
        Side::debit(AccountCode::GiftCards, -5_000),
    ]);
    let first = line(7_200, 1_584, OLD);
    assert_eq!(
        (earned(&first), first.organization),
        (vec![3_629, 1_210, 302], 907)
    );
    let paid = Tenders {
        payment: 3_784,
        gift_cards: 5_000,
    };
    euros.post(&sides(paid, &[first]));

    let installment = line(3_333, 734, OLD);
    assert_eq!(
        (earned(&installment), installment.organization),
        (vec![1_679, 560, 140], 420)
    );
    let paid = Tenders {
        payment: 4_067,
        gift_cards: 0,
    };
    euros.post(&sides(paid, &[installment]));

    let bundle = [line(8_667, 1_907, NEW), line(4_332, 953, &[(DINO, 70)])];
    assert_eq!(
        (earned(&bundle[0]), bundle[0].organization),
        (vec![3_641, 2_184, 364], 1_092)
    );
    assert_eq!((earned(&bundle[1]), bundle[1].organization), (vec![2_547], 1_091));
    let paid = Tenders {
        payment: 15_859,
        gift_cards: 0,
    };
    euros.post(&sides(paid, &bundle));

    let mut dollars = Books::default();
    let abroad = line(12_000, 0, OLD);
    assert_eq!(
        (earned(&abroad), abroad.organization),
        (vec![6_048, 2_016, 504], 1_512)
    );
    let paid = Tenders {
        payment: 12_000,
        gift_cards: 0,
    };
    dollars.post(&sides(paid, &[abroad]));

    assert_eq!(euros.trial(), (48_026, 48_026));
    assert_eq!(dollars.trial(), (22_128, 22_128));
    assert_eq!(euros.balance(AccountCode::GiftCards), 0);
    assert_eq!(euros.balance(AccountCode::ProcessingFee), 706);
    assert_eq!(
        (euros.owed(CORA), euros.owed(DINO), euros.owed(KIM)),
        (8_949, 6_501, 806)
    );

    euros.pay(CORA);
    euros.pay(DINO);
    assert_eq!(euros.balance(AccountCode::Clearing), 7_554);

    let sale = Sale {
        fees: Fees {
            platform: 360,
            processing: 216,
            withholding: 576,
        },
        credits: [(3_629, 0), (1_210, 1), (302, 2)]
            .map(|(amount, seniority)| Credit { amount, seniority })
            .to_vec(),
        organization: 907,
        refunded_fee_bearer: RefundedFeeBearer::Organization,
    };
    let taken = reverse(&sale, &Reversal::none(&sale), 3_600).unwrap();
    let back = Recognized {
        gross: -3_600,
        tax: -792,
        fees: Fees {
            platform: -taken.fees.platform,
            processing: 0,
            withholding: -taken.fees.withholding,
        },
        earned: entitled(OLD)
            .into_iter()
            .zip(&taken.credits)
            .map(|(by, amount)| Earned { by, amount: -amount })
            .collect(),
        organization: -taken.organization,
    };
    assert_eq!(
        (earned(&back), back.organization),
        (vec![-1_815, -605, -151], -453)
    );
    let given_back = Tenders {
        payment: -1_892,
        gift_cards: -2_500,
    };
    euros.post(&sides(given_back, &[back]));
    assert_eq!(euros.trial(), (30_065, 30_065));
    assert_eq!(euros.balance(AccountCode::ProcessingFee), 706);
    assert_eq!(euros.balance(AccountCode::GiftCards), -2_500);
    assert_eq!(euros.owed(CORA), -1_815);
}
