//! One delivery from claim to end.

use super::letters::{self, Addressed};
use crate::words::chain;
use entities::delivery::Consumer;
use mail::{Brand, MailError, Mailer};
use std::time::Duration;
use store::{Claimed, Store, StoreError};

/// How long a claim holds. Whoever takes longer than this would let a second worker begin.
const LEASE: chrono::Duration = chrono::Duration::minutes(2);

/// How long one try to send may take, well within the lease.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often the end of a delivery is written again when the database was in the way.
const SETTLING: u32 = 5;

/// Does every delivery that is due, one after the other, and says how many tries there were. Deliveries that fail are
/// due again later and are not waited for.
pub async fn run_due(store: &Store, mailer: &dyn Mailer, brand: &Brand) -> anyhow::Result<usize> {
    let mut tries = 0;
    while let Some(claimed) = claim(store).await? {
        deliver(store, mailer, brand, &claimed).await?;
        tries += 1;
    }
    Ok(tries)
}

/// The next delivery that is due.
pub(super) async fn claim(store: &Store) -> Result<Option<Claimed>, StoreError> {
    store.claim_delivery(Consumer::Mail, LEASE).await
}

/// Sends the letter of a claimed delivery and writes down how that went.
pub(super) async fn deliver(
    store: &Store,
    mailer: &dyn Mailer,
    brand: &Brand,
    claimed: &Claimed,
) -> Result<(), StoreError> {
    let outcome = attempt(store, mailer, brand, claimed).await;
    let name = match &outcome {
        Ok(true) => "sent",
        Ok(false) => "not_needed",
        Err(error) if error.is_permanent() => "refused",
        Err(_) => "failed",
    };
    metrics::counter!("volmify_deliveries_total", "outcome" => name).increment(1);
    let id = claimed.id();
    let action = claimed.event.action.name();
    match &outcome {
        Ok(true) => tracing::info!(%id, action, "mail sent"),
        Ok(false) => tracing::debug!(%id, action, "no mail needed any more"),
        Err(error) => tracing::warn!(%id, action, %error, outcome = name, "delivery failed"),
    }
    let mut writes = 0;
    loop {
        let written = match &outcome {
            Ok(_) => store.finish_delivery(claimed).await,
            Err(error) => {
                store
                    .fail_delivery(claimed, &error.to_string(), error.is_permanent())
                    .await
            }
        };
        writes += 1;
        // A mail that was sent and not noted is sent again, so it is worth trying hard to note it.
        match written {
            Err(error) if writes < SETTLING => {
                tracing::warn!(%id, error = chain(&error), "delivery not noted yet");
                tokio::time::sleep(Duration::from_millis(200) * writes).await;
            }
            written => return written,
        }
    }
}

/// Whether a mail was sent; none is when what the event was about is over.
async fn attempt(
    store: &Store,
    mailer: &dyn Mailer,
    brand: &Brand,
    claimed: &Claimed,
) -> Result<bool, MailError> {
    let letter = letters::write(store, &brand.public_url, &claimed.event)
        .await
        .map_err(|error| {
            MailError::Temporary(format!("the letter could not be written: {}", chain(&error)))
        })?;
    let Some(Addressed { to, to_name, letter }) = letter else {
        return Ok(false);
    };
    let mail = mail::compose(&letter, brand)?.into_mail(claimed.id().to_string(), to, to_name);
    match tokio::time::timeout(PATIENCE, mailer.send(&mail)).await {
        Ok(sent) => sent.map(|()| true),
        Err(_elapsed) => Err(MailError::Temporary(
            "the mail server did not answer in time; it will be tried again".to_owned(),
        )),
    }
}
