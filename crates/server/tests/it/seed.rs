//! The demo and seed files.

use crate::{
    binary::{fail, succeed, volmify},
    database::TestDatabase,
    world::cheap_identity,
};
use entities::{
    certificate,
    course::{self, CourseStatus},
    employee, enrollment, event, member,
    order::{self, OrderStatus},
    payout, user,
};
use indicatif::ProgressBar;
use sea_orm::ColumnTrait;
use server::seed::{SeedReport, demo, plant, sign_ins};
use store::{CrossOrganization, Store};

async fn counts(store: &Store) -> [u64; 4] {
    let across = store.across(CrossOrganization::Doctor);
    [
        across.find::<user::Entity>().count().await.unwrap(),
        across.find::<member::Entity>().count().await.unwrap(),
        across.find::<employee::Entity>().count().await.unwrap(),
        across.find::<event::Entity>().count().await.unwrap(),
    ]
}

#[tokio::test]
async fn the_demo_is_planted_once() {
    let (_database, store, clock) = TestDatabase::migrated().await;
    let (identity, demo) = (cheap_identity(&store), demo().unwrap());
    let plant = async || -> SeedReport {
        Box::pin(plant(&store, &identity, &demo, &ProgressBar::hidden()))
            .await
            .unwrap()
    };
    let first = plant().await;
    let counted = counts(&store).await;
    clock.advance(chrono::Duration::days(1));
    assert_eq!(plant().await, first);
    assert_eq!(counts(&store).await, counted);

    assert_eq!(first.users.len(), 18);
    let alpenglow = &first.organizations["alpenglow"];
    assert_eq!((alpenglow.members.len(), alpenglow.employees.len()), (15, 9));
    assert_eq!(first.organizations["borealis"].employees.len(), 2);
    assert!(
        alpenglow
            .member_invitations
            .contains_key("zala@alpenglow.example")
    );
    assert!(!alpenglow.employees.contains_key("tine@alpenglow.example"));
    let across = store.across(CrossOrganization::Doctor);
    let suspended = across
        .find::<member::Entity>()
        .filter(member::Column::Status.eq(member::MemberStatus::Suspended));
    assert_eq!(suspended.count().await.unwrap(), 1);
    let operators = across
        .find::<user::Entity>()
        .filter(user::Column::PlatformRole.is_not_null());
    assert_eq!(operators.count().await.unwrap(), 1);

    sold_learned_and_paid(&store).await;

    let offered = sign_ins(&store, &demo).await.unwrap();
    assert_eq!(offered.len(), 18);
    let label = |email: &str| &offered.iter().find(|person| person.email == email).unwrap().label;
    assert_eq!(label("olga@volmify.example"), "platform operator");
    assert_eq!(label("ana@alpenglow.example"), "owner of Alpenglow Academy");
    assert_eq!(
        label("cora@alpenglow.example"),
        "creator of Alpenglow Academy, creator of Borealis Labs"
    );
}

/// The demo has something to look at on every page.
async fn sold_learned_and_paid(store: &Store) {
    let across = store.across(CrossOrganization::Doctor);
    let orders = across.find::<order::Entity>().all().await.unwrap();
    let in_status = |status| orders.iter().filter(|order| order.status == status).count();
    let statuses = [
        OrderStatus::Paid,
        OrderStatus::PartiallyRefunded,
        OrderStatus::Pending,
        OrderStatus::Cancelled,
    ]
    .map(in_status);
    let courses = across
        .find::<course::Entity>()
        .filter(course::Column::Status.eq(CourseStatus::Published));
    let courses = courses.count().await.unwrap();
    let certificates = across.find::<certificate::Entity>().count().await.unwrap();
    let payouts = across.find::<payout::Entity>().all().await.unwrap();
    let mut paid: Vec<_> = payouts
        .iter()
        .map(|payout| (payout.amount_minor, payout.currency.as_str()))
        .collect();
    paid.sort_unstable();
    let enrolled = across.find::<enrollment::Entity>().count().await.unwrap();
    assert_eq!(
        (statuses, courses, enrolled, certificates, paid),
        (
            [4, 0, 0, 0],
            3,
            4,
            1,
            vec![(2_016, "USD"), (5_829, "EUR"), (6_048, "USD"), (8_669, "EUR")]
        )
    );
}

#[test]
fn the_binary_prints_ids_and_sessions() {
    let folder = tempfile::tempdir().unwrap();
    let seed = || {
        let printed = succeed(volmify(folder.path()).args(["seed", "--demo", "--json"]));
        serde_json::from_str::<serde_json::Value>(&printed).unwrap()
    };
    let (first, second) = (seed(), seed());
    let ana = |report: &serde_json::Value| report["users"]["ana@alpenglow.example"].clone();
    assert_eq!(first["organizations"], second["organizations"]);
    assert_eq!(ana(&first)["id"], ana(&second)["id"]);
    assert!(ana(&first)["sessionToken"].as_str().unwrap().len() > 40);
    assert_ne!(ana(&first)["sessionToken"], ana(&second)["sessionToken"]);

    let printed = succeed(volmify(folder.path()).args(["operator", "add", "Ana@Alpenglow.example"]));
    assert!(printed.contains("is a platform operator"));
    let complaint = fail(volmify(folder.path()).args(["operator", "add", "nobody@example.com"]));
    assert!(
        complaint.starts_with("error: ") && !complaint.contains("panicked"),
        "{complaint}"
    );
}

#[test]
fn a_file_that_is_wrong_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let complaint = |text: &str| {
        std::fs::write(folder.path().join("seed.json"), text).unwrap();
        fail(volmify(folder.path()).args(["seed", "--file", "seed.json"]))
    };
    assert!(complaint(r#"{ "userz": [] }"#).contains("unknown field `userz`"));
    let user = r#"{ "email": "ana@example.com", "firstName": "Ana" }"#;
    assert!(
        complaint(&format!(r#"{{ "users": [{user}] }}"#)).contains("ana@example.com: there is no password")
    );
    let short = complaint(&format!(r#"{{ "password": "short", "users": [{user}] }}"#));
    assert!(short.contains("`password`: The text is too short"), "{short}");
    let nobody = fail(volmify(folder.path()).arg("seed"));
    assert!(nobody.contains("volmify seed --demo"), "{nobody}");
}
