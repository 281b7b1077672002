//! Files that people uploaded. Their bytes are in the file store.

use crate::table::{create, owned_reference, owned_table, reference, secure_owned};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indexes: &[&[&str]] = &[
            &["organization_id", "lesson_id"],
            &["organization_id", "course_id"],
            &["uploader_user_id"],
        ];
        create(manager, file(), "file", indexes).await?;
        secure_owned(manager, &["file"]).await
    }
}

fn file() -> TableCreateStatement {
    owned_table("file")
        .col(string("purpose"))
        .col(uuid_null("course_id"))
        .col(uuid_null("lesson_id"))
        .col(uuid("uploader_user_id"))
        .col(string("name"))
        .col(string("content_type"))
        .col(big_integer("byte_size"))
        .col(binary("sha256"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut owned_reference("file", "course_id", "course"))
        .foreign_key(&mut owned_reference("file", "lesson_id", "lesson"))
        .foreign_key(&mut reference("file", "uploader_user_id", "user", "id"))
        .to_owned()
}
