//! Everything that changes courses and what is in them. Each field is one line; the work is beside it.

use super::{
    attachment::{
        self, AddLessonAttachmentInput, AddLessonAttachmentPayload, RemoveLessonAttachmentInput,
        RemoveLessonAttachmentPayload,
    },
    category::{
        self, CreateCategoryInput, CreateCategoryPayload, UpdateCategoryInput, UpdateCategoryPayload,
    },
    chapter::{
        self, CreateChapterInput, CreateChapterPayload, DeleteChapterInput, DeleteChapterPayload,
        MoveChapterInput, MoveChapterPayload, PublishChapterInput, PublishChapterPayload,
        ScheduleChapterInput, ScheduleChapterPayload, UnpublishChapterInput, UnpublishChapterPayload,
        UpdateChapterInput, UpdateChapterPayload,
    },
    course::{self, CreateCourseInput, CreateCoursePayload, UpdateCourseInput, UpdateCoursePayload},
    course_links::{
        self, AddCourseMentorInput, AddCourseMentorPayload, AddCoursePrerequisiteInput,
        AddCoursePrerequisitePayload, RemoveCourseMentorInput, RemoveCourseMentorPayload,
        RemoveCoursePrerequisiteInput, RemoveCoursePrerequisitePayload, SetCourseTagsInput,
        SetCourseTagsPayload,
    },
    course_state::{
        self, ArchiveCourseInput, ArchiveCoursePayload, PublishCourseInput, PublishCoursePayload,
        RestoreCourseInput, RestoreCoursePayload, ReturnCourseInput, ReturnCoursePayload, SubmitCourseInput,
        SubmitCoursePayload,
    },
    cover::{
        self, RemoveCourseCoverInput, RemoveCourseCoverPayload, UploadCourseCoverInput,
        UploadCourseCoverPayload,
    },
    import::{self, ImportCoursesInput, ImportCoursesPayload},
    lesson::{self, CreateLessonInput, CreateLessonPayload, UpdateLessonInput, UpdateLessonPayload},
    lesson_state::{
        self, DeleteLessonInput, DeleteLessonPayload, MoveLessonInput, MoveLessonPayload, PublishLessonInput,
        PublishLessonPayload, ScheduleLessonInput, ScheduleLessonPayload, UnpublishLessonInput,
        UnpublishLessonPayload,
    },
    question::{
        self, AddQuizQuestionInput, AddQuizQuestionPayload, MoveQuizQuestionInput, MoveQuizQuestionPayload,
        RemoveQuizQuestionInput, RemoveQuizQuestionPayload, UpdateQuizQuestionInput,
        UpdateQuizQuestionPayload,
    },
    quiz::{
        self, CreateQuizInput, CreateQuizPayload, DeleteQuizInput, DeleteQuizPayload, UpdateQuizInput,
        UpdateQuizPayload,
    },
};
use crate::rate::{FILE, RUN, WRITE};
use async_graphql::{Context, Object, Result};

/// Changes to courses and what is in them.
#[derive(Debug, Default)]
pub struct ContentMutation;

#[Object]
impl ContentMutation {
    /// Adds a subject at the end of the catalogue's list. Needs MANAGE_ALL_MODULES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateCategoryInput,
    ) -> Result<CreateCategoryPayload> {
        category::create(ctx, input).await
    }

    /// Changes a subject of the catalogue. Needs MANAGE_ALL_MODULES.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateCategoryInput,
    ) -> Result<UpdateCategoryPayload> {
        category::update(ctx, input).await
    }

    /// Begins a course as a draft that you are responsible for. Needs MANAGE_OWN_MODULES and an employment of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_course(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateCourseInput,
    ) -> Result<CreateCoursePayload> {
        course::create(ctx, input).await
    }

    /// Changes what a course says about itself. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_course(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateCourseInput,
    ) -> Result<UpdateCoursePayload> {
        course::update(ctx, input).await
    }

    /// Shows a cover of a course, in place of the one before. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "FILE + child_complexity")]
    async fn upload_course_cover(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UploadCourseCoverInput,
    ) -> Result<UploadCourseCoverPayload> {
        cover::upload(ctx, input).await
    }

    /// Removes the cover of a course. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn remove_course_cover(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RemoveCourseCoverInput,
    ) -> Result<RemoveCourseCoverPayload> {
        cover::remove(ctx, input).await
    }

    /// Hands a draft in for review; it cannot be changed until it is published or returned. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn submit_course(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SubmitCourseInput,
    ) -> Result<SubmitCoursePayload> {
        course_state::submit(ctx, input).await
    }

    /// Sends a course that waits for review back to its authors, with a note. Needs APPROVE_CONTENT.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn return_course(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ReturnCourseInput,
    ) -> Result<ReturnCoursePayload> {
        course_state::send_back(ctx, input).await
    }

    /// Opens a course that waits for review to learners. Its draft chapters and lessons are published with it; scheduled ones keep their dates. Needs APPROVE_CONTENT.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn publish_course(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: PublishCourseInput,
    ) -> Result<PublishCoursePayload> {
        course_state::publish(ctx, input).await
    }

    /// Takes a draft or a published course out of the catalogue. Those who learn it keep it. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn archive_course(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ArchiveCourseInput,
    ) -> Result<ArchiveCoursePayload> {
        course_state::archive(ctx, input).await
    }

    /// Gives an archived course the state it had: published if it ever was, a draft otherwise. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn restore_course(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RestoreCourseInput,
    ) -> Result<RestoreCoursePayload> {
        course_state::restore(ctx, input).await
    }

    /// Gives a course exactly these tags. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn set_course_tags(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: SetCourseTagsInput,
    ) -> Result<SetCourseTagsPayload> {
        course_links::set_tags(ctx, input).await
    }

    /// Makes an employee at work a mentor of a course, who may then edit it with MANAGE_OWN_MODULES. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn add_course_mentor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AddCourseMentorInput,
    ) -> Result<AddCourseMentorPayload> {
        course_links::add_mentor(ctx, input).await
    }

    /// Takes a course away from one of its mentors. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn remove_course_mentor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RemoveCourseMentorInput,
    ) -> Result<RemoveCourseMentorPayload> {
        course_links::remove_mentor(ctx, input).await
    }

    /// Has a course ask for another one to be completed first. Courses never ask for each other in a circle. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn add_course_prerequisite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AddCoursePrerequisiteInput,
    ) -> Result<AddCoursePrerequisitePayload> {
        course_links::add_prerequisite(ctx, input).await
    }

    /// Has a course no longer ask for another one. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn remove_course_prerequisite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RemoveCoursePrerequisiteInput,
    ) -> Result<RemoveCoursePrerequisitePayload> {
        course_links::remove_prerequisite(ctx, input).await
    }

    /// Adds a draft chapter at the end of a course. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_chapter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateChapterInput,
    ) -> Result<CreateChapterPayload> {
        chapter::create(ctx, input).await
    }

    /// Changes a chapter. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_chapter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateChapterInput,
    ) -> Result<UpdateChapterPayload> {
        chapter::update(ctx, input).await
    }

    /// Gives a chapter another place in its course. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn move_chapter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: MoveChapterInput,
    ) -> Result<MoveChapterPayload> {
        chapter::relocate(ctx, input).await
    }

    /// Has a chapter open at a date. Nothing has to run then: the server's clock decides when it is read. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn schedule_chapter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ScheduleChapterInput,
    ) -> Result<ScheduleChapterPayload> {
        chapter::schedule(ctx, input).await
    }

    /// Opens a chapter at once, as far as its course is open. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn publish_chapter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: PublishChapterInput,
    ) -> Result<PublishChapterPayload> {
        chapter::publish(ctx, input).await
    }

    /// Turns a chapter into a draft again, which only authors see. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn unpublish_chapter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UnpublishChapterInput,
    ) -> Result<UnpublishChapterPayload> {
        chapter::unpublish(ctx, input).await
    }

    /// Deletes a draft chapter with its lessons from a course that was never published or learned. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn delete_chapter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: DeleteChapterInput,
    ) -> Result<DeleteChapterPayload> {
        chapter::delete(ctx, input).await
    }

    /// Adds a draft lesson at the end of a chapter, with what it teaches. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateLessonInput,
    ) -> Result<CreateLessonPayload> {
        lesson::create(ctx, input).await
    }

    /// Changes a lesson and what it teaches. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateLessonInput,
    ) -> Result<UpdateLessonPayload> {
        lesson::update(ctx, input).await
    }

    /// Gives a lesson another place in its chapter, or moves it to another chapter of the course. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn move_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: MoveLessonInput,
    ) -> Result<MoveLessonPayload> {
        lesson_state::relocate(ctx, input).await
    }

    /// Has a lesson open at a date. Nothing has to run then: the server's clock decides when it is read. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn schedule_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ScheduleLessonInput,
    ) -> Result<ScheduleLessonPayload> {
        lesson_state::schedule(ctx, input).await
    }

    /// Opens a lesson at once, as far as its chapter is open. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn publish_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: PublishLessonInput,
    ) -> Result<PublishLessonPayload> {
        lesson_state::publish(ctx, input).await
    }

    /// Turns a lesson into a draft again, which only authors see. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn unpublish_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UnpublishLessonInput,
    ) -> Result<UnpublishLessonPayload> {
        lesson_state::unpublish(ctx, input).await
    }

    /// Deletes a draft lesson from a course that was never published or learned. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn delete_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: DeleteLessonInput,
    ) -> Result<DeleteLessonPayload> {
        lesson_state::delete(ctx, input).await
    }

    /// Imports the courses of a package of another platform as drafts of yours, by a multipart request. The same package
    /// again changes nothing; a newer one replaces what the first import made, as long as nobody has worked on it. Needs
    /// MANAGE_OWN_MODULES and being an employee.
    #[graphql(complexity = "RUN + child_complexity")]
    async fn import_courses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: ImportCoursesInput,
    ) -> Result<ImportCoursesPayload> {
        import::import(ctx, input).await
    }

    /// Adds a file to a lesson, by a multipart request. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    /// Refuses with FILE_EMPTY, FILE_TOO_LARGE, FILE_TYPE_NOT_ALLOWED, TOO_MANY_ATTACHMENTS.
    #[graphql(complexity = "FILE + child_complexity")]
    async fn add_lesson_attachment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AddLessonAttachmentInput,
    ) -> Result<AddLessonAttachmentPayload> {
        attachment::add(ctx, input).await
    }

    /// Removes a file from its lesson for good. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn remove_lesson_attachment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RemoveLessonAttachmentInput,
    ) -> Result<RemoveLessonAttachmentPayload> {
        attachment::remove(ctx, input).await
    }

    /// Adds a quiz to a lesson that has no assessment, or to the course itself. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn create_quiz(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: CreateQuizInput,
    ) -> Result<CreateQuizPayload> {
        quiz::create(ctx, input).await
    }

    /// Changes the rules of a quiz. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_quiz(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateQuizInput,
    ) -> Result<UpdateQuizPayload> {
        quiz::update(ctx, input).await
    }

    /// Deletes a quiz that nobody has begun to take. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn delete_quiz(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: DeleteQuizInput,
    ) -> Result<DeleteQuizPayload> {
        quiz::delete(ctx, input).await
    }

    /// Adds a question at the end of a quiz that nobody has begun to take. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn add_quiz_question(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: AddQuizQuestionInput,
    ) -> Result<AddQuizQuestionPayload> {
        question::add(ctx, input).await
    }

    /// Changes a question. Once somebody has begun to take the quiz, only its texts and their order may change. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn update_quiz_question(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: UpdateQuizQuestionInput,
    ) -> Result<UpdateQuizQuestionPayload> {
        question::update(ctx, input).await
    }

    /// Gives a question another place in its quiz. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn move_quiz_question(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: MoveQuizQuestionInput,
    ) -> Result<MoveQuizQuestionPayload> {
        question::relocate(ctx, input).await
    }

    /// Takes a question out of a quiz that nobody has begun to take. Needs MANAGE_ALL_MODULES, or MANAGE_OWN_MODULES for a course of your own.
    #[graphql(complexity = "WRITE + child_complexity")]
    async fn remove_quiz_question(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: RemoveQuizQuestionInput,
    ) -> Result<RemoveQuizQuestionPayload> {
        question::remove(ctx, input).await
    }
}
