//! Requests that bring files, by the GraphQL multipart request specification.
//!
//! A browser sends a form to a foreign site without asking first, so such a request also needs a header that no form can
//! set. The parts come in the order `operations`, `map`, files, which lets everything be checked before a file is read.

use super::{
    Limits, parameters,
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

/// Whether a request is a form that may bring files. One without the header is not.
pub(super) fn is_upload(headers: &HeaderMap) -> bool {
    boundary(headers).is_some()
        && PREFLIGHT
            .iter()
            .any(|name| headers.get(*name).is_some_and(|value| !value.is_empty()))
}

fn boundary(headers: &HeaderMap) -> Option<String> {
    multer::parse_boundary(headers.get(header::CONTENT_TYPE)?.to_str().ok()?).ok()
}

/// Reads the one request of a form and the files that come with it.
pub(super) async fn read(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Request, Refused> {
    let boundary = boundary(headers).ok_or_else(|| malformed("the form has no boundary"))?;
    let whole = limits.max_attachment_bytes.saturating_add(limits.max_body_bytes);
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > whole) {
        return Err(too_large());
    }
    let bytes = |max: usize| u64::try_from(max).unwrap_or(u64::MAX);
    let sizes = SizeLimit::new()
        .whole_stream(bytes(whole))
        .for_field("operations", bytes(limits.max_body_bytes))
        .for_field("map", bytes(limits.max_body_bytes));
    let constraints = Constraints::new().size_limit(sizes);
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let operations = named(&mut form, "operations").await?;
    let mut operations: Value = json("operations", &operations.bytes().await.map_err(broken)?)?;
    if operations.is_array() {
        return Err(malformed("a form brings one request, not a batch"));
    }
    let map = named(&mut form, "map").await?;
    let map: BTreeMap<String, Vec<String>> = json("map", &map.bytes().await.map_err(broken)?)?;
    if map.len() > limits.max_files {
        return Err(malformed(format!(
            "a form brings at most {} files",
            limits.max_files
        )));
    }
    let names = place(&mut operations, &map)?;
    let files = files(&mut form, &names).await?;
    let request = parameters::from_json(operations).map_err(malformed)?;
    Ok(request.data(Uploads(Arc::new(files))))
}

async fn named<'a>(form: &mut Multipart<'a>, name: &'static str) -> Result<Field<'a>, Refused> {
    let field = form.next_field().await.map_err(broken)?;
    field
        .filter(|field| field.name() == Some(name))
        .ok_or_else(|| malformed(format!("the part `{name}` is missing or not in its place")))
}

fn json<T: serde::de::DeserializeOwned>(part: &str, bytes: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(bytes)
        .map_err(|error| malformed(format!("`{part}` is not what is expected: {error}")))
}

/// Writes into each variable of the map which file belongs there, and gives the names of the files in that order.
fn place(operations: &mut Value, map: &BTreeMap<String, Vec<String>>) -> Result<Vec<String>, Refused> {
    let mut names = Vec::new();
    for (number, (name, paths)) in map.iter().enumerate() {
        let [path] = paths.as_slice() else {
            return Err(malformed("`map` gives each file exactly one place"));
        };
        let slot = path
            .strip_prefix("variables.")
            .and_then(|rest| {
                let start = operations.get_mut("variables")?;
                rest.split('.').try_fold(start, step)
            })
            .filter(|slot| slot.is_null())
            .ok_or_else(|| malformed("`map` names a variable that is not there or not null"))?;
        *slot = Value::String(mark(number));
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

/// The files under these names, whatever their order in the form. All must be there, once, and no others.
async fn files(form: &mut Multipart<'_>, names: &[String]) -> Result<Vec<UploadedFile>, Refused> {
    let mut found: Vec<Option<UploadedFile>> = names.iter().map(|_| None).collect();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let place = names.iter().position(|name| field.name() == Some(name));
        let slot = place
            .and_then(|place| found.get_mut(place))
            .filter(|slot| slot.is_none())
            .ok_or_else(|| malformed("a part is not in `map`, or comes twice"))?;
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(broken)?;
        *slot = Some(UploadedFile { name, bytes });
    }
    found
        .into_iter()
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| malformed("a file of `map` is missing"))
}

fn malformed(message: impl Into<String>) -> Refused {
    (StatusCode::BAD_REQUEST, message.into())
}

fn too_large() -> Refused {
    let message = "the form is larger than a file may be".to_owned();
    (StatusCode::PAYLOAD_TOO_LARGE, message)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "an enum of somebody else: whatever is no limit of ours is a malformed form"
)]
fn broken(error: multer::Error) -> Refused {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => too_large(),
        error => {
            tracing::debug!(%error, "a form could not be read");
            malformed("the form could not be read")
        }
    }
}
