//! Rows of the domain content.

use super::Planted;
use entities::{
    category,
    chapter::{self, ContentStatus},
    course::{self, CourseLevel, CourseStatus},
    course_import, course_mentor, course_prerequisite, course_tag, course_text,
    file::{self, FilePurpose},
    lesson::{self, LessonKind},
    lesson_content,
    quiz::{self, AnswerReveal},
    quiz_key, quiz_option,
    quiz_question::{self, QuestionKind},
    tag,
};

impl Planted {
    pub(crate) fn category(&self) -> category::Model {
        category::Model {
            id: self.ids.category,
            organization_id: self.organization,
            name: self.text("name"),
            slug: self.text("slug"),
            description: None,
            position: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn tag(&self) -> tag::Model {
        tag::Model {
            id: self.ids.tag,
            organization_id: self.organization,
            name: self.text("name"),
            slug: self.text("slug"),
            created_at: self.start,
        }
    }

    pub(crate) fn course(&self) -> course::Model {
        course::Model {
            id: self.ids.course,
            organization_id: self.organization,
            slug: self.text("slug"),
            title: self.text("title"),
            summary: None,
            description_html: None,
            cover: None,
            level: CourseLevel::ALL[0],
            status: CourseStatus::ALL[0],
            locale: self.text("locale"),
            category_id: Some(self.ids.category),
            owner_employee_id: self.employee,
            duration_minutes: None,
            validity_months: None,
            published_at: None,
            archived_at: None,
            rating_count: 0,
            rating_total: 0,
            rating_hundredths: None,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn course_text(&self) -> course_text::Model {
        course_text::Model {
            id: self.ids.course_text,
            organization_id: self.organization,
            course_id: self.ids.course,
            title: self.text("title"),
            summary: self.text("summary"),
            outline: self.text("outline"),
            words: self.text("words"),
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn course_tag(&self) -> course_tag::Model {
        course_tag::Model {
            id: self.ids.course_tag,
            organization_id: self.organization,
            course_id: self.ids.course,
            tag_id: self.ids.tag,
            created_at: self.start,
        }
    }

    pub(crate) fn course_import(&self) -> course_import::Model {
        course_import::Model {
            id: self.ids.course_import,
            organization_id: self.organization,
            source_key: self.text("source_key"),
            course_id: self.ids.course,
            content_hash: vec![1; 32],
            state_hash: vec![2; 32],
            chapters: 1,
            lessons: 2,
            questions: 3,
            attachments: 1,
            skipped: 0,
            imported_at: self.start,
            created_at: self.start,
        }
    }

    pub(crate) fn course_mentor(&self) -> course_mentor::Model {
        course_mentor::Model {
            id: self.ids.course_mentor,
            organization_id: self.organization,
            course_id: self.ids.course,
            employee_id: self.employee,
            created_at: self.start,
        }
    }

    pub(crate) fn course_prerequisite(&self) -> course_prerequisite::Model {
        course_prerequisite::Model {
            id: self.ids.course_prerequisite,
            organization_id: self.organization,
            course_id: self.ids.course,
            prerequisite_course_id: self.other_course,
            created_at: self.start,
        }
    }

    pub(crate) fn chapter(&self) -> chapter::Model {
        chapter::Model {
            id: self.ids.chapter,
            organization_id: self.organization,
            course_id: self.ids.course,
            title: self.text("title"),
            position: 1,
            status: ContentStatus::ALL[0],
            release_at: None,
            early_unlock_points: None,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn lesson(&self) -> lesson::Model {
        lesson::Model {
            id: self.ids.lesson,
            organization_id: self.organization,
            course_id: self.ids.course,
            chapter_id: self.ids.chapter,
            title: self.text("title"),
            summary: None,
            kind: LessonKind::ALL[0],
            position: 1,
            status: ContentStatus::ALL[0],
            release_at: None,
            early_unlock_points: None,
            is_required: true,
            is_preview: true,
            video_seconds: None,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn file(&self) -> file::Model {
        file::Model {
            id: self.ids.file,
            organization_id: self.organization,
            purpose: FilePurpose::ALL[0],
            course_id: Some(self.ids.course),
            lesson_id: Some(self.ids.lesson),
            uploader_user_id: self.user,
            name: self.text("name"),
            content_type: self.text("content_type"),
            byte_size: 5,
            sha256: vec![1; 32],
            storage_id: None,
            created_at: self.start,
        }
    }

    pub(crate) fn lesson_content(&self) -> lesson_content::Model {
        lesson_content::Model {
            id: self.ids.lesson_content,
            organization_id: self.organization,
            lesson_id: self.ids.lesson,
            course_id: self.ids.course,
            text_html: None,
            video_url: None,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn quiz(&self) -> quiz::Model {
        quiz::Model {
            id: self.ids.quiz,
            organization_id: self.organization,
            course_id: self.ids.course,
            lesson_id: Some(self.ids.lesson),
            title: self.text("title"),
            is_required: true,
            passing_percent: 80,
            max_attempts: None,
            time_limit_seconds: None,
            is_shuffled: true,
            reveal: AnswerReveal::ALL[0],
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn quiz_question(&self) -> quiz_question::Model {
        quiz_question::Model {
            id: self.ids.quiz_question,
            organization_id: self.organization,
            quiz_id: self.ids.quiz,
            kind: QuestionKind::ALL[0],
            prompt: self.text("prompt"),
            points: 10,
            position: 1,
            version: 1,
            created_at: self.start,
            updated_at: self.start,
        }
    }

    pub(crate) fn quiz_option(&self) -> quiz_option::Model {
        quiz_option::Model {
            id: self.ids.quiz_option,
            organization_id: self.organization,
            question_id: self.ids.quiz_question,
            text: self.text("text"),
            position: 1,
            created_at: self.start,
        }
    }

    pub(crate) fn quiz_key(&self) -> quiz_key::Model {
        quiz_key::Model {
            id: self.ids.quiz_key,
            organization_id: self.organization,
            question_id: self.ids.quiz_question,
            quiz_id: self.ids.quiz,
            correct_option_ids: serde_json::json!([]),
            explanation: None,
            created_at: self.start,
            updated_at: self.start,
        }
    }
}
