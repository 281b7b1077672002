//! Somebody who uses the application.

use crate::{Answer, TestApp};
use serde_json::{Value, json};

/// Somebody, signed in or not.
#[derive(Clone, Debug)]
pub struct Person<'a> {
    app: &'a TestApp,
    token: Option<String>,
}

impl<'a> Person<'a> {
    pub(crate) const fn new(app: &'a TestApp, token: Option<String>) -> Self {
        Self { app, token }
    }

    /// Somebody with a session that is known from elsewhere.
    pub fn with_token(app: &'a TestApp, token: &str) -> Self {
        Self::new(app, Some(token.to_owned()))
    }

    /// Sends an operation.
    pub async fn gql(&self, document: &str, variables: Value) -> Answer {
        let request = TestApp::request(document, &variables, &self.headers());
        // Stories of many requests are long enough without having each of them on the stack.
        Box::pin(self.app.send(request)).await
    }

    pub(crate) const fn app(&self) -> &'a TestApp {
        self.app
    }

    /// The token of the session.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// What says who it is.
    pub(crate) fn headers(&self) -> Vec<(&'static str, String)> {
        let token = self.token.iter();
        token
            .map(|token| ("authorization", format!("Bearer {token}")))
            .collect()
    }

    /// Sends a mutation with one input and asks for the given fields of its payload.
    pub async fn mutate(&self, mutation: &str, input: Value, fields: &str) -> Answer {
        let mut letters = mutation.chars();
        let first = letters.next().expect("a name").to_uppercase();
        let type_name: String = first.chain(letters).collect();
        let document = format!(
            "mutation($input: {type_name}Input!) {{ {mutation}(input: $input) {{ {fields} userErrors {{ code field message params }} }} }}"
        );
        self.gql(&document, json!({ "input": input })).await
    }

    /// The person's own user id.
    pub async fn user_id(&self) -> String {
        self.gql("{ viewer { user { id } } }", Value::Null)
            .await
            .text("/viewer/user/id")
    }
}
