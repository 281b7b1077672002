//! Enums of learning. Each mirrors the enum of the same name; a new value there does not compile until it is described here.

use async_graphql::Enum;

/// Where an enrollment stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::enrollment::EnrollmentStatus")]
pub enum EnrollmentStatus {
    /// Being learned.
    Active,
    /// Everything required is done; the content stays open.
    Completed,
    /// Withheld for a time.
    Suspended,
    /// Ended, such as by a full refund.
    Cancelled,
}

/// How an enrollment came about.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::enrollment::EnrollmentSource")]
pub enum EnrollmentSource {
    /// By an order.
    Purchase,
    /// Given by the organization.
    Grant,
    /// With the invitation to become a member.
    Invitation,
}

/// Where an attempt at a quiz stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::quiz_attempt::AttemptStatus")]
pub enum AttemptStatus {
    /// Being answered.
    InProgress,
    /// Handed in by its taker.
    Submitted,
    /// Handed in by the clock with what was saved.
    TimedOut,
}

/// What a certificate is worth now.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateStatus {
    /// It is valid.
    Valid,
    /// Its time is over.
    Expired,
    /// The organization took it back.
    Revoked,
}

/// Why points moved.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entities::point_entry::PointKind")]
pub enum PointKind {
    /// A quiz passed with 90 percent or more.
    QuizExcellence,
    /// A course was completed.
    CourseCompleted,
    /// The organization gave them.
    Granted,
    /// Spent to open a chapter or lesson before its date.
    EarlyUnlock,
}

/// What the points earned in a lifetime make of a member. A rank never falls.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "kernel::Rank")]
pub enum Rank {
    /// From 0 points: an apprentice.
    Vajenec,
    /// From 1500 points: a journeyman.
    Pomocnik,
    /// From 3500 points: a master.
    Mojster,
    /// From 6000 points: somebody others learn from.
    Mentor,
}
