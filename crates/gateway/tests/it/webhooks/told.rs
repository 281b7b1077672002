//! What is told, and to whom.

use super::{Receiver, endpoint};
use crate::{
    learning::complete,
    orders::{on_sale, order, refund, taxed_cart},
    till::usual_fees,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use testkit::{Staff, TestApp};

#[tokio::test]
async fn a_paid_order_is_told_once_signed_and_with_its_amounts() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let variant = on_sale(&staff, "p1", "100.00").await;
    staff.taxes("SI", "22").await;
    let receiver = Receiver::start().await;
    let (_, secret) = endpoint(&staff, &receiver.url(), &["ORDER_PAID"]).await;

    let input = taxed_cart(&staff, &variant, "test_ok", "K1");
    let placed = staff
        .member
        .mutate("placeOrder", input, "order { id number status }")
        .await;
    let order = placed.payload()["order"].clone();
    assert_eq!(order["status"], "PAID");
    assert_eq!(app.send_webhooks().await, 1);
    assert_eq!(app.send_webhooks().await, 0, "it is sent once");

    let received = receiver.received().await;
    let [message] = received.as_slice() else {
        panic!("one message expected, got {}", received.len())
    };
    assert!(message.is_signed_with(&secret));
    assert!(!message.is_signed_with(&format!("whsec_{}=", "A".repeat(43))));
    let log = staff
        .owner
        .gql(
            "{ organization(slug: \"alpenglow\") { events(filter: { action: [ORDER_PAID] }) { nodes { id } } } }",
            Value::Null,
        )
        .await;
    let euros = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
    assert_eq!(message.id, log.text("/organization/events/nodes/0/id"));
    assert_eq!(
        message.body,
        json!({
            "id": message.id,
            "type": "order.paid",
            "timestamp": app.store.now(),
            "data": {
                "organizationId": staff.organization,
                "orderId": order["id"],
                "number": order["number"],
                "memberId": staff.member_ids[3],
                "total": euros("122.00"),
                "tax": euros("22.00"),
                "giftCards": euros("0.00"),
                "payment": euros("122.00"),
            },
        })
    );
}

/// The names of the fields are promised; a new one is added here.
const SHAPES: &[(&str, &[&str])] = &[
    (
        "order.paid",
        &[
            "giftCards",
            "memberId",
            "number",
            "orderId",
            "organizationId",
            "payment",
            "tax",
            "total",
        ],
    ),
    (
        "order.refunded",
        &[
            "amount",
            "giftCards",
            "net",
            "orderId",
            "orderStatus",
            "organizationId",
            "payment",
            "refundId",
            "tax",
        ],
    ),
    (
        "enrollment.created",
        &["courseId", "enrollmentId", "memberId", "organizationId", "source"],
    ),
    (
        "course.completed",
        &["courseId", "enrollmentId", "memberId", "organizationId"],
    ),
    (
        "certificate.issued",
        &[
            "certificateId",
            "courseId",
            "enrollmentId",
            "expiresAt",
            "memberId",
            "organizationId",
        ],
    ),
    (
        "payout.made",
        &["amount", "employeeId", "organizationId", "payoutId", "runId"],
    ),
];

const ALL: &[&str] = &[
    "ORDER_PAID",
    "ORDER_REFUNDED",
    "ENROLLMENT_CREATED",
    "COURSE_COMPLETED",
    "CERTIFICATE_ISSUED",
    "PAYOUT_MADE",
];

/// Something of every kind happens, and is told in that order: ids that lead to objects, amounts, and no word about persons.
#[tokio::test]
async fn every_event_has_its_shape() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    usual_fees(&app, &staff, "olga").await;
    let course = staff.course("Rust").publish().await;
    let goods = staff.sells("rust", "100.00 EUR", Some(&course.id)).await;
    let share = json!({ "productId": goods.product, "employeeId": staff.employee_ids[2], "kind": "CREATOR", "share": "60" });
    let shared = staff
        .owner
        .mutate("createAttribution", share, "attribution { id }");
    shared.await.payload();
    let receiver = Receiver::start().await;
    let (_, secret) = endpoint(&staff, &receiver.url(), ALL).await;

    let order = order(&staff.member, &staff, &goods.variant, "test_ok", "K1").await;
    for lesson in course.lessons() {
        complete(&staff.member, lesson).await.payload();
    }
    let run = json!({ "organizationId": staff.organization, "idempotencyKey": "run" });
    let paid_out = staff
        .owner
        .mutate("runPayouts", run, "payouts { id amount { amount } }");
    let paid_out = paid_out.await.payload()["payouts"][0].clone();
    refund(&staff.owner, &order, "10.00", "R1").await;
    app.do_chores().await;
    app.send_webhooks().await;

    let received = receiver.received().await;
    let types: Vec<&str> = received
        .iter()
        .map(|message| message.body["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        types,
        [
            "order.paid",
            "enrollment.created",
            "course.completed",
            "certificate.issued",
            "payout.made",
            "order.refunded"
        ]
    );
    let shapes: BTreeMap<_, _> = SHAPES.iter().copied().collect();
    for message in &received {
        assert!(message.is_signed_with(&secret));
        let (kind, data) = (message.body["type"].as_str().unwrap(), &message.body["data"]);
        let fields: Vec<&str> = data.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(fields, shapes[kind], "{kind}");
        for (name, value) in data.as_object().unwrap() {
            if name.ends_with("Id") {
                let found = staff
                    .owner
                    .gql("query($id: ID!) { node(id: $id) { id } }", json!({ "id": value }));
                assert_eq!(found.await.at("/node/id"), value, "{kind}: {name}");
            }
        }
    }
    let data = |kind: &str| {
        let place = types.iter().position(|found| *found == kind).unwrap();
        &received[place].body["data"]
    };
    assert_eq!(data("payout.made")["payoutId"], paid_out["id"]);
    assert_eq!(
        data("payout.made")["amount"]["amount"],
        paid_out["amount"]["amount"]
    );
    assert_eq!(
        data("order.refunded")["amount"],
        json!({ "amount": "10.00", "currency": "EUR" })
    );
    assert_eq!(data("order.refunded")["orderStatus"], "PARTIALLY_REFUNDED");
    assert_eq!(data("enrollment.created")["source"], "PURCHASE");
}

/// Nobody was told of an order that was never paid, so nobody is told of the money that went back.
#[tokio::test]
async fn money_for_an_order_that_was_given_up_is_not_told() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let goods = staff.sells("rust", "100.00 EUR", None).await;
    let receiver = Receiver::start().await;
    endpoint(&staff, &receiver.url(), ALL).await;
    let order = order(&staff.member, &staff, &goods.variant, "test_3ds", "K1").await;
    let cancel = json!({ "orderId": order, "idempotencyKey": "C1" });
    staff
        .member
        .mutate("cancelOrder", cancel, "order { status }")
        .await
        .payload();
    let seen = "query($id: ID!) { node(id: $id) { ... on Order { status payment { id reference } refunds { status } } } }";
    let known = staff.owner.gql(seen, json!({ "id": order })).await;
    let payment = known.at("/node/payment");
    let captured = json!({ "id": "evt_1", "type": "payment.captured", "payment": { "key": payment["id"],
        "reference": payment["reference"], "amountMinor": 10_000, "currency": "EUR" } });
    assert_eq!(app.payment_webhook(&captured).await.status.as_u16(), 200);
    app.clock.advance(chrono::Duration::minutes(2));
    app.do_chores().await;
    let known = staff.owner.gql(seen, json!({ "id": order })).await;
    assert_eq!(
        (known.at("/node/status"), known.at("/node/refunds/0/status")),
        (&json!("CANCELLED"), &json!("COMPLETED"))
    );
    app.send_webhooks().await;
    assert!(receiver.received().await.is_empty());
}

/// Each hears of its own organization, and only of what it asked for.
#[tokio::test]
async fn nobody_hears_of_another_organization() {
    let app = TestApp::new().await;
    let mut told = Vec::new();
    let mut kept = Vec::new();
    for slug in ["alpha", "beta"] {
        let staff = Staff::found(&app, slug).await;
        let (all, few) = (Receiver::start().await, Receiver::start().await);
        let (_, secret) = endpoint(&staff, &all.url(), ALL).await;
        endpoint(&staff, &few.url(), &["PAYOUT_MADE"]).await;
        let variant = on_sale(&staff, "p1", "100.00").await;
        order(&staff.member, &staff, &variant, "test_ok", "K1").await;
        told.push((staff.organization.clone(), all, few, secret));
        kept.push(staff);
    }
    assert_eq!(app.send_webhooks().await, 2);
    for (organization, all, few, secret) in &told {
        let received = all.received().await;
        let organizations: Vec<&Value> = received
            .iter()
            .map(|message| &message.body["data"]["organizationId"])
            .collect();
        assert_eq!(organizations, [organization.as_str()]);
        assert!(received[0].is_signed_with(secret));
        assert!(few.received().await.is_empty());
    }
    let [(_, first, ..), (.., secret)] = told.as_slice() else {
        panic!("two organizations expected")
    };
    assert!(!first.received().await[0].is_signed_with(secret));
}
