//! Appending to the event log, in the transaction of the change.

use entities::{
    delivery::{self, Consumer, DeliveryStatus},
    event::{self, Capacity, EventAction},
};
use kernel::TypedId;
use sea_orm::ActiveValue::Set;
use serde_json::Value;

use crate::{StoreError, Tx};

/// What happened, as a command tells it. Who, where and when are known to the transaction.
#[derive(Debug)]
pub struct NewEvent {
    action: EventAction,
    subject_type: &'static str,
    subject: uuid::Uuid,
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
        | EventAction::CourseImported => &[],
    }
}

pub(crate) async fn append(
    tx: &Tx,
    organization: Option<kernel::OrganizationId>,
    capacity: Capacity,
    event: NewEvent,
) -> Result<(), StoreError> {
    let NewEvent {
        action,
        subject_type,
        subject,
        before,
        after,
    } = event;
    let id = tx.new_id::<kernel::EventId>();
    let actor = tx.actor().signed_in();
    tx.insert_quietly(event::ActiveModel {
        id: Set(id),
        organization_id: Set(organization),
        actor_user_id: Set(actor.map(|user| user.user)),
        impersonator_user_id: Set(actor.and_then(|user| user.impersonator)),
        capacity: Set(capacity),
        action: Set(action),
        subject_type: Set(subject_type.to_owned()),
        subject_id: Set(subject),
        before: Set(before),
        after: Set(after),
        request_id: Set(tx.request().map(TypedId::uuid)),
        occurred_at: Set(tx.now()),
    })
    .await?;
    for consumer in consumers(action) {
        tx.insert_quietly(delivery::ActiveModel {
            id: Set(tx.new_id()),
            event_id: Set(id),
            consumer: Set(*consumer),
            status: Set(DeliveryStatus::Pending),
            attempts: Set(0),
            run_at: Set(tx.now()),
            last_error: Set(None),
            created_at: Set(tx.now()),
            finished_at: Set(None),
        })
        .await?;
    }
    Ok(())
}
