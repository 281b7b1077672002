//! What has to be true afterwards.

use super::{
    customer::Bought,
    shop::{Shop, cents, text},
};
use anyhow::Context;
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::Path, process::Stdio, time::Duration};
use tokio::{process::Command, time::sleep};

/// How long a payment that nobody asked for may wait: the server looks for them once a minute.
const SETTLED: u32 = 180;

const ORDERS: &str = "query($after: String) { organization(slug: \"alpenglow\") { orders(first: 50, after: $after) {
    nodes { id status totalAmount { amount } netAmount { amount } taxAmount { amount } dueAmount { amount } giftCardAmount { amount }
        currency payment { status amount { amount } }
        giftCardUses { amount { amount } refundedAmount { amount } giftCard { id } }
        lines { discounts { offer { id } } } }
    pageInfo { hasNextPage endCursor } } } }";

/// Everything that counts, as the owner sees it.
pub(super) struct Seen {
    /// By id.
    orders: BTreeMap<String, Value>,
    /// How often the log tells that a payment was captured.
    captures: usize,
    /// By account, in cents, debits positive.
    books: BTreeMap<String, i64>,
    sales: BTreeMap<String, usize>,
}

/// Reads it.
pub(super) async fn look(shop: &Shop) -> anyhow::Result<Seen> {
    let mut orders = BTreeMap::new();
    for order in pages(shop, ORDERS, "/organization/orders").await? {
        orders.insert(text(&order, "/id")?, order);
    }
    let captures = "query($after: String) { organization(slug: \"alpenglow\") { events(first: 100, after: $after,
        filter: { action: [PAYMENT_CAPTURED] }) { nodes { subjectId } pageInfo { hasNextPage endCursor } } } }";
    let captures = pages(shop, captures, "/organization/events").await?.len();
    let sales = "query($after: String) { organization(slug: \"alpenglow\") { ledgerTransactions(first: 100, after: $after,
        filter: { kind: [SALE] }) { nodes { sourceId } pageInfo { hasNextPage endCursor } } } }";
    let mut sold = BTreeMap::new();
    for sale in pages(shop, sales, "/organization/ledgerTransactions").await? {
        *sold.entry(text(&sale, "/sourceId")?).or_default() += 1;
    }
    let trial = "{ organization(slug: \"alpenglow\") { trialBalance { currency lines { account { code } debit { amount } credit { amount } } } } }";
    let trial = shop.ask(trial, Value::Null).await?;
    let mut books = BTreeMap::new();
    let all = trial
        .pointer("/organization/trialBalance")
        .and_then(Value::as_array);
    for of_currency in all
        .context("no books")?
        .iter()
        .filter(|books| books["currency"] == "EUR")
    {
        for line in of_currency["lines"].as_array().context("no lines")? {
            // An account has a balance on one side, or none.
            let side = |at: &str| line.pointer(at).map_or(Ok(0), |_amount| cents(line, at));
            let balance = side("/debit/amount")? - side("/credit/amount")?;
            *books.entry(text(line, "/account/code")?).or_default() += balance;
        }
    }
    Ok(Seen {
        orders,
        captures,
        books,
        sales: sold,
    })
}

async fn pages(shop: &Shop, document: &str, at: &str) -> anyhow::Result<Vec<Value>> {
    let mut all = Vec::new();
    let mut after = Value::Null;
    loop {
        let answer = shop.ask(document, json!({ "after": after })).await?;
        let page = answer.pointer(at).with_context(|| format!("no {at}"))?;
        all.extend(page["nodes"].as_array().context("no nodes")?.iter().cloned());
        if page["pageInfo"]["hasNextPage"] != true {
            return Ok(all);
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// Compares what there is with what customers were told. Every difference is a finding.
pub(super) async fn verify(shop: &Shop, before: &Seen, bought: &Bought) -> anyhow::Result<Vec<String>> {
    let mut seen = look(shop).await?;
    for _ in 0..SETTLED {
        let is_open = |order: &Value| order["status"] == "PENDING";
        if !seen.orders.values().any(is_open) {
            break;
        }
        sleep(Duration::from_secs(1)).await;
        seen = look(shop).await?;
    }
    let mut findings = bought.contradictions.clone();
    let new: BTreeMap<&String, &Value> = seen
        .orders
        .iter()
        .filter(|(id, _order)| !before.orders.contains_key(*id))
        .collect();
    if new.len() != bought.orders.len() {
        findings.push(format!("{} keys have {} orders", bought.orders.len(), new.len()));
    }
    for id in new.keys().filter(|id| !bought.orders.contains_key(**id)) {
        findings.push(format!("nobody was told about {id}"));
    }
    for (id, acknowledged) in &bought.orders {
        let Some(order) = new.get(id) else {
            findings.push(format!("{id} of `{}` is gone", acknowledged.key));
            continue;
        };
        if cents(order, "/totalAmount/amount")? != acknowledged.total {
            findings.push(format!(
                "{id} has another total than {}: {order}",
                acknowledged.total
            ));
        }
        let expected = if acknowledged.is_paid { "PAID" } else { "CANCELLED" };
        if order["status"] != expected {
            findings.push(format!("{id} should be {expected}: {order}"));
        }
        let sales = seen.sales.get(id).copied().unwrap_or_default();
        if sales != usize::from(acknowledged.is_paid) {
            findings.push(format!("{id} was posted {sales} times"));
        }
    }
    findings.extend(money(before, &seen, &new)?);
    findings.extend(reserved(shop, &seen).await?);
    Ok(findings)
}

/// What was taken, by the payments and by the books.
fn money(before: &Seen, seen: &Seen, new: &BTreeMap<&String, &Value>) -> anyhow::Result<Vec<String>> {
    let mut findings = Vec::new();
    let (mut due, mut net, mut tax, mut cards, mut captured) = (0, 0, 0, 0, 0);
    for (id, order) in new {
        let is_captured = order.pointer("/payment/status") == Some(&json!("CAPTURED"));
        captured += usize::from(is_captured);
        if order["status"] != "PAID" {
            if is_captured {
                findings.push(format!("{id} was not sold and money was taken: {order}"));
            }
            continue;
        }
        let owed = cents(order, "/dueAmount/amount")?;
        let taken = if is_captured {
            cents(order, "/payment/amount/amount")?
        } else {
            0
        };
        if owed != taken {
            findings.push(format!("{taken} was taken for {id}: {order}"));
        }
        due += owed;
        net += cents(order, "/netAmount/amount")?;
        tax += cents(order, "/taxAmount/amount")?;
        cards += cents(order, "/giftCardAmount/amount")?;
    }
    if seen.captures - before.captures != captured {
        let told = seen.captures - before.captures;
        findings.push(format!("the log tells of {told} captures, not of {captured}"));
    }
    let moved = |code: &str| {
        let of = |seen: &Seen| seen.books.get(code).copied().unwrap_or_default();
        of(seen) - of(before)
    };
    for (what, posted, expected) in [
        (
            "taken by the provider",
            moved("CLEARING") + moved("PROCESSING_FEE"),
            due,
        ),
        ("sold", -moved("SALES"), net),
        ("owed as sales tax", -moved("SALES_TAX"), tax),
        ("paid by gift cards", moved("GIFT_CARDS"), cards),
    ] {
        if posted != expected {
            findings.push(format!(
                "{posted} was {what} by the books, {expected} by the orders"
            ));
        }
    }
    Ok(findings)
}

/// What offers and gift cards count, against the orders that used them.
async fn reserved(shop: &Shop, seen: &Seen) -> anyhow::Result<Vec<String>> {
    let mut findings = Vec::new();
    let (mut by_offer, mut by_card) = (BTreeMap::<String, i64>::new(), BTreeMap::<String, i64>::new());
    for order in seen.orders.values() {
        for used in order["giftCardUses"].as_array().into_iter().flatten() {
            let left = cents(used, "/amount/amount")? - cents(used, "/refundedAmount/amount")?;
            *by_card.entry(text(used, "/giftCard/id")?).or_default() += left;
        }
        if order["status"] == "CANCELLED" {
            continue;
        }
        let lines = order["lines"].as_array().into_iter().flatten();
        let offers = lines.flat_map(|line| line["discounts"].as_array().into_iter().flatten());
        let mut offers: Vec<&str> = offers
            .filter_map(|discount| discount.pointer("/offer/id")?.as_str())
            .collect();
        offers.sort_unstable();
        offers.dedup();
        for offer in offers {
            *by_offer.entry(offer.to_owned()).or_default() += 1;
        }
    }
    let asked = "{ organization(slug: \"alpenglow\") { offers(first: 50) { nodes { id code uses maxUses } }
        giftCards(first: 50) { nodes { id balance { amount } initialAmount { amount } } } } }";
    let asked = shop.ask(asked, Value::Null).await?;
    for offer in asked
        .pointer("/organization/offers/nodes")
        .and_then(Value::as_array)
        .context("no offers")?
    {
        let counted = offer["uses"].as_i64().context("no uses")?;
        let orders = by_offer.get(&text(offer, "/id")?).copied().unwrap_or_default();
        if counted != orders || offer["maxUses"].as_i64().is_some_and(|most| orders > most) {
            findings.push(format!("{orders} orders have used {offer}"));
        }
    }
    for card in asked
        .pointer("/organization/giftCards/nodes")
        .and_then(Value::as_array)
        .context("no cards")?
    {
        let gone = cents(card, "/initialAmount/amount")? - cents(card, "/balance/amount")?;
        let paid = by_card.get(&text(card, "/id")?).copied().unwrap_or_default();
        if gone != paid || cents(card, "/balance/amount")? < 0 {
            findings.push(format!("{paid} was paid with {card}"));
        }
    }
    Ok(findings)
}

/// What `volmify ledger verify` finds.
pub(super) async fn books(
    binary: &str,
    folder: &Path,
    settings: &[(&str, String)],
) -> anyhow::Result<Option<String>> {
    let output = Command::new(binary)
        .arg("--data-dir")
        .arg(folder)
        .args(["ledger", "verify", "--json"])
        .envs(settings.iter().map(|(name, value)| (name, value)))
        .stderr(Stdio::inherit())
        .output()
        .await?;
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let agree = output.status.success() && told["agree"] == true;
    Ok((!agree).then(|| format!("the books do not verify: {told}")))
}

/// What the server itself calls wrong. Only its own faults and lost races would be there.
pub(super) fn log(file: &Path) -> anyhow::Result<Vec<String>> {
    let told = std::fs::read_to_string(file)?;
    let wrong = told
        .lines()
        .filter(|line| line.contains("ERROR") || line.contains("panicked"));
    Ok(wrong
        .map(|line| format!("the log says: {line}"))
        .take(10)
        .collect())
}
