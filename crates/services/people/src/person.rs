//! The persons behind members, employees and invitations.

use entities::{
    employee::{self, EmployeeStatus},
    job_profile, member, profile, user,
};
use kernel::{Code, MemberId, Problem, ProfileId, UserId};
use sea_orm::{ColumnTrait, RelationTrait};
use store::{CrossOrganization, Failure, OrgTx};

/// A user, locked: two ways of becoming a member at the same time wait for each other here.
pub(crate) async fn user(tx: &OrgTx, why: CrossOrganization, id: UserId) -> Result<user::Model, Failure> {
    tx.find_unscoped::<user::Entity>(why)
        .filter(user::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::Defect("a user is referred to and not there"))
}

/// The profile under which a user is a member.
pub(crate) async fn main_profile(
    tx: &OrgTx,
    why: CrossOrganization,
    user: UserId,
) -> Result<ProfileId, Failure> {
    tx.find_unscoped::<profile::Entity>(why)
        .filter(profile::Column::UserId.eq(user))
        .filter(profile::Column::Kind.eq(profile::ProfileKind::Main))
        .one()
        .await?
        .map(|profile| profile.id)
        .ok_or(Failure::Defect("a user has no main profile"))
}

/// The member with an e-mail address, in whatever state the membership is.
pub(crate) async fn member_by_email(tx: &OrgTx, email_key: &str) -> Result<Option<member::Model>, Failure> {
    Ok(tx
        .find_for_rule::<member::Entity>()
        .join_global::<user::Entity>(member::Relation::User.def(), "user_")
        .filter(user::Column::EmailKey.eq(email_key))
        .one()
        .await?)
}

/// A member who is referred to by another row.
pub(crate) async fn member(tx: &OrgTx, id: MemberId) -> Result<member::Model, Failure> {
    tx.find_for_rule::<member::Entity>()
        .filter(member::Column::Id.eq(id))
        .one()
        .await?
        .ok_or(Failure::Defect("a member is referred to and not there"))
}

/// The employment of a member that has not ended, whether or not it has begun.
pub(crate) async fn current_employee(
    tx: &OrgTx,
    member: MemberId,
) -> Result<Option<employee::Model>, Failure> {
    Ok(tx
        .find_for_rule::<employee::Entity>()
        .filter(employee::Column::MemberId.eq(member))
        .filter(entities::is_not(
            employee::Column::Status,
            EmployeeStatus::Terminated,
        ))
        .one()
        .await?)
}

/// The user a job profile belongs to.
pub(crate) async fn owner_of_job_profile(tx: &OrgTx, id: ProfileId) -> Result<UserId, Failure> {
    tx.find_unscoped::<job_profile::Entity>(CrossOrganization::ProfessionalIdentity)
        .filter(job_profile::Column::ProfileId.eq(id))
        .one()
        .await?
        .map(|profile| profile.user_id)
        .ok_or(Failure::NotFound("jobProfileId"))
}

/// Refuses a job profile that belongs to somebody else.
pub(crate) async fn owns_job_profile(tx: &OrgTx, user: UserId, id: ProfileId) -> Result<(), Failure> {
    if owner_of_job_profile(tx, id).await? == user {
        Ok(())
    } else {
        Err(Problem::at("jobProfileId", Code::ForeignJobProfile).into())
    }
}
