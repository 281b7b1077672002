//! Importing courses of other platforms from a file that comes with the request.

use crate::{
    base::{Desk, FilePlaces, parse_id, payload, perform, view_after},
    http::{Limits as RequestLimits, Upload},
};
use async_graphql::{Context, Enum, ID, InputObject, Result, SimpleObject};
use axum::body::Bytes;
use content::import::{
    ImportedCourse as Imported, KeepError, KeptFiles, files_to_keep, import_course, keep_files, may_import,
};
use entities::course;
use files::{Files, shown_name};
use futures::FutureExt;
use graph::{Course, RequestContext, UserErrors};
use kernel::{Code, OrganizationId, Problem};
use packages::{CourseDraft, Format, Limits, Package, PackageError, Source};
use std::sync::Arc;
use store::Target;
use tempfile::TempDir;

/// The most skipped parts that are told one by one.
const SKIPPED: usize = 200;

/// How many packages are read at the same time: each takes memory and a core.
const AT_ONCE: usize = 2;

static DESK: Desk = Desk::new(AT_ONCE);

/// What a package is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageFormat {
    /// A course exported from Open edX: a `.tar.gz` or `.zip`.
    Olx,
    /// Questions of Moodle: a text file in GIFT format, or a `.zip` of them.
    Gift,
    /// An IMS Common Cartridge 1.0 to 1.3: a `.imscc` or `.zip`.
    CommonCartridge,
}

/// What became of a course of a package.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    /// There is a new course.
    Created,
    /// The course of an earlier import is as the package says now.
    Replaced,
    /// It was imported before and is as it was.
    Unchanged,
    /// Nothing of it was imported; `userErrors` says why.
    Refused,
}

/// Importing a package.
#[derive(InputObject)]
pub struct ImportCoursesInput {
    /// The organization.
    pub organization_id: ID,
    /// What the package is.
    pub format: PackageFormat,
    /// The package; at most 25 MiB unless this server says otherwise, and 256 MiB when unpacked. Larger ones are imported on the
    /// server, with `volmify import`.
    pub file: Upload,
    /// Only tells what would happen, and stores nothing.
    #[graphql(default = false)]
    pub dry_run: bool,
}

/// A course of a package, and what became of it. Each course is imported as a whole or not at all.
#[derive(SimpleObject, Debug)]
pub struct ImportedCourse {
    /// Its title in the package.
    pub title: String,
    /// What became of it.
    pub outcome: ImportOutcome,
    /// The course, a draft of yours; null if it was refused, or only tried.
    pub course: Option<Course>,
    /// Why it was refused.
    pub user_errors: UserErrors,
    /// How many chapters the package has of it.
    pub chapter_count: i32,
    /// How many lessons.
    pub lesson_count: i32,
    /// How many quizzes.
    pub quiz_count: i32,
    /// How many questions.
    pub question_count: i32,
    /// How many files; those that lessons show, link or offer are files of these lessons then.
    pub attachment_count: i32,
    /// How many parts of it are not imported.
    pub skipped_count: i32,
    /// The first 200 of them.
    pub skipped: Vec<SkippedPart>,
}

/// Something that is not imported.
#[derive(SimpleObject, Debug)]
pub struct SkippedPart {
    /// What it is: a chapter, lesson, component, question, detail, attachment or setting.
    pub what: String,
    /// Where in the package.
    pub place: String,
    /// Why.
    pub reason: String,
}

payload! {
    /// What became of a package.
    ImportCoursesPayload {
        /// Its courses; only a package of question files has more than one.
        courses: Vec<ImportedCourse>
    }
}

/// First whether the actor may import at all, then the package is read, then each course is written in a transaction of
/// its own, after the bytes of its files.
pub(super) async fn import(ctx: &Context<'_>, input: ImportCoursesInput) -> Result<ImportCoursesPayload> {
    let ImportCoursesInput {
        organization_id,
        format,
        file,
        dry_run,
    } = input;
    let request = RequestContext::of(ctx)?;
    let organization = parse_id::<OrganizationId>("organizationId", &organization_id);
    let target = || {
        let target = organization.clone();
        target.map(|id| Target::organization("organizationId", id))
    };
    let allowed = perform(&request, target(), true, |tx| {
        async move { may_import(tx) }.boxed()
    });
    if let Err(refused) = allowed.await? {
        return Ok(Err(refused).into());
    }
    let package = match file.file(ctx) {
        Some(file) => {
            let most = ctx.data::<RequestLimits>()?.max_attachment_bytes;
            // No connection is held meanwhile.
            request.store.end_reading().await;
            let places = ctx.data_opt::<FilePlaces>().cloned();
            read(format, shown_name(&file.name), file.bytes, most, places).await?
        }
        None => Err(Problem::at("file", Code::Required)),
    };
    // The folder is there until the files of the last course are stored.
    let (_folder, package) = match package {
        Ok(read) => read,
        Err(problem) => return Ok(Err(vec![problem.into()]).into()),
    };
    let mut courses = Vec::with_capacity(package.courses.len());
    for draft in package.courses {
        let draft = Arc::new(draft);
        let way = Way {
            source: &package.source,
            files: ctx.data::<Files>()?,
            is_dry_run: dry_run,
        };
        let outcome = Box::pin(one(&request, &target(), &draft, &way)).await?;
        courses.push(told(&request, &draft, outcome, dry_run).await?);
    }
    Ok(Ok(courses).into())
}

/// How a course is imported.
struct Way<'a> {
    source: &'a Source,
    files: &'a Files,
    is_dry_run: bool,
}

/// The bytes of the files that are not here yet, then the course. What was stored for a course that is refused is forgotten.
async fn one(
    request: &Arc<RequestContext>,
    target: &std::result::Result<Target, Problem>,
    draft: &Arc<CourseDraft>,
    way: &Way<'_>,
) -> Result<std::result::Result<Imported, UserErrors>> {
    let kept = if way.is_dry_run {
        KeptFiles::rehearsed(&request.store, draft)
    } else {
        let asked = perform(request, target.clone(), true, |tx| {
            let draft = Arc::clone(draft);
            async move { files_to_keep(tx, &draft).await }.boxed()
        });
        let wanted = match asked.await? {
            Ok(wanted) => wanted,
            Err(refused) => return Ok(Err(refused)),
        };
        // No connection is held while bytes are stored.
        request.store.end_reading().await;
        let kept = keep_files(&request.store, way.files, way.source, &wanted).await;
        kept.map_err(|error| not_kept(&error))?
    };
    let kept = Arc::new(kept);
    let done = perform(request, target.clone(), way.is_dry_run, |tx| {
        let (draft, kept) = (Arc::clone(draft), Arc::clone(&kept));
        async move { import_course(tx, &draft, &kept, &|_done| {}).await }.boxed()
    });
    let done = done.await;
    if !way.is_dry_run && !matches!(&done, Ok(Ok(imported)) if imported.outcome.has_written()) {
        kept.forget(way.files).await;
    }
    done
}

fn not_kept(error: &KeepError) -> async_graphql::Error {
    tracing::error!(?error, "files of a package were not stored");
    graph::error(
        kernel::ErrorKind::Unavailable,
        "the files of the package could not be stored now, try again",
    )
}

/// Reads the package where it may take its time. The file has its own name in a folder of its own, because question files
/// are known by it; whatever the name, it leads nowhere else.
async fn read(
    format: PackageFormat,
    name: String,
    bytes: Bytes,
    most: usize,
    places: Option<FilePlaces>,
) -> Result<std::result::Result<(TempDir, Package), Problem>> {
    let format = match format {
        PackageFormat::Olx => Format::Olx,
        PackageFormat::Gift => Format::Gift,
        PackageFormat::CommonCartridge => Format::CommonCartridge,
    };
    let reading = DESK.run(places, move || {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes)?;
        let limits = Limits {
            file_bytes: most,
            ..Limits::of_upload()
        };
        Ok::<_, std::io::Error>((folder, packages::read(format, &path, &limits)))
    });
    match reading.await {
        Ok(Ok((folder, Ok(package)))) => Ok(Ok((folder, package))),
        Ok(Ok((_, Err(error)))) => Ok(Err(refused(&error))),
        Ok(Err(error)) => {
            tracing::error!(%error, "a package could not be put aside for reading");
            Err(graph::error(
                kernel::ErrorKind::Unavailable,
                "the package could not be read now, try again",
            ))
        }
        Err(error) => {
            tracing::error!(%error, "reading a package failed");
            Ok(Err(unreadable("it is not well-formed")))
        }
    }
}

fn refused(error: &PackageError) -> Problem {
    match error {
        // The path is one of this server.
        PackageError::Unreadable { source, .. } => unreadable(&source.to_string()),
        PackageError::Damaged(_)
        | PackageError::Packing(_)
        | PackageError::Exceeds { .. }
        | PackageError::Traversal(_)
        | PackageError::Absolute(_)
        | PackageError::Name(_)
        | PackageError::NameEncoding(_)
        | PackageError::Duplicate(_)
        | PackageError::Overlap
        | PackageError::Link(_)
        | PackageError::Special(_)
        | PackageError::Entities(_)
        | PackageError::NotThis { .. }
        | PackageError::Several(_)
        | PackageError::Malformed { .. } => unreadable(&error.to_string()),
    }
}

fn unreadable(reason: &str) -> Problem {
    Problem::at("file", Code::PackageRefused).with("reason", reason)
}

async fn told(
    request: &Arc<RequestContext>,
    draft: &CourseDraft,
    outcome: std::result::Result<Imported, UserErrors>,
    is_dry_run: bool,
) -> Result<ImportedCourse> {
    let counts = draft.counts();
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let skipped = draft.skipped.iter().take(SKIPPED).map(|skipped| SkippedPart {
        what: skipped.what.to_string(),
        place: skipped.place.clone(),
        reason: skipped.reason.to_string(),
    });
    let (outcome, course, user_errors) = match outcome {
        Ok(imported) => {
            let outcome = match imported.outcome {
                content::import::ImportOutcome::Created => ImportOutcome::Created,
                content::import::ImportOutcome::Replaced => ImportOutcome::Replaced,
                content::import::ImportOutcome::Unchanged => ImportOutcome::Unchanged,
            };
            let course = if is_dry_run {
                None
            } else {
                Some(shown(request, imported.course))
            };
            (outcome, course, Vec::new())
        }
        Err(user_errors) => (ImportOutcome::Refused, None, user_errors),
    };
    Ok(ImportedCourse {
        title: draft.title.clone(),
        outcome,
        course,
        user_errors,
        chapter_count: number(counts.chapters),
        lesson_count: number(counts.lessons),
        quiz_count: number(counts.quizzes),
        question_count: number(counts.questions),
        attachment_count: number(counts.attachments),
        skipped_count: number(counts.skipped),
        skipped: skipped.collect(),
    })
}

fn shown(request: &Arc<RequestContext>, row: course::Model) -> Course {
    Course::new(view_after(request, row.organization_id), row)
}
