//! The conventions of our tables, so that a migration says only what is particular about one.

use sea_orm_migration::{prelude::*, schema};

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
