//! Importing courses of other platforms from a file that comes with the request.

use crate::{
    base::{load, parse_id, payload, perform},
    http::Upload,
};
use async_graphql::{Context, Enum, ID, InputObject, Result, SimpleObject};
use content::import::{ImportedCourse as Imported, import_course, may_import};
use entities::course;
use files::shown_name;
use futures::FutureExt;
use graph::{Course, RequestContext, UserErrors};
use kernel::{Code, OrganizationId, Problem};
use packages::{CourseDraft, Format, Limits, Package, PackageError};
use std::sync::Arc;
use store::Target;

/// The most skipped parts that are told one by one.
const SKIPPED: usize = 200;

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
    /// The package; at most 25 MiB unless this server says otherwise. Larger ones are imported on the server, with
    /// `volmify import`.
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
/// its own.
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
        Some(file) => read(format, shown_name(&file.name), file.bytes.to_vec()).await?,
        None => Err(Problem::at("file", Code::Required)),
    };
    let package = match package {
        Ok(package) => package,
        Err(problem) => return Ok(Err(vec![problem.into()]).into()),
    };
    let mut courses = Vec::with_capacity(package.courses.len());
    for draft in package.courses {
        let draft = Arc::new(draft);
        let done = perform(&request, target(), dry_run, |tx| {
            let draft = Arc::clone(&draft);
            async move { import_course(tx, &draft, &|_done| {}).await }.boxed()
        });
        let outcome = Box::pin(done).await?;
        courses.push(told(&request, &draft, outcome, dry_run).await?);
    }
    Ok(Ok(courses).into())
}

/// Reads the package where it may take its time. The file has its own name in a folder of its own, because question files
/// are known by it; whatever the name, it leads nowhere else.
async fn read(
    format: PackageFormat,
    name: String,
    bytes: Vec<u8>,
) -> Result<std::result::Result<Package, Problem>> {
    let format = match format {
        PackageFormat::Olx => Format::Olx,
        PackageFormat::Gift => Format::Gift,
        PackageFormat::CommonCartridge => Format::CommonCartridge,
    };
    let reading = tokio::task::spawn_blocking(move || {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(name);
        std::fs::write(&path, bytes)?;
        Ok::<_, std::io::Error>(packages::read(format, &path, &Limits::default()))
    });
    match reading.await {
        Ok(Ok(Ok(package))) => Ok(Ok(package)),
        Ok(Ok(Err(error))) => Ok(Err(refused(&error))),
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
                Some(shown(request, imported.course).await?)
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
        skipped_count: number(counts.skipped),
        skipped: skipped.collect(),
    })
}

async fn shown(request: &Arc<RequestContext>, row: course::Model) -> Result<Course> {
    let view = load(request, row.organization_id).await?;
    Ok(Course::new(view, row))
}
