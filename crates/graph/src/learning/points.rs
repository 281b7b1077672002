//! What a member has earned, and how it came about.

use crate::{
    Chapter, Course, DateTime, Lesson, Member, OrgView, PointKind, Rank,
    base::{connection, fault, page_arguments, position},
    content::keys::{ChapterById, CourseById, LessonById},
    governance::PageInput,
    learning::keys::PointsOfMember,
    people::keys::MemberById,
};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entities::{early_unlock, permission_grant::Permission, point_entry};
use kernel::MemberId;

/// What a member has earned. Points are not money.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct MemberPoints {
    /// Everything ever earned; decides the rank and never falls.
    pub lifetime: i32,
    /// What can be spent.
    pub spendable: i32,
    /// What the lifetime points make of the member.
    pub rank: Rank,
    /// The lifetime points from which the next rank is held; null with the highest.
    pub next_rank_at: Option<i32>,
}

impl MemberPoints {
    /// The points of a member. Nothing, where the actor may not see them.
    pub(crate) async fn of(view: &OrgView, member: MemberId) -> Result<Option<Self>> {
        if !view.is_visible().await? {
            return Ok(None);
        }
        let access = view.access().await?;
        if access.member() != Some(member) && !access.may(Permission::ViewAllProgress) {
            return Ok(None);
        }
        let balance = view.load(PointsOfMember(member)).await?;
        let (lifetime, spendable) = balance.map_or((0, 0), |row| (row.lifetime, row.spendable));
        let rank = kernel::Rank::of(lifetime);
        let number = super::enrollment::number;
        Ok(Some(Self {
            lifetime: number(lifetime),
            spendable: number(spendable),
            rank: rank.into(),
            next_rank_at: rank.next().map(|next| number(next.begins_at())),
        }))
    }
}

/// One movement of points.
#[derive(Clone, Debug)]
pub struct PointEntry {
    row: point_entry::Model,
}

impl PointEntry {
    /// A movement the actor may see.
    pub const fn new(row: point_entry::Model) -> Self {
        Self { row }
    }
}

/// One movement of a member's points. The history is append-only; its sum is what can be spent.
#[Object]
impl PointEntry {
    /// The movement's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// Why the points moved.
    async fn kind(&self) -> PointKind {
        self.row.kind.into()
    }
    /// How many: positive where they were earned, negative where they were spent.
    async fn points(&self) -> i32 {
        super::enrollment::number(self.row.amount)
    }
    /// The id of what they were given or spent for, such as a quiz or a chapter; for `node`.
    async fn source_id(&self) -> ID {
        kernel::text_form(&self.row.source_type, self.row.source_id).into()
    }
    /// Why they were given, in the words of whoever gave them; null unless the kind is `GRANTED`.
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }
    /// When.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}

connection! {
    /// A page of movements of points.
    PointEntryConnection,
    /// A movement and its position in the list.
    PointEntryEdge,
    PointEntry
}

/// The movements of a member's points, as far as the actor sees them.
pub(crate) async fn point_entries(
    ctx: &Context<'_>,
    view: &OrgView,
    member: MemberId,
    (first, after, last, before): PageInput,
) -> Result<PointEntryConnection> {
    let page = page_arguments("createdAt", first, after, last, before)?;
    let total = ctx.look_ahead().field("totalCount").exists();
    let slice = reads::point_entries(view.scope().await?, member, &page, total)
        .await
        .map_err(fault)?;
    Ok(PointEntryConnection::new(slice.map(|row| {
        let cursor = position("createdAt", row.created_at, row.id);
        (cursor, PointEntry::new(row))
    })))
}

/// A chapter or lesson that was opened before its date.
#[derive(Clone, Debug)]
pub struct EarlyUnlock {
    view: OrgView,
    row: early_unlock::Model,
}

impl EarlyUnlock {
    /// An early unlock the actor may see.
    pub const fn new(view: OrgView, row: early_unlock::Model) -> Self {
        Self { view, row }
    }
}

/// A chapter or lesson that a member opened before its date, for points. It never passes a prerequisite.
#[Object]
impl EarlyUnlock {
    /// The early unlock's id.
    pub(crate) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }
    /// Who opened it.
    async fn member(&self) -> Result<Option<Member>> {
        let row = self.view.load(MemberById(self.row.member_id)).await?;
        Ok(row.map(|row| Member::new(self.view.clone(), row.into())))
    }
    /// The course it belongs to.
    async fn course(&self) -> Result<Option<Course>> {
        let row = self.view.load(CourseById(self.row.course_id)).await?;
        Ok(row.map(|row| Course::new(self.view.clone(), row)))
    }
    /// The chapter; null, if a lesson was opened.
    async fn chapter(&self) -> Result<Option<Chapter>> {
        let Some(id) = self.row.chapter_id else {
            return Ok(None);
        };
        let row = self.view.load(ChapterById(id)).await?;
        Ok(row.map(|row| Chapter::new(self.view.clone(), row)))
    }
    /// The lesson; null, if a chapter was opened.
    async fn lesson(&self) -> Result<Option<Lesson>> {
        let Some(id) = self.row.lesson_id else {
            return Ok(None);
        };
        let row = self.view.load(LessonById(id)).await?;
        Ok(row.map(|row| Lesson::new(self.view.clone(), row)))
    }
    /// What was paid.
    async fn points_spent(&self) -> i32 {
        self.row.points_spent
    }
    /// When.
    async fn unlocked_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}
