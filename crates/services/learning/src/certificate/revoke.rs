//! Taking a certificate back.

use authz::actions::RevokeCertificate;
use entities::{certificate, event::EventAction};
use kernel::{CertificateId, Code, Problem, TextLimits, line};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// Revokes a certificate. Whoever verifies it then learns that, and not why.
///
/// Refuses with `CERTIFICATE_ALREADY_REVOKED`.
pub async fn revoke_certificate(
    tx: &OrgTx,
    id: CertificateId,
    reason: &str,
) -> Result<certificate::Model, Failure> {
    let granted = tx.load_for::<RevokeCertificate>("id", id).await?;
    let reason = line("reason", reason, TextLimits::LINE)?;
    if granted.revoked_at.is_some() {
        return Err(Problem::new(Code::CertificateAlreadyRevoked).into());
    }
    let certificate = tx
        .update(granted, |row| {
            row.revoked_at = Set(Some(tx.now()));
            row.revoked_reason = Set(Some(reason.clone()));
            row.revoked_by_employee_id = Set(tx.access().employee());
        })
        .await?;
    tx.emit(
        NewEvent::new(EventAction::CertificateRevoked, certificate.id).after(json!({ "reason": reason })),
    )
    .await?;
    Ok(certificate)
}
