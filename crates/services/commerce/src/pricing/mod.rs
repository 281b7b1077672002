//! From list prices to what is paid, and back for a refund.
//!
//! The steps in their order: discounts come off the list amounts of the lines ([`discount`]), tax is calculated per line
//! on what is left ([`tax`]), and tenders pay the total ([`tender`]). A refund divides what a line gives back into net
//! and tax ([`refund`]) and the whole of it over the tenders ([`tender`]).
//!
//! All of it is pure: amounts are `i64` in the minor unit of one currency and rates are [`kernel::Rate`], both from the
//! snapshots of an order where there is one (rule m6). Lines, offers and tenders are named by their place in the list
//! that was given. What does not fit, or a negative amount, is [`kernel::MoneyError::OutOfRange`].

pub mod discount;
pub mod refund;
pub mod tax;
pub mod tender;
