//! Who gets in at the root fields of courses and what is in them.

use super::{Row, creator, manager, owner};
use serde_json::json;

// "same": what the field does for this person is not a question of authority, so it is not asked here.
#[rustfmt::skip]
pub(super) fn rows() -> &'static [Row] {
    table! {
        "createCategory" "mutation($i: CreateCategoryInput!) { createCategory(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "name": "Music" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], owner;
        "updateCategory" "mutation($i: UpdateCategoryInput!) { updateCategory(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.category, "description": "d" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "createCourse" "mutation($i: CreateCourseInput!) { createCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "title": "New" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], creator;
        "updateCourse" "mutation($i: UpdateCourseInput!) { updateCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.id, "summary": "s" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "submitCourse" "mutation($i: SubmitCourseInput!) { submitCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.spare_draft.id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "returnCourse" "mutation($i: ReturnCourseInput!) { returnCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.reviewed[0], "note": "n" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], manager;
        "publishCourse" "mutation($i: PublishCourseInput!) { publishCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.reviewed[1] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], manager;
        "restoreCourse" "mutation($i: RestoreCourseInput!) { restoreCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.archived_course } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "setCourseTags" "mutation($i: SetCourseTagsInput!) { setCourseTags(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "tags": ["t"] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "addCourseMentor" "mutation($i: AddCourseMentorInput!) { addCourseMentor(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "employeeId": w.staff.employee_ids[1] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "removeCourseMentor" "mutation($i: RemoveCourseMentorInput!) { removeCourseMentor(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "employeeId": w.staff.employee_ids[1] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "addCoursePrerequisite" "mutation($i: AddCoursePrerequisiteInput!) { addCoursePrerequisite(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "prerequisiteCourseId": w.other_course } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "removeCoursePrerequisite" "mutation($i: RemoveCoursePrerequisiteInput!) { removeCoursePrerequisite(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "prerequisiteCourseId": w.other_course } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "archiveCourse" "mutation($i: ArchiveCourseInput!) { archiveCourse(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.other_course } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "createChapter" "mutation($i: CreateChapterInput!) { createChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "updateChapter" "mutation($i: UpdateChapterInput!) { updateChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[0].id, "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "moveChapter" "mutation($i: MoveChapterInput!) { moveChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[0].id, "position": 2 } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "scheduleChapter" "mutation($i: ScheduleChapterInput!) { scheduleChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[0].id, "releaseAt": "2030-01-01T00:00:00Z" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "publishChapter" "mutation($i: PublishChapterInput!) { publishChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[0].id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "unpublishChapter" "mutation($i: UnpublishChapterInput!) { unpublishChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[0].id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "deleteChapter" "mutation($i: DeleteChapterInput!) { deleteChapter(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.draft.chapters[0].id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "createLesson" "mutation($i: CreateLessonInput!) { createLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "chapterId": w.published.chapters[1].id, "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND chapterId", "FORBIDDEN"], creator;
        "updateLesson" "mutation($i: UpdateLessonInput!) { updateLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[1].lessons[0], "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "moveLesson" "mutation($i: MoveLessonInput!) { moveLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[1].lessons[0], "position": 2 } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "scheduleLesson" "mutation($i: ScheduleLessonInput!) { scheduleLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[1].lessons[0], "releaseAt": "2030-01-01T00:00:00Z" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "publishLesson" "mutation($i: PublishLessonInput!) { publishLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[1].lessons[0] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "unpublishLesson" "mutation($i: UnpublishLessonInput!) { unpublishLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.chapters[1].lessons[0] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "deleteLesson" "mutation($i: DeleteLessonInput!) { deleteLesson(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.draft.chapters[1].lessons[0] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "createQuiz" "mutation($i: CreateQuizInput!) { createQuiz(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "courseId": w.published.id, "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND courseId", "FORBIDDEN"], creator;
        "updateQuiz" "mutation($i: UpdateQuizInput!) { updateQuiz(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.quiz.as_ref().unwrap().id, "title": "T" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "addQuizQuestion" "mutation($i: AddQuizQuestionInput!) { addQuizQuestion(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "quizId": w.published.quiz.as_ref().unwrap().id, "kind": "TRUE_FALSE", "prompt": "P", "options": [{ "text": "a", "isCorrect": true }, { "text": "b", "isCorrect": false }] } }), ["UNAUTHENTICATED", "refused: NOT_FOUND quizId", "FORBIDDEN"], creator;
        "updateQuizQuestion" "mutation($i: UpdateQuizQuestionInput!) { updateQuizQuestion(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.quiz.as_ref().unwrap().questions[0].id, "prompt": "P" } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "moveQuizQuestion" "mutation($i: MoveQuizQuestionInput!) { moveQuizQuestion(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.quiz.as_ref().unwrap().questions[0].id, "position": 2 } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "removeQuizQuestion" "mutation($i: RemoveQuizQuestionInput!) { removeQuizQuestion(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.quiz.as_ref().unwrap().questions[0].id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
        "deleteQuiz" "mutation($i: DeleteQuizInput!) { deleteQuiz(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.draft.quiz.as_ref().unwrap().id } }), ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
    }
}
