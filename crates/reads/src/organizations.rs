//! Organizations: the one that a request is in, and all of them for those who run the platform.

use crate::list;
use entities::organization;
use kernel::{PageRequest, PageSlice};
use sea_orm::Condition;
use store::{CrossOrganization, Keyset, OrgScope, Store, StoreError};

/// The row of the organization that a scope sees.
pub async fn own_organization(scope: &OrgScope) -> Result<Option<organization::Model>, StoreError> {
    scope.find::<organization::Entity>().one().await
}

/// What an operator wants to see of the organizations.
#[derive(Clone, Debug, Default)]
pub struct OrganizationFilter {
    /// Part of the name or slug.
    pub search: Option<String>,
}

/// One page of all organizations, newest first. The caller has made sure that an operator asks.
pub async fn organizations(
    store: &Store,
    filter: OrganizationFilter,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<organization::Model>, StoreError> {
    let OrganizationFilter { search } = filter;
    let across = store.across(CrossOrganization::Operators);
    let condition = Condition::all().add_option(search.map(|text| {
        Condition::any()
            .add(list::column_contains(organization::Column::Name, &text))
            .add(list::column_contains(organization::Column::Slug, &text))
    }));
    list::page(
        || across.find::<organization::Entity>(),
        condition,
        |query| query,
        &Keyset {
            name: "createdAt",
            column: organization::Column::CreatedAt,
            id: organization::Column::Id,
            descending: true,
            is_time: true,
        },
        page,
        with_total,
    )
    .await
}
