//! The words a course is found by.

use crate::{course_text::gather, parts::changeable, text::take_turn};
use authz::actions::EditCourse;
use entities::{course, course_tag, event::EventAction, tag};
use kernel::{Code, CourseId, Problem, Problems, TagId, TextLimits, line};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use std::collections::{BTreeMap, HashMap, HashSet};
use store::{Failure, NewEvent, OrgTx};

/// The most tags of a course.
const MOST: usize = 20;

/// Gives a course exactly these tags. Tags that do not exist yet are made; two spellings with one slug are one tag.
///
/// Refuses with `COURSE_IN_REVIEW`, `COURSE_ARCHIVED`.
pub async fn set_course_tags(tx: &OrgTx, id: CourseId, names: Vec<String>) -> Result<course::Model, Failure> {
    let granted = tx.load_for::<EditCourse>("id", id).await?;
    let mut problems = Problems::default();
    problems.require(names.len() <= MOST, || {
        Problem::at("tags", Code::OutOfRange)
            .with("min", 0)
            .with("max", MOST)
    });
    let mut wanted: BTreeMap<String, String> = BTreeMap::new();
    for name in names.iter().take(MOST) {
        let Some(name) = problems.take(line("tags", name, TextLimits::NAME)) else {
            continue;
        };
        match kernel::slug("tags", &crate::text::numbered(&slug::slugify(&name), 1)) {
            Ok(slug) => {
                wanted.entry(slug).or_insert(name);
            }
            Err(_) => problems.add(Problem::at("tags", Code::InvalidFormat)),
        }
    }
    problems.into_result()?;
    changeable(&granted)?;

    let has = tx
        .load_entailed::<EditCourse, course_tag::Entity>(&granted, course_tag::Column::CourseId.eq(id))
        .await?;
    take_turn(tx).await?;
    let known: HashMap<TagId, String> = tx
        .find_for_rule::<tag::Entity>()
        .all()
        .await?
        .into_iter()
        .map(|tag| (tag.id, tag.slug))
        .collect();
    let mut before: Vec<String> = has
        .iter()
        .filter_map(|row| known.get(&row.tag_id).cloned())
        .collect();
    before.sort();
    let after: Vec<String> = wanted.keys().cloned().collect();
    if before == after {
        return Ok(granted.clone());
    }
    for row in has {
        if known
            .get(&row.tag_id)
            .is_none_or(|slug| !wanted.contains_key(slug))
        {
            tx.delete(row).await?;
        }
    }
    let by_slug: HashMap<&str, TagId> = known.iter().map(|(id, slug)| (slug.as_str(), *id)).collect();
    let kept: HashSet<String> = before.iter().cloned().collect();
    for (slug, name) in wanted {
        if kept.contains(&slug) {
            continue;
        }
        let tag_id = if let Some(id) = by_slug.get(slug.as_str()) {
            *id
        } else {
            let row = tag::ActiveModel {
                id: Set(tx.new_id()),
                organization_id: Set(tx.organization()),
                name: Set(name),
                slug: Set(slug),
                created_at: Set(tx.now()),
            };
            tx.create_from::<EditCourse, tag::Entity>(&granted, row).await?.id
        };
        let row = course_tag::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            course_id: Set(id),
            tag_id: Set(tag_id),
            created_at: Set(tx.now()),
        };
        tx.create_from::<EditCourse, course_tag::Entity>(&granted, row)
            .await?;
    }
    gather(tx, &granted, &granted).await?;
    tx.emit(
        NewEvent::new(EventAction::CourseTagsChanged, id)
            .before(json!({ "tags": before }))
            .after(json!({ "tags": after })),
    )
    .await?;
    Ok(granted.clone())
}
