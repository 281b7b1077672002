//! What the clock makes due.

use super::files;
use ::files::Files;
use commerce::payment::Reconciled;
use payments::PaymentGateway;
use std::{sync::Arc, time::Duration};
use store::Store;
use tokio_util::sync::CancellationToken;

/// How often timed work is looked for.
const EVERY_MINUTE: Duration = Duration::from_mins(1);

/// How many rounds pass between two clean-ups.
const ROUNDS_PER_CLEAN_UP: u32 = 60;

/// Begins the employments whose first day has come, hands in the attempts whose time is over, gathers
/// the words of courses that have none yet, looks after payments and refunds that wait, removes what has expired, and the bytes of files that nobody needs any more.
pub async fn do_chores(store: &Store, payments: &dyn PaymentGateway, files: &Files) -> anyhow::Result<()> {
    begin(store).await?;
    hand_in(store).await?;
    gather(store).await?;
    reconcile(store, payments).await?;
    clean_up(store).await?;
    sweep(store, files).await
}

/// Does all of it again and again, until it is told to stop.
pub(super) async fn keep_doing(
    store: Store,
    payments: Arc<dyn PaymentGateway>,
    stored: Files,
    stop: CancellationToken,
) {
    let mut round: u32 = 0;
    loop {
        if let Err(error) = begin(&store).await {
            tracing::error!(error = format!("{error:#}"), "employments not begun");
        }
        if let Err(error) = hand_in(&store).await {
            tracing::error!(error = format!("{error:#}"), "attempts not handed in");
        }
        if let Err(error) = gather(&store).await {
            tracing::error!(error = format!("{error:#}"), "words of courses not gathered");
        }
        if let Err(error) = reconcile(&store, &*payments).await {
            tracing::error!(error = format!("{error:#}"), "payments not looked after");
        }
        if round.is_multiple_of(ROUNDS_PER_CLEAN_UP)
            && let Err(error) = clean_up(&store).await
        {
            tracing::error!(error = format!("{error:#}"), "not cleaned up");
        }
        if round.is_multiple_of(ROUNDS_PER_CLEAN_UP)
            && let Err(error) = sweep(&store, &stored).await
        {
            tracing::error!(error = format!("{error:#}"), "files not swept");
        }
        round = round.wrapping_add(1);
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY_MINUTE) => {}
        }
    }
}

async fn begin(store: &Store) -> anyhow::Result<()> {
    let begun = people::employee::begin_due_employments(store).await?;
    if begun > 0 {
        tracing::info!(begun, "employments begun");
    }
    Ok(())
}

async fn hand_in(store: &Store) -> anyhow::Result<()> {
    let finished = learning::attempt::finish_overdue_attempts(store).await?;
    if finished > 0 {
        tracing::info!(finished, "attempts handed in");
    }
    Ok(())
}

async fn gather(store: &Store) -> anyhow::Result<()> {
    let gathered = content::gather_missing_course_texts(store).await?;
    if gathered > 0 {
        tracing::info!(gathered, "words of courses gathered");
    }
    Ok(())
}

async fn reconcile(store: &Store, payments: &dyn PaymentGateway) -> anyhow::Result<()> {
    let done = commerce::payment::reconcile(store, payments).await?;
    if done != Reconciled::default() {
        let Reconciled {
            given_up,
            asked,
            refunds,
            withdrawn,
        } = done;
        tracing::info!(given_up, asked, refunds, withdrawn, "payments looked after");
    }
    Ok(())
}

async fn clean_up(store: &Store) -> anyhow::Result<()> {
    let removed = store.clean_up().await?;
    if removed > 0 {
        tracing::info!(removed, "cleaned up");
    }
    Ok(())
}

async fn sweep(store: &Store, stored: &Files) -> anyhow::Result<()> {
    let removed = files::sweep(store, stored).await?;
    if removed > 0 {
        tracing::info!(removed, "files swept");
    }
    Ok(())
}
