//! A membership.

use crate::{
    AccessRole, CustomerType, DateTime, Disclosure, Employee, EnrollmentConnection, EnrollmentFilter,
    EnrollmentOrder, EventConnection, EventFilter, HeldPermission, MemberAction, MemberPoints, MemberStatus,
    OrderConnection, OrderFilter, OrderOrder, OrgView, Organization, PermissionGrant, PointEntryConnection,
    User,
    base::{Row, connection},
    commerce, connection_cost,
    governance::events,
    learning::{self, Within},
    people::keys::{EmployeeById, EmployeeByMember, GrantsOfMember, LearningOfMember, UserById},
};
use async_graphql::{Context, ID, Object, Result};
use authz::{Access, Actor, Employment, Membership};
use entities::{employee, member, organization, permission_grant, user};
use kernel::TypedId;
use reads::{Joined, MemberLearning, MemberRow, MembershipRow};
use std::sync::Arc;

/// A membership.
#[derive(Clone, Debug)]
pub struct Member {
    view: OrgView,
    row: MemberRow,
    /// What is known when the viewer looks at their own membership from outside the organization.
    own: Option<(organization::Model, Vec<permission_grant::Model>)>,
}

impl Member {
    /// A member the actor may see.
    pub const fn new(view: OrgView, row: MemberRow) -> Self {
        Self { view, row, own: None }
    }

    pub(crate) fn of_viewer(view: OrgView, row: MembershipRow, user: &user::Model) -> Self {
        let MembershipRow {
            member,
            organization,
            employee,
            grants,
        } = row;
        Self {
            view,
            row: MemberRow {
                member: Arc::new(member),
                user: Joined::Found(Some(Arc::new(user.clone()))),
                employee: Joined::Found(employee.map(Arc::new)),
                learning: None,
            },
            own: Some((organization, grants)),
        }
    }

    fn member(&self) -> &member::Model {
        &self.row.member
    }

    async fn employee_row(&self) -> Result<Option<Arc<employee::Model>>> {
        let id = self.member().id;
        self.row
            .employee
            .or_load(|| self.view.load(EmployeeByMember(id)))
            .await
    }

    /// Nothing, where the viewer looks at their membership of an organization that they cannot see.
    async fn learning(&self) -> Result<Option<MemberLearning>> {
        if let Some(learning) = self.row.learning {
            return Ok(Some(learning));
        }
        if !self.view.is_visible().await? {
            return Ok(None);
        }
        self.view.load(LearningOfMember(self.member().id)).await
    }

    async fn grant_rows(&self) -> Result<Vec<permission_grant::Model>> {
        match &self.own {
            Some((_, grants)) => Ok(grants.clone()),
            None => Ok(self
                .view
                .load(GrantsOfMember(self.member().id))
                .await?
                .unwrap_or_default()),
        }
    }
}

/// A user's membership of an organization: customer and learner, and the base of every employment.
#[Object]
impl Member {
    /// The member's id.
    pub(crate) async fn id(&self) -> ID {
        self.member().id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        match &self.own {
            Some((row, _)) => Ok(Organization::from_row(self.view.clone(), row.clone())),
            None => Organization::of(self.view.clone()).await,
        }
    }
    /// The person. Contact data is shown to the person and to those who look after members.
    async fn user(&self) -> Result<Option<Row<User>>> {
        let member = self.member();
        let row = self
            .row
            .user
            .or_load(|| self.view.load(UserById(member.user_id)))
            .await?;
        let disclosure = if self.view.request()?.user() == Some(member.user_id) {
            Disclosure::Private
        } else if self
            .view
            .access()
            .await?
            .reach(entities::permission_grant::Permission::ViewMembers)
            > authz::Reach::None
        {
            Disclosure::Contact
        } else {
            Disclosure::Public
        };
        Ok(row.map(|row| Row(User::new(row, disclosure))))
    }
    /// The name this organization shows.
    async fn display_name(&self) -> &str {
        &self.member().display_name
    }
    /// What the member may do by default.
    async fn access_role(&self) -> AccessRole {
        self.member().access_role.into()
    }
    /// Where the membership stands.
    async fn status(&self) -> MemberStatus {
        self.member().status.into()
    }
    /// What kind of customer the member is.
    async fn customer_type(&self) -> CustomerType {
        self.member().customer_type.into()
    }
    /// When the membership began.
    async fn joined_at(&self) -> DateTime {
        DateTime(self.member().joined_at)
    }
    /// When the member left; null unless the status is `LEFT`.
    async fn left_at(&self) -> Option<DateTime> {
        self.member().left_at.map(DateTime)
    }
    /// Since when the member is suspended; null unless the status is `SUSPENDED`.
    async fn suspended_at(&self) -> Option<DateTime> {
        self.member().suspended_at.map(DateTime)
    }
    /// Why the member is suspended.
    async fn suspended_reason(&self) -> Option<&str> {
        self.member().suspended_reason.as_deref()
    }
    /// When the member was removed; null unless the status is `REMOVED`.
    async fn removed_at(&self) -> Option<DateTime> {
        self.member().removed_at.map(DateTime)
    }
    /// Why the member was removed.
    async fn removed_reason(&self) -> Option<&str> {
        self.member().removed_reason.as_deref()
    }
    /// Whether the member is an employee as well, at work or about to begin.
    async fn is_employee(&self) -> Result<bool> {
        Ok(self.employee_row().await?.is_some())
    }
    /// The member's current employment.
    async fn employee(&self) -> Result<Option<Employee>> {
        let row = self.employee_row().await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// The employee who invited the member.
    async fn invited_by(&self) -> Result<Option<Employee>> {
        let Some(id) = self.member().invited_by_employee_id else {
            return Ok(None);
        };
        let row = self.view.load(EmployeeById(id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// Everything the member may do here: by access role, by work role and by grant. Empty unless the member is active.
    async fn permissions(&self) -> Result<Vec<HeldPermission>> {
        let member = self.member();
        let now = self.view.request()?.store.now();
        let employment = self.employee_row().await?.filter(|employee| {
            employee.status == employee::EmployeeStatus::Active
                || employee.starts_on.is_some_and(|day| day <= now.date_naive())
        });
        let grants: Vec<_> = self
            .grant_rows()
            .await?
            .into_iter()
            .map(|grant| (grant.permission, grant.scope))
            .collect();
        let access = Access::new(
            Actor::Anonymous,
            member.organization_id,
            Some(Membership {
                id: member.id,
                role: member.access_role,
                status: member.status,
            }),
            employment.map(|employee| Employment {
                id: employee.id,
                role: employee.role,
            }),
            &grants,
        );
        Ok(HeldPermission::of(&access))
    }
    /// The single permissions granted to the member, oldest first, as far as you may see them.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn grants(&self) -> Result<Vec<PermissionGrant>> {
        let rows = self.grant_rows().await?;
        Ok(rows
            .into_iter()
            .map(|row| PermissionGrant::new(self.view.clone(), row))
            .collect())
    }
    /// What the member has earned; null unless it is yourself or you follow all learners.
    async fn points(&self) -> Result<Option<MemberPoints>> {
        MemberPoints::of(&self.view, self.member().id).await
    }
    /// How the points came about and what they were spent for, the latest first; empty unless it is yourself or you follow
    /// all learners.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn point_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<PointEntryConnection> {
        learning::point_entries(ctx, &self.view, self.member().id, (first, after, last, before)).await
    }
    /// How many enrollments of the member you see, in whatever state.
    async fn enrollment_count(&self) -> Result<i32> {
        let learning = self.learning().await?;
        Ok(learning.map_or(0, |learning| learning::number(learning.enrollments)))
    }
    /// When the member was last at work in one of the enrollments you see; null if they never were.
    async fn last_activity_at(&self) -> Result<Option<DateTime>> {
        let learning = self.learning().await?;
        Ok(learning
            .and_then(|learning| learning.last_activity_at)
            .map(DateTime))
    }
    /// What the member learns, as far as you see it. Newest first unless ordered otherwise.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn enrollments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only enrollments that match all of these.")] filter: Option<EnrollmentFilter>,
        #[graphql(desc = "The order; the newest first if not given.")] order_by: Option<EnrollmentOrder>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EnrollmentConnection> {
        let (within, page) = (Within::Member(self.member().id), (first, after, last, before));
        learning::enrollments(ctx, &self.view, within, filter, order_by, page).await
    }
    /// What you may do to this member now: the actions column of the members list.
    async fn viewer_actions(&self) -> Result<Vec<MemberAction>> {
        if !self.view.is_visible().await? {
            return Ok(Vec::new());
        }
        let member = self.member();
        Ok(MemberAction::allowed(
            self.view.access().await?,
            member,
            member.status,
        ))
    }
    /// What the member has ordered, as far as you can see it: your own orders, and everybody's if you look after
    /// customers. Newest first unless ordered otherwise.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn orders(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only orders that match all of these.")] filter: Option<OrderFilter>,
        #[graphql(desc = "The order; the newest first if not given.")] order_by: Option<OrderOrder>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<OrderConnection> {
        let (member, page) = (Some(self.member().id), (first, after, last, before));
        commerce::orders(ctx, &self.view, member, filter, order_by, page).await
    }
    /// What happened to this membership, newest first: the audit log of the member's profile. Empty unless you may
    /// read the log.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only events that match all of these.")] filter: Option<EventFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EventConnection> {
        let about = Some(vec![self.member().id.uuid()]);
        events(ctx, &self.view, filter, about, (first, after, last, before)).await
    }
    /// Counts changes; for `expectedVersion`.
    async fn version(&self) -> i32 {
        self.member().version
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.member().updated_at)
    }
}

connection! {
    /// A page of members.
    MemberConnection,
    /// A member and their position in the list.
    MemberEdge,
    Member
}
