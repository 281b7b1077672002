//! What all output types stand on.

mod connection;
mod context;
mod error;
mod image;
mod keys;
mod live;
mod loader;
mod money;
mod node;
mod row;
mod scalar;
mod text;
mod user_error;
mod view;

pub use connection::{PageInfo, connection_cost, page_arguments};
pub(crate) use connection::{
    connection, export_cost, page_of_at_most, position, selects, selects_in, total_of as connection_total,
};
pub use context::{Ahead, RequestContext};
pub use error::{error, fault, forbidden, not_found, page_error, unauthenticated};
pub use image::Image;
pub(crate) use keys::{keys, list_keys};
pub use live::LiveRequest;
pub(crate) use loader::{Key, Loaders};
pub use money::Money;
pub use node::{Node, node_by_id, nodes_by_id, target_of};
pub use row::{Row, Rows};
pub use scalar::{CurrencyCode, Date, DateTime, Decimal, Html, LanguageTag};
pub use text::{AnswerInText, unfold, write_json};
pub use user_error::{UserError, UserErrorCode, UserErrors};
pub use view::OrgView;
