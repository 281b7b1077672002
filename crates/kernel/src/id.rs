//! Typed ids: a UUIDv7 in the database, `member_01j…` on the wire.
//!
//! The text form follows the TypeID specification: a prefix that names the type, an underscore, 26 characters of
//! base 32. Two ids of different types are different Rust types, so they cannot be exchanged by accident.

use crate::{Clock, Random};
use std::str::FromStr;
use typeid_suffix::prelude::TypeIdSuffix;
use uuid::Uuid;

/// Why a text is not an id of the wanted type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// It is an id, but of something else.
    #[error("expected an id that starts with `{expected}_`, got one that starts with `{found}_`")]
    WrongType {
        /// The prefix that was wanted.
        expected: &'static str,
        /// The prefix that was given.
        found: String,
    },
    /// It is not an id at all.
    #[error("expected an id like `{expected}_01j…`")]
    Malformed {
        /// The prefix that was wanted.
        expected: &'static str,
    },
}

/// What all typed ids have in common.
pub trait TypedId: Copy + Eq + std::hash::Hash + Send + Sync + 'static {
    /// The word in front of the underscore.
    const PREFIX: &'static str;
    /// Wraps a stored value.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The stored value.
    fn uuid(self) -> Uuid;

    /// A new id, ordered by the clock's time.
    fn generate(clock: &dyn Clock, random: &dyn Random) -> Self {
        let mut bytes = [0; 10];
        random.fill(&mut bytes);
        let millis = u64::try_from(clock.now().timestamp_millis()).unwrap_or_default();
        Self::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }

    /// Reads the text form.
    fn parse(text: &str) -> Result<Self, IdError> {
        let malformed = IdError::Malformed {
            expected: Self::PREFIX,
        };
        let Some((prefix, suffix)) = text.rsplit_once('_') else {
            return Err(malformed);
        };
        let Ok(suffix) = TypeIdSuffix::from_str(suffix) else {
            return Err(malformed);
        };
        if prefix == Self::PREFIX {
            return Ok(Self::from_uuid(suffix.to_uuid()));
        }
        let looks_like_prefix =
            prefix.len() <= 40 && prefix.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if looks_like_prefix && !prefix.is_empty() {
            return Err(IdError::WrongType {
                expected: Self::PREFIX,
                found: prefix.to_owned(),
            });
        }
        Err(malformed)
    }
}

/// The type part of an id's text form, whatever the type.
pub fn prefix_of(text: &str) -> Option<&str> {
    let (prefix, suffix) = text.rsplit_once('_')?;
    TypeIdSuffix::from_str(suffix).ok().map(|_| prefix)
}

/// The stored value of an id, whatever its type.
pub fn uuid_of(text: &str) -> Option<Uuid> {
    let (_, suffix) = text.rsplit_once('_')?;
    TypeIdSuffix::from_str(suffix).ok().map(|suffix| suffix.to_uuid())
}

/// The text form of an id whose type is known only by its prefix.
pub fn text_form(prefix: &str, uuid: Uuid) -> String {
    format!("{prefix}_{}", TypeIdSuffix::from(uuid))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}_{}", $prefix, TypeIdSuffix::from(self.0))
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl From<$name> for sea_orm::Value {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl sea_orm::TryGetable for $name {
            fn try_get_by<I: sea_orm::ColIdx>(
                row: &sea_orm::QueryResult,
                index: I,
            ) -> Result<Self, sea_orm::TryGetError> {
                Uuid::try_get_by(row, index).map(Self)
            }
        }

        impl sea_orm::sea_query::ValueType for $name {
            fn try_from(value: sea_orm::Value) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
                <Uuid as sea_orm::sea_query::ValueType>::try_from(value).map(Self)
            }
            fn type_name() -> String {
                stringify!($name).to_owned()
            }
            fn array_type() -> sea_orm::sea_query::ArrayType {
                sea_orm::sea_query::ArrayType::Uuid
            }
            fn column_type() -> sea_orm::ColumnType {
                sea_orm::ColumnType::Uuid
            }
        }

        impl sea_orm::sea_query::Nullable for $name {
            fn null() -> sea_orm::Value {
                <Uuid as sea_orm::sea_query::Nullable>::null()
            }
        }

        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

ids! {
    /// A person with a login, the same in every organization.
    UserId = "user";
    /// One way a user can prove who they are, such as a password.
    AccountId = "account";
    /// One signed-in device.
    SessionId = "session";
    /// A one-time token that is sent by e-mail.
    EmailTokenId = "email_token";
    /// One try to sign in, successful or not.
    LoginAttemptId = "login_attempt";
    /// A main or job profile of a user.
    ProfileId = "profile";
    /// A tenant.
    OrganizationId = "organization";
    /// A user's membership of an organization.
    MemberId = "member";
    /// A member's employment in the same organization.
    EmployeeId = "employee";
    /// An invitation to become a member.
    MemberInvitationId = "member_invitation";
    /// A course that an invitation to become a member brings with it.
    MemberInvitationCourseId = "member_invitation_course";
    /// An invitation to become an employee.
    EmployeeInvitationId = "employee_invitation";
    /// A single permission given to a member beyond their role.
    PermissionGrantId = "permission_grant";
    /// A subject under which courses are listed.
    CategoryId = "category";
    /// A word that courses are found by.
    TagId = "tag";
    /// Content that may be taught, sold or both.
    CourseId = "course";
    /// A tag of a course.
    CourseTagId = "course_tag";
    /// An employee who looks after the learners of a course and may edit it.
    CourseMentorId = "course_mentor";
    /// A course that has to be completed before another.
    CoursePrerequisiteId = "course_prerequisite";
    /// Where a course was imported from.
    CourseImportId = "course_import";
    /// A part of a course.
    ChapterId = "chapter";
    /// What is learned in one sitting. What it teaches is in its content.
    LessonId = "lesson";
    /// A file that somebody uploaded.
    FileId = "file";
    /// What a lesson teaches, apart from its outline: only those who may learn it see this row.
    LessonContentId = "lesson_content";
    /// Questions with a passing score: of a lesson, or of the whole course.
    QuizId = "quiz";
    /// A question of a quiz, as its takers see it.
    QuizQuestionId = "quiz_question";
    /// An answer to choose, as takers see it.
    QuizOptionId = "quiz_option";
    /// The right answer of a question. Kept apart from it, so that what a taker can read never contains it.
    QuizKeyId = "quiz_key";
    /// A member's right to learn a course, and how far they are.
    EnrollmentId = "enrollment";
    /// What a learner has done in a lesson.
    LessonProgressId = "lesson_progress";
    /// One try at a quiz.
    QuizAttemptId = "quiz_attempt";
    /// What a taker chose.
    QuizAnswerId = "quiz_answer";
    /// Proof that a member completed a course.
    CertificateId = "certificate";
    /// A member's points.
    PointBalanceId = "point_balance";
    /// One movement of points. The ledger is append-only.
    PointEntryId = "point_entry";
    /// A chapter or lesson that a member opened before its date, for points.
    EarlyUnlockId = "early_unlock";
    /// What a learner thinks of a course.
    CourseRatingId = "course_rating";
    /// The words that a course is found by.
    CourseTextId = "course_text";
    /// Something that can be sold.
    ProductId = "product";
    /// A form in which a product is sold.
    VariantId = "variant";
    /// What a variant costs in one currency from a moment on. Past prices stay.
    PriceId = "price";
    /// A discount: for whoever knows its code, or for everybody.
    OfferId = "offer";
    /// The sales tax of a jurisdiction during a time. A change is a new version; old ones stay.
    TaxRateId = "tax_rate";
    /// A balance that pays for orders. It is a means of payment, not a discount.
    GiftCardId = "gift_card";
    /// What a member buys at once.
    OrderId = "order";
    /// One variant in an order.
    OrderLineId = "order_line";
    /// What one offer took off one line.
    OrderDiscountId = "order_discount";
    /// An order that uses an offer.
    OfferUseId = "offer_use";
    /// What a gift card paid of an order.
    GiftCardUseId = "gift_card_use";
    /// A payment of an order through a provider.
    PaymentId = "payment";
    /// A message of a provider about a payment, kept so that the same message counts once.
    PaymentEventId = "payment_event";
    /// A payment that a customer asks their bank to take back.
    DisputeId = "dispute";
    /// Money given back.
    RefundId = "refund";
    /// What a refund gives back of one line.
    RefundLineId = "refund_line";
    /// What a refund goes back to.
    RefundTenderId = "refund_tender";
    /// The rates that are taken from every sale, from a moment on.
    FeeScheduleId = "fee_schedule";
    /// An employee's share of what a product earns, during a time.
    AttributionId = "attribution";
    /// What an order line has earned, or a refund has taken back, with every amount in between.
    RevenueId = "revenue";
    /// Paying out what has been earned until a moment.
    PayoutRunId = "payout_run";
    /// What one employee is paid in one currency by a run.
    PayoutId = "payout";
    /// One employee's part of one revenue. A payout pays earnings; every line of it is one.
    EarningId = "earning";
    /// An account of the organization's books in one currency.
    LedgerAccountId = "ledger_account";
    /// Something that was posted, balanced to zero. Final.
    LedgerTransactionId = "ledger_transaction";
    /// One side of a transaction on one account. Final.
    LedgerPostingId = "ledger_posting";
    /// A key under which a client has asked for something that must not happen twice.
    IdempotencyKeyId = "idempotency_key";
    /// One entry of the event log.
    EventId = "event";
    /// Work that an event causes outside its transaction, such as a mail.
    DeliveryId = "delivery";
    /// An address of another system that is told what happens in an organization.
    WebhookEndpointId = "webhook_endpoint";
    /// One event that is sent to one endpoint.
    WebhookDeliveryId = "webhook_delivery";
    /// One request to the server.
    RequestId = "request";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SeededRandom, TestClock};
    use chrono::DateTime;

    fn member() -> MemberId {
        MemberId::generate(&TestClock::at(DateTime::UNIX_EPOCH), &SeededRandom::new(1))
    }

    #[test]
    fn text_form_is_read_back() {
        let id = member();
        assert!(id.to_string().starts_with("member_"));
        assert_eq!(MemberId::parse(&id.to_string()), Ok(id));
    }

    #[test]
    fn another_type_is_named() {
        let text = member().to_string();
        assert_eq!(
            UserId::parse(&text),
            Err(IdError::WrongType {
                expected: "user",
                found: "member".to_owned()
            })
        );
        assert_eq!(
            MemberInvitationId::parse(&text).map_err(|e| e.to_string()),
            Err(
                "expected an id that starts with `member_invitation_`, got one that starts with `member_`"
                    .to_owned()
            )
        );
    }

    #[test]
    fn rubbish_is_malformed() {
        for text in [
            "",
            "_",
            "member",
            "member_",
            "member_zzz",
            "\u{1F600}_x",
            "1",
            "member_01j\0",
        ] {
            assert_eq!(
                MemberId::parse(text),
                Err(IdError::Malformed { expected: "member" }),
                "{text:?}"
            );
        }
    }
}
