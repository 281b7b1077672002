//! Payments that customers ask their banks to take back.

use crate::table::{check, create, owned_reference, owned_table, secure_owned, unique};
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
            &["organization_id", "created_at", "id"],
            &["organization_id", "refund_id"],
        ];
        create(manager, dispute(), "dispute", indexes).await?;
        secure_owned(manager, &["dispute"]).await
    }
}

fn dispute() -> TableCreateStatement {
    owned_table("dispute")
        .col(uuid("payment_id"))
        .col(string("reference"))
        .col(string("status"))
        .col(big_integer("amount_minor"))
        .col(string("currency"))
        .col(string_null("reason"))
        .col(timestamp_with_time_zone_null("evidence_due_at"))
        .col(uuid_null("refund_id"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique(
            "dispute",
            &["organization_id", "payment_id", "reference"],
        ))
        .check(check("dispute_check", "amount_minor > 0"))
        .foreign_key(&mut owned_reference("dispute", "payment_id", "payment"))
        .foreign_key(&mut owned_reference("dispute", "refund_id", "refund"))
        .to_owned()
}
