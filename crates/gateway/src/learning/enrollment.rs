//! Giving access to courses and taking it.

use crate::base::{Outcome, parse_id, payload, perform, view_after};
use async_graphql::{Context, ID, InputObject, Result};
use entities::{course, enrollment};
use futures::{FutureExt, future::BoxFuture};
use graph::{Enrollment, RequestContext};
use kernel::{CourseId, EnrollmentId, MemberId};
use learning::enrollment as commands;
use store::{Failure, OrgTx, Target};

/// Giving a member a course for nothing.
#[derive(InputObject)]
pub struct GrantCourseAccessInput {
    /// The course; it has to be published.
    pub course_id: ID,
    /// The member; they have to be active.
    pub member_id: ID,
    /// A key of your own, such as a UUID: the same key with the same input does it once, however often it is sent.
    pub idempotency_key: String,
    /// Only tells what would happen, and stores nothing.
    #[graphql(default = false)]
    pub dry_run: bool,
}

/// Withholding a course from a learner for a time.
#[derive(InputObject)]
pub struct SuspendEnrollmentInput {
    /// The enrollment.
    pub id: ID,
    /// Why; 1 to 500 characters, for the audit log.
    pub reason: String,
    /// A key of your own, such as a UUID: the same key with the same input does it once, however often it is sent.
    pub idempotency_key: String,
    /// Only tells what would happen, and stores nothing.
    #[graphql(default = false)]
    pub dry_run: bool,
}

/// Giving a withheld course back.
#[derive(InputObject)]
pub struct ReinstateEnrollmentInput {
    /// The enrollment.
    pub id: ID,
    /// A key of your own, such as a UUID: the same key with the same input does it once, however often it is sent.
    pub idempotency_key: String,
    /// Only tells what would happen, and stores nothing.
    #[graphql(default = false)]
    pub dry_run: bool,
}

/// Ending an enrollment.
#[derive(InputObject)]
pub struct CancelEnrollmentInput {
    /// The enrollment.
    pub id: ID,
    /// Why; 1 to 500 characters, for the audit log.
    pub reason: String,
    /// A key of your own, such as a UUID: the same key with the same input does it once, however often it is sent.
    pub idempotency_key: String,
    /// Only tells what would happen, and stores nothing.
    #[graphql(default = false)]
    pub dry_run: bool,
}

payload! {
    /// The enrollment that gives access: a new one, the one that was opened again, or the one there was.
    GrantCourseAccessPayload {
        /// The enrollment.
        enrollment: Enrollment
    }
    /// The suspended enrollment.
    SuspendEnrollmentPayload {
        /// The enrollment.
        enrollment: Enrollment
    }
    /// The enrollment, which is open again.
    ReinstateEnrollmentPayload {
        /// The enrollment.
        enrollment: Enrollment
    }
    /// The enrollment that has ended.
    CancelEnrollmentPayload {
        /// The enrollment.
        enrollment: Enrollment
    }
}

type Done = std::result::Result<enrollment::Model, Failure>;

pub(super) async fn grant(
    ctx: &Context<'_>,
    input: GrantCourseAccessInput,
) -> Result<GrantCourseAccessPayload> {
    let GrantCourseAccessInput {
        course_id,
        member_id,
        idempotency_key,
        dry_run,
    } = input;
    let request = RequestContext::of(ctx)?;
    let course = parse_id::<CourseId>("courseId", &course_id);
    let member = parse_id::<MemberId>("memberId", &member_id);
    let target = course
        .clone()
        .map(|id| Target::of::<course::Entity>("courseId", id));
    let done = perform(&request, target, dry_run, |tx| {
        let (course, member, key) = (course.clone(), member.clone(), idempotency_key.clone());
        async move { commands::grant_course_access(tx, course?, member?, &key).await }.boxed()
    });
    Ok(shown(ctx, done.await?).await?.into())
}

/// Runs a command on an enrollment, or rehearses it.
async fn on_enrollment<F>(
    ctx: &Context<'_>,
    id: &ID,
    is_dry_run: bool,
    work: F,
) -> Result<Outcome<Enrollment>>
where
    F: for<'a> Fn(&'a OrgTx, EnrollmentId) -> BoxFuture<'a, Done>,
{
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<EnrollmentId>("id", id);
    let target = id.clone().map(|id| Target::of::<enrollment::Entity>("id", id));
    let done = perform(&request, target, is_dry_run, |tx| match &id {
        Ok(id) => work(tx, *id),
        Err(problem) => {
            let problem = problem.clone();
            async move { Err(problem.into()) }.boxed()
        }
    });
    shown(ctx, done.await?).await
}

async fn shown(ctx: &Context<'_>, done: Outcome<enrollment::Model>) -> Result<Outcome<Enrollment>> {
    let request = RequestContext::of(ctx)?;
    Ok(match done {
        Ok(row) => {
            let view = view_after(&request, row.organization_id);
            Ok(Enrollment::counted(view, row).await?)
        }
        Err(refused) => Err(refused),
    })
}

pub(super) async fn suspend(
    ctx: &Context<'_>,
    input: SuspendEnrollmentInput,
) -> Result<SuspendEnrollmentPayload> {
    let SuspendEnrollmentInput {
        id,
        reason,
        idempotency_key,
        dry_run,
    } = input;
    let done = on_enrollment(ctx, &id, dry_run, |tx, id| {
        let (reason, key) = (reason.clone(), idempotency_key.clone());
        async move { commands::suspend_enrollment(tx, id, &reason, &key).await }.boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn reinstate(
    ctx: &Context<'_>,
    input: ReinstateEnrollmentInput,
) -> Result<ReinstateEnrollmentPayload> {
    let ReinstateEnrollmentInput {
        id,
        idempotency_key,
        dry_run,
    } = input;
    let done = on_enrollment(ctx, &id, dry_run, |tx, id| {
        let key = idempotency_key.clone();
        async move { commands::reinstate_enrollment(tx, id, &key).await }.boxed()
    });
    Ok(done.await?.into())
}

pub(super) async fn cancel(
    ctx: &Context<'_>,
    input: CancelEnrollmentInput,
) -> Result<CancelEnrollmentPayload> {
    let CancelEnrollmentInput {
        id,
        reason,
        idempotency_key,
        dry_run,
    } = input;
    let done = on_enrollment(ctx, &id, dry_run, |tx, id| {
        let (reason, key) = (reason.clone(), idempotency_key.clone());
        async move { commands::cancel_enrollment(tx, id, &reason, &key).await }.boxed()
    });
    Ok(done.await?.into())
}
