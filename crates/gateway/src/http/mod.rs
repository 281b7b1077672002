//! GraphQL over HTTP: what stands between the socket and the schema, and knows neither our types nor the database.
//!
//! A request passes [`read()`], which leaves the files of a [`Form`] unread until it is known who sends them; it is executed by the
//! caller with whatever data it attaches, and leaves through [`write()`]. A request that cannot be executed is a [`Refusal`], which has the same form on the wire. The schema carries the
//! extensions [`Documents`], [`Bounds`], [`ReadOnlyGet`], [`Conformance`] and, last, [`Handover`], so that the same checks hold for documents that arrive some other way.
//! What they find out about an operation each time the same is remembered with its document, and a request that [repeats](Repeated) it needs none of them.

mod body;
mod bounds;
mod conformance;
mod documents;
mod errors;
pub mod graphiql;
mod handover;
mod introspected;
mod limits;
mod measure;
mod multipart;
mod negotiate;
mod operation;
mod parameters;
mod read_only;
mod refusal;
mod request;
mod respond;
mod scan;
pub mod security;
mod upload;
mod variables;

#[cfg(test)]
mod tests;

pub use bounds::Bounds;
pub(crate) use bounds::INTROSPECTION;
pub use conformance::Conformance;
pub use documents::{AllowedDocuments, DocumentHash, Documents, Opening, Repeated, Seen};
pub use handover::Handover;
pub use limits::Limits;
pub use multipart::Form;
pub use negotiate::Accepted;
pub(crate) use parameters::from_json as request_from_json;
pub use read_only::ReadOnlyGet;
pub use refusal::Refusal;
pub use request::{Incoming, Sent, read};
pub use respond::write;
pub(crate) use respond::{Answer, is_rate_limited, is_refused_by_get};
pub(crate) use upload::Uploads;
pub use upload::{Upload, UploadedFile};
