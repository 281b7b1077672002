//! The signed-in user's own view.

use crate::{
    Disclosure, EnrollmentConnection, EnrollmentOrder, EnrollmentStatus, JobProfile, Member, Profile,
    RequestContext, Session, SessionConnection, User,
    base::{fault, page_arguments, unauthenticated},
    connection_cost,
    learning::own_enrollments,
};
use async_graphql::{Context, Object, Result};
use entities::{session, user};
use kernel::UserId;
use reads::CurrentSession;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// The signed-in user. Their rows are read when a field shows something of them, unless they are at hand.
#[derive(Debug)]
pub struct Viewer {
    request: Arc<RequestContext>,
    rows: OnceCell<CurrentSession>,
}

impl Viewer {
    /// The viewer of a request; nothing, where nobody is signed in.
    pub fn of(request: Arc<RequestContext>) -> Option<Self> {
        request.user().is_some().then(|| Self {
            request,
            rows: OnceCell::new(),
        })
    }

    /// The viewer of a request that has just signed in.
    pub fn with_rows(request: Arc<RequestContext>, session: session::Model, user: user::Model) -> Self {
        let user = Arc::new(user);
        Self {
            request,
            rows: OnceCell::new_with(Some(CurrentSession { session, user })),
        }
    }

    fn id(&self) -> Result<UserId> {
        self.request.user().ok_or_else(unauthenticated)
    }

    async fn rows(&self) -> Result<&CurrentSession> {
        let read = async || {
            let rows = reads::current_session(&self.request.global()).await;
            rows.map_err(fault)?.ok_or_else(unauthenticated)
        };
        self.rows.get_or_try_init(read).await
    }
}

/// You: what belongs to the signed-in user in all organizations.
#[Object]
impl Viewer {
    /// Your personal data.
    async fn user(&self) -> Result<User> {
        Ok(User::new(
            Arc::clone(&self.rows().await?.user),
            Disclosure::Private,
        ))
    }
    /// The session this request was made with.
    async fn session(&self) -> Result<Session> {
        Ok(Session::new(self.rows().await?.session.clone()))
    }
    /// Whether you run the platform.
    async fn is_operator(&self) -> bool {
        self.request.actor.is_operator()
    }
    /// Whether a platform operator is acting as you in this session.
    async fn is_impersonated(&self) -> bool {
        self.request.actor.is_impersonated()
    }
    /// Your main profile, the face you have as a customer and learner.
    async fn main_profile(&self) -> Result<Option<Profile>> {
        let row = reads::main_profile(&self.request.global(), self.id()?)
            .await
            .map_err(fault)?;
        Ok(row.map(Profile::new))
    }
    /// Your professional identities, oldest first.
    #[graphql(complexity = "5 * child_complexity.max(1)")]
    async fn job_profiles(&self) -> Result<Vec<JobProfile>> {
        let rows = reads::job_profiles_of_user(&self.request.global(), self.id()?)
            .await
            .map_err(fault)?;
        Ok(rows.into_iter().map(JobProfile::new).collect())
    }
    /// Your memberships in all organizations and in every state, oldest first.
    #[graphql(complexity = "10 * child_complexity.max(1)")]
    async fn memberships(&self) -> Result<Vec<Member>> {
        let rows = reads::memberships(&self.request.store, self.id()?)
            .await
            .map_err(fault)?;
        let user = &self.rows().await?.user;
        Ok(rows
            .into_iter()
            .map(|row| Member::of_viewer(self.request.view(row.organization.id), row, user))
            .collect())
    }
    /// What you learn, in all organizations of which you are an active member: your courses. Newest first unless ordered
    /// otherwise.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn enrollments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only enrollments in one of these states.")] status: Option<Vec<EnrollmentStatus>>,
        #[graphql(desc = "The order; the newest first if not given.")] order_by: Option<EnrollmentOrder>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<EnrollmentConnection> {
        let page = (first, after, last, before);
        own_enrollments(ctx, &self.request, self.id()?, status, order_by, page).await
    }
    /// Your sessions that have not ended, last used first.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<SessionConnection> {
        let page = page_arguments("lastSeenAt", first, after, last, before)?;
        let total = ctx.look_ahead().field("totalCount").exists();
        let slice = reads::sessions(&self.request.global(), &page, total)
            .await
            .map_err(fault)?;
        Ok(SessionConnection::new(slice.map(Session::with_cursor)))
    }
}
