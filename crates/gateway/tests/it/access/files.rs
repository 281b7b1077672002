//! Who gets in at the root fields of files.

use super::{Row, creator};
use serde_json::json;

#[rustfmt::skip]
pub(super) fn rows() -> &'static [Row] {
    table! {
        "addLessonAttachment" "mutation($i: AddLessonAttachmentInput!) { addLessonAttachment(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "lessonId": w.published.lessons()[0], "file": null } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND lessonId", "FORBIDDEN"], creator;
        "importCourses" "mutation($i: ImportCoursesInput!) { importCourses(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "organizationId": w.staff.organization, "format": "GIFT", "file": null } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND organizationId", "FORBIDDEN"], creator;
        "removeLessonAttachment" "mutation($i: RemoveLessonAttachmentInput!) { removeLessonAttachment(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.attachment } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "refused: NOT_FOUND id"], creator;
    }
}
