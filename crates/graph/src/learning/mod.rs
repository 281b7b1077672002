//! Who learns what: enrollments, progress, attempts, certificates and points.

mod attempt;
mod certificate;
mod credential;
mod enrollment;
mod enrollment_list;
mod enums;
pub(crate) mod keys;
mod overview;
mod points;
mod progress;
mod rating;

pub use attempt::{AttemptQuestion, AttemptResult, QuizAttempt};
pub use certificate::{Certificate, CertificateVerification, verify_certificate};
pub use credential::{CredentialStatus, CredentialVerification, PublicUrl, credential, verify_credential};
pub(crate) use enrollment::number;
pub use enrollment::{Enrollment, EnrollmentAction, EnrollmentConnection, EnrollmentEdge, LearningProgress};
pub use enrollment_list::{EnrollmentFilter, EnrollmentOrder, EnrollmentOrderField};
pub(crate) use enrollment_list::{Within, enrollments, own_enrollments};
pub use enums::{AttemptStatus, CertificateStatus, EnrollmentSource, EnrollmentStatus, PointKind, Rank};
pub use overview::LearningOverview;
pub(crate) use points::point_entries;
pub use points::{EarlyUnlock, MemberPoints, PointEntry, PointEntryConnection, PointEntryEdge};
pub use progress::{LessonProgress, WatchedSegment};
pub(crate) use rating::course_ratings;
pub use rating::{CourseRating, CourseRatingConnection, CourseRatingEdge, CourseRatingFilter};
