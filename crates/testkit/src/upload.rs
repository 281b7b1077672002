//! Files that people send and fetch.

use crate::{Answer, Person, TestApp};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value, json};

/// A red picture of four by two pixels.
pub const PNG: &[u8] =
    b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x04\x00\x00\x00\x02\
    \x08\x02\x00\x00\x00\xf0\xca\xea\x34\x00\x00\x00\x10\x49\x44\x41\x54\x78\xda\x63\xf8\xcf\xc0\x00\
    \x47\x0c\xc8\x1c\x00\x6f\xaa\x07\xf9\x68\xdd\xaf\xa7\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\
    \x82";

const BOUNDARY: &str = "a-boundary-of-the-tests";

/// A request by the multipart specification. The one file goes to the variable at `path`.
fn upload_request(
    document: &str,
    variables: &Value,
    path: &str,
    file: (&str, &str, &[u8]),
    headers: &[(&'static str, String)],
) -> Request<Body> {
    let (name, content_type, bytes) = file;
    let operations = json!({ "query": document, "variables": variables });
    let map = json!({ "0": [path] });
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{operations}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{map}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"0\"; filename=\"{name}\"\r\nContent-Type: {content_type}\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    let mut request = TestApp::request(document, variables, headers);
    *request.body_mut() = Body::from(body);
    let form = format!("multipart/form-data; boundary={BOUNDARY}");
    let all = request.headers_mut();
    all.insert(header::CONTENT_TYPE, form.parse().expect("a header"));
    all.insert("graphql-require-preflight", "1".parse().expect("a header"));
    request
}

impl Person<'_> {
    /// Sends an operation with a file (name, claimed type, bytes) for the variable at `path`, such as `variables.input.file`.
    pub async fn upload(
        &self,
        document: &str,
        variables: &Value,
        path: &str,
        file: (&str, &str, &[u8]),
    ) -> Answer {
        let request = upload_request(document, variables, path, file, &self.headers());
        self.app().send(request).await
    }

    /// Fetches what is at a path of the server.
    pub async fn fetch(&self, path: &str, headers: &[(&'static str, String)]) -> Answer {
        let mut all = self.headers();
        all.extend_from_slice(headers);
        let mut request = TestApp::request("", &Value::Null, &all);
        *request.method_mut() = Method::GET;
        *request.uri_mut() = path.parse().expect("a path");
        *request.body_mut() = Body::empty();
        self.app().send(request).await
    }
}
