//! The event log: written in the transaction of the change it records, never changed afterwards.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{EventId, OrganizationId, UserId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// In which capacity somebody acted.
    Capacity {
        /// Nobody was signed in.
        Anonymous = "ANONYMOUS",
        /// As a user, outside any organization.
        User = "USER",
        /// As a member of the organization.
        Member = "MEMBER",
        /// As an employee of the organization.
        Employee = "EMPLOYEE",
        /// As a platform operator.
        Operator = "OPERATOR",
        /// The server itself, by the clock.
        System = "SYSTEM",
    }
}

stored_enum! {
    /// What happened.
    EventAction {
        /// Somebody signed up.
        UserSignedUp = "USER_SIGNED_UP",
        /// Somebody tried to sign up with an address that has an account.
        SignUpRepeated = "SIGN_UP_REPEATED",
        /// A new verification mail was asked for.
        EmailVerificationRequested = "EMAIL_VERIFICATION_REQUESTED",
        /// An address was proven.
        EmailVerified = "EMAIL_VERIFIED",
        /// A password reset was asked for.
        PasswordResetRequested = "PASSWORD_RESET_REQUESTED",
        /// A password was set by a mailed token.
        PasswordReset = "PASSWORD_RESET",
        /// A password was changed by its owner.
        PasswordChanged = "PASSWORD_CHANGED",
        /// Somebody signed in.
        SignedIn = "SIGNED_IN",
        /// Somebody signed out.
        SignedOut = "SIGNED_OUT",
        /// A session was ended from another device.
        SessionRevoked = "SESSION_REVOKED",
        /// Personal data changed.
        UserUpdated = "USER_UPDATED",
        /// A profile changed.
        ProfileUpdated = "PROFILE_UPDATED",
        /// A job profile was made.
        JobProfileCreated = "JOB_PROFILE_CREATED",
        /// A job profile changed.
        JobProfileUpdated = "JOB_PROFILE_UPDATED",
        /// A user was banned.
        UserBanned = "USER_BANNED",
        /// A ban was lifted.
        UserUnbanned = "USER_UNBANNED",
        /// An operator began to act as a user.
        ImpersonationStarted = "IMPERSONATION_STARTED",
        /// An operator stopped acting as a user.
        ImpersonationEnded = "IMPERSONATION_ENDED",
        /// A user became a platform operator.
        OperatorAppointed = "OPERATOR_APPOINTED",
        /// An organization was founded.
        OrganizationCreated = "ORGANIZATION_CREATED",
        /// An organization's settings changed.
        OrganizationUpdated = "ORGANIZATION_UPDATED",
        /// It was set how many points an organization's requests may cost per minute.
        OrganizationRateLimitSet = "ORGANIZATION_RATE_LIMIT_SET",
        /// Somebody was invited to become a member.
        MemberInvited = "MEMBER_INVITED",
        /// A member invitation was sent again.
        MemberInvitationResent = "MEMBER_INVITATION_RESENT",
        /// A member invitation was withdrawn.
        MemberInvitationRevoked = "MEMBER_INVITATION_REVOKED",
        /// A member invitation was declined.
        MemberInvitationDeclined = "MEMBER_INVITATION_DECLINED",
        /// Somebody became a member.
        MemberJoined = "MEMBER_JOINED",
        /// A member's data changed.
        MemberUpdated = "MEMBER_UPDATED",
        /// A member was suspended.
        MemberSuspended = "MEMBER_SUSPENDED",
        /// A member got access back.
        MemberReinstated = "MEMBER_REINSTATED",
        /// A member left.
        MemberLeft = "MEMBER_LEFT",
        /// A member was removed.
        MemberRemoved = "MEMBER_REMOVED",
        /// A member got another access role.
        AccessRoleChanged = "ACCESS_ROLE_CHANGED",
        /// A single permission was granted.
        PermissionGranted = "PERMISSION_GRANTED",
        /// A single permission was taken back.
        PermissionRevoked = "PERMISSION_REVOKED",
        /// Somebody was invited to become an employee.
        EmployeeInvited = "EMPLOYEE_INVITED",
        /// An employee invitation was sent again.
        EmployeeInvitationResent = "EMPLOYEE_INVITATION_RESENT",
        /// An employee invitation was withdrawn.
        EmployeeInvitationRevoked = "EMPLOYEE_INVITATION_REVOKED",
        /// An employee invitation was declined.
        EmployeeInvitationDeclined = "EMPLOYEE_INVITATION_DECLINED",
        /// A candidate accepted and waits for approval.
        EmployeeInvitationAccepted = "EMPLOYEE_INVITATION_ACCEPTED",
        /// A candidate was approved: the employment exists.
        EmployeeApproved = "EMPLOYEE_APPROVED",
        /// A candidate was turned down.
        EmployeeRejected = "EMPLOYEE_REJECTED",
        /// An approved employment reached its first day.
        EmploymentBegan = "EMPLOYMENT_BEGAN",
        /// An employee's data changed.
        EmployeeUpdated = "EMPLOYEE_UPDATED",
        /// An employee's compensation changed.
        CompensationChanged = "COMPENSATION_CHANGED",
        /// An employee was linked to a job profile, or unlinked.
        JobProfileLinked = "JOB_PROFILE_LINKED",
        /// An employment ended.
        EmployeeTerminated = "EMPLOYEE_TERMINATED",
        /// It was set what is taken from every sale.
        FeeScheduleSet = "FEE_SCHEDULE_SET",
        /// A sold line earned something: what is deducted, and who gets what.
        RevenueRecognized = "REVENUE_RECOGNIZED",
        /// A refunded line gave back what it had earned.
        RevenueReversed = "REVENUE_REVERSED",
        /// The books were closed.
        BooksClosed = "BOOKS_CLOSED",
        /// An accountant posted an entry by hand.
        LedgerEntryPosted = "LEDGER_ENTRY_POSTED",
        /// An accountant took an entry back.
        LedgerEntryReversed = "LEDGER_ENTRY_REVERSED",
        /// An employee got a share of what a product earns.
        AttributionCreated = "ATTRIBUTION_CREATED",
        /// The end of a share was set, or a share was withdrawn before it began.
        AttributionEnded = "ATTRIBUTION_ENDED",
        /// Earnings were paid out.
        PayoutRunCompleted = "PAYOUT_RUN_COMPLETED",
        /// An employee was paid.
        PayoutMade = "PAYOUT_MADE",
        /// A member was enrolled in a course.
        MemberEnrolled = "MEMBER_ENROLLED",
        /// An enrollment that was suspended or cancelled was opened again.
        EnrollmentReopened = "ENROLLMENT_REOPENED",
        /// A course was withheld from a learner.
        EnrollmentSuspended = "ENROLLMENT_SUSPENDED",
        /// A learner got a withheld course back.
        EnrollmentReinstated = "ENROLLMENT_REINSTATED",
        /// An enrollment was ended.
        EnrollmentCancelled = "ENROLLMENT_CANCELLED",
        /// A learner opened a lesson for the first time.
        LessonOpened = "LESSON_OPENED",
        /// A learner completed a lesson.
        LessonCompleted = "LESSON_COMPLETED",
        /// A learner began a quiz.
        QuizAttemptStarted = "QUIZ_ATTEMPT_STARTED",
        /// A learner handed a quiz in.
        QuizAttemptSubmitted = "QUIZ_ATTEMPT_SUBMITTED",
        /// The time of a quiz was over, and it was handed in with what was saved.
        QuizAttemptTimedOut = "QUIZ_ATTEMPT_TIMED_OUT",
        /// A learner completed a course.
        CourseCompleted = "COURSE_COMPLETED",
        /// A certificate was issued.
        CertificateIssued = "CERTIFICATE_ISSUED",
        /// A certificate was revoked.
        CertificateRevoked = "CERTIFICATE_REVOKED",
        /// A member earned points.
        PointsEarned = "POINTS_EARNED",
        /// A member spent points.
        PointsSpent = "POINTS_SPENT",
        /// A member opened a chapter or lesson before its date.
        EarlyUnlocked = "EARLY_UNLOCKED",
        /// A learner rated a course, or changed their rating.
        CourseRated = "COURSE_RATED",
        /// A learner took their rating back.
        CourseRatingDeleted = "COURSE_RATING_DELETED",
        /// A moderator hid a rating.
        CourseRatingHidden = "COURSE_RATING_HIDDEN",
        /// A moderator showed a hidden rating again.
        CourseRatingRestored = "COURSE_RATING_RESTORED",
        /// A customer placed an order.
        OrderPlaced = "ORDER_PLACED",
        /// An order was paid and fulfilled.
        OrderPaid = "ORDER_PAID",
        /// An order was given up before it was paid.
        OrderCancelled = "ORDER_CANCELLED",
        /// A payment provider took the money of a payment.
        PaymentCaptured = "PAYMENT_CAPTURED",
        /// A payment was declined or given up.
        PaymentFailed = "PAYMENT_FAILED",
        /// Money is to be given back.
        RefundRequested = "REFUND_REQUESTED",
        /// A refund was approved.
        RefundApproved = "REFUND_APPROVED",
        /// A refund was turned down.
        RefundRejected = "REFUND_REJECTED",
        /// Money was given back.
        RefundCompleted = "REFUND_COMPLETED",
        /// Money could not be given back.
        RefundFailed = "REFUND_FAILED",
        /// A refund came back to the provider after it had been given back.
        RefundReturned = "REFUND_RETURNED",
        /// A customer asked their bank to take a payment back.
        PaymentDisputed = "PAYMENT_DISPUTED",
        /// A bank decided a dispute for the organization.
        DisputeWon = "DISPUTE_WON",
        /// A bank decided a dispute for the customer.
        DisputeLost = "DISPUTE_LOST",
        /// A product was made.
        ProductCreated = "PRODUCT_CREATED",
        /// A product's data changed.
        ProductUpdated = "PRODUCT_UPDATED",
        /// A product was put on sale.
        ProductActivated = "PRODUCT_ACTIVATED",
        /// A product was taken off sale.
        ProductArchived = "PRODUCT_ARCHIVED",
        /// A variant was added to a product.
        VariantAdded = "VARIANT_ADDED",
        /// A variant changed.
        VariantUpdated = "VARIANT_UPDATED",
        /// A price was set.
        PriceSet = "PRICE_SET",
        /// A price was ended without another one.
        PriceEnded = "PRICE_ENDED",
        /// An offer was made.
        OfferCreated = "OFFER_CREATED",
        /// An offer changed.
        OfferUpdated = "OFFER_UPDATED",
        /// An offer was switched on again.
        OfferActivated = "OFFER_ACTIVATED",
        /// An offer was switched off.
        OfferDeactivated = "OFFER_DEACTIVATED",
        /// A version of a tax rate was made.
        TaxRateCreated = "TAX_RATE_CREATED",
        /// A gift card was issued.
        GiftCardIssued = "GIFT_CARD_ISSUED",
        /// A gift card was switched on again.
        GiftCardActivated = "GIFT_CARD_ACTIVATED",
        /// A gift card was switched off.
        GiftCardDeactivated = "GIFT_CARD_DEACTIVATED",
        /// A subject was added to the catalogue.
        CategoryCreated = "CATEGORY_CREATED",
        /// A subject of the catalogue changed.
        CategoryUpdated = "CATEGORY_UPDATED",
        /// A course was begun.
        CourseCreated = "COURSE_CREATED",
        /// A course changed.
        CourseUpdated = "COURSE_UPDATED",
        /// A course was handed in for review.
        CourseSubmitted = "COURSE_SUBMITTED",
        /// A course went back to its authors, with a note.
        CourseReturned = "COURSE_RETURNED",
        /// A course was approved and opened.
        CoursePublished = "COURSE_PUBLISHED",
        /// A course is no longer offered.
        CourseArchived = "COURSE_ARCHIVED",
        /// An archived course came back.
        CourseRestored = "COURSE_RESTORED",
        /// A course got other tags.
        CourseTagsChanged = "COURSE_TAGS_CHANGED",
        /// An employee became a mentor of a course.
        CourseMentorAdded = "COURSE_MENTOR_ADDED",
        /// An employee is no longer a mentor of a course.
        CourseMentorRemoved = "COURSE_MENTOR_REMOVED",
        /// A course asks for another one first.
        CoursePrerequisiteAdded = "COURSE_PREREQUISITE_ADDED",
        /// A course no longer asks for another one.
        CoursePrerequisiteRemoved = "COURSE_PREREQUISITE_REMOVED",
        /// A chapter was added.
        ChapterCreated = "CHAPTER_CREATED",
        /// A chapter changed.
        ChapterUpdated = "CHAPTER_UPDATED",
        /// A chapter got another place.
        ChapterMoved = "CHAPTER_MOVED",
        /// A chapter got a release date.
        ChapterScheduled = "CHAPTER_SCHEDULED",
        /// A chapter was opened.
        ChapterPublished = "CHAPTER_PUBLISHED",
        /// A chapter became a draft again.
        ChapterUnpublished = "CHAPTER_UNPUBLISHED",
        /// A chapter that nobody had learned was deleted.
        ChapterDeleted = "CHAPTER_DELETED",
        /// A lesson was added.
        LessonCreated = "LESSON_CREATED",
        /// A lesson or what it teaches changed.
        LessonUpdated = "LESSON_UPDATED",
        /// A lesson got another place.
        LessonMoved = "LESSON_MOVED",
        /// A lesson got a release date.
        LessonScheduled = "LESSON_SCHEDULED",
        /// A lesson was opened.
        LessonPublished = "LESSON_PUBLISHED",
        /// A lesson became a draft again.
        LessonUnpublished = "LESSON_UNPUBLISHED",
        /// A lesson that nobody had learned was deleted.
        LessonDeleted = "LESSON_DELETED",
        /// A file was added to a lesson.
        LessonAttachmentAdded = "LESSON_ATTACHMENT_ADDED",
        /// A file was removed from a lesson.
        LessonAttachmentRemoved = "LESSON_ATTACHMENT_REMOVED",
        /// A quiz was added.
        QuizCreated = "QUIZ_CREATED",
        /// A quiz changed.
        QuizUpdated = "QUIZ_UPDATED",
        /// A quiz that nobody had taken was deleted.
        QuizDeleted = "QUIZ_DELETED",
        /// A question was added to a quiz.
        QuizQuestionAdded = "QUIZ_QUESTION_ADDED",
        /// A question of a quiz changed.
        QuizQuestionUpdated = "QUIZ_QUESTION_UPDATED",
        /// A question of a quiz got another place.
        QuizQuestionMoved = "QUIZ_QUESTION_MOVED",
        /// A question was removed from a quiz.
        QuizQuestionRemoved = "QUIZ_QUESTION_REMOVED",
        /// A course was imported from another platform, for the first time or again.
        CourseImported = "COURSE_IMPORTED",
        /// An endpoint was added that is told what happens.
        WebhookEndpointCreated = "WEBHOOK_ENDPOINT_CREATED",
        /// An endpoint changed, or was switched on or off.
        WebhookEndpointUpdated = "WEBHOOK_ENDPOINT_UPDATED",
        /// An endpoint answered that nobody is there any more, and is sent nothing from then on.
        WebhookEndpointGone = "WEBHOOK_ENDPOINT_GONE",
        /// An endpoint was removed with what was sent to it.
        WebhookEndpointDeleted = "WEBHOOK_ENDPOINT_DELETED",
        /// An endpoint got another secret.
        WebhookSecretRotated = "WEBHOOK_SECRET_ROTATED",
        /// What an endpoint had been sent was sent again.
        WebhookReplayed = "WEBHOOK_REPLAYED",
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    /// The organization it happened in; none for what concerns a user alone.
    pub organization_id: Option<OrganizationId>,
    /// Who did it.
    pub actor_user_id: Option<UserId>,
    /// The operator behind an impersonated session.
    pub impersonator_user_id: Option<UserId>,
    /// In which capacity.
    pub capacity: Capacity,
    /// What happened.
    pub action: EventAction,
    /// The kind of thing it was done to, such as `member`.
    pub subject_type: String,
    /// The thing it was done to.
    pub subject_id: Uuid,
    /// The changed fields before.
    pub before: Option<Json>,
    /// The changed fields after, and what readers of the log need to act.
    pub after: Option<Json>,
    /// The request that caused it.
    pub request_id: Option<Uuid>,
    /// When.
    pub occurred_at: DateTimeUtc,
    /// Where in the log of its organization: 1, 2, 3 … in the order of the commits. None outside of organizations, and for
    /// what was written before events were numbered.
    pub position: Option<i64>,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
}

impl ActiveModelBehavior for ActiveModel {}
