//! What is sold and what it costs, through the API: steps 3, 15, 16 and 17.

use serde_json::{Value, json};
use testkit::{Answer, Person, Staff, TestApp};

const QUOTE: &str = "query($input: QuoteInput!) { quote(input: $input) {
    quote {
        currency jurisdiction taxRate { jurisdiction percent version }
        lines { name quantity unitAmount { amount } listAmount { amount } discounts { code amount { amount } afterAmount { amount } }
            netAmount { amount } taxAmount { amount } totalAmount { amount } isTaxInclusive
            product { slug } variant { name } price { validFrom } }
        offers { name code position amount { amount currency } }
        unusedOffers { code reason lostTo }
        giftCards { codeEnding amount { amount } remaining { amount } }
        listAmount { amount } discountAmount { amount } netAmount { amount } taxAmount { amount } totalAmount { amount }
        giftCardAmount { amount } dueAmount { amount currency }
    }
    userErrors { code field params } } }";

async fn quote(person: &Person<'_>, staff: &Staff<'_>, cart: Value) -> Answer {
    let mut input = json!({ "organizationId": staff.organization, "currency": "EUR" });
    for (name, value) in cart.as_object().unwrap() {
        input[name] = value.clone();
    }
    person.gql(QUOTE, json!({ "input": input })).await
}

/// Everything that a quote could have changed.
async fn census(app: &TestApp) -> Vec<i64> {
    let mut rows = Vec::new();
    for table in [
        "event",
        "delivery",
        "offer_use",
        "gift_card_use",
        "ledger_posting",
        "idempotency_key",
        "price",
    ] {
        rows.push(app.count(table).await);
    }
    rows
}

#[tokio::test]
async fn a_quote_says_what_is_to_pay_and_stores_nothing() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let p1 = staff.sells("rust-for-finance", "100.00 EUR", None).await;
    staff.prices(&p1.variant, "120.00 USD").await;
    staff.taxes("SI", "22").await;
    staff.offers("LAUNCH20", "20").await;
    staff.offers("WELCOME10", "10").await;
    let card = staff.gift_card("50.00 EUR").await;
    let before = census(&app).await;
    // Step 17.
    let cart = json!({ "jurisdiction": "SI", "lines": [{ "variantId": p1.variant }],
                       "offerCodes": ["launch20", "WELCOME10"], "giftCards": [{ "code": card.code }] });
    let answer = quote(&staff.member, &staff, cart).await;
    let quoted = &answer.payload()["quote"];
    let amount = |field: &str| quoted[field]["amount"].as_str().unwrap().to_owned();
    let totals = [
        "listAmount",
        "discountAmount",
        "netAmount",
        "taxAmount",
        "totalAmount",
        "giftCardAmount",
        "dueAmount",
    ];
    assert_eq!(
        totals.map(amount),
        ["100.00", "28.00", "72.00", "15.84", "87.84", "50.00", "37.84"]
    );
    let line = &quoted["lines"][0];
    assert_eq!(line["discounts"][0]["afterAmount"]["amount"], "80.00");
    assert_eq!(line["discounts"][1]["afterAmount"]["amount"], "72.00");
    assert_eq!(line["product"]["slug"], "rust-for-finance");
    assert_eq!(
        quoted["taxRate"],
        json!({ "jurisdiction": "SI", "percent": "22", "version": 1 })
    );
    assert_eq!(quoted["offers"][1]["code"], "WELCOME10");
    assert_eq!(quoted["giftCards"][0]["remaining"]["amount"], "0.00");
    assert_eq!(census(&app).await, before);

    // Step 15, together with everything else that is wrong.
    let cart = json!({ "currency": "JPY", "jurisdiction": "JP", "lines": [{ "variantId": p1.variant, "quantity": 0 }],
                       "offerCodes": ["NONE"], "giftCards": [{ "code": card.code }] });
    let refused = quote(&staff.member, &staff, cart).await;
    assert_eq!(
        refused.refusals(),
        [
            "OUT_OF_RANGE lines.0.quantity",
            "PRICE_NOT_AVAILABLE lines.0.variantId",
            "OFFER_NOT_FOUND offerCodes.0",
            "GIFT_CARD_CURRENCY_MISMATCH giftCards.0.code",
        ]
    );
    assert_eq!(
        refused.data()["quote"]["userErrors"][1]["params"],
        json!({ "currency": "JPY" })
    );
    let cart = json!({ "lines": [{ "variantId": card.id }], "jurisdiction": "SI" });
    assert_eq!(
        quote(&staff.member, &staff, cart).await.refusals(),
        ["WRONG_ID_TYPE lines.0.variantId"]
    );
    assert_eq!(census(&app).await, before);
}

#[tokio::test]
async fn prices_and_offers_are_kept_by_those_who_may() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let open = json!({ "id": staff.organization, "isPublic": true });
    staff
        .owner
        .mutate("updateOrganization", open, "organization { id }")
        .await
        .payload();
    let p1 = staff.sells("rust-for-finance", "100.00 EUR", None).await;
    staff.offers("LAUNCH20", "20").await;
    staff.gift_card("50.00 EUR").await;
    let draft = json!({ "organizationId": staff.organization, "slug": "draft", "name": "Draft" });
    staff
        .owner
        .mutate("createProduct", draft, "product { id }")
        .await
        .payload();
    app.clock.advance(chrono::Duration::hours(1));
    staff.prices(&p1.variant, "90.00 EUR").await;

    let page = "{ organization(slug: \"alpenglow\") {
        products(orderBy: { field: NAME }) { totalCount nodes { slug status viewerCanEdit variants { name
            price(currency: \"EUR\") { amount { amount } } prices { amount { amount } validTo setBy { id } } } } }
        product(slug: \"rust-for-finance\") { id }
        offers { totalCount nodes { code uses } } giftCards { totalCount nodes { balance { amount } } }
        taxRates { totalCount } } }";
    let seen = staff.owner.gql(page, Value::Null).await;
    assert_eq!(seen.at("/organization/products/totalCount"), 2);
    assert_eq!(seen.at("/organization/offers/totalCount"), 1);
    assert_eq!(seen.at("/organization/giftCards/nodes/0/balance/amount"), "50.00");
    let variant = seen.at("/organization/products/nodes/1/variants/0");
    assert_eq!(variant["price"]["amount"]["amount"], "90.00");
    assert_eq!(variant["prices"][1]["amount"]["amount"], "100.00");
    assert_eq!(variant["prices"][1]["validTo"], "2026-03-14T09:00:00Z");
    assert_eq!(variant["prices"][0]["setBy"]["id"], staff.employee_ids[0]);
    for person in [&staff.member, &app.anonymous()] {
        let seen = person.gql(page, Value::Null).await;
        assert_eq!(seen.at("/organization/products/totalCount"), 1);
        assert_eq!(seen.at("/organization/products/nodes/0/viewerCanEdit"), false);
        assert_eq!(seen.at("/organization/product/id"), &json!(p1.product));
        assert_eq!(seen.at("/organization/offers/totalCount"), 0);
        assert_eq!(seen.at("/organization/giftCards/totalCount"), 0);
    }
    let node =
        "query($id: ID!) { node(id: $id) { __typename id ... on Price { variant { product { slug } } } } }";
    let seen = app.anonymous().gql(node, json!({ "id": p1.price })).await;
    assert_eq!(seen.at("/node/variant/product/slug"), "rust-for-finance");
}

#[tokio::test]
async fn a_gift_card_shows_its_code_once() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    let before = census(&app).await;
    let input = |key: &str, dry_run: bool| {
        json!({ "organizationId": staff.organization, "kind": "PROMOTIONAL", "note": "Launch",
                "amount": { "amount": "50.00", "currency": "EUR" }, "idempotencyKey": key, "dryRun": dry_run })
    };
    let fields = "giftCard { id codeEnding kind initialAmount { amount currency } balance { amount } issuedBy { id } note } code";
    let dry = staff
        .owner
        .mutate("issueGiftCard", input("k", true), fields)
        .await;
    assert_eq!(dry.payload()["code"], Value::Null);
    assert_eq!(dry.payload()["giftCard"]["balance"]["amount"], "50.00");
    assert_eq!(census(&app).await, before);

    let first = staff
        .owner
        .mutate("issueGiftCard", input("k", false), fields)
        .await;
    let code = first.payload()["code"].as_str().unwrap().to_owned();
    assert_eq!(
        first.payload()["giftCard"]["issuedBy"]["id"],
        staff.employee_ids[0]
    );
    assert!(code.ends_with(first.payload()["giftCard"]["codeEnding"].as_str().unwrap()));
    assert_eq!(app.count("ledger_posting").await, 2);
    let again = staff
        .owner
        .mutate("issueGiftCard", input("k", false), fields)
        .await;
    assert_eq!(again.payload()["code"], Value::Null);
    assert_eq!(again.payload()["giftCard"], first.payload()["giftCard"]);
    let after = census(&app).await;
    let mut other = input("k", false);
    other["amount"]["amount"] = json!("60.00");
    let conflict = staff.owner.mutate("issueGiftCard", other, fields).await;
    assert_eq!(conflict.refusals(), ["IDEMPOTENCY_CONFLICT idempotencyKey"]);
    let denied = staff
        .member
        .mutate("issueGiftCard", input("m", false), fields)
        .await;
    assert_eq!(denied.error_code(), "FORBIDDEN");
    assert_eq!(census(&app).await, after);

    // Whoever may issue cards but does not work here has nobody's name to issue them under.
    let grant = json!({ "memberId": staff.member_ids[3], "permission": "ISSUE_GIFT_CARDS", "scope": "ALL" });
    staff
        .owner
        .mutate("grantPermission", grant, "permissionGrant { id }")
        .await
        .payload();
    let refused = staff
        .member
        .mutate("issueGiftCard", input("m", false), fields)
        .await;
    assert_eq!(refused.refusals(), ["EMPLOYEE_REQUIRED"]);
}

#[tokio::test]
async fn a_tax_rate_is_a_version_with_a_name_behind_it() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpenglow").await;
    // Step 3.
    let id = staff.taxes("SI", "22").await;
    let next = json!({ "organizationId": staff.organization, "jurisdiction": "SI", "name": "VAT", "percent": "25",
                       "validFrom": "2026-07-01T00:00:00Z" });
    let fields = "taxRate { version percent validFrom byEmployee { id } }";
    let made = staff.owner.mutate("createTaxRate", next.clone(), fields).await;
    assert_eq!(made.payload()["taxRate"]["version"], 2);
    assert_eq!(
        made.payload()["taxRate"]["byEmployee"]["id"],
        staff.employee_ids[0]
    );
    let again = staff.owner.mutate("createTaxRate", next.clone(), fields).await;
    assert_eq!(again.refusals(), ["BEGINS_TOO_EARLY validFrom"]);
    assert_eq!(again.params(), &json!({ "after": "2026-07-01T00:00:00Z" }));
    let denied = staff.member.mutate("createTaxRate", next, fields).await;
    assert_eq!(denied.error_code(), "FORBIDDEN");
    let rates = "query($c: Boolean) { organization(slug: \"alpenglow\") { taxRates(filter: { isCurrent: $c }) { nodes { id validTo } } } }";
    let current = staff.member.gql(rates, json!({ "c": true })).await;
    assert_eq!(
        current.at("/organization/taxRates/nodes"),
        &json!([{ "id": id, "validTo": "2026-07-01T00:00:00Z" }])
    );
    let coming = staff.member.gql(rates, json!({ "c": false })).await;
    assert_eq!(
        coming
            .at("/organization/taxRates/nodes")
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
