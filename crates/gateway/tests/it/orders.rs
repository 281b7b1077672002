//! Orders through the API: placing, paying by messages of the provider, refunding with approval, giving up.

use serde_json::{Value, json};
use testkit::{Person, Staff, TestApp};

/// A product on sale with a price in euros; gives the id of its variant.
pub(crate) async fn on_sale(staff: &Staff<'_>, slug: &str, amount: &str) -> String {
    let made = staff
        .owner
        .mutate(
            "createProduct",
            json!({ "organizationId": staff.organization, "slug": slug, "name": slug }),
            "product { id variants { id } }",
        )
        .await
        .payload()
        .clone();
    let variant = made["product"]["variants"][0]["id"].as_str().unwrap().to_owned();
    let price = json!({ "variantId": variant, "price": { "amount": amount, "currency": "EUR" } });
    staff
        .owner
        .mutate("setPrice", price, "price { id }")
        .await
        .payload();
    let product = json!({ "id": made["product"]["id"] });
    staff
        .owner
        .mutate("activateProduct", product, "product { id }")
        .await
        .payload();
    variant
}

/// What a member sends to order one of a variant.
pub(crate) fn cart(staff: &Staff<'_>, variant: &str, method: &str, key: &str) -> Value {
    json!({ "organizationId": staff.organization, "currency": "EUR", "lines": [{ "variantId": variant }],
            "paymentMethod": method, "idempotencyKey": key })
}

/// The same where the organization has set tax rates.
pub(crate) fn taxed_cart(staff: &Staff<'_>, variant: &str, method: &str, key: &str) -> Value {
    let mut cart = cart(staff, variant, method, key);
    cart["jurisdiction"] = json!("SI");
    cart
}

/// The id of an order of somebody.
pub(crate) async fn order(
    person: &Person<'_>,
    staff: &Staff<'_>,
    variant: &str,
    method: &str,
    key: &str,
) -> String {
    let placed = person
        .mutate("placeOrder", cart(staff, variant, method, key), "order { id }")
        .await;
    placed.payload()["order"]["id"].as_str().unwrap().to_owned()
}

/// The id of a refund that somebody has asked for.
pub(crate) async fn refund(person: &Person<'_>, order: &str, amount: &str, key: &str) -> String {
    let input =
        json!({ "orderId": order, "amount": amount, "reason": "Did not like it", "idempotencyKey": key });
    let asked = person.mutate("refundOrder", input, "refund { id }").await;
    asked.payload()["refund"]["id"].as_str().unwrap().to_owned()
}

const ORDER: &str = "order { id number status totalAmount { amount currency } giftCardAmount { amount } dueAmount { amount }
    lines { name quantity discounts { name amount { amount } } taxPercent netAmount { amount } taxAmount { amount } }
    payment { status } } payment { id status clientSecret amount { amount } } replayed";

/// An organization that taxes, with a gift card and an offer; the plain member is the customer.
async fn shop(staff: &Staff<'_>) -> (String, String) {
    let variant = on_sale(staff, "p1", "100.00").await;
    let organization = &staff.organization;
    for (mutation, input, fields) in [
        (
            "createTaxRate",
            json!({ "organizationId": organization, "jurisdiction": "SI", "name": "VAT", "percent": "22" }),
            "taxRate { id }",
        ),
        (
            "createOffer",
            json!({ "organizationId": organization, "name": "Launch", "code": "LAUNCH28", "percent": "28" }),
            "offer { id }",
        ),
        (
            "updateOrganization",
            json!({ "id": organization, "supportRefundLimit": { "amount": "25.00", "currency": "EUR" } }),
            "organization { supportRefundLimit { amount } }",
        ),
    ] {
        staff.owner.mutate(mutation, input, fields).await.payload();
    }
    let card = json!({ "organizationId": organization, "kind": "PROMOTIONAL", "idempotencyKey": "card",
        "amount": { "amount": "50.00", "currency": "EUR" } });
    let issued = staff.owner.mutate("issueGiftCard", card, "code").await;
    (variant, issued.payload()["code"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_member_orders_and_support_gives_half_of_it_back() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let (variant, card) = shop(&staff).await;
    let mut input = cart(&staff, &variant, "test_3ds", "K1");
    input["jurisdiction"] = json!("SI");
    input["offerCodes"] = json!(["launch28"]);
    input["giftCards"] = json!([{ "code": card }]);

    let mut dry = input.clone();
    dry["dryRun"] = json!(true);
    let before = app.count("order").await;
    let rehearsed = staff
        .member
        .mutate("placeOrder", dry, ORDER)
        .await
        .payload()
        .clone();
    assert_eq!(rehearsed["order"]["totalAmount"]["amount"], "87.84");
    assert_eq!(
        rehearsed["order"]["lines"][0]["discounts"][0]["amount"]["amount"],
        "28.00"
    );
    assert_eq!(
        (app.count("order").await, app.count("payment").await),
        (before, 0)
    );

    let placed = staff
        .member
        .mutate("placeOrder", input.clone(), ORDER)
        .await
        .payload()
        .clone();
    let order = &placed["order"];
    assert_eq!(
        (&order["status"], &placed["replayed"]),
        (&json!("PENDING"), &json!(false))
    );
    assert_eq!(
        order["totalAmount"],
        json!({ "amount": "87.84", "currency": "EUR" })
    );
    assert_eq!(
        (&order["giftCardAmount"]["amount"], &order["dueAmount"]["amount"]),
        (&json!("50.00"), &json!("37.84"))
    );
    let line = &order["lines"][0];
    assert_eq!(
        line["discounts"],
        json!([{ "name": "Launch", "amount": { "amount": "28.00" } }])
    );
    assert_eq!(
        (&line["taxPercent"], &line["taxAmount"]["amount"]),
        (&json!("22"), &json!("15.84"))
    );
    assert_eq!(placed["payment"]["status"], "REQUIRES_ACTION");
    assert!(placed["payment"]["clientSecret"].is_string());
    let again = staff
        .member
        .mutate("placeOrder", input.clone(), ORDER)
        .await
        .payload()
        .clone();
    assert_eq!(
        (&again["order"]["id"], &again["replayed"]),
        (&order["id"], &json!(true))
    );
    input["offerCodes"] = json!([]);
    let conflict = staff.member.mutate("placeOrder", input, ORDER).await;
    assert_eq!(
        conflict.body["data"]["placeOrder"]["userErrors"][0]["code"],
        "IDEMPOTENCY_CONFLICT"
    );

    // The provider says that it was captured, three times.
    let payment = placed["payment"]["id"].as_str().unwrap();
    let id = order["id"].as_str().unwrap().to_owned();
    let seen = "query($id: ID!) { node(id: $id) { ... on Order { status payment { reference clientSecret }
        refunds { status amount { amount } lines { taxAmount { amount } } tenders { kind amount { amount } } } } } }";
    let known = staff.hr.gql(seen, json!({ "id": id })).await;
    assert_eq!(known.at("/node/payment/clientSecret"), &Value::Null);
    let reference = known.text("/node/payment/reference");
    let message = json!({ "id": "evt_1", "type": "payment.captured", "payment": {
        "key": payment, "reference": reference, "amountMinor": 3_784, "currency": "EUR" } });
    for _ in 0..3 {
        let answer = app.payment_webhook(&message).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body),
            (200, &json!({ "received": true }))
        );
    }
    assert_eq!(
        (app.count("payment_event").await, app.count("revenue").await),
        (1, 1)
    );
    let paid = staff.member.gql(seen, json!({ "id": id })).await;
    assert_eq!(paid.at("/node/status"), "PAID");

    // Beyond the limit of support, who are told what would go back to what.
    let half = json!({ "orderId": id, "amount": "43.92", "reason": "Half", "idempotencyKey": "R1" });
    let fields = "refund { id status lines { netAmount { amount } taxAmount { amount } }
        tenders { kind amount { amount } confirmedAt } } replayed";
    let mut dry = half.clone();
    dry["dryRun"] = json!(true);
    let rehearsed = staff
        .hr
        .mutate("refundOrder", dry, fields)
        .await
        .payload()
        .clone();
    assert_eq!(rehearsed["refund"]["lines"][0]["taxAmount"]["amount"], "7.92");
    assert_eq!(app.count("refund").await, 0);
    let asked = staff
        .hr
        .mutate("refundOrder", half, fields)
        .await
        .payload()
        .clone();
    assert_eq!(asked["refund"]["status"], "PENDING_APPROVAL");
    let refund = asked["refund"]["id"].clone();
    let approve = json!({ "id": refund, "idempotencyKey": "A1" });
    let own = staff
        .hr
        .mutate(
            "approveRefund",
            approve.clone(),
            fields.trim_end_matches(" replayed"),
        )
        .await;
    assert_eq!(own.error_code(), "FORBIDDEN");
    let done = staff
        .owner
        .mutate("approveRefund", approve, fields.trim_end_matches(" replayed"))
        .await
        .payload()
        .clone();
    assert_eq!(done["refund"]["status"], "COMPLETED");
    assert_eq!(done["refund"]["tenders"][0]["amount"]["amount"], "25.00");
    assert_eq!(done["refund"]["tenders"][1]["amount"]["amount"], "18.92");
    let beyond = json!({ "orderId": id, "amount": "43.93", "reason": "More", "idempotencyKey": "R2" });
    let beyond = staff.owner.mutate("refundOrder", beyond, fields).await;
    assert_eq!(
        beyond.body["data"]["refundOrder"]["userErrors"][0]["params"],
        json!({ "remaining": "43.92" }),
        "{}",
        beyond.body
    );
    let seen = staff.member.gql(seen, json!({ "id": id })).await;
    assert_eq!(seen.at("/node/status"), "PARTIALLY_REFUNDED");
    assert_eq!(seen.at("/node/refunds/0/amount/amount"), "43.92");
}

#[tokio::test]
async fn rubbish_at_the_webhook_changes_nothing_and_is_no_fault() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let variant = on_sale(&staff, "p1", "100.00").await;
    order(&staff.member, &staff, &variant, "test_3ds", "K1").await;
    let events = app.count("event").await;
    let now = app.store.now();
    let signed = |body: &[u8]| app.payments.sign(body, now).unwrap();
    let unknown = json!({ "id": "evt_1", "type": "payment.captured",
        "payment": { "reference": "nobody's", "amountMinor": 1, "currency": "EUR" } });
    let unknown = unknown.to_string().into_bytes();
    let large = vec![b' '; 1024 * 1024 + 1];
    for (provider, signature, body, status) in [
        ("test", signed(&unknown), unknown.clone(), 200),
        ("test", signed(b"[]"), b"[]".to_vec(), 400),
        ("test", signed(b"\xff"), b"\xff".to_vec(), 400),
        ("test", signed(b"other"), unknown.clone(), 401),
        ("test", String::new(), unknown.clone(), 401),
        ("stripe", signed(&unknown), unknown.clone(), 404),
        ("test", signed(&large), large.clone(), 413),
    ] {
        let answer = app
            .send(TestApp::webhook_request(provider, &signature, body))
            .await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    }
    assert_eq!(
        (app.count("event").await, app.count("payment_event").await),
        (events, 0)
    );
}

#[tokio::test]
async fn what_nobody_pays_is_cancelled_by_its_customer_or_by_the_clock() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let variant = on_sale(&staff, "p1", "100.00").await;
    let first = order(&staff.member, &staff, &variant, "test_3ds", "K1").await;
    order(&staff.member, &staff, &variant, "test_delayed", "K2").await;
    let paid = order(&staff.member, &staff, &variant, "test_ok", "K3").await;
    let cancel = |id: &str| json!({ "orderId": id, "idempotencyKey": format!("C{id}") });
    let cancelled = staff
        .member
        .mutate("cancelOrder", cancel(&first), "order { status cancelledAt }")
        .await;
    assert_eq!(cancelled.payload()["order"]["status"], "CANCELLED");
    let refused = staff
        .member
        .mutate("cancelOrder", cancel(&paid), "order { status }")
        .await;
    assert_eq!(
        refused.body["data"]["cancelOrder"]["userErrors"][0]["params"],
        json!({ "status": "PAID" })
    );
    let foreign = staff
        .creator
        .mutate("cancelOrder", cancel(&first), "order { status }")
        .await;
    assert_eq!(
        foreign.body["data"]["cancelOrder"]["userErrors"][0]["code"],
        "NOT_FOUND"
    );
    app.clock.advance(chrono::Duration::hours(25));
    app.do_chores().await;
    let mine = "{ organization(slug: \"alpenglow\") { viewerMember { orders(first: 5) { totalCount nodes { status } } }
        orders(filter: { status: [CANCELLED] }) { totalCount } } }";
    let seen = staff.member.gql(mine, Value::Null).await;
    assert_eq!(seen.at("/organization/viewerMember/orders/totalCount"), 3);
    assert_eq!(seen.at("/organization/orders/totalCount"), 2);
    let seen = staff.creator.gql(mine, Value::Null).await;
    assert_eq!(seen.at("/organization/orders/totalCount"), 0);
}

#[tokio::test]
async fn the_pages_of_orders_cost_the_same_for_one_order_and_for_many() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let variant = on_sale(&staff, "p1", "100.00").await;
    let pages = [
        (
            include_str!("../../../../examples/operations/32-orders.graphql"),
            json!({ "slug": "alpenglow" }),
        ),
        (
            include_str!("../../../../examples/operations/33-order.graphql"),
            json!({ "slug": "alpenglow", "number": "2026-" }),
        ),
    ];
    let mut seen = Vec::new();
    let mut placed = 0;
    for more in [1, 3, 12] {
        for number in placed..more {
            let id = order(&staff.member, &staff, &variant, "test_ok", &format!("K{number}")).await;
            refund(&staff.hr, &id, "1.00", &format!("R{number}")).await;
        }
        placed = more;
        let mut costs = Vec::new();
        for (document, variables) in &pages {
            let answer = staff.owner.gql(document, variables.clone()).await;
            answer.data();
            costs.push(answer.statements);
        }
        seen.push(costs);
    }
    for costs in &seen {
        assert!(costs[0] <= 7 && costs[1] <= 15, "{seen:?}");
    }
}
