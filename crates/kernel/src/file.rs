//! Addresses of files.

use crate::FileId;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a part of an address shows as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The name of a file as a part of an address.
pub fn encoded_name(name: &str) -> String {
    utf8_percent_encode(name, SEGMENT).to_string()
}

/// Where a file is downloaded, relative to the address of the server.
pub fn file_address(id: FileId, name: &str) -> String {
    format!("/files/{id}/{}", encoded_name(name))
}
