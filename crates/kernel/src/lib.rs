//! The words every other crate speaks: typed ids, money, time, pages, validated text and the vocabulary of refusals.
//!
//! Nothing here does input or output, nothing is asynchronous and nothing knows a table.

mod certificate_code;
mod clock;
mod day;
mod email;
mod file;
mod id;
mod id_sequence;
mod money;
mod page;
mod patch;
mod path;
mod picture;
mod points;
mod problem;
mod random;
mod search;
mod secret;
mod shuffle;
mod text;

pub use certificate_code::CertificateCode;
pub use clock::{Clock, SystemClock, TestClock};
pub use day::{day_in, end_of_day, months_later};
pub use email::{Email, fold};
pub use file::{encoded_name, file_address};
pub use id::{
    AccountId, AttributionId, CategoryId, CertificateId, ChapterId, CourseId, CourseImportId, CourseMentorId,
    CoursePrerequisiteId, CourseRatingId, CourseTagId, CourseTextId, DeliveryId, DisputeId, EarlyUnlockId,
    EarningId, EmailTokenId, EmployeeId, EmployeeInvitationId, EnrollmentId, EventId, FeeScheduleId, FileId,
    GiftCardId, GiftCardUseId, IdError, IdempotencyKeyId, LedgerAccountId, LedgerPostingId,
    LedgerTransactionId, LessonContentId, LessonId, LessonProgressId, LoginAttemptId, MemberId,
    MemberInvitationCourseId, MemberInvitationId, OfferId, OfferUseId, OrderDiscountId, OrderId, OrderLineId,
    OrganizationId, PaymentEventId, PaymentId, PayoutId, PayoutRunId, PermissionGrantId, PointBalanceId,
    PointEntryId, PriceId, ProductId, ProfileId, QuizAnswerId, QuizAttemptId, QuizId, QuizKeyId,
    QuizOptionId, QuizQuestionId, RefundId, RefundLineId, RefundTenderId, RequestId, RevenueId, SessionId,
    TagId, TaxRateId, TypedId, UserId, VariantId, WebhookDeliveryId, WebhookEndpointId, prefix_of, text_form,
    uuid_of,
};
pub use id_sequence::IdSequence;
pub use money::{
    Currency, Money, MoneyError, Rate, Share, allocate, allocate_further, percent, proportion, tax_on,
    tax_within,
};
pub use page::{Cursor, CursorError, Direction, PageArguments, PageRequest, PageSlice};
pub use patch::Patch;
pub use path::within;
pub use picture::{NoPicture, Picture, PictureFormat};
pub use points::{COURSE_COMPLETED_POINTS, EXCELLENT_PERCENT, QUIZ_EXCELLENCE_POINTS, Rank};
pub use problem::{Code, ErrorKind, Problem, Problems};
pub use random::{Random, SeededRandom, SystemRandom};
pub use search::{MOST_TERMS, SearchTerms, different_words, words};
pub use secret::{Secret, SecretHash};
pub use shuffle::shuffled;
pub use text::{
    LanguageTag, MAX_REFERENCES, MAX_TAGS, TextLimits, TimeZone, absolute_url, has_too_much_markup, line,
    optional_line, paragraph, password, phone_number, slug, username,
};
