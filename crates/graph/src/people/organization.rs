//! A tenant.

use crate::{
    AttributionConnection, AttributionFilter, Category, Course, CourseConnection, CourseFilter, CourseOrder,
    CurrencyCode, Date, DateTime, DisputeConnection, DisputeFilter, EmployeeConnection, EmployeeFilter,
    EmployeeInvitationConnection, EmployeeInvitationFilter, EmployeeOrder, EnrollmentConnection,
    EnrollmentFilter, EnrollmentOrder, EventConnection, EventFilter, FeeScheduleConnection,
    GiftCardConnection, GiftCardFilter, HeldPermission, LanguageTag, LearningOverview,
    LedgerTransactionConnection, LedgerTransactionFilter, Member, MemberConnection, MemberFilter,
    MemberInvitationConnection, MemberInvitationFilter, MemberOrder, Money, OfferConnection, OfferFilter,
    OrderConnection, OrderFilter, OrderOrder, OrgView, OrganizationRateLimit, OrganizationSettings,
    PayoutConnection, PayoutFilter, PayoutRunConnection, Permission, PermissionScope, Plan, Product,
    ProductConnection, ProductFilter, ProductOrder, RefundConnection, RefundFilter, RequestContext,
    RevenuePool, RevenueTotals, Tag, TaxRateConnection, TaxRateFilter, Theme, TrialBalance, UnpaidEarnings,
    WebhookEndpointConnection,
    base::{Image, connection, error, export_cost, fault},
    commerce, connection_cost, content, finance,
    governance::{events, webhook_endpoints},
    learning::{self, Within},
    people::{employee_list, invitation, keys::MemberById, member_list},
};
use async_graphql::{Context, ID, InputObject, Object, Result};
use authz::Reach;
use entities::{organization, permission_grant};
use kernel::{Cursor, ErrorKind, PageSlice, ProductId, TypedId};
use std::sync::Arc;

/// A tenant. Its row is read when a field shows something of it, unless it is at hand.
#[derive(Clone, Debug)]
pub struct Organization {
    view: OrgView,
    row: Option<Arc<organization::Model>>,
}

impl Organization {
    /// The organization of a view. An error, where the actor cannot see it.
    pub async fn of(view: OrgView) -> Result<Self> {
        view.open().await?;
        Ok(Self { view, row: None })
    }

    /// An organization whose row is known to concern the actor, such as that of a membership of their own.
    pub(crate) fn from_row(view: OrgView, row: organization::Model) -> Self {
        Self {
            view,
            row: Some(Arc::new(row)),
        }
    }

    async fn row(&self) -> Result<Arc<organization::Model>> {
        match &self.row {
            Some(row) => Ok(Arc::clone(row)),
            None => self.view.row().await,
        }
    }
}

/// An organization: everything that is not a person's own belongs to exactly one. This is the way into all of it.
#[Object]
impl Organization {
    /// The organization's id.
    pub(crate) async fn id(&self) -> ID {
        self.view.organization().to_string().into()
    }
    /// Its name in addresses, unique on the platform.
    async fn slug(&self) -> Result<String> {
        Ok(self.row().await?.slug.clone())
    }
    /// The name it shows.
    async fn name(&self) -> Result<String> {
        Ok(self.row().await?.name.clone())
    }
    /// A few words about it; plain text.
    async fn description(&self) -> Result<Option<String>> {
        Ok(self.row().await?.description.clone())
    }
    /// An uploaded picture that stands for it.
    async fn logo(&self) -> Result<Option<Image>> {
        Ok(Image::named(self.row().await?.logo.as_deref()))
    }
    /// What it has subscribed to.
    async fn plan(&self) -> Result<Plan> {
        Ok(self.row().await?.plan.into())
    }
    /// The colours of its pages.
    async fn theme(&self) -> Result<Theme> {
        Ok(self.row().await?.theme.into())
    }
    /// Its default language.
    async fn locale(&self) -> Result<LanguageTag> {
        Ok(LanguageTag(self.row().await?.locale.clone()))
    }
    /// How it works.
    async fn settings(&self) -> Result<OrganizationSettings> {
        Ok(OrganizationSettings::of(&*self.row().await?))
    }
    /// How much members with MANAGE_SUPPORT may refund of one order without asking; null where that is nothing, and for
    /// those who have nothing to do with refunds.
    async fn support_refund_limit(&self) -> Result<Option<Money>> {
        if !self.view.is_visible().await? {
            return Ok(None);
        }
        let access = self.view.access().await?;
        let knows = access.serves_customers() || access.may(permission_grant::Permission::ManageOrganization);
        let row = self.row().await?;
        let limit = row.support_refund_limit_minor.filter(|_minor| knows);
        Ok(Money::stored(limit, Some(&row.currency)))
    }
    /// What requests in it may cost; null for those who neither work here nor run the platform.
    async fn rate_limit(&self, ctx: &Context<'_>) -> Result<Option<OrganizationRateLimit>> {
        if !self.view.is_visible().await? {
            return Ok(None);
        }
        let access = self.view.access().await?;
        let knows = access.employee().is_some()
            || access.may(permission_grant::Permission::ManageOrganization)
            || access.actor().is_operator();
        if !knows {
            return Ok(None);
        }
        Ok(Some(OrganizationRateLimit::of(ctx, &*self.row().await?)))
    }
    /// When it was founded.
    async fn created_at(&self) -> Result<DateTime> {
        Ok(DateTime(self.row().await?.created_at))
    }
    /// When a field last changed.
    async fn updated_at(&self) -> Result<DateTime> {
        Ok(DateTime(self.row().await?.updated_at))
    }
    /// Counts changes; for `expectedVersion`.
    async fn version(&self) -> Result<i32> {
        Ok(self.row().await?.version)
    }
    /// Your own membership; null if you have none.
    async fn viewer_member(&self) -> Result<Option<Member>> {
        let Some(id) = self.view.access().await?.member() else {
            return Ok(None);
        };
        let row = self.view.load(MemberById(id)).await?;
        Ok(row.map(|row| Member::new(self.view.clone(), row.into())))
    }
    /// Everything you may do here.
    async fn viewer_permissions(&self) -> Result<Vec<HeldPermission>> {
        if !self.view.is_visible().await? {
            return Ok(Vec::new());
        }
        Ok(HeldPermission::of(self.view.access().await?))
    }
    /// Whether you hold a permission with at least this scope.
    async fn viewer_can(
        &self,
        #[graphql(desc = "The permission to ask about.")] permission: Permission,
        #[graphql(
            desc = "How far it must reach: everything in the organization, or only what is your own.",
            default_with = "PermissionScope::All"
        )]
        scope: PermissionScope,
    ) -> Result<bool> {
        if !self.view.is_visible().await? {
            return Ok(false);
        }
        let reach = self.view.access().await?.reach(permission.into());
        Ok(match scope {
            PermissionScope::All => reach == Reach::All,
            PermissionScope::Own => reach >= Reach::Own,
        })
    }
    /// How many active members you can see here.
    #[graphql(complexity = 5)]
    async fn member_count(&self) -> Result<i32> {
        let count = reads::count_members(self.view.scope().await?)
            .await
            .map_err(fault)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
    /// How many employees at work you can see here.
    #[graphql(complexity = 5)]
    async fn employee_count(&self) -> Result<i32> {
        let count = reads::count_employees(self.view.scope().await?)
            .await
            .map_err(fault)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
    /// The members you can see: all of them for those who look after people, yourself otherwise. Newest first unless
    /// ordered otherwise.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only members that match all of these.")] filter: Option<MemberFilter>,
        #[graphql(desc = "The order; the newest first if not given.")] order_by: Option<MemberOrder>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<MemberConnection> {
        member_list::members(ctx, &self.view, filter, order_by, (first, after, last, before)).await
    }
    /// The employees. Visible to every active member.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn employees(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only employees that match all of these.")] filter: Option<EmployeeFilter>,
        #[graphql(desc = "The order; the newest first if not given.")] order_by: Option<EmployeeOrder>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EmployeeConnection> {
        employee_list::employees(ctx, &self.view, filter, order_by, (first, after, last, before)).await
    }
    /// The invitations to become a member that you can see, newest first.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn member_invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only invitations that match all of these.")] filter: Option<MemberInvitationFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<MemberInvitationConnection> {
        invitation::member_invitations(ctx, &self.view, filter, (first, after, last, before)).await
    }
    /// The invitations to become an employee that you can see, newest first.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn employee_invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only invitations that match all of these.")] filter: Option<
            EmployeeInvitationFilter,
        >,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EmployeeInvitationConnection> {
        invitation::employee_invitations(ctx, &self.view, filter, (first, after, last, before)).await
    }
    /// The courses you can see: published ones, those you learn, and drafts where you are their author or approve
    /// content. Newest first unless ordered otherwise.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn courses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only courses that match all of these.")] filter: Option<CourseFilter>,
        #[graphql(desc = "The order; the newest first if not given.")] order_by: Option<CourseOrder>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<CourseConnection> {
        content::courses(ctx, &self.view, filter, order_by, (first, after, last, before)).await
    }
    /// The course with this slug; null, where there is none or you may not see it.
    async fn course(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The course's slug, such as `rust-for-finance`.")] slug: String,
    ) -> Result<Option<Course>> {
        let with_own = ctx.look_ahead().field("viewerEnrollment").exists();
        let row = reads::course_by_slug(self.view.scope().await?, &slug, with_own)
            .await
            .map_err(fault)?;
        Ok(row.map(|row| Course::own(self.view.clone(), row)))
    }
    /// The subjects of the catalogue, in their order; at most 200.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn categories(&self) -> Result<Vec<Category>> {
        content::categories(&self.view).await
    }
    /// The words that courses are found by, in the order of the alphabet; the first 500.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn tags(&self) -> Result<Vec<Tag>> {
        content::tags(&self.view).await
    }
    /// The enrollments you can see: your own, those in courses you write, and all of them if you follow all learners.
    /// Newest first unless ordered otherwise. With the permission `EXPORT_REPORTS` a page may have 1,000 of them.
    #[graphql(complexity = "export_cost(first, last, child_complexity)")]
    async fn enrollments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only enrollments that match all of these.")] filter: Option<EnrollmentFilter>,
        #[graphql(desc = "The order; the newest first if not given.")] order_by: Option<EnrollmentOrder>,
        #[graphql(
            desc = "Page size from the start, 1 to 100, or to 1,000 for those who may export reports; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100, or to 1,000 for those who may export reports.")]
        last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EnrollmentConnection> {
        let page = (first, after, last, before);
        learning::enrollments(ctx, &self.view, Within::Organization, filter, order_by, page).await
    }
    /// How learning goes here. Null unless you follow all learners.
    #[graphql(complexity = "10 + child_complexity")]
    async fn learning_overview(&self) -> Result<Option<LearningOverview>> {
        LearningOverview::of(&self.view).await
    }
    /// What is on sale, and for those who set prices also drafts and archived products. Newest first unless ordered
    /// otherwise.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only products that match all of these.")] filter: Option<ProductFilter>,
        #[graphql(desc = "The order; the newest first if not given.")] order_by: Option<ProductOrder>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<ProductConnection> {
        commerce::products(ctx, &self.view, filter, order_by, (first, after, last, before)).await
    }
    /// The product with this slug; null, where there is none or you may not see it.
    async fn product(
        &self,
        #[graphql(desc = "The product's slug, such as `rust-for-finance`.")] slug: String,
    ) -> Result<Option<Product>> {
        let row = reads::product_by_slug(self.view.scope().await?, &slug)
            .await
            .map_err(fault)?;
        Ok(row.map(|row| Product::new(self.view.clone(), row)))
    }
    /// The offers, newest first. Empty unless you may set prices.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn offers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only offers that match all of these.")] filter: Option<OfferFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<OfferConnection> {
        commerce::offers(ctx, &self.view, filter, (first, after, last, before)).await
    }
    /// The tax rates with all their versions, by jurisdiction, the oldest version first. Rates are public.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn tax_rates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only rates that match all of these.")] filter: Option<TaxRateFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<TaxRateConnection> {
        commerce::tax_rates(ctx, &self.view, filter, (first, after, last, before)).await
    }
    /// The gift cards, newest first: all for those who issue or account for them, the ones you issued otherwise.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn gift_cards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only gift cards that match all of these.")] filter: Option<GiftCardFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<GiftCardConnection> {
        commerce::gift_cards(ctx, &self.view, filter, (first, after, last, before)).await
    }
    /// The orders you can see: your own, and all of them if you look after customers. Newest first unless ordered otherwise.
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
        let page = (first, after, last, before);
        commerce::orders(ctx, &self.view, None, filter, order_by, page).await
    }
    /// The payments that customers ask their banks to take back, newest first; empty unless you look after customers.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn disputes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only disputes that match all of these.")] filter: Option<DisputeFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<DisputeConnection> {
        commerce::disputes(ctx, &self.view, filter, (first, after, last, before)).await
    }
    /// The refunds you can see: of your own orders, and all of them if you look after customers. Newest first.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn refunds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only refunds that match all of these.")] filter: Option<RefundFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<RefundConnection> {
        commerce::refunds(ctx, &self.view, filter, (first, after, last, before)).await
    }
    /// What is taken from every sale, the latest rates first. For those who work here and for platform operators.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn fee_schedules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<FeeScheduleConnection> {
        finance::fee_schedules(ctx, &self.view, (first, after, last, before)).await
    }
    /// Who has which share of what a product earns, the latest beginning first: your own, or all if you decide on them or
    /// account for them.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn attributions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only items that match all of these.")] filter: Option<AttributionFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<AttributionConnection> {
        finance::attributions(ctx, &self.view, filter, (first, after, last, before)).await
    }
    /// How much of what a product earns is shared at a moment, and how that changes over time; null unless you decide on
    /// shares or account for them.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn revenue_pool(
        &self,
        #[graphql(desc = "The product.")] product_id: ID,
        #[graphql(desc = "The moment; now, if not given.")] at: Option<DateTime>,
    ) -> Result<Option<RevenuePool>> {
        let product = ProductId::parse(&product_id)
            .map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))?;
        finance::pool_of(&self.view, product, at).await
    }
    /// What sales have brought, who got it, and the sales tax that is due; one entry per currency. Empty
    /// unless you account for it.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn revenue_overview(
        &self,
        #[graphql(desc = "From this moment on.")] since: Option<DateTime>,
        #[graphql(desc = "Before this moment.")] until: Option<DateTime>,
    ) -> Result<Vec<RevenueTotals>> {
        finance::overview(&self.view, since, until).await
    }
    /// What employees were paid, the latest first: your own, or all if you account for it.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn payouts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only items that match all of these.")] filter: Option<PayoutFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<PayoutConnection> {
        finance::payouts(ctx, &self.view, filter, None, (first, after, last, before)).await
    }
    /// When earnings were paid out, the latest first. Empty unless you account for it.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn payout_runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<PayoutRunConnection> {
        finance::payout_runs(ctx, &self.view, (first, after, last, before)).await
    }
    /// What was earned and was not paid out, once per employee and currency: your own, or all if you account for it.
    #[graphql(complexity = "20 * child_complexity.max(1)")]
    async fn unpaid_earnings(&self) -> Result<Vec<UnpaidEarnings>> {
        finance::unpaid(&self.view).await
    }
    /// The balances of all accounts of the books at a moment, one entry per currency. Empty unless you account for it.
    #[graphql(complexity = "20 * child_complexity.max(1)")]
    async fn trial_balance(
        &self,
        #[graphql(desc = "The moment, which belongs to it; now, if not given.")] as_of: Option<DateTime>,
        #[graphql(desc = "Only this currency.")] currency: Option<CurrencyCode>,
    ) -> Result<Vec<TrialBalance>> {
        finance::trial_balances(&self.view, as_of, currency).await
    }
    /// The last day of closed books, in the organization's time zone: nothing is posted into that time any more. Null, where
    /// none were closed, and unless you account for it.
    async fn books_closed_through(&self) -> Result<Option<Date>> {
        if !self.view.is_visible().await? {
            return Ok(None);
        }
        let access = self.view.access().await?;
        let day = self.row().await?.books_closed_through.map(Date);
        Ok(day.filter(|_day| access.may(permission_grant::Permission::PostAccounting)))
    }
    /// What was posted into the books, the latest first. Empty unless you account for it.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn ledger_transactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only items that match all of these.")] filter: Option<LedgerTransactionFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<LedgerTransactionConnection> {
        finance::ledger_transactions(ctx, &self.view, filter, (first, after, last, before)).await
    }
    /// The addresses of other systems that are told what happens here, newest first. Empty unless you have MANAGE_WEBHOOKS.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn webhook_endpoints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<WebhookEndpointConnection> {
        webhook_endpoints(ctx, &self.view, (first, after, last, before)).await
    }
    /// What happened here, newest first. Empty unless you may read the log.
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
        events(ctx, &self.view, filter, None, (first, after, last, before)).await
    }
}

connection! {
    /// A page of organizations.
    OrganizationConnection,
    /// An organization and its position in the list.
    OrganizationEdge,
    Organization
}

/// Which organizations to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct OrganizationFilter {
    /// Part of the name or slug; ignores case.
    pub search: Option<String>,
}

impl From<OrganizationFilter> for reads::OrganizationFilter {
    fn from(filter: OrganizationFilter) -> Self {
        let OrganizationFilter { search } = filter;
        Self { search }
    }
}

/// A page of organizations for an operator.
pub fn organization_connection(
    request: &Arc<RequestContext>,
    slice: PageSlice<organization::Model>,
) -> OrganizationConnection {
    OrganizationConnection::new(slice.map(|row| {
        let cursor = Cursor {
            order: "createdAt".to_owned(),
            key: row.created_at.timestamp_micros().to_string(),
            id: row.id.uuid(),
        };
        (cursor, Organization::from_row(request.view(row.id), row))
    }))
}
