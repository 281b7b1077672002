//! Why a mutation was refused, as data.

use async_graphql::{Enum, Json, SimpleObject};
use kernel::Problem;

/// Why a mutation was refused. One list for the whole API; values are only ever added.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "kernel::Code")]
pub enum UserErrorCode {
    /// A value is needed here.
    Required,
    /// The text is too short; `min` is the smallest number of characters.
    TooShort,
    /// The text is too long; `max` is the largest number of characters.
    TooLong,
    /// The text contains characters that are not allowed here.
    InvalidCharacters,
    /// The value does not have the form that is expected here.
    InvalidFormat,
    /// The value is outside the allowed range from `min` to `max`.
    OutOfRange,
    /// There is no such object, or it is not visible to you.
    NotFound,
    /// The id belongs to an object of another type; `expected` names the right prefix.
    WrongIdType,
    /// Somebody else changed the object meanwhile; `currentVersion` is its version now.
    VersionConflict,
    /// The idempotency key was already used with another input.
    IdempotencyConflict,
    /// E-mail address and password do not match.
    InvalidCredentials,
    /// The current password is not right.
    WrongPassword,
    /// The password is too easy to guess.
    PasswordTooWeak,
    /// The e-mail address has to be verified first.
    EmailNotVerified,
    /// Too many attempts; try again after `retryAfterSeconds`.
    TooManyAttempts,
    /// The user is banned; `reason` and `until` say why and how long.
    UserBanned,
    /// The user is banned already.
    AlreadyBanned,
    /// The user is not banned.
    NotBanned,
    /// Platform operators cannot be banned or impersonated.
    OperatorProtected,
    /// End the current impersonation first.
    AlreadyImpersonating,
    /// This session does not impersonate anybody.
    NotImpersonating,
    /// Not possible while impersonating somebody.
    ImpersonationRestricted,
    /// The username belongs to somebody else.
    UsernameTaken,
    /// The token is unknown; it may have been replaced by a newer one.
    TokenInvalid,
    /// The token is no longer valid.
    TokenExpired,
    /// The token was used already.
    TokenUsed,
    /// The token was withdrawn.
    TokenRevoked,
    /// The invitation was sent to another e-mail address.
    WrongRecipient,
    /// The slug is taken.
    SlugTaken,
    /// The slug is reserved.
    SlugReserved,
    /// There is no verified user with this e-mail address.
    OwnerNotFound,
    /// The person is a member already.
    AlreadyMember,
    /// There is an open invitation for this e-mail address.
    AlreadyInvited,
    /// The invitation is no longer open; `status` says what became of it.
    InvitationClosed,
    /// The invitation does not wait for approval; `status` says where it stands.
    NotPendingApproval,
    /// Nobody decides on their own employment.
    OwnInvitation,
    /// The member is not active; `status` says what they are.
    MemberNotActive,
    /// The member is not suspended; `status` says what they are.
    MemberNotSuspended,
    /// An organization needs at least one active owner.
    LastOwner,
    /// Nobody gives or takes a role with more authority than their own.
    RoleAboveOwn,
    /// Nobody grants a permission they do not hold themselves.
    PermissionNotHeld,
    /// The permission is granted already.
    AlreadyGranted,
    /// Only an employee of the organization can do this.
    EmployeeRequired,
    /// The member is an employee already.
    AlreadyEmployee,
    /// The employee is not active; `status` says what they are.
    EmployeeNotActive,
    /// The job profile belongs to another person.
    ForeignJobProfile,
    /// Salaried and mixed compensation need a salary.
    SalaryRequired,
    /// Commission compensation has no salary.
    SalaryNotAllowed,
    /// The currency is not an ISO 4217 code.
    UnknownCurrency,
    /// The amount must be in the organization's currency; `expected` names it.
    CurrencyMismatch,
    /// The amount has more decimals than the currency; `decimals` is how many it has.
    AmountTooPrecise,
    /// The amount must not be negative.
    AmountNegative,
    /// Nobody can do this to themselves.
    NotOneself,
    /// The organization does not let its members leave by themselves.
    LeavingNotAllowed,
    /// Only employees earn shares of revenue; this is none, or no longer one.
    NotAnEmployee,
    /// The shares of a product would be more than 100 % together; `at` says from when on, `requested`, `available` and `total` are percentages.
    RevenuePoolExceeded,
    /// The end has to come after the beginning; `from` and `to` say what they are.
    WindowEmpty,
    /// The attribution has earned until `lastEarnedAt`; it cannot end before that.
    AttributionHasEarned,
    /// The fees are more than 100 % together; `total` is what they are.
    FeesExceedWhole,
    /// The books of that time are closed, through the day `closedThrough`; `openFrom` is from when on they are open.
    PeriodClosed,
    /// Debits and credits have to be the same; `debit` and `credit` are what they come to.
    EntryUnbalanced,
    /// The account follows what happens elsewhere and takes no entries by hand.
    AccountNotForEntries,
    /// Only entries by hand are reversed; `kind` says what it is.
    NotAnEntry,
    /// The entry was reversed already.
    AlreadyReversed,
    /// Other rates are in force from the same moment on.
    FeeScheduleExists,
    /// The percentage has more decimals than are kept; `decimals` is how many are.
    PercentTooPrecise,
    /// The same value is there twice.
    Duplicate,
    /// The variant has no price in this currency; `currency` names it. Prices are never converted.
    PriceNotAvailable,
    /// The variant is not on sale.
    VariantNotAvailable,
    /// There is no offer with this code.
    OfferNotFound,
    /// The offer cannot be used now; `startsAt` says from when on it can, if it has not begun.
    OfferNotActive,
    /// The offer has ended; `endedAt` says when.
    OfferExpired,
    /// As many orders as the offer is for have used it; `max` is how many that are.
    CouponExhausted,
    /// You have used the offer as often as anybody may; `max` is how often that is.
    OfferAlreadyUsed,
    /// The gift card is in another currency than the cart; `expected` is the cart's, `found` the card's.
    GiftCardCurrencyMismatch,
    /// The gift card has expired; `expiredAt` says when.
    GiftCardExpired,
    /// The gift card is switched off.
    GiftCardInactive,
    /// There is not enough left on the gift card; `available` is what is left.
    GiftCardInsufficient,
    /// You are not enrolled in the course.
    NotEnrolled,
    /// The enrollment is not active; `status` says what it is.
    EnrollmentNotActive,
    /// The enrollment is not suspended; `status` says what it is.
    EnrollmentNotSuspended,
    /// The course is not published; `status` says what it is.
    CourseNotPublished,
    /// The content is not open yet; `releaseAt` says when it opens.
    ContentNotReleased,
    /// Other courses have to be completed first; `missing` lists their ids.
    PrerequisitesNotMet,
    /// The lesson has a required quiz that was not passed; `quizzes` lists their ids.
    QuizNotPassed,
    /// The quiz has no questions yet.
    QuizEmpty,
    /// The quiz was passed and its answers were shown, so it cannot be taken again.
    QuizAlreadyPassed,
    /// The quiz cannot be taken again; `max` is how often it can be taken.
    MaxAttemptsReached,
    /// The attempt was handed in already; `status` says how.
    AttemptFinished,
    /// The time of the attempt is over; it was scored with the answers that were saved in time.
    TimeLimitExceeded,
    /// The question takes one option only; `question` is its id.
    OneOptionOnly,
    /// The lesson has no video.
    VideoMissing,
    /// It is open already.
    AlreadyReleased,
    /// It cannot be opened early for points; it has no price in points.
    EarlyUnlockNotOffered,
    /// There are not enough points; `available` is what can be spent, `required` what it costs.
    InsufficientPoints,
    /// Nobody rates a course they are responsible for.
    OwnCourse,
    /// The certificate was revoked already.
    CertificateAlreadyRevoked,
    /// The order does not wait for its payment; `status` says where it stands.
    OrderNotPending,
    /// The order was not paid; `status` says where it stands.
    OrderNotPaid,
    /// The payment provider does not know this payment method.
    PaymentMethodUnknown,
    /// The customer has asked their bank to take the payment back; nothing is refunded until the bank has decided.
    PaymentDisputed,
    /// There is less left to refund; `remaining` is how much.
    RefundExceedsRemaining,
    /// The amount is not what the lines add up to; `sum` is that.
    RefundAmountMismatch,
    /// The refund does not wait for approval; `status` says where it stands.
    RefundNotPendingApproval,
    /// Nobody decides on a refund they asked for themselves.
    OwnRefund,
    /// Another product sells this course already.
    CourseSoldAlready,
    /// Another variant has this article number.
    SkuTaken,
    /// Another offer has this code.
    OfferCodeTaken,
    /// Exactly one of several values is needed; `fields` names them.
    ExactlyOne,
    /// The moment has to lie in the future; `now` is the server's time.
    InThePast,
    /// It has to begin later than what is there already; `after` is when that begins.
    BeginsTooEarly,
    /// It has to end after it begins; `after` is when it begins.
    EndsTooEarly,
    /// It has ended already; `endedAt` says when.
    AlreadyEnded,
    /// The course is not a draft; `status` says where it stands.
    CourseNotDraft,
    /// The course does not wait for review; `status` says where it stands.
    CourseNotInReview,
    /// The course waits for review and cannot be changed meanwhile; a reviewer can return it.
    CourseInReview,
    /// The course is archived; restore it first.
    CourseArchived,
    /// The course is not archived; `status` says where it stands.
    CourseNotArchived,
    /// A course needs a chapter, a lesson in each chapter and a question in each quiz; `chapterIds` and `quizIds` are those without.
    CourseIncomplete,
    /// What learners may have seen is not deleted; turn it into a draft instead.
    ContentInUse,
    /// The release date has to be in the future; `now` is the server's time.
    ReleaseNotAhead,
    /// The lesson has an assessment already; `quizId` names it.
    LessonAlreadyHasAssessment,
    /// The quiz has been taken: only its texts may change, so that every attempt stays scored as it was; `attempts` is how many there are.
    QuizHasAttempts,
    /// The options do not fit the kind of question: from `minOptions` to `maxOptions` options, from `minCorrect` to `maxCorrect` of them right.
    InvalidOptions,
    /// The course would have to be completed before itself; `path` and `courseIds` lead around the cycle.
    PrerequisiteCycle,
    /// Nothing in the package can be imported; `skipped` is how much was looked at.
    NothingToImport,
    /// The package differs from what was imported, and the course has been changed since: archive it, or import into another organization; `slug` names the course.
    ImportChanged,
    /// The text has more than `maxTags` tags, or more than `maxReferences` characters that are written as references.
    TooMuchMarkup,
    /// The file has no bytes.
    FileEmpty,
    /// The file has more than `max` bytes.
    FileTooLarge,
    /// Files of this kind are not taken here; the bytes decide, not the name.
    FileTypeNotAllowed,
    /// The picture is damaged or no picture of its kind.
    ImageUnreadable,
    /// The picture has more than `maxSide` pixels on a side, or more than `maxPixels` in all.
    ImageTooLarge,
    /// The lesson has `max` attachments already.
    TooManyAttachments,
    /// The package cannot be imported; `reason` says what is wrong with it, in English.
    PackageRefused,
    /// The same package is being imported by somebody else; try again.
    ImportUnderWay,
    /// The address has to begin with https://.
    UrlNotSecure,
    /// The address must not contain a user name or a password.
    UrlWithCredentials,
    /// The address is not on the public internet.
    UrlNotPublic,
    /// The organization has `max` endpoints already.
    TooManyWebhookEndpoints,
}

/// One reason why a mutation was refused. Nothing was changed.
#[derive(SimpleObject, Clone, Debug)]
pub struct UserError {
    /// The reason, for programs.
    pub code: UserErrorCode,
    /// The reason, for developers. Clients show their own words, chosen by `code`.
    pub message: String,
    /// The path into the mutation's input, outermost first; null when it is not about one field.
    pub field: Option<Vec<String>>,
    /// The facts that go with the code, such as `{"max": 100}`.
    pub params: Option<Json<serde_json::Value>>,
}

/// All reasons of a refusal.
pub type UserErrors = Vec<UserError>;

impl From<Problem> for UserError {
    fn from(problem: Problem) -> Self {
        let Problem { code, field, params } = problem;
        Self {
            code: code.into(),
            message: code.meaning().to_owned(),
            field: (!field.is_empty()).then(|| field.into_iter().map(ToOwned::to_owned).collect()),
            params: (!params.is_empty()).then_some(Json(serde_json::Value::Object(params))),
        }
    }
}
