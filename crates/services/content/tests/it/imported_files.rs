//! Files of imported courses: whose they are, where their bytes are, and that none are left behind.

use crate::school::{School, act, code, in_every_school};
use content::{
    import::{ImportOutcome, ImportedCourse, KeepError, files_to_keep, import_course, keep_files},
    lesson::remove_lesson_attachment,
};
use entities::{course_import, file, lesson, lesson_content};
use files::Files;
use futures::TryStreamExt;
use kernel::Code;
use packages::{Format, Limits, read};
use sea_orm::Order;
use std::{path::Path, sync::Arc};

const GIF: &[u8] = b"GIF89a and so on";

/// A course in a folder, with a picture in two lessons and a file that one of them links.
fn packed(folder: &Path, picture: &[u8]) -> packages::Package {
    let xml = "<course org=\"O\" course=\"F\" display_name=\"Files\"><chapter display_name=\"One\">\
        <sequential display_name=\"A\"><html><p><img src=\"/static/a.gif\"/> <a href=\"/static/b.pdf\">b</a></p></html></sequential>\
        <sequential display_name=\"B\"><html><img src=\"/static/a.gif\"/></html></sequential></chapter></course>";
    std::fs::create_dir_all(folder.join("static")).unwrap();
    std::fs::write(folder.join("course.xml"), xml).unwrap();
    std::fs::write(folder.join("static/a.gif"), picture).unwrap();
    std::fs::write(folder.join("static/b.pdf"), "%PDF-1.7").unwrap();
    read(Format::Olx, folder, &Limits::default()).unwrap()
}

/// Imports as those do who store bytes.
async fn import_kept(school: &School, files: &Files, package: &packages::Package) -> ImportedCourse {
    let draft = Arc::new(package.courses[0].clone());
    let wanted = act!(school, &school.author, |tx| {
        let draft = Arc::clone(&draft);
        async move { files_to_keep(tx, &draft).await }
    });
    let kept = keep_files(school.store(), files, &package.source, &wanted.unwrap()).await;
    let kept = Arc::new(kept.unwrap());
    let imported = act!(school, &school.author, |tx| {
        let (draft, kept) = (Arc::clone(&draft), Arc::clone(&kept));
        async move { import_course(tx, &draft, &kept, &|_| {}).await }
    });
    imported.unwrap()
}

async fn stored(files: &Files) -> Vec<uuid::Uuid> {
    let mut ids: Vec<_> = files.ids().try_collect().await.unwrap();
    ids.sort_unstable();
    ids
}

/// The files that the author sees, by name.
pub(crate) async fn file_rows(school: &School) -> Vec<file::Model> {
    let scope = school.seen_by(&school.author).await;
    let found = scope
        .find::<file::Entity>()
        .order_by(file::Column::Name, Order::Asc);
    found.all().await.unwrap()
}

#[tokio::test]
async fn files_belong_to_the_lessons_that_show_them() {
    in_every_school(|school| async move {
        let (folder, files) = (tempfile::tempdir().unwrap(), Files::in_memory());
        let package = packed(folder.path(), GIF);
        let imported = import_kept(&school, &files, &package).await;
        assert_eq!(imported.outcome, ImportOutcome::Created);
        let rows = file_rows(&school).await;
        let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["a.gif", "a.gif", "b.pdf"]);
        // Two lessons show one picture; its bytes are there once.
        assert_eq!(rows[0].stored_as(), rows[1].stored_as());
        assert_ne!(rows[0].lesson_id, rows[1].lesson_id);
        let mut ids = vec![rows[0].stored_as(), rows[2].stored_as()];
        ids.sort_unstable();
        assert_eq!(stored(&files).await, ids);

        let scope = school.seen_by(&school.author).await;
        let lessons = scope.find::<lesson::Entity>().all().await.unwrap();
        assert!(
            lessons
                .iter()
                .all(|lesson| lesson.kind == lesson::LessonKind::Mixed)
        );
        let contents = scope.find::<lesson_content::Entity>().all().await.unwrap();
        for row in &rows {
            let content = contents
                .iter()
                .find(|content| Some(content.lesson_id) == row.lesson_id)
                .and_then(|content| content.text_html.clone())
                .unwrap();
            let address = format!("\"/files/{}/{}\"", row.id, row.name);
            assert!(content.contains(&address), "{content}");
            assert!(!content.contains("/static/"), "{content}");
        }
        let record = scope
            .find::<course_import::Entity>()
            .one()
            .await
            .unwrap()
            .unwrap();
        assert_eq!(record.attachments, 2);

        // The same again stores nothing and changes nothing.
        let again = import_kept(&school, &files, &package).await;
        assert_eq!(again.outcome, ImportOutcome::Unchanged);
        assert_eq!((file_rows(&school).await, stored(&files).await), (rows, ids));
    })
    .await;
}

#[tokio::test]
async fn a_newer_package_keeps_the_bytes_of_equal_files() {
    in_every_school(|school| async move {
        let (folder, files) = (tempfile::tempdir().unwrap(), Files::in_memory());
        import_kept(&school, &files, &packed(folder.path(), GIF)).await;
        let before = file_rows(&school).await;
        let replaced = import_kept(&school, &files, &packed(folder.path(), b"GIF89a another")).await;
        assert_eq!(replaced.outcome, ImportOutcome::Replaced);
        let after = file_rows(&school).await;
        assert_eq!(after.len(), 3);
        assert_ne!(after[2].id, before[2].id);
        assert_eq!(after[2].stored_as(), before[2].stored_as());
        assert_ne!(after[0].stored_as(), before[0].stored_as());
        // The bytes of the old picture wait for the sweep.
        assert_eq!(stored(&files).await.len(), 3);
        let needed = reads::needed_bytes(school.store(), stored(&files).await)
            .await
            .unwrap();
        assert_eq!(needed.len(), 2);
        assert!(!needed.contains(&before[0].stored_as()));
    })
    .await;
}

#[tokio::test]
async fn a_file_that_an_author_removed_counts_as_work() {
    in_every_school(|school| async move {
        let (folder, files) = (tempfile::tempdir().unwrap(), Files::in_memory());
        import_kept(&school, &files, &packed(folder.path(), GIF)).await;
        let id = file_rows(&school).await[2].id;
        act!(school, &school.author, |tx| remove_lesson_attachment(tx, id)).unwrap();
        let newer = packed(folder.path(), b"GIF89a another");
        let draft = Arc::new(newer.courses[0].clone());
        let refused = act!(school, &school.author, |tx| {
            let draft = Arc::clone(&draft);
            async move { files_to_keep(tx, &draft).await }
        });
        assert_eq!(code(refused), Code::ImportChanged);
        assert_eq!(stored(&files).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_package_that_changes_under_the_hand_leaves_nothing() {
    in_every_school(|school| async move {
        let (folder, files) = (tempfile::tempdir().unwrap(), Files::in_memory());
        let package = packed(folder.path(), GIF);
        std::fs::write(folder.path().join("static/a.gif"), b"GIF89a swapped").unwrap();
        let wanted = &package.courses[0].attachments;
        let failed = keep_files(school.store(), &files, &package.source, wanted).await;
        assert!(matches!(failed, Err(KeepError::Changed)), "{failed:?}");
        std::fs::remove_file(folder.path().join("static/b.pdf")).unwrap();
        let failed = keep_files(school.store(), &files, &package.source, &wanted[1..]).await;
        assert!(matches!(failed, Err(KeepError::Changed)), "{failed:?}");
        assert_eq!(stored(&files).await.len(), 0);
    })
    .await;
}
