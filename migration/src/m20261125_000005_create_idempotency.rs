//! Keys under which clients ask for what must not happen twice.

use crate::table::{create, owned_table, reference, secure_owned, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, idempotency_key(), "idempotency_key", &[&["user_id"]]).await?;
        secure_owned(manager, &["idempotency_key"]).await
    }
}

fn idempotency_key() -> TableCreateStatement {
    owned_table("idempotency_key")
        .col(uuid("user_id"))
        .col(string("operation"))
        .col(string("key"))
        .col(binary("input_hash"))
        .col(uuid("result_id"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "idempotency_key",
            &["organization_id", "user_id", "operation", "key"],
        ))
        .foreign_key(&mut reference("idempotency_key", "user_id", "user", "id"))
        .to_owned()
}
