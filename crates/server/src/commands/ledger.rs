//! `volmify ledger`.

use super::print;
use crate::{config::Settings, setup};
use finance::audit::{Books, look_over, organizations};
use indicatif::ProgressBar;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Write};

/// What was found, by organization and currency.
type Found = Vec<(String, BTreeMap<String, Books>)>;

/// Looks over the books of every organization, and says whether they agree with what was posted.
pub(super) async fn verify(settings: &Settings, as_json: bool) -> anyhow::Result<bool> {
    let store = setup::prepared_store(settings).await?;
    let organizations = organizations(&store).await?;
    // Nothing is drawn where nobody watches: without a terminal the bar is hidden.
    let bar = ProgressBar::new(u64::try_from(organizations.len())?);
    let mut found = Found::new();
    for organization in organizations {
        bar.set_message(organization.slug.clone());
        found.push((organization.slug, look_over(&store, organization.id).await?));
        bar.inc(1);
    }
    bar.finish_and_clear();
    store.close().await?;
    let agree = found.iter().all(|(_, books)| books.values().all(Books::agree));
    print(&if as_json {
        to_json(&found, agree)?
    } else {
        to_text(&found)
    })?;
    Ok(agree)
}

fn to_json(found: &Found, agree: bool) -> anyhow::Result<String> {
    let mut books = Vec::new();
    for (slug, of_one) in found {
        for (currency, of_currency) in of_one {
            let mut entry = serde_json::to_value(of_currency)?;
            if let Value::Object(fields) = &mut entry {
                fields.insert("organization".to_owned(), json!(slug));
                fields.insert("currency".to_owned(), json!(currency));
                fields.insert("agree".to_owned(), json!(of_currency.agree()));
            }
            books.push(entry);
        }
    }
    let mut text = serde_json::to_string_pretty(&json!({ "agree": agree, "books": books }))?;
    text.push('\n');
    Ok(text)
}

fn to_text(found: &Found) -> String {
    let mut text = String::new();
    for (slug, of_one) in found {
        for (currency, books) in of_one {
            let _infallible = if books.agree() {
                writeln!(
                    text,
                    "ok    {slug} {currency}: {} transactions",
                    books.transactions
                )
            } else {
                writeln!(
                    text,
                    "FAIL  {slug} {currency}: sum {}, {} wrong accounts, {} transactions out of balance, {} without a source",
                    books.sum_minor,
                    books.wrong_accounts.len(),
                    books.unbalanced_transactions.len(),
                    books.transactions_without_source.len(),
                )
            };
        }
    }
    if text.is_empty() {
        text += "nothing was posted yet\n";
    }
    text
}
