//! What a provider says, in every order, and what happens when nobody hears it.

use crate::{
    shop::{Cart, cart, code},
    till::{Till, refund_of},
    world::{code as code_of, in_every_world, problems, within},
};
use chrono::Duration;
use commerce::{
    order::{Placed, cancel_order},
    payment::{Reconciled, Taken, resume},
};
use entities::{
    employee::WorkRole,
    enrollment,
    event::EventAction,
    ledger_account::AccountCode,
    offer,
    order::OrderStatus,
    payment::PaymentStatus,
    payment_event,
    refund::{self, RefundStatus},
    refund_tender, revenue,
};
use kernel::{Code, OrderId};
use serde_json::json;

/// A cart of 100.00 with a gift card of 30.00 and an offer of 10 %.
async fn reserved(till: &Till, method: &str) -> OrderId {
    let (p1, _) = till.course("p1", "100.00 EUR").await;
    till.shop.offers(code("TEN", "10 %")).await.unwrap();
    let card = till.shop.gift_card("30.00 EUR").await;
    let asked = cart(&[(p1, 1)])
        .taxed_in("US")
        .with_codes(&["TEN"])
        .paid_by(&card, None);
    let id = till.buys(asked, method).await;
    let order = till.order(id).await;
    assert_eq!((order.total_minor, order.due_minor), (9_000, 6_000));
    id
}

async fn is_given_back(till: &Till) -> bool {
    till.card().await == 3_000 && till.world().all::<offer::Entity>().await[0].uses == 0
}

#[tokio::test]
async fn an_order_that_is_sent_again_goes_on_where_the_first_process_ended() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let asked = cart(&[(p1, 1)]);
        // The process ends between the commit and the question.
        let Placed::Now(placed) = till
            .place(&till.shop.marko, asked.clone(), "test_ok", "K")
            .await
            .unwrap()
        else {
            panic!("it was not placed before");
        };
        assert_eq!(till.provider.seen(|seen| seen.calls), 0);
        let Placed::Before(id) = till.place(&till.shop.marko, asked, "test_ok", "K").await.unwrap() else {
            panic!("it was placed before");
        };
        assert_eq!(id, placed.order.id);
        for _ in 0..2 {
            resume(till.world().store(), &till.provider, None, id)
                .await
                .unwrap();
            assert_eq!(till.order(id).await.status, OrderStatus::Paid);
            assert_eq!(till.payment(id).await.status, PaymentStatus::Captured);
            assert_eq!(till.provider.seen(|seen| seen.calls), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_capture_counts_once_wherever_it_comes() {
    for kinds in [
        ["captured", "captured", "pending"],
        ["pending", "captured", "failed"],
        ["requires_action", "captured", "requires_action"],
        ["captured", "failed", "cancelled"],
        ["captured", "requires_action", "captured"],
    ] {
        in_every_world(move |world| async move {
            let till = Till::open(world).await;
            let id = reserved(&till, "test_delayed").await;
            let payment = till.payment(id).await;
            for (n, kind) in kinds.iter().enumerate() {
                till.hears(payment.id, &format!("evt_{n}"), &format!("payment.{kind}"))
                    .await;
            }
            let payment = till.payment(id).await;
            assert_eq!(
                (payment.status, till.order(id).await.status),
                (PaymentStatus::Captured, OrderStatus::Paid),
                "{kinds:?}"
            );
            assert_eq!((payment.failure_code, till.card().await), (None, 0));
            assert_eq!(till.world().all::<revenue::Entity>().await.len(), 1);
            assert_eq!(till.world().all::<enrollment::Entity>().await.len(), 1);
            assert_eq!(till.world().events(EventAction::OrderPaid).await.len(), 1);
            assert_eq!(till.world().all::<payment_event::Entity>().await.len(), 3);
        })
        .await;
    }
}

#[tokio::test]
async fn a_message_may_come_before_the_answer() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let marko = till.shop.marko.clone();
        let Placed::Now(placed) = till.place(&marko, cart(&[(p1, 1)]).taxed_in("US"), "test_3ds", "K1").await.unwrap()
        else {
            panic!("placed before");
        };
        let id = placed.payment.as_ref().unwrap().id;
        // The provider's own id is the one that its answer will name.
        let created = payments::PaymentGateway::create_payment(
            &payments::TestProvider::new("x"),
            &payments::NewPayment {
                key: id.to_string(),
                amount_minor: 10_000,
                currency: "EUR".to_owned(),
                method: "test_3ds".to_owned(),
                description: String::new(),
            },
        )
        .await
        .unwrap();
        let body = json!({ "id": "evt_1", "type": "payment.captured", "payment": {
            "key": id.to_string(), "reference": created.reference, "amountMinor": 10_000, "currency": "EUR" }});
        assert_eq!(till.tells(body).await, Taken::Now);
        assert_eq!(till.order(placed.order.id).await.status, OrderStatus::Paid);
        till.collect(&placed).await;
        let payment = till.payment(placed.order.id).await;
        assert_eq!(payment.status, PaymentStatus::Captured);
        assert_eq!(payment.reference, Some(created.reference));
        assert_eq!(till.world().all::<revenue::Entity>().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_declined_gives_everything_back() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let id = reserved(&till, "test_decline").await;
        let payment = till.payment(id).await;
        assert_eq!(
            (payment.status, payment.failure_code.as_deref()),
            (PaymentStatus::Failed, Some("card_declined"))
        );
        let order = till.order(id).await;
        assert_eq!(
            (order.status, order.cancelled_at.is_some()),
            (OrderStatus::Cancelled, true)
        );
        assert!(is_given_back(&till).await);
        assert_eq!(till.world().all::<enrollment::Entity>().await.len(), 0);
        assert_eq!(till.world().events(EventAction::PaymentFailed).await.len(), 1);
        let cancelled = &till.world().events(EventAction::OrderCancelled).await[0];
        assert_eq!(cancelled.after.as_ref().unwrap()["reason"], "card_declined");
        // Saying it again changes nothing.
        till.hears(payment.id, "evt_1", "payment.failed").await;
        assert!(is_given_back(&till).await);
    })
    .await;
}

#[tokio::test]
async fn money_for_a_cancelled_order_goes_back() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let id = reserved(&till, "test_3ds").await;
        let payment = till.payment(id).await;
        assert_eq!(
            (payment.status, payment.client_secret.is_some()),
            (PaymentStatus::RequiresAction, true)
        );
        let (nik, _) = till.world().customer(till.shop.id, "nik").await;
        let foreign = within!(till.world(), nik, till.shop.id, |tx| cancel_order(
            tx, id, None, "C1"
        ));
        assert!(matches!(foreign, Err(store::Failure::NotFound("orderId"))));
        for _ in 0..2 {
            let order = within!(till.world(), till.shop.marko, till.shop.id, |tx| cancel_order(
                tx, id, None, "C1"
            ));
            assert_eq!(order.unwrap().status, OrderStatus::Cancelled);
        }
        assert!(is_given_back(&till).await);
        assert_eq!(till.world().events(EventAction::OrderCancelled).await.len(), 1);
        assert_eq!(till.payment(id).await.status, PaymentStatus::Cancelled);

        assert_eq!(
            till.hears(payment.id, "evt_1", "payment.captured").await,
            Taken::Now
        );
        let refunds = till.world().all::<refund::Entity>().await;
        assert_eq!(
            (
                refunds.len(),
                refunds[0].status,
                refunds[0].amount_minor,
                refunds[0].requested_by_employee_id
            ),
            (1, RefundStatus::Pending, 6_000, None)
        );
        till.world().pass(Duration::minutes(2));
        assert_eq!(till.reconciles().await.refunds, 1);
        assert_eq!(
            till.world().all::<refund::Entity>().await[0].status,
            RefundStatus::Completed
        );
        let payment = till.payment(id).await;
        assert_eq!(
            (payment.status, payment.refunded_minor),
            (PaymentStatus::Captured, 6_000)
        );
        assert_eq!(till.order(id).await.status, OrderStatus::Cancelled);
        assert_eq!(
            till.provider.seen(|seen| seen.refunds.values().sum::<i64>()),
            6_000
        );
        assert_eq!(till.world().all::<enrollment::Entity>().await.len(), 0);
        assert_eq!(till.world().all::<revenue::Entity>().await.len(), 0);
        assert!(is_given_back(&till).await);
    })
    .await;
}

/// The way back that follows by itself may fail for good; then somebody asks again.
#[tokio::test]
async fn money_for_a_cancelled_order_can_be_sent_back_again() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let id = reserved(&till, "test_3ds").await;
        let payment = till.payment(id).await;
        let owner = till.shop.owner.clone();
        within!(till.world(), till.shop.marko, till.shop.id, |tx| cancel_order(
            tx, id, None, "C1"
        ))
        .unwrap();
        let asks =
            async |amount: Option<&str>, key: &str| till.refunds(&owner, refund_of(id, amount, key)).await;
        assert_eq!(code_of(asks(None, "R0").await), Code::OrderNotPaid);
        till.hears(payment.id, "evt_1", "payment.captured").await;
        // It is on its way already.
        assert_eq!(code_of(asks(None, "R1").await), Code::RefundExceedsRemaining);
        till.provider.seen(|seen| seen.refuses_refunds = true);
        till.world().pass(Duration::minutes(2));
        till.reconciles().await;
        let refunds = till.world().all::<refund::Entity>().await;
        assert_eq!((refunds.len(), refunds[0].status), (1, RefundStatus::Failed));

        till.provider.seen(|seen| seen.refuses_refunds = false);
        assert_eq!(
            code_of(asks(Some("59.99"), "R2").await),
            Code::RefundAmountMismatch
        );
        assert_eq!(
            code_of(asks(Some("60.01"), "R3").await),
            Code::RefundExceedsRemaining
        );
        // Support may, whatever its limit: nothing of it is the organization's.
        let (sara, ..) = till.hire("sara", WorkRole::Staff).await;
        let denied = till.refunds(&till.shop.marko, refund_of(id, None, "R4")).await;
        assert!(matches!(denied, Err(store::Failure::Forbidden(_))));
        till.refunds(&sara, refund_of(id, Some("60.00"), "R5"))
            .await
            .unwrap();
        assert_eq!(till.payment(id).await.refunded_minor, 6_000);
        assert_eq!(till.order(id).await.status, OrderStatus::Cancelled);
        assert_eq!(code_of(asks(None, "R6").await), Code::RefundExceedsRemaining);
        assert_eq!(
            till.provider.seen(|seen| seen.refunds.values().sum::<i64>()),
            6_000
        );
        assert_eq!(till.world().all::<revenue::Entity>().await.len(), 0);
        assert!(is_given_back(&till).await);

        // It may come back even then; it is in no books, and can be sent once more.
        let tenders = till.world().all::<refund_tender::Entity>().await;
        let sent = tenders.iter().find(|tender| tender.confirmed_at.is_some()).unwrap();
        let back = json!({ "id": "evt_2", "type": "refund.failed", "refund": { "reference": sent.provider_reference } });
        till.tells(back).await;
        assert_eq!(till.payment(id).await.refunded_minor, 0);
        till.refunds(&sara, refund_of(id, None, "R7")).await.unwrap();
        assert_eq!(till.payment(id).await.refunded_minor, 6_000);
        assert_eq!(till.books().await.get(&AccountCode::RefundsPayable), None);
    })
    .await;
}

#[tokio::test]
async fn what_is_paid_is_not_cancelled() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let id = reserved(&till, "test_ok").await;
        let before = till.everything().await;
        let refused = within!(till.world(), till.shop.marko, till.shop.id, |tx| cancel_order(
            tx, id, None, "C1"
        ));
        assert_eq!(
            problems(refused),
            ["orderId OrderNotPending {\"status\":\"PAID\"}"]
        );
        assert_eq!(till.everything().await, before);
    })
    .await;
}

#[tokio::test]
async fn an_order_that_is_not_paid_within_a_day_is_given_up() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let id = reserved(&till, "test_3ds").await;
        till.world().pass(Duration::hours(23));
        assert_eq!(till.reconciles().await.given_up, 0);
        till.world().pass(Duration::hours(1));
        let done = till.reconciles().await;
        assert_eq!(
            done,
            Reconciled {
                given_up: 1,
                asked: 0,
                refunds: 0,
                withdrawn: 1,
            }
        );
        let reference = till.payment(id).await.reference.unwrap();
        assert_eq!(till.provider.seen(|seen| seen.withdrawn.clone()), [reference]);
        assert_eq!(till.reconciles().await, Reconciled::default());
        assert_eq!(till.order(id).await.status, OrderStatus::Cancelled);
        assert_eq!(till.payment(id).await.status, PaymentStatus::Cancelled);
        assert!(is_given_back(&till).await);
    })
    .await;
}

/// Whoever has an order of theirs cancelled must not be able to pay it afterwards.
#[tokio::test]
async fn what_was_given_up_is_withdrawn_at_the_provider() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let cancelled = reserved(&till, "test_3ds").await;
        within!(till.world(), till.shop.marko, till.shop.id, |tx| cancel_order(
            tx, cancelled, None, "C1"
        ))
        .unwrap();
        till.provider.seen(|seen| seen.is_down = true);
        assert_eq!(till.reconciles().await, Reconciled::default());
        assert_eq!(till.payment(cancelled).await.withdrawn_at, None);
        till.provider.seen(|seen| seen.is_down = false);
        assert_eq!(till.reconciles().await.withdrawn, 1);
        assert_eq!(till.reconciles().await.withdrawn, 0);
        let payment = till.payment(cancelled).await;
        assert_eq!(
            (payment.status, payment.withdrawn_at),
            (PaymentStatus::Cancelled, Some(till.world().store().now()))
        );
        // What was taken is not withdrawn.
        let (p2, _) = till.course("p2", "10.00 EUR").await;
        till.buys(cart(&[(p2, 1)]).taxed_in("US"), "test_ok").await;
        assert_eq!(till.reconciles().await, Reconciled::default());
        assert_eq!(till.provider.seen(|seen| seen.withdrawn.len()), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_lost_is_asked_again() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let marko = till.shop.marko.clone();
        // The process ended between the order and the question.
        let Placed::Now(placed) = till
            .place(&marko, cart(&[(p1, 1)]).taxed_in("US"), "test_ok", "K1")
            .await
            .unwrap()
        else {
            panic!("placed before");
        };
        assert_eq!(till.reconciles().await, Reconciled::default());
        till.world().pass(Duration::minutes(2));
        // The provider cannot be reached, twice.
        till.provider.seen(|seen| seen.is_down = true);
        assert_eq!(till.reconciles().await.asked, 1);
        assert_eq!(till.order(placed.order.id).await.status, OrderStatus::Pending);
        till.world().pass(Duration::minutes(2));
        assert_eq!(till.reconciles().await.asked, 1);
        till.provider.seen(|seen| seen.is_down = false);
        till.world().pass(Duration::minutes(2));
        assert_eq!(till.reconciles().await.asked, 1);
        assert_eq!(till.order(placed.order.id).await.status, OrderStatus::Paid);
        assert_eq!(till.reconciles().await, Reconciled::default());
        assert_eq!(till.provider.seen(|seen| seen.charges.len()), 1);
    })
    .await;
}

#[tokio::test]
async fn messages_about_nothing_of_ours_change_nothing() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let id = reserved(&till, "test_3ds").await;
        let payment = till.payment(id).await;
        let before = till.everything().await;
        let unknown = till.world().store().new_id::<kernel::PaymentId>().to_string();
        for about in [
            json!({ "key": unknown, "reference": "r", "amountMinor": 6_000, "currency": "EUR" }),
            json!({ "reference": "r", "amountMinor": 6_000, "currency": "EUR" }),
            json!({ "key": "rubbish", "reference": "r", "amountMinor": 6_000, "currency": "EUR" }),
            // Another amount than was asked for.
            json!({ "key": payment.id.to_string(), "reference": payment.reference, "amountMinor": 5_999, "currency": "EUR" }),
            json!({ "key": payment.id.to_string(), "reference": payment.reference, "amountMinor": 6_000, "currency": "USD" }),
        ] {
            let body = json!({ "id": "evt_1", "type": "payment.captured", "payment": about });
            assert_eq!(till.tells(body).await, Taken::Unknown, "{about}");
        }
        let body = json!({ "id": "evt_1", "type": "refund.completed", "refund": { "reference": "r" } });
        assert_eq!(till.tells(body).await, Taken::Unknown);
        assert_eq!(till.tells(json!({ "id": "evt_1", "type": "dispute.created" })).await, Taken::Unknown);
        assert_eq!(till.everything().await, before);
        assert_eq!(till.world().all::<payment_event::Entity>().await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_payment_needs_a_method_only_where_something_is_due() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let marko = till.shop.marko.clone();
        let before = till.everything().await;
        let asked = || cart(&[(p1, 1)]).taxed_in("US");
        let none = till.checkout(&marko, asked(), "", "K1").await;
        assert_eq!(problems(none), ["paymentMethod Required"]);
        let unknown = till.checkout(&marko, asked(), "pm_card_visa", "K1").await;
        assert_eq!(problems(unknown), ["paymentMethod PaymentMethodUnknown"]);
        let both = till
            .checkout(&marko, asked().with_codes(&["NONE"]), "pm_card_visa", "K1")
            .await;
        assert_eq!(
            problems(both),
            ["offerCodes.0 OfferNotFound", "paymentMethod PaymentMethodUnknown"]
        );
        assert_eq!(till.everything().await, before);
        // The refused tries have not used up the key.
        assert!(till.checkout(&marko, asked(), "test_ok", "K1").await.is_ok());
    })
    .await;
}
