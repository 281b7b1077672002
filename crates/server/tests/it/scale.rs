//! Made-up databases: their rows are what the commands would have written.

use crate::database::TestDatabase;
use entities::{enrollment, lesson, lesson_progress, member, order};
use finance::audit::{Books, look_over, organizations};
use indicatif::ProgressBar;
use rust_decimal::Decimal;
use server::seed::scale::{Size, grow};
use store::CrossOrganization;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[tokio::test]
async fn an_organization_is_made_up_whole_and_its_books_agree() {
    let (_database, store, _clock) = TestDatabase::migrated().await;
    let size = Size::of_scale(decimal("0.01")).unwrap();
    let bar = ProgressBar::hidden();
    Box::pin(grow(&store, size, &bar)).await.unwrap();
    assert_eq!(bar.position(), bar.length().unwrap());

    let all = organizations(&store).await.unwrap();
    assert_eq!(all.len(), 1);
    let books = look_over(&store, all[0].id).await.unwrap();
    assert!(books.values().all(Books::agree), "{books:?}");
    assert_eq!(books.keys().collect::<Vec<_>>(), ["EUR"]);

    let across = store.across(CrossOrganization::Doctor);
    assert_eq!(
        across.find::<member::Entity>().count().await.unwrap(),
        Size::MEMBERS
    );
    let lessons = Size::COURSES * Size::CHAPTERS * Size::LESSONS;
    assert_eq!(across.find::<lesson::Entity>().count().await.unwrap(), lessons);
    assert_eq!(
        across.find::<order::Entity>().count().await.unwrap(),
        Size::ORDERS
    );
    let enrollments = across.find::<enrollment::Entity>().all().await.unwrap();
    assert_eq!(u64::try_from(enrollments.len()).unwrap(), Size::ENROLLMENTS);
    let completed: i32 = enrollments.iter().map(|one| one.completed_lessons).sum();
    let progress = across.find::<lesson_progress::Entity>().count().await.unwrap();
    assert_eq!(u64::try_from(completed).unwrap(), progress);

    let again = Box::pin(grow(&store, size, &ProgressBar::hidden())).await;
    assert!(again.unwrap_err().to_string().contains("--database-url"));
}

#[test]
fn a_scale_outside_of_what_makes_sense_is_refused() {
    for scale in ["0", "-1", "0.004", "10.1", "79228162514264337593543950335"] {
        assert!(Size::of_scale(decimal(scale)).is_err(), "{scale}");
    }
    let one = Size::of_scale(decimal("1")).unwrap();
    assert_eq!((one.organizations(), one.users()), (100, 50_000));
}
