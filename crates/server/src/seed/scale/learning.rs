//! Enrollments, and how far they have come.

use super::{Maker, Size, courses::Sold, maker::small, people::House};
use entities::{
    enrollment::{self, EnrollmentSource, EnrollmentStatus},
    lesson_progress,
};
use store::Store;

/// Enrolls members: member `i` in courses `i`, `i + 7`, and so on, so that no pair comes twice.
pub(super) async fn enrollments(
    store: &Store,
    maker: &mut Maker,
    house: &House,
    courses: &[Sold],
) -> anyhow::Result<()> {
    let (mut enrollments, mut progress) = (Vec::new(), Vec::new());
    let rounds = Size::ENROLLMENTS / Size::MEMBERS;
    for round in 0..rounds {
        for (index, member) in (0_usize..).zip(&house.members) {
            let step = usize::try_from(round).unwrap_or_default() * 7;
            let Some(course) = courses.get((index + step) % courses.len().max(1)) else {
                continue;
            };
            let completed = if index % 100 == 0 { 20 } else { index % 3 };
            let enrollment = enrollment::Model {
                id: maker.id(),
                organization_id: house.id,
                member_id: *member,
                course_id: course.course,
                status: EnrollmentStatus::Active,
                source: EnrollmentSource::Grant,
                granted_by_employee_id: house.employees.first().copied(),
                completed_lessons: i32::try_from(completed).unwrap_or_default(),
                required_lessons: small(Size::CHAPTERS * Size::LESSONS),
                enrolled_at: maker.now(),
                completed_at: None,
                last_activity_at: (completed > 0).then(|| maker.now()),
                version: 1,
                created_at: maker.now(),
                updated_at: maker.now(),
            };
            for lesson in course.lessons.iter().take(completed) {
                progress.push(lesson_progress::Model {
                    id: maker.id(),
                    organization_id: house.id,
                    enrollment_id: enrollment.id,
                    lesson_id: *lesson,
                    opened_at: maker.now(),
                    completed_at: Some(maker.now()),
                    watched: serde_json::json!([]),
                    watched_seconds: 0,
                    created_at: maker.now(),
                    updated_at: maker.now(),
                });
            }
            enrollments.push(enrollment);
        }
    }
    let fill = store.fill(Some(house.id)).await?;
    fill.rows::<enrollment::Entity>(enrollments).await?;
    fill.rows::<lesson_progress::Entity>(progress).await?;
    fill.commit().await?;
    Ok(())
}
