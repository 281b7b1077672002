//! Fees, shares, payouts and the books as the people who deal with them see them.

use crate::till::{product, sell, usual_fees};
use serde_json::{Value, json};
use testkit::{Person, Staff, TestApp};

async fn share(staff: &Staff<'_>, product: &str, employee: usize, share: &str) -> String {
    let made = staff
        .owner
        .mutate(
            "createAttribution",
            json!({ "productId": product, "employeeId": staff.employee_ids[employee], "kind": "CREATOR", "share": share }),
            "attribution { id share isInForce }",
        )
        .await;
    made.payload()["attribution"]["id"].as_str().unwrap().to_owned()
}

async fn organization(person: &Person<'_>, fields: &str) -> Value {
    let document = format!("{{ organization(slug: \"alpha\") {{ {fields} }} }}");
    person
        .gql(&document, Value::Null)
        .await
        .at("/organization")
        .clone()
}

#[tokio::test]
async fn fees_are_set_by_operators_and_seen_by_those_who_work_here() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let input = json!({ "organizationId": staff.organization, "platformFee": "5", "processingFee": "3", "withholding": "8",
        "refundedFeeBearer": "SHARED" });
    let denied = staff
        .owner
        .mutate("setFeeSchedule", input.clone(), "feeSchedule { id }")
        .await;
    assert_eq!(denied.error_code(), "FORBIDDEN");
    let operator = app.operator("olga").await;
    let set = operator
        .mutate(
            "setFeeSchedule",
            input,
            "feeSchedule { platformFee processingFee withholding refundedFeeBearer validFrom setBy { id } organization { slug } }",
        )
        .await;
    let schedule = &set.payload()["feeSchedule"];
    assert_eq!(
        (
            &schedule["platformFee"],
            &schedule["processingFee"],
            &schedule["withholding"]
        ),
        (&json!("5.00"), &json!("3.00"), &json!("8.00"))
    );
    assert_eq!(schedule["refundedFeeBearer"], "SHARED");
    let too_much = json!({ "organizationId": staff.organization, "platformFee": "90", "processingFee": "10", "withholding": "0.5" });
    let refused = operator
        .mutate("setFeeSchedule", too_much, "feeSchedule { id }")
        .await;
    assert_eq!(refused.refusals(), ["FEES_EXCEED_WHOLE"]);
    assert_eq!(refused.params(), &json!({ "total": "100.50" }));
    let list = "feeSchedules { totalCount nodes { withholding } }";
    let seen = organization(&staff.creator, list).await;
    assert_eq!(
        seen["feeSchedules"],
        json!({ "totalCount": 1, "nodes": [{ "withholding": "8.00" }] })
    );
    let seen = organization(&staff.member, list).await;
    assert_eq!(seen["feeSchedules"]["totalCount"], 0);
}

#[tokio::test]
async fn shares_have_a_pool_and_a_timeline() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let course = product(&staff, "p1").await;
    let first = share(&staff, &course, 2, "60").await;
    share(&staff, &course, 1, "25").await;
    let over = json!({ "productId": course, "employeeId": staff.employee_ids[0], "kind": "INSTRUCTOR", "share": "15.01" });
    let refused = staff
        .owner
        .mutate("createAttribution", over, "attribution { id }")
        .await;
    assert_eq!(refused.refusals(), ["REVENUE_POOL_EXCEEDED share"]);
    assert_eq!(refused.params()["available"], "15.00");
    assert_eq!(refused.params()["requested"], "15.01");
    let not_employed =
        json!({ "productId": course, "employeeId": staff.member_ids[3], "kind": "CREATOR", "share": "1" });
    let refused = staff
        .owner
        .mutate("createAttribution", not_employed, "attribution { id }")
        .await;
    assert_eq!(refused.refusals(), ["NOT_AN_EMPLOYEE employeeId"]);

    let border = "2030-01-01T00:00:00Z";
    let change = json!({ "id": first, "share": "50", "effectiveFrom": border });
    let mut tried = change.clone();
    tried["dryRun"] = json!(true);
    let fields = "attribution { share effectiveFrom effectiveTo } endedAttribution { id share effectiveTo }";
    let before = app.count("attribution").await;
    let answer = staff.owner.mutate("changeAttributionShare", tried, fields).await;
    assert_eq!(answer.payload()["attribution"]["share"], "50.00");
    assert_eq!(app.count("attribution").await, before);
    let changed = staff.owner.mutate("changeAttributionShare", change, fields).await;
    assert_eq!(
        changed.payload()["endedAttribution"],
        json!({ "id": first, "share": "60.00", "effectiveTo": border })
    );
    assert_eq!(changed.payload()["attribution"]["effectiveFrom"], border);

    let pool = format!(
        "revenuePool(productId: \"{course}\") {{ poolAllocated available attributions {{ share }}
            timeline {{ until poolAllocated available attributions {{ share employee {{ id }} }} }} }}"
    );
    let seen = organization(&staff.owner, &pool).await;
    let seen = &seen["revenuePool"];
    assert_eq!(
        (&seen["poolAllocated"], &seen["available"]),
        (&json!("85.00"), &json!("15.00"))
    );
    let timeline = seen["timeline"].as_array().unwrap();
    assert_eq!(timeline.len(), 2);
    assert_eq!(
        (&timeline[0]["until"], &timeline[0]["poolAllocated"]),
        (&json!(border), &json!("85.00"))
    );
    assert_eq!(
        (&timeline[1]["until"], &timeline[1]["poolAllocated"]),
        (&Value::Null, &json!("75.00"))
    );
    // Those who earn see their own, not what is left.
    let list = format!("{pool} attributions {{ totalCount nodes {{ employee {{ id }} }} }}");
    let own = organization(&staff.creator, &list).await;
    assert_eq!(
        (&own["revenuePool"], &own["attributions"]["totalCount"]),
        (&Value::Null, &json!(2))
    );
    let none = organization(&staff.member, &list).await;
    assert_eq!(
        (&none["revenuePool"], &none["attributions"]["totalCount"]),
        (&Value::Null, &json!(0))
    );

    let ended = staff
        .owner
        .mutate(
            "endAttribution",
            json!({ "id": first, "effectiveTo": "2029-06-01T00:00:00Z" }),
            "attribution { effectiveTo version }",
        )
        .await;
    assert_eq!(
        ended.payload()["attribution"],
        json!({ "effectiveTo": "2029-06-01T00:00:00Z", "version": 3 })
    );
    assert_eq!(
        staff
            .creator
            .mutate("endAttribution", json!({ "id": first }), "attribution { id }")
            .await
            .refusals(),
        ["NOT_FOUND id"]
    );
}

const BOOKS: &str = "trialBalance { currency debit { amount } credit { amount } lines { account { code kind employee { id } }
        debit { amount } credit { amount } } }
    revenueOverview { gross { amount currency } platformFee { amount } processingFee { amount } withholding { amount }
        net { amount } creators { amount } organizationShare { amount } taxDue { amount } }
    ledgerTransactions { totalCount nodes { kind sourceType sourceId postedBy { id } postings { debit { amount } credit { amount } account { code } } } }
    unpaidEarnings { employee { id } amount { amount currency } }
    payoutRuns { totalCount } payouts { totalCount nodes { amount { amount } employee { id } } }";

#[tokio::test]
async fn a_sale_is_shared_paid_and_verified() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let course = product(&staff, "p1").await;
    share(&staff, &course, 2, "70").await;
    share(&staff, &course, 1, "5").await;
    app.clock.advance(chrono::Duration::hours(1));
    let order = sell(&app, &staff, "EUR", &[(&course, 10_000, 2_200)]).await;
    app.clock.advance(chrono::Duration::hours(1));

    let seen = organization(&staff.owner, BOOKS).await;
    let overview = &seen["revenueOverview"][0];
    let amounts = [
        "gross",
        "platformFee",
        "processingFee",
        "withholding",
        "net",
        "creators",
        "organizationShare",
        "taxDue",
    ]
    .map(|name| overview[name]["amount"].as_str().unwrap());
    assert_eq!(
        amounts,
        [
            "100.00", "5.00", "3.00", "8.00", "84.00", "63.00", "21.00", "22.00"
        ]
    );
    let trial = &seen["trialBalance"][0];
    assert_eq!(trial["debit"], trial["credit"]);
    assert_eq!(trial["debit"]["amount"], "198.00");
    let clearing = &trial["lines"][0];
    assert_eq!(
        (&clearing["account"]["code"], &clearing["debit"]["amount"]),
        (&json!("CLEARING"), &json!("119.00"))
    );
    let posted = &seen["ledgerTransactions"]["nodes"][0];
    assert_eq!(
        (&posted["kind"], &posted["sourceId"]),
        (&json!("SALE"), &json!(order))
    );
    assert_eq!(seen["unpaidEarnings"].as_array().unwrap().len(), 2);

    let run = json!({ "organizationId": staff.organization, "idempotencyKey": "march" });
    let fields = "run { number minimum runBy { id } } payouts { id amount { amount } employee { id } lines { totalCount } }
        carried { amount { amount } employee { id } } replayed";
    assert_eq!(
        staff
            .creator
            .mutate("runPayouts", run.clone(), fields)
            .await
            .error_code(),
        "FORBIDDEN"
    );
    let mut tried = run.clone();
    tried["dryRun"] = json!(true);
    let answer = staff.owner.mutate("runPayouts", tried, fields).await;
    assert_eq!(answer.payload()["payouts"][0]["amount"]["amount"], "58.80");
    assert_eq!(app.count("payout").await, 0);
    let answer = staff.owner.mutate("runPayouts", run.clone(), fields).await;
    let paid = answer.payload().clone();
    assert_eq!(
        paid["run"],
        json!({ "number": 1, "minimum": "20.00", "runBy": { "id": staff.employee_ids[0] } })
    );
    assert_eq!(paid["payouts"][0]["lines"]["totalCount"], 1);
    assert_eq!(
        paid["carried"],
        json!([{ "amount": { "amount": "4.20" }, "employee": { "id": staff.employee_ids[1] } }])
    );
    let again = staff.owner.mutate("runPayouts", run, fields).await;
    assert_eq!(again.payload()["replayed"], true);
    assert_eq!(again.payload()["payouts"], paid["payouts"]);
    let other = json!({ "organizationId": staff.organization, "idempotencyKey": "march", "minimum": "1" });
    assert_eq!(
        staff.owner.mutate("runPayouts", other, fields).await.refusals(),
        ["IDEMPOTENCY_CONFLICT idempotencyKey"]
    );
    let second = json!({ "organizationId": staff.organization, "idempotencyKey": "april" });
    let second = staff.owner.mutate("runPayouts", second, fields).await;
    assert_eq!(
        (&second.payload()["run"], &second.payload()["payouts"]),
        (&Value::Null, &json!([]))
    );

    let payout = paid["payouts"][0]["id"].as_str().unwrap();
    let verify = format!(
        "{{ verifyPayout(payoutId: \"{payout}\") {{ result recomputed {{ amount }} differences {{ found {{ amount }} }}
            payout {{ id lines {{ nodes {{ amount {{ amount }} share revenue {{ net {{ amount }} gross {{ amount }} organizationShare {{ amount }}
            orderLine {{ name }} }} }} }} }} }} }}"
    );
    let verified = staff.creator.gql(&verify, Value::Null).await;
    let verified = verified.at("/verifyPayout");
    assert_eq!(
        (&verified["result"], &verified["recomputed"]["amount"]),
        (&json!("MATCH"), &json!("58.80"))
    );
    assert_eq!(
        verified["payout"]["lines"]["nodes"][0],
        json!({ "amount": { "amount": "58.80" }, "share": "70.00", "revenue": {
            "net": { "amount": "84.00" }, "gross": { "amount": "100.00" }, "organizationShare": null, "orderLine": { "name": "Course" } } })
    );
    for person in [&staff.hr, &staff.member] {
        assert_eq!(person.gql(&verify, Value::Null).await.error_code(), "NOT_FOUND");
    }

    let dashboard = "viewerMember { employee { earningsOverview { totals { earned { amount } paid { amount } unpaid { amount } }
        byProduct { earned { amount } unpaid { amount } } } earnings { totalCount nodes { isPaid payout { id } } } payouts { totalCount } } }";
    let own = organization(&staff.creator, dashboard).await;
    let own = &own["viewerMember"]["employee"];
    assert_eq!(
        own["earningsOverview"]["totals"],
        json!([{ "earned": { "amount": "58.80" }, "paid": { "amount": "58.80" }, "unpaid": { "amount": "0.00" } }])
    );
    assert_eq!(
        own["earnings"],
        json!({ "totalCount": 1, "nodes": [{ "isPaid": true, "payout": { "id": payout } }] })
    );
    // The books of the past are what they were.
    let past = organization(
        &staff.owner,
        "before: trialBalance(asOf: \"2000-01-01T00:00:00Z\") { currency } now: trialBalance(currency: \"EUR\") { debit { amount } }")
    .await;
    assert_eq!(past["before"], json!([]));
    assert_eq!(past["now"].as_array().unwrap().len(), 1);
    let other = organization(
        &staff.creator,
        "trialBalance { currency } ledgerTransactions { totalCount } payoutRuns { totalCount }",
    )
    .await;
    assert_eq!(
        other,
        json!({ "trialBalance": [], "ledgerTransactions": { "totalCount": 0 }, "payoutRuns": { "totalCount": 0 } })
    );
    usual_fees(&app, &staff, "olga").await;
}

/// Sales tax that was handed over; the amount is the key.
pub(crate) fn handed_over(staff: &Staff<'_>, amount: &str, when: Option<&str>) -> Value {
    json!({ "organizationId": staff.organization, "currency": "EUR", "note": "VAT of March", "occurredAt": when,
        "sides": [{ "account": "SALES_TAX", "debit": amount }, { "account": "CLEARING", "credit": amount }],
        "idempotencyKey": amount })
}

/// Entries by hand, and books that are closed (E-L1).
#[tokio::test]
async fn accountants_post_by_hand_and_close_the_books() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let fields = "ledgerTransaction { id kind sourceType note occurredAt originallyOccurredAt postedBy { id }
        postings { account { code } debit { amount } credit { amount } } } replayed";
    let posted = staff
        .owner
        .mutate("postLedgerEntry", handed_over(&staff, "22.00", None), fields)
        .await;
    let entry = &posted.payload()["ledgerTransaction"];
    assert_eq!(
        (
            &entry["kind"],
            &entry["sourceType"],
            &entry["note"],
            &entry["originallyOccurredAt"]
        ),
        (
            &json!("ENTRY"),
            &json!("ledger_transaction"),
            &json!("VAT of March"),
            &Value::Null
        )
    );
    assert_eq!(entry["postedBy"]["id"], staff.owner.user_id().await.as_str());
    assert_eq!(
        entry["postings"],
        json!([
            { "account": { "code": "CLEARING" }, "debit": null, "credit": { "amount": "22.00" } },
            { "account": { "code": "SALES_TAX" }, "debit": { "amount": "22.00" }, "credit": null },
        ])
    );
    let again = staff
        .owner
        .mutate("postLedgerEntry", handed_over(&staff, "22.00", None), fields)
        .await;
    assert_eq!(again.payload()["replayed"], true);

    app.clock.advance(chrono::Duration::days(20));
    let close = |day: &str| json!({ "organizationId": staff.organization, "through": day });
    let shown = "organization { booksClosedThrough version }";
    let closed = staff.owner.mutate("closeBooks", close("2026-03-31"), shown).await;
    let closed = &closed.payload()["organization"];
    assert_eq!(closed["booksClosedThrough"], "2026-03-31");
    let same = staff.owner.mutate("closeBooks", close("2026-03-31"), shown).await;
    assert_eq!(&same.payload()["organization"], closed);
    let ahead = staff.owner.mutate("closeBooks", close("2026-04-03"), shown).await;
    assert_eq!(ahead.refusals(), ["OUT_OF_RANGE through"]);
    let seen = organization(&staff.creator, "booksClosedThrough").await;
    assert_eq!(seen["booksClosedThrough"], Value::Null);

    let late = handed_over(&staff, "3.00", Some("2026-03-20T10:00:00Z"));
    let refused = staff.owner.mutate("postLedgerEntry", late.clone(), fields).await;
    assert_eq!(refused.refusals(), ["PERIOD_CLOSED occurredAt"]);
    assert_eq!(refused.params()["closedThrough"], "2026-03-31");
    let mut noted = late;
    noted["intoOpenBooks"] = json!(true);
    let posted = staff.owner.mutate("postLedgerEntry", noted, fields).await;
    let posted = &posted.payload()["ledgerTransaction"];
    assert_eq!(
        (&posted["occurredAt"], &posted["originallyOccurredAt"]),
        (&json!("2026-04-03T08:00:00Z"), &json!("2026-03-20T10:00:00Z"))
    );
    let back = json!({ "id": entry["id"], "note": "Typed twice", "idempotencyKey": "back" });
    let reversed = staff
        .owner
        .mutate("reverseLedgerEntry", back, "ledgerTransaction { kind sourceId }")
        .await;
    assert_eq!(
        reversed.payload()["ledgerTransaction"],
        json!({ "kind": "REVERSAL", "sourceId": entry["id"] })
    );
    let march = organization(
        &staff.owner,
        "trialBalance(asOf: \"2026-03-31T23:59:59Z\") { debit { amount } }",
    )
    .await;
    assert_eq!(march["trialBalance"], json!([{ "debit": { "amount": "22.00" } }]));
}
