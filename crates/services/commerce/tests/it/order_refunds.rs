//! Refunds in parts, by line and over tenders: E-A10, E-G2, E-T3.

use crate::{
    shop::{Cart, cart, decimal},
    till::{Till, refund_of},
    world::{code, in_every_world, problems, within},
};
use chrono::Duration;
use commerce::payment::Taken;
use commerce::refund::{RefundLineInput, RefundOrder, approve_refund};
use entities::ledger_account::AccountCode;
use entities::{
    employee::WorkRole,
    enrollment::{self, EnrollmentStatus},
    event::EventAction,
    order::OrderStatus,
    order_line,
    refund::{self, RefundStatus},
    refund_line, refund_tender,
    refund_tender::TenderKind,
};
use kernel::{Code, OrderLineId};
use serde_json::json;

fn by_line(input: RefundOrder, lines: &[(OrderLineId, &str)]) -> RefundOrder {
    RefundOrder {
        lines: lines
            .iter()
            .map(|(line, amount)| RefundLineInput {
                line_id: *line,
                amount: decimal(amount),
            })
            .collect(),
        ..input
    }
}

#[tokio::test]
async fn a_refund_goes_back_to_the_tenders_at_the_rate_of_the_sale() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let card = till.shop.gift_card("50.00 EUR").await;
        let id = till
            .buys(cart(&[(p1, 1)]).taxed_in("SI").paid_by(&card, None), "test_ok")
            .await;
        // E-T3: the rate changes between the order and its refund.
        till.shop.taxes("SI", "25", "2026-07-01T00:00:00Z").await.unwrap();
        till.world().pass(Duration::days(120));
        let owner = till.shop.owner.clone();
        // E-G2
        let asked = till
            .refunds(&owner, refund_of(id, Some("61.00"), "R1"))
            .await
            .unwrap();
        let of = |kind| {
            asked
                .tenders
                .iter()
                .find(|tender| tender.kind == kind)
                .unwrap()
                .amount_minor
        };
        assert_eq!(
            (of(TenderKind::GiftCard), of(TenderKind::Payment)),
            (2_500, 3_600)
        );
        assert_eq!(
            (asked.lines[0].net_minor, asked.lines[0].tax_minor),
            (5_000, 1_100)
        );
        till.refunds(&owner, refund_of(id, None, "R2")).await.unwrap();
        let lines = till.world().all::<refund_line::Entity>().await;
        assert_eq!(lines.iter().map(|line| line.tax_minor).sum::<i64>(), 2_200);
        assert_eq!(till.card().await, 5_000);
        assert_eq!(till.payment(id).await.refunded_minor, 7_200);
    })
    .await;
}

#[tokio::test]
async fn parts_add_up_to_the_whole() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let (_, _, cora) = till.hire("cora", WorkRole::Creator).await;
        till.attributes(p1, cora, "70").await;
        let id = till.buys(cart(&[(p1, 1)]).taxed_in("US"), "test_ok").await;
        assert_eq!(till.earned().await, [5_880]);
        let owner = till.shop.owner.clone();
        // E-A10
        for (part, left) in [("33.33", 3_920), ("33.33", 1_961), ("33.34", 0)] {
            till.refunds(&owner, refund_of(id, Some(part), &format!("R{left}")))
                .await
                .unwrap();
            assert_eq!(till.earned().await, [left]);
        }
        assert_eq!(till.order(id).await.status, OrderStatus::Refunded);
        let books = till.books().await;
        // What is left is the provider's fee, which the organization bears.
        assert_eq!(
            (
                books.get(&AccountCode::CreatorPayable),
                books.get(&AccountCode::PlatformPayable)
            ),
            (None, None)
        );
        assert_eq!(
            (books[&AccountCode::ProcessingFee], books[&AccountCode::Clearing]),
            (300, -300)
        );
    })
    .await;
}

#[tokio::test]
async fn lines_are_refunded_by_themselves_or_in_proportion() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let (p1, first) = till.course("p1", "100.00 EUR").await;
        let (p2, second) = till.course("p2", "49.99 EUR").await;
        let id = till
            .buys(cart(&[(p1, 1), (p2, 1)]).taxed_in("SI"), "test_ok")
            .await;
        let mut lines = till.world().all::<order_line::Entity>().await;
        lines.sort_unstable_by_key(|line| line.position);
        let (one, two) = (lines[0].id, lines[1].id);
        assert_eq!((lines[0].total_minor, lines[1].total_minor), (12_200, 6_099));
        let owner = till.shop.owner.clone();
        let before = till.everything().await;
        let nobody = till.world().store().new_id();
        for (input, refused) in [
            (
                by_line(
                    refund_of(id, None, "R1"),
                    &[(two, "60.99"), (two, "0.01"), (nobody, "1.00"), (one, "122.01")],
                ),
                vec![
                    "lines.1.lineId Duplicate".to_owned(),
                    "lines.2.lineId NotFound".to_owned(),
                    "lines.3.amount RefundExceedsRemaining {\"remaining\":\"122.00\"}".to_owned(),
                ],
            ),
            (
                by_line(refund_of(id, Some("61.00"), "R1"), &[(two, "60.99")]),
                vec!["amount RefundAmountMismatch {\"sum\":\"60.99\"}".to_owned()],
            ),
            (
                by_line(refund_of(id, None, "R1"), &[(one, "1.005")]),
                vec!["lines.0.amount AmountTooPrecise {\"decimals\":2}".to_owned()],
            ),
            (
                refund_of(id, Some("-1.00"), "R1"),
                vec!["amount AmountNegative".to_owned()],
            ),
        ] {
            assert_eq!(problems(till.refunds(&owner, input).await), refused);
        }
        assert_eq!(till.everything().await, before);

        // The second line completely: its course ends, the first one stays.
        till.refunds(&owner, by_line(refund_of(id, None, "R1"), &[(two, "60.99")]))
            .await
            .unwrap();
        let enrollments = till.world().all::<enrollment::Entity>().await;
        let of = |course| {
            enrollments
                .iter()
                .find(|row| row.course_id == course)
                .unwrap()
                .status
        };
        assert_eq!(
            (of(first), of(second)),
            (EnrollmentStatus::Active, EnrollmentStatus::Cancelled)
        );
        assert_eq!(till.order(id).await.status, OrderStatus::PartiallyRefunded);
        // What is left of the second line is nothing, so the rest is the first one's.
        let rest = till
            .refunds(&owner, refund_of(id, Some("10.00"), "R2"))
            .await
            .unwrap();
        assert_eq!((rest.lines.len(), rest.lines[0].order_line_id), (1, one));
    })
    .await;
}

#[tokio::test]
async fn an_amount_is_spread_over_the_lines() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let (p2, _) = till.course("p2", "50.00 EUR").await;
        let id = till
            .buys(cart(&[(p1, 1), (p2, 1)]).taxed_in("US"), "test_ok")
            .await;
        let owner = till.shop.owner.clone();
        let asked = till
            .refunds(&owner, refund_of(id, Some("10.00"), "R1"))
            .await
            .unwrap();
        let amounts: Vec<i64> = asked.lines.iter().map(|line| line.amount_minor).collect();
        assert_eq!(amounts, [667, 333]);
        let asked = till.refunds(&owner, refund_of(id, None, "R2")).await.unwrap();
        let amounts: Vec<i64> = asked.lines.iter().map(|line| line.amount_minor).collect();
        assert_eq!(amounts, [9_333, 4_667]);
        assert_eq!(till.order(id).await.status, OrderStatus::Refunded);
        assert_eq!(till.order(id).await.refunded_minor, 15_000);
    })
    .await;
}

#[tokio::test]
async fn a_refund_waits_for_the_provider() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let id = till
            .buys(cart(&[(p1, 1)]).taxed_in("US"), "test_refund_delayed")
            .await;
        let owner = till.shop.owner.clone();
        till.provider.seen(|seen| seen.is_down = true);
        let asked = till
            .refunds(&owner, refund_of(id, Some("40.00"), "R1"))
            .await
            .unwrap();
        till.provider.seen(|seen| seen.is_down = false);
        let status = || async { till.world().all::<refund::Entity>().await[0].status };
        assert_eq!(status().await, RefundStatus::Pending);
        till.world().pass(Duration::minutes(11));
        assert_eq!(till.reconciles().await.refunds, 1);
        // Asked, and not confirmed.
        assert_eq!(
            (status().await, till.order(id).await.refunded_minor),
            (RefundStatus::Pending, 0)
        );
        let tender = till.world().all::<refund_tender::Entity>().await[0].clone();
        assert!(tender.provider_reference.is_some() && tender.confirmed_at.is_none());
        // It counts against what is left all the same.
        let beyond = till.refunds(&owner, refund_of(id, Some("60.01"), "R2")).await;
        assert_eq!(
            problems(beyond),
            ["amount RefundExceedsRemaining {\"remaining\":\"60.00\"}"]
        );
        for (event, taken) in [
            ("evt_1", Taken::Now),
            ("evt_1", Taken::Before),
            ("evt_2", Taken::Now),
        ] {
            let body = json!({ "id": event, "type": "refund.completed",
                "refund": { "reference": tender.provider_reference } });
            assert_eq!(till.tells(body).await, taken);
        }
        assert_eq!(
            (status().await, till.order(id).await.refunded_minor),
            (RefundStatus::Completed, 4_000)
        );
        assert_eq!(till.payment(id).await.refunded_minor, 4_000);
        assert!(!asked.is_replayed);
    })
    .await;
}

#[tokio::test]
async fn a_refund_that_fails_frees_what_it_had_reserved() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let (p1, _) = till.course("p1", "0.50 EUR").await;
        let id = till
            .buys(cart(&[(p1, 1)]).taxed_in("SI"), "test_refund_delayed")
            .await;
        let owner = till.shop.owner.clone();
        // The second is divided after the first, which fails only then.
        for (amount, key) in [("0.03", "R1"), ("0.03", "R2")] {
            till.refunds(&owner, refund_of(id, Some(amount), key))
                .await
                .unwrap();
            till.world().pass(Duration::milliseconds(1));
        }
        let tenders = till.world().all::<refund_tender::Entity>().await;
        let says = |kind: &str, event: &str, tender: &refund_tender::Model| {
            json!({ "id": event, "type": kind, "refund": { "reference": tender.provider_reference } })
        };
        let first = tenders.iter().min_by_key(|tender| tender.id).unwrap();
        let second = tenders.iter().max_by_key(|tender| tender.id).unwrap();
        for (event, taken) in [
            ("evt_1", Taken::Now),
            ("evt_1", Taken::Before),
            ("evt_2", Taken::Now),
        ] {
            assert_eq!(till.tells(says("refund.failed", event, first)).await, taken);
        }
        let statuses = || async {
            let mut refunds = till.world().all::<refund::Entity>().await;
            refunds.sort_by_key(|refund| refund.id);
            refunds.iter().map(|refund| refund.status).collect::<Vec<_>>()
        };
        assert_eq!(statuses().await, [RefundStatus::Failed, RefundStatus::Pending]);
        assert_eq!(till.order(id).await.refunded_minor, 0);
        till.tells(says("refund.completed", "evt_3", second)).await;
        // A message that comes too late changes nothing.
        till.tells(says("refund.completed", "evt_4", first)).await;
        assert_eq!(statuses().await, [RefundStatus::Failed, RefundStatus::Completed]);
        assert_eq!(till.order(id).await.refunded_minor, 3);

        // What the first had reserved is left, and the whole still adds up to the cent.
        till.refunds(&owner, refund_of(id, None, "R3")).await.unwrap();
        let tenders = till.world().all::<refund_tender::Entity>().await;
        let third = tenders.iter().max_by_key(|tender| tender.id).unwrap();
        till.tells(says("refund.completed", "evt_5", third)).await;
        let order = till.order(id).await;
        assert_eq!((order.refunded_minor, order.status), (61, OrderStatus::Refunded));
        let failed = till.world().all::<refund::Entity>().await;
        let failed = failed.iter().find(|refund| refund.status == RefundStatus::Failed).unwrap().id;
        let lines = till.world().all::<refund_line::Entity>().await;
        let counted = || lines.iter().filter(|line| line.refund_id != failed);
        assert_eq!(counted().map(|line| line.tax_minor).sum::<i64>(), 11);
        assert_eq!(counted().map(|line| line.net_minor).sum::<i64>(), 50);
    })
    .await;
}

/// The card was closed meanwhile: the money is at the provider again, and the customer is owed it.
#[tokio::test]
async fn what_was_given_back_may_come_back() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let id = till.buys(cart(&[(p1, 1)]).taxed_in("US"), "test_ok").await;
        let owner = till.shop.owner.clone();
        till.refunds(&owner, refund_of(id, Some("40.00"), "R1"))
            .await
            .unwrap();
        let before = till.books().await;
        let earned = till.earned().await;
        let tender = till.world().all::<refund_tender::Entity>().await[0].clone();
        let says = |kind: &str, event: &str| json!({ "id": event, "type": kind, "refund": { "reference": tender.provider_reference } });
        for (kind, event) in [
            ("refund.failed", "evt_1"),
            ("refund.failed", "evt_1"),
            ("refund.failed", "evt_2"),
            ("refund.completed", "evt_3"),
        ] {
            till.tells(says(kind, event)).await;
            let refund = till.world().all::<refund::Entity>().await[0].clone();
            assert_eq!(refund.status, RefundStatus::Returned, "{event}");
        }
        let mut after = before;
        *after.entry(AccountCode::Clearing).or_default() += 4_000;
        after.insert(AccountCode::RefundsPayable, -4_000);
        assert_eq!(till.books().await, after);
        assert_eq!(till.earned().await, earned);
        assert_eq!(till.payment(id).await.refunded_minor, 4_000);
        let order = till.order(id).await;
        assert_eq!(
            (order.refunded_minor, order.status),
            (4_000, OrderStatus::PartiallyRefunded)
        );
        let events = till.world().events(EventAction::RefundReturned).await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].after.as_ref().unwrap()["amount"], "40.00");
        // It is owed, and not to be given back a second time.
        let more = till.refunds(&owner, refund_of(id, Some("60.01"), "R2")).await;
        assert_eq!(code(more), Code::RefundExceedsRemaining);
        till.refunds(&owner, refund_of(id, None, "R3")).await.unwrap();
        let order = till.order(id).await;
        assert_eq!(
            (order.refunded_minor, order.status),
            (10_000, OrderStatus::Refunded)
        );
    })
    .await;
}

/// The words of the end come in any order, and end in the same state.
#[tokio::test]
async fn a_refund_that_failed_before_it_was_completed_has_come_back() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let id = till
            .buys(cart(&[(p1, 1)]).taxed_in("US"), "test_refund_delayed")
            .await;
        let owner = till.shop.owner.clone();
        till.refunds(&owner, refund_of(id, Some("40.00"), "R1"))
            .await
            .unwrap();
        let tender = till.world().all::<refund_tender::Entity>().await[0].clone();
        let says = |kind: &str, event: &str| json!({ "id": event, "type": kind, "refund": { "reference": tender.provider_reference } });
        for (kind, event, status) in [
            ("refund.failed", "evt_1", RefundStatus::Failed),
            ("refund.completed", "evt_2", RefundStatus::Returned),
            ("refund.completed", "evt_3", RefundStatus::Returned),
            ("refund.failed", "evt_4", RefundStatus::Returned),
        ] {
            till.tells(says(kind, event)).await;
            let refund = till.world().all::<refund::Entity>().await[0].clone();
            assert_eq!(refund.status, status, "{event}");
        }
        let books = till.books().await;
        assert_eq!(
            (books[&AccountCode::Clearing], books[&AccountCode::RefundsPayable], books[&AccountCode::Sales]),
            (10_000, -4_000, -6_000)
        );
        assert_eq!(till.order(id).await.refunded_minor, 4_000);
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_cannot_give_back_is_not_asked_for_ever() {
    in_every_world(|world| async move {
        let till = Till::open(world).await;
        let (p1, _) = till.course("p1", "100.00 EUR").await;
        let id = till
            .buys(cart(&[(p1, 1)]).taxed_in("US"), "test_refund_fails")
            .await;
        let owner = till.shop.owner.clone();
        till.refunds(&owner, refund_of(id, Some("40.00"), "R1"))
            .await
            .unwrap();
        let refund = till.world().all::<refund::Entity>().await[0].clone();
        assert_eq!(refund.status, RefundStatus::Failed);
        assert_eq!(till.order(id).await.refunded_minor, 0);
        till.world().pass(Duration::minutes(11));
        assert_eq!(till.reconciles().await.refunds, 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_approved_late_takes_the_cents_that_are_left() {
    in_every_world(|world| async move {
        let till = Till::open(world).await.with_rates().await;
        let (p1, _) = till.course("p1", "0.50 EUR").await;
        let id = till.buys(cart(&[(p1, 1)]).taxed_in("SI"), "test_ok").await;
        let order = till.order(id).await;
        assert_eq!((order.net_minor, order.tax_minor), (50, 11));
        let (sara, ..) = till.hire("sara", WorkRole::Staff).await;
        let owner = till.shop.owner.clone();
        let first = till
            .refunds(&sara, refund_of(id, Some("0.03"), "R1"))
            .await
            .unwrap();
        assert_eq!(first.lines[0].tax_minor, 1);
        till.refunds(&owner, refund_of(id, Some("0.03"), "R2"))
            .await
            .unwrap();
        let refund_id = first.refund.id;
        within!(till.world(), owner, till.shop.id, |tx| approve_refund(
            tx, refund_id, "A1"
        ))
        .unwrap();
        till.processes(refund_id).await;
        till.refunds(&owner, refund_of(id, None, "R3")).await.unwrap();
        let lines = till.world().all::<refund_line::Entity>().await;
        assert_eq!(lines.iter().map(|line| line.tax_minor).sum::<i64>(), 11);
        assert_eq!(lines.iter().map(|line| line.net_minor).sum::<i64>(), 50);
        assert_eq!(till.order(id).await.status, OrderStatus::Refunded);
        // Not paid, not refunded.
        let open = till.buys(cart(&[(p1, 1)]).taxed_in("SI"), "test_3ds").await;
        let refused = till.refunds(&owner, refund_of(open, None, "R4")).await;
        assert_eq!(
            problems(refused),
            ["orderId OrderNotPaid {\"status\":\"PENDING\"}"]
        );
    })
    .await;
}
