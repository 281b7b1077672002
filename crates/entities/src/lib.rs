//! The tables as Rust types, one folder per domain. No queries, no rules.
//!
//! Entities have sea-orm's compact form; the dense form with relation fields was measured five times dearer to compile.

extern crate self as entities;

mod column;
pub mod commerce;
pub mod content;
pub mod finance;
pub mod governance;
pub mod identity;
pub mod learning;
pub mod people;
mod position;
mod shared;
mod state;

pub use commerce::{
    dispute, gift_card, gift_card_use, offer, offer_use, order, order_discount, order_line, payment,
    payment_event, price, product, refund, refund_line, refund_tender, tax_rate, variant,
};
pub use content::{
    category, chapter, course, course_import, course_mentor, course_prerequisite, course_tag, course_text,
    file, lesson, lesson_content, quiz, quiz_key, quiz_option, quiz_question, tag,
};
pub use entities_derive::ByPosition;
pub use finance::{
    attribution, earning, fee_schedule, ledger_account, ledger_posting, ledger_transaction, payout,
    payout_run, revenue,
};
pub use governance::{delivery, event, idempotency_key, webhook_delivery, webhook_endpoint};
pub use identity::{
    account, email_token, job_profile, login_attempt, platform_secret, profile, session, throttle, user,
};
pub use learning::{
    certificate, course_rating, early_unlock, enrollment, lesson_progress, point_balance, point_entry,
    quiz_answer, quiz_attempt,
};
pub use people::{
    employee, employee_invitation, member, member_invitation, member_invitation_course, organization,
    permission_grant,
};
pub use position::{ByPosition, Columns, position};
pub use shared::{shared, sharing};
pub use state::is_not;
