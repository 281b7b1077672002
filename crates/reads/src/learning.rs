//! What hangs on enrollments: progress in lessons, attempts, certificates; and points.

use entities::{certificate, enrollment, lesson_progress, organization, quiz_answer, quiz_attempt};
use kernel::{
    CertificateCode, CertificateId, CourseId, EnrollmentId, LessonId, LessonProgressId, QuizAttemptId,
};
use sea_orm::{ColumnTrait, Condition, Order, sea_query::Query};
use store::{CrossOrganization, OrgScope, Store, StoreError};

/// Progress in lessons by id, as far as the actor sees it.
pub async fn progress_by_id(
    scope: &OrgScope,
    ids: Vec<LessonProgressId>,
) -> Result<Vec<lesson_progress::Model>, StoreError> {
    scope
        .find::<lesson_progress::Entity>()
        .among(lesson_progress::Column::Id, ids)
        .all()
        .await
}

/// The progress in lessons of enrollments, in the order in which they were opened.
pub async fn progress_by_enrollment(
    scope: &OrgScope,
    enrollments: Vec<EnrollmentId>,
) -> Result<Vec<lesson_progress::Model>, StoreError> {
    scope
        .find::<lesson_progress::Entity>()
        .among(lesson_progress::Column::EnrollmentId, enrollments)
        .order_by(lesson_progress::Column::OpenedAt, Order::Asc)
        .order_by(lesson_progress::Column::Id, Order::Asc)
        .all()
        .await
}

/// The actor's own progress in lessons.
pub async fn own_progress_by_lesson(
    scope: &OrgScope,
    lessons: Vec<LessonId>,
) -> Result<Vec<lesson_progress::Model>, StoreError> {
    let access = scope.access();
    let Some(member) = access.member() else {
        return Ok(Vec::new());
    };
    let own = Query::select()
        .column(enrollment::Column::Id)
        .from(enrollment::Entity)
        .and_where(enrollment::Column::OrganizationId.eq(access.organization()))
        .and_where(enrollment::Column::MemberId.eq(member))
        .to_owned();
    scope
        .find::<lesson_progress::Entity>()
        .filter(lesson_progress::Column::EnrollmentId.in_subquery(own))
        .among(lesson_progress::Column::LessonId, lessons)
        .all()
        .await
}

/// Attempts by id, as far as the actor sees them.
pub async fn attempts_by_id(
    scope: &OrgScope,
    ids: Vec<QuizAttemptId>,
) -> Result<Vec<quiz_attempt::Model>, StoreError> {
    scope
        .find::<quiz_attempt::Entity>()
        .among(quiz_attempt::Column::Id, ids)
        .all()
        .await
}

/// The attempts of enrollments, in the order in which they began.
pub async fn attempts_by_enrollment(
    scope: &OrgScope,
    enrollments: Vec<EnrollmentId>,
) -> Result<Vec<quiz_attempt::Model>, StoreError> {
    scope
        .find::<quiz_attempt::Entity>()
        .among(quiz_attempt::Column::EnrollmentId, enrollments)
        .order_by(quiz_attempt::Column::StartedAt, Order::Asc)
        .order_by(quiz_attempt::Column::Number, Order::Asc)
        .order_by(quiz_attempt::Column::Id, Order::Asc)
        .all()
        .await
}

/// What was answered in attempts.
pub async fn answers_by_attempt(
    scope: &OrgScope,
    attempts: Vec<QuizAttemptId>,
) -> Result<Vec<quiz_answer::Model>, StoreError> {
    scope
        .find::<quiz_answer::Entity>()
        .among(quiz_answer::Column::AttemptId, attempts)
        .all()
        .await
}

/// Certificates by id, as far as the actor sees them.
pub async fn certificates_by_id(
    scope: &OrgScope,
    ids: Vec<CertificateId>,
) -> Result<Vec<certificate::Model>, StoreError> {
    scope
        .find::<certificate::Entity>()
        .among(certificate::Column::Id, ids)
        .all()
        .await
}

/// The certificates of enrollments, the latest last.
pub async fn certificates_by_enrollment(
    scope: &OrgScope,
    enrollments: Vec<EnrollmentId>,
) -> Result<Vec<certificate::Model>, StoreError> {
    scope
        .find::<certificate::Entity>()
        .among(certificate::Column::EnrollmentId, enrollments)
        .order_by(certificate::Column::IssuedAt, Order::Asc)
        .order_by(certificate::Column::Id, Order::Asc)
        .all()
        .await
}

/// The certificate with a code and the organization that issued it, for anybody who was shown the code.
pub async fn certificate_by_code(
    store: &Store,
    code: &str,
) -> Result<Option<(certificate::Model, organization::Model)>, StoreError> {
    let Some(code) = CertificateCode::parse(code) else {
        return Ok(None);
    };
    let across = store.across(CrossOrganization::VerifyCertificate);
    let certificate = across
        .find::<certificate::Entity>()
        .filter(certificate::Column::Code.eq(code.into_string()))
        .one()
        .await?;
    let Some(certificate) = certificate else {
        return Ok(None);
    };
    let organization = across
        .find::<organization::Entity>()
        .filter(organization::Column::Id.eq(certificate.organization_id))
        .one()
        .await?;
    Ok(organization.map(|organization| (certificate, organization)))
}

/// The course for which a certificate was issued.
pub async fn course_of_certificate(
    store: &Store,
    certificate: &certificate::Model,
) -> Result<Option<CourseId>, StoreError> {
    let enrollment = store
        .across(CrossOrganization::VerifyCertificate)
        .find::<enrollment::Entity>()
        .filter(enrollment::Column::Id.eq(certificate.enrollment_id))
        .one()
        .await?;
    Ok(enrollment.map(|enrollment| enrollment.course_id))
}

/// How many certificates there are.
#[derive(Clone, Copy, Debug)]
pub struct CertificateCounts {
    /// All that were ever issued.
    pub issued: i64,
    /// Those that are valid now.
    pub valid: i64,
}

/// How many certificates the actor sees, and how many of them are valid.
pub async fn count_certificates(scope: &OrgScope) -> Result<CertificateCounts, StoreError> {
    let valid = Condition::all()
        .add(certificate::Column::RevokedAt.is_null())
        .add(
            Condition::any()
                .add(certificate::Column::ExpiresAt.is_null())
                .add(certificate::Column::ExpiresAt.gt(scope.store().now())),
        );
    let count = |matching: Condition| async move {
        let found = scope.find::<certificate::Entity>().filter(matching).count().await;
        found.map(|count| i64::try_from(count).unwrap_or(i64::MAX))
    };
    Ok(CertificateCounts {
        issued: count(Condition::all()).await?,
        valid: count(valid).await?,
    })
}
