//! The courses that an invitation brings with it.

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
        let name = "member_invitation_course";
        let indexes: &[&[&str]] = &[&["organization_id", "course_id"]];
        create(manager, member_invitation_course(), name, indexes).await?;
        secure_owned(manager, &[name]).await
    }
}

fn member_invitation_course() -> TableCreateStatement {
    let name = "member_invitation_course";
    owned_table(name)
        .col(uuid("member_invitation_id"))
        .col(uuid("course_id"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            name,
            &["organization_id", "member_invitation_id", "course_id"],
        ))
        .foreign_key(&mut owned_reference(
            name,
            "member_invitation_id",
            "member_invitation",
        ))
        .foreign_key(&mut owned_reference(name, "course_id", "course"))
        .to_owned()
}
