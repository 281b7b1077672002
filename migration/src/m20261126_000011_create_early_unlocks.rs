//! Chapters and lessons that open before their date for points, and points that are given by hand.

use crate::table::{check, create, owned_reference, owned_table, secure_owned};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["chapter", "lesson"] {
            let column = integer_null("early_unlock_points")
                .check(Expr::cust("early_unlock_points > 0"))
                .to_owned();
            manager
                .alter_table(Table::alter().table(table).add_column(column).to_owned())
                .await?;
        }
        let note = Table::alter()
            .table("point_entry")
            .add_column(string_null("note"))
            .to_owned();
        manager.alter_table(note).await?;
        let indexes: &[&[&str]] = &[
            &["organization_id", "member_id"],
            &["organization_id", "course_id"],
            &["organization_id", "chapter_id"],
            &["organization_id", "lesson_id"],
        ];
        create(manager, early_unlock(), "early_unlock", indexes).await?;
        for only_one in [
            "CREATE UNIQUE INDEX early_unlock_chapter_key ON early_unlock (organization_id, member_id, chapter_id) WHERE chapter_id IS NOT NULL",
            "CREATE UNIQUE INDEX early_unlock_lesson_key ON early_unlock (organization_id, member_id, lesson_id) WHERE lesson_id IS NOT NULL",
        ] {
            manager.get_connection().execute_unprepared(only_one).await?;
        }
        secure_owned(manager, &["early_unlock"]).await
    }
}

fn early_unlock() -> TableCreateStatement {
    owned_table("early_unlock")
        .col(uuid("member_id"))
        .col(uuid("course_id"))
        .col(uuid_null("chapter_id"))
        .col(uuid_null("lesson_id"))
        .col(integer("points_spent"))
        .col(timestamp_with_time_zone("created_at"))
        .check(check(
            "early_unlock_check",
            "points_spent > 0 AND (chapter_id IS NULL) <> (lesson_id IS NULL)",
        ))
        .foreign_key(&mut owned_reference("early_unlock", "member_id", "member"))
        .foreign_key(&mut owned_reference("early_unlock", "course_id", "course"))
        .foreign_key(&mut owned_reference("early_unlock", "chapter_id", "chapter"))
        .foreign_key(&mut owned_reference("early_unlock", "lesson_id", "lesson"))
        .to_owned()
}
