//! A row for every table of teaching, selling and earning, so that the tests on isolation have something to find.

mod commerce;
mod content;
mod finance;
mod governance;
mod learning;

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
    pub(crate) course_mentor: CourseMentorId,
    pub(crate) course_prerequisite: CoursePrerequisiteId,
    pub(crate) chapter: ChapterId,
    pub(crate) lesson: LessonId,
    pub(crate) lesson_content: LessonContentId,
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
}

impl Ids {
    fn new() -> Self {
        Self {
            category: id(),
            tag: id(),
            course: id(),
            course_tag: id(),
            course_mentor: id(),
            course_prerequisite: id(),
            chapter: id(),
            lesson: id(),
            lesson_content: id(),
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
        }
    }

    /// Writes a row into every table.
    pub(crate) async fn plant<C: ConnectionTrait + TransactionTrait>(
        &self,
        connection: &C,
    ) -> Result<(), DbErr> {
        plant(connection, self.category()).await?;
        plant(connection, self.tag()).await?;
        plant(connection, self.course()).await?;
        let mut other = self.course();
        other.id = self.other_course;
        other.slug = "other".to_owned();
        plant(connection, other).await?;
        plant(connection, self.course_tag()).await?;
        plant(connection, self.course_mentor()).await?;
        plant(connection, self.course_prerequisite()).await?;
        plant(connection, self.chapter()).await?;
        plant(connection, self.lesson()).await?;
        plant(connection, self.lesson_content()).await?;
        plant(connection, self.quiz()).await?;
        plant(connection, self.quiz_question()).await?;
        plant(connection, self.quiz_option()).await?;
        plant(connection, self.quiz_key()).await?;
        plant(connection, self.enrollment()).await?;
        plant(connection, self.lesson_progress()).await?;
        plant(connection, self.quiz_attempt()).await?;
        plant(connection, self.quiz_answer()).await?;
        plant(connection, self.certificate()).await?;
        plant(connection, self.point_balance()).await?;
        plant(connection, self.point_entry()).await?;
        plant(connection, self.product()).await?;
        plant(connection, self.variant()).await?;
        plant(connection, self.price()).await?;
        plant(connection, self.offer()).await?;
        plant(connection, self.tax_rate()).await?;
        plant(connection, self.gift_card()).await?;
        plant(connection, self.order()).await?;
        plant(connection, self.order_line()).await?;
        plant(connection, self.order_discount()).await?;
        plant(connection, self.offer_use()).await?;
        plant(connection, self.gift_card_use()).await?;
        plant(connection, self.payment()).await?;
        plant(connection, self.payment_event()).await?;
        plant(connection, self.refund()).await?;
        plant(connection, self.refund_line()).await?;
        plant(connection, self.refund_tender()).await?;
        plant(connection, self.fee_schedule()).await?;
        plant(connection, self.attribution()).await?;
        plant(connection, self.revenue()).await?;
        plant(connection, self.payout_run()).await?;
        plant(connection, self.payout()).await?;
        plant(connection, self.earning()).await?;
        plant(connection, self.ledger_account()).await?;
        plant(connection, self.idempotency_key()).await?;
        self.books(connection).await
    }
}
