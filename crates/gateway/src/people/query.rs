//! The ways into organizations.

use async_graphql::{Context, Object, Result};
use graph::{
    AccessRoleDefinition, InvitationPreview, OrgView, Organization, OrganizationConnection,
    OrganizationFilter, RequestContext, WorkRoleDefinition, connection_cost, fault, forbidden,
    invitation_preview, organization_connection, page_arguments, role_definitions, unauthenticated,
    work_role_definitions,
};
use store::Target;

/// The ways into organizations.
#[derive(Debug, Default)]
pub struct PeopleQuery;

#[Object]
impl PeopleQuery {
    /// The organization with this slug: the way into everything it owns. Null, where there is none or you may not see
    /// it; members always see theirs, everybody sees public ones.
    async fn organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization's slug, such as `alpenglow`.")] slug: String,
    ) -> Result<Option<Organization>> {
        let request = RequestContext::of(ctx)?;
        Ok(match OrgView::enter(&request, &Target::slug(&slug)).await? {
            Some(view) => Some(Organization::of(view).await?),
            None => None,
        })
    }

    /// All organizations, newest first. For platform operators only.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn organizations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only organizations that match all of these.")] filter: Option<OrganizationFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<OrganizationConnection> {
        let request = RequestContext::of(ctx)?;
        request.user().ok_or_else(unauthenticated)?;
        if !request.actor.is_operator() {
            return Err(forbidden("organizations.list"));
        }
        let page = page_arguments("createdAt", first, after, last, before)?;
        let total = ctx.look_ahead().field("totalCount").exists();
        let filter = filter.unwrap_or_default().into();
        let slice = reads::organizations(&request.store, filter, &page, total)
            .await
            .map_err(fault)?;
        Ok(organization_connection(&request, slice))
    }

    /// What an invitation's link shows before it is answered. Null for an unknown token. The token is enough; nobody
    /// has to be signed in.
    async fn invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token from the link in the mail.")] token: String,
    ) -> Result<Option<InvitationPreview>> {
        invitation_preview(&RequestContext::of(ctx)?, &token).await
    }

    /// Every access role with the permissions that come with it, from most to least authority.
    async fn access_roles(&self) -> Vec<AccessRoleDefinition> {
        role_definitions()
    }

    /// Every work role with the permissions that come with it.
    async fn work_roles(&self) -> Vec<WorkRoleDefinition> {
        work_role_definitions()
    }
}
