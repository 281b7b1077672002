//! Enums of the event log. Each mirrors the stored enum of the same name; a new value there does not compile until it is described here.

use async_graphql::Enum;

/// In which capacity somebody acted.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::event::Capacity")]
pub enum Capacity {
    /// Nobody was signed in.
    Anonymous,
    /// As a user, outside any organization.
    User,
    /// As a member of the organization.
    Member,
    /// As an employee of the organization.
    Employee,
    /// As a platform operator.
    Operator,
    /// The server itself, by the clock.
    System,
}

/// What happened.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::event::EventAction")]
pub enum EventAction {
    /// Somebody signed up.
    UserSignedUp,
    /// Somebody tried to sign up with an address that has an account.
    SignUpRepeated,
    /// A new verification mail was asked for.
    EmailVerificationRequested,
    /// An address was proven.
    EmailVerified,
    /// A password reset was asked for.
    PasswordResetRequested,
    /// A password was set by a mailed token.
    PasswordReset,
    /// A password was changed by its owner.
    PasswordChanged,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// A session was ended from another device.
    SessionRevoked,
    /// Personal data changed.
    UserUpdated,
    /// A profile changed.
    ProfileUpdated,
    /// A job profile was made.
    JobProfileCreated,
    /// A job profile changed.
    JobProfileUpdated,
    /// A user was banned.
    UserBanned,
    /// A ban was lifted.
    UserUnbanned,
    /// An operator began to act as a user.
    ImpersonationStarted,
    /// An operator stopped acting as a user.
    ImpersonationEnded,
    /// A user became a platform operator.
    OperatorAppointed,
    /// An organization was founded.
    OrganizationCreated,
    /// An organization's settings changed.
    OrganizationUpdated,
    /// Somebody was invited to become a member.
    MemberInvited,
    /// A member invitation was sent again.
    MemberInvitationResent,
    /// A member invitation was withdrawn.
    MemberInvitationRevoked,
    /// A member invitation was declined.
    MemberInvitationDeclined,
    /// Somebody became a member.
    MemberJoined,
    /// A member's data changed.
    MemberUpdated,
    /// A member was suspended.
    MemberSuspended,
    /// A member got access back.
    MemberReinstated,
    /// A member left.
    MemberLeft,
    /// A member was removed.
    MemberRemoved,
    /// A member got another access role.
    AccessRoleChanged,
    /// A single permission was granted.
    PermissionGranted,
    /// A single permission was taken back.
    PermissionRevoked,
    /// Somebody was invited to become an employee.
    EmployeeInvited,
    /// An employee invitation was sent again.
    EmployeeInvitationResent,
    /// An employee invitation was withdrawn.
    EmployeeInvitationRevoked,
    /// An employee invitation was declined.
    EmployeeInvitationDeclined,
    /// A candidate accepted and waits for approval.
    EmployeeInvitationAccepted,
    /// A candidate was approved: the employment exists.
    EmployeeApproved,
    /// A candidate was turned down.
    EmployeeRejected,
    /// An approved employment reached its first day.
    EmploymentBegan,
    /// An employee's data changed.
    EmployeeUpdated,
    /// An employee's compensation changed.
    CompensationChanged,
    /// An employee was linked to a job profile, or unlinked.
    JobProfileLinked,
    /// An employment ended.
    EmployeeTerminated,
    /// A subject was added to the catalogue.
    CategoryCreated,
    /// A subject of the catalogue changed.
    CategoryUpdated,
    /// A course was begun.
    CourseCreated,
    /// A course changed.
    CourseUpdated,
    /// A course was handed in for review.
    CourseSubmitted,
    /// A course went back to its authors, with a note.
    CourseReturned,
    /// A course was approved and opened.
    CoursePublished,
    /// A course is no longer offered.
    CourseArchived,
    /// An archived course came back.
    CourseRestored,
    /// A course got other tags.
    CourseTagsChanged,
    /// An employee became a mentor of a course.
    CourseMentorAdded,
    /// An employee is no longer a mentor of a course.
    CourseMentorRemoved,
    /// A course asks for another one first.
    CoursePrerequisiteAdded,
    /// A course no longer asks for another one.
    CoursePrerequisiteRemoved,
    /// A chapter was added.
    ChapterCreated,
    /// A chapter changed.
    ChapterUpdated,
    /// A chapter got another place.
    ChapterMoved,
    /// A chapter got a release date.
    ChapterScheduled,
    /// A chapter was opened.
    ChapterPublished,
    /// A chapter became a draft again.
    ChapterUnpublished,
    /// A chapter that nobody had learned was deleted.
    ChapterDeleted,
    /// A lesson was added.
    LessonCreated,
    /// A lesson or what it teaches changed.
    LessonUpdated,
    /// A lesson got another place.
    LessonMoved,
    /// A lesson got a release date.
    LessonScheduled,
    /// A lesson was opened.
    LessonPublished,
    /// A lesson became a draft again.
    LessonUnpublished,
    /// A lesson that nobody had learned was deleted.
    LessonDeleted,
    /// A quiz was added.
    QuizCreated,
    /// A quiz changed.
    QuizUpdated,
    /// A quiz that nobody had taken was deleted.
    QuizDeleted,
    /// A question was added to a quiz.
    QuizQuestionAdded,
    /// A question of a quiz changed.
    QuizQuestionUpdated,
    /// A question of a quiz got another place.
    QuizQuestionMoved,
    /// A question was removed from a quiz.
    QuizQuestionRemoved,
    /// A course was imported from another platform, for the first time or again.
    CourseImported,
}
