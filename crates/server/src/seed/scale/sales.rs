//! Paid orders of one course each, with their payments, what they earned and their postings.

use super::{Maker, Size, books::Books, courses::Sold, maker::small, people::House};
use entities::{
    earning,
    fee_schedule::RefundedFeeBearer,
    ledger_account, ledger_posting, ledger_transaction,
    order::{self, OrderStatus},
    order_line,
    payment::{self, PaymentProvider, PaymentStatus},
    revenue, tax_rate,
};
use finance::{
    entries::{Entitled, Recognized, Tenders, recognize, sides},
    fees::FeeRates,
};
use kernel::{MemberId, Rate, tax_on};
use store::Store;

/// As many at a time as keep the transaction short: within one, every posting walks past all versions that earlier ones
/// have left of its account.
const AT_A_TIME: u64 = 50;

#[derive(Default)]
struct Rows {
    orders: Vec<order::Model>,
    lines: Vec<order_line::Model>,
    payments: Vec<payment::Model>,
    revenues: Vec<revenue::Model>,
    earnings: Vec<earning::Model>,
    transactions: Vec<ledger_transaction::Model>,
    postings: Vec<ledger_posting::Model>,
}

pub(super) async fn orders(
    store: &Store,
    maker: &mut Maker,
    house: &House,
    courses: &[Sold],
) -> anyhow::Result<()> {
    let books = Books::open(maker, house);
    let tax = tax_rate(maker, house)?;
    let fill = store.fill(Some(house.id)).await?;
    fill.rows::<tax_rate::Entity>(vec![tax.clone()]).await?;
    fill.rows::<ledger_account::Entity>(books.accounts()).await?;
    fill.commit().await?;
    let buyers = house.members.iter().cycle();
    let mut sales = (0..Size::ORDERS).zip(buyers.zip(courses.iter().cycle()));
    loop {
        let mut rows = Rows::default();
        for (index, (buyer, sold)) in sales.by_ref().take(usize::try_from(AT_A_TIME)?) {
            order(maker, house, &books, &tax, index, *buyer, sold, &mut rows)?;
        }
        if rows.orders.is_empty() {
            return Ok(());
        }
        let fill = store.fill(Some(house.id)).await?;
        fill.rows::<order::Entity>(rows.orders).await?;
        fill.rows::<order_line::Entity>(rows.lines).await?;
        fill.rows::<payment::Entity>(rows.payments).await?;
        fill.rows::<revenue::Entity>(rows.revenues).await?;
        fill.rows::<earning::Entity>(rows.earnings).await?;
        fill.rows::<ledger_transaction::Entity>(rows.transactions).await?;
        fill.rows::<ledger_posting::Entity>(rows.postings).await?;
        fill.commit().await?;
    }
}

fn tax_rate(maker: &mut Maker, house: &House) -> anyhow::Result<tax_rate::Model> {
    Ok(tax_rate::Model {
        id: maker.id(),
        organization_id: house.id,
        jurisdiction: "SI".to_owned(),
        name: "VAT".to_owned(),
        version: 1,
        rate_ppm: 220_000,
        valid_from: maker.now(),
        valid_to: None,
        by_employee_id: house
            .employees
            .first()
            .copied()
            .ok_or_else(|| anyhow::anyhow!("an organization without employees"))?,
        created_at: maker.now(),
    })
}

fn order(
    maker: &mut Maker,
    house: &House,
    books: &Books,
    tax: &tax_rate::Model,
    index: u64,
    buyer: MemberId,
    sold: &Sold,
    rows: &mut Rows,
) -> anyhow::Result<()> {
    let rate = Rate::from_ppm(tax.rate_ppm)?;
    let net = sold.price_minor;
    let tax_minor = tax_on(net, rate)?;
    let fees = FeeRates {
        platform: Rate::from_ppm(50_000)?,
        processing: Rate::from_ppm(30_000)?,
        withholding: Rate::from_ppm(80_000)?,
    };
    let entitled = sold
        .attributions
        .iter()
        .map(|attribution| {
            Ok(Entitled {
                attribution: attribution.id,
                employee: attribution.employee_id,
                share: Rate::from_ppm(attribution.share_ppm)?,
            })
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let parts = recognize(net, tax_minor, &fees, &entitled)?;
    let order = order_row(maker, house, index, buyer, &fees, (net, tax_minor));
    let line = order_line::Model {
        id: maker.id(),
        organization_id: house.id,
        order_id: order.id,
        position: 0,
        product_id: sold.product,
        variant_id: sold.variant,
        course_id: Some(sold.course),
        name: sold.title.clone(),
        quantity: 1,
        unit_minor: net,
        list_minor: net,
        discount_minor: 0,
        is_tax_inclusive: false,
        tax_rate_id: Some(tax.id),
        tax_rate_ppm: tax.rate_ppm,
        net_minor: net,
        tax_minor,
        total_minor: order.total_minor,
        refunded_minor: 0,
        created_at: maker.now(),
    };
    rows.payments.push(payment_row(maker, &order));
    earned(maker, &line, &parts, rows)?;
    let tenders = Tenders {
        payment: order.total_minor,
        gift_cards: 0,
    };
    let (transaction, postings) = books.post(maker, house, &order, &sides(tenders, &[parts]))?;
    rows.transactions.push(transaction);
    rows.postings.extend(postings);
    rows.lines.push(line);
    rows.orders.push(order);
    Ok(())
}

fn order_row(
    maker: &mut Maker,
    house: &House,
    index: u64,
    buyer: MemberId,
    fees: &FeeRates,
    (net, tax): (i64, i64),
) -> order::Model {
    order::Model {
        id: maker.id(),
        organization_id: house.id,
        number: format!("2026-{:08}", small(index + 1)),
        member_id: buyer,
        status: OrderStatus::Paid,
        currency: "EUR".to_owned(),
        jurisdiction: "SI".to_owned(),
        list_minor: net,
        discount_minor: 0,
        net_minor: net,
        tax_minor: tax,
        total_minor: net + tax,
        gift_card_minor: 0,
        due_minor: net + tax,
        refunded_minor: 0,
        platform_fee_ppm: fees.platform.ppm(),
        processing_fee_ppm: fees.processing.ppm(),
        withholding_ppm: fees.withholding.ppm(),
        refunded_fee_bearer: RefundedFeeBearer::Organization,
        tax_rounding: entities::organization::TaxRounding::Line,
        placed_at: maker.now(),
        paid_at: Some(maker.now()),
        cancelled_at: None,
        version: 1,
        created_at: maker.now(),
        updated_at: maker.now(),
    }
}

fn payment_row(maker: &mut Maker, order: &order::Model) -> payment::Model {
    payment::Model {
        id: maker.id(),
        organization_id: order.organization_id,
        order_id: order.id,
        provider: PaymentProvider::Test,
        method: "test_card".to_owned(),
        reference: Some(format!("made_up_{}", order.id)),
        client_secret: None,
        status: PaymentStatus::Captured,
        amount_minor: order.due_minor,
        currency: order.currency.clone(),
        refunded_minor: 0,
        failure_code: None,
        captured_at: order.paid_at,
        asked_at: order.paid_at,
        withdrawn_at: None,
        version: 1,
        created_at: maker.now(),
        updated_at: maker.now(),
    }
}

fn earned(
    maker: &mut Maker,
    line: &order_line::Model,
    parts: &Recognized,
    rows: &mut Rows,
) -> anyhow::Result<()> {
    let revenue = revenue::Model {
        id: maker.id(),
        organization_id: line.organization_id,
        order_line_id: line.id,
        refund_id: None,
        position: 0,
        currency: "EUR".to_owned(),
        gross_minor: parts.gross,
        platform_fee_minor: parts.fees.platform,
        processing_fee_minor: parts.fees.processing,
        withholding_minor: parts.fees.withholding,
        net_minor: parts.net()?,
        organization_minor: parts.organization,
        recognized_at: maker.now(),
        created_at: maker.now(),
    };
    for one in &parts.earned {
        rows.earnings.push(earning::Model {
            id: maker.id(),
            organization_id: line.organization_id,
            revenue_id: revenue.id,
            attribution_id: one.by.attribution,
            employee_id: one.by.employee,
            currency: "EUR".to_owned(),
            share_ppm: one.by.share.ppm(),
            amount_minor: one.amount,
            earned_at: revenue.recognized_at,
            payout_id: None,
            created_at: maker.now(),
        });
    }
    rows.revenues.push(revenue);
    Ok(())
}
