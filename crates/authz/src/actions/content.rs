//! What may be done to courses and what is in them.

use super::{actions, creations, implies, ruled_actions};
use crate::policy::authored;
use entities::permission_grant::Permission;

actions! {
    category, own: |_, _| false, oneself: |_, _| false => {
        /// Change a subject of the catalogue.
        EditCategory = "category.edit", Some(Permission::ManageAllModules), false;
    }
    course,
    own: |access, row| access.employee() == Some(row.owner_employee_id),
    oneself: |_, _| false => {
        /// Change a course and everything in it, hand it in, archive it.
        EditCourse = "course.edit", Some(Permission::ManageAllModules), or Permission::ManageOwnModules, false,
            also authored;
        /// Open a course to learners, or send it back to its authors.
        ApproveCourse = "course.approve", Some(Permission::ApproveContent), false;
    }
}

ruled_actions! {
    /// Gather the words that a course is found by, where they are missing.
    GatherCourseText = "course.gatherText" on course, |access, _| access.actor().is_system();
}

creations! {
    /// Begin a course, which is then one's own.
    CreateCourse = "course.create" of course by ManageOwnModules;
    /// Add a subject to the catalogue.
    CreateCategory = "category.create" of category by ManageAllModules;
}

implies! {
    EditCategory adds [] changes [category];
    GatherCourseText adds [course_text] changes [course_text];
    ApproveCourse adds [] changes [chapter, lesson];
    EditCourse adds [
        chapter, lesson, lesson_content, file, quiz, quiz_question, quiz_option, quiz_key, tag, course_tag, course_mentor,
        course_prerequisite, course_import, course_text
    ] changes [
        chapter, lesson, lesson_content, file, quiz, quiz_question, quiz_option, quiz_key, course_tag, course_mentor,
        course_prerequisite, course_import, course_text
    ];
}
