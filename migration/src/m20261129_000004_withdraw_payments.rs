//! When a provider was told that a payment of an order that was given up must not be made any more.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = timestamp_with_time_zone_null("withdrawn_at");
        let table = Table::alter().table("payment").add_column(column).to_owned();
        manager.alter_table(table).await?;
        let to_withdraw = "CREATE INDEX payment_to_withdraw_idx ON payment (updated_at) \
            WHERE status IN ('FAILED', 'CANCELLED') AND reference IS NOT NULL AND withdrawn_at IS NULL";
        manager.get_connection().execute_unprepared(to_withdraw).await?;
        Ok(())
    }
}
