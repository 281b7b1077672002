//! The database's history. Every step runs on SQLite and PostgreSQL, moves only forward, and is never edited once
//! it has been released.

mod m20261120_000001_create_identity;
mod m20261120_000002_create_people;
mod m20261120_000003_create_event_log;
mod m20261120_000004_secure_rows;
mod m20261125_000001_create_content;
mod m20261125_000002_create_learning;
mod m20261125_000003_create_commerce;
mod m20261125_000004_create_finance;
mod m20261125_000005_create_idempotency;
mod m20261125_000010_create_course_import;
mod m20261126_000001_create_files;
mod m20261126_000008_count_postings_together;
mod m20261126_000009_ask_policies_once;
mod m20261126_000011_create_early_unlocks;
mod m20261126_000012_create_course_rating;
mod m20261126_000013_create_course_text;
mod m20261126_000014_create_dispute;
mod m20261126_000020_number_events;
mod m20261126_000021_name_fee_bearer;
mod m20261126_000022_close_books;
mod m20261126_000023_create_platform_secret;
mod m20261126_000030_share_file_bytes;
mod m20261126_000031_add_pictures;
mod m20261126_000040_add_points_per_minute;
mod m20261129_000001_create_member_invitation_course;
mod m20261129_000002_guard_balances;
mod m20261129_000003_add_tax_rounding;
mod m20261129_000004_withdraw_payments;
mod m20261129_000050_create_webhooks;
mod m20261129_000060_take_turns;
mod m20261130_000001_tell_after_commits;
mod m20261130_000002_find_newest_event_by_index;
mod table;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All steps, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261120_000001_create_identity::Migration),
            Box::new(m20261120_000002_create_people::Migration),
            Box::new(m20261120_000003_create_event_log::Migration),
            Box::new(m20261120_000004_secure_rows::Migration),
            Box::new(m20261125_000001_create_content::Migration),
            Box::new(m20261125_000002_create_learning::Migration),
            Box::new(m20261125_000003_create_commerce::Migration),
            Box::new(m20261125_000004_create_finance::Migration),
            Box::new(m20261125_000005_create_idempotency::Migration),
            Box::new(m20261125_000010_create_course_import::Migration),
            Box::new(m20261126_000001_create_files::Migration),
            Box::new(m20261126_000008_count_postings_together::Migration),
            Box::new(m20261126_000009_ask_policies_once::Migration),
            Box::new(m20261126_000011_create_early_unlocks::Migration),
            Box::new(m20261126_000012_create_course_rating::Migration),
            Box::new(m20261126_000013_create_course_text::Migration),
            Box::new(m20261126_000014_create_dispute::Migration),
            Box::new(m20261126_000020_number_events::Migration),
            Box::new(m20261126_000021_name_fee_bearer::Migration),
            Box::new(m20261126_000022_close_books::Migration),
            Box::new(m20261126_000023_create_platform_secret::Migration),
            Box::new(m20261126_000030_share_file_bytes::Migration),
            Box::new(m20261126_000031_add_pictures::Migration),
            Box::new(m20261126_000040_add_points_per_minute::Migration),
            Box::new(m20261129_000001_create_member_invitation_course::Migration),
            Box::new(m20261129_000002_guard_balances::Migration),
            Box::new(m20261129_000003_add_tax_rounding::Migration),
            Box::new(m20261129_000004_withdraw_payments::Migration),
            Box::new(m20261129_000050_create_webhooks::Migration),
            Box::new(m20261129_000060_take_turns::Migration),
            Box::new(m20261130_000001_tell_after_commits::Migration),
            Box::new(m20261130_000002_find_newest_event_by_index::Migration),
        ]
    }
}
