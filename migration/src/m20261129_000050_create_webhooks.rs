//! Webhooks: who is told what happens in an organization, and what was sent to them.

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
        let indexes: &[&[&str]] = &[&["organization_id", "created_at", "id"], &["status", "due_at"]];
        create(manager, endpoint(), "webhook_endpoint", indexes).await?;
        let indexes: &[&[&str]] = &[
            &["organization_id", "endpoint_id", "occurred_at", "id"],
            &["organization_id", "endpoint_id", "status", "position"],
        ];
        create(manager, delivery(), "webhook_delivery", indexes).await?;
        secure_owned(manager, &["webhook_endpoint", "webhook_delivery"]).await
    }
}

fn endpoint() -> TableCreateStatement {
    owned_table("webhook_endpoint")
        .col(string("url"))
        .col(string_null("description"))
        .col(json_binary("events"))
        .col(string("status"))
        .col(integer("secret_generation"))
        .col(timestamp_with_time_zone_null("rotated_at"))
        .col(big_integer("position"))
        .col(timestamp_with_time_zone_null("due_at"))
        .col(timestamp_with_time_zone_null("claimed_until"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .to_owned()
}

fn delivery() -> TableCreateStatement {
    owned_table("webhook_delivery")
        .col(uuid("endpoint_id"))
        .col(uuid("event_id"))
        .col(big_integer("position"))
        .col(string("event"))
        .col(timestamp_with_time_zone("occurred_at"))
        .col(string("status"))
        .col(integer("attempts"))
        .col(timestamp_with_time_zone("run_at"))
        .col(timestamp_with_time_zone_null("attempted_at"))
        .col(integer_null("response_status"))
        .col(string_null("last_error"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        // An event goes to an endpoint once, whatever happens to the worker that writes this down.
        .index(&mut unique(
            "webhook_delivery",
            &["organization_id", "endpoint_id", "position"],
        ))
        .foreign_key(&mut owned_reference(
            "webhook_delivery",
            "endpoint_id",
            "webhook_endpoint",
        ))
        .to_owned()
}
