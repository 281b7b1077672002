//! Enrollments: how a member comes to learn a course, and how that ends.

mod cancel;
mod enroll;
mod grant;
mod manage;

pub use cancel::cancel;
pub use enroll::{NewEnrollment, enroll};
pub use grant::grant_course_access;
pub use manage::{cancel_enrollment, reinstate_enrollment, suspend_enrollment};

pub(crate) use enroll::count;

use authz::Entails;
use entities::enrollment;
use kernel::{CourseId, MemberId};
use sea_orm::{ColumnTrait, Condition};
use store::{Failure, Granted, OrgTx};

/// The enrollment of a member in a course, locked. There is one at most.
pub(crate) async fn locked<A: Entails<enrollment::Entity>>(
    tx: &OrgTx,
    because: &Granted<A>,
    member: MemberId,
    course: CourseId,
) -> Result<Option<Granted<authz::Consequence<A, enrollment::Entity>>>, Failure> {
    let which = of(member, course);
    let found = tx.load_entailed::<A, enrollment::Entity>(because, which).await?;
    Ok(found.into_iter().next())
}

/// The enrollment of a member in a course.
pub(crate) fn of(member: MemberId, course: CourseId) -> Condition {
    Condition::all()
        .add(enrollment::Column::MemberId.eq(member))
        .add(enrollment::Column::CourseId.eq(course))
}
