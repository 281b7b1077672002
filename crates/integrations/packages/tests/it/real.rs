//! Packages of other platforms. They lie beside the checkout and are no part of it; where they are missing, nothing is tested.

use packages::{CourseDraft, Format, Limits, Package, QuestionKind, read};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The folder of one format, or nothing where it is not there.
fn data(format: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data").join(format);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

fn open(format: Format, path: &Path) -> Package {
    read(format, path, &Limits::default()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Chapters, lessons, quizzes, questions, videos, attachments, skipped.
fn counted(course: &CourseDraft) -> [usize; 7] {
    let counts = course.counts();
    [
        counts.chapters,
        counts.lessons,
        counts.quizzes,
        counts.questions,
        counts.videos,
        counts.attachments,
        counts.skipped,
    ]
}

fn reasons(course: &CourseDraft) -> Vec<String> {
    let reasons = course.skipped_by_reason();
    reasons.iter().map(|((what, reason), count)| format!("{count} {what}: {reason}")).collect()
}

#[test]
fn print_everything() {
    for (format, name) in [(Format::Olx, "olx"), (Format::CommonCartridge, "common-cartridge")] {
        let Some(folder) = data(name) else { return };
        let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
        if name == "common-cartridge" { paths.push(folder.join("py4e/py4e_export.imscc")); paths.push(folder.join("py4e/single-page.imscc")); }
        paths.sort();
        for path in paths {
            println!("== {}", path.display());
            match read(format, &path, &Limits::default()) {
                Err(error) => println!("   {error}"),
                Ok(package) => for course in &package.courses {
                    println!("   {} {:?} {:?} {:?} {:?}", course.key, course.title, course.locale, course.summary, counted(course));
                    for r in reasons(course) { println!("     {r}"); }
                    for c in &course.chapters { println!("     [{}]", c.title); for l in &c.lessons { println!("       - {} {:?} html {} video {:?} q {}", l.title, l.kind, l.html.as_ref().map_or(0, String::len), l.video_url, l.quiz.as_ref().map_or(0, |q| q.questions.len())); 
                        for q in l.quiz.iter().flat_map(|q| &q.questions) { println!("          ? {:?} {:?} {:?} {:?}", q.kind, q.prompt, q.options.iter().map(|o| format!("{}{}", if o.is_correct {"+"} else {"-"}, o.text)).collect::<Vec<_>>(), q.explanation); } } }
                    for s in &course.skipped { println!("     - {} {}: {}", s.what, s.place, s.reason); }
                }
            }
        }
    }
}
