//! Batch and list queries behind loaders and connections, one module per noun.
//!
//! A list takes a *shape*: which to-one relations the client selected. They are joined into the list's one statement;
//! what was not joined is read by key, one statement per relation and level, never per row.

mod attributions;
mod courses;
mod disputes;
mod earnings;
mod employees;
mod enrollments;
mod events;
mod files;
mod grants;
mod identity;
mod invitations;
mod joined;
mod learning;
mod ledger;
mod lessons;
mod list;
mod members;
mod orders;
mod organizations;
mod payouts;
mod points;
mod pricing;
mod products;
mod quizzes;
mod ratings;
mod search;
mod users;
mod viewer;
mod webhooks;
mod whereabouts;

pub use attributions::{
    AttributionFilter, attributions, attributions_by_id, attributions_by_product, fee_schedules,
    fee_schedules_by_id,
};
pub use courses::{
    CourseCounts, CourseFilter, CourseOrder, CourseRow, CourseShape, OfCourse, OwnCourse, Search, categories,
    categories_by_id, course_by_slug, course_counts, courses, courses_by_id, mentors_of_courses,
    prerequisites_of_courses, tags, tags_by_id, tags_of_courses,
};
pub use disputes::{disputes, disputes_by_id, disputes_by_payment, payments_by_id};
pub use earnings::{
    EarningFilter, EarningSum, RevenueSum, UnpaidSum, earning_sums, earnings, earnings_by_id,
    earnings_by_revenue, revenue_sums, revenues_by_id, revenues_by_line, unpaid_sums,
};
pub use employees::{
    EmployeeFilter, EmployeeOrder, EmployeeRow, EmployeeShape, employees, employees_by_id,
    employees_by_member, job_profiles_by_id,
};
pub use enrollments::{
    EnrollmentFilter, EnrollmentRow, EnrollmentShape, LearningOverview, Progress, enrollment_keyset,
    enrollments, enrollments_by_id, learning_overview, own_enrollments, own_enrollments_by_course,
};
pub use events::{EventFilter, EventRow, event_position, events, events_between};
pub use files::{files_by_id, files_by_lesson, needed_bytes, shown_pictures};
pub use grants::{grants_by_member, permission_grants_by_id};
pub use identity::{
    CurrentSession, LoginAttemptFilter, current_session, job_profiles_of_user, login_attempts, main_profile,
    organizations_of_job_profiles, own_job_profile, profiles_by_id, session_by_id, sessions,
};
pub use invitations::{
    CourseOfInvitation, EmployeeInvitationFilter, InvitationPreview, InvitationRow, MemberInvitationFilter,
    courses_of_invitations, employee_invitations, employee_invitations_by_id, invitation_by_token,
    member_invitations, member_invitations_by_id,
};
pub use joined::Joined;
pub use learning::{
    CertificateCounts, answers_by_attempt, attempts_by_enrollment, attempts_by_id, certificate_by_code,
    certificates_by_enrollment, certificates_by_id, count_certificates, course_of_certificate,
    own_progress_by_lesson, progress_by_enrollment, progress_by_id,
};
pub use ledger::{
    LedgerTransactionFilter, account_balances, ledger_accounts_by_id, ledger_transactions,
    ledger_transactions_by_id, ledger_transactions_by_source, postings_by_transaction,
};
pub use lessons::{
    LearnedLesson, Outline, chapters_by_course, chapters_by_id, contents_by_lesson,
    learned_lessons_by_chapter, lessons_by_chapter, lessons_by_id, outlines_by_course,
};
pub use members::{
    MemberFilter, MemberLearning, MemberOrder, MemberRow, MemberShape, count_employees, count_members,
    learning_of_members, members, members_by_id,
};
pub use orders::{
    OrderFilter, OrderRow, OrderShape, RefundFilter, discounts_by_line, gift_card_uses_by_id,
    gift_card_uses_by_order, gift_card_uses_of_card, lines_by_order, lines_by_refund, order_keyset,
    order_lines_by_id, orders, orders_by_id, payments_by_order, refund_keyset, refunds, refunds_by_id,
    refunds_by_order, tenders_by_refund,
};
pub use organizations::{OrganizationFilter, organizations, own_organization};
pub use payouts::{PayoutFilter, payout_runs, payout_runs_by_id, payouts, payouts_by_id, payouts_by_run};
pub use points::{
    early_unlocks_by_id, own_unlocks_by_course, point_entries, point_entries_by_id, points_by_member,
};
pub use pricing::{
    GiftCardFilter, OfferFilter, TaxRateFilter, gift_cards, gift_cards_by_id, offers, offers_by_id,
    tax_rates, tax_rates_by_id,
};
pub use products::{
    ProductFilter, ProductOrder, current_prices, prices_by_id, prices_by_variant, product_by_slug, products,
    products_by_course, products_by_id, variants_by_id, variants_by_product,
};
pub use quizzes::{
    keys_by_question, options_by_question, questions_by_id, questions_by_quiz, quizzes_by_course,
    quizzes_by_id, quizzes_by_lesson,
};
pub use ratings::{CourseRatingFilter, course_ratings, course_ratings_by_id, own_ratings_by_course};
pub use users::{UserFilter, users, users_by_id, visible_users_by_id};
pub use viewer::{MembershipRow, memberships};
pub use webhooks::{
    WebhookDeliveryFilter, webhook_deliveries, webhook_deliveries_by_id, webhook_endpoints,
    webhook_endpoints_by_id,
};
pub use whereabouts::rows_anywhere;
