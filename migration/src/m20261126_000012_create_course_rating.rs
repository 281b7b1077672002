//! What learners think of courses, and what that comes to.

use crate::table::{check, create, index, owned_reference, owned_table, secure_owned, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            integer("rating_count").default(0).to_owned(),
            integer("rating_total").default(0).to_owned(),
            integer_null("rating_hundredths"),
        ] {
            manager
                .alter_table(Table::alter().table("course").add_column(column).to_owned())
                .await?;
        }
        index(
            manager,
            "course",
            &[&["organization_id", "rating_hundredths", "id"]],
        )
        .await?;
        let indexes: &[&[&str]] = &[
            &["organization_id", "course_id", "created_at", "id"],
            &["organization_id", "member_id"],
        ];
        create(manager, course_rating(), "course_rating", indexes).await?;
        secure_owned(manager, &["course_rating"]).await
    }
}

fn course_rating() -> TableCreateStatement {
    owned_table("course_rating")
        .col(uuid("course_id"))
        .col(uuid("member_id"))
        .col(integer("rating"))
        .col(string_null("comment"))
        .col(timestamp_with_time_zone_null("hidden_at"))
        .col(string_null("hidden_reason"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique(
            "course_rating",
            &["organization_id", "course_id", "member_id"],
        ))
        .check(check("course_rating_check", "rating BETWEEN 1 AND 5"))
        .foreign_key(&mut owned_reference("course_rating", "course_id", "course"))
        .foreign_key(&mut owned_reference("course_rating", "member_id", "member"))
        .to_owned()
}
