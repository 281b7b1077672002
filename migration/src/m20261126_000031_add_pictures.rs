//! Uploaded pictures: avatars of users, logos of organizations, covers of courses.

use crate::table::index;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("user", "avatar"), ("organization", "logo"), ("course", "cover")] {
            let change = Table::alter()
                .table(table)
                .add_column(string_null(column))
                .to_owned();
            manager.alter_table(change).await?;
            // The sweep of the file store asks by the name.
            index(manager, table, &[&[column]]).await?;
        }
        Ok(())
    }
}
