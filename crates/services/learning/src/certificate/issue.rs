//! Issuing the certificate of a completed course.

use authz::Yields;
use chrono::{DateTime, Utc};
use entities::{certificate, course, enrollment, event::EventAction, member, organization};
use kernel::{CertificateCode, day_in, end_of_day, months_later};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, Granted, NewEvent, OrgTx};

/// Issues the certificate of an enrollment that has just been completed.
pub(crate) async fn issue<A: Yields<certificate::Entity>>(
    tx: &OrgTx,
    because: &Granted<A>,
    enrollment: &enrollment::Model,
) -> Result<(), Failure> {
    let gone = || Failure::Defect("an enrollment without its course, member or organization");
    let course = tx
        .find_for_rule::<course::Entity>()
        .filter(course::Column::Id.eq(enrollment.course_id))
        .one()
        .await?
        .ok_or_else(gone)?;
    let member = tx
        .find_for_rule::<member::Entity>()
        .filter(member::Column::Id.eq(enrollment.member_id))
        .one()
        .await?
        .ok_or_else(gone)?;
    let organization = tx
        .find_for_rule::<organization::Entity>()
        .one()
        .await?
        .ok_or_else(gone)?;
    let expires_at = match course.validity_months {
        None => None,
        Some(months) => Some(
            expiry(&organization.time_zone, tx.now(), months)
                .ok_or(Failure::Defect("a validity that no calendar can hold"))?,
        ),
    };
    let row = certificate::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        enrollment_id: Set(enrollment.id),
        code: Set(CertificateCode::of(&tx.new_secret("")).into_string()),
        holder_name: Set(member.display_name),
        course_title: Set(course.title),
        issued_at: Set(tx.now()),
        expires_at: Set(expires_at),
        revoked_at: Set(None),
        revoked_reason: Set(None),
        revoked_by_employee_id: Set(None),
        created_at: Set(tx.now()),
    };
    let certificate = tx.create_from::<A, certificate::Entity>(because, row).await?;
    tx.emit(
        NewEvent::new(EventAction::CertificateIssued, certificate.id).after(json!({
            "enrollmentId": enrollment.id.to_string(),
            "memberId": enrollment.member_id.to_string(),
            "courseId": enrollment.course_id.to_string(),
            "holderName": certificate.holder_name,
            "courseTitle": certificate.course_title,
            "expiresAt": certificate.expires_at,
        })),
    )
    .await?;
    Ok(())
}

/// The moment from which a certificate is no longer valid: the end of the same day so many months later, or of the last
/// day of a month that is too short, by the organization's clock.
fn expiry(zone: &str, issued: DateTime<Utc>, months: i32) -> Option<DateTime<Utc>> {
    let last = months_later(day_in(zone, issued), u32::try_from(months).ok()?)?;
    end_of_day(zone, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_valid_to_the_end_of_the_day() {
        for (issued, months, expires) in [
            ("2026-01-31T10:00:00Z", 12, "2027-01-31T23:00:00Z"),
            ("2024-02-29T10:00:00Z", 12, "2025-02-28T23:00:00Z"),
            ("2026-08-31T10:00:00Z", 6, "2027-02-28T23:00:00Z"),
            // It is the 1st of February there already.
            ("2026-01-31T23:30:00Z", 12, "2027-02-01T23:00:00Z"),
        ] {
            let expected = expires.parse().unwrap();
            assert_eq!(
                expiry("Europe/Ljubljana", issued.parse().unwrap(), months),
                Some(expected),
                "{issued}"
            );
        }
    }
}
