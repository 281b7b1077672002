//! Relay's `node` and `nodes`: any object by its id.

use crate::{
    Disclosure, Employee, EmployeeInvitation, JobProfile, Member, MemberInvitation, OrgView, Organization,
    PermissionGrant, RequestContext, Session, User,
    base::{error, fault, not_found},
    people::keys,
};
use async_graphql::{ID, Interface, Result};
use authz::Owned;
use entities::{employee, employee_invitation, member, member_invitation, permission_grant};
use kernel::{
    EmployeeId, EmployeeInvitationId, ErrorKind, MemberId, MemberInvitationId, OrganizationId,
    PermissionGrantId, ProfileId, SessionId, TypedId, UserId, prefix_of,
};
use std::sync::Arc;
use store::Target;

/// Any object that has an id of its own.
#[expect(
    clippy::large_enum_variant,
    reason = "one node at a time is resolved; a box would cost more than it saves"
)]
#[derive(Interface, Debug)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "The object's id: its type, an underscore, 26 characters."
))]
pub enum Node {
    /// A person.
    User(User),
    /// A signed-in device.
    Session(Session),
    /// A professional identity.
    JobProfile(JobProfile),
    /// A tenant.
    Organization(Organization),
    /// A membership.
    Member(Member),
    /// An employment.
    Employee(Employee),
    /// An invitation to become a member.
    MemberInvitation(MemberInvitation),
    /// An invitation to become an employee.
    EmployeeInvitation(EmployeeInvitation),
    /// A permission given to a member.
    PermissionGrant(PermissionGrant),
}

/// The object with an id. Not there and not visible look the same.
pub async fn node_by_id(request: &Arc<RequestContext>, id: &ID) -> Result<Node> {
    find(request, id).await?.ok_or_else(|| not_found("node"))
}

/// The objects with these ids, in the same order; null for what is not there or not visible.
pub async fn nodes_by_id(request: &Arc<RequestContext>, ids: &[ID]) -> Result<Vec<Option<Node>>> {
    let mut nodes = Vec::with_capacity(ids.len());
    for id in ids {
        nodes.push(find(request, id).await?);
    }
    Ok(nodes)
}

async fn find(request: &Arc<RequestContext>, id: &ID) -> Result<Option<Node>> {
    let Some(prefix) = prefix_of(id) else {
        return Err(error(
            ErrorKind::BadUserInput,
            "expected an id like `member_01j…`: a type, an underscore, 26 characters",
        ));
    };
    match prefix {
        UserId::PREFIX => user(request, parse(id)?).await,
        SessionId::PREFIX => session(request, parse(id)?).await,
        ProfileId::PREFIX => job_profile(request, parse(id)?).await,
        OrganizationId::PREFIX => {
            let id: OrganizationId = parse(id)?;
            let view = OrgView::enter(request, &Target::organization("id", id)).await?;
            Ok(match view {
                Some(view) => Some(Node::Organization(Organization::of(view).await?)),
                None => None,
            })
        }
        MemberId::PREFIX => {
            let id: MemberId = parse(id)?;
            owned::<member::Entity, _>(request, id, async |view| {
                let row = view.load(keys::MemberById(id)).await?;
                Ok(row.map(|row| Node::Member(Member::new(view, row.into()))))
            })
            .await
        }
        EmployeeId::PREFIX => {
            let id: EmployeeId = parse(id)?;
            owned::<employee::Entity, _>(request, id, async |view| {
                let row = view.load(keys::EmployeeById(id)).await?;
                Ok(row.map(|row| Node::Employee(Employee::new(view, row.into()))))
            })
            .await
        }
        MemberInvitationId::PREFIX => {
            let id: MemberInvitationId = parse(id)?;
            owned::<member_invitation::Entity, _>(request, id, async |view| {
                let row = view.load(keys::MemberInvitationById(id)).await?;
                Ok(row.map(|row| Node::MemberInvitation(MemberInvitation::new(view, row.into()))))
            })
            .await
        }
        EmployeeInvitationId::PREFIX => {
            let id: EmployeeInvitationId = parse(id)?;
            owned::<employee_invitation::Entity, _>(request, id, async |view| {
                let row = view.load(keys::EmployeeInvitationById(id)).await?;
                Ok(row.map(|row| Node::EmployeeInvitation(EmployeeInvitation::new(view, row.into()))))
            })
            .await
        }
        PermissionGrantId::PREFIX => {
            let id: PermissionGrantId = parse(id)?;
            owned::<permission_grant::Entity, _>(request, id, async |view| {
                let row = view.load(keys::GrantById(id)).await?;
                Ok(row.map(|row| Node::PermissionGrant(PermissionGrant::new(view, row))))
            })
            .await
        }
        _ => Err(error(
            ErrorKind::BadUserInput,
            format!("there is no type whose ids start with `{prefix}_`"),
        )),
    }
}

fn parse<I: TypedId>(id: &ID) -> Result<I> {
    I::parse(id).map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))
}

async fn owned<E: Owned, I: TypedId>(
    request: &Arc<RequestContext>,
    id: I,
    read: impl AsyncFnOnce(OrgView) -> Result<Option<Node>>,
) -> Result<Option<Node>> {
    match OrgView::enter(request, &Target::of::<E>("id", id)).await? {
        Some(view) => read(view).await,
        None => Ok(None),
    }
}

async fn user(request: &Arc<RequestContext>, id: UserId) -> Result<Option<Node>> {
    let rows = reads::visible_users_by_id(&request.global(), vec![id])
        .await
        .map_err(fault)?;
    Ok(rows
        .into_iter()
        .next()
        .map(|row| Node::User(User::new(row, Disclosure::Private))))
}

async fn session(request: &Arc<RequestContext>, id: SessionId) -> Result<Option<Node>> {
    let row = reads::session_by_id(&request.global(), id).await.map_err(fault)?;
    Ok(row.map(|row| Node::Session(Session::new(row))))
}

async fn job_profile(request: &Arc<RequestContext>, id: ProfileId) -> Result<Option<Node>> {
    let row = reads::own_job_profile(&request.global(), id)
        .await
        .map_err(fault)?;
    Ok(row.map(|row| Node::JobProfile(JobProfile::new(row))))
}
