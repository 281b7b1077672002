//! Persons.

use crate::list;
use chrono::{DateTime, Utc};
use entities::user;
use kernel::{PageRequest, PageSlice, UserId};
use sea_orm::{ColumnTrait, Condition};
use store::{GlobalScope, Keyset, OrgScope, StoreError};

/// What an operator wants to see of the users.
#[derive(Clone, Debug, Default)]
pub struct UserFilter {
    /// Part of the e-mail address, the username or a name.
    pub search: Option<String>,
    /// Whether they are banned at the moment.
    pub is_banned: Option<bool>,
}

/// One page of the users that the actor sees, newest first: everybody for operators, oneself for others.
pub async fn users(
    scope: &GlobalScope,
    filter: UserFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<user::Model>, StoreError> {
    let UserFilter { search, is_banned } = filter;
    let now = scope.store().now();
    let condition = Condition::all()
        .add_option(search.map(|text| {
            [
                user::Column::Email,
                user::Column::Username,
                user::Column::FirstName,
                user::Column::LastName,
            ]
            .into_iter()
            .fold(Condition::any(), |any, column| {
                any.add(list::column_contains(column, &text))
            })
        }))
        .add_option(is_banned.map(|wanted| if wanted { banned(now) } else { banned(now).not() }));
    list::page(
        || scope.find::<user::Entity>(),
        condition,
        |query| query,
        &Keyset {
            name: "createdAt",
            column: user::Column::CreatedAt,
            id: user::Column::Id,
            descending: true,
            is_time: true,
        },
        page,
        with_total,
    )
    .await
}

/// Written so that its negation is never unknown: every part is true or false.
fn banned(now: DateTime<Utc>) -> Condition {
    let lasting = Condition::any().add(user::Column::BanExpiresAt.is_null()).add(
        Condition::all()
            .add(user::Column::BanExpiresAt.is_not_null())
            .add(user::Column::BanExpiresAt.gt(now)),
    );
    Condition::all()
        .add(user::Column::BannedAt.is_not_null())
        .add(lasting)
}

/// The persons that visible rows of an organization refer to.
pub async fn users_by_id(scope: &OrgScope, ids: Vec<UserId>) -> Result<Vec<user::Model>, StoreError> {
    scope
        .find_linked::<user::Entity>()
        .among(user::Column::Id, ids)
        .all()
        .await
}

/// Users by id, as far as the actor sees them.
pub async fn visible_users_by_id(
    scope: &GlobalScope,
    ids: Vec<UserId>,
) -> Result<Vec<user::Model>, StoreError> {
    scope
        .find::<user::Entity>()
        .among(user::Column::Id, ids)
        .all()
        .await
}
