//! What people may be allowed to do. Each mirrors the stored enum of the same name; a new value there does not compile until it is described here.

use async_graphql::Enum;

/// Something a person may be allowed to do in an organization.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::permission_grant::Permission")]
pub enum Permission {
    /// Change the organization's name, settings and appearance.
    ManageOrganization,
    /// Grant and revoke permissions and change access roles.
    ManagePermissions,
    /// See the members and their contact data.
    ViewMembers,
    /// Change, suspend and remove members.
    ManageUsers,
    /// Invite members.
    InviteMembers,
    /// Invite employees and promote members.
    InviteEmployees,
    /// Approve and reject candidates.
    ApproveEmployees,
    /// Change employees' roles and names and end employments.
    ManageEmployees,
    /// See and change compensation.
    ManageCompensation,
    /// Read the event log.
    ViewAuditLog,
    /// Manage every course.
    ManageAllModules,
    /// Manage the courses one owns or mentors.
    ManageOwnModules,
    /// See the progress of all learners.
    ViewAllProgress,
    /// See the progress of the learners in one's groups.
    ViewGroupProgress,
    /// Manage learning groups and cohorts.
    ManageGroups,
    /// Manage quizzes and questions.
    ManageQuizzes,
    /// Override a learner's progress.
    OverrideProgress,
    /// See analytics.
    ViewAnalytics,
    /// Export reports.
    ExportReports,
    /// Manage rewards and decide on redemptions.
    ManageRewards,
    /// See the manager's dashboard.
    ViewManagerDashboard,
    /// Decide on knowledge suggestions.
    ManageSuggestions,
    /// Approve content for publication.
    ApproveContent,
    /// Issue gift cards.
    IssueGiftCards,
    /// Manage tax rates.
    ManageTax,
    /// Manage prices and offers.
    ManagePrices,
    /// Manage revenue shares.
    ManageAttribution,
    /// Manage budgets, departments and teams.
    ManageBudgets,
    /// Post to the ledger and run payouts.
    PostAccounting,
    /// Refund payments.
    IssueRefunds,
    /// Answer support requests.
    ManageSupport,
    /// Moderate the community.
    ManageCommunity,
    /// Have other systems told what happens.
    ManageWebhooks,
}
