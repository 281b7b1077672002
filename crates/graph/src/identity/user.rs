//! A person.

use crate::{
    DateTime, Image, LanguageTag, LoginAttempt, LoginAttemptConnection, LoginAttemptFilter, PlatformRole,
    RequestContext,
    base::{connection, fault, page_arguments},
    connection_cost,
};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entities::user;
use kernel::{Cursor, PageSlice, TypedId};
use std::sync::Arc;

/// How much of a person is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disclosure {
    /// Name, picture and what the person says publicly.
    Public,
    /// Also how to reach them: to those who look after the members of a shared organization.
    Contact,
    /// Everything: to themselves and to platform operators.
    Private,
}

/// A person with a login, the same in every organization.
#[derive(Clone, Debug)]
pub struct User {
    row: Arc<user::Model>,
    disclosure: Disclosure,
}

impl User {
    /// A person, shown as far as the way that led to them allows.
    pub fn new(row: impl Into<Arc<user::Model>>, disclosure: Disclosure) -> Self {
        Self {
            row: row.into(),
            disclosure,
        }
    }

    fn at_least<T>(&self, disclosure: Disclosure, value: impl FnOnce(&user::Model) -> T) -> Option<T> {
        (self.disclosure >= disclosure).then(|| value(&self.row))
    }
}

/// A ban of a user from the whole platform.
#[derive(SimpleObject, Clone, Debug)]
pub struct Ban {
    /// Why.
    pub reason: String,
    /// Since when.
    pub since: DateTime,
    /// Until when; null means until it is lifted.
    pub until: Option<DateTime>,
}

/// A person with a login, the same in every organization. Contact data is null unless you are the person, a platform
/// operator, or look after the members of an organization that led you here.
#[Object]
impl User {
    /// The user's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// Given name.
    async fn first_name(&self) -> &str {
        &self.row.first_name
    }
    /// Family name.
    async fn last_name(&self) -> Option<&str> {
        self.row.last_name.as_deref()
    }
    /// Given and family name in one.
    async fn full_name(&self) -> String {
        self.row.full_name()
    }
    /// The unique name the user chose.
    async fn username(&self) -> Option<&str> {
        self.row.username.as_deref()
    }
    /// Job title as the user writes it.
    async fn designation(&self) -> Option<&str> {
        self.row.designation.as_deref()
    }
    /// A few words about the user; plain text.
    async fn bio(&self) -> Option<&str> {
        self.row.bio.as_deref()
    }
    /// Address of a picture elsewhere; an uploaded one is the `avatar`.
    async fn image_url(&self) -> Option<&str> {
        self.row.image_url.as_deref()
    }
    /// An uploaded picture of the user.
    async fn avatar(&self) -> Option<Image> {
        Image::named(self.row.avatar.as_deref())
    }
    /// Web site.
    async fn social_website(&self) -> Option<&str> {
        self.row.social_website.as_deref()
    }
    /// GitHub profile.
    async fn social_github(&self) -> Option<&str> {
        self.row.social_github.as_deref()
    }
    /// Facebook profile.
    async fn social_facebook(&self) -> Option<&str> {
        self.row.social_facebook.as_deref()
    }
    /// X (Twitter) profile.
    async fn social_twitter(&self) -> Option<&str> {
        self.row.social_twitter.as_deref()
    }
    /// LinkedIn profile.
    async fn social_linkedin(&self) -> Option<&str> {
        self.row.social_linkedin.as_deref()
    }
    /// E-mail address. Contact data.
    async fn email(&self) -> Option<&str> {
        (self.disclosure >= Disclosure::Contact).then_some(self.row.email.as_str())
    }
    /// Whether the e-mail address is proven to belong to the user. Contact data.
    async fn is_email_verified(&self) -> Option<bool> {
        self.at_least(Disclosure::Contact, |user| user.email_verified_at.is_some())
    }
    /// Telephone number: digits with an optional leading plus. Contact data.
    async fn phone_number(&self) -> Option<&str> {
        (self.disclosure >= Disclosure::Contact).then_some(self.row.phone_number.as_deref())?
    }
    /// Preferred language. Private.
    async fn locale(&self) -> Option<LanguageTag> {
        self.at_least(Disclosure::Private, |user| user.locale.clone().map(LanguageTag))?
    }
    /// IANA time zone. Private.
    async fn time_zone(&self) -> Option<&str> {
        (self.disclosure >= Disclosure::Private).then_some(self.row.time_zone.as_deref())?
    }
    /// What the user is for the platform as a whole; null for nearly everybody. Private.
    async fn platform_role(&self) -> Option<PlatformRole> {
        self.at_least(Disclosure::Private, |user| user.platform_role.map(Into::into))?
    }
    /// The ban that is in force, if there is one. Private.
    async fn ban(&self, ctx: &Context<'_>) -> Result<Option<Ban>> {
        let now = RequestContext::of(ctx)?.store.now();
        Ok(self
            .at_least(Disclosure::Private, |user| {
                user.banned_at.filter(|_| user.is_banned(now)).map(|since| Ban {
                    reason: user.ban_reason.clone().unwrap_or_default(),
                    since: DateTime(since),
                    until: user.ban_expires_at.map(DateTime),
                })
            })
            .flatten())
    }
    /// Counts changes; for `expectedVersion`. Private.
    async fn version(&self) -> Option<i32> {
        self.at_least(Disclosure::Private, |user| user.version)
    }
    /// When the account was made. Private.
    async fn created_at(&self) -> Option<DateTime> {
        self.at_least(Disclosure::Private, |user| DateTime(user.created_at))
    }
    /// The tries to sign in to this account, newest first. Empty unless you are the user or a platform operator.
    #[graphql(complexity = "connection_cost(first, last, child_complexity)")]
    async fn login_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only tries that match all of these.")] filter: Option<LoginAttemptFilter>,
        #[graphql(desc = "Page size from the start, 1 to 100; 20 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only items behind this position.")] after: Option<String>,
        #[graphql(desc = "Page size from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only items in front of this position.")] before: Option<String>,
    ) -> Result<LoginAttemptConnection> {
        let request = RequestContext::of(ctx)?;
        let page = page_arguments("createdAt", first, after, last, before)?;
        let total = ctx.look_ahead().field("totalCount").exists();
        let filter = filter.unwrap_or_default().into();
        let slice = reads::login_attempts(&request.global(), self.row.id, filter, &page, total)
            .await
            .map_err(fault)?;
        Ok(LoginAttemptConnection::new(slice.map(LoginAttempt::with_cursor)))
    }
}

connection! {
    /// A page of users.
    UserConnection,
    /// A user and their position in the list.
    UserEdge,
    User
}

/// Which users to list. All conditions must hold.
#[derive(InputObject, Default)]
pub struct UserFilter {
    /// Part of the e-mail address, the username or a name; ignores case.
    pub search: Option<String>,
    /// Whether they are banned at the moment.
    pub is_banned: Option<bool>,
}

impl From<UserFilter> for reads::UserFilter {
    fn from(filter: UserFilter) -> Self {
        let UserFilter { search, is_banned } = filter;
        Self { search, is_banned }
    }
}

/// A page of users for an operator.
pub fn user_connection(slice: PageSlice<user::Model>) -> UserConnection {
    UserConnection::new(slice.map(|row| {
        let cursor = Cursor {
            order: "createdAt".to_owned(),
            key: row.created_at.timestamp_micros().to_string(),
            id: row.id.uuid(),
        };
        (cursor, User::new(row, Disclosure::Private))
    }))
}
