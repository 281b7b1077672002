//! M2: placing an order that is paid at once.

use super::{
    Viewer,
    lesson::new_id,
    wire::{Variables, parse},
};
use anyhow::Context;
use kernel::{
    EarningId, EnrollmentId, EventId, IdempotencyKeyId, LedgerPostingId, LedgerTransactionId, OrderId,
    OrderLineId, PaymentId, RevenueId,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// Everything our server writes for an order of one line that a provider captures at once, in one statement, although
/// our server must have stored the payment before it asks the provider for it.
const SQL: &str = "WITH sale AS (
        SELECT v.organization_id AS org, m.id AS member, v.id AS variant, p.id AS product, p.course_id AS course, p.name,
            c.amount_minor AS net, t.id AS tax_rate, t.rate_ppm, f.platform_fee_ppm, f.processing_fee_ppm, f.withholding_ppm,
            round(c.amount_minor * t.rate_ppm / 1e6)::bigint AS tax,
            round(c.amount_minor * f.platform_fee_ppm / 1e6)::bigint AS platform,
            round(c.amount_minor * f.processing_fee_ppm / 1e6)::bigint AS processing,
            round(c.amount_minor * f.withholding_ppm / 1e6)::bigint AS withholding
        FROM variant v
        JOIN product p ON p.organization_id = v.organization_id AND p.id = v.product_id AND p.status = 'ACTIVE'
        JOIN member m ON m.organization_id = v.organization_id AND m.user_id = $2 AND m.status = 'ACTIVE'
        JOIN price c ON c.organization_id = v.organization_id AND c.variant_id = v.id AND c.currency = 'EUR'
            AND c.valid_from <= $3 AND (c.valid_to IS NULL OR c.valid_to > $3)
        JOIN tax_rate t ON t.organization_id = v.organization_id AND t.jurisdiction = $4 AND t.valid_from <= $3
            AND (t.valid_to IS NULL OR t.valid_to > $3)
        JOIN LATERAL (SELECT * FROM fee_schedule f WHERE f.organization_id = v.organization_id AND f.valid_from <= $3
            ORDER BY f.valid_from DESC LIMIT 1) f ON true
        WHERE v.id = $1 AND v.is_active
    ), shares AS (
        SELECT a.id, a.employee_id, a.share_ppm, row_number() OVER (ORDER BY a.id) AS place,
            round((net - platform - processing - withholding) * a.share_ppm / 1e6)::bigint AS amount
        FROM sale JOIN attribution a ON a.organization_id = org AND a.product_id = product AND a.effective_from <= $3
            AND (a.effective_to IS NULL OR a.effective_to > $3)
    ), keyed AS (
        INSERT INTO idempotency_key SELECT $5[1], org, $2, 'placeOrder', $6, sha256($6::bytea), $5[2], $3 FROM sale
    ), ordered AS (
        INSERT INTO \"order\" (id, organization_id, number, member_id, status, currency, jurisdiction, list_minor,
            discount_minor, net_minor, tax_minor, total_minor, gift_card_minor, due_minor, refunded_minor,
            platform_fee_ppm, processing_fee_ppm, withholding_ppm, placed_at, paid_at, version, created_at, updated_at)
        SELECT $5[2], org, $7, member, 'PAID', 'EUR', $4, net, 0, net, tax, net + tax, 0, net + tax, 0,
            platform_fee_ppm, processing_fee_ppm, withholding_ppm, $3, $3, 2, $3, $3 FROM sale
    ), lined AS (
        INSERT INTO order_line (id, organization_id, order_id, position, product_id, variant_id, course_id, name,
            quantity, unit_minor, list_minor, discount_minor, is_tax_inclusive, tax_rate_id, tax_rate_ppm, net_minor,
            tax_minor, total_minor, refunded_minor, created_at)
        SELECT $5[3], org, $5[2], 1, product, variant, course, name, 1, net, net, 0, false, tax_rate, rate_ppm, net, tax,
            net + tax, 0, $3 FROM sale
    ), paid AS (
        INSERT INTO payment (id, organization_id, order_id, provider, method, reference, status, amount_minor, currency,
            refunded_minor, captured_at, asked_at, version, created_at, updated_at)
        SELECT $5[4], org, $5[2], 'TEST', $8, 'test_ok_' || $5[4], 'CAPTURED', net + tax, 'EUR', 0, $3, $3, 2, $3, $3
        FROM sale
    ), enrolled AS (
        INSERT INTO enrollment (id, organization_id, member_id, course_id, status, source, completed_lessons,
            required_lessons, enrolled_at, version, created_at, updated_at)
        SELECT $5[5], org, member, course, 'ACTIVE', 'PURCHASE', 0, (SELECT count(*) FROM lesson l JOIN chapter h
                ON h.organization_id = l.organization_id AND h.id = l.chapter_id AND h.status <> 'DRAFT'
            WHERE l.organization_id = org AND l.course_id = course AND l.is_required AND l.status <> 'DRAFT'),
            $3, 1, $3, $3 FROM sale
    ), earned AS (
        INSERT INTO revenue (id, organization_id, order_line_id, position, currency, gross_minor, platform_fee_minor,
            processing_fee_minor, withholding_minor, net_minor, organization_minor, recognized_at, created_at)
        SELECT $5[6], org, $5[3], 0, 'EUR', net, platform, processing, withholding,
            net - platform - processing - withholding,
            net - platform - processing - withholding - (SELECT sum(amount) FROM shares), $3, $3 FROM sale
    ), shared AS (
        INSERT INTO earning (id, organization_id, revenue_id, attribution_id, employee_id, currency, share_ppm,
            amount_minor, earned_at, created_at)
        SELECT $9[place], org, $5[6], shares.id, employee_id, 'EUR', share_ppm, amount, $3, $3 FROM sale, shares
    ), booked AS (
        INSERT INTO ledger_transaction (id, organization_id, kind, currency, source_type, source_id, occurred_at,
            imbalance_minor, missing_postings, created_at, zero)
        SELECT $5[7], org, 'SALE', 'EUR', 'order', $5[2], $3, 0, (SELECT 9 + count(*) FROM shares), $3, 0 FROM sale
    ), sides AS (
        SELECT side.* FROM sale, (SELECT sum(amount)::bigint AS owed FROM shares) s, LATERAL (VALUES
            (1, 'CLEARING', net + tax - processing), (2, 'SALES', -net), (3, 'SALES_TAX', -tax),
            (4, 'PLATFORM_FEE', platform), (5, 'PLATFORM_PAYABLE', -platform), (6, 'PROCESSING_FEE', processing),
            (7, 'WITHHOLDING', withholding), (8, 'WITHHOLDING_PAYABLE', -withholding), (9, 'REVENUE_SHARE', owed)
        ) AS side (place, code, amount)
    ), posted AS (
        INSERT INTO ledger_posting (id, organization_id, transaction_id, account_id, amount_minor, position, created_at)
        SELECT $10[sides.place], org, $5[7], a.id, sides.amount, sides.place, $3 FROM sale, sides
            JOIN ledger_account a ON a.code = sides.code AND a.currency = 'EUR' AND a.employee_id IS NULL
            WHERE a.organization_id = org
        UNION ALL
        SELECT $10[9 + shares.place], org, $5[7], a.id, -shares.amount, 9 + shares.place, $3 FROM sale, shares
            JOIN ledger_account a ON a.code = 'CREATOR_PAYABLE' AND a.currency = 'EUR' AND a.employee_id = shares.employee_id
            WHERE a.organization_id = org
    ), logged AS (
        INSERT INTO event (id, organization_id, actor_user_id, capacity, action, subject_type, subject_id, after, occurred_at)
        SELECT $11[told.place], org, CASE WHEN told.place = 1 THEN $2 END, told.capacity, told.action, told.type,
            $5[told.subject], jsonb_build_object('number', $7, 'memberId', member, 'currency', 'EUR', 'total', net + tax), $3
        FROM sale, (VALUES (1, 'MEMBER', 'ORDER_PLACED', 'order', 2), (2, 'SYSTEM', 'PAYMENT_CAPTURED', 'payment', 4),
            (3, 'SYSTEM', 'ORDER_PAID', 'order', 2), (4, 'SYSTEM', 'MEMBER_ENROLLED', 'enrollment', 5)
        ) AS told (place, capacity, action, type, subject)
    )
    SELECT net + tax FROM sale";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    lines: Vec<Line>,
    jurisdiction: String,
    payment_method: String,
    idempotency_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    variant_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Done {
    place_order: Payload,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    order: Order,
    user_errors: [Value; 0],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Order {
    status: &'static str,
    total_amount: Money,
}

#[derive(Serialize)]
struct Money {
    amount: String,
    currency: &'static str,
}

pub(super) async fn place(
    connection: &mut PgConnection,
    viewer: Viewer,
    variables: &Variables,
) -> anyhow::Result<Done> {
    let input = Input::deserialize(&variables.input)?;
    let line = input.lines.first().context("an order has a line")?;
    let order = new_id::<OrderId>();
    let ids: Vec<Uuid> = vec![
        new_id::<IdempotencyKeyId>(),
        order,
        new_id::<OrderLineId>(),
        new_id::<PaymentId>(),
        new_id::<EnrollmentId>(),
        new_id::<RevenueId>(),
        new_id::<LedgerTransactionId>(),
    ];
    let (total,): (i64,) = sqlx::query_as(SQL)
        .bind(parse(&line.variant_id)?)
        .bind(viewer.user)
        .bind(viewer.now)
        .bind(&input.jurisdiction)
        .bind(ids)
        .bind(&input.idempotency_key)
        .bind(format!("2026-{}", order.simple()))
        .bind(&input.payment_method)
        .bind(many(new_id::<EarningId>, 10))
        .bind(many(new_id::<LedgerPostingId>, 20))
        .bind(many(new_id::<EventId>, 4))
        .fetch_one(connection)
        .await?;
    Ok(Done {
        place_order: Payload {
            order: Order {
                status: "PAID",
                total_amount: Money {
                    amount: format!("{}.{:02}", total / 100, total % 100),
                    currency: "EUR",
                },
            },
            user_errors: [],
        },
    })
}

fn many(new_id: fn() -> Uuid, number: usize) -> Vec<Uuid> {
    std::iter::repeat_with(new_id).take(number).collect()
}
