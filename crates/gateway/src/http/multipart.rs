//! Requests that bring files, by the GraphQL multipart request specification.
//!
//! A browser sends a form to a foreign site without asking first, so such a request also needs a header that no form can
//! set. The parts come in the order `operations`, `map`, files, which lets everything be checked before a file is read, also who it
//! is that sends them.

use super::{
    Accepted, Limits, Refusal, body, parameters,
    upload::{UploadedFile, Uploads, mark},
};
use async_graphql::Request;
use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
};
use multer::{Constraints, Field, Multipart, SizeLimit};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};

type Refused = (StatusCode, String);

/// Any of them proves that the browser has asked before.
const PREFLIGHT: [&str; 3] = [
    "graphql-require-preflight",
    "apollo-require-preflight",
    "x-apollo-operation-name",
];

/// Whether a request is a form.
pub(super) fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE);
    content_type.is_some_and(|value| {
        let start = value.as_bytes().get(.."multipart/".len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/"))
    })
}

/// Whether a browser has asked before it sent this.
fn is_announced(headers: &HeaderMap) -> bool {
    PREFLIGHT
        .iter()
        .any(|name| headers.get(*name).is_some_and(|value| !value.is_empty()))
}

fn boundary(headers: &HeaderMap) -> Option<String> {
    multer::parse_boundary(headers.get(header::CONTENT_TYPE)?.to_str().ok()?).ok()
}

/// The one request of a form, whose files have not been read yet.
pub struct Form {
    parts: Multipart<'static>,
    request: Request,
    /// What the files are called in the form, in the order of their marks. A file may have several places: clients send equal files once.
    names: Vec<String>,
    max_bytes: usize,
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Form({:?})", self.names)
    }
}

impl Form {
    /// Reads what comes before the files.
    pub(super) async fn open(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Self, Refused> {
        if !is_announced(headers) {
            let message = "a form needs the header GraphQL-Require-Preflight: 1, without which a page of another site could send \
                it; Apollo-Require-Preflight and X-Apollo-Operation-Name do as well";
            return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, message.to_owned()));
        }
        let boundary = boundary(headers).ok_or_else(|| {
            let message = "Content-Type of a form must be multipart/form-data with a boundary";
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, message.to_owned())
        })?;
        let max_bytes = limits.max_attachment_bytes.saturating_add(limits.max_body_bytes);
        if body::announced(headers).is_some_and(|length| length > max_bytes) {
            return Err(too_large(max_bytes));
        }
        let bytes = |max: usize| u64::try_from(max).unwrap_or(u64::MAX);
        let sizes = SizeLimit::new()
            .whole_stream(bytes(max_bytes))
            .for_field("operations", bytes(limits.max_body_bytes))
            .for_field("map", bytes(limits.max_body_bytes));
        let constraints = Constraints::new().size_limit(sizes);
        let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
        let broken = |error| broken(error, max_bytes);
        let operations = named(&mut parts, "operations", max_bytes).await?;
        let mut operations: Value = json("operations", &operations.bytes().await.map_err(broken)?)?;
        if operations.is_array() {
            return Err(malformed("a form brings one request, not a batch"));
        }
        let map = named(&mut parts, "map", max_bytes).await?;
        let map: BTreeMap<String, Vec<String>> = json("map", &map.bytes().await.map_err(broken)?)?;
        // A file in several places is worth as many files: each place is worked on for itself.
        if map.values().map(|paths| paths.len().max(1)).sum::<usize>() > limits.max_files {
            return Err(malformed(format!(
                "a form brings at most {0} files, for {0} places in all",
                limits.max_files
            )));
        }
        let names = place(&mut operations, &map)?;
        let request = parameters::from_json(operations).map_err(malformed)?;
        Ok(Self {
            parts,
            request,
            names,
            max_bytes,
        })
    }

    /// Whether there are files to come.
    pub fn brings_files(&self) -> bool {
        !self.names.is_empty()
    }

    /// Reads the files, whatever their order in the form. All must be there, once, and no others.
    pub async fn complete(self, accepted: Accepted) -> Result<Request, Refusal> {
        let files = self.files().await;
        files.map_err(|(status, message)| Refusal::new(accepted, status, message))
    }

    async fn files(mut self) -> Result<Request, Refused> {
        let mut found: Vec<Option<UploadedFile>> = self.names.iter().map(|_| None).collect();
        let broken = |error| broken(error, self.max_bytes);
        while let Some(field) = self.parts.next_field().await.map_err(broken)? {
            let part = field.name().unwrap_or_default();
            let place = self.names.iter().position(|name| name == part);
            let slot = place.and_then(|place| found.get_mut(place)).ok_or_else(|| {
                let part: String = part.chars().take(80).collect();
                malformed(format!("the part {part:?} is not in `map`"))
            })?;
            if slot.is_some() {
                let part: String = part.chars().take(80).collect();
                return Err(malformed(format!("the part {part:?} comes twice")));
            }
            let name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(broken)?;
            *slot = Some(UploadedFile { name, bytes });
        }
        let files: Option<Vec<_>> = found.into_iter().collect();
        let files = files.ok_or_else(|| malformed("a file of `map` is missing"))?;
        Ok(self.request.data(Uploads(Arc::new(files))))
    }
}

async fn named<'a>(
    parts: &mut Multipart<'a>,
    name: &'static str,
    max_bytes: usize,
) -> Result<Field<'a>, Refused> {
    let field = parts
        .next_field()
        .await
        .map_err(|error| broken(error, max_bytes))?;
    field.filter(|field| field.name() == Some(name)).ok_or_else(|| {
        malformed(format!(
            "the part `{name}` is missing or not in its place: first comes `operations`, then `map`, then the files"
        ))
    })
}

fn json<T: serde::de::DeserializeOwned>(part: &str, bytes: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(bytes)
        .map_err(|error| malformed(format!("`{part}` is not what is expected: {error}")))
}

/// Writes into each variable of the map which file belongs there, and gives the names of the files in that order.
fn place(operations: &mut Value, map: &BTreeMap<String, Vec<String>>) -> Result<Vec<String>, Refused> {
    let mut names = Vec::new();
    for (number, (name, paths)) in map.iter().enumerate() {
        if paths.is_empty() {
            return Err(malformed("`map` gives each file at least one place"));
        }
        for path in paths {
            let slot = path
                .strip_prefix("variables.")
                .and_then(|rest| {
                    let start = operations.get_mut("variables")?;
                    rest.split('.').try_fold(start, step)
                })
                .filter(|slot| slot.is_null())
                .ok_or_else(|| {
                    let path: String = path.chars().take(80).collect();
                    malformed(format!(
                        "`map` names {path:?}, which must be a variable that is there and null, such as \"variables.input.file\""
                    ))
                })?;
            *slot = Value::String(mark(number));
        }
        names.push(name.clone());
    }
    Ok(names)
}

fn step<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Value> {
    match value {
        Value::Object(object) => object.get_mut(key),
        Value::Array(list) => list.get_mut(key.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn malformed(message: impl Into<String>) -> Refused {
    (StatusCode::BAD_REQUEST, message.into())
}

fn too_large(max_bytes: usize) -> Refused {
    let message = format!(
        "the form, or a part of it, is larger than it may be; all of it has {max_bytes} bytes at most"
    );
    (StatusCode::PAYLOAD_TOO_LARGE, message)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "an enum of somebody else: whatever is no limit of ours is a malformed form"
)]
fn broken(error: multer::Error, max_bytes: usize) -> Refused {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => {
            too_large(max_bytes)
        }
        multer::Error::IncompleteStream
        | multer::Error::IncompleteHeaders
        | multer::Error::IncompleteFieldData { .. } => malformed("the form ended before it was complete"),
        error => {
            tracing::debug!(%error, "a form could not be read");
            malformed("the form is not well-formed: each part needs a Content-Disposition with a name")
        }
    }
}
