//! Payments that customers ask their banks to take back: whatever the order of the messages, the books end the same.

use crate::{
    shop::{Cart, cart},
    till::{Till, refund_of},
    world::{in_every_world, problems},
};
use commerce::payment::Taken;
use entities::{
    dispute::{self, DisputeStatus},
    employee::WorkRole,
    enrollment::{self, EnrollmentStatus},
    ledger_account::AccountCode,
    order::OrderStatus,
    payment::PaymentStatus,
    refund::{self, RefundStatus},
};
use kernel::OrderId;
use serde_json::json;

/// A course for 100.00 with 22 % tax, of which a creator earns 70 %, bought with a card.
async fn bought(till: &Till) -> OrderId {
    let (variant, _course) = till.course("p1", "100.00 EUR").await;
    let (_, _, creator) = till.hire("cora", WorkRole::Creator).await;
    till.attributes(variant, creator, "70").await;
    till.buys(cart(&[(variant, 1)]).taxed_in("SI"), "test_ok").await
}

/// What the provider says about a dispute of the order's payment.
async fn says(till: &Till, order: OrderId, event: &str, what: &str, amount: i64) -> Taken {
    let payment = till.payment(order).await;
    till.tells(
        json!({ "id": event, "type": format!("dispute.{what}"), "dispute": {
            "reference": "dp_1", "payment": payment.reference, "amountMinor": amount, "currency": "EUR",
            "reason": "fraudulent", "evidenceDueAt": "2026-04-01T00:00:00Z",
        }}),
    )
    .await
}

async fn disputes(till: &Till) -> Vec<DisputeStatus> {
    let rows = till.world().all::<dispute::Entity>().await;
    rows.into_iter().map(|row| row.status).collect()
}

#[tokio::test]
async fn a_won_dispute_leaves_nothing_behind() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let id = bought(&till).await;
        let before = till.books().await;
        assert_eq!(says(&till, id, "e1", "opened", 12_200).await, Taken::Now);
        assert_eq!(says(&till, id, "e1", "opened", 12_200).await, Taken::Before);
        assert_eq!(says(&till, id, "e2", "opened", 12_200).await, Taken::Now);
        assert_eq!(disputes(&till).await, [DisputeStatus::Open]);
        assert_eq!(till.payment(id).await.status, PaymentStatus::Disputed);
        let books = till.books().await;
        assert_eq!(books[&AccountCode::Disputed], 12_200);
        assert_eq!(
            books[&AccountCode::Clearing],
            before[&AccountCode::Clearing] - 12_200
        );

        // What the bank may take back is not given back in another way at the same time.
        let owner = till.shop.owner.clone();
        let refused = till.asks(&owner, refund_of(id, Some("1.00"), "R1")).await;
        assert!(problems(refused)[0].contains("PaymentDisputed"));

        assert_eq!(says(&till, id, "e3", "won", 12_200).await, Taken::Now);
        assert_eq!(till.books().await, before);
        assert_eq!(till.payment(id).await.status, PaymentStatus::Captured);
        // A late word about its beginning does not open it again.
        assert_eq!(says(&till, id, "e4", "opened", 12_200).await, Taken::Now);
        assert_eq!(disputes(&till).await, [DisputeStatus::Won]);
        assert_eq!(till.books().await, before);
        till.refunds(&owner, refund_of(id, Some("1.00"), "R1"))
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_lost_dispute_is_a_refund_of_the_same_amount() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let id = bought(&till).await;
        assert_eq!(till.earned().await, [5_880]);
        says(&till, id, "e1", "opened", 12_200).await;
        says(&till, id, "e2", "lost", 12_200).await;
        says(&till, id, "e3", "lost", 12_200).await;
        assert_eq!(disputes(&till).await, [DisputeStatus::Lost]);
        let order = till.order(id).await;
        assert_eq!(
            (order.status, order.refunded_minor),
            (OrderStatus::Refunded, 12_200)
        );
        assert_eq!(till.earned().await, [0]);
        // What is left is the provider's fee, which the organization bears, as after any refund.
        assert_eq!(
            till.books().await,
            [(AccountCode::ProcessingFee, 300), (AccountCode::Clearing, -300)].into()
        );
        let refunds = till.world().all::<refund::Entity>().await;
        assert_eq!(refunds.len(), 1);
        assert_eq!(
            (refunds[0].status, refunds[0].amount_minor),
            (RefundStatus::Completed, 12_200)
        );
        assert_eq!(refunds[0].requested_by_employee_id, None);
        let rows = till.world().all::<dispute::Entity>().await;
        assert_eq!(rows[0].refund_id, Some(refunds[0].id));
        let enrollments = till.world().all::<enrollment::Entity>().await;
        assert_eq!(enrollments[0].status, EnrollmentStatus::Cancelled);
        // Nobody was asked to give anything back: the bank has done it.
        assert_eq!(till.provider.seen(|seen| seen.refunds.len()), 0);
        let owner = till.shop.owner.clone();
        let refused = till.asks(&owner, refund_of(id, None, "R1")).await;
        assert!(problems(refused)[0].contains("RefundExceedsRemaining"));
    })
    .await;
}

#[tokio::test]
async fn the_decision_may_come_before_the_dispute_and_the_dispute_before_the_capture() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let (variant, _course) = till.course("p1", "100.00 EUR").await;
        let placed = till.buys(cart(&[(variant, 1)]).taxed_in("SI"), "test_3ds").await;
        assert_eq!(till.order(placed).await.status, OrderStatus::Pending);
        says(&till, placed, "e1", "lost", 12_200).await;
        assert_eq!(till.order(placed).await.status, OrderStatus::Refunded);
        says(&till, placed, "e2", "opened", 12_200).await;
        let payment = till.payment(placed).await;
        till.hears(payment.id, "e3", "payment.captured").await;
        assert_eq!(disputes(&till).await, [DisputeStatus::Lost]);
        assert_eq!(till.payment(placed).await.status, PaymentStatus::Captured);
        assert_eq!(
            till.books().await,
            [(AccountCode::ProcessingFee, 300), (AccountCode::Clearing, -300)].into()
        );
    })
    .await;
}

#[tokio::test]
async fn a_gift_card_keeps_its_part_when_the_bank_takes_back_the_rest() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let (variant, _course) = till.course("p1", "100.00 EUR").await;
        let card = till.shop.gift_card("50.00 EUR").await;
        let id = till
            .buys(
                cart(&[(variant, 1)]).taxed_in("SI").paid_by(&card, None),
                "test_ok",
            )
            .await;
        says(&till, id, "e1", "opened", 7_200).await;
        says(&till, id, "e2", "lost", 7_200).await;
        let order = till.order(id).await;
        assert_eq!(
            (order.status, order.refunded_minor),
            (OrderStatus::PartiallyRefunded, 7_200)
        );
        assert_eq!(till.card().await, 0);
        // Everything that is left goes back to the card, part by part.
        let owner = till.shop.owner.clone();
        for (part, card) in [("10.00", 1_000), ("40.00", 5_000)] {
            till.refunds(&owner, refund_of(id, Some(part), part))
                .await
                .unwrap();
            assert_eq!(till.card().await, card);
        }
        assert_eq!(till.order(id).await.status, OrderStatus::Refunded);
        assert_eq!(till.payment(id).await.refunded_minor, 7_200);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_disputed_is_kept_and_changes_nothing() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let id = bought(&till).await;
        let before = till.books().await;
        for (event, amount) in [("e1", 12_201), ("e2", 0), ("e3", -1), ("e4", i64::MAX)] {
            assert_eq!(says(&till, id, event, "lost", amount).await, Taken::Now);
        }
        assert_eq!(disputes(&till).await, []);
        let elsewhere =
            json!({ "reference": "dp_1", "payment": "nobody", "amountMinor": 1, "currency": "EUR" });
        let unknown = json!({ "id": "e5", "type": "dispute.opened", "dispute": elsewhere });
        assert_eq!(till.tells(unknown).await, Taken::Unknown);
        assert_eq!(till.books().await, before);

        // A refund was faster: the bank takes no more of the order than is left of it.
        let owner = till.shop.owner.clone();
        till.refunds(&owner, refund_of(id, Some("100.00"), "R1"))
            .await
            .unwrap();
        says(&till, id, "e6", "opened", 12_200).await;
        says(&till, id, "e7", "lost", 12_200).await;
        assert_eq!(till.order(id).await.refunded_minor, 12_200);
        assert_eq!(till.payment(id).await.refunded_minor, 12_200);
        // What the bank took beyond it stays to be seen.
        assert_eq!(till.books().await[&AccountCode::Disputed], 10_000);
    })
    .await;
}
