//! Courses and what is in them.

use super::{everything, keys, never, owned, through};
use crate::{Access, Reach};
use entities::{
    chapter::{self, ContentStatus},
    course::{self, CourseStatus},
    course_mentor, course_prerequisite, course_text, early_unlock,
    enrollment::{self, EnrollmentStatus},
    file, lesson, lesson_content,
    permission_grant::Permission,
    quiz, quiz_attempt, quiz_key, quiz_option, quiz_question,
};
use kernel::EmployeeId;
use sea_orm::{
    ColumnTrait, Condition,
    prelude::DateTimeUtc,
    sea_query::{Expr, ExprTrait},
};

impl Access {
    /// How far the actor may write content: every course, or those they are responsible for.
    pub fn authoring(&self) -> Reach {
        if self.may(Permission::ManageAllModules) {
            return Reach::All;
        }
        let reach = self
            .reach(Permission::ManageOwnModules)
            .max(self.reach(Permission::ManageAllModules));
        match (reach, self.employee()) {
            (Reach::All | Reach::Own, Some(_)) => Reach::Own,
            (Reach::All | Reach::Own, None) | (Reach::None, _) => Reach::None,
        }
    }

    /// Whether the actor reads drafts of every course, to write or to approve them.
    pub fn reads_all_content(&self) -> bool {
        self.authoring() == Reach::All || self.may(Permission::ApproveContent)
    }
}

/// The courses an employee is responsible for: as owner or as mentor.
fn own_courses(access: &Access, employee: EmployeeId) -> Condition {
    let mentored = keys::<course_mentor::Entity>(
        access,
        course_mentor::Column::CourseId,
        Condition::all().add(course_mentor::Column::EmployeeId.eq(employee)),
    );
    Condition::any()
        .add(course::Column::OwnerEmployeeId.eq(employee))
        .add(course::Column::Id.in_subquery(mentored))
}

/// The courses that the actor may edit because they are responsible for them. Nothing, where there are none.
pub(crate) fn authored(access: &Access) -> Option<Condition> {
    match (access.authoring(), access.employee()) {
        (Reach::Own, Some(employee)) => Some(own_courses(access, employee)),
        (Reach::None | Reach::All | Reach::Own, _) => None,
    }
}

/// The courses whose drafts the actor reads. Nothing, where there are none.
pub(super) fn readable(access: &Access) -> Option<Condition> {
    if access.reads_all_content() {
        return Some(everything());
    }
    match (access.authoring(), access.employee()) {
        (Reach::None, _) | (_, None) => None,
        (Reach::All | Reach::Own, Some(employee)) => Some(own_courses(access, employee)),
    }
}

/// The rows of courses whose drafts the actor reads.
pub(super) fn of_authored(access: &Access, column: impl ColumnTrait) -> Condition {
    match readable(access) {
        None => never(),
        Some(condition) if condition.is_empty() => everything(),
        Some(condition) => Condition::all().add(column.in_subquery(keys::<course::Entity>(
            access,
            course::Column::Id,
            condition,
        ))),
    }
}

/// The rows of courses that the actor is enrolled in and may learn.
fn of_learned(access: &Access, column: impl ColumnTrait) -> Condition {
    match access.member().filter(|_| access.is_active_member()) {
        None => never(),
        Some(member) => Condition::all().add(column.in_subquery(keys::<enrollment::Entity>(
            access,
            enrollment::Column::CourseId,
            Condition::all().add(enrollment::Column::MemberId.eq(member)).add(
                enrollment::Column::Status.is_in([EnrollmentStatus::Active, EnrollmentStatus::Completed]),
            ),
        ))),
    }
}

/// The rows of courses that are open to the actor: they may learn them, and have completed what these ask for. What they
/// have completed stays open, whatever is asked of newcomers.
fn of_open(access: &Access, column: impl ColumnTrait) -> Condition {
    let Some(member) = access.member().filter(|_| access.is_active_member()) else {
        return never();
    };
    let own = |matching: Condition| {
        keys::<enrollment::Entity>(
            access,
            enrollment::Column::CourseId,
            matching.add(enrollment::Column::MemberId.eq(member)),
        )
    };
    let completed = own(Condition::all().add(enrollment::Column::CompletedAt.is_not_null()));
    let waiting = keys::<course_prerequisite::Entity>(
        access,
        course_prerequisite::Column::CourseId,
        Condition::all().add(course_prerequisite::Column::PrerequisiteCourseId.not_in_subquery(completed)),
    );
    let active = Condition::all()
        .add(enrollment::Column::Status.eq(EnrollmentStatus::Active))
        .add(enrollment::Column::CourseId.not_in_subquery(waiting));
    let open = Condition::any()
        .add(enrollment::Column::Status.eq(EnrollmentStatus::Completed))
        .add(active);
    Condition::all().add(column.in_subquery(own(Condition::all().add(open))))
}

/// Drafts are for those who read the drafts of their course. Where nobody's are asked about, there is no alternative, which
/// a database could not turn into a join.
fn or_of_authored(access: &Access, course: impl ColumnTrait, shown: Condition) -> Condition {
    match readable(access) {
        None => shown,
        Some(all) if all.is_empty() => all,
        Some(_) => Condition::any().add(shown).add(of_authored(access, course)),
    }
}

/// The chapters that the actor sees of courses that they see.
pub fn chapters_of_visible_courses(access: &Access) -> Condition {
    let shown = Condition::all().add(entities::is_not(chapter::Column::Status, ContentStatus::Draft));
    or_of_authored(access, chapter::Column::CourseId, shown)
}

/// The lessons that the actor sees of courses that they see.
pub fn lessons_of_visible_courses(access: &Access) -> Condition {
    or_of_authored(access, lesson::Column::CourseId, shown_lessons(access))
}

/// The lessons that the actor sees of chapters that they see.
pub fn lessons_of_visible_chapters(access: &Access) -> Condition {
    let shown = Condition::all().add(entities::is_not(lesson::Column::Status, ContentStatus::Draft));
    or_of_authored(access, lesson::Column::CourseId, shown)
}

owned! {
    /// Subjects are part of the public catalogue.
    category => |_access| everything();
    /// Tags are part of the public catalogue.
    tag => |_access| everything();
    /// Published courses are public where the organization is; drafts are for their authors and those who approve;
    /// an archived course stays visible to whoever learns it.
    course => |access| match readable(access) {
        Some(all) if all.is_empty() => all,
        readable => Condition::any()
            .add(course::Column::Status.eq(CourseStatus::Published))
            .add(of_learned(access, course::Column::Id))
            .add_option(readable),
    };
    /// Who sees the course sees its tags.
    course_tag => |access| through::<course::Entity>(access, entities::course_tag::Column::CourseId);
    /// Who sees the course sees its mentors.
    course_mentor => |access| through::<course::Entity>(access, course_mentor::Column::CourseId);
    /// Who sees the course sees what it asks for.
    course_prerequisite => |access| through::<course::Entity>(access, entities::course_prerequisite::Column::CourseId);
    /// Who sees the course may find it by its words: drafts are not among them.
    course_text => |access| through::<course::Entity>(access, course_text::Column::CourseId);
    /// Where a course comes from is for its authors. Commands look at it by rule.
    course_import => |access| of_authored(access, entities::course_import::Column::CourseId);
    /// The outline of a visible course; drafts are for its authors.
    chapter => |access| through::<course::Entity>(access, chapter::Column::CourseId)
        .add(chapters_of_visible_courses(access));
    /// The outline of a visible course; drafts, and what is in draft chapters, are for its authors. What a lesson teaches
    /// is another row.
    lesson => |access| through::<course::Entity>(access, lesson::Column::CourseId)
        .add(lessons_of_visible_courses(access));
    /// For authors and those to whom the course is open; previews are for whoever sees the lesson. Whether it has been
    /// released is a matter of time, which the reader adds.
    lesson_content => |access| {
        let previews = keys::<lesson::Entity>(
            access,
            lesson::Column::Id,
            previews(access),
        );
        let learned = keys::<lesson::Entity>(
            access,
            lesson::Column::Id,
            shown_lessons(access),
        );
        Condition::any()
            .add(of_authored(access, lesson_content::Column::CourseId))
            .add(lesson_content::Column::LessonId.in_subquery(previews))
            .add(
                of_open(access, lesson_content::Column::CourseId)
                    .add(lesson_content::Column::LessonId.in_subquery(learned)),
            )
    };
    /// Who may read what a lesson teaches may read its files. Whether it has been released is a matter of time, which the
    /// reader adds.
    file => |access| Condition::all().add(file::Column::LessonId.in_subquery(keys::<lesson_content::Entity>(
        access,
        lesson_content::Column::LessonId,
        lesson_content::Entity::visible(access),
    )));
    /// Who sees the course, and the lesson where it belongs to one, sees that there is a quiz.
    quiz => |access| through::<course::Entity>(access, quiz::Column::CourseId).add(
        Condition::any()
            .add(quiz::Column::LessonId.is_null())
            .add(quiz::Column::LessonId.in_subquery(keys::<lesson::Entity>(
                access,
                lesson::Column::Id,
                lesson::Entity::visible(access),
            ))),
    );
    /// For authors, and for those to whom the course is open or who have begun the quiz.
    quiz_question => |access| of_quizzes(access, quiz_question::Column::QuizId);
    /// For authors, and for those to whom the course is open or who have begun the quiz.
    quiz_option => |access| Condition::all().add(quiz_option::Column::QuestionId.in_subquery(
        keys::<quiz_question::Entity>(
            access,
            quiz_question::Column::Id,
            of_quizzes(access, quiz_question::Column::QuizId),
        ),
    ));
    /// For authors, and for takers once it is due.
    quiz_key => |access| Condition::all().add(quiz_key::Column::QuizId.in_subquery(
        keys::<quiz::Entity>(
            access,
            quiz::Column::Id,
            Condition::any()
                .add(of_authored(access, quiz::Column::CourseId))
                .add(super::learning::revealed(access)),
        ),
    ));
}

/// The rows of quizzes that the actor writes, or may take: their courses are open to the actor, or an attempt was begun
/// when they were.
fn of_quizzes(access: &Access, column: impl ColumnTrait) -> Condition {
    let either = Condition::any()
        .add(of_authored(access, quiz::Column::CourseId))
        .add(of_open(access, quiz::Column::CourseId))
        .add_option(
            access
                .member()
                .filter(|_| access.is_active_member())
                .map(|member| {
                    let own = keys::<enrollment::Entity>(
                        access,
                        enrollment::Column::Id,
                        Condition::all().add(enrollment::Column::MemberId.eq(member)),
                    );
                    quiz::Column::Id.in_subquery(keys::<quiz_attempt::Entity>(
                        access,
                        quiz_attempt::Column::QuizId,
                        Condition::all().add(quiz_attempt::Column::EnrollmentId.in_subquery(own)),
                    ))
                }),
        );
    Condition::all().add(column.in_subquery(keys::<quiz::Entity>(access, quiz::Column::Id, either)))
}

/// The lessons that everybody who sees the course may look into.
fn previews(access: &Access) -> Condition {
    through::<course::Entity>(access, lesson::Column::CourseId)
        .add(lesson::Column::IsPreview.eq(true))
        .add(shown_lessons(access))
}

/// The lessons that are drafts neither themselves nor by their chapter.
fn shown_lessons(access: &Access) -> Condition {
    Condition::all()
        .add(entities::is_not(lesson::Column::Status, ContentStatus::Draft))
        .add(lesson::Column::ChapterId.in_subquery(keys::<chapter::Entity>(
            access,
            chapter::Column::Id,
            Condition::all().add(entities::is_not(chapter::Column::Status, ContentStatus::Draft)),
        )))
}

/// Whether a chapter or a lesson is open at a moment, as far as it decides for itself.
pub fn is_released(status: ContentStatus, release_at: Option<DateTimeUtc>, now: DateTimeUtc) -> bool {
    match status {
        ContentStatus::Draft => false,
        ContentStatus::Scheduled => release_at.is_some_and(|opens| opens <= now),
        ContentStatus::Published => true,
    }
}

/// The chapters or lessons that the actor has opened before their date.
fn unlocked(access: &Access, column: early_unlock::Column) -> Condition {
    match access.member().filter(|_| access.is_active_member()) {
        None => never(),
        Some(member) => Condition::all()
            .add(early_unlock::Column::MemberId.eq(member))
            .add(column.is_not_null()),
    }
}

/// The lessons that are open at a moment: themselves and by their chapter, by their date or because the actor has opened
/// them before it.
pub fn released_lessons(access: &Access, now: DateTimeUtc) -> Condition {
    let open = |status: Expr, release_at: Expr, id: Expr, by: early_unlock::Column| {
        let bought = keys::<early_unlock::Entity>(access, by, unlocked(access, by));
        let due = Condition::any()
            .add(release_at.lte(now))
            .add(id.in_subquery(bought));
        Condition::any()
            .add(status.clone().eq(ContentStatus::Published))
            .add(Condition::all().add(status.eq(ContentStatus::Scheduled)).add(due))
    };
    let chapters = keys::<chapter::Entity>(
        access,
        chapter::Column::Id,
        open(
            Expr::col(chapter::Column::Status.as_column_ref()),
            Expr::col(chapter::Column::ReleaseAt.as_column_ref()),
            Expr::col(chapter::Column::Id.as_column_ref()),
            early_unlock::Column::ChapterId,
        ),
    );
    let lessons = open(
        Expr::col(lesson::Column::Status.as_column_ref()),
        Expr::col(lesson::Column::ReleaseAt.as_column_ref()),
        Expr::col(lesson::Column::Id.as_column_ref()),
        early_unlock::Column::LessonId,
    );
    Condition::all()
        .add(lessons)
        .add(lesson::Column::ChapterId.in_subquery(chapters))
}

/// What lessons teach that an actor may read at a moment: what is released, and everything in the courses whose drafts
/// they read. It narrows the policy of the table, which knows no time.
pub fn readable_contents(access: &Access, now: DateTimeUtc) -> Condition {
    Condition::any()
        .add(of_authored(access, lesson_content::Column::CourseId))
        .add(
            lesson_content::Column::LessonId.in_subquery(keys::<lesson::Entity>(
                access,
                lesson::Column::Id,
                released_lessons(access, now),
            )),
        )
}

/// The files of lessons that an actor may read at a moment. It narrows the policy of the table, which knows no time.
pub fn readable_files(access: &Access, now: DateTimeUtc) -> Condition {
    Condition::any()
        .add(of_authored(access, file::Column::CourseId))
        .add(file::Column::LessonId.in_subquery(keys::<lesson::Entity>(
            access,
            lesson::Column::Id,
            released_lessons(access, now),
        )))
}
