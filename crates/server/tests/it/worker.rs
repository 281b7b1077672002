//! From events to mail: at least once, not twice.

use crate::world::{PASSWORD, World, token_in};
use authz::Actor;
use chrono::Duration;
use identity::{Client, SignIn};
use mail::Mail;
use people::{
    employee_invitation::{InviteEmployee, approve_employee, invite_employee, reject_employee},
    member_invitation::{
        InviteMember, accept_member_invitation, invite_member, resend_member_invitation,
        revoke_member_invitation,
    },
};
use server::worker::{Worker, run_due};
use std::{collections::BTreeSet, sync::Arc};
use tokio_util::sync::CancellationToken;

impl World {
    async fn invite(&self, email: &str, seconds: Option<i32>) -> kernel::MemberInvitationId {
        let input = InviteMember {
            email: email.to_owned(),
            display_name: "Zala".to_owned(),
            access_role: None,
            expires_in_seconds: seconds,
            courses: Vec::new(),
        };
        let ana = self.actor("ana@example.com").await;
        let invitation = self
            .store
            .write_in(&ana, None, &self.school(), |tx| {
                Box::pin(invite_member(tx, input.clone()))
            })
            .await;
        invitation.unwrap().id
    }

    async fn resend(&self, id: kernel::MemberInvitationId) {
        let ana = self.actor("ana@example.com").await;
        self.store
            .write_in(&ana, None, &self.school(), |tx| {
                Box::pin(resend_member_invitation(tx, id, None))
            })
            .await
            .unwrap();
    }

    async fn decide(&self) {
        let ana = self.actor("ana@example.com").await;
        let candidates = &self.seeded.organizations["school"].employee_invitations;
        let (cora, dino) = (
            candidates["cora@example.com"].parse().unwrap(),
            candidates["dino@example.com"].parse().unwrap(),
        );
        let school = self.school();
        let approved = self
            .store
            .write_in(&ana, None, &school, |tx| Box::pin(approve_employee(tx, cora)));
        approved.await.unwrap();
        let rejected = self.store.write_in(&ana, None, &school, |tx| {
            Box::pin(reject_employee(tx, dino, Some("No opening at present.")))
        });
        rejected.await.unwrap();
    }

    async fn recruit(&self, email: &str) {
        let input = InviteEmployee {
            email: email.to_owned(),
            display_name: "Ivo".to_owned(),
            role: entities::employee::WorkRole::Instructor,
            compensation_type: entities::employee::CompensationType::Commission,
            proposed_salary: None,
            start_date: None,
            job_profile_id: None,
            expires_in_seconds: None,
        };
        let ana = self.actor("ana@example.com").await;
        self.store
            .write_in(&ana, None, &self.school(), |tx| {
                Box::pin(invite_employee(tx, input.clone()))
            })
            .await
            .unwrap();
    }

    async fn ask_for_new_password(&self, email: &str) {
        self.identity
            .request_password_reset(&Actor::Anonymous, None, &Client::default(), email)
            .await
            .unwrap();
    }
}

fn told(mails: &[Mail]) -> Vec<String> {
    let mut told: Vec<_> = mails
        .iter()
        .map(|mail| format!("{}: {}", mail.to, mail.subject))
        .collect();
    told.sort();
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn each_event_becomes_one_letter_however_many_workers_there_are() {
    let world = World::new().await;
    world.sign_up("new@example.com").await;
    world.sign_up("ana@example.com").await;
    world.ask_for_new_password("cora@example.com").await;
    world.invite("zala@example.com", None).await;
    world.recruit("ivo@example.com").await;
    world.decide().await;
    let one = || run_due(&world.store, &world.mailer, &world.brand);
    let (a, b, c, d) = tokio::join!(one(), one(), one(), one());
    assert_eq!([a, b, c, d].into_iter().map(Result::unwrap).sum::<usize>(), 7);
    let mails = world.mailer.take();
    assert_eq!(
        told(&mails),
        [
            "ana@example.com: You already have a Volmify account",
            "cora@example.com: Choose a new password for Volmify",
            "cora@example.com: The school has approved you as an employee",
            "dino@example.com: The school has not approved you as an employee",
            "ivo@example.com: Ana Avsec invites you to work for The school",
            "new@example.com: Confirm your e-mail address for Volmify",
            "zala@example.com: Ana Avsec invites you to join The school",
        ]
    );
    let ids: BTreeSet<_> = mails.iter().map(|mail| &mail.id).collect();
    assert_eq!(ids.len(), mails.len());
    assert_eq!(world.run_due().await, 0);
}

#[tokio::test]
async fn what_a_mail_carries_works_and_leads_to_the_pages() {
    let world = World::new().await;
    let (nobody, client) = (Actor::Anonymous, Client::default());
    world.sign_up("new@example.com").await;
    let mails = world.deliver().await;
    assert!(
        mails[0]
            .text
            .contains("https://learn.example.com/app/verify-email?token=vmt_")
    );
    let verified = world
        .identity
        .verify_email(&nobody, None, &client, &token_in(&mails[0]))
        .await;
    verified.unwrap();

    world.ask_for_new_password("new@example.com").await;
    let mails = world.deliver().await;
    assert!(
        mails[0]
            .text
            .contains("https://learn.example.com/app/reset-password?token=vmt_")
    );
    let token = token_in(&mails[0]);
    let done = world
        .identity
        .reset_password(&nobody, None, &client, &token, "a quite different one")
        .await;
    done.unwrap();
    let mails = world.deliver().await;
    assert_eq!(
        told(&mails),
        ["new@example.com: Your Volmify password has been changed"]
    );
    assert!(
        mails[0]
            .text
            .contains("https://learn.example.com/app/forgot-password")
    );
    let input = SignIn {
        email: "new@example.com".to_owned(),
        password: PASSWORD.to_owned(),
        transport: entities::session::SessionTransport::Bearer,
    };
    assert!(
        world
            .identity
            .sign_in(&nobody, None, &client, input)
            .await
            .is_err()
    );

    world.invite("new@example.com", None).await;
    let mails = world.deliver().await;
    assert!(
        mails[0]
            .text
            .contains("https://learn.example.com/app/invitations/member?token=vmt_")
    );
    let new = world.actor("new@example.com").await;
    let accepted = accept_member_invitation(&world.store, &new, None, &token_in(&mails[0])).await;
    assert_eq!(accepted.unwrap().1.display_name, "Zala");
}

#[tokio::test]
async fn a_failing_server_is_tried_again_later_and_later() {
    let world = World::new().await;
    world.sign_up("new@example.com").await;
    world.mailer.fail_next(2);
    for pause in [30, 60] {
        assert_eq!((world.run_due().await, world.mailer.sent().len()), (1, 0));
        world.clock.advance(Duration::seconds(pause - 1));
        assert_eq!(world.run_due().await, 0);
        world.clock.advance(Duration::seconds(1));
    }
    assert_eq!((world.run_due().await, world.mailer.sent().len()), (1, 1));
    world.clock.advance(Duration::days(1));
    assert_eq!((world.run_due().await, world.mailer.sent().len()), (0, 1));
    let token = token_in(&world.mailer.take()[0]);
    world.clock.advance(Duration::days(-1));
    let verified = world
        .identity
        .verify_email(&Actor::Anonymous, None, &Client::default(), &token)
        .await;
    verified.unwrap();
}

#[tokio::test]
async fn what_is_refused_for_good_is_given_up() {
    let world = World::new().await;
    world.sign_up("new@example.com").await;
    world.mailer.refuse_next(1);
    assert_eq!((world.run_due().await, world.mailer.sent().len()), (1, 0));
    world.clock.advance(Duration::days(30));
    assert_eq!(world.run_due().await, 0);
}

#[tokio::test]
async fn a_worker_that_dies_loses_its_claim() {
    let world = World::new().await;
    world.sign_up("new@example.com").await;
    let mail = entities::delivery::Consumer::Mail;
    let lost = world
        .store
        .claim_delivery(mail, Duration::minutes(2))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(world.run_due().await, 0);
    world.clock.advance(Duration::minutes(2));
    assert_eq!(world.deliver().await.len(), 1);
    // Coming back from the dead changes nothing.
    world.store.fail_delivery(&lost, "too late", false).await.unwrap();
    world.clock.advance(Duration::days(1));
    assert_eq!(world.run_due().await, 0);
}

#[tokio::test]
async fn only_the_latest_mail_of_an_invitation_is_sent() {
    let world = World::new().await;
    let id = world.invite("cora@example.com", None).await;
    world.clock.advance(Duration::minutes(1));
    world.resend(id).await;
    let mails = world.deliver().await;
    assert_eq!(mails.len(), 1);
    let cora = world.actor("cora@example.com").await;
    let accepted = accept_member_invitation(&world.store, &cora, None, &token_in(&mails[0])).await;
    assert!(accepted.is_ok(), "{accepted:?}");
}

#[tokio::test]
async fn what_is_over_is_not_mailed() {
    let world = World::new().await;
    let id = world.invite("zala@example.com", None).await;
    let ana = world.actor("ana@example.com").await;
    let school = world.school();
    let revoked = world.store.write_in(&ana, None, &school, |tx| {
        Box::pin(revoke_member_invitation(tx, id))
    });
    revoked.await.unwrap();
    world.invite("zora@example.com", Some(60)).await;
    world.ask_for_new_password("ana@example.com").await;
    world.ask_for_new_password("ana@example.com").await;
    world.clock.advance(Duration::seconds(60));
    let mails = world.deliver().await;
    assert_eq!(
        told(&mails),
        ["ana@example.com: Choose a new password for Volmify"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_worker_delivers_and_stops_when_told() {
    let world = World::new().await;
    let mailer = Arc::new(mail::MemoryMailer::new());
    let worker = Worker {
        payments: payments::build(&payments::PaymentSettings::Test { webhook_secret: None }).unwrap(),
        files: files::Files::in_memory(),
        webhooks: webhooks::Sender::new(webhooks::Reach::Public).unwrap(),
        store: world.store.clone(),
        mailer: mailer.clone(),
        brand: world.brand.clone(),
    };
    let stop = CancellationToken::new();
    let running = tokio::spawn(worker.run(stop.clone()));
    for number in 0..6 {
        world.invite(&format!("zala{number}@example.com"), None).await;
    }
    for _ in 0..1000 {
        if mailer.sent().len() == 6 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    stop.cancel();
    running.await.unwrap();
    assert_eq!(mailer.sent().len(), 6);
}
