//! What an organization may spend on requests, where it is not what all do.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("organization")
                    .add_column(
                        integer_null("points_per_minute")
                            .check(Expr::cust("points_per_minute > 0"))
                            .to_owned(),
                    )
                    .to_owned(),
            )
            .await
    }
}
