//! One event that is sent to one endpoint, made from the event log exactly once.

use crate::ByPosition;
use crate::{
    column::{belongs_to, stored_enum},
    webhook_endpoint::WebhookEvent,
};
use kernel::{EventId, OrganizationId, WebhookDeliveryId, WebhookEndpointId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Where a delivery stands.
    WebhookDeliveryStatus {
        /// To be sent at `run_at`, when the ones before it were.
        Pending = "PENDING",
        /// The other side has it.
        Delivered = "DELIVERED",
        /// Given up after too many tries, or because nobody is there any more.
        Failed = "FAILED",
    }
}

/// One delivery.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "webhook_delivery")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookDeliveryId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Where it goes.
    pub endpoint_id: WebhookEndpointId,
    /// What it tells of; other systems know the message by this id.
    pub event_id: EventId,
    /// Where in the log that is.
    pub position: i64,
    /// What it is called outside.
    pub event: WebhookEvent,
    /// When it happened.
    pub occurred_at: DateTimeUtc,
    /// Where it stands.
    pub status: WebhookDeliveryStatus,
    /// How often it was tried since somebody last asked for it.
    pub attempts: i32,
    /// When it is due.
    pub run_at: DateTimeUtc,
    /// When it was last tried.
    pub attempted_at: Option<DateTimeUtc>,
    /// The HTTP status of the last answer.
    pub response_status: Option<i32>,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When it was delivered or given up.
    pub finished_at: Option<DateTimeUtc>,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Endpoint: EndpointId -> entities::webhook_endpoint, Id;
}

impl ActiveModelBehavior for ActiveModel {}
