//! Steps 18, 19 and 39 of the journey, with their exact numbers.

use crate::{
    shop::{Cart, cart, code},
    till::{Till, at_once, refund_of},
    world::{in_every_world, problems, within},
};
use chrono::Duration;
use commerce::{
    offer::CreateOffer,
    payment::Taken,
    refund::{approve_refund, reject_refund},
};
use entities::{
    employee::WorkRole,
    enrollment::{self, EnrollmentStatus},
    event::EventAction,
    ledger_account::AccountCode::*,
    order::OrderStatus,
    order_discount, order_line,
    organization::TaxRounding,
    payment::PaymentStatus,
    payment_event,
    refund::{self, RefundStatus},
    refund_line,
    refund_tender::{self, TenderKind},
    revenue,
};
use kernel::{Code, OrderId};
use std::collections::BTreeMap;
use store::Failure;

/// O1: Marko's order of P1 with two codes and a gift card, captured.
async fn o1(till: &Till) -> OrderId {
    let (p1, _) = till.course("rust-for-finance", "100.00 EUR").await;
    for (name, share) in [("cora", "60"), ("dino", "20"), ("kim", "5")] {
        let (_, _, employee) = till.hire(name, WorkRole::Creator).await;
        till.attributes(p1, employee, share).await;
        till.world().pass(Duration::seconds(1));
    }
    for (name, discount) in [("LAUNCH20", "20 %"), ("WELCOME10", "10 %")] {
        let offer = CreateOffer {
            max_uses_per_member: Some(1),
            ..code(name, discount)
        };
        till.shop.offers(offer).await.unwrap();
        till.world().pass(Duration::seconds(1));
    }
    let card = till.shop.gift_card("50.00 EUR").await;
    let asked = cart(&[(p1, 1)])
        .taxed_in("SI")
        .with_codes(&["LAUNCH20", "WELCOME10"])
        .paid_by(&card, None);
    let same = {
        let (till, asked) = (till.clone(), asked.clone());
        at_once(20, move |_n| {
            let (till, asked) = (till.clone(), asked.clone());
            async move {
                till.checkout(&till.shop.marko, asked, "test_delayed", "K1")
                    .await
                    .unwrap()
            }
        })
        .await
    };
    // Step 18: one order, one charge, nineteen times the same answer.
    let id = same[0].0;
    assert!(same.iter().all(|(order, _replayed)| *order == id));
    assert_eq!(same.iter().filter(|(_order, replayed)| *replayed).count(), 19);
    let charges = till.provider.seen(|seen| seen.charges.clone());
    assert_eq!(charges.into_values().collect::<Vec<_>>(), [3_784]);
    let other = cart(&[(p1, 2)]).taxed_in("SI");
    let conflict = till.checkout(&till.shop.marko, other, "test_delayed", "K1").await;
    assert_eq!(problems(conflict), ["idempotencyKey IdempotencyConflict"]);
    id
}

#[tokio::test]
async fn an_order_is_placed_once_and_fulfilled_once() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let id = o1(&till).await;
        let order = till.order(id).await;
        assert_eq!(
            (
                order.list_minor,
                order.discount_minor,
                order.net_minor,
                order.tax_minor,
                order.total_minor
            ),
            (10_000, 2_800, 7_200, 1_584, 8_784)
        );
        assert_eq!(
            (order.gift_card_minor, order.due_minor, order.status),
            (5_000, 3_784, OrderStatus::Pending)
        );
        assert_eq!(
            (
                order.platform_fee_ppm,
                order.processing_fee_ppm,
                order.withholding_ppm
            ),
            (50_000, 30_000, 80_000)
        );
        assert_eq!((order.number.len(), &order.number[..5]), (13, "2026-"));
        assert_eq!(till.card().await, 0);
        let discounts = till.world().all::<order_discount::Entity>().await;
        let mut amounts: Vec<i64> = discounts.iter().map(|discount| discount.amount_minor).collect();
        amounts.sort_unstable();
        assert_eq!(amounts, [800, 2_000]);
        assert_eq!(till.world().all::<order_line::Entity>().await.len(), 1);
        assert_eq!(till.world().all::<enrollment::Entity>().await.len(), 0);
        assert_eq!(
            till.books().await,
            BTreeMap::from([(Promotion, 5_000), (GiftCards, -5_000)])
        );

        // Step 19: the capture is delivered three times.
        let payment = till.payment(id).await;
        for (n, taken) in [(1, Taken::Now), (2, Taken::Before), (3, Taken::Before)] {
            assert_eq!(
                till.hears(payment.id, "evt_1", "payment.captured").await,
                taken,
                "{n}"
            );
        }
        let order = till.order(id).await;
        assert_eq!((order.status, order.paid_at.is_some()), (OrderStatus::Paid, true));
        assert_eq!(till.payment(id).await.status, PaymentStatus::Captured);
        assert_eq!(till.world().all::<payment_event::Entity>().await.len(), 1);
        let enrollments = till.world().all::<enrollment::Entity>().await;
        assert_eq!(enrollments.len(), 1);
        assert_eq!(
            (enrollments[0].status, enrollments[0].member_id),
            (EnrollmentStatus::Active, till.shop.marko_member)
        );
        let revenues = till.world().all::<revenue::Entity>().await;
        assert_eq!(revenues.len(), 1);
        let revenue = &revenues[0];
        assert_eq!(
            (
                revenue.platform_fee_minor,
                revenue.processing_fee_minor,
                revenue.withholding_minor
            ),
            (360, 216, 576)
        );
        assert_eq!((revenue.net_minor, revenue.organization_minor), (6_048, 907));
        assert_eq!(till.earned().await, [3_629, 1_210, 302]);
        let books = till.books().await;
        assert_eq!((books.get(&GiftCards), books[&SalesTax]), (None, -1_584));
        assert_eq!(books[&CreatorPayable], -5_141);
        for (action, times) in [
            (EventAction::OrderPlaced, 1),
            (EventAction::PaymentCaptured, 1),
            (EventAction::OrderPaid, 1),
        ] {
            assert_eq!(till.world().events(action).await.len(), times, "{action:?}");
        }
        let placed = &till.world().events(EventAction::OrderPlaced).await[0];
        let after = placed.after.as_ref().unwrap();
        assert_eq!(
            (&after["total"], &after["due"]),
            (&"87.84".into(), &"37.84".into())
        );
        assert_eq!(after["giftCards"][0]["amount"], "50.00");
    })
    .await;
}

#[tokio::test]
async fn support_asks_accounting_decides_and_half_of_it_goes_back() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let id = o1(&till).await;
        let payment = till.payment(id).await;
        till.hears(payment.id, "evt_1", "payment.captured").await;
        till.limits_support("25.00").await;
        let (sara, ..) = till.hire("sara", WorkRole::Staff).await;
        let aron = till.accountant("aron").await;

        // Step 39: beyond Sara's limit.
        let asked = till
            .refunds(&sara, refund_of(id, Some("43.92"), "R1"))
            .await
            .unwrap();
        assert_eq!(asked.refund.status, RefundStatus::PendingApproval);
        assert_eq!(till.provider.seen(|seen| seen.refunds.len()), 0);
        // What waits for approval is not there to refund any more.
        let beyond = till.refunds(&aron, refund_of(id, Some("43.93"), "R2")).await;
        assert_eq!(
            problems(beyond),
            ["amount RefundExceedsRemaining {\"remaining\":\"43.92\"}"]
        );
        let own = within!(till.world(), sara, till.shop.id, |tx| approve_refund(
            tx,
            asked.refund.id,
            "A0"
        ));
        assert!(matches!(own, Err(Failure::Forbidden(_))));
        let refund_id = asked.refund.id;
        let approved = within!(till.world(), aron, till.shop.id, |tx| approve_refund(
            tx, refund_id, "A1"
        ))
        .unwrap();
        assert_eq!(approved.status, RefundStatus::Pending);
        till.processes(refund_id).await;
        let refunds = till.world().all::<refund::Entity>().await;
        assert_eq!(
            (refunds.len(), refunds[0].status, refunds[0].amount_minor),
            (1, RefundStatus::Completed, 4_392)
        );

        let tenders = till.world().all::<refund_tender::Entity>().await;
        let of = |kind| {
            tenders
                .iter()
                .find(|tender| tender.kind == kind)
                .unwrap()
                .amount_minor
        };
        assert_eq!(
            (of(TenderKind::GiftCard), of(TenderKind::Payment)),
            (2_500, 1_892)
        );
        let lines = till.world().all::<refund_line::Entity>().await;
        assert_eq!(
            (lines.len(), lines[0].net_minor, lines[0].tax_minor),
            (1, 3_600, 792)
        );
        assert_eq!(till.card().await, 2_500);
        assert_eq!(till.payment(id).await.refunded_minor, 1_892);
        let charged: Vec<i64> = till
            .provider
            .seen(|seen| seen.refunds.values().copied().collect());
        assert_eq!(charged, [1_892]);
        let order = till.order(id).await;
        assert_eq!(
            (order.status, order.refunded_minor),
            (OrderStatus::PartiallyRefunded, 4_392)
        );
        // Half of it leaves the course open.
        assert_eq!(
            till.world().all::<enrollment::Entity>().await[0].status,
            EnrollmentStatus::Active
        );

        let mut revenues = till.world().all::<revenue::Entity>().await;
        revenues.retain(|revenue| revenue.refund_id.is_some());
        assert_eq!(revenues.len(), 1);
        assert_eq!(
            (
                revenues[0].platform_fee_minor,
                revenues[0].withholding_minor,
                revenues[0].organization_minor
            ),
            (-180, -288, -453)
        );
        assert_eq!(till.earned().await, [3_629 - 1_815, 1_210 - 605, 302 - 151]);

        let beyond = till.refunds(&aron, refund_of(id, Some("43.93"), "R3")).await;
        assert_eq!(
            problems(beyond),
            ["amount RefundExceedsRemaining {\"remaining\":\"43.92\"}"]
        );
        let completed = &till.world().events(EventAction::RefundCompleted).await[0];
        let after = completed.after.as_ref().unwrap();
        for (name, amount) in [
            ("amount", "43.92"),
            ("tax", "7.92"),
            ("giftCards", "25.00"),
            ("payment", "18.92"),
        ] {
            assert_eq!(after[name], amount, "{name}");
        }

        // The other half, and nothing is left of anything.
        till.refunds(&aron, refund_of(id, None, "R4")).await.unwrap();
        let order = till.order(id).await;
        assert_eq!(
            (order.status, order.refunded_minor),
            (OrderStatus::Refunded, 8_784)
        );
        assert_eq!(
            (till.card().await, till.payment(id).await.refunded_minor),
            (5_000, 3_784)
        );
        assert_eq!(till.earned().await, [0, 0, 0]);
        assert_eq!(
            till.world().all::<enrollment::Entity>().await[0].status,
            EnrollmentStatus::Cancelled
        );
        let beyond = till.refunds(&aron, refund_of(id, None, "R5")).await;
        assert_eq!(
            problems(beyond),
            ["orderId RefundExceedsRemaining {\"remaining\":\"0.00\"}"]
        );
    })
    .await;
}

#[tokio::test]
async fn support_refunds_up_to_its_limit_and_nobody_decides_on_their_own() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let id = till.buys(cart(&[(p1, 1)]).taxed_in("US"), "test_ok").await;
        let (sara, ..) = till.hire("sara", WorkRole::Staff).await;
        let aron = till.accountant("aron").await;

        let status = |refund: commerce::refund::RequestedRefund| refund.refund.status;
        // Without a limit everything has to be approved.
        let first = till
            .refunds(&sara, refund_of(id, Some("0.01"), "R1"))
            .await
            .unwrap();
        assert_eq!(first.refund.status, RefundStatus::PendingApproval);
        let first_id = first.refund.id;
        till.limits_support("25.00").await;
        let within_limit = till
            .refunds(&sara, refund_of(id, Some("20.00"), "R2"))
            .await
            .unwrap();
        assert_eq!(status(within_limit), RefundStatus::Pending);
        // Two small ones are one large one.
        let second = till
            .refunds(&sara, refund_of(id, Some("5.01"), "R3"))
            .await
            .unwrap();
        assert_eq!(status(second), RefundStatus::PendingApproval);
        let third = till
            .refunds(&sara, refund_of(id, Some("5.00"), "R4"))
            .await
            .unwrap();
        assert_eq!(status(third), RefundStatus::Pending);

        let before = till.everything().await;
        let no_reason = within!(till.world(), aron, till.shop.id, |tx| reject_refund(
            tx, first_id, "  "
        ));
        assert_eq!(problems(no_reason), ["reason Required"]);
        assert_eq!(till.everything().await, before);
        let rejected = within!(till.world(), aron, till.shop.id, |tx| reject_refund(
            tx, first_id, "Used it"
        ))
        .unwrap();
        assert_eq!(
            (rejected.status, rejected.rejection_reason.as_deref()),
            (RefundStatus::Rejected, Some("Used it"))
        );
        let again = within!(till.world(), aron, till.shop.id, |tx| approve_refund(
            tx, first_id, "A1"
        ));
        assert_eq!(
            problems(again),
            ["id RefundNotPendingApproval {\"status\":\"REJECTED\"}"]
        );
        // 100.00 less 20.00, 5.01 and 5.00; the rejected cent is there again.
        let beyond = till.refunds(&aron, refund_of(id, Some("70.00"), "R5")).await;
        assert_eq!(
            problems(beyond),
            ["amount RefundExceedsRemaining {\"remaining\":\"69.99\"}"]
        );

        // Customers do not refund themselves, and strangers find nothing.
        let marko = till.shop.marko.clone();
        let own = till.refunds(&marko, refund_of(id, None, "R6")).await;
        assert!(matches!(own, Err(Failure::Forbidden("order.requestRefund"))));
        let (nik, _) = till.world().customer(till.shop.id, "nik").await;
        let foreign = till.refunds(&nik, refund_of(id, None, "R7")).await;
        assert!(matches!(foreign, Err(Failure::NotFound("orderId"))));
        // Whoever asked as support and may decide now does not decide on what they asked for.
        let asked = till
            .asks(&sara, refund_of(id, Some("60.00"), "R8"))
            .await
            .unwrap();
        let sara_member = till.world().all::<entities::member::Entity>().await;
        let sara_member = sara_member
            .iter()
            .find(|member| Some(member.user_id) == sara.user())
            .unwrap()
            .id;
        within!(till.world(), till.shop.owner, till.shop.id, |tx| {
            people::permission::grant_permission(
                tx,
                sara_member,
                entities::permission_grant::Permission::IssueRefunds,
                entities::permission_grant::PermissionScope::All,
            )
        })
        .unwrap();
        let asked_id = asked.refund.id;
        let own = within!(till.world(), sara, till.shop.id, |tx| approve_refund(
            tx, asked_id, "A2"
        ));
        assert_eq!(crate::world::code(own), Code::OwnRefund);
    })
    .await;
}

/// E-T1: an order keeps the rounding that was set when it was placed, and its refunds add up to the tax it has.
#[tokio::test]
async fn the_rounding_of_taxes_is_that_of_the_order() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        till.shop.taxes("SI", "22", "2026-01-01T00:00:00Z").await.unwrap();
        let small = till.shop.sells("small", "3.33 EUR").await;
        let asked = || cart(&[(small, 1); 3]).taxed_in("SI");
        till.shop.rounds_taxes(TaxRounding::Order).await;
        let rounded_once = till.buys(asked(), "test_ok").await;
        till.shop.rounds_taxes(TaxRounding::Line).await;
        let line_by_line = till.buys(asked(), "test_ok").await;
        for (id, rounding, taxes) in [
            (rounded_once, TaxRounding::Order, [74, 73, 73]),
            (line_by_line, TaxRounding::Line, [73, 73, 73]),
        ] {
            let order = till.order(id).await;
            assert_eq!(
                (order.tax_rounding, order.tax_minor),
                (rounding, taxes.iter().sum())
            );
            let mut lines = till.world().all::<order_line::Entity>().await;
            lines.retain(|line| line.order_id == id);
            lines.sort_by_key(|line| line.position);
            let stored: Vec<i64> = lines.iter().map(|line| line.tax_minor).collect();
            assert_eq!(stored, taxes);
            let owner = till.shop.owner.clone();
            for (amount, key) in [(Some("4.00"), "one"), (None, "other")] {
                let refund = refund_of(id, amount, &format!("{key} {id}"));
                till.refunds(&owner, refund).await.unwrap();
            }
            let refunded = till.world().all::<refund_line::Entity>().await;
            let refunded = refunded
                .iter()
                .filter(|part| lines.iter().any(|line| line.id == part.order_line_id));
            assert_eq!(refunded.map(|part| part.tax_minor).sum::<i64>(), order.tax_minor);
        }
        assert_eq!(till.books().await.get(&SalesTax), None);
    })
    .await;
}
