//! What has to be completed before a course. No course may come before itself, however many authors add at once.

use crate::{parts::changeable, text::take_turn};
use authz::actions::EditCourse;
use entities::{course, course_prerequisite, event::EventAction};
use kernel::{Code, CourseId, Problem};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use serde_json::json;
use std::collections::{HashMap, VecDeque};
use store::{Failure, NewEvent, OrgTx};

/// The most courses that one asks for.
const MOST: usize = 50;

/// What each course asks for.
type Graph = HashMap<CourseId, Vec<CourseId>>;

/// Has a course ask for another one first. Nothing happens if it does.
///
/// The rule is about all courses together, so it is decided in the organization's turn: of two halves of a cycle that
/// come at once, the second sees the first.
///
/// Refuses with `PREREQUISITE_CYCLE`, `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn add_course_prerequisite(
    tx: &OrgTx,
    id: CourseId,
    prerequisite: CourseId,
) -> Result<course::Model, Failure> {
    let granted = tx.load_for::<EditCourse>("courseId", id).await?;
    tx.find::<course::Entity>()
        .filter(course::Column::Id.eq(prerequisite))
        .one()
        .await?
        .ok_or(Failure::NotFound("prerequisiteCourseId"))?;
    changeable(&granted)?;
    take_turn(tx).await?;
    let graph = graph(tx).await?;
    let asked = graph.get(&id).map(Vec::as_slice).unwrap_or_default();
    if asked.contains(&prerequisite) {
        return Ok(granted.clone());
    }
    if let Some(path) = way(&graph, prerequisite, id) {
        return Err(cycle(tx, path).await?.into());
    }
    if asked.len() >= MOST {
        return Err(Problem::at("prerequisiteCourseId", Code::OutOfRange)
            .with("max", MOST)
            .into());
    }
    let row = course_prerequisite::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        course_id: Set(id),
        prerequisite_course_id: Set(prerequisite),
        created_at: Set(tx.now()),
    };
    tx.create_from::<EditCourse, course_prerequisite::Entity>(&granted, row)
        .await?;
    tx.emit(
        NewEvent::new(EventAction::CoursePrerequisiteAdded, id)
            .after(json!({ "prerequisiteCourseId": prerequisite.to_string() })),
    )
    .await?;
    Ok(granted.clone())
}

/// Has a course no longer ask for another one. What it does not ask for is not found.
///
/// Refuses with `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn remove_course_prerequisite(
    tx: &OrgTx,
    id: CourseId,
    prerequisite: CourseId,
) -> Result<course::Model, Failure> {
    let granted = tx.load_for::<EditCourse>("courseId", id).await?;
    changeable(&granted)?;
    let row = tx
        .load_entailed::<EditCourse, course_prerequisite::Entity>(
            &granted,
            Condition::all()
                .add(course_prerequisite::Column::CourseId.eq(id))
                .add(course_prerequisite::Column::PrerequisiteCourseId.eq(prerequisite)),
        )
        .await?
        .into_iter()
        .next()
        .ok_or(Failure::NotFound("prerequisiteCourseId"))?;
    tx.delete(row).await?;
    tx.emit(
        NewEvent::new(EventAction::CoursePrerequisiteRemoved, id)
            .before(json!({ "prerequisiteCourseId": prerequisite.to_string() })),
    )
    .await?;
    Ok(granted.clone())
}

async fn graph(tx: &OrgTx) -> Result<Graph, Failure> {
    let mut graph = Graph::new();
    for edge in tx.find_for_rule::<course_prerequisite::Entity>().all().await? {
        graph
            .entry(edge.course_id)
            .or_default()
            .push(edge.prerequisite_course_id);
    }
    Ok(graph)
}

/// The shortest way from one course to another along what they ask for, both ends included.
fn way(graph: &Graph, from: CourseId, to: CourseId) -> Option<Vec<CourseId>> {
    let mut came_from: HashMap<CourseId, Option<CourseId>> = HashMap::from([(from, None)]);
    let mut waiting = VecDeque::from([from]);
    while let Some(here) = waiting.pop_front() {
        if here == to {
            let mut path = vec![here];
            let mut step = here;
            while let Some(Some(previous)) = came_from.get(&step) {
                path.push(*previous);
                step = *previous;
            }
            path.reverse();
            return Some(path);
        }
        for next in graph.get(&here).into_iter().flatten() {
            came_from.entry(*next).or_insert_with(|| {
                waiting.push_back(*next);
                Some(here)
            });
        }
    }
    None
}

/// The refusal, with the way around: from the course asked for to the one that asks, and back. Of courses that the actor
/// does not see, neither title nor id is told.
async fn cycle(tx: &OrgTx, mut path: Vec<CourseId>) -> Result<Problem, Failure> {
    path.extend(path.first().copied());
    let titles: HashMap<CourseId, String> = tx
        .find::<course::Entity>()
        .among(course::Column::Id, path.iter().copied())
        .all()
        .await?
        .into_iter()
        .map(|course| (course.id, course.title))
        .collect();
    let named: Vec<Option<&String>> = path.iter().map(|id| titles.get(id)).collect();
    let ids: Vec<Option<String>> = path
        .iter()
        .map(|id| titles.contains_key(id).then(|| id.to_string()))
        .collect();
    Ok(Problem::at("prerequisiteCourseId", Code::PrerequisiteCycle)
        .with("path", json!(named))
        .with("courseIds", json!(ids)))
}
