//! How much a package may contain.

/// Bounds of a package. Going beyond one of them refuses it; [`Excess`](crate::Excess) names which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Size of the archive, or of a single file, as it is stored.
    pub archive_bytes: u64,
    /// Files and folders.
    pub entries: usize,
    /// Size of one file, uncompressed.
    pub entry_bytes: u64,
    /// Size of all files together, uncompressed.
    pub total_bytes: u64,
    /// How many times larger than the archive its contents may be. What unpacks to less than [`Limits::ratio_from`] is not asked.
    pub ratio: u64,
    /// From how many uncompressed bytes on the ratio counts.
    pub ratio_from: u64,
    /// Size of a file for learners. A larger one is left out.
    pub file_bytes: usize,
    /// Files of a lesson. More are left out.
    pub files_of_lesson: usize,
    /// Length of a file's name with its folders, in bytes.
    pub name_bytes: usize,
    /// Folders above a file.
    pub folders: usize,
    /// Size of a file that has to be understood: XML, HTML, a text with questions.
    pub text_bytes: u64,
    /// Memory for all of these together.
    pub texts_bytes: u64,
    /// How much text is interpreted, where files refer to the same file again and again.
    pub read_bytes: u64,
    /// Elements inside elements.
    pub xml_depth: usize,
    /// Elements and texts of one document.
    pub xml_nodes: usize,
    /// Attributes of one element.
    pub xml_attributes: usize,
    /// Size of one attribute.
    pub xml_attribute_bytes: usize,
    /// Courses in a folder of question files.
    pub courses: usize,
    /// Chapters of a course.
    pub chapters: usize,
    /// Lessons of a course.
    pub lessons: usize,
    /// Lessons of a chapter.
    pub lessons_of_chapter: usize,
    /// Components of a course: texts, videos, problems, whether they are imported or not.
    pub components: usize,
    /// Components inside components.
    pub nesting: usize,
    /// Questions of a quiz.
    pub questions: usize,
    /// Options of a question.
    pub options: usize,
    /// Characters of a title. A longer one is cut.
    pub title_chars: usize,
    /// Characters of a question and of an explanation. A longer one is left out.
    pub prompt_chars: usize,
    /// Characters of an option. A question with a longer one is left out.
    pub option_chars: usize,
    /// Characters of the text of a lesson. A longer one is left out.
    pub html_chars: usize,
}

const MIB: u64 = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            archive_bytes: 512 * MIB,
            entries: 20_000,
            entry_bytes: 512 * MIB,
            total_bytes: 2_048 * MIB,
            ratio: 200,
            ratio_from: 8 * MIB,
            file_bytes: 25 * 1_024 * 1_024,
            files_of_lesson: 100,
            name_bytes: 1_024,
            folders: 32,
            text_bytes: 4 * MIB,
            texts_bytes: 64 * MIB,
            read_bytes: 128 * MIB,
            xml_depth: 64,
            xml_nodes: 200_000,
            xml_attributes: 128,
            xml_attribute_bytes: 512 * 1024,
            courses: 200,
            chapters: 200,
            lessons: 2_000,
            lessons_of_chapter: 200,
            components: 20_000,
            nesting: 16,
            questions: 200,
            options: 20,
            title_chars: 500,
            prompt_chars: 5_000,
            option_chars: 500,
            html_chars: 200_000,
        }
    }
}

impl Limits {
    /// Bounds of a package that comes with a request, so that nobody keeps a server busy: it is read while the client waits.
    pub fn of_upload() -> Self {
        Self {
            archive_bytes: 64 * MIB,
            entries: 5_000,
            entry_bytes: 64 * MIB,
            total_bytes: 256 * MIB,
            ratio: 100,
            texts_bytes: 32 * MIB,
            read_bytes: 48 * MIB,
            courses: 50,
            components: 10_000,
            ..Self::default()
        }
    }
}
