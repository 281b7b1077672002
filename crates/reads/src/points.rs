//! Points: what members have, how it came about, and what they have opened with it.

use crate::list;
use entities::{early_unlock, point_balance, point_entry};
use kernel::{CourseId, EarlyUnlockId, MemberId, PageRequest, PageSlice, PointEntryId};
use sea_orm::{ColumnTrait, Condition};
use store::{Keyset, OrgScope, StoreError};

/// The points of members, as far as the actor sees them.
pub async fn points_by_member(
    scope: &OrgScope,
    members: Vec<MemberId>,
) -> Result<Vec<point_balance::Model>, StoreError> {
    scope
        .find::<point_balance::Entity>()
        .among(point_balance::Column::MemberId, members)
        .all()
        .await
}

/// One page of the movements of a member's points, the latest first, as far as the actor sees them.
pub async fn point_entries(
    scope: &OrgScope,
    member: MemberId,
    page: &PageRequest,
    with_total: bool,
) -> Result<PageSlice<point_entry::Model>, StoreError> {
    let keyset = Keyset {
        name: "createdAt",
        column: point_entry::Column::CreatedAt,
        id: point_entry::Column::Id,
        descending: true,
        is_time: true,
    };
    let condition = Condition::all().add(point_entry::Column::MemberId.eq(member));
    let scoped = || scope.find::<point_entry::Entity>();
    list::page(scoped, condition, |query| query, &keyset, page, with_total).await
}

/// Movements by id, as far as the actor sees them.
pub async fn point_entries_by_id(
    scope: &OrgScope,
    ids: Vec<PointEntryId>,
) -> Result<Vec<point_entry::Model>, StoreError> {
    scope
        .find::<point_entry::Entity>()
        .among(point_entry::Column::Id, ids)
        .all()
        .await
}

/// Early unlocks by id, as far as the actor sees them.
pub async fn early_unlocks_by_id(
    scope: &OrgScope,
    ids: Vec<EarlyUnlockId>,
) -> Result<Vec<early_unlock::Model>, StoreError> {
    scope
        .find::<early_unlock::Entity>()
        .among(early_unlock::Column::Id, ids)
        .all()
        .await
}

/// What the actor has opened early in courses.
pub async fn own_unlocks_by_course(
    scope: &OrgScope,
    courses: Vec<CourseId>,
) -> Result<Vec<early_unlock::Model>, StoreError> {
    let Some(member) = scope.access().member() else {
        return Ok(Vec::new());
    };
    scope
        .find::<early_unlock::Entity>()
        .filter(early_unlock::Column::MemberId.eq(member))
        .among(early_unlock::Column::CourseId, courses)
        .all()
        .await
}
