//! Who gets in at the root fields of files.

use super::{Row, creator, member, owner};
use serde_json::{Value, json};

#[rustfmt::skip]
pub(super) fn rows() -> &'static [Row] {
    table! {
        "uploadAvatar" "mutation($i: UploadAvatarInput!) { uploadAvatar(input: $i) { userErrors { code field params } } }"
            |_| json!({ "i": { "file": null } }), ["UNAUTHENTICATED", "ok", "ok"], member;
        "removeAvatar" "mutation { removeAvatar { userErrors { code field params } } }"
            |_| Value::Null, ["UNAUTHENTICATED", "ok", "ok"], member;
        "uploadOrganizationLogo" "mutation($i: UploadOrganizationLogoInput!) { uploadOrganizationLogo(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.staff.organization, "file": null } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "removeOrganizationLogo" "mutation($i: RemoveOrganizationLogoInput!) { removeOrganizationLogo(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.staff.organization } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], owner;
        "uploadCourseCover" "mutation($i: UploadCourseCoverInput!) { uploadCourseCover(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.id, "file": null } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
        "removeCourseCover" "mutation($i: RemoveCourseCoverInput!) { removeCourseCover(input: $i) { userErrors { code field params } } }"
            |w| json!({ "i": { "id": w.published.id } }),
            ["UNAUTHENTICATED", "refused: NOT_FOUND id", "FORBIDDEN"], creator;
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
