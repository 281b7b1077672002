//! Where courses were imported from.

use crate::table::{create, owned_reference, owned_table, secure_owned, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, course_import(), "course_import", &[]).await?;
        secure_owned(manager, &["course_import"]).await
    }
}

fn course_import() -> TableCreateStatement {
    owned_table("course_import")
        .col(string("source_key"))
        .col(uuid("course_id"))
        .col(binary("content_hash"))
        .col(binary("state_hash"))
        .col(integer("chapters"))
        .col(integer("lessons"))
        .col(integer("questions"))
        .col(integer("skipped"))
        .col(timestamp_with_time_zone("imported_at"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique("course_import", &["organization_id", "source_key"]))
        .index(&mut unique("course_import", &["organization_id", "course_id"]))
        .foreign_key(&mut owned_reference("course_import", "course_id", "course"))
        .to_owned()
}
