//! What a refund takes back: at the split of the sale, whatever the split is today (rule m10).

use crate::{
    entries::{Recognized, Tenders, sides},
    fees::{Fees, sum},
    history::Rows,
    miscalculated,
    posting::{NewTransaction, Side, Source, post},
    sale::Posted,
};
use authz::{Action, Yields, actions::SettleRefund};
use entities::{
    earning,
    ledger_account::{self, AccountCode},
    ledger_posting,
    ledger_transaction::{self, TransactionKind},
    order, order_line, refund, refund_line,
    refund_tender::{self, TenderKind},
    revenue,
};
use kernel::MoneyError;
use sea_orm::ColumnTrait;
use store::{Failure, Granted, OrgTx};

/// Takes back what the refunded lines have earned, once the refund is completed, and posts it: negative revenue and
/// negative earnings, whether or not they were paid out already. The amounts are cumulative (rule m5): all refunds of a
/// line together take back what one refund of the same amount would have.
///
/// The platform's fee and the withheld tax come back. The provider keeps its fee (rule m10), and the books do not move it. As
/// the order has it, the organization bears it alone, and the row of the revenue has it as negative; or everybody who had a
/// part of the sale loses more than that part.
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
    let rows = Rows::of_lines(tx, refund_lines.iter().map(|line| line.order_line_id)).await?;
    let mut recognized = Vec::with_capacity(refund_lines.len());
    let mut revenues = Vec::new();
    let mut earnings = Vec::new();
    for refunded in refund_lines {
        let line = lines
            .iter()
            .find(|line| line.id == refunded.order_line_id)
            .ok_or(Failure::Defect("a refund is of a line of its order"))?;
        // A line that cost nothing has earned nothing; there may be tax on it, of an amount that is all tax.
        let Some(mut history) = rows.history(line, order.refunded_fee_bearer)? else {
            recognized.push(Recognized {
                gross: 0,
                tax: -refunded.tax_minor,
                fees: Fees::default(),
                earned: Vec::new(),
                organization: 0,
            });
            continue;
        };
        let position = history.next();
        let parts = history
            .less(refunded.net_minor, refunded.tax_minor)
            .map_err(miscalculated)?;
        if refunded.net_minor != 0 {
            let of = Posted {
                line,
                refund: Some(refund.id),
                position,
                currency: &order.currency,
                at,
            };
            let revenue = of.revenue(tx, &parts)?;
            earnings.extend(of.earnings(tx, &revenue, &parts));
            of.tell(tx, &revenue, &parts).await?;
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

/// What a completed refund had given back through the provider is there again. The sale stays reversed, and the books owe
/// the amount to the customer; an accountant posts the entry that pays it.
pub async fn returned(
    tx: &OrgTx,
    because: &Granted<SettleRefund>,
    refund: &refund::Model,
    amount_minor: i64,
) -> Result<(), Failure> {
    let transaction = NewTransaction {
        kind: TransactionKind::RefundReturned,
        source: Source::of(refund.id),
        currency: refund.currency.clone(),
        occurred_at: tx.now(),
        sides: vec![
            Side::debit(AccountCode::Clearing, amount_minor),
            Side::debit(AccountCode::RefundsPayable, -amount_minor),
        ],
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
