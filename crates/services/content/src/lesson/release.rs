//! Opening lessons.

crate::release::releases!(
    lesson,
    LessonId,
    schedule_lesson LessonScheduled,
    publish_lesson LessonPublished,
    unpublish_lesson LessonUnpublished
);
