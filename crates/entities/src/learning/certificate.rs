//! Proof that a member completed a course.

use crate::{ByPosition, column::belongs_to};
use kernel::{CertificateId, EmployeeId, EnrollmentId, OrganizationId};
use sea_orm::entity::prelude::*;

/// One certificate.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// For which enrollment.
    pub enrollment_id: EnrollmentId,
    /// The code by which anybody can verify it, unique on the platform.
    pub code: String,
    /// The holder's name when it was issued.
    pub holder_name: String,
    /// The course's title when it was issued.
    pub course_title: String,
    /// When it was issued.
    pub issued_at: DateTimeUtc,
    /// When it is no longer valid; none: never.
    pub expires_at: Option<DateTimeUtc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
    /// Why it was revoked.
    pub revoked_reason: Option<String>,
    /// Who revoked it.
    pub revoked_by_employee_id: Option<EmployeeId>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Enrollment: EnrollmentId -> entities::enrollment, Id;
    RevokedByEmployee: RevokedByEmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}
