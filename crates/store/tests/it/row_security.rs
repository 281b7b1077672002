//! Row-level security on PostgreSQL, asked by hand: the role of the server, no store in between. Whatever statement a
//! defect in the server might send, only the rows of one organization answer.

use crate::{
    catalog,
    database::TestDatabase,
    person::Person,
    tenant::{Tenant, id, plant},
};
use authz::OWNED_TABLES;
use entities::permission_grant::Permission;
use kernel::{OrganizationId, TypedId};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, Statement, TransactionTrait};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A database with two organizations, and a connection that has stepped down to the role of the server.
async fn two_tenants(subject: &str) -> Option<(TestDatabase, DatabaseConnection, Tenant, Tenant)> {
    let database = TestDatabase::postgres(subject).await?;
    let raw = database.raw().await;
    let (here, there) = (
        Tenant::plant(&raw, "here").await,
        Tenant::plant(&raw, "there").await,
    );
    for table in OWNED_TABLES {
        let both = BTreeSet::from([here.id.uuid(), there.id.uuid()]);
        assert_eq!(
            owners(&raw, table).await,
            both,
            "plant a row of {table} in `Tenant::plant`"
        );
    }
    raw.execute_unprepared("SET ROLE volmify_app").await.unwrap();
    Some((database, raw, here, there))
}

/// The organizations whose rows a statement without any condition finds.
async fn owners(connection: &impl ConnectionTrait, table: &str) -> BTreeSet<Uuid> {
    let column = owner_column(table);
    let sql = format!("SELECT DISTINCT {column} AS owner FROM \"{table}\"");
    let rows = catalog::rows(connection, &sql).await;
    rows.iter().map(|row| row.try_get("", "owner").unwrap()).collect()
}

fn owner_column(table: &str) -> &'static str {
    if table == "organization" {
        "id"
    } else {
        "organization_id"
    }
}

/// A transaction that has said which organization it is about.
async fn about(connection: &DatabaseConnection, organization: OrganizationId) -> DatabaseTransaction {
    let tx = connection.begin().await.unwrap();
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        "SELECT set_config('volmify.organization', $1, true)",
        [organization.uuid().to_string().into()],
    );
    tx.query_one_raw(statement).await.unwrap();
    tx
}

#[tokio::test]
async fn policies_ask_once_for_each_statement() {
    let Some((_database, raw, ..)) = two_tenants("once").await else {
        return;
    };
    let asked_for_each_row =
        "SELECT tablename FROM pg_policies WHERE qual LIKE '%volmify_%' AND qual NOT LIKE '%SELECT%'";
    let tables: Vec<String> = catalog::rows(&raw, asked_for_each_row)
        .await
        .iter()
        .map(|row| row.try_get("", "tablename").unwrap())
        .collect();
    assert_eq!(tables, Vec::<String>::new(), "secure these with `secure_owned`");
}

#[tokio::test]
async fn a_transaction_sees_the_organization_it_named_and_no_other() {
    let Some((_database, app, here, there)) = two_tenants("row-level security").await else {
        return;
    };
    for tenant in [&here, &there] {
        let tx = about(&app, tenant.id).await;
        for table in OWNED_TABLES {
            let only = BTreeSet::from([tenant.id.uuid()]);
            assert_eq!(owners(&tx, table).await, only, "{table}");
        }
        tx.commit().await.unwrap();
    }
}

/// A transaction that forgot to name one, also right after one that had: the setting ends with its transaction.
#[tokio::test]
async fn a_transaction_that_named_none_sees_nothing() {
    let Some((_database, app, here, _there)) = two_tenants("row-level security").await else {
        return;
    };
    for _ in 0..2 {
        for table in OWNED_TABLES {
            assert_eq!(owners(&app, table).await, BTreeSet::new(), "{table}");
        }
        about(&app, here.id).await.commit().await.unwrap();
    }
}

#[tokio::test]
async fn nothing_is_written_for_another_organization() {
    let Some((_database, app, here, there)) = two_tenants("row-level security").await else {
        return;
    };
    let stranger = Person::new();
    stranger.plant(&app).await;
    for table in OWNED_TABLES {
        let tx = about(&app, here.id).await;
        let error = fresh_row(&tx, table, &there, &stranger).await.expect_err(table);
        let text = error.to_string();
        assert!(
            text.contains("row-level security"),
            "{table}: refused for another reason: {text}"
        );
        tx.rollback().await.unwrap();

        // The same row for the organization that was named is taken, so the refusal was about the organization. A new
        // organization names itself.
        let tx = about(&app, here.id).await;
        if PEOPLE.contains(table) {
            fresh_row(&tx, table, &here, &stranger).await.unwrap();
        }
        tx.rollback().await.unwrap();
    }
    // The rest refers to each other, so it is written together.
    let tx = about(&app, here.id).await;
    let member = here.member_of(&stranger);
    plant(&tx, member.clone()).await.unwrap();
    let employee = here.employee_of(member.id);
    plant(&tx, employee.clone()).await.unwrap();
    here.rows.beside(member.id, employee.id).plant(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// The tables whose rows can be written one by one.
const PEOPLE: &[&str] = &[
    "member",
    "employee",
    "member_invitation",
    "employee_invitation",
    "permission_grant",
    "event",
];

/// A row that could be stored, were it not for its organization.
async fn fresh_row(
    tx: &DatabaseTransaction,
    table: &str,
    tenant: &Tenant,
    person: &Person,
) -> Result<(), DbErr> {
    match table {
        "organization" => plant(tx, tenant.organization(id())).await,
        "member" => plant(tx, tenant.member_of(person)).await,
        "employee" => {
            let mut former = tenant.employee_of(tenant.member);
            former.status = entities::employee::EmployeeStatus::Terminated;
            plant(tx, former).await
        }
        "member_invitation" => plant(tx, tenant.member_invitation()).await,
        "employee_invitation" => plant(tx, tenant.employee_invitation()).await,
        "permission_grant" => plant(tx, tenant.grant(Permission::ManageTax)).await,
        "event" => plant(tx, tenant.event()).await,
        other => tenant.rows.plant_one(tx, other).await,
    }
}

#[tokio::test]
async fn rows_of_another_organization_can_neither_be_changed_nor_taken_over() {
    let Some((_database, app, here, there)) = two_tenants("row-level security").await else {
        return;
    };
    // The log is refused to the role altogether, see below.
    for table in OWNED_TABLES.iter().filter(|table| **table != "event") {
        let (column, mine, theirs) = (owner_column(table), here.id.uuid(), there.id.uuid());
        let tx = about(&app, here.id).await;
        for statement in [
            format!("UPDATE \"{table}\" SET created_at = now() WHERE {column} = '{theirs}'"),
            format!("DELETE FROM \"{table}\" WHERE {column} = '{theirs}'"),
        ] {
            let done = tx.execute_unprepared(&statement).await.unwrap();
            assert_eq!(done.rows_affected(), 0, "{statement}");
        }
        if FINAL.contains(table) {
            // Nobody changes these rows, whosever they are.
            tx.rollback().await.unwrap();
            continue;
        }
        let give_away = format!("UPDATE \"{table}\" SET {column} = '{theirs}' WHERE {column} = '{mine}'");
        let error = tx.execute_unprepared(&give_away).await.expect_err(&give_away);
        assert!(
            error.to_string().contains("row-level security"),
            "{give_away}: {error}"
        );
        tx.rollback().await.unwrap();
    }
}

/// The tables that are refused every change by the database, with a reason of their own.
const FINAL: &[&str] = &[
    "ledger_account",
    "ledger_posting",
    "ledger_transaction",
    "point_entry",
    "revenue",
];

/// The role of the server owns nothing, so it cannot lower the net, and asking to step around it is an error rather
/// than an answer.
#[tokio::test]
async fn the_net_cannot_be_lowered() {
    let Some((_database, app, here, _there)) = two_tenants("row-level security").await else {
        return;
    };
    let mut statements = vec![
        "UPDATE event SET after = NULL".to_owned(),
        "DELETE FROM event".to_owned(),
        "TRUNCATE event CASCADE".to_owned(),
        "ALTER TABLE event DISABLE TRIGGER ALL".to_owned(),
        "DROP FUNCTION volmify_organization() CASCADE".to_owned(),
        "CREATE OR REPLACE FUNCTION volmify_across() RETURNS boolean LANGUAGE sql AS 'SELECT true'"
            .to_owned(),
        "SET session_replication_role = replica".to_owned(),
        "CREATE TABLE loot (id integer)".to_owned(),
    ];
    for table in OWNED_TABLES {
        statements.push(format!("SET LOCAL row_security = off; SELECT * FROM \"{table}\""));
        statements.push(format!("ALTER TABLE \"{table}\" DISABLE ROW LEVEL SECURITY"));
        statements.push(format!("ALTER TABLE \"{table}\" NO FORCE ROW LEVEL SECURITY"));
        statements.push(format!("DROP POLICY {table}_organization ON \"{table}\""));
        statements.push(format!("TRUNCATE \"{table}\" CASCADE"));
    }
    for statement in statements {
        let tx = about(&app, here.id).await;
        let error = tx
            .execute_unprepared(&statement)
            .await
            .expect_err(&statement)
            .to_string();
        assert!(
            ["permission denied", "must be owner", "row-level security"]
                .iter()
                .any(|reason| error.contains(reason)),
            "{statement} failed for another reason: {error}"
        );
        tx.rollback().await.unwrap();
    }
}

/// Enabled for others and forced for the owner of the table.
#[tokio::test]
async fn every_owned_table_is_under_the_net() {
    let Some(database) = TestDatabase::postgres("row-level security").await else {
        return;
    };
    let secured = "SELECT relname::text AS name FROM pg_class \
                   WHERE relnamespace = 'public'::regnamespace AND relrowsecurity AND relforcerowsecurity";
    let rows = catalog::rows(&database.raw().await, secured).await;
    let secured: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    let owned: BTreeSet<String> = OWNED_TABLES.iter().map(|table| (*table).to_owned()).collect();
    assert_eq!(secured, owned);
}
