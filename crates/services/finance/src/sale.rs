//! What an order has earned, once it is paid.

use crate::{
    entries::{Entitled, Recognized, Tenders, recognize as enter, sides},
    fee_schedule::rates,
    input::told,
    miscalculated,
    posting::{NewTransaction, Source, post},
};
use authz::{Action, Yields};
use chrono::{DateTime, Utc};
use entities::{
    attribution::{self, Column},
    earning,
    event::EventAction,
    ledger_account, ledger_posting,
    ledger_transaction::{self, TransactionKind},
    order, order_line, revenue,
};
use kernel::{Currency, Money, ProductId, Rate, RevenueId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, Order};
use serde_json::{Value, json};
use store::{Failure, Granted, NewEvent, OrgTx};

/// Recognizes the revenue of a paid order: per line what is deducted and who earns, by the rates the order was made with
/// and the attributions in force at the moment it was paid; and one transaction in the books for all of it.
///
/// `order.paid_at` has to be set and is that moment. Call it once per order, in the transaction that takes the payment.
/// A line that cost nothing earns nothing (rule m7).
pub async fn recognize<A>(
    tx: &OrgTx,
    because: &Granted<A>,
    order: &order::Model,
    lines: &[order_line::Model],
) -> Result<(), Failure>
where
    A: Action
        + Yields<revenue::Entity>
        + Yields<earning::Entity>
        + Yields<ledger_account::Entity>
        + Yields<ledger_transaction::Entity>
        + Yields<ledger_posting::Entity>,
{
    let paid_at = order
        .paid_at
        .ok_or(Failure::Defect("an order that was not paid earns nothing"))?;
    let rates = rates(
        order.platform_fee_ppm,
        order.processing_fee_ppm,
        order.withholding_ppm,
    )?;
    let attributions = in_force(tx, lines.iter().map(|line| line.product_id), paid_at).await?;
    let mut recognized = Vec::with_capacity(lines.len());
    let mut revenues = Vec::new();
    let mut earnings = Vec::new();
    for line in lines {
        let mut entitled = Vec::new();
        for attribution in attributions.iter().filter(|a| a.product_id == line.product_id) {
            entitled.push(entitled_by(attribution)?);
        }
        let parts = enter(line.net_minor, line.tax_minor, &rates, &entitled).map_err(miscalculated)?;
        if line.net_minor != 0 {
            let of = Posted {
                line,
                refund: None,
                position: 0,
                currency: &order.currency,
                at: paid_at,
            };
            let revenue = of.revenue(tx, &parts)?;
            earnings.extend(of.earnings(tx, &revenue, &parts));
            of.tell(tx, &revenue, &parts).await?;
            revenues.push(revenue);
        }
        recognized.push(parts);
    }
    tx.create_all_from::<A, revenue::Entity>(because, revenues)
        .await?;
    tx.create_all_from::<A, earning::Entity>(because, earnings)
        .await?;
    let tenders = Tenders {
        payment: order.due_minor,
        gift_cards: order.gift_card_minor,
    };
    let transaction = NewTransaction {
        kind: TransactionKind::Sale,
        source: Source::of(order.id),
        currency: order.currency.clone(),
        occurred_at: paid_at,
        sides: sides(tenders, &recognized),
    };
    post(tx, because, transaction).await?;
    Ok(())
}

/// The attributions of products at a moment, the older first, `[from, to)`. They are locked, so that nobody ends one
/// before a moment for which it is just earning.
async fn in_force(
    tx: &OrgTx,
    products: impl Iterator<Item = ProductId>,
    moment: DateTime<Utc>,
) -> Result<Vec<attribution::Model>, Failure> {
    let open = Condition::any()
        .add(Column::EffectiveTo.is_null())
        .add(Column::EffectiveTo.gt(moment));
    Ok(tx
        .find_for_rule_locked::<attribution::Entity>()
        .among(Column::ProductId, products)
        .filter(Condition::all().add(Column::EffectiveFrom.lte(moment)).add(open))
        .order_by(Column::CreatedAt, Order::Asc)
        .order_by(Column::Id, Order::Asc)
        .all()
        .await?)
}

fn entitled_by(attribution: &attribution::Model) -> Result<Entitled, Failure> {
    Ok(Entitled {
        attribution: attribution.id,
        employee: attribution.employee_id,
        share: Rate::from_ppm(attribution.share_ppm).map_err(miscalculated)?,
    })
}

/// What the rows of one line, and the event about them, have in common.
pub(crate) struct Posted<'a> {
    pub(crate) line: &'a order_line::Model,
    pub(crate) refund: Option<kernel::RefundId>,
    pub(crate) position: i32,
    pub(crate) currency: &'a str,
    pub(crate) at: DateTime<Utc>,
}

impl Posted<'_> {
    pub(crate) fn revenue(&self, tx: &OrgTx, parts: &Recognized) -> Result<revenue::ActiveModel, Failure> {
        Ok(revenue::ActiveModel {
            id: Set(tx.new_id::<RevenueId>()),
            organization_id: Set(tx.organization()),
            order_line_id: Set(self.line.id),
            refund_id: Set(self.refund),
            position: Set(self.position),
            currency: Set(self.currency.to_owned()),
            gross_minor: Set(parts.gross),
            platform_fee_minor: Set(parts.fees.platform),
            processing_fee_minor: Set(parts.fees.processing),
            withholding_minor: Set(parts.fees.withholding),
            net_minor: Set(parts.net().map_err(miscalculated)?),
            organization_minor: Set(parts.organization),
            recognized_at: Set(self.at),
            created_at: Set(tx.now()),
        })
    }

    /// One row per attribution: of a sale also where it came to nothing, so that it can be calculated again from its rows;
    /// of a refund where something is taken back.
    pub(crate) fn earnings(
        &self,
        tx: &OrgTx,
        revenue: &revenue::ActiveModel,
        parts: &Recognized,
    ) -> Vec<earning::ActiveModel> {
        let mut rows = Vec::with_capacity(parts.earned.len());
        for earned in &parts.earned {
            if self.refund.is_some() && earned.amount == 0 {
                continue;
            }
            rows.push(earning::ActiveModel {
                id: Set(tx.new_id()),
                organization_id: Set(tx.organization()),
                revenue_id: revenue.id.clone(),
                attribution_id: Set(earned.by.attribution),
                employee_id: Set(earned.by.employee),
                currency: Set(self.currency.to_owned()),
                share_ppm: Set(earned.by.share.ppm()),
                amount_minor: Set(earned.amount),
                earned_at: Set(self.at),
                payout_id: Set(None),
                created_at: Set(tx.now()),
            });
        }
        rows
    }

    /// Tells the log every amount of a line.
    pub(crate) async fn tell(
        &self,
        tx: &OrgTx,
        revenue: &revenue::ActiveModel,
        parts: &Recognized,
    ) -> Result<(), Failure> {
        let currency =
            Currency::parse(self.currency).ok_or(Failure::Defect("a line is sold in a known currency"))?;
        let amount = |minor| Money::new(minor, currency).to_decimal().to_string();
        let earned: Vec<Value> = parts
            .earned
            .iter()
            .map(|earned| {
                json!({
                    "attributionId": earned.by.attribution.to_string(),
                    "employeeId": earned.by.employee.to_string(),
                    "share": told(earned.by.share.ppm().into()),
                    "amount": amount(earned.amount),
                })
            })
            .collect();
        let action = match self.refund {
            None => EventAction::RevenueRecognized,
            Some(_refund) => EventAction::RevenueReversed,
        };
        let event = NewEvent::new(action, *revenue.id.as_ref()).after(json!({
            "orderLineId": self.line.id.to_string(),
            "refundId": self.refund.map(|refund| refund.to_string()),
            "currency": self.currency,
            "gross": amount(parts.gross),
            "platformFee": amount(parts.fees.platform),
            "processingFee": amount(parts.fees.processing),
            "withholding": amount(parts.fees.withholding),
            "net": amount(parts.net().map_err(miscalculated)?),
            "earnings": earned,
            "organization": amount(parts.organization),
        }));
        Ok(tx.emit(event).await?)
    }
}
