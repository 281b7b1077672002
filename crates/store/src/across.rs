//! The few reads that cross organizations, each for a named reason.

use crate::{Scoped, Store, scoped::Runner, session::View};
use authz::Global;
use sea_orm::EntityTrait;

/// Why something is read without an organization, or without regard to who asks. Search for a variant to find its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrossOrganization {
    /// Find the organization a request is about, and what the actor may do there.
    Enter,
    /// A user's own memberships wherever they are.
    OwnMemberships,
    /// A user's own enrollments wherever they are.
    OwnEnrollments,
    /// The invitation a token belongs to.
    Token,
    /// Where a job profile's owner works.
    ProfessionalIdentity,
    /// The session and user a token belongs to.
    SignIn,
    /// Operators list organizations.
    Operators,
    /// Employments that begin today.
    BeginEmployments,
    /// The owner of a new organization, and whether its slug is free.
    Founding,
    /// The person behind an invitation: where they are reached, under which profile they join.
    Recruitment,
    /// Who joins a public organization, and under which profile.
    Joining,
    /// What a mail has to say.
    Mail,
    /// The payment or refund that a message of a payment provider is about, and those that wait for one.
    PaymentProvider,
    /// What other systems have to be told.
    Webhooks,
    /// Counts for the health report.
    Doctor,
    /// Attempts at quizzes whose time is over.
    FinishAttempts,
    /// Courses whose words were not gathered yet.
    GatherCourseText,
    /// The certificate behind a code, for whoever was shown it.
    VerifyCertificate,
    /// Whether the books agree with what was posted.
    VerifyLedger,
    /// Which of the stored files and pictures some row still needs.
    SweepFiles,
    /// What whoever runs the server asks for on its command line: what a seed finds already there.
    CommandLine,
}

impl CrossOrganization {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::OwnMemberships => "own-memberships",
            Self::OwnEnrollments => "own-enrollments",
            Self::Token => "token",
            Self::ProfessionalIdentity => "professional-identity",
            Self::SignIn => "sign-in",
            Self::Operators => "operators",
            Self::BeginEmployments => "begin-employments",
            Self::Founding => "founding",
            Self::Recruitment => "recruitment",
            Self::Joining => "joining",
            Self::Mail => "mail",
            Self::PaymentProvider => "payment-provider",
            Self::Webhooks => "webhooks",
            Self::Doctor => "doctor",
            Self::FinishAttempts => "finish-attempts",
            Self::GatherCourseText => "gather-course-text",
            Self::VerifyCertificate => "verify-certificate",
            Self::VerifyLedger => "verify-ledger",
            Self::SweepFiles => "sweep-files",
            Self::CommandLine => "command-line",
        }
    }
}

/// Reads without a scope.
pub struct Across {
    store: Store,
    runner: Runner,
}

impl std::fmt::Debug for Across {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Across")
    }
}

impl Store {
    /// Reads across organizations for a reason.
    pub fn across(&self, why: CrossOrganization) -> Across {
        Across {
            runner: self.runner(View::Across(why)),
            store: self.clone(),
        }
    }

    /// Every row of a global table, whoever asks, for a reason: one statement, in no transaction of its own.
    #[expect(clippy::disallowed_methods, reason = "the named way around the scope")]
    pub fn find_unscoped<E: Global>(&self, _why: CrossOrganization) -> Scoped<E> {
        Scoped::new(E::find(), self.runner(View::Global), self.engine(), None)
    }
}

impl Across {
    /// Every row of a table; the caller narrows.
    #[expect(clippy::disallowed_methods, reason = "the named way around the scope")]
    pub fn find<E: EntityTrait>(&self) -> Scoped<E> {
        Scoped::new(E::find(), self.runner.clone(), self.store.engine(), None)
    }
}
