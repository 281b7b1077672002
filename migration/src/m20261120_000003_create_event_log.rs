//! The event log, which nobody can rewrite, and the work it causes.

use crate::table::{create, reference, table};
use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            event(),
            "event",
            &[
                &["organization_id", "id"],
                &["organization_id", "subject_id", "id"],
                &["actor_user_id", "id"],
            ],
        )
        .await?;
        create(manager, delivery(), "delivery", &[&["status", "run_at"]]).await?;
        let statements: &[&str] = if manager.get_database_backend() == DbBackend::Postgres {
            &[
                "CREATE FUNCTION event_is_final() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'the event log is append-only'; END $$",
                "CREATE TRIGGER event_is_final BEFORE UPDATE OR DELETE ON event \
                 FOR EACH ROW EXECUTE FUNCTION event_is_final()",
                "CREATE TRIGGER event_is_kept BEFORE TRUNCATE ON event \
                 FOR EACH STATEMENT EXECUTE FUNCTION event_is_final()",
            ]
        } else {
            &[
                "CREATE TRIGGER event_is_final_update BEFORE UPDATE ON event \
                 BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
                "CREATE TRIGGER event_is_final_delete BEFORE DELETE ON event \
                 BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
                // INSERT OR REPLACE deletes the old row without firing the trigger above.
                "CREATE TRIGGER event_is_final_replace BEFORE INSERT ON event \
                 WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id) \
                 BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
            ]
        };
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

fn event() -> TableCreateStatement {
    table("event")
        .col(uuid_null("organization_id"))
        .col(uuid_null("actor_user_id"))
        .col(uuid_null("impersonator_user_id"))
        .col(string("capacity"))
        .col(string("action"))
        .col(string("subject_type"))
        .col(uuid("subject_id"))
        .col(json_binary_null("before"))
        .col(json_binary_null("after"))
        .col(uuid_null("request_id"))
        .col(timestamp_with_time_zone("occurred_at"))
        .foreign_key(&mut reference("event", "organization_id", "organization", "id"))
        .to_owned()
}

fn delivery() -> TableCreateStatement {
    table("delivery")
        .col(uuid("event_id"))
        .col(string("consumer"))
        .col(string("status"))
        .col(integer("attempts"))
        .col(timestamp_with_time_zone("run_at"))
        .col(string_null("last_error"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .index(
            Index::create()
                .unique()
                .name("delivery_event_id_consumer_key")
                .col("event_id")
                .col("consumer"),
        )
        .foreign_key(&mut reference("delivery", "event_id", "event", "id"))
        .to_owned()
}
