//! The words that courses are found by, with each database's own index of words.

use crate::table::{create, owned_reference, owned_table, secure_owned, unique};
use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, course_text(), "course_text", &[]).await?;
        secure_owned(manager, &["course_text"]).await?;
        let statements = if manager.get_database_backend() == DbBackend::Postgres {
            ON_POSTGRES
        } else {
            ON_SQLITE
        };
        for statement in statements {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

fn course_text() -> TableCreateStatement {
    owned_table("course_text")
        .col(uuid("course_id"))
        .col(text("title"))
        .col(text("summary"))
        .col(text("outline"))
        .col(text("words"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique("course_text", &["organization_id", "course_id"]))
        .foreign_key(&mut owned_reference("course_text", "course_id", "course"))
        .to_owned()
}

/// The words are made by our own code, so they become lexemes as they are, whatever the locale of the server.
const ON_POSTGRES: &[&str] = &["CREATE INDEX course_text_words_idx ON course_text \
     USING gin (array_to_tsvector(string_to_array(words, ' ')))"];

/// The index keeps its own copy, because the rowids of a table without an integer key change when the database is
/// vacuumed. `key` holds the course and the organization as words, so that both can be looked up in the index itself.
const ON_SQLITE: &[&str] = &[
    "CREATE VIRTUAL TABLE course_words USING fts5(course_id UNINDEXED, key, words, \
     tokenize = 'unicode61 remove_diacritics 0')",
    "CREATE TRIGGER course_text_indexed AFTER INSERT ON course_text BEGIN \
       INSERT INTO course_words (course_id, key, words) \
       VALUES (NEW.course_id, lower(hex(NEW.course_id)) || ' ' || lower(hex(NEW.organization_id)), NEW.words); \
     END",
    "CREATE TRIGGER course_text_reindexed AFTER UPDATE ON course_text BEGIN \
       UPDATE course_words SET words = NEW.words WHERE rowid IN \
         (SELECT rowid FROM course_words WHERE course_words MATCH 'key : \"' || lower(hex(OLD.course_id)) || '\"'); \
     END",
    "CREATE TRIGGER course_text_unindexed AFTER DELETE ON course_text BEGIN \
       DELETE FROM course_words WHERE rowid IN \
         (SELECT rowid FROM course_words WHERE course_words MATCH 'key : \"' || lower(hex(OLD.course_id)) || '\"'); \
     END",
];
