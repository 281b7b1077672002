//! The binary and the worker, on SQLite or, where `TEST_DATABASE_URL` is set, on PostgreSQL.

mod binary;
mod config;
mod database;
mod doctor;
mod process;
mod schema;
mod seed;
mod smoke;
mod worker;
mod world;
