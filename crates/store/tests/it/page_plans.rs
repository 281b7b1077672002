//! What a page costs: the database goes straight to the cursor and reads on from there. It neither counts rows it does
//! not show nor sorts.

use crate::{
    catalog,
    database::TestDatabase,
    members::plant_many,
    paging::{cursor, enter, orders, seven},
    tenant::Tenant,
};
use entities::member;
use kernel::{Direction, TypedId};
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};
use store::{Engine, Keyset};

const DIRECTIONS: [Direction; 2] = [Direction::Forward, Direction::Backward];

fn column(keyset: &Keyset<member::Entity>) -> &'static str {
    if keyset.is_time {
        "joined_at"
    } else {
        "display_name"
    }
}

/// The plan of a statement, as the server would run it.
async fn plan(connection: &DatabaseConnection, engine: Engine, tenant: &Tenant, sql: &str) -> String {
    let rows = match engine {
        Engine::Sqlite => catalog::rows(connection, &format!("EXPLAIN QUERY PLAN {sql}")).await,
        Engine::Postgres => {
            // As the server's role and in the organization: row-level security takes part in the plan.
            let tx = connection.begin().await.unwrap();
            let id = tenant.id.uuid();
            for setting in [
                "SET LOCAL enable_seqscan = off".to_owned(),
                "SET LOCAL ROLE volmify_app".to_owned(),
                format!("SELECT set_config('volmify.organization', '{id}', true)"),
            ] {
                tx.execute_unprepared(&setting).await.unwrap();
            }
            let rows = catalog::rows(&tx, &format!("EXPLAIN {sql}")).await;
            tx.rollback().await.unwrap();
            rows
        }
    };
    let name = match engine {
        Engine::Sqlite => "detail",
        Engine::Postgres => "QUERY PLAN",
    };
    let lines: Vec<String> = rows.iter().map(|row| row.try_get("", name).unwrap()).collect();
    lines.join("\n")
}

#[tokio::test]
async fn a_later_page_is_a_range_of_the_index() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let (here, there) = (
        Tenant::plant(&raw, "here").await,
        Tenant::plant(&raw, "there").await,
    );
    let members = plant_many(&raw, &here).await;
    plant_many(&raw, &there).await;
    raw.execute_unprepared("ANALYZE").await.unwrap();
    let store = database.store().await;
    let entered = enter(&store, &here).await;
    for keyset in orders() {
        for direction in DIRECTIONS {
            let request = seven(direction, Some(cursor(&keyset, &members[100])));
            let query = entered
                .scope
                .find::<member::Entity>()
                .page(&keyset, &request)
                .unwrap();
            let plan = plan(&raw, database.engine(), &here, &query.to_sql()).await;
            let what = format!(
                "{} descending: {}, {direction:?}:\n{plan}",
                keyset.name, keyset.descending
            );
            let (column, index) = (
                column(&keyset),
                format!("member_organization_id_{}_id_idx", column(&keyset)),
            );
            assert!(plan.contains(&index), "another index, {what}");
            assert!(!plan.to_uppercase().contains("SORT"), "sorted, {what}");
            assert!(!plan.contains("TEMP B-TREE"), "sorted, {what}");
            let condition = match database.engine() {
                Engine::Sqlite => plan.clone(),
                // Only what is in the condition of the index is a range; what is in the filter is read and dropped.
                Engine::Postgres => plan.lines().filter(|line| line.contains("Index Cond")).collect(),
            };
            assert!(
                condition.contains("organization_id"),
                "not by organization, {what}"
            );
            assert!(
                [">", "<"].iter().any(|sign| {
                    condition.contains(&format!("{column}{sign}"))
                        || condition.contains(&format!("{column} {sign}="))
                        || condition.contains(&format!("({column})::text {sign}="))
                }),
                "not from the cursor on, {what}"
            );
        }
    }
}

/// `a < x OR (a = x AND id < y)` alone is no range for either engine; the bound in front of it makes it one.
#[tokio::test]
async fn the_statement_begins_with_the_range() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let members = plant_many(&raw, &tenant).await;
    let store = database.store().await;
    let entered = enter(&store, &tenant).await;
    for keyset in orders() {
        for direction in DIRECTIONS {
            let request = seven(direction, Some(cursor(&keyset, &members[100])));
            let query = entered
                .scope
                .find::<member::Entity>()
                .page(&keyset, &request)
                .unwrap();
            let sql = query.to_sql();
            let falls = keyset.descending == (direction == Direction::Forward);
            let (bound, strict) = if falls { ("<=", "<") } else { (">=", ">") };
            let name = format!("\"member\".\"{}\"", column(&keyset));
            let range = sql
                .find(&format!("{name} {bound} "))
                .unwrap_or_else(|| panic!("no range: {sql}"));
            let tie = sql
                .find(&format!("({name} {strict} "))
                .unwrap_or_else(|| panic!("no comparison: {sql}"));
            assert!(range < tie, "{sql}");
            assert!(
                sql.contains(&format!("\"member\".\"id\" {strict} ")),
                "ties are not broken: {sql}"
            );
            // Ordered by the id where the rest is equal, one row more than the page, and no offset.
            let way = if falls { "DESC" } else { "ASC" };
            let end = format!("ORDER BY {name} {way}, \"member\".\"id\" {way} LIMIT 8");
            assert!(sql.ends_with(&end), "not `{end}`: {sql}");
        }
    }
}
