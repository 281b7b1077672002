//! Importing courses of other platforms.

use crate::{
    imported_files::file_rows,
    school::{School, a_lesson, act, code, in_every_school, problem},
};
use authz::Actor;
use content::{
    chapter::{UpdateChapter, publish_chapter, update_chapter},
    import::{ImportOutcome, ImportedCourse, KeptFiles, import_course},
    lesson::{create_lesson, move_lesson},
};
use entities::{
    chapter,
    course::{self, CourseStatus},
    course_import,
    event::EventAction,
    lesson, lesson_content, quiz, quiz_key, quiz_option, quiz_question,
};
use kernel::{Code, CourseId, Patch, TypedId};
use packages::{CourseDraft, Format, Limits, OptionDraft, read};
use sea_orm::{ColumnTrait, Order};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use store::Failure;

const PACKAGE: &str = "<course org=\"O\" course=\"C\" display_name=\"Bees\" language=\"sl\">\
    <chapter display_name=\"One\"><sequential display_name=\"A\"><html><p onclick=\"x()\">Hi</p><script>x()</script></html>\
    <problem><p>Two?</p><multiplechoiceresponse><choicegroup><choice correct=\"true\">2</choice>\
    <choice correct=\"false\">3</choice></choicegroup></multiplechoiceresponse></problem></sequential>\
    <sequential display_name=\"B\"><video youtube=\"1.00:abcdefghijk\"/></sequential></chapter>\
    <chapter display_name=\"Two\"><sequential display_name=\"C\"><html>c</html><poll url_name=\"p\"/></sequential></chapter></course>";

fn draft(xml: &str) -> Arc<CourseDraft> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("course.xml"), xml).unwrap();
    let package = read(Format::Olx, folder.path(), &Limits::default()).unwrap();
    Arc::new(package.courses.into_iter().next().unwrap())
}

async fn import(school: &School, actor: &Actor, draft: &Arc<CourseDraft>) -> Result<ImportedCourse, Failure> {
    let kept = Arc::new(KeptFiles::rehearsed(school.store(), draft));
    act!(school, actor, |tx| {
        let (draft, kept) = (Arc::clone(draft), Arc::clone(&kept));
        async move { import_course(tx, &draft, &kept, &|_| {}).await }
    })
}

/// How many rows there are of each kind, and how many events.
async fn rows(school: &School) -> [u64; 8] {
    let scope = school.seen_by(&school.owner).await;
    [
        scope.find::<course::Entity>().count().await.unwrap(),
        scope.find::<chapter::Entity>().count().await.unwrap(),
        scope.find::<lesson::Entity>().count().await.unwrap(),
        scope.find::<quiz::Entity>().count().await.unwrap(),
        scope.find::<quiz_question::Entity>().count().await.unwrap(),
        scope.find::<quiz_option::Entity>().count().await.unwrap(),
        scope.find::<course_import::Entity>().count().await.unwrap(),
        school.events().await,
    ]
}

/// Every lesson with its place in its chapter.
async fn titles(school: &School, course: CourseId) -> Vec<String> {
    let scope = school.seen_by(&school.owner).await;
    let lessons = scope
        .find::<lesson::Entity>()
        .filter(lesson::Column::CourseId.eq(course))
        .order_by(lesson::Column::Title, Order::Asc)
        .all()
        .await
        .unwrap();
    lessons
        .iter()
        .map(|lesson| format!("{} {}", lesson.position, lesson.title))
        .collect()
}

#[tokio::test]
async fn a_course_becomes_a_draft_of_its_author() {
    in_every_school(|school| async move {
        let before = rows(&school).await;
        let imported = import(&school, &school.author, &draft(PACKAGE)).await.unwrap();
        assert_eq!(imported.outcome, ImportOutcome::Created);
        let after = rows(&school).await;
        let added: Vec<_> = after
            .iter()
            .zip(before)
            .map(|(after, before)| after - before)
            .collect();
        // Events: a course, two chapters, three lessons, a quiz, a question, and the import.
        assert_eq!(added, [1, 2, 3, 1, 1, 2, 1, 9]);
        let scope = school.seen_by(&school.author).await;
        let course = imported.course;
        assert_eq!(
            (
                course.title.as_str(),
                course.slug.as_str(),
                course.locale.as_str()
            ),
            ("Bees", "bees", "sl")
        );
        assert_eq!(
            (course.status, Some(course.owner_employee_id)),
            (CourseStatus::Draft, scope.access().employee())
        );
        assert_eq!(titles(&school, course.id).await, ["1 A", "2 B", "1 C"]);
        let contents = scope.find::<lesson_content::Entity>().all().await.unwrap();
        let mut texts: Vec<_> = contents
            .iter()
            .map(|row| (row.text_html.as_deref(), row.video_url.as_deref()))
            .collect();
        texts.sort_unstable();
        assert_eq!(
            texts,
            [
                (None, Some("https://www.youtube.com/watch?v=abcdefghijk")),
                (Some("<p>Hi</p>"), None),
                (Some("c"), None),
            ]
        );
        let key = scope.find::<quiz_key::Entity>().one().await.unwrap().unwrap();
        let right = scope
            .find::<quiz_option::Entity>()
            .filter(quiz_option::Column::Text.eq("2"))
            .one()
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            key.correct_option_ids,
            serde_json::json!([right.id.uuid().to_string()])
        );
        let log = school.log(course.id).await;
        // All of them happened at one instant, so the log has no order among them.
        let last = log
            .iter()
            .find(|event| event.action == EventAction::CourseImported)
            .unwrap();
        assert_eq!(
            last.after,
            Some(serde_json::json!({
                "sourceKey": "olx:O+C+course", "chapters": 2, "lessons": 3, "questions": 1, "attachments": 0, "skipped": 1,
            }))
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_package_again_changes_nothing() {
    in_every_school(|school| async move {
        let first = import(&school, &school.author, &draft(PACKAGE)).await.unwrap();
        let before = rows(&school).await;
        let second = import(&school, &school.author, &draft(PACKAGE)).await.unwrap();
        assert_eq!(
            (second.outcome, second.course),
            (ImportOutcome::Unchanged, first.course)
        );
        assert_eq!(rows(&school).await, before);
        // Whoever may edit every course may import it again as well; whoever does not see it may not.
        let owner = import(&school, &school.owner, &draft(PACKAGE)).await.unwrap();
        assert_eq!(owner.outcome, ImportOutcome::Unchanged);
        let colleague = import(&school, &school.colleague, &draft(PACKAGE)).await;
        assert!(matches!(colleague, Err(Failure::NotFound("course"))));
        assert_eq!(rows(&school).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_newer_package_replaces_what_nobody_has_touched() {
    in_every_school(|school| async move {
        let first = import(&school, &school.author, &draft(PACKAGE)).await.unwrap();
        let newer = PACKAGE
            .replace("display_name=\"Bees\"", "display_name=\"Wasps\"")
            .replace("display_name=\"B\"", "display_name=\"Bb\"");
        let second = import(&school, &school.author, &draft(&newer)).await.unwrap();
        assert_eq!(
            (second.outcome, second.course.id),
            (ImportOutcome::Replaced, first.course.id)
        );
        assert_eq!(
            (second.course.title.as_str(), second.course.slug.as_str()),
            ("Wasps", "bees")
        );
        assert_eq!(titles(&school, first.course.id).await, ["1 A", "2 Bb", "1 C"]);
        assert_eq!(rows(&school).await[..7], [1, 2, 3, 1, 1, 2, 1]);
        let log = school.log(first.course.id).await;
        let again = log
            .iter()
            .find(|event| event.action == EventAction::CourseImported && event.before.is_some());
        assert_eq!(again.unwrap().before.as_ref().unwrap()["lessons"], 3);
        // And so on, for every version.
        let third = import(&school, &school.author, &draft(PACKAGE)).await.unwrap();
        assert_eq!(third.outcome, ImportOutcome::Replaced);
        let again = import(&school, &school.author, &draft(PACKAGE)).await.unwrap();
        assert_eq!(again.outcome, ImportOutcome::Unchanged);
    })
    .await;
}

#[tokio::test]
async fn work_on_the_course_is_never_overwritten() {
    in_every_school(|school| async move {
        let mut number = 0;
        for kind in ["rename", "move", "add", "open"] {
            number += 1;
            let package = PACKAGE.replace("course=\"C\"", &format!("course=\"C{number}\""));
            let course = import(&school, &school.author, &draft(&package))
                .await
                .unwrap()
                .course;
            let scope = school.seen_by(&school.author).await;
            let chapters = scope
                .find::<chapter::Entity>()
                .filter(chapter::Column::CourseId.eq(course.id))
                .order_by(chapter::Column::Position, Order::Asc)
                .all()
                .await
                .unwrap();
            let (one, two) = (chapters[0].id, chapters[1].id);
            let lesson = scope
                .find::<lesson::Entity>()
                .filter(lesson::Column::ChapterId.eq(one))
                .one()
                .await
                .unwrap()
                .unwrap()
                .id;
            match kind {
                "rename" => {
                    let input = UpdateChapter {
                        title: Patch::Set("Mine".to_owned()),
                        ..UpdateChapter::default()
                    };
                    act!(school, school.author, |tx| update_chapter(tx, one, input.clone())).unwrap();
                }
                "move" => {
                    act!(school, school.author, |tx| move_lesson(tx, lesson, Some(two), 1)).unwrap();
                }
                "add" => {
                    act!(school, school.author, |tx| create_lesson(
                        tx,
                        two,
                        a_lesson("Mine")
                    ))
                    .unwrap();
                }
                _open => {
                    act!(school, school.author, |tx| publish_chapter(tx, one)).unwrap();
                }
            }
            let before = rows(&school).await;
            let newer = draft(&package.replace("display_name=\"Bees\"", "display_name=\"Wasps\""));
            let problem = problem(import(&school, &school.author, &newer).await);
            assert_eq!(problem.code, Code::ImportChanged, "{kind}");
            assert_eq!(problem.params["slug"], course.slug);
            assert_eq!(rows(&school).await, before);
            // The package that was imported still changes nothing.
            let same = import(&school, &school.author, &draft(&package)).await.unwrap();
            assert_eq!(same.outcome, ImportOutcome::Unchanged);
        }
    })
    .await;
}

#[tokio::test]
async fn a_refused_course_leaves_nothing_behind() {
    in_every_school(|school| async move {
        let before = rows(&school).await;
        // A reader would never give so many options; the commands have the last word.
        let mut broken = CourseDraft::clone(&draft(PACKAGE));
        let quiz = broken.chapters[0].lessons[0].quiz.as_mut().unwrap();
        let wrong = OptionDraft {
            text: "no".to_owned(),
            is_correct: false,
        };
        quiz.questions[0].options.extend(vec![wrong; 25]);
        let problem = problem(import(&school, &school.author, &Arc::new(broken)).await);
        assert_eq!(problem.code, Code::InvalidOptions);
        assert_eq!(problem.params["place"], "chapter 1, lesson 1, question 1");
        let empty =
            draft("<course><chapter><sequential><poll url_name=\"p\"/></sequential></chapter></course>");
        assert_eq!(
            code(import(&school, &school.author, &empty).await),
            Code::NothingToImport
        );
        let (member, _) = school.member("learner").await;
        let joined = rows(&school).await;
        let forbidden = import(&school, &member, &draft(PACKAGE)).await;
        assert!(matches!(forbidden, Err(Failure::Forbidden(_))));
        assert_eq!(rows(&school).await, joined);
        assert_eq!(joined[..7], before[..7]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_imports_at_once_make_one_course() {
    in_every_school(|school| async move {
        let package = draft(PACKAGE);
        let running: Vec<_> = (0..50)
            .map(|_| {
                let (school, package) = (school.clone(), Arc::clone(&package));
                tokio::spawn(async move { import(&school, &school.author, &package).await })
            })
            .collect();
        let mut created = 0;
        for task in running {
            match task.await.unwrap() {
                Ok(imported) if imported.outcome == ImportOutcome::Created => created += 1,
                Ok(imported) => assert_eq!(imported.outcome, ImportOutcome::Unchanged),
                Err(failure) => assert_eq!(code(Err::<(), _>(failure)), Code::ImportUnderWay),
            }
        }
        assert_eq!(created, 1);
        assert_eq!(rows(&school).await[..7], [1, 2, 3, 1, 1, 2, 1]);
    })
    .await;
}

/// Packages that lie beside the checkout and are no part of it.
fn data() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    if path.is_dir() {
        return Some(path);
    }
    #[expect(
        clippy::print_stdout,
        reason = "whoever reads the output learns what was not tested"
    )]
    {
        println!("skipped: {} is not there", path.display());
    }
    None
}

/// Every package of other platforms, with the number of its courses that contain nothing to import.
const REAL: &[(Format, &str, usize)] = &[
    (Format::Olx, "olx/mitx-grading-demo.tar.gz", 0),
    (Format::Olx, "olx/oxa-kitchen-sink.tar.gz", 0),
    (Format::Olx, "olx/edx-supported-components.AGPL.tar.gz", 0),
    (Format::Gift, "gift", 24),
    (Format::CommonCartridge, "common-cartridge/all-question-types", 0),
    (Format::CommonCartridge, "common-cartridge/assignment-rubrics", 0),
    (
        Format::CommonCartridge,
        "common-cartridge/canvas_cc_gem_course.imscc",
        0,
    ),
    (Format::CommonCartridge, "common-cartridge/course-1", 0),
    (
        Format::CommonCartridge,
        "common-cartridge/course-with-associated-content-assignments",
        0,
    ),
    (
        Format::CommonCartridge,
        "common-cartridge/course-with-no-showable-resources",
        1,
    ),
    (Format::CommonCartridge, "common-cartridge/grouptest.zip", 0),
    (Format::CommonCartridge, "common-cartridge/latex.imscc", 0),
    (Format::CommonCartridge, "common-cartridge/multiple-pages", 0),
    (
        Format::CommonCartridge,
        "common-cartridge/py4e/py4e_export.imscc",
        0,
    ),
    (
        Format::CommonCartridge,
        "common-cartridge/py4e/single-page.imscc",
        1,
    ),
    (
        Format::CommonCartridge,
        "common-cartridge/rich-content-cc-file",
        0,
    ),
    (Format::CommonCartridge, "common-cartridge/single-assignment", 0),
    (Format::CommonCartridge, "common-cartridge/single-discussion", 1),
    (Format::CommonCartridge, "common-cartridge/single-page", 1),
    (Format::CommonCartridge, "common-cartridge/single-page.imscc", 1),
];

#[tokio::test]
async fn real_packages_are_imported_with_exact_counts() {
    in_every_school(|school| async move {
        let Some(folder) = data() else { return };
        let (mut courses, mut chapters, mut lessons, mut questions) = (0, 0_u64, 0_u64, 0_u64);
        for (format, path, empty) in REAL {
            let package = read(*format, &folder.join(path), &Limits::default()).unwrap();
            let mut refused = 0;
            for mut draft in package.courses {
                // Several of them are copies of one course, made for tests, with the identity of the original.
                draft.key = format!("{path} {}", draft.key);
                let (counts, draft) = (draft.counts(), Arc::new(draft));
                match import(&school, &school.author, &draft).await {
                    Ok(imported) => {
                        assert_eq!(imported.outcome, ImportOutcome::Created);
                        courses += 1;
                        chapters += u64::try_from(counts.chapters).unwrap();
                        lessons += u64::try_from(counts.lessons).unwrap();
                        questions += u64::try_from(counts.questions).unwrap();
                        let again = import(&school, &school.author, &draft).await.unwrap();
                        assert_eq!(again.outcome, ImportOutcome::Unchanged);
                    }
                    Err(failure) => {
                        assert_eq!(code(Err::<(), _>(failure)), Code::NothingToImport, "{path}");
                        refused += 1;
                    }
                }
            }
            assert_eq!(refused, *empty, "{path}");
        }
        assert_eq!((courses, chapters, lessons, questions), (41, 64, 203, 81));
        let stored = rows(&school).await;
        assert_eq!(stored[0], courses);
        assert_eq!(stored[1], chapters);
        assert_eq!(stored[2], lessons);
        assert_eq!(stored[4], questions);
        assert_eq!(stored[6], courses);
        // A picture in a text of Open edX; a paper and a photograph, each a lesson and linked by another; a picture in a page.
        let files = file_rows(&school).await;
        let names: Vec<_> = files.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "border copy.png",
                "edx-logo-header.png",
                "photo.jpg",
                "photo.jpg",
                "sample-document.pdf",
                "sample-document.pdf",
            ]
        );
    })
    .await;
}
