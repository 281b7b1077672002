//! What came back from the server.

use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;

/// An answer, with shortcuts for what tests look at.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// HTTP headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Value,
    /// How many statements it took.
    pub statements: u64,
}

impl Answer {
    /// The data, after making sure that there are no errors.
    pub fn data(&self) -> &Value {
        assert!(
            self.body.get("errors").is_none(),
            "unexpected errors: {:#}",
            self.body
        );
        &self.body["data"]
    }

    /// A part of the data, by JSON pointer without the leading `/data`.
    pub fn at(&self, pointer: &str) -> &Value {
        self.data()
            .pointer(pointer)
            .unwrap_or_else(|| panic!("there is no {pointer} in {:#}", self.body))
    }

    /// A text in the data.
    pub fn text(&self, pointer: &str) -> String {
        self.at(pointer)
            .as_str()
            .unwrap_or_else(|| panic!("{pointer} is no text in {:#}", self.body))
            .to_owned()
    }

    /// The payload of the only mutation, after making sure that it was not refused.
    pub fn payload(&self) -> &Value {
        let payload = self.only();
        assert_eq!(payload["userErrors"], Value::Array(Vec::new()), "{:#}", self.body);
        payload
    }

    fn only(&self) -> &Value {
        let fields = self
            .data()
            .as_object()
            .unwrap_or_else(|| panic!("no data in {:#}", self.body));
        assert_eq!(fields.len(), 1, "one root field expected in {:#}", self.body);
        fields.values().next().expect("one field")
    }

    /// The user errors of the only mutation as `CODE field.path`.
    pub fn refusals(&self) -> Vec<String> {
        let errors = self.only()["userErrors"].as_array().expect("userErrors").clone();
        errors
            .iter()
            .map(|error| {
                let field = error["field"].as_array().map_or_else(String::new, |path| {
                    path.iter()
                        .filter_map(Value::as_str)
                        .collect::<Vec<_>>()
                        .join(".")
                });
                format!("{} {field}", error["code"].as_str().unwrap_or("?"))
                    .trim_end()
                    .to_owned()
            })
            .collect()
    }

    /// The `params` of the first user error.
    pub fn params(&self) -> &Value {
        &self.only()["userErrors"][0]["params"]
    }

    /// The code of the only error.
    pub fn error_code(&self) -> &str {
        let errors = self.body["errors"]
            .as_array()
            .unwrap_or_else(|| panic!("no errors in {:#}", self.body));
        assert_eq!(errors.len(), 1, "one error expected in {:#}", self.body);
        errors[0]["extensions"]["code"]
            .as_str()
            .expect("every error has a code")
    }
}
