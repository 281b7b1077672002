//! Pages by key: every item once, in one order, from either end, however many share the value they are ordered by.

use crate::{
    catalog,
    database::TestDatabase,
    members::{MANY, plant_many},
    tenant::Tenant,
};
use entities::member;
use kernel::{Cursor, Direction, MemberId, PageRequest, PageSlice, TypedId};
use store::{Entered, Keyset, Store, Target};

const JOINED_AT: Keyset<member::Entity> = Keyset {
    name: "joinedAt",
    column: member::Column::JoinedAt,
    id: member::Column::Id,
    descending: true,
    is_time: true,
};

const DISPLAY_NAME: Keyset<member::Entity> = Keyset {
    name: "displayName",
    column: member::Column::DisplayName,
    id: member::Column::Id,
    descending: false,
    is_time: false,
};

/// Both orders, each in both directions.
pub(crate) fn orders() -> [Keyset<member::Entity>; 4] {
    let turned = |keyset: Keyset<member::Entity>| Keyset {
        descending: !keyset.descending,
        ..keyset
    };
    [JOINED_AT, turned(JOINED_AT), DISPLAY_NAME, turned(DISPLAY_NAME)]
}

/// A page of seven, from either end.
pub(crate) fn seven(direction: Direction, beyond: Option<Cursor>) -> PageRequest {
    let (after, before) = match direction {
        Direction::Forward => (beyond, None),
        Direction::Backward => (None, beyond),
    };
    PageRequest {
        limit: 7,
        direction,
        after,
        before,
    }
}

/// Where an item stands, as the cursor of a list carries it. It goes through its text form, as it does for clients.
pub(crate) fn cursor(keyset: &Keyset<member::Entity>, member: &member::Model) -> Cursor {
    let key = if keyset.is_time {
        member.joined_at.timestamp_micros().to_string()
    } else {
        member.display_name.clone()
    };
    let cursor = Cursor {
        order: keyset.name.to_owned(),
        key,
        id: member.id.uuid(),
    };
    let arguments = kernel::PageArguments {
        after: Some(cursor.encode()),
        ..kernel::PageArguments::default()
    };
    PageRequest::new(arguments, keyset.name).unwrap().after.unwrap()
}

pub(crate) async fn enter(store: &Store, tenant: &Tenant) -> Entered {
    let entered = store.enter(&tenant.actor(), &Target::slug(tenant.slug)).await;
    entered.unwrap().unwrap()
}

async fn page(
    entered: &Entered,
    keyset: &Keyset<member::Entity>,
    request: &PageRequest,
) -> PageSlice<member::Model> {
    let query = entered.scope.find::<member::Entity>();
    let rows = query.page(keyset, request).unwrap().all().await.unwrap();
    PageSlice::cut(rows, request, None)
}

/// Walks the whole list page by page and gives the ids in the list's order.
async fn walk(entered: &Entered, keyset: &Keyset<member::Entity>, direction: Direction) -> Vec<MemberId> {
    let mut pages: Vec<Vec<MemberId>> = Vec::new();
    let mut beyond = None;
    loop {
        assert!(pages.len() <= MANY, "the walk does not end");
        let slice = page(entered, keyset, &seven(direction, beyond)).await;
        let (first, last) = (slice.items.first().unwrap(), slice.items.last().unwrap());
        let (edge, more) = match direction {
            Direction::Forward => (last, slice.has_next),
            Direction::Backward => (first, slice.has_previous),
        };
        beyond = Some(cursor(keyset, edge));
        assert!(slice.items.len() == 7 || !more, "a short page in the middle");
        pages.push(slice.items.iter().map(|item| item.id).collect());
        if !more {
            break;
        }
    }
    if direction == Direction::Backward {
        pages.reverse();
    }
    pages.concat()
}

/// The order of the whole list in one statement, which is what the pages together must be.
async fn in_one_statement(
    database: &TestDatabase,
    keyset: &Keyset<member::Entity>,
    tenant: &Tenant,
) -> Vec<MemberId> {
    let column = if keyset.is_time {
        "joined_at"
    } else {
        "display_name"
    };
    let direction = if keyset.descending { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT m.id AS id FROM member m JOIN organization o ON o.id = m.organization_id \
         WHERE o.slug = '{}' ORDER BY m.{column} {direction}, m.id {direction}",
        tenant.slug
    );
    let rows = catalog::rows(&database.raw().await, &sql).await;
    rows.iter().map(|row| row.try_get("", "id").unwrap()).collect()
}

pub(crate) async fn assert_pages_are_the_list(database: &TestDatabase) {
    let raw = database.raw().await;
    let (here, there) = (
        Tenant::plant(&raw, "here").await,
        Tenant::plant(&raw, "there").await,
    );
    let members = plant_many(&raw, &here).await;
    plant_many(&raw, &there).await;
    drop(raw);
    let store = database.store().await;
    let entered = enter(&store, &here).await;
    for keyset in orders() {
        let name = format!("{} descending: {}", keyset.name, keyset.descending);
        let expected = in_one_statement(database, &keyset, &here).await;
        let mut ids: Vec<MemberId> = members.iter().map(|member| member.id).collect();
        let mut sorted = expected.clone();
        ids.sort();
        sorted.sort();
        assert_eq!(sorted, ids, "{name}: the list is not everybody");
        // Nobody twice, nobody missing, the same order from both ends.
        assert_eq!(
            walk(&entered, &keyset, Direction::Forward).await,
            expected,
            "{name}, forward"
        );
        assert_eq!(
            walk(&entered, &keyset, Direction::Backward).await,
            expected,
            "{name}, backward"
        );
        if keyset.is_time {
            // The order of moments is the order of time, also where the database keeps them as text.
            let mut in_time = members.clone();
            in_time.sort_by_key(|member| (member.joined_at, member.id));
            if keyset.descending {
                in_time.reverse();
            }
            let in_time: Vec<MemberId> = in_time.iter().map(|member| member.id).collect();
            assert_eq!(expected, in_time, "{name}: not the order of time");
        }
    }
}

#[tokio::test]
async fn pages_together_are_the_list() {
    assert_pages_are_the_list(&TestDatabase::new().await).await;
}

/// The comparison with the cursor and the order of the rows must use the same collation. Where the database compares
/// bytes, any mixture would agree by chance, so this one has a collation that knows languages.
#[tokio::test]
async fn pages_together_are_the_list_in_a_linguistic_collation() {
    let options = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'sl'";
    let Some(database) = TestDatabase::postgres_with("linguistic collations", options).await else {
        return;
    };
    let database = database.migrated().await;
    let sorted = "SELECT 'anna' < 'Zoe' AS linguistic";
    let rows = catalog::rows(&database.raw().await, sorted).await;
    assert!(rows[0].try_get::<bool>("", "linguistic").unwrap());
    assert_pages_are_the_list(&database).await;
}

/// Between two cursors, from either end: what a client asks that has both.
#[tokio::test]
async fn both_bounds_at_once() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let tenant = Tenant::plant(&raw, "here").await;
    let members = plant_many(&raw, &tenant).await;
    drop(raw);
    let store = database.store().await;
    let entered = enter(&store, &tenant).await;
    for keyset in orders() {
        let all = in_one_statement(&database, &keyset, &tenant).await;
        let at = |place: usize| {
            let member = members.iter().find(|member| member.id == all[place]).unwrap();
            Some(cursor(&keyset, member))
        };
        for (direction, expected) in [(Direction::Forward, 101..108), (Direction::Backward, 113..120)] {
            let request = PageRequest {
                limit: 7,
                direction,
                after: at(100),
                before: at(120),
            };
            let slice = page(&entered, &keyset, &request).await;
            let ids: Vec<MemberId> = slice.items.iter().map(|item| item.id).collect();
            assert_eq!(ids, all[expected], "{} {direction:?}", keyset.name);
            assert!(slice.has_next && slice.has_previous);
        }
    }
}
