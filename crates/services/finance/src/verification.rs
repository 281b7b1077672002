//! Calculating a payout again, from the snapshots of the order lines behind it (rule m6).

use crate::{
    entries::{Recognized, recognize},
    fee_schedule::rates,
    fees::sum,
    history::Rows,
    miscalculated,
};
use entities::{earning, order, order_line, payout, refund_line, revenue};
use kernel::{AttributionId, EarningId, PayoutId, RevenueId};
use sea_orm::ColumnTrait;
use std::collections::HashMap;
use store::{Failure, OrgTx};

/// An earning whose amount is not what the sale comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The earning.
    pub earning: EarningId,
    /// What the sale comes to, in minor units.
    pub expected_minor: i64,
    /// What was paid.
    pub found_minor: i64,
}

/// What came out of calculating a payout again.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The payout.
    pub payout: payout::Model,
    /// What its sales and refunds come to, in minor units.
    pub recomputed_minor: i64,
    /// The earnings that do not agree.
    pub differences: Vec<Difference>,
}

impl Verification {
    /// Whether the payout is what its sales and refunds come to.
    pub fn matches(&self) -> bool {
        self.differences.is_empty() && self.recomputed_minor == self.payout.amount_minor
    }
}

/// Calculates a payout again: for every earning of it the sale of its order line, from the line's amounts, the order's
/// fee rates and the shares of then, and the refunds of the line one after the other. Only those who see the payout.
pub async fn verify_payout(tx: &OrgTx, id: PayoutId) -> Result<Verification, Failure> {
    let payout = tx
        .find::<payout::Entity>()
        .filter(payout::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::NotFound("payoutId"))?;
    let earnings = tx
        .find_for_rule::<earning::Entity>()
        .filter(earning::Column::PayoutId.eq(id))
        .all()
        .await?;
    let expected = expected(tx, &earnings).await?;
    let mut amounts = Vec::with_capacity(earnings.len());
    let mut differences = Vec::new();
    for earning in &earnings {
        let key = (earning.revenue_id, earning.attribution_id);
        let expected_minor = expected.get(&key).copied().unwrap_or_default();
        amounts.push(expected_minor);
        if expected_minor != earning.amount_minor {
            differences.push(Difference {
                earning: earning.id,
                expected_minor,
                found_minor: earning.amount_minor,
            });
        }
    }
    Ok(Verification {
        payout,
        recomputed_minor: sum(amounts).map_err(miscalculated)?,
        differences,
    })
}

type Expected = HashMap<(RevenueId, AttributionId), i64>;

async fn expected(tx: &OrgTx, earnings: &[earning::Model]) -> Result<Expected, Failure> {
    let of_earnings = tx
        .find_for_rule::<revenue::Entity>()
        .among(
            revenue::Column::Id,
            earnings.iter().map(|earning| earning.revenue_id),
        )
        .all()
        .await?;
    let lines = tx
        .find_for_rule::<order_line::Entity>()
        .among(
            order_line::Column::Id,
            of_earnings.iter().map(|revenue| revenue.order_line_id),
        )
        .all()
        .await?;
    let orders = tx
        .find_for_rule::<order::Entity>()
        .among(order::Column::Id, lines.iter().map(|line| line.order_id))
        .all()
        .await?;
    let refunded = tx
        .find_for_rule::<refund_line::Entity>()
        .among(refund_line::Column::OrderLineId, lines.iter().map(|line| line.id))
        .all()
        .await?;
    let rows = Rows::of_lines(tx, lines.iter().map(|line| line.id)).await?;
    let mut expected = Expected::new();
    for line in &lines {
        let order = orders
            .iter()
            .find(|order| order.id == line.order_id)
            .ok_or(Failure::Defect("a line without its order"))?;
        let refunded: Vec<_> = refunded
            .iter()
            .filter(|refunded| refunded.order_line_id == line.id)
            .collect();
        again(&rows, order, line, &refunded, &mut expected)?;
    }
    Ok(expected)
}

/// Calculates the sale of one line and its refunds.
fn again(
    rows: &Rows,
    order: &order::Model,
    line: &order_line::Model,
    refunded: &[&refund_line::Model],
    expected: &mut Expected,
) -> Result<(), Failure> {
    let mut revenues = rows.of_line(line.id);
    let Some(sale) = revenues.next() else {
        return Ok(());
    };
    let rates = rates(
        order.platform_fee_ppm,
        order.processing_fee_ppm,
        order.withholding_ppm,
    )?;
    let entitled = rows.entitled(sale.id)?;
    let parts = recognize(line.net_minor, line.tax_minor, &rates, &entitled).map_err(miscalculated)?;
    note(expected, sale.id, &parts);
    let mut history = rows.begin(&parts, order.refunded_fee_bearer);
    for revenue in revenues {
        let of_refund = refunded
            .iter()
            .find(|refunded| Some(refunded.refund_id) == revenue.refund_id);
        let Some(refunded) = of_refund else { continue };
        let parts = history
            .less(refunded.net_minor, refunded.tax_minor)
            .map_err(miscalculated)?;
        note(expected, revenue.id, &parts);
    }
    Ok(())
}

fn note(expected: &mut Expected, revenue: RevenueId, parts: &Recognized) {
    for earned in &parts.earned {
        expected.insert((revenue, earned.by.attribution), earned.amount);
    }
}
