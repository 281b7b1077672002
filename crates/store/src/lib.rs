//! The only owner of the database connection. Everybody else reads through a scope and writes with evidence.
//!
//! * [`OrgScope`] reads one organization with one actor's eyes; [`GlobalScope`] reads what belongs to persons.
//! * [`OrgTx`] and [`Tx`] write: [`OrgTx::load_for`] turns a permitted action into [`Granted`] evidence, and only
//!   evidence can be updated or deleted.
//! * [`Across`] reads across organizations for a named, searchable reason.

mod across;
mod begin;
mod connection;
mod database;
mod deliveries;
mod enter;
mod error;
mod event;
mod evidence;
mod feed;
mod fill;
mod keyset;
mod migrate;
mod once;
mod org_tx;
mod overdue;
mod postgres;
mod scope;
mod scoped;
mod secret;
mod session;
mod statements;
mod store;
mod tell;
mod throttle;
mod toll;
mod transaction;
mod tx;
mod wake;
mod webhooks;

pub use across::{Across, CrossOrganization};
pub use database::{DatabaseSettings, Engine};
pub use deliveries::{Claimed, TokenTable};
pub use enter::{Brings, Entered, FoundSession, Gate, Standing, Target};
pub use error::{Failure, StoreError};
pub use event::NewEvent;
pub use evidence::Granted;
pub use fill::Fill;
pub use keyset::{Keyset, Paging, Ranking};
pub use migrate::{MigrationReport, migrate, pending_migrations};
pub use org_tx::{OrgTx, Sums};
pub use scope::{GlobalScope, OrgScope};
pub use scoped::{Scoped, among};
pub use statements::count_statements;
pub use store::Store;
pub use throttle::Attempt;
pub use toll::{Overdrawn, Toll};
pub use tx::Tx;
pub use wake::Waiting;
pub use webhooks::{ClaimedWebhook, WebhookOutcome};
