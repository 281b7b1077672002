//! Whether both servers answer the same.

use super::{
    data::Data,
    operations::{Operation, Request},
};
use crate::{client::Client, server::Server};
use anyhow::ensure;
use serde_json::Value;

/// How many requests are compared.
const COMPARED: usize = 20;

/// Sends the same reads to both. A change cannot be made twice, so both get changes of the same kind, and what is
/// compared is the form of the answers.
pub(super) async fn check(
    operation: &Operation,
    ours: &Server,
    limit: &Server,
    data: &mut Data,
) -> anyhow::Result<()> {
    let asked = operation.requests(data, COMPARED)?;
    let other = if operation.is_change() {
        operation.requests(data, COMPARED)?
    } else {
        asked.clone()
    };
    for (to_ours, to_limit) in asked.iter().zip(&other) {
        let (mut one, mut two) = (send(ours, to_ours).await?, send(limit, to_limit).await?);
        ensure!(one.get("errors").is_none(), "ours answers {one}");
        if operation.is_change() {
            (one, two) = (form(&one), form(&two));
        }
        ensure!(one == two, "ours answers {one}\nand the limit {two}");
    }
    Ok(())
}

async fn send(server: &Server, request: &Request) -> anyhow::Result<Value> {
    let mut client = Client::connect(server.address(), Some(request.token.clone())).await?;
    let (status, body) = client.post("/graphql", None, request.body.as_bytes()).await?;
    ensure!(status == 200, "{status}: {}", String::from_utf8_lossy(&body));
    let mut answer: Value = serde_json::from_slice(&body)?;
    if let Some(answer) = answer.as_object_mut() {
        // What an operation costs is only known where there are prices.
        answer.remove("extensions");
    }
    Ok(answer)
}

/// What is left when ids, amounts and numbers are taken out.
fn form(value: &Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) => value.clone(),
        Value::Number(_) => Value::from("number"),
        Value::String(text) if text.contains(['_', '.']) && !text.contains(char::is_uppercase) => {
            Value::from("some text")
        }
        Value::String(text) => Value::from(text.as_str()),
        Value::Array(items) => items.iter().map(form).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), form(value)))
            .collect(),
    }
}
