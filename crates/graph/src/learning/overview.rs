//! How learning goes in an organization.

use super::enrollment::number;
use crate::{OrgView, base::fault};
use async_graphql::{Result, SimpleObject};
use entities::permission_grant::Permission;

/// How learning goes in an organization, at this moment.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct LearningOverview {
    /// Enrollments that are being learned.
    pub active_enrollments: i32,
    /// Enrollments that are completed.
    pub completed_enrollments: i32,
    /// Enrollments that are withheld for a time.
    pub suspended_enrollments: i32,
    /// Enrollments that have ended.
    pub cancelled_enrollments: i32,
    /// The mean progress of the active and completed enrollments in percent, rounded down; null where there are none.
    pub average_progress_percent: Option<i32>,
    /// Certificates that were ever issued.
    pub certificates_issued: i32,
    /// Certificates that are valid now.
    pub certificates_valid: i32,
}

impl LearningOverview {
    /// The overview for those who follow all learners; nothing for everybody else.
    pub(crate) async fn of(view: &OrgView) -> Result<Option<Self>> {
        if !view.access().await?.may(Permission::ViewAllProgress) {
            return Ok(None);
        }
        let scope = view.scope().await?;
        let Some(overview) = reads::learning_overview(scope).await.map_err(fault)? else {
            return Ok(None);
        };
        let certificates = reads::count_certificates(scope).await.map_err(fault)?;
        let open = overview.active.saturating_add(overview.completed);
        Ok(Some(Self {
            active_enrollments: number(overview.active),
            completed_enrollments: number(overview.completed),
            suspended_enrollments: number(overview.suspended),
            cancelled_enrollments: number(overview.cancelled),
            average_progress_percent: overview.percent.checked_div(open).map(number),
            certificates_issued: number(certificates.issued),
            certificates_valid: number(certificates.valid),
        }))
    }
}
