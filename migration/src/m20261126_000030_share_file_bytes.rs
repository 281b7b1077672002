//! Files of imported courses: several rows may share bytes, and an import counts them.

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
        let file = Table::alter()
            .table("file")
            .add_column(uuid_null("storage_id"))
            .to_owned();
        manager.alter_table(file).await?;
        index(manager, "file", &[&["storage_id"]]).await?;
        let import = Table::alter()
            .table("course_import")
            .add_column(integer("attachments").default(0).to_owned())
            .to_owned();
        manager.alter_table(import).await
    }
}
