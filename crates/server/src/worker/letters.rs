//! What an event makes the product say, to whom, and with which token.
//!
//! Reading comes first and arming the token last: between the two nothing can fail but the database, so a token that
//! works is a token that is on its way.

mod account;
mod recruitment;

use entities::{
    ByPosition,
    event::{self, EventAction},
};
use kernel::{Secret, TypedId};
use mail::Letter;
use sea_orm::{EntityTrait, sea_query::IntoCondition};
use store::{CrossOrganization, Store, StoreError, TokenTable};
use url::Url;

/// A letter and its recipient.
pub(super) struct Addressed {
    pub(super) to: String,
    pub(super) to_name: Option<String>,
    pub(super) letter: Letter,
}

/// What letters are written from.
#[derive(Clone, Copy)]
struct Desk<'a> {
    store: &'a Store,
    base: &'a Url,
    event: &'a event::Model,
}

/// Writes the letter of an event. Nothing, if what it was about is over: used, withdrawn, replaced or expired.
#[expect(clippy::too_many_lines, reason = "a table with a line per event")]
pub(super) async fn write(
    store: &Store,
    base: &Url,
    event: &event::Model,
) -> Result<Option<Addressed>, StoreError> {
    let desk = Desk { store, base, event };
    match event.action {
        EventAction::UserSignedUp | EventAction::EmailVerificationRequested => desk.verify_email().await,
        EventAction::SignUpRepeated => desk.account_exists().await,
        EventAction::PasswordResetRequested => desk.reset_password().await,
        EventAction::PasswordReset | EventAction::PasswordChanged => desk.password_changed().await,
        EventAction::MemberInvited | EventAction::MemberInvitationResent => desk.member_invitation().await,
        EventAction::EmployeeInvited | EventAction::EmployeeInvitationResent => {
            desk.employee_invitation().await
        }
        EventAction::EmployeeApproved => desk.employee_approved().await,
        EventAction::EmployeeRejected => desk.employee_rejected().await,
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
        | EventAction::WebhookReplayed => Ok(None),
    }
}

impl Desk<'_> {
    /// One row, whatever organization it belongs to. The connection is given back at once.
    async fn one<E: EntityTrait<Model: ByPosition>>(
        &self,
        which: impl IntoCondition,
    ) -> Result<Option<E::Model>, StoreError> {
        let across = self.store.across(CrossOrganization::Mail);
        across.find::<E>().filter(which).one().await
    }

    /// A new token for a row, if the row is still open.
    async fn arm(&self, table: TokenTable, id: impl TypedId) -> Result<Option<Secret>, StoreError> {
        let secret = self.store.new_secret("vmt_");
        let is_open = self
            .store
            .arm_token(table, id, secret.hash().into_bytes())
            .await?;
        Ok(is_open.then_some(secret))
    }
}
