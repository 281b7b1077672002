//! Payments that customers ask their banks to take back: whatever the order of the messages, the books end the same.

use crate::{
    shop::{Cart, cart},
    till::{Till, refund_of},
    world::{in_every_world, problems, within},
};
use commerce::{payment::Taken, refund::approve_refund};
use entities::{
    dispute::{self, DisputeStatus},
    employee::WorkRole,
    enrollment::{self, EnrollmentStatus},
    ledger_account::AccountCode,
    order::OrderStatus,
    payment::PaymentStatus,
    refund::{self, RefundStatus},
    refund_tender, variant,
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

/// The same course again, by somebody else.
async fn bought_again(till: &Till, method: &str) -> OrderId {
    let variants = till.world().all::<variant::Entity>().await;
    let (petra, _) = till.world().customer(till.shop.id, "petra").await;
    let cart = cart(&[(variants[0].id, 1)]).taxed_in("SI");
    till.checkout(&petra, cart, method, "again").await.unwrap().0
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

/// What waits for approval is not approved while the bank may take the payment; if the bank does, it has nothing left to give.
#[tokio::test]
async fn a_refund_that_waits_for_approval_waits_for_the_bank() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let (first, second) = (bought(&till).await, bought_again(&till, "test_ok").await);
        let (sara, ..) = till.hire("sara", WorkRole::Staff).await;
        let owner = till.shop.owner.clone();
        for (order, event, what, status, refunded) in [
            (first, "e1", "won", OrderStatus::PartiallyRefunded, 6_100),
            (second, "e2", "lost", OrderStatus::Refunded, 12_200),
        ] {
            let asked = till.asks(&sara, refund_of(order, Some("61.00"), event)).await;
            let id = asked.unwrap().refund.id;
            let approve = async |key: &'static str| {
                within!(till.world(), owner, till.shop.id, |tx| approve_refund(
                    tx, id, key
                ))
            };
            says(&till, order, event, "opened", 12_200).await;
            assert!(problems(approve(event).await)[0].starts_with("id PaymentDisputed"));
            says(&till, order, &format!("{event}b"), what, 12_200).await;
            if what == "won" {
                approve(event).await.unwrap();
                till.processes(id).await;
            } else {
                assert!(problems(approve(event).await)[0].contains("FAILED"));
            }
            let order = till.order(order).await;
            assert_eq!((order.status, order.refunded_minor), (status, refunded));
        }
        assert_eq!(till.books().await.get(&AccountCode::Disputed), None);
    })
    .await;
}

/// A refund is on its way when the bank takes everything: nothing is counted twice, and if the refund fails, the rest is
/// counted then.
#[tokio::test]
async fn a_refund_on_its_way_keeps_its_part_until_it_fails() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let (variant, _course) = till.course("p1", "100.00 EUR").await;
        let (_, _, creator) = till.hire("cora", WorkRole::Creator).await;
        till.attributes(variant, creator, "70").await;
        let card = till.shop.gift_card("50.00 EUR").await;
        let paid = cart(&[(variant, 1)]).taxed_in("SI").paid_by(&card, None);
        let (with_card, without) = (
            till.buys(paid, "test_refund_delayed").await,
            bought_again(&till, "test_refund_delayed").await,
        );
        let owner = till.shop.owner.clone();
        let told = async |order: OrderId, what: &str, event: &str| {
            let payment = till.payment(order).await.id;
            let tenders = till.world().all::<refund_tender::Entity>().await;
            let tender = tenders
                .iter()
                .find(|tender| tender.payment_id == Some(payment) && tender.confirmed_at.is_none());
            let reference = tender.unwrap().provider_reference.clone();
            till.tells(json!({ "id": event, "type": what, "refund": { "reference": reference } }))
                .await
        };
        // 61.00 of 122.00: 25.00 to the card, 36.00 of 72.00 to the payment. The bank gets the other 36.00.
        till.refunds(&owner, refund_of(with_card, Some("61.00"), "R1"))
            .await
            .unwrap();
        says(&till, with_card, "e1", "lost", 7_200).await;
        assert_eq!(till.payment(with_card).await.refunded_minor, 3_600);
        assert_eq!(told(with_card, "refund.completed", "e2").await, Taken::Now);
        assert_eq!(till.payment(with_card).await.refunded_minor, 7_200);
        assert_eq!(till.order(with_card).await.refunded_minor, 9_700);
        assert_eq!(till.card().await, 2_500);
        // What the bank took besides the refund stays to be seen.
        assert_eq!(till.books().await[&AccountCode::Disputed], 3_600);

        till.refunds(&owner, refund_of(without, Some("61.00"), "R2"))
            .await
            .unwrap();
        says(&till, without, "e3", "lost", 12_200).await;
        assert_eq!(till.order(without).await.refunded_minor, 6_100);
        assert_eq!(told(without, "refund.failed", "e4").await, Taken::Now);
        let order = till.order(without).await;
        assert_eq!(
            (order.status, order.refunded_minor),
            (OrderStatus::Refunded, 12_200)
        );
        assert_eq!(till.payment(without).await.refunded_minor, 12_200);
        assert_eq!(till.books().await[&AccountCode::Disputed], 3_600);
    })
    .await;
}
