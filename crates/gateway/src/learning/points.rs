//! Giving points, and opening content early with them.

use crate::base::{Outcome, parse_id, payload, perform, view_after};
use async_graphql::{Context, ID, InputObject, Result};
use authz::Owned;
use entities::{chapter, early_unlock, lesson, member};
use futures::{FutureExt, future::BoxFuture};
use graph::{EarlyUnlock, Member, RequestContext};
use kernel::{ChapterId, LessonId, MemberId, TypedId};
use learning::{
    points::{NewPoints, grant_points},
    unlock::{unlock_chapter_early, unlock_lesson_early},
};
use store::{Failure, OrgTx, Target};

/// Giving a member points.
#[derive(InputObject)]
pub struct GrantPointsInput {
    /// The member; they have to be active, and not yourself.
    pub member_id: ID,
    /// How many; 1 to 1,000,000.
    pub points: i32,
    /// Why; 1 to 500 characters. The member reads it.
    pub note: String,
    /// A key of your own, such as a UUID: the same key with the same input does it once, however often it is sent.
    pub idempotency_key: String,
    /// Only tells what would happen, and stores nothing.
    #[graphql(default = false)]
    pub dry_run: bool,
}

/// Opening a chapter before its date.
#[derive(InputObject)]
pub struct UnlockChapterEarlyInput {
    /// The chapter; `earlyUnlockPoints` says what it costs.
    pub chapter_id: ID,
    /// A key of your own, such as a UUID: the same key with the same input does it once, however often it is sent.
    pub idempotency_key: String,
    /// Only tells what would happen, and stores nothing.
    #[graphql(default = false)]
    pub dry_run: bool,
}

/// Opening a lesson before its date.
#[derive(InputObject)]
pub struct UnlockLessonEarlyInput {
    /// The lesson; `earlyUnlockPoints` says what it costs. Its chapter has to be open.
    pub lesson_id: ID,
    /// A key of your own, such as a UUID: the same key with the same input does it once, however often it is sent.
    pub idempotency_key: String,
    /// Only tells what would happen, and stores nothing.
    #[graphql(default = false)]
    pub dry_run: bool,
}

payload! {
    /// Who was given points.
    GrantPointsPayload {
        /// The member. `points` shows what they have now, to whoever follows all learners.
        member: Member
    }
    /// The chapter that is open.
    UnlockChapterEarlyPayload {
        /// How it was opened.
        early_unlock: EarlyUnlock
    }
    /// The lesson that is open.
    UnlockLessonEarlyPayload {
        /// How it was opened.
        early_unlock: EarlyUnlock
    }
}

pub(super) async fn grant(ctx: &Context<'_>, input: GrantPointsInput) -> Result<GrantPointsPayload> {
    let GrantPointsInput {
        member_id,
        points,
        note,
        idempotency_key,
        dry_run,
    } = input;
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<MemberId>("memberId", &member_id);
    let target = id.clone().map(|id| Target::of::<member::Entity>("memberId", id));
    let new = NewPoints {
        points,
        note,
        idempotency_key,
    };
    let done = perform(&request, target, dry_run, |tx| {
        let (id, new) = (id.clone(), new.clone());
        async move { grant_points(tx, id?, new).await }.boxed()
    });
    Ok(match done.await? {
        Ok(row) => {
            let view = view_after(&request, row.organization_id);
            Ok(Member::new(view, row.into()))
        }
        Err(refused) => Err(refused),
    }
    .into())
}

/// Opens a part of a course early, or rehearses it.
async fn unlock<E, I, F>(
    ctx: &Context<'_>,
    (field, id): (&'static str, &ID),
    is_dry_run: bool,
    work: F,
) -> Result<Outcome<EarlyUnlock>>
where
    E: Owned,
    I: TypedId,
    F: for<'a> Fn(&'a OrgTx, I) -> BoxFuture<'a, std::result::Result<early_unlock::Model, Failure>>,
{
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<I>(field, id);
    let target = id.clone().map(|id| Target::of::<E>(field, id));
    let done = perform(&request, target, is_dry_run, |tx| match &id {
        Ok(id) => work(tx, *id),
        Err(problem) => {
            let problem = problem.clone();
            async move { Err(problem.into()) }.boxed()
        }
    });
    Ok(match done.await? {
        Ok(row) => {
            let view = view_after(&request, row.organization_id);
            Ok(EarlyUnlock::new(view, row))
        }
        Err(refused) => Err(refused),
    })
}

pub(super) async fn unlock_chapter(
    ctx: &Context<'_>,
    input: UnlockChapterEarlyInput,
) -> Result<UnlockChapterEarlyPayload> {
    let UnlockChapterEarlyInput {
        chapter_id,
        idempotency_key,
        dry_run,
    } = input;
    let which = ("chapterId", &chapter_id);
    let done = unlock::<chapter::Entity, ChapterId, _>(ctx, which, dry_run, |tx, id| {
        let key = idempotency_key.clone();
        async move { unlock_chapter_early(tx, id, &key).await }.boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn unlock_lesson(
    ctx: &Context<'_>,
    input: UnlockLessonEarlyInput,
) -> Result<UnlockLessonEarlyPayload> {
    let UnlockLessonEarlyInput {
        lesson_id,
        idempotency_key,
        dry_run,
    } = input;
    let which = ("lessonId", &lesson_id);
    let done = unlock::<lesson::Entity, LessonId, _>(ctx, which, dry_run, |tx, id| {
        let key = idempotency_key.clone();
        async move { unlock_lesson_early(tx, id, &key).await }.boxed()
    });
    Ok(done.await?.into())
}
