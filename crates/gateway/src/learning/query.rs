//! What can be asked about learning without entering an organization.

use async_graphql::{Context, Object, Result};
use graph::{
    CertificateVerification, CredentialVerification, RequestContext, verify_certificate, verify_credential,
};

/// What can be asked about learning without entering an organization.
#[derive(Debug, Default)]
pub struct LearningQuery;

#[Object]
impl LearningQuery {
    /// What the code on a certificate says: whether it is valid, whose it is, for which course, by which organization.
    /// Null for a code that no certificate has. The code is enough; nobody has to be signed in.
    async fn verify_certificate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code, in upper or lower case, with or without hyphens.")] code: String,
    ) -> Result<Option<CertificateVerification>> {
        verify_certificate(&*RequestContext::of(ctx)?, &code).await
    }

    /// What an Open Badges credential is worth: whether the organization has signed it, and what became of its certificate.
    /// Null for what names no certificate of here. The credential is enough; nobody has to be signed in.
    async fn verify_credential(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The credential as JSON, at most 32,768 bytes.")] credential: String,
    ) -> Result<Option<CredentialVerification>> {
        verify_credential(&*RequestContext::of(ctx)?, &credential).await
    }
}
