//! Who may write which course.

use crate::school::{a_lesson, act, code, in_every_school};
use content::{
    category::{NewCategory, UpdateCategory, create_category, update_category},
    chapter::create_chapter,
    course::{add_course_mentor, publish_course, remove_course_mentor, set_course_tags, submit_course},
    lesson::create_lesson,
};
use entities::{category, course_mentor, course_tag, employee::WorkRole, event::EventAction, tag};
use kernel::{Code, Patch, TypedId};
use people::employee::terminate_employee;
use sea_orm::Order;
use store::Failure;

#[tokio::test]
async fn authors_write_their_own_courses_and_mentors_with_them() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let chapter = school.chapter(course.id, "One").await;
        school.lesson(chapter.id, "1").await;
        // A draft of somebody else is not there.
        let unseen = act!(school, school.colleague, |tx| create_chapter(
            tx, course.id, "Two"
        ));
        assert!(matches!(unseen, Err(Failure::NotFound("courseId"))));
        act!(school, school.author, |tx| submit_course(tx, course.id)).unwrap();
        act!(school, school.owner, |tx| publish_course(tx, course.id)).unwrap();
        let forbidden = act!(school, school.colleague, |tx| create_chapter(
            tx, course.id, "Two"
        ));
        assert!(matches!(forbidden, Err(Failure::Forbidden("course.edit"))));
        let forbidden = act!(school, school.colleague, |tx| create_lesson(
            tx,
            chapter.id,
            a_lesson("2")
        ));
        assert!(matches!(forbidden, Err(Failure::Forbidden("course.edit"))));

        let mentor = school.colleague_employee.id;
        act!(school, school.author, |tx| add_course_mentor(
            tx, course.id, mentor
        ))
        .unwrap();
        let events = school.events().await;
        act!(school, school.author, |tx| add_course_mentor(
            tx, course.id, mentor
        ))
        .unwrap();
        assert_eq!(school.events().await, events);
        act!(school, school.colleague, |tx| create_chapter(
            tx, course.id, "Two"
        ))
        .unwrap();
        act!(school, school.author, |tx| remove_course_mentor(
            tx, course.id, mentor
        ))
        .unwrap();
        let forbidden = act!(school, school.colleague, |tx| create_chapter(
            tx, course.id, "Three"
        ));
        assert!(matches!(forbidden, Err(Failure::Forbidden("course.edit"))));
        let gone = act!(school, school.author, |tx| remove_course_mentor(
            tx, course.id, mentor
        ));
        assert!(matches!(gone, Err(Failure::NotFound("employeeId"))));
    })
    .await;
}

#[tokio::test]
async fn a_mentor_is_at_work() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let (_, former) = school.employee("former", WorkRole::Instructor).await;
        act!(school, school.owner, |tx| terminate_employee(tx, former.id, "x")).unwrap();
        let refused = act!(school, school.author, |tx| add_course_mentor(
            tx, course.id, former.id
        ));
        assert_eq!(code(refused), Code::EmployeeNotActive);
        let unknown = kernel::EmployeeId::from_uuid(course.id.uuid());
        let unknown = act!(school, school.author, |tx| add_course_mentor(
            tx, course.id, unknown
        ));
        assert!(matches!(unknown, Err(Failure::NotFound("employeeId"))));
        let scope = school.seen_by(&school.owner).await;
        assert_eq!(scope.find::<course_mentor::Entity>().count().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn members_and_staff_begin_no_courses() {
    in_every_school(|school| async move {
        let (member, _) = school.member("learner").await;
        let (staff, _) = school.employee("staff", WorkRole::Staff).await;
        for actor in [member, staff] {
            let forbidden = school.course_of(&actor, "Mine").await;
            assert!(matches!(forbidden, Err(Failure::Forbidden("course.create"))));
        }
    })
    .await;
}

#[tokio::test]
async fn subjects_are_the_organizations_and_keep_their_order() {
    in_every_school(|school| async move {
        let new = |name: &str| NewCategory {
            name: name.to_owned(),
            ..NewCategory::default()
        };
        let forbidden = act!(school, school.author, |tx| create_category(tx, new("Law")));
        assert!(matches!(forbidden, Err(Failure::Forbidden("category.create"))));
        let mut ids = Vec::new();
        for name in ["Law", "Music", "Číslo"] {
            ids.push(
                act!(school, school.owner, |tx| create_category(tx, new(name)))
                    .unwrap()
                    .id,
            );
        }
        let taken = act!(school, school.owner, |tx| create_category(tx, new("law")));
        assert_eq!(code(taken), Code::SlugTaken);
        let (law, last) = (ids[0], ids[2]);
        let place = |position| UpdateCategory {
            position: Patch::Set(position),
            ..UpdateCategory::default()
        };
        let out = act!(school, school.owner, |tx| update_category(tx, law, place(4)));
        assert_eq!(code(out), Code::OutOfRange);
        act!(school, school.owner, |tx| update_category(tx, last, place(1))).unwrap();
        let scope = school.seen_by(&school.author).await;
        let rows = scope
            .find::<category::Entity>()
            .order_by(category::Column::Position, Order::Asc)
            .all()
            .await
            .unwrap();
        let order: Vec<_> = rows.iter().map(|row| (row.slug.as_str(), row.position)).collect();
        assert_eq!(order, [("cislo", 1), ("law", 2), ("music", 3)]);
    })
    .await;
}

#[tokio::test]
async fn a_course_has_exactly_the_tags_it_was_given() {
    in_every_school(|school| async move {
        let course = school.course("Rust").await;
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let set = async |tags: Vec<String>| {
            act!(school, school.author, |tx| set_course_tags(
                tx,
                course.id,
                tags.clone()
            ))
        };
        set(names(&["Systems", "systems", "Web"])).await.unwrap();
        let events = school.events().await;
        set(names(&["web", "Systems"])).await.unwrap();
        assert_eq!(school.events().await, events);
        set(names(&["Web", "Async"])).await.unwrap();
        let log = school.log(course.id).await;
        let last = log.last().unwrap();
        assert_eq!(last.action, EventAction::CourseTagsChanged);
        assert_eq!(
            (last.before.clone(), last.after.clone()),
            (
                Some(serde_json::json!({ "tags": ["systems", "web"] })),
                Some(serde_json::json!({ "tags": ["async", "web"] }))
            )
        );
        assert_eq!(code(set(names(&["!"])).await), Code::InvalidFormat);
        assert_eq!(code(set(vec!["x".to_owned(); 21]).await), Code::OutOfRange);
        let scope = school.seen_by(&school.author).await;
        assert_eq!(scope.find::<course_tag::Entity>().count().await.unwrap(), 2);
        // The words stay for other courses.
        assert_eq!(scope.find::<tag::Entity>().count().await.unwrap(), 3);
    })
    .await;
}
