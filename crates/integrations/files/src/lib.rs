//! What people upload: where the bytes are kept, and what they are. No database: a file's row is somebody else's.
//!
//! Bytes are kept under the id of their row and never change. What kind of file they are is read from the bytes; what a
//! client says about them is not asked.

mod check;
mod picture;
mod pictures;
mod storage;

pub use check::{Accept, Checked, check, shown_name};
pub use picture::{PICTURE_BYTES, picture};
pub use storage::{Bucket, FileStorageError, Files};
