//! What is taught: courses, their chapters and lessons, and the quizzes in them.

use crate::table::{check, create, owned_reference, owned_table, secure_owned, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        catalogue(manager).await?;
        outline(manager).await?;
        quizzes(manager).await?;
        secure_owned(
            manager,
            &[
                "category",
                "tag",
                "course",
                "course_tag",
                "course_mentor",
                "course_prerequisite",
                "chapter",
                "lesson",
                "lesson_content",
                "quiz",
                "quiz_question",
                "quiz_option",
                "quiz_key",
            ],
        )
        .await
    }
}

async fn catalogue(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        category(),
        "category",
        &[&["organization_id", "position", "id"]],
    )
    .await?;
    create(manager, tag(), "tag", &[]).await?;
    create(
        manager,
        course(),
        "course",
        &[
            &["organization_id", "created_at", "id"],
            &["organization_id", "title", "id"],
            &["organization_id", "published_at", "id"],
            &["organization_id", "category_id"],
            &["organization_id", "owner_employee_id"],
        ],
    )
    .await?;
    create(
        manager,
        course_tag(),
        "course_tag",
        &[&["organization_id", "tag_id"]],
    )
    .await?;
    create(
        manager,
        course_mentor(),
        "course_mentor",
        &[&["organization_id", "employee_id"]],
    )
    .await?;
    create(
        manager,
        course_prerequisite(),
        "course_prerequisite",
        &[&["organization_id", "prerequisite_course_id"]],
    )
    .await?;
    Ok(())
}

async fn outline(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        chapter(),
        "chapter",
        &[&["organization_id", "course_id", "position", "id"]],
    )
    .await?;
    create(
        manager,
        lesson(),
        "lesson",
        &[
            &["organization_id", "course_id"],
            &["organization_id", "chapter_id", "position", "id"],
        ],
    )
    .await?;
    create(
        manager,
        lesson_content(),
        "lesson_content",
        &[&["organization_id", "course_id"]],
    )
    .await?;
    Ok(())
}

async fn quizzes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(
        manager,
        quiz(),
        "quiz",
        &[
            &["organization_id", "course_id"],
            &["organization_id", "lesson_id"],
        ],
    )
    .await?;
    create(
        manager,
        quiz_question(),
        "quiz_question",
        &[&["organization_id", "quiz_id", "position", "id"]],
    )
    .await?;
    create(
        manager,
        quiz_option(),
        "quiz_option",
        &[&["organization_id", "question_id", "position", "id"]],
    )
    .await?;
    create(
        manager,
        quiz_key(),
        "quiz_key",
        &[&["organization_id", "quiz_id"]],
    )
    .await?;
    let only_one = "CREATE UNIQUE INDEX quiz_one_of_lesson_key ON quiz (organization_id, lesson_id) WHERE lesson_id IS NOT NULL";
    manager.get_connection().execute_unprepared(only_one).await?;
    Ok(())
}

fn category() -> TableCreateStatement {
    owned_table("category")
        .col(string("name"))
        .col(string("slug"))
        .col(string_null("description"))
        .col(integer("position"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique("category", &["organization_id", "slug"]))
        .to_owned()
}

fn tag() -> TableCreateStatement {
    owned_table("tag")
        .col(string("name"))
        .col(string("slug"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique("tag", &["organization_id", "slug"]))
        .to_owned()
}

fn course() -> TableCreateStatement {
    owned_table("course")
        .col(string("slug"))
        .col(string("title"))
        .col(string_null("summary"))
        .col(string_null("description_html"))
        .col(string("level"))
        .col(string("status"))
        .col(string("locale"))
        .col(uuid_null("category_id"))
        .col(uuid("owner_employee_id"))
        .col(integer_null("duration_minutes"))
        .col(integer_null("validity_months"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(timestamp_with_time_zone_null("archived_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique("course", &["organization_id", "slug"]))
        .check(check(
            "course_duration_check",
            "duration_minutes IS NULL OR duration_minutes > 0",
        ))
        .check(check(
            "course_validity_check",
            "validity_months IS NULL OR validity_months > 0",
        ))
        .foreign_key(&mut owned_reference("course", "category_id", "category"))
        .foreign_key(&mut owned_reference("course", "owner_employee_id", "employee"))
        .to_owned()
}

fn course_tag() -> TableCreateStatement {
    owned_table("course_tag")
        .col(uuid("course_id"))
        .col(uuid("tag_id"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "course_tag",
            &["organization_id", "course_id", "tag_id"],
        ))
        .foreign_key(&mut owned_reference("course_tag", "course_id", "course"))
        .foreign_key(&mut owned_reference("course_tag", "tag_id", "tag"))
        .to_owned()
}

fn course_mentor() -> TableCreateStatement {
    owned_table("course_mentor")
        .col(uuid("course_id"))
        .col(uuid("employee_id"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "course_mentor",
            &["organization_id", "course_id", "employee_id"],
        ))
        .foreign_key(&mut owned_reference("course_mentor", "course_id", "course"))
        .foreign_key(&mut owned_reference("course_mentor", "employee_id", "employee"))
        .to_owned()
}

fn course_prerequisite() -> TableCreateStatement {
    owned_table("course_prerequisite")
        .col(uuid("course_id"))
        .col(uuid("prerequisite_course_id"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "course_prerequisite",
            &["organization_id", "course_id", "prerequisite_course_id"],
        ))
        .check(check(
            "course_prerequisite_self_check",
            "course_id <> prerequisite_course_id",
        ))
        .foreign_key(&mut owned_reference("course_prerequisite", "course_id", "course"))
        .foreign_key(&mut owned_reference(
            "course_prerequisite",
            "prerequisite_course_id",
            "course",
        ))
        .to_owned()
}

fn chapter() -> TableCreateStatement {
    owned_table("chapter")
        .col(uuid("course_id"))
        .col(string("title"))
        .col(integer("position"))
        .col(string("status"))
        .col(timestamp_with_time_zone_null("release_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut owned_reference("chapter", "course_id", "course"))
        .to_owned()
}

fn lesson() -> TableCreateStatement {
    owned_table("lesson")
        .col(uuid("course_id"))
        .col(uuid("chapter_id"))
        .col(string("title"))
        .col(string_null("summary"))
        .col(string("kind"))
        .col(integer("position"))
        .col(string("status"))
        .col(timestamp_with_time_zone_null("release_at"))
        .col(boolean("is_required"))
        .col(boolean("is_preview"))
        .col(integer_null("video_seconds"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut owned_reference("lesson", "course_id", "course"))
        .foreign_key(&mut owned_reference("lesson", "chapter_id", "chapter"))
        .to_owned()
}

fn lesson_content() -> TableCreateStatement {
    owned_table("lesson_content")
        .col(uuid("lesson_id"))
        .col(uuid("course_id"))
        .col(string_null("text_html"))
        .col(string_null("video_url"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique("lesson_content", &["organization_id", "lesson_id"]))
        .foreign_key(&mut owned_reference("lesson_content", "lesson_id", "lesson"))
        .foreign_key(&mut owned_reference("lesson_content", "course_id", "course"))
        .to_owned()
}

fn quiz() -> TableCreateStatement {
    owned_table("quiz")
        .col(uuid("course_id"))
        .col(uuid_null("lesson_id"))
        .col(string("title"))
        .col(boolean("is_required"))
        .col(integer("passing_percent"))
        .col(integer_null("max_attempts"))
        .col(integer_null("time_limit_seconds"))
        .col(boolean("is_shuffled"))
        .col(string("reveal"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .check(check("quiz_passing_check", "passing_percent BETWEEN 0 AND 100"))
        .check(check(
            "quiz_attempts_check",
            "max_attempts IS NULL OR max_attempts > 0",
        ))
        .check(check(
            "quiz_time_check",
            "time_limit_seconds IS NULL OR time_limit_seconds > 0",
        ))
        .foreign_key(&mut owned_reference("quiz", "course_id", "course"))
        .foreign_key(&mut owned_reference("quiz", "lesson_id", "lesson"))
        .to_owned()
}

fn quiz_question() -> TableCreateStatement {
    owned_table("quiz_question")
        .col(uuid("quiz_id"))
        .col(string("kind"))
        .col(string("prompt"))
        .col(integer("points"))
        .col(integer("position"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .check(check("quiz_question_points_check", "points > 0"))
        .foreign_key(&mut owned_reference("quiz_question", "quiz_id", "quiz"))
        .to_owned()
}

fn quiz_option() -> TableCreateStatement {
    owned_table("quiz_option")
        .col(uuid("question_id"))
        .col(string("text"))
        .col(integer("position"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut owned_reference(
            "quiz_option",
            "question_id",
            "quiz_question",
        ))
        .to_owned()
}

fn quiz_key() -> TableCreateStatement {
    owned_table("quiz_key")
        .col(uuid("question_id"))
        .col(uuid("quiz_id"))
        .col(json_binary("correct_option_ids"))
        .col(string_null("explanation"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique("quiz_key", &["organization_id", "question_id"]))
        .foreign_key(&mut owned_reference("quiz_key", "question_id", "quiz_question"))
        .foreign_key(&mut owned_reference("quiz_key", "quiz_id", "quiz"))
        .to_owned()
}
