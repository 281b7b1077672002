//! Opening chapters.

crate::release::releases!(
    chapter,
    ChapterId,
    schedule_chapter ChapterScheduled,
    publish_chapter ChapterPublished,
    unpublish_chapter ChapterUnpublished
);
