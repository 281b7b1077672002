//! Work that an event causes outside its transaction: written with the event, done by a worker, at least once.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{DeliveryId, EventId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Who works on it.
    Consumer {
        /// Writes and sends e-mail.
        Mail = "MAIL",
    }
}

stored_enum! {
    /// Where the work stands.
    DeliveryStatus {
        /// To be done at `run_at`.
        Pending = "PENDING",
        /// Done.
        Done = "DONE",
        /// Given up after too many tries or a final refusal.
        Failed = "FAILED",
    }
}

/// One piece of work; at most one per event and consumer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryId,
    /// The event that causes it.
    pub event_id: EventId,
    /// Who works on it.
    pub consumer: Consumer,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is due; while somebody works on it, when they are given up on.
    pub run_at: DateTimeUtc,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: DateTimeUtc,
    /// When it was done or given up.
    pub finished_at: Option<DateTimeUtc>,
}

belongs_to! {
    Event: EventId -> entities::event, Id;
}

impl ActiveModelBehavior for ActiveModel {}
