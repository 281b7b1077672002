//! The entities say what the migrations made. Both are written by hand, so they are compared, column by column.

use crate::{catalog, database::server, declared};
use sea_orm::ColumnType;
use std::collections::{BTreeMap, BTreeSet};
use store::Engine;

/// What a value is, whatever an engine calls its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Uuid,
    Text,
    Bool,
    Int4,
    Int8,
    Moment,
    Date,
    Json,
    Bytes,
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the rest of the query builder's types are none of ours"
)]
fn of_entity(kind: &ColumnType, engine: Engine) -> Family {
    match kind {
        ColumnType::Uuid => Family::Uuid,
        ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text => Family::Text,
        ColumnType::Boolean => Family::Bool,
        ColumnType::Integer if engine == Engine::Postgres => Family::Int4,
        ColumnType::Integer | ColumnType::BigInteger => Family::Int8,
        ColumnType::TimestampWithTimeZone => Family::Moment,
        ColumnType::Date => Family::Date,
        ColumnType::Json | ColumnType::JsonBinary => Family::Json,
        ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_) => Family::Bytes,
        other => panic!("no table of ours has a column of the type {other:?} yet; say what it is"),
    }
}

fn of_postgres(declared: &str) -> Family {
    match declared {
        "uuid" => Family::Uuid,
        "character varying" | "text" => Family::Text,
        "boolean" => Family::Bool,
        "integer" => Family::Int4,
        "bigint" => Family::Int8,
        "timestamp with time zone" => Family::Moment,
        "date" => Family::Date,
        // Plain `json` cannot be compared for equality, so we have `jsonb` only.
        "jsonb" => Family::Json,
        "bytea" => Family::Bytes,
        other => panic!("no table of ours has a column of the type {other} yet; say what it is"),
    }
}

/// SQLite keeps the declared type as it was written, and derives from it how it stores and compares.
fn of_sqlite(declared: &str) -> Family {
    match declared {
        "uuid_text" => Family::Uuid,
        "varchar" | "text" => Family::Text,
        "boolean" => Family::Bool,
        // All its integers have eight bytes.
        "integer" => Family::Int8,
        "timestamp_with_timezone_text" => Family::Moment,
        "date_text" => Family::Date,
        "jsonb_text" => Family::Json,
        bytes if bytes.starts_with("blob") => Family::Bytes,
        other => panic!("no table of ours has a column of the type {other} yet; say what it is"),
    }
}

#[tokio::test]
async fn entities_are_what_the_database_has() {
    let engine = server().map_or(Engine::Sqlite, |_| Engine::Postgres);
    let family = match engine {
        Engine::Sqlite => of_sqlite,
        Engine::Postgres => of_postgres,
    };
    let catalog = catalog::read().await;
    let mut entities = declared::owned();
    entities.extend(declared::global());
    let declared: BTreeSet<&str> = entities.iter().map(|entity| entity.table.as_str()).collect();
    let tables = catalog.keys().map(String::as_str);
    let existing: BTreeSet<&str> = tables.filter(|table| *table != "seaql_migrations").collect();
    assert_eq!(
        existing, declared,
        "the database on the left, tests/it/declared.rs on the right"
    );

    for entity in &entities {
        let in_code: BTreeMap<&str, (Family, bool)> = entity
            .columns
            .iter()
            .map(|(name, (kind, nullable))| (name.as_str(), (of_entity(kind, engine), *nullable)))
            .collect();
        let in_database: BTreeMap<&str, (Family, bool)> = catalog[&entity.table]
            .columns
            .iter()
            .map(|(name, column)| (name.as_str(), (family(&column.declared), column.nullable)))
            .collect();
        // Missing and superfluous columns, types and nullability, in both directions.
        assert_eq!(
            in_database, in_code,
            "{}: the database on the left, the entity on the right",
            entity.table
        );
    }
}
