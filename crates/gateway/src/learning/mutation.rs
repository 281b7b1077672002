//! Everything that changes what is learned. Each field is one line; the work is beside it.

use super::{
    attempt::{
        self, SaveQuizAnswersInput, SaveQuizAnswersPayload, StartQuizAttemptInput, StartQuizAttemptPayload,
        SubmitQuizAttemptInput, SubmitQuizAttemptPayload,
    },
    certificate::{self, RevokeCertificateInput, RevokeCertificatePayload},
    enrollment::{
        self, CancelEnrollmentInput, CancelEnrollmentPayload, GrantCourseAccessInput,
        GrantCourseAccessPayload, ReinstateEnrollmentInput, ReinstateEnrollmentPayload,
        SuspendEnrollmentInput, SuspendEnrollmentPayload,
    },
    lesson::{
        self, CompleteLessonInput, CompleteLessonPayload, OpenLessonInput, OpenLessonPayload,
        RecordWatchedSegmentsInput, RecordWatchedSegmentsPayload,
    },
    points::{
        self, GrantPointsInput, GrantPointsPayload, UnlockChapterEarlyInput, UnlockChapterEarlyPayload,
        UnlockLessonEarlyInput, UnlockLessonEarlyPayload,
    },
    rating::{
        self, DeleteCourseRatingInput, DeleteCourseRatingPayload, HideCourseRatingInput,
        HideCourseRatingPayload, RateCourseInput, RateCoursePayload, RestoreCourseRatingInput,
        RestoreCourseRatingPayload,
    },
};
use crate::rate::WRITE;
use async_graphql::{Context, Object, Result};

/// Changes to what is learned.
#[derive(Debug, Default)]
pub struct LearningMutation;

#[Object]
impl LearningMutation {
    /// Gives an active member a published course for nothing. Whoever has it keeps it as it is; a suspended or
    /// cancelled enrollment is opened again with its progress. Needs MANAGE_USERS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn grant_course_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: GrantCourseAccessInput,
    ) -> Result<GrantCourseAccessPayload> {
        enrollment::grant(ctx, input).await
    }

    /// Withholds a course from a learner for a time. Progress and certificate stay. Needs MANAGE_USERS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn suspend_enrollment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SuspendEnrollmentInput,
    ) -> Result<SuspendEnrollmentPayload> {
        enrollment::suspend(ctx, input).await
    }

    /// Gives a withheld course back: completed if it was completed, active otherwise. Needs MANAGE_USERS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn reinstate_enrollment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ReinstateEnrollmentInput,
    ) -> Result<ReinstateEnrollmentPayload> {
        enrollment::reinstate(ctx, input).await
    }

    /// Ends an enrollment. The progress is kept for the case that access is given again; a certificate stays valid.
    /// Needs MANAGE_USERS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn cancel_enrollment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CancelEnrollmentInput,
    ) -> Result<CancelEnrollmentPayload> {
        enrollment::cancel(ctx, input).await
    }

    /// Opens a lesson of a course that you are enrolled in, and notes that you were there.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn open_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: OpenLessonInput,
    ) -> Result<OpenLessonPayload> {
        lesson::open(ctx, input).await
    }

    /// Completes a lesson, and with the last required one the course: then there is a certificate, and points. A
    /// lesson with a required quiz is completed by passing the quiz. Doing it again changes nothing.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn complete_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CompleteLessonInput,
    ) -> Result<CompleteLessonPayload> {
        lesson::complete(ctx, input).await
    }

    /// Tells which parts of a lesson's video you have watched. Every second counts once, however often it is told.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn record_watched_segments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RecordWatchedSegmentsInput,
    ) -> Result<RecordWatchedSegmentsPayload> {
        lesson::watch(ctx, input).await
    }

    /// Begins a quiz. An attempt in progress is returned as it is, and its clock goes on; one whose time is over is
    /// handed in first.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn start_quiz_attempt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: StartQuizAttemptInput,
    ) -> Result<StartQuizAttemptPayload> {
        attempt::start(ctx, input).await
    }

    /// Saves answers of an attempt in progress. Until 30 seconds after the deadline answers are taken; what comes
    /// later is refused with TIME_LIMIT_EXCEEDED, and the attempt is scored with what was saved.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn save_quiz_answers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SaveQuizAnswersInput,
    ) -> Result<SaveQuizAnswersPayload> {
        attempt::save(ctx, input).await
    }

    /// Hands an attempt in and scores it. Until 30 seconds after the deadline it is taken; what comes later is
    /// refused with TIME_LIMIT_EXCEEDED, and the attempt is scored with what was saved.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn submit_quiz_attempt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SubmitQuizAttemptInput,
    ) -> Result<SubmitQuizAttemptPayload> {
        attempt::submit(ctx, input).await
    }

    /// Gives an active member points; they count for the rank and can be spent. Needs MANAGE_REWARDS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn grant_points(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: GrantPointsInput,
    ) -> Result<GrantPointsPayload> {
        points::grant(ctx, input).await
    }

    /// Opens a chapter of a course that you are enrolled in before its date, for points. Its lessons then open by their
    /// own dates. It never passes a prerequisite. Doing it again costs nothing.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn unlock_chapter_early(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UnlockChapterEarlyInput,
    ) -> Result<UnlockChapterEarlyPayload> {
        points::unlock_chapter(ctx, input).await
    }

    /// Opens a lesson of a course that you are enrolled in before its date, for points. It never passes a prerequisite.
    /// Doing it again costs nothing.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn unlock_lesson_early(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UnlockLessonEarlyInput,
    ) -> Result<UnlockLessonEarlyPayload> {
        points::unlock_lesson(ctx, input).await
    }

    /// Rates a course that you are enrolled in, or changes your rating. Nobody rates a course they teach.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn rate_course(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RateCourseInput,
    ) -> Result<RateCoursePayload> {
        rating::rate(ctx, input).await
    }

    /// Takes back what you have said about a course.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn delete_course_rating(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: DeleteCourseRatingInput,
    ) -> Result<DeleteCourseRatingPayload> {
        rating::delete(ctx, input).await
    }

    /// Hides a rating from everybody but its author and moderators; it counts no more. Needs MANAGE_COMMUNITY.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn hide_course_rating(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: HideCourseRatingInput,
    ) -> Result<HideCourseRatingPayload> {
        rating::hide(ctx, input).await
    }

    /// Shows a hidden rating again; it counts again. Needs MANAGE_COMMUNITY.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn restore_course_rating(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RestoreCourseRatingInput,
    ) -> Result<RestoreCourseRatingPayload> {
        rating::restore(ctx, input).await
    }

    /// Takes a certificate back. Whoever verifies it then learns that. Needs OVERRIDE_PROGRESS.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn revoke_certificate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RevokeCertificateInput,
    ) -> Result<RevokeCertificatePayload> {
        certificate::revoke(ctx, input).await
    }
}
