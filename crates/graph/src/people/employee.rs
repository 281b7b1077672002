//! An employment.

use crate::{
    AttributionConnection, AttributionFilter, CompensationType, Date, DateTime, EarningConnection,
    EarningFilter, EarningsOverview, EmployeeAction, EmployeeStatus, EventConnection, EventFilter,
    JobProfile, Member, Money, OrgView, Organization, PayoutConnection, WorkRole,
    base::connection,
    connection_cost, finance,
    governance::events,
    people::keys::{EmployeeById, JobProfileById, MemberById},
};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use authz::{OwnedAction, actions::ManageCompensation};
use entities::employee;
use kernel::TypedId;
use reads::{EmployeeRow, Joined};
use std::sync::Arc;

/// What an employee is paid.
#[derive(SimpleObject, Clone, Debug)]
pub struct Compensation {
    /// How the employee is paid.
    pub compensation_type: CompensationType,
    /// The agreed base salary; null for commission only. Its period is the organization's own convention.
    pub salary: Option<Money>,
}

/// An employment.
#[derive(Clone, Debug)]
pub struct Employee {
    view: OrgView,
    row: EmployeeRow,
}

impl Employee {
    /// An employee the actor may see.
    pub const fn new(view: OrgView, row: EmployeeRow) -> Self {
        Self { view, row }
    }

    fn employee(&self) -> &employee::Model {
        &self.row.employee
    }
}

/// A member's employment: staff and creators.
#[Object]
impl Employee {
    /// The employee's id.
    pub(crate) async fn id(&self) -> ID {
        self.employee().id.to_string().into()
    }
    /// The organization.
    async fn organization(&self) -> Result<Organization> {
        Organization::of(self.view.clone()).await
    }
    /// The membership it extends; null if you may not see the member.
    async fn member(&self) -> Result<Option<Member>> {
        let row = self
            .row
            .member
            .or_load(|| self.view.load(MemberById(self.employee().member_id)))
            .await?;
        Ok(row.map(|row| Member::new(self.view.clone(), row.into())))
    }
    /// The professional identity it is linked to.
    async fn job_profile(&self) -> Result<Option<JobProfile>> {
        let row = match (&self.row.job_profile, self.employee().job_profile_id) {
            (Joined::Found(row), _) => row.clone(),
            (Joined::NotAsked, Some(id)) => self.view.load(JobProfileById(id)).await?.map(Arc::new),
            (Joined::NotAsked, None) => None,
        };
        Ok(row.map(JobProfile::new))
    }
    /// The name shown on work.
    async fn professional_display_name(&self) -> &str {
        &self.employee().professional_display_name
    }
    /// What the work is.
    async fn role(&self) -> WorkRole {
        self.employee().role.into()
    }
    /// Where the employment stands.
    async fn status(&self) -> EmployeeStatus {
        self.employee().status.into()
    }
    /// Whether a salary is part of the compensation; null unless you may see what the employee is paid.
    async fn is_salaried(&self) -> Result<Option<bool>> {
        let employee = self.employee();
        let shown = self.shows_compensation().await?;
        Ok(shown.then(|| employee.compensation_type.is_salaried()))
    }
    /// What the employee is paid; null unless you are the employee or may manage compensation.
    async fn compensation(&self) -> Result<Option<Compensation>> {
        let employee = self.employee();
        Ok(self.shows_compensation().await?.then(|| Compensation {
            compensation_type: employee.compensation_type.into(),
            salary: Money::stored(employee.salary_minor, employee.salary_currency.as_deref()),
        }))
    }
    /// The first day of work, where one was agreed.
    async fn starts_on(&self) -> Option<Date> {
        self.employee().starts_on.map(Date)
    }
    /// When the employment was approved.
    async fn hired_at(&self) -> DateTime {
        DateTime(self.employee().hired_at)
    }
    /// When it ended; null unless the status is `TERMINATED`.
    async fn terminated_at(&self) -> Option<DateTime> {
        self.employee().terminated_at.map(DateTime)
    }
    /// Why it ended; null unless you may end employments.
    async fn termination_reason(&self) -> Result<Option<&str>> {
        let access = self.view.access().await?;
        let shown = access.may(entities::permission_grant::Permission::ManageEmployees);
        Ok(self.employee().termination_reason.as_deref().filter(|_| shown))
    }
    /// The employee who recruited this one.
    async fn invited_by(&self) -> Result<Option<Employee>> {
        let Some(id) = self.employee().invited_by_employee_id else {
            return Ok(None);
        };
        let row = self.view.load(EmployeeById(id)).await?;
        Ok(row.map(|row| Employee::new(self.view.clone(), row.into())))
    }
    /// What you may do to this employee now: the actions column of the employees list.
    async fn viewer_actions(&self) -> Result<Vec<EmployeeAction>> {
        let employee = self.employee();
        Ok(EmployeeAction::allowed(
            self.view.access().await?,
            employee,
            employee.status,
        ))
    }
    /// What the employee has earned, the latest first. Empty unless it is you or you account for it.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn earnings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only items that match all of these.")] filter: Option<EarningFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EarningConnection> {
        finance::earnings(
            ctx,
            &self.view,
            filter,
            (Some(self.employee().id), None),
            (first, after, last, before),
        )
        .await
    }
    /// What the employee has earned altogether, what was paid out and what is left, by currency and by product. Empty
    /// unless it is you or you account for it.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn earnings_overview(&self) -> Result<EarningsOverview> {
        finance::overview_of(&self.view, self.employee().id).await
    }
    /// What the employee was paid out, the latest first. Empty unless it is you or you account for it.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn payouts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<PayoutConnection> {
        finance::payouts(
            ctx,
            &self.view,
            None,
            Some(self.employee().id),
            (first, after, last, before),
        )
        .await
    }
    /// The employee's shares of what products earn, the latest beginning first. Empty unless it is you, or you decide on
    /// shares or account for them.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn attributions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<AttributionConnection> {
        finance::attributions(
            ctx,
            &self.view,
            Some(AttributionFilter {
                employee_id: Some(self.employee().id.to_string().into()),
                ..AttributionFilter::default()
            }),
            (first, after, last, before),
        )
        .await
    }
    /// What happened to this employment, newest first: the audit log of the employee's profile. Empty unless you may
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
        let about = Some(vec![self.employee().id.uuid()]);
        events(ctx, &self.view, filter, about, (first, after, last, before)).await
    }
    /// Counts changes; for `expectedVersion`.
    async fn version(&self) -> i32 {
        self.employee().version
    }
    /// When a field last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.employee().updated_at)
    }
}

impl Employee {
    async fn shows_compensation(&self) -> Result<bool> {
        let access = self.view.access().await?;
        let employee = self.employee();
        Ok(ManageCompensation::allowed(access, employee) || access.member() == Some(employee.member_id))
    }
}

connection! {
    /// A page of employees.
    EmployeeConnection,
    /// An employee and their position in the list.
    EmployeeEdge,
    Employee
}
