//! What has to come first, and that nothing comes before itself.

use crate::school::{School, act, code, in_every_school, problem};
use content::course::{add_course_prerequisite, archive_course, remove_course_prerequisite};
use entities::{course_prerequisite, event::EventAction};
use kernel::{Code, CourseId};
use serde_json::json;
use store::Failure;

async fn edges(school: &School) -> Vec<(CourseId, CourseId)> {
    let scope = school.seen_by(&school.owner).await;
    let rows = scope.find::<course_prerequisite::Entity>().all().await.unwrap();
    let mut edges: Vec<_> = rows
        .iter()
        .map(|row| (row.course_id, row.prerequisite_course_id))
        .collect();
    edges.sort();
    edges
}

#[tokio::test]
async fn a_cycle_is_refused_with_the_way_around() {
    in_every_school(|school| async move {
        let (a, b, c) = (
            school.course("A").await.id,
            school.course("B").await.id,
            school.course("C").await.id,
        );
        for (course, first) in [(a, b), (b, c)] {
            act!(school, school.author, |tx| add_course_prerequisite(
                tx, course, first
            ))
            .unwrap();
        }
        let (before, events) = (edges(&school).await, school.events().await);
        let refused = problem(act!(school, school.author, |tx| add_course_prerequisite(
            tx, c, a
        )));
        assert_eq!(
            (refused.code, refused.field, json!(refused.params)),
            (
                Code::PrerequisiteCycle,
                vec!["prerequisiteCourseId"],
                json!({
                    "path": ["A", "B", "C", "A"],
                    "courseIds": [a.to_string(), b.to_string(), c.to_string(), a.to_string()],
                })
            )
        );
        let oneself = problem(act!(school, school.author, |tx| add_course_prerequisite(
            tx, a, a
        )));
        assert_eq!(
            (oneself.code, &oneself.params["path"]),
            (Code::PrerequisiteCycle, &json!(["A", "A"]))
        );
        act!(school, school.author, |tx| add_course_prerequisite(tx, a, b)).unwrap();
        assert_eq!((edges(&school).await, school.events().await), (before, events));
        // A shortcut is no cycle.
        act!(school, school.author, |tx| add_course_prerequisite(tx, a, c)).unwrap();
        act!(school, school.author, |tx| remove_course_prerequisite(tx, b, c)).unwrap();
        act!(school, school.author, |tx| remove_course_prerequisite(tx, a, c)).unwrap();
        act!(school, school.author, |tx| add_course_prerequisite(tx, c, a)).unwrap();
        let gone = act!(school, school.author, |tx| remove_course_prerequisite(tx, b, c));
        assert!(matches!(gone, Err(Failure::NotFound("prerequisiteCourseId"))));
        let log = school.log(b).await;
        assert_eq!(log.last().unwrap().action, EventAction::CoursePrerequisiteRemoved);
        act!(school, school.author, |tx| archive_course(tx, b)).unwrap();
        let archived = act!(school, school.author, |tx| add_course_prerequisite(tx, b, c));
        assert_eq!(code(archived), Code::CourseArchived);
    })
    .await;
}

#[tokio::test]
async fn the_way_around_does_not_name_foreign_drafts() {
    in_every_school(|school| async move {
        let foreign = school.course_of(&school.colleague, "Secret").await.unwrap().id;
        let unseen = school.course("Mine").await.id;
        let refused = act!(school, school.author, |tx| add_course_prerequisite(
            tx, unseen, foreign
        ));
        assert!(matches!(refused, Err(Failure::NotFound("prerequisiteCourseId"))));
        let (x, y) = (school.course("X").await.id, school.course("Y").await.id);
        // The owner sees all courses and links them through the draft that the author does not see.
        for (course, first) in [(x, foreign), (foreign, y)] {
            act!(school, school.owner, |tx| add_course_prerequisite(
                tx, course, first
            ))
            .unwrap();
        }
        let refused = problem(act!(school, school.author, |tx| add_course_prerequisite(
            tx, y, x
        )));
        assert_eq!(refused.params["path"], json!(["X", null, "Y", "X"]));
        assert_eq!(refused.params["courseIds"][1], json!(null));
    })
    .await;
}

/// Fifty requests at once: both halves of 25 cycles. Of each, exactly one lands.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_halves_of_a_cycle_at_once() {
    in_every_school(|school| async move {
        let mut pairs = Vec::new();
        for number in 0..25 {
            let a = school.course(&format!("A{number}")).await.id;
            let b = school.course(&format!("B{number}")).await.id;
            pairs.push((a, b));
        }
        let mut running = Vec::new();
        for (a, b) in &pairs {
            for (course, first) in [(*a, *b), (*b, *a)] {
                let school = school.clone();
                running.push(tokio::spawn(async move {
                    act!(school, school.author, |tx| add_course_prerequisite(
                        tx, course, first
                    ))
                }));
            }
        }
        let mut refused = 0;
        for task in running {
            if let Err(failure) = task.await.unwrap() {
                assert_eq!(code(Err::<(), _>(failure)), Code::PrerequisiteCycle);
                refused += 1;
            }
        }
        assert_eq!(refused, 25);
        let edges = edges(&school).await;
        assert_eq!(edges.len(), 25);
        for (a, b) in pairs {
            assert!(edges.contains(&(a, b)) != edges.contains(&(b, a)));
        }
    })
    .await;
}

/// Fifty courses in a ring, all links at once: the last one to come would close it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_ring_at_once_stays_open() {
    in_every_school(|school| async move {
        let mut ring = Vec::new();
        for number in 0..50 {
            ring.push(school.course(&format!("R{number}")).await.id);
        }
        let running: Vec<_> = (0..50)
            .map(|number| {
                let (school, course, first) = (school.clone(), ring[number], ring[(number + 1) % 50]);
                tokio::spawn(async move {
                    act!(school, school.author, |tx| add_course_prerequisite(
                        tx, course, first
                    ))
                })
            })
            .collect();
        let mut landed = 0;
        for task in running {
            match task.await.unwrap() {
                Ok(_) => landed += 1,
                Err(failure) => assert_eq!(code(Err::<(), _>(failure)), Code::PrerequisiteCycle),
            }
        }
        assert_eq!((landed, edges(&school).await.len()), (49, 49));
    })
    .await;
}
