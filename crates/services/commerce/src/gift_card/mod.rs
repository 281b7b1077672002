//! Gift cards: issuing them, switching them off and on, and reading their codes.

mod code;

pub use code::GiftCardCode;
