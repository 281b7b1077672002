//! The golden thread: a course is written, sold, learned and certified, its makers are paid, and half of it is given
//! back. One story over HTTP, with every amount in payload, books and event log.

mod authoring;
mod learning;
mod money;

use authoring::{gift_card, prerequisites, tax_rate, write};
use chrono::Duration;
use learning::{learn, unlock};
use money::{give_back, pay_out, trace};
use serde_json::{Value, json};
use testkit::{Course, Goods, Person, Staff, TestApp};

/// Everybody and everything of the story.
struct Thread<'a> {
    app: &'a TestApp,
    /// Ana owns it, Sara supports it (`hr`), Cora makes courses (`creator`), Marko buys (`member`).
    staff: Staff<'a>,
    dino: Person<'a>,
    /// The employee ids of Cora, Dino and Kim.
    makers: [String; 3],
    course: Course,
    goods: Goods,
    card: String,
}

impl<'a> Thread<'a> {
    async fn begin(app: &'a TestApp) -> Self {
        let staff = Staff::found(app, "alpenglow").await;
        let zone = json!({ "id": staff.organization, "timeZone": "Europe/Ljubljana", "isPublic": true,
            "supportRefundLimit": { "amount": "25.00", "currency": "EUR" } });
        staff
            .owner
            .mutate("updateOrganization", zone, "organization { id }")
            .await
            .payload();
        let dino = app.person("alpenglow.dino").await;
        let member = staff.join(app, &dino, "dino", "MEMBER").await;
        let dino_id = staff.employ(app, &dino, &member, "CREATOR").await;
        let kim = app.person("alpenglow.kim").await;
        let member = staff.join(app, &kim, "kim", "MEMBER").await;
        let kim_id = staff.employ(app, &kim, &member, "STAFF").await;
        let operator = app.operator("olga").await;
        let fees = json!({ "organizationId": staff.organization, "platformFee": "5", "processingFee": "3", "withholding": "8" });
        operator
            .mutate("setFeeSchedule", fees, "feeSchedule { platformFee }")
            .await
            .payload();
        tax_rate(&staff).await;
        let course = write(&staff).await;
        prerequisites(&staff).await;
        second_chapter(&staff, &course).await;
        let goods = staff
            .sells("rust-for-finance", "100.00 EUR", Some(&course.id))
            .await;
        staff.prices(&goods.variant, "120.00 USD").await;
        staff.offers("LAUNCH20", "20").await;
        app.clock.advance(Duration::seconds(1));
        staff.offers("WELCOME10", "10").await;
        let card = gift_card(&staff).await;
        let makers = [staff.employee_ids[2].clone(), dino_id, kim_id];
        Self {
            app,
            staff,
            dino,
            makers,
            course,
            goods,
            card,
        }
    }

    fn cart(&self) -> Value {
        json!({ "organizationId": self.staff.organization, "currency": "EUR", "jurisdiction": "SI",
            "lines": [{ "variantId": self.goods.variant, "quantity": 1 }],
            "offerCodes": ["LAUNCH20", "WELCOME10"], "giftCards": [{ "code": self.card }] })
    }

    /// Debit and credit of all accounts in euros, which are the same, and the balance of one account.
    async fn books(&self, code: &str) -> (String, String) {
        let seen = self
            .staff
            .owner
            .gql(
                "{ organization(slug: \"alpenglow\") { trialBalance { currency debit { amount } credit { amount }
                    lines { account { code } debit { amount } credit { amount } } } } }",
                Value::Null,
            )
            .await;
        let all = seen.at("/organization/trialBalance").as_array().unwrap().clone();
        let euros = all.iter().find(|books| books["currency"] == "EUR").unwrap();
        assert_eq!(euros["debit"], euros["credit"], "the books are out of balance");
        let line = euros["lines"]
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["account"]["code"] == code);
        let amount = |side: &str| {
            line.map_or("0.00", |line| line[side]["amount"].as_str().unwrap_or("0.00"))
                .to_owned()
        };
        let (debit, credit) = (amount("debit"), amount("credit"));
        let balance = if credit == "0.00" {
            debit
        } else {
            format!("-{credit}")
        };
        (euros["debit"]["amount"].as_str().unwrap().to_owned(), balance)
    }

    /// What the books owe each of the makers in euros: the balances of their accounts.
    async fn owed(&self) -> [String; 3] {
        let seen = self
            .staff
            .owner
            .gql(
                "{ organization(slug: \"alpenglow\") { trialBalance { currency lines {
                    account { code employee { id } } debit { amount } credit { amount } } } } }",
                Value::Null,
            )
            .await;
        let all = seen.at("/organization/trialBalance").as_array().unwrap().clone();
        let euros = all.iter().find(|books| books["currency"] == "EUR").unwrap();
        let lines = euros["lines"].as_array().unwrap();
        self.makers.each_ref().map(|maker| {
            let line = lines.iter().find(|line| {
                line["account"]["code"] == "CREATOR_PAYABLE"
                    && line["account"]["employee"]["id"] == maker.as_str()
            });
            let side = |side: &str| line.and_then(|line| line[side]["amount"].as_str());
            match (side("credit"), side("debit")) {
                (Some(credit), _) if credit != "0.00" => credit.to_owned(),
                (_, Some(debit)) if debit != "0.00" => format!("-{debit}"),
                _ => "0.00".to_owned(),
            }
        })
    }

    /// What is left on the gift card.
    async fn left_on_the_card(&self) -> String {
        let document =
            "{ organization(slug: \"alpenglow\") { giftCards(first: 5) { nodes { balance { amount } } } } }";
        let seen = self.staff.owner.gql(document, Value::Null).await;
        seen.text("/organization/giftCards/nodes/0/balance/amount")
    }

    /// What the log has of the makers' parts of an amount, split as it was on the first day.
    async fn earned(&self, amounts: [&str; 3]) -> Value {
        let document = "query($id: ID!) { node(id: $id) { ... on Product { revenuePool { timeline { attributions { id share employee { id } } } } } } }";
        let seen = self
            .staff
            .owner
            .gql(document, json!({ "id": self.goods.product }))
            .await;
        let shares = seen
            .at("/node/revenuePool/timeline/0/attributions")
            .as_array()
            .unwrap();
        let parts = shares.iter().map(|share| {
            let place = self.makers.iter().position(|maker| share["employee"]["id"] == maker.as_str());
            json!({ "attributionId": share["id"], "employeeId": share["employee"]["id"], "share": share["share"],
                "amount": amounts[place.unwrap()] })
        });
        parts.collect()
    }

    /// How often something happened, as the log tells it.
    async fn happened(&self, action: &str) -> i64 {
        let seen = self
            .staff
            .owner
            .gql(
                "query($a: [EventAction!]) { organization(slug: \"alpenglow\") { events(first: 1, filter: { action: $a }) { totalCount } } }",
                json!({ "a": [action] }),
            )
            .await;
        seen.at("/organization/events/totalCount").as_i64().unwrap()
    }

    /// What the log has of something, the latest first: the given keys of each event, and who did it.
    async fn told(&self, action: &str, keys: &[&str]) -> Vec<Value> {
        told(&self.staff, action, keys).await
    }
}

async fn told(staff: &Staff<'_>, action: &str, keys: &[&str]) -> Vec<Value> {
    let document = "query($a: [EventAction!]) { organization(slug: \"alpenglow\") { events(first: 20, filter: { action: $a }) { nodes { after } } } }";
    let seen = staff.owner.gql(document, json!({ "a": [action] })).await;
    let events = seen.at("/organization/events/nodes").as_array().unwrap();
    let chosen = |after: &Value| {
        keys.iter()
            .map(|key| ((*key).to_owned(), after[*key].clone()))
            .collect()
    };
    events.iter().map(|event| chosen(&event["after"])).collect()
}

/// The story is larger than the stack of a test, as long as nothing is optimized.
#[test]
fn from_the_first_chapter_to_the_last_cent() {
    let story = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(Box::pin(tell()));
    };
    let thread = std::thread::Builder::new()
        .stack_size(8 * 1024 * 1024)
        .spawn(story);
    thread.unwrap().join().unwrap();
}

async fn tell() {
    let app = TestApp::new().await;
    let thread = Thread::begin(&app).await;
    shares(&thread).await;
    let order = buy(&thread).await;
    unlock(&thread).await;
    learn(&thread).await;
    pay_out(&thread).await;
    give_back(&thread, &order).await;
    trace(&thread, &order).await;
    assert_eq!(app.count("order").await, 1);
}

/// Steps 13 and 14: who earns, never more than the whole.
async fn shares(thread: &Thread<'_>) {
    let owner = &thread.staff.owner;
    let share = |employee: &str, percent: &str| json!({ "productId": thread.goods.product, "employeeId": employee, "kind": "CREATOR", "share": percent });
    for (maker, percent) in thread.makers.iter().zip(["60", "20", "5"]) {
        owner
            .mutate(
                "createAttribution",
                share(maker, percent),
                "attribution { share }",
            )
            .await
            .payload();
    }
    let beyond = owner
        .mutate(
            "createAttribution",
            share(&thread.staff.employee_ids[1], "15.01"),
            "attribution { id }",
        )
        .await;
    assert_eq!(beyond.refusals(), ["REVENUE_POOL_EXCEEDED share"]);
    let params = beyond.params();
    assert_eq!(
        (&params["requested"], &params["available"]),
        (&json!("15.01"), &json!("15.00"))
    );
    assert_eq!(
        thread.told("ATTRIBUTION_CREATED", &["share"]).await,
        ["5.00", "20.00", "60.00"].map(|share| json!({ "share": share }))
    );

    // Step 14: another split from the next day on, and nothing of today changes.
    let border = "2026-03-15T00:00:00Z";
    let shares = "query($id: ID!) { node(id: $id) { ... on Product { revenuePool {
        timeline { from until poolAllocated attributions { id share employee { id } } } } } } }";
    let product = json!({ "id": thread.goods.product });
    let timeline = async || {
        let seen = owner.gql(shares, product.clone()).await;
        seen.at("/node/revenuePool/timeline").clone()
    };
    let today = timeline().await[0]["attributions"].clone();
    for (place, share) in [(0, "50"), (1, "30")] {
        let change = json!({ "id": today[place]["id"], "share": share, "effectiveFrom": border });
        owner
            .mutate("changeAttributionShare", change, "attribution { share }")
            .await
            .payload();
    }
    let timeline = timeline().await;
    let intervals: Vec<Value> = timeline
        .as_array()
        .unwrap()
        .iter()
        .map(|interval| {
            let attributions = interval["attributions"].as_array().unwrap().iter();
            let mut shares: Vec<_> = attributions
                .map(|attribution| {
                    (
                        attribution["employee"]["id"].as_str(),
                        attribution["share"].as_str(),
                    )
                })
                .collect();
            shares.sort_by_key(|(employee, _share)| {
                thread
                    .makers
                    .iter()
                    .position(|maker| Some(maker.as_str()) == *employee)
            });
            let shares: Vec<_> = shares.into_iter().map(|(_employee, share)| share).collect();
            json!([interval["until"], interval["poolAllocated"], shares])
        })
        .collect();
    assert_eq!(
        intervals,
        [
            json!([border, "85.00", ["60.00", "20.00", "5.00"]]),
            json!([null, "85.00", ["50.00", "30.00", "5.00"]])
        ]
    );
    assert_eq!(timeline[0]["attributions"], today);
    assert_eq!(thread.happened("ATTRIBUTION_ENDED").await, 2);
}

/// Steps 15 to 19: the quote stores nothing, twenty orders are one, three captures are one.
async fn buy(thread: &Thread<'_>) -> String {
    let (app, staff) = (thread.app, &thread.staff);
    assert_eq!(
        thread.books("GIFT_CARDS").await,
        ("50.00".to_owned(), "-50.00".to_owned())
    );
    let mut yen = thread.cart();
    yen["currency"] = json!("JPY");
    yen["giftCards"] = json!([]);
    let quote = "query($i: QuoteInput!) { quote(input: $i) { quote { listAmount { amount } discountAmount { amount }
        netAmount { amount } taxAmount { amount } totalAmount { amount } giftCardAmount { amount } dueAmount { amount }
        lines { discounts { code afterAmount { amount } } } } userErrors { code params } } }";
    let refused = staff.member.gql(quote, json!({ "i": yen })).await;
    assert_eq!(
        refused.at("/quote/userErrors"),
        &json!([{ "code": "PRICE_NOT_AVAILABLE", "params": { "currency": "JPY" } }])
    );
    let events = app.count("event").await;
    let quoted = staff.member.gql(quote, json!({ "i": thread.cart() })).await;
    let amount = |value: &str| json!({ "amount": value });
    assert_eq!(
        quoted.at("/quote/quote"),
        &json!({ "listAmount": amount("100.00"), "discountAmount": amount("28.00"), "netAmount": amount("72.00"),
            "taxAmount": amount("15.84"), "totalAmount": amount("87.84"), "giftCardAmount": amount("50.00"), "dueAmount": amount("37.84"),
            "lines": [{ "discounts": [{ "code": "LAUNCH20", "afterAmount": amount("80.00") }, { "code": "WELCOME10", "afterAmount": amount("72.00") }] }] })
    );
    assert_eq!((app.count("event").await, app.count("order").await), (events, 0));

    let mut input = thread.cart();
    input["paymentMethod"] = json!("test_3ds");
    input["idempotencyKey"] = json!("K1");
    let fields = "order { id status } payment { id amount { amount } } replayed";
    let (member, wanted) = (&staff.member, &input);
    let answers = futures::future::join_all(
        (0..20).map(async |_| member.mutate("placeOrder", wanted.clone(), fields).await),
    )
    .await;
    let placed: Vec<&Value> = answers.iter().map(testkit::Answer::payload).collect();
    assert_eq!(
        placed.iter().filter(|order| order["replayed"] == false).count(),
        1
    );
    assert!(
        placed
            .iter()
            .all(|order| order["order"]["id"] == placed[0]["order"]["id"])
    );
    input["offerCodes"] = json!(["LAUNCH20"]);
    let conflict = staff.member.mutate("placeOrder", input, fields).await;
    assert_eq!(conflict.refusals(), ["IDEMPOTENCY_CONFLICT idempotencyKey"]);
    assert_eq!((app.count("order").await, app.count("payment").await), (1, 1));

    let order = placed[0]["order"]["id"].as_str().unwrap().to_owned();
    let payment = &placed[0]["payment"];
    assert_eq!(payment["amount"]["amount"], "37.84");
    let known = "query($id: ID!) { node(id: $id) { ... on Order { status payment { reference } } } }";
    let reference = staff
        .owner
        .gql(known, json!({ "id": order }))
        .await
        .text("/node/payment/reference");
    let message = json!({ "id": "evt_1", "type": "payment.captured", "payment": { "key": payment["id"],
        "reference": reference, "amountMinor": 3_784, "currency": "EUR" } });
    for _ in 0..3 {
        assert_eq!(app.payment_webhook(&message).await.status.as_u16(), 200);
    }
    let paid = staff.owner.gql(known, json!({ "id": order })).await;
    assert_eq!(paid.at("/node/status"), "PAID");
    assert_eq!(
        (
            app.count("revenue").await,
            app.count("enrollment").await,
            app.count("earning").await
        ),
        (1, 1, 3)
    );
    for (account, balance) in [
        ("CLEARING", "35.68"),
        ("GIFT_CARDS", "0.00"),
        ("SALES_TAX", "-15.84"),
        ("SALES", "-72.00"),
        ("PLATFORM_PAYABLE", "-3.60"),
        ("PROCESSING_FEE", "2.16"),
        ("WITHHOLDING_PAYABLE", "-5.76"),
        ("REVENUE_SHARE", "51.41"),
    ] {
        assert_eq!(
            thread.books(account).await,
            ("148.61".to_owned(), balance.to_owned()),
            "{account}"
        );
    }
    assert_eq!(thread.owed().await, ["36.29", "12.10", "3.02"]);
    assert_eq!(thread.left_on_the_card().await, "0.00");
    for (happened, amounts) in [
        (
            "ORDER_PLACED",
            json!({ "list": "100.00", "discount": "28.00", "net": "72.00", "tax": "15.84", "total": "87.84", "due": "37.84", "currency": "EUR" }),
        ),
        (
            "PAYMENT_CAPTURED",
            json!({ "amount": "37.84", "currency": "EUR", "orderId": order }),
        ),
        (
            "ORDER_PAID",
            json!({ "total": "87.84", "tax": "15.84", "giftCards": "50.00", "payment": "37.84", "status": "PAID" }),
        ),
        (
            "REVENUE_RECOGNIZED",
            json!({ "gross": "72.00", "platformFee": "3.60", "processingFee": "2.16", "withholding": "5.76", "net": "60.48",
                "organization": "9.07", "earnings": thread.earned(["36.29", "12.10", "3.02"]).await }),
        ),
        (
            "MEMBER_ENROLLED",
            json!({ "source": "PURCHASE", "courseId": thread.course.id, "status": "ACTIVE" }),
        ),
    ] {
        let keys: Vec<&str> = amounts.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(thread.told(happened, &keys).await, [amounts], "{happened}");
    }
    order
}

/// Step 11: the lesson with the quiz and the one before it come in a second chapter, which opens much later.
async fn second_chapter(staff: &Staff<'_>, course: &Course) {
    let creator = &staff.creator;
    let made = json!({ "courseId": course.id, "title": "Ledgers" });
    let made = creator.mutate("createChapter", made, "chapter { id }").await;
    let chapter = made.payload()["chapter"]["id"].clone();
    for (position, lesson) in (1..).zip(&course.lessons()[3..]) {
        let input = json!({ "id": lesson, "chapterId": chapter, "position": position });
        creator
            .mutate("moveLesson", input, "lesson { id }")
            .await
            .payload();
    }
    for (mutation, input) in [
        ("updateChapter", json!({ "id": chapter, "earlyUnlockPoints": 20 })),
        (
            "scheduleChapter",
            json!({ "id": chapter, "releaseAt": "2030-01-01T00:00:00Z" }),
        ),
    ] {
        creator.mutate(mutation, input, "chapter { id }").await.payload();
    }
}
