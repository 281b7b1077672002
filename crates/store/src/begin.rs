//! Beginning transactions.

use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr, TransactionOptions, TransactionTrait};

/// Begins a transaction, whatever becomes of whoever asked. A beginning that is left in the middle, because a client went
/// away, would put its connection back into the pool with the transaction open, and the next one to get it would go on in
/// there. So it is carried to its end, and what nobody waits for any more is rolled back.
pub(crate) async fn begin(
    connection: &DatabaseConnection,
    options: TransactionOptions,
) -> Result<DatabaseTransaction, DbErr> {
    let connection = connection.clone();
    let beginning = tokio::spawn(async move { connection.begin_with_options(options).await });
    match beginning.await {
        Ok(begun) => begun,
        Err(ended) => Err(DbErr::Custom(format!("a transaction was not begun: {ended}"))),
    }
}
