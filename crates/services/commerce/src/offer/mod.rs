//! Offers: discounts for whoever knows a code, or for everybody.

mod code;
mod create;
mod update;

pub(crate) use code::{may_be_code, offer_code};
pub use create::{CreateOffer, create_offer};
pub use update::{UpdateOffer, set_offer_active, update_offer};

use kernel::{Code, Problem, TextLimits, optional_line};

/// The most uses, and the last position.
const MOST: i32 = 1_000_000;

fn uses(field: &'static str, uses: i32) -> Result<i32, Problem> {
    within(field, uses, 1)
}

fn position(position: i32) -> Result<i32, Problem> {
    within("position", position, 0)
}

fn within(field: &'static str, number: i32, min: i32) -> Result<i32, Problem> {
    if (min..=MOST).contains(&number) {
        return Ok(number);
    }
    Err(Problem::at(field, Code::OutOfRange)
        .with("min", min)
        .with("max", MOST))
}

/// The name of an exclusive group. Capital and small letters are the same.
fn group(text: &str) -> Result<Option<String>, Problem> {
    let group = optional_line("exclusiveGroup", text, TextLimits::NAME)?;
    Ok(group.map(|group| group.to_lowercase()))
}
