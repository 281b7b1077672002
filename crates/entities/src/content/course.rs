//! Content that may be taught, sold or both.

use crate::{
    ByPosition,
    column::{belongs_to, stored_enum},
};
use kernel::{CategoryId, CourseId, EmployeeId, OrganizationId};
use sea_orm::entity::prelude::*;

stored_enum! {
    /// Where a course stands.
    CourseStatus {
        /// Being written; only its authors see it.
        Draft = "DRAFT",
        /// Waiting for somebody who may approve content.
        InReview = "IN_REVIEW",
        /// Open to everybody who may see the organization.
        Published = "PUBLISHED",
        /// No longer offered; those enrolled keep it.
        Archived = "ARCHIVED",
    }
}

stored_enum! {
    /// How much a course asks of its learners.
    CourseLevel {
        /// Needs no prior knowledge.
        Beginner = "BEGINNER",
        /// Builds on basics.
        Intermediate = "INTERMEDIATE",
        /// For the experienced.
        Advanced = "ADVANCED",
    }
}

/// One course.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, ByPosition)]
#[sea_orm(table_name = "course")]
pub struct Model {
    /// Primary key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CourseId,
    /// The owner of this row.
    pub organization_id: OrganizationId,
    /// The name in addresses, unique in the organization.
    pub slug: String,
    /// The title.
    pub title: String,
    /// One or two sentences; plain text.
    pub summary: Option<String>,
    /// What learners can expect; sanitised HTML.
    pub description_html: Option<String>,
    /// The name of an uploaded picture, see `kernel::Picture`.
    pub cover: Option<String>,
    /// How much it asks.
    pub level: CourseLevel,
    /// Where it stands.
    pub status: CourseStatus,
    /// The language it is written in, BCP 47.
    pub locale: String,
    /// The subject it is listed under.
    pub category_id: Option<CategoryId>,
    /// The employee who is responsible.
    pub owner_employee_id: EmployeeId,
    /// How long it takes, as its authors say.
    pub duration_minutes: Option<i32>,
    /// How many months its certificate is valid; none: for ever.
    pub validity_months: Option<i32>,
    /// When it was last published.
    pub published_at: Option<DateTimeUtc>,
    /// When it was archived.
    pub archived_at: Option<DateTimeUtc>,
    /// How many ratings are shown.
    pub rating_count: i32,
    /// The sum of the shown ratings.
    pub rating_total: i32,
    /// The average of the shown ratings in hundredths, rounded half up; none without a rating.
    pub rating_hundredths: Option<i32>,
    /// Counts changes.
    pub version: i32,
    /// When the row was made.
    pub created_at: DateTimeUtc,
    /// When a field last changed.
    pub updated_at: DateTimeUtc,
}

belongs_to! {
    Organization: OrganizationId -> entities::organization, Id;
    Category: CategoryId -> entities::category, Id;
    OwnerEmployee: OwnerEmployeeId -> entities::employee, Id;
}

impl ActiveModelBehavior for ActiveModel {}
