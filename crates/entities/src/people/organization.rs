//! A tenant: everything that is not global belongs to exactly one.

use crate::{ByPosition, column::stored_enum};
use kernel::OrganizationId;
use sea_orm::entity::prelude::*;

stored_enum! {
    /// What the organization has subscribed to.
    Plan {
        /// For trying.
        Free = "FREE",
        /// For small organizations.
        Starter = "STARTER",
        /// Everything.
        Pro = "PRO",
    }
}

stored_enum! {
    /// The colours of the organization's pages.
    Theme {
        /// The platform's own.
        Default = "DEFAULT",
        /// Blues.
        Ocean = "OCEAN",
        /// Warm tones.
        Sunset = "SUNSET",
    }
}

stored_enum! {
    /// Where the tax of an order is rounded.
    TaxRounding {
        /// Line by line: the tax of the order is the sum of its lines.
        Line = "LINE",
        /// Once for all lines together, and then spread over them.
        Order = "ORDER",
    }
}

/// One organization.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "organization")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganizationId,
    /// The organization's name in addresses, unique on the platform.
    pub slug: String,
    /// The name it shows.
    pub name: String,
    /// A few words about it.
    pub description: Option<String>,
    /// The name of an uploaded picture, see `kernel::Picture`.
    pub logo: Option<String>,
    /// Subscription.
    pub plan: Plan,
    /// Colours.
    pub theme: Theme,
    /// Default language, BCP 47.
    pub locale: String,
    /// ISO 4217 code of the currency it keeps its books and salaries in.
    pub currency: String,
    /// IANA time zone in which its days begin.
    pub time_zone: String,
    /// Whether people who are not members can see that it exists.
    pub is_public: bool,
    /// Whether members can leave by themselves.
    pub members_may_leave: bool,
    /// How much support may give back of one order without asking anybody, in minor units of the organization's
    /// currency; none: nothing.
    pub support_refund_limit_minor: Option<i64>,
    /// Where the tax of its orders is rounded.
    pub tax_rounding: TaxRounding,
    /// The last day of closed books, in its time zone.
    pub books_closed_through: Option<Date>,
    /// The moment from which on its books are open; nothing is posted before it.
    pub books_closed_before: Option<DateTimeUtc>,
    /// How many points its requests may cost per minute, where it has a budget of its own.
    pub points_per_minute: Option<i32>,
    /// Counts changes.
    pub version: i32,
    /// When it was founded.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

/// An organization refers to nothing.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
