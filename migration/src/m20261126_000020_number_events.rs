//! Events get a position in the log of their organization, so that whoever follows the log knows where they are.
//!
//! Ids are no such position: on PostgreSQL the transaction that made the smaller id may commit later. What was written before,
//! and what an older server still writes, has none and is not followed.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(Debug, DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter()
            .table("event")
            .add_column(big_integer_null("position"))
            .to_owned();
        manager.alter_table(column).await?;
        let unique = Index::create()
            .unique()
            .name("event_organization_id_position_key")
            .table("event")
            .col("organization_id")
            .col("position")
            .to_owned();
        manager.create_index(unique).await
    }
}
