//! Gift cards: issuing them, switching them off and on, and reading their codes.

mod active;
mod code;
mod issue;

pub use active::set_gift_card_active;
pub use code::GiftCardCode;
pub use issue::{IssueGiftCard, Issued, issue_gift_card};
