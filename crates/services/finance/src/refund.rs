//! What a refund takes back: at the split of the sale, whatever the split is today (rule m10).

use crate::{
    entries::{Earned, Entitled, Recognized, Tenders, sides},
    fees::{Fees, sum},
    miscalculated,
    posting::{NewTransaction, Source, post},
    reversal::{Credit, Reversal, Sale, reverse as take_back},
    sale::Posted,
};
use authz::{Action, Yields};
use entities::{
    attribution, earning, ledger_account, ledger_posting,
    ledger_transaction::{self, TransactionKind},
    order, order_line, refund, refund_line,
    refund_tender::{self, TenderKind},
    revenue,
};
use kernel::{AttributionId, MoneyError, OrderLineId, Rate, RevenueId};
use sea_orm::{ColumnTrait, Order};
use std::collections::HashMap;
use store::{Failure, Granted, OrgTx};

/// Takes back what the refunded lines have earned, once the refund is completed, and posts it: negative revenue and
/// negative earnings, whether or not they were paid out already. The amounts are cumulative (rule m5): all refunds of a
/// line together take back what one refund of the same amount would have.
///
/// The platform's fee and the withheld tax come back. The provider keeps its fee, which the organization bears (rule
/// m10): the row of the revenue has it as negative, the books do not move it.
///
/// The order has to be locked. Call it once per refund, in the transaction that completes it.
pub async fn reverse<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    order: &order::Model,
    refund: &refund::Model,
    refund_lines: &[refund_line::Model],
    refund_tenders: &[refund_tender::Model],
) -> Result<(), Failure>
where
    A: Action
        + Yields<revenue::Entity>
        + Yields<earning::Entity>
        + Yields<ledger_account::Entity>
        + Yields<ledger_transaction::Entity>
        + Yields<ledger_posting::Entity>,
{
    let at = refund.completed_at.unwrap_or_else(|| tx.now());
    let lines = tx
        .find_for_rule::<order_line::Entity>()
        .filter(order_line::Column::OrderId.eq(order.id))
        .all()
        .await?;
    let posted = so_far(tx, refund_lines.iter().map(|line| line.order_line_id)).await?;
    let mut recognized = Vec::with_capacity(refund_lines.len());
    let mut revenues = Vec::new();
    let mut earnings = Vec::new();
    for refunded in refund_lines {
        let line = lines
            .iter()
            .find(|line| line.id == refunded.order_line_id)
            .ok_or(Failure::Defect("a refund is of a line of its order"))?;
        let parts = match posted.get(&line.id) {
            Some(posted) => posted
                .less(refunded.net_minor, refunded.tax_minor)
                .map_err(miscalculated)?,
            // A line that cost nothing has earned nothing.
            None => nothing(refunded),
        };
        if refunded.net_minor != 0 {
            let of = Posted {
                line,
                refund: Some(refund.id),
                currency: &order.currency,
                at,
            };
            let revenue = of.revenue(tx, &parts)?;
            earnings.extend(of.earnings(tx, &revenue, &parts));
            revenues.push(revenue);
        }
        recognized.push(Recognized {
            fees: Fees {
                processing: 0,
                ..parts.fees
            },
            ..parts
        });
    }
    tx.create_all_from::<A, revenue::Entity>(because, revenues)
        .await?;
    tx.create_all_from::<A, earning::Entity>(because, earnings)
        .await?;
    let transaction = NewTransaction {
        kind: TransactionKind::Refund,
        source: Source::of(refund.id),
        currency: order.currency.clone(),
        occurred_at: at,
        sides: sides(given_back(refund_tenders).map_err(miscalculated)?, &recognized),
    };
    post(tx, because, transaction).await?;
    Ok(())
}

fn given_back(tenders: &[refund_tender::Model]) -> Result<Tenders, MoneyError> {
    let of = |kind| {
        let tenders = tenders.iter().filter(move |tender| tender.kind == kind);
        sum(tenders.map(|tender| -tender.amount_minor))
    };
    Ok(Tenders {
        payment: of(TenderKind::Payment)?,
        gift_cards: of(TenderKind::GiftCard)?,
    })
}

fn nothing(refunded: &refund_line::Model) -> Recognized {
    Recognized {
        gross: -refunded.net_minor,
        tax: -refunded.tax_minor,
        fees: Fees::default(),
        earned: Vec::new(),
        organization: -refunded.net_minor,
    }
}

/// The sale of a line and what refunds have taken back of it, from the rows that were written then.
pub(crate) struct LineHistory {
    entitled: Vec<Entitled>,
    sale: Sale,
    before: Reversal,
}

impl LineHistory {
    /// What a further refund takes back: everything negative.
    pub(crate) fn less(&self, gross: i64, tax: i64) -> Result<Recognized, MoneyError> {
        let refunded = sum([self.before.gross()?, gross])?;
        let taken = take_back(&self.sale, &self.before, refunded)?;
        Ok(Recognized {
            gross: -gross,
            tax: -tax,
            fees: Fees {
                platform: -taken.fees.platform,
                processing: -taken.fees.processing,
                withholding: -taken.fees.withholding,
            },
            earned: self
                .entitled
                .iter()
                .zip(&taken.credits)
                .map(|(by, amount)| Earned {
                    by: *by,
                    amount: -amount,
                })
                .collect(),
            organization: -taken.organization,
        })
    }
}

/// What was posted for each line so far. Four statements at most, however many lines there are.
async fn so_far(
    tx: &OrgTx,
    lines: impl Iterator<Item = OrderLineId>,
) -> Result<HashMap<OrderLineId, LineHistory>, Failure> {
    let revenues = tx
        .find_for_rule::<revenue::Entity>()
        .among(revenue::Column::OrderLineId, lines)
        .all()
        .await?;
    let earnings = tx
        .find_for_rule::<earning::Entity>()
        .among(
            earning::Column::RevenueId,
            revenues.iter().map(|revenue| revenue.id),
        )
        .all()
        .await?;
    let by_age = tx
        .find_for_rule::<attribution::Entity>()
        .among(
            attribution::Column::Id,
            earnings.iter().map(|earning| earning.attribution_id),
        )
        .order_by(attribution::Column::CreatedAt, Order::Asc)
        .order_by(attribution::Column::Id, Order::Asc)
        .all()
        .await?;
    let ages: HashMap<AttributionId, i64> =
        by_age.iter().map(|attribution| attribution.id).zip(0..).collect();
    let mut of: HashMap<RevenueId, Vec<&earning::Model>> = HashMap::new();
    for earning in &earnings {
        of.entry(earning.revenue_id).or_default().push(earning);
    }
    let mut histories = HashMap::new();
    for sale in revenues.iter().filter(|revenue| revenue.refund_id.is_none()) {
        let credited = of.get(&sale.id).map(Vec::as_slice).unwrap_or_default();
        let mut history = begun(sale, credited, &ages)?;
        for refund in &revenues {
            if refund.order_line_id == sale.order_line_id && refund.refund_id.is_some() {
                let taken = of.get(&refund.id).map(Vec::as_slice).unwrap_or_default();
                let step = taken_back(&history.entitled, refund, taken);
                history.before = history.before.and(&step).map_err(miscalculated)?;
            }
        }
        histories.insert(sale.order_line_id, history);
    }
    Ok(histories)
}

fn begun(
    sale: &revenue::Model,
    credited: &[&earning::Model],
    ages: &HashMap<AttributionId, i64>,
) -> Result<LineHistory, Failure> {
    let mut entitled = Vec::with_capacity(credited.len());
    let mut credits = Vec::with_capacity(credited.len());
    for earning in credited {
        entitled.push(Entitled {
            attribution: earning.attribution_id,
            employee: earning.employee_id,
            share: Rate::from_ppm(earning.share_ppm).map_err(miscalculated)?,
        });
        credits.push(Credit {
            amount: earning.amount_minor,
            seniority: ages.get(&earning.attribution_id).copied().unwrap_or(i64::MAX),
        });
    }
    let sale = Sale {
        fees: Fees {
            platform: sale.platform_fee_minor,
            processing: sale.processing_fee_minor,
            withholding: sale.withholding_minor,
        },
        credits,
        organization: sale.organization_minor,
    };
    Ok(LineHistory {
        entitled,
        before: Reversal::none(&sale),
        sale,
    })
}

/// What one refund has taken back; its rows are negative.
fn taken_back(entitled: &[Entitled], refund: &revenue::Model, taken: &[&earning::Model]) -> Reversal {
    Reversal {
        fees: Fees {
            platform: -refund.platform_fee_minor,
            processing: -refund.processing_fee_minor,
            withholding: -refund.withholding_minor,
        },
        credits: entitled
            .iter()
            .map(|by| {
                let own = taken
                    .iter()
                    .find(|earning| earning.attribution_id == by.attribution);
                own.map_or(0, |earning| -earning.amount_minor)
            })
            .collect(),
        organization: -refund.organization_minor,
    }
}
