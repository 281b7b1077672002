//! How members come to a course and lose it.

use crate::{
    course::NewCourse,
    world::{code, in_every_world, problem, within},
};
use authz::actions::ManageEnrollment;
use entities::{
    certificate,
    enrollment::{self, EnrollmentSource, EnrollmentStatus},
    event::EventAction,
    member::AccessRole,
};
use kernel::Code;
use learning::enrollment::{cancel_enrollment, reinstate_enrollment, suspend_enrollment};
use serde_json::json;
use store::Failure;

#[tokio::test]
async fn staff_grant_a_course_once() {
    in_every_world(|world| async move {
        let course = world.course(NewCourse::of("rust", 5)).await;
        let first = world
            .grant(&world.ana, &course, world.marko_id, "k1")
            .await
            .unwrap();
        assert_eq!(
            (first.status, first.source),
            (EnrollmentStatus::Active, EnrollmentSource::Grant)
        );
        assert_eq!((first.completed_lessons, first.required_lessons), (0, 5));
        assert!(first.granted_by_employee_id.is_some());
        let before = world.census().await;
        let again = world
            .grant(&world.ana, &course, world.marko_id, "k1")
            .await
            .unwrap();
        assert_eq!(again, first);
        assert_eq!(world.census().await, before);
        // Another key is another wish, which changes nothing either.
        let other = world
            .grant(&world.ana, &course, world.marko_id, "k2")
            .await
            .unwrap();
        assert_eq!(other, first);
        assert_eq!(world.happened(EventAction::MemberEnrolled).await, 1);
        let (_, lena) = world.member("lena", AccessRole::Member).await;
        let conflict = world.grant(&world.ana, &course, lena, "k1").await;
        assert_eq!(code(conflict), Code::IdempotencyConflict);
        assert_eq!(world.all::<enrollment::Entity>().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn members_grant_nothing() {
    in_every_world(|world| async move {
        let course = world.course(NewCourse::of("rust", 1)).await;
        let before = world.census().await;
        let outcome = world.grant(&world.marko, &course, world.marko_id, "k").await;
        assert!(matches!(outcome, Err(Failure::Forbidden("course.grantAccess"))));
        assert_eq!(world.census().await, before);
    })
    .await;
}

#[tokio::test]
async fn withheld_given_back_ended_and_opened_again() {
    in_every_world(|world| async move {
        let course = world.course(NewCourse::of("rust", 2)).await;
        let id = world.enrolled(&course).await;
        world.complete(&world.marko, course.lessons[0]).await.unwrap();

        let reinstate =
            || async { within!(world, world.ana, world.here(), |tx| reinstate_enrollment(tx, id)) };
        let suspend = || async {
            within!(world, world.ana, world.here(), |tx| suspend_enrollment(
                tx, id, "Unpaid"
            ))
        };
        assert_eq!(code(reinstate().await), Code::EnrollmentNotSuspended);
        assert_eq!(suspend().await.unwrap().status, EnrollmentStatus::Suspended);
        let refused = problem(suspend().await);
        assert_eq!(
            (refused.code, refused.params.get("status")),
            (Code::EnrollmentNotActive, Some(&json!("SUSPENDED")))
        );
        let before = world.census().await;
        let locked_out = world.complete(&world.marko, course.lessons[1]).await;
        assert_eq!(code(locked_out), Code::EnrollmentNotActive);
        assert_eq!(world.census().await, before);
        assert_eq!(reinstate().await.unwrap().status, EnrollmentStatus::Active);

        let cancel = || async {
            within!(world, world.ana, world.here(), |tx| cancel_enrollment(
                tx, id, "Refunded"
            ))
        };
        assert_eq!(cancel().await.unwrap().status, EnrollmentStatus::Cancelled);
        assert_eq!(code(cancel().await), Code::EnrollmentNotActive);
        assert_eq!(
            world.told(EventAction::EnrollmentCancelled).await["reason"],
            "Refunded"
        );

        let opened = world
            .grant(&world.ana, &course, world.marko_id, "again")
            .await
            .unwrap();
        assert_eq!((opened.id, opened.status), (id, EnrollmentStatus::Active));
        assert_eq!((opened.completed_lessons, opened.required_lessons), (1, 2));
        assert_eq!(world.happened(EventAction::EnrollmentReopened).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_completed_course_is_completed_again_after_a_refund() {
    in_every_world(|world| async move {
        let course = world.course(NewCourse::of("rust", 1)).await;
        let id = world.enrolled(&course).await;
        world.complete(&world.marko, course.lessons[0]).await.unwrap();
        let cancelled = within!(world, world.ana, world.here(), |tx| async {
            let because = tx.load_for::<ManageEnrollment>("id", id).await?;
            cancel_enrollment(tx, because.id, "Refunded").await
        });
        assert_eq!(cancelled.unwrap().status, EnrollmentStatus::Cancelled);
        let certificates = world.all::<certificate::Entity>().await;
        assert!(certificates[0].revoked_at.is_none());
        let opened = world
            .grant(&world.ana, &course, world.marko_id, "again")
            .await
            .unwrap();
        assert_eq!(opened.status, EnrollmentStatus::Completed);
        assert_eq!(world.all::<certificate::Entity>().await.len(), 1);
        assert_eq!(world.points(world.marko_id).await, (300, 300));
    })
    .await;
}
