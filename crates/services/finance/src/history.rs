//! What was posted for an order line so far, from the rows that were written then.

use crate::{
    entries::{Earned, Entitled, Recognized},
    fees::{Fees, sum},
    miscalculated,
    reversal::{Credit, Reversal, Sale, reverse},
};
use entities::{attribution, earning, fee_schedule::RefundedFeeBearer, order_line, revenue};
use kernel::{AttributionId, MoneyError, OrderLineId, Rate, RevenueId};
use sea_orm::Order;
use std::collections::HashMap;
use store::{Failure, OrgTx};

/// Every revenue of some lines with its earnings: the sale first, then the refunds in their order.
pub(crate) struct Rows {
    pub(crate) revenues: Vec<revenue::Model>,
    earnings: HashMap<RevenueId, Vec<earning::Model>>,
    ages: HashMap<AttributionId, i64>,
}

impl Rows {
    /// Reads them in three statements, however many lines there are.
    pub(crate) async fn of_lines(
        tx: &OrgTx,
        lines: impl IntoIterator<Item = OrderLineId>,
    ) -> Result<Self, Failure> {
        let revenues = tx
            .find_for_rule::<revenue::Entity>()
            .among(revenue::Column::OrderLineId, lines)
            .order_by(revenue::Column::Position, Order::Asc)
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
        let ages: HashMap<_, _> = by_age.iter().map(|attribution| attribution.id).zip(0..).collect();
        let mut of: HashMap<_, Vec<earning::Model>> = HashMap::new();
        for earning in earnings {
            of.entry(earning.revenue_id).or_default().push(earning);
        }
        for siblings in of.values_mut() {
            siblings.sort_by_key(|earning| ages.get(&earning.attribution_id).copied());
        }
        Ok(Self {
            revenues,
            earnings: of,
            ages,
        })
    }

    /// The earnings of a revenue, the oldest attribution first.
    pub(crate) fn earnings(&self, revenue: RevenueId) -> &[earning::Model] {
        self.earnings.get(&revenue).map(Vec::as_slice).unwrap_or_default()
    }

    /// The revenues of a line, the sale first.
    pub(crate) fn of_line(&self, line: OrderLineId) -> impl Iterator<Item = &revenue::Model> {
        self.revenues
            .iter()
            .filter(move |revenue| revenue.order_line_id == line)
    }

    /// Those who were entitled when a line was sold, with the shares they had then, the oldest attribution first.
    pub(crate) fn entitled(&self, sale: RevenueId) -> Result<Vec<Entitled>, Failure> {
        let entitled = self.earnings(sale).iter().map(|earning| {
            Ok(Entitled {
                attribution: earning.attribution_id,
                employee: earning.employee_id,
                share: Rate::from_ppm(earning.share_ppm).map_err(miscalculated)?,
            })
        });
        entitled.collect()
    }

    /// The sale of a line and what refunds have taken back of it, as it was posted. Nothing, where it earned nothing.
    pub(crate) fn history(
        &self,
        line: &order_line::Model,
        bearer: RefundedFeeBearer,
    ) -> Result<Option<History>, Failure> {
        let Some(sale) = self.of_line(line.id).find(|revenue| revenue.refund_id.is_none()) else {
            return Ok(None);
        };
        let amounts = self.earnings(sale.id).iter().map(|earning| earning.amount_minor);
        let fees = Fees {
            platform: sale.platform_fee_minor,
            processing: sale.processing_fee_minor,
            withholding: sale.withholding_minor,
        };
        let mut history = History::begin(
            self.entitled(sale.id)?,
            amounts.collect(),
            fees,
            (sale.organization_minor, bearer),
            &self.ages,
        );
        for refund in self
            .of_line(line.id)
            .filter(|revenue| revenue.refund_id.is_some())
        {
            let step = self.taken_back(&history.entitled, refund);
            history.note(&step).map_err(miscalculated)?;
        }
        Ok(Some(history))
    }

    /// What one refund has taken back; its rows are negative.
    fn taken_back(&self, entitled: &[Entitled], refund: &revenue::Model) -> Reversal {
        let taken = self.earnings(refund.id);
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

    /// A sale as it is calculated, to take refunds of it back.
    pub(crate) fn begin(&self, sale: &Recognized, bearer: RefundedFeeBearer) -> History {
        History::begin(
            sale.earned.iter().map(|earned| earned.by).collect(),
            sale.earned.iter().map(|earned| earned.amount).collect(),
            sale.fees,
            (sale.organization, bearer),
            &self.ages,
        )
    }
}

/// The sale of a line, and what refunds have taken back of it.
pub(crate) struct History {
    entitled: Vec<Entitled>,
    sale: Sale,
    before: Reversal,
    refunds: i32,
}

impl History {
    fn begin(
        entitled: Vec<Entitled>,
        amounts: Vec<i64>,
        fees: Fees,
        (organization, refunded_fee_bearer): (i64, RefundedFeeBearer),
        ages: &HashMap<AttributionId, i64>,
    ) -> Self {
        let credits = entitled
            .iter()
            .zip(amounts)
            .map(|(by, amount)| Credit {
                amount,
                seniority: ages.get(&by.attribution).copied().unwrap_or(i64::MAX),
            })
            .collect();
        let sale = Sale {
            fees,
            credits,
            organization,
            refunded_fee_bearer,
        };
        Self {
            entitled,
            before: Reversal::none(&sale),
            sale,
            refunds: 0,
        }
    }

    fn note(&mut self, step: &Reversal) -> Result<(), MoneyError> {
        self.before = self.before.and(step)?;
        self.refunds += 1;
        Ok(())
    }

    /// The place of the next refund of the line.
    pub(crate) const fn next(&self) -> i32 {
        self.refunds + 1
    }

    /// What a further refund takes back, everything negative; it is noted as posted.
    pub(crate) fn less(&mut self, gross: i64, tax: i64) -> Result<Recognized, MoneyError> {
        let refunded = sum([self.before.gross()?, gross])?;
        let taken = reverse(&self.sale, &self.before, refunded)?;
        self.note(&taken)?;
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
