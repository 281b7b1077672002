//! An address of another system that is told what happens in an organization.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{OrganizationId, WebhookEndpointId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What other systems can be told. Each has a payload that only ever gains fields.
    WebhookEvent {
        /// An order was paid.
        OrderPaid = "ORDER_PAID",
        /// Money of an order was given back, all of it or a part.
        OrderRefunded = "ORDER_REFUNDED",
        /// A member got a course.
        EnrollmentCreated = "ENROLLMENT_CREATED",
        /// A learner has done everything that a course requires.
        CourseCompleted = "COURSE_COMPLETED",
        /// A certificate was issued.
        CertificateIssued = "CERTIFICATE_ISSUED",
        /// An employee was paid what they had earned.
        PayoutMade = "PAYOUT_MADE",
    }
}

stored_enum! {
    /// Whether anything is sent.
    WebhookEndpointStatus {
        /// What happens is sent.
        Enabled = "ENABLED",
        /// Nothing is sent, because somebody switched it off.
        Disabled = "DISABLED",
        /// Nothing is sent, because the other side said that nobody is there any more.
        Gone = "GONE",
    }
}

/// The events that an endpoint wants.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, FromJsonQueryResult)]
pub struct WebhookEvents(pub Vec<WebhookEvent>);

/// One endpoint.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "webhook_endpoint")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookEndpointId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// Where events are sent to.
    pub url: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it wants to be told.
    #[sea_orm(column_type = "JsonBinary")]
    pub events: WebhookEvents,
    /// Whether anything is sent.
    pub status: WebhookEndpointStatus,
    /// Which of its secrets signs. The secret itself is stored nowhere.
    pub secret_generation: i32,
    /// When the generation before this one was replaced.
    pub rotated_at: Option<DateTimeUtc>,
    /// Up to where the log of its organization was turned into deliveries.
    pub position: i64,
    /// Before this moment nothing has to be sent; none: nothing waits.
    pub due_at: Option<DateTimeUtc>,
    /// Until when one worker sends to it, and no other.
    pub claimed_until: Option<DateTimeUtc>,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
}

impl ActiveModelBehavior for ActiveModel {}
