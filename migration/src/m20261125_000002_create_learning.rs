//! Who learns what: enrollments, progress, attempts, certificates and points.

use crate::table::{append_only, check, create, owned_reference, owned_table, secure_owned, unique};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            enrollment(),
            "enrollment",
            &[
                &["organization_id", "course_id", "enrolled_at", "id"],
                &["organization_id", "enrolled_at", "id"],
                &["organization_id", "granted_by_employee_id"],
            ],
        )
        .await?;
        create(
            manager,
            lesson_progress(),
            "lesson_progress",
            &[&["organization_id", "lesson_id"]],
        )
        .await?;
        create(
            manager,
            quiz_attempt(),
            "quiz_attempt",
            &[
                &["organization_id", "quiz_id", "started_at", "id"],
                &["status", "deadline_at"],
            ],
        )
        .await?;
        create(
            manager,
            quiz_answer(),
            "quiz_answer",
            &[&["organization_id", "question_id"]],
        )
        .await?;
        create(
            manager,
            certificate(),
            "certificate",
            &[
                &["organization_id", "enrollment_id"],
                &["organization_id", "issued_at", "id"],
                &["organization_id", "revoked_by_employee_id"],
            ],
        )
        .await?;
        create(manager, point_balance(), "point_balance", &[]).await?;
        create(
            manager,
            point_entry(),
            "point_entry",
            &[&["organization_id", "member_id", "created_at", "id"]],
        )
        .await?;
        for only_one in [
            "CREATE UNIQUE INDEX quiz_attempt_one_open_key ON quiz_attempt (organization_id, enrollment_id, quiz_id) WHERE status = 'IN_PROGRESS'",
            "CREATE UNIQUE INDEX certificate_one_valid_key ON certificate (organization_id, enrollment_id) WHERE revoked_at IS NULL",
        ] {
            manager.get_connection().execute_unprepared(only_one).await?;
        }
        secure_owned(
            manager,
            &[
                "enrollment",
                "lesson_progress",
                "quiz_attempt",
                "quiz_answer",
                "certificate",
                "point_balance",
                "point_entry",
            ],
        )
        .await?;
        append_only(manager, "point_entry").await
    }
}

fn enrollment() -> TableCreateStatement {
    owned_table("enrollment")
        .col(uuid("member_id"))
        .col(uuid("course_id"))
        .col(string("status"))
        .col(string("source"))
        .col(uuid_null("granted_by_employee_id"))
        .col(integer("completed_lessons"))
        .col(integer("required_lessons"))
        .col(timestamp_with_time_zone("enrolled_at"))
        .col(timestamp_with_time_zone_null("completed_at"))
        .col(timestamp_with_time_zone_null("last_activity_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique(
            "enrollment",
            &["organization_id", "member_id", "course_id"],
        ))
        .foreign_key(&mut owned_reference("enrollment", "member_id", "member"))
        .foreign_key(&mut owned_reference("enrollment", "course_id", "course"))
        .foreign_key(&mut owned_reference(
            "enrollment",
            "granted_by_employee_id",
            "employee",
        ))
        .to_owned()
}

fn lesson_progress() -> TableCreateStatement {
    owned_table("lesson_progress")
        .col(uuid("enrollment_id"))
        .col(uuid("lesson_id"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(timestamp_with_time_zone_null("completed_at"))
        .col(json_binary("watched"))
        .col(integer("watched_seconds"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique(
            "lesson_progress",
            &["organization_id", "enrollment_id", "lesson_id"],
        ))
        .foreign_key(&mut owned_reference(
            "lesson_progress",
            "enrollment_id",
            "enrollment",
        ))
        .foreign_key(&mut owned_reference("lesson_progress", "lesson_id", "lesson"))
        .to_owned()
}

fn quiz_attempt() -> TableCreateStatement {
    owned_table("quiz_attempt")
        .col(uuid("quiz_id"))
        .col(uuid("enrollment_id"))
        .col(integer("number"))
        .col(string("status"))
        .col(big_integer("seed"))
        .col(timestamp_with_time_zone("started_at"))
        .col(timestamp_with_time_zone_null("deadline_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .col(integer_null("earned_points"))
        .col(integer_null("total_points"))
        .col(boolean_null("is_passed"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique(
            "quiz_attempt",
            &["organization_id", "enrollment_id", "quiz_id", "number"],
        ))
        .foreign_key(&mut owned_reference("quiz_attempt", "quiz_id", "quiz"))
        .foreign_key(&mut owned_reference(
            "quiz_attempt",
            "enrollment_id",
            "enrollment",
        ))
        .to_owned()
}

fn quiz_answer() -> TableCreateStatement {
    owned_table("quiz_answer")
        .col(uuid("attempt_id"))
        .col(uuid("question_id"))
        .col(json_binary("option_ids"))
        .col(integer_null("earned_points"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique(
            "quiz_answer",
            &["organization_id", "attempt_id", "question_id"],
        ))
        .foreign_key(&mut owned_reference("quiz_answer", "attempt_id", "quiz_attempt"))
        .foreign_key(&mut owned_reference(
            "quiz_answer",
            "question_id",
            "quiz_question",
        ))
        .to_owned()
}

fn certificate() -> TableCreateStatement {
    owned_table("certificate")
        .col(uuid("enrollment_id"))
        .col(string("code"))
        .col(string("holder_name"))
        .col(string("course_title"))
        .col(timestamp_with_time_zone("issued_at"))
        .col(timestamp_with_time_zone_null("expires_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(string_null("revoked_reason"))
        .col(uuid_null("revoked_by_employee_id"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique("certificate", &["code"]))
        .foreign_key(&mut owned_reference("certificate", "enrollment_id", "enrollment"))
        .foreign_key(&mut owned_reference(
            "certificate",
            "revoked_by_employee_id",
            "employee",
        ))
        .to_owned()
}

fn point_balance() -> TableCreateStatement {
    owned_table("point_balance")
        .col(uuid("member_id"))
        .col(big_integer("lifetime"))
        .col(big_integer("spendable"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(&mut unique("point_balance", &["organization_id", "member_id"]))
        .check(check(
            "point_balance_check",
            "spendable >= 0 AND lifetime >= spendable",
        ))
        .foreign_key(&mut owned_reference("point_balance", "member_id", "member"))
        .to_owned()
}

fn point_entry() -> TableCreateStatement {
    owned_table("point_entry")
        .col(uuid("member_id"))
        .col(string("kind"))
        .col(string("source_type"))
        .col(uuid("source_id"))
        .col(big_integer("amount"))
        .col(timestamp_with_time_zone("created_at"))
        .index(&mut unique(
            "point_entry",
            &["organization_id", "member_id", "kind", "source_id"],
        ))
        .foreign_key(&mut owned_reference("point_entry", "member_id", "member"))
        .to_owned()
}
