//! Certificates as credentials that their holders keep.

use super::certificate::{CertificateVerification, verification};
use crate::{
    CertificateStatus, RequestContext,
    base::{error, fault},
};
use async_graphql::{Context, Enum, Result, SimpleObject};
use credentials::{Achieved, Credential, CredentialError, Keys};
use entities::{certificate, organization};
use kernel::{CourseId, ErrorKind, TypedId};
use store::Store;
use url::Url;

/// The address under which browsers reach the server; data of the schema.
#[derive(Clone, Debug)]
pub struct PublicUrl(pub Url);

impl PublicUrl {
    pub(crate) fn of<'a>(ctx: &Context<'a>) -> Result<&'a Self> {
        ctx.data::<Self>()
    }

    /// Where anybody verifies a certificate.
    pub fn certificate(&self, code: &str) -> Result<Url, url::ParseError> {
        Url::parse(&format!(
            "{}/certificates/{code}",
            self.0.as_str().trim_end_matches('/')
        ))
    }
}

/// The keys of the platform.
async fn keys(store: &Store) -> Result<Keys> {
    store.credential_secret().await.map(Keys::new).map_err(fault)
}

fn unsigned(cause: CredentialError) -> async_graphql::Error {
    error(ErrorKind::Internal, cause.to_string())
}

/// The signed credential of a certificate, as JSON.
pub async fn credential(
    store: &Store,
    public_url: &PublicUrl,
    (row, organization): (&certificate::Model, &organization::Model),
    course: CourseId,
) -> Result<String> {
    let achieved = Achieved {
        organization: organization.id.uuid(),
        organization_name: &organization.name,
        code: &row.code,
        address: &public_url.certificate(&row.code)?,
        holder: &row.holder_name,
        course: course.uuid(),
        title: &row.course_title,
        issued_at: row.issued_at,
        expires_at: row.expires_at,
    };
    achieved.signed(&keys(store).await?).map_err(unsigned)
}

/// What a credential is worth.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialStatus {
    /// Signed by the organization, and its certificate is valid.
    Valid,
    /// Signed by the organization; the certificate is no longer valid.
    Expired,
    /// Signed by the organization; the certificate was revoked.
    Revoked,
    /// Not signed by the organization, or changed since.
    InvalidSignature,
}

/// What anybody learns about a credential.
#[derive(SimpleObject, Clone, Debug)]
pub struct CredentialVerification {
    /// What it is worth now.
    pub status: CredentialStatus,
    /// The certificate; null where the signature is invalid, as the credential then says nothing.
    pub certificate: Option<CertificateVerification>,
}

/// What a credential is worth. Nothing, where it names no certificate.
pub async fn verify_credential(
    request: &RequestContext,
    text: &str,
) -> Result<Option<CredentialVerification>> {
    let Some(credential) = Credential::parse(text) else {
        return Ok(None);
    };
    let Some(code) = credential.code() else {
        return Ok(None);
    };
    let found = reads::certificate_by_code(&request.store, code)
        .await
        .map_err(fault)?;
    let Some((row, organization)) = found else {
        return Ok(None);
    };
    let keys = keys(&request.store).await?;
    if !credential
        .is_signed_by(organization.id.uuid(), &keys)
        .map_err(unsigned)?
    {
        return Ok(Some(CredentialVerification {
            status: CredentialStatus::InvalidSignature,
            certificate: None,
        }));
    }
    let certificate = verification(row, organization, request.store.now());
    Ok(Some(CredentialVerification {
        status: match certificate.status {
            CertificateStatus::Valid => CredentialStatus::Valid,
            CertificateStatus::Expired => CredentialStatus::Expired,
            CertificateStatus::Revoked => CredentialStatus::Revoked,
        },
        certificate: Some(certificate),
    }))
}
