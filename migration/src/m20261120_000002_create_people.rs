//! Organizations, members, employees, invitations and grants.

use crate::table::{create, owned_reference, owned_table, reference, table};
use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, organization(), "organization", &[&["created_at", "id"]]).await?;
        create(
            manager,
            member(manager.get_database_backend()),
            "member",
            &[
                &["user_id", "profile_id"],
                &["organization_id", "invited_by_employee_id"],
                &["organization_id", "joined_at", "id"],
                &["organization_id", "display_name", "id"],
            ],
        )
        .await?;
        create(
            manager,
            employee(),
            "employee",
            &[
                &["organization_id", "member_id"],
                &["organization_id", "invited_by_employee_id"],
                &["job_profile_id"],
                &["organization_id", "hired_at", "id"],
                &["organization_id", "professional_display_name", "id"],
                &["status", "starts_on"],
            ],
        )
        .await?;
        create(
            manager,
            member_invitation(),
            "member_invitation",
            &[
                &["organization_id", "created_at", "id"],
                &["organization_id", "invited_by_employee_id"],
                &["organization_id", "member_id"],
                &["email_key"],
            ],
        )
        .await?;
        create(
            manager,
            employee_invitation(),
            "employee_invitation",
            &[
                &["organization_id", "created_at", "id"],
                &["organization_id", "invited_by_employee_id"],
                &["organization_id", "decided_by_employee_id"],
                &["organization_id", "employee_id"],
                &["organization_id", "promoted_member_id"],
                &["job_profile_id"],
                &["candidate_user_id"],
                &["email_key"],
            ],
        )
        .await?;
        create(
            manager,
            permission_grant(),
            "permission_grant",
            &[&["organization_id", "granted_by_member_id"]],
        )
        .await?;
        if manager.get_database_backend() != DbBackend::Sqlite {
            manager
                .create_foreign_key(owned_reference("member", "invited_by_employee_id", "employee"))
                .await?;
        }
        for only_one in [
            "CREATE UNIQUE INDEX employee_one_current_key ON employee (organization_id, member_id) \
             WHERE status <> 'TERMINATED'",
            "CREATE UNIQUE INDEX member_invitation_one_open_key ON member_invitation (organization_id, email_key) \
             WHERE status = 'PENDING'",
            "CREATE UNIQUE INDEX employee_invitation_one_open_key ON employee_invitation (organization_id, email_key) \
             WHERE status IN ('PENDING', 'PENDING_APPROVAL')",
        ] {
            manager.get_connection().execute_unprepared(only_one).await?;
        }
        Ok(())
    }
}

fn organization() -> TableCreateStatement {
    table("organization")
        .col(string("slug").unique_key())
        .col(string("name"))
        .col(string_null("description"))
        .col(string("plan"))
        .col(string("theme"))
        .col(string("locale"))
        .col(string("currency"))
        .col(string("time_zone"))
        .col(boolean("is_public"))
        .col(boolean("members_may_leave"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .to_owned()
}

/// Members and employees refer to each other. SQLite takes a reference to a table that comes later but cannot add one
/// to a table that exists; PostgreSQL is the other way round.
fn member(backend: DbBackend) -> TableCreateStatement {
    let mut table = member_alone();
    if backend == DbBackend::Sqlite {
        table.foreign_key(&mut owned_reference(
            "member",
            "invited_by_employee_id",
            "employee",
        ));
    }
    table
}

fn member_alone() -> TableCreateStatement {
    owned_table("member")
        .col(uuid("user_id"))
        .col(uuid("profile_id"))
        .col(string("display_name"))
        .col(string("access_role"))
        .col(string("status"))
        .col(string("customer_type"))
        .col(timestamp_with_time_zone("joined_at"))
        .col(timestamp_with_time_zone_null("left_at"))
        .col(timestamp_with_time_zone_null("suspended_at"))
        .col(string_null("suspended_reason"))
        .col(timestamp_with_time_zone_null("removed_at"))
        .col(string_null("removed_reason"))
        .col(uuid_null("invited_by_employee_id"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(
            Index::create()
                .unique()
                .name("member_organization_id_user_id_key")
                .col("organization_id")
                .col("user_id"),
        )
        .foreign_key(&mut reference("member", "user_id", "user", "id"))
        .foreign_key(
            ForeignKey::create()
                .name("member_profile_id_fkey")
                .from("member", ("user_id", "profile_id"))
                .to("profile", ("user_id", "id"))
                .on_delete(ForeignKeyAction::Restrict),
        )
        .to_owned()
}

fn employee() -> TableCreateStatement {
    owned_table("employee")
        .col(uuid("member_id"))
        .col(uuid_null("job_profile_id"))
        .col(string("role"))
        .col(string("professional_display_name"))
        .col(string("compensation_type"))
        .col(big_integer_null("salary_minor").check(Expr::col("salary_minor").gte(0)))
        .col(string_null("salary_currency"))
        .col(string("status"))
        .col(date_null("starts_on"))
        .col(timestamp_with_time_zone("hired_at"))
        .col(timestamp_with_time_zone_null("terminated_at"))
        .col(string_null("termination_reason"))
        .col(uuid_null("invited_by_employee_id"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut owned_reference("employee", "member_id", "member"))
        .foreign_key(&mut owned_reference(
            "employee",
            "invited_by_employee_id",
            "employee",
        ))
        .foreign_key(&mut reference(
            "employee",
            "job_profile_id",
            "job_profile",
            "profile_id",
        ))
        .to_owned()
}

fn member_invitation() -> TableCreateStatement {
    owned_table("member_invitation")
        .col(string("email"))
        .col(string("email_key"))
        .col(string("display_name"))
        .col(string("access_role"))
        .col(uuid("invited_by_employee_id"))
        .col(binary_null("token_hash").unique_key())
        .col(string("status"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(integer("sent_count"))
        .col(timestamp_with_time_zone("last_sent_at"))
        .col(timestamp_with_time_zone_null("accepted_at"))
        .col(timestamp_with_time_zone_null("declined_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(uuid_null("member_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut owned_reference(
            "member_invitation",
            "invited_by_employee_id",
            "employee",
        ))
        .foreign_key(&mut owned_reference("member_invitation", "member_id", "member"))
        .to_owned()
}

fn employee_invitation() -> TableCreateStatement {
    let name = "employee_invitation";
    owned_table(name)
        .col(string("email"))
        .col(string("email_key"))
        .col(string("display_name"))
        .col(string("role"))
        .col(string("compensation_type"))
        .col(big_integer_null("proposed_salary_minor").check(Expr::col("proposed_salary_minor").gte(0)))
        .col(string_null("proposed_salary_currency"))
        .col(date_null("start_date"))
        .col(uuid_null("job_profile_id"))
        .col(uuid_null("promoted_member_id"))
        .col(uuid("invited_by_employee_id"))
        .col(uuid_null("decided_by_employee_id"))
        .col(uuid_null("candidate_user_id"))
        .col(uuid_null("employee_id"))
        .col(binary_null("token_hash").unique_key())
        .col(string("status"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(integer("sent_count"))
        .col(timestamp_with_time_zone("last_sent_at"))
        .col(timestamp_with_time_zone_null("accepted_at"))
        .col(timestamp_with_time_zone_null("declined_at"))
        .col(timestamp_with_time_zone_null("approved_at"))
        .col(timestamp_with_time_zone_null("rejected_at"))
        .col(string_null("rejection_reason"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut owned_reference(name, "invited_by_employee_id", "employee"))
        .foreign_key(&mut owned_reference(name, "decided_by_employee_id", "employee"))
        .foreign_key(&mut owned_reference(name, "employee_id", "employee"))
        .foreign_key(&mut owned_reference(name, "promoted_member_id", "member"))
        .foreign_key(&mut reference(
            name,
            "job_profile_id",
            "job_profile",
            "profile_id",
        ))
        .foreign_key(&mut reference(name, "candidate_user_id", "user", "id"))
        .to_owned()
}

fn permission_grant() -> TableCreateStatement {
    owned_table("permission_grant")
        .col(uuid("member_id"))
        .col(string("permission"))
        .col(string("scope"))
        .col(uuid("granted_by_member_id"))
        .col(timestamp_with_time_zone("created_at"))
        .index(
            Index::create()
                .unique()
                .name("permission_grant_organization_id_member_id_permission_key")
                .col("organization_id")
                .col("member_id")
                .col("permission"),
        )
        .foreign_key(&mut owned_reference("permission_grant", "member_id", "member"))
        .foreign_key(&mut owned_reference(
            "permission_grant",
            "granted_by_member_id",
            "member",
        ))
        .to_owned()
}
