//! Enums of the event log. Each mirrors the stored enum of the same name; a new value there does not compile until it is described here.

use async_graphql::Enum;

/// In which capacity somebody acted.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::event::Capacity")]
pub enum Capacity {
    /// Nobody was signed in.
    Anonymous,
    /// As a user, outside any organization.
    User,
    /// As a member of the organization.
    Member,
    /// As an employee of the organization.
    Employee,
    /// As a platform operator.
    Operator,
    /// The server itself, by the clock.
    System,
}

/// What happened.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::event::EventAction")]
pub enum EventAction {
    /// Somebody signed up.
    UserSignedUp,
    /// Somebody tried to sign up with an address that has an account.
    SignUpRepeated,
    /// A new verification mail was asked for.
    EmailVerificationRequested,
    /// An address was proven.
    EmailVerified,
    /// A password reset was asked for.
    PasswordResetRequested,
    /// A password was set by a mailed token.
    PasswordReset,
    /// A password was changed by its owner.
    PasswordChanged,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// A session was ended from another device.
    SessionRevoked,
    /// Personal data changed.
    UserUpdated,
    /// A profile changed.
    ProfileUpdated,
    /// A job profile was made.
    JobProfileCreated,
    /// A job profile changed.
    JobProfileUpdated,
    /// A user was banned.
    UserBanned,
    /// A ban was lifted.
    UserUnbanned,
    /// An operator began to act as a user.
    ImpersonationStarted,
    /// An operator stopped acting as a user.
    ImpersonationEnded,
    /// A user became a platform operator.
    OperatorAppointed,
    /// An organization was founded.
    OrganizationCreated,
    /// An organization's settings changed.
    OrganizationUpdated,
    /// It was set how many points an organization's requests may cost per minute.
    OrganizationRateLimitSet,
    /// Somebody was invited to become a member.
    MemberInvited,
    /// A member invitation was sent again.
    MemberInvitationResent,
    /// A member invitation was withdrawn.
    MemberInvitationRevoked,
    /// A member invitation was declined.
    MemberInvitationDeclined,
    /// Somebody became a member.
    MemberJoined,
    /// A member's data changed.
    MemberUpdated,
    /// A member was suspended.
    MemberSuspended,
    /// A member got access back.
    MemberReinstated,
    /// A member left.
    MemberLeft,
    /// A member was removed.
    MemberRemoved,
    /// A member got another access role.
    AccessRoleChanged,
    /// A single permission was granted.
    PermissionGranted,
    /// A single permission was taken back.
    PermissionRevoked,
    /// Somebody was invited to become an employee.
    EmployeeInvited,
    /// An employee invitation was sent again.
    EmployeeInvitationResent,
    /// An employee invitation was withdrawn.
    EmployeeInvitationRevoked,
    /// An employee invitation was declined.
    EmployeeInvitationDeclined,
    /// A candidate accepted and waits for approval.
    EmployeeInvitationAccepted,
    /// A candidate was approved: the employment exists.
    EmployeeApproved,
    /// A candidate was turned down.
    EmployeeRejected,
    /// An approved employment reached its first day.
    EmploymentBegan,
    /// An employee's data changed.
    EmployeeUpdated,
    /// An employee's compensation changed.
    CompensationChanged,
    /// An employee was linked to a job profile, or unlinked.
    JobProfileLinked,
    /// An employment ended.
    EmployeeTerminated,
    /// It was set what is taken from every sale.
    FeeScheduleSet,
    /// A sold line earned something: what is deducted, and who gets what.
    RevenueRecognized,
    /// A refunded line gave back what it had earned.
    RevenueReversed,
    /// The books were closed.
    BooksClosed,
    /// An accountant posted an entry by hand.
    LedgerEntryPosted,
    /// An accountant took an entry back.
    LedgerEntryReversed,
    /// An employee got a share of what a product earns.
    AttributionCreated,
    /// The end of a share was set, or a share was withdrawn before it began.
    AttributionEnded,
    /// Earnings were paid out.
    PayoutRunCompleted,
    /// An employee was paid.
    PayoutMade,
    /// A member was enrolled in a course.
    MemberEnrolled,
    /// An enrollment that was suspended or cancelled was opened again.
    EnrollmentReopened,
    /// A course was withheld from a learner.
    EnrollmentSuspended,
    /// A learner got a withheld course back.
    EnrollmentReinstated,
    /// An enrollment was ended.
    EnrollmentCancelled,
    /// A learner opened a lesson for the first time.
    LessonOpened,
    /// A learner completed a lesson.
    LessonCompleted,
    /// A learner began a quiz.
    QuizAttemptStarted,
    /// A learner handed a quiz in.
    QuizAttemptSubmitted,
    /// The time of a quiz was over, and it was handed in with what was saved.
    QuizAttemptTimedOut,
    /// A learner completed a course.
    CourseCompleted,
    /// A certificate was issued.
    CertificateIssued,
    /// A certificate was revoked.
    CertificateRevoked,
    /// A member earned points.
    PointsEarned,
    /// A member spent points.
    PointsSpent,
    /// A member opened a chapter or lesson before its date.
    EarlyUnlocked,
    /// A learner rated a course, or changed their rating.
    CourseRated,
    /// A learner took their rating back.
    CourseRatingDeleted,
    /// A moderator hid a rating.
    CourseRatingHidden,
    /// A moderator showed a hidden rating again.
    CourseRatingRestored,
    /// A customer placed an order.
    OrderPlaced,
    /// An order was paid and fulfilled.
    OrderPaid,
    /// An order was given up before it was paid.
    OrderCancelled,
    /// A payment provider took the money of a payment.
    PaymentCaptured,
    /// A payment was declined or given up.
    PaymentFailed,
    /// Money is to be given back.
    RefundRequested,
    /// A refund was approved.
    RefundApproved,
    /// A refund was turned down.
    RefundRejected,
    /// Money was given back.
    RefundCompleted,
    /// Money could not be given back.
    RefundFailed,
    /// A refund came back to the provider after it had been given back.
    RefundReturned,
    /// A customer asked their bank to take a payment back.
    PaymentDisputed,
    /// A bank decided a dispute for the organization.
    DisputeWon,
    /// A bank decided a dispute for the customer.
    DisputeLost,
    /// A product was made.
    ProductCreated,
    /// A product's data changed.
    ProductUpdated,
    /// A product was put on sale.
    ProductActivated,
    /// A product was taken off sale.
    ProductArchived,
    /// A variant was added to a product.
    VariantAdded,
    /// A variant changed.
    VariantUpdated,
    /// A price was set.
    PriceSet,
    /// A price was ended without another one.
    PriceEnded,
    /// An offer was made.
    OfferCreated,
    /// An offer changed.
    OfferUpdated,
    /// An offer was switched on again.
    OfferActivated,
    /// An offer was switched off.
    OfferDeactivated,
    /// A version of a tax rate was made.
    TaxRateCreated,
    /// A gift card was issued.
    GiftCardIssued,
    /// A gift card was switched on again.
    GiftCardActivated,
    /// A gift card was switched off.
    GiftCardDeactivated,
    /// A subject was added to the catalogue.
    CategoryCreated,
    /// A subject of the catalogue changed.
    CategoryUpdated,
    /// A course was begun.
    CourseCreated,
    /// A course changed.
    CourseUpdated,
    /// A course was handed in for review.
    CourseSubmitted,
    /// A course went back to its authors, with a note.
    CourseReturned,
    /// A course was approved and opened.
    CoursePublished,
    /// A course is no longer offered.
    CourseArchived,
    /// An archived course came back.
    CourseRestored,
    /// A course got other tags.
    CourseTagsChanged,
    /// An employee became a mentor of a course.
    CourseMentorAdded,
    /// An employee is no longer a mentor of a course.
    CourseMentorRemoved,
    /// A course asks for another one first.
    CoursePrerequisiteAdded,
    /// A course no longer asks for another one.
    CoursePrerequisiteRemoved,
    /// A chapter was added.
    ChapterCreated,
    /// A chapter changed.
    ChapterUpdated,
    /// A chapter got another place.
    ChapterMoved,
    /// A chapter got a release date.
    ChapterScheduled,
    /// A chapter was opened.
    ChapterPublished,
    /// A chapter became a draft again.
    ChapterUnpublished,
    /// A chapter that nobody had learned was deleted.
    ChapterDeleted,
    /// A lesson was added.
    LessonCreated,
    /// A lesson or what it teaches changed.
    LessonUpdated,
    /// A lesson got another place.
    LessonMoved,
    /// A lesson got a release date.
    LessonScheduled,
    /// A lesson was opened.
    LessonPublished,
    /// A lesson became a draft again.
    LessonUnpublished,
    /// A lesson that nobody had learned was deleted.
    LessonDeleted,
    /// A file was added to a lesson.
    LessonAttachmentAdded,
    /// A file was removed from a lesson.
    LessonAttachmentRemoved,
    /// A quiz was added.
    QuizCreated,
    /// A quiz changed.
    QuizUpdated,
    /// A quiz that nobody had taken was deleted.
    QuizDeleted,
    /// A question was added to a quiz.
    QuizQuestionAdded,
    /// A question of a quiz changed.
    QuizQuestionUpdated,
    /// A question of a quiz got another place.
    QuizQuestionMoved,
    /// A question was removed from a quiz.
    QuizQuestionRemoved,
    /// A course was imported from another platform, for the first time or again.
    CourseImported,
    /// An endpoint was added that is told what happens.
    WebhookEndpointCreated,
    /// An endpoint changed, or was switched on or off.
    WebhookEndpointUpdated,
    /// An endpoint answered that nobody is there any more, and is sent nothing from then on.
    WebhookEndpointGone,
    /// An endpoint was removed with what was sent to it.
    WebhookEndpointDeleted,
    /// An endpoint got another secret.
    WebhookSecretRotated,
    /// What an endpoint had been sent was sent again.
    WebhookReplayed,
}

/// What other systems can be told. Each has a payload that only ever gains fields; the name in capital letters is the one in the
/// API, the other one is the `type` in what is sent.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::webhook_endpoint::WebhookEvent")]
pub enum WebhookEvent {
    /// `order.paid`: an order was paid. `data`: `organizationId`, `orderId`, `number`, `memberId`, and as amounts `total`, the
    /// `tax` in it, and what `giftCards` and the `payment` paid of it.
    OrderPaid,
    /// `order.refunded`: money of an order was given back, all of it or a part. `data`: `organizationId`, `refundId`, `orderId`,
    /// `orderStatus` (PARTIALLY_REFUNDED or REFUNDED), and as amounts `amount`, its parts `net` and `tax`, and what went back to
    /// `giftCards` and to the `payment`.
    OrderRefunded,
    /// `enrollment.created`: a member got a course for the first time. `data`: `organizationId`, `enrollmentId`, `memberId`,
    /// `courseId`, `source` (PURCHASE, GRANT or INVITATION).
    EnrollmentCreated,
    /// `course.completed`: a learner has done everything that a course requires. `data`: `organizationId`, `enrollmentId`,
    /// `memberId`, `courseId`.
    CourseCompleted,
    /// `certificate.issued`: a certificate was issued. `data`: `organizationId`, `certificateId`, `enrollmentId`, `memberId`,
    /// `courseId`, `expiresAt` (null: never).
    CertificateIssued,
    /// `payout.made`: an employee was paid what they had earned. `data`: `organizationId`, `payoutId`, `runId`, `employeeId`, and
    /// the `amount`.
    PayoutMade,
}

/// Whether an endpoint is sent anything.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::webhook_endpoint::WebhookEndpointStatus")]
pub enum WebhookEndpointStatus {
    /// What happens is sent.
    Enabled,
    /// Nothing is sent, because somebody switched it off.
    Disabled,
    /// Nothing is sent, because it answered 410: nobody is there any more. It can be switched on again.
    Gone,
}

/// Where a delivery stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::webhook_delivery::WebhookDeliveryStatus")]
pub enum WebhookDeliveryStatus {
    /// It waits for its next try, for the deliveries before it, or for the endpoint to be switched on again.
    Pending,
    /// The endpoint has answered with a status from 200 to 299.
    Delivered,
    /// Given up after twelve tries, or because the endpoint answered 410.
    Failed,
}
