//! A row for every table of teaching, selling and earning, so that the tests on isolation have something to find.

mod commerce;
mod content;
mod finance;
mod governance;
mod learning;
mod people;

use crate::tenant::{id, plant};
use chrono::{DateTime, Utc};
use kernel::*;
use sea_orm::{ConnectionTrait, DbErr, TransactionTrait};

/// The ids of the rows.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    pub(crate) category: CategoryId,
    pub(crate) tag: TagId,
    pub(crate) course: CourseId,
    pub(crate) course_tag: CourseTagId,
    pub(crate) course_text: CourseTextId,
    pub(crate) course_import: CourseImportId,
    pub(crate) course_mentor: CourseMentorId,
    pub(crate) course_prerequisite: CoursePrerequisiteId,
    pub(crate) chapter: ChapterId,
    pub(crate) lesson: LessonId,
    pub(crate) lesson_content: LessonContentId,
    pub(crate) file: FileId,
    pub(crate) quiz: QuizId,
    pub(crate) quiz_question: QuizQuestionId,
    pub(crate) quiz_option: QuizOptionId,
    pub(crate) quiz_key: QuizKeyId,
    pub(crate) enrollment: EnrollmentId,
    pub(crate) lesson_progress: LessonProgressId,
    pub(crate) quiz_attempt: QuizAttemptId,
    pub(crate) quiz_answer: QuizAnswerId,
    pub(crate) certificate: CertificateId,
    pub(crate) point_balance: PointBalanceId,
    pub(crate) point_entry: PointEntryId,
    pub(crate) early_unlock: EarlyUnlockId,
    pub(crate) course_rating: CourseRatingId,
    pub(crate) member_invitation: MemberInvitationId,
    pub(crate) member_invitation_course: MemberInvitationCourseId,
    pub(crate) product: ProductId,
    pub(crate) variant: VariantId,
    pub(crate) price: PriceId,
    pub(crate) offer: OfferId,
    pub(crate) tax_rate: TaxRateId,
    pub(crate) gift_card: GiftCardId,
    pub(crate) order: OrderId,
    pub(crate) order_line: OrderLineId,
    pub(crate) order_discount: OrderDiscountId,
    pub(crate) offer_use: OfferUseId,
    pub(crate) gift_card_use: GiftCardUseId,
    pub(crate) payment: PaymentId,
    pub(crate) payment_event: PaymentEventId,
    pub(crate) dispute: DisputeId,
    pub(crate) refund: RefundId,
    pub(crate) refund_line: RefundLineId,
    pub(crate) refund_tender: RefundTenderId,
    pub(crate) fee_schedule: FeeScheduleId,
    pub(crate) attribution: AttributionId,
    pub(crate) revenue: RevenueId,
    pub(crate) payout_run: PayoutRunId,
    pub(crate) payout: PayoutId,
    pub(crate) earning: EarningId,
    pub(crate) ledger_account: LedgerAccountId,
    pub(crate) ledger_transaction: LedgerTransactionId,
    pub(crate) ledger_posting: LedgerPostingId,
    pub(crate) idempotency_key: IdempotencyKeyId,
    pub(crate) webhook_endpoint: WebhookEndpointId,
    pub(crate) webhook_delivery: WebhookDeliveryId,
}

impl Ids {
    fn new() -> Self {
        Self {
            category: id(),
            tag: id(),
            course: id(),
            course_tag: id(),
            course_text: id(),
            course_import: id(),
            course_mentor: id(),
            course_prerequisite: id(),
            chapter: id(),
            lesson: id(),
            lesson_content: id(),
            file: id(),
            quiz: id(),
            quiz_question: id(),
            quiz_option: id(),
            quiz_key: id(),
            enrollment: id(),
            lesson_progress: id(),
            quiz_attempt: id(),
            quiz_answer: id(),
            certificate: id(),
            point_balance: id(),
            point_entry: id(),
            early_unlock: id(),
            course_rating: id(),
            member_invitation: id(),
            member_invitation_course: id(),
            product: id(),
            variant: id(),
            price: id(),
            offer: id(),
            tax_rate: id(),
            gift_card: id(),
            order: id(),
            order_line: id(),
            order_discount: id(),
            offer_use: id(),
            gift_card_use: id(),
            payment: id(),
            payment_event: id(),
            dispute: id(),
            refund: id(),
            refund_line: id(),
            refund_tender: id(),
            fee_schedule: id(),
            attribution: id(),
            revenue: id(),
            payout_run: id(),
            payout: id(),
            earning: id(),
            ledger_account: id(),
            ledger_transaction: id(),
            ledger_posting: id(),
            idempotency_key: id(),
            webhook_endpoint: id(),
            webhook_delivery: id(),
        }
    }
}

/// The rows of one organization.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    pub(crate) ids: Ids,
    pub(crate) organization: OrganizationId,
    pub(crate) slug: &'static str,
    pub(crate) user: UserId,
    pub(crate) member: MemberId,
    pub(crate) employee: EmployeeId,
    pub(crate) other_course: CourseId,
    pub(crate) start: DateTime<Utc>,
    /// Which rows of the organization: the first ones or others beside them.
    pub(crate) number: i32,
}

impl Planted {
    /// Rows that refer to these people.
    pub(crate) fn new(
        organization: OrganizationId,
        slug: &'static str,
        user: UserId,
        member: MemberId,
        employee: EmployeeId,
        start: DateTime<Utc>,
    ) -> Self {
        Self {
            ids: Ids::new(),
            organization,
            slug,
            user,
            member,
            employee,
            other_course: id(),
            start,
            number: 1,
        }
    }

    /// Other rows of the same organization, about another member and employee.
    pub(crate) fn beside(&self, member: MemberId, employee: EmployeeId) -> Self {
        Self {
            ids: Ids::new(),
            member,
            employee,
            other_course: id(),
            start: self.start + chrono::Duration::days(1),
            number: self.number + 1,
            ..self.clone()
        }
    }

    /// A text that no other rows of the organization have.
    fn text(&self, what: &str) -> String {
        format!("{what} {} of {}", self.number, self.slug)
    }

    /// Writes a row into every table.
    pub(crate) async fn plant<C: ConnectionTrait + TransactionTrait>(
        &self,
        connection: &C,
    ) -> Result<(), DbErr> {
        for table in TABLES {
            self.plant_one(connection, table).await?;
            if *table == "course" {
                let mut other = self.course();
                other.id = self.other_course;
                other.slug = self.text("other");
                plant(connection, other).await?;
                plant(connection, self.member_invitation()).await?;
            }
        }
        self.books(connection).await
    }

    /// Writes the row of one table.
    pub(crate) async fn plant_one(
        &self,
        connection: &impl ConnectionTrait,
        table: &str,
    ) -> Result<(), DbErr> {
        match table {
            "category" => plant(connection, self.category()).await,
            "tag" => plant(connection, self.tag()).await,
            "course" => plant(connection, self.course()).await,
            "course_tag" => plant(connection, self.course_tag()).await,
            "course_text" => plant(connection, self.course_text()).await,
            "course_import" => plant(connection, self.course_import()).await,
            "course_mentor" => plant(connection, self.course_mentor()).await,
            "course_prerequisite" => plant(connection, self.course_prerequisite()).await,
            "chapter" => plant(connection, self.chapter()).await,
            "lesson" => plant(connection, self.lesson()).await,
            "lesson_content" => plant(connection, self.lesson_content()).await,
            "file" => plant(connection, self.file()).await,
            "quiz" => plant(connection, self.quiz()).await,
            "quiz_question" => plant(connection, self.quiz_question()).await,
            "quiz_option" => plant(connection, self.quiz_option()).await,
            "quiz_key" => plant(connection, self.quiz_key()).await,
            "enrollment" => plant(connection, self.enrollment()).await,
            "lesson_progress" => plant(connection, self.lesson_progress()).await,
            "quiz_attempt" => plant(connection, self.quiz_attempt()).await,
            "quiz_answer" => plant(connection, self.quiz_answer()).await,
            "certificate" => plant(connection, self.certificate()).await,
            "point_balance" => plant(connection, self.point_balance()).await,
            "point_entry" => plant(connection, self.point_entry()).await,
            "early_unlock" => plant(connection, self.early_unlock()).await,
            "course_rating" => plant(connection, self.course_rating()).await,
            "member_invitation_course" => plant(connection, self.member_invitation_course()).await,
            "product" => plant(connection, self.product()).await,
            "variant" => plant(connection, self.variant()).await,
            "price" => plant(connection, self.price()).await,
            "offer" => plant(connection, self.offer()).await,
            "tax_rate" => plant(connection, self.tax_rate()).await,
            "gift_card" => plant(connection, self.gift_card()).await,
            "order" => plant(connection, self.order()).await,
            "order_line" => plant(connection, self.order_line()).await,
            "order_discount" => plant(connection, self.order_discount()).await,
            "offer_use" => plant(connection, self.offer_use()).await,
            "gift_card_use" => plant(connection, self.gift_card_use()).await,
            "payment" => plant(connection, self.payment()).await,
            "payment_event" => plant(connection, self.payment_event()).await,
            "dispute" => plant(connection, self.dispute()).await,
            "refund" => plant(connection, self.refund()).await,
            "refund_line" => plant(connection, self.refund_line()).await,
            "refund_tender" => plant(connection, self.refund_tender()).await,
            "fee_schedule" => plant(connection, self.fee_schedule()).await,
            "attribution" => plant(connection, self.attribution()).await,
            "revenue" => plant(connection, self.revenue()).await,
            "payout_run" => plant(connection, self.payout_run()).await,
            "payout" => plant(connection, self.payout()).await,
            "earning" => plant(connection, self.earning()).await,
            "ledger_account" => plant(connection, self.ledger_account()).await,
            "idempotency_key" => plant(connection, self.idempotency_key()).await,
            "webhook_endpoint" => plant(connection, self.webhook_endpoint()).await,
            "webhook_delivery" => plant(connection, self.webhook_delivery()).await,
            "ledger_transaction" => plant(connection, self.ledger_transaction()).await,
            "ledger_posting" => plant(connection, self.ledger_posting()).await,
            other => panic!("say how a row of {other} looks"),
        }
    }
}

/// The tables in the order in which their rows refer to each other, without those of a transaction of the ledger, which
/// are written together.
const TABLES: &[&str] = &[
    "category",
    "tag",
    "course",
    "course_tag",
    "course_text",
    "course_import",
    "course_mentor",
    "course_prerequisite",
    "chapter",
    "lesson",
    "lesson_content",
    "file",
    "quiz",
    "quiz_question",
    "quiz_option",
    "quiz_key",
    "enrollment",
    "lesson_progress",
    "quiz_attempt",
    "quiz_answer",
    "certificate",
    "point_balance",
    "point_entry",
    "early_unlock",
    "course_rating",
    "member_invitation_course",
    "product",
    "variant",
    "price",
    "offer",
    "tax_rate",
    "gift_card",
    "order",
    "order_line",
    "order_discount",
    "offer_use",
    "gift_card_use",
    "payment",
    "payment_event",
    "dispute",
    "refund",
    "refund_line",
    "refund_tender",
    "fee_schedule",
    "attribution",
    "revenue",
    "payout_run",
    "payout",
    "earning",
    "ledger_account",
    "idempotency_key",
    "webhook_endpoint",
    "webhook_delivery",
];
