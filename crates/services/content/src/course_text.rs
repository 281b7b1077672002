//! The words that a course is found by. They are gathered again with every change of what everybody sees of it, in the
//! transaction of the change, so a course is never found by words it does not have.

use authz::{Actor, Entails, SystemTask, Yields, actions::GatherCourseText};
use entities::{
    chapter::{self, ContentStatus},
    course, course_tag, course_text, lesson, tag,
};
use kernel::{CourseId, different_words, words};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::HashSet;
use store::{CrossOrganization, Failure, Granted, OrgTx, Store, Target};

/// The most bytes of one list; a course is found by its outline and not by every word of a long one, and the index of
/// PostgreSQL takes no more than a megabyte of words.
const MOST: usize = 250_000;

/// How many courses one round of catching up looks at; the next round finds the rest.
const ROUND: u64 = 200;

/// Gathers the words of a course as it is now.
pub(crate) async fn gather<A>(tx: &OrgTx, because: &Granted<A>, course: &course::Model) -> Result<(), Failure>
where
    A: Yields<course_text::Entity> + Entails<course_text::Entity>,
{
    let title = words(&course.title);
    let mut summary = words(course.summary.as_deref().unwrap_or_default());
    for tag in tags(tx, course.id).await? {
        add(&mut summary, &words(&tag.name));
    }
    let mut outline = words(&plain(course.description_html.as_deref().unwrap_or_default()));
    let chapters = shown_chapters(tx, course.id).await?;
    let shown: HashSet<_> = chapters.iter().map(|chapter| chapter.id).collect();
    for chapter in &chapters {
        add(&mut outline, &words(&chapter.title));
    }
    for lesson in shown_lessons(tx, course.id).await? {
        if shown.contains(&lesson.chapter_id) {
            add(&mut outline, &words(&lesson.title));
            add(
                &mut outline,
                &words(lesson.summary.as_deref().unwrap_or_default()),
            );
        }
    }
    let (summary, outline) = (first(&summary), first(&outline));
    let all = different_words(&[&title, &summary, &outline]);
    let known = tx
        .load_entailed::<A, course_text::Entity>(because, course_text::Column::CourseId.eq(course.id))
        .await?
        .into_iter()
        .next();
    if let Some(known) = known {
        if known.title == title && known.summary == summary && known.outline == outline {
            return Ok(());
        }
        tx.update(known, |row| {
            row.title = Set(title);
            row.summary = Set(summary);
            row.outline = Set(outline);
            row.words = Set(all);
            row.updated_at = Set(tx.now());
        })
        .await?;
        return Ok(());
    }
    let row = course_text::ActiveModel {
        id: Set(tx.new_id()),
        organization_id: Set(tx.organization()),
        course_id: Set(course.id),
        title: Set(title),
        summary: Set(summary),
        outline: Set(outline),
        words: Set(all),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    tx.create_from::<A, course_text::Entity>(because, row).await?;
    Ok(())
}

/// Gathers the words of courses that were there before words were gathered, each in a transaction of its own, and says
/// how many there were. A second run finds nothing to do.
pub async fn gather_missing_course_texts(store: &Store) -> Result<u64, Failure> {
    let gathered = Query::select()
        .expr(Expr::val(1))
        .from(course_text::Entity)
        .and_where(
            Expr::col((course_text::Entity, course_text::Column::OrganizationId))
                .eq(Expr::col((course::Entity, course::Column::OrganizationId))),
        )
        .and_where(
            Expr::col((course_text::Entity, course_text::Column::CourseId))
                .eq(Expr::col((course::Entity, course::Column::Id))),
        )
        .to_owned();
    let missing = store
        .across(CrossOrganization::GatherCourseText)
        .find::<course::Entity>()
        .filter(Expr::exists(gathered).not())
        .limit(ROUND)
        .all()
        .await?;
    let actor = Actor::System(SystemTask::GatherCourseText);
    let mut done = 0;
    for course in missing {
        let target = Target::organization("organizationId", course.organization_id);
        let id = course.id;
        store
            .write_in(&actor, None, &target, |tx| {
                Box::pin(async move {
                    let course = tx.load_for::<GatherCourseText>("id", id).await?;
                    gather(tx, &course, &course).await
                })
            })
            .await?;
        done += 1;
    }
    Ok(done)
}

fn add(list: &mut String, more: &str) {
    if !more.is_empty() {
        if !list.is_empty() {
            list.push(' ');
        }
        list.push_str(more);
    }
}

/// As many whole words as fit.
fn first(list: &str) -> String {
    let mut kept = String::new();
    for word in list.split(' ') {
        if kept.len() + word.len() >= MOST {
            break;
        }
        add(&mut kept, word);
    }
    kept
}

/// The text of HTML that was made safe: what is between its tags.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut within_tag = false;
    for c in html.chars() {
        match c {
            '<' => {
                within_tag = true;
                text.push(' ');
            }
            '>' => within_tag = false,
            other if !within_tag => text.push(other),
            _ => {}
        }
    }
    ["&nbsp;", "&lt;", "&gt;", "&amp;", "&quot;"]
        .into_iter()
        .fold(text, |text, entity| text.replace(entity, " "))
}

async fn tags(tx: &OrgTx, course: CourseId) -> Result<Vec<tag::Model>, Failure> {
    let of_course = Query::select()
        .column(course_tag::Column::TagId)
        .from(course_tag::Entity)
        .and_where(course_tag::Column::OrganizationId.eq(tx.organization()))
        .and_where(course_tag::Column::CourseId.eq(course))
        .to_owned();
    let found = tx
        .find_for_rule::<tag::Entity>()
        .filter(tag::Column::Id.in_subquery(of_course))
        .order_by(tag::Column::Slug, sea_orm::Order::Asc);
    Ok(found.all().await?)
}

async fn shown_chapters(tx: &OrgTx, course: CourseId) -> Result<Vec<chapter::Model>, Failure> {
    let shown = Condition::all()
        .add(chapter::Column::CourseId.eq(course))
        .add(entities::is_not(chapter::Column::Status, ContentStatus::Draft));
    let found = tx
        .find_for_rule::<chapter::Entity>()
        .filter(shown)
        .order_by(chapter::Column::Position, sea_orm::Order::Asc);
    Ok(found.all().await?)
}

async fn shown_lessons(tx: &OrgTx, course: CourseId) -> Result<Vec<lesson::Model>, Failure> {
    let shown = Condition::all()
        .add(lesson::Column::CourseId.eq(course))
        .add(entities::is_not(lesson::Column::Status, ContentStatus::Draft));
    let found = tx
        .find_for_rule::<lesson::Entity>()
        .filter(shown)
        .order_by(lesson::Column::Position, sea_orm::Order::Asc)
        .order_by(lesson::Column::Id, sea_orm::Order::Asc);
    Ok(found.all().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_between_tags_is_text() {
        let html = "<p>Safe <b>lifting</b>&nbsp;&amp; <a href=\"https://x.example\">more</a></p>";
        assert_eq!(words(&plain(html)), "safe lifting more");
        assert_eq!(first("a b"), "a b");
        assert_eq!(first(""), "");
        let long = first(&"word ".repeat(100_000));
        assert!(long.len() <= MOST && long.ends_with("word"), "{}", long.len());
    }
}
