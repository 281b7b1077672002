//! Appending to the event log, in the transaction of the change.

use entities::{
    delivery::{self, Consumer, DeliveryStatus},
    event::{self, Capacity, EventAction},
};
use kernel::{OrganizationId, TypedId};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryTrait, Statement};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};
use uuid::Uuid;

use crate::{StoreError, Tx, feed};

/// What happened, as a command tells it. Who, where and when are known to the transaction.
#[derive(Debug)]
pub struct NewEvent {
    action: EventAction,
    subject_type: &'static str,
    subject: Uuid,
    before: Option<Value>,
    after: Option<Value>,
}

impl NewEvent {
    /// Something happened to a thing.
    pub fn new<I: TypedId>(action: EventAction, subject: I) -> Self {
        Self {
            action,
            subject_type: I::PREFIX,
            subject: subject.uuid(),
            before: None,
            after: None,
        }
    }

    /// The changed fields as they were.
    #[must_use]
    pub fn before(mut self, fields: Value) -> Self {
        self.before = Some(fields);
        self
    }

    /// The changed fields as they are now, and whatever the readers of the log need to act. Never a secret.
    #[must_use]
    pub fn after(mut self, fields: Value) -> Self {
        self.after = Some(fields);
        self
    }
}

/// Who has to do something because of an event.
#[expect(clippy::too_many_lines, reason = "a table with a line per event")]
const fn consumers(action: EventAction) -> &'static [Consumer] {
    match action {
        EventAction::UserSignedUp
        | EventAction::SignUpRepeated
        | EventAction::EmailVerificationRequested
        | EventAction::PasswordResetRequested
        | EventAction::PasswordReset
        | EventAction::PasswordChanged
        | EventAction::MemberInvited
        | EventAction::MemberInvitationResent
        | EventAction::EmployeeInvited
        | EventAction::EmployeeInvitationResent
        | EventAction::EmployeeApproved
        | EventAction::EmployeeRejected => &[Consumer::Mail],
        EventAction::EmailVerified
        | EventAction::SignedIn
        | EventAction::SignedOut
        | EventAction::SessionRevoked
        | EventAction::UserUpdated
        | EventAction::ProfileUpdated
        | EventAction::JobProfileCreated
        | EventAction::JobProfileUpdated
        | EventAction::UserBanned
        | EventAction::UserUnbanned
        | EventAction::ImpersonationStarted
        | EventAction::ImpersonationEnded
        | EventAction::OperatorAppointed
        | EventAction::OrganizationCreated
        | EventAction::OrganizationUpdated
        | EventAction::OrganizationRateLimitSet
        | EventAction::MemberInvitationRevoked
        | EventAction::MemberInvitationDeclined
        | EventAction::MemberJoined
        | EventAction::MemberUpdated
        | EventAction::MemberSuspended
        | EventAction::MemberReinstated
        | EventAction::MemberLeft
        | EventAction::MemberRemoved
        | EventAction::AccessRoleChanged
        | EventAction::PermissionGranted
        | EventAction::PermissionRevoked
        | EventAction::EmployeeInvitationRevoked
        | EventAction::EmployeeInvitationDeclined
        | EventAction::EmployeeInvitationAccepted
        | EventAction::EmploymentBegan
        | EventAction::EmployeeUpdated
        | EventAction::CompensationChanged
        | EventAction::JobProfileLinked
        | EventAction::EmployeeTerminated
        | EventAction::FeeScheduleSet
        | EventAction::RevenueRecognized
        | EventAction::RevenueReversed
        | EventAction::BooksClosed
        | EventAction::LedgerEntryPosted
        | EventAction::LedgerEntryReversed
        | EventAction::AttributionCreated
        | EventAction::AttributionEnded
        | EventAction::PayoutRunCompleted
        | EventAction::PayoutMade
        | EventAction::MemberEnrolled
        | EventAction::EnrollmentReopened
        | EventAction::EnrollmentSuspended
        | EventAction::EnrollmentReinstated
        | EventAction::EnrollmentCancelled
        | EventAction::LessonOpened
        | EventAction::LessonCompleted
        | EventAction::QuizAttemptStarted
        | EventAction::QuizAttemptSubmitted
        | EventAction::QuizAttemptTimedOut
        | EventAction::CourseCompleted
        | EventAction::CertificateIssued
        | EventAction::CertificateRevoked
        | EventAction::PointsEarned
        | EventAction::PointsSpent
        | EventAction::EarlyUnlocked
        | EventAction::CourseRated
        | EventAction::CourseRatingDeleted
        | EventAction::CourseRatingHidden
        | EventAction::CourseRatingRestored
        | EventAction::OrderPlaced
        | EventAction::OrderPaid
        | EventAction::OrderCancelled
        | EventAction::PaymentCaptured
        | EventAction::PaymentFailed
        | EventAction::RefundRequested
        | EventAction::RefundApproved
        | EventAction::RefundRejected
        | EventAction::RefundCompleted
        | EventAction::RefundFailed
        | EventAction::RefundReturned
        | EventAction::PaymentDisputed
        | EventAction::DisputeWon
        | EventAction::DisputeLost
        | EventAction::ProductCreated
        | EventAction::ProductUpdated
        | EventAction::ProductActivated
        | EventAction::ProductArchived
        | EventAction::VariantAdded
        | EventAction::VariantUpdated
        | EventAction::PriceSet
        | EventAction::PriceEnded
        | EventAction::OfferCreated
        | EventAction::OfferUpdated
        | EventAction::OfferActivated
        | EventAction::OfferDeactivated
        | EventAction::TaxRateCreated
        | EventAction::GiftCardIssued
        | EventAction::GiftCardActivated
        | EventAction::GiftCardDeactivated
        | EventAction::CategoryCreated
        | EventAction::CategoryUpdated
        | EventAction::CourseCreated
        | EventAction::CourseUpdated
        | EventAction::CourseSubmitted
        | EventAction::CourseReturned
        | EventAction::CoursePublished
        | EventAction::CourseArchived
        | EventAction::CourseRestored
        | EventAction::CourseTagsChanged
        | EventAction::CourseMentorAdded
        | EventAction::CourseMentorRemoved
        | EventAction::CoursePrerequisiteAdded
        | EventAction::CoursePrerequisiteRemoved
        | EventAction::ChapterCreated
        | EventAction::ChapterUpdated
        | EventAction::ChapterMoved
        | EventAction::ChapterScheduled
        | EventAction::ChapterPublished
        | EventAction::ChapterUnpublished
        | EventAction::ChapterDeleted
        | EventAction::LessonCreated
        | EventAction::LessonUpdated
        | EventAction::LessonMoved
        | EventAction::LessonScheduled
        | EventAction::LessonPublished
        | EventAction::LessonUnpublished
        | EventAction::LessonDeleted
        | EventAction::LessonAttachmentAdded
        | EventAction::LessonAttachmentRemoved
        | EventAction::QuizCreated
        | EventAction::QuizUpdated
        | EventAction::QuizDeleted
        | EventAction::QuizQuestionAdded
        | EventAction::QuizQuestionUpdated
        | EventAction::QuizQuestionMoved
        | EventAction::QuizQuestionRemoved
        | EventAction::CourseImported
        | EventAction::WebhookEndpointCreated
        | EventAction::WebhookEndpointUpdated
        | EventAction::WebhookEndpointGone
        | EventAction::WebhookEndpointDeleted
        | EventAction::WebhookSecretRotated
        | EventAction::WebhookReplayed => &[],
    }
}

/// What the commands of a transaction have told the log, kept until its end.
#[derive(Default)]
pub(crate) struct Told(Mutex<Vec<Happened>>);

impl Told {
    pub(crate) fn take(&self) -> Vec<Happened> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, happened: Happened) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(happened);
    }
}

/// An event that is not written yet.
pub(crate) struct Happened {
    event: event::Model,
}

impl Happened {
    /// Who may be waiting for it: the organization's readers; outside of organizations, where it may end a session, whoever did it
    /// and whomever it was done to. Nothing else rings there, least of all what is asked about an address: it must cost the same
    /// whether anybody has it.
    fn topics(&self) -> impl Iterator<Item = Uuid> {
        let (first, second) = match self.event.organization_id {
            Some(organization) => (Some(organization.uuid()), None),
            None if ends_sessions(self.event.action) => (
                self.event.actor_user_id.map(TypedId::uuid),
                Some(self.event.subject_id),
            ),
            None => (None, None),
        };
        first.into_iter().chain(second)
    }
}

const fn ends_sessions(action: EventAction) -> bool {
    matches!(
        action,
        EventAction::SignedOut
            | EventAction::SessionRevoked
            | EventAction::PasswordReset
            | EventAction::PasswordChanged
            | EventAction::UserBanned
            | EventAction::ImpersonationEnded
    )
}

/// Keeps an event for the end of its transaction.
pub(crate) fn tell(tx: &Tx, organization: Option<OrganizationId>, capacity: Capacity, event: NewEvent) {
    let NewEvent {
        action,
        subject_type,
        subject,
        before,
        after,
    } = event;
    let actor = tx.actor().signed_in();
    let event = event::Model {
        id: tx.new_id(),
        organization_id: organization,
        actor_user_id: actor.map(|user| user.user),
        impersonator_user_id: actor.and_then(|user| user.impersonator),
        capacity,
        action,
        subject_type: subject_type.to_owned(),
        subject_id: subject,
        before,
        after,
        request_id: tx.request().map(TypedId::uuid),
        occurred_at: tx.now(),
        position: None,
    };
    tx.told().add(Happened { event });
}

/// How many events one statement writes; each has thirteen values, of which SQLite takes 32,766.
const AT_A_TIME: usize = 1_000;

/// The largest number of rows whose statement is kept by a name on each connection.
const KEPT: usize = 4;

/// Writes the events of a transaction that is about to commit, with their positions and with what they cause, and says who
/// may be waiting for them. A few are left to the message that commits, so that the organization's turn is not held for longer than
/// that.
#[expect(clippy::disallowed_methods, reason = "the one place that writes the log")]
pub(crate) async fn write(tx: &Tx, told: Vec<Happened>) -> Result<Vec<Uuid>, StoreError> {
    let topics: BTreeSet<Uuid> = told.iter().flat_map(Happened::topics).collect();
    let mut caused = Vec::new();
    for happened in &told {
        for consumer in consumers(happened.event.action) {
            caused.push(delivery::ActiveModel {
                id: Set(tx.new_id()),
                event_id: Set(happened.event.id),
                consumer: Set(*consumer),
                status: Set(DeliveryStatus::Pending),
                attempts: Set(0),
                run_at: Set(tx.now()),
                last_error: Set(None),
                created_at: Set(tx.now()),
                finished_at: Set(None),
            });
        }
    }
    let backend = tx.raw().get_database_backend();
    let mut events = told.into_iter().map(|happened| happened.event);
    loop {
        let some: Vec<_> = events.by_ref().take(AT_A_TIME).collect();
        if some.is_empty() {
            break;
        }
        let rows = some.len();
        add(tx, feed::append(backend, some)?, rows).await?;
    }
    for some in caused.chunks(AT_A_TIME) {
        let insert = delivery::Entity::insert_many(some.to_vec());
        add(tx, QueryTrait::build(&insert, backend), some.len()).await?;
    }
    Ok(topics.into_iter().collect())
}

/// Adds rows with what ends the transaction, where they are few.
async fn add(tx: &Tx, insert: Statement, rows: usize) -> Result<(), StoreError> {
    if rows <= KEPT {
        tx.raw().hold(insert).await?;
    } else {
        tx.raw().execute_raw(insert).await?;
    }
    Ok(())
}
