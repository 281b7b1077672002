//! Proof that a member completed a course.

use super::{
    credential::{PublicUrl, credential},
    keys::EnrollmentById,
};
use crate::{
    CertificateStatus, Date, DateTime, Employee, Enrollment, OrgView, RequestContext,
    base::{fault, not_found},
    people::keys::EmployeeById,
};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{NaiveDate, TimeDelta, Utc};
use entities::{certificate, organization};
use kernel::day_in;
use std::sync::Arc;

/// Proof that a member completed a course.
#[derive(Clone, Debug)]
pub struct Certificate {
    view: OrgView,
    row: Arc<certificate::Model>,
}

impl Certificate {
    /// A certificate the actor may see.
    pub fn new(view: OrgView, row: impl Into<Arc<certificate::Model>>) -> Self {
        Self {
            view,
            row: row.into(),
        }
    }
}

fn status(row: &certificate::Model, now: chrono::DateTime<Utc>) -> CertificateStatus {
    if row.revoked_at.is_some() {
        CertificateStatus::Revoked
    } else if row.expires_at.is_some_and(|expires| expires <= now) {
        CertificateStatus::Expired
    } else {
        CertificateStatus::Valid
    }
}

/// The last day on which a certificate is valid, by the organization's calendar.
fn last_day(row: &certificate::Model, zone: &str) -> Option<NaiveDate> {
    let last = row.expires_at?.checked_sub_signed(TimeDelta::microseconds(1))?;
    Some(day_in(zone, last))
}

/// Proof that a member completed a course. Whoever is shown its code can have it verified by `verifyCertificate`.
#[Object]
impl Certificate {
    /// The certificate's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// The enrollment that was completed.
    async fn enrollment(&self) -> Result<Enrollment> {
        let row = self.view.load(EnrollmentById(self.row.enrollment_id)).await?;
        row.map(|row| Enrollment::new(self.view.clone(), row))
            .ok_or_else(|| not_found("enrollment"))
    }
    /// The code by which anybody can verify it, such as `9K2QX-0V7MB-T4RHE-6ZC1D`.
    async fn code(&self) -> &str {
        &self.row.code
    }
    /// The holder's name when it was issued.
    async fn holder_name(&self) -> &str {
        &self.row.holder_name
    }
    /// The course's title when it was issued.
    async fn course_title(&self) -> &str {
        &self.row.course_title
    }
    /// The certificate as an Open Badges 3.0 credential: signed JSON that the holder keeps and that anybody can check, here
    /// with `verifyCredential` or with any tool that knows the proof `eddsa-jcs-2022`. Also at
    /// `/certificates/{code}.json`. It does not show what was revoked later.
    async fn credential(&self, ctx: &Context<'_>) -> Result<String> {
        let enrollment = self.view.load(EnrollmentById(self.row.enrollment_id)).await?;
        let course = enrollment
            .ok_or_else(|| not_found("enrollment"))?
            .enrollment
            .course_id;
        let organization = self.view.row().await?;
        let store = &self.view.request()?.store;
        credential(store, PublicUrl::of(ctx)?, (&self.row, &organization), course).await
    }
    /// What it is worth now.
    async fn status(&self) -> Result<CertificateStatus> {
        Ok(status(&self.row, self.view.request()?.store.now()))
    }
    /// When it was issued.
    async fn issued_at(&self) -> DateTime {
        DateTime(self.row.issued_at)
    }
    /// The moment from which it is no longer valid; null: it is valid for ever.
    async fn expires_at(&self) -> Option<DateTime> {
        self.row.expires_at.map(DateTime)
    }
    /// The last day on which it is valid, to its end by the organization's clock; null: it is valid for ever.
    async fn valid_through(&self) -> Result<Option<Date>> {
        if self.row.expires_at.is_none() {
            return Ok(None);
        }
        let organization = self.view.row().await?;
        Ok(last_day(&self.row, &organization.time_zone).map(Date))
    }
    /// When it was revoked; null unless the status is `REVOKED`.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.row.revoked_at.map(DateTime)
    }
    /// Why it was revoked; the holder can read it.
    async fn revoked_reason(&self) -> Option<&str> {
        self.row.revoked_reason.as_deref()
    }
    /// The employee who revoked it.
    async fn revoked_by(&self) -> Result<Option<Employee>> {
        let Some(id) = self.row.revoked_by_employee_id else {
            return Ok(None);
        };
        let row = self.view.load(EmployeeById(id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
}

/// What anybody learns about a certificate by its code, and nothing else.
#[derive(SimpleObject, Clone, Debug)]
pub struct CertificateVerification {
    /// What it is worth now.
    pub status: CertificateStatus,
    /// The code in the form it is printed.
    pub code: String,
    /// The holder's name when it was issued.
    pub holder_name: String,
    /// The course's title when it was issued.
    pub course_title: String,
    /// The name of the organization that issued it.
    pub organization_name: String,
    /// When it was issued.
    pub issued_at: DateTime,
    /// The last day on which it is valid, to its end by the organization's clock; null: it is valid for ever.
    pub valid_through: Option<Date>,
    /// When it was revoked; null unless the status is `REVOKED`.
    pub revoked_at: Option<DateTime>,
}

/// What a code says about its certificate. Nothing, where no certificate has it.
pub async fn verify_certificate(
    request: &RequestContext,
    code: &str,
) -> Result<Option<CertificateVerification>> {
    let found = reads::certificate_by_code(&request.store, code)
        .await
        .map_err(fault)?;
    Ok(found.map(|(row, organization)| verification(row, organization, request.store.now())))
}

pub(super) fn verification(
    row: certificate::Model,
    organization: organization::Model,
    now: chrono::DateTime<Utc>,
) -> CertificateVerification {
    CertificateVerification {
        status: status(&row, now),
        valid_through: last_day(&row, &organization.time_zone).map(Date),
        organization_name: organization.name,
        issued_at: DateTime(row.issued_at),
        revoked_at: row.revoked_at.map(DateTime),
        code: row.code,
        holder_name: row.holder_name,
        course_title: row.course_title,
    }
}
