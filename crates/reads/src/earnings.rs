//! What employees have earned, and what sales have brought.

use crate::list;
use chrono::{DateTime, Utc};
use entities::{attribution, earning, revenue};
use kernel::{
    AttributionId, EarningId, EmployeeId, OrderLineId, PageRequest, PageSlice, PayoutId, ProductId, RevenueId,
};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, Order,
    sea_query::{Expr, ExprTrait, Query},
};
use store::{Keyset, OrgScope, StoreError};

/// What a client wants to see of the earnings.
#[derive(Clone, Debug, Default)]
pub struct EarningFilter {
    /// Of this employee.
    pub employee: Option<EmployeeId>,
    /// In this payout.
    pub payout: Option<PayoutId>,
    /// Of what this product earned.
    pub product: Option<ProductId>,
    /// In this currency.
    pub currency: Option<String>,
    /// Whether they were paid out.
    pub is_paid: Option<bool>,
    /// From this moment on.
    pub since: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
}

/// One page of the earnings that the actor sees, the latest first.
pub async fn earnings(
    scope: &OrgScope,
    filter: EarningFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<earning::Model>, StoreError> {
    use earning::Column;
    let EarningFilter {
        employee,
        payout,
        product,
        currency,
        is_paid,
        since,
        until,
    } = filter;
    let of_product = |id: ProductId| {
        Query::select()
            .column(attribution::Column::Id)
            .from(attribution::Entity)
            .and_where(
                Expr::col((attribution::Entity, attribution::Column::OrganizationId))
                    .eq(Expr::col((earning::Entity, Column::OrganizationId))),
            )
            .and_where(Expr::col((attribution::Entity, attribution::Column::ProductId)).eq(id))
            .to_owned()
    };
    let condition = Condition::all()
        .add_option(employee.map(|id| Column::EmployeeId.eq(id)))
        .add_option(payout.map(|id| Column::PayoutId.eq(id)))
        .add_option(product.map(|id| Column::AttributionId.in_subquery(of_product(id))))
        .add_option(currency.map(|code| Column::Currency.eq(code)))
        .add_option(is_paid.map(|paid| {
            if paid {
                Column::PayoutId.is_not_null()
            } else {
                Column::PayoutId.is_null()
            }
        }))
        .add_option(since.map(|moment| Column::EarnedAt.gte(moment)))
        .add_option(until.map(|moment| Column::EarnedAt.lt(moment)));
    let keyset = Keyset {
        name: "earnedAt",
        column: Column::EarnedAt,
        id: Column::Id,
        descending: true,
        is_time: true,
    };
    let scoped = || scope.find::<earning::Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Earnings by id, as far as the actor sees them.
pub async fn earnings_by_id(
    scope: &OrgScope,
    ids: Vec<EarningId>,
) -> Result<Vec<earning::Model>, StoreError> {
    scope
        .find::<earning::Entity>()
        .among(earning::Column::Id, ids)
        .all()
        .await
}

/// The earnings of revenues that the actor sees, the largest share first.
pub async fn earnings_by_revenue(
    scope: &OrgScope,
    revenues: Vec<RevenueId>,
) -> Result<Vec<earning::Model>, StoreError> {
    scope
        .find::<earning::Entity>()
        .among(earning::Column::RevenueId, revenues)
        .order_by(earning::Column::SharePpm, Order::Desc)
        .order_by(earning::Column::AttributionId, Order::Asc)
        .all()
        .await
}

/// What an employee has earned by one attribution in one currency.
#[derive(Clone, Debug, FromQueryResult)]
pub struct EarningSum {
    /// Who.
    pub employee_id: EmployeeId,
    /// By which attribution.
    pub attribution_id: AttributionId,
    /// ISO 4217 code.
    pub currency: String,
    /// All of it, less refunds.
    pub earned_minor: i64,
    /// What of it was paid out.
    pub paid_minor: i64,
}

/// What employees have earned, by attribution and currency; as far as the actor sees it.
pub async fn earning_sums(
    scope: &OrgScope,
    employees: Vec<EmployeeId>,
) -> Result<Vec<EarningSum>, StoreError> {
    use earning::Column;
    let paid = Expr::case(Column::PayoutId.is_not_null(), Expr::col(Column::AmountMinor)).finally(0);
    scope
        .find::<earning::Entity>()
        .among(Column::EmployeeId, employees)
        .sums(
            [Column::EmployeeId, Column::AttributionId, Column::Currency],
            [
                (Expr::col(Column::AmountMinor), "earned_minor"),
                (paid.into(), "paid_minor"),
            ],
        )
        .all_as()
        .await
}

/// What is owed to an employee in a currency.
#[derive(Clone, Debug, FromQueryResult)]
pub struct UnpaidSum {
    /// Whom.
    pub employee_id: EmployeeId,
    /// ISO 4217 code.
    pub currency: String,
    /// How much; below zero, where refunds have taken back more than was earned since.
    pub amount_minor: i64,
}

/// What was earned and not paid out, by employee and currency, as far as the actor sees it; never more than those who
/// earn, times the currencies.
pub async fn unpaid_sums(scope: &OrgScope) -> Result<Vec<UnpaidSum>, StoreError> {
    use earning::Column;
    let mut sums: Vec<UnpaidSum> = scope
        .find::<earning::Entity>()
        .filter(Column::PayoutId.is_null())
        .sums(
            [Column::EmployeeId, Column::Currency],
            [(Expr::col(Column::AmountMinor), "amount_minor")],
        )
        .all_as()
        .await?;
    sums.retain(|sum| sum.amount_minor != 0);
    sums.sort_unstable_by(|one, other| {
        (&one.currency, one.employee_id).cmp(&(&other.currency, other.employee_id))
    });
    Ok(sums)
}

/// Revenues by id, as far as the actor sees them.
pub async fn revenues_by_id(
    scope: &OrgScope,
    ids: Vec<RevenueId>,
) -> Result<Vec<revenue::Model>, StoreError> {
    scope
        .find::<revenue::Entity>()
        .among(revenue::Column::Id, ids)
        .all()
        .await
}

/// The revenues of order lines that the actor sees: the sale, then its refunds.
pub async fn revenues_by_line(
    scope: &OrgScope,
    lines: Vec<OrderLineId>,
) -> Result<Vec<revenue::Model>, StoreError> {
    scope
        .find::<revenue::Entity>()
        .among(revenue::Column::OrderLineId, lines)
        .order_by(revenue::Column::Position, Order::Asc)
        .all()
        .await
}

/// What all sales in a currency have brought, less refunds.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RevenueSum {
    /// ISO 4217 code.
    pub currency: String,
    /// Without sales tax.
    pub gross_minor: i64,
    /// The platform's fees.
    pub platform_fee_minor: i64,
    /// The provider's fees, those of refunds taken off.
    pub processing_fee_minor: i64,
    /// What of the fees of refunded sales the provider has kept; negative.
    pub kept_processing_fee_minor: i64,
    /// The tax withheld.
    pub withholding_minor: i64,
    /// What was shared.
    pub net_minor: i64,
    /// What of it the organization got.
    pub organization_minor: i64,
}

/// What was recognized in a time, by currency; as far as the actor sees it.
pub async fn revenue_sums(
    scope: &OrgScope,
    since: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
) -> Result<Vec<RevenueSum>, StoreError> {
    use revenue::Column;
    let kept = Expr::case(
        Column::RefundId.is_not_null(),
        Expr::col(Column::ProcessingFeeMinor),
    )
    .finally(0);
    let mut sums: Vec<RevenueSum> = scope
        .find::<revenue::Entity>()
        .filter(
            Condition::all()
                .add_option(since.map(|moment| Column::RecognizedAt.gte(moment)))
                .add_option(until.map(|moment| Column::RecognizedAt.lt(moment))),
        )
        .sums(
            [Column::Currency],
            [
                (Expr::col(Column::GrossMinor), "gross_minor"),
                (Expr::col(Column::PlatformFeeMinor), "platform_fee_minor"),
                (Expr::col(Column::ProcessingFeeMinor), "processing_fee_minor"),
                (kept.into(), "kept_processing_fee_minor"),
                (Expr::col(Column::WithholdingMinor), "withholding_minor"),
                (Expr::col(Column::NetMinor), "net_minor"),
                (Expr::col(Column::OrganizationMinor), "organization_minor"),
            ],
        )
        .all_as()
        .await?;
    sums.sort_unstable_by(|one, other| one.currency.cmp(&other.currency));
    Ok(sums)
}
