//! The parameters of a GraphQL request: `query` or `documentId`, `operationName`, `variables` and `extensions`.

use async_graphql::{BatchRequest, Request, Value as GraphqlValue, Variables};
use serde_json::{Map, Value, json};

/// One request from the query of a URL. A parameter given twice is refused: two readers would not agree which one counts.
pub(super) fn from_query(query: &str) -> Result<Request, String> {
    let mut parameters = Map::new();
    for (name, text) in form_urlencoded::parse(query.as_bytes()) {
        let value = match &*name {
            "query" | "operationName" | "documentId" => Value::String(text.into_owned()),
            "variables" | "extensions" => {
                serde_json::from_str(&text).map_err(|error| format!("`{name}` is not JSON: {error}"))?
            }
            _ => continue,
        };
        if parameters.insert(name.clone().into_owned(), value).is_some() {
            return Err(format!("`{name}` is given more than once"));
        }
    }
    request(parameters)
}

/// One request or a batch from a JSON body.
pub(super) fn from_body(body: &[u8], max_batch: usize) -> Result<BatchRequest, String> {
    let json: Value =
        serde_json::from_slice(body).map_err(|error| format!("the body is not JSON: {error}"))?;
    let Value::Array(batch) = json else {
        return from_json(json).map(BatchRequest::Single);
    };
    if batch.is_empty() || batch.len() > max_batch {
        return Err(format!("a batch holds 1 to {max_batch} requests"));
    }
    batch
        .into_iter()
        .map(from_json)
        .collect::<Result<_, _>>()
        .map(BatchRequest::Batch)
}

/// One request from what was JSON.
pub(crate) fn from_json(json: Value) -> Result<Request, String> {
    object(json).and_then(request)
}

fn object(json: Value) -> Result<Map<String, Value>, String> {
    if let Value::Object(parameters) = json {
        Ok(parameters)
    } else {
        Err("a request must be a JSON object".to_owned())
    }
}

fn request(mut parameters: Map<String, Value>) -> Result<Request, String> {
    let mut extensions = take_object(&mut parameters, "extensions")?;
    if let Some(id) = take_string(&mut parameters, "documentId")? {
        let persisted = persisted(&id)?;
        if extensions
            .insert("persistedQuery".to_owned(), persisted)
            .is_some()
        {
            return Err("`documentId` and `persistedQuery` name the same thing; send one of them".to_owned());
        }
    }
    let query = match take_string(&mut parameters, "query")? {
        Some(query) => query,
        None if extensions.contains_key("persistedQuery") => String::new(),
        None => return Err("`query` is missing".to_owned()),
    };
    let variables = take_object(&mut parameters, "variables")?;
    let mut request =
        Request::new(query).variables(Variables::from_value(graphql(Value::Object(variables))?));
    request.operation_name = take_string(&mut parameters, "operationName")?.filter(|name| !name.is_empty());
    for (name, value) in extensions {
        request.extensions.insert(name, graphql(value)?);
    }
    Ok(request)
}

/// An id of a document is its hash, so it is the same thing as Apollo's extension.
fn persisted(id: &str) -> Result<Value, String> {
    let hash = id
        .strip_prefix("sha256:")
        .ok_or("`documentId` must be `sha256:` and the hash of the document")?;
    Ok(json!({ "version": 1, "sha256Hash": hash }))
}

fn take_string(parameters: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match parameters.remove(name).filter(|value| !value.is_null()) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{name}` must be a string")),
    }
}

fn take_object(parameters: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, String> {
    match parameters.remove(name).filter(|value| !value.is_null()) {
        None => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(_) => Err(format!("`{name}` must be an object")),
    }
}

fn graphql(json: Value) -> Result<GraphqlValue, String> {
    GraphqlValue::from_json(json).map_err(|error| error.to_string())
}
