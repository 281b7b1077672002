//! Paying the makers, giving back, and following every cent.

use super::Thread;
use serde_json::{Value, json};

/// Steps 37 and 38: Cora is paid, the others are below the minimum; twice is once; she sees where it comes from.
pub(super) async fn pay_out(thread: &Thread<'_>) {
    let owner = &thread.staff.owner;
    let run = async |key: &str| {
        let input = json!({ "organizationId": thread.staff.organization, "idempotencyKey": key });
        owner
            .mutate(
                "runPayouts",
                input,
                "payouts { id employee { id } amount { amount currency } } carried { employee { id } amount { amount currency } } run { number }",
            )
            .await
    };
    let first = run("run-1").await;
    let payouts = first.payload()["payouts"].clone();
    assert_eq!(payouts.as_array().unwrap().len(), 1);
    assert_eq!(payouts[0]["employee"]["id"], thread.makers[0].as_str());
    assert_eq!(
        payouts[0]["amount"],
        json!({ "amount": "36.29", "currency": "EUR" })
    );
    let mut carried = first.payload()["carried"].as_array().unwrap().clone();
    carried.sort_by_key(|left| left["employee"]["id"] == thread.makers[2].as_str());
    let left = |maker: usize, amount: &str| json!({ "employee": { "id": thread.makers[maker] }, "amount": { "amount": amount, "currency": "EUR" } });
    assert_eq!(carried, [left(1, "12.10"), left(2, "3.02")]);
    assert_eq!(first.payload()["run"]["number"], 1);
    assert_eq!(thread.owed().await, ["0.00", "12.10", "3.02"]);
    assert_eq!(run("run-2").await.payload()["payouts"], json!([]));
    assert_eq!(thread.app.count("payout").await, 1);
    assert_eq!(
        thread.books("CLEARING").await,
        ("112.93".to_owned(), "-0.61".to_owned())
    );

    let payout = payouts[0]["id"].clone();
    let lines = "query($id: ID!) { verifyPayout(payoutId: $id) { result }
        node(id: $id) { ... on Payout { lines(first: 5) { nodes { amount { amount } revenue { net { amount } } } } } } }";
    let seen = thread.staff.creator.gql(lines, json!({ "id": payout })).await;
    assert_eq!(seen.at("/verifyPayout/result"), "MATCH");
    assert_eq!(
        seen.at("/node/lines/nodes"),
        &json!([{ "amount": { "amount": "36.29" }, "revenue": { "net": { "amount": "60.48" } } }])
    );
    let foreign = thread
        .dino
        .gql(
            "query($id: ID!) { verifyPayout(payoutId: $id) { result } }",
            json!({ "id": payout }),
        )
        .await;
    assert_eq!(foreign.error_code(), "NOT_FOUND");
    assert_eq!(
        thread
            .told("PAYOUT_MADE", &["amount", "currency", "employeeId"])
            .await,
        [json!({ "amount": "36.29", "currency": "EUR", "employeeId": thread.makers[0] })]
    );
}

/// Step 39: support asks for half, the owner approves, everybody gives back what they had of it.
pub(super) async fn give_back(thread: &Thread<'_>, order: &str) {
    let staff = &thread.staff;
    // The new split is in force by now, and has nothing to do with it (E-A4).
    thread.app.clock.advance(chrono::Duration::days(1));
    let refund = |amount: &str, key: &str| json!({ "orderId": order, "amount": amount, "reason": "Half", "idempotencyKey": key });
    let asked = staff
        .hr
        .mutate("refundOrder", refund("43.92", "R1"), "refund { id status }")
        .await;
    assert_eq!(asked.payload()["refund"]["status"], "PENDING_APPROVAL");
    let approve = json!({ "id": asked.payload()["refund"]["id"], "idempotencyKey": "A1" });
    let done = staff
        .owner
        .mutate(
            "approveRefund",
            approve,
            "refund { status lines { taxAmount { amount } } tenders { kind amount { amount } } }",
        )
        .await;
    assert_eq!(
        done.payload()["refund"],
        json!({ "status": "COMPLETED", "lines": [{ "taxAmount": { "amount": "7.92" } }],
            "tenders": [{ "kind": "GIFT_CARD", "amount": { "amount": "25.00" } }, { "kind": "PAYMENT", "amount": { "amount": "18.92" } }] })
    );
    let beyond = staff
        .owner
        .mutate("refundOrder", refund("43.93", "R2"), "refund { id }")
        .await;
    assert_eq!(beyond.refusals(), ["REFUND_EXCEEDS_REMAINING amount"]);
    assert_eq!(beyond.params(), &json!({ "remaining": "43.92" }));
    assert_eq!(thread.owed().await, ["-18.15", "6.05", "1.51"]);
    assert_eq!(thread.left_on_the_card().await, "25.00");
    for (account, balance) in [
        ("CLEARING", "-19.53"),
        ("GIFT_CARDS", "-25.00"),
        ("SALES_TAX", "-7.92"),
        ("SALES", "-36.00"),
        ("PLATFORM_PAYABLE", "-1.80"),
        ("PROCESSING_FEE", "2.16"),
        ("WITHHOLDING_PAYABLE", "-2.88"),
        ("REVENUE_SHARE", "25.70"),
    ] {
        assert_eq!(
            thread.books(account).await,
            ("100.69".to_owned(), balance.to_owned()),
            "{account}"
        );
    }
    let earned = staff
        .creator
        .gql(
            "{ organization(slug: \"alpenglow\") { viewerMember { employee { earnings(first: 5) { nodes { amount { amount } isPaid } } } } } }",
            Value::Null,
        )
        .await;
    assert_eq!(
        earned.at("/organization/viewerMember/employee/earnings/nodes"),
        &json!([{ "amount": { "amount": "-18.15" }, "isPaid": false }, { "amount": { "amount": "36.29" }, "isPaid": true }])
    );
    for (happened, amounts) in [
        (
            "REFUND_REQUESTED",
            json!({ "amount": "43.92", "currency": "EUR", "status": "PENDING_APPROVAL" }),
        ),
        ("REFUND_APPROVED", json!({ "amount": "43.92" })),
        (
            "REFUND_COMPLETED",
            json!({ "amount": "43.92", "net": "36.00", "tax": "7.92", "giftCards": "25.00", "payment": "18.92" }),
        ),
        (
            "REVENUE_REVERSED",
            json!({ "gross": "-36.00", "platformFee": "-1.80", "processingFee": "-1.08", "withholding": "-2.88", "net": "-30.24",
                "organization": "-4.53", "earnings": thread.earned(["-18.15", "-6.05", "-1.51"]).await }),
        ),
    ] {
        let keys: Vec<&str> = amounts.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(thread.told(happened, &keys).await, [amounts], "{happened}");
    }
}

/// Every cent of steps 19 and 39 from the order to its postings and back, and what the gift card says of it.
pub(super) async fn trace(thread: &Thread<'_>, order: &str) {
    let document = "query($id: ID!) { node(id: $id) { ... on Order {
        lines { revenues { isRefund gross { amount } platformFee { amount } processingFee { amount } withholding { amount }
            net { amount } refund { status lines { netAmount { amount } taxAmount { amount } } } ledgerTransaction { kind sourceId } orderLine { order { id } }
            earnings { amount { amount } employee { id } payout { ledgerTransaction { kind } } } organizationShare { amount } } }
        giftCardUses { giftCard { uses(first: 2) { totalCount nodes { amount { amount } refundedAmount { amount } order { id } } } } } } } }";
    let seen = thread.staff.owner.gql(document, json!({ "id": order })).await;
    let revenues = seen.at("/node/lines/0/revenues");
    let deducted = ["gross", "platformFee", "processingFee", "withholding", "net"];
    for (revenue, kind, amounts, deductions) in [
        (
            &revenues[0],
            "SALE",
            ["36.29", "12.10", "3.02", "9.07"],
            ["72.00", "3.60", "2.16", "5.76", "60.48"],
        ),
        (
            &revenues[1],
            "REFUND",
            ["-18.15", "-6.05", "-1.51", "-4.53"],
            ["-36.00", "-1.80", "-1.08", "-2.88", "-30.24"],
        ),
    ] {
        assert_eq!(deducted.map(|part| &revenue[part]["amount"]), deductions);
        let is_refund = kind == "REFUND";
        assert_eq!(revenue["isRefund"], is_refund);
        assert_eq!(revenue["refund"]["status"] == "COMPLETED", is_refund);
        assert_eq!(revenue["ledgerTransaction"]["kind"], kind);
        assert_eq!(revenue["ledgerTransaction"]["sourceId"] == order, !is_refund);
        assert_eq!(revenue["orderLine"]["order"]["id"], order);
        let told: std::collections::BTreeMap<_, _> = revenue["earnings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|earning| {
                (
                    earning["employee"]["id"].as_str(),
                    earning["amount"]["amount"].as_str(),
                )
            })
            .collect();
        let expected = thread.makers.iter().zip(amounts);
        assert_eq!(
            told,
            expected
                .map(|(maker, amount)| (Some(maker.as_str()), Some(amount)))
                .collect()
        );
        assert_eq!(revenue["organizationShare"]["amount"], amounts[3]);
    }
    assert_eq!(
        revenues[1]["refund"]["lines"],
        json!([{ "netAmount": { "amount": "36.00" }, "taxAmount": { "amount": "7.92" } }])
    );
    let paid_out = revenues[0]["earnings"].as_array().unwrap().iter();
    let kinds: Vec<_> = paid_out
        .filter_map(|earning| earning["payout"]["ledgerTransaction"]["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["PAYOUT"]);
    assert_eq!(
        seen.at("/node/giftCardUses/0/giftCard/uses"),
        &json!({ "totalCount": 1, "nodes": [{ "amount": { "amount": "50.00" }, "refundedAmount": { "amount": "25.00" },
            "order": { "id": order } }] })
    );
}
