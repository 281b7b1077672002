//! Root fields of what is sold and what it costs.

mod gift_card;
mod mutation;
mod offer;
mod price;
mod product;
mod query;
mod quote;
mod run;
mod tax_rate;
mod variant;

pub use mutation::CatalogueMutation;
pub use query::CatalogueQuery;
pub use quote::{QuoteGiftCardInput, QuoteInput, QuoteLineInput};
