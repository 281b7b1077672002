//! What an invitation's link shows before it is answered.

use crate::{DateTime, RequestContext, WorkRole, base::fault};
use async_graphql::{Result, SimpleObject};
use entities::{employee_invitation::EmployeeInvitationStatus, member_invitation::MemberInvitationStatus};
use kernel::Secret;
use std::sync::Arc;

/// What an invitation's link shows to whoever holds it: enough to decide, nothing about anybody else.
#[derive(SimpleObject, Clone, Debug)]
pub struct InvitationPreview {
    /// The name of the organization that invites.
    pub organization_name: String,
    /// The organization's slug.
    pub organization_slug: String,
    /// The address the invitation was sent to; only an account with this address can accept.
    pub email: String,
    /// The name the person will have there.
    pub display_name: String,
    /// The work offered; null for an invitation to become a member.
    pub role: Option<WorkRole>,
    /// Whether it can still be accepted.
    pub is_open: bool,
    /// From when on it is refused.
    pub expires_at: DateTime,
}

/// The invitation that a mailed token belongs to. Nothing, where there is none.
pub async fn invitation_preview(
    request: &Arc<RequestContext>,
    token: &str,
) -> Result<Option<InvitationPreview>> {
    let hash = Secret::presented(token).hash();
    let now = request.store.now();
    let found = reads::invitation_by_token(&request.store, &hash)
        .await
        .map_err(fault)?;
    Ok(found.map(|preview| match preview {
        reads::InvitationPreview::Member(invitation, organization) => InvitationPreview {
            organization_name: organization.name,
            organization_slug: organization.slug,
            is_open: invitation.status_at(now) == MemberInvitationStatus::Pending,
            email: invitation.email,
            display_name: invitation.display_name,
            role: None,
            expires_at: DateTime(invitation.expires_at),
        },
        reads::InvitationPreview::Employee(invitation, organization) => InvitationPreview {
            organization_name: organization.name,
            organization_slug: organization.slug,
            is_open: invitation.status_at(now) == EmployeeInvitationStatus::Pending,
            email: invitation.email,
            display_name: invitation.display_name,
            role: Some(invitation.role.into()),
            expires_at: DateTime(invitation.expires_at),
        },
    }))
}
