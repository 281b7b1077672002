//! How many statements a piece of work takes: the cost that matters most.

use std::cell::Cell;

tokio::task_local! {
    static COUNT: Cell<u64>;
}

/// Runs the work and counts its statements. Beginning, ending and scoping a transaction do not count.
pub async fn count_statements<F: Future>(work: F) -> (F::Output, u64) {
    COUNT
        .scope(Cell::new(0), async {
            let output = work.await;
            (output, COUNT.with(Cell::get))
        })
        .await
}

/// Notes a statement for the work that is being counted, if any is.
pub(crate) fn note() {
    let _outside_of_any_count = COUNT.try_with(|count| count.set(count.get() + 1));
}
