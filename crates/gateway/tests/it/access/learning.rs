//! Who gets in at the root fields of learning.

use super::{Row, World, guest, hr, owner};
use crate::learning::{complete, grant, start, text};
use serde_json::json;
use testkit::{Course, Person, Staff, TestApp};

/// Things to learn, and somebody who does.
pub(super) struct Learning<'a> {
    pub(super) learner: Person<'a>,
    course: Course,
    enrollment: String,
    other_enrollment: String,
    attempt: String,
    certificate: String,
    code: String,
    credential: String,
    /// A chapter and a lesson that open later, and can be opened early.
    waiting_chapter: String,
    waiting_lesson: String,
    /// What the learner thinks of the finished course.
    rating: String,
}

impl<'a> Learning<'a> {
    pub(super) async fn new(app: &'a TestApp, staff: &Staff<'a>) -> Self {
        let learner = app.person("alpha.learner").await;
        let member = staff.join(app, &learner, "learner", "MEMBER").await;
        let course = staff
            .course("Learned")
            .lessons_per_chapter(2)
            .quiz(2)
            .publish()
            .await;
        let video = json!({
            "id": course.lessons()[0], "kind": "VIDEO", "videoUrl": "https://example.com/v.mp4", "videoSeconds": 60,
        });
        staff
            .creator
            .mutate("updateLesson", video, "lesson { id }")
            .await
            .payload();
        grant(staff, &course, &member).await;
        let enrollment = grant(staff, &course, &staff.member_ids[1]).await;
        let other_enrollment = grant(staff, &course, &staff.member_ids[2]).await;
        let quiz = &course.quiz.as_ref().unwrap().id;
        let attempt = text(&start(&learner, quiz).await.payload()["quizAttempt"]["id"]);
        let finished = staff.course("Finished").publish().await;
        grant(staff, &finished, &member).await;
        let done = complete(&learner, finished.lessons()[0]).await;
        let certificate = done.payload()["lessonProgress"]["enrollment"]["certificate"].clone();
        let rated = json!({ "courseId": finished.id, "rating": 5 });
        let rating = learner.mutate("rateCourse", rated, "rating { id }").await;
        let waiting = staff.course("Waiting").chapters(2).publish().await;
        grant(staff, &waiting, &member).await;
        let points =
            json!({ "memberId": member, "points": 100, "note": "Welcome", "idempotencyKey": "welcome" });
        staff
            .owner
            .mutate("grantPoints", points, "member { id }")
            .await
            .payload();
        let (chapter, lesson) = (
            waiting.chapters[1].id.clone(),
            waiting.chapters[0].lessons[0].clone(),
        );
        for (part, id) in [("Chapter", &chapter), ("Lesson", &lesson)] {
            super::super::learning::points::sell_early(staff, part, id, 10, "2030-01-01T00:00:00Z").await;
        }
        Self {
            waiting_chapter: chapter,
            waiting_lesson: lesson,
            rating: text(&rating.payload()["rating"]["id"]),
            learner,
            course,
            enrollment,
            other_enrollment,
            attempt,
            certificate: text(&certificate["id"]),
            code: text(&certificate["code"]),
            credential: text(&certificate["credential"]),
        }
    }
}

fn learner<'a>(world: &World<'a>) -> Person<'a> {
    world.learning.learner.clone()
}

#[rustfmt::skip]
pub(super) fn rows() -> &'static [Row] {
    table! {
        "verifyCertificate" "query($c: String!) { verifyCertificate(code: $c) { status } }"
            |w| json!({ "c": w.learning.code }), ["ok", "ok", "ok"], guest;
        "verifyCredential" "query($c: String!) { verifyCredential(credential: $c) { status } }"
            |w| json!({ "c": w.learning.credential }), ["ok", "ok", "ok"], guest;
        "grantCourseAccess" "mutation($i: GrantCourseAccessInput!) { grantCourseAccess(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.learning.course.id, "memberId": w.extra_member, "idempotencyKey": "access" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], hr;
        "suspendEnrollment" "mutation($i: SuspendEnrollmentInput!) { suspendEnrollment(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.learning.enrollment, "reason": "x", "idempotencyKey": "access" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "reinstateEnrollment" "mutation($i: ReinstateEnrollmentInput!) { reinstateEnrollment(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.learning.enrollment, "idempotencyKey": "access" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "cancelEnrollment" "mutation($i: CancelEnrollmentInput!) { cancelEnrollment(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.learning.other_enrollment, "reason": "x", "idempotencyKey": "access" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], hr;
        "openLesson" "mutation($i: OpenLessonInput!) { openLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "lessonId": w.learning.course.lessons()[0] } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND lessonId", "refused: NOT_ENROLLED"], learner;
        "completeLesson" "mutation($i: CompleteLessonInput!) { completeLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "lessonId": w.learning.course.lessons()[0] } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND lessonId", "refused: NOT_ENROLLED"], learner;
        "recordWatchedSegments" "mutation($i: RecordWatchedSegmentsInput!) { recordWatchedSegments(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "lessonId": w.learning.course.lessons()[0], "segments": [{ "from": 0, "to": 9 }] } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND lessonId", "refused: NOT_ENROLLED"], learner;
        "startQuizAttempt" "mutation($i: StartQuizAttemptInput!) { startQuizAttempt(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "quizId": w.learning.course.quiz.as_ref().unwrap().id } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND quizId", "refused: NOT_ENROLLED"], learner;
        "saveQuizAnswers" "mutation($i: SaveQuizAnswersInput!) { saveQuizAnswers(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "attemptId": w.learning.attempt, "answers": [] } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND attemptId", "refused: NOT_FOUND attemptId"], learner;
        "submitQuizAttempt" "mutation($i: SubmitQuizAttemptInput!) { submitQuizAttempt(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "attemptId": w.learning.attempt } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND attemptId", "refused: NOT_FOUND attemptId"], learner;
        "grantPoints" "mutation($i: GrantPointsInput!) { grantPoints(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "memberId": w.extra_member, "points": 5, "note": "x", "idempotencyKey": "access" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND memberId", "refused: NOT_FOUND memberId"], owner;
        "unlockChapterEarly" "mutation($i: UnlockChapterEarlyInput!) { unlockChapterEarly(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "chapterId": w.learning.waiting_chapter, "idempotencyKey": "access" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND chapterId", "refused: NOT_ENROLLED"], learner;
        "unlockLessonEarly" "mutation($i: UnlockLessonEarlyInput!) { unlockLessonEarly(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "lessonId": w.learning.waiting_lesson, "idempotencyKey": "access" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND lessonId", "refused: NOT_ENROLLED"], learner;
        "rateCourse" "mutation($i: RateCourseInput!) { rateCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.learning.course.id, "rating": 4 } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "refused: NOT_ENROLLED"], learner;
        "hideCourseRating" "mutation($i: HideCourseRatingInput!) { hideCourseRating(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.learning.rating, "reason": "x" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "restoreCourseRating" "mutation($i: RestoreCourseRatingInput!) { restoreCourseRating(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.learning.rating } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
        "deleteCourseRating" "mutation($i: DeleteCourseRatingInput!) { deleteCourseRating(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.learning.rating } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], learner;
        "revokeCertificate" "mutation($i: RevokeCertificateInput!) { revokeCertificate(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.learning.certificate, "reason": "x" } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], owner;
    }
}
