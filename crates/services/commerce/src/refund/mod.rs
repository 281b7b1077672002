//! Refunds: asking for them, deciding on them, giving the money back.
//!
//! A refund is first stored, under the lock of its order, and counts against what is left to refund from then on. Once
//! it is decided, [`process`] carries the part of the payment to the provider and, when that is confirmed, completes it:
//! gift cards get their part back, the books and everybody's earnings are reversed, and access ends where everything
//! was given back. Where the provider can never do it, the refund has failed and what it reserved is free again. Whatever is lost between the two, [`crate::payment::reconcile`] takes up again.

mod access;
mod charge_back;
mod come_back;
mod complete;
mod confirm;
mod decide;
mod fail;
mod left;
mod process;
mod request;
mod split;
mod unsold;

pub use decide::{approve_refund, reject_refund};
pub use process::process;
pub use request::{RefundLineInput, RefundOrder, RequestedRefund, refund_order};

pub(crate) use charge_back::{charge_back, overtake};
pub(crate) use confirm::confirm;
pub(crate) use unsold::Unsold;
