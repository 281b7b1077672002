//! What happens, as it happens.

use async_graphql::{Context, ID, Result, Subscription};
use futures::Stream;
use graph::{Event, EventFilter, error, follow_events};
use kernel::{ErrorKind, OrganizationId, TypedId};

/// Subscriptions to the event log.
#[derive(Debug, Default)]
pub struct GovernanceSubscription;

#[Subscription]
impl GovernanceSubscription {
    /// What happens in an organization from now on: each event once its change is stored, in that order. For those who may
    /// read the event log, as far as they may. It ends with an error, code UNAUTHENTICATED, NOT_FOUND or FORBIDDEN, as soon as
    /// your session, your membership or that permission does.
    async fn organization_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] organization_id: ID,
        #[graphql(desc = "Only events that match all of these.")] filter: Option<EventFilter>,
        #[graphql(
            desc = "The id of the last event you have seen; what has happened since comes first. So a client that was cut off misses nothing."
        )]
        after: Option<ID>,
    ) -> Result<impl Stream<Item = Result<Event>> + use<>> {
        let organization = OrganizationId::parse(&organization_id)
            .map_err(|cause| error(ErrorKind::BadUserInput, cause.to_string()))?;
        follow_events(ctx, organization, filter, after).await
    }
}
