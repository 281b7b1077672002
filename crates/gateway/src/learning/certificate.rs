//! Taking certificates back.

use crate::base::{change, payload};
use async_graphql::{Context, ID, InputObject, Result};
use entities::certificate;
use futures::FutureExt;
use graph::Certificate;
use kernel::CertificateId;
use learning::certificate as commands;

/// Taking a certificate back.
#[derive(InputObject)]
pub struct RevokeCertificateInput {
    /// The certificate.
    pub id: ID,
    /// Why; 1 to 500 characters. The holder can read it; whoever verifies the certificate cannot.
    pub reason: String,
}

payload! {
    /// The revoked certificate.
    RevokeCertificatePayload {
        /// The certificate.
        certificate: Certificate
    }
}

pub(super) async fn revoke(
    ctx: &Context<'_>,
    input: RevokeCertificateInput,
) -> Result<RevokeCertificatePayload> {
    let RevokeCertificateInput { id, reason } = input;
    let done = change::<certificate::Entity, CertificateId, _, _>(ctx, "id", &id, |tx, id| {
        let reason = reason.clone();
        async move { commands::revoke_certificate(tx, id, &reason).await }.boxed()
    });
    Ok(done.await?.map(|(view, row)| Certificate::new(view, row)).into())
}
