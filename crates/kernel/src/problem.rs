//! The vocabulary of refusals: one code for each reason a request can be turned down.

use serde_json::{Map, Value};

/// What went wrong when a request could not be answered at all. Decides the error code and whether the cause is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Nobody is signed in, and somebody must be.
    Unauthenticated,
    /// Visible, but not allowed.
    Forbidden,
    /// Not there, or not visible.
    NotFound,
    /// The request itself is malformed.
    BadUserInput,
    /// Too many requests.
    RateLimited,
    /// Beyond a limit of size or cost.
    LimitExceeded,
    /// Try again later.
    Unavailable,
    /// Our fault; the cause is logged and not shown.
    Internal,
}

impl ErrorKind {
    /// The value of `extensions.code`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::RateLimited => "RATE_LIMITED",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }
}

macro_rules! codes {
    ($($name:ident $doc:literal)*) => {
        /// Why a mutation was refused. One list for the whole API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $doc] $name,)*
        }
        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            /// What the code means, in one sentence.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$name => $doc,)* }
            }
        }
    };
}

codes! {
    Required "A value is needed here."
    TooShort "The text is too short; `min` is the smallest number of characters."
    TooLong "The text is too long; `max` is the largest number of characters."
    InvalidCharacters "The text contains characters that are not allowed here."
    InvalidFormat "The value does not have the form that is expected here."
    OutOfRange "The value is outside the allowed range from `min` to `max`."
    NotFound "There is no such object, or it is not visible to you."
    WrongIdType "The id belongs to an object of another type; `expected` names the right prefix."
    VersionConflict "Somebody else changed the object meanwhile; `currentVersion` is its version now."
    IdempotencyConflict "The idempotency key was already used with another input."
    InvalidCredentials "E-mail address and password do not match."
    WrongPassword "The current password is not right."
    PasswordTooWeak "The password is too easy to guess."
    EmailNotVerified "The e-mail address has to be verified first."
    TooManyAttempts "Too many attempts; try again after `retryAfterSeconds`."
    UserBanned "The user is banned; `reason` and `until` say why and how long."
    AlreadyBanned "The user is banned already."
    NotBanned "The user is not banned."
    OperatorProtected "Platform operators cannot be banned or impersonated."
    AlreadyImpersonating "End the current impersonation first."
    NotImpersonating "This session does not impersonate anybody."
    ImpersonationRestricted "Not possible while impersonating somebody."
    UsernameTaken "The username belongs to somebody else."
    TokenInvalid "The token is unknown; it may have been replaced by a newer one."
    TokenExpired "The token is no longer valid."
    TokenUsed "The token was used already."
    TokenRevoked "The token was withdrawn."
    WrongRecipient "The invitation was sent to another e-mail address."
    SlugTaken "The slug is taken."
    SlugReserved "The slug is reserved."
    OwnerNotFound "There is no verified user with this e-mail address."
    AlreadyMember "The person is a member already."
    AlreadyInvited "There is an open invitation for this e-mail address."
    InvitationClosed "The invitation is no longer open; `status` says what became of it."
    NotPendingApproval "The invitation does not wait for approval; `status` says where it stands."
    OwnInvitation "Nobody decides on their own employment."
    MemberNotActive "The member is not active; `status` says what they are."
    MemberNotSuspended "The member is not suspended; `status` says what they are."
    NotOneself "Nobody can do this to themselves."
    LeavingNotAllowed "The organization does not let its members leave by themselves."
    LastOwner "An organization needs at least one active owner."
    RoleAboveOwn "Nobody gives or takes a role with more authority than their own."
    PermissionNotHeld "Nobody grants a permission they do not hold themselves."
    AlreadyGranted "The permission is granted already."
    EmployeeRequired "Only an employee of the organization can do this."
    AlreadyEmployee "The member is an employee already."
    EmployeeNotActive "The employee is not active; `status` says what they are."
    ForeignJobProfile "The job profile belongs to another person."
    SalaryRequired "Salaried and mixed compensation need a salary."
    SalaryNotAllowed "Commission compensation has no salary."
    UnknownCurrency "The currency is not an ISO 4217 code."
    CurrencyMismatch "The amount must be in the organization's currency; `expected` names it."
    AmountTooPrecise "The amount has more decimals than the currency; `decimals` is how many it has."
    AmountNegative "The amount must not be negative."
    NotAnEmployee "Only employees earn shares of revenue; this is none, or no longer one."
    RevenuePoolExceeded "The shares of a product would be more than 100 % together; `at` says from when on, `requested`, `available` and `total` are percentages."
    WindowEmpty "The end has to come after the beginning; `from` and `to` say what they are."
    AttributionHasEarned "The attribution has earned until `lastEarnedAt`; it cannot end before that."
    FeesExceedWhole "The fees are more than 100 % together; `total` is what they are."
    PeriodClosed "The books of that time are closed, through the day `closedThrough`; `openFrom` is from when on they are open."
    EntryUnbalanced "Debits and credits have to be the same; `debit` and `credit` are what they come to."
    AccountNotForEntries "The account follows what happens elsewhere and takes no entries by hand."
    NotAnEntry "Only entries by hand are reversed; `kind` says what it is."
    AlreadyReversed "The entry was reversed already."
    FeeScheduleExists "Other rates are in force from the same moment on."
    PercentTooPrecise "The percentage has more decimals than are kept; `decimals` is how many are."
    Duplicate "The same value is there twice."
    PriceNotAvailable "The variant has no price in this currency; `currency` names it. Prices are never converted."
    VariantNotAvailable "The variant is not on sale."
    OfferNotFound "There is no offer with this code."
    OfferNotActive "The offer cannot be used now; `startsAt` says from when on it can, if it has not begun."
    OfferExpired "The offer has ended; `endedAt` says when."
    CouponExhausted "As many orders as the offer is for have used it; `max` is how many that are."
    OfferAlreadyUsed "You have used the offer as often as anybody may; `max` is how often that is."
    GiftCardCurrencyMismatch "The gift card is in another currency than the cart; `expected` is the cart's, `found` the card's."
    GiftCardExpired "The gift card has expired; `expiredAt` says when."
    GiftCardInactive "The gift card is switched off."
    GiftCardInsufficient "There is not enough left on the gift card; `available` is what is left."
    NotEnrolled "You are not enrolled in the course."
    EnrollmentNotActive "The enrollment is not active; `status` says what it is."
    EnrollmentNotSuspended "The enrollment is not suspended; `status` says what it is."
    CourseNotPublished "The course is not published; `status` says what it is."
    ContentNotReleased "The content is not open yet; `releaseAt` says when it opens."
    PrerequisitesNotMet "Other courses have to be completed first; `missing` lists their ids."
    QuizNotPassed "The lesson has a required quiz that was not passed; `quizzes` lists their ids."
    QuizEmpty "The quiz has no questions yet."
    QuizAlreadyPassed "The quiz was passed and its answers were shown, so it cannot be taken again."
    MaxAttemptsReached "The quiz cannot be taken again; `max` is how often it can be taken."
    AttemptFinished "The attempt was handed in already; `status` says how."
    TimeLimitExceeded "The time of the attempt is over; it was scored with the answers that were saved in time."
    OneOptionOnly "The question takes one option only; `question` is its id."
    VideoMissing "The lesson has no video."
    AlreadyReleased "It is open already."
    EarlyUnlockNotOffered "It cannot be opened early for points; it has no price in points."
    InsufficientPoints "There are not enough points; `available` is what can be spent, `required` what it costs."
    OwnCourse "Nobody rates a course they are responsible for."
    CertificateAlreadyRevoked "The certificate was revoked already."
    OrderNotPending "The order does not wait for its payment; `status` says where it stands."
    OrderNotPaid "The order was not paid; `status` says where it stands."
    PaymentMethodUnknown "The payment provider does not know this payment method."
    PaymentDisputed "The customer has asked their bank to take the payment back; nothing is refunded until the bank has decided."
    RefundExceedsRemaining "There is less left to refund; `remaining` is how much."
    RefundAmountMismatch "The amount is not what the lines add up to; `sum` is that."
    RefundNotPendingApproval "The refund does not wait for approval; `status` says where it stands."
    OwnRefund "Nobody decides on a refund they asked for themselves."
    CourseSoldAlready "Another product sells this course already."
    SkuTaken "Another variant has this article number."
    OfferCodeTaken "Another offer has this code."
    ExactlyOne "Exactly one of several values is needed; `fields` names them."
    InThePast "The moment has to lie in the future; `now` is the server's time."
    BeginsTooEarly "It has to begin later than what is there already; `after` is when that begins."
    EndsTooEarly "It has to end after it begins; `after` is when it begins."
    AlreadyEnded "It has ended already; `endedAt` says when."
    CourseNotDraft "The course is not a draft; `status` says where it stands."
    CourseNotInReview "The course does not wait for review; `status` says where it stands."
    CourseInReview "The course waits for review and cannot be changed meanwhile; a reviewer can return it."
    CourseArchived "The course is archived; restore it first."
    CourseNotArchived "The course is not archived; `status` says where it stands."
    CourseIncomplete "A course needs a chapter, a lesson in each chapter and a question in each quiz; `chapterIds` and `quizIds` are those without."
    ContentInUse "What learners may have seen is not deleted; turn it into a draft instead."
    ReleaseNotAhead "The release date has to be in the future; `now` is the server's time."
    LessonAlreadyHasAssessment "The lesson has an assessment already; `quizId` names it."
    QuizHasAttempts "The quiz has been taken: only its texts may change, so that every attempt stays scored as it was; `attempts` is how many there are."
    InvalidOptions "The options do not fit the kind of question: from `minOptions` to `maxOptions` options, from `minCorrect` to `maxCorrect` of them right."
    PrerequisiteCycle "The course would have to be completed before itself; `path` and `courseIds` lead around the cycle."
    NothingToImport "Nothing in the package can be imported; `skipped` is how much was looked at."
    ImportChanged "The package differs from what was imported, and the course has been changed since: archive it, or import into another organization; `slug` names the course."
    TooMuchMarkup "The text has more than `maxTags` tags, or more than `maxReferences` characters that are written as references."
    FileEmpty "The file has no bytes."
    FileTooLarge "The file has more than `max` bytes."
    FileTypeNotAllowed "Files of this kind are not taken here; the bytes decide, not the name."
    ImageUnreadable "The picture is damaged or no picture of its kind."
    ImageTooLarge "The picture has more than `maxSide` pixels on a side, or more than `maxPixels` in all."
    TooManyAttachments "The lesson has `max` attachments already."
    PackageRefused "The package cannot be imported; `reason` says what is wrong with it, in English."
    ImportUnderWay "The same package is being imported by somebody else; try again."
    UrlNotSecure "The address has to begin with https://."
    UrlWithCredentials "The address must not contain a user name or a password."
    UrlNotPublic "The address is not on the public internet."
    TooManyWebhookEndpoints "The organization has `max` endpoints already."
}

/// One reason why an input was refused: a code, the place in the input, and the numbers that go with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The reason.
    pub code: Code,
    /// The path into the input, outermost first; empty when it is not about one field.
    pub field: Vec<&'static str>,
    /// The facts a client may want to show, such as `max`.
    pub params: Map<String, Value>,
}

impl Problem {
    /// A problem with the input as a whole.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            field: Vec::new(),
            params: Map::new(),
        }
    }

    /// A problem with one field of the input.
    pub fn at(field: &'static str, code: Code) -> Self {
        Self {
            field: vec![field],
            ..Self::new(code)
        }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }
}

/// Collects all problems of an input, so that a client learns them in one answer.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Keeps a value, or notes why there is none.
    pub fn take<T>(&mut self, checked: Result<T, Problem>) -> Option<T> {
        checked.map_err(|problem| self.0.push(problem)).ok()
    }

    /// Notes a problem.
    pub fn add(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Notes a problem where a condition does not hold.
    pub fn require(&mut self, holds: bool, problem: impl FnOnce() -> Problem) {
        if !holds {
            self.0.push(problem());
        }
    }

    /// Everything noted, or nothing.
    pub fn into_result(self) -> Result<(), Vec<Problem>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

impl From<Problem> for Vec<Problem> {
    fn from(problem: Problem) -> Self {
        vec![problem]
    }
}
