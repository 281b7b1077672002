//! Users, their profiles, their ways to sign in, and what is kept about signing in.

use crate::table::{create, reference, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(manager, user(), "user", &[&["created_at", "id"]]).await?;
        create(manager, account(), "account", &[&["user_id"]]).await?;
        create(
            manager,
            session(),
            "session",
            &[
                &["user_id", "last_seen_at"],
                &["impersonator_id"],
                &["expires_at"],
            ],
        )
        .await?;
        create(manager, email_token(), "email_token", &[]).await?;
        create(
            manager,
            login_attempt(),
            "login_attempt",
            &[&["user_id", "created_at"], &["created_at"]],
        )
        .await?;
        create(manager, throttle(), "throttle", &[&["resets_at"]]).await?;
        create(manager, profile(), "profile", &[&["user_id", "kind"]]).await?;
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX profile_one_main_key ON profile (user_id) WHERE kind = 'MAIN'",
            )
            .await?;
        create(
            manager,
            job_profile(),
            "job_profile",
            &[&["user_id", "profile_id"]],
        )
        .await
    }
}

fn user() -> TableCreateStatement {
    table("user")
        .col(string("email"))
        .col(string("email_key").unique_key())
        .col(timestamp_with_time_zone_null("email_verified_at"))
        .col(string("first_name"))
        .col(string_null("last_name"))
        .col(string_null("username"))
        .col(string_null("username_key").unique_key())
        .col(string_null("phone_number"))
        .col(string_null("designation"))
        .col(string_null("bio"))
        .col(string_null("social_website"))
        .col(string_null("social_github"))
        .col(string_null("social_facebook"))
        .col(string_null("social_twitter"))
        .col(string_null("social_linkedin"))
        .col(string_null("image_url"))
        .col(string_null("locale"))
        .col(string_null("time_zone"))
        .col(string_null("platform_role"))
        .col(timestamp_with_time_zone_null("banned_at"))
        .col(string_null("ban_reason"))
        .col(timestamp_with_time_zone_null("ban_expires_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .to_owned()
}

fn account() -> TableCreateStatement {
    table("account")
        .col(uuid("user_id"))
        .col(string("provider"))
        .col(string("provider_account_id"))
        .col(string_null("password_hash"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(
            Index::create()
                .unique()
                .name("account_provider_provider_account_id_key")
                .col("provider")
                .col("provider_account_id"),
        )
        .foreign_key(&mut reference("account", "user_id", "user", "id"))
        .to_owned()
}

fn session() -> TableCreateStatement {
    table("session")
        .col(binary("token_hash").unique_key())
        .col(uuid("user_id"))
        .col(string("transport"))
        .col(uuid_null("impersonator_id"))
        .col(string_null("impersonation_reason"))
        .col(string_null("ip_address"))
        .col(string_null("user_agent"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("last_seen_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(&mut reference("session", "user_id", "user", "id"))
        .foreign_key(&mut reference("session", "impersonator_id", "user", "id"))
        .to_owned()
}

fn email_token() -> TableCreateStatement {
    table("email_token")
        .col(uuid("user_id"))
        .col(string("purpose"))
        .col(binary_null("token_hash").unique_key())
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .index(
            Index::create()
                .unique()
                .name("email_token_user_id_purpose_key")
                .col("user_id")
                .col("purpose"),
        )
        .foreign_key(&mut reference("email_token", "user_id", "user", "id"))
        .to_owned()
}

fn login_attempt() -> TableCreateStatement {
    table("login_attempt")
        .col(uuid("user_id"))
        .col(string_null("ip_address"))
        .col(string_null("user_agent"))
        .col(boolean("success"))
        .col(string_null("failure"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference("login_attempt", "user_id", "user", "id"))
        .to_owned()
}

fn throttle() -> TableCreateStatement {
    Table::create()
        .table("throttle")
        .col(binary("key").primary_key())
        .col(integer("count"))
        .col(big_integer("resets_at"))
        .to_owned()
}

fn profile() -> TableCreateStatement {
    table("profile")
        .col(uuid("user_id"))
        .col(string("kind"))
        .col(string("display_name"))
        .col(string_null("about"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .index(
            Index::create()
                .unique()
                .name("profile_user_id_id_key")
                .col("user_id")
                .col("id"),
        )
        .foreign_key(&mut reference("profile", "user_id", "user", "id"))
        .to_owned()
}

fn job_profile() -> TableCreateStatement {
    Table::create()
        .table("job_profile")
        .col(uuid("profile_id").primary_key())
        .col(uuid("user_id"))
        .col(string("title"))
        .col(integer("level").check(Expr::col("level").between(1, 5)))
        .col(json_binary("skills"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .name("job_profile_profile_id_fkey")
                .from("job_profile", ("user_id", "profile_id"))
                .to("profile", ("user_id", "id"))
                .on_delete(ForeignKeyAction::Restrict),
        )
        .to_owned()
}
