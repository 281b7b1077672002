//! Files that come with a request.

use async_graphql::{Context, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use axum::body::Bytes;
use std::sync::Arc;

/// What stands in a variable in place of a file.
const MARK: &str = "upload:";

/// A file that was sent with a request.
#[derive(Clone, Debug)]
pub struct UploadedFile {
    /// What the client calls it; not to be believed.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// The files of a request, in the order of their parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Uploads(pub(super) Arc<Vec<UploadedFile>>);

/// What a variable is set to for a file.
pub(super) fn mark(place: usize) -> String {
    format!("{MARK}{place}")
}

/// A file of this request.
#[derive(Clone, Copy, Debug)]
pub struct Upload(usize);

/// A file, sent as a part of a `multipart/form-data` request to this address: part `operations` holds the usual JSON with
/// `null` where the file belongs, part `map` says which file part goes to which variable, such as
/// `{"0": ["variables.input.file"]}`, and then come the files. Such a request needs the header
/// `GraphQL-Require-Preflight: 1`, so that no page of another site can send it, and files are only taken from whoever has signed in.
#[Scalar(
    name = "Upload",
    specified_by_url = "https://github.com/jaydenseric/graphql-multipart-request-spec"
)]
impl ScalarType for Upload {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        text.strip_prefix(MARK)
            .and_then(|place| place.parse().ok())
            .map(Self)
            .ok_or_else(|| InputValueError::custom("expected a file of a multipart request"))
    }

    fn to_value(&self) -> Value {
        Value::String(mark(self.0))
    }
}

impl Upload {
    /// The file. Nothing, where the client only claims that there is one.
    pub fn file(self, ctx: &Context<'_>) -> Option<UploadedFile> {
        ctx.data_opt::<Uploads>()?.0.get(self.0).cloned()
    }
}
