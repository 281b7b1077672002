//! Documents that leave the platform as files. Pure: facts in, bytes out, the same bytes for the same facts.

mod certificate;
mod face;
mod fonts;
mod lines;
mod qr;
mod sheet;

pub use certificate::{CertificateFacts, certificate_pdf};

/// Why a document could not be made. Each is a defect of ours, not of the facts.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// A built-in font is missing or broken.
    #[error("the font {0} cannot be used")]
    Font(&'static str),
    /// The verification address does not fit into a QR code.
    #[error("the address is too long for a QR code")]
    Address,
    /// The file would not be a valid document for archiving.
    #[error("the document could not be written: {0}")]
    Written(String),
}
