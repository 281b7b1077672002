//! Taking certificates back.

use crate::{
    course::NewCourse,
    world::{code, in_every_world, within},
};
use entities::{certificate, event::EventAction};
use kernel::Code;
use learning::certificate::revoke_certificate;
use store::Failure;

#[tokio::test]
async fn a_certificate_is_revoked_once_and_by_staff() {
    in_every_world(|world| async move {
        let course = world.course(NewCourse::of("rust", 1)).await;
        world.enrolled(&course).await;
        world.complete(&world.marko, course.lessons[0]).await.unwrap();
        let id = world.all::<certificate::Entity>().await[0].id;
        let before = world.census().await;
        let own = within!(world, world.marko, world.here(), |tx| revoke_certificate(
            tx, id, "No"
        ));
        assert!(matches!(own, Err(Failure::Forbidden("certificate.revoke"))));
        let blank = within!(world, world.ana, world.here(), |tx| revoke_certificate(
            tx, id, " "
        ));
        assert_eq!(code(blank), Code::Required);
        assert_eq!(world.census().await, before);
        let revoked = within!(world, world.ana, world.here(), |tx| revoke_certificate(
            tx, id, "Cheated"
        ));
        let revoked = revoked.unwrap();
        assert_eq!(revoked.revoked_at, Some(world.store().now()));
        assert_eq!(revoked.revoked_reason.as_deref(), Some("Cheated"));
        assert!(revoked.revoked_by_employee_id.is_some());
        assert_eq!(
            world.told(EventAction::CertificateRevoked).await["reason"],
            "Cheated"
        );
        let again = within!(world, world.ana, world.here(), |tx| revoke_certificate(
            tx, id, "Again"
        ));
        assert_eq!(code(again), Code::CertificateAlreadyRevoked);
        // Completing something again issues no other.
        world.complete(&world.marko, course.lessons[0]).await.unwrap();
        assert_eq!(world.all::<certificate::Entity>().await.len(), 1);
    })
    .await;
}
