//! What the database itself says about its tables, in one form for both engines.

use sea_orm::{ConnectionTrait, DatabaseConnection, QueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet};
use store::Engine;
use tokio::sync::OnceCell;

use crate::database::TestDatabase;

/// One table.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Columns by name.
    pub(crate) columns: BTreeMap<String, Column>,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    /// The columns of every index that covers all rows, primary keys and unique constraints included.
    pub(crate) indexes: Vec<Vec<String>>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// The type as the database calls it.
    pub(crate) declared: String,
    pub(crate) nullable: bool,
}

/// One reference.
#[derive(Debug, Default)]
pub(crate) struct ForeignKey {
    /// Its own columns and the columns they point to, in pairs.
    pub(crate) columns: Vec<(String, String)>,
    pub(crate) target: String,
    /// `NO ACTION`, `RESTRICT`, `CASCADE`, `SET NULL` or `SET DEFAULT`.
    pub(crate) on_delete: String,
}

impl ForeignKey {
    /// Its own columns.
    pub(crate) fn own(&self) -> BTreeSet<&str> {
        self.columns.iter().map(|(own, _)| own.as_str()).collect()
    }
}

/// Every table by its name.
pub(crate) type Catalog = BTreeMap<String, Table>;

/// The catalog of a migrated database. It is the same for all tests, so it is read once.
pub(crate) async fn read() -> &'static Catalog {
    static CATALOG: OnceCell<Catalog> = OnceCell::const_new();
    CATALOG
        .get_or_init(async || {
            let database = TestDatabase::new().await;
            let connection = database.raw().await;
            match database.engine() {
                Engine::Sqlite => sqlite(&connection).await,
                Engine::Postgres => postgres(&connection).await,
            }
        })
        .await
}

/// The rows of a statement without parameters.
pub(crate) async fn rows(connection: &impl ConnectionTrait, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection
        .query_all_raw(statement)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
}

fn text(row: &QueryResult, column: &str) -> String {
    row.try_get("", column).unwrap()
}

/// PRAGMA answers have no types of their own, so numbers are asked for as text.
async fn sqlite(connection: &DatabaseConnection) -> Catalog {
    let mut catalog = Catalog::new();
    // The index of words is several tables to SQLite; triggers fill it, and no code writes to it.
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
         AND name NOT LIKE 'course\\_words%' ESCAPE '\\'";
    for table in rows(connection, tables).await {
        let name = text(&table, "name");
        let mut table = Table::default();
        let columns = format!(
            "SELECT name, lower(type) AS declared, CAST(\"notnull\" AS TEXT) AS required \
             FROM pragma_table_info('{name}')"
        );
        for row in rows(connection, &columns).await {
            let column = Column {
                declared: text(&row, "declared"),
                nullable: text(&row, "required") == "0",
            };
            table.columns.insert(text(&row, "name"), column);
        }
        let keys = format!(
            "SELECT CAST(id AS TEXT) AS name, \"from\" AS own, \"to\" AS other, \"table\" AS target, on_delete \
             FROM pragma_foreign_key_list('{name}') ORDER BY id, seq"
        );
        table.foreign_keys = foreign_keys(&rows(connection, &keys).await);
        let indexes = format!(
            "SELECT list.name AS name, info.name AS column_name \
             FROM pragma_index_list('{name}') AS list, pragma_index_info(list.name) AS info \
             WHERE list.partial = 0 ORDER BY list.name, info.seqno"
        );
        table.indexes = indexes_of(&rows(connection, &indexes).await);
        catalog.insert(name, table);
    }
    catalog
}

async fn postgres(connection: &DatabaseConnection) -> Catalog {
    let mut catalog = Catalog::new();
    let tables = "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'";
    for table in rows(connection, tables).await {
        let name = text(&table, "name");
        let mut table = Table::default();
        let columns = format!(
            "SELECT column_name::text AS name, data_type::text AS declared, is_nullable::text AS nullable \
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{name}'"
        );
        for row in rows(connection, &columns).await {
            let column = Column {
                declared: text(&row, "declared"),
                nullable: text(&row, "nullable") == "YES",
            };
            table.columns.insert(text(&row, "name"), column);
        }
        let keys = format!(
            "SELECT c.conname::text AS name, own.attname::text AS own, other.attname::text AS other, \
               target.relname::text AS target, \
               CASE c.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' \
                 WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END AS on_delete \
             FROM pg_constraint c \
             JOIN pg_class target ON target.oid = c.confrelid \
             CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS pair (own, other, place) \
             JOIN pg_attribute own ON own.attrelid = c.conrelid AND own.attnum = pair.own \
             JOIN pg_attribute other ON other.attrelid = c.confrelid AND other.attnum = pair.other \
             WHERE c.contype = 'f' AND c.conrelid = 'public.\"{name}\"'::regclass \
             ORDER BY c.conname, pair.place"
        );
        table.foreign_keys = foreign_keys(&rows(connection, &keys).await);
        let indexes = format!(
            "SELECT i.indexrelid::regclass::text AS name, a.attname::text AS column_name \
             FROM pg_index i \
             CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS part (attnum, place) \
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = part.attnum \
             WHERE i.indrelid = 'public.\"{name}\"'::regclass AND i.indpred IS NULL AND i.indisvalid \
             ORDER BY 1, part.place"
        );
        table.indexes = indexes_of(&rows(connection, &indexes).await);
        catalog.insert(name, table);
    }
    catalog
}

/// One row per column of a key becomes one key.
fn foreign_keys(rows: &[QueryResult]) -> Vec<ForeignKey> {
    let mut keys: BTreeMap<String, ForeignKey> = BTreeMap::new();
    for row in rows {
        let key = keys.entry(text(row, "name")).or_default();
        key.columns.push((text(row, "own"), text(row, "other")));
        key.target = text(row, "target");
        key.on_delete = text(row, "on_delete");
    }
    keys.into_values().collect()
}

/// One row per column of an index becomes one list of columns.
fn indexes_of(rows: &[QueryResult]) -> Vec<Vec<String>> {
    let mut indexes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        let columns = indexes.entry(text(row, "name")).or_default();
        columns.push(text(row, "column_name"));
    }
    indexes.into_values().collect()
}
