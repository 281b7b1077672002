//! Fifty requests at once.

use crate::school::{act, code, in_every_school};
use content::{chapter::create_chapter, course::set_course_tags};
use entities::{chapter, course, quiz, tag};
use kernel::Code;
use sea_orm::Order;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn courses_of_one_title_get_slugs_of_their_own() {
    in_every_school(|school| async move {
        let running: Vec<_> = (0..50)
            .map(|_| {
                let school = school.clone();
                tokio::spawn(async move { school.course("Rust").await.slug })
            })
            .collect();
        let mut slugs = BTreeSet::new();
        for task in running {
            slugs.insert(task.await.unwrap());
        }
        let expected: BTreeSet<_> = (1..=50)
            .map(|number| match number {
                1 => "rust".to_owned(),
                _ => format!("rust-{number}"),
            })
            .collect();
        assert_eq!(slugs, expected);
        let scope = school.seen_by(&school.owner).await;
        assert_eq!(scope.find::<course::Entity>().count().await.unwrap(), 50);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn chapters_get_places_of_their_own() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await.id;
        let running: Vec<_> = (0..50)
            .map(|_| {
                let school = school.clone();
                tokio::spawn(async move { act!(school, school.author, |tx| create_chapter(tx, course, "C")) })
            })
            .collect();
        for task in running {
            task.await.unwrap().unwrap();
        }
        let scope = school.seen_by(&school.author).await;
        let rows = scope
            .find::<chapter::Entity>()
            .order_by(chapter::Column::Position, Order::Asc)
            .all()
            .await
            .unwrap();
        let places: Vec<_> = rows.iter().map(|row| row.position).collect();
        assert_eq!(places, (1..=50).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_fifty_quizzes_gets_the_lesson() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await.id;
        let chapter = school.chapter(course, "1").await;
        let lesson = school.lesson(chapter.id, "a").await;
        let running: Vec<_> = (0..50)
            .map(|_| {
                let (school, lesson) = (school.clone(), lesson.clone());
                tokio::spawn(async move { school.quiz(course, Some(&lesson)).await })
            })
            .collect();
        let mut made = 0;
        for task in running {
            match task.await.unwrap() {
                Ok(_) => made += 1,
                Err(failure) => assert_eq!(code(Err::<(), _>(failure)), Code::LessonAlreadyHasAssessment),
            }
        }
        let scope = school.seen_by(&school.author).await;
        assert_eq!(
            (made, scope.find::<quiz::Entity>().count().await.unwrap()),
            (1, 1)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_word_is_one_tag_for_all_courses() {
    in_every_school(|school| async move {
        let mut courses = Vec::new();
        for number in 0..20 {
            courses.push(school.course(&format!("C{number}")).await.id);
        }
        let running: Vec<_> = courses
            .into_iter()
            .map(|course| {
                let school = school.clone();
                tokio::spawn(async move {
                    act!(school, school.author, |tx| set_course_tags(
                        tx,
                        course,
                        vec!["New".to_owned()]
                    ))
                })
            })
            .collect();
        for task in running {
            task.await.unwrap().unwrap();
        }
        let scope = school.seen_by(&school.author).await;
        assert_eq!(scope.find::<tag::Entity>().count().await.unwrap(), 1);
    })
    .await;
}
