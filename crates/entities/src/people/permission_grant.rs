//! A single permission given to a member beyond what their roles bring.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{MemberId, OrganizationId, PermissionGrantId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Something a person may be allowed to do in an organization.
    Permission {
        /// Change the organization's name, settings and appearance.
        ManageOrganization = "MANAGE_ORGANIZATION",
        /// Grant and revoke permissions and change access roles.
        ManagePermissions = "MANAGE_PERMISSIONS",
        /// See the members and their contact data.
        ViewMembers = "VIEW_MEMBERS",
        /// Change, suspend and remove members.
        ManageUsers = "MANAGE_USERS",
        /// Invite members.
        InviteMembers = "INVITE_MEMBERS",
        /// Invite employees and promote members.
        InviteEmployees = "INVITE_EMPLOYEES",
        /// Approve and reject candidates.
        ApproveEmployees = "APPROVE_EMPLOYEES",
        /// Change employees' roles and names and end employments.
        ManageEmployees = "MANAGE_EMPLOYEES",
        /// See and change compensation.
        ManageCompensation = "MANAGE_COMPENSATION",
        /// Read the event log.
        ViewAuditLog = "VIEW_AUDIT_LOG",
        /// Manage every course.
        ManageAllModules = "MANAGE_ALL_MODULES",
        /// Manage the courses one owns or mentors.
        ManageOwnModules = "MANAGE_OWN_MODULES",
        /// See the progress of all learners.
        ViewAllProgress = "VIEW_ALL_PROGRESS",
        /// See the progress of the learners in one's groups.
        ViewGroupProgress = "VIEW_GROUP_PROGRESS",
        /// Manage learning groups and cohorts.
        ManageGroups = "MANAGE_GROUPS",
        /// Manage quizzes and questions.
        ManageQuizzes = "MANAGE_QUIZZES",
        /// Override a learner's progress.
        OverrideProgress = "OVERRIDE_PROGRESS",
        /// See analytics.
        ViewAnalytics = "VIEW_ANALYTICS",
        /// Export reports.
        ExportReports = "EXPORT_REPORTS",
        /// Manage rewards and decide on redemptions.
        ManageRewards = "MANAGE_REWARDS",
        /// See the manager's dashboard.
        ViewManagerDashboard = "VIEW_MANAGER_DASHBOARD",
        /// Decide on knowledge suggestions.
        ManageSuggestions = "MANAGE_SUGGESTIONS",
        /// Approve content for publication.
        ApproveContent = "APPROVE_CONTENT",
        /// Issue gift cards.
        IssueGiftCards = "ISSUE_GIFT_CARDS",
        /// Manage tax rates.
        ManageTax = "MANAGE_TAX",
        /// Manage prices and offers.
        ManagePrices = "MANAGE_PRICES",
        /// Manage revenue shares.
        ManageAttribution = "MANAGE_ATTRIBUTION",
        /// Manage budgets, departments and teams.
        ManageBudgets = "MANAGE_BUDGETS",
        /// Post to the ledger and run payouts.
        PostAccounting = "POST_ACCOUNTING",
        /// Refund payments.
        IssueRefunds = "ISSUE_REFUNDS",
        /// Answer support requests.
        ManageSupport = "MANAGE_SUPPORT",
        /// Moderate the community.
        ManageCommunity = "MANAGE_COMMUNITY",
        /// Have other systems told what happens.
        ManageWebhooks = "MANAGE_WEBHOOKS",
    }
}

stored_enum! {
    /// How far a permission reaches.
    PermissionScope {
        /// Only what the holder made or sent.
        Own = "OWN",
        /// Everything in the organization.
        All = "ALL",
    }
}

/// One grant.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "permission_grant")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PermissionGrantId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Who holds it.
    pub member_id: MemberId,
    /// What.
    pub permission: Permission,
    /// How far.
    pub scope: PermissionScope,
    /// Who granted it.
    pub granted_by_member_id: MemberId,
    /// When.
    pub created_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Member: MemberId -> entities::member, Id;
    GrantedBy: GrantedByMemberId -> entities::member, Id;
}

impl ActiveModelBehavior for ActiveModel {}
