//! Invitations.

use crate::{
    AccessRole, CompensationType, Course, Date, DateTime, Disclosure, Employee, EmployeeInvitationAction,
    EmployeeInvitationStatus, JobProfile, Member, MemberInvitationAction, MemberInvitationStatus, Money,
    OrgView, Organization, User, WorkRole,
    base::{connection, fault, page_arguments, selects},
    governance::PageInput,
    people::keys::{CoursesOfInvitation, EmployeeById, JobProfileById, MemberById, UserById},
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use entities::{employee_invitation, member_invitation, permission_grant::Permission};
use kernel::{Cursor, TypedId};
use reads::InvitationRow;

/// An invitation to become a member.
#[derive(Clone, Debug)]
pub struct MemberInvitation {
    view: OrgView,
    row: InvitationRow<member_invitation::Model>,
}

impl MemberInvitation {
    /// An invitation the actor may see.
    pub const fn new(view: OrgView, row: InvitationRow<member_invitation::Model>) -> Self {
        Self { view, row }
    }

    const fn invitation(&self) -> &member_invitation::Model {
        &self.row.invitation
    }

    fn state(&self) -> Result<member_invitation::MemberInvitationStatus> {
        Ok(self.invitation().status_at(self.view.request()?.store.now()))
    }
}

/// An invitation to become a member. Accepting it is enough; nobody has to approve.
#[Object]
impl MemberInvitation {
    /// The invitation's id.
    pub(crate) async fn id(&self) -> ID {
        self.invitation().id.to_string().into()
    }
    /// The organization that invites.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// The address it was sent to.
    async fn email(&self) -> &str {
        &self.invitation().email
    }
    /// The name the member will have here.
    async fn display_name(&self) -> &str {
        &self.invitation().display_name
    }
    /// The role the member will have.
    async fn access_role(&self) -> AccessRole {
        self.invitation().access_role.into()
    }
    /// What the member may learn from the moment of accepting, as far as you see it; at most 50.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn courses(&self) -> Result<Vec<Course>> {
        let rows = self.view.load(CoursesOfInvitation(self.invitation().id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(|row| Course::new(self.view.clone(), row))
            .collect())
    }
    /// Where it stands now.
    async fn status(&self) -> Result<MemberInvitationStatus> {
        Ok(self.state()?.into())
    }
    /// Who invited.
    async fn invited_by(&self) -> Result<Option<Employee>> {
        let row = self
            .row
            .invited_by
            .or_load(|| {
                self.view
                    .load(EmployeeById(self.invitation().invited_by_employee_id))
            })
            .await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// The member that came of it; null before it is accepted, or if you may not see the member.
    async fn member(&self) -> Result<Option<Member>> {
        let Some(id) = self.invitation().member_id else {
            return Ok(None);
        };
        let row = self.view.load(MemberById(id)).await?;
        Ok(row.map(|row| Member::new(self.view.clone(), row.into())))
    }
    /// From when on it is refused.
    async fn expires_at(&self) -> DateTime {
        DateTime(self.invitation().expires_at)
    }
    /// How many mails were asked for.
    async fn sent_count(&self) -> i32 {
        self.invitation().sent_count
    }
    /// When the last mail was asked for.
    async fn last_sent_at(&self) -> DateTime {
        DateTime(self.invitation().last_sent_at)
    }
    /// When it was accepted.
    async fn accepted_at(&self) -> Option<DateTime> {
        self.invitation().accepted_at.map(DateTime)
    }
    /// When it was declined.
    async fn declined_at(&self) -> Option<DateTime> {
        self.invitation().declined_at.map(DateTime)
    }
    /// When it was withdrawn.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.invitation().revoked_at.map(DateTime)
    }
    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.invitation().created_at)
    }
    /// What you may do to this invitation now.
    async fn viewer_actions(&self) -> Result<Vec<MemberInvitationAction>> {
        Ok(MemberInvitationAction::allowed(
            self.view.access().await?,
            self.invitation(),
            self.state()?,
        ))
    }
}

/// An invitation to become an employee.
#[derive(Clone, Debug)]
pub struct EmployeeInvitation {
    view: OrgView,
    row: InvitationRow<employee_invitation::Model>,
}

impl EmployeeInvitation {
    /// An invitation the actor may see.
    pub const fn new(view: OrgView, row: InvitationRow<employee_invitation::Model>) -> Self {
        Self { view, row }
    }

    const fn invitation(&self) -> &employee_invitation::Model {
        &self.row.invitation
    }

    fn state(&self) -> Result<employee_invitation::EmployeeInvitationStatus> {
        Ok(self.invitation().status_at(self.view.request()?.store.now()))
    }
}

/// An invitation to become an employee: accepted by the candidate, then approved by the organization. It gives no
/// authority before that.
#[Object]
impl EmployeeInvitation {
    /// The invitation's id.
    pub(crate) async fn id(&self) -> ID {
        self.invitation().id.to_string().into()
    }
    /// The organization that invites. Null for candidates who cannot see it yet.
    async fn organization(&self) -> Result<Option<Organization>> {
        if !self.view.is_visible().await? {
            return Ok(None);
        }
        Ok(Some(Organization::of(self.view.clone()).await?))
    }
    /// The address it was sent to.
    async fn email(&self) -> &str {
        &self.invitation().email
    }
    /// The professional name the employee will have.
    async fn display_name(&self) -> &str {
        &self.invitation().display_name
    }
    /// The work offered.
    async fn role(&self) -> WorkRole {
        self.invitation().role.into()
    }
    /// How the work will be paid; null unless it concerns you.
    async fn compensation_type(&self) -> Result<Option<CompensationType>> {
        let shown = self.shows_offer().await?;
        Ok(shown.then(|| self.invitation().compensation_type.into()))
    }
    /// The salary offered; null for commission only, or unless it concerns you: the candidate, whoever invites,
    /// approves or manages compensation.
    async fn proposed_salary(&self) -> Result<Option<Money>> {
        let invitation = self.invitation();
        let shown = self.shows_offer().await?;
        Ok(shown
            .then(|| {
                Money::stored(
                    invitation.proposed_salary_minor,
                    invitation.proposed_salary_currency.as_deref(),
                )
            })
            .flatten())
    }
    /// The first day of work offered.
    async fn start_date(&self) -> Option<Date> {
        self.invitation().start_date.map(Date)
    }
    /// The professional identity the employment will be linked to.
    async fn job_profile(&self) -> Result<Option<JobProfile>> {
        let Some(id) = self.invitation().job_profile_id else {
            return Ok(None);
        };
        Ok(self.view.load(JobProfileById(id)).await?.map(JobProfile::new))
    }
    /// Where it stands now.
    async fn status(&self) -> Result<EmployeeInvitationStatus> {
        Ok(self.state()?.into())
    }
    /// The member to be promoted; null where it is not a promotion, or if you may not see the member.
    async fn promoted_member(&self) -> Result<Option<Member>> {
        let Some(id) = self.invitation().promoted_member_id else {
            return Ok(None);
        };
        let row = self.view.load(MemberById(id)).await?;
        Ok(row.map(|row| Member::new(self.view.clone(), row.into())))
    }
    /// Who accepted; null before.
    async fn candidate(&self) -> Result<Option<User>> {
        let Some(id) = self.invitation().candidate_user_id else {
            return Ok(None);
        };
        let row = self.view.load(UserById(id)).await?;
        Ok(row.map(|row| User::new(row, Disclosure::Public)))
    }
    /// Who invited.
    async fn invited_by(&self) -> Result<Option<Employee>> {
        let row = self
            .row
            .invited_by
            .or_load(|| {
                self.view
                    .load(EmployeeById(self.invitation().invited_by_employee_id))
            })
            .await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// Who approved or rejected.
    async fn decided_by(&self) -> Result<Option<Employee>> {
        let Some(id) = self.invitation().decided_by_employee_id else {
            return Ok(None);
        };
        let row = self.view.load(EmployeeById(id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// The employment that came of it; null before it is approved.
    async fn employee(&self) -> Result<Option<Employee>> {
        let Some(id) = self.invitation().employee_id else {
            return Ok(None);
        };
        let row = self.view.load(EmployeeById(id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// From when on the candidate can no longer accept.
    async fn expires_at(&self) -> DateTime {
        DateTime(self.invitation().expires_at)
    }
    /// How many mails were asked for.
    async fn sent_count(&self) -> i32 {
        self.invitation().sent_count
    }
    /// When the last mail was asked for.
    async fn last_sent_at(&self) -> DateTime {
        DateTime(self.invitation().last_sent_at)
    }
    /// When the candidate accepted.
    async fn accepted_at(&self) -> Option<DateTime> {
        self.invitation().accepted_at.map(DateTime)
    }
    /// When the candidate declined.
    async fn declined_at(&self) -> Option<DateTime> {
        self.invitation().declined_at.map(DateTime)
    }
    /// When it was approved.
    async fn approved_at(&self) -> Option<DateTime> {
        self.invitation().approved_at.map(DateTime)
    }
    /// When it was rejected.
    async fn rejected_at(&self) -> Option<DateTime> {
        self.invitation().rejected_at.map(DateTime)
    }
    /// Why it was rejected.
    async fn rejection_reason(&self) -> Option<&str> {
        self.invitation().rejection_reason.as_deref()
    }
    /// When it was withdrawn.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.invitation().revoked_at.map(DateTime)
    }
    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.invitation().created_at)
    }
    /// What you may do to this invitation now.
    async fn viewer_actions(&self) -> Result<Vec<EmployeeInvitationAction>> {
        if !self.view.is_visible().await? {
            return Ok(Vec::new());
        }
        Ok(EmployeeInvitationAction::allowed(
            self.view.access().await?,
            self.invitation(),
            self.state()?,
        ))
    }
}

impl EmployeeInvitation {
    async fn shows_offer(&self) -> Result<bool> {
        let candidate = self.invitation().candidate_user_id;
        if candidate.is_some() && candidate == self.view.request()?.user() {
            return Ok(true);
        }
        if !self.view.is_visible().await? {
            return Ok(false);
        }
        let access = self.view.access().await?;
        Ok(
            access.employee() == Some(self.invitation().invited_by_employee_id)
                || access.may(Permission::ManageCompensation)
                || access.may(Permission::ApproveEmployees),
        )
    }
}

macro_rules! lists {
    ($list:ident, $read:path, $filter:ident, $status:ident, $connection:ident, $edge:ident, $node:ident) => {
        connection! {
            /// A page of invitations.
            $connection,
            /// An invitation and its position in the list.
            $edge,
            $node
        }

        /// Which invitations to list. All conditions must hold.
        #[derive(InputObject, Default)]
        pub struct $filter {
            /// Part of the name or the e-mail address; ignores case.
            pub search: Option<String>,
            /// In one of these states as of now.
            pub status: Option<Vec<$status>>,
        }

        pub(crate) async fn $list(
            ctx: &Context<'_>,
            view: &OrgView,
            filter: Option<$filter>,
            (first, after, last, before): PageInput,
        ) -> Result<$connection> {
            let page = page_arguments("createdAt", first, after, last, before)?;
            let $filter { search, status } = filter.unwrap_or_default();
            let filter = reads::$filter {
                search,
                status: status.map(|any| any.into_iter().map(Into::into).collect()),
            };
            let shape = (
                selects(ctx, "invitedBy"),
                ctx.look_ahead().field("totalCount").exists(),
            );
            let slice = $read(view.scope().await?, filter, &page, shape)
                .await
                .map_err(fault)?;
            Ok($connection::new(slice.map(|row| {
                let cursor = Cursor {
                    order: "createdAt".to_owned(),
                    key: row.invitation.created_at.timestamp_micros().to_string(),
                    id: row.invitation.id.uuid(),
                };
                (cursor, $node::new(view.clone(), row))
            })))
        }
    };
}

lists!(
    member_invitations,
    reads::member_invitations,
    MemberInvitationFilter,
    MemberInvitationStatus,
    MemberInvitationConnection,
    MemberInvitationEdge,
    MemberInvitation
);
lists!(
    employee_invitations,
    reads::employee_invitations,
    EmployeeInvitationFilter,
    EmployeeInvitationStatus,
    EmployeeInvitationConnection,
    EmployeeInvitationEdge,
    EmployeeInvitation
);
