//! Becoming a member of a public organization by oneself: what customers do before they buy.

use super::{Joining, not_in_state};
use crate::person;
use authz::actions::JoinOrganization;
use entities::member::{self, AccessRole, MemberStatus};
use kernel::{Code, Problem};
use store::{CrossOrganization, Failure, OrgTx};

/// Makes the signed-in user a member with the access role `MEMBER`. Who has left before gets the same membership back;
/// an active member stays what they are. Nobody undoes a suspension or a removal this way.
///
/// Refuses with `EMAIL_NOT_VERIFIED`, `MEMBER_NOT_ACTIVE`.
pub async fn join_organization(tx: &OrgTx) -> Result<member::Model, Failure> {
    let actor = tx.actor().signed_in().ok_or(Failure::Unauthenticated)?;
    let organization = tx
        .load_for::<JoinOrganization>("organizationId", tx.organization())
        .await?;
    if !actor.email_verified {
        return Err(Problem::new(Code::EmailNotVerified).into());
    }
    let user = person::user(tx, CrossOrganization::Joining, actor.user).await?;
    let joining = Joining {
        user: user.id,
        profile: person::main_profile(tx, CrossOrganization::Joining, user.id).await?,
        display_name: user.full_name(),
        access_role: AccessRole::Member,
        invited_by: None,
    };
    let Some(before) = joining.existing(tx, &organization).await? else {
        return joining.enter(tx, &organization).await;
    };
    match before.status {
        MemberStatus::Active => Ok(before.clone()),
        MemberStatus::Left | MemberStatus::Invited => joining.re_enter(tx, before).await,
        MemberStatus::Suspended | MemberStatus::Removed => {
            Err(not_in_state(Code::MemberNotActive, before.status).into())
        }
    }
}
