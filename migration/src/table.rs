//! The conventions of our tables, so that a migration says only what is particular about one.

use sea_orm_migration::{prelude::*, schema, sea_orm::DbBackend};

/// A table with a UUID key named `id`.
pub(crate) fn table(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(schema::uuid("id").primary_key())
        .to_owned()
}

/// A table whose rows belong to an organization. `(organization_id, id)` is unique, so that children can refer to both
/// and a reference across organizations cannot be stored.
pub(crate) fn owned_table(name: &'static str) -> TableCreateStatement {
    table(name)
        .col(schema::uuid("organization_id"))
        .index(
            Index::create()
                .unique()
                .name(format!("{name}_organization_id_id_key"))
                .col("organization_id")
                .col("id"),
        )
        .foreign_key(&mut reference(name, "organization_id", "organization", "id"))
        .to_owned()
}

/// A reference to a global table. Nothing is ever deleted by cascade.
pub(crate) fn reference(
    from: &'static str,
    column: &'static str,
    to: &'static str,
    key: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{from}_{column}_fkey"))
        .from(from, column)
        .to(to, key)
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}

/// A reference to another table of the same organization.
pub(crate) fn owned_reference(
    from: &'static str,
    column: &'static str,
    to: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{from}_{column}_fkey"))
        .from(from, ("organization_id", column))
        .to(to, ("organization_id", "id"))
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}

/// Creates the table and an index for each list of columns.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    table: TableCreateStatement,
    name: &'static str,
    indexes: &[&[&'static str]],
) -> Result<(), DbErr> {
    manager.create_table(table).await?;
    index(manager, name, indexes).await
}

/// Creates an index for each list of columns.
pub(crate) async fn index(
    manager: &SchemaManager<'_>,
    name: &'static str,
    indexes: &[&[&'static str]],
) -> Result<(), DbErr> {
    for columns in indexes {
        let mut index = Index::create();
        index
            .table(name)
            .name(format!("{name}_{}_idx", columns.join("_")));
        for column in *columns {
            index.col(*column);
        }
        manager.create_index(index).await?;
    }
    Ok(())
}

/// A list of columns that no two rows share.
pub(crate) fn unique(table: &str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.unique().name(format!("{table}_{}_key", columns.join("_")));
    for column in columns {
        index.col(*column);
    }
    index
}

/// A named condition that every row meets.
pub(crate) fn check(name: &'static str, condition: &'static str) -> Check {
    Check::named(name, Expr::cust(condition))
}

/// Row-level security on PostgreSQL for tables that belong to organizations: a row shows itself only to a transaction
/// that has set its organization, or that has named a reason to cross organizations.
pub(crate) async fn secure_owned(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    for table in tables {
        // As subqueries the settings are asked once for each statement and not for each row.
        let visible = "organization_id = (SELECT volmify_organization()) OR (SELECT volmify_across())";
        let allowed = "organization_id = volmify_organization() OR volmify_across()";
        let sql = format!(
            "ALTER TABLE \"{table}\" ENABLE ROW LEVEL SECURITY; \
             ALTER TABLE \"{table}\" FORCE ROW LEVEL SECURITY; \
             CREATE POLICY {table}_organization ON \"{table}\" USING ({visible}) WITH CHECK ({allowed})"
        );
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Refuses every change and every removal of a row, on both databases.
pub(crate) async fn append_only(manager: &SchemaManager<'_>, table: &'static str) -> Result<(), DbErr> {
    let statements = if manager.get_database_backend() == DbBackend::Postgres {
        vec![
            format!(
                "CREATE FUNCTION {table}_is_final() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
            ),
            format!(
                "CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table} \
                 FOR EACH ROW EXECUTE FUNCTION {table}_is_final()"
            ),
            format!(
                "CREATE TRIGGER {table}_is_kept BEFORE TRUNCATE ON {table} \
                 FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_final()"
            ),
        ]
    } else {
        vec![
            format!(
                "CREATE TRIGGER {table}_is_final_update BEFORE UPDATE ON {table} \
                 BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            ),
            format!(
                "CREATE TRIGGER {table}_is_final_delete BEFORE DELETE ON {table} \
                 BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            ),
            // INSERT OR REPLACE deletes the old row without firing the trigger above.
            format!(
                "CREATE TRIGGER {table}_is_final_replace BEFORE INSERT ON {table} \
                 WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) \
                 BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            ),
        ]
    };
    for statement in statements {
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}
